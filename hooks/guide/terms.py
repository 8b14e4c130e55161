"""The glossary for translators, `glossary.yml`: the term that each language has settled for an English one, and its check.

An entry with `find` is enforced: where the English of a passage has the term, the translation of that
passage must have what `find` describes. Words under `avoid` say what a translator may have written instead.
An entry with `keep: true` is a name that stands in every language as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from .languages import SOURCE
from .problems import Problems
from .reading import Reader
from .yamlfile import List, Map, read_yaml

SOURCED, SETTLED, GENERAL = "sourced", "settled", "general"
"""Where a term comes from: read in the named source; chosen while this site was translated; general knowledge."""


@dataclass(frozen=True, eq=False)
class Word:
    """The term in one language."""

    term: str
    origin: str
    source: str = ""
    avoid: tuple[str, ...] = ()
    note: str = ""
    find: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What counts as this term: the alternatives of `find`, with * for any ending or beginning."""
        return _pattern(self.find) if self.find else None


@dataclass(frozen=True, eq=False)
class Term:
    """An English term with its words in other languages. `passage` finds it in English."""

    id: str
    english: str
    keep: bool = False
    find: str = ""
    words: dict[str, Word] = field(default_factory=dict)

    @cached_property
    def passage(self) -> re.Pattern[str]:
        """Finds the term in English, also at the beginning of a sentence; a name such as Open Data Institute is another thing."""
        if self.keep:
            return re.compile(rf"\b{re.escape(self.english)}\b")
        ways = (self.find or f"{self.english}|{self.english}s").split("|")
        either = "|".join(f"{way[0].lower()}{re.escape(way[1:])}|{way[0].upper()}{re.escape(way[1:])}(?! [A-Z])" for way in ways)
        return re.compile(rf"\b(?:{either})\b")


@cache
def _pattern(find: str) -> re.Pattern[str]:
    """`jumea* numérique*|twin*` → a pattern. Between words any space may stand; small and large letters are the same."""
    each = (r"[\s\u00a0]+".join(re.escape(word).replace(r"\*", r"\w*") for word in way.split()) for way in find.split("|"))
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def read_terms(root: Path, problems: Problems) -> tuple[tuple[Term, ...], dict[str, str]]:
    """The terms, and the full names of the sources by their codes. Nothing if there is no glossary."""
    path = root / "glossary.yml"
    value = read_yaml(path, problems) if path.exists() else None
    if value is None:
        return (), {}
    top = Reader(value, path, problems)
    top.known(("meta", "sources", "terms"))
    sources = {str(key): str(name) for key, name in value.get("sources", Map()).items()}
    return tuple(_term(r, sources) for r in top.children("terms")), sources


def _term(r: Reader, sources: dict[str, str]) -> Term:
    words = {}
    for code in r.value:
        if code in ("id", SOURCE, "keep", "find"):
            continue
        if not re.fullmatch(r"[a-z]{2,3}", code):
            r.add(code.line, f'"{code}" is not known here. An entry has id, en, find, keep and codes of languages.')
        elif (inner := r.child(code)) is not None:
            words[str(code)] = _word(inner, sources)
    return Term(r.id(), r.text(SOURCE), r.yes("keep"), r.text("find", ""), words)


def _word(r: Reader, sources: dict[str, str]) -> Word:
    r.known(("term", "sourced", "settled", "source", "avoid", "note", "find"))
    origin = SOURCED if r.yes("sourced") else SETTLED if r.yes("settled") else GENERAL
    source = r.text("source", "")
    if source and source not in sources:
        r.add(r.value.line_of("source"), f'the source "{source}" does not stand under "sources" of this file.')
    if origin == SOURCED and not source:
        r.add(r.value.line, '"sourced: true" needs the source in which the term was read.', "source: …")
    avoid = r.value.get("avoid")
    listed = tuple(map(str, r.texts("avoid"))) if isinstance(avoid, List) else tuple(part.strip() for part in (avoid or "").split(",") if part.strip())
    return Word(r.text("term"), origin, source, listed, r.text("note", ""), r.text("find", ""))


@dataclass(frozen=True)
class Missing:
    """A term that a passage lacks: what the English says, what is meant, and the word that stands there instead (empty if unknown)."""

    english: str
    term: str
    instead: str = ""


def check(terms: tuple[Term, ...], language: str, source: str, own: str) -> Iterator[Missing]:
    """The enforced terms that the English passage has and its translation lacks."""
    for term, said in _said(terms, source):
        if term.keep:
            if term.english not in own:
                yield Missing(said, term.english)
            continue
        word = term.words.get(language)
        if word and word.pattern and not word.pattern.search(own):
            yield Missing(said, word.term, next((wrong for wrong in word.avoid if _pattern(f"{wrong}*").search(own)), ""))


def _said(terms: tuple[Term, ...], source: str) -> list[tuple[Term, str]]:
    """The terms of an English passage with the words in which they stand there. Each passage is looked at once for all languages."""
    if source not in _looked_at:
        enforced = [term for term in terms if term.keep or term.find] if _any(terms).search(source) else []
        _looked_at[source] = [(term, found[0]) for term in enforced if (found := term.passage.search(source))]
    return _looked_at[source]


@cache
def _any(terms: tuple[Term, ...]) -> re.Pattern[str]:
    """Finds the beginning of any enforced term, whatever its letters: a quick look."""
    ways = {way.split()[0] for term in terms if term.keep or term.find for way in (term.find or term.english).split("|")}
    return re.compile("|".join(map(re.escape, sorted(ways))) or "(?!)", re.IGNORECASE)


_looked_at: dict[str, list[tuple[Term, str]]] = {}
