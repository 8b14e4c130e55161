"""The modules of the workspace that need no browser: what is carried over, how far a project is, old shapes, files."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT, run_js
from guide.problems import Problems
from guide.yamlfile import read_yaml

CARRY = sorted((ROOT / "tests/carry").glob("*.yml"))


def case(path):
    """A case file, read as strictly as all content: every value is a text."""
    problems = Problems(ROOT)
    value = read_yaml(path, problems)
    problems.stop_if_any()
    return value


def with_ids(answers: dict) -> dict:
    """Answers of a case as they are stored: records get the names r1, r2 …"""
    return {id: [{"_id": f"r{n}", **row} for n, row in enumerate(value, 1)] if isinstance(value, list) else value for id, value in (answers or {}).items()}


def plain(answers: dict) -> dict:
    """Stored answers as a case writes them: without names of records, without what is empty."""
    found = {}
    for id, value in answers.items():
        if isinstance(value, list):
            rows = [{k: v for k, v in row.items() if k != "_id" and v} for row in value]
            value = [row for row in rows if row]
        if value:
            found[id] = value
    return found


class Desk:
    """One sheet with the others around it, as a case tells it."""

    def __init__(self, told: dict):
        several = told.get("several-sources", [])
        self.links = []
        for line in told["takes"]:
            to, _, source = line.partition(" from ")
            sheet, *inner = source.split(".")
            group, _, field = to.rpartition(".")
            origin = {"sheet": sheet, "title": sheet, "group": inner[0] if len(inner) == 2 else "", "field": inner[-1], "label": inner[-1], "several": sheet in several, "options": dict(told.get("options", {}))}
            self.links.append({"group": group, "field": field, "several": False, "start": 2 if group else 0, "max": int(told.get("room", 9)), "from": origin})
        self.content = {"answers": {}, "carried": {}}
        self.sources: dict[str, list[dict]] = {}
        self.offers: list[dict] = []
        self.choices: list[dict] = []

    def do(self, step: dict) -> None:
        """What happens in a step: others write, the person types, removes, chooses or answers the offers."""
        for name, value in step.items():
            if name == "type":
                self.content["answers"] |= with_ids(value)
                self.content["answers"] = {id: v for id, v in self.content["answers"].items() if v != ""}
            elif name == "remove":
                for group, text in value.items():
                    rows = self.content["answers"][group]
                    self.content["answers"][group] = [row for row in rows if text not in row.values()]
            elif name == "options":
                for link in self.links:
                    link["from"]["options"] = dict(value)
            elif name == "answer":
                for offer in self.offers:
                    room = {"max": self.links[0]["max"], "start": self.links[0]["start"]}
                    self.content = run_js("carry.mjs", [("answerOffer", self.content, offer, value == "take", room)])[0]
            elif name == "choose":
                key = next(c["key"] for c in self.choices[0]["candidates"] if c["text"] == value)
                self.content = run_js("carry.mjs", [("choose", self.links, self.content, self.sources, self.choices[0], key)])[0]
            elif name not in ("here", "offered", "carried", "edited", "asks"):
                sheet, _, copy = name.partition(" ")
                others = [s for s in self.sources.get(sheet, []) if s["copy"] != (copy or "1")]
                self.sources[sheet] = [*others, {"copy": copy or "1", "answers": with_ids(value)}]
        arrived, = run_js("carry.mjs", [("arrive", self.links, self.content, self.sources)])
        self.content = {"answers": arrived["answers"], "carried": arrived["carried"]}
        self.offers, self.choices = arrived["offers"], arrived["choices"]

    def told_offers(self) -> list[str]:
        lines = []
        for offer in self.offers:
            if "group" in offer:
                lines.append(f"new in {offer['group']}: " + ", ".join(v["text"] for v in offer["candidate"]["fields"].values()))
            else:
                lines.append(f"{offer['path'][0]}: {offer['text']}")
        return lines

    def marked(self, *, edited: bool) -> list[str]:
        marks, = run_js("carry.mjs", [("marks", self.links, self.content)])
        return [".".join(filter(None, (m["link"]["group"], m["link"]["field"]))) for m in marks if m["edited"] == edited]


@pytest.mark.parametrize("path", CARRY, ids=lambda p: p.stem)
def test_carry_over(path):
    """What arrives, what stays and what is offered, as the case says."""
    told = case(path)
    desk = Desk(told)
    for n, step in enumerate(told["steps"], 1):
        desk.do(step)
        if "here" in step:
            assert plain(desk.content["answers"]) == (step["here"] or {}), f"step {n}"
        if "offered" in step:
            assert desk.told_offers() == list(step["offered"] or []), f"step {n}"
        if "carried" in step:
            assert desk.marked(edited=False) == list(step["carried"]), f"step {n}"
        if "edited" in step:
            assert desk.marked(edited=True) == list(step["edited"]), f"step {n}"
        if "asks" in step:
            assert [c["sheet"] for c in desk.choices] == ([step["asks"]] if step["asks"] else []), f"step {n}"


FILES = sorted((ROOT / "tests/files").glob("*.yml"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_reading_a_file(path):
    """A project file is read as the case says: what is in it, what was lost, or why it is refused."""
    told = case(path)
    reading, = run_js("open-file.mjs", [("readAndMend", told["file"])])
    assert reading.get("problem") == told.get("problem")
    if wanted := told.get("reads"):
        names = [s["sheet"] if s["copy"] == "1" else f"{s['sheet']} {s['copy']}" for s in reading["sheets"]]
        assert names == list(wanted["sheets"])
        assert sum(len(s["answers"]) for s in reading["sheets"]) == int(wanted["answers"])
        assert (reading.get("project") or {}).get("name", "") == wanted.get("project", "")
        assert reading["newer"] == ("newer" in wanted) and reading["repaired"] == ("repaired" in wanted)
        assert reading["lost"] == list(wanted.get("lost", []))
        if "carried" in wanted:
            assert reading["sheets"][0]["carried"] == json.loads(wanted["carried"])


def shape(name: str):
    return json.loads((ROOT / f"tests/shapes/{name}.json").read_text(encoding="utf-8"))


def test_every_record_that_was_ever_stored_is_understood():
    """A record of each schema becomes one of today with the same answers, the earlier states included."""
    today = shape("record-2")
    for schema in (1, 2):
        old = shape(f"record-{schema}")
        now, = run_js("shapes.mjs", [("recordNow", old, "x1a2b3c4")])
        assert (now["schema"], now["project"], now["copy"]) == (today["schema"], "x1a2b3c4", "1")
        assert now["answers"] == old["answers"] and [b["answers"] for b in now["before"]] == [b["answers"] for b in old["before"]]
        assert run_js("shapes.mjs", [("understoodRecord", now)]) == [True]


def test_there_is_a_fixture_for_every_schema_and_version():
    """Whoever raises the number of the record or of the file adds a fixture of it."""
    import re

    for module, constant, name in (("shapes.mjs", "SCHEMA", "record"), ("file.mjs", "VERSION", "file")):
        newest = int(re.search(rf"export const {constant} = (\d+)", (ROOT / "overrides/static/js" / module).read_text())[1])
        assert [p.name for p in sorted((ROOT / "tests/shapes").glob(f"{name}-*.json"))] == [f"{name}-{n}.json" for n in range(1, newest + 1)]


def test_every_file_that_was_ever_saved_is_read():
    """A file of each version holds the same answers for the program of today."""
    read = run_js("file.mjs", [("read", json.dumps(shape(f"file-{version}"))) for version in (1, 2)])
    assert read[0]["sheets"][0]["answers"] == read[1]["sheets"][0]["answers"] == shape("record-2")["answers"]
    assert not any(r["lost"] or r["newer"] for r in read)


def test_what_is_written_follows_the_schema():
    """The page writes files that follow the published JSON Schema, and so do the fixtures and the worked examples."""
    import jsonschema

    schema = json.loads((ROOT / "hooks/guide/schemas/project.schema.json").read_text())
    record = shape("record-2")
    written, = run_js("file.mjs", [("toFile", {"name": "Eastbank", "recipe": "half-day", "passed": ["charter"]}, [record])])
    jsonschema.Draft202012Validator.check_schema(schema)
    for file in (json.loads(written), shape("file-2")):
        jsonschema.validate(file, schema)
    broken = shape("file-2")
    broken["sheets"][0]["answers"]["need"] = 5
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema)


def test_the_importer_withstands_invented_files():
    """Thousands of invented files, whole, cut off and damaged: nothing is thrown, nothing leaks, nothing changes on the way."""
    import subprocess

    from conftest import NODE

    done = subprocess.run([NODE, ROOT / "tests/js/fuzz.mjs", "100000"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "100000 files read" in done.stdout and int(done.stdout.split(", ")[1].split()[0]) > 10_000


def test_equal_totals_of_means_share_a_rank():
    """Points that are means add up without the last bits of the computer: 3 × 0.1 + 3 × 0.2 is as good as 3 × 0.3."""
    assert run_js("compute.mjs", [("totals", [3, 3], [[0.1, 0.2], [0.3, 0]])]) == [[{"total": 0.9, "rank": 1}, {"total": 0.9, "rank": 1}]]


def test_types():
    """The scripts of the pages agree with the types that stand in their comments; modules without a page, strictly."""
    import subprocess

    from conftest import NODE

    for settings in ("tsconfig.json", "tsconfig.pure.json"):
        done = subprocess.run([NODE, "node_modules/typescript/bin/tsc", "-p", settings], cwd=ROOT / "vendor", capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
