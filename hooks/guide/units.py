"""Takes a file of words or a page apart into units, the pieces that a translator works on, and puts new text in their place.

A unit of a YAML file is one text; a unit of a page is its title, a heading or a block (a paragraph, a list,
a table). Each knows where it stands, so that a new text replaces it and nothing else in the file changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from .chapters import HEADING
from .problems import Problems
from .yamlfile import parse_yaml

FRONT = {"title": "front", "description": "front", "change": "change"}
"""What is translated in the first block of a page, and the part to which it belongs."""
LETTERS = re.compile(r"[^\W\d_]")
ALL = "all"
"""The last piece of the id of a unit that is a whole section, where its blocks cannot be told apart."""


@dataclass(frozen=True)
class Unit:
    """A piece of text. `part` is the part of the page whose state it shares, `line` counts from 1.

    The characters from `start` to `end` of the file hold it; `style` says how: `plain`, `block` (an indented
    YAML text of one sentence per line), `markdown` or `heading`.
    """

    id: str
    part: str
    text: str
    line: int
    start: int
    end: int
    style: str


def read_units(path: Path, text: str, part_of: Callable[[tuple[str, ...]], str | None]) -> list[Unit]:
    """The units of a file in their order. `part_of` gives the part for the names that lead to a YAML text, or None to leave it out."""
    return list(_page_units(text) if path.suffix == ".md" else _yaml_units(text, 0, part_of))


def _yaml_units(text: str, offset: int, part_of: Callable[[tuple[str, ...]], str | None]) -> Iterator[Unit]:
    def walk(node: yaml.Node, path: tuple[str, ...]) -> Iterator[Unit]:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                yield from walk(value, (*path, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                yield from walk(value, (*path, str(number)))
        elif (part := part_of(path)) is not None and LETTERS.search(node.value):
            raw = text[node.start_mark.index : node.end_mark.index].rstrip("\n")
            block = node.style in ("|", ">")
            shown = "\n".join(line.strip(" ") for line in raw.split("\n")[1:]) if block else node.value
            start = node.start_mark.index + offset
            yield Unit(".".join(path), part, shown, node.start_mark.line + 1 + bool(block), start, start + len(raw), "block" if block else "plain")

    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is not None:
        yield from walk(node, ())


def _page_units(text: str) -> Iterator[Unit]:
    lines = text.split("\n")
    end = next(n for n, line in enumerate(lines[1:], 1) if line.strip() == "---")
    front = "\n".join(lines[1:end]) + "\n"
    first = len(lines[0]) + 1
    for unit in _yaml_units(front, first, lambda path: FRONT.get(path[0])):
        yield replace(unit, line=unit.line + 1)
    at = sum(len(line) + 1 for line in lines[: end + 1])
    section, number = "", 0
    block: list[tuple[int, str]] = []

    def done() -> Iterator[Unit]:
        nonlocal number
        if block:
            shown = "\n".join(line for _, line in block)
            if LETTERS.search(shown):
                yield Unit(f"#{section}.{number}", section, shown, block[0][0] + 1, start, start + len(shown), "markdown")
                number += 1
            block.clear()

    start = at
    for index in range(end + 1, len(lines)):
        line = lines[index]
        found = HEADING.match(line)
        if found or not line.strip():
            yield from done()
        if found:
            if len(found[1]) <= 2:
                section, number = (found[3] or "").removeprefix("#"), 0
            begin = at + line.index(found[2], len(found[1]))
            yield Unit(f"#{section}.{number}", section, found[2], index + 1, begin, begin + len(found[2]), "heading")
            number += 1
        elif line.strip():
            if not block:
                start = at
            block.append((index, line))
        at += len(line) + 1
    yield from done()


def pair(text: str, source: list[Unit], own_text: str, own: list[Unit]) -> tuple[list[Unit], list[Unit]]:
    """The units of a page in English and in a translation, so that the same id means the same piece in both.

    A section with another number of blocks than in English becomes one unit.
    """
    sections = {unit.part for unit in source if unit.id.startswith("#")}
    for part in sections:
        ids = [[u.id for u in units if u.part == part] for units in (source, own)]
        if ids[1] and ids[0] != ids[1]:
            source, own = _joined(text, source, part), _joined(own_text, own, part)
    return source, own


def _joined(text: str, units: list[Unit], part: str) -> list[Unit]:
    these = [unit for unit in units if unit.part == part]
    start = text.rindex("\n", 0, these[0].start) + 1
    end = text.find("\n", these[-1].end)
    whole = text[start : end if end >= 0 else len(text)].rstrip()
    joined = Unit(f"#{part}.{ALL}", part, whole, these[0].line, start, start + len(whole), "markdown")
    return [joined if unit is these[0] else unit for unit in units if unit.part != part or unit is these[0]]


def replaced(path: Path, text: str, units: Iterable[Unit], new: Mapping[str, str]) -> str:
    """The text of a file with new texts for some units, by id. Everything else stays as it is, letter by letter."""
    for unit in sorted(units, key=lambda u: u.start, reverse=True):
        if unit.id in new and new[unit.id] != unit.text:
            text = text[: unit.start] + _written(path, text, unit, new[unit.id].strip()) + text[unit.end :]
    return text


def _written(path: Path, text: str, unit: Unit, new: str) -> str:
    """A new text in the manner of the old one; a YAML text in quotes where it needs them."""
    if unit.style == "heading":
        return re.sub(r"[ \t\n]+", " ", new)
    if unit.style == "markdown":
        return new
    line = text[text.rfind("\n", 0, unit.start) + 1 : unit.start]
    indent = " " * (len(line) - len(line.lstrip(" ")) + 2)
    lines = [piece.strip(" ") for piece in new.split("\n")]
    if unit.style == "block":
        head, _, rest = text[unit.start : unit.end].partition("\n")
        indent = re.match(r" *", rest)[0] or indent
        return "\n".join([head, *(indent + piece if piece else "" for piece in lines)])
    if len(lines) > 1:
        return "\n".join([">-", *(indent + piece for piece in lines if piece)])
    return lines[0] if _plain(path, lines[0]) else '"' + lines[0].replace("\\", "\\\\").replace('"', '\\"') + '"'


def _plain(path: Path, value: str) -> bool:
    """Whether YAML reads the text as it is, without quotes."""
    problems = Problems(path.parent)
    read = parse_yaml(f"key: {value}\n", path, problems)
    listed = parse_yaml(f"key:\n  - {value}\n", path, problems)
    return not len(problems) and read is not None and listed is not None and read.get("key") == value and listed.get("key") == [value]
