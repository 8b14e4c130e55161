"""Reads the worked example of a worksheet: the answers of the invented town, checked against the fields."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from . import model
from .model import Field, Worksheet
from .problems import Problems, nearest
from .reading import TIME, Reader
from .yamlfile import List, Map, Text, read_yaml


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
    if sheet.layout.method == "weights" and sheet.layout.parts["scores"] in value:
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
    if f.type in ("number", "scale", "level"):
        ends = {"scale": model.SCALE, "level": (model.LEVELS_OF_A_STATEMENT[0], model.LEVELS_OF_A_STATEMENT[-1])}
        return _number(f.id, value, *ends.get(f.type, (f.min, f.max)), r)
    if f.type == "date" and not _is_day(value):
        r.add(value.line, f'"{f.id}" must be a date such as "2026-09-01", not "{value}".')
    if f.type == "time" and not TIME.fullmatch(value):
        r.add(value.line, f'"{f.id}" must be a time such as "09:30", not "{value}".')
    return True if f.type == "check" else str(value).strip()


def _is_day(value: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value) and date.fromisoformat(value))
    except ValueError:
        return False


def _number(id: str, value: Text, least: int | None, most: int | None, r: Reader) -> int:
    if not re.fullmatch(r"-?\d{1,9}", value):
        r.add(value.line, f'"{id}" must be a whole number, not "{value[:40]}".')
        return 0
    number = int(value)
    if (least is not None and number < least) or (most is not None and number > most):
        r.add(value.line, f'"{id}" must lie between {least} and {most}, not {number}.')
    return number


def _scores(f: Field, value, r: Reader, *, rows: int, columns: int) -> list[list[int]]:
    """Scores as a table: one row per option, one number per criterion."""
    if not isinstance(value, List) or len(value) != rows or any(not isinstance(row, List) or len(row) != columns for row in value):
        r.add(getattr(value, "line", r.value.line), f'"{f.id}" needs {rows} lists (one per option) of {columns} numbers (one per criterion).')
        return []
    return [[_number(f.id, cell, f.min, f.max, r) for cell in row] for row in value]
