"""A filled-in sheet as plain parts to read: texts, ticks, tables, and what the sheet computes from them.

Page and PDF show the same parts; `saved` writes the same answers as a file that the form opens.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from . import compute
from .model import Field, Worksheet
from .yamlfile import Map

FORMAT, VERSION = "smart-city-toolbox", 2
"""Name and version of the file of saved sheets; see handbook/data-formats.md."""
FULL = "■"
"""What stands in a month that a plan takes."""


@dataclass(frozen=True)
class Part:
    """One piece of a filled-in sheet.

    kind: `text`, `tick` (only ticked ones), `table` (the first cell of a row is its name) or `shares`
    (rows of name, value as text, value, most; `bands` of range, text, whether reached).
    """

    kind: str
    label: str
    text: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple, ...] = ()
    bands: tuple[tuple[str, str, bool], ...] = ()
    note: str = ""


def parts(sheet: Worksheet, given: dict, words: Map) -> list[Part]:
    """The parts of a filled-in sheet in the order of its fields; at the end what it computes."""
    found = [_part(sheet, f, given, words) for f in sheet.fields if f.id in given]
    if sheet.layout.bands:
        found.append(_shares(sheet, given, words))
    if sheet.computation == "timeline" and compute.timeline(sheet, given)[0]:
        found.append(_timeline(sheet, given, words))
    return found


def _part(sheet: Worksheet, f: Field, given: dict, words: Map) -> Part:
    if f.type == "group":
        return _table(sheet, f, given, words)
    if f.type == "scores":
        return _scores(sheet, f, given, words)
    if f.type == "check":
        return Part("tick", f.label)
    return Part("text", f.label, _written(f, given[f.id], words))


def _table(sheet: Worksheet, f: Field, given: dict, words: Map) -> Part:
    """The records of a group, with the columns or the row that follow from them."""
    form = words["form"]
    heads = ["", *(inner.label + (f" (× {inner.weight})" if inner.weight else "") for inner in f.fields)]
    rows = [[str(n), *(_written(inner, record.get(inner.id, ""), words) for inner in f.fields)] for n, record in enumerate(given[f.id], 1)]
    kind = sheet.computation if f.id == sheet.computed_group else ""
    if kind == "points":
        heads += [form["total"], form["rank"]]
        for row, total in zip(rows, compute.sheet_totals(sheet, given), strict=True):
            row += [str(total.total), str(total.rank)] if total else ["", ""]
    elif kind == "clock" and (times := compute.timetable(sheet, given)):
        heads[0] = form["clock"]
        rows.append(["", form["end"], *[""] * (len(f.fields) - 1)])
        for row, time in zip(rows, times, strict=True):
            row[0] = time
    elif kind == "sum":
        at = 1 + [inner.id for inner in f.fields].index(sheet.layout.parts["sum"])
        rows.append([form["sum"], *[""] * len(f.fields)])
        rows[-1][at] = str(compute.amount(sheet, given))
    return Part("table", f.label, heads=tuple(heads), rows=tuple(map(tuple, rows)), note=rule(sheet, words) if kind else "")


def _written(f: Field, value, words: Map) -> str:
    """An answer in the words of the reader."""
    if f.type in ("choice", "level"):
        return next((o.label for o in f.options if o.id == str(value)), str(value))
    if f.type == "check":
        return words["paper"]["yes"] if value else ""
    return str(value)


def _scores(sheet: Worksheet, f: Field, given: dict, words: Map) -> Part:
    form, totals = words["form"], compute.sheet_totals(sheet, given)
    criteria, options = given[sheet.layout.parts["criteria"]], given[sheet.layout.parts["options"]]
    heads = ("", *(f"{c.get('name', '')} (× {c.get('weight', 0)})" for c in criteria), form["total"], form["rank"])
    rows = tuple((o.get("name", ""), *map(str, given[f.id][n]), str(total.total) if total else "", str(total.rank) if total else "") for n, (o, total) in enumerate(zip(options, totals, strict=True)))
    return Part("table", f.label, heads=heads, rows=rows, note=rule(sheet, words))


def rule(sheet: Worksheet, words: Map) -> str:
    """The sentence that tells how the sheet computes; empty where that is plain."""
    name = compute.RULES.get(sheet.computation)
    return f"{words['form'][name]}." if name else ""


def _shares(sheet: Worksheet, given: dict, words: Map) -> Part:
    """What each section comes to, and what the result means."""
    result, decimal = compute.result(sheet, given), words["site"]["decimal"]
    rows = tuple((s.label, "–" if share.value is None else compute.written(share.value, decimal), share.value or 0, share.most) for s, share in zip(sheet.layout.sections, result.shares, strict=True))
    bands = tuple((compute.band_range(sheet, b, words["site"]["decimal"]), b.text, b == result.band) for b in sheet.layout.bands)
    return Part("shares", words["form"]["result"], rows=rows, bands=bands, note=rule(sheet, words))


def _timeline(sheet: Worksheet, given: dict, words: Map) -> Part:
    """The months of a plan, with those that each record takes."""
    months, spans = compute.timeline(sheet, given)
    name = sheet.by_id[sheet.computed_group].fields[0].id
    names = [f"{n} {record.get(name, '')}" for n, record in enumerate(compute.records(sheet, given), 1)]
    rows = tuple((name, *(FULL if span and span[0] <= m <= span[1] else "" for m in range(len(months)))) for name, span in zip(names, spans, strict=True))
    return Part("table", words["form"]["timeline"], heads=("", *(f"{month[5:]} {month[:4]}" for month in months)), rows=rows)


def saved(sheets: dict[str, tuple[Worksheet, dict]], name: str) -> str:
    """Filled-in sheets as a project file of that name. Records are named r1, r2 …, numbers are texts.

    The file has no date of saving: an example was saved by nobody, and the same answers give the same bytes.
    """
    entries = [{"sheet": id, "copy": "1", "version": sheet.version, "answers": _saved(sheet, given), "carried": {}, "said": {}} for id, (sheet, given) in sheets.items()]
    holds = {entry["sheet"]: len(entry["answers"]) for entry in entries}
    project = {"name": name, "recipe": "", "passed": []}
    return json.dumps({"format": FORMAT, "version": VERSION, "holds": holds, "project": project, "sheets": entries}, ensure_ascii=False, indent=1) + "\n"


def _saved(sheet: Worksheet, given: dict) -> dict:
    answers: dict = {}
    for f in sheet.fields:
        if f.id not in given:
            continue
        value = given[f.id]
        if f.type == "group":
            answers[f.id] = [{"_id": f"r{n}"} | {id: v if v is True else str(v) for id, v in record.items()} for n, record in enumerate(value, 1)]
        elif f.type == "scores":
            answers[f.id] = {f"r{r}.r{c}": str(points) for r, row in enumerate(value, 1) for c, points in enumerate(row, 1)}
        else:
            answers[f.id] = value if value is True else str(value)
    return answers
