"""A worksheet as PDF: A4, A3 and US Letter, tagged (PDF/UA-1) and made to last (PDF/A-2a)."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

from .languages import Language
from .model import Field, Worksheet
from .yamlfile import Map

PAPERS = {"a4": "a4", "a3": "a3", "letter": "us-letter"}
"""Names of papers in file names, and what Typst calls them."""
STANDARDS = ["a-2a", "ua-1"]
COLOURS = {
    "prepare": "#475569", "understand": "#1d4ed8", "define": "#6d28d9", "ideate": "#92400e",
    "prototype": "#0f766e", "implement": "#166534", "run": "#9f1239", "topic": "#475569",
}  # fmt: skip


class PaperError(Exception):
    """A sheet that does not fit on its paper, or cannot be set."""


def data(sheet: Worksheet, words: Map, language: Language, url: str, paper: str) -> str:
    """Everything the template needs, as JSON. `url` is the address of the sheet's page."""
    address = url.removeprefix("https://").rstrip("/")
    value = {
        "language": sheet.language,
        "rtl": language.direction == "rtl",
        "title": sheet.title,
        "summary": sheet.summary,
        "paper": PAPERS[paper],
        "colour": COLOURS[sheet.phase],
        "url": url,
        "short-url": address,
        "most-pages": 2 if sheet.layout.kind in ("checklist", "form", "tree", "cards") else 1,
        "layout": sheet.layout.kind,
        "parts": sheet.layout.parts,
        "columns": sheet.layout.columns,
        "boxes": [asdict(b) for b in sheet.layout.boxes],
        "sections": [asdict(s) for s in sheet.layout.sections],
        "centre": sheet.layout.words.get("centre", ""),
        "quadrants": {k: v for k, v in sheet.layout.words.items() if k != "centre"},
        "fields": [_field(f) for f in sheet.fields],
        "how": _how(sheet, words),
        "words": _words(sheet, words, language),
    }
    return json.dumps(value, ensure_ascii=False)


def render(root: Path, content: str, *, fillable: bool = False) -> bytes:
    """The PDF for the data of a sheet. Raises PaperError if it does not fit or breaks a rule of PDF/UA."""
    import typst  # late, like every library of documents: most builds take all documents from the store

    inputs = {"data": content, "qr": _qr(json.loads(content)["url"]), "fillable": "yes" if fillable else "no"}
    try:
        return _compiler(root).compile(sys_inputs=inputs, pdf_standards=["ua-1"] if fillable else STANDARDS, timestamp=0, format="pdf")
    except typst.TypstError as error:
        raise PaperError(error.message if hasattr(error, "message") else str(error)) from error


@cache
def _compiler(root: Path):
    import typst

    # One compiler for all sheets: it reads fonts and templates once.
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(root / "fonts")])
    return typst.Compiler(str(root / "overrides" / "paper" / "worksheet.typ"), root=str(root / "overrides" / "paper"), font_paths=fonts)


def _field(f: Field) -> dict:
    return {
        "id": f.id, "type": f.type, "label": f.label, "hint": f.hint, "item": f.item, "short": f.short,
        "section": f.section, "start": f.start, "low": f.low, "high": f.high,
        "options": [asdict(o) for o in f.options], "fields": [_field(inner) for inner in f.fields],
    }  # fmt: skip


def _how(sheet: Worksheet, words: Map) -> list[dict]:
    w = words["sheet"]

    labelled = words["site"]["labelled"].format

    def minutes(step) -> str:
        texts = [w["minutes"].format(n=n) for n in (step.short, step.full) if n]
        return " / ".join(texts) if step.short else labelled(label=w["full"], value=texts[0])

    steps = [{"title": s.title, "text": s.text, "minutes": minutes(s)} for s in sheet.steps]
    return [
        {"kind": "text", "title": w["purpose"], "body": sheet.purpose},
        {"kind": "bullets", "title": w["when"], "body": sheet.when},
        {"kind": "bullets", "title": w["when-not"], "body": sheet.when_not},
        {"kind": "bullets", "title": w["need"], "body": [*sheet.need, labelled(label=w["materials"], value=words["site"]["between"].join(words["materials"][m] for m in sheet.materials))]},
        {"kind": "steps", "title": f"{w['steps']} ({w['short']} / {w['full']})", "body": steps},
        {"kind": "bullets", "title": w["tips"], "body": sheet.tips},
        {"kind": "pitfalls", "title": w["pitfalls"], "body": [asdict(p) for p in sheet.pitfalls]},
        {"kind": "bullets", "title": w["administration"], "body": sheet.administration},
        {"kind": "text", "title": w["inclusion"], "body": sheet.inclusion},
        {"kind": "text", "title": w["offline"], "body": sheet.offline},
        {"kind": "text", "title": w["next"], "body": sheet.next},
        {"kind": "text", "title": w["origin"], "body": sheet.origin},
    ]


def facts_of(sheet: Worksheet, words: Map) -> list[str]:
    """Time, people and level of a sheet in the words of its language, for the head of documents."""
    w, labelled = words["sheet"], words["site"]["labelled"].format
    return [
        labelled(label=w["short"], value=w["minutes"].format(n=sheet.minutes_short)),
        labelled(label=w["full"], value=w["minutes"].format(n=sheet.minutes_full)),
        labelled(label=w["people"], value=w["people-range"].format(min=sheet.fewest, max=sheet.most)),
        labelled(label=w["level"], value=words["levels"][sheet.level]),
        words["paper"]["short-note"],
    ]


def _words(sheet: Worksheet, words: Map, language: Language) -> dict[str, str]:
    p, facts = words["paper"], facts_of(sheet, words)
    return {
        "site": words["site"]["name"],
        "chip": f"{sheet.code} · {words['phases'][sheet.phase]}",
        "footer": p["footer"].format(code=sheet.code, version=sheet.version, language=language.name),
        "licence": p["licence"],
        "fill": words["site"]["labelled"].format(label=p["fill-online"], value=""),
        "qr": p["code"],
        "how": p["how"],
        "group": words["site"]["labelled"].format(label=p["group"], value=""),
        "date": words["site"]["labelled"].format(label=p["date"], value=""),
        "page": p["page"],
        "cut": p["cut"],
        "number": "#",
        "facts": " · ".join(facts),
        "total": words["form"]["total"],
        "rank": words["form"]["rank"],
        "formula": words["form"]["formula"],
    }


@cache
def _qr(url: str) -> str:
    import segno

    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", border=0, xmldecl=False, nl=False)
    return drawn.getvalue().decode()
