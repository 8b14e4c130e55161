"""Everything the site is made from, read once into plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from . import addresses, changes, links, recipes, translations
from .addresses import GENERATED, WAYS
from .chapters import OWN, Page, page_ids, read_page
from .council import Paper, read_council
from .examples import read_example
from .languages import SOURCE, Language, read_languages
from .markdown_checks import footnote_ids
from .model import PHASES, Worksheet
from .problems import Problems
from .project_checks import check
from .reading import ID
from .recipes import Recipe, read_recipe, recipe_ids
from .routes import Route, read_routes
from .sheet_words import add_words
from .sources import Source, read_sources
from .terms import Term, read_terms
from .ways import Navigator, read_navigator, read_words
from .words import figure_ids, read_figure, read_interface
from .worksheets import read_structure, worksheet_ids
from .yamlfile import Map, read_yaml

ROOT = Path(__file__).parents[2]
CHAPTERS = (
    "start", "what", "why", "who", "inclusion", "co-creation", "approaches", "strategy",
    "governance", "data", "platforms", "trust", "measuring", "money", "scaling", "exchange",
)  # fmt: skip
"""The chapters in reading order. A new one is added here."""


@dataclass
class Project:
    """The content in the languages that were asked for (English is always among them)."""

    root: Path
    languages: tuple[Language, ...]
    sources: dict[str, Source]
    interface: dict[str, Map] = field(default_factory=dict)
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    sheets: dict[tuple[str, str], Worksheet] = field(default_factory=dict)
    structures: dict[str, Worksheet] = field(default_factory=dict)
    """The worksheets without words, by id: there even where the words cannot be read."""
    examples: dict[tuple[str, str], dict] = field(default_factory=dict)
    figures: dict[tuple[str, str], Map] = field(default_factory=dict)
    records: dict[str, dict[str, translations.Record]] = field(default_factory=dict)
    changes: changes.Changes = field(default_factory=dict)
    """How much the changes of the English matter, as its authors have marked them."""
    terms: tuple[Term, ...] = ()
    """The glossary for translators."""
    term_sources: dict[str, str] = field(default_factory=dict)
    """The full names of the glossary's sources, by their codes."""
    raw: dict[tuple[str, str], Map] = field(default_factory=dict)
    """The words files of the worksheets as they are, for the line numbers of messages."""
    routes: tuple[Route, ...] = ()
    council: Paper | None = None
    """The council paper; None if the project has none."""
    recipes: dict[tuple[str, str], Recipe] = field(default_factory=dict)
    navigator: Navigator = field(default_factory=Navigator)
    ways: dict[str, Map] = field(default_factory=dict)
    """The words of the navigator and of the pages for phases and roles, by language."""
    parts: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """The parts of each page by (language, page id), to compare translations with."""

    def language(self, code: str) -> Language:
        return next(language for language in self.languages if language.code == code)

    @cached_property
    def sheet_ids(self) -> list[str]:
        """The worksheets in the order of their phases and codes."""
        return [s.id for s in sorted((self.sheets[SOURCE, id] for id in self.structures if (SOURCE, id) in self.sheets), key=lambda s: (PHASES.index(s.phase), len(s.code), s.code))]

    @property
    def codes(self) -> dict[str, str]:
        """The codes of the worksheets by id."""
        return {id: sheet.code for id, sheet in self.structures.items()}

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

    @cached_property
    def recipe_ids(self) -> list[str]:
        """The recipes in their order."""
        recipes = [r for (language, _), r in self.recipes.items() if language == SOURCE]
        return [r.id for r in sorted(recipes, key=lambda r: (r.order, r.id))]

    @cached_property
    def links(self) -> list[links.Link]:
        """What worksheets take from each other, in the order of the phases."""
        return links.links({id: self.sheets[SOURCE, id] for id in self.sheet_ids})

    @property
    def generated(self) -> list[str]:
        """The pages that are made from words and data and have something to show."""
        there = {"navigator": bool(self.navigator.questions), "recipes/index": bool(self.recipes), "workspace/paper": bool(self.council), "terms": bool(self.terms)}
        shown = {id: bool(self.ways.get(SOURCE)) for id in WAYS} | there
        return [id for id in GENERATED if shown.get(id, True)]

    @property
    def all_ids(self) -> list[str]:
        """Every page of the site."""
        return [*self.generated, *self.page_ids, *(f"toolbox/{id}" for id in self.sheet_ids), *(f"recipes/{id}" for id in self.recipe_ids)]

    def recipe(self, language: str, id: str) -> Recipe:
        """The recipe in the language, or in English where it or one of its worksheets is not translated."""
        own = self.recipes.get((language, id))
        return own if own and self.all_in(language, own.sheets) else self.recipes[SOURCE, id]

    def shown_in(self, language: str, id: str) -> str:
        """The language in which a page (`guide/who`, `toolbox/charter`, `recipes/half-day`) speaks to readers of a language."""
        if id.startswith("recipes/") and id not in GENERATED:
            return self.recipe(language, id.removeprefix("recipes/")).language
        return language if addresses.is_translated(self.root, language, id) else SOURCE

    def all_in(self, language: str, ids: Iterable[str]) -> bool:
        """Whether all these worksheets exist in a language."""
        return all((language, id) in self.sheets for id in ids)

    def sheet(self, language: str, id: str) -> Worksheet:
        """The worksheet in the language, or in English where it is not translated."""
        return self.sheets.get((language, id)) or self.sheets[SOURCE, id]

    def example(self, language: str, id: str) -> dict:
        return self.examples.get((language, id)) or self.examples.get((SOURCE, id)) or {}

    def state(self, language: str, id: str) -> translations.State | None:
        """The state of a page (`guide/who`, `toolbox/charter`) in a language; None if not translated."""
        own = self.parts.get((language, id))
        return translations.state(self.parts.get((SOURCE, id), {}), own, self.records.get(language, {}).get(id), self.changes.get(id, {}))


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
    project.changes = changes.read_changes(root, problems)
    project.terms, project.term_sources = read_terms(root, problems)
    ids, figures = worksheet_ids(root), figure_ids(root)
    source = None
    codes = [language.code for language in languages if not only or language.code in (*only, SOURCE)]
    for code in codes:
        source, own = read_interface(root, code, problems, source)
        project.interface[code] = own.words
        if own.written:
            project.parts[code, "interface"] = translations.parts_of_words(own.written)
        project.records[code] = translations.read_records(root, code, problems) if code != SOURCE else {}
        for id in page_ids(root, code):
            if not _good_page(root, code, id, languages, problems):
                continue
            if page := read_page(root, code, id, problems, sheets=ids):
                project.pages[code, id] = page
                if id not in OWN:
                    project.parts[code, id] = translations.parts_of_page(page)
        _load_figures(project, code, figures, problems)
    for id in ids:
        _load_sheet(project, id, ids, codes, problems)
    _load_ways(project, codes, problems)
    project.routes = read_routes(root, {p.id.removeprefix("guide/"): p for p in project.chapters}, project.interface[SOURCE], problems)
    project.council = read_council(root, project.structures, project.interface[SOURCE], problems, unread=[id for id in ids if id not in project.structures])
    check(project, codes, figures, problems)
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


