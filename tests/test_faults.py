"""The twenty-four ways in which text could be lost, one test for each: what was typed is kept, or stays on the page and can be saved.

The browser is really killed, the storage really full or shut as far as a test can make it so.
KILLS=50 repeats the kills more often than a run of all tests does.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import time

import browser as chromium
import pytest
from conftest import stored
from test_browser import CHARTER, fill, open_sheet, saved, status, wait

KILLS = int(os.environ.get("KILLS", "2"))
TEXT = "Half a day for one errand"


def told(page, words: str):
    """Wait until the page says something."""
    wait(page, "(words) => document.querySelector('.sheet-status').textContent.includes(words)", words)


def file_saved(page) -> dict:
    """Press "Save to a file" and read the answers in it."""
    with page.expect_download() as download:
        page.locator("[data-action=save-file]").click()
    return json.loads(download.value.path().read_text())["sheets"][0]["answers"]


def put(page, record, store="records", version=None):
    """Put a value into the database of the site behind its back."""
    page.evaluate("""([record, store]) => new Promise((done) => { const open = indexedDB.open('smart-city-toolbox');
        open.onsuccess = () => { const change = open.result.transaction(store, 'readwrite'); change.objectStore(store).put(record);
        change.oncomplete = () => { open.result.close(); done(); }; }; })""", [record, store])


def fault(page, address, script: str, words: str):
    """With a fault of the storage: the page says so, stays usable, and the text can be saved to a file."""
    page.add_init_script(script)
    open_sheet(page, address)
    page.locator("[name=need]").fill(TEXT)
    told(page, words)
    assert page.input_value("[name=need]") == TEXT
    page.locator("[name=outcome]").fill("goes on")
    assert file_saved(page) == {"need": TEXT, "outcome": "goes on"}


# --- Storage -------------------------------------------------------------------------------------------------


def test_01_quota_full_at_a_save(page, address):
    """The device is full when something is to be saved: the page says so, and saves again once there is room."""
    open_sheet(page, address)
    fill(page)
    page.evaluate("() => { window.put = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = function () { throw new DOMException('full', 'QuotaExceededError'); }; }")
    page.locator("[name=outcome]").fill("no room for this")
    told(page, "no more room")
    assert file_saved(page) == {"need": TEXT, "outcome": "no room for this"}
    assert stored(page, "charter")["answers"] == {"need": TEXT}
    page.evaluate("() => { IDBObjectStore.prototype.put = window.put; }")
    page.locator("[name=outcome]").fill("room again")
    saved(page)
    assert stored(page, "charter")["answers"] == {"need": TEXT, "outcome": "room again"}


def test_02_quota_full_at_the_first_opening(page, address):
    """The device is full already when the database is to be made."""
    fault(page, address, "IDBDatabase.prototype.createObjectStore = function () { throw new DOMException('full', 'QuotaExceededError'); };", "Save it to a file")


def test_03_access_to_storage_throws(page, address):
    """The browser forbids all storage: even asking for it throws."""
    fault(page, address, "for (const name of ['indexedDB', 'localStorage', 'sessionStorage']) Object.defineProperty(globalThis, name, { get() { throw new DOMException('no', 'SecurityError'); } });", "does not let the page keep")


def test_04_opening_the_database_fails(page, address):
    """The database cannot be opened, as with cookies blocked."""
    script = """IDBFactory.prototype.open = function () { const request = new EventTarget();
        Object.defineProperty(request, 'error', { value: new DOMException('no', 'UnknownError') });
        setTimeout(() => request.dispatchEvent(new Event('error'))); return request; };"""
    fault(page, address, script, "does not let the page keep")


OLD = """([closes, record]) => new Promise((done) => { const open = indexedDB.open('smart-city-toolbox', 1);
    open.onupgradeneeded = () => { const db = open.result; db.createObjectStore('sheets', { keyPath: 'sheet' }).put(record); db.createObjectStore('unreadable', { autoIncrement: true }); };
    open.onsuccess = () => { window.old = open.result; if (closes) window.old.onversionchange = () => window.old.close(); done(); }; })"""


def old_record():
    from test_pure import shape

    return shape("record-1") | {"sheet": "charter", "answers": {"need": "from the old version"}}


def old_tab(context, address, *, closes: bool):
    """A tab of the first released version of the site: it holds the database in its shape of then."""
    page = context.new_page()
    page.goto(f"{address}/robots.txt")
    page.evaluate(OLD, [closes, old_record()])
    return page


def test_05_upgrade_blocked_by_another_tab(context, address):
    """A tab with the old version holds the data: the new page says so, keeps what is typed on screen, and finds all once it is closed."""
    old = old_tab(context, address, closes=False)
    page = context.new_page()
    open_sheet(page, address)
    assert "Close that tab" in status(page)
    page.locator("[name=outcome]").fill("typed meanwhile")
    told(page, "Close that tab")
    assert file_saved(page) == {"outcome": "typed meanwhile"}
    old.close()
    page.locator("[name=outcome]").fill("typed after it was closed")
    saved(page)
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    assert page.input_value("[name=outcome]") == "typed after it was closed"
    assert page.input_value("[name=need]") == "from the old version"


def test_06_a_corrupt_file(page, address, tmp_path):
    """A file with damage in the middle: what can be read is opened, and the page names what is missing."""
    from test_pure import shape

    text = json.dumps(shape("file-2") | {"holds": {"ecosystem-map": 2, "charter": 4}}).replace('"actors": [', '"actors": [[[,,')
    (tmp_path / "corrupt.json").write_text(text, encoding="utf-8")
    page.goto(f"{address}/workspace/")
    page.wait_for_selector("project-list[data-ready]")
    page.locator("project-list input[type=file]").set_input_files(tmp_path / "corrupt.json")
    told(page, "damaged")
    assert "charter" in status(page) and page.locator(".project").count() == 1


def test_07_a_file_that_was_cut_off(page, address, tmp_path):
    """A file of which the end is missing: the whole sheets are opened, and the page names the others."""
    text = (json.dumps({"format": "smart-city-toolbox", "version": 2, "holds": {"charter": 1, "action-plan": 3}, "project": {"name": "Cut off"},
        "sheets": [{"sheet": "charter", "copy": "1", "version": 1, "answers": {"need": TEXT}}, {"sheet": "action-plan", "copy": "1"}]}))[:-30]
    (tmp_path / "cut.json").write_text(text, encoding="utf-8")
    page.goto(f"{address}/workspace/")
    page.wait_for_selector("project-list[data-ready]")
    page.locator("project-list input[type=file]").set_input_files(tmp_path / "cut.json")
    told(page, "action-plan")
    open_sheet(page, address)
    assert page.input_value("[name=need]") == TEXT


def test_08_a_record_of_the_wrong_kind(page, address):
    """A stored record that makes no sense is put aside and offered as a file; the sheet starts empty and works."""
    open_sheet(page, address)
    fill(page)
    put(page, {"project": stored(page, "charter")["project"], "sheet": "charter", "copy": "1", "schema": "?", "answers": "oops"})
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    assert page.input_value("[name=need]") == ""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the unreadable text").click()
    assert json.loads(download.value.path().read_text())["answers"] == "oops"
    fill(page, "goes on")


def test_09_a_record_of_a_newer_version(page, address):
    """A record that a newer version wrote is shown for reading and never changed, also if it comes while the page is open."""
    open_sheet(page, address)
    fill(page)
    newer = stored(page, "charter") | {"schema": 99, "revision": 50}
    put(page, newer)
    page.locator("[name=outcome]").fill("old version")
    told(page, "Save it to a file")
    assert stored(page, "charter") == newer and page.input_value("[name=outcome]") == "old version"
    page.evaluate("() => document.querySelector('work-sheet').keeper.readOnly = true")  # leave without the question of the browser
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    assert "newer version" in status(page) and page.input_value("[name=need]") == TEXT
    assert page.locator("[name=need]").is_disabled() and stored(page, "charter") == newer


def test_10_a_database_of_the_first_version(context, address):
    """What the first released version stored is there after the upgrade, the earlier states included."""
    old_tab(context, address, closes=True)
    page = context.new_page()
    open_sheet(page, address)
    assert page.input_value("[name=need]") == "from the old version"
    record = stored(page, "charter")
    assert (record["schema"], record["revision"], len(record["before"])) == (2, 7, 1)
    page.goto(f"{address}/workspace/")
    page.wait_for_selector("project-list[data-ready]")
    assert page.locator(".project").count() == 1


def test_11_an_unknown_field(page, address):
    """An answer to a question that this version of the sheet does not ask is kept, and saved again with the rest."""
    open_sheet(page, address)
    fill(page)
    put(page, stored(page, "charter") | {"answers": {"need": TEXT, "later-question": "kept"}})
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    fill(page, "also this", "outcome")
    assert stored(page, "charter")["answers"] == {"need": TEXT, "outcome": "also this", "later-question": "kept"}
    assert file_saved(page)["later-question"] == "kept"


def test_12_a_field_that_changed_its_kind(page, address):
    """A field that was a list and is a text now: the list stays stored, and the field can be used."""
    open_sheet(page, address)
    fill(page)
    rows = [{"_id": "r1", "name": "Ana"}]
    put(page, stored(page, "charter") | {"answers": {"need": TEXT, "team": rows}})
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    assert page.input_value("[name=team]") == ""
    fill(page, "also this", "outcome")
    assert stored(page, "charter")["answers"]["team"] == rows


# --- Tabs ----------------------------------------------------------------------------------------------------


def test_13_two_tabs_the_same_field(context, address):
    """Both change the same field: each keeps its own text on the screen, sees the other and chooses."""
    one, two = context.new_page(), context.new_page()
    open_sheet(one, address)
    fill(one, "before")
    open_sheet(two, address)
    two.evaluate("() => { document.querySelector('work-sheet').keeper.hear = () => {}; }")  # the news comes too late
    fill(one, "text of one")
    two.locator("[name=need]").fill("text of two")
    two.locator(".sheet-notice:not([hidden])").wait_for()
    assert two.input_value("[name=need]") == "text of two"
    assert "text of one" in two.locator(".sheet-notice").text_content()
    assert "The need" in two.locator(".sheet-notice").text_content()
    two.get_by_role("button", name="Take the other text").click()
    assert two.input_value("[name=need]") == "text of one"


def test_14_two_tabs_different_fields(context, address):
    """Two tabs on one sheet: what each changes arrives in the other, and nothing is lost."""
    one, two = context.new_page(), context.new_page()
    open_sheet(one, address)
    open_sheet(two, address)  # before there is a project
    fill(one, "from the first tab")
    wait(two, "document.querySelector('[name=need]').value === 'from the first tab'")
    fill(two, "from the second tab", "outcome")
    wait(one, "document.querySelector('[name=outcome]').value === 'from the second tab'")
    assert "another tab" in status(one)
    fill(one, "changed once more")
    wait(two, "document.querySelector('[name=need]').value === 'changed once more'")
    assert stored(one, "charter")["answers"] == {"need": "changed once more", "outcome": "from the second tab"}


def test_15_a_tab_of_another_version(context, address):
    """A tab of an older version cannot write over the new data; a page that meets newer data says so and keeps the text on screen."""
    old = old_tab(context, address, closes=True)
    page = context.new_page()
    open_sheet(page, address)
    fill(page, "from the new version", "outcome")
    refused = old.evaluate("() => new Promise((done) => { const open = indexedDB.open('smart-city-toolbox', 1); open.onerror = () => done(open.error.name); open.onsuccess = () => done('opened'); })")
    assert refused == "VersionError" and stored(page, "charter")["answers"]["outcome"] == "from the new version"
    old.evaluate("() => new Promise((done) => { const open = indexedDB.open('smart-city-toolbox', 3); open.onsuccess = () => { open.result.onversionchange = () => open.result.close(); done(); }; })")
    page.locator("[name=outcome]").fill("newer data is there")
    told(page, "newer version of this site")
    assert page.input_value("[name=outcome]") == "newer data is there" and file_saved(page)["outcome"] == "newer data is there"


# --- Crashes ---------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def real_browser(playwright, profile):
    """A browser process of its own with a profile on disk, which can be killed. Yields (process, page)."""
    if chromium.installed() is None:
        pytest.skip("needs a Chromium of the system")
    port_file = profile / "DevToolsActivePort"
    port_file.unlink(missing_ok=True)
    process = subprocess.Popen([chromium.installed(), "--headless", *chromium.FLAGS, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"], stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        end = time.monotonic() + 20
        while not (port_file.exists() and port_file.read_text().strip()):
            assert time.monotonic() < end, "the browser did not start"
            time.sleep(0.05)
        remote = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port_file.read_text().split()[0]}")
        yield process, remote.contexts[0].pages[0]
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def kill(process, how=signal.SIGKILL):
    os.killpg(process.pid, how)
    process.wait(timeout=20)


def found_again(playwright, profile, address) -> str:
    """Start the browser once more and read what the charter says."""
    with real_browser(playwright, profile) as (_, page):
        open_sheet(page, address)
        return page.input_value("[name=need]")


@pytest.mark.parametrize("turn", range(KILLS))
def test_16_killed_right_after_a_save(address, tmp_path, playwright, turn):
    """The browser is killed in the moment in which the page says "saved": the text is there."""
    with real_browser(playwright, tmp_path) as (process, page):
        open_sheet(page, address)
        page.locator("[name=need]").fill(TEXT)
        saved(page)
        kill(process)
    assert found_again(playwright, tmp_path, address) == TEXT


@pytest.mark.parametrize("turn", range(KILLS))
def test_17_killed_while_typing(address, tmp_path, playwright, turn):
    """Twenty words a second are typed and the browser is killed at a random moment: at most one second is lost."""
    with real_browser(playwright, tmp_path) as (process, page):
        open_sheet(page, address)
        page.evaluate("""() => { window.typed = 0; const field = document.querySelector('[name=need]');
            setInterval(() => { field.value += ` ${++window.typed}`; field.dispatchEvent(new Event('input', { bubbles: true })); }, 50); }""")
        page.wait_for_timeout(1200 + random.randrange(2000))
        typed = page.evaluate("window.typed")
        kill(process)
    kept = found_again(playwright, tmp_path, address).split()
    assert kept == [str(n + 1) for n in range(len(kept))]
    assert typed - len(kept) <= 20, f"{typed} words were typed, {len(kept)} are there"


def test_18_the_tab_crashes(context, address):
    """The tab of the page crashes: another tab finds the text."""
    page = context.new_page()
    open_sheet(page, address)
    fill(page)
    with contextlib.suppress(Exception):
        page.goto("chrome://crash", timeout=5000)
    other = context.new_page()
    open_sheet(other, address)
    assert other.input_value("[name=need]") == TEXT


def test_19_the_browser_is_asked_to_end(address, tmp_path, playwright):
    """The computer shuts down and ends the browser: the text is there."""
    with real_browser(playwright, tmp_path) as (process, page):
        open_sheet(page, address)
        page.locator("[name=need]").fill(TEXT)
        saved(page)
        kill(process, signal.SIGTERM)
    assert found_again(playwright, tmp_path, address) == TEXT


# --- Network, clock, files -----------------------------------------------------------------------------------


def test_20_offline_before_and_after_loading(context, page, address):
    """Without a network an open page goes on keeping; a page that could not be opened has lost nothing."""
    open_sheet(page, address)
    fill(page)
    context.set_offline(True)
    fill(page, "typed offline", "outcome")
    assert file_saved(page) == {"need": TEXT, "outcome": "typed offline"}
    other = context.new_page()
    with contextlib.suppress(Exception):  # the page comes out of the cache of the browser, or it cannot be opened
        other.goto(address + CHARTER)
    context.set_offline(False)
    open_sheet(other, address)
    assert (other.input_value("[name=need]"), other.input_value("[name=outcome]")) == (TEXT, "typed offline")


def test_21_the_clock_goes_back(context, address):
    """The clock of the device is set back by a day between two saves: the later text counts, in both tabs."""
    one = context.new_page()
    open_sheet(one, address)
    fill(one, "before")
    two = context.new_page()
    two.add_init_script("const Real = Date; globalThis.Date = class extends Real { constructor(...given) { if (given.length) super(...given); else super(Real.now() - 86400000); } static now() { return Real.now() - 86400000; } };")
    open_sheet(two, address)
    fill(two, "after the clock went back")
    wait(one, "document.querySelector('[name=need]').value === 'after the clock went back'")
    one.reload()
    one.wait_for_selector("work-sheet[data-ready]")
    assert one.input_value("[name=need]") == "after the clock went back"


def test_22_opening_a_file_is_interrupted(page, address, tmp_path):
    """Storing an opened project fails in the middle: none of it stands, and what was there before does."""
    open_sheet(page, address)
    fill(page)
    sheets = [{"sheet": name, "copy": "1", "version": 1, "answers": {"need": "from the file"}} for name in ("charter", "target-groups", "problem-tree")]
    (tmp_path / "project.json").write_text(json.dumps({"format": "smart-city-toolbox", "version": 2, "project": {"name": "From a file"}, "sheets": sheets}))
    page.goto(f"{address}/workspace/")
    page.wait_for_selector("project-list[data-ready]")
    page.evaluate("() => { const put = IDBObjectStore.prototype.put; let n = 0; IDBObjectStore.prototype.put = function (...given) { if (this.name === 'records' && ++n === 3) throw new DOMException('stop', 'AbortError'); return put.apply(this, given); }; }")
    page.locator("project-list input[type=file]").set_input_files(tmp_path / "project.json")
    told(page, "could not be stored")
    page.reload()
    page.wait_for_selector("project-list[data-ready]")
    assert page.locator(".project").count() == 1 and "From a file" not in page.locator(".projects").text_content()
    open_sheet(page, address)
    assert page.input_value("[name=need]") == TEXT


def test_23_a_private_window(browser, address):
    """A private window keeps only until it is closed: the page works, says that nothing is promised, and saves to a file."""
    context = browser.new_context()
    page = context.new_page()
    open_sheet(page, address)
    fill(page)
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    assert file_saved(page) == {"need": TEXT}
    page.goto(f"{address}/workspace/")
    page.wait_for_selector("project-list[data-ready]")
    assert "not promised" in page.locator(".keeping").text_content()
    context.close()
    again = browser.new_context()
    page = again.new_page()
    open_sheet(page, address)
    assert page.input_value("[name=need]") == ""
    again.close()


def test_24_the_data_of_the_site_were_deleted(context, page, address):
    """The browser deletes what the site stored while a page is open: the page stores its sheet again and says what happened."""
    open_sheet(page, address)
    fill(page)
    cdp = context.new_cdp_session(page)
    cdp.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": "indexeddb"})
    page.locator("[name=outcome]").fill("typed after that")
    told(page, "has deleted what this site had stored")
    assert "last project file" in status(page)
    page.reload()
    page.wait_for_selector("work-sheet[data-ready]")
    assert (page.input_value("[name=need]"), page.input_value("[name=outcome]")) == (TEXT, "typed after that")
