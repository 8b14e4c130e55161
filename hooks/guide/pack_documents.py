"""Documents of several worksheets: the pack of a recipe, the sheets of a phase, all sheets, the whole story, one archive."""

from __future__ import annotations

import io
import zipfile

from . import addresses, answers, paper, paper_audit
from .documents import Document, Store, makers
from .languages import SOURCE
from .model import PHASES
from .packs import Pack
from .project import Project
from .sheet_documents import PAPER
from .site_address import site_url

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive, so that the same files give the same bytes."""
TOOLBOX = "toolbox/index"
"""The page beside which the documents of the whole toolbox stand."""
SIZES = ("a4", "letter")
"""Papers of packs. For A3, print a sheet by itself."""


def add_all(store: Store, project: Project, language: str) -> None:
    """All packs in a language. Where one of its worksheets or its words is not translated, the English pack is offered."""
    root, site = project.root, site_url()
    made_by = makers(root, (*PAPER, "overrides/paper/pack.typ"), ("model", "paper", "compute", "answers", "packs", "recipes", "paper_audit", "pack_documents"))

    def file(page: str, name: str, format: str, spoken: str, size: str, data: str, titles: list[str]) -> None:
        store.add(page, addresses.document(name, spoken, size), format, f"{made_by}\0{data}", lambda: paper.render(root, data, template="pack"), lambda content: paper_audit.problems(content, spoken, titles), size=size)

    for id in project.recipe_ids:
        recipe = project.recipe(language, id)
        pack = Pack(project, recipe.language, site, f"recipes/{id}")
        for size in SIZES:
            file(f"recipes/{id}", f"recipe-{id}", "pack", recipe.language, size, pack.recipe(recipe, size), [recipe.title, recipe.summary])
    for phase in PHASES if project.ways.get(SOURCE) else ():
        ids = [id for id in project.sheet_ids if project.sheets[SOURCE, id].phase == phase]
        spoken = language if project.shown_in(language, f"phases/{phase}") == language and project.all_in(language, ids) else SOURCE
        words = project.interface[spoken]
        for size in SIZES if ids else ():
            data = Pack(project, spoken, site, f"phases/{phase}").phases(words["phases"][phase], [phase], size)
            file(f"phases/{phase}", f"phase-{phase}", "phase", spoken, size, data, [words["phases"][phase]])
    spoken = language if project.shown_in(language, "navigator") == language and project.all_in(language, project.sheet_ids) else SOURCE
    sheets, words, pack = [project.sheet(spoken, id) for id in project.sheet_ids], project.interface[spoken], Pack(project, spoken, site, TOOLBOX)
    for size in SIZES if sheets else ():
        file(TOOLBOX, "toolbox", "everything", spoken, size, pack.phases(words["toolbox"]["title"], PHASES, size), [s.title for s in sheets])
    told = sorted((s for s in sheets if project.example(spoken, s.id)), key=lambda s: s.example)
    if told:
        file(TOOLBOX, "talmora", "story", spoken, "a4", pack.example(told, words["downloads"]["story"]), [s.title for s in told])
        saved = answers.saved({s.id: (s, project.example(spoken, s.id)) for s in told}, project.interface[spoken]["downloads"]["story"])
        store.add(TOOLBOX, addresses.document("talmora", spoken, "json"), "story-json", saved, saved.encode, lambda content: [])
    # What the pages of this language offer: the English files where a worksheet is not translated.
    offered = [d for id in project.sheet_ids for d in store.documents[f"toolbox/{id}"]]
    store.add(TOOLBOX, addresses.document("toolbox", language, "zip"), "archive", "\0".join(d.name + d.sha256 for d in offered), lambda: _archive(offered), lambda content: [])


def _archive(documents: list[Document]) -> bytes:
    """One archive with a folder for each worksheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for document in documents:
            info = zipfile.ZipInfo(f"{document.page.removeprefix('toolbox/')}/{document.name}", EPOCH)
            # PDF and office files are packed already: packing them again costs time and saves nothing.
            info.compress_type = zipfile.ZIP_DEFLATED if document.kind == "json" else zipfile.ZIP_STORED
            archive.writestr(info, document.path.read_bytes())
    return out.getvalue()
