"""Reads the structure of a worksheet from `worksheet.yml`. Its words: sheet_words.py; its example: examples.py."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from . import model
from .layouts import read_layout
from .model import Field, Option, Step, Worksheet
from .problems import Problems
from .reading import ID, Reader
from .yamlfile import Text, read_yaml

STRUCTURE = (
    "code", "phase", "version", "example", "level", "several", "participants", "roles", "minutes", "steps", "materials",
    "layout", "fields", "related", "chapters", "sources",
)  # fmt: skip
CODE = re.compile(r"[A-Z][1-9]\d?")
FIELD_KEYS = ("id", "type", "rows", "short", "min", "max", "start", "section", "weight", "from", "options", "fields")


def worksheet_ids(root: Path) -> list[str]:
    """The ids of all worksheets: the folders below toolbox/."""
    return sorted(p.parent.name for p in (root / "toolbox").glob("*/worksheet.yml"))


def read_structure(root: Path, id: str, problems: Problems, *, sheets: Collection[str], chapters: Collection[str], sources: Collection[str]) -> Worksheet | None:
    """The structure of a worksheet, without words. None if the file cannot be read at all."""
    path = root / "toolbox" / id / "worksheet.yml"
    if not ID.match(id):
        problems.add(path, 1, f'the folder name "{id}" is not a good id: small Latin letters, digits and hyphens only.')
    value = read_yaml(path, problems)
    if value is None:
        return None
    r = Reader(value, path, problems)
    r.known(STRUCTURE)
    participants, minutes = r.child("participants"), r.child("minutes")
    fields = tuple(_field(f) for f in r.children("fields"))
    if not _check_ids(fields, r):
        return None  # words and answers are found by id: without clear ids every further message would mislead
    sheet = Worksheet(
        id=id,
        code=_code(r),
        phase=r.one_of("phase", model.PHASES),
        version=r.whole("version", least=1),
        level=r.one_of("level", model.LEVELS),
        fewest=participants.whole("min", least=1) if participants else 1,
        most=participants.whole("max", least=1) if participants else 1,
        roles=r.ids("roles", model.ROLES),
        minutes_short=minutes.whole("short", least=1) if minutes else 0,
        minutes_full=minutes.whole("full", least=1) if minutes else 0,
        steps=tuple(_step(s) for s in r.children("steps")),
        materials=r.ids("materials", model.MATERIALS),
        layout=read_layout(r, fields),
        fields=fields,
        related=r.ids("related", [s for s in sheets if s != id], required=False),
        chapters=r.ids("chapters", chapters, required=False),
        sources=r.ids("sources", sources),
        several=r.yes("several"),
        example=r.date("example", ""),
    )
    _check_minutes(sheet, minutes, r)
    if participants and sheet.fewest > sheet.most:
        r.add(participants.value.line, f"min ({sheet.fewest}) is larger than max ({sheet.most}).")
    return sheet


def _code(r: Reader) -> str:
    """A letter and a number, such as U10."""
    code = r.text("code")
    if code and not CODE.fullmatch(code):
        r.add(r.value.line_of("code"), f'"{code}" is not a good code: the letter of the phase and a number, such as U10.')
    return code


def _step(r: Reader) -> Step:
    r.known(("id", "short", "full"))
    step = Step(r.id(), r.whole("short", 0), r.whole("full", 0))
    if not step.short and not step.full:
        r.add(r.value.line, f'the step "{step.id}" has no minutes.', "full: 10")
    return step


def _field(r: Reader, *, inside: bool = False) -> Field:
    r.known(FIELD_KEYS)
    type = r.one_of("type", model.FIELD_TYPES)
    if inside and type in ("group", "scores"):
        r.add(r.value.line_of("type"), f"a {type} cannot stand inside a group.")
    group = type == "group"
    return Field(
        id=r.id(),
        type=type,
        rows=r.whole("rows", 3, least=1, most=40),
        short=r.yes("short"),
        min=r.whole("min") if r.has("min") else None,
        max=r.whole("max", most=200 if group else 1_000_000) if r.has("max") else (20 if group else None),
        start=r.whole("start", 3, least=1, most=60) if group else 1,
        section=r.text("section", ""),
        weight=_weight(r, type),
        source=_source(r),
        options=tuple(Option(o) for o in r.ids("options")) if type == "choice" else (),
        fields=tuple(_field(f, inside=True) for f in r.children("fields")) if group and not inside else (),
    )


def _weight(r: Reader, type: str) -> int:
    """How many times the points of a number field count; 0 if they do not count."""
    if not r.has("weight"):
        return 0
    if type != "number" or not (r.has("min") and r.has("max")):
        r.add(r.value.line_of("weight"), 'only a number with "min" and "max" has a weight.')
    return r.whole("weight", least=1, most=10)


def _source(r: Reader) -> str:
    """Where the value comes from, with its line for messages."""
    return Text(r.text("from"), r.value.line_of("from")) if r.has("from") else ""


def _check_ids(fields: Iterable[Field], r: Reader) -> bool:
    seen: set[str] = set()
    clear = True
    for f in fields:
        if f.id in seen:
            r.add(r.value.line_of("fields"), f'the field id "{f.id}" is used twice. Answers are kept by id, so each needs its own.')
            clear = False
        seen.add(f.id)
        clear = _check_ids(f.fields, r) and clear
    return clear


def _check_minutes(sheet: Worksheet, minutes: Reader | None, r: Reader) -> None:
    ids = [s.id for s in sheet.steps]
    for id in {i for i in ids if ids.count(i) > 1}:
        r.add(r.value.line_of("steps"), f'the step id "{id}" is used twice.')
    for version in ("short", "full"):
        stated, added = getattr(sheet, f"minutes_{version}"), sum(m for _, m in sheet.steps_of(version))
        if minutes and stated and stated != added:
            r.add(minutes.value.line_of(version), f"the {version} version states {stated} minutes, but its steps add up to {added}.", f"{version}: {added}")
