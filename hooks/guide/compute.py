"""Everything a worksheet computes: totals and ranks, levels of sections, ticks, a clock, a sum.

Page, paper, office file and spreadsheet show what stands here; the browser follows the same rules in
`overrides/static/js/compute.mjs`, and the spreadsheet in `spreadsheet.py`. The cases in tests/computations
run through all three. `RULES` names the sentence of the interface that tells each rule to the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .model import LEVELS_OF_A_STATEMENT, Band, Field, Worksheet

RULES = {"weights": "formula", "points": "formula", "levels": "levels-rule", "triggers": "triggers-rule"}
"""Method of a scoring sheet → name of its rule under `form` in the words of the interface."""


TITLES = {"weights": "total", "points": "total", "levels": "result", "triggers": "result", "sum": "sum", "clock": "clock", "timeline": "timeline"}
"""What is computed → name of its title under `form` in the words of the interface."""
MOST_MONTHS = 36
"""How many months a timeline shows at most."""


@dataclass(frozen=True)
class Total:
    """The weighted sum of an option and its place; equal sums share the better place (1, 2, 2, 4)."""

    total: int
    rank: int


@dataclass(frozen=True)
class Share:
    """What a section comes to: the mean of its levels, or its ticks; out of `most`. None if nothing is answered."""

    section: str
    value: float | None
    most: int


@dataclass(frozen=True)
class Result:
    """The sections of a sheet, the value that the bands look at, and the band it falls into (None while unknown)."""

    shares: tuple[Share, ...]
    value: float | None
    band: Band | None


def totals(weights: Sequence[int], scores: Sequence[Sequence[int | None]]) -> list[Total | None]:
    """Weighted sums and ranks.

    `weights`: one per criterion. `scores`: one row per option, one number per criterion, None where it is empty.
    total = sum of score × weight (the weighted form of the decision matrix); rank 1 is the highest total.
    What is empty counts 0; a row without any score has no total (None).
    Raises ValueError if a row has another length than the weights.
    """
    sums = [None if all(score is None for score in row) else sum((score or 0) * weight for score, weight in zip(row, weights, strict=True)) for row in scores]
    known = [value for value in sums if value is not None]
    return [None if value is None else Total(value, 1 + sum(other > value for other in known)) for value in sums]


def sheet_totals(sheet: Worksheet, answers: dict) -> list[Total | None]:
    """Totals and ranks of a filled-in sheet of the methods `weights` or `points`."""
    if sheet.layout.method == "weights":
        weights = [criterion.get("weight", 0) for criterion in answers[sheet.layout.parts["criteria"]]]
        return totals(weights, answers[sheet.layout.parts["scores"]])
    counted = weighted(sheet.placed("items"))
    rows = [[record.get(f.id) for f in counted] for record in answers.get(sheet.layout.parts["items"], [])]
    return totals([f.weight for f in counted], rows)


def weighted(group: Field) -> list[Field]:
    """The fields of a group whose points count."""
    return [f for f in group.fields if f.weight]


def weights_by_field(sheet: Worksheet) -> dict[str, int]:
    """The weights of a sheet of the method `points`, by field id."""
    return {f.id: f.weight for f in weighted(sheet.placed("items"))}


def most(sheet: Worksheet, section: str) -> int:
    """The highest value that a section can come to."""
    return LEVELS_OF_A_STATEMENT[-1] if sheet.layout.method == "levels" else sum(f.type == "check" for f in sheet.fields_of_section(section))


def band_range(sheet: Worksheet, band: Band, decimal: str) -> str:
    """From which value on a band holds, up to the next one, with the decimal sign of the language: "0", "2–9", "1–2.9"."""
    bands = sheet.layout.bands
    at = [b.id for b in bands].index(band.id)
    step = 0.1 if sheet.layout.method == "levels" else 1
    end = bands[at + 1].start - step if at + 1 < len(bands) else most(sheet, sheet.layout.sections[0].id)
    return written(band.start, decimal) if end == band.start else f"{band.start}–{written(end, decimal)}"


def written(value: float, decimal: str) -> str:
    """A value with at most one decimal and the decimal sign of the language: 2 as "2", 2.5 as "2.5" or "2,5"."""
    return f"{round(value, 1):g}".replace(".", decimal)


def mean(levels: Sequence[int]) -> float:
    """The mean of whole numbers to one decimal; a five in the second decimal is rounded up, as people do by hand."""
    return (20 * sum(levels) + len(levels)) // (2 * len(levels)) / 10


def result(sheet: Worksheet, answers: dict) -> Result:
    """The result of a sheet of the methods `levels` or `triggers`.

    levels: each section is the mean of its answered statements, and the lowest section decides the band:
    a service is as ready as its weakest part. It stays unknown until every section has an answer.
    triggers: each section is the number of its ticks, and the first section decides the band.
    """
    if sheet.layout.method == "levels":
        shares = []
        for section in sheet.layout.sections:
            given = [answers[f.id] for f in sheet.fields_of_section(section.id) if f.type == "level" and f.id in answers]
            shares.append(Share(section.id, mean(given) if given else None, most(sheet, section.id)))
        values = [share.value for share in shares]
        value = None if None in values else min(v for v in values if v is not None)
    else:
        shares = [_ticks(sheet, section.id, answers) for section in sheet.layout.sections]
        value = shares[0].value
    return Result(tuple(shares), value, band(sheet.layout.bands, value))


def _ticks(sheet: Worksheet, section: str, answers: dict) -> Share:
    boxes = [f for f in sheet.fields_of_section(section) if f.type == "check"]
    return Share(section, float(sum(bool(answers.get(f.id)) for f in boxes)), most(sheet, section))


def band(bands: Sequence[Band], value: float | None) -> Band | None:
    """The last band that begins at or below the value."""
    return next((b for b in reversed(bands) if value is not None and value >= b.start), None)


def records(sheet: Worksheet, answers: dict) -> list[dict]:
    """The records of the group that is computed."""
    return answers.get(sheet.computed_group, [])


def amount(sheet: Worksheet, answers: dict) -> int:
    """The sum of one field over all records. What is empty counts 0."""
    return sum(record.get(sheet.layout.parts["sum"], 0) for record in records(sheet, answers))


def timetable(sheet: Worksheet, answers: dict) -> list[str]:
    """The clock of a filled-in agenda: when each record begins, and the end. Empty while the start is not known."""
    start = answers.get(sheet.layout.parts["clock"], "")
    minutes = [record.get(sheet.layout.parts["minutes"], 0) for record in records(sheet, answers)]
    return clock(start, minutes) if start and minutes else []


def timeline(sheet: Worksheet, answers: dict) -> tuple[list[str], list[tuple[int, int] | None]]:
    """The months of a plan ("2026-09" …), and for each record the first and last month it takes, counted from 0.

    A record with one date takes that month; one without any date takes none, nor does one that begins after the last month shown.
    """
    ends = [[record.get(sheet.layout.parts[role], "")[:7] for role in ("begin", "until")] for record in records(sheet, answers)]
    known = [month for pair in ends for month in pair if month]
    if not known:
        return [], [None for _ in ends]
    months = _months(min(known), max(known))
    place = {month: n for n, month in enumerate(months)}
    pairs = [sorted(month for month in pair if month) for pair in ends]
    return months, [(place[pair[0]], place.get(pair[-1], len(months) - 1)) if pair and pair[0] in place else None for pair in pairs]


def _months(first: str, last: str) -> list[str]:
    year, month = map(int, first.split("-"))
    found = []
    while (text := f"{year:04}-{month:02}") <= last and len(found) < MOST_MONTHS:
        found.append(text)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def clock(start: str, minutes: Sequence[int]) -> list[str]:
    """When each part of an agenda begins, and at the end when it is over: "10:00", [15, 30] → 10:00, 10:15, 10:45.

    `start` is hours and minutes; after 23:59 the clock goes on at 00:00.
    """
    hours, rest = map(int, (start or "00:00").split(":"))
    times = [hours * 60 + rest]
    for span in minutes:
        times.append(times[-1] + span)
    return [f"{time // 60 % 24:02}:{time % 60:02}" for time in times]
