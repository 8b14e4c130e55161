"""The ways into the toolbox in a real browser: filters, navigator, map, recipes, and examples that open in their form."""

from __future__ import annotations

import json
import re

import pytest
from conftest import BUILT, ROOT, stored
from guide.worksheets import worksheet_ids

SHEETS = worksheet_ids(ROOT)


def shown(page) -> list[str]:
    """The titles of the cards that a reader sees."""
    return [card.locator("h3").inner_text() for card in page.locator(".phase .card:visible").all()]


# --- Filters ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("query", "fits"), [
    ("phase=define", lambda s: s.phase == "define"),
    ("role=procurement", lambda s: "procurement" in s.roles),
    ("layout=scoring", lambda s: s.layout.kind == "scoring"),
    ("level=practised", lambda s: s.level == "practised"),
    ("time=15", lambda s: s.minutes_short <= 15),
    ("people=20", lambda s: s.fewest <= 20 <= s.most),
    ("phase=understand&role=residents&people=4", lambda s: s.phase == "understand" and "residents" in s.roles and s.fewest <= 4 <= s.most),
])  # fmt: skip
def test_an_address_with_filters_shows_what_fits(page, address, project, query, fits):
    """Someone who gets a filtered address sees exactly the worksheets that fit, their number, and the chosen filters."""
    page.goto(f"{address}/toolbox/?{query}")
    wanted = [project.sheet("en", id) for id in project.sheet_ids if fits(project.sheet("en", id))]
    assert shown(page) == [s.title for s in wanted] and wanted
    assert page.locator(".filter-count").inner_text() == f"{len(wanted)} of {len(SHEETS)} worksheets"
    for pair in query.split("&"):
        name, value = pair.split("=")
        assert page.locator(f"[name={name}]").input_value() == value
    phases = {s.phase for s in wanted}
    assert {section.get_attribute("data-phase") for section in page.locator("section.phase:visible").all()} == phases


def test_filters_by_keyboard_without_reload(page, address):
    """Chosen with the keyboard, the filter stands in the address at once, back takes it away, and nothing is loaded again."""
    page.goto(f"{address}/toolbox/")
    page.evaluate("window.stayed = true")
    page.locator("#filter-phase").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**/toolbox/?phase=understand")
    assert len(shown(page)) == 9
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "filter-role"
    page.go_back()
    page.go_back()
    assert page.url.endswith("/toolbox/") and len(shown(page)) == len(SHEETS)
    assert page.evaluate("window.stayed")
    page.goto(f"{address}/toolbox/?phase=nowhere&people=99")
    assert shown(page) == [] and "fits" in page.locator(".filter-count").inner_text()
    page.locator(".filter button[type=reset]").click()
    page.wait_for_function("document.querySelectorAll('.phase .card:not([hidden])').length > 40")
    assert page.url.endswith("/toolbox/")


def test_the_whole_list_without_script(browser, address):
    """Without script all worksheets are there, and no filter that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/toolbox/?phase=define")
    assert len(shown(page)) == len(SHEETS)
    assert not page.locator("toolbox-filter").is_visible()
    context.close()


# --- The navigator --------------------------------------------------------------------------------------------------


def test_navigator_without_script(browser, address, project):
    """Without script, by keyboard: one question at a time, an answer leads on, back leads back, the end says why and can be sent."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/navigator/")
    assert page.locator(".place:visible").count() == 1
    first = page.locator(".place:visible h2").inner_text()
    said = []
    while page.locator(".place:visible .choices").count():
        link = page.locator(".place:visible .choices a").first
        said.append(link.inner_text())
        link.focus()
        page.keyboard.press("Enter")
        assert page.locator(".place:visible").count() == 1
    end = page.url.split("#")[1]
    assert [item.inner_text() for item in page.locator(".place:visible .said li").all()] == said
    assert project.ways["en"]["navigator"]["ends"][end]["why"].split("\n")[0][:40] in page.locator(".place:visible").inner_text()
    for _ in said:
        page.go_back()
    assert page.locator(".place:visible h2").inner_text() == first
    colleague = context.new_page()
    colleague.goto(f"{address}/navigator/#{end}")
    assert colleague.locator(".place:visible").get_attribute("id") == end
    context.close()


