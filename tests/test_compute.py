"""What worksheets compute: the same in the program, on the real page and in the real spreadsheet.

Each case in tests/computations can be read and added without programming.
sheet: the id of the worksheet · answers: "example", or answers as in an example file
shows: one line for each result, as a person would say it · band: the id of the band, or "none yet"
"""

from __future__ import annotations

import itertools
import re
import warnings
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from guide import answers, compute, spreadsheet

CASES = sorted((Path(__file__).parent / "computations").glob("*.yml"))


@pytest.fixture(params=CASES, ids=lambda p: p.stem)
def case(request, project):
    """The case, with its sheet and the answers in the form that examples have."""
    wanted = yaml.safe_load(request.param.read_text(encoding="utf-8"))
    sheet = project.sheet("en", wanted["sheet"])
    given = project.example("en", sheet.id) if wanted["answers"] == "example" else wanted["answers"]
    return wanted, sheet, given


def band_text(sheet, id: str) -> str:
    """What a reader sees of the band that is reached; nothing as long as it is open."""
    return next((b.text for b in sheet.layout.bands if b.id == id), "")


def test_program(case):
    """The program says what the case says."""
    wanted, sheet, given = case
    assert shown_by_program(sheet, given) == wanted["shows"]
    if "band" in wanted:
        reached = compute.result(sheet, given).band
        assert (reached.text if reached else "") == band_text(sheet, wanted["band"])


def shown_by_program(sheet, given) -> list[str]:
    kind = sheet.computation
    if sheet.layout.bands:
        labels = [s.label for s in sheet.layout.sections]
        return [f"{label} {'–' if share.value is None else compute.written(share.value, '.')}" for label, share in zip(labels, compute.result(sheet, given).shares, strict=True)]
    if kind in ("weights", "points"):
        rows = given[sheet.layout.parts["options" if kind == "weights" else "items"]]
        return [f"{row['name']} {t.total} {t.rank}" for row, t in zip(rows, compute.sheet_totals(sheet, given), strict=True) if t]
    if kind == "sum":
        return [str(compute.amount(sheet, given))]
    if kind == "clock":
        return compute.timetable(sheet, given)
    months, spans = compute.timeline(sheet, given)
    return [" ".join(months), *(f"{row['action']} {''.join('■' if span and span[0] <= m <= span[1] else '.' for m in range(len(months)))}" for row, span in zip(given["actions"], spans, strict=True))]


def test_page(case, page, address, tmp_path):
    """A person who opens these answers on the page sees the same."""
    wanted, sheet, given = case
    file = tmp_path / "answers.json"
    file.write_text(answers.saved({sheet.id: (sheet, given)}, sheet.title), encoding="utf-8")
    page.goto(f"{address}/toolbox/{sheet.id}/")
    page.wait_for_selector("work-sheet[data-ready]")
    page.set_input_files("[type=file]", file)
    page.wait_for_selector(".sheet-status[data-state=saved]")
    assert shown_on_page(page, sheet) == wanted["shows"]
    if "band" in wanted:
        reached = page.locator(".fill .bands .reached").all_text_contents()
        assert [text.split(" ", 1)[1] for text in reached] == ([band_text(sheet, wanted["band"])] if band_text(sheet, wanted["band"]) else [])


def shown_on_page(page, sheet) -> list[str]:
    kind = sheet.computation
    if kind == "weights":
        rows = [[cell.inner_text() for cell in row.locator("th, td").all()] for row in page.locator("score-table tbody tr").all()]
        cells = [(row[0], *(re.sub(r"\D", "", text) for text in row[-2:])) for row in rows]
        return [f"{name} {total} {rank}" for name, total, rank in cells if total]
    rows = [[cell.text_content().strip() for cell in row.locator("th, td").all()] for row in page.locator("sheet-result tr").all()]
    if sheet.layout.bands:
        return [f"{name} {value.split(' / ')[0]}" for name, _, value in rows]
    if kind == "points":
        return [" ".join(row) for row in rows[1:]]
    if kind == "sum":
        return [rows[0][1]]
    if kind == "clock":
        return [row[0] for row in rows]
    months = [f"{text[3:]}-{text[:2]}" for text in rows[0][1:]]
    marks = [re.sub(r"^\d+ ", "", row[0]) + " " + "".join("■" if cell else "." for cell in row[1:]) for row in rows[1:]]
    # A row without dates is not drawn on the page; the case names it so that the spreadsheet is asked, too.
    return [" ".join(months), *marks, *[f"{name} {'.' * len(months)}" for name in names_without_dates(page)]]


def names_without_dates(page) -> list[str]:
    records = page.locator("fieldset[data-group=actions] .record").all()
    found = []
    for record in records:
        name = record.locator("[name$='.action']").input_value()
        if name and not any(record.locator(f"[name$='.{end}']").input_value() for end in ("begin", "end")):
            found.append(name)
    return found


