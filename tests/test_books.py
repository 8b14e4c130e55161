"""The guide as a book: PDFs that can be read out, an EPUB that reading programs accept, in every language."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace

import page as validator
import pikepdf
import pypdfium2
import pytest
from conftest import BUILT, ROOT, languages
from guide import book, book_audit
from guide.project import CHAPTERS, load
from lxml import etree, html
from PIL import Image

LANGUAGES = languages()
NAMES = {"h": "http://www.w3.org/1999/xhtml"}


def folder(language: str):
    return (BUILT if language == "en" else BUILT / language) / "guide"


def whole(language: str, kind: str):
    return folder(language) / f"smart-city-guide-{language}.{kind}"


def copy_content(target):
    """All content and the templates of books, to change something in it."""
    for name in ("docs", "toolbox", "interface", "figures", "translations", "overrides", "fonts"):
        shutil.copytree(ROOT / name, target / name)
    for name in ("languages.yml", "sources.yml", "routes.yml", "glossary.yml", "requirements.lock"):
        shutil.copy(ROOT / name, target)


def chapter_pdfs(language: str):
    return sorted(path for path in folder(language).glob("*/*.pdf"))


def entries(language: str) -> dict[str, bytes]:
    with zipfile.ZipFile(whole(language, "epub")) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_offers_its_files(language):
    """The list of chapters offers the whole guide, each chapter its PDF, and every offered file is there."""
    for path in [folder(language) / "index.html", *(folder(language) / c / "index.html" for c in CHAPTERS)]:
        offered = html.fromstring(path.read_text(encoding="utf-8")).xpath("//a[@download]/@href")
        assert len(offered) == (2 if path.parent == folder(language) else 1)
        assert all((path.parent / name).is_file() for name in offered)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_guide_is_accessible(language):
    """The PDF of the whole guide passes the checks of PDF/UA-1."""
    result = validator.validate_pdf(str(whole(language, "pdf")), profile="ua1")
    assert result.is_compliant, [(f.rule_id, f.message) for f in result.failures][:5]


@pytest.mark.parametrize("language", LANGUAGES)
def test_chapters_are_accessible(language):
    """Each chapter that is translated has a PDF of its own that passes the checks of PDF/UA-1."""
    own = [path for path in chapter_pdfs(language) if path.stem.endswith(f"-{language}")]
    assert own
    for path in own:
        result = validator.validate_pdf(str(path), profile="ua1")
        assert result.is_compliant, (path.name, [(f.rule_id, f.message) for f in result.failures][:5])


def test_a_chapter_without_translation_is_offered_in_english(project):
    """The same file as on the English page, with "en" in its name."""
    missing = [c for c in CHAPTERS if ("fr", f"guide/{c}") not in project.pages]
    for chapter in missing:
        offered = (folder("fr") / chapter / f"{chapter}-en.pdf").read_bytes()
        assert offered == (folder("en") / chapter / f"{chapter}-en.pdf").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_bookmarks_and_links_of_the_whole_guide(project, language):
    """Every chapter and section has a bookmark, in order, and every link inside the book has a target."""
    titles = [(project.pages.get((language, id)) or project.pages["en", id]).title for id in book.pages_of(project)]
    with pikepdf.open(whole(language, "pdf")) as pdf:
        with pdf.open_outline() as outline:
            found = [str(item.title) for item in outline.root]
            sections = sum(len(item.children) for item in outline.root)
        assert [t for t in found if t in titles] == titles
        assert sections >= 14 * len(CHAPTERS)
        pages = {page.objgen for page in pdf.pages}
        inside = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link" and a.get("/A", {}).get("/S") != "/URI"]
        assert len(inside) > 300
        names = pikepdf.NameTree(pdf.Root.Names.Dests) if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names else {}
        for link in inside:
            target = link.get("/Dest") or link.A.D
            target = target if isinstance(target, pikepdf.Array) else names[str(target)]
            target = target if isinstance(target, pikepdf.Array) else target.D
            assert target[0].objgen in pages


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_contents_name_the_right_pages(language):
    """The number beside a chapter in the contents is the page on which the chapter begins."""
    document = pypdfium2.PdfDocument(whole(language, "pdf"))
    contents = " ".join(document[1].get_textpage().get_text_bounded().split())
    begins = {item.get_title(): item.get_dest().get_index() + 1 for item in document.get_toc(max_depth=1)}
    chapters = {" ".join(title.split()): number for title, number in begins.items() if number > 2}
    assert len(chapters) >= len(CHAPTERS)
    for title, number in chapters.items():
        assert re.search(rf"{re.escape(title)}[ .]*{number}(?!\d)", contents), (title, number)
    document.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_epub_is_whole(project, language):
    """Every file is listed and there, every link leads somewhere, every picture has words, pages turn the right way."""
    ids = book.pages_of(project)
    parts = [book.part(project, language, id, ids) for id in ids]
    assert book_audit.epub_problems(whole(language, "epub").read_bytes(), project.language(language), parts) == []


@pytest.mark.skipif(not shutil.which("java"), reason="EPUBCheck needs Java; the test before this one looks at the same files without it")
@pytest.mark.parametrize("language", ["en", "fr", "ar", "ru"])
def test_epub_passes_epubcheck(language):
    """EPUBCheck, the checker of the publishers of the format, finds no error and no warning."""
    done = subprocess.run([sys.executable, "-m", "epubcheck", str(whole(language, "epub"))], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_arabic_epub_runs_from_the_right(project):
    """Direction of the pages, of each page, and of an English chapter inside."""
    files = entries("ar")
    assert b'page-progression-direction="rtl"' in files["EPUB/content.opf"]
    pages = {name: etree.fromstring(content) for name, content in files.items() if name.endswith(".xhtml")}
    assert {tree.get("dir") for tree in pages.values()} == {"rtl"} and {tree.get("lang") for tree in pages.values()} == {"ar"}
    english = [id for id in book.pages_of(project) if ("ar", id) not in project.pages]
    inside = [tree for tree in pages.values() if tree.xpath("//h:section[@lang='en' and @dir='ltr']", namespaces=NAMES)]
    assert len(inside) == len(english)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_figures_in_the_epub_speak_the_language(project, language):
    """A translated chapter has its figure with translated words inside and a description outside."""
    files = entries(language)
    drawn = b" ".join(content for name, content in files.items() if name.endswith(".svg")).decode()
    for word in project.figures[language, "what"].values():
        assert any(part in drawn for part in word.split())
    pictures = [img for name, content in files.items() if name.endswith(".xhtml") for img in etree.fromstring(content).iter("{http://www.w3.org/1999/xhtml}img")]
    assert len(pictures) == len(CHAPTERS)
    assert all(len(img.get("alt")) > 30 for img in pictures)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_sources_in_books_have_the_numbers_of_the_page(language):
    """A source has the same number in the book as on the page, and the number in the text leads to it."""
    page = html.fromstring((folder(language) / "who" / "index.html").read_text(encoding="utf-8"))
    on_page = [link.text for link in page.xpath("//sup/a[@class='footnote-ref']")]
    chapters = [etree.fromstring(c) for name, c in entries(language).items() if name.endswith(".xhtml")]
    tree = next(t for t in chapters if t.xpath("//h:section[@id='who']", namespaces=NAMES))
    marks = tree.xpath("//h:a[@role='doc-noteref']", namespaces=NAMES)
    assert ["".join(m.itertext()) for m in marks] == on_page
    for mark in marks:
        target = tree.xpath(f"//*[@id='{mark.get('href').rpartition('#')[2]}']")
        assert "".join(target[0].itertext()).strip().startswith("".join(mark.itertext()) + ".")


def test_a_section_that_is_not_translated_is_english_in_the_book(tmp_path):
    """A section that a translation lacks stands in the book in English, marked as English, from left to right, boxes included."""
    copy_content(tmp_path)
    page = tmp_path / "docs/ar/guide/who.md"
    text = page.read_text(encoding="utf-8")
    for section in ("small", "effort"):
        text = re.sub(rf"^## [^\n]*\{{#{section}\}}.*?(?=^## )", "", text, flags=re.DOTALL | re.MULTILINE)
    page.write_text(text, encoding="utf-8")
    cut, _ = load(tmp_path, only=["ar"])
    part = book.part(cut, "ar", "guide/who", ["guide/who"])
    blocks = html.fragment_fromstring(part.html).xpath("//div[@lang='en' and @dir='ltr']")
    assert [block.xpath("./h2/@id") for block in blocks] == [["who--effort"], ["who--small"]]
    assert blocks[1].get("class") == "box small"
    assert book_audit.pdf_problems(book.pdf(cut, "ar", [part], whole=False), "ar", [part]) == []


def test_a_photograph_comes_along(tmp_path):
    """A picture from docs/assets stands in the PDF and in the EPUB, with its words."""
    copy_content(tmp_path)
    (tmp_path / "docs/assets").mkdir()
    Image.new("RGB", (40, 30), "red").save(tmp_path / "docs/assets/bus.png")
    page = tmp_path / "docs/en/guide/who.md"
    page.write_text(page.read_text(encoding="utf-8").replace("## Cases {#cases}\n", "## Cases {#cases}\n\n![A red bus at its stop](../../assets/bus.png)\n"), encoding="utf-8")
    project, problems = load(tmp_path, only=["en"])
    assert list(problems) == []
    parts = [book.part(project, "en", "guide/who", ["guide/who"])]
    assert book_audit.pdf_problems(book.pdf(project, "en", parts, whole=False), "en", parts) == []
    content = book.epub(project, "en", parts)
    assert book_audit.epub_problems(content, project.language("en"), parts) == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert sum(name.endswith(".png") for name in archive.namelist()) == 2  # and the cover


def test_words_stay_words_in_a_book(project):
    """What translators write is never read as HTML, Markdown or template: not in the text, not on the title page."""
    nasty = 'A & B <script>alert(1)</script> *c* $d$ @me #x {{y}} "z" \\q'
    words = {key: dict(value) if isinstance(value, dict) else value for key, value in project.interface["en"].items()}
    words["guide"] = {**words["guide"], "book-title": nasty, "lead": nasty}
    words["footer"] = {**words["footer"], "origin": nasty, "licence": nasty}
    hostile = replace(project, interface={**project.interface, "en": words})
    parts = [book.part(hostile, "en", "guide/who", ["guide/who"])]
    content = book.epub(hostile, "en", parts)
    assert book_audit.epub_problems(content, project.language("en"), parts) == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pages = [etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xhtml")]
    assert not [tree for tree in pages if tree.xpath("//*[local-name()='script']")]
    assert any(nasty in " ".join(tree.itertext()) for tree in pages)
    assert book.pdf(hostile, "en", parts, whole=True)


def test_links_out_of_a_book_lead_to_the_site():
    """What is not in the book, such as a worksheet, is linked with its full address in the language."""
    text = b"".join(content for name, content in entries("fr").items() if name.endswith(".xhtml")).decode()
    assert "https://smart-city-guide.example/fr/toolbox/charter/" in text
    assert not re.search(r'href="[^"#:]*\.md', text)


def test_books_are_the_same_when_made_twice(project):
    """Made again, both kinds have the same bytes."""
    parts = [book.part(project, "ar", f"guide/{c}", ["guide/what", "guide/who"]) for c in ("what", "who")]
    parts = [replace(p, html=re.sub(r'href="#(?!what|who)[^"]*"', 'href="https://x.example/"', p.html)) for p in parts]
    for make in (lambda: book.pdf(project, "ar", parts, whole=True), lambda: book.epub(project, "ar", parts)):
        assert hashlib.sha256(make()).digest() == hashlib.sha256(make()).digest()


def test_a_wrong_book_is_told(project):
    """A PDF without tags or words, and an EPUB with a broken link, a picture without words and the wrong direction, are refused."""
    parts = [book.part(project, "en", "guide/who", ["guide/who"])]
    empty = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(empty)
    said = book_audit.pdf_problems(empty.getvalue(), "en", parts)
    assert said[0] == "it is not tagged" and "its language is None, not en" in said and any("bookmarks" in s for s in said) and any("only 0%" in s for s in said)
    good = book.epub(project, "en", parts)
    assert book_audit.epub_problems(good, project.language("en"), parts) == []
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(broken, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.startswith("EPUB/text/ch"):
                content = re.sub(rb'alt="[^"]*"', b'alt=""', content.replace(b"#who--roles", b"#gone--roles"))
            new.writestr(info, content)
    said = " ".join(book_audit.epub_problems(broken.getvalue(), replace(project.language("ar"), code="en"), parts))
    assert "leads nowhere" in said and "a picture has no words" in said and "wrong direction" in said


def test_a_letter_without_font_stops_the_book(project):
    """A letter that the fonts on paper do not have is an error, not a box on the printed page."""
    part = book.part(project, "en", "guide/who", ["guide/who"])
    with pytest.raises(book.BookError, match="could not be displayed"):
        book.pdf(project, "en", [replace(part, html=part.html.replace("</h1>", " 城市</h1>"))], whole=False)


@pytest.mark.parametrize("change", ["text", "title", "figure word", "interface word", "English interface word", "source", "state", "address"])
def test_a_changed_input_makes_the_book_again(project, monkeypatch, change):
    """Whatever a book says, its key changes with it: otherwise readers would get an old book."""
    ids = book.pages_of(project)
    before = book.made_from(project, "fr", ids)
    changed = replace(project, parts=dict(project.parts), figures=dict(project.figures), interface=dict(project.interface), sources=dict(project.sources), records=dict(project.records))
    if change == "text":
        changed.parts["en", "guide/money"] = {**project.parts["en", "guide/money"], "cost": "Another text."}
    elif change == "title":
        changed.parts["fr", "guide/who"] = {**project.parts["fr", "guide/who"], "front": "Autre titre"}
    elif change == "figure word":
        changed.figures["fr", "who"] = {**project.figures["fr", "who"], "chair": "Qui ?"}
    elif change == "interface word":
        changed.interface["fr"] = {**project.interface["fr"], "guide": {**project.interface["fr"]["guide"], "accessed": "vu en {date}"}}
    elif change == "English interface word":  # chapters that are not translated have their sources in English
        changed.interface["en"] = {**project.interface["en"], "guide": {**project.interface["en"]["guide"], "accessed": "seen in {date}"}}
    elif change == "source":
        name = project.uses["guide/who"][0]
        changed.sources[name] = replace(project.sources[name], title="Another title")
    elif change == "state":
        record = project.records["fr"]["guide/who"]
        changed.records["fr"] = {**project.records["fr"], "guide/who": replace(record, parts={**record.parts, "roles": "00000000"})}
    else:
        monkeypatch.setenv("SITE_URL", "https://elsewhere.example/")
    assert book.made_from(changed, "fr", ids) != before
    assert book.made_from(project, "fr", ids) == before or change == "address"
