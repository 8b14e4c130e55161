"""The list of sources. Chapters and worksheets name an id; the entry stands once, in `sources.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .problems import Problems
from .reading import ID, Reader
from .yamlfile import read_yaml

KEYS = ("by", "title", "publisher", "year", "page", "url", "accessed", "language", "licence", "read")


@dataclass(frozen=True)
class Source:
    """Where a statement comes from. `read` is "source", or "secondary" for a press or copied page.

    `line` is the line of its entry in sources.yml.
    """

    id: str
    by: str
    title: str
    publisher: str
    year: str
    page: str
    url: str
    accessed: str
    language: str
    licence: str
    read: str
    line: int = 1


def read_sources(root: Path, problems: Problems) -> dict[str, Source]:
    """All sources by id."""
    path = root / "sources.yml"
    value = read_yaml(path, problems)
    if value is None:
        return {}
    top = Reader(value, path, problems)
    found, places = {}, {}
    for id in value:
        if not ID.match(id):
            top.add(id.line, f'"{id}" is not a good id: small Latin letters, digits and hyphens only.')
        r = top.child(id)
        if r is None:
            continue
        r.known(KEYS)
        texts = {key: " ".join(r.text(key, None if key in ("by", "title", "url", "accessed", "read") else "").split()) for key in KEYS}
        if not re.match(r"https?://[^\s<>\"()\[\]]+$", texts["url"]):
            r.add(r.value.line_of("url"), f'the address "{texts["url"]}" must begin with https:// and hold no spaces, brackets or quotes.')
        r.one_of("read", ("source", "secondary"))
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", texts["accessed"]):
            r.add(r.value.line_of("accessed"), '"accessed" is a year and a month.', 'accessed: "2026-11"')
        place = re.sub(r"^https?://(www\.)?|/$", "", texts["url"]), texts["page"]
        if place in places:
            r.add(id.line, f'"{id}" is the same address and page as "{places[place]}". Name that one in the text, and delete this entry.')
        places.setdefault(place, id)
        found[str(id)] = Source(id=str(id), **texts, line=id.line)
    return found
