"""Open data for others: worksheets.json per language, translations.json for the whole site, the sitemap."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from . import addresses, changes
from .chapters import OWN
from .languages import SOURCE, Language
from .model import Field
from .project import Project

if TYPE_CHECKING:
    from .webpage import Site

VERSION = 1
"""Version of both data formats. Their schemas are published beside them."""
SCHEMAS = Path(__file__).parent / "schemas"


def write(site: Site, folder: Path) -> None:
    """Write worksheets.json of one language, and sheet.json beside each worksheet."""
    target = folder / "toolbox" / "worksheets.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_json(worksheets(site)), encoding="utf-8")
    for id in site.project.sheet_ids:
        place = folder / "toolbox" / id / "sheet.json"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_json(sheet_data(site, id)), encoding="utf-8")
    for name in ("worksheets", "sheet", "project"):
        shutil.copyfile(SCHEMAS / f"{name}.schema.json", target.with_name(f"{name}.schema.json"))


def worksheets(site: Site) -> dict:
    """The worksheets of a language with their downloads, for programs of others."""
    project, code = site.project, site.language.code
    return {"version": VERSION, "language": code, "worksheets": [_worksheet(site, project, code, id) for id in project.sheet_ids]}


def _worksheet(site: Site, project: Project, code: str, id: str) -> dict:
    sheet = project.sheet(code, id)
    return {
        "id": id,
        "title": sheet.title,
        "summary": sheet.summary,
        "language": sheet.language,
        "code": sheet.code,
        "phase": sheet.phase,
        "layout": sheet.layout.kind,
        "minutes": {"short": sheet.minutes_short, "full": sheet.minutes_full},
        "participants": {"min": sheet.fewest, "max": sheet.most},
        "level": sheet.level,
        "roles": list(sheet.roles),
        "several": sheet.several,
        "takesFrom": site.taken_from(id),
        "url": addresses.url(f"toolbox/{id}"),
        "translation": translation_of(project, code, f"toolbox/{id}"),
        "downloads": [
            {"format": d.kind, "paper": d.paper or None, "fillable": d.fillable, "example": d.format.startswith("example"), "url": addresses.url(f"toolbox/{id}") + d.name, "bytes": d.bytes, "sha256": d.sha256}
            for d in site.documents.get(f"toolbox/{id}", [])
        ],
    }


def sheet_data(site: Site, id: str) -> dict:
    """One worksheet as data: what it is called, its steps and its fields. The pages of the workspace read it, and others may."""
    sheet = site.project.sheet(site.language.code, id)
    words = site.project.interface[sheet.language]
    return {
        "version": VERSION,
        "id": id,
        "code": sheet.code,
        "language": sheet.language,
        "direction": site.project.language(sheet.language).direction,
        "title": sheet.title,
        "summary": sheet.summary,
        "several": sheet.several,
        "sheetVersion": sheet.version,
        "minutes": {"short": sheet.minutes_short, "full": sheet.minutes_full},
        "participants": {"min": sheet.fewest, "max": sheet.most},
        "materials": {material: words["materials"][material] for material in sheet.materials},
        "steps": [{"id": s.id, "title": s.title, "text": s.text, "short": s.short, "full": s.full} for s in sheet.steps],
        "fields": [_field(f) for f in sheet.fields],
        "computation": sheet.computation,
        "parts": dict(sheet.layout.parts),
    }


def _field(f: Field) -> dict:
    data = {"id": f.id, "type": f.type, "label": f.label, "hint": f.hint, "short": f.short}
    if f.options:
        data["options"] = {o.id: o.label for o in f.options}
    if f.type == "scale":
        data |= {"low": f.low, "high": f.high}
    if f.type == "group":
        data |= {"item": f.item, "start": f.start, "max": f.max, "fields": [_field(inner) for inner in f.fields]}
    return data


def translation_of(project: Project, code: str, id: str) -> dict:
    """The state of a page in a language, as it stands in both data files."""
    if code == SOURCE:
        return {"state": "source"}
    state = project.state(code, id)
    if state is None:
        return {"state": "missing"}
    parts = dict.fromkeys(state.missing, "missing") | dict(state.outdated)
    return {"state": "outdated" if parts else "current", "review": state.review, "date": state.date, "parts": parts}


def tracked(project: Project) -> list[str]:
    """Everything whose translation is tracked: pages, worksheets, recipes, ways, and the words of the interface."""
    made = [*(f"toolbox/{id}" for id in project.sheet_ids), *(f"recipes/{id}" for id in project.recipe_ids)]
    return [*(id for id in project.page_ids if id not in OWN), *made, *["ways"] * bool(project.ways.get(SOURCE)), "interface"]


def translations(project: Project) -> dict:
    """The state of every page in every language."""
    return {
        "version": VERSION,
        "source": SOURCE,
        "pages": {id: {language.code: translation_of(project, language.code, id) for language in project.languages} for id in tracked(project)},
    }


def translation_table(project: Project, reader: str) -> list[dict]:
    """The same as rows for the page on the state of translation; `mark` points to the legend (1 = drafted …)."""
    from .translations import REVIEWS

    rows = []
    for id in tracked(project):
        title = project.interface[reader]["translations"][id] if id in ("interface", "ways") else _title(project, reader, id)
        cells = []
        for language in read_languages(project):
            known = translation_of(project, language.code, id)
            mark = REVIEWS.index(known["review"]) + 1 if "review" in known else ""
            cells.append({"state": known["state"], "parts": known.get("parts", {}), "law": changes.LAW in known.get("parts", {}).values(), "mark": mark})
        rows.append({"title": title, "url": None if id == "interface" else addresses.url("navigator" if id == "ways" else id), "cells": cells})
    return rows


def read_languages(project: Project) -> list[Language]:
    """The languages whose state is known: all of them, or in a preview English and the one that is shown."""
    return [language for language in project.languages if language.code in project.interface]


def _title(project: Project, language: str, id: str) -> str:
    if id.startswith("toolbox/"):
        return project.sheet(language, id.removeprefix("toolbox/")).title
    if id.startswith("recipes/"):
        return project.recipe(language, id.removeprefix("recipes/")).title
    return (project.pages.get((language, id)) or project.pages[SOURCE, id]).title


def sitemap(project: Project, site_url: str) -> str:
    """All addresses of the site with their translations. What is still English in a language is not listed there."""
    ids = project.all_ids
    base = site_url.rstrip("/") + "/"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">']
    for id in ids:
        there = [language for language in project.languages if project.shown_in(language.code, id) == language.code]
        links = [f'<xhtml:link rel="alternate" hreflang="{x.code}" href="{escape(base + x.prefix + addresses.url(id))}"/>' for x in there]
        links.append(f'<xhtml:link rel="alternate" hreflang="x-default" href="{escape(base + addresses.url(id))}"/>')
        lines += [f"<url><loc>{escape(base + language.prefix + addresses.url(id))}</loc>{''.join(links)}</url>" for language in there]
    return "\n".join([*lines, "</urlset>", ""])


def _json(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def write_site(project: Project, folder: Path, site_url: str) -> None:
    """Write what belongs to all languages together."""
    (folder / "translations.json").write_text(_json(translations(project)), encoding="utf-8")
    shutil.copyfile(SCHEMAS / "translations.schema.json", folder / "translations.schema.json")
    (folder / "sitemap.xml").write_text(sitemap(project, site_url), encoding="utf-8")
    (folder / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {site_url.rstrip('/')}/sitemap.xml\n", encoding="utf-8")
