"""One file per language for people who translate without Git: PO, which translation programs and websites read.

`write` makes it from the content. `read` takes back what was edited, and only where nobody else has changed
the English or the translation since: what cannot be taken is listed, and the person's file is never changed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from . import addresses, translating
from .changes import digest
from .languages import SOURCE
from .opendata import tracked
from .project import Project
from .units import Unit, pair, read_units, replaced

HEAD = """# {name}: the texts of the Smart City Guide and Co-Creation Toolbox.
#
# Translate the entries that are empty and look at those marked "fuzzy": their English has changed since.
# Take the mark away once an entry is right. Keep everything in braces, and all addresses in links.
# Send the file back; only what you have edited is taken.
"""
UNBROKEN = 1_000_000
"""Letters in a line: the library would break the English before a change at a place where no program can read it."""
NEW, WAS, STALE = "not translated yet", "was: ", "the English has changed"
TEXTS = ("line", "paragraph")
"""The kinds of fields whose answers in an example are translated; dates, numbers and choices hold for all languages."""


@dataclass(frozen=True)
class Pair:
    """A unit of the English with the same unit of a translation (None if it is not there). `context` is its name in the PO file."""

    context: str
    page: str
    path: str
    source: Unit
    own: Unit | None
    stale: bool = False
    before: str = ""


@dataclass
class Result:
    """What became of a file that came back. Each text names the entry."""

    written: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    pages: dict[str, set[str]] = field(default_factory=dict)
    """The parts, by page, whose translation follows the English now."""


def files(project: Project, id: str) -> Iterator[tuple[str, str]]:
    """The files that make up a page: path with the code of the language left open, and a part in it that stands in no other."""
    parts = ["", *["example."] * id.startswith("toolbox/"), *["figure"] * ("figure" in project.parts[SOURCE, id])]
    return ((addresses.file_of_part(id, part, "{}"), part) for part in parts)


def pairs(project: Project, language: str, ids: Sequence[str]) -> Iterator[Pair]:
    """Everything there is to translate on these pages, in the order of the English."""
    for id in ids:
        state = project.state(language, id)
        outdated = state.outdated if state else {}
        for pattern, prefix in files(project, id):
            yield from _pairs_of_file(project, language, id, pattern, prefix, outdated)


def _pairs_of_file(project: Project, language: str, id: str, pattern: str, prefix: str, outdated) -> Iterator[Pair]:
    english, mine = (project.root / pattern.format(code) for code in (SOURCE, language))
    if not english.exists():
        return
    part_of = _part_of(project, id, prefix)
    text = english.read_text(encoding="utf-8")
    source = read_units(english, text, part_of)
    own: list[Unit] = []
    if mine.exists():
        own_text = mine.read_text(encoding="utf-8")
        source, own = pair(text, source, own_text, read_units(mine, own_text, part_of))
    there = {unit.id: unit for unit in own}
    earlier = {part: translating.earlier(project, id, part, project.records[language][id].parts[part]) for part in {unit.part for unit in source} & outdated.keys()}
    for unit in source:
        stale, before = _stale(unit, earlier[unit.part]) if unit.part in outdated and unit.id in there else (False, "")
        yield Pair(f"{pattern.format(SOURCE)}:{unit.id}", id, pattern.format(language), unit, there.get(unit.id), stale, before)


def _part_of(project: Project, id: str, prefix: str) -> Callable[[tuple[str, ...]], str | None]:
    """Which part a text of a YAML file belongs to, by the names that lead to it. None: nothing to translate."""
    parts = project.parts[SOURCE, id]
    if prefix == "figure":
        return lambda path: "figure"
    if prefix:
        sheet = project.structures[id.removeprefix("toolbox/")]

        def example(path: tuple[str, ...]) -> str | None:
            place = sheet.by_id.get(path[0])
            place = place.part(path[2]) if place and place.type == "group" and len(path) > 2 else place
            return f"example.{path[0]}" if place and place.type in TEXTS else None

        return example
    return lambda path: next((name for end in range(len(path), 0, -1) if (name := ".".join(path[:end])) in parts), None)


def _stale(unit: Unit, before: str | None) -> tuple[bool, str]:
    """Whether the English of this unit is another than before, and what it was. Without the earlier text, all of a part counts as changed."""
    if before is None:
        return True, ""
    flat = " ".join(before.split())
    if " ".join(unit.text.split()) in flat:
        return False, ""
    return True, before


def write(project: Project, language: str, ids: Sequence[str] = ()) -> bytes:
    """The PO file of a language, of all pages or only of some."""
    name = project.language(language).name
    catalog = Catalog(locale=language, header_comment=HEAD.format(name=name).rstrip(), project="Smart City Guide and Co-Creation Toolbox", fuzzy=False, charset="utf-8")
    for item in pairs(project, language, ids or tracked(project)):
        comments = [f"{WAS}{digest(item.own.text)}" if item.own else NEW]
        if item.stale:
            comments.append(STALE)
            comments += [f"{change.weight}: {change.why}" for change in project.changes.get(item.page, {}).get(item.source.part, ()) if change.why]
        message = catalog.add(
            item.source.text, string=item.own.text if item.own else "", context=item.context,
            locations=[(item.path, item.own.line if item.own else 1)], auto_comments=comments,
            flags=["fuzzy"] if item.stale else [], previous_id=(item.before,) if item.before else (),
        )  # fmt: skip
        message.flags.discard("python-format")  # a per cent sign is no program here
    out = io.BytesIO()
    write_po(out, catalog, width=UNBROKEN, include_previous=True)
    return out.getvalue()


class NotReadable(Exception):
    """A file that cannot be taken back, said to the person who sent it."""


def read(project: Project, language: str, data: bytes) -> tuple[Result, dict[Path, str]]:
    """What can be taken from a file that came back, and the new texts of the files. Nothing is written here.

    Raises NotReadable if the data is no such PO file.
    """
    try:
        catalog = read_po(io.BytesIO(data), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise NotReadable(f"this is not a PO file that can be read ({error}).") from error
    if not any(message.id for message in catalog):
        raise NotReadable("there is no text in this file. Send the PO file itself, as you got it and with your changes.")
    if str(catalog.locale_identifier or language) != language:
        raise NotReadable(f'this file says that its language is "{catalog.locale_identifier}", not "{language}".')
    known = {item.context: item for item in pairs(project, language, [id for id in tracked(project) if (SOURCE, id) in project.parts])}
    result, new = Result(), {}
    for message in catalog:
        if not message.id:
            continue
        context = message.context or ""
        if context not in known:
            result.left.append(f"{context or message.id[:60]}: there is no such text any more.")
        elif (text := str(message.string).strip("\n")).strip():
            _take(known[context], message, text, result, new)
    return result, _texts(project, language, known, new, result)


def _take(item: Pair, message: Message, text: str, result: Result, new: dict[str, str]) -> None:
    """Decide on one entry: taken, confirmed, in conflict, or left as it is."""
    was = next((c.removeprefix(WAS) for c in message.auto_comments if c.startswith(WAS)), "")
    stale = STALE in message.auto_comments
    own = item.own.text if item.own else ""
    edited = digest(text) != was
    if not edited and (not stale or message.fuzzy):
        return
    if own == text and not stale:
        return
    where = f"{item.path}:{item.own.line if item.own else 1}: {item.context}"
    if message.fuzzy and edited:
        result.left.append(f'{where}: still marked "fuzzy". Take the mark away if it is right.')
    elif " ".join(str(message.id).split()) != " ".join(item.source.text.split()):
        result.conflicts.append(f"{where}: the English has changed since the file was made.\n    English then: {_line(message.id)}\n    English now:  {_line(item.source.text)}\n    Sent:         {_line(text)}")
    elif edited and own != text and own and digest(own) != was:
        result.conflicts.append(f"{where}: somebody has changed the translation since the file was made.\n    Here now: {_line(own)}\n    Sent:     {_line(text)}")
    elif edited:
        new[item.context] = text
        result.taken.append(where)
    else:
        result.confirmed.append(where)


def _line(text: str) -> str:
    return " ".join(str(text).split())


def _texts(project: Project, language: str, known: dict[str, Pair], new: dict[str, str], result: Result) -> dict[Path, str]:
    """The new texts of the files, and in `result` the parts that follow the English now."""
    by_file: dict[str, list[Pair]] = {}
    for item in known.values():
        by_file.setdefault(item.path, []).append(item)
    found: dict[Path, str] = {}
    resolved = {entry.split(": ", 1)[1] for entry in (*result.taken, *result.confirmed)}
    for name, items in by_file.items():
        path = project.root / name
        edits = {item.source.id: new[item.context] for item in items if item.context in new}
        lacking = [item for item in items if item.own is None and item.source.id not in edits]
        if edits and path.exists() and not any(item.own is None for item in items if item.source.id in edits):
            found[path] = replaced(path, path.read_text(encoding="utf-8"), [i.own for i in items if i.own], edits)
        elif edits and not lacking:
            # The file is new, or gets something that was not there: it is written after the English, with all texts in place.
            english = project.root / items[0].context.rpartition(":")[0]
            texts = {i.source.id: edits.get(i.source.id, i.own.text if i.own else "") for i in items}
            found[path] = replaced(english, english.read_text(encoding="utf-8"), [i.source for i in items], texts)
        elif edits:
            for item in [i for i in items if i.context in new]:
                result.taken.remove(f"{item.path}:{item.own.line if item.own else 1}: {item.context}")
                resolved.discard(item.context)
            result.left.append(f"{name}: {len(edits)} of {len(items)} texts are there, and a file must be complete. Lacking, for example: {_line(lacking[0].source.text)[:70]}")
            continue
        for part in {i.source.part for i in items}:
            these = [i for i in items if i.source.part == part]
            if any(i.context in resolved for i in these) and all(i.context in resolved or (i.own and not i.stale) for i in these):
                result.pages.setdefault(items[0].page, set()).add(part)
    result.written = sorted(path.relative_to(project.root).as_posix() for path in found)
    return found
