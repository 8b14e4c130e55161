"""Numbers in a text, the same in every language however they are written: 10,000 and 10 000 and 10.000; 2.5 and 2,5."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

GROUPED = {"en": ",", "ar": ",", "it": ".", "de": "."}
"""What parts thousands in a language; all others use a no-break space."""
POINT = {"en", "ar"}
"""The languages in which decimals have a point; all others have a comma."""
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
WORDS = {word: str(n) for n, word in enumerate(SMALL)} | {
    "once": "1", "noon": "12", "midnight": "0", "twice": "2", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "hundred": "100", "half": "2", "third": "3", "second": "2",
    "first": "1", "fourth": "4", "fifth": "5", "sixth": "6", "quarter": "4", "tenth": "10", "dozen": "12", "million": "1000000", "thousand": "1000",
    "january": "1", "february": "2", "march": "3", "april": "4", "may": "5", "june": "6", "july": "7", "august": "8", "september": "9", "october": "10", "november": "11", "december": "12",
}  # fmt: skip
"""What an English text may say in a word and a translation in figures."""
OUTSIDE = re.compile(r"\]\([^)\s]*\)|\{[^}]*\}|\[\^[^\]]*\]|`[^`]*`|https?://\S+|\b[A-Za-z]+\d\w*|\bEN 301.549\b|\b\d+(?:s|st|nd|rd|th)\b")
"""Figures that count nothing: in addresses, ids, names such as CO2 or A4, and ordinals."""
ORDINAL = re.compile(r"(?<![\d.])(\d{1,2})(?:er|re|e|ème|º|ª|-[йяегх]\w*)\b")
"""An ordinal in figures may stand for one in words."""
LIKE_A_WORD = re.compile(r"\b(\d+)(?:s|st|nd|rd|th)\b")
BILLION = re.compile(r"(\d+(?:\.\d+)?) billion")
DIGIT = re.compile(r"\d")
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
TOLERATED = {str(n) for n in (*range(21), *range(30, 101, 10))}
"""What a translation may say in a word where the English has figures."""


def numbers(text: str, language: str) -> Counter[str]:
    """The numbers of a text and how often each stands there, written in one way: no thousands mark, a point for decimals."""
    found: Counter[str] = Counter()
    for match in NUMBER.finditer(OUTSIDE.sub(" ", text)):
        found.update(_plain(match[0], language))
    return found


def _plain(written: str, language: str) -> list[str]:
    """One number as it is written in a language; several if it is a row such as 4.2.1 or a date with points."""
    if written.isdecimal():
        return [str(int(written))]
    if found := _shape(language).fullmatch(written):
        whole = re.sub(r"\D", "", found[1])
        return [f"{int(whole)}.{found[2]}" if found[2] else str(int(whole))]
    return [str(int(piece)) for piece in re.findall(r"\d+", written)]


@cache
def _shape(language: str) -> re.Pattern[str]:
    """How a number with thousands and decimals looks in a language."""
    between = GROUPED.get(language, "\u00a0\u202f")
    point = "." if language in POINT else ","
    return re.compile(rf"(\d{{1,3}}(?:[{re.escape(between)}]\d{{3}})+|\d+)(?:[{point}.](\d+))?")


def differences(source: str, own: str, language: str) -> tuple[list[str], list[str]]:
    """The numbers that a translation lacks, and those that the English does not have.

    A small number may be a word in one of the two; a number that stands several times may stand less often.
    """
    if not DIGIT.search(source) and not DIGIT.search(own):
        return [], []
    (theirs, said), mine = _english(source), numbers(ORDINAL.sub(" ", own), language)
    for whole in BILLION.findall(source):  # some languages count in thousands of millions
        thousands = str(int(float(whole) * 1000))
        if thousands in mine and whole not in mine:
            said = said | {thousands}
            theirs = theirs - {whole}
    extra = [n for n in mine if n not in theirs and n not in said and n != "0"]
    ordinals = set(ORDINAL.findall(own))
    missing = [n for n in theirs if n not in mine and n not in ordinals and n != "0"]
    if not extra:
        missing = [n for n in missing if n not in TOLERATED]
    return missing, extra


@cache
def _english(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers of an English text, and those that it says in words. Each text is looked at once for all languages."""
    said = {WORDS[word] for word in re.findall(r"[a-z]+", source.lower()) if word in WORDS}
    return frozenset(numbers(source, "en")), frozenset(said | set(LIKE_A_WORD.findall(source)))
