"""How a language is set: quotation marks, spaces, dashes, apostrophes, digits, scripts, and words that are often misspelt.

Each rule finds a fault in a line and gives the corrected line. The rules are what this site has chosen, so that
texts of many people look alike; each language says it on its page "Language choices" (docs/<language>/style.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .problems import Problems
from .reading import Reader
from .yamlfile import read_yaml

NBSP, NARROW = "\u00a0", "\u202f"
MASKED = re.compile(r"\bEN 301.549\b|\]\([^)\s]*\)|\{[^}]*\}|\[\^[^\]]*\]|`[^`]*`|https?://\S+|[\w.+-]+@[\w.-]+|\]\(figure:[\w-]+\)")
"""What is no prose: targets of links, ids, places that are filled in, sources, code, addresses, and a standard whose name is a number."""
FIRST_MASK = 0xE000
"""Masked pieces become letters of a range that no text uses, so that a rule sees that something stands there."""


@dataclass(frozen=True)
class Rule:
    """A fault: how it is found, what stands there instead, and what a translator is told.

    `needs` are letters one of which must be in a text that can have the fault: a quick look.
    """

    find: re.Pattern[str]
    write: str | Callable[[re.Match[str]], str]
    says: str
    needs: tuple[str, ...] = ()

    def may_be_in(self, text: str) -> bool:
        return (not self.needs or any(letter in text for letter in self.needs)) and bool(self.find.search(text))


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line, and the corrected line; empty where only a person can correct it."""

    says: str
    line: str


def rule(find: str, write: str | Callable[[re.Match[str]], str], says: str, *needs: str) -> Rule:
    return Rule(re.compile(find, re.MULTILINE), write, says, needs)


