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
from guide import documents, fillable, office, paper, paper_audit
from guide.worksheets import worksheet_ids
from lxml import etree

LANGUAGES = languages()
SHEETS = worksheet_ids(ROOT)
W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def folder(language: str, sheet: str):
    return (BUILT if language == "en" else BUILT / language) / "toolbox" / sheet


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sheet", SHEETS)
def test_pdf_is_accessible(sheet, language):
    """Every PDF of the sheet passes the checks of PDF/UA-1."""
    files = sorted(folder(language, sheet).glob("*.pdf"))
    assert len(files) == (3 if language == "ar" else 4)
    for file in files:
        result = validator.validate_pdf(str(file), profile="ua1")
        assert result.is_compliant, (file.name, [(f.rule_id, f.message) for f in result.failures][:5])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sheet", SHEETS)
def test_pdf_can_be_read_out(project, sheet, language):
    """The words of the sheet are found again in the text of each PDF, in its language."""
    for file in folder(language, sheet).glob("*.pdf"):
        assert paper_audit.problems(file.read_bytes(), project.sheet(language, sheet), fillable="fillable" in file.name) == []


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
    data = json.loads(paper.data(project.sheet("fr", "charter"), project.interface["fr"], project.language("fr"), "https://x.example/fr/toolbox/charter/", "a4"))
    assert data["short-url"] == "x.example/fr/toolbox/charter"
    assert "<path" in paper._qr(data["url"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sheet", SHEETS)
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
    said = paper_audit.problems(empty.getvalue(), project.sheet("fr", "charter"), fillable=True)
    assert said == ["it is not tagged", "its language is None, not fr", "it has 0 fields to type into", "only 0% of its words can be read out"]
    monkeypatch.setattr(documents, "_makers", lambda *a: "another")
    monkeypatch.setattr(paper, "render", lambda *a, **k: empty.getvalue())
    monkeypatch.setattr(fillable, "make_fillable", lambda content, font: content)
    with pytest.raises(documents.DocumentError, match=r"(?s)charter-en-a4.pdf: it is not tagged.*fair-participation-en-a4.pdf: it is not tagged"):
        documents.build(project, "en", books=False)
