"""Reads a Markdown page: front matter, then sections that each begin with a heading and its English id."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from .problems import Problems
from .reading import ID, Reader
from .yamlfile import Map, parse_yaml, read_text

HEADING = re.compile(r"^(#{1,6})\s+(.*?)(?:\s*\{\s*([^}]*?)\s*\})?\s*$")
MARKS = re.compile(r"\[\^[^\]]*\]|\]\([^)]*\)|[*`\[\]]")
"""What would be shown as it is where a heading stands in a menu: links, sources, emphasis, code."""
RESERVED = ("fn-", "fnref-", "term-")
"""How the ids begin that the site makes itself."""
OWN = ("style",)
"""Pages that each language writes for itself, with the same sections as the English one: nothing in them is translated."""
FRONT_MATTER = ("title", "description", "worksheets", "planned", "reviewed", "change")


@dataclass(frozen=True)
class Section:
    """A heading of level 1 or 2 with everything up to the next one. `line` counts from 1 in the file."""

    id: str
    level: int
    title: str
    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Page:
    """A Markdown page in one language. `id` is its path below the language folder, without `.md`.

    `planned` names worksheets that the toolbox does not have yet, so that the page gets its links when they come.
    `change` says in a sentence what changed when the page was last checked (`reviewed`), and why.
    """

    id: str
    language: str
    path: Path
    title: str
    description: str
    worksheets: tuple[str, ...]
    planned: tuple[str, ...]
    reviewed: str
    change: str
    sections: tuple[Section, ...]

    def section(self, id: str) -> Section | None:
        return next((s for s in self.sections if s.id == id), None)


def page_ids(root: Path, language: str) -> list[str]:
    """The pages that exist in a language, e.g. `guide/who`, in the order of their names."""
    folder = root / "docs" / language
    return sorted(p.relative_to(folder).with_suffix("").as_posix() for p in folder.rglob("*.md"))


def read_page(root: Path, language: str, id: str, problems: Problems, *, sheets: Collection[str]) -> Page | None:
    """A page with its sections, or None (problems noted) if it cannot be used."""
    path = root / "docs" / language / f"{id}.md"
    text = read_text(path, problems)
    return None if text is None else parse_page(text, language, id, path, problems, sheets=sheets)


def parse_page(text: str, language: str, id: str, path: Path, problems: Problems, *, sheets: Collection[str]) -> Page | None:
    """The same for text that has been read already; `path` is for the messages."""
    front, body, first = _split(text, path, problems)
    if front is None:
        return None
    r = Reader(front, path, problems)
    r.known(FRONT_MATTER)
    return Page(
        id=id,
        language=language,
        path=path,
        title=r.text("title"),
        description=r.text("description"),
        worksheets=r.ids("worksheets", sheets, required=False),
        planned=_planned(r, sheets),
        reviewed=r.date("reviewed", ""),
        change=r.text("change", ""),
        sections=_sections(body, first, path, problems),
    )


def _planned(r: Reader, sheets: Collection[str]) -> tuple[str, ...]:
    """The ids below `planned`. One that the toolbox has by now must move, so that the page gets its link."""
    found = r.ids("planned", required=False)
    for item in found:
        if item in sheets:
            r.add(r.value.line_of("planned"), f'the worksheet "{item}" exists by now. Move it to "worksheets", and link it in the text.')
    return found


def _split(text: str, path: Path, problems: Problems) -> tuple[Map | None, list[str], int]:
    """Front matter, body lines, and the line number of the first body line."""
    lines = text.split("\n")
    if lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        problems.add(path, 1, "the page must begin with a block between two lines of three dashes.", "---\n    title: …\n    description: …\n    ---")
        return None, [], 0
    end = next(i for i, line in enumerate(lines[1:], 1) if line.strip() == "---")
    # Blank lines in front keep the line numbers right.
    return parse_yaml("\n" + "\n".join(lines[1:end]), path, problems), lines[end + 1 :], end + 2


def _sections(body: list[str], first: int, path: Path, problems: Problems) -> tuple[Section, ...]:
    starts: list[tuple[int, str, int, str]] = []
    seen: dict[str, int] = {}
    last_level = 0
    for index, line in enumerate(body):
        found = HEADING.match(line)
        if not found:
            continue
        number, level = first + index, len(found[1])
        id = (found[3] or "").removeprefix("#")
        if not found[3] or not found[3].startswith("#") or not ID.match(id):
            problems.add(path, number, "a heading needs a short English id in braces, the same in every language.", f"{found[1]} {found[2]} {{#{_suggest(found[2], path)}}}")
        elif id in seen:
            problems.add(path, number, f'the id "{id}" is used twice; the first is in line {seen[id]}.')
        seen.setdefault(id, number)
        if level > last_level + 1:
            problems.add(path, number, f"a heading of level {level} follows one of level {last_level}. Do not skip a level.", f"{'#' * (last_level + 1)} {found[2]} {{#{id}}}")
        if id.startswith(RESERVED):
            problems.add(path, number, f'ids that begin like "{id}" are made by the site itself. Choose another.')
        if level == 1 and found[3] and id != "top":
            problems.add(path, number, 'the title has the id "top" on every page.', f"# {found[2]} {{#top}}")
        if MARKS.search(found[2]):
            problems.add(path, number, "a heading is plain text, without links, sources or marks: it also stands in menus.", f"{found[1]} {MARKS.sub('', found[2])} {{#{id}}}")
        if level == 1 and starts:
            problems.add(path, number, "a page has one heading of level 1 only.", f"## {found[2]} {{#{id}}}")
        last_level = level
        if level <= 2:
            starts.append((index, id, level, found[2]))
    if not starts or starts[0][2] != 1:
        problems.add(path, first, "the text must begin with the title.", "# … {#top}")
        return ()
    for line_index in range(starts[0][0]):
        if body[line_index].strip():
            problems.add(path, first + line_index, "text stands above the title. Put it below.")
            break
    ends = [s[0] for s in starts[1:]] + [len(body)]
    return tuple(
        Section(id, level, title, first + index, tuple(body[index:end]))
        for (index, id, level, title), end in zip(starts, ends, strict=True)
    )


def _suggest(title: str, path: Path) -> str:
    """An id made from an English title; a translation takes the id of its English heading."""
    if "en" not in path.parts:
        return "the-id-of-the-english-heading"
    words = re.findall(r"[a-z0-9]+", title.lower())
    return "-".join(words[:3]) if words and re.match(r"[a-z]", words[0]) else "short-id"
