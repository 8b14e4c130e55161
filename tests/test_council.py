"""The council paper: what is put together from the sheets, what stays as the town wrote it, the Word file and the print."""

from __future__ import annotations

import base64
import io
import time

import pypdfium2
import pytest
import yaml
from conftest import ROOT, interface, run_js, stored
from docx import Document
from guide import council
from guide.problems import Problems
from guide.project import load

CASES = sorted((ROOT / "tests/council").glob("*.yml"))
WRITING = [(path.stem, kind, n) for path in sorted((ROOT / "tests/council/writing").glob("*.yml")) for kind, cases in yaml.safe_load(path.read_text(encoding="utf-8")).items() if kind != "about" for n in range(len(cases))]
DRIVER = "../../../tests/js/council.mjs"
WORDS = interface("en")


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def played() -> dict[str, list[dict]]:
    """All cases, played in one go: what the page would show after each step."""
    project, problems = load(ROOT, only=["en", "fr"])[0], Problems(ROOT)
    words = {"council": {f"{kind}-{id}": "" for id in ("decision", "problem", "heard", "nothing", "options", "next") for kind in ("section", "missing")}}
    paper = council.read_council(ROOT / "tests/council/paper", project.structures, words, problems)
    problems.stop_if_any()
    papers = {code: council.for_page(paper, lambda id, code=code: project.sheet(code, id)) for code in ("en", "fr")}
    answers = run_js(DRIVER, [("play", papers, read(path)["steps"], WORDS["site"]["labelled"]) for path in CASES])
    return dict(zip([path.stem for path in CASES], answers, strict=True))


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path, played):
    """After each step the paper shows what the case says."""
    case = read(path)
    for number, (step, shown) in enumerate(zip(case["steps"], played[path.stem], strict=True), 1):
        for part, wanted in step.get("then", {}).items():
            assert shown[part] == wanted, f"{case['about']} Step {number}, {part}."


def test_a_strange_record_stops_nothing():
    """A file may hold anything: what has another form is passed over, and the paper is put together all the same."""
    source = {"sheet": "charter", "title": "Project charter", "language": "en", "several": False, "group": "", "field": "need", "label": "The need", "shown": [{"id": "need", "type": "paragraph", "label": "The need", "options": {}}]}
    paper = {"head": [{"id": "title", "source": source}], "sections": [{"id": "problem", "sources": [source]}]}
    sheets = {"charter": [{"copy": "1", "answers": {"need": "The bus"}}, {"copy": "2", "answers": {"need": ["x"]}}]}
    strange = [{"problem": "text"}, {"problem": [{"_id": "a", "text": True}, {"_id": "charter.1.need"}], "title": True}, {"problem": True}]
    remembered = [{"problem": {"key": "1", "raw": "a", "text": "b"}}, {"problem": {"x": {"into": "a", "fields": {}}}}, {}]
    found = run_js("council.mjs", [("assemble", paper, {"answers": answers, "carried": carried}, sheets, {"labelled": "", "locale": "en"}) for answers, carried in zip(strange, remembered, strict=True)])
    assert [[row.get("text") for row in each["answers"]["problem"]] for each in found] == [["The bus"], [True, None], ["The bus"]]


@pytest.fixture(scope="module")
def directions() -> dict[tuple, object]:
    """All cases of writing in one go."""
    calls = {}
    for stem, kind, n in WRITING:
        case = read(ROOT / f"tests/council/writing/{stem}.yml")[kind][n]
        calls[stem, kind, n] = {"direction": ("direction", case.get("text")), "stretches": ("stretches", case.get("line"), case.get("base")), "xml": ("forXml", case.get("text"))}[kind]
    return dict(zip(calls, run_js("writing.mjs", list(calls.values())), strict=True))


@pytest.mark.parametrize(("stem", "kind", "n"), WRITING)
def test_writing(stem, kind, n, directions):
    """The direction of a text, the stretches of a line, and what an office program can read, as the case says."""
    said = directions[stem, kind, n]
    said = [f"{part['direction']}: {part['text']}" for part in said] if kind == "stretches" else said
    assert said == read(ROOT / f"tests/council/writing/{stem}.yml")[kind][n]["is"]


