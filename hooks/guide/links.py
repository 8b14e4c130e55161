"""What a worksheet takes from others: `from: charter.need`, or in a group `from: ecosystem-map.actors.name`.

A link says how an answer travels:

- from a field of a sheet to a field of a sheet: the answer itself;
- from a field in a group to a field in a group: one record for each record;
- from a field in a group to a field of a sheet: one line for each record, or, where there are `several`
  sheets of the kind, the record that the person chooses;
- from a sheet of which there are `several` to a field in a group: one record for each sheet;
- from a sheet of which there are `several` to a field of a sheet: the person chooses the sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .model import FIELD_TYPES, Field, Worksheet
from .problems import Problems, nearest

TEXT = ("line", "paragraph")
WRITTEN = (*TEXT, "number", "date", "time", "choice", "scale", "level")
"""Types whose answers can be written as text."""


@dataclass(frozen=True)
class Link:
    """One field that is filled from another sheet. Groups are empty where the field stands in none."""

    sheet: str
    group: str
    field: str
    from_sheet: str
    from_group: str
    from_field: str


def links(sheets: Mapping[str, Worksheet]) -> list[Link]:
    """All links between sheets whose both ends exist, in the order of the sheets and fields."""
    found = []
    for id, sheet in sheets.items():
        for group, f in _fields(sheet):
            link = _link(id, group, f) if f.source else None
            if link and _end(sheets, link):
                found.append(link)
    return found


def _fields(sheet: Worksheet) -> Iterator[tuple[str, Field]]:
    for f in sheet.fields:
        yield "", f
        for inner in f.fields:
            yield f.id, inner


def _link(sheet: str, group: str, f: Field) -> Link | None:
    names = f.source.split(".")
    if len(names) not in (2, 3):
        return None
    return Link(sheet, group, f.id, names[0], names[1] if len(names) == 3 else "", names[-1])


def _end(sheets: Mapping[str, Worksheet], link: Link) -> Field | None:
    """The field that a link begins at; None if there is none."""
    return next((f for group, f in _fields(sheets[link.from_sheet]) if (group, f.id) == (link.from_group, link.from_field)), None) if link.from_sheet in sheets else None


def label(sheet: Worksheet, group: str, field: str) -> str:
    """The words of a field, with those of its group before it."""
    if not group:
        return sheet.by_id[field].label
    return f"{sheet.by_id[group].item}: {sheet.by_id[group].part(field).label}"


def check(sheets: Mapping[str, Worksheet], root: Path, problems: Problems, *, unread: Collection[str] = ()) -> None:
    """Every link begins at a field that exists and fits, and no sheet takes from itself over others.

    `unread`: worksheets that exist but could not be read; what comes from them cannot be judged.
    """
    known = [".".join(filter(None, (id, group, f.id))) for id, sheet in sheets.items() for group, f in _fields(sheet) if f.type != "group"]
    for id, sheet in sheets.items():
        path = root / "toolbox" / id / "worksheet.yml"
        for group, f in _fields(sheet):
            if not f.source or f.source.partition(".")[0] in unread:
                continue
            line, link = getattr(f.source, "line", 1), _link(id, group, f)
            begin = _end(sheets, link) if link else None
            if link is None or begin is None:
                problems.add(path, line, f'"{f.id}" comes from "{f.source}", which does not exist. {nearest(f.source, known)}')
            elif wrong := _misfit(sheets, link, f, begin):
                problems.add(path, line, f'"{f.id}" cannot come from "{f.source}": {wrong}')
        for part in sheet.fields:
            origins = {f.source.rpartition(".")[0] for f in part.fields if f.source}
            if len(origins) > 1:
                line = max(getattr(f.source, "line", 1) for f in part.fields if f.source)
                problems.add(path, line, f'the group "{part.id}" takes from {" and ".join(sorted(origins))}. Its records can come from one place only.')
    if ring := _ring(sheets):
        problems.add(root / "toolbox" / ring[0] / "worksheet.yml", 1, f"the sheets take from each other in a ring: {' ← '.join(ring)}. Take away one of these links.")


def _misfit(sheets: Mapping[str, Worksheet], link: Link, to: Field, begin: Field) -> str:
    """Why an answer of one field cannot go into the other; empty if it can."""
    if link.sheet == link.from_sheet:
        return "a sheet cannot take from itself."
    if not {to.type, begin.type} <= set(FIELD_TYPES):
        return ""  # the type itself is a problem that is told already
    if "group" in (to.type, begin.type) or "scores" in (to.type, begin.type):
        return "write the link at the fields in the group, not at the group."
    if link.from_group and not link.group and to.type != "paragraph" and not sheets[link.sheet].several:
        return f'there are many records in "{link.from_group}". Make this field a paragraph, so that each has its line.'
    if link.group and not link.from_group and not sheets[link.from_sheet].several:
        return f'"{link.from_field}" is there once, but this field stands in a group. Take it outside the group, or from a field in a group.'
    if to.type in TEXT:
        return "" if begin.type in WRITTEN else f"a {begin.type} cannot be written as text."
    if to.type != begin.type:
        return f"this is a {to.type}, that is a {begin.type}."
    if [o.id for o in to.options] != [o.id for o in begin.options]:
        return "the two lists of options differ."
    return ""


def _ring(sheets: Mapping[str, Worksheet]) -> list[str]:
    """Sheets that take from each other in a ring, the first one again at the end. Empty if there is none."""
    takes: dict[str, list[str]] = {id: [] for id in sheets}
    for link in links(sheets):
        takes[link.sheet].append(link.from_sheet)
    done: set[str] = set()

    def follow(id: str, way: tuple[str, ...]) -> list[str]:
        if id in way:
            return [*way[way.index(id):], id]
        if id in done:
            return []
        for other in takes[id]:
            if found := follow(other, (*way, id)):
                return found
        done.add(id)
        return []

    return next((ring for id in sorted(sheets) if (ring := follow(id, ()))), [])
