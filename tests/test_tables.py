"""Merging workshop tables: the rules, case by case, and the page, from opened files to a merged sheet with its marks."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import axe_playwright_python
import pytest
from conftest import ROOT, run_js, stored
from guide.problems import Problems
from guide.yamlfile import read_yaml

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
CASES = sorted((ROOT / "tests/tables").glob("*.yml"))
WORDS = {"labelled": "{label}: {value}", "between": ", "}


def plain(value):
    """A case as the modules know it: "ticked" is a tick, numbers of records are numbers, a record's id is `_id`."""
    if isinstance(value, dict):
        return {str(key): int(inner) if key == "max" else plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain({"_id" if key == "id" else key: inner for key, inner in row.items()}) if "type" not in row else plain(row) for row in value]
    return True if value == "ticked" else str(value)


def table(number: int, given: dict) -> dict:
    answers = {key: value for key, value in plain(given).items() if key not in ("name", "carried")}
    return {"id": f"t{number}", "name": str(given["name"]), "version": 1, "answers": answers, "carried": plain(given.get("carried", {}))}


def sheet_of(case: dict) -> dict:
    def field(given: dict) -> dict:
        made = {"label": given["id"], **given}
        return made | ({"fields": [field(inner) for inner in given["fields"]]} if "fields" in given else {})

    return {"id": "sheet", "title": "Sheet", "sheetVersion": 1, "fields": [field(plain(f)) for f in case["sheet"]], "parts": plain(case.get("parts", {}))}


def named(result: dict) -> dict:
    """The result with the names of records in place of their new ids, and records without ids."""
    text = json.dumps(result, ensure_ascii=False)
    for records in result["records"].values():
        for record in records:
            if record["name"] and record["id"].startswith("x"):
                text = text.replace(record["id"], record["name"])
    seen = json.loads(text)
    for rows in seen["content"]["answers"].values():
        for row in rows if isinstance(rows, list) else []:
            if not row["_id"].startswith("r"):
                del row["_id"]
    return seen


def note(merged: dict) -> str:
    """How an answer came about, as the cases say it: "mean 2.5 from 1 to 4", "most 2 of 3", "disagree"."""
    parts = [merged["how"], *([merged["mean"], "from", merged["least"], "to", merged["greatest"]] if "mean" in merged else []), *([str(merged["n"]), "of", str(merged["of"])] if "n" in merged else [])]
    return " ".join(parts)


@pytest.fixture(scope="module")
def results():
    """All cases in one go."""
    cases = {}
    for path in CASES:
        problems = Problems(ROOT)
        cases[path.stem] = read_yaml(path, problems)
        problems.stop_if_any()
    calls = [("merge", sheet_of(case), [table(n, t) for n, t in enumerate(case["tables"], 1)], WORDS) for case in cases.values()]
    return {name: (case, named(result)) for (name, case), result in zip(cases.items(), run_js("tables.mjs", calls), strict=True)}


@pytest.mark.parametrize("name", [path.stem for path in CASES])
def test_case(results, name):
    """What is merged, how it came about, who said what, and what has no room: as the case says."""
    case, result = results[name]
    found = {
        "merged": result["content"]["answers"],
        "notes": {line["path"]: note(line["merged"]) for line in result["lines"]},
        "said": result["content"]["said"]["texts"],
        "left": [{"group": one["group"], **one["voices"]} for one in result["left"]],
        "misfits": [f"{one['table']} {one['field']}" for one in result["misfits"]],
        "carried": result["content"]["carried"],
    }
    wanted = {key: plain(case[key]) if key != "misfits" else [str(text) for text in case[key]] for key in found if key in case}
    assert {key: found[key] for key in wanted} == wanted
    if "left" not in case:
        assert not found["left"]
    if "misfits" not in case:
        assert not found["misfits"]


def test_merged_records_have_ids_of_their_own(results):
    """No record of a merged sheet has the id of a record of a table: they are new."""
    [twice] = run_js("tables.mjs", [("merge", sheet_of(results["records-with-the-same-name"][0]), [table(n, t) for n, t in enumerate(results["records-with-the-same-name"][0]["tables"], 1)], WORDS)])
    ids = [row["_id"] for row in twice["content"]["answers"]["actors"]]
    assert len(set(ids)) == len(ids) == 6
    assert not [id for id in ids if id.startswith("r")]


