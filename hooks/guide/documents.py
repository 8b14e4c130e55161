"""All files to download: of each worksheet, of recipes and phases, of the guide.

What there is stands in sheet_documents.py, pack_documents.py and guide_documents.py; here is what they share.
Nothing is made twice: a document is kept under a hash of everything it is made from.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import addresses, paper
from .book import BookError
from .project import Project


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

    `books`: also those of the guide and the packs. A preview goes without, so that a saved change shows at once.
    """
    from . import guide_documents, pack_documents, sheet_documents

    store = Store(project.root)
    for id in project.sheet_ids:
        sheet_documents.add(store, project, project.sheet(language, id), language)
        progress(id)
    if store.faults:  # a sheet that cannot be made cannot be made in a pack either: each fault is told once
        raise DocumentError("\n".join(store.faults))
    if books:
        pack_documents.add_all(store, project, language)
        guide_documents.add_all(store, project, language)
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


class Store:
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
            except (paper.PaperError, BookError, ValueError) as error:
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


@cache
def makers(root: Path, templates: tuple[str, ...], modules: tuple[str, ...]) -> str:
    """A hash of everything besides the words that decides how documents look: templates, fonts, this program, its libraries."""
    sums = hashlib.sha256()
    files = [*(root / name for name in templates), *sorted((root / "fonts").glob("*.ttf")), root / "requirements.lock"]
    files += [Path(__file__).parent / f"{name}.py" for name in (*modules, "documents")]
    for path in files:
        sums.update(path.name.encode() + b"\0" + path.read_bytes())
    return sums.hexdigest()
