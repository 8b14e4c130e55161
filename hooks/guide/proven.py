"""What has been found right once is not looked at again, as long as it and the rules stay the same.

Kept in `build/`, which can be deleted at any time. Only the slow checks of texts use it.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

RULES = ("markdown_checks", "numerals", "terms", "translation_checks", "typography")
"""The modules whose change makes everything unproven."""
MOST = 200_000
"""Entries from which on only those of today are kept."""
DATA = ("glossary.yml", "spelling.yml")


class Proven:
    """The texts of a project that were found right. Use `key` for a text with all that its check depends on."""

    def __init__(self, root: Path):
        self._path = root / "build" / "proven.txt"
        self._rules = _rules(root)
        try:
            self._known = set(self._path.read_text(encoding="ascii").split())
        except (OSError, ValueError):
            self._known = set()
        self._seen: set[str] = set()

    def key(self, *texts: str) -> str:
        """A short name for these texts under the rules of today."""
        return hashlib.sha256("\0".join((self._rules, *texts)).encode()).hexdigest()[:16]

    def __contains__(self, key: str) -> bool:
        if key in self._known:
            self._seen.add(key)
        return key in self._known

    def add(self, key: str) -> None:
        """Note that nothing was wrong."""
        self._seen.add(key)

    def save(self) -> None:
        """Keep what was right this time, and before. Whoever cannot write there checks everything again the next time."""
        if self._seen <= self._known:
            return
        kept = self._seen | self._known if len(self._known) < MOST else self._seen
        try:
            self._path.parent.mkdir(exist_ok=True)
            beside = self._path.with_suffix(f".{os.getpid()}")
            beside.write_text("\n".join(sorted(kept)), encoding="ascii")
            beside.replace(self._path)
        except OSError:
            pass


@cache
def _modules() -> bytes:
    return b"\0".join(Path(__file__).with_name(f"{name}.py").read_bytes() for name in RULES)


def _rules(root: Path) -> str:
    data = b"\0".join(path.read_bytes() for name in DATA if (path := root / name).exists())
    return hashlib.sha256(_modules() + data).hexdigest()
