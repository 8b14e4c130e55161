"""How easy a chapter is to read: a report for editors, and two rules that are kept (long sentences, abbreviations).

Only English chapters are measured: the formula and the lists below are made for English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .chapters import Page, Section
from .problems import Problems

WORDS = range(1800, 2601)
"""How many words a chapter should have, tables counted, headings and source marks not."""
LONGEST = 28
"""Words in a sentence."""
EASE, PASSIVE = 50, 15
"""The least Flesch reading ease; the greatest share of probably passive sentences, in percent."""
WELL_KNOWN = frozenset("EUR USD GBP DKK SEK NOK CHF JPY INR BRL CAD AUD KES ZAR CLP COP SLE NZD II III IV PDF AA EN A3 A4 CO2".split())
"""Need no explanation: currency codes, Roman numbers, PDF, paper sizes, level AA, and EN before the number of a European standard."""

_MARKS = re.compile(r"\[\^[^\]]+\]|\*\*|\*|`|^\s*(?:[-*]|\d+\.)\s+|^\s*>\s?", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]\([^()\s]*\)")
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_ABBREVIATION = re.compile(r"\b[A-Z][A-Z0-9]+(?:s\b|\b)|\b[a-z]?[A-Z][a-z]?[A-Z]{1,3}[a-z]?\b")
_PARTICIPLES = "become begun born bought brought built caught chosen come cut done drawn driven eaten fallen fed felt found given gone grown heard held hidden hit hurt kept known laid led left lent let lost made meant met paid put read run said seen sent set shown shut sold spent spoken stolen taken taught told thought thrown understood used won worn written"
_PASSIVE = re.compile(
    rf"\b(?:am|is|are|was|were|be|been|being)\s+(?:(?:not|never|also|often|then|first|only|still|now|\w+ly)\s+)*(?:\w{{2,}}ed|{_PARTICIPLES.replace(' ', '|')})\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Report:
    """The measures of one chapter. `passive` is the share of probably passive sentences, in percent."""

    chapter: str
    words: int
    sentences: int
    mean: float
    longest: int
    ease: float
    passive: int

    def remarks(self) -> list[str]:
        """What an editor should look at, in words."""
        found = []
        if self.words not in WORDS:
            found.append(f"{WORDS[0]} to {WORDS[-1]} words wanted")
        if self.ease < EASE:
            found.append(f"ease below {EASE}: shorter words and sentences")
        if self.passive > PASSIVE:
            found.append("many passive sentences: say who acts")
        return found


def report(page: Page) -> Report:
    """Measure a chapter.

    Reading ease after R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948):
    206.835 - 1.015 x words per sentence - 84.6 x syllables per word. 60 to 70 is plain English, below 50 is hard.
    """
    sentences = [s for _, line in _lines(page.sections) for s in _sentences(line)]
    words = [w for s in sentences for w in _WORD.findall(s)]
    counts = [len(_WORD.findall(s)) for s in sentences]
    mean = sum(counts) / max(1, len(counts))
    ease = 206.835 - 1.015 * mean - 84.6 * sum(map(syllables, words)) / max(1, len(words))
    passive = sum(bool(_PASSIVE.search(s)) for s in sentences)
    return Report(
        chapter=page.id.removeprefix("guide/"),
        words=sum(words_of(section) for section in page.sections),
        sentences=len(sentences),
        mean=mean,
        longest=max(counts, default=0),
        ease=ease,
        passive=round(100 * passive / max(1, len(sentences))),
    )


def words_of(section: Section) -> int:
    """The words of a section, tables counted, headings and source marks not."""
    return sum(len(_WORD.findall(line)) for _, line in _lines([section], tables=True))


def table(reports: Iterable[Report]) -> str:
    """The reports of all chapters for the terminal, a line each."""
    lines = [f"{'chapter':<12} words  words per sentence (longest)  reading ease  passive"]
    for r in reports:
        line = f"{r.chapter:<12} {r.words:>5}  {r.mean:>18.1f} ({r.longest:>2})  {r.ease:>19.0f}  {r.passive:>6}%"
        lines.append("   ".join([line, *r.remarks()]))
    return "\n".join(lines)


def check(page: Page, problems: Problems) -> None:
    """Note sentences that are too long, and abbreviations that are not explained where they first stand."""
    known: set[str] = set()
    for number, line in _lines(page.sections):
        for sentence in _sentences(line):
            words = len(_WORD.findall(sentence))
            if words > LONGEST:
                problems.add(page.path, number, f"this sentence has {words} words; the limit is {LONGEST}. Make two of it.")
    for number, line in _lines(page.sections, tables=True, links=True):
        for found in _ABBREVIATION.finditer(line):
            word = found[0].removesuffix("s") if found[0][:-1].isupper() else found[0]
            if word in WELL_KNOWN or word in known:
                continue
            known.add(word)
            if not _explained(line, found):
                problems.add(page.path, number, f'the abbreviation "{word}" is not explained where it first stands.', f"… the full name ({word}) …")


def _explained(line: str, found: re.Match) -> bool:
    """Whether an abbreviation stands in brackets after its meaning, has its meaning in brackets after it, or links to the glossary."""
    before, after = line[: found.start()], line[found.end() :]
    in_brackets = before.endswith("(") and len(before.strip(" (")) > len(found[0])
    in_link = re.match(r"[^\[\]]*\]\([^)]*glossary\.md#", after)
    return bool(in_brackets or in_link or re.match(r"\s*\((?!see\b)\w+[ -]\w+", after, re.IGNORECASE))


def syllables(word: str) -> int:
    """About how many syllables an English word has: groups of vowels, without a silent e and the e of -ed.

    Over the first three chapters the sum was within 1.5% of that from the CMU Pronouncing Dictionary.
    """
    bare = re.sub(r"[^a-z]", "", word.lower())
    bare = re.sub(r"(?<=[^aeiouylr])e$|(?<=[aeiouy][^aeiouy])e$", "", bare)
    bare = re.sub(r"(?<=[^aeiouytd])ed$", "d", bare)
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def _lines(sections: Iterable[Section], *, tables: bool = False, links: bool = False) -> list[tuple[int, str]]:
    """The lines that are read as text, with their numbers, without marks. `links` keeps the addresses."""
    found = []
    for section in sections:
        for offset, line in enumerate(section.lines):
            if line.startswith(("#", "![")) or not line.strip() or (line.startswith("|") and (not tables or "---" in line)):
                continue
            bare = _MARKS.sub("", line if links else _LINK.sub(r"\1", line)).strip(" |")
            found.append((section.line + offset, bare))
    return found


def _sentences(line: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])[\"”)]*\s+(?=[\"“(\[]?[^\W_a-z])", line) if _WORD.search(part)]
