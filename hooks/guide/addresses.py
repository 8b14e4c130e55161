"""Where pages and files stand: ids ↔ addresses in the site ↔ files in the repository."""

from __future__ import annotations

from pathlib import Path

from .languages import SOURCE


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
    if id.startswith("toolbox/") and id != "toolbox/index":
        return f"{id}/{language}.yml"
    if id in ("index", "guide/index", "toolbox/index", "translations"):
        return f"interface/{language}.yml"
    return f"docs/{language}/{id}.md"


def is_translated(root: Path, language: str, id: str) -> bool:
    """Whether a page has words in a language."""
    return language == SOURCE or (root / file_of(id, language)).exists()


def document(sheet: str, language: str, kind: str) -> str:
    """The file name of a download: charter-fr-a4.pdf, charter-fr-a4-fillable.pdf, charter-fr.docx."""
    return f"{sheet}-{language}.docx" if kind == "docx" else f"{sheet}-{language}-{kind}.pdf"