def test_spreadsheet(case, project, tmp_path):
    """A spreadsheet with these answers computes the same by its own formulas."""
    wanted, sheet, given = case
    content = spreadsheet.render(sheet, project.interface["en"], project.language("en"), "https://x.example/", given)
    file = tmp_path / "sheet.xlsx"
    file.write_bytes(content)
    cells = computed(file, f"{sheet.code} {sheet.title}")
    assert shown_in_spreadsheet(cells, sheet, project.interface["en"]["form"]) == wanted["shows"]
    if "band" in wanted:
        texts = {str(v) for v in cells.values()}
        text = band_text(sheet, wanted["band"])
        row = result_row(cells, project.interface["en"]["form"]["result"])
        assert cells.get((row, 2), "") == text and (not text or text in texts)


def computed(file: Path, title: str) -> dict[tuple[int, int], object]:
    """All cells of the first page by row and column from 0, formulas worked out by a program that knows nothing of ours."""
    import formulas
    from openpyxl.utils import cell as addresses

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = formulas.ExcelModel().loads(str(file)).finish()
        solution = model.calculate()
    first = spreadsheet._tab_name(title).upper()
    found = {}
    for key, value in solution.items():
        if isinstance(key, str) and (match := re.match(r"'\[.*?\](.+)'!([A-Z]+\d+)$", key)) and match[1] == first:
            column, row = addresses.coordinate_from_string(match[2])
            found[row - 1, addresses.column_index_from_string(column) - 1] = value.value[0, 0]
    return found


def result_row(cells, word: str) -> int:
    """The row with the value that decides: the last one that begins with the word "Result"."""
    return max(row for (row, column), value in cells.items() if column == 0 and value == word)


def shown_in_spreadsheet(cells, sheet, words) -> list[str]:
    kind = sheet.computation
    if sheet.layout.bands:
        first = min(row for (row, column), value in cells.items() if column == 0 and value == words["result"]) + 1
        return [f"{s.label} {number(cells[first + n, 1]) or '–'}" for n, s in enumerate(sheet.layout.sections)]
    if kind in ("weights", "points"):
        head, total = next(place for place, value in cells.items() if value == words["total"])
        rows = sorted(row for (row, column), value in cells.items() if column == total and row > head + 1 and number(value))
        return [f"{cells[row, 0]} {number(cells[row, total])} {number(cells[row, total + 1])}" for row in rows]
    if kind == "sum":
        row, column = next(place for place, value in cells.items() if value == words["sum"])
        return [number(cells[row, column + 1])]
    if kind == "clock":
        head, column = next(place for place, value in cells.items() if value == words["clock"])
        rows = itertools.takewhile(lambda row: number(cells.get((row, column))), itertools.count(head + 2))
        times = [cells[row, column] for row in rows]
        minutes = [round(float(time) * 1440) for time in times]
        return [f"{m // 60 % 24:02}:{m % 60:02}" for m in minutes]
    return months_in_spreadsheet(cells, sheet)


def months_in_spreadsheet(cells, sheet) -> list[str]:
    from openpyxl.utils.datetime import from_excel

    group = sheet.by_id[sheet.computed_group]
    head = next(row for (row, column), value in cells.items() if column == 0 and str(value).endswith(group.fields[0].label))
    first = len(group.fields)
    used = sorted(row for (row, column), value in cells.items() if column == 0 and row > head + 1 and value not in ("", None) and any((row, c) in cells for c in range(first, first + 3)))
    marks = {row: [cells.get((row, first + n)) == "■" for n in range(spreadsheet.MONTHS)] for row in used}
    last = max((n for row in marks.values() for n, mark in enumerate(row) if mark), default=-1)
    months = [f"{from_excel(float(cells[head, first + n])):%Y-%m}" for n in range(last + 1)]
    return [" ".join(months), *(f"{cells[row, 0]} {''.join('■' if mark else '.' for mark in row_marks[: last + 1])}" for row, row_marks in marks.items())]


def number(value) -> str:
    """A cell as a person reads it: 2.0 as 2; nothing for an empty one."""
    if value in ("", None) or str(value) in ("empty", "[]"):
        return ""
    return f"{float(value):g}"


def test_every_computation_has_a_case():
    """Each worksheet that computes is run through the three of them."""
    named = {yaml.safe_load(path.read_text(encoding="utf-8"))["sheet"] for path in CASES}
    from guide.project import load

    sheets = load(ROOT, only=["en"])[0]
    assert {id for id in sheets.sheet_ids if sheets.sheet("en", id).computation} == named


def test_a_mean_is_rounded_as_by_hand():
    """Half a tenth goes up: 1.25 is 1.3, not 1.2."""
    assert [compute.mean(levels) for levels in ([1, 1, 1, 2], [2, 2, 3], [5], [1, 2])] == [1.3, 2.3, 5.0, 1.5]
