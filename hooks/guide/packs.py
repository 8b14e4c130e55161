"""What stands in packs: the pages of a recipe (agenda, invitation, shopping list, script), of a phase, of an example."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from . import addresses, answers, compute, recipes
from .citations import long_date
from .model import Worksheet
from .paper import COLOURS, document, sheet_data
from .project import Project
from .recipes import Part, Recipe, Session


class Pack:
    """A document in one language while its pages are put together."""

    def __init__(self, project: Project, spoken: str, site: str, page: str):
        self.project, self.language, self.words = project, project.language(spoken), project.interface[spoken]
        self.base, self.url = site + self.language.prefix, site + self.language.prefix + addresses.url(page)

    def data(self, title: str, description: str, paper: str, pages: Sequence[dict], sheets: Sequence[Worksheet], *, colour: str = COLOURS["prepare"]) -> str:
        """Everything that the template of packs needs, as JSON."""
        value = document(title, description, self.language.code, self.words, self.language, paper)
        made = [sheet_data(s, self.words, self.language, self.base + addresses.url(f"toolbox/{s.id}"), self.project.codes) for s in sheets]
        return json.dumps(value | {"footer": title, "short-url": self.url.removeprefix("https://").rstrip("/"), "colour": colour, "pages": list(pages), "sheets": made}, ensure_ascii=False)

    # --- A recipe ----------------------------------------------------------------------------------------------

    def recipe(self, recipe: Recipe, paper: str) -> str:
        """The pack of a recipe: agenda, invitation, shopping list, script, and all its sheets."""
        w = self.words["recipes"]
        pages = [
            _page(w["agenda"], recipe.title, recipe.summary, [*(self._timetable(recipe, s) for s in recipe.sessions), _part("text", w["result"], recipe.result)]),
            _page(w["invitation"], recipe.title, w["invitation-note"], [_part("letter", text=recipe.invitation, title=recipe.subject)]),
            _page(w["shopping"], recipe.title, "", [_part("ticks", items=self._shopping(recipe)), _part("ticks", w["before"], items=recipe.before), _part("ticks", w["after"], items=recipe.after), _part("text", w["small"], recipe.small)]),
            _page(w["script"], recipe.title, w["times-note"], [piece for session in recipe.sessions for piece in self._script(recipe, session)]),
        ]
        return self.data(recipe.title, recipe.summary, paper, pages, [self._sheet(id) for id in recipe.sheets])

    def _sheet(self, id: str) -> Worksheet:
        return self.project.sheet(self.language.code, id)

    def _title(self, recipe: Recipe, session: Session) -> str:
        day = self.words["recipes"]["day"].format(n=session.day)
        return f"{day} · {session.title}" if recipe.days > 1 else session.title

    def _name(self, part: Part) -> str:
        if part.pause:
            return part.title or self.words["recipes"]["break"]
        if not part.sheet:
            return part.title
        sheet = self._sheet(part.sheet)
        return f"{sheet.title} ({sheet.code}, {self.words['sheet'][part.version]})"

    def _timetable(self, recipe: Recipe, session: Session) -> dict:
        rows = [(time, self._name(part), "", self._minutes(part.minutes)) for time, part in zip(session.clock, session.parts, strict=False)]
        return _part("timetable", self._title(recipe, session), rows=[*rows, (session.clock[-1], self.words["form"]["end"], "", "")])

    def _shopping(self, recipe: Recipe) -> list[str]:
        needed = recipes.materials(recipe, self.project.structures)
        between, material = self.words["site"]["between"], self.words["materials"]
        return [f"{material[m]} ({between.join(self._sheet(id).code for id in ids)})" for m, ids in needed.items()] + list(recipe.shopping)

    def _script(self, recipe: Recipe, session: Session) -> list[dict]:
        """What the facilitator says and does, with the clock of every step."""
        pieces = [_part("text", self._title(recipe, session))]
        for time, part in zip(session.clock, session.parts, strict=False):
            label = f"{time} {self._name(part)} · {self._minutes(part.minutes)}"
            if part.pause or not part.sheet:
                pieces.append(_part("text", label, part.text))
            else:
                steps = self._sheet(part.sheet).steps_of(part.version)
                times = compute.clock(time, [minutes for _, minutes in steps])
                rows = [(at, step.title, step.text, self._minutes(minutes)) for at, (step, minutes) in zip(times, steps, strict=False)]
                if spare := part.minutes - sum(minutes for _, minutes in steps):
                    rows.append((times[-1], self.words["recipes"]["more"], "", self._minutes(spare)))
                pieces += [_part("text", label, recipe.carry[part.sheet]), _part("timetable", rows=rows)]
        return pieces

    def _minutes(self, n: int) -> str:
        return self.words["sheet"]["minutes"].format(n=n)

    # --- A phase, everything, an example -------------------------------------------------------------------------

    def phases(self, title: str, phases: Sequence[str], paper: str) -> str:
        """All sheets of some phases, with a page for each phase before them."""
        ways, pages, sheets = self.project.ways[self.language.code], [], []
        for phase in phases:
            own = [s for id in self.project.sheet_ids if (s := self._sheet(id)).phase == phase]
            words = ways["phases"][phase]
            listed = [f"{s.code} {s.title}: {s.summary}" for s in own]
            pages.append(_page(self.words["phase-questions"][phase], self.words["phases"][phase], words["text"], [
                _part("bullets", self.words["home"]["all-worksheets"], items=listed),
                _part("ticks", self.words["ways"]["phase-checklist"], items=list(words["checklist"])),
            ]))  # fmt: skip
            sheets += own
        if len(phases) > 1:
            contents = [_part("bullets", self.words["phases"][phase], items=[f"{s.code} {s.title}" for s in sheets if s.phase == phase]) for phase in phases]
            pages.insert(0, _page(self.words["site"]["name"], title, self.words["toolbox"]["lead"], contents))
        return self.data(title, self.words["toolbox"]["lead"], paper, pages, sheets)

    def example(self, sheets: Sequence[Worksheet], title: str, paper: str = "a4") -> str:
        """Filled-in sheets to read, one page or more for each."""
        pages = []
        for sheet in sheets:
            given = self.project.example(self.language.code, sheet.id)
            parts = [self._answer(part) for part in answers.parts(sheet, given, self.words)]
            wide = any(len(f.fields) > 4 for f in sheet.fields)
            kicker = f"{sheet.code} · {self.words['phases'][sheet.phase]} · {self.words['sheet']['example']}"
            note = self.words["sheet"]["filled-in"].format(date=long_date(sheet.example, self.language.code)) if sheet.example else ""
            pages.append(_page(kicker, sheet.title, f"{note} {self.words['sheet']['example-note']}".strip(), parts, wide=wide))
        return self.data(title, self.words["home"]["town"], paper, pages, [], colour=COLOURS[sheets[0].phase])

    def _answer(self, part: answers.Part) -> dict:
        value = asdict(part)
        return value | {"label": "", "text": part.label} if part.kind == "tick" else value


def _page(kicker: str, title: str, lead: str, parts: Sequence[dict], *, wide: bool = False) -> dict:
    return {"kicker": kicker, "title": title, "lead": lead, "wide": wide, "parts": list(parts)}


def _part(kind: str, label: str = "", text: str = "", *, title: str = "", items: Sequence[str] = (), rows: Sequence[tuple] = ()) -> dict:
    return {"kind": kind, "label": label, "text": text, "title": title, "items": list(items), "rows": list(rows), "heads": [], "note": ""}