def test_the_order_of_paragraphs_in_two_tabs():
    """Whoever moved a paragraph keeps the new order; if both did, mine stays. What both added is there once."""
    calls = [("merged", "a b c", "a b c", "c a b"), ("merged", "a b c", "b a c", "a b c x"), ("merged", "a b c", "b a c", "c b a"), ("merged", "a b", "a b m", "b a t")]
    assert run_js(DRIVER, calls) == ["c a b", "b a c x", "b a c", "b a t m"]


# --- The Word file -------------------------------------------------------------------------------------------

ARABIC = {
    "title": "يوم الخدمات",
    "meeting": "المجلس، 9 ديسمبر 2026",
    "site": "Guide",
    "last": "السطر الأخير",
    "language": {"code": "ar", "direction": "rtl"},
    "sections": [{"heading": "القرار المقترح", "paragraphs": [{"text": "يستمر Service Tuesday.\n\u0000EUR 22,000 a year.", "from": ["من: ورقة المجلس"]}]}],
}


def word_file(printed: dict):
    """The Word file as an office program reads it. Made by the module that the browser uses."""
    return Document(io.BytesIO(base64.b64decode(run_js("council-docx.mjs", [("wordFileAsText", printed)])[0])))


def test_arabic_word_file():
    """Headings and Arabic lines run from the right, English lines and words from the left; the language is set; a forbidden character is gone."""
    file = word_file(ARABIC)
    lines = {p.text: p for p in file.paragraphs}
    assert list(lines) == ["يوم الخدمات", "المجلس، 9 ديسمبر 2026", "القرار المقترح", "يستمر Service Tuesday.", "EUR 22,000 a year.", "من: ورقة المجلس", "السطر الأخير"]
    assert [p.style.name for p in file.paragraphs][:3] == ["Title", "Normal", "Heading 1"]
    assert {text: bool(p._p.xpath("./w:pPr/w:bidi")) for text, p in lines.items()} == {text: text != "EUR 22,000 a year." for text in lines}
    runs = lines["يستمر Service Tuesday."].runs
    assert [(run.text, bool(run._r.xpath("./w:rPr/w:rtl"))) for run in runs] == [("يستمر ", True), ("Service Tuesday", False), (".", True)]
    assert file.styles.element.xpath("./w:docDefaults//w:lang/@w:bidi") == ["ar-SA"]
    assert file.core_properties.title == "يوم الخدمات"


# --- In the browser ------------------------------------------------------------------------------------------


@pytest.fixture
def paper(page, address, built):
    """The story of Talmora, opened from its file, as a paper."""
    page.goto(f"{address}/workspace/")
    page.wait_for_selector("project-list[data-ready]")
    page.set_input_files("project-list [type=file]", built / "toolbox/talmora-en.json")
    page.wait_for_selector(".project[data-open]")
    return open_paper(page, address)


def open_paper(page, address):
    page.goto(f"{address}/workspace/paper/")
    page.wait_for_selector("council-paper[data-ready]")
    return page


def paragraph(page, section: str, n: int = 0):
    return page.locator(f"[data-section={section}] li").nth(n)


def status_says(page, text: str, seconds: float = 10):
    end = time.monotonic() + seconds
    while text not in (said := page.locator("council-paper .sheet-status").text_content()):
        assert time.monotonic() < end, f"the page says: {said}"
        page.wait_for_timeout(30)


