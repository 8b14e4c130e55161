"""All files to download: the documents of each worksheet, a PDF of each chapter, the whole guide as PDF and EPUB.

Nothing is made twice: a document is kept under a hash of everything it is made from.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from . import addresses, book, paper
from .languages import SOURCE, Language
from .model import Worksheet
from .project import Project
from .site_address import site_url
from .yamlfile import Map

BOOK = "guide/index"
"""The page that the whole guide is downloaded from."""


@dataclass(frozen=True)
class Document:
    """A finished file. `page` is the page it stands beside, `format` names the words for its button, `kind` is the file type."""

    page: str
    name: str
    format: str
    kind: str
    paper: str
    fillable: bool
    path: Path
    bytes: int
    sha256: str

    @property
    def kilobytes(self) -> int:
        return max(1, round(self.bytes / 1000))


class DocumentError(Exception):
    """Documents that could not be made as they must be. One line per document."""


def build(project: Project, language: str, *, books: bool = True, progress: Callable[[str], None] = lambda line: None) -> dict[str, list[Document]]:
    """All documents in a language, by page. Raises DocumentError with every fault found.

    `books`: also those of the guide. A preview goes without, so that a saved change shows at once.
    """
    store = _Store(project.root)
    for id in project.sheet_ids:
        _sheet(store, project, project.sheet(language, id), language)
        progress(id)
    if books:
        _guide(store, project, language)
    if store.faults:
        raise DocumentError("\n".join(store.faults))
    return store.documents


def copy(documents: dict[str, list[Document]], folder: Path) -> None:
    """Put the documents beside their pages."""
    for page, files in documents.items():
        for document in files:
            target = folder / addresses.url(page) / document.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            try:
                os.link(document.path, target)  # the same file under a second name: nothing to copy
            except OSError:
                shutil.copyfile(document.path, target)


class _Store:
    """Takes documents from the folder where they are kept, makes what is missing, and notes what is wrong with it."""

    def __init__(self, root: Path):
        self.root = root
        self.faults: list[str] = []
        self.documents: dict[str, list[Document]] = {}

    def add(self, page: str, name: str, format: str, made_from: str, make: Callable[[], bytes], audit: Callable[[bytes], list[str]], *, size: str = "") -> None:
        """One document of a page. `made_from` is everything that decides its content; `audit` looks at it when it is made."""
        kind = name.rpartition(".")[2]
        key = hashlib.sha256(f"{name}\0{made_from}".encode()).hexdigest()[:24]
        kept = self.root / "build" / "documents" / f"{key}.{kind}"
        if not kept.exists():
            try:
                content = make()
            except (paper.PaperError, book.BookError, ValueError) as error:
                self.faults.append(f"{name}: {error}")
                return
            if wrong := audit(content):
                self.faults.append(f"{name}: {'; '.join(wrong)}")
                return
            kept.parent.mkdir(parents=True, exist_ok=True)
            part = kept.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(content)
            part.replace(kept)
        content = kept.read_bytes()
        document = Document(page, name, format, kind, size, format == "fillable", kept, len(content), hashlib.sha256(content).hexdigest())
        self.documents.setdefault(page, []).append(document)


def _sheet(store: _Store, project: Project, sheet: Worksheet, language: str) -> None:
    """The documents of a worksheet."""
    root, words, speaks = project.root, project.interface[sheet.language], project.language(sheet.language)
    page = f"toolbox/{sheet.id}"
    address = site_url() + (speaks.prefix if sheet.language == language else "") + addresses.url(page)
    templates = tuple(f"overrides/paper/{name}" for name in ("areas.typ", "layouts.typ", "worksheet.typ"))
    makers = _makers(root, templates, ("paper", "paper_audit", "fillable", "typingfont", "office"))

    def add(kind: str, format: str, size: str, data: str, make: Callable[[], bytes]) -> None:
        name = addresses.document(sheet.id, sheet.language, kind)
        store.add(page, name, format, f"{makers}\0{data}", make, lambda content: _wrong(content, sheet, format), size=size)

    for size in paper.PAPERS:
        data = paper.data(sheet, words, speaks, address, size)
        add(size, "pdf", size, data, lambda data=data: paper.render(root, data))
    if speaks.direction == "ltr":  # see fillable.py
        data = paper.data(sheet, words, speaks, address, "a4")
        add("a4-fillable", "fillable", "a4", data, lambda: _fillable(root, data, root / "fonts" / "NotoSans-Regular.ttf"))
    everything = json.dumps([asdict(sheet), words, speaks.direction, address], ensure_ascii=False, sort_keys=True)
    add("docx", "docx", "", everything, lambda: _office(sheet, words, speaks, address))


def _guide(store: _Store, project: Project, language: str) -> None:
    """The documents of the guide: each chapter by itself, then all together."""
    from . import book_audit

    drawings = [f"figures/{path.relative_to(project.root / 'figures')}" for path in sorted((project.root / "figures").rglob("*.svg"))]
    templates = [f"overrides/paper/{name}" for name in ("book.typ", "book.lua", "book.css", "book.xhtml", "figure.css")]
    makers = _makers(project.root, (*templates, *drawings), ("book", "book_audit", "paper_audit", "stage", "citations", "figures"))

    def add(page: str, name: str, speaks: str, format: str, ids: list[str], make: Callable[[list[book.Part]], bytes], audit: Callable[[bytes, list[book.Part]], list[str]]) -> None:
        @cache
        def parts() -> list[book.Part]:
            return [book.part(project, speaks, id, ids) for id in ids]

        made_from = f"{makers}\0{book.made_from(project, speaks, ids)}"
        file = addresses.document(name, speaks, format.rpartition("-")[2])
        store.add(page, file, format, made_from, lambda: make(parts()), lambda content: audit(content, parts()))

    ids = book.pages_of(project)
    for id in (id for id in ids if id.startswith("guide/")):
        # A chapter that is not translated is offered in English, the same file as on the English page.
        speaks = language if (language, id) in project.pages else SOURCE
        add(id, id.removeprefix("guide/"), speaks, "chapter-pdf", [id],
            lambda parts, speaks=speaks: book.pdf(project, speaks, parts, whole=False),
            lambda content, parts, speaks=speaks: book_audit.pdf_problems(content, speaks, parts))  # fmt: skip
    if ids:
        add(BOOK, "smart-city-guide", language, "book-pdf", ids,
            lambda parts: book.pdf(project, language, parts, whole=True),
            lambda content, parts: book_audit.pdf_problems(content, language, parts))  # fmt: skip
        add(BOOK, "smart-city-guide", language, "book-epub", ids,
            lambda parts: book.epub(project, language, parts),
            lambda content, parts: book_audit.epub_problems(content, project.language(language), parts))  # fmt: skip


def _fillable(root: Path, data: str, font: Path) -> bytes:
    from . import fillable

    return fillable.make_fillable(paper.render(root, data, fillable=True), font)


def _office(sheet: Worksheet, words: Map, speaks: Language, address: str) -> bytes:
    from . import office

    return office.render(sheet, words, speaks, address)


def _wrong(content: bytes, sheet: Worksheet, format: str) -> list[str]:
    from . import paper_audit

    return [] if format == "docx" else paper_audit.problems(content, sheet, fillable=format == "fillable")


@cache
def _makers(root: Path, templates: tuple[str, ...], modules: tuple[str, ...]) -> str:
    """A hash of everything besides the words that decides how documents look: templates, fonts, this program, its libraries."""
    sums = hashlib.sha256()
    files = [*(root / name for name in templates), *sorted((root / "fonts").glob("*.ttf")), root / "requirements.lock"]
    files += [Path(__file__).parent / f"{name}.py" for name in (*modules, "documents")]
    for path in files:
        sums.update(path.name.encode() + b"\0" + path.read_bytes())
    return sums.hexdigest()
