"""What the page templates need: words, addresses, states and documents, as plain values."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cached_property, partial
from pathlib import Path

from markupsafe import Markup

from . import (
    addresses,
    answers,
    changes,
    compute,
    council,
    links,
    model,
    recipes,
    toolbox_map,
    translations,
    workshop,
)
from .chapters import OWN, Page
from .citations import citation, long_date
from .documents import Document
from .languages import SOURCE, Language
from .project import CHAPTERS, Project
from .recipes import Recipe
from .routes import Route, Step
from .terms import Term, Word
from .yamlfile import Map

LAYERS = ("tokens", "layout", "block", "sheet", "ways", "workspace", "second", "council", "tables", "workshop", "screen", "paper")
"""The style sheets in `overrides/static/css`, in the order in which they apply."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'"
)


class Site:
    """One language of the site while its pages are made."""

    def __init__(self, project: Project, language: Language, documents: dict[str, list[Document]], *, preview: bool = False, repo: str = ""):
        self.project, self.language, self.documents = project, language, documents
        self.preview, self.repo = preview, repo.rstrip("/")
        self.words = project.interface[language.code]
        self.static_folder = project.root / "overrides" / "static"

    @property
    def has_static(self) -> bool:
        """English holds the static files for all languages; a preview of one language brings its own."""
        return self.preview or self.language.code == SOURCE

    @cached_property
    def version(self) -> str:
        """Eight characters that change whenever a static file changes, so that browsers never mix old and new."""
        sums = hashlib.sha256()
        for path in sorted(self.static_folder.rglob("*")):
            if path.is_file():
                sums.update(path.relative_to(self.static_folder).as_posix().encode() + b"\0" + path.read_bytes())
        return sums.hexdigest()[:8]

    def static_path(self, src: str) -> str:
        """Where a static file lies in the site: static/js/x.mjs → static/1a2b3c4d/js/x.mjs."""
        return src.replace("static/", f"static/{self.version}/", 1)

    def up(self, base: str) -> str:
        """From a page to the root of the whole site, given the way to the root of its language."""
        return base if self.has_static else f"{base}/.."

    def template_globals(self) -> dict:
        """What every template may use, the 404 page included."""
        return {
            "site": self,
            "words": self.words,
            "language": self.language,
            "languages": self.project.languages,
            "model": model,
            "compute": compute,
            "csp": CONTENT_SECURITY_POLICY,
            "labelled": partial(_labelled, self.words),
            "link": addresses.link,
            "chapters": self.chapters,
            "sheets": [self.project.sheet(self.language.code, id) for id in self.project.sheet_ids],
            "long_date": lambda iso: long_date(iso, self.language.code),
        }

    @property
    def chapters(self) -> list[dict[str, str]]:
        """The chapters in reading order, each with id, title and description in the language."""
        ids = [id for c in CHAPTERS if (SOURCE, id := f"guide/{c}") in self.project.pages]
        pages = [self._page(id) for id in ids]
        return [{"id": p.id, "title": p.title, "description": p.description, "language": p.language} for p in pages]

    def sheet(self, id: str, spoken: str = "") -> model.Worksheet:
        """A worksheet in the language of the site (or in the one that is `spoken`), in English where it is not translated."""
        return self.project.sheet(spoken or self.language.code, id)

    def recipe(self, id: str) -> Recipe:
        """A recipe, likewise."""
        return self.project.recipe(self.language.code, id)

    @property
    def recipes(self) -> list[Recipe]:
        return [self.recipe(id) for id in self.project.recipe_ids]

    def span(self, recipe: Recipe, spoken: str = "") -> str:
        """How long a recipe takes: its hours, and the days over which they are spread."""
        w, minutes = self.project.interface[spoken or self.language.code]["recipes"], recipe.minutes
        hours = w["hours"].format(hours=minutes // 60, minutes=f"{minutes % 60:02}")
        return w["span"].format(hours=hours, days=recipe.days) if recipe.days > 1 else hours

    @property
    def ways_in(self) -> list[dict[str, str]]:
        """The doors beside the list of worksheets: the navigator, the recipes, the map."""
        ways, words, there = self.project.ways[self.language.code], self.words, self.project.generated
        doors = [("navigator", ways["navigator"]["title"], ways["navigator"]["lead"])] if "navigator" in there else []
        doors += [(id, words[name]["title"], words[name]["lead"]) for id, name in (("recipes/index", "recipes"), ("toolbox/map", "map")) if id in there]
        english = self.project.shown_in(self.language.code, "navigator") != self.language.code
        return [{"id": id, "title": title, "text": text, "language": self.project.language(SOURCE) if english and id == "navigator" else self.language} for id, title, text in doors]

    @property
    def routes(self) -> dict[str, list[dict]]:
        """The routes by kind, with the words of each route and step."""
        found: dict[str, list[dict]] = {}
        for route in self.project.routes:
            title, text = self._route_words(route)
            steps = [self._step(step) for step in route.steps]
            found.setdefault(route.kind, []).append({"id": route.id, "title": title, "text": text, "minutes": route.minutes, "steps": steps})
        return found

    def _route_words(self, route: Route) -> tuple[str, str]:
        if route.kind == "phase":
            return self.words["phases"][route.id], self.words["phase-questions"][route.id]
        return self.words["routes"][route.id], self.words["routes"][f"{route.id}-text"]

    def _step(self, step: Step) -> dict:
        page = self._page(f"guide/{step.chapter}")
        section = page.section(step.section) if step.section else None
        title = self.words["routes"]["part"].format(chapter=page.title, part=section.title) if section else page.title
        return {"id": page.id, "section": step.section if section else "", "title": title, "language": page.language, "minutes": step.minutes}

    def _page(self, id: str) -> Page:
        """A page in the language, or in English where it is not translated."""
        return self.project.pages.get((self.language.code, id)) or self.project.pages[SOURCE, id]

    @property
    def terms(self) -> list[tuple[Term, Word | None]]:
        """The glossary in the order of the language: each English term with its word. On the English page, the terms alone."""
        code = self.language.code
        rows = [(term, term.words.get(code)) for term in self.project.terms if code == SOURCE or code in term.words or term.keep]
        return sorted(rows, key=lambda row: _sorted_by(row[1].term if row[1] else row[0].english))

    @property
    def source_rows(self) -> list[dict]:
        """All sources in the order of their authors, each with the pages that name it."""
        named: dict[str, list[dict]] = {}
        for id, sources in self.project.uses.items():
            page = self.project.sheet(self.language.code, id.removeprefix("toolbox/")) if id.startswith("toolbox/") else self._page(id)
            for source in sources:
                named.setdefault(source, []).append({"id": id, "title": page.title, "language": page.language})
        order = sorted(self.project.sources.values(), key=lambda s: (s.by.casefold(), s.title.casefold()))
        return [{"id": s.id, "citation": self.cite(s.id), "pages": named.get(s.id, [])} for s in order]

    def alternates(self, id: str) -> list[tuple[Language, bool]]:
        """The languages of the menu, each with whether the page is translated there."""
        if self.preview:
            return [(self.language, True)]
        return [(language, self.project.shown_in(language.code, id) == language.code) for language in self.project.languages]

    def seconds(self, id: str, spoken: str) -> list[Language]:
        """The languages that can stand beside the one in which a worksheet is shown: those in which it is translated."""
        if self.preview:
            return []
        return [language for language, translated in self.alternates(id) if translated and language.code != spoken]

    def page_context(self, id: str, meta: dict) -> dict:
        """What one page shows besides its Markdown."""
        spoken = self.project.shown_in(self.language.code, id)
        translated = spoken == self.language.code
        context = {
            "id": id,
            "alternates": self.alternates(id),
            "translated": translated,
            "state": self.state_words(id),
            "outdated": partial(self.outdated, id),
            "edit_url": self.edit_url(id, translated),
            "making": self._page("making") if (SOURCE, "making") in self.project.pages else None,
        }
        if sheet_id := meta.get("sheet"):
            context |= self._sheet_context(sheet_id) | self._spoken(spoken) | {"seconds": self.seconds(id, spoken)}
        if id.startswith("guide/") and id != "guide/index":
            context |= self._chapter_context(id)
        if id == "guide/index":
            context |= {"routes": self.routes, "downloads": self.documents.get(id, [])}
        if id == "toolbox/index":
            context["downloads"] = self.documents.get(id, [])
        if recipe_id := meta.get("recipe"):
            recipe = self.recipe(recipe_id)
            context |= self._spoken(spoken) | {"recipe": recipe, "downloads": self.documents.get(id, []), "materials": recipes.materials(recipe, self.project.structures)}
        if id in addresses.WAYS:
            context |= self._way_context(id, meta) | self._spoken(spoken)
        if id == "toolbox/map":
            context |= {"drawing": toolbox_map.svg(self.project, self.language.code, "../.."), "between": self.between}
        if id in workshop.PAGES:
            context["workshop_data"] = workshop.data(self, id)
        if id == "sources":
            context["sources"] = self.source_rows
        if id == "terms":
            context |= {"terms": self.terms, "term_sources": self.project.term_sources, "style": self._page("style") if (SOURCE, "style") in self.project.pages else None}
        if id == "translations":
            from .opendata import read_languages, translation_table

            context |= {"table": translation_table(self.project, self.language.code), "columns": read_languages(self.project)}
        return context

    def _spoken(self, code: str) -> dict:
        """The language in which the main part of a page speaks, with its words: English where it is not translated.

        So an English worksheet on an Arabic page has English labels, from the left, and a screen reader changes its voice once.
        """
        words = self.project.interface[code]
        return {"spoken": self.project.language(code), "spoken_words": words, "spoken_labelled": partial(_labelled, words)}

    def state_words(self, id: str) -> dict[str, str]:
        """How the page came about, in the words of the reader, and when."""
        words = self.words["state"]
        if id in OWN and (self.language.code, id) in self.project.pages:
            return {"text": words["own"], "date": ""}
        if self.language.code == SOURCE:
            return {"text": words["source"], "date": ""}
        if id in addresses.WAYS:
            id = "ways"
        elif id in addresses.GENERATED:
            id = "interface"
        state = self.project.state(self.language.code, id)
        if state is None:
            return {"text": words["untranslated"], "date": ""}
        return {"text": words[state.review], "date": state.date}

    def outdated(self, id: str, *names: str) -> dict | None:
        """How much the English of some parts of a page matters that has changed since, or None. Where it is law or safety, with the English.

        A name such as `steps` stands for all parts below it; no name for the whole page.
        """
        if id in addresses.WAYS:  # their words stand in one file
            id, names = "ways", (id.replace("/", "."),)
        state = self.project.state(self.language.code, id) if self.language.code != SOURCE else None
        told = {part: w for part, w in state.told.items() if not names or any(f"{part}.".startswith(f"{name}.") for name in names)} if state else {}
        if not told:
            return None
        law = [part for part, weight in told.items() if weight == changes.LAW]
        english = [line for part in law for line in translations.NAMES.sub("", self.project.parts[SOURCE, id][part]).split("\n") if line.strip()]
        return {"law": bool(law), "english": english}

    def edit_url(self, id: str, translated: bool) -> str:
        """Where the text of the page can be changed in the browser; empty if the site has no public repository."""
        if not self.repo:
            return ""
        code = self.language.code if translated else SOURCE
        return f"{self.repo}/edit/main/{addresses.file_of(id, code)}"

    def _sheet_context(self, id: str) -> dict:
        code = self.language.code
        sheet = self.project.sheet(code, id)
        files = self.documents.get(f"toolbox/{id}", [])
        return {
            "sheet": sheet,
            "example": answers.parts(sheet, self.project.example(code, id), self.project.interface[sheet.language]),
            "downloads": [d for d in files if not d.format.startswith("example")],
            "example_files": [d for d in files if d.format.startswith("example")],
            "links": self._links(sheet),
            "related": [self.project.sheet(code, r) for r in sheet.related],
            "read_more": [c for c in self.chapters if c["id"].removeprefix("guide/") in sheet.chapters],
            "citations": [self.cite(s) for s in sheet.sources],
        }

    def _links(self, sheet: model.Worksheet) -> dict[str, list[dict]]:
        """What the sheet takes from others and what it gives to them, one line for each sheet, with the labels of the fields."""
        found: dict[str, dict[str, list[str]]] = {"brings": {}, "gives": {}}
        for link in self.project.links:
            if sheet.id == link.sheet:
                found["brings"].setdefault(link.from_sheet, []).append(links.label(sheet, link.group, link.field))
            if sheet.id == link.from_sheet:
                found["gives"].setdefault(link.sheet, []).append(links.label(sheet, link.from_group, link.from_field))
        return {name: [{"sheet": self.sheet(id), "labels": list(dict.fromkeys(labels))} for id, labels in ends.items()] for name, ends in found.items()}

    @staticmethod
    def needs(sheet: model.Worksheet) -> list[str]:
        """The fields that must have an answer until a sheet counts as filled in: those of its short version, without boxes to tick."""
        return [f.id for f in sheet.fields if f.short and f.type != "check"]

    def taken_from(self, id: str) -> list[str]:
        """The sheets that a worksheet takes from."""
        return sorted({link.from_sheet for link in self.project.links if link.sheet == id})

    def takes(self, sheet: model.Worksheet) -> list[dict]:
        """For the form: each field that comes from another sheet, and where it comes from. Read by carry.mjs."""
        found = []
        for link in self.project.links:
            if link.sheet != sheet.id:
                continue
            source = self.project.sheet(sheet.language, link.from_sheet)
            field = source.by_id[link.from_group].part(link.from_field) if link.from_group else source.by_id[link.from_field]
            group = sheet.by_id.get(link.group)
            here = group.part(link.field) if group else sheet.by_id[link.field]
            options = {o.id: o.label for o in field.options} if here.type in links.TEXT else {}  # a choice takes a choice as it is
            found.append({
                "group": link.group, "field": link.field, "several": sheet.several, "start": group.start if group else 0, "max": group.max if group else 0,
                "from": {
                    "sheet": source.id, "title": source.title, "group": link.from_group, "field": link.from_field, "several": source.several,
                    "label": links.label(source, link.from_group, link.from_field), "options": options,
                },
            })
        return found

    @property
    def council_paper(self) -> dict:
        """The council paper with its sources in the words of the language. Read by council.mjs."""
        return council.for_page(self.project.council, self.sheet)

    def _way_context(self, id: str, meta: dict) -> dict:
        """What the navigator and the pages for phases and roles show."""
        phases, phase, role = model.PHASES, meta.get("phase"), meta.get("role")
        at = phases.index(phase) if phase else 0
        # The routes through the guide have names of their own for two roles; some roles and phases have none.
        route = {"council": "mayor", "lead": "lead-person"}.get(role, role) if role else phase
        return {
            "ways": self.project.ways[self.language.code],
            "navigator": self.project.navigator,
            "phase": phase,
            "before": phases[at - 1] if phase and at else None,
            "after": phases[at + 1] if phase and at + 1 < len(phases) else None,
            "role": role,
            "route": route if any(route == r.id for r in self.project.routes) else "",
            "downloads": self.documents.get(id, []),
        }

    @cached_property
    def between(self) -> dict[str, dict[str, list[str]]]:
        """What each worksheet brings and gives."""
        return toolbox_map.between(self.project)

    def _chapter_context(self, id: str) -> dict:
        page = self._page(id)
        order = [c["id"] for c in self.chapters]
        at = order.index(id)
        source = self.project.pages[SOURCE, id]
        return {
            "downloads": self.documents.get(id, []),
            "contents": [page.section(s.id) or s for s in source.sections if s.level == 2],
            "reviewed": source.reviewed,
            "change": page.change or source.change,
            "change_language": page.language if page.change else SOURCE,
            "previous": self.chapters[at - 1] if at else None,
            "following": self.chapters[at + 1] if at + 1 < len(order) else None,
        }

    def cite(self, source_id: str) -> Markup:
        """A source as HTML for the list below a worksheet."""
        source = self.project.sources[source_id]
        after, url = citation(source, self.project, self.language.code)
        return Markup('<bdi>{}</bdi>{}<a href="{}"><bdi>{}</bdi></a> ({}).').format(source.by, self.words["site"]["between"], url, source.title, Markup(self.words["site"]["between"].join(after)))


def _sorted_by(word: str) -> str:
    """A word without what does not count in an alphabet: accents, brackets, capital letters."""
    return re.sub(r"[^\w ]|(?<!\w)ال", "", "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))).strip().casefold()


def _labelled(words: Map, label: str, value: object) -> str:
    """A label with its value, in the way of the language."""
    return words["site"]["labelled"].format(label=label, value=value)


def write_css(site: Site, folder: Path) -> None:
    """One style sheet out of the layers, so that a reader fetches one file and not four."""
    if not site.has_static:
        return
    target = folder / "static" / site.version
    target.mkdir(parents=True, exist_ok=True)
    layers = [(site.static_folder / "css" / f"{name}.css").read_text(encoding="utf-8") for name in LAYERS]
    (target / "site.css").write_text("\n".join(layers), encoding="utf-8")