def test_the_paper_of_a_whole_project(paper, address, context):
    """Every section is filled but the one the town must write; what is typed stays; a change in a sheet is offered; Undo brings it back."""
    words = WORDS["council"]
    empty = paper.locator("[data-section]").evaluate_all("(all) => all.filter((s) => !s.querySelector('li')).map((s) => s.dataset.section)")
    assert empty == ["nothing"]
    assert paper.locator(".council-missing li").count() == 1
    assert words["missing-nothing"] in paper.locator(".council-missing li").inner_text()
    assert paper.input_value("#paper-title").startswith("Service Tuesday in Eastbank")
    assert paragraph(paper, "problem", 1).locator(".council-from").inner_text().endswith("From: Project charter, The need")
    assert paragraph(paper, "problem", 1).get_attribute("data-state") == "out"  # the town has summed it up itself
    assert paragraph(paper, "unheard").get_attribute("data-state") == "in"
    option = paragraph(paper, "options").locator("textarea").input_value().split("\n")
    assert option[0] == "1 End on 31 December 2026"
    assert option[2] == "Cost: EUR 1,500, once, from the money of the test"

    paragraph(paper, "problem").locator("textarea").fill("Shorter.\nTwo lines")
    status_says(paper, "Saved on this device")
    paper.reload()
    paper.wait_for_selector("council-paper[data-ready]")
    assert paragraph(paper, "problem").locator("textarea").input_value() == "Shorter.\nTwo lines"
    assert words["changed-here"] in paragraph(paper, "problem").inner_text()

    # The charter changes in another tab: offered at once, taken over, undone, declined.
    paragraph(paper, "problem", 1).get_by_role("button", name=words["take-in"]).click()
    status_says(paper, words["taken-in"])
    sheet = context.new_page()
    sheet.goto(f"{address}/{paragraph(paper, 'problem', 1).locator('a').get_attribute('href').removeprefix('../../')}")
    sheet.wait_for_selector("work-sheet[data-ready]")
    sheet.fill("[name=need]", "The need is another one now.")
    offer = paragraph(paper, "problem", 1).locator(".offer")
    offer.wait_for()
    assert "“Project charter” now says:" in offer.inner_text()
    before = paragraph(paper, "problem", 1).locator("textarea").input_value()
    assert before.startswith("About 840 people")
    assert paper.locator(".council-changed").inner_text().startswith(words["changed"].replace("{n}", "1"))
    offer.get_by_role("button", name=words["take"]).click()
    status_says(paper, words["taken"])
    assert paragraph(paper, "problem", 1).locator("textarea").input_value() == "The need is another one now."
    paper.get_by_role("button", name=words["undo"], exact=True).click()
    assert paragraph(paper, "problem", 1).locator("textarea").input_value() == before
    offer.get_by_role("button", name=words["leave"]).click()
    status_says(paper, words["left"])
    open_paper(paper, address)
    assert paper.locator(".offer").count() == 0
    assert context.complaints == []


def test_the_word_file(paper, context):
    """The Word file holds title, headings, paragraphs in order and where they come from; its program is fetched only when it is asked for."""
    asked = []
    paper.on("request", lambda request: asked.append(request.url))
    paragraph(paper, "problem", 2).get_by_role("button", name=WORDS["council"]["take-in"]).click()
    status_says(paper, WORDS["council"]["taken-in"])
    assert not [url for url in asked if "docx" in url]
    with paper.expect_download() as found:
        paper.get_by_role("button", name=WORDS["council"]["word"]).click()
    assert found.value.suggested_filename == "Service Tuesday in Eastbank  continue until 31 December 2028.docx"
    assert len([url for url in asked if "vendor/docx" in url]) == 1
    status_says(paper, "Still missing: What happens if nothing is done")
    file = Document(found.value.path())
    lines = [(p.style.name, p.text) for p in file.paragraphs]
    assert lines[0] == ("Title", "Service Tuesday in Eastbank: continue until 31 December 2028")
    assert lines[1][1].startswith("Council, Wednesday 9 December 2026")
    headings = [text for style, text in lines if style == "Heading 1"]
    assert headings == [text for id, text in WORDS["council"].items() if id.startswith("section-") and id != "section-nothing"]
    texts = [text for _, text in lines]
    assert texts.index("5. No second place is started.") + 1 == texts.index("From: Council paper, Proposed decision")
    assert ("Source", "From: Problem tree with evidence, The problem") in lines
    assert "From: Project charter, The need" not in texts
    assert lines[-1][0] == "Source"
    assert WORDS["site"]["name"] in lines[-1][1]
    assert context.complaints == []