def _load_figures(project: Project, code: str, ids: list[str], problems: Problems) -> None:
    """The words in the figures. Those of a chapter are a part of it."""
    for id in ids:
        folder, page = project.root / "figures" / id, project.parts.get((code, f"guide/{id}"))
        if not (folder / "figure.svg").is_file():
            problems.add(folder / "figure.svg", 1, "this file is missing.")
        words = project.figures[code, id] = read_figure(project.root, id, code, problems)
        if page is not None and (folder / f"{code}.yml").exists():
            page["figure"] = translations.flat(words)


def _load_sheet(project: Project, id: str, ids: list[str], codes: list[str], problems: Problems) -> None:
    root = project.root
    structure = read_structure(root, id, problems, sheets=ids, chapters=CHAPTERS, sources=project.sources)
    if structure is None:
        return
    project.structures[id] = structure
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
            project.parts[code, f"toolbox/{id}"] |= translations.parts_of_example(example)


def _load_ways(project: Project, codes: list[str], problems: Problems) -> None:
    """The recipes, the navigator, and the words of both."""
    root, sheets = project.root, {id: project.structures.get(id) for id in worksheet_ids(project.root)}
    for id in recipe_ids(root):
        structure = read_recipe(root, id, sheets, problems)
        if structure is None:
            continue
        for code in codes:
            path = root / "recipes" / id / f"{code}.yml"
            if not path.exists():
                if code == SOURCE:
                    problems.add(path, 1, "the English words of this recipe are missing.")
                continue
            if (words := read_yaml(path, problems)) is not None:
                project.recipes[code, id] = recipes.add_words(structure, words, path, code, problems)
                project.parts[code, f"recipes/{id}"] = translations.parts_of_words(words)
    project.navigator = read_navigator(root, list(sheets), recipe_ids(root), problems)
    for code in codes:
        project.ways[code], written = read_words(root, code, project.navigator, problems, project.ways.get(SOURCE))
        if written:
            project.parts[code, "ways"] = translations.parts_of_words(written)
