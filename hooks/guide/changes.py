"""How much a change of the English matters to those who read a translation made before it.

The author of the English marks a change as a matter of `wording` (readers of a translation miss nothing),
of `meaning` (they are told), or of `law` (law or safety: they get the English first). The marks stand in
`translations/changes.yml`: for each part of a page its changes, oldest first, each with the hash of the
English after it and the English before it. A change that nobody has marked counts as one of meaning.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from .problems import Problems
from .reading import Reader
from .yamlfile import has_entries, read_yaml

WORDING, MEANING, LAW = WEIGHTS = ("wording", "meaning", "law")
"""From the lightest to the heaviest."""
FILE = "translations/changes.yml"

Changes = dict[str, dict[str, tuple["Change", ...]]]
"""Page id → part → its changes, oldest first."""


@dataclass(frozen=True)
class Change:
    """A marked change of one part: `hash` of the English after it, how much it matters, when and why, and the English before it."""

    hash: str
    weight: str
    date: str
    why: str = ""
    before: str = ""


def digest(text: str) -> str:
    """Eight characters that change when the words change; white space does not count."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def weight(marked: tuple[Change, ...], kept: str, now: str) -> str:
    """How much has changed between the English with the hash `kept` and the one with the hash `now`: the heaviest change counts.

    A version that no mark knows is taken for older than all marks.
    """
    hashes = [change.hash for change in marked]
    since = marked[hashes.index(kept) + 1 :] if kept in hashes else marked
    found = [change.weight for change in since]
    if now not in hashes:
        found.append(MEANING)
    return max(found, key=WEIGHTS.index, default=MEANING)


def read_changes(root: Path, problems: Problems) -> Changes:
    """The marked changes. Empty if there are none."""
    path = root / FILE
    value = read_yaml(path, problems) if has_entries(path) else None
    if value is None:
        return {}
    top, found = Reader(value, path, problems), {}
    for id in value:
        if (page := top.child(id)) is None:
            continue
        found[str(id)] = {str(part): tuple(_change(r) for r in page.children(part)) for part in page.value}
    return found


def _change(r: Reader) -> Change:
    r.known(("hash", "weight", "date", "why", "before"))
    return Change(r.text("hash"), r.one_of("weight", WEIGHTS), r.date("date"), r.text("why", ""), r.text("before", ""))


def write_changes(root: Path, marked: Changes) -> None:
    """Write the marked changes; nothing is kept for a page or a part without any."""
    data = {
        str(id): {str(part): [{key: str(value) for key, value in vars(change).items() if value} for change in found] for part, found in sorted(parts.items()) if found}
        for id, parts in sorted(marked.items())
    }
    head = (
        "# Kept by `python -m guide changed`: how much a change of the English matters to readers of a translation.\n"
        "# weight: wording, meaning or law (law or safety). What all translations follow by now is dropped.\n"
    )
    data = {id: parts for id, parts in data.items() if parts}
    text = yaml.dump(data, Dumper=_Readable, allow_unicode=True, sort_keys=False, width=10_000) if data else ""
    path = root / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text(head + text, encoding="utf-8")


class _Readable(yaml.SafeDumper):
    """Writes a text of several lines as such."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Readable.add_representer(str, _text)


def needed(marked: Changes, kept: Mapping[tuple[str, str], set[str]]) -> Changes:
    """The marks that a translation still needs. `kept`: for (page, part) the hashes from which the translations were made."""
    found: Changes = {}
    for id, parts in marked.items():
        for part, all_of_it in parts.items():
            hashes = [change.hash for change in all_of_it]
            oldest = min((hashes.index(hash) + 1 if hash in hashes else 0 for hash in kept.get((id, part), ())), default=len(all_of_it))
            if still := all_of_it[oldest:]:
                found.setdefault(id, {})[part] = still
    return found


def earlier(marked: tuple[Change, ...], hash: str) -> str | None:
    """The English with this hash, if a mark has kept it."""
    return next((change.before for change in marked if digest(change.before) == hash), None)
