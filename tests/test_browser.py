"""A real reader in a real browser: fills in, leaves, comes back, changes the language, prints, goes offline, runs out of room."""

from __future__ import annotations

import json
import time

import pytest
from conftest import SMALL, stored  # noqa: F401

CHARTER = "/toolbox/charter/"


def open_sheet(page, address, path=CHARTER):
    page.goto(address + path)
    page.wait_for_selector("work-sheet[data-ready]")


def status(page) -> str:
    return page.locator(".sheet-status").first.text_content()


def wait(page, expression: str, arg=None, seconds: float = 10):
    """Wait until an expression is true. Asked from outside, because the policy of the page forbids eval."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"never true: {expression} (the page says: {status(page)})"
        page.wait_for_timeout(50)


def saved(page):
    """Wait until the page says that it has saved."""
    wait(page, "document.querySelector('.sheet-status').dataset.state === 'saved'")


def fill(page, text="Half a day for one errand", field="need"):
    page.locator(f"[name='{field}']").fill(text)
    saved(page)


# --- Keeping -------------------------------------------------------------------------------------------------


def test_filled_in_and_found_again(page, address):
    """What is typed is saved by itself, the page says so, and it is there after a reload."""
    open_sheet(page, address)
    assert status(page) == "Nothing filled in yet"
    fill(page)
    assert status(page).startswith("Saved on this device at")
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    assert page.input_value("[name=need]") == "Half a day for one errand"
    assert "is here again" in status(page)
    assert page.context.complaints == []


def test_found_again_in_another_language(page, address):
    """The answers are kept by field, so they stand in the French and the Arabic sheet, too."""
    open_sheet(page, address)
    fill(page)
    page.locator(".languages > summary").click()
    page.locator(".languages a[hreflang=ar]").click()
    page.wait_for_selector("work-sheet[data-ready]")
    assert page.url.endswith("/ar/toolbox/charter/")
    assert page.input_value("[name=need]") == "Half a day for one errand"
    assert page.evaluate("document.documentElement.dir") == "rtl"


def test_found_again_after_closing(browser, address, tmp_path, playwright):
    """The browser is closed and started again: the answers are there."""
    import browser as chromium

    for turn in range(2):
        reader = playwright.chromium.launch_persistent_context(str(tmp_path), executable_path=chromium.installed(), args=chromium.FLAGS)
        page = reader.pages[0]
        open_sheet(page, address)
        if turn == 0:
            fill(page)
        else:
            assert page.input_value("[name=need]") == "Half a day for one errand"
        reader.close()


def test_records_of_a_group(page, address):
    """Rows are added and removed, and come back as they were."""
    open_sheet(page, address, "/toolbox/target-groups/")
    first = page.locator(".record").first
    first.locator("input, textarea").first.fill("People without a car")
    before = page.locator(".record").count()
    page.locator(".add").click()
    assert page.locator(".record").count() == before + 1
    assert page.evaluate("document.activeElement.closest('.record') === document.querySelector('.record:last-child')")
    page.keyboard.type("Night workers")
    page.locator(".record").nth(1).locator(".remove").click()
    saved(page)
    page.wait_for_timeout(600)
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    texts = [r.locator("input, textarea").first.input_value() for r in page.locator(".record").all()]
    assert texts[0] == "People without a car" and texts[-1] == "Night workers" and len(texts) == before
    numbers = [r.locator(".record-name b").text_content() for r in page.locator(".record").all()]
    assert numbers == [str(n) for n in range(1, before + 1)]


def test_a_line_grows_and_takes_no_line_ends(page, address):
    """A long answer in a field of one line is seen whole; Enter and pasted line ends make no second line."""
    open_sheet(page, address, "/toolbox/action-plan/")
    field = page.locator("[name='actions.r1.owner']")
    low = field.bounding_box()["height"]
    field.press_sequentially("Head of the counter")
    field.press("Enter")
    field.press_sequentially(" and, when she is away, the second clerk of the Eastbank district office")
    assert "\n" not in field.input_value() and field.input_value().startswith("Head of the counter and")
    assert field.bounding_box()["height"] > low + 20
    assert field.evaluate("(e) => e.scrollHeight <= e.clientHeight + 1")
    field.fill("")
    field.evaluate("(e) => { e.value = 'one\\ntwo'; e.dispatchEvent(new Event('input', { bubbles: true })); }")
    assert field.input_value() == "one two"


def test_undo_and_clear(page, address):
    """Clearing asks first; undo brings everything back, also after that."""
    open_sheet(page, address)
    fill(page, "first")
    fill(page, "second", "outcome")
    page.locator("[data-action=clear]").click()
    assert "undo" in page.locator("dialog p").text_content()
    page.get_by_role("button", name="No, keep it").click()
    assert page.input_value("[name=need]") == "first"
    page.locator("[data-action=clear]").click()
    page.get_by_role("button", name="Yes, clear it").click()
    wait(page, "document.querySelector('[name=need]').value === ''")
    wait(page, "document.querySelector('.sheet-status').textContent.includes('undo')")
    page.locator("[data-action=undo]").click()
    assert [page.input_value("[name=need]"), page.input_value("[name=outcome]")] == ["first", "second"]
    page.locator("[data-action=undo]").click()
    assert page.input_value("[name=outcome]") == ""
    page.wait_for_timeout(300)
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    assert [page.input_value("[name=need]"), page.input_value("[name=outcome]")] == ["first", ""]


def test_three_earlier_states_are_kept(page, address):
    """The record keeps the last three saved states."""
    open_sheet(page, address)
    for text in ("one", "two", "three", "four", "five"):
        page.locator("[name=need]").fill(text)
        page.wait_for_timeout(600)
    record = stored(page, "charter")
    assert record["answers"]["need"] == "five"
    assert [b["answers"]["need"] for b in record["before"]] == ["four", "three", "two"]


def test_typing_while_a_save_is_under_way(page, address):
    """What is typed while the browser is still saving stays on the page and is saved next."""
    open_sheet(page, address)
    page.evaluate("""() => { const sheet = document.querySelector('work-sheet').keeper; const once = sheet.saveOnce.bind(sheet);
        sheet.saveOnce = async () => { const saving = once(); document.querySelector('[name=outcome]').value = 'typed meanwhile';
        document.querySelector('[name=outcome]').dispatchEvent(new Event('input', { bubbles: true })); sheet.saveOnce = once; await saving; }; }""")
    page.locator("[name=need]").fill("first")
    wait(page, "document.querySelector('.sheet-status').dataset.state === 'saved'")
    page.wait_for_timeout(1500)
    assert page.input_value("[name=outcome]") == "typed meanwhile"
    assert stored(page, "charter")["answers"] == {"need": "first", "outcome": "typed meanwhile"}


def test_typing_before_the_stored_text_is_back(page, address):
    """One letter typed while the page is loading does not delete the rows that were stored."""
    open_sheet(page, address, "/toolbox/target-groups/")
    for number in (0, 1):
        page.locator(".record").nth(number).locator("input, textarea").first.fill(f"group {number}")
    saved(page)
    page.wait_for_timeout(600)
    page.add_init_script("""document.addEventListener('DOMContentLoaded', () => { const first = document.querySelector('.record:nth-child(3) input, .record:nth-child(3) textarea'); if (first) first.value = 'early'; });""")
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    texts = [page.locator(".record").nth(n).locator("input, textarea").first.input_value() for n in range(3)]
    assert texts == ["group 0", "group 1", "early"]


def test_save_to_a_file_without_the_network(context, page, address):
    """Offline, the way out that every notice recommends still works."""
    open_sheet(page, address)
    context.set_offline(True)
    page.locator("[name=need]").fill("no network")
    with page.expect_download() as download:
        page.locator("[data-action=save-file]").click()
    assert json.loads(download.value.path().read_text())["sheets"][0]["answers"] == {"need": "no network"}


def test_a_part_that_does_not_load(page, address):
    """If the table of points cannot be loaded, the sheet says so and takes nothing that it could not keep."""
    page.route("**/score-table.mjs", lambda route: route.abort())
    open_sheet(page, address, "/toolbox/priority-score/")
    assert "could not be loaded" in status(page)
    assert page.locator("[name=question]").is_disabled()


# --- Files -----------------------------------------------------------------------------------------------------


def test_save_to_a_file_and_open_it(page, address, browser, tmp_path):
    """A sheet goes to a file and comes back on another machine, also into another language."""
    open_sheet(page, address, "/toolbox/priority-score/")
    page.locator("[data-group=options] .record .one-line").first.fill("Half-day errand")
    page.locator("[data-group=criteria] .record").first.locator(".one-line").fill("People")
    page.locator("[data-group=criteria] .record").first.locator("input").fill("5")
    page.locator("score-table input").first.fill("4")
    saved(page)
    with page.expect_download() as download:
        page.locator("[data-action=save-file]").click()
    file = tmp_path / "sheet.json"
    download.value.save_as(file)
    other = browser.new_context().new_page()
    open_sheet(other, address, "/fr/toolbox/priority-score/")
    other.locator("input[type=file]").set_input_files(file)
    wait(other, "document.querySelector('[data-group=options] .record .one-line').value === 'Half-day errand'")
    assert other.locator("score-table input").first.input_value() == "4"
    assert other.locator("score-table tbody tr").first.locator("td").nth(-2).text_content().endswith("20")
    other.context.close()


GOOD = {"format": "smart-city-toolbox", "version": 1, "savedAt": "", "sheets": {"charter": {"version": 1, "answers": {"need": "from a file"}}}}


@pytest.mark.parametrize(("content", "words"), [
    ("", "damaged"),
    ('{"format": "smart', "damaged"),
    ("[1, 2]", "damaged"),
    ("null", "damaged"),
    ("PK\x03\x04", "damaged"),
    ('{"format": "excalidraw", "version": 2}', "another program"),
    (json.dumps(GOOD | {"version": 3}), "newer version"),
    (json.dumps(GOOD | {"sheets": {"target-groups": {"version": 1, "answers": {}}}}), "target-groups"),
    (json.dumps(GOOD | {"sheets": {"charter": {"answers": []}}}), "damaged"),
    ('{"format": "smart-city-toolbox", "version": 1, "sheets": {"__proto__": {"answers": {}}}}', "damaged"),
    ("x" * 5_100_000, "too large"),
    ("[" * 50_000, "damaged"),
])
def test_foreign_or_broken_file(page, address, tmp_path, content, words):
    """A broken or foreign file is refused with a sentence, and changes nothing."""
    open_sheet(page, address)
    fill(page)
    file = tmp_path / "strange.json"
    file.write_text(content, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    wait(page, "(words) => document.querySelector('.sheet-status').textContent.includes(words)", words)
    assert "Nothing was changed" in status(page)
    assert page.input_value("[name=need]") == "Half a day for one errand"
    assert page.context.complaints == []


def test_hostile_file_does_nothing(page, address, tmp_path):
    """Whatever a file holds becomes text in a field or is left out: no script, no foreign field, no changed prototype."""
    evil = '<img src=x onerror="window.evil=1"><script>window.evil=1</script>'
    text = json.dumps(GOOD | {"sheets": {"charter": {"version": 1, "answers": {"need": evil, "outcome": 5, "Unknown": "x", "team": {"a": 1}}}}})
    text = text.replace('"need"', '"__proto__": {"polluted": "yes"}, "constructor": {"x": 1}, "need"', 1)
    file = tmp_path / "evil.json"
    file.write_text(text, encoding="utf-8")
    open_sheet(page, address)
    page.locator("input[type=file]").set_input_files(file)
    wait(page, "document.querySelector('[name=need]').value !== ''")
    assert page.input_value("[name=need]") == evil
    assert page.evaluate("[window.evil, {}.polluted, document.querySelectorAll('work-sheet img').length]") == [None, None, 0]
    wait(page, "document.querySelector('.sheet-status').textContent.includes('left out')")
    assert all(name in status(page) for name in ("outcome", "Unknown", "team", "__proto__"))


# --- Keyboard, placing, computing --------------------------------------------------------------------------------


def test_matrix_by_keyboard(page, address):
    """An item is placed on the matrix with the arrow keys; the sliders below say the same."""
    open_sheet(page, address, "/toolbox/impact-effort/")
    page.locator(".record .one-line").first.fill("Service Tuesday")
    pin = page.locator(".pin").first
    pin.focus()
    for key in ["ArrowUp"] * 3 + ["ArrowLeft"] * 2:
        page.keyboard.press(key)
    assert [r.input_value() for r in page.locator(".record").first.locator("input[type=range]").all()] in (["8", "3"], ["3", "8"])
    assert "Service Tuesday" in pin.get_attribute("aria-label") and "8" in pin.get_attribute("aria-label")
    saved(page)


def test_matrix_is_mirrored_in_arabic(page, address):
    """In Arabic the plane runs from the right: the left arrow key moves to more, and the pin moves left."""
    open_sheet(page, address, "/ar/toolbox/impact-effort/")
    page.locator(".record .one-line").first.fill("فكرة")
    pin = page.locator(".pin").first
    before = pin.bounding_box()["x"]
    pin.focus()
    page.keyboard.press("ArrowLeft")
    assert pin.bounding_box()["x"] < before
    across = page.locator("place-matrix").get_attribute("data-across")
    assert page.locator(f".record input[name$='.{across}']").first.input_value() == "6"


def test_matrix_by_pointer(page, address):
    """The same by dragging."""
    open_sheet(page, address, "/toolbox/impact-effort/")
    page.locator(".record .one-line").first.fill("Service Tuesday")
    area, pin = page.locator(".plane-area").bounding_box(), page.locator(".pin").first
    page.locator(".plane-area").scroll_into_view_if_needed()
    area, start = page.locator(".plane-area").bounding_box(), pin.bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.95, area["y"] + area["height"] * 0.05, steps=5)
    page.mouse.up()
    assert {r.input_value() for r in page.locator(".record").first.locator("input[type=range]").all()} == {"10"}


def test_circles_by_keyboard(page, address):
    """Ring and sector change with the arrow keys."""
    open_sheet(page, address, "/toolbox/ecosystem-map/")
    record = page.locator(".record").first
    record.locator(".one-line").first.fill("Seniors' club")
    page.locator(".pin").first.focus()
    page.keyboard.press("ArrowUp")
    assert [s.input_value() for s in record.locator("select").all()] == ["direct", "public"]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert [s.input_value() for s in record.locator("select").all()] == ["shapes", "civic"]
    saved(page)


def test_whole_sheet_by_keyboard(page, address):
    """From the first field to the last with Tab and letters only, then saved and undone with Enter."""
    open_sheet(page, address)
    page.locator("[name=need]").focus()
    for text in ("need", "outcome", "decider"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    saved(page)
    page.locator("[data-action=undo]").focus()
    page.keyboard.press("Enter")
    assert page.input_value("[name=decider]") == "" and page.input_value("[name=need]") == "need"


def test_scores_add_up(page, address, project):
    """The totals on screen are those of the worked example: points times weights, ranked."""
    given = project.examples["en", "priority-score"]
    open_sheet(page, address, "/toolbox/priority-score/")
    for number, criterion in enumerate(given["criteria"]):
        row = page.locator("[data-group=criteria] .record").nth(number)
        row.locator(".one-line").fill(criterion["name"])
        row.locator("input").fill(str(criterion["weight"]))
    for number, option in enumerate(given["options"]):
        page.locator("[data-group=options] .record").nth(number).locator(".one-line").fill(option["name"])
        for column, points in enumerate(given["scores"][number]):
            page.locator("score-table tbody tr").nth(number).locator("input").nth(column).fill(str(points))
    rows = [[c.text_content() for c in r.locator("td").all()[-2:]] for r in page.locator("score-table tbody tr").all()]
    from guide.compute import totals

    wanted = totals([c["weight"] for c in given["criteria"]], given["scores"])
    assert [[t.removeprefix("Total"), k.removeprefix("Rank")] for t, k in rows] == [[str(w.total), str(w.rank)] for w in wanted]


def test_short_version(page, address):
    """The short version shows its own minutes and fields; what was typed elsewhere is kept."""
    open_sheet(page, address)
    fill(page, "kept", "team")
    page.locator("[value=short]").check()
    assert not page.locator("[name=team]").is_visible() and page.locator("[name=need]").is_visible()
    page.locator("[value=full]").check()
    assert page.input_value("[name=team]") == "kept"


# --- Without script, on paper, requests ---------------------------------------------------------------------------


def test_without_script(browser, address):
    """Without script the page reads, downloads, offers the empty form for printing and says what does not work."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path, words in ((CHARTER, "Without JavaScript"), ("/ar/toolbox/priority-score/", "JavaScript")):
        page.goto(address + path)
        assert words in page.locator("noscript, .notice").first.inner_text()
        assert page.locator(".sheet-fields textarea, .sheet-fields input").first.is_visible()
        assert not page.locator("[data-action=undo]").is_visible()
        assert page.request.get(page.locator(".downloads a").first.evaluate("a => a.href")).ok
        page.locator(".languages > summary").click()
        assert page.locator(".languages a").first.is_visible()
    context.close()


