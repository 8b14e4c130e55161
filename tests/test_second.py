"""A worksheet in two languages at once: which words stand beside which, what is kept, what is printed, what is told."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pypdfium2
import pytest
from conftest import ROOT, interface, run_js, stored
from guide.problems import Problems
from guide.yamlfile import read_yaml
from test_access import violations

CASES = ROOT / "tests/second"
PAIRS = [("en", "ar"), ("ar", "fr")]
"""The language of the page and the one beside it: from the left with one from the right, and the other way round."""
SHEETS = ["charter", "target-groups", "impact-effort"]
"""Boxes, a table, a plane with sliders; between them all kinds of fields but levels."""
PLACES = (
    "h1, .lead, #purpose + p, #need + ul > li, .steps > ol > li > h3, .steps > ol > li > p, form :is(label, legend, .hint, .record-name, dt, dd), "
    ".add > span:last-child, .remove > span:last-child, .axis > *, .quadrant, .scale > .end"
)
"""Where words of the sheet stand."""
WORDS = """(places) => [...document.querySelector('.sheet-page').querySelectorAll(places)].map((place) => {
  const words = (element, without) => {
    const copy = element.cloneNode(true);
    for (const part of copy.querySelectorAll(without)) part.remove();
    return copy.textContent.replace(/\\s+/g, ' ').trim();
  };
  const second = place.querySelector('.second');
  return { first: words(place, '.second, .minutes, .for-ears'), second: second && words(second, '.none'), lang: second?.lang, dir: second?.dir, rtl: second && getComputedStyle(second).direction === 'rtl' };
})"""


SEEN = """(places) => [...document.querySelector('.sheet-page').querySelectorAll(places)].filter((place) => {
  const { width, height } = place.getBoundingClientRect();
  return width > 2 && height > 2 && getComputedStyle(place).fontSize !== '0px' && place.querySelector('.second');
}).map((place) => place.textContent)"""
"""The words in both languages of the places that can be seen. The names of lines in a table are for ears only."""


def case(name: str):
    """A case file, read as strictly as all content: every value is a text."""
    problems = Problems(ROOT)
    value = read_yaml(CASES / f"{name}.yml", problems)
    problems.stop_if_any()
    return value


def test_names_of_options():
    """Two names in one line keep their directions; the same name stands once."""
    cases = case("names-of-options")["names"]
    shown = run_js("second.mjs", [("joined", c["first"], c["second"]) for c in cases])
    assert [s.replace("\u2068", "‹").replace("\u2069", "›") for s in shown] == [c["shown"] for c in cases]


def test_pages_that_fit():
    """Pages with different fields or options are not put together."""
    cases = case("pages-that-fit")["pages"]
    got = run_js("second.mjs", [("fits", c["first"], c["second"]) for c in cases])
    assert {c["why"]: value for c, value in zip(cases, got, strict=True)} == {c["why"]: c["fit"] == "yes" for c in cases}


def test_addresses():
    """The choice is read from the address, written into it, and taken along by the language menu."""
    cases = case("addresses")
    calls = [("wanted", c["search"], c["offered"].split()) for c in cases["asked"]]
    calls += [("withSecond", c["address"], c["second"]) for c in cases["chosen"]]
    calls += [("inLanguage", c["link"], c["to"], {name: c[name] for name in ("search", "spoken", "second")}) for c in cases["menu"]]
    assert run_js("second.mjs", calls) == [c["answer"] for group in ("asked", "chosen", "menu") for c in cases[group]]


def where(address: str, language: str, sheet: str, second: str = "") -> str:
    """The address of a sheet."""
    return f"{address}/{'' if language == 'en' else language + '/'}toolbox/{sheet}/{'?second=' + second if second else ''}"


def open_sheet(page, there: str) -> None:
    page.goto(there)
    page.wait_for_selector("work-sheet[data-ready]")
    if "second=" in there:
        page.wait_for_selector("second-language[data-shown]:not([data-shown=''])")


def told(page, language: str, name: str) -> None:
    """Wait until the line below the menu says something."""
    page.wait_for_function("(text) => document.querySelector('.second-status').textContent === text", arg=interface(language)["second"][name])


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_every_word_has_its_second(page, context, address, tmp_path, first, second, sheet):
    """Each label, hint, name, step and option stands there in both languages, is marked as its language, is printed, and goes again."""
    open_sheet(page, where(address, second, sheet))
    other = page.evaluate(WORDS, PLACES)
    options = page.evaluate("[...document.querySelectorAll('form option')].map((o) => o.textContent)")
    open_sheet(page, where(address, first, sheet))
    alone = page.evaluate(WORDS, PLACES)
    names = page.evaluate("[...document.querySelectorAll('form option')].map((o) => o.textContent)")
    before = page.locator(".sheet-page .sheet-fields").inner_html()
    assert len(alone) == len(other) > 35 and not any(place["second"] for place in alone)

    page.select_option("#second", second)
    told(page, first, "shown")
    both = page.evaluate(WORDS, PLACES)
    assert [place["first"] for place in both] == [place["first"] for place in alone]  # the words of the page stay as they were
    for place, there in zip(both, other, strict=True):
        if place["first"] != there["first"]:
            assert (place["second"], place["lang"], place["dir"], place["rtl"]) == (there["first"], second, "rtl" if second == "ar" else "ltr", second == "ar")
    joined = [f"\u2068{a}\u2069 / \u2068{b}\u2069" for a, b in zip(names, options, strict=True)]
    assert page.evaluate("[...document.querySelectorAll('form option')].map((o) => o.textContent)") == joined
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280

    page.emulate_media(media="print")
    texts = page.evaluate(SEEN, PLACES)
    assert len(texts) > 20
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    printed = letters(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(tmp_path / "printed.pdf"))
    assert letters(texts) - printed == {}  # nothing is missing
    page.emulate_media(media="screen")

    page.select_option("#second", "")
    told(page, first, "removed")
    assert page.locator(".sheet-page .sheet-fields").inner_html() == before
    assert "second" not in page.url and not context.complaints


def letters(texts) -> Counter[str]:
    """How often each letter stands there. A PDF holds Arabic words in joined shapes and sometimes from behind, so words cannot be found in it."""
    return Counter(c for c in unicodedata.normalize("NFKD", " ".join(texts)) if c.isalpha())


def test_typed_text_and_records(page, context, address):
    """What is typed is saved once and as typed; a record that is added has both languages; a reload keeps all of it."""
    open_sheet(page, where(address, "en", "target-groups", "ar"))
    page.fill("[name='groups.r1.name']", "كبار السن without a car")
    page.select_option("[name='groups.r1.decision']", "first")
    assert page.locator(".chosen .second").inner_text() in page.locator("[name='groups.r1.decision'] option[value=first]").inner_text()
    page.click(".add")
    added = page.locator(".record").last
    assert added.locator(".field > label > .second[lang=ar][dir=rtl]").count() == added.locator(".field > label").count()
    number = page.locator(".record").count()
    assert page.locator(".record .second-name > b").all_inner_texts() == [str(n + 1) for n in range(number)]
    added.locator("[name$='.name']").fill("New group")
    page.wait_for_selector(".sheet-status[data-state=saved]")
    rows = stored(page, "target-groups")["answers"]["groups"]
    assert rows[0]["name"] == "كبار السن without a car" and rows[0]["decision"] == "first" and rows[-1]["name"] == "New group"

    page.reload()
    page.wait_for_selector("second-language[data-shown=ar]")
    page.wait_for_selector("work-sheet[data-ready]")
    assert page.input_value("[name='groups.r1.name']") == "كبار السن without a car"
    assert page.locator(".record").last.locator(".second").count() > 5
    assert page.locator("label .second .second").count() == 0 and page.locator("#second").input_value() == "ar"
    # Messages name a field once; an answer that is no option any more stays, and is no reason to find the pages different.
    assert page.evaluate("document.querySelector('work-sheet').fields.label(['groups', 'r1', 'name'])") == page.evaluate(
        "document.querySelector('label[for=\"f-groups.r1.name\"]').firstChild.data.trim()"
    )
    page.evaluate("document.querySelector('work-sheet').fields.write({ groups: [{ _id: 'r1', decision: 'of-old' }] })")
    page.select_option("#second", "fr")
    page.wait_for_selector("second-language[data-shown=fr]")
    assert page.input_value("[name='groups.r1.decision']") == "of-old" and page.locator("[lang=ar].second").count() == 0
    assert not context.complaints


def test_links_keep_the_choice(page, address):
    """Links to other copies and other languages take the second language along; a language that becomes the first changes places."""
    open_sheet(page, where(address, "fr", "charter") + "?copy=1")
    page.select_option("#second", "ar")
    told(page, "fr", "shown")
    assert page.url.endswith("/fr/toolbox/charter/?copy=1&second=ar")
    # A link as on sheets of which there are several: it is there before the choice changes
    page.evaluate("document.querySelector('.copies').append(Object.assign(document.createElement('a'), { href: '?copy=2&second=ar' }))")
    page.select_option("#second", "en")
    page.wait_for_selector("second-language[data-shown=en]")
    assert page.locator(".copies a").get_attribute("href").endswith("?copy=2&second=en")
    page.locator(".languages > summary").click()
    page.locator(".languages a[hreflang=en]").click()
    page.wait_for_selector("second-language[data-shown=fr]")
    assert page.url.endswith("/toolbox/charter/?copy=1&second=fr") and page.locator("html").get_attribute("lang") == "en"
    assert page.locator("[for=f-need] .second").get_attribute("lang") == "fr"


def test_failures_are_told(page, address):
    """Without a connection, or with a page of another version, the sheet stays as it was and one sentence says why."""
    open_sheet(page, where(address, "en", "charter"))
    page.fill("[name=need]", "Half a day for one errand")
    before = page.locator(".sheet-page").evaluate("(sheet) => sheet.querySelector('.sheet-fields').innerHTML")
    page.route("**/ar/toolbox/charter/", lambda route: route.abort())
    page.select_option("#second", "ar")
    told(page, "en", "failed")
    assert page.locator("#second").input_value() == "" and "second" not in page.url

    def changed(was: str, now: str):
        page.unroute("**/ar/toolbox/charter/")
        page.route("**/ar/toolbox/charter/", lambda route: route.fulfill(body=route.fetch().text().replace(was, now), content_type="text/html"))
        page.select_option("#second", "ar")
        told(page, "en", "differs")
        page.select_option("#second", "")
        told(page, "en", "removed")

    changed('data-field="need"', 'data-field="want"')
    changed('data-version="', 'data-version="9')
    assert page.locator(".sheet-page").evaluate("(sheet) => sheet.querySelector('.sheet-fields').innerHTML") == before
    page.unroute("**/ar/toolbox/charter/")
    # Text only, whatever stands in the other page.
    page.route("**/ar/toolbox/charter/", lambda route: route.fulfill(body=route.fetch().text().replace('<label for="f-need">', '<label for="f-need">&lt;img src=x&gt;'), content_type="text/html"))
    page.select_option("#second", "ar")
    told(page, "en", "shown")
    assert page.locator("[for=f-need] .second").inner_text().startswith("<img src=x>") and page.input_value("[name=need]") == "Half a day for one errand"


LOOKS = [("en", "ar", 320, "light", ["impact-effort", "fair-participation"]), ("ar", "fr", 1280, "dark", ["impact-effort", "ecosystem-map"])]


@pytest.mark.parametrize(("first", "second", "width", "palette", "sheets"), LOOKS)
def test_axe_finds_nothing_in_two_languages(browser, address, first, second, width, palette, sheets):
    """No violation, no sideways scrolling and nothing outside its box with two languages, on a phone and a wide screen."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=palette, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    wrong = {}
    for sheet in sheets:
        open_sheet(page, where(address, first, sheet, second))
        for menu in page.locator(".sheet-fields select").all()[:2]:
            menu.select_option(index=1)
        found = violations(page)
        found += page.evaluate("""() => [...document.querySelectorAll('.sheet-page .second')].filter((second) => {
            const [mine, its] = [second, second.parentElement].map((e) => e.getBoundingClientRect());
            return its.width > 2 && getComputedStyle(second.parentElement).display !== 'inline' && (mine.left < its.left - 2 || mine.right > its.right + 2);
          }).map((second) => `outside: ${second.textContent}`)""")
        if (scroll := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{scroll} px wide")
        if found:
            wrong[sheet] = found
    context.close()
    assert wrong == {}


def test_menu_only_where_it_can_serve(page, context, address, browser):
    """The menu offers the languages in which the sheet exists, in their own names, and needs script to show."""
    page.goto(where(address, "en", "charter"))
    page.wait_for_selector("second-language:not([hidden])")
    assert page.locator("#second option").all_inner_texts()[1:] == ["Français", "Español", "Português", "Italiano", "العربية", "Русский", "Deutsch"]
    page.goto(where(address, "ar", "personas-are-not-there"))
    assert page.locator("second-language").count() == 0
    quiet = browser.new_context(java_script_enabled=False)
    still = quiet.new_page()
    still.goto(where(address, "en", "charter"))
    assert still.locator("second-language").is_hidden()
    quiet.close()
