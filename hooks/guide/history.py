"""Earlier versions of the English text, as far as the history of the repository holds them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from . import addresses, changes, translations
from .chapters import parse_page
from .languages import SOURCE
from .problems import Problems
from .yamlfile import parse_yaml


def earlier(root: Path, id: str, part: str, hash: str) -> str | None:
    """The English of a part as it was when it had this hash. None if the history does not reach back so far."""
    return next((text for text in versions(root, id, part) if changes.digest(text) == hash), None)


def versions(root: Path, id: str, part: str) -> Iterator[str]:
    """The committed versions of a part, newest first. Nothing where there is no history."""
    path = addresses.file_of_part(id, part, SOURCE)
    for commit in _git(root, "log", "--format=%H", "--", path).split():
        if (text := parts_of_text(id, part, _git(root, "show", f"{commit}:{path}"), root / path).get(part)) is not None:
            yield text


def parts_of_text(id: str, part: str, text: str, path: Path) -> dict[str, str]:
    """The parts of a file, given its text."""
    problems = Problems(path.parent)  # what an old version had wrong does not matter any more
    if path.suffix == ".md":
        page = parse_page(text, SOURCE, id, path, problems, sheets=())
        return translations.parts_of_page(page) if page else {}
    value = parse_yaml(text, path, problems)
    if value is None:
        return {}
    if part == "figure":
        return {"figure": translations.flat(value)}
    return translations.parts_of_example(value) if part.startswith("example.") else translations.parts_of_words(value)


def _git(root: Path, *arguments: str) -> str:
    """What git says, or nothing if it is not there or knows nothing."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""
