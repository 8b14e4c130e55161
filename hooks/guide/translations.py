"""What is translated, from which English text, and who has checked it.

Each page consists of parts: the sections of a Markdown page, or the names in a words file. For every
part of a translation, `translations/<language>.yml` keeps a short hash of the English text it was made
from. If the English has changed since, the hash differs and the part is outdated. How much that matters,
the author of the English says in `translations/changes.yml` (see changes.py). Comparing texts, not dates
or commits, survives squashed merges and copies without history.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import changes
from .chapters import Page
from .problems import Problems
from .reading import Reader
from .yamlfile import Map, has_entries, read_yaml

REVIEWS = ("machine-draft", "machine-reviewed", "native-reviewed", "expert-reviewed")

NAMES = re.compile(r"^(?:- )*(?:[a-z][\w-]*:(?: |$))?", re.MULTILINE)
"""The names before the texts of a part, as `flat` writes them."""


@dataclass(frozen=True)
class Record:
    """What was kept when a page was translated: kind of review, date, hash of the English per part.

    `mended` counts the errors that the second reading found and mended, by severity (MQM).
    """

    review: str
    date: str
    parts: Mapping[str, str] = field(default_factory=dict)
    mended: str = ""


@dataclass(frozen=True)
class State:
    """The state of one page in one language.

    `missing` names parts. `outdated` says for each part whose English has changed since how much that matters
    (`wording`, `meaning` or `law`, see changes.py).
    """

    review: str
    date: str
    missing: tuple[str, ...] = ()
    outdated: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, str]:
        """The outdated parts that readers are told of: a change of wording alone says nothing new."""
        return {part: weight for part, weight in self.outdated.items() if weight != changes.WORDING}


def parts_of_page(page: Page) -> dict[str, str]:
    """The parts of a Markdown page: title and description, what changed last, then its sections."""
    change = {"change": page.change} if page.change else {}
    return {"front": f"{page.title}\n{page.description}"} | change | {s.id: s.text for s in page.sections}


def parts_of_words(value: Map) -> dict[str, str]:
    """The parts of a words file: every name whose value holds no further blocks, e.g. `purpose`, `steps.read`, `fields.need.label`."""
    parts: dict[str, str] = {}

    def walk(inner: Map, path: tuple[str, ...]) -> None:
        for key, item in inner.items():
            at = (*path, str(key))
            # A block of the first level is always taken apart; deeper ones only as long as they hold blocks.
            if isinstance(item, Map) and (not path or any(isinstance(v, Map) for v in item.values())):
                walk(item, at)
            else:
                parts[".".join(at)] = flat(item)

    walk(value, ())
    return parts


def parts_of_example(answers: Mapping) -> dict[str, str]:
    """The parts of a worked example: its answers, e.g. `example.need`."""
    return {f"example.{id}": flat(answer) for id, answer in answers.items()}


def flat(value) -> str:
    """All texts below a value, one per line, with their names."""
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {flat(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "\n".join(f"- {flat(inner)}" for inner in value)
    return str(value).strip()


def read_records(root: Path, language: str, problems: Problems) -> dict[str, Record]:
    """The records of a language by page id. Empty if none were kept yet."""
    path = root / "translations" / f"{language}.yml"
    value = read_yaml(path, problems) if has_entries(path) else None
    if value is None:
        return {}
    top, found = Reader(value, path, problems), {}
    for id in value:
        r = top.child(id)
        if r is None:
            continue
        r.known(("review", "date", "mended", "parts"))
        parts = r.child("parts")
        found[str(id)] = Record(r.one_of("review", REVIEWS), r.date("date"), dict(parts.value) if parts else {}, r.text("mended", ""))
    return found


def write_records(root: Path, language: str, records: Mapping[str, Record]) -> None:
    """Write the records of a language, in the order of the pages."""
    lines = [
        "# Kept by `python -m guide translated`: from which English text each part was translated, and who checked it.",
        "# review: machine-draft, machine-reviewed, native-reviewed or expert-reviewed. Only claim what happened.",
        "# mended: errors that the second reading found and mended, by severity.",
    ]
    for id, record in sorted(records.items()):
        lines += [f"{id}:", f"  review: {record.review}", f"  date: {record.date}"]
        lines += [f"  mended: {record.mended}"] if record.mended else []
        lines += ["  parts:"]
        lines += [f'    {part}: "{hash}"' for part, hash in record.parts.items()]
    path = root / "translations" / f"{language}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def state(source: Mapping[str, str], own: Mapping[str, str] | None, record: Record | None, marked: Mapping[str, tuple[changes.Change, ...]]) -> State | None:
    """Compare the parts of a translation with the English ones. None if there is no translation.

    `marked` holds what the author of the English has said about the changes of each part.
    """
    if own is None:
        return None
    kept = record.parts if record else {}
    outdated = {}
    for part, text in source.items():
        if part in own and kept.get(part) not in (None, now := changes.digest(text)):
            outdated[part] = changes.weight(marked.get(part, ()), kept[part], now)
    return State(
        review=record.review if record else "machine-draft",
        date=record.date if record else "",
        missing=tuple(p for p in source if p not in own),
        outdated=outdated,
    )
