"""Makes and keeps the documents of each worksheet: PDFs for paper, a PDF to fill in, a Word file.

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

from . import addresses, paper
from .languages import Language
from .model import Worksheet
from .project import Project
from .site_address import site_url
from .yamlfile import Map


@dataclass(frozen=True)
class Document:
    """A finished file. `format` names the words for its button; `kind` is the file type."""

    sheet: str
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


def build(project: Project, language: str, *, progress: Callable[[str], None] = lambda line: None) -> dict[str, list[Document]]:
    """All documents of all worksheets in a language, by worksheet. Raises DocumentError with every fault found."""
    faults: list[str] = []
    made = {}
    for id in project.sheet_ids:
        sheet = project.sheet(language, id)
        made[id] = list(_documents(project, sheet, language, faults))
        progress(id)
    if faults:
        raise DocumentError("\n".join(faults))
    return made


def copy(documents: dict[str, list[Document]], folder: Path) -> None:
    """Put the documents beside their pages."""
    for id, files in documents.items():
        for document in files:
            target = folder / addresses.url(f"toolbox/{id}") / document.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            try:
                os.link(document.path, target)  # the same file under a second name: nothing to copy
            except OSError:
                shutil.copyfile(document.path, target)


def _documents(project: Project, sheet: Worksheet, language: str, faults: list[str]):
    words, speaks = project.interface[sheet.language], project.language(sheet.language)
    address = site_url() + (speaks.prefix if sheet.language == language else "") + addresses.url(f"toolbox/{sheet.id}")
    for size in paper.PAPERS:
        data = paper.data(sheet, words, speaks, address, size)
        yield from _one(project, sheet, size, "pdf", size, data, faults, lambda data=data: paper.render(project.root, data))
    if speaks.direction == "ltr":  # see fillable.py
        data = paper.data(sheet, words, speaks, address, "a4")
        font = project.root / "fonts" / "NotoSans-Regular.ttf"
        yield from _one(project, sheet, "a4-fillable", "fillable", "a4", data, faults, lambda: _fillable(project.root, data, font))
    data = json.dumps([asdict(sheet), words, speaks.direction, address], ensure_ascii=False, sort_keys=True)
    yield from _one(project, sheet, "docx", "docx", "", data, faults, lambda: _office(sheet, words, speaks, address))


def _fillable(root: Path, data: str, font: Path) -> bytes:
    from . import fillable

    return fillable.make_fillable(paper.render(root, data, fillable=True), font)


def _office(sheet: Worksheet, words: Map, speaks: Language, address: str) -> bytes:
    from . import office

    return office.render(sheet, words, speaks, address)


def _wrong(content: bytes, sheet: Worksheet, format: str) -> list[str]:
    from . import paper_audit

    return [] if format == "docx" else paper_audit.problems(content, sheet, fillable=format == "fillable")


def _one(project: Project, sheet: Worksheet, kind: str, format: str, size: str, data: str, faults: list[str], make: Callable[[], bytes]):
    """One document, from the store if it is there, checked when it is made."""
    key = hashlib.sha256(f"{_makers(project.root)}\0{kind}\0{data}".encode()).hexdigest()[:24]
    kept = project.root / "build" / "documents" / f"{key}.{'docx' if kind == 'docx' else 'pdf'}"
    name = addresses.document(sheet.id, sheet.language, kind)
    if not kept.exists():
        try:
            content = make()
        except (paper.PaperError, ValueError) as error:
            faults.append(f"{name}: {error}")
            return
        wrong = _wrong(content, sheet, format)
        if wrong:
            faults.append(f"{name}: {'; '.join(wrong)}")
            return
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(content)
        part.replace(kept)
    content = kept.read_bytes()
    kind = "docx" if format == "docx" else "pdf"
    yield Document(sheet.id, name, format, kind, size, format == "fillable", kept, len(content), hashlib.sha256(content).hexdigest())


@cache
def _makers(root: Path) -> str:
    """A hash of everything besides the words that decides how documents look: templates, fonts, this program, its libraries."""
    sums = hashlib.sha256()
    here = Path(__file__).parent
    files = [*sorted((root / "overrides" / "paper").glob("*.typ")), *sorted((root / "fonts").glob("*.ttf")), root / "requirements.lock"]
    files += [here / f"{name}.py" for name in ("paper", "paper_audit", "fillable", "typingfont", "office", "documents")]
    for path in files:
        sums.update(path.name.encode() + b"\0" + path.read_bytes())
    return sums.hexdigest()
