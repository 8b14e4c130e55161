"""What is wrong in a file, said so that the person who wrote it can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it stands, what is wrong, and (optionally) the corrected line."""

    path: str
    line: int
    message: str
    fix: str = ""

    def __str__(self) -> str:
        text = f"{self.path}:{self.line}: {self.message}"
        return f"{text}\n    {self.fix}" if self.fix else text


class ContentError(Exception):
    """Content that cannot be used. Carries every problem that was found, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """Collects problems, so that a person sees all of them at once and not one after the other."""

    def __init__(self, root: Path):
        self.root = root
        self._found: list[Problem] = []

    def add(self, path: Path, line: int, message: str, fix: str = "") -> None:
        """Note a problem. `path` is shown relative to the root of the project."""
        self._found.append(Problem(relative(path, self.root), line, message, fix))

    def extend(self, problems: Iterable[Problem]) -> None:
        self._found.extend(problems)

    def __iter__(self):
        return iter(sorted(set(self._found)))

    def __len__(self) -> int:
        return len(set(self._found))

    def stop_if_any(self) -> None:
        """Raise ContentError with all problems, if there are any."""
        if self._found:
            raise ContentError(self._found)


def relative(path: Path, root: Path) -> str:
    """The path as a person would type it from the top folder of the project."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()


def nearest(word: str, known: Iterable[str]) -> str:
    """A sentence that suggests the nearest known word, or lists the known ones."""
    known = sorted(known)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else f"Known: {', '.join(known)}."
