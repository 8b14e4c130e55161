"""The languages of the site, from `languages.yml`. The first one is the source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .problems import Problems
from .reading import Reader
from .yamlfile import read_yaml

SOURCE = "en"


@dataclass(frozen=True)
class Language:
    """A language of the site: its code, its own name, and the direction of its script."""

    code: str
    name: str
    direction: str

    @property
    def prefix(self) -> str:
        """What stands before every address of the language: nothing for English, `fr/` for French."""
        return "" if self.code == SOURCE else f"{self.code}/"


def read_languages(root: Path, problems: Problems) -> tuple[Language, ...]:
    """All languages in the order of the menu."""
    path = root / "languages.yml"
    value = read_yaml(path, problems)
    if value is None:
        return ()
    found = []
    for r in Reader(value, path, problems).children("languages"):
        r.known(("code", "name", "direction"))
        found.append(Language(r.id("code"), r.text("name"), r.one_of("direction", ("ltr", "rtl"))))
    for index, language in enumerate(found):
        if language.code in [other.code for other in found[:index]]:
            problems.add(path, 1, f'the language "{language.code}" stands here twice. Delete one.')
    if not found or found[0].code != SOURCE:
        problems.add(path, 1, "English must be the first language, because it is the source.", "- code: en")
    return tuple(found)
