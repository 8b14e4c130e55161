"""The workshop pack and the facilitator's screen: what they compute, what a reader does with them, and what is printed.

Each case in tests/agenda can be read and added without programming. `play` names what is looked at: clock, add, breaks,
move, warnings, tables, materials, steps, share, timer or letter. A part is written as "charter short 30" (sheet, version,
minutes), "break 15", "welcome 10", "closing 10", "own 20 Coffee" or "meeting 14:00 Second round".
"""

from __future__ import annotations

import re

import pypdfium2
import pytest
import yaml
from conftest import ROOT, run_js, stored
from guide import model
from test_access import reader, violations  # noqa: F401

CASES = sorted((ROOT / "tests/agenda").glob("*.yml"))
LETTER = {
    "invitation-subject": "Invitation: {title}",
    "invitation": "You are invited to “{title}”.\n{when}\n{place}, {people} people.",
    "invitation-when": "{date}, {from}–{until}",
    **{f"missing-{name}": f"[{text}]" for name, text in (("title", "title"), ("date", "date"), ("from", "start"), ("until", "end"), ("place", "place"), ("people", "number"))},
}


def part(text: str, at: int) -> dict:
    """One part of an agenda, as it is kept."""
    kind, *rest = text.split()
    row = {"_id": f"p{at}"}
    if kind in ("welcome", "closing"):
        return row | {"kind": "own", "from": kind, "minutes": rest[0]}
    if kind == "break":
        return row | {"kind": "break", "minutes": rest[0]}
    if kind == "own":
        return row | {"kind": "own"} | ({"minutes": rest[0], "name": " ".join(rest[1:])} if rest else {})
    if kind == "meeting":
        return row | {"kind": "meeting", "start": rest[0], "name": " ".join(rest[1:])}
    return row | {"kind": "sheet", "sheet": kind, "version": rest[0], "minutes": rest[1]}


def sheet(given: dict) -> dict:
    """One sheet, as the page knows it."""
    least, most = re.findall(r"\d+", given.get("people", "1 to 99"))
    steps = [re.fullmatch(r"(\w+) short (\d+) full (\d+)", text).groups() for text in given.get("steps", [])]
    return {
        "participants": {"min": int(least), "max": int(most)},
        "materials": [m for m in given.get("needs", "").split(", ") if m],
        "steps": [{"id": name, "title": name, "text": "", "short": int(short), "full": int(full)} for name, short, full in steps],
    }


def milliseconds(clock: str) -> int:
    hours, minutes, seconds = map(int, clock.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def moment(text: str) -> list:
    """One line of the story of a timer: when, what, and for a clock that is set, to which time."""
    at, action, *rest = text.split()
    return [milliseconds(at), "set", milliseconds(rest[-1])] if action == "clock" else [milliseconds(at), action, 0]


def told(case: dict) -> dict:
    """What the program is given for a case."""
    parts = [part(text, at) for at, text in enumerate(case.get("agenda", []))]
    facts = {name: str(case[name]) for name in ("start", "people", "tables") if name in case}
    used = {row["sheet"]: sheet({}) for row in parts if row["kind"] == "sheet"} | {id: sheet(given) for id, given in case.get("sheets", {}).items()}
    given = {"agenda": facts | {"parts": parts}, "sheets": used, "order": list(model.MATERIALS)}
    if "add" in case:
        given["added"] = [part(text, 100 + at) for at, text in enumerate(case["add"])]
    if "move" in case:
        number, way = case["move"].split()
        given["move"] = {"part": int(number), "by": -1 if way == "up" else 1}
    if case["play"] == "share":
        given |= {"minutes": [int(n) for n in case["minutes"].split()], "total": case["total"]}
    if case["play"] == "timer":
        given |= {"first": case["first"], "second": case.get("second", 1), "story": [moment(text) for text in case["story"]]}
    if case["play"] == "letter":
        meetings = [re.fullmatch(r"(.*) from (\S+) to (\S+)", text) for text in case["facts"]["meetings"]]
        facts = {"title": "", "place": "", "people": ""} | case["facts"]
        given |= {"words": LETTER, "facts": facts | {"meetings": [dict(zip(("date", "from", "until"), m.groups() if m else ("", "", ""), strict=True)) for m in meetings]}}
    return given


@pytest.fixture(scope="module")
def played() -> dict[str, list[str]]:
    """What comes out of all cases, run in one go."""
    cases = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in CASES]
    shown = run_js(str(ROOT / "tests/js/agenda-case.mjs"), [("play", case["play"], told(case)) for case in cases])
    return dict(zip((path.stem for path in CASES), shown, strict=True))


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path, played):
    """The agenda, what follows from it, and the timer say what the case says."""
    assert played[path.stem] == yaml.safe_load(path.read_text(encoding="utf-8"))["shows"]