def test_print_shows_the_filled_sheet(page, address, tmp_path):
    """Printing from the browser prints what was typed and not the menus; long text is not cut."""
    import pypdfium2

    open_sheet(page, address)
    fill(page, "The first line of a long answer. " + "And more. " * 150 + "THE END")
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible() and not page.locator(".sheet-bar").is_visible()
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    text = " ".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(tmp_path / "printed.pdf"))
    assert "The need" in text and "Project charter" in text
    box = page.locator("[name=need]")
    assert box.evaluate("(e) => e.scrollHeight <= e.clientHeight + 2")


@pytest.mark.parametrize("language", ["", "fr/", "ar/"])
def test_a_term_is_explained_on_demand_without_script(browser, address, language):
    """With script switched off, a term shows its explanation by click and by keyboard, inside the window; Escape closes it."""
    for width in (320, 1280):
        context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.goto(f"{address}/{language}guide/who/")
        terms = page.locator("button.term")
        for number in (0, terms.count() - 1):
            term = terms.nth(number)
            note = page.locator(f"#{term.get_attribute('popovertarget')}")
            assert not note.is_visible()
            term.click()
            assert note.is_visible() and len(note.inner_text()) > 40
            box = note.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= width + 1 and box["y"] >= 0 and box["y"] + box["height"] <= 801
            page.keyboard.press("Escape")
            assert not note.is_visible()
        term.focus()
        page.keyboard.press("Enter")
        assert note.is_visible()
        page.keyboard.press("Tab")
        assert note.locator("a").evaluate("a => a === document.activeElement")
        page.emulate_media(media="print")
        page.keyboard.press("Escape")
        assert not note.is_visible() and term.is_visible()
        context.close()