def _quotes(opening: str, closing: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{opening}{found[1]}{closing}"


def _guillemets(inside: str = "") -> tuple[Rule, ...]:
    opening, closing = f"«{inside}", f"{inside}»"
    return (
        rule(r'(?<!\\)"([^"\n]*)"', _quotes(opening, closing), f"quotation marks are {opening}…{closing} in this language.", '"'),
        # “…” may stand inside «…» only.
        rule(r"^([^«»\n]*)“([^”\n]*)”", lambda f: f"{f[1]}{opening}{f[2]}{closing}", f"quotation marks are {opening}…{closing} in this language; “…” stands inside them only.", "“"),
    )


ELLIPSIS = rule(r"\.\.\.", "…", "three dots are one character.", "...")
SPACES = rule(r"(?<=\S) {2,}(?=\S)", " ", "two spaces stand where one is enough.", "  ")
BEFORE_COMMA = rule(r"(?<=\w) +(?=[,.](?:\s|$))", "", "no space stands before a comma or a full stop.", " ,", " .")
APOSTROPHE = rule(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", "the apostrophe is ’ and not '.", "'")
COMMON = (ELLIPSIS, SPACES, BEFORE_COMMA)


def _thousands(between: str, wrong: str, says: str) -> Rule:
    """Thousands in a number are parted by `between`; `wrong` are other ways that are found in practice."""
    return rule(rf"(?<![\d.,:\u00a0\u202f])(\d{{1,3}})[{wrong}](\d{{3}})(?:[{wrong}{between}](\d{{3}}))?(?!\d|,\d)", lambda f: between.join(part for part in f.groups() if part), says)


def _percent(space: str) -> Rule:
    shown = "a no-break space" if space else "no space"
    return rule(r"(\d)[ \u00a0\u202f]?%", lambda f: f"{f[1]}{space}%", f"{shown} stands before the per cent sign.", "%")


def _decimal_comma() -> Rule:
    return rule(r"(?<![\d.])(\d+)\.(\d{1,2})(?![\d.])(?=[ \u00a0]?(?:%|EUR|USD|km|kWh?|MW|°|m²))", r"\1,\2", "decimals have a comma in this language.")


def _spanish_marks(closing: str, opening: str) -> Rule:
    """A question or an exclamation begins with its opening mark."""

    def write(found: re.Match[str]) -> str:
        return f"{found[1]}{opening}{found[2]}{closing}"

    return rule(rf"((?:^|[.!?:;—(«\]] ?)(?:[-*>] |\d+\. )?\s*)([^{opening}.!?:;()«»\n]*[^\W\d_][^{opening}.!?:;()«»\n]*)\{closing}", write, f"a sentence with {closing} begins with {opening}.")


_TIME = r"([01]?\d|2[0-3]):([0-5]\d)(?![\d:])"


def _french_time(hours: str, minutes: str) -> str:
    return f"{int(hours)}{NBSP}h" + ("" if minutes == "00" else f"{NBSP}{minutes}")


CYRILLIC_TWINS = str.maketrans("aceopxyABCEHKMOPTXi", "асеорхуАВСЕНКМОРТХі")
LATIN_TWINS = str.maketrans("асеорхуАВСЕНКМОРТХ", "aceopxyABCEHKMOPTX")

RULES: dict[str, tuple[Rule, ...]] = {
    "fr": (
        *_guillemets(NBSP),
        rule(r"«[ \u202f]?(?=[^\s\u00a0])", f"«{NBSP}", "a no-break space stands after «.", "«"),
        rule(r"(?<=[^\s\u00a0«])[ \u202f]?»", f"{NBSP}»", "a no-break space stands before ».", "»"),
        rule(r"(?<=[^\s\u202f\u00a0?!;(«])[ \u00a0]?([;!?])(?![\w/=])", rf"{NARROW}\1", "a narrow no-break space (U+202F) stands before ; ! ?", ";", "!", "?"),
        rule(r"(?<=[^\s\u00a0\d])[ \u202f]?:(?=\s|$|\*\*)", f"{NBSP}:", "a no-break space stands before the colon.", ":"),
        rule(r"(?<=[\d%])[ \u202f]?:(?=\s)", f"{NBSP}:", "a no-break space stands before the colon.", ":"),
        # A whole answer that is a time, such as "09:30" in an example, is data.
        rule(rf"(?<=[^\n\d:-]){_TIME}|^{_TIME}(?=[^\n])", lambda f: _french_time(*(part for part in f.groups() if part)), "the time of day is written 17 h 40, with no-break spaces.", ":"),
        APOSTROPHE,
        _thousands(NARROW, " \u00a0.", "thousands are parted by a narrow no-break space (U+202F)."),
        _percent(NBSP),
        _decimal_comma(),
    ),
    "es": (
        *_guillemets(),
        _spanish_marks("?", "¿"),
        _spanish_marks("!", "¡"),
        _thousands(NBSP, " .", "thousands are parted by a no-break space."),
        _percent(NBSP),
        _decimal_comma(),
    ),
    "pt": (*_guillemets(), _thousands(NBSP, " .", "thousands are parted by a no-break space."), _percent(NBSP), _decimal_comma()),
    "it": (
        *_guillemets(),
        rule(r"\b(\w*(?:rch|nch|ich))è\b", r"\1é", "the accent is acute: perché, poiché, affinché.", "chè"),
        rule(r"\b([Nn]|[Ss])è\b", r"\1é", "the accent is acute: né, sé.", "nè", "Nè", "sè", "Sè"),
        rule(r"\b([Pp]erch|[Pp]oich|[Nn]|[Ss])e['’](?!\w)", r"\1é", "the accent is a letter of its own, not an apostrophe."),
        rule(r"(?<![\w’'])([eE])['’](?=\s)", lambda f: "È" if f[1] == "E" else "è", "the verb is è, with its accent.", "e'", "E'", "e’", "E’"),
        rule(r"\b(pi|pu|gi|ci|citt|societ|attivit|qualit|possibilit|met|sar|cos|luned|marted|mercoled|gioved|venerd)([aiou])['’](?!\w)", lambda f: f[1] + dict(zip("aiou", "àìòù", strict=True))[f[2]], "the accent is a letter of its own, not an apostrophe."),
        rule(r"\b([Qq])ual['’]è\b", r"\1ual è", "qual è has no apostrophe.", "ual"),
        rule(r"\b(un )p[òo]\b(?!['’])", r"\1po’", "un po’ has an apostrophe.", " pò", " po"),
        APOSTROPHE,
        _thousands(".", " \u00a0\u202f", "thousands are parted by a full stop."),
        _percent(""),
    ),
    "ru": (
        *_guillemets(),
        rule(r"(?<=[^\s|]) [-–](?= )", f"{NBSP}—", "the dash between words is —, with a no-break space before it.", " - ", " – "),
        rule(r"(?<=[^\s\u00a0]) —", f"{NBSP}—", "a no-break space stands before the dash.", " —"),
        _thousands(NBSP, " .", "thousands are parted by a no-break space."),
        _percent(NBSP),
        _decimal_comma(),
    ),
    "ar": (
        *_guillemets(),
        rule(r"(?<=[\u0620-\u064a\u064b-\u0652»)\]])\s*,", "،", "the comma is ، in Arabic.", ","),
        rule(r"(?<=[\u0620-\u064a\u064b-\u0652»)\]])\s*;", "؛", "the semicolon is ؛ in Arabic.", ";"),
        rule(r"(?<=[\u0620-\u064a\u064b-\u0652»)\]])\s*\?", "؟", "the question mark is ؟ in Arabic.", "?"),
        rule(r"[\u0660-\u0669\u06f0-\u06f9]", lambda f: str(unicodedata.digit(f[0])), "the site writes the digits 0 to 9 in Arabic."),
        rule(r"\u0640+(?![\u0640\dA-Za-z«\[\ue000-\uf8ff])", "", "no tatweel (ـ), but between a particle and a number or a Latin name.", "\u0640"),
        rule(r"(?<=[\u0620-\u064a]) +(?=[،؛؟])", "", "no space stands before ، ؛ ؟"),
    ),
    "de": (
        rule(r'(?<!\\)"([^"\n]*)"', _quotes("„", "“"), "quotation marks are „…“ in German.", '"', "“", "«"),
        rule(r"“([^“”„\n]*)”", _quotes("„", "“"), "quotation marks are „…“ in German.", '"', "“", "«"),
        rule(r"«([^»\n]*)»", _quotes("„", "“"), "quotation marks are „…“ in German.", '"', "“", "«"),
        APOSTROPHE,
        rule(r"(?<=\S) - (?=\S)", " – ", "the dash between words is –.", " - "),
        _thousands(".", " \u00a0\u202f,", "thousands are parted by a full stop."),
        _percent(NBSP),
    ),
}
"""The rules of each language besides those for all of them."""
STRANGE = {
    "": re.compile(r"[\u0370-\u1dff\u2c00-\udfff]"),
    "ru": re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]|[\u0370-\u03ff\u0530-\u1dff]"),
    # An Arabic particle may stand before a Latin name, joined to it.
    "ar": re.compile(r"[A-Za-z][\u0620-\u064a]|[\u0620-\u064a](?<![وفبلك])(?<!ال)[A-Za-z]|[\u0370-\u05ff]"),
}
"""A quick look whether a line can have words in a strange script."""
SCRIPTS = {"ru": ("CYRILLIC", "LATIN"), "ar": ("ARABIC", "LATIN")}
"""The scripts that a language may use; all others use the Latin script only."""


def faults(language: str, lines: Sequence[str], spelling: Mapping[str, str]) -> Iterator[tuple[int, Fault]]:
    """The faults in lines of prose, each with the place of its line (0 is the first). `spelling`: wrong word → right word, in small letters."""
    text = "\n".join(lines)
    # A rule looks at the lines one by one only if it finds something in the whole text: nearly all texts are right.
    blurred = MASKED.sub("\ue000", text)
    rules = [one for one in (*COMMON, *RULES.get(language, ())) if one.may_be_in(blurred)]
    straight = '"' in blurred
    strange = STRANGE.get(language, STRANGE[""]).search(blurred)
    misspelt = spelling and _pattern(tuple(spelling)).search(blurred)
    if rules or strange or misspelt or straight:
        for number, line in enumerate(lines):
            if fault := _fault(language, line, rules, spelling if misspelt else {}, scripts=bool(strange)):
                yield number, fault


def _fault(language: str, line: str, rules: Sequence[Rule], spelling: Mapping[str, str], *, scripts: bool) -> Fault | None:
    """All that is wrong in one line, and the line as it should be."""
    pieces: list[str] = []

    def mask(found: re.Match[str]) -> str:
        pieces.append(found[0])
        return chr(FIRST_MASK + len(pieces) - 1)

    def shown(text: str) -> str:
        return re.sub(r"[\ue000-\uf8ff]", lambda f: pieces[ord(f[0]) - FIRST_MASK], text) if pieces else text

    bare = mended = MASKED.sub(mask, line)
    said: list[str] = []
    for one in rules:
        before, mended = mended, one.find.sub(one.write, mended)
        if mended != before:
            said.append(one.says)
    if scripts and STRANGE.get(language, STRANGE[""]).search(bare):
        for word, right, says in _scripts(language, bare):
            mended = mended.replace(word, right)
            said.append(says)
    for word in _pattern(tuple(spelling)).findall(bare) if spelling else ():
        right = spelling[word.lower()]
        shaped = right[0].upper() + right[1:] if word[0].isupper() else right
        mended = re.sub(rf"\b{re.escape(word)}\b", shaped, mended)
        said.append(f'"{word}" is not how this site spells it: {shaped}.')
    if '"' in mended and language in RULES:
        said.append("a straight quotation mark stands here alone.")
    return Fault(" ".join(dict.fromkeys(said)), shown(mended) if mended != bare else "") if said else None


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these words, by itself."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", re.IGNORECASE)