# --- The pack --------------------------------------------------------------------------------------------------

PACK, SCREEN = "/workspace/workshop/", "/workspace/screen/"


def open_page(page, address, path=PACK):
    page.goto(address + path)
    page.wait_for_selector("workshop-pack[data-ready], facilitator-screen[data-ready]")


def agenda(page) -> list[str]:
    """The agenda as a reader sees it: time, name and minutes of each line."""
    code = """() => [...document.querySelectorAll(".agenda > li")].map((line) => [
      line.querySelector("bdi").textContent,
      line.querySelector("a:not([hidden])")?.textContent ?? (line.querySelector("[data-part=name]:not([hidden])") ?? {}).value ?? "",
      line.querySelector("[data-part=name]:not([hidden])")?.placeholder ?? "",
      line.querySelector("[data-part=minutes]")?.value ?? line.querySelector(".quiet").textContent,
    ].filter(Boolean).join(" | "))"""
    return page.evaluate(code)


def saved(page, text=""):
    """Wait until the page says that it has saved."""
    for _ in range(200):
        if page.evaluate("document.querySelector('.sheet-status').dataset.state === 'saved'") and text in page.locator(".sheet-status").first.inner_text():
            return
        page.wait_for_timeout(25)
    raise AssertionError(page.locator(".sheet-status").first.inner_text())


def use_recipe(page, address, recipe="half-day"):
    open_page(page, address)
    page.select_option("#w-recipe", recipe)
    page.click("[data-action=use-recipe]")
    saved(page, "The recipe is in the agenda")


def test_pack_by_keyboard(page, context, address):
    """Two sheets are added, moved, removed and brought back by keyboard alone; the page shows the times and a warning, keeps all of it, and a second tab sees it."""
    open_page(page, address)
    page.focus("#w-sheet")
    page.keyboard.type("P1")
    page.keyboard.press("Tab")
    page.keyboard.type("Short")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    saved(page, "Added: Project charter")
    page.focus("#w-sheet")
    page.keyboard.type("D1")
    page.keyboard.press("Tab")
    page.keyboard.type("Full")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    saved(page, "Added: Challenge wall, with a break before it")
    page.locator("#w-start").fill("09:30")
    page.locator("#w-people").fill("4")
    page.locator("#w-title").fill("<b>Ein Tag</b>")
    assert agenda(page) == ["09:30 | Welcome | 10", "09:40 | P1 Project charter | 30", "10:10 | Break | 15", "10:25 | D1 Challenge wall | 60", "11:25 | Closing round | 10", "11:35 | Length: 2:05 hours"]
    assert page.locator(".warnings li").all_inner_texts() == ["“Challenge wall” is for 6 to 30 people. You have 4. Invite more people, or choose another sheet."]
    assert "pens: 4" in page.locator("ul.materials").inner_text()
    assert "[date], from 09:30 to 11:35" in page.input_value("[name=invitation]")
    assert page.input_value("[name=subject]") == "Invitation: <b>Ein Tag</b>"
    page.focus("[data-id] >> nth=3 >> [data-action=up]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('li').querySelector('a').textContent") == "D1 Challenge wall", "the button that was pressed keeps the focus"
    assert [line.split(" | ")[1] for line in agenda(page)][1:4] == ["P1 Project charter", "D1 Challenge wall", "Break"]
    page.focus("[data-id] >> nth=3 >> [data-action=remove]")
    page.keyboard.press("Enter")
    assert len(agenda(page)) == 5
    assert page.evaluate("document.activeElement.dataset.action") == "remove"
    page.focus("[data-action=undo]")
    page.keyboard.press("Enter")
    saved(page, "undone")
    before = agenda(page)
    assert len(before) == 6
    page.locator("[data-tick=pens]").check()
    saved(page, "Saved on this device")
    page.reload()
    page.wait_for_selector("workshop-pack[data-ready]")
    assert agenda(page) == before
    assert page.locator("[data-tick=pens]").is_checked()
    other = context.new_page()
    open_page(other, address)
    other.locator("#w-place").fill("Room 2")
    saved(other, "Saved on this device")
    page.wait_for_timeout(300)
    assert page.input_value("#w-place") == "Room 2"
    assert context.complaints == []


