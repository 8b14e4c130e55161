"""Words on buttons, notices, menus and paper, from `interface/<language>.yml`, and the words in figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from .languages import SOURCE
from .problems import Problems, nearest
from .yamlfile import List, Map, Text, read_yaml


@dataclass(frozen=True)
class Interface:
    """The words of a language to use (English where one is missing), and those that are really written."""

    words: Map
    written: Map | None


def read_interface(root: Path, language: str, problems: Problems, source: Map | None = None) -> tuple[Map, Interface]:
    """The English words (read unless given) and those of a language. The check reports what is missing."""
    if source is None:
        source = read_yaml(root / "interface" / f"{SOURCE}.yml", problems) or Map()
    if language == SOURCE:
        return source, Interface(source, source)
    path = root / "interface" / f"{language}.yml"
    if not path.exists():
        problems.add(path, 1, "this file is missing: the language has no words for buttons and menus yet.")
        return source, Interface(source, None)
    own = read_yaml(path, problems)
    return source, Interface(source if own is None else merge(source, own, path, problems, ""), own)


def figure_ids(root: Path) -> list[str]:
    """The figures: folders below figures/."""
    return sorted(p.parent.name for p in (root / "figures").glob(f"*/{SOURCE}.yml"))


def read_figure(root: Path, id: str, language: str, problems: Problems) -> Map:
    """The words of a figure in a language, English where it has none yet."""
    folder = root / "figures" / id
    source = read_yaml(folder / f"{SOURCE}.yml", problems) or Map()
    path = folder / f"{language}.yml"
    own = read_yaml(path, problems) if language != SOURCE and path.exists() else None
    return source if own is None else merge(source, own, path, problems, "")


def _places(text: str) -> list[str] | None:
    """The names in braces, in the order of the alphabet; None if the braces are not exactly {name}."""
    try:
        parsed = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return None
    clean = all(name.isidentifier() and not form and not conversion for name, form, conversion in parsed)
    return sorted(name for name, _, _ in parsed) if clean and "{{" not in text and "}}" not in text else None


def merge(source: Map, own: Map, path: Path, problems: Problems, where: str) -> Map:
    """The words of a language, English where one is missing. Notes what is missing, unknown or of another kind."""
    merged = Map()
    merged.line = own.line
    for key in own:
        if key not in source:
            problems.add(path, key.line, f'"{where}{key}" is not known here. {nearest(key, source)}')
    for key, value in source.items():
        mine = own.get(key)
        if mine is None or (isinstance(mine, Text) and not mine.strip()):
            problems.add(path, own.line_of(key), f'the words for "{where}{key}" are missing.', f"{key}: …" if isinstance(value, Text) else f"{key}:")
            merged[key] = value
        elif type(value) is not type(mine):
            kind = {Map: "a block of names and texts", List: "a list"}.get(type(value), "one text")
            problems.add(path, own.line_of(key), f'"{where}{key}" must be {kind}.')
            merged[key] = value
        elif isinstance(value, List):
            if len(value) != len(mine):
                problems.add(path, own.line_of(key), f'entries in "{where}{key}": {len(mine)} here, {len(value)} in English.')
            for entry in mine:
                if not isinstance(entry, Text):
                    problems.add(path, entry.line, f'each entry of "{where}{key}" must be one text. If it has ": " in it, put it in quotes.')
            merged[key] = mine
        elif isinstance(value, Map):
            merged[key] = merge(value, mine, path, problems, f"{where}{key}.")
        else:
            if _places(mine) != _places(value):
                wanted = ", ".join(f"{{{name}}}" for name in _places(value) or []) or "none"
                problems.add(path, mine.line, f'"{where}{key}" must keep the places that the site fills in: {wanted}.')
            merged[key] = mine
    return merged
