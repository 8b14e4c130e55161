"""What translators and the authors of the English ask the program: what is left to do, and to note what is done."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from . import addresses, changes, history, translations
from .changes import Change, digest
from .languages import SOURCE
from .opendata import tracked, translation_of
from .project import Project

SAID = {
    "missing": "missing",
    "wording": "the English wording has changed (readers are told nothing)",
    "meaning": "the meaning of the English has changed (readers see a note)",
    "law": "LAW OR SAFETY: readers see the English first",
}
"""What the state of a part means."""
SENTENCE_END = re.compile(r"(?<=[.!?:;]) (?=\S)")


class Unknown(Exception):
    """A page or a part that does not exist, said to the person who named it."""


def status(project: Project, language: str, ids: Sequence[str] = ()) -> Iterator[str]:
    """What is left to do in a language, line by line; for the pages named in `ids` with the difference of the English."""
    every = tracked(project)
    for id in ids:
        if id not in every:
            raise Unknown(f'there is no page "{id}".')
    rows = {id: translation_of(project, language, id) for id in every}
    for id, row in rows.items():
        if ids and id not in ids:
            continue
        path = addresses.file_of(id, language)
        if row["state"] == "missing":
            yield f"{language}  {id}: missing. Translate {addresses.file_of(id, SOURCE)} as {path}."
            continue
        unread = "  (not checked by anybody yet)" if row["review"] == "machine-draft" else ""
        if row["parts"] or ids or unread:
            yield f"{language}  {id}: {row['state']}, {row['review']}, {row['date'] or 'never noted'}{unread}  {path}"
        for part, state in row["parts"].items():
            yield f"    {part}: {SAID[state]}"
            if ids and state != "missing":
                yield from _difference(project, language, id, part)
    count = {state: sum(row["state"] == state for row in rows.values()) for state in ("current", "outdated", "missing")}
    yield f"{language}: {count['current']} of {len(rows)} pages up to date, {count['outdated']} outdated, {count['missing']} missing."
    if count["outdated"] and not ids:
        yield f"To see what has changed in the English: python -m guide status {language} --page guide/who"


def _difference(project: Project, language: str, id: str, part: str) -> Iterator[str]:
    """What has changed in the English of a part since it was translated, sentence by sentence."""
    marked = project.changes.get(id, {}).get(part, ())
    kept = project.records[language][id].parts[part]
    for change in marked:
        if change.why:
            yield f"      {change.date}: {change.why}"
    before = earlier(project, id, part, kept)
    if before is None:
        yield "      The earlier English is not in this copy. Get the whole history (git fetch --unshallow) to see the difference."
        return
    yield from (f"      {line}" for line in difference(before, project.parts[SOURCE, id][part]))


def earlier(project: Project, id: str, part: str, hash: str) -> str | None:
    """The English of a part that has this hash: from the marks, or else from the history."""
    return changes.earlier(project.changes.get(id, {}).get(part, ()), hash) or history.earlier(project.root, id, part, hash)


def difference(before: str, after: str) -> list[str]:
    """The sentences that went (-) and came (+); unchanged ones are left out."""
    old, new = ([s for line in text.split("\n") if line.strip() for s in SENTENCE_END.split(line.strip())] for text in (before, after))
    return [line for line in difflib.ndiff(old, new) if line[0] in "+-"]


def note(project: Project, language: str, ids: Sequence[str], review: str, date: str) -> dict[str, translations.Record]:
    """The records of a language once the pages are noted as translated from the English as it stands now."""
    records = dict(project.records[language])
    for id in ids:
        own = project.parts.get((language, id))
        if own is None:
            raise Unknown(f"{id} is not translated into {language} (or does not exist).")
        parts = {part: digest(text) for part, text in project.parts[SOURCE, id].items() if part in own}
        kept = records.get(id)
        records[id] = translations.Record(review, date, parts, kept.mended if kept else "")
    return records


def follow(project: Project, language: str, pages: Mapping[str, Iterable[str]], review: str, date: str) -> None:
    """Note in the records that some parts of pages follow the English now. A page that is new gets the kind of review; others keep theirs."""
    for id, parts in pages.items():
        kept = project.records[language].get(id) or translations.Record(review, date)
        now = {part: digest(project.parts[SOURCE, id][part]) for part in parts if part in project.parts[SOURCE, id]}
        project.records[language][id] = replace(kept, date=date, parts={**kept.parts, **now})


def still_needed(project: Project) -> changes.Changes:
    """The marks of changes that some translation has not followed yet."""
    kept: dict[tuple[str, str], set[str]] = {}
    for records in project.records.values():
        for id, record in records.items():
            for part, hash in record.parts.items():
                kept.setdefault((id, part), set()).add(hash)
    return changes.needed(project.changes, kept)


def changed_parts(project: Project, id: str) -> dict[str, set[str]]:
    """The parts of an English page that differ from what some translation was made from → the hashes of those versions."""
    found: dict[str, set[str]] = {}
    for records in project.records.values():
        for part, hash in records[id].parts.items() if id in records else ():
            text = project.parts[SOURCE, id].get(part)
            if text is not None and hash != digest(text):
                found.setdefault(part, set()).add(hash)
    return found


def mark(project: Project, id: str, parts: Sequence[str], weight: str, why: str, date: str) -> changes.Changes:
    """The marks of changes once the author has said how much those of a page (or of some of its parts) matter.

    A part that was marked already and has not changed since gets the new mark instead of the old one.
    """
    if (SOURCE, id) not in project.parts:
        raise Unknown(f'there is no page "{id}".')
    found = changed_parts(project, id)
    if wrong := [part for part in parts if part not in found]:
        raise Unknown(f'no translation of {id} was made from an older version of "{wrong[0]}". Changed: {", ".join(found) or "nothing"}.')
    if not found:
        raise Unknown(f"all translations of {id} follow the English as it stands now: there is nothing to mark.")
    marked = {page: dict(own) for page, own in project.changes.items()}
    for part in parts or found:
        text = project.parts[SOURCE, id][part]
        known = marked.setdefault(id, {}).get(part, ())
        change = Change(digest(text), weight, date, why)
        if known and known[-1].hash == change.hash:
            marked[id][part] = (*known[:-1], replace(change, before=known[-1].before))
            continue
        before = [known[-1].hash] if known else sorted(found[part])
        texts = (earlier(project, id, part, hash) for hash in before)
        marked[id][part] = (*known, replace(change, before=next((t for t in texts if t), "")))
    return marked
