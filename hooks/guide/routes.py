"""Routes through the guide: which parts to read, in which order, for a role, a time or a phase.

`routes.yml` lists the steps. The words of a route stand in `interface/<language>.yml`, under `routes`;
a route for a phase is named after the phase and has its words already.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .chapters import Page, Section
from .model import PHASES
from .problems import Problems, nearest
from .readability import words_of
from .reading import ID, Reader
from .yamlfile import Map, Text, read_yaml

KINDS = ("role", "time", "phase")
TAKEN = (*KINDS, "routes", "chapters", "download")
"""Ids that the page of the guide uses itself."""
WORDS_PER_MINUTE = 180
"""How fast we assume people read in an office, many of them in a second language. An assumption, not a measurement."""


@dataclass(frozen=True)
class Step:
    """A whole chapter, or one section of it. `minutes` is the time to read the English text."""

    chapter: str
    section: str
    minutes: int


@dataclass(frozen=True)
class Route:
    """Steps in the order of reading. `limit` is the time in minutes that the route promises, 0 for none."""

    id: str
    kind: str
    limit: int
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


def read_routes(root: Path, chapters: Mapping[str, Page], words: Map, problems: Problems) -> tuple[Route, ...]:
    """All routes in their order. `chapters` are the English ones by name, `words` the English words of the interface."""
    path = root / "routes.yml"
    value = read_yaml(path, problems) if path.exists() else None
    if value is None:
        return ()
    top, found = Reader(value, path, problems), []
    top.known(KINDS)
    known_words, seen = words.get("routes", {}), set()
    for kind in KINDS:
        group = top.child(kind, required=False)
        for id in group.value if group else ():
            r = group.child(id)
            if r is None:
                continue
            r.known(("limit", "steps"))
            if not ID.match(id) or id in TAKEN or id in seen:
                r.add(id.line, f'"{id}" cannot be the name of a route: small Latin letters, digits and hyphens, each name once, and none of {", ".join(TAKEN)}.')
            seen.add(id)
            if kind == "phase" and id not in PHASES:
                r.add(id.line, f'"{id}" is not a phase. {nearest(id, PHASES)}')
            elif kind != "phase" and not {str(id), f"{id}-text"} <= set(known_words):
                r.add(id.line, f'the route "{id}" has no words. Write "{id}" and "{id}-text" under "routes" in interface/en.yml.')
            texts = r.texts("steps")
            for at, text in enumerate(texts):
                if text in texts[:at] or text.partition("#")[0] in texts[:at]:
                    r.add(text.line, f'"{text}" is on this route already. Delete one.')
            steps = tuple(step for text in texts if (step := _step(text, chapters, r)))
            route = Route(str(id), kind, r.whole("limit", 0, most=600), steps)
            if route.limit and route.minutes > route.limit:
                r.add(id.line, f'the route "{id}" takes {route.minutes} minutes to read, at {WORDS_PER_MINUTE} words a minute; it promises {route.limit}. Leave something out.')
            found.append(route)
    return tuple(found)


def _step(text: Text, chapters: Mapping[str, Page], r: Reader) -> Step | None:
    name, _, id = text.partition("#")
    page = chapters.get(name)
    if page is None:
        r.add(text.line, f'the chapter "{name}" does not exist. {nearest(name, chapters)}')
        return None
    section = page.section(id) if id else None
    if "#" in text and section is None:
        r.add(text.line, f'the chapter "{name}" has no section "{id}". {nearest(id, [s.id for s in page.sections])}')
        return None
    return Step(name, id, minutes([section] if section else page.sections))


def minutes(sections: list[Section] | tuple[Section, ...]) -> int:
    """Minutes to read sections, rounded up."""
    return math.ceil(sum(words_of(section) for section in sections) / WORDS_PER_MINUTE)
