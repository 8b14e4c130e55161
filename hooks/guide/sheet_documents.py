"""The documents of a worksheet: PDF in three sizes, to fill in, Word file, spreadsheet, and the filled-in example."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

from . import addresses, answers, paper, paper_audit
from .documents import Store, makers
from .model import Worksheet
from .packs import Pack
from .project import Project
from .site_address import site_url

PAPER = tuple(f"overrides/paper/{name}" for name in ("areas.typ", "layouts.typ", "sheet.typ", "style.typ", "worksheet.typ"))


def add(store: Store, project: Project, sheet: Worksheet, language: str) -> None:
    """All documents of a worksheet, beside its page. What is not translated is offered in English."""
    root, words, speaks = project.root, project.interface[sheet.language], project.language(sheet.language)
    page, site = f"toolbox/{sheet.id}", site_url()
    address = site + (speaks.prefix if sheet.language == language else "") + addresses.url(page)
    texts = [sheet.title, sheet.summary, *(f.label for f in sheet.fields)]
    common = ("model", "compute", "paper", "sheet_documents")
    made_by = {
        "pdf": makers(root, PAPER, (*common, "paper_audit")),
        "fillable": makers(root, PAPER, (*common, "paper_audit", "fillable", "typingfont")),
        "docx": makers(root, (), (*common, "office")),
        "xlsx": makers(root, (), (*common, "spreadsheet")),
    }

    def file(kind: str, format: str, size: str, data: str, make: Callable[[], bytes], *, name: str = sheet.id) -> None:
        def audit(content: bytes) -> list[str]:
            return paper_audit.problems(content, sheet.language, texts, fillable=format == "fillable") if format in ("pdf", "fillable") else []

        store.add(page, addresses.document(name, sheet.language, kind), format, f"{made_by[format]}\0{data}", make, audit, size=size)

    for size in paper.PAPERS:
        data = paper.data(sheet, words, speaks, address, size, project.codes)
        file(size, "pdf", size, data, lambda data=data: paper.render(root, data))
    if speaks.direction == "ltr":  # see fillable.py
        data = paper.data(sheet, words, speaks, address, "a4", project.codes)
        file("a4-fillable", "fillable", "a4", data, lambda: _fillable(project, data))
    used = {name: words[name] for name in ("site", "phases", "levels", "materials", "sheet", "form", "paper")}
    everything = json.dumps([asdict(sheet), used, speaks.direction, address], ensure_ascii=False, sort_keys=True)
    file("docx", "docx", "", everything, lambda: _office(sheet, words, speaks, address))
    if sheet.calculates:
        file("xlsx", "xlsx", "", everything, lambda: _spreadsheet(sheet, words, speaks, address))
    if given := project.example(sheet.language, sheet.id):
        pack = Pack(project, sheet.language, site, page).example([sheet], sheet.title)
        example_of = makers(root, (*PAPER, "overrides/paper/pack.typ"), (*common, "answers", "packs", "paper_audit"))
        store.add(page, addresses.document(f"{sheet.id}-example", sheet.language, "pdf"), "example-pdf", f"{example_of}\0{pack}", lambda: paper.render(root, pack, template="pack"), lambda content: paper_audit.problems(content, sheet.language, [sheet.title]))
        saved = answers.saved({sheet.id: (sheet, given)}, sheet.title)
        store.add(page, addresses.document(f"{sheet.id}-example", sheet.language, "json"), "example-json", saved, saved.encode, lambda content: [])


def _fillable(project: Project, data: str) -> bytes:
    from . import fillable

    return fillable.make_fillable(paper.render(project.root, data, fillable=True), project.root / "fonts" / "NotoSans-Regular.ttf")


def _office(*given) -> bytes:
    from . import (
        office,  # late, like every library of documents: most builds take all documents from the store
    )

    return office.render(*given)


def _spreadsheet(*given) -> bytes:
    from . import spreadsheet

    return spreadsheet.render(*given)
