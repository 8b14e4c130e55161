"""A worksheet as PDF: A4, A3 and US Letter, tagged (PDF/UA-1) and made to last (PDF/A-2a)."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path

from . import compute, model
from .languages import Language
from .model import Field, Step, Worksheet
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


def data(sheet: Worksheet, words: Map, language: Language, url: str, paper: str, codes: Mapping[str, str] | None = None) -> str:
    """Everything the template of one sheet needs, as JSON.

    `url` is the address of the sheet's page; `codes` are those of all worksheets by id, to say where a field comes from.
    """
    value = document(sheet.title, sheet.summary, sheet.language, words, language, paper)
    return json.dumps(value | {"sheets": [sheet_data(sheet, words, language, url, codes or {})]}, ensure_ascii=False)


def document(title: str, description: str, spoken: str, words: Map, language: Language, paper: str) -> dict:
    """What a printed document needs besides its content: paper, language, and the words that repeat."""
    return {"title": title, "description": description, "language": spoken, "rtl": language.direction == "rtl", "paper": PAPERS[paper], "words": _words(words)}


def sheet_data(sheet: Worksheet, words: Map, language: Language, url: str, codes: Mapping[str, str]) -> dict:
    """One sheet for the template."""
    layout = sheet.layout
    return {
        "id": sheet.id,
        "title": sheet.title,
        "summary": sheet.summary,
        "colour": COLOURS[sheet.phase],
        "short-url": url.removeprefix("https://").rstrip("/"),
        "url": url,
        "chip": f"{sheet.code} · {words['phases'][sheet.phase]}",
        "footer": words["paper"]["footer"].format(code=sheet.code, version=sheet.version, language=language.name),
        "facts": " · ".join(facts_of(sheet, words)),
        "most-pages": 2 if layout.kind in ("checklist", "form", "tree", "cards") or sheet.computation == "timeline" else 1,
        "layout": layout.method or layout.kind,
        "method": layout.method,
        "parts": layout.parts,
        "columns": layout.columns,
        "boxes": [asdict(b) for b in layout.boxes],
        "sections": [asdict(s) for s in layout.sections],
        "bands": [{"range": compute.band_range(sheet, b, words["site"]["decimal"]), "text": b.text} for b in layout.bands],
        "levels": [f"{n} {layout.words[n]}" for n in map(str, model.LEVELS_OF_A_STATEMENT) if n in layout.words],
        "centre": layout.words.get("centre", ""),
        "quadrants": {q: layout.words[q] for q in model.QUADRANTS if q in layout.words},
        "rule": words["form"][compute.RULES[sheet.computation]] if sheet.computation in compute.RULES else "",
        "fields": [_field(f, codes) for f in sheet.fields],
        "how": _how(sheet, words),
    }


def render(root: Path, content: str, *, fillable: bool = False, template: str = "worksheet") -> bytes:
    """The PDF of a document. Raises PaperError if a sheet does not fit or a rule of PDF/UA is broken."""
    import typst  # late, like every library of documents: most builds take all documents from the store

    value = json.loads(content)
    codes = {sheet["id"]: _qr(sheet["url"]) for sheet in value["sheets"]}  # drawn here: most documents are kept and need none
    inputs = {"data": content, "codes": json.dumps(codes), "fillable": "yes" if fillable else "no"}
    try:
        return _compiler(root, template).compile(sys_inputs=inputs, pdf_standards=["ua-1"] if fillable else STANDARDS, timestamp=0, format="pdf")
    except typst.TypstError as error:
        raise PaperError(error.message if hasattr(error, "message") else str(error)) from error


@cache
def _compiler(root: Path, template: str):
    import typst

    # One compiler for all documents of a kind: it reads fonts and templates once.
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(root / "fonts")])
    return typst.Compiler(str(root / "overrides" / "paper" / f"{template}.typ"), root=str(root / "overrides" / "paper"), font_paths=fonts)


def _field(f: Field, codes: Mapping[str, str]) -> dict:
    return {
        "id": f.id, "type": f.type, "rows": f.rows, "label": f.label, "hint": f.hint, "item": f.item, "short": f.short,
        "section": f.section, "from": codes.get(f.source.partition(".")[0], ""), "weight": f.weight, "start": f.start, "low": f.low, "high": f.high,
        "options": [asdict(o) for o in f.options], "fields": [_field(inner, codes) for inner in f.fields],
    }  # fmt: skip


def _how(sheet: Worksheet, words: Map) -> list[dict]:
    w = words["sheet"]

    labelled = words["site"]["labelled"].format
    steps = [{"title": s.title, "text": s.text, "minutes": step_minutes(s, words)} for s in sheet.steps]
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


def step_minutes(step: Step, words: Map) -> str:
    """The minutes of a step in both versions, or those of the full version where it belongs to that only."""
    texts = [words["sheet"]["minutes"].format(n=n) for n in (step.short, step.full) if n]
    return " / ".join(texts) if step.short else words["site"]["labelled"].format(label=words["sheet"]["full"], value=texts[0])


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


def _words(words: Map) -> dict[str, str]:
    p, form, labelled = words["paper"], words["form"], words["site"]["labelled"].format
    return {
        "site": words["site"]["name"],
        "labelled": words["site"]["labelled"],
        "licence": p["licence"],
        "fill": labelled(label=p["fill-online"], value=""),
        "qr": p["code"],
        "how": p["how"],
        "group": labelled(label=p["group"], value=""),
        "date": labelled(label=p["date"], value=""),
        "page": p["page"],
        "cut": p["cut"],
        "from": p["from"],
        "number": "#",
        **{name: form[name] for name in ("total", "rank", "formula", "result", "sum", "clock", "timeline", "month")},
    }


@cache
def _qr(url: str) -> str:
    import segno

    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", border=0, xmldecl=False, nl=False)
    return drawn.getvalue().decode()