def _scripts(language: str, line: str) -> Iterator[tuple[str, str, str]]:
    """Words in two scripts, or in one that the language does not use: the word, the word as it should be, what is wrong."""
    allowed = SCRIPTS.get(language, ("LATIN",))
    for found in re.finditer(r"[^\W\d_]+(?:[-’][^\W\d_]+)*", line):
        word = PARTICLE.sub("", found[0])
        scripts = {s for s in map(_script, word) if s}
        if any(len({s for s in map(_script, piece) if s}) > 1 for piece in re.split(r"[-’]", word)):
            mine = max(scripts, key=lambda s: (sum(_script(c) == s for c in word), s == allowed[0]))
            other = "".join(dict.fromkeys(c for c in word if _script(c) not in ("", mine)))
            named = ", ".join(f"{c} ({_script(c).title()})" for c in other)
            yield word, word.translate(CYRILLIC_TWINS if mine == "CYRILLIC" else LATIN_TWINS), f'the word "{word}" has letters of two scripts: {named}.'
        elif wrong := sorted(scripts - set(allowed)):
            yield word, word, f'the word "{word}" is written in another script ({wrong[0].title()}). Write it in the letters of the language.'


@cache
def _script(letter: str) -> str:
    """The script of a letter: LATIN, CYRILLIC, ARABIC, GREEK …; empty for marks and for what is shared."""
    if not letter.isalpha() or 0xE000 <= ord(letter) <= 0xF8FF:
        return ""
    return unicodedata.name(letter, "").split(" ")[0].replace("MICRO", "").replace("FEMININE", "").replace("MASCULINE", "")


