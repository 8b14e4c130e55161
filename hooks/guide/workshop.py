"""What the workshop pack and the facilitator's screen know of all worksheets and recipes: plain data inside their pages.

The steps and fields of a sheet are not here: the pages fetch `sheet.json` of the sheets that are chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import addresses, model
from .recipes import Part, Recipe

if TYPE_CHECKING:
    from .webpage import Site

PAGES = ("workspace/workshop", "workspace/screen")


def sheets(site: Site) -> dict[str, dict]:
    """Every worksheet by id, with its printed files, in the order of the phases."""
    return {id: _sheet(site, id) for id in site.project.sheet_ids}


def _sheet(site: Site, id: str) -> dict:
    sheet, words = site.sheet(id), site.words["downloads"]
    files = [d for d in site.documents.get(f"toolbox/{id}", []) if d.kind == "pdf" and not d.format.startswith("example") and not d.fillable]
    return {
        "code": sheet.code,
        "title": sheet.title,
        "language": sheet.language,
        "direction": site.project.language(sheet.language).direction,
        "phase": sheet.phase,
        "minutes": {"short": sheet.minutes_short, "full": sheet.minutes_full},
        "participants": {"min": sheet.fewest, "max": sheet.most},
        "materials": list(sheet.materials),
        "files": [{"url": addresses.url(f"toolbox/{id}") + d.name, "paper": words[d.paper] if d.paper else ""} for d in files],
    }


def recipes(site: Site, *, letters: bool) -> list[dict]:
    """Every recipe with its sessions and their parts; with `letters` also its invitation and its shopping list."""
    return [_recipe(site, recipe, letters=letters) for recipe in site.recipes]


def _recipe(site: Site, recipe: Recipe, *, letters: bool) -> dict:
    data = {
        "id": recipe.id,
        "title": recipe.title,
        "language": recipe.language,
        "direction": site.project.language(recipe.language).direction,
        "sessions": [{"id": s.id, "title": s.title, "day": s.day, "start": s.start, "parts": [_part(recipe, p, notes=letters) for p in s.parts]} for s in recipe.sessions],
    }
    letter = "\n\n".join(line for line in recipe.invitation.split("\n") if line)
    return data | ({"subject": recipe.subject, "invitation": letter, "shopping": list(recipe.shopping)} if letters else {})


def _part(recipe: Recipe, part: Part, *, notes: bool) -> dict:
    """`note`: what the facilitator must know before a worksheet; it is not for the screen that everyone sees."""
    data = {"id": part.id, "sheet": part.sheet, "version": part.version, "minutes": part.minutes, "pause": part.pause, "title": part.title, "text": part.text}
    return data | ({"note": recipe.carry[part.sheet]} if notes and part.sheet else {})


def data(site: Site, id: str) -> dict:
    """What the page of this id holds as data."""
    return {"sheets": sheets(site), "recipes": recipes(site, letters=id == PAGES[0]), "materials": [[m, site.words["materials"][m]] for m in model.MATERIALS]}
