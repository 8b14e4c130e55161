"""Projects, and what sheets take from each other, in a real browser: overview, carry-over, files, privacy, deleting everything."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT, stored
from test_browser import fill, open_sheet, saved, status, wait

STORY = ROOT / "build"


def workspace(page, address, language=""):
    page.goto(f"{address}/{language}workspace/")
    page.wait_for_selector("project-list[data-ready]")
    page.wait_for_selector("project-progress[data-ready]", state="attached")


def names(page) -> list[str]:
    return page.locator(".project:not(.deleted) .project-title b").all_text_contents()


def press(page, project: str, action: str):
    page.locator(".project", has=page.locator("b", has_text=project)).first.locator(f"[data-action={action}]").click()


# --- Projects ------------------------------------------------------------------------------------------------


def test_projects_by_keyboard(page, address):
    """Make, name, duplicate, rename, delete and bring back a project, with the keyboard alone and on a narrow screen."""
    page.set_viewport_size({"width": 320, "height": 640})
    workspace(page, address)
    assert "Nothing is stored" in status(page)
    page.locator("[data-action=new]").focus()
    page.keyboard.press("Enter")
    page.locator(".rename input").wait_for()
    page.keyboard.type("Bus on call")
    page.keyboard.press("Enter")
    wait(page, "document.activeElement?.dataset.action === 'rename'")
    assert names(page) == ["Bus on call"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # duplicate
    wait(page, "document.querySelectorAll('.project').length === 2")
    assert sorted(names(page)) == ["Bus on call", "Bus on call (copy)"]
    page.locator("[data-action=delete]").first.focus()
    page.keyboard.press("Enter")
    wait(page, "document.querySelectorAll('.project.deleted').length === 1")
    assert "brought back" in page.locator(".deleted").text_content()
    page.keyboard.press("Enter")  # the focus is on "Bring it back"
    wait(page, "document.querySelectorAll('.project.deleted').length === 0")
    assert sorted(names(page)) == ["Bus on call", "Bus on call (copy)"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.context.complaints == []


def test_each_project_keeps_its_own_sheets(context, address):
    """Two projects hold two charters; a tab stays in its project, whatever another tab opens."""
    page = context.new_page()
    workspace(page, address)
    for name in ("One", "Two"):
        page.locator("[data-action=new]").click()
        page.locator(".rename input:visible").fill(name)
        page.keyboard.press("Enter")
        wait(page, "(name) => [...document.querySelectorAll('.project-title b')].some((b) => b.textContent === name)", name)
        page.locator(".progress a", has_text="Project charter").click()
        page.wait_for_selector("work-sheet[data-ready]")
        assert page.locator(".project-name").text_content() == name
        fill(page, f"need of {name}")
        workspace(page, address)
    press(page, "One", "open")
    wait(page, "document.querySelector('#progress').textContent.includes('One')")
    page.locator(".progress a", has_text="Project charter").click()
    page.wait_for_selector("work-sheet[data-ready]")
    assert page.input_value("[name=need]") == "need of One"
    other = context.new_page()
    workspace(other, address)
    press(other, "Two", "open")
    wait(other, "document.querySelector('#progress').textContent.includes('Two')")
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    assert page.input_value("[name=need]") == "need of One"


def test_what_is_begun_and_what_comes_next(page, address):
    """The overview shows begun, filled in and passed over, and proposes the next sheet with its reason; a recipe leads its own way."""
    workspace(page, address)
    page.locator("[data-action=new]").click()
    page.locator(".rename input").fill("Eastbank")
    page.keyboard.press("Enter")
    page.locator("#progress", has_text="Eastbank").wait_for()
    row = page.locator("li[data-sheet=charter]")
    assert row.locator(".state").text_content() == "not begun"
    assert "Project charter" in page.locator(".next li").text_content()
    page.locator(".next a").first.click()
    page.wait_for_selector("work-sheet[data-ready]")
    fill(page)
    workspace(page, address)
    assert row.locator(".state").text_content() == "begun" and "You have begun it" in page.locator(".next").text_content()
    open_sheet(page, address)
    for field in row.page.locator("[data-short] textarea").all():
        field.fill("written")
    saved(page)
    workspace(page, address)
    assert row.locator(".state").text_content() == "filled in"
    first = page.locator(".next li").first
    assert "It takes over from: Project charter" in first.text_content()
    sheet = first.locator("a").text_content()
    page.locator(".progress li", has_text=sheet).first.locator("button").click()
    wait(page, "(sheet) => !document.querySelector('.next').textContent.includes(sheet)", sheet)
    page.select_option("#project-recipe", "half-day")
    wait(page, "document.querySelector('.next').textContent.includes('recipe')")
    assert "Challenge wall" in page.locator(".next").text_content()
    assert page.locator("li[data-way]").count() == 4
    page.reload()
    page.wait_for_selector("project-progress[data-ready]")
    assert page.input_value("#project-recipe") == "half-day"


def test_a_reminder_after_days_without_a_file(page, address):
    """Work that has been in no file for three days is worth a sentence, on the sheet and in the overview; saving ends it."""
    open_sheet(page, address)
    fill(page)
    age = """() => new Promise((done) => { const open = indexedDB.open('smart-city-toolbox'); open.onsuccess = () => {
        const change = open.result.transaction('projects', 'readwrite'); const store = change.objectStore('projects');
        store.getAll().onsuccess = (event) => { for (const p of event.target.result) store.put({ ...p, createdAt: '2026-01-01T00:00:00.000Z' }); };
        change.oncomplete = () => { open.result.close(); done(); }; }; })"""
    page.evaluate(age)
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    assert "in no file" in page.locator(".sheet-notice").text_content()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the project to a file").click()
    assert json.loads(download.value.path().read_text())["project"]["name"] == "My project"
    page.wait_for_timeout(200)
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    assert page.locator(".sheet-notice").is_hidden()


# --- Carry-over ----------------------------------------------------------------------------------------------


def test_carried_over_shown_offered_and_kept(context, address):
    """A field arrives filled and marked; one press shows its source; a later change is offered; what was edited stays edited."""
    page = context.new_page()
    open_sheet(page, address)
    fill(page, "840 people need half a day")
    open_sheet(page, address, "/fr/toolbox/ecosystem-map/")
    assert page.input_value("[name=need]") == "840 people need half a day"
    mark = page.locator(".carried").first
    assert "Charte" in mark.locator("summary").text_content() or "charte" in mark.locator("summary").text_content()
    mark.locator("summary").click()
    assert mark.locator("blockquote").text_content() == "840 people need half a day" and mark.locator("a").is_visible()
    source = context.new_page()
    open_sheet(source, address)
    fill(source, "900 people need half a day")
    page.locator(".offer blockquote").wait_for()
    assert page.locator(".offer blockquote").text_content() == "900 people need half a day"
    assert page.input_value("[name=need]") == "840 people need half a day"
    page.locator(".offer button").first.click()
    wait(page, "document.querySelector('[name=need]').value.startsWith('900')")
    page.locator("[name=need]").fill("900 people, most of them alone")
    saved(page)
    assert page.locator(".carried[data-state=edited]").count() == 1
    fill(source, "1,000 people need half a day")
    page.locator(".offer blockquote").wait_for()
    page.locator(".offer button").nth(1).click()
    page.locator(".sheet-offers").wait_for(state="hidden")
    saved(page)
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    assert page.input_value("[name=need]") == "900 people, most of them alone" and page.locator(".sheet-offers").is_hidden()


def test_carried_over_between_all_sheets_that_declare_it(page, address, project, built):
    """With the story of Talmora stored, every declared link fills its field in an empty sheet, or the person is asked and then it does."""
    workspace(page, address)
    page.locator("project-list input[type=file]").set_input_files(built / "toolbox/talmora-en.json")
    page.locator(".project").first.wait_for()
    version = next((built / "static").iterdir()).name
    missing = []
    for id in dict.fromkeys(link.sheet for link in project.links):
        page.goto(f"{address}/toolbox/{id}/?copy=7")
        page.wait_for_selector("work-sheet[data-ready]")
        while page.locator(".offer").count():
            page.locator(".offer button").first.click()
            page.wait_for_timeout(100)
        filled = page.locator(".field:has(.carried) [name]").evaluate_all("all => all.filter((c) => c.value).map((c) => c.name.split('.').filter((_, i) => i !== 1).join('.'))")
        missing += [f"{id}.{link.group}.{link.field}" for link in project.links if link.sheet == id and ".".join(filter(None, (link.group, link.field))) not in filled and _answered(project, link)]
        page.evaluate("""async ([path, sheet]) => { const keeper = document.querySelector('work-sheet').keeper; keeper.readOnly = true; await keeper.queue;
            await (await import(path)).removeRecord({ project: keeper.project.id, sheet, copy: '7' }); }""", [f"{address}/static/{version}/js/store.mjs", id])
    assert missing == []


def _answered(project, link) -> bool:
    """Whether the story says something where a link begins."""
    given = project.examples["en", link.from_sheet]
    rows = given.get(link.from_group, []) if link.from_group else [given]
    return any(row.get(link.from_field) for row in rows)


# --- One file ------------------------------------------------------------------------------------------------


def test_a_project_travels_in_one_file(page, browser, address, tmp_path):
    """A project with several sheets goes to a file and opens on another machine, in another language, with all it holds."""
    open_sheet(page, address)
    fill(page, "840 people")
    open_sheet(page, address, "/toolbox/ecosystem-map/")
    page.locator("[name='actors.r1.name']").fill("Seniors' club")
    saved(page)
    workspace(page, address)
    with page.expect_download() as download:
        page.locator("[data-action=save-file]").click()
    file = tmp_path / "project.json"
    download.value.save_as(file)
    other = browser.new_context().new_page()
    workspace(other, address, "ar/")
    other.locator("project-list input[type=file]").set_input_files(file)
    other.locator(".project").wait_for()
    open_sheet(other, address, "/ar/toolbox/ecosystem-map/")
    assert other.input_value("[name=need]") == "840 people" and other.input_value("[name='actors.r1.name']") == "Seniors' club"
    assert other.locator(".carried").count() == 1
    assert stored(other, "ecosystem-map")["carried"] == stored(page, "ecosystem-map")["carried"]
    other.context.close()


def test_a_file_of_a_newer_version_opens_for_reading_only(page, address, tmp_path):
    """Nothing can be changed in it, the page says why, and the file can be had back as it was."""
    text = json.dumps({"format": "smart-city-toolbox", "version": 3, "project": {"name": "From the future"}, "mood": "good",
        "sheets": [{"sheet": "charter", "copy": "1", "version": 9, "answers": {"need": "840 people"}}]})
    (tmp_path / "newer.json").write_text(text, encoding="utf-8")
    workspace(page, address)
    page.locator("project-list input[type=file]").set_input_files(tmp_path / "newer.json")
    wait(page, "document.querySelector('.sheet-status').textContent.includes('newer version')")
    assert "For reading only" in page.locator(".project-facts").text_content()
    with page.expect_download() as download:
        page.locator("[data-action=save-file]").click()
    assert download.value.path().read_text() == text
    page.locator(".progress a", has_text="Project charter").click()
    page.wait_for_selector("work-sheet[data-ready]")
    assert page.input_value("[name=need]") == "840 people" and page.locator("[name=need]").is_disabled()
    assert "newer version of the site" in status(page)
    assert stored(page, "charter")["revision"] == 1


# --- Privacy -------------------------------------------------------------------------------------------------

MARK = "zxqmarked"


def test_no_request_address_or_log_carries_an_answer(context, address, built, tmp_path):
    """A marked text is typed into every kind of place and taken through all pages: no request, address or log has it."""
    seen = []
    page = context.new_page()
    context.on("request", lambda request: seen.append(request.url + (request.post_data or "") + json.dumps(request.headers)))
    context.on("console", lambda message: seen.append(message.text))
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.on("Network.webSocketCreated", lambda event: seen.append("socket " + event["url"]))
    workspace(page, address)
    page.locator("[data-action=new]").click()
    page.locator(".rename input").fill(f"{MARK} project")
    page.keyboard.press("Enter")
    page.locator("#progress", has_text=MARK).wait_for()
    for id in ("charter", "ecosystem-map", "target-groups", "persona", "priority-score", "council-paper"):
        open_sheet(page, address, f"/toolbox/{id}/")
        page.evaluate("""(mark) => { for (const field of document.querySelectorAll('work-sheet textarea:not([disabled])')) {
            if (field.value) continue; field.value = mark; field.dispatchEvent(new Event('input', { bubbles: true })); } }""", MARK)
        saved(page)
    for path in ("workspace/", "workspace/paper/", "workspace/tables/", "workspace/workshop/", "workspace/screen/", "ar/toolbox/charter/"):
        page.goto(f"{address}/{path}", wait_until="networkidle")
        page.evaluate("""(mark) => { for (const field of document.querySelectorAll('main textarea, main input:not([type]), main input[type=text]')) {
            field.value = mark; field.dispatchEvent(new Event('input', { bubbles: true })); } }""", MARK)
        page.wait_for_timeout(600)
    workspace(page, address)
    with page.expect_download():
        page.locator("[data-action=save-file]").first.click()
    assert len(seen) > 50
    assert not [text for text in seen if MARK in text]
    assert not [text for text in seen if text.startswith("socket")]
    assert all(text.startswith((address, "blob:", "about:", "data:")) for text in seen if "://" in text.split("{")[0][:12])


def test_delete_everything_on_this_device(context, address):
    """After it nothing is left: no database, no storage, no cookie; another open tab stops keeping and says so."""
    page, other = context.new_page(), context.new_page()
    open_sheet(page, address)
    fill(page)
    open_sheet(other, address)
    workspace(page, address)
    page.locator("[data-action=forget]").click()
    page.get_by_role("button", name="No, keep it").click()
    assert names(page) == ["My project"]
    page.locator("[data-action=forget]").click()
    page.get_by_role("button", name="Yes, delete everything").click()
    page.locator("forget-everything [data-state=saved]").wait_for()
    assert "We have looked" in page.locator("forget-everything .sheet-status").text_content()
    wait(other, "document.querySelector('.sheet-status').textContent.includes('deleted in another tab')")
    assert other.input_value("[name=need]") != "" and other.locator("[name=need]").is_disabled()
    other.wait_for_timeout(1500)
    assert page.evaluate("indexedDB.databases()") == [] and context.cookies() == []
    assert page.evaluate("[Object.keys(localStorage).length, Object.keys(sessionStorage).length]") == [0, 0]
    page.reload()
    page.wait_for_selector("project-list[data-ready]")
    assert page.locator(".project").count() == 0


@pytest.mark.parametrize("language", ["fr/", "ar/"])
def test_the_overview_in_other_languages(page, address, language):
    """French and Arabic: no word is left in English where there is one, nothing is wider than a phone, mirrored in Arabic."""
    page.set_viewport_size({"width": 320, "height": 640})
    open_sheet(page, address, f"/{language}toolbox/charter/")
    fill(page)
    workspace(page, address, language)
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar/" else "ltr")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert "My project" not in page.locator(".projects").text_content()
    assert page.context.complaints == []
