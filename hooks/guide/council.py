"""The council paper: its sections in order, and the fields of worksheets that each is put together from.

`workspace/council.yml` lists them. The words of a section stand in `interface/<language>.yml`, under `council`:
`section-<id>` is its heading, `missing-<id>` what is said while nothing stands in it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from .links import WRITTEN
from .model import Field, Worksheet
from .problems import Problems, nearest
from .reading import ID, Reader
from .yamlfile import List, Map, Text, read_yaml

HEAD = ("title", "meeting")
"""What stands above the sections, each from one field."""
TAKEN = (*HEAD, "language")
"""Names in the stored paper that are no sections."""
CLOSED = (
    "security-privacy.open", "security-privacy.harm", "openness-check.weak", "digital-twin-brief",
    "data-ethics.checks", "data-ethics.open", "readiness-check.evidence",
)  # fmt: skip
"""Sheets and fields in which a town writes what is not safe yet: decisions/0014-answers-travel-by-links.md."""


@dataclass(frozen=True)
class Source:
    """A field; one field of all records of a group; or with `show` a group, each record of which is a paragraph."""

    sheet: str
    group: str
    field: str
    show: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A section of the paper. Without sources the town writes it itself."""

    id: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Paper:
    """The whole paper. `head`: title and meeting; None where that field could not be read."""

    head: dict[str, Source | None]
    sections: tuple[Section, ...]


def read_council(root: Path, sheets: Mapping[str, Worksheet], words: Map, problems: Problems, *, unread: Collection[str] = ()) -> Paper | None:
    """The paper, or None if there is none. `words` are the English ones of the interface.

    `unread`: worksheets that exist but could not be read; what comes from them cannot be judged.
    """
    path = root / "workspace" / "council.yml"
    value = read_yaml(path, problems) if path.exists() else None
    if value is None:
        return None
    top = Reader(value, path, problems)
    top.known((*HEAD, "sections"))
    door = _Door(sheets, unread, top)
    head = {name: door.field(Text(text, value.line_of(name))) if (text := top.text(name)) else None for name in HEAD}
    known_words, ids, sections = words.get("council", {}), [], []
    for r in top.children("sections"):
        r.known(("id", "sources"))
        id, line = r.text("id"), r.value.line_of("id")
        if id and (not ID.match(id) or id in TAKEN or id in ids):
            r.add(line, f'"{id}" cannot be the name of a section: small Latin letters, digits and hyphens, each name once, and none of {", ".join(TAKEN)}.')
        elif id and not {f"section-{id}", f"missing-{id}"} <= set(known_words):
            r.add(line, f'the section "{id}" has no words. Write "section-{id}" and "missing-{id}" under "council" in interface/en.yml.')
        ids.append(id)
        sections.append(Section(id, tuple(source for entry in _entries(r) if (source := door.source(entry)))))
    return Paper(head, tuple(sections))


def _entries(r: Reader) -> list[Text | Map]:
    """The sources of a section as they are written."""
    value = r.value.get("sources")
    if value is None:
        return []
    if not isinstance(value, List):
        r.add(r.value.line_of("sources"), '"sources" must be a list, one line with a dash for each.', "sources:\n      - …")
        return []
    for entry in value:
        if not isinstance(entry, Map) and not (isinstance(entry, Text) and entry.strip()):
            r.add(entry.line, 'an entry of "sources" is empty.', "- …")
    return [entry for entry in value if isinstance(entry, Map) or (isinstance(entry, Text) and entry.strip())]


