"""Everything the site is made from, read once into plain values."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from . import readability, translations
from .addresses import GENERATED
from .chapter_checks import GLOSSARY, check_chapter, check_glossary
from .chapters import Page, page_ids, read_page
from .languages import SOURCE, Language, read_languages
from .letters import missing
from .markdown_checks import check_page, compare_pages, footnote_ids
from .model import PHASES, Worksheet
from .problems import Problems, nearest
from .reading import ID
from .routes import Route, read_routes
from .sources import Source, read_sources
from .words import figure_ids, read_figure, read_interface
from .worksheets import add_words, read_example, read_structure, worksheet_ids
from .yamlfile import Map, Text, read_yaml

ROOT = Path(__file__).parents[2]
CHAPTERS = (
    "start", "what", "why", "who", "inclusion", "co-creation", "approaches", "strategy",
    "governance", "data", "platforms", "trust", "measuring", "money", "scaling", "exchange",
)  # fmt: skip
"""The chapters in reading order. A new one is added here."""
ALLOWED_IN_DOCS = {".png", ".jpg", ".jpeg", ".webp", ".md"}


@dataclass
class Project:
    """The content in the languages that were asked for (English is always among them)."""

    root: Path
    languages: tuple[Language, ...]
    sources: dict[str, Source]
    interface: dict[str, Map] = field(default_factory=dict)
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    sheets: dict[tuple[str, str], Worksheet] = field(default_factory=dict)
    examples: dict[tuple[str, str], dict] = field(default_factory=dict)
    figures: dict[tuple[str, str], Map] = field(default_factory=dict)
    records: dict[str, dict[str, translations.Record]] = field(default_factory=dict)
    raw: dict[tuple[str, str], Map] = field(default_factory=dict)
    """The words files of the worksheets as they are, for the line numbers of messages."""
    routes: tuple[Route, ...] = ()
    parts: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """The parts of each page by (language, page id), to compare translations with."""

    def language(self, code: str) -> Language:
        return next(language for language in self.languages if language.code == code)

    @cached_property
    def sheet_ids(self) -> list[str]:
        """The worksheets in the order of their phases and codes."""
        sheets = [s for (language, _), s in self.sheets.items() if language == SOURCE]
        return [s.id for s in sorted(sheets, key=lambda s: (PHASES.index(s.phase), s.code))]

    @cached_property
    def page_ids(self) -> list[str]:
        """The Markdown pages, chapters in reading order first."""
        ids = [id for language, id in self.pages if language == SOURCE]
        order = [f"guide/{c}" for c in CHAPTERS]
        return sorted(ids, key=lambda id: (order.index(id) if id in order else 99, id))

    @property
    def chapters(self) -> list[Page]:
        """The English chapters in reading order."""
        return [self.pages[SOURCE, id] for id in self.page_ids if id.startswith("guide/")]

    @cached_property
    def uses(self) -> dict[str, list[str]]:
        """Which sources each English page and worksheet names, by page id (`guide/who`, `toolbox/charter`)."""
        named = {id: footnote_ids("\n".join(s.text for s in self.pages[SOURCE, id].sections)) for id in self.page_ids}
        return named | {f"toolbox/{id}": list(self.sheets[SOURCE, id].sources) for id in self.sheet_ids}

    def sheet(self, language: str, id: str) -> Worksheet:
        """The worksheet in the language, or in English where it is not translated."""
        return self.sheets.get((language, id)) or self.sheets[SOURCE, id]

    def example(self, language: str, id: str) -> dict:
        return self.examples.get((language, id)) or self.examples.get((SOURCE, id)) or {}

    def state(self, language: str, id: str) -> translations.State | None:
        """The state of a page (`guide/who`, `toolbox/charter`) in a language; None if not translated."""
        own = self.parts.get((language, id))
        return translations.state(self.parts[SOURCE, id], own, self.records.get(language, {}).get(id))


_shared: tuple[Project, Problems] | None = None


def share(project: Project, problems: Problems) -> None:
    """Let later calls of `content` in this process, and in processes forked from it, use what is read already."""
    global _shared
    _shared = project, problems


def content(root: Path, code: str) -> tuple[Project, Problems]:
    """The content for building one language: what is shared, or else English and that language read now."""
    return _shared or load(root, only=[code])


def load(root: Path = ROOT, *, only: Iterable[str] = ()) -> tuple[Project, Problems]:
    """The project and all problems found in it. `only` limits the languages that are read (English always is)."""
    problems = Problems(root)
    languages = read_languages(root, problems)
    project = Project(root, languages, read_sources(root, problems))
    ids, figures = worksheet_ids(root), figure_ids(root)
    source = None
    codes = [language.code for language in languages if not only or language.code in (*only, SOURCE)]
    for code in codes:
        source, own = read_interface(root, code, problems, source)
        project.interface[code] = own.words
        if own.written:
            project.parts[code, "interface"] = translations.parts_of_words(own.written)
        project.records[code] = translations.read_records(root, code, problems) if code != SOURCE else {}
        for id in figures:
            if not (root / "figures" / id / "figure.svg").is_file():
                problems.add(root / "figures" / id / "figure.svg", 1, "this file is missing.")
            project.figures[code, id] = read_figure(root, id, code, problems)
        for id in page_ids(root, code):
            if not _good_page(root, code, id, languages, problems):
                continue
            if page := read_page(root, code, id, problems, sheets=ids):
                project.pages[code, id] = page
                project.parts[code, id] = translations.parts_of_page(page)
    if (root / "glossary.yml").exists():
        read_yaml(root / "glossary.yml", problems)
    for id in ids:
        _load_sheet(project, id, ids, codes, problems)
    project.routes = read_routes(root, {p.id.removeprefix("guide/"): p for p in project.chapters}, project.interface[SOURCE], problems)
    _check(project, codes, figures, problems)
    return project, problems


def _good_page(root: Path, code: str, id: str, languages: Iterable[Language], problems: Problems) -> bool:
    """Whether a page may have this name: plain words, no address that another page has, chapters in their list."""
    path = root / "docs" / code / f"{id}.md"
    folder, _, name = id.rpartition("/")
    if not all(ID.match(part) for part in id.split("/")):
        problems.add(path, 1, f'"{id}" is not a good name for a page: small Latin letters, digits and hyphens only.')
    elif id in GENERATED or name == "index" or id in [language.code for language in languages] or folder not in ("", "guide"):
        problems.add(path, 1, f'the site makes a page of the name "{id}" itself, or has no place for it. Choose another.')
    elif folder == "guide" and code == SOURCE and (root / "docs/en/guide/what.md").exists() and name not in CHAPTERS:
        problems.add(path, 1, f'the chapter "{name}" is not in the list CHAPTERS of hooks/guide/project.py. Add it there, in reading order.')
    else:
        return True
    return False


def _load_sheet(project: Project, id: str, ids: list[str], codes: list[str], problems: Problems) -> None:
    root = project.root
    structure = read_structure(root, id, problems, sheets=ids, chapters=CHAPTERS, sources=project.sources)
    if structure is None:
        return
    for code in codes:
        path = root / "toolbox" / id / f"{code}.yml"
        if not path.exists():
            if code == SOURCE:
                problems.add(path, 1, "the English words of this worksheet are missing.")
            continue
        words = read_yaml(path, problems)
        if words is None:
            continue
        sheet = project.sheets[code, id] = add_words(structure, words, path, code, problems)
        project.raw[code, id] = words
        project.parts[code, f"toolbox/{id}"] = translations.parts_of_words(project.raw[code, id])
        if (example := read_example(root, sheet, code, problems)) is not None:
            project.examples[code, id] = example


def _check(project: Project, codes: list[str], figures: list[str], problems: Problems) -> None:
    """What can only be checked once everything is read: links, parity of languages, stray files."""
    sheets = worksheet_ids(project.root)
    anchors = {id: {s.id for s in page.sections} | _inner_ids(page) for (code, id), page in project.pages.items() if code == SOURCE}

    def ids_on(name: str) -> set[str] | None:
        if name in anchors:
            return anchors[name]
        sheet = name.removeprefix("toolbox/")
        known = name in GENERATED or (name.startswith("toolbox/") and sheet in sheets)
        return {"form", "steps", "example"} if known else None

    for (code, id), page in project.pages.items():
        if code not in codes:
            continue
        if id == GLOSSARY:
            check_glossary(page, problems)
        check_page(page, problems, root=project.root, sources=project.sources, figures=figures, anchors=ids_on)
        if code == SOURCE and id.startswith("guide/"):
            check_chapter(page, problems)
            readability.check(page, problems)
        if code != SOURCE:
            source = project.pages.get((SOURCE, id))
            if source is None:
                problems.add(page.path, 1, f"there is no English page docs/en/{id}.md. Give the file the same name as in English, or delete it.")
            else:
                compare_pages(source, page, problems)
    _check_uses(project, problems)
    _check_letters(project, problems)
    _check_files(project, problems)
    _check_lists(project, problems)
    _check_between_sheets(project, problems)


def _check_uses(project: Project, problems: Problems) -> None:
    """Every source is named somewhere; an entry without use is refused, so that the list stays what was read for these texts."""
    used = {id for ids in project.uses.values() for id in ids}
    for id, source in project.sources.items():
        if id not in used:
            problems.add(project.root / "sources.yml", source.line, f'no page and no worksheet names the source "{id}". Name it, or delete the entry.')


def _check_letters(project: Project, problems: Problems) -> None:
    """Pages, figures and sources are printed too: their letters must be in the fonts for paper."""
    lines = [(page.path, 1, f"{page.title} {page.description} {page.change}") for page in project.pages.values()]
    lines += [(project.root / "figures" / id / f"{code}.yml", word.line, word) for (code, id), words in project.figures.items() for word in words.values() if isinstance(word, Text)]
    lines += [(page.path, s.line + n, line) for page in project.pages.values() for s in page.sections for n, line in enumerate(s.lines)]
    lines += [(project.root / "sources.yml", s.line, f"{s.by} {s.title} {s.publisher} {s.page}") for s in project.sources.values()]
    for path, number, line in lines:
        if letter := missing(line, project.root):
            problems.add(path, number, f'the letter "{letter}" is not in the fonts for paper. Write the word in the letters of the page, for a title its translation.')


def _check_between_sheets(project: Project, problems: Problems) -> None:
    """Codes are given once; a field that comes `from: sheet.field` names a field that exists and holds the same."""
    sheets = {id: sheet for (code, id), sheet in project.sheets.items() if code == SOURCE}
    codes: dict[str, str] = {}
    for id, sheet in sorted(sheets.items()):
        path = project.root / "toolbox" / id / "worksheet.yml"
        if sheet.code in codes:
            problems.add(path, 1, f'the code "{sheet.code}" belongs to "{codes[sheet.code]}" already. Give each worksheet its own.')
        codes.setdefault(sheet.code, id)
        for f in [*sheet.fields, *(inner for group in sheet.fields for inner in group.fields)]:
            if not f.source:
                continue
            other, _, field_id = f.source.partition(".")
            found = sheets[other].by_id.get(field_id) if other in sheets else None
            if found is None:
                known = [f"{o}.{x}" for o in sheets for x in sheets[o].by_id]
                problems.add(path, 1, f'"{f.id}" comes from "{f.source}", which does not exist. {nearest(f.source, known)}')
            elif (found.type == "group") != (f.type == "group"):
                problems.add(path, 1, f'"{f.id}" comes from "{f.source}", but one is a group and the other is not.')


def _inner_ids(page: Page) -> set[str]:
    return set(re.findall(r"^#{3,6} .*\{#([\w-]+)\}\s*$", "\n".join(s.text for s in page.sections), re.MULTILINE))


def _check_files(project: Project, problems: Problems) -> None:
    """No links out of the tree, no file of a kind that a browser would run, no language that does not exist."""
    known = {language.code for language in project.languages}
    for top in ("docs", "toolbox", "interface", "figures", "translations"):
        for folder, folders, files in os.walk(project.root / top):
            for name in [*folders, *files]:
                path = Path(folder) / name
                if path.is_symlink():
                    problems.add(path, 1, "symbolic links are not allowed here. Put the file itself here.")
                elif top == "docs" and path.is_file() and path.suffix not in ALLOWED_IN_DOCS:
                    problems.add(path, 1, f'files of the kind "{path.suffix or name}" are not allowed below docs/.')
                elif top in ("interface", "translations", "toolbox", "figures") and path.is_file():
                    _check_yaml_name(path, top, known, problems)
    for path in (project.root / "docs").iterdir():
        if path.is_dir() and path.name not in known and path.name != "assets":
            problems.add(path, 1, f'"{path.name}" is not a language of languages.yml. {nearest(path.name, known)}')


def _check_yaml_name(path: Path, top: str, known: set[str], problems: Problems) -> None:
    allowed = {f"{code}.yml" for code in known}
    if top == "toolbox":
        allowed |= {"worksheet.yml"} | {f"example.{code}.yml" for code in known}
    if top == "figures":
        allowed |= {"kit.svg"} if path.parent.name == top else {"figure.svg"}
    if path.name not in allowed:
        problems.add(path, 1, f'"{path.name}" is not a file name that is used here. {nearest(path.name, allowed)}')


def _check_lists(project: Project, problems: Problems) -> None:
    """Lists of a translated worksheet have as many entries as the English ones."""
    for (code, id), sheet in project.sheets.items():
        source = project.sheets.get((SOURCE, id))
        if code == SOURCE or source is None:
            continue
        path = project.root / "toolbox" / id / f"{code}.yml"
        for name in ("when", "when_not", "need", "tips", "pitfalls", "administration"):
            theirs, mine = len(getattr(source, name)), len(getattr(sheet, name))
            if theirs != mine:
                key = name.replace("_", "-")
                problems.add(path, project.raw[code, id].line_of(key), f'entries in "{key}": {mine} here, {theirs} in English.')
        if (SOURCE, id) in project.examples and (code, id) in project.examples:
            _compare_examples(project.examples[SOURCE, id], project.examples[code, id], project.root / "toolbox" / id / f"example.{code}.yml", problems)


def _compare_examples(source: dict, own: dict, path: Path, problems: Problems) -> None:
    for key, value in source.items():
        if key not in own:
            problems.add(path, 1, f'the example has no "{key}"; the English has one.')
        elif isinstance(value, list) and len(value) != len(own[key]):
            problems.add(path, 1, f'entries in "{key}" of the example: {len(own[key])} here, {len(value)} in English.')
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, (theirs, mine) in enumerate(zip(value, own[key], strict=True), 1):
                for inner in theirs.keys() ^ mine.keys():
                    problems.add(path, 1, f'entry {number} of "{key}" differs from the English in "{inner}".')
