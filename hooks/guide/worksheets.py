"""Reads a worksheet: structure from `worksheet.yml`, words from `<language>.yml`, answers from `example.<language>.yml`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from . import model
from .model import Box, Field, Layout, Option, Pitfall, Step, Worksheet
from .problems import Problems, nearest
from .reading import ID, Reader
from .yamlfile import List, Map, Text, read_yaml

STRUCTURE = (
    "code", "phase", "version", "level", "participants", "roles", "minutes", "steps", "materials",
    "layout", "fields", "related", "chapters", "sources",
)  # fmt: skip
WORDS = (
    "title", "summary", "purpose", "when", "when-not", "need", "steps", "tips", "pitfalls", "administration",
    "offline", "inclusion", "next", "also-known-as", "origin", "layout", "sections", "fields",
)  # fmt: skip
FIELD_KEYS = ("id", "type", "rows", "short", "min", "max", "start", "section", "from", "options", "fields")


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
        code=r.text("code"),
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
        layout=_layout(r, fields),
        fields=fields,
        related=r.ids("related", [s for s in sheets if s != id], required=False),
        chapters=r.ids("chapters", chapters, required=False),
        sources=r.ids("sources", sources),
    )
    _check_minutes(sheet, minutes, r)
    if participants and sheet.fewest > sheet.most:
        r.add(participants.value.line, f"min ({sheet.fewest}) is larger than max ({sheet.most}).")
    return sheet


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
        source=r.text("from", ""),
        options=tuple(Option(o) for o in r.ids("options")) if type == "choice" else (),
        fields=tuple(_field(f, inside=True) for f in r.children("fields")) if group and not inside else (),
    )


def _layout(sheet: Reader, fields: tuple[Field, ...]) -> Layout:
    r = sheet.child("layout")
    if r is None:
        return Layout("form")
    kind = r.one_of("kind", model.LAYOUTS)
    if kind not in model.LAYOUTS:
        return Layout("form")
    needed, inner = model.LAYOUTS[kind], model.LAYOUT_PARTS.get(kind, {})
    extra = {"boxes": ("arrangement",), "checklist": ("sections",)}.get(kind, ())
    r.known(("kind", *needed, *inner, *extra))
    parts = {role: _part(r, role, type, fields) for role, type in needed.items()}
    group = next((f for f in fields if f.id == parts.get("items")), None)
    parts |= {role: _part(r, role, type, group.fields if group else ()) for role, type in inner.items()}
    if group and kind == "circles":
        for role, number in (("ring", 3), ("sector", 4)):
            options = next((f.options for f in group.fields if f.id == parts[role]), ())
            if len(options) != number:
                r.add(r.value.line_of(role), f"circles are drawn with {number} options for the {role}, not {len(options)}.")
    if kind == "scoring":
        criteria = next((f.fields for f in fields if f.id == parts["criteria"]), ())
        if [(f.id, f.type) for f in criteria] != [("name", "line"), ("weight", "number")]:
            r.add(r.value.line_of("criteria"), 'the criteria of a scoring sheet have two fields: "name" (line) and "weight" (number).')
    boxes, columns = _arrangement(r, fields) if kind == "boxes" else ((), 0)
    sections = tuple(Option(s) for s in r.ids("sections")) if kind == "checklist" else ()
    for f in fields if kind == "checklist" else ():
        if f.section not in [s.id for s in sections]:
            r.add(r.value.line, f'the field "{f.id}" stands in no section. {nearest(f.section, [s.id for s in sections])}')
    return Layout(kind, parts, boxes, columns, sections)


def _part(r: Reader, role: str, type: str, fields: tuple[Field, ...]) -> str:
    """The id of the field that plays a role, checked to exist and to have the right type."""
    id = r.text(role)
    found = next((f for f in fields if f.id == id), None)
    if id and found is None:
        r.add(r.value.line_of(role), f'"{id}" is not a field here. {nearest(id, [f.id for f in fields])}')
    elif found and found.type != type:
        r.add(r.value.line_of(role), f'"{role}" needs a field of type {type}; "{id}" is of type {found.type}.')
    return id


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
    for id in known:
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


def add_words(sheet: Worksheet, value: Map, path: Path, language: str, problems: Problems) -> Worksheet:
    """The worksheet with the words of a language, as they were read from `path`."""
    r = Reader(value, path, problems)
    r.known(WORDS)
    steps = _by_id(r, "steps", [s.id for s in sheet.steps])
    fields = _by_id(r, "fields", [f.id for f in sheet.fields])
    return replace(
        sheet,
        language=language,
        layout=_layout_words(r, sheet.layout),
        steps=tuple(_step_words(s, steps.get(s.id)) for s in sheet.steps),
        fields=tuple(_field_words(f, fields.get(f.id)) for f in sheet.fields),
        pitfalls=tuple(Pitfall(p.text("problem"), p.text("cure")) for p in r.children("pitfalls")),
        **{name: r.text(name) for name in ("title", "summary", "purpose", "offline", "inclusion", "next", "origin")},
        **{name.replace("-", "_"): tuple(map(str, r.texts(name))) for name in ("when", "when-not", "need", "tips", "administration", "also-known-as")},
    )


def _by_id(r: Reader, key: str, ids: Collection[str]) -> dict[str, Reader]:
    """The blocks below a name, one for each id of the structure; missing and surplus ones are problems."""
    block = r.child(key)
    if block is None:
        return {}
    block.known(ids)
    for id in ids:
        if not block.has(id):
            block.add(block.value.line, f'the words for "{id}" are missing below "{key}".', f"{id}:")
    return {id: child for id in ids if block.has(id) and (child := block.child(id))}


def _step_words(step: Step, r: Reader | None) -> Step:
    if r is None:
        return step
    r.known(("title", "text"))
    return replace(step, title=r.text("title"), text=r.text("text"))


def _field_words(f: Field, r: Reader | None) -> Field:
    if r is None:
        return f
    group, scale, choice = f.type == "group", f.type == "scale", f.type == "choice"
    keys = ["label", "hint"] + ["item", "add", "fields"] * group + ["low", "high"] * scale + ["options"] * choice
    r.known(keys)
    options, fields = f.options, f.fields
    if choice and (block := r.child("options")):
        block.known([o.id for o in f.options])
        options = tuple(Option(o.id, block.text(o.id)) for o in f.options)
    if group:
        words = _by_id(r, "fields", [p.id for p in f.fields])
        fields = tuple(_field_words(p, words.get(p.id)) for p in f.fields)
    return replace(
        f,
        label=r.text("label"),
        hint=r.text("hint", ""),
        item=r.text("item") if group else "",
        add=r.text("add") if group else "",
        low=r.text("low") if scale else "",
        high=r.text("high") if scale else "",
        options=options,
        fields=fields,
    )


def _layout_words(r: Reader, layout: Layout) -> Layout:
    words: dict[str, str] = {}
    if layout.kind in ("circles", "matrix"):
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
    return replace(layout, words=words, sections=sections)


# --- Answers -------------------------------------------------------------------------------------------


def read_example(root: Path, sheet: Worksheet, language: str, problems: Problems) -> dict | None:
    """The answers of the worked example, checked against the fields. None if there is no example."""
    path = root / "toolbox" / sheet.id / f"example.{language}.yml"
    if not path.exists():
        return None
    value = read_yaml(path, problems)
    if value is None:
        return None
    r = Reader(value, path, problems)
    r.known([f.id for f in sheet.fields])
    answers = {f.id: _answer(f, value[f.id], r) for f in sheet.fields if f.id in value and f.type != "scores"}
    if sheet.layout.kind == "scoring" and sheet.layout.parts["scores"] in value:
        f = sheet.placed("scores")
        answers[f.id] = _scores(f, value[f.id], r, rows=len(answers.get(sheet.layout.parts["options"], [])), columns=len(answers.get(sheet.layout.parts["criteria"], [])))
    return answers


def _answer(f: Field, value: Text | Map | List, r: Reader):
    if f.type == "group":
        if not isinstance(value, List):
            r.add(getattr(value, "line", r.value.line), f'"{f.id}" must be a list of records.')
            return []
        records = []
        for record in value:
            if not isinstance(record, Map):
                r.add(record.line, f'each record of "{f.id}" must have names and values.')
                continue
            inner = Reader(record, r.path, r.problems)
            inner.known([p.id for p in f.fields])
            records.append({p.id: _answer(p, record[p.id], inner) for p in f.fields if p.id in record})
        return records
    if not isinstance(value, Text):
        r.add(value.line, f'"{f.id}" must be a text.')
        return ""
    if f.type == "choice" and value not in [o.id for o in f.options]:
        r.add(value.line, f'"{value}" is not an option of "{f.id}". {nearest(value, [o.id for o in f.options])}')
    if f.type == "check" and value != "true":
        r.add(value.line, f'"{f.id}" is a tick box: write true, or leave the line out.', f"{f.id}: true")
    if f.type in ("number", "scale"):
        least, most = model.SCALE if f.type == "scale" else (f.min, f.max)
        return _number(f.id, value, least, most, r)
    return True if f.type == "check" else str(value).strip()


def _number(id: str, value: Text, least: int | None, most: int | None, r: Reader) -> int:
    try:
        number = int(value)
    except ValueError:
        r.add(value.line, f'"{id}" must be a whole number, not "{value}".')
        return 0
    if (least is not None and number < least) or (most is not None and number > most):
        r.add(value.line, f'"{id}" must lie between {least} and {most}, not {number}.')
    return number


def _scores(f: Field, value, r: Reader, *, rows: int, columns: int) -> list[list[int]]:
    """Scores as a table: one row per option, one number per criterion."""
    if not isinstance(value, List) or len(value) != rows or any(not isinstance(row, List) or len(row) != columns for row in value):
        r.add(getattr(value, "line", r.value.line), f'"{f.id}" needs {rows} lists (one per option) of {columns} numbers (one per criterion).')
        return []
    return [[_number(f.id, cell, f.min, f.max, r) for cell in row] for row in value]