class _Door:
    """Lets sources in: each exists, may be shown, and comes once."""

    def __init__(self, sheets: Mapping[str, Worksheet], unread: Collection[str], top: Reader):
        self.sheets, self.unread, self.top = sheets, unread, top
        self.seen: set[str] = set()
        self.fields = {".".join(filter(None, (id, group, f.id))): f for id, sheet in sheets.items() for group, f in _all(sheet)}

    def source(self, entry: Text | Map) -> Source | None:
        return self.field(Text(entry.strip(), entry.line)) if isinstance(entry, Text) else self.group(entry)

    def field(self, name: Text) -> Source | None:
        """A source that is one field."""
        if not self._may_come(name) or (found := self._found(name)) is None:
            return None
        if found.type == "group":
            self.top.add(name.line, f'"{name}" is a group. Say which of its fields to show, or name one of them.', f"- group: {name}\n        show:\n          - …")
            return None
        if not self._is_written(name, found):
            return None
        sheet, *group, field = name.split(".")
        return Source(sheet, "".join(group), field)

    def group(self, entry: Map) -> Source | None:
        """A source that is a group with the fields to show."""
        r = Reader(entry, self.top.path, self.top.problems)
        r.known(("group", "show"))
        name, show = Text(r.text("group"), entry.line_of("group")), r.texts("show")
        if not name or not self._may_come(name) or (found := self._found(name)) is None:
            return None
        if found.type != "group":
            r.add(name.line, f'"{name}" is not a group. Write it as a line of its own.', f"- {name}")
            return None
        parts = {f.id: f for f in found.fields}
        for at, id in enumerate(show):
            if id not in parts:
                r.add(id.line, f'the group "{name}" has no field "{id}". {nearest(id, parts)}')
            elif id in show[:at]:
                r.add(id.line, f'"{id}" is shown twice. Delete one.')
            elif self._may_come(Text(f"{name}.{id}", id.line)):
                self._is_written(id, parts[id])
        sheet, _, field = name.partition(".")
        return Source(sheet, field, "", tuple(map(str, show)))

    def _may_come(self, name: Text) -> bool:
        if any(name == closed or name.startswith(f"{closed}.") for closed in CLOSED):
            self.top.add(name.line, f'"{name}" holds what is not safe yet, and the paper is public. Take it out; decisions/0014-answers-travel-by-links.md says why.')
            return False
        if name in self.seen:
            self.top.add(name.line, f'the paper takes from "{name}" already. Delete one.')
            return False
        self.seen.add(name)
        return True

    def _found(self, name: Text) -> Field | None:
        found = self.fields.get(name)
        if found is None and name.partition(".")[0] not in self.unread:
            self.top.add(name.line, f'the paper takes from "{name}", which does not exist. {nearest(name, self.fields)}')
        return found

    def _is_written(self, name: Text, f: Field) -> bool:
        if f.type not in WRITTEN:
            self.top.add(name.line, f'"{name}" cannot be written in a paper: it is a field of type "{f.type}". Name a field that holds text.')
        return f.type in WRITTEN


def _all(sheet: Worksheet) -> list[tuple[str, Field]]:
    return [pair for f in sheet.fields for pair in [("", f), *((f.id, inner) for inner in f.fields)]]


def for_page(paper: Paper, sheet_of: Callable[[str], Worksheet]) -> dict:
    """The paper as data for its page: each source with its title, labels and options in words. Read by council.mjs."""
    head = [{"id": name, "source": _described(source, sheet_of(source.sheet))} for name, source in paper.head.items() if source]
    return {"head": head, "sections": [{"id": s.id, "sources": [_described(source, sheet_of(source.sheet)) for source in s.sources]} for s in paper.sections]}


def _described(source: Source, sheet: Worksheet) -> dict:
    group = sheet.by_id[source.group] if source.group else None
    shown = [group.part(id) for id in source.show] if source.show else [group.part(source.field) if group else sheet.by_id[source.field]]
    return {
        "sheet": sheet.id, "title": sheet.title, "language": sheet.language, "several": sheet.several,
        "group": source.group, "field": source.field, "label": group.label if source.show else shown[0].label,
        "shown": [{"id": f.id, "type": f.type, "label": f.label, "options": {o.id: o.label for o in f.options}} for f in shown],
    }  # fmt: skip