def test_names_of_tables_are_distinct():
    """A table is called as its project, unless that is a name given by the site or taken; else as its file; never twice the same."""
    names, calls = [], []
    for project, file in [("Red", "a.json"), ("My project", "table 2.json"), ("Red", "table-3.JSON"), ("Red", "Red.json"), ("", "Red.json"), ("", "a.json"), ("", ".json")]:
        calls = [("firstName", project, file, ["My project", "Mon projet"], list(names))]
        names += run_js("tables.mjs", calls)
    assert names == ["Red", "table 2", "table-3", "Red 2", "Red 3", "a", "1"]


def test_sheets_held_by_most_files_first():
    """Only sheets with answers count, those of most files first; copies of a sheet are tables with a number."""
    entry = lambda sheet, copy="1", answers=None: {"sheet": sheet, "copy": copy, "version": 1, "answers": answers if answers is not None else {"need": "x"}, "carried": {}}  # noqa: E731
    files = [
        {"name": "Red", "sheets": [entry("charter"), entry("persona", "3"), entry("persona"), entry("goals", answers={"a": [{"_id": "r1"}]})]},
        {"name": "Red 2", "sheets": [entry("persona"), entry("unknown")]},
    ]
    held, tables = run_js("tables.mjs", [("sheetsHeld", files, ["charter", "persona", "goals"]), ("tablesOf", files, "persona")])
    assert held == [{"sheet": "persona", "files": 2}, {"sheet": "charter", "files": 1}]
    assert [(t["id"], t["name"]) for t in tables] == [("t1", "Red"), ("t2", "Red 2 2"), ("t3", "Red 2")]


@pytest.mark.parametrize(("text", "written"), [
    ("=1+1", "'=1+1"), ("+49 30 1", "'+49 30 1"), ("-x", "'-x"), ("@me", "'@me"), ("\tx", "'\tx"), ("-2.5", "-2.5"), ("+3", "+3"), ("-2,5", "-2,5"),
    ('=HYPERLINK("http://x","y")', "'=HYPERLINK(\"http://x\",\"y\")"), ('a, "b"\nc', 'a, "b"\nc'), ("طاولة", "طاولة"), ("", ""),
])  # fmt: skip
def test_a_cell_is_no_formula(text, written):
    """A cell that a spreadsheet would reckon with gets an apostrophe, a plain number does not, and quotes and line ends stay."""
    [made] = run_js("table-csv.mjs", [("toCsv", [[text, "end"]])])
    assert made.startswith("\ufeff")
    assert made.endswith("\r\n")
    assert list(csv.reader(io.StringIO(made[1:], newline=""), strict=True)) == [[written, "end"]]


def test_names_that_are_alike():
    """Case, accents, white space and Arabic vowel signs count for nothing; other letters do."""
    same = [("Café", "CAFE\u0301"), ("  two   words", "Two words"), ("Straße", "STRASSE"), ("مَدرسة", "مدرسة"), ("Οδός", "ΟΔΟΣ"), ("İzmir", "izmir")]
    other = [("май", "маи"), ("Bus 1", "Bus 2"), ("か", "が")]
    keys = run_js("table-records.mjs", [("nameKey", text) for pair in same + other for text in pair])
    assert [a == b for a, b in zip(keys[::2], keys[1::2], strict=True)] == [True] * len(same) + [False] * len(other)


def test_who_said_what_survives_a_file(results):
    """A merged sheet saved to a file and opened again still knows which table said what, and what had no room."""
    contents = [{**result["content"], "said": quiet(result["content"]["said"])} for _, result in results.values()]
    texts = run_js("file.mjs", [("toFile", {"name": "x"}, [{"sheet": "sheet", "copy": "1", "sheetVersion": 1, **content}]) for content in contents])
    readings = run_js("file.mjs", [("read", text) for text in texts])
    assert [reading["sheets"][0]["said"] for reading in readings] == [content["said"] for content in contents]


