"""Reads the `layout:` of a worksheet and its words: which field plays which part, and how the sheet computes."""

from __future__ import annotations

from dataclasses import replace

from . import model
from .model import LEVELS_OF_A_STATEMENT, Band, Box, Field, Layout, Option
from .problems import nearest
from .reading import Reader


def read_layout(sheet: Reader, fields: tuple[Field, ...]) -> Layout:
    """The layout of a worksheet, checked against its fields. A form where it cannot be read."""
    r = sheet.child("layout")
    if r is None:
        return Layout("form")
    kind = r.one_of("kind", model.LAYOUTS)
    if kind not in model.LAYOUTS:
        return Layout("form")
    method = r.one_of("method", model.METHODS, "weights") if kind == "scoring" else ""
    if kind == "scoring" and method not in model.METHODS:
        return Layout("form")
    needed, inner = model.LAYOUTS[kind] | model.METHODS.get(method, {}), model.LAYOUT_PARTS.get(kind, {})
    optional = model.OPTIONAL_PARTS.get(kind, {})
    sectioned, banded = kind == "checklist" or method in ("levels", "triggers"), method in ("levels", "triggers")
    extra = ["arrangement"] * (kind == "boxes") + ["method"] * (kind == "scoring") + ["sections"] * sectioned + ["bands"] * banded
    r.known(("kind", *needed, *inner, *optional, *extra))
    parts = {role: _part(r, role, type, fields) for role, type in needed.items()}
    group = next((f for f in fields if f.id == parts.get("items")), None)
    parts |= {role: _part(r, role, type, group.fields if group else ()) for role, type in inner.items()}
    for role, (type, holder) in optional.items():
        if r.has(role):
            held = next((f.fields for f in fields if f.id == parts.get(holder)), ()) if holder else fields
            parts[role] = _part(r, role, type, held)
    _check_parts(r, parts, [f.id for f in fields])
    if group and kind == "circles":
        _check_circles(r, parts, group)
    if method == "weights":
        _check_criteria(r, parts, fields)
    if method == "points" and group and group.fields and (group.fields[0].type != "line" or group.fields[0].weight):
        r.add(r.value.line_of("items"), f'the first field of "{group.id}" must be a line, the name of what gets points.')
    if method == "points" and group and not any(f.weight for f in group.fields):
        r.add(r.value.line_of("items"), f'no field of "{group.id}" has a weight. Give a number field "weight: 3" so that its points count three times.')
    boxes, columns = _arrangement(r, fields) if kind == "boxes" else ((), 0)
    sections = tuple(Option(s) for s in r.ids("sections")) if sectioned else ()
    _check_sections(r, kind, method, [s.id for s in sections], fields)
    most = max(LEVELS_OF_A_STATEMENT) if method == "levels" else sum(f.type == "check" and f.section == (sections[0].id if sections else "") for f in fields)
    return Layout(kind, method, parts, boxes, columns, sections, _bands(r, 1 if method == "levels" else 0, most) if banded else ())


def _part(r: Reader, role: str, type: str, fields: tuple[Field, ...]) -> str:
    """The id of the field that plays a role, checked to exist and to have the right type."""
    id = r.text(role)
    found = next((f for f in fields if f.id == id), None)
    if id and found is None:
        r.add(r.value.line_of(role), f'"{id}" is not a field here. {nearest(id, [f.id for f in fields])}')
    elif found and found.type != type:
        r.add(r.value.line_of(role), f'"{role}" needs a field of type {type}; "{id}" is of type {found.type}.')
    return id


def _check_parts(r: Reader, parts: dict[str, str], order: list[str]) -> None:
    """A clock needs minutes, a timeline both ends; a table computes one thing; what is computed from stands before."""
    for one, other in (("clock", "minutes"), ("minutes", "clock"), ("begin", "until"), ("until", "begin")):
        if one in parts and other not in parts:
            r.add(r.value.line_of(one), f'"{one}" needs "{other}" beside it.', f"{other}: …")
    if "sum" in parts and "begin" in parts:
        r.add(r.value.line_of("sum"), "a table computes one thing: a sum, or a timeline.")
    for first, second in (("clock", "items"), ("criteria", "scores"), ("options", "scores")):
        a, b = parts.get(first, ""), parts.get(second, "")
        if a in order and b in order and order.index(a) > order.index(b):
            r.add(r.value.line_of(first), f'the field "{a}" must stand before "{b}", which is computed from it.')


def _check_circles(r: Reader, parts: dict[str, str], group: Field) -> None:
    for role, number in (("ring", 3), ("sector", 4)):
        options = next((f.options for f in group.fields if f.id == parts[role]), ())
        if len(options) != number:
            r.add(r.value.line_of(role), f"circles are drawn with {number} options for the {role}, not {len(options)}.")


def _check_criteria(r: Reader, parts: dict[str, str], fields: tuple[Field, ...]) -> None:
    criteria = next((f.fields for f in fields if f.id == parts["criteria"]), ())
    if [(f.id, f.type) for f in criteria] != [("name", "line"), ("weight", "number")]:
        r.add(r.value.line_of("criteria"), 'the criteria of a scoring sheet have two fields: "name" (line) and "weight" (number).')
    options = next((f.fields for f in fields if f.id == parts["options"]), ())
    if options and (options[0].id, options[0].type) != ("name", "line"):
        r.add(r.value.line_of("options"), 'the options of a scoring sheet begin with the field "name" (line).')


