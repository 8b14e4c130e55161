"""The documents of the guide: a PDF of each chapter, and the whole guide as PDF and EPUB."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from . import addresses, book
from .documents import Store, makers
from .languages import SOURCE
from .project import Project

BOOK = "guide/index"
"""The page that the whole guide is downloaded from."""


def add_all(store: Store, project: Project, language: str) -> None:
    """The documents of the guide: each chapter by itself, then all together."""
    from . import book_audit

    drawings = [f"figures/{path.relative_to(project.root / 'figures')}" for path in sorted((project.root / "figures").rglob("*.svg"))]
    templates = [f"overrides/paper/{name}" for name in ("book.typ", "book.lua", "book.css", "book.xhtml", "figure.css")]
    made_by = makers(project.root, (*templates, *drawings), ("book", "book_audit", "paper_audit", "stage", "citations", "figures"))

    def add(page: str, name: str, speaks: str, format: str, ids: list[str], make: Callable[[list[book.Part]], bytes], audit: Callable[[bytes, list[book.Part]], list[str]]) -> None:
        @cache
        def parts() -> list[book.Part]:
            return [book.part(project, speaks, id, ids) for id in ids]

        made_from = f"{made_by}\0{book.made_from(project, speaks, ids)}"
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