def quiet(said: dict) -> dict:
    """The names that the cases put in place of ids are no ids: small letters only."""
    return {"tables": said["tables"], "texts": {f"p{n}.x": voices for n, voices in enumerate(said["texts"].values())}}


# --- In the browser --------------------------------------------------------------------------------------------------


def workshop_file(folder: Path, name: str, project: str, sheet: str, answers: dict, **more) -> Path:
    entry = {"sheet": sheet, "copy": "1", "version": 1, "answers": answers, "carried": {}, "said": {}, **more}
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"format": "smart-city-toolbox", "version": 2, "holds": {}, "project": {"name": project, "recipe": "", "passed": []}, "sheets": [entry]}), encoding="utf-8")
    return path


def scoring(question: str, options: dict[str, tuple[str, str]], decision: str = "") -> dict:
    criteria = [{"_id": "r1", "name": "Harm", "weight": "4"}, {"_id": "r2", "name": "Speed", "weight": "1"}]
    rows = [{"_id": f"r{n}", "name": name} for n, name in enumerate(options, 1)]
    scores = {f"r{n}.r{c}": value for n, points in enumerate(options.values(), 1) for c, value in enumerate(points, 1) if value}
    return {"question": question, "criteria": criteria, "options": rows, "scores": scores, "decision": decision}


@pytest.fixture
def scores(tmp_path) -> list[Path]:
    """The files of three tables that scored: the first one's project has no name of its own."""
    return [
        workshop_file(tmp_path, "table 1", "My project", "priority-score", scoring("What first?", {"Bus": ("5", "2"), "Bench": ("1", "")}, '=The bus,\nthen "benches"')),
        workshop_file(tmp_path, "b", "Red", "priority-score", scoring("What first?", {"Bench": ("2", "5"), " bus": ("4", "1")}, "The bench")),
        workshop_file(tmp_path, "c", "الطاولة", "priority-score", scoring("What  first?", {"BUS": ("4", ""), "Lamp": ("3", "3")})),
    ]


def opened(page, address: str, files: list[Path], sheet: str = "") -> None:
    page.goto(f"{address}/workspace/tables/")
    page.wait_for_selector("merge-tables[data-ready]")
    page.set_input_files("merge-tables [type=file]", files)
    page.locator(".compared").wait_for()
    if sheet:
        page.select_option("#which", sheet)


def place(page, heading: str):
    return page.locator(".place", has=page.locator(f"h3:text-is('{heading}')"))


