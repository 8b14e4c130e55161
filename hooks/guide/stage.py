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

from . import changes, figures
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


IDS = re.compile(r"\{#([\w-]+)\}[ \t]*$", re.MULTILINE)


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
    """One section, with a notice where it is English or outdated; where law or safety has changed, the English first."""
    words = project.interface[language]["state"]
    mine = own.section(source.id) if own else None
    weight = state.told.get(source.id) if state and mine else None
    show = partial(_text, project, picture=picture, notes=notes)
    if mine is None:
        return show(SOURCE, _english(source, words["untranslated-section"]) if own else source.text, source.id)
    if weight == changes.LAW:
        # The links of the page lead to the English; what stands below it has ids of its own.
        older = IDS.sub(r"{#\1-older}", mine.text)
        return f"{show(SOURCE, _english(source, words['outdated-law']), source.id)}\n\n{show(language, _noted(older, words['older']), f'{source.id}-older')}"
    return show(language, _noted(mine.text, words["outdated-section"]) if weight else mine.text, source.id)


def _noted(text: str, notice: str, mark: str = "") -> str:
    """A section with a notice below its heading. `mark` is for a notice in another language than the section."""
    heading, _, rest = text.partition("\n")
    return f"{heading}\n\n{plain(notice)}\n{{: .notice {mark}}}\n\n{rest}"


def _english(source: Section, notice: str) -> str:
    """The English section, marked as English, with a notice in the language of the reader."""
    heading, _, rest = source.text.partition("\n")
    return _noted(re.sub(r"\{#([\w-]+)\}\s*$", r"{#\1 .english }", heading) + "\n" + rest, notice, ".own-language ")


def _text(project: Project, language: str, text: str, place: str, *, picture: Callable, notes: bool) -> str:
    """A section as it goes to Markdown: with pictures, figures and explained terms."""
    # In the build folder there is no folder of the language, so pictures are one step nearer.
    text = PICTURE.sub(r"\1\2", text)
    if notes:
        text = _terms(project, language, text, place)
    return FIGURE.sub(lambda found: picture(language, found[2], found[1]), text)


def _terms(project: Project, language: str, text: str, place: str) -> str:
    """Terms with their explanations, in the language of the text (English while the glossary is not translated)."""
    glossaries = tuple(page for code in dict.fromkeys((language, SOURCE)) if (page := project.pages.get((code, GLOSSARY))))
    return with_notes(text, language, glossaries, project.interface[language]["guide"]["all-terms"], place) if glossaries else text


def _definitions(project: Project, language: str, text: str) -> str:
    """A footnote for every source that the text names, in the order of the text."""
    ids = footnote_ids(text)
    return "\n\n".join(f"[^{id}]: {footnote(project.sources[id], project, language)}" for id in ids if id in project.sources) + "\n"