def _check_sections(r: Reader, kind: str, method: str, sections: list[str], fields: tuple[Field, ...]) -> None:
    """In a checklist every field has a section; where sections are computed, those that count have one."""
    counted = {"levels": "level", "triggers": "check"}.get(method, "")
    for f in fields:
        if (kind == "checklist" or f.type == counted or f.section) and f.section not in sections:
            r.add(r.value.line, f'the field "{f.id}" stands in no section. {nearest(f.section, sections)}')
        if f.type == "group" and f.section:
            r.add(r.value.line, f'the group "{f.id}" cannot stand in a section. Put it before or after the sections.')
        if f.type == "level" and method != "levels":
            r.add(r.value.line, f'"{f.id}" is of type level, which only a scoring sheet with "method: levels" can compute.')
    for section in sections if counted else ():
        if not any(f.section == section and f.type == counted for f in fields):
            r.add(r.value.line_of("sections"), f'the section "{section}" has no field of type {counted}, so there is nothing to compute.')


def _bands(r: Reader, least: int, most: int) -> tuple[Band, ...]:
    """What results mean. The first band begins at the lowest value there can be, so that every result has one."""
    found: list[Band] = []
    for band in r.children("bands"):
        band.known(("id", "from"))
        found.append(Band(band.id(), band.whole("from", most=100)))
        if len(found) > 1 and found[-1].start <= found[-2].start:
            r.add(band.value.line, "bands stand in rising order: each begins above the one before.")
        elif len(found) == 1 and found[0].start != least:
            r.add(band.value.line, f"the first band must begin at {least}, the lowest result.", f"from: {least}")
        elif found[-1].start > most:
            r.add(band.value.line, f"no result reaches {found[-1].start}; the highest is {most}.")
    return tuple(found)


def _arrangement(r: Reader, fields: tuple[Field, ...]) -> tuple[tuple[Box, ...], int]:
    """Boxes from rows of field ids, as in CSS grid-template-areas. Each field must fill one rectangle."""
    rows = [line.split() for line in r.texts("arrangement")]
    columns = max(map(len, rows), default=0)
    cells: dict[str, list[tuple[int, int]]] = {}
    for y, row in enumerate(rows):
        if len(row) != columns:
            r.add(r.value.line_of("arrangement") + y + 1, f"this row has {len(row)} places, another has {columns}. Give every row the same number.")
        for x, id in enumerate(row):
            cells.setdefault(id, []).append((x, y))
    if columns > 6 or len(rows) > 6:
        r.add(r.value.line_of("arrangement"), "a sheet has room for at most six columns and six rows of boxes.")
    known = [f.id for f in fields]
    for id in cells:
        if id not in known:
            r.add(r.value.line_of("arrangement"), f'"{id}" in the arrangement is not a field. {nearest(id, known)}')
    for id in [f.id for f in fields if f.type != "check"]:  # boxes to tick stand below the others
        if id not in cells:
            r.add(r.value.line_of("arrangement"), f'the field "{id}" has no place in the arrangement.')
    boxes = []
    for id, places in cells.items():
        xs, ys = [x for x, _ in places], [y for _, y in places]
        width, height = max(xs) - min(xs) + 1, max(ys) - min(ys) + 1
        if width * height != len(places):
            r.add(r.value.line_of("arrangement"), f'the places of "{id}" do not form a rectangle.')
        boxes.append(Box(id, min(xs) + 1, min(ys) + 1, width, height))
    order = {id: index for index, id in enumerate(known)}
    return tuple(sorted(boxes, key=lambda b: order.get(b.field, 99))), columns


def layout_words(r: Reader, layout: Layout) -> Layout:
    """The layout with the words of a language."""
    words: dict[str, str] = {}
    bands = layout.bands
    if layout.method in ("levels", "triggers"):
        if block := r.child("layout"):
            block.known(("bands", *["levels"] * (layout.method == "levels")))
            if texts := block.child("bands"):
                texts.known([b.id for b in bands])
                bands = tuple(replace(b, text=texts.text(b.id)) for b in bands)
            if layout.method == "levels" and (names := block.child("levels")):
                numbers = [str(n) for n in model.LEVELS_OF_A_STATEMENT]
                names.known(numbers)
                words = {n: names.text(n) for n in numbers}
    elif layout.kind in ("circles", "matrix"):
        if block := r.child("layout"):
            if layout.kind == "circles":
                block.known(("centre",))
                words["centre"] = block.text("centre")
            elif quadrants := block.child("quadrants"):
                block.known(("quadrants",))
                quadrants.known(model.QUADRANTS)
                words = {q: quadrants.text(q) for q in model.QUADRANTS}
    elif r.has("layout"):
        r.add(r.value.line_of("layout"), f'a sheet of the layout "{layout.kind}" has no words below "layout". Delete the block.')
    sections = layout.sections
    if sections and (block := r.child("sections")):
        block.known([s.id for s in sections])
        sections = tuple(Option(s.id, block.text(s.id)) for s in sections)
    return replace(layout, words=words, sections=sections, bands=bands)