def test_the_printed_paper(paper):
    """Print shows the paper only: text, headings, where it comes from, page numbers; no buttons, nothing left out, no empty section."""
    printed = pypdfium2.PdfDocument(paper.pdf(prefer_css_page_size=True))
    pages = [page.get_textpage().get_text_bounded() for page in printed]
    numbers, pages = zip(*(page.split(maxsplit=1) for page in pages), strict=True)
    text = " ".join(" ".join(pages).split())
    assert text.startswith("Service Tuesday in Eastbank: continue until 31 December 2028 Council, Wednesday 9 December 2026")
    assert "Proposed decision The council decides: Points 2 and 3 hold only with point 1. 1. Social services" in text
    assert "From: Council paper, The hardest question" in text
    assert text.count("From: ") > 20
    for unwanted in (WORDS["council"]["leave-out"], WORDS["council"]["add"], WORDS["council"]["missing"], WORDS["council"]["section-nothing"], "Problem tree with evidence, The problem", WORDS["footer"]["privacy"]):
        assert unwanted not in text
    assert numbers == tuple(str(n + 1) for n in range(len(pages)))


def test_by_keyboard_alone(paper):
    """Leave out, take back in, move and add with the keyboard: the focus stays where the work is, and another tab has it all."""
    words = WORDS["council"]
    focused = "document.activeElement.textContent.trim() || document.activeElement.getAttribute('aria-label')"
    texts = "[...document.querySelectorAll('[data-section=problem] li')].map((li) => li.dataset.id)"
    order = paper.evaluate(texts)
    other = open_paper(paper.context.new_page(), paper.url.removesuffix("/workspace/paper/"))
    paragraph(paper, "problem").locator("[data-action=out]").focus()
    paper.keyboard.press("Enter")
    status_says(paper, words["left-out"])
    assert paper.evaluate(focused).startswith(words["take-in"])
    other.wait_for_selector("[data-section=problem] li:first-child[data-state=out]")
    paper.keyboard.press("Space")
    status_says(paper, words["taken-in"])
    assert paragraph(paper, "problem").get_attribute("data-state") == "in"
    paper.keyboard.press("Tab")  # over "Move up", which the first one has not
    paper.keyboard.press("Enter")
    status_says(paper, words["moved"])
    assert paper.evaluate(texts) == [order[1], order[0], order[2]]
    assert paper.evaluate(focused).startswith(words["down"])
    paper.keyboard.press("Enter")
    assert paper.evaluate(focused).startswith(words["up"])  # at the end there is no further down
    paper.locator("[data-section=nothing] [data-action=add]").focus()
    paper.keyboard.press("Enter")
    assert paper.evaluate(focused) == "What happens if nothing is done, paragraph 1"
    paper.keyboard.type("People give up their errands.")
    status_says(paper, "Saved on this device")
    assert paper.locator(".council-missing p").is_visible()
    other.locator("[data-section=nothing] li").wait_for()
    assert other.locator("[data-section=nothing] textarea").input_value() == "People give up their errands."
    assert other.evaluate(texts) == [order[1], order[2], order[0]]
    kept = stored(paper, "workspace-paper")["answers"]
    assert [row["_id"] for row in kept["problem"]] == [order[1], order[2], order[0]]
    assert kept["nothing"][0]["text"] == "People give up their errands."


def test_nothing_stored_and_nothing_lost(page, address, context):
    """Without a project the page says what to do. If the sheets cannot be read, the paper says so and stays as it was saved."""
    open_paper(page, address)
    assert page.locator(".council-empty").is_visible()
    assert page.locator(".council-missing li").count() == len([id for id in WORDS["council"] if id.startswith("missing-")])
    assert "?#form" in page.locator(".council-missing a").first.get_attribute("href")
    page.locator("[data-section=nothing] [data-action=add]").click()
    page.keyboard.type("<b>People</b> give up.")
    status_says(page, "Saved on this device")
    page.add_init_script("const get = IDBObjectStore.prototype.getAll; IDBObjectStore.prototype.getAll = function (query) { if (this.name === 'records' && query) throw new DOMException('no', 'UnknownError'); return get.apply(this, arguments); };")
    page.reload()
    page.wait_for_selector("council-paper[data-ready]")
    assert page.locator("council-paper .sheet-status").text_content() == WORDS["council"]["read-failed"]
    assert page.locator("[data-section=nothing] textarea").input_value() == "<b>People</b> give up."