def test_every_end_leads_to_its_pages(page, address, project):
    """Each end links its recipe or its three worksheets, in their order."""
    page.goto(f"{address}/navigator/")
    for end in project.navigator.ends:
        hrefs = [a.get_attribute("href") for a in page.locator(f"#{end.id} :is(.cards h3 a, a.button)").all()]
        wanted = [f"../recipes/{end.recipe}/"] if end.recipe else [f"../toolbox/{id}/" for id in end.sheets]
        assert hrefs == wanted, end.id


# --- Map, links, recipes ----------------------------------------------------------------------------------------------


def test_the_map_and_its_list_say_the_same(page, address, project):
    """The map has a box for each worksheet and a line for each pair; the list beside it names the same; focus makes lines stand out."""
    page.goto(f"{address}/toolbox/map/")
    pairs = {(link.from_sheet, link.sheet) for link in project.links}
    drawn = {tuple(way.get_attribute("data-ends").split()) for way in page.locator(".toolbox-map .way").all()}
    assert drawn == pairs
    assert [a.get_attribute("data-sheet") for a in page.locator(".toolbox-map a").all()] == project.sheet_ids
    listed = page.locator("ul.links > li").all()
    assert len(listed) == len(SHEETS)
    text = " ".join(item.inner_text() for item in listed)
    assert all(project.sheet("en", id).title in text for id in project.sheet_ids)
    page.locator(".toolbox-map a[data-sheet=charter]").focus()
    assert page.locator(".toolbox-map .way.shown").count() == sum("charter" in pair for pair in pairs)


def test_a_worksheet_says_what_it_brings_and_gives(page, address, project):
    """The links of the structure stand on the page with the names of the sheets and fields, and lead there."""
    page.goto(f"{address}/toolbox/pilot-canvas/")
    brought = {link.from_sheet for link in project.links if link.sheet == "pilot-canvas"}
    given = {link.sheet for link in project.links if link.from_sheet == "pilot-canvas"}
    hrefs = {a.get_attribute("href").split("/")[-2] for a in page.locator("section.links dd a").all()}
    assert hrefs == brought | given
    assert "We stop early if" in page.locator("section.links").inner_text()


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_timetable_of_a_recipe(page, address, project, language):
    """The page shows each part with its hour and minutes, and the language of its text is said."""
    page.goto(f"{address}/{'' if language == 'en' else language + '/'}recipes/half-day/")
    recipe = project.recipe(language, "half-day")
    hours = [cell.inner_text() for cell in page.locator(".timetable th").all()]
    assert hours == [time for session in recipe.sessions for time in session.clock]
    block = page.locator("article > div[lang]").first
    assert (block.get_attribute("lang"), block.get_attribute("dir")) == (recipe.language, project.language(recipe.language).direction)


# --- Examples ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_example_opens_in_the_form(page, address, sheet):
    """The downloaded example opens in the form of its worksheet, whole: nothing is left out, all of it is kept."""
    file = BUILT / "toolbox" / sheet / f"{sheet}-example-en.json"
    page.goto(f"{address}/toolbox/{sheet}/")
    page.wait_for_selector("work-sheet[data-ready]")
    page.set_input_files("[type=file]", file)
    page.wait_for_selector(".sheet-status[data-state]")
    assert page.locator(".sheet-status").get_attribute("data-state") == "saved", page.locator(".sheet-status").inner_text()
    wanted = json.loads(file.read_text(encoding="utf-8"))["sheets"][0]["answers"]
    kept = stored(page, sheet)["answers"]
    assert plain(kept) == plain(wanted)


def plain(answers: dict) -> dict:
    """Answers with line ends and outer spaces as browsers keep them, without records that are empty."""
    def one(value):
        if isinstance(value, list):
            return [one(record) for record in value]
        if isinstance(value, dict):
            return {id: one(inner) for id, inner in value.items()}
        # A line of text in a browser has no line ends.
        return re.sub(r"\s+", " ", value) if isinstance(value, str) else value

    return one(answers)
