"""The guide as a book: each chapter as PDF, the whole guide as PDF and as EPUB.

A chapter becomes HTML as on the site, with addresses that fit a book. Pandoc turns the HTML into EPUB, or into
Typst (filter: overrides/paper/book.lua), and Typst sets the PDF (template: overrides/paper/book.typ).
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache
from html import escape
from pathlib import Path

from lxml import etree, html

from . import addresses, figures, stage
from .citations import long_date
from .languages import SOURCE
from .project import CHAPTERS, Project
from .site_address import site_url

BOXES = ("summary", "small", "monday", "council")
"""Sections that stand in a box, as on the site."""
APPENDIX = ("glossary", "making")
"""Pages behind the chapters, in this order, if they exist."""
STANDARDS = ["a-2a", "ua-1"]


class BookError(Exception):
    """A book that Pandoc or Typst cannot make, with what they said."""


@dataclass(frozen=True)
class Part:
    """A page of the book: its id, the language it is really in, its HTML, and its pictures as file names and bytes."""

    id: str
    language: str
    html: str
    pictures: tuple[tuple[str, bytes], ...]


def pages_of(project: Project) -> list[str]:
    """The pages of the book in their order."""
    chapters = [f"guide/{c}" for c in CHAPTERS if (SOURCE, f"guide/{c}") in project.pages]
    return chapters + [id for id in APPENDIX if (SOURCE, id) in project.pages]


def part(project: Project, language: str, id: str, book: Iterable[str]) -> Part:
    """One page as HTML for a book. Links to pages of `book` stay inside it, others lead to the site."""
    pictures: dict[str, bytes] = {}

    def picture(drawn: str, figure: str, alt: str) -> str:
        name = f"{figure}-{drawn}.svg"
        pictures[name] = figures.standalone(project, drawn, figure, alt).encode()
        return f"![{stage.plain(alt)}]({name})"

    text = stage.page_text(project, language, id, picture=picture, notes=False)
    tree = html.fragment_fromstring(stage.markdown().convert(text), create_parent="div")
    shown = language if (language, id) in project.pages else SOURCE
    _photographs(tree, project.root, pictures)
    _sources(tree)
    _boxes(tree)
    _links(tree, project, language, id, set(book))
    speaks = {"lang": language, "dir": project.language(language).direction}
    for line in tree.xpath(".//p[contains(@class, 'notice')]"):
        _notice(line, speaks if "own-language" in line.get("class") else {})
    if shown != language:
        tree.attrib.update({"lang": shown, "dir": "ltr"})
        note = etree.Element("p")
        note.text = project.interface[language]["state"]["untranslated"]
        tree.insert(1, note)
        _notice(note, speaks)
    return Part(id, shown, etree.tostring(tree, encoding="unicode", method="xml"), tuple(sorted(pictures.items())))


def _photographs(tree, root: Path, pictures: dict[str, bytes]) -> None:
    """Pictures from docs/assets come along under a name of their own."""
    for image in tree.xpath(".//img[contains(@src, 'assets/')]"):
        path = root / "docs" / "assets" / image.get("src").partition("assets/")[2]
        content = path.read_bytes()
        name = f"{path.stem}-{hashlib.sha256(content).hexdigest()[:8]}{path.suffix.lower()}"
        pictures[name] = content
        image.set("src", name)


def _name(id: str) -> str:
    """The prefix of ids on a page: guide/co-creation → co-creation."""
    return id.removeprefix("guide/")


def _sources(tree) -> None:
    """Footnotes become numbered paragraphs below the last heading; the numbers in the text lead there."""
    for mark in tree.xpath(".//sup[a[@class='footnote-ref']]"):
        link = mark[0]
        mark.attrib.clear()
        link.attrib.pop("id", None)
        link.set("class", "ref")
    for box in tree.xpath(".//div[@class='footnote']"):
        for number, item in enumerate(box.xpath("./ol/li"), 1):
            note = etree.SubElement(box.getparent(), "div", {"class": "source", "id": item.get("id", "")})
            for child in list(item):
                for back in child.xpath(".//a[@class='footnote-backref']"):
                    _remove(back)
                note.append(child)
            first = note[0]
            first.text = f"{number}. {first.text or ''}"
        _remove(box)
    for isolated in tree.xpath(".//bdi"):
        # Marks instead of the element, which Pandoc does not know: foreign words keep their direction.
        isolated.text = f"\u2068{isolated.text or ''}"
        isolated.tail = f"\u2069{isolated.tail or ''}"
        isolated.drop_tag()


def _notice(line, attributes: dict[str, str]) -> None:
    """A paragraph becomes a box, because Pandoc knows no kinds of paragraphs."""
    box = etree.Element("div", {"class": "notice", **attributes})
    line.addprevious(box)
    line.attrib.clear()
    box.append(line)


def _remove(element) -> None:
    element.tail = None
    element.getparent().remove(element)


def _boxes(tree) -> None:
    """Sections of level 2 whose id is in BOXES go into a box, and those that are not translated into an English block."""
    for heading in tree.xpath("./h2"):
        attributes = {"class": f"box {heading.get('id')}"} if heading.get("id") in BOXES else {}
        if "english" in heading.get("class", "").split():
            attributes |= {"lang": SOURCE, "dir": "ltr"}
        if attributes:
            block = etree.Element("div", attributes)
            heading.addprevious(block)
            for element in [heading, *heading.itersiblings()]:
                if element is not heading and element.tag == "h2":
                    break
                block.append(element)


def _links(tree, project: Project, language: str, id: str, book: set[str]) -> None:
    """Ids get the name of their page in front; links go to them, or to the site."""
    name = _name(id)
    for element in tree.xpath(".//*[@id]"):
        element.set("id", f"{name}--{element.get('id')}")
    tree.xpath("./h1")[0].set("id", name)
    for link in tree.xpath(".//a[@href]"):
        file, _, anchor = link.get("href").partition("#")
        if ":" in file:
            continue
        target = posixpath.normpath(f"{id}/../{file}").removesuffix(".md") if file else id
        if target in book or not file:
            link.set("href", f"#{_name(target)}--{anchor}" if anchor and anchor != "top" else f"#{_name(target)}")
        else:
            prefix = project.language(language).prefix if addresses.is_translated(project.root, language, target) else ""
            link.set("href", site_url() + prefix + addresses.url(target) + (f"#{anchor}" if anchor else ""))


def made_from(project: Project, language: str, ids: Iterable[str]) -> str:
    """Everything that decides what a book of these pages says, besides templates and programs, as a text.

    The texts themselves, not the HTML made from them: so a build that makes no book need not make its HTML either.
    """
    pages = [[id, project.parts[SOURCE, id], project.parts.get((language, id)), asdict(state) if (state := project.state(language, id)) else None] for id in ids]
    named = dict.fromkeys(source for id in ids for source in project.uses[id])
    drawn = [[code, name, project.figures[code, name]] for code in dict.fromkeys((SOURCE, language)) for name in map(_name, ids) if (code, name) in project.figures]
    there = sorted(f"{code} {id}" for code, id in {*project.pages, *((code, f"toolbox/{id}") for code, id in project.sheets)} if code == language)
    sources = [asdict(replace(project.sources[id], line=0)) for id in named if id in project.sources]
    photographs = [[path.name, hashlib.sha256(path.read_bytes()).hexdigest()] for path in sorted((project.root / "docs" / "assets").rglob("*")) if path.is_file()]
    # English words too: a chapter that is not translated has its sources in English.
    words = [dict(project.interface[code][key]) for code in dict.fromkeys((SOURCE, language)) for key in ("guide", "site", "state", "footer")]
    speaks = [asdict(project.language(code)) for code in dict.fromkeys((SOURCE, language))]
    return json.dumps([speaks, _words(project, language), words, pages, drawn, photographs, there, sources], ensure_ascii=False, sort_keys=True)


def _words(project: Project, language: str) -> dict[str, str]:
    words, speaks = project.interface[language], project.language(language)
    reviewed = max((project.pages[SOURCE, id].reviewed for id in pages_of(project)), default="")
    address = site_url() + speaks.prefix + addresses.url("guide/index")
    return {
        "title": words["guide"]["book-title"],
        "lead": words["guide"]["lead"],
        "site": words["site"]["name"],
        "language": speaks.name,
        "edition": long_date(reviewed, language) if reviewed else "",
        "state": words["state"]["source"] if language == SOURCE else words["guide"]["book-state"],
        "origin": words["footer"]["origin"],
        "licence": words["footer"]["licence"],
        "contents": words["guide"]["contents-of-book"],
        "page": words["paper"]["page"],
        "page-in-book": words["guide"]["page-in-book"],
        "address": address,
    }


def pdf(project: Project, language: str, parts: list[Part], *, whole: bool) -> bytes:
    """A PDF of one chapter, or of the whole guide with title page and contents. Tagged (PDF/UA-1), made to last (PDF/A-2a)."""
    return _typeset(project, language, parts, whole=whole)


def _typeset(project: Project, language: str, parts: list[Part], *, whole: bool, cover: bool = False) -> bytes:
    import typst  # late, like every library of documents: most builds take all documents from the store

    speaks = project.language(language)
    settings = {
        **_words(project, speaks.code), "lang": speaks.code, "rtl": speaks.direction == "rtl", "whole": whole, "cover": cover,
        "pages": [{"title": project.pages[p.language, p.id].title, "lang": p.language} for p in parts],
    }  # fmt: skip
    bodies = [_typst(project.root, part.html) for part in parts]
    start = f'#import "book.typ": *\n#show: book.with(json(bytes({json.dumps(json.dumps(settings, ensure_ascii=False), ensure_ascii=False)})))'
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "book.typ").write_bytes((project.root / "overrides/paper/book.typ").read_bytes())
        (place / "main.typ").write_text("\n\n".join([start, *bodies]), encoding="utf-8")
        _write_pictures(parts, place)
        try:
            compiler = typst.Compiler(str(place / "main.typ"), root=folder, font_paths=_fonts(project.root))
            return compiler.compile(format="png", ppi=144) if cover else compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=0)
        except typst.TypstError as error:
            raise BookError(error.message if hasattr(error, "message") else str(error)) from error


@cache
def _typst(root: Path, text: str) -> str:
    """The HTML of a page as Typst. Kept for the process: a chapter stands in its own PDF and in the whole guide."""
    return _pandoc(text.encode(), "--from=html", "--to=typst-smart", f"--lua-filter={root / 'overrides/paper/book.lua'}", "--wrap=none").decode()


def epub(project: Project, language: str, parts: list[Part]) -> bytes:
    """The whole guide as EPUB 3."""
    words, speaks = _words(project, language), project.language(language)
    # Given one by one they are taken as they are; in a file Pandoc would read them as Markdown.
    metadata = {
        "title": words["title"], "lang": language, "creator": words["site"], "rights": words["licence"],
        "description": words["lead"], "identifier": words["address"], "date": max(project.pages[SOURCE, p.id].reviewed for p in parts),
        "toc-title": words["contents"], **{key: words[key] for key in ("edition", "state", "origin")},
        **({"page-progression-direction": "rtl"} if speaks.direction == "rtl" else {}),
    }  # fmt: skip
    paper = project.root / "overrides" / "paper"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _write_pictures(parts, place)
        (place / "cover.png").write_bytes(_typeset(project, language, [], whole=True, cover=True))
        _pandoc(
            "\n".join(part.html for part in parts).encode(), "--from=html", "--to=epub3", "--output=book.epub",
            *(f"--metadata={key}:{value}" for key, value in metadata.items()), "--toc", "--toc-depth=2", "--split-level=1", "--epub-cover-image=cover.png", f"--css={paper / 'book.css'}",
            f"--template={paper / 'book.xhtml'}", f"--variable=dir:{speaks.direction}", f"--variable=book-title:{escape(words['title'])}", f"--lua-filter={paper / 'book.lua'}", folder=place,
        )  # fmt: skip
        return (place / "book.epub").read_bytes()


def _write_pictures(parts: Iterable[Part], folder: Path) -> None:
    for part in parts:
        for name, drawn in part.pictures:
            (folder / name).write_bytes(drawn)


def _pandoc(content: bytes, *options: str, folder: Path | None = None) -> bytes:
    import pypandoc  # late: most builds take all books from the store

    # The time in the files is fixed, so that a book made twice is the same to the byte.
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0"}
    # The program that comes with the package, not another one that the machine may have: its version is in the lock.
    program = Path(pypandoc.__file__).parent / "files" / ("pandoc.exe" if os.name == "nt" else "pandoc")
    try:
        done = subprocess.run([program, *options], input=content, capture_output=True, cwd=folder, env=environment)
    except OSError as error:
        raise BookError(f"Pandoc does not run ({error}). Delete the folder .venv and run make again; it sets it up.") from error
    if done.returncode or done.stderr:
        raise BookError(f"Pandoc says: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


@cache
def _fonts(root: Path):
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(root / "fonts")])
