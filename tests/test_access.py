"""Access for everyone: axe on every kind of page, no sideways scrolling, everything by keyboard, nothing without a name."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from conftest import ROOT, languages
from guide.worksheets import worksheet_ids

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SHEETS = worksheet_ids(ROOT)
DRAWN = ["charter", "ecosystem-map", "impact-effort", "priority-score"]
"""Worksheets that are drawn in ways of their own: looked at in each combination, all others in two."""
LONG = ["guide/money/", "sources/", "glossary/"]
"""Pages with very many elements, on which axe takes long: looked at once per script, not in every combination."""
WAYS = ["toolbox/", "toolbox/map/", "navigator/", "recipes/", "recipes/half-day/", "phases/define/", "roles/council/", "workspace/", "workspace/paper/", "workspace/tables/", "workspace/workshop/", "workspace/screen/"]
PAGES = ["", "guide/", "guide/who/", "about/", "translations/", "nowhere/", *WAYS, *(f"toolbox/{sheet}/" for sheet in DRAWN)]


def violations(page) -> list[str]:
    """What axe finds on the page as it is now."""
    page.evaluate(AXE)
    found = page.evaluate("(rules) => axe.run(document, rules)", RULES)["violations"]
    return [f"{v['id']}: {n['html'][:160]} {n['failureSummary'][:200]}" for v in found for n in v["nodes"]]


@pytest.fixture
def reader(browser):
    """A page in a wanted width and palette. The policy is set aside so that axe can be put into the page."""
    opened = []

    def make(width: int, palette: str):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=palette, bypass_csp=True, reduced_motion="reduce")
        opened.append(context)
        return context.new_page()

    yield make
    for context in opened:
        context.close()


LOOKS = [("en", 320, "light"), ("en", 1280, "dark"), ("fr", 320, "dark"), ("fr", 1280, "light"), ("ar", 320, "light"), ("ar", 1280, "dark")]
"""Each language on a phone and on a wide screen, each width and each palette three times."""


@pytest.mark.parametrize(("language", "width", "palette"), LOOKS)
def test_axe_finds_nothing(reader, address, language, width, palette):
    """No violation on any kind of page, in light and dark, on a phone and a wide screen; no sideways scrolling."""
    page = reader(width, palette)
    wrong = {}
    for name in PAGES:
        page.goto(f"{address}/{'' if language == 'en' else language + '/'}{name}")
        if name.startswith("toolbox/") and name not in WAYS:
            page.wait_for_selector("work-sheet[data-ready]")
        if found := violations(page):
            wrong[name] = found
        if (scroll := page.evaluate("document.documentElement.scrollWidth")) > width:
            wrong[name] = [*wrong.get(name, []), f"{scroll} px wide"]
    assert wrong == {}


@pytest.mark.parametrize(("language", "width", "palette", "sheets"), [("en", 320, "light", SHEETS[::2]), ("ar", 1280, "dark", SHEETS[1::2])], ids=["en", "ar"])
def test_axe_finds_nothing_on_any_worksheet(reader, address, language, width, palette, sheets):
    """The same on every worksheet: one half on a phone in English, the other on a wide screen in Arabic."""
    page = reader(width, palette)
    wrong = {}
    for sheet in sheets:
        page.goto(f"{address}/{'' if language == 'en' else language + '/'}toolbox/{sheet}/")
        page.wait_for_selector("work-sheet[data-ready]")
        if found := violations(page):
            wrong[sheet] = found
        if (scroll := page.evaluate("document.documentElement.scrollWidth")) > width:
            wrong[sheet] = [*wrong.get(sheet, []), f"{scroll} px wide"]
    assert wrong == {}


@pytest.mark.parametrize(("language", "width", "palette"), [("en", 1280, "light"), ("ar", 320, "dark")])
def test_axe_finds_nothing_on_long_pages(reader, address, language, width, palette):
    """The same on a chapter with tables, the list of sources and the glossary."""
    page = reader(width, palette)
    for name in LONG:
        page.goto(f"{address}/{'' if language == 'en' else language + '/'}{name}")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_axe_in_other_states(reader, address, language):
    """The same after the reader has done something: search open, menu open, sheet filled, question shown, example open."""
    page = reader(1280, "light")
    prefix = "" if language == "en" else f"{language}/"
    wrong = {}

    def look(state):
        if found := violations(page):
            wrong[state] = found

    page.goto(f"{address}/{prefix}toolbox/impact-effort/")
    page.wait_for_selector("work-sheet[data-ready]")
    page.locator("summary").last.click()
    page.locator("details.example > summary").click()
    page.locator(".languages > summary").click()
    look("menu and example open")
    page.locator(".record .one-line").first.fill("Idea")
    page.locator(".pin").first.focus()
    page.keyboard.press("ArrowUp")
    look("an item on the plane")
    page.locator("[data-action=clear]").click()
    look("question before clearing")
    page.keyboard.press("Escape")
    page.locator("[value=short]").check()
    look("short version")
    page.locator(".search-open").click()
    page.locator("#search-input").fill({"en": "idea", "fr": "id", "ar": "عمل"}[language])
    page.locator(".search-box li").first.wait_for()
    look("search with results")
    page.goto(f"{address}/{prefix}toolbox/readiness-check/")
    page.wait_for_selector("work-sheet[data-ready]")
    for select in page.locator(".field-level select").all():
        select.select_option("2")
    look("levels computed")
    page.goto(f"{address}/{prefix}toolbox/?phase=define&people=8")
    look("filtered")
    page.goto(f"{address}/{prefix}navigator/")
    while page.locator(".place:visible .choices").count():
        page.locator(".place:visible .choices a").first.click()
    look("an end of the navigator")
    assert wrong == {}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", ["", "guide/what/", "toolbox/charter/", "toolbox/", "toolbox/map/", "navigator/", "recipes/half-day/"])
def test_every_stop_of_the_tab_key_can_be_seen(reader, address, name, language, width):
    """Going through a page with the Tab key, what has the focus is on the screen and not of zero size."""
    page = reader(width, "light")
    page.goto(f"{address}/{'' if language == 'en' else language + '/'}{name}")
    if "charter" in name:
        page.wait_for_selector("work-sheet[data-ready]")
    hidden, seen = [], 0
    for _ in range(45):
        page.keyboard.press("Tab")
        place = page.evaluate("""() => { const e = document.activeElement; if (e === document.body) return null; const r = e.getBoundingClientRect();
            return { what: e.outerHTML.slice(0, 90), ok: r.width > 1 && r.height > 1 && r.right > 0 && r.left < innerWidth && r.bottom > 0 && r.top < innerHeight }; }""")
        if place is None:
            break
        seen += 1
        if not place["ok"]:
            hidden.append(place["what"])
    assert seen > 8 and hidden == []


def test_menu_on_a_phone_by_keyboard(reader, address):
    """On a small screen the menu opens with Enter, its links can be reached, and Escape closes it and gives the focus back."""
    page = reader(320, "light")
    page.goto(f"{address}/fr/")
    summary = page.locator(".menu:not(.languages) > summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.menu nav') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert not page.locator(".menu:not(.languages)").evaluate("(menu) => menu.open")


@pytest.mark.parametrize("name", ["toolbox/charter/", "toolbox/readiness-check/", "toolbox/", "recipes/half-day/"])
def test_buttons_are_large_enough(reader, address, name):
    """What is pressed with a finger is at least 44 pixels high; what stands inside a text is not counted."""
    page = reader(320, "light")
    page.goto(f"{address}/{name}")
    small = page.evaluate("""() => [...document.querySelectorAll('button, summary, .button, input:not([type=file]):not([type=checkbox]):not([type=radio]), select, textarea')]
        .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML.slice(0, 100))""")
    assert small == []


@pytest.mark.parametrize("language", languages())
def test_no_sideways_scrolling_in_any_language(reader, address, language):
    """At 320 pixels no page of any language is wider than the screen."""
    page = reader(320, "light")
    wide = {}
    for name in PAGES:  # every worksheet: test_axe_finds_nothing_on_any_worksheet
        page.goto(f"{address}/{'' if language == 'en' else language + '/'}{name}")
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            wide[name] = width
    assert wide == {}
