"""Looks at every finished book: is a PDF tagged, with language, title, bookmarks and words? Is an EPUB whole?"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Sequence
from urllib.parse import unquote, urldefrag

import pikepdf
import pypdfium2
from lxml import etree, html

from .book import Part
from .languages import Language
from .paper_audit import words_found

ENOUGH = 0.9
"""Share of the words of the headings that must be found again in the text of a PDF. See paper_audit.ENOUGH."""
CONTAINER = {"c": "urn:oasis:names:tc:opendocument:xmlns:container"}
OPF = {"o": "http://www.idpf.org/2007/opf", "d": "http://purl.org/dc/elements/1.1/"}
XHTML = "{http://www.w3.org/1999/xhtml}"


def pdf_problems(content: bytes, language: str, parts: Sequence[Part]) -> list[str]:
    """What is wrong with a PDF of these pages. Empty if nothing is."""
    found = []
    headings = [h.text_content() for part in parts for h in html.fragment_fromstring(part.html).xpath(".//h1 | .//h2")]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root
        if not root.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in root:
            found.append("it is not tagged")
        if str(root.get("/Lang", ""))[:2] != language:
            found.append(f"its language is {root.get('/Lang')}, not {language}")
        with pdf.open_outline() as outline:
            marks = sum(1 for item in outline.root for _ in (item, *item.children))
        if marks < len(headings):
            found.append(f"it has {marks} bookmarks for {len(headings)} headings")
    document = pypdfium2.PdfDocument(content)
    try:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    share = words_found(text, headings)
    if share < ENOUGH:
        found.append(f"only {share:.0%} of the words of its headings can be read out")
    return found


def epub_problems(content: bytes, language: Language, parts: Sequence[Part]) -> list[str]:
    """What is wrong with an EPUB of these pages, by the rules of EPUB 3.3 that matter to a reader.

    EPUBCheck, which needs Java, looks at all rules where it is installed (tests/test_books.py).
    """
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
        first = archive.infolist()[0]
        if (first.filename, first.compress_type, files[first.filename]) != ("mimetype", zipfile.ZIP_STORED, b"application/epub+zip"):
            found.append("its first entry is not the file type")
    container = etree.fromstring(files["META-INF/container.xml"])
    package = container.xpath("string(//c:rootfile/@full-path)", namespaces=CONTAINER)
    opf, base = etree.fromstring(files[package]), posixpath.dirname(package)
    if opf.xpath("string(//d:language)", namespaces=OPF) != language.code:
        found.append("its language is not set")
    turned = opf.xpath("string(//o:spine/@page-progression-direction)", namespaces=OPF)
    if (turned == "rtl") != (language.direction == "rtl"):
        found.append("its pages turn in the wrong direction")
    listed = {posixpath.normpath(posixpath.join(base, unquote(href))): id for id, href in ((item.get("id"), item.get("href")) for item in opf.xpath("//o:item", namespaces=OPF))}
    found += [f"{name} is listed but missing" for name in listed if name not in files]
    found += [f"{name} is there but not listed" for name in files if name not in listed and not name.startswith("META-INF/") and name not in ("mimetype", package)]
    spine = {item.get("idref") for item in opf.xpath("//o:itemref", namespaces=OPF)}
    trees = {}
    found += _page_problems(files, listed, spine, trees)
    titles = " ".join(html.fragment_fromstring(part.html).xpath("string(.//h1)") for part in parts)
    text = " ".join("".join(tree.itertext()) for tree in trees.values())
    if words_found(text, [titles]) < 1:
        found.append("a chapter is missing")
    return found


def _page_problems(files: dict[str, bytes], listed: dict[str, str], spine: set[str], trees: dict) -> list[str]:
    """Pages that are not well formed, links that lead nowhere, pictures without words, ids used twice. Fills `trees`."""
    found = []
    for name in (name for name in listed if name.endswith(".xhtml") and name in files):
        try:
            trees[name] = etree.fromstring(files[name])
        except etree.XMLSyntaxError as error:
            found.append(f"{name} is not well formed: {error}")
    ids = {name: tree.xpath("//@id") for name, tree in trees.items()}
    for name, tree in trees.items():
        if not tree.get("lang"):
            found.append(f"{name} has no language")
        if len(ids[name]) != len(set(ids[name])):
            found.append(f"{name} uses an id twice")
        if not all(picture.get("alt") for picture in tree.iter(f"{XHTML}img")):
            found.append(f"{name}: a picture has no words")
        if listed[name] not in spine and not tree.xpath("//*[@*[local-name()='type']='toc']"):
            found.append(f"{name} is not in the order of reading")
        found += [f"{name}: the link to {href} leads nowhere" for href in tree.xpath("//*[local-name()='a']/@href") if not _leads(name, href, ids)]
    return found


def _leads(name: str, href: str, ids: dict[str, list[str]]) -> bool:
    """Whether a link of the page `name` leads to a page of the book and an id on it, or out of the book."""
    address, anchor = urldefrag(href)
    if ":" in address:
        return True
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address))) if address else name
    return target in ids and (not anchor or anchor in ids[target])
