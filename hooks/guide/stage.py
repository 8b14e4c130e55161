"""Writes the pages of one language into a build folder, from which MkDocs makes the site.

Why real files and not pages made inside MkDocs: see decisions/0001-generated-pages.md.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from markdown import Markdown

from . import figures
from .chapter_checks import GLOSSARY
from .chapters import Page, Section
from .citations import footnote, plain
from .glossary import with_notes
from .languages import SOURCE
from .markdown_checks import footnote_ids
from .project import Project
from .translations import State

MARKDOWN = {
    "attr_list": {},
    "footnotes": {"SEPARATOR": "-"},
    "tables": {},
    "smarty": {"smart_dashes": False, "smart_ellipses": False},  # straight quotes and apostrophes become curly ones
}
"""The extensions of Markdown that pages and books are made with, and their settings."""
PICTURE = re.compile(r"(!\[[^\]]*\]\()\.\./((?:\.\./)*assets/)")
FIGURE = re.compile(r"^!\[([^\]]*)\]\(figure:([\w-]+)\)[ \t]*$", re.MULTILINE)


def markdown() -> Markdown:
    """Markdown for books; the site uses the same extensions through MkDocs."""
    return Markdown(extensions=list(MARKDOWN), extension_configs=MARKDOWN)


def pages(project: Project, language: str) -> dict[str, str]:
    """All pages of a language: path below the build folder → Markdown."""
    found = {f"{id}.md": _generated(project, language, id) for id in project.generated}
    for id in project.page_ids:
        found[f"{id}.md"] = _page(project, language, id)
    for id in project.sheet_ids:
        sheet = project.sheet(language, id)
        found[f"toolbox/{id}.md"] = _stub("worksheet.html", sheet.title, sheet.summary, sheet=id)
    for id in project.recipe_ids:
        recipe = project.recipe(language, id)
        found[f"recipes/{id}.md"] = _stub("recipe.html", recipe.title, recipe.summary, recipe=id)
    return found


def _generated(project: Project, language: str, id: str) -> str:
    """The front matter of a page that is made from words and data."""
    words, ways = project.interface[language], project.ways[language]
    folder, _, name = id.rpartition("/")
    if folder in ("phases", "roles"):
        return _stub(f"{folder.removesuffix('s')}.html", words[folder][name], ways[folder][name]["text"], **{folder.removesuffix("s"): name})
    if id == "navigator":
        return _stub("navigator.html", ways["navigator"]["title"], ways["navigator"]["lead"])
    own = {"index": "home"}.get(id) or (name if name in ("map", "tables", "paper", "workshop", "screen") else folder or id)
    named = {"paper": "council"}.get(own, own)  # "paper" has the words of printed sheets
    return _stub(f"{own}.html", words[named]["title"], words[named]["lead"])


def write(project: Project, language: str, folder: Path) -> None:
    """Write the pages into `folder`, and nothing that is there already: an unchanged file keeps its date."""
    wanted = pages(project, language)
    for path in folder.rglob("*.md"):
        if path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
    _copy_pictures(project.root / "docs" / "assets", folder / "assets")
    for name, text in wanted.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def _copy_pictures(source: Path, target: Path) -> None:
    """The pictures that pages may show, new and changed ones only."""
    for path in source.rglob("*"):
        place = target / path.relative_to(source)
        if path.is_file() and not (place.exists() and place.read_bytes() == path.read_bytes()):
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def _front(**values: str) -> str:
    """Front matter. JSON strings are YAML strings, so nothing a translator writes can break out."""
    lines = [f"{key}: {json.dumps(str(value), ensure_ascii=False)}" for key, value in values.items() if value]
    return "\n".join(["---", *lines, "---", ""])


def _stub(template: str, title: str, description: str, **more: str) -> str:
    return _front(template=template, title=title, description=description, **more)


def _page(project: Project, language: str, id: str) -> str:
    """A Markdown page with its front matter, for MkDocs."""
    shown = project.pages.get((language, id)) or project.pages[SOURCE, id]
    kind = "chapter" if id.startswith("guide/") else ""
    front = _front(title=shown.title, description=shown.description, page=id, kind=kind)
    return front + "\n" + page_text(project, language, id, picture=partial(figures.html, project))


def page_text(project: Project, language: str, id: str, *, picture: Callable[[str, str, str], str], notes: bool = True) -> str:
    """A Markdown page: the sections of the language, English ones where they are missing, and its sources.

    `picture(language, figure, alt)` says what stands where a figure is. `notes`: explain terms where they stand.
    """
    source = project.pages[SOURCE, id]
    own = project.pages.get((language, id))
    state = project.state(language, id)
    parts = [_section(project, language, section, own, state, picture=picture, notes=notes) for section in source.sections]
    return "\n".join(parts) + "\n" + _definitions(project, language if own else SOURCE, "\n".join(parts))


def _section(project: Project, language: str, source: Section, own: Page | None, state: State | None, *, picture: Callable, notes: bool) -> str:
    """One section, with a notice where it is English or outdated."""
    words = project.interface[language]["state"]
    mine = own.section(source.id) if own else None
    section = mine or source
    lines = list(section.lines)
    if own and mine is None:
        lines[0] = re.sub(r"\{#([\w-]+)\}\s*$", r"{#\1 .english }", lines[0])
        lines[1:1] = ["", plain(words["untranslated-section"]), "{: .notice .own-language }", ""]
    elif state and source.id in state.outdated:
        lines[1:1] = ["", plain(words["outdated-section"]), "{: .notice }", ""]
    spoken = language if mine else SOURCE
    # In the build folder there is no folder of the language, so pictures are one step nearer.
    text = PICTURE.sub(r"\1\2", "\n".join(lines))
    if notes:
        text = _terms(project, spoken, text, source.id)
    return FIGURE.sub(lambda found: picture(spoken, found[2], found[1]), text)


def _terms(project: Project, language: str, text: str, place: str) -> str:
    """Terms with their explanations, in the language of the text (English while the glossary is not translated)."""
    glossaries = tuple(page for code in dict.fromkeys((language, SOURCE)) if (page := project.pages.get((code, GLOSSARY))))
    return with_notes(text, language, glossaries, project.interface[language]["guide"]["all-terms"], place) if glossaries else text


def _definitions(project: Project, language: str, text: str) -> str:
    """A footnote for every source that the text names, in the order of the text."""
    ids = footnote_ids(text)
    return "\n\n".join(f"[^{id}]: {footnote(project.sources[id], project, language)}" for id in ids if id in project.sources) + "\n"
