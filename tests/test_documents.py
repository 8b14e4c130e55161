"""PDFs and Word files: complete, tagged, readable by programs, right-to-left where due, the same when made twice."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile

import page as validator
import pikepdf
import pypdfium2
import pypdfium2.raw as raw
import pytest
from conftest import BUILT, ROOT, languages
from guide import documents, fillable, model, office, paper, paper_audit, sheet_documents, spreadsheet
from guide.recipes import recipe_ids
from guide.worksheets import worksheet_ids
from lxml import etree

LANGUAGES = languages()
SHEETS = worksheet_ids(ROOT)
TRANSLATED = [(sheet, language) for sheet in SHEETS for language in LANGUAGES if (ROOT / "toolbox" / sheet / f"{language}.yml").exists()]
"""Worksheets with a language in which they exist. Elsewhere the English documents stand, the same files."""
W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def folder(language: str, sheet: str):
    return (BUILT if language == "en" else BUILT / language) / "toolbox" / sheet


@pytest.mark.parametrize(("sheet", "language"), TRANSLATED)
def test_pdf_is_accessible(sheet, language):
    """Every PDF of the sheet passes the checks of PDF/UA-1."""
    files = sorted(folder(language, sheet).glob("*.pdf"))
    assert len(files) == (4 if language == "ar" else 5)
    for file in files:
        assert faults_of(file) == []


def faults_of(file) -> list:
    """What a validator says about PDF/UA-1."""
    result = validator.validate_pdf(str(file), profile="ua1")
    return [] if result.is_compliant else [(file.name, f.rule_id, f.message) for f in result.failures][:5]


@pytest.mark.parametrize(("sheet", "language"), TRANSLATED)
def test_pdf_can_be_read_out(project, sheet, language):
    """The words of the sheet are found again in the text of each PDF, in its language."""
    of = project.sheet(language, sheet)
    for file in folder(language, sheet).glob("*.pdf"):
        texts = [of.title] if "example" in file.name else [of.title, of.summary, *(f.label for f in of.fields)]
        assert paper_audit.problems(file.read_bytes(), language, texts, fillable="fillable" in file.name) == []


def test_pdf_sizes(project):
    """A4, A3 and US Letter have the sizes they claim, in landscape."""
    for name, (width, height) in {"a4": (842, 595), "a3": (1191, 842), "letter": (792, 612)}.items():
        size = pypdfium2.PdfDocument(folder("fr", "charter") / f"charter-fr-{name}.pdf").get_page_size(0)
        assert (width, height) == tuple(round(v) for v in size)


def test_pdf_claims_both_standards():
    """Sheets for printing say that they are PDF/A-2a and PDF/UA-1."""
    with pikepdf.open(folder("ar", "charter") / "charter-ar-a4.pdf") as pdf:
        claims = pdf.Root.Metadata.read_bytes().decode()
    assert re.search(r"pdfaid:part\W+2", claims) and re.search(r"pdfaid:conformance\W+A", claims) and re.search(r"pdfuaid:part\W+1", claims)


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "ar"])
def test_typing_into_the_pdf(language, tmp_path):
    """Each field takes text with the accents of the language, and the text is still there after saving."""
    words = {"ru": "Ёлка, съезд № 5", "fr": "Où êtes-vous ? « Ça »", "es": "¿Señor? ¡Año!", "pt": "Coração à mão", "it": "Città, perché", "en": "Town hall"}.get(language, "Wort")
    file = folder(language, "charter") / f"charter-{language}-a4-fillable.pdf"
    with pikepdf.open(file) as pdf:
        fields = {str(f.T): [float(v) for v in f.Rect] for f in pdf.Root.AcroForm.Fields}
        assert {"need", "outcome", "stop"} <= set(fields) and len(fields) == len(pdf.Root.AcroForm.Fields)
        assert all(str(f.TU) for f in pdf.Root.AcroForm.Fields)
    document = pypdfium2.PdfDocument(file)
    document.init_forms()
    form, page_ = document.formenv, document[0]
    before = _ink(page_)
    left, low, right, high = fields["need"]
    for press in (raw.FORM_OnLButtonDown, raw.FORM_OnLButtonUp):
        press(form, page_, 0, (left + right) / 2, (low + high) / 2)
    assert all(raw.FORM_OnChar(form, page_, ord(letter), 0) for letter in words)
    raw.FORM_ForceToKillFocus(form)
    assert _ink(page_) > before + 8 * len(words), "the typed text is not drawn"
    document.save(tmp_path / "typed.pdf")
    with pikepdf.open(tmp_path / "typed.pdf") as pdf:
        assert words in [str(f.get("/V", "")) for f in pdf.Root.AcroForm.Fields]


def _ink(page_) -> int:
    """Dark points of the page as a viewer draws it."""
    return sum(page_.render(scale=2, may_draw_forms=True).to_pil().convert("L").histogram()[:128])


def test_tick_boxes_in_the_pdf():
    """The checklist has boxes to tick and places to write."""
    with pikepdf.open(folder("en", "fair-participation") / "fair-participation-en-a4-fillable.pdf") as pdf:
        kinds = [str(f.FT) for f in pdf.Root.AcroForm.Fields]
    assert kinds.count("/Btn") == 18 and kinds.count("/Tx") >= 5


def test_qr_code_leads_to_the_page(project):
    """The address on paper is that of the sheet in its language."""
    data = json.loads(paper.data(project.sheet("fr", "charter"), project.interface["fr"], project.language("fr"), "https://x.example/fr/toolbox/charter/", "a4"))["sheets"][0]
    assert data["short-url"] == "x.example/fr/toolbox/charter"
    assert data["url"] == "https://x.example/fr/toolbox/charter/" and "<path" in paper._qr(data["url"])


@pytest.mark.parametrize(("sheet", "language"), TRANSLATED)
def test_word_file(project, sheet, language):
    """The Word file holds every label, has places to type, repeats the heads of tables, and runs from the right where due."""
    content = (folder(language, sheet) / f"{sheet}-{language}.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
        assert {info.date_time for info in archive.infolist()} == {office.EPOCH}
    text = "".join(document.itertext())
    of = project.sheet(language, sheet)
    for f in of.fields:
        assert f.label in text and all(inner.label in text for inner in f.fields)
    assert of.title in text and of.steps[0].title in text
    assert len(document.findall(".//w:sdt", W)) >= 10
    groups = [f for f in of.fields if f.type in ("group", "scores")]
    assert len(document.findall(".//w:tblHeader", W)) == len(groups)
    paragraphs = document.findall(".//w:body//w:p", W)
    rtl = [p for p in paragraphs if p.find("w:pPr/w:bidi", W) is not None]
    assert len(rtl) == (len(paragraphs) if language == "ar" else 0) or (language == "ar" and len(rtl) > 0.95 * len(paragraphs))
    tables = document.findall(".//w:tbl", W)
    assert len(document.findall(".//w:tbl/w:tblPr/w:bidiVisual", W)) == (len(tables) if language == "ar" else 0)


def test_documents_are_the_same_when_made_twice(project):
    """Made again, every kind of document has the same bytes."""
    sheet, words, language = project.sheet("ru", "priority-score"), project.interface["ru"], project.language("ru")
    data = paper.data(sheet, words, language, "https://x.example/", "a4")
    font = ROOT / "fonts/NotoSans-Regular.ttf"
    makers = {
        "pdf": lambda: paper.render(ROOT, data),
        "fillable": lambda: fillable.make_fillable(paper.render(ROOT, data, fillable=True), font),
        "docx": lambda: office.render(sheet, words, language, "https://x.example/"),
        "xlsx": lambda: spreadsheet.render(sheet, words, language, "https://x.example/"),
    }
    for make in makers.values():
        assert hashlib.sha256(make()).digest() == hashlib.sha256(make()).digest()


def test_words_that_do_not_fit_stop_the_build(project):
    """A label that would leave no room to write is an error that names the box."""
    from dataclasses import replace

    sheet = project.sheet("en", "charter")
    long = replace(sheet, fields=tuple(replace(f, hint="Far too long. " * 120) if f.id == "money" else f for f in sheet.fields))
    with pytest.raises(paper.PaperError, match="money"):
        paper.render(ROOT, paper.data(long, project.interface["en"], project.language("en"), "https://x.example/", "a4"))


def test_missing_letters_stop_the_build(project):
    """A letter that the fonts on paper do not have is an error, not a box on the printed sheet."""
    from dataclasses import replace

    sheet = replace(project.sheet("en", "charter"), title="城市")
    with pytest.raises(paper.PaperError, match="could not be displayed"):
        paper.render(ROOT, paper.data(sheet, project.interface["en"], project.language("en"), "https://x.example/", "a4"))


def test_a_wrong_document_is_told(project, monkeypatch):
    """A PDF without tags, language or words is refused with all that is wrong."""
    empty = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(empty)
    said = paper_audit.problems(empty.getvalue(), "fr", ["Charte de projet"], fillable=True)
    assert said == ["it is not tagged", "its language is None, not fr", "it has 0 fields to type into", "only 0% of its words can be read out"]
    monkeypatch.setattr(sheet_documents, "makers", lambda *a: "another")
    monkeypatch.setattr(paper, "render", lambda *a, **k: empty.getvalue())
    monkeypatch.setattr(fillable, "make_fillable", lambda content, font: content)
    with pytest.raises(documents.DocumentError, match=r"(?s)charter-en-a4.pdf: it is not tagged.*fair-participation-en-a4.pdf: it is not tagged"):
        documents.build(project, "en", books=False)


PACKS = [f"recipes/{id}/recipe-{id}-en" for id in recipe_ids(ROOT)] + [f"phases/{phase}/phase-{phase}-en" for phase in model.PHASES] + ["toolbox/toolbox-en", "toolbox/talmora-en"]


@pytest.mark.parametrize("name", PACKS)
def test_packs_are_accessible(name):
    """The pack of a recipe, the sheets of a phase, all sheets and the story pass the checks of PDF/UA-1."""
    sizes = ("a4",) if "talmora" in name else ("a4", "letter")
    for size in sizes:
        assert faults_of(BUILT / f"{name}-{size}.pdf") == []


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "en"])
def test_packs_are_whole_or_english(project, language):
    """Where a worksheet of a pack is not translated, the English pack stands there: never a part of it under the name of the whole."""
    for phase in model.PHASES:
        ids = [id for id in project.sheet_ids if project.sheet("en", id).phase == phase]
        spoken = language if project.shown_in(language, "navigator") == language and project.all_in(language, ids) else "en"
        assert [p.name for p in sorted((BUILT / language / "phases" / phase).glob("*.pdf"))] == [f"phase-{phase}-{spoken}-{size}.pdf" for size in ("a4", "letter")]


def text_of(file) -> str:
    """All words of a PDF, with single spaces."""
    document = pypdfium2.PdfDocument(file)
    return " ".join(" ".join(document[n].get_textpage().get_text_bounded() for n in range(len(document))).split())


def test_a_recipe_comes_with_all_it_needs(project):
    """The pack holds the agenda with its hours, the invitation, the shopping list, the script, and every sheet with its how-to."""
    for id in project.recipe_ids:
        recipe = project.recipe("en", id)
        text = text_of(BUILT / "recipes" / id / f"recipe-{id}-en-a4.pdf")
        for session in recipe.sessions:
            assert all(time in text for time in session.clock)
        assert recipe.subject in text and " ".join(recipe.invitation.split())[:60] in text
        assert all(" ".join(item.split())[:40] in text for item in (*recipe.shopping, *recipe.before))
        for sheet in recipe.sheets:
            of = project.sheet("en", sheet)
            assert of.fields[0].label in text and of.steps[0].title in text and of.pitfalls[0].problem[:30] in text


def test_everything_is_in_the_book_of_the_toolbox(project):
    """One PDF holds all worksheets, the story holds all examples in the order of their dates, the archive every file."""
    text = text_of(BUILT / "toolbox/toolbox-en-a4.pdf")
    assert all(project.sheet("en", id).title in text for id in SHEETS)
    story = text_of(BUILT / "toolbox/talmora-en-a4.pdf")
    heads = [f"{s.code} · " for s in sorted((project.sheet("en", id) for id in project.sheet_ids), key=lambda s: s.example)]
    places = [story.index(head) for head in heads]
    assert places == sorted(places)
    with zipfile.ZipFile(BUILT / "toolbox/toolbox-en.zip") as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
    wanted = {f"{id}/{p.name}" for id in SHEETS for p in folder("en", id).iterdir() if p.suffix != ".html" and p.name != "sheet.json"}
    assert names == wanted


@pytest.mark.parametrize(("sheet", "language"), TRANSLATED)
def test_spreadsheet(project, sheet, language):
    """Sheets that are a table or compute have a spreadsheet: labels, no broken formula, from the right where due."""
    import openpyxl

    of, file = project.sheet(language, sheet), folder(language, sheet) / f"{sheet}-{language}.xlsx"
    assert file.exists() == of.calculates
    if not of.calculates:
        return
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    texts = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    for f in of.fields:
        assert any(f.label in text for text in texts)
    assert bool(page.sheet_view.rightToLeft) == (language == "ar")
    assert bool([text for text in texts if text.startswith("=")]) == bool(of.computation)


def test_a_text_never_becomes_a_formula(project):
    """What looks like a formula in an answer stays text."""
    import openpyxl

    sheet = project.sheet("en", "funding-mix")
    content = spreadsheet.render(sheet, project.interface["en"], project.language("en"), "https://x.example/", {"total": "=HYPERLINK(1)"})
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in cells] == ["s"]
