"""Which letters can stand on paper: those that the fonts in `fonts/` have."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

UNSEEN = " \n\t\u00a0\u00ad\u2002\u2003\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u202f\u2060\u2066\u2067\u2068\u2069\u061c"
"""Spaces and marks that need no letter form."""


@cache
def printable(root: Path) -> frozenset[int]:
    """The code points of all fonts for paper. Empty if there are no fonts: then nothing can be checked."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for path in sorted((root / "fonts").glob("*-Regular.ttf")):
        with TTFont(path, lazy=True) as font:
            found |= font.getBestCmap().keys()
    return frozenset(found)


def missing(text: str, root: Path) -> str:
    """The first letter of a text that no font for paper has; empty if all have."""
    known = printable(root)
    if not known or text.isascii():
        return ""
    return next((c for c in unicodedata.normalize("NFC", text) if ord(c) not in known and c not in UNSEEN), "")