def test_invitation(page, context, address):
    """The invitation of the recipe can be taken, changed, copied and written anew from the agenda; what was changed stays as it is."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    use_recipe(page, address)
    assert page.input_value("[name=subject]") == "What is difficult in [place]? A morning on [date]"
    page.locator("[name=invitation]").fill("Come, all of you")
    page.locator("#w-place").fill("Library")
    assert page.input_value("[name=invitation]") == "Come, all of you"
    page.click("[data-action=copy]")
    saved(page, "copied")
    assert page.evaluate("navigator.clipboard.readText()") == "What is difficult in [place]? A morning on [date]\n\nCome, all of you"
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.click("[data-action=copy]")
    page.wait_for_timeout(50)
    assert page.evaluate("getSelection().toString()") == "Come, all of you"
    page.click("[data-action=rewrite]")
    assert "Place: Library" in page.input_value("[name=invitation]")
    page.click("[data-action=undo]")
    assert page.input_value("[name=invitation]") == "Come, all of you"


def test_pack_on_paper(page, context, address, tmp_path):
    """One press prints agenda, materials, invitation, script and the forms with our answers; a sheet that cannot be fetched is told, with its file, and the rest is printed."""
    context.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{address}/toolbox/challenge-wall/")
    page.wait_for_selector("work-sheet[data-ready]")
    page.locator("[name='cards.r1.difficulty'], .record [name]").first.fill("No bus after 17:40")
    saved(page)
    use_recipe(page, address)
    page.route("**/toolbox/idea-card/", lambda route: route.abort())
    page.locator("#w-people").fill("12")
    page.check("[value=filled]")
    page.locator("form [data-action=print]").click()
    page.wait_for_selector(".pack-missing:not([hidden])")
    assert "These sheets could not be fetched: Idea card." in page.locator(".sheet-status").inner_text()
    assert page.evaluate("window.printed")
    page.pdf(path=tmp_path / "pack.pdf", format="A4")
    sides = [side.get_textpage().get_text_bounded() for side in pypdfium2.PdfDocument(tmp_path / "pack.pdf")]
    text = re.sub(r"\s+", " ", " ".join(sides))
    for expected in (
        "10:15 Challenge wall (D1, Short version) 30 min", "13:25 End Length: 3:25 hours",  # agenda
        "pens: 12", "Dear [name],", "Script for the facilitator", "11:02 Score alone",  # materials, invitation, script
        "No bus after 17:40", "What we rank", "Turn 1",  # three forms
        "This sheet could not be fetched. Print it from its file.",
    ):  # fmt: skip
        assert expected in text
    first = [at for at, side in enumerate(sides) if "Purpose:" in side]
    assert len(first) == 3, "each sheet begins on a page of its own"
    assert "What do you want to do?" not in text
    page.unroute("**/toolbox/idea-card/")
    page.check("[value=empty]")
    page.evaluate("document.querySelector('.pack').replaceChildren()")
    page.locator("form [data-action=print]").click()
    page.wait_for_selector(".pack-missing", state="hidden")
    page.pdf(path=tmp_path / "empty.pdf", format="A4")
    text = " ".join(side.get_textpage().get_text_bounded() for side in pypdfium2.PdfDocument(tmp_path / "empty.pdf"))
    assert "No bus after 17:40" not in text
    assert "Without a screen" in text, "the form of the sheet that failed before"


# --- The screen ------------------------------------------------------------------------------------------------


def face(page) -> dict[str, str]:
    return {name: page.locator(f".screen-{name}").inner_text() for name in ("progress", "step", "time", "state")}


def shows(page, time: str, state: str):
    """The face shows this time, give or take the moments that the test itself takes."""
    sign = {"+": 1}
    seconds = [sign.get(text[0], -1) * (60 * int(text.strip("+")[:2]) + int(text[-2:])) for text in (time, face(page)["time"])]
    assert abs(seconds[0] - seconds[1]) <= 4, face(page)
    assert face(page)["state"] == state


def test_screen(page, address):
    """The steps of the agenda by keys and by buttons; the timer goes on after a reload, says once that the time is over, and counts on."""
    page.clock.install(time="2026-05-09T10:00:00")
    open_page(page, address, SCREEN)
    assert page.locator(".screen-empty").is_visible()
    use_recipe(page, address)
    open_page(page, address, SCREEN)
    assert face(page) == {"progress": "Step 1 of 27", "step": "Welcome and limits", "time": "15:00", "state": "Not started"}
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert face(page)["step"] == "Ask the question"
    assert page.locator(".screen-told").inner_text() == "Step 2 of 27: Ask the question. Planned: 5 minutes."
    assert page.locator(".screen-planned").inner_text() == "Planned from 10:15 to 10:20"
    page.keyboard.press("Space")
    page.clock.run_for("01:00")
    shows(page, "04:00", "left")
    page.reload()
    page.wait_for_selector("facilitator-screen[data-ready]")
    page.clock.run_for("00:30")
    assert face(page)["step"] == "Ask the question"
    shows(page, "03:30", "left")
    page.click("[data-action=more]")
    shows(page, "04:30", "left")
    page.keyboard.press("Enter")  # the button has the focus, so this is its key
    shows(page, "05:30", "left")
    page.keyboard.press("Space")  # and this, too: it does not pause
    shows(page, "06:30", "left")
    told = "() => { window.said = []; new MutationObserver((all) => said.push(...all.map((one) => one.target.textContent))).observe(document.querySelector('.screen-told'), { childList: true }); }"
    page.evaluate(told)
    page.clock.run_for("08:40")
    shows(page, "+02:10", "over time")
    assert page.evaluate("window.said") == ["Time is over"]
    page.keyboard.press("PageDown")
    shows(page, "05:00", "left")  # the next step runs, because this one did
    page.focus("main")
    page.keyboard.press("Space")
    assert face(page)["state"] == "Paused"
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.keyboard.press("ArrowLeft")
    assert face(page)["progress"] == "Step 4 of 27", "from the right, the left arrow goes on"
    assert {"step", "began", "left"} <= set(stored(page, "workspace-screen")["answers"]["runs"][0])
    assert page.context.complaints == []


def test_single_sheet_on_the_screen(page, address):
    """From a worksheet one press leads to its steps on the big screen; without its data the page says so and shows it without steps."""
    page.goto(f"{address}/toolbox/charter/")
    page.wait_for_selector("work-sheet[data-ready]")
    page.get_by_role("link", name="On a big screen").click()
    page.wait_for_selector("facilitator-screen[data-ready]")
    assert face(page)["progress"] == "Step 1 of 6"
    page.select_option("#s-version", "short")
    page.get_by_role("button", name="Show it").click()
    page.wait_for_url("**/?sheet=charter&version=short")
    page.wait_for_selector("facilitator-screen[data-ready]")
    assert face(page)["progress"] == "Step 1 of 5"
    page.route("**/sheet.json", lambda route: route.abort())
    page.reload()
    page.wait_for_selector("facilitator-screen[data-ready]")
    assert face(page) == {"progress": "Step 1 of 1", "step": "Project charter", "time": "30:00", "state": "Not started"}
    assert "The steps of these sheets could not be fetched: Project charter." in page.locator(".screen-more .sheet-status").inner_text()


@pytest.mark.parametrize(("width", "palette", "direction"), [(320, "dark", "ltr"), (1280, "light", "rtl")])
def test_access_of_pack_and_screen(reader, address, width, palette, direction):  # noqa: F811
    """No violation with a full agenda, in both palettes, on a phone and a wide screen, from the left and from the right; no sideways scrolling; the step fits a screen of 1280 by 720."""
    page = reader(width, palette)
    page.set_viewport_size({"width": width, "height": 720})
    use_recipe(page, address)
    page.locator("#w-people").fill("40")
    page.locator("#w-start").fill("20:00")
    page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
    found = violations(page)
    wide = [page.evaluate("document.documentElement.scrollWidth")]
    saved(page)
    open_page(page, address, SCREEN)
    page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
    page.keyboard.press("PageDown")
    found += violations(page)
    wide.append(page.evaluate("document.documentElement.scrollWidth"))
    assert found == []
    assert max(wide) <= width
    if width == 1280:
        for _ in range(27):
            page.keyboard.press("PageDown")
            box = page.evaluate("(() => { const t = document.querySelector('.screen-text'); return [t.scrollHeight - t.clientHeight, document.querySelector('.screen-buttons').getBoundingClientRect().bottom, parseFloat(getComputedStyle(document.querySelector('.screen-step')).fontSize)]; })()")
            assert box[0] <= 1
            assert box[1] <= 720
            assert box[2] >= 64