def test_routes_open_without_script(browser, address):
    """A route opens by click and leads to the section it names."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/guide/")
    page.locator("#mayor > summary").click()
    link = page.locator("#mayor li a").first
    assert link.is_visible()
    link.click()
    assert page.locator(":target").count() == 1
    context.close()


def test_first_visit_is_light(context, address):
    """A first visit asks for at most twenty-one files of this site (twenty-four where a sheet computes), none of another, and not for the search index."""
    for path, most in (("/fr/guide/who/", 4), ("/fr/toolbox/charter/", 21), ("/fr/toolbox/impact-effort/", 22), ("/ar/toolbox/priority-score/", 24), ("/toolbox/readiness-check/", 24), ("/navigator/", 4), ("/toolbox/", 5)):
        page = context.new_page()
        asked = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(address + path, wait_until="networkidle")
        assert all(url.startswith(address) for url in asked), asked
        assert len(asked) <= most, asked
        assert not any("search" in url for url in asked)
        page.close()
    assert context.complaints == []


def test_no_page_asks_for_what_is_not_there(context, address, built):
    """No request of a page ends in 404, and the policy is never broken: every page in English and Arabic, every fourth of the others."""
    from conftest import languages, pages_of

    page = context.new_page()
    others = {f"{code}" for code in languages()} - {"en", "ar"}
    for n, path in enumerate(pages_of(built)):
        if path.name == "index.html" and (path.relative_to(built).parts[0] not in others or n % 4 == 0):
            page.goto(f"{address}/{path.parent.relative_to(built).as_posix()}/", wait_until="load")
    assert context.complaints == []


def test_no_answer_leaves_the_device(context, address):
    """What is typed appears in no request and no address."""
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    open_sheet(page, address)
    fill(page, "marked-secret-text")
    page.locator("[data-action=undo]").click()
    page.goto(address + "/fr" + CHARTER)
    page.wait_for_selector("work-sheet[data-ready]")
    assert asked and not any("marked" in text for text in asked)


# --- Search --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "query", "wanted"), [
    ("", "terms of reference", "Project charter"),
    ("", "weighted decision", "Priority scoring"),
    ("", "prioritty", "Priority scoring"),
    ("fr/", "perimetre", None),
    ("fr/", "probleme", "toolbox/problem-tree/"),
    ("ru/", "проблема", "toolbox/"),
    ("ar/", "مشكلة", "toolbox/problem-tree/"),
    ("ar/", "المشكلة", "toolbox/problem-tree/"),
    ("es/", "arbol", "toolbox/problem-tree/"),
])
def test_search(page, address, language, query, wanted):
    """Worksheets are found by title, purpose and usual name; accents are optional, and so is the Arabic article."""
    page.goto(f"{address}/{language}guide/who/")
    page.locator(".search-open").click()
    page.locator("#search-input").fill(query)
    wait(page, "document.querySelectorAll('.search-box li').length > 0 || /“|«/.test(document.querySelector('.search-box [role=status]').textContent)")
    links = page.locator(".search-box li a").all()
    found = [link.text_content() + " " + link.evaluate("a => a.href") for link in links]
    if wanted:
        assert any(wanted in text for text in found[:4]), found
    assert all(f"/{language}" in text for text in found)
    if found:
        links[0].click()
        page.wait_for_load_state()
        assert page.locator("h1").count() == 1
    assert page.context.complaints == []


def test_browser_and_build_cut_words_alike(page, address, built):
    """The rule that cuts texts into words is the same in the browser and in the build."""
    from guide.search import terms

    cases = ["Où êtes-vous ?", "Ёлка, май и съезд № 5", "والمدينة بالتفاح للجميع", "Straße", "co-creation's l’eau d'été", "الإدارة إلى آراء", "¿Qué? ¡Año!", "Ação à mão"]
    page.goto(address)
    version = next((built / "static").iterdir()).name
    got = page.evaluate("async ([path, cases]) => { const { terms } = await import(path); return cases.map(terms); }", [f"{address}/static/{version}/js/terms.mjs", cases])
    assert got == [terms(case) for case in cases]
