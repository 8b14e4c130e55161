"""How a source is written out, on pages and below worksheets."""

from __future__ import annotations

from datetime import date
from html import escape

from babel import Locale
from babel.dates import format_date, format_skeleton

from .languages import SOURCE
from .project import Project
from .sources import Source

_LOCALES = {"en": "en_GB", "pt": "pt_PT"}
"""Whose manner of writing dates is meant where a language has several."""


def long_date(iso: str, language: str) -> str:
    """A date as people write it in a language: "23 November 2026", "23 novembre 2026"."""
    return format_date(date.fromisoformat(iso), "long", locale=_LOCALES.get(language, language))


def month(iso: str, language: str) -> str:
    """A month and a year: "November 2026"."""
    return format_skeleton("yMMMM", date.fromisoformat(f"{iso}-01"), locale=_LOCALES.get(language, language))


def language_name(code: str, language: str) -> str:
    """The name of a language, in a language: ("de", "fr") → "allemand"."""
    return Locale.parse(language).languages.get(code, code)


def citation(source: Source, project: Project, language: str) -> tuple[list[str], str]:
    """What is said of a source after its title, as HTML, and its address. In the words of the reader.

    Publisher and page are given in English, as in sources.yml, and marked as English.
    """
    words = project.interface[language]["guide"]
    details = [escape(source.publisher) if source.publisher != source.by else "", escape(source.page)]
    if language != SOURCE:
        details = [part and f'<span lang="en">{part}</span>' for part in details]
    after = [part for part in (details[0], escape(source.year), details[1]) if part]
    if source.language and source.language != language:
        after.append(escape(words["in-language"].format(language=language_name(source.language, language))))
    if source.read == "secondary":
        after.append(escape(words["secondary"]))
    if source.licence:
        after.append(escape(source.licence))
    after.append(escape(words["accessed"].format(date=month(source.accessed, language))))
    return after, source.url


def footnote(source: Source, project: Project, language: str) -> str:
    """The source as Markdown for a footnote."""
    after, url = citation(source, project, language)
    between = escape(project.interface[language]["site"]["between"])
    return f"<bdi>{plain(source.by)}</bdi>{between}<bdi>[{plain(source.title)}]({url})</bdi> ({_marks(between.join(after))})."


def plain(text: str) -> str:
    """Text with the marks of HTML and Markdown made harmless."""
    return _marks(escape(text, quote=False))


def _marks(text: str) -> str:
    for mark in "\\`*_[]{}|":
        text = text.replace(mark, "\\" + mark)
    return text
