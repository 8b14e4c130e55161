"""Where pages and files stand: ids ↔ addresses in the site ↔ files in the repository."""

from __future__ import annotations

from pathlib import Path

from .languages import SOURCE
from .model import PHASES, ROLES

WAYS = ("navigator", *(f"phases/{phase}" for phase in PHASES), *(f"roles/{role}" for role in ROLES))
"""The pages whose words stand in ways/<language>.yml."""
WORKSPACE = ("workspace/index", "workspace/tables", "workspace/paper", "workspace/workshop", "workspace/screen")
"""The pages on which readers work with what they have filled in."""
GENERATED = ("index", "guide/index", "toolbox/index", "toolbox/map", "recipes/index", *WORKSPACE, *WAYS, "sources", "terms", "translations")
"""Pages that have no Markdown file: the site makes them from words and data."""


def url(id: str) -> str:
    """The address of a page below the root of its language: guide/who → guide/who/, index → (nothing)."""
    if id == "index":
        return ""
    return f"{id.removesuffix('/index')}/"


def link(base: str, id: str) -> str:
    """A relative link to a page, given the way from here to the root of its language."""
    return f"{base.rstrip('/')}/{url(id)}"


def file_of(id: str, language: str) -> str:
    """The file in which a person changes a page: docs/fr/guide/who.md, toolbox/charter/fr.yml, interface/fr.yml."""
    if id.startswith(("toolbox/", "recipes/")) and id not in GENERATED:
        return f"{id}/{language}.yml"
    if id in WAYS:
        return f"ways/{language}.yml"
    if id in GENERATED:
        return f"interface/{language}.yml"
    if id in ("interface", "ways"):  # no pages, but words that are translated
        return f"{id}/{language}.yml"
    return f"docs/{language}/{id}.md"


def file_of_part(id: str, part: str, language: str) -> str:
    """The file in which a part of a page stands: the example of a worksheet and the words in a figure have files of their own."""
    if part.startswith("example."):
        return f"{id}/example.{language}.yml"
    if part == "figure":
        return f"figures/{id.removeprefix('guide/')}/{language}.yml"
    return file_of(id, language)


def is_translated(root: Path, language: str, id: str) -> bool:
    """Whether a page has words in a language."""
    return language == SOURCE or (root / file_of(id, language)).exists()


def document(name: str, language: str, kind: str) -> str:
    """The file name of a download: charter-fr-a4.pdf, charter-fr-a4-fillable.pdf, charter-fr.docx, who-fr.pdf."""
    return f"{name}-{language}.{kind}" if kind in ("docx", "xlsx", "pdf", "epub", "json", "zip") else f"{name}-{language}-{kind}.pdf"
