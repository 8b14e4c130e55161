"""Recipes: named sequences of worksheets with a timetable. Structure in `recipes/<id>/recipe.yml`, words in `<language>.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from . import compute, model
from .model import Worksheet
from .problems import Problems
from .reading import ID, Reader
from .yamlfile import Map, read_yaml

LONGEST_WITHOUT_BREAK, SHORTEST_BREAK = 120, 5
"""Minutes after which people need a break, and how long it must be at least. Our own limits."""
STRUCTURE = ("order", "participants", "roles", "sessions")
WORDS = ("title", "summary", "when", "when-not", "result", "before", "sessions", "parts", "carry", "invitation", "shopping", "after", "small")


@dataclass(frozen=True)
class Part:
    """One line of the timetable: a worksheet in its short or full version, a break, or something of its own.

    A break has an id only if it has a name of its own, such as lunch.
    """

    id: str
    minutes: int
    sheet: str = ""
    version: str = ""
    pause: bool = False
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Session:
    """A meeting without interruption. `day` counts from 1 within the recipe; `start` is the proposed hour."""

    id: str
    day: int
    start: str
    parts: tuple[Part, ...]
    title: str = ""

    @property
    def minutes(self) -> int:
        return sum(part.minutes for part in self.parts)

    @property
    def clock(self) -> list[str]:
        """When each part begins, and the end."""
        return compute.clock(self.start, [part.minutes for part in self.parts])


@dataclass(frozen=True)
class Recipe:
    """One recipe in one language."""

    id: str
    order: int
    fewest: int
    most: int
    roles: tuple[str, ...]
    sessions: tuple[Session, ...]
    language: str = ""
    title: str = ""
    summary: str = ""
    when: tuple[str, ...] = ()
    when_not: tuple[str, ...] = ()
    result: str = ""
    before: tuple[str, ...] = ()
    carry: Mapping[str, str] | None = None
    subject: str = ""
    invitation: str = ""
    shopping: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    small: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for session in self.sessions for part in session.parts)

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The ids of the worksheets in their order."""
        return tuple(part.sheet for part in self.parts if part.sheet)

    @property
    def minutes(self) -> int:
        return sum(session.minutes for session in self.sessions)

    @property
    def days(self) -> int:
        """From the first to the last day."""
        return max((session.day for session in self.sessions), default=1)


def recipe_ids(root: Path) -> list[str]:
    """The ids of all recipes: the folders below recipes/."""
    return sorted(p.parent.name for p in (root / "recipes").glob("*/recipe.yml"))


def materials(recipe: Recipe, sheets: Mapping[str, Worksheet]) -> dict[str, list[str]]:
    """What the worksheets of a recipe need: material → ids of the sheets that need it."""
    found: dict[str, list[str]] = {}
    for id in recipe.sheets:
        for material in sheets[id].materials:
            found.setdefault(material, []).append(id)
    return {material: found[material] for material in model.MATERIALS if material in found}


def read_recipe(root: Path, id: str, sheets: Mapping[str, Worksheet | None], problems: Problems) -> Recipe | None:
    """The structure of a recipe. None if the file cannot be read at all. `sheets` by id, None for those that could not be read."""
    path = root / "recipes" / id / "recipe.yml"
    if not ID.match(id) or id in sheets:
        problems.add(path, 1, f'"{id}" cannot be the name of a recipe: small Latin letters, digits and hyphens, and no worksheet of this name.')
    value = read_yaml(path, problems)
    if value is None:
        return None
    r = Reader(value, path, problems)
    r.known(STRUCTURE)
    people = r.child("participants")
    recipe = Recipe(
        id=id,
        order=r.whole("order", least=1),
        fewest=people.whole("min", least=1) if people else 1,
        most=people.whole("max", least=1) if people else 1,
        roles=r.ids("roles", model.ROLES),
        sessions=tuple(_session(s, sheets) for s in r.children("sessions")),
    )
    for kind, ids in (("session", [s.id for s in recipe.sessions]), ("part", [p.id for p in recipe.parts if p.id])):
        for twice in {i for i in ids if ids.count(i) > 1}:
            r.add(r.value.line_of("sessions"), f'the {kind} "{twice}" stands twice. Each may come once in a recipe.')
    if people and recipe.fewest > recipe.most:
        r.add(people.value.line, f"min ({recipe.fewest}) is larger than max ({recipe.most}).")
    days = [s.day for s in recipe.sessions]
    if days != sorted(days):
        r.add(r.value.line_of("sessions"), "the sessions are not in the order of their days.")
    if len(recipe.sheets) < 2:
        r.add(r.value.line_of("sessions"), "a recipe needs at least two worksheets.")
    return recipe


def _session(r: Reader, sheets: Mapping[str, Worksheet | None]) -> Session:
    r.known(("id", "day", "start", "parts"))
    session = Session(r.id(), r.whole("day", 1, least=1, most=400), r.time("start"), tuple(_part(p, sheets) for p in r.children("parts")))
    since = 0
    for part in session.parts:
        since = 0 if part.pause else since + part.minutes
        if since > LONGEST_WITHOUT_BREAK:
            r.add(r.value.line, f'the session "{session.id}" goes on for {since} minutes without a break. Put a break before minute {LONGEST_WITHOUT_BREAK}.', "- break: 15")
            break
    return session


def _part(r: Reader, sheets: Mapping[str, Worksheet | None]) -> Part:
    if r.has("break"):
        r.known(("break", "id"))
        return Part(r.id() if r.has("id") else "", r.whole("break", least=SHORTEST_BREAK, most=120), pause=True)
    if not r.has("sheet"):
        r.known(("id", "minutes"))
        return Part(r.id(), r.whole("minutes", least=1, most=480))
    r.known(("sheet", "version", "minutes"))
    id, version = r.one_of("sheet", sheets), r.one_of("version", ("short", "full"))
    sheet = sheets.get(id)
    own = getattr(sheet, f"minutes_{version}", 0) if sheet else 0
    minutes = r.whole("minutes", own, least=1) if own else 0
    if own and minutes < own:
        r.add(r.value.line_of("minutes"), f'the {version} version of "{id}" takes {own} minutes, not {minutes}.')
    return Part(id, minutes, id, version)


def add_words(recipe: Recipe, value: Map, path: Path, language: str, problems: Problems) -> Recipe:
    """The recipe with the words of a language, as they were read from `path`."""
    r = Reader(value, path, problems)
    r.known(WORDS)
    own_parts = [p.id for p in recipe.parts if p.id and not p.sheet]
    sessions, parts, carry = r.child("sessions"), r.child("parts", required=bool(own_parts)), r.child("carry")
    for block, ids in ((sessions, [s.id for s in recipe.sessions]), (parts, own_parts), (carry, recipe.sheets)):
        if block:
            block.known(ids)
    letter = r.child("invitation")

    def part(p: Part) -> Part:
        own = parts.child(p.id) if parts and p.id in own_parts else None
        return replace(p, title=own.text("title"), text=own.text("text", "" if p.pause else None)) if own else p

    return replace(
        recipe,
        language=language,
        sessions=tuple(replace(s, title=sessions.text(s.id) if sessions else "", parts=tuple(part(p) for p in s.parts)) for s in recipe.sessions),
        carry={id: carry.text(id) for id in recipe.sheets} if carry else {},
        subject=letter.text("subject") if letter else "",
        invitation=letter.text("text") if letter else "",
        **{name: r.text(name) for name in ("title", "summary", "result", "small")},
        **{name.replace("-", "_"): tuple(map(str, r.texts(name))) for name in ("when", "when-not", "before", "shopping", "after")},
    )
