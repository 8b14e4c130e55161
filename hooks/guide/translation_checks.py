"""What is checked in every translation beside its structure: typography, spelling, scripts, numbers, terms, and what is left in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from . import addresses, numerals, terms, translations, typography
from .languages import SOURCE
from .problems import Problems, relative
from .proven import Proven

if TYPE_CHECKING:
    from .project import Project

LONGEST = 160
"""Characters of a corrected line that a message shows."""
ENGLISH = frozenset(
    "the of and to is are with for that you this from which who what not or by it your at in on as an be but if was were has have had "
    "will would can cannot may must should do does did they them their there these those one two when where how why no we our us all any "
    "more most than then so people person town day days year years write ask read take make before after without about each every other".split()
)
"""Words that are frequent in these texts."""
SHARED = {
    "fr": {"on", "or", "an", "us", "de", "me"}, "es": {"no", "has", "me"}, "pt": {"do", "no", "as", "me", "or"},
    "it": {"no", "in", "me", "or", "do"}, "de": {"an", "was", "so", "all", "in", "die", "has", "will", "must"},
}  # fmt: skip
"""Those that another language has, too."""
SURELY_ENGLISH = re.compile(r"\b(?:the|of|and|with|which|this|is|are|you|your|for|what|they|their)\b.*\b(?:the|of|and|with|which|this|is|are|you|your|for|what|they|their)\b", re.IGNORECASE)
"""A text in which no line has two of these words has no English line."""
MOSTLY = 10
"""A file of interface words may have one text in so many that is the same as in English."""
FEWEST = 5
"""Words from which a line can be told to be English."""
LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX|TBD|[Ll]orem ipsum)\b")


def check(project: Project, codes: list[str], problems: Problems, proven: Proven) -> None:
    """Note what is wrong in the translations into these languages. A file whose form is wrong is mended first."""
    broken = {problem.path for problem in problems}
    spelling = typography.read_spelling(project.root, problems)
    for code in codes:
        if code == SOURCE:
            continue
        _check_begun(project, code, problems)
        for path in files(project.root, code):
            if relative(path, project.root) not in broken:
                _check_lines(path, code, spelling.get(code, {}), problems, proven)
        for (language, id), parts in project.parts.items():
            if language == code and (SOURCE, id) in project.parts:
                _check_parts(project, code, id, parts, project.terms, broken, problems, proven)


def files(root: Path, code: str) -> Iterator[Path]:
    """The files of a language, in their order."""
    for pattern in (f"docs/{code}/**/*.md", f"figures/*/{code}.yml", f"interface/{code}.yml", f"recipes/*/{code}.yml", f"toolbox/*/{code}.yml", f"toolbox/*/example.{code}.yml", f"ways/{code}.yml"):
        yield from sorted(root.glob(pattern))


def _check_lines(path: Path, code: str, spelling: dict[str, str], problems: Problems, proven: Proven) -> None:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError):
        return  # told already where the file was read
    if (key := proven.key("lines", code, path.suffix, text)) in proven:
        return
    before = len(problems)
    numbered = list(typography.prose(path, text))
    lines = [line for _, line in numbered]
    for at, fault in typography.faults(code, lines, spelling):
        problems.add(path, numbered[at][0], fault.says, shortened(lines[at], fault.line) if fault.line else "")
    if SURELY_ENGLISH.search(text):
        english = ENGLISH - SHARED.get(code, set())
        for number, line in numbered:
            words = re.findall(r"[a-z]+", line.lower())
            if len(words) >= FEWEST and sum(word in english for word in words) * 2 > len(words):
                problems.add(path, number, "this line is English. Translate it.")
    if path.suffix != ".md" and LEFTOVER.search(text):
        for number, line in numbered:
            if found := LEFTOVER.search(line):
                problems.add(path, number, f'"{found[0]}" is left over. Finish the sentence or take it out.')
    if len(problems) == before:
        proven.add(key)


def mended(path: Path, text: str, code: str, spelling: dict[str, str]) -> str:
    """The text of a file with its typography and spelling set right. What needs a decision stays."""
    lines = text.split("\n")
    for number, line in typography.prose(path, text):
        raw, new = lines[number - 1], line
        while fault := next((f for _, f in typography.faults(code, [new], spelling) if f.line and f.line != new), None):
            new = fault.line  # one correction may make the next one visible
        if new != line and raw.count(line) == 1:
            lines[number - 1] = raw.replace(line, new)
    return "\n".join(lines)


def shortened(line: str, mended: str) -> str:
    """The corrected line, or of a long one the part around the first correction."""
    if len(mended) <= LONGEST:
        return mended.strip()
    at = next((n for n, (a, b) in enumerate(zip(line, mended, strict=False)) if a != b), len(line))
    start = max(0, at - LONGEST // 2)
    return ("…" if start else "") + mended[start : start + LONGEST].strip() + ("…" if start + LONGEST < len(mended) else "")


def _check_begun(project: Project, code: str, problems: Problems) -> None:
    """A file of interface words that is mostly the English one, as when a language has just been added."""
    source, own = project.parts[SOURCE, "interface"], project.parts.get((code, "interface"), {})
    same = [part for part, text in own.items() if text == source.get(part) and len(text.split()) > 1]
    if len(same) * MOSTLY > len(own):
        problems.add(project.root / "interface" / f"{code}.yml", 1, f"{len(same)} of {len(own)} texts are still the English ones, {', '.join(same[:3])} among them. Translate them.")


def _check_parts(project: Project, code: str, id: str, parts: dict[str, str], glossary: tuple[terms.Term, ...], broken: set[str], problems: Problems, proven: Proven) -> None:
    """Compare each part with the English from which it was translated; one that is outdated is compared once it follows."""
    state = project.state(code, id)
    for part, own in parts.items():
        source = project.parts[SOURCE, id].get(part)
        path = project.root / addresses.file_of_part(id, part, code)
        if source is None or (state and part in state.outdated) or relative(path, project.root) in broken:
            continue
        if (key := proven.key("passages", code, source, own)) in proven:
            continue
        before = len(problems)
        for theirs, mine in passages(source, own):
            _compare(path, code, theirs, mine, glossary, problems)
            _check_pairs(path, code, mine, problems)
        if len(problems) == before:
            proven.add(key)


def passages(source: str, own: str) -> list[tuple[str, str]]:
    """The blocks of a part beside those of its translation, or the whole part where their number differs."""
    theirs, mine = ([block for block in re.split(r"\n\s*\n", text) if block.strip()] for text in (source, own))
    return list(zip(theirs, mine, strict=True)) if len(theirs) == len(mine) else [(source, own)]


MARKS = {"de": "„“"}
"""The quotation marks of a language, where they are not « and »."""


def _check_pairs(path: Path, code: str, own: str, problems: Problems) -> None:
    """Every quotation mark that is opened in a passage is closed in it."""
    opening, closing = MARKS.get(code, "«»")
    if own.count(opening) != own.count(closing):
        problems.add(path, _line_with(path, own, ""), f"quotation marks are opened {own.count(opening)} times and closed {own.count(closing)} times in this passage.")


def _compare(path: Path, code: str, source: str, own: str, glossary: tuple[terms.Term, ...], problems: Problems) -> None:
    lacking, extra = numerals.differences(source, own, code)
    if lacking or extra:
        line = _line(path, own, code, extra)
        here = f"{_list(extra)} stands here and not in the English" if extra else ""
        there = f"the English has {_list(lacking)}, which is not here" if lacking else ""
        problems.add(path, line, f"{'; '.join(filter(None, (here, there)))}.", _sentence(source, lacking, "en"))
    for missing in terms.check(glossary, code, typography.MASKED.sub(" ", translations.NAMES.sub("", source)), own):
        wrong = f', not "{missing.instead}"' if missing.instead else ""
        at = _line_with(path, own, missing.instead)
        problems.add(path, at, f'the English says "{missing.english}" here; the glossary has "{missing.term}" for it{wrong}.', _sentence_with(source, missing.english))


def _list(numbers: list[str]) -> str:
    return ", ".join(numbers)


def _line(path: Path, own: str, code: str, extra: list[str]) -> int:
    """The line of the file with one of these numbers in this passage, or the line where the passage begins."""
    if extra:
        for number, line in _lines(path):
            if line.strip() and line.strip() in own and extra[0] in numerals.numbers(line, code):
                return number
    return _line_with(path, own, "")


def _line_with(path: Path, own: str, word: str) -> int:
    """The line of the file where a word of the passage stands, or where the passage begins."""
    pieces = [re.sub(r"^(?:- |[\w-]+: )+", "", piece).strip() for piece in own.split("\n") if piece.strip()]
    wanted = next((piece for piece in pieces if word and word.lower() in piece.lower()), pieces[0] if pieces else "")
    for number, line in _lines(path):
        bare = line.strip()
        if bare and (wanted[:40] in bare or (len(bare) > 12 and bare in wanted and (not word or word.lower() in bare.lower()))):
            return number
    return 1


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    return typography.prose(path, path.read_text(encoding="utf-8-sig")) if path.exists() else iter(())


def _sentence(text: str, lacking: list[str], language: str) -> str:
    """The English sentence with one of these numbers, to compare with."""
    sentences = _sentences(text)
    found = next((s for s in sentences if lacking and lacking[0] in numerals.numbers(s, language)), sentences[0] if sentences else "")
    return f"English: {shortened(found, found)}"


def _sentence_with(text: str, word: str) -> str:
    found = next((s for s in _sentences(text) if word in s), text)
    return f"English: {shortened(found, found)}"


def _sentences(text: str) -> list[str]:
    return [s.strip() for line in text.split("\n") for s in re.split(r"(?<=[.!?]) ", line) if s.strip()]