def test_tables_become_one_sheet_that_knows_who_said_what(page, context, address, scores, tmp_path):
    """Open files, see them side by side, merge, find the sheet with its marks; what cannot be read is named; the CSV opens."""
    bad = {"broken": '{"format": oh', "foreign": '{"name": 1}', "newer": scores[1].read_text(encoding="utf-8").replace('"version": 2', '"version": 3', 1), "large": " " * 5_000_001}
    for name, text in bad.items():
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    opened(page, address, [scores[0], *(tmp_path / f"{name}.json" for name in bad)])
    refused = page.locator(".refused li").all_inner_texts()
    assert [text.split("”")[0].strip("“") for text in refused] == [f"{name}.json" for name in bad]
    assert len({text.split("”")[1] for text in refused}) == 4
    page.set_input_files("merge-tables [type=file]", scores[1:])
    page.locator(".tables li").nth(2).wait_for()
    assert [box.input_value() for box in page.locator(".tables input").all()] == ["table 1", "Red", "الطاولة"]
    page.locator(".tables input").nth(1).fill("table 1")
    page.locator(".tables input").nth(1).blur()
    page.locator(".voices bdi:text-is('table 1 2')").first.wait_for()

    assert place(page, "What we rank").locator("dd").all_inner_texts() == ["What first?", "What first?", "What  first?", "What first?\nall the same"]
    assert place(page, "What we take on").locator("dd").nth(2).inner_text() == "–\nno answer"
    bus = place(page, "Scores").locator(".side-record").first
    assert bus.locator("h4").inner_text() == "Bus"
    assert bus.locator(".merged dd").all_inner_texts() == ["4.33\nmean 4.3, from 4 to 5", "1.5\nmean 1.5, from 1 to 2"]
    with page.expect_download() as download:
        page.click("[data-action=csv]")
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert rows[0] == ["Sheet", "Field", "Entry", "table 1", "table 1 2", "الطاولة", "Merged"]
    assert ["Priority scoring", "Scores", "Bus – Harm", "5", "4", "4", "4.33"] in rows
    assert ["Priority scoring", "What we take on", "", "'=The bus,\nthen \"benches\"", "The bench", "", 'table 1: =The bus,\nthen "benches"\n\ntable 1 2: The bench'] in rows

    page.click("[data-action=save]")
    page.click("text=Undo the merging")
    page.wait_for_selector("text=as it was before")
    assert stored(page, "priority-score") is None
    page.click("[data-action=save]")
    page.click("text=Open the merged sheet")
    page.wait_for_selector("work-sheet[data-ready]")
    assert [page.locator(f"[name$='.name'] >> nth={n}").input_value() for n in range(5)] == ["Harm", "Speed", "Bus", "Bench", "Lamp"]
    cells = page.locator("score-table input")
    assert [cell.input_value() for cell in cells.all()] == ["4.33", "1.5", "1.5", "5", "3", "3"]
    assert page.locator("score-table tbody tr").first.locator("td").nth(2).inner_text() == "18.82"
    decision = page.locator("[data-field=decision]")
    decision.locator("details.said summary").click()
    assert decision.locator("details.said li").all_inner_texts() == ['table 1: =The bus,\nthen "benches"', "table 1 2: The bench"]
    first = page.locator("score-table td details.said").first
    first.locator("summary").click()
    assert first.inner_text().split("\n") == ["What the tables said", "4 to 5", "Mean 4.3, from 4 to 5", "table 1: 5", "table 1 2: 4", "الطاولة: 4"]
    page.locator("[data-group=options] .add").click()
    assert page.locator("score-table td details.said").count() == 6  # the table of points was drawn anew
    decision.locator("textarea").fill("")
    assert decision.locator("details.said").count() == 0
    decision.locator("textarea").fill("We begin with the bus")
    assert decision.locator("details.said").count() == 1
    assert set(stored(page, "priority-score")["said"]["texts"]["decision"]) == {"t1", "t2"}
    assert context.complaints == []


def test_a_sheet_that_is_there_is_not_lost(page, context, address, tmp_path):
    """Where the project holds the sheet already, the page asks; the earlier sheet comes back by Undo; a new project is the other way."""
    def files(n: int, ring: str, note: str) -> Path:
        actors = [{"_id": "r1", "name": "Bank", "ring": ring, "note": note}, {"_id": "r2"}, {"_id": "r3", "name": f"Actor {n}"}]
        return workshop_file(tmp_path, f"map {n}", "", "ecosystem-map", {"need": "A bus", "actors": actors})

    page.goto(f"{address}/toolbox/ecosystem-map/")
    page.wait_for_selector("work-sheet[data-ready]")
    page.fill("[name=need]", "What I typed")
    page.wait_for_selector(".sheet-status[data-state=saved]")
    opened(page, address, [files(1, "direct", "closed"), files(2, "shapes", "closed"), files(3, "", "")])
    assert [box.input_value() for box in page.locator(".tables input").all()] == ["map 1", "map 2", "map 3"]
    assert page.locator(".remarks li").all_inner_texts() == ["Bank: Actors – Ring"]
    bank = place(page, "Actors").locator(".side-record").first
    assert bank.locator(".merged dd").all_inner_texts() == ["Bank\nall the same", "tables disagree", "closed\nall the same"]
    assert place(page, "Actors").locator("h4").all_inner_texts() == ["Bank", "Actor 1", "Actor 2", "Actor 3"]

    page.click("[data-action=save]")
    page.click("text=Cancel")
    page.wait_for_selector("text=Nothing was changed.")
    assert stored(page, "ecosystem-map")["answers"]["need"] == "What I typed"
    page.click("[data-action=save]")
    page.locator("button:focus", has_text="Replace it").wait_for()
    page.keyboard.press("Enter")  # the focus is on "Replace it"
    page.wait_for_selector("text=Open the merged sheet")
    record = stored(page, "ecosystem-map")
    assert (record["answers"]["need"], record["before"][0]["answers"]["need"]) == ("A bus", "What I typed")
    assert list(record["said"]["tables"].values()) == ["map 1", "map 2", "map 3"]
    page.click("text=Undo the merging")
    page.wait_for_selector("text=as it was before")
    assert stored(page, "ecosystem-map")["answers"] == {"need": "What I typed"}

    page.click("[data-action=save]")
    page.click("text=Save as a new project")
    page.click("text=Open the merged sheet")
    page.wait_for_selector("work-sheet[data-ready]")
    assert page.locator(".project-name").inner_text() == "My project – merged"
    ring = page.locator(".field", has=page.locator("[name$='.ring']")).first
    assert (ring.locator("select").input_value(), ring.locator("summary").inner_text()) == ("", "What the tables said")
    ring.locator("summary").click()
    assert ring.locator("details").inner_text().split("\n")[1:] == ["Tables disagree", "map 1: Meets the people", "map 2: Shapes the conditions"]
    assert context.complaints == []


