"""Draws the map of the toolbox: one column for each phase, one box for each worksheet, a line for each link."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from markupsafe import Markup, escape

from . import addresses
from .languages import SOURCE
from .links import Link
from .model import PHASES, Worksheet
from .project import Project

COLUMN, BOX, ROW, HEIGHT = 182, 138, 74, 60
"""Width of a column and of a box in it; height of a row and of a box in it, in the units of the drawing."""
TOP = 44
LETTERS = 19
"""Letters of a title in one line of a box."""


def between(project: Project) -> dict[str, dict[str, list[str]]]:
    """For each worksheet the ids of those it takes from (`brings`) and those that take from it (`gives`)."""
    found = {id: {"brings": [], "gives": []} for id in project.sheet_ids}
    for link in project.links:
        for id, name, other in ((link.sheet, "brings", link.from_sheet), (link.from_sheet, "gives", link.sheet)):
            if other not in found[id][name]:
                found[id][name].append(other)
    order = {id: n for n, id in enumerate(project.sheet_ids)}
    return {id: {name: sorted(ids, key=order.__getitem__) for name, ids in ends.items()} for id, ends in found.items()}


def svg(project: Project, language: str, here: str) -> Markup:
    """The map as SVG, with every box a link. `here` is the way from the page to the root of its language."""
    rtl = project.language(language).direction == "rtl"
    sheets = [project.sheet(language, id) for id in project.sheet_ids]
    columns = {phase: [s for s in sheets if s.phase == phase] for phase in PHASES}
    width, height = COLUMN * len(PHASES), TOP + ROW * max(map(len, columns.values()), default=1)

    def across(value: float, size: float = 0) -> float:
        return width - value - size if rtl else value

    place = {s.id: (COLUMN * n, TOP + ROW * row) for n, phase in enumerate(PHASES) for row, s in enumerate(columns[phase])}
    words = project.interface[language]
    parts = [f'<svg viewBox="-3 0 {width + 6} {height}" role="group" direction="{"rtl" if rtl else "ltr"}">']
    parts += [_line(link, place, across) for link in _pairs(project)]
    for n, phase in enumerate(PHASES):
        parts.append(f'<text class="label small" x="{across(COLUMN * n):g}" y="20">{escape(words["phases"][phase])}</text>')
        parts += [_box(s, *place[s.id], across, here, isolate=rtl and s.language == SOURCE) for s in columns[phase]]
    return Markup("".join([*parts, "</svg>"]))


def _pairs(project: Project) -> list[Link]:
    """One link for each pair of worksheets."""
    return list({(link.from_sheet, link.sheet): link for link in project.links}.values())


def _line(link: Link, place: dict[str, tuple[float, float]], across: Callable[[float], float]) -> str:
    """From the end of one box to the beginning of the other; within a column around the side."""
    (x1, y1), (x2, y2) = place[link.from_sheet], place[link.sheet]
    y1, y2 = y1 + HEIGHT / 2, y2 + HEIGHT / 2
    if x1 < x2:
        x1, bend = x1 + BOX, max(24, (x2 - x1 - BOX) / 2)
        curve = (x1 + bend, y1, x2 - bend, y2, x2, y2)
    else:  # to the same or an earlier column: out at the end, round, and in at the end
        x1, x2 = x1 + BOX, x2 + BOX
        curve = (x1 + 30, y1, x2 + 30, y2, x2, y2)
    numbers = " ".join(f"{across(value) if n % 2 == 0 else value:g}" for n, value in enumerate(curve))
    return f'<path class="line thin way" data-ends="{link.from_sheet} {link.sheet}" d="M{across(x1):g} {y1:g}C{numbers}"/>'


def _box(sheet: Worksheet, x: float, y: float, across: Callable[..., float], here: str, *, isolate: bool) -> str:
    """A worksheet as a box with its code and title. `isolate`: English words in a drawing that runs from the right."""
    lines = textwrap.wrap(sheet.title, LETTERS, max_lines=3, placeholder=" …")
    lines = [f"\u2066{line}\u2069" for line in lines] if isolate else lines
    texts = [f'<text class="label smallest" x="{across(x + 8)}" y="{y + 16}">{escape(sheet.code)}</text>']
    texts += [f'<text class="label smallest plain" x="{across(x + 8)}" y="{y + 29 + 13 * n}">{escape(line)}</text>' for n, line in enumerate(lines)]
    address = escape(addresses.link(here, f"toolbox/{sheet.id}"))
    return f'<a href="{address}" lang="{sheet.language}" data-sheet="{sheet.id}" data-phase="{sheet.phase}"><rect class="node" x="{across(x, BOX)}" y="{y}" width="{BOX}" height="{HEIGHT}" rx="5"/>{"".join(texts)}</a>'
