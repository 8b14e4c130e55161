"""Adds a language to the project: its entry in the list, and the files from which its translators begin."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from babel import Locale, UnknownLocaleError

from . import translations
from .chapters import OWN
from .languages import SOURCE


class NotPossible(Exception):
    """A language that cannot be added, said to the person who tried."""


def add(root: Path, code: str, name: str, direction: str) -> list[Path]:
    """Write the entry and the files, and return what was written. Nothing that exists is changed, but for the list."""
    languages = root / "languages.yml"
    text = languages.read_text(encoding="utf-8")
    if not re.fullmatch(r"[a-z]{2,3}", code):
        raise NotPossible(f'"{code}" is no code of a language: two or three small letters (ISO 639), e.g. de.')
    if re.search(rf"^\s*- code: {code}\s*$", text, re.MULTILINE):
        raise NotPossible(f'the language "{code}" is there already.')
    try:
        Locale.parse(code)  # dates, months and names of languages come from Babel
    except (UnknownLocaleError, ValueError) as error:
        raise NotPossible(f'the library for dates and names does not know the language "{code}".') from error
    if not name.strip() or '"' in name:
        raise NotPossible("give the name of the language in itself, e.g. Deutsch.")
    languages.write_text(f"{text.rstrip()}\n  - code: {code}\n    name: {name.strip()}\n    direction: {direction}\n", encoding="utf-8")
    copies = {root / "interface" / f"{SOURCE}.yml": root / "interface" / f"{code}.yml"}
    copies |= {root / "docs" / SOURCE / f"{id}.md": root / "docs" / code / f"{id}.md" for id in OWN}
    written = [languages]
    for source, target in copies.items():
        if source.exists() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            written.append(target)
    if not (root / "translations" / f"{code}.yml").exists():
        translations.write_records(root, code, {})
        written.append(root / "translations" / f"{code}.yml")
    return written
