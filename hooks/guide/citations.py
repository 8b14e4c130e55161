"""How a source is written out, on pages and below worksheets."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date

from .project import Project
from .sources import Source


def long_date(iso: str, language: str) -> str:
    """A date as people write it in a language: "23 November 2026", "23 novembre 2026"."""
    return format_date(date.fromisoformat(iso), "d MMMM y", locale=language)


def month(iso: str, language: str) -> str:
    """A month and a year: "November 2026"."""
    return format_date(date.fromisoformat(f"{iso}-01"), "LLLL y", locale=language)


def language_name(code: str, language: str) -> str:
    """The name of a language, in a language: ("de", "fr") → "allemand"."""
    return Locale.parse(language).languages.get(code, code)


def citation(source: Source, project: Project, language: str) -> tuple[list[str], str]:
    """A source as the words before its title, and the words after it, in the language of the reader.

    The details of the source itself (author, title, page) stay as they are in the original.
    """
    words = project.interface[language]["guide"]
    after = [part for part in (source.publisher if source.publisher != source.by else "", source.year, source.page) if part]
    if source.language and source.language != language:
        after.append(words["in-language"].format(language=language_name(source.language, language)))
    if source.read == "secondary":
        after.append(words["secondary"])
    if source.licence:
        after.append(source.licence)
    after.append(words["accessed"].format(date=month(source.accessed, language)))
    return after, source.url


def footnote(source: Source, project: Project, language: str) -> str:
    """The source as Markdown for a footnote."""
    after, url = citation(source, project, language)
    return f"{_plain(source.by)}: [{_plain(source.title)}]({url}). {_plain(', '.join(after))}."


def _plain(text: str) -> str:
    """Text with the marks of Markdown made harmless."""
    for mark in "\\`*_[]<>":
        text = text.replace(mark, "\\" + mark)
    return text
