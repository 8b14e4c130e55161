"""What can only be checked once everything is read: links, uses, letters, lists, parity of languages, stray files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from . import links, readability, translation_checks
from .addresses import GENERATED
from .chapter_checks import GLOSSARY, check_chapter, check_glossary
from .chapters import Page
from .languages import SOURCE
from .letters import missing
from .markdown_checks import check_page, compare_pages
from .problems import Problems, nearest
from .proven import Proven
from .worksheets import worksheet_ids
from .yamlfile import List, Map, Text

if TYPE_CHECKING:
    from .project import Project

ALLOWED_IN_DOCS = {".png", ".jpg", ".jpeg", ".webp", ".md"}


def check(project: Project, codes: list[str], figures: list[str], problems: Problems) -> None:
    """What can only be checked once everything is read: links, parity of languages, stray files."""
    proven = Proven(project.root)
    sheets = worksheet_ids(project.root)
    anchors = {id: {s.id for s in page.sections} | _inner_ids(page) for (code, id), page in project.pages.items() if code == SOURCE}

    def ids_on(name: str) -> set[str] | None:
        if name in anchors:
            return anchors[name]
        sheet, recipe = name.removeprefix("toolbox/"), name.removeprefix("recipes/")
        known = name in GENERATED or (name.startswith("toolbox/") and sheet in sheets) or (SOURCE, recipe) in project.recipes
        return {"form", "steps", "example"} if known else None

    for (code, id), page in project.pages.items():
        if code not in codes:
            continue
        if id == GLOSSARY:
            check_glossary(page, problems)
        check_page(page, problems, proven, root=project.root, sources=project.sources, figures=figures, anchors=ids_on)
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
    translation_checks.check(project, codes, problems, proven)
    proven.save()


def _check_uses(project: Project, problems: Problems) -> None:
    """Every source is named somewhere; an entry without use is refused, so that the list stays what was read for these texts."""
    used = {id for ids in project.uses.values() for id in ids}
    for id, source in project.sources.items():
        if id not in used:
            problems.add(project.root / "sources.yml", source.line, f'no page and no worksheet names the source "{id}". Name it, or delete the entry.')


def _check_letters(project: Project, problems: Problems) -> None:
    """Pages, figures, recipes, ways and sources are printed too: their letters must be in the fonts for paper."""
    lines = [(page.path, 1, f"{page.title} {page.description} {page.change}") for page in project.pages.values()]
    lines += [(project.root / "figures" / id / f"{code}.yml", word.line, word) for (code, id), words in project.figures.items() for word in words.values() if isinstance(word, Text)]
    lines += [(page.path, s.line + n, line) for page in project.pages.values() for s in page.sections for n, line in enumerate(s.lines)]
    lines += [(project.root / "sources.yml", s.line, f"{s.by} {s.title} {s.publisher} {s.page}") for s in project.sources.values()]
    for (code, id), recipe in project.recipes.items():
        lines.append((project.root / "recipes" / id / f"{code}.yml", 1, " ".join(map(str, asdict(recipe).values()))))
    lines += [(project.root / "ways" / f"{code}.yml", word.line, word) for code, words in project.ways.items() for word in _texts(words)]
    for path, number, line in lines:
        if letter := missing(line, project.root):
            problems.add(path, number, f'the letter "{letter}" is not in the fonts for paper. Write the word in the letters of the page, for a title its translation.')


def _texts(value: Map | List | Text) -> Iterator[Text]:
    """All texts below a value."""
    if isinstance(value, Text):
        yield value
    for inner in value.values() if isinstance(value, Map) else value if isinstance(value, List) else ():
        yield from _texts(inner)


def _check_between_sheets(project: Project, problems: Problems) -> None:
    """Codes are given once, and what one sheet takes from another is there and fits."""
    codes: dict[str, str] = {}
    for id, sheet in sorted(project.structures.items()):
        if sheet.code in codes:
            problems.add(project.root / "toolbox" / id / "worksheet.yml", 1, f'the code "{sheet.code}" belongs to "{codes[sheet.code]}" already. Give each worksheet its own.')
        codes.setdefault(sheet.code, id)
    links.check(project.structures, project.root, problems, unread=set(worksheet_ids(project.root)) - project.structures.keys())
    _check_ways_back(project, problems)


def _check_ways_back(project: Project, problems: Problems) -> None:
    """A chapter names a worksheet exactly if the worksheet names the chapter."""
    named = {page.id.removeprefix("guide/"): page.worksheets for page in project.chapters}
    for id, sheet in project.structures.items():
        path = project.root / "toolbox" / id / "worksheet.yml"
        for chapter, sheets in named.items():
            if id in sheets and chapter not in sheet.chapters:
                problems.add(path, 1, f'the chapter "{chapter}" names this worksheet, but the worksheet does not name the chapter. Add it below "chapters".')
            elif id not in sheets and chapter in sheet.chapters:
                problems.add(path, 1, f'the worksheet names the chapter "{chapter}", but the chapter does not name the worksheet. Add it there below "worksheets", or delete it here.')


def _inner_ids(page: Page) -> set[str]:
    return set(re.findall(r"^#{3,6} .*\{#([\w-]+)\}\s*$", "\n".join(s.text for s in page.sections), re.MULTILINE))


def _check_files(project: Project, problems: Problems) -> None:
    """No links out of the tree, no file of a kind that a browser would run, no language that does not exist."""
    known = {language.code for language in project.languages}
    for top in ("docs", "toolbox", "recipes", "ways", "interface", "figures", "translations"):
        for folder, folders, files in os.walk(project.root / top):
            for name in [*folders, *files]:
                path = Path(folder) / name
                if path.is_symlink():
                    problems.add(path, 1, "symbolic links are not allowed here. Put the file itself here.")
                elif top == "docs" and path.is_file() and path.suffix not in ALLOWED_IN_DOCS:
                    problems.add(path, 1, f'files of the kind "{path.suffix or name}" are not allowed below docs/.')
                elif top != "docs" and path.is_file():
                    _check_yaml_name(path, top, known, problems)
    for path in (project.root / "docs").iterdir():
        if path.is_dir() and path.name not in known and path.name != "assets":
            problems.add(path, 1, f'"{path.name}" is not a language of languages.yml. {nearest(path.name, known)}')


def _check_yaml_name(path: Path, top: str, known: set[str], problems: Problems) -> None:
    allowed = {f"{code}.yml" for code in known}
    if top == "toolbox":
        allowed |= {"worksheet.yml"} | {f"example.{code}.yml" for code in known}
    allowed |= {"recipes": {"recipe.yml"}, "ways": {"navigator.yml"}, "translations": {"changes.yml"}}.get(top, set())
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


    for (code, id), recipe in project.recipes.items():
        source = project.recipes.get((SOURCE, id))
        for name in ("when", "when_not", "before", "shopping", "after") if source and code != SOURCE else ():
            theirs, mine = len(getattr(source, name)), len(getattr(recipe, name))
            if theirs != mine:
                problems.add(project.root / "recipes" / id / f"{code}.yml", 1, f'entries in "{name.replace("_", "-")}": {mine} here, {theirs} in English.')


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
