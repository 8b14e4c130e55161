"""One search index per language, in the form that MiniSearch loads: terms → sections, weighted by field.

Page and browser must cut text into the same terms: `terms` here and `terms` in `overrides/static/js/terms.mjs`
follow one rule, and a test runs the same cases through both.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from . import addresses
from .project import Project

FIELDS = ("title", "heading", "names", "text")
WORD = re.compile(r"[^\W_]+", re.UNICODE)
# The Arabic article and the short words that are written together with it. See terms.mjs.
ARTICLE = re.compile(r"^(?:وال|بال|كال|فال|ولل|لل|ال)(?=[\u0621-\u064a]{2})")
SERIALIZATION = 2
"""Version of MiniSearch's serialised form (its `serializationVersion`)."""


@dataclass(frozen=True)
class Entry:
    """Something that can be found: a section of a chapter, a worksheet, a recipe, an end of the navigator."""

    url: str
    kind: str
    title: str
    heading: str
    names: str
    text: str
    summary: str


def terms(text: str) -> list[str]:
    """The words of a text as they are compared: small letters, no accents, no Arabic article, one letter for its variants."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.category(c).startswith("M"))
    plain = plain.replace("ى", "ي").replace("ة", "ه").replace("ـ", "")
    return [ARTICLE.sub("", word) for word in WORD.findall(plain)]


def entries(project: Project, language: str) -> list[Entry]:
    """Everything in a language that can be found. What is not translated is left out."""
    found = []
    for id in project.page_ids:
        if page := project.pages.get((language, id)):
            kind = "chapter" if id.startswith("guide/") else "page"
            for section in page.sections:
                if section.id not in ("sources", "questions", "worksheets"):  # lists of links to what is found by itself
                    body = _plain("\n".join(section.lines[1:]))
                    anchor = "" if section.level == 1 else f"#{section.id}"
                    found.append(Entry(addresses.url(id) + anchor, kind, page.title, "" if section.level == 1 else section.title, "", body, body[:50] or page.description))
    for id in project.sheet_ids:
        if sheet := project.sheets.get((language, id)):
            body = " ".join([sheet.summary, sheet.purpose, *sheet.when, *(s.title for s in sheet.steps), *(f.label for f in sheet.fields)])
            found.append(Entry(addresses.url(f"toolbox/{id}"), "worksheet", sheet.title, sheet.code, " ".join(sheet.also_known_as), body, sheet.summary))
    for id in project.recipe_ids:
        if (recipe := project.recipe(language, id)).language == language:
            body = " ".join([recipe.summary, recipe.result, *recipe.when])
            found.append(Entry(addresses.url(f"recipes/{id}"), "recipe", recipe.title, "", "", body, recipe.summary))
    return found + _ways(project, language)


def _ways(project: Project, language: str) -> list[Entry]:
    """The ends of the navigator and the pages for phases and roles, where their words are translated."""
    ways, words = project.ways.get(language), project.interface[language]
    if not ways or (language, "ways") not in project.parts:
        return []
    found = []
    for id, end in ways["navigator"]["ends"].items():
        found.append(Entry(f"{addresses.url('navigator')}#{id}", "page", ways["navigator"]["title"], end["title"], "", end["why"], end["why"][:140]))
    for folder in ("phases", "roles"):
        for id, own in ways[folder].items():
            found.append(Entry(addresses.url(f"{folder}/{id}"), "page", words[folder][id], "", "", " ".join([own["text"], *own["checklist"]]), own["text"][:140]))
    return found


def index(found: list[Entry]) -> dict:
    """The serialised MiniSearch index with stored fields for the list of results."""
    postings: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    lengths: dict[str, list[int]] = {}
    for number, entry in enumerate(found):
        lengths[str(number)] = []
        for f, name in enumerate(FIELDS):
            words = terms(getattr(entry, name))
            lengths[str(number)].append(len(set(words)))
            for word in words:
                counts = postings[word][str(f)]
                counts[str(number)] = counts.get(str(number), 0) + 1
    size = max(len(found), 1)
    return {
        "documentCount": len(found),
        "nextId": len(found),
        "documentIds": {str(n): n for n in range(len(found))},
        "fieldIds": {name: f for f, name in enumerate(FIELDS)},
        "fieldLength": lengths,
        "averageFieldLength": [round(sum(row[f] for row in lengths.values()) / size, 2) for f in range(len(FIELDS))],
        "storedFields": {str(n): {"url": e.url, "kind": e.kind, "title": e.title, "heading": e.heading if e.kind != "worksheet" else "", "summary": e.summary} for n, e in enumerate(found)},
        "dirtCount": 0,
        "index": [[word, postings[word]] for word in sorted(postings)],
        "serializationVersion": SERIALIZATION,
    }


def write(project: Project, language: str, folder: Path) -> None:
    """Write `search.json` of a language beside its pages. UTF-8, not escaped: a third of the size in Arabic and Russian."""
    text = json.dumps(index(entries(project, language)), ensure_ascii=False, separators=(",", ":"))
    (folder / "search.json").write_text(text, encoding="utf-8")


def _plain(markdown: str) -> str:
    """Markdown without its marks."""
    text = re.sub(r"\[\^[^\]]+\]|\{#[^}]*\}|^#+ |^>\s?|^[-*]\s|^\d+\.\s|^\|[-| :]+\|$", " ", markdown, flags=re.MULTILINE)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"[*`|]", " ", text).split())
