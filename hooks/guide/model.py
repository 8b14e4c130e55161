"""What a worksheet is: plain values that every output (page, paper, office file, search) is made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

PHASES = ("prepare", "understand", "define", "ideate", "prototype", "implement", "run", "topic")
LEVELS = ("starter", "practised")
ROLES = ("council", "lead", "department", "it", "procurement", "facilitator", "data-protection", "residents")
MATERIALS = (
    "sheet-a3", "sheet-a4", "pens", "sticky-notes", "cards", "dots", "tape", "wall", "timer", "laptop",
    "phone", "scissors", "recorder", "mandate-text", "map", "statistics", "calculator",
)  # fmt: skip
FIELD_TYPES = ("line", "paragraph", "number", "date", "time", "choice", "check", "scale", "level", "group", "scores")
SCALE = (0, 10)
"""Lowest and highest value of a `scale` field."""
LEVELS_OF_A_STATEMENT = (1, 2, 3, 4, 5)
"""The values of a `level` field: how far a statement is true."""

# Which fields each layout needs, by the name under `layout:` and the type that the field must have.
LAYOUTS: dict[str, dict[str, str]] = {
    "boxes": {},
    "table": {"rows": "group"},
    "matrix": {"items": "group"},
    "circles": {"items": "group"},
    "grid": {"items": "group"},
    "tree": {"trunk": "paragraph", "roots": "group", "crown": "group"},
    "cards": {"items": "group"},
    "checklist": {},
    "scoring": {},
    "form": {},
}
# A scoring sheet computes by one of these methods (see compute.py), and each method needs its own fields.
METHODS: dict[str, dict[str, str]] = {
    "weights": {"criteria": "group", "options": "group", "scores": "scores"},
    "points": {"items": "group"},
    "levels": {},
    "triggers": {},
}
# Parts that a layout may have besides: (type, id of the group it stands in; empty for a field of the sheet).
OPTIONAL_PARTS: dict[str, dict[str, tuple[str, str]]] = {
    "table": {"begin": ("date", "rows"), "until": ("date", "rows"), "sum": ("number", "rows")},
    "grid": {"clock": ("time", ""), "minutes": ("number", "items")},
}
# The same for fields inside the group that the layout places.
LAYOUT_PARTS: dict[str, dict[str, str]] = {
    "matrix": {"across": "scale", "up": "scale"},
    "circles": {"ring": "choice", "sector": "choice"},
    "cards": {"colour": "choice"},
}
QUADRANTS = ("up-left", "up-right", "down-left", "down-right")


@dataclass(frozen=True)
class Option:
    """One answer of a `choice` field."""

    id: str
    label: str = ""


@dataclass(frozen=True)
class Field:
    """A place to write. `fields` is filled for groups: each record of the group has these fields."""

    id: str
    type: str
    rows: int = 3
    short: bool = False
    min: int | None = None
    max: int | None = None
    start: int = 1
    section: str = ""
    weight: int = 0
    source: str = ""
    options: tuple[Option, ...] = ()
    fields: tuple[Field, ...] = ()
    label: str = ""
    hint: str = ""
    item: str = ""
    add: str = ""
    low: str = ""
    high: str = ""

    def part(self, id: str) -> Field:
        """The field with this id inside the group."""
        return next(f for f in self.fields if f.id == id)


@dataclass(frozen=True)
class Step:
    """A step of the method. Minutes are 0 where the step is not part of that version."""

    id: str
    short: int = 0
    full: int = 0
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Pitfall:
    """What goes wrong, and what to do then."""

    problem: str
    cure: str


@dataclass(frozen=True)
class Box:
    """Where a field stands in a `boxes` sheet. Column and row count from 1."""

    field: str
    column: int
    row: int
    width: int
    height: int


@dataclass(frozen=True)
class Band:
    """What a result means: this text holds from `start` on, until the next band begins."""

    id: str
    start: int
    text: str = ""


@dataclass(frozen=True)
class Layout:
    """How the fields are drawn. `parts` says which field plays which role, e.g. ring → closeness.

    `method` says how a scoring sheet computes, `bands` what its result means.
    """

    kind: str
    method: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    boxes: tuple[Box, ...] = ()
    columns: int = 0
    sections: tuple[Option, ...] = ()
    bands: tuple[Band, ...] = ()
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Worksheet:
    """One worksheet in one language: the structure of `worksheet.yml` with the words of `<language>.yml`.

    `example` is the day on which the invented town filled the sheet in; in the order of these days the examples tell its story.
    """

    id: str
    code: str
    phase: str
    version: int
    level: str
    fewest: int
    most: int
    roles: tuple[str, ...]
    minutes_short: int
    minutes_full: int
    steps: tuple[Step, ...]
    materials: tuple[str, ...]
    layout: Layout
    fields: tuple[Field, ...]
    related: tuple[str, ...]
    chapters: tuple[str, ...]
    sources: tuple[str, ...]
    several: bool = False
    example: str = ""
    language: str = ""
    title: str = ""
    summary: str = ""
    purpose: str = ""
    when: tuple[str, ...] = ()
    when_not: tuple[str, ...] = ()
    need: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()
    pitfalls: tuple[Pitfall, ...] = ()
    administration: tuple[str, ...] = ()
    offline: str = ""
    inclusion: str = ""
    next: str = ""
    also_known_as: tuple[str, ...] = ()
    origin: str = ""

    @cached_property
    def by_id(self) -> dict[str, Field]:
        """The fields of the sheet by id (those inside groups are reached through their group)."""
        return {f.id: f for f in self.fields}

    def placed(self, role: str) -> Field:
        """The field that plays a role in the layout, e.g. `placed("items")`."""
        return self.by_id[self.layout.parts[role]]

    def steps_of(self, version: str) -> tuple[tuple[Step, int], ...]:
        """The steps of the `short` or `full` version, each with its minutes."""
        return tuple((s, getattr(s, version)) for s in self.steps if getattr(s, version))

    @cached_property
    def computation(self) -> str:
        """What the sheet computes: the method of a scoring sheet, `sum`, `clock` or `timeline`; empty for nothing."""
        parts = (("sum", "sum"), ("clock", "clock"), ("begin", "timeline"))
        return self.layout.method or next((name for part, name in parts if part in self.layout.parts), "")

    @property
    def calculates(self) -> bool:
        """Whether the sheet is one to calculate or sort with, so that a spreadsheet helps."""
        return self.layout.kind in ("table", "scoring") or bool(self.computation)

    @property
    def computed_group(self) -> str:
        """The group below which the result stands; empty if it stands elsewhere."""
        role = {"points": "items", "clock": "items", "sum": "rows", "timeline": "rows"}.get(self.computation, "")
        return self.layout.parts.get(role, "")

    @cached_property
    def around_sections(self) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
        """The fields that stand in no section: those before the sections, and those after them."""
        first = next((n for n, f in enumerate(self.fields) if f.section), len(self.fields))
        loose = [(n, f) for n, f in enumerate(self.fields) if not f.section]
        return tuple(f for n, f in loose if n < first), tuple(f for n, f in loose if n >= first)

    def fields_of_section(self, section: str) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if f.section == section)