def read_spelling(root: Path, problems: Problems) -> dict[str, dict[str, str]]:
    """The words that are often misspelt, by language: wrong → right."""
    path = root / "spelling.yml"
    value = read_yaml(path, problems) if path.exists() else None
    if value is None:
        return {}
    top = Reader(value, path, problems)
    return {str(code): {str(wrong).lower(): inner.text(wrong) for wrong in inner.value} for code in value if (inner := top.child(code))}


PARTICLE = re.compile(r"^(?:[وفبلك]{1,2}|و?ال)\u0640?(?=[A-Za-z])")
"""An Arabic particle joined to a Latin name."""
YAML_LINE = re.compile(r"^(\s*(?:- )*)((?:[\w-]+|\"[^\"]*\"):(?: +|$))?(.*?)\s*$")


def prose(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """The lines of a file that hold prose, with their numbers: without comments, the names before colons and the quotes of YAML."""
    front = path.suffix == ".md" and text.startswith("---")
    for number, line in enumerate(text.split("\n"), 1):
        if path.suffix == ".md" and not front:
            if line.strip():
                yield number, line.rstrip()
            continue
        if front and number > 1 and line.strip() == "---":
            front = False
            continue
        found = YAML_LINE.match(line)
        value = found[3] if found else ""
        if line.lstrip().startswith("#") or not value or value in (">-", "|", ">", "|-", "---"):
            continue
        if value[0] == value[-1] == '"' and len(value) > 1:
            value = value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
        elif value[0] == value[-1] == "'" and len(value) > 1:
            value = value[1:-1].replace("''", "'")
        yield number, value