def test_many_tables_with_odd_content(browser, address, tmp_path):
    """Twelve tables of 200 records, each twice, on a phone: nothing runs, nothing is dropped unsaid, axe finds nothing."""
    evil = '<img src=x onerror="window.evil=1">'
    actors = [{"_id": f"r{n}", "name": f"Actor {n}", "note": f"{evil}\nsecond line"} for n in range(200)]
    files = [workshop_file(tmp_path, f"t{n}", "طاولة" if n == 5 else f"{evil} {n // 2}", "ecosystem-map", {"need": f"{n // 2}", "actors": actors, "constructor": "old"}, version=7) for n in range(12)]
    context = browser.new_context(viewport={"width": 320, "height": 900}, bypass_csp=True, color_scheme="dark")
    page = context.new_page()
    opened(page, address, files)
    names = [box.input_value() for box in page.locator(".tables input").all()]
    assert len(set(names)) == 12
    assert page.locator(".table-facts", has_text="says the same").count() == 6  # whatever their projects are called
    assert "another version" in page.locator(".remarks").inner_text()
    assert page.locator(".left-over").count() == 160
    assert place(page, "Actors").locator("h4").count() == 40
    assert place(page, "constructor (no longer in this sheet)").count() == 1
    assert page.evaluate("window.evil") is None
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run({ exclude: ['.side-record + .side-record'] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })")["violations"]
    assert [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found] == []
    page.locator("[data-action=remove]").first.press("Enter")
    page.locator(".tables li").nth(10).wait_for()
    assert page.evaluate("document.activeElement.value") == names[1]
    page.click("[data-action=save]")
    page.click("text=Open the merged sheet")
    page.wait_for_selector("work-sheet[data-ready]")
    assert page.locator("fieldset[data-group=actors] > details.said li").count() == 11
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run({ include: ['work-sheet'], exclude: ['.record + .record'] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })")["violations"]
    assert [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


def test_faults_are_told(page, address, scores):
    """Without the network the page offers to try again; without storage it says so, and the merged sheet goes to a file."""
    page.route("**/sheet.json", lambda route: route.abort())
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } })")
    page.goto(f"{address}/workspace/tables/")
    page.wait_for_selector("merge-tables[data-ready]")
    page.set_input_files("merge-tables [type=file]", scores)
    page.wait_for_selector("text=could not be loaded")
    page.unroute("**/sheet.json")
    page.click("text=Try again")
    page.locator(".compared").wait_for()
    page.click("[data-action=save]")
    page.wait_for_selector("text=Save the merged sheet to a file.")
    with page.expect_download() as download:
        page.click("[data-action=save-file]")
    [reading] = run_js("file.mjs", [("read", Path(download.value.path()).read_text(encoding="utf-8"))])
    assert reading["sheets"][0]["answers"]["question"] == "What first?"
    assert reading["sheets"][0]["said"]["texts"]["question"]["t1"] == "What first?"
