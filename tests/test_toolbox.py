"""The toolbox as a whole: the catalogue, the links, the recipes, every path of the navigator, and one story in all examples."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from guide import links, model, ways
from guide.recipes import LONGEST_WITHOUT_BREAK

CATALOGUE = """P1 charter P2 roles-raci P3 readiness-check P4 workshop-plan P5 fair-participation
U1 city-profile U2 ecosystem-map U3 influence-interest U4 target-groups U5 persona U6 interview-guide U7 citizen-journey U8 solution-inventory U9 data-inventory
D1 challenge-wall D2 problem-tree D3 priority-score D4 how-might-we D5 vision-headline D6 goals-kpis D7 strategy-on-a-page
I1 idea-sprint I2 idea-card I3 impact-effort I4 service-canvas I5 operator-model I6 data-ethics
T1 service-blueprint T2 test-plan-log T3 pilot-canvas
M1 action-plan M2 funding-mix M3 procurement-brief M4 openness-check M5 security-privacy M6 communication-plan M7 council-paper
S1 kpi-tracker S2 retrospective S3 scale-check X1 ev-charging X2 digital-twin-brief X3 innovation-lab X4 twinning-profile X5 solution-factsheet""".split()
RECIPES = ["half-day", "residents-day", "first-100-days", "digital-service", "data-first", "charging-network", "small-town", "pilot-end-well", "report-to-council"]


def english(project):
    return [project.sheet("en", id) for id in project.sheet_ids]


def test_the_catalogue_is_complete(project):
    """Forty-five worksheets with their codes, each in the phase of its letter, and nine recipes in their order."""
    wanted = dict(zip(CATALOGUE[1::2], CATALOGUE[::2], strict=True))
    assert {s.id: s.code for s in english(project)} == wanted and len(wanted) == 45
    letters = dict(zip("PUDITMSX", model.PHASES, strict=True))
    assert all(letters[s.code[0]] == s.phase for s in english(project))
    assert project.recipe_ids == RECIPES


def test_every_worksheet_is_complete(project):
    """Each has all its parts: when and when not, both versions, tips, pitfalls with cures, the office, no screen, inclusion, origin, sources."""
    for s in english(project):
        assert len(s.when) >= 2 and len(s.when_not) >= 2 and s.need and len(s.tips) >= 2 and len(s.pitfalls) >= 3, s.id
        assert len(s.administration) >= 3 and s.offline and s.inclusion and s.next and s.origin and s.also_known_as, s.id
        assert 0 < s.minutes_short < s.minutes_full and s.sources and s.chapters, s.id
        assert any(f.short for f in s.fields), s.id


def test_the_short_version_stands_alone(project):
    """A step of the short version names no box that only the full version has, unless it says so."""
    wrong = []
    for s in english(project):
        hidden = {f.label for f in s.fields if not f.short} | {inner.label for f in s.fields for inner in f.fields if not (f.short and inner.short)}
        shown = {f.label for f in s.fields if f.short} | {inner.label for f in s.fields for inner in f.fields if f.short and inner.short}
        for step, _ in s.steps_of("short"):
            for sentence in re.split(r"(?<=[.!?])\s+", step.text):
                named = set(re.findall(r"[\"“]([^\"”]+)[\"”]", sentence)) & (hidden - shown)
                if named and "full version" not in step.text:
                    wrong.append((s.id, step.id, sorted(named)))
    assert wrong == []


def test_every_example_fills_its_sheet(project):
    """The invented town leaves no box empty, but for boxes to tick, and every sheet has a day."""
    for s in english(project):
        given = project.example("en", s.id)
        empty = [f.id for f in s.fields if f.type != "check" and f.id not in given]
        assert empty == [], s.id
        assert s.example.startswith("2026-"), s.id


def test_nothing_comes_from_later(project):
    """What one sheet takes from another was written before it, or on the same day."""
    day = {s.id: s.example for s in english(project)}
    late = [(link.sheet, link.from_sheet) for link in project.links if day[link.from_sheet] > day[link.sheet]]
    assert late == [("interview-guide", "target-groups")]  # the interviews of March ran while the groups were being chosen


def test_the_story_has_its_turns(project):
    """From the charter to the council: one idea is dropped, a workshop and a target fail, and the money adds up."""
    told = {id: str(project.example("en", id)) for id in project.sheet_ids}
    dropped = [idea["name"] for idea in project.example("en", "impact-effort")["ideas"] if idea["way"] == "drop"]
    assert dropped == ["C Service kiosk"]
    assert "5 people" in told["fair-participation"]
    assert "missed" in told["kpi-tracker"]
    assert sum(source["amount"] for source in project.example("en", "funding-mix")["sources"] if "amount" in source) == 22_000
    assert "22,000" in told["council-paper"] and "3,800" in told["council-paper"]
    order = sorted(project.sheet_ids, key=lambda id: project.sheet("en", id).example)
    assert order[0] == "charter" and order.index("council-paper") > order.index("kpi-tracker") > order.index("pilot-canvas")


def test_links_are_whole(project):
    """Every "from" of every worksheet is a link, links make no ring, and most sheets give or take something."""
    sheets = {s.id: s for s in english(project)}
    declared = sum(bool(f.source) for s in sheets.values() for f in (*s.fields, *(inner for g in s.fields for inner in g.fields)))
    assert len(project.links) == declared > 80
    assert links._ring(sheets) == []
    tied = {link.sheet for link in project.links} | {link.from_sheet for link in project.links}
    assert set(sheets) - tied == set()


def test_gaps_in_security_stay_inside(project):
    """What is missing in security goes into no other sheet: two of them are read by suppliers and by the public."""
    assert [link for link in project.links if (link.from_sheet, link.from_field) == ("security-privacy", "open")] == []


def walks(navigator: ways.Navigator, id: str, way: tuple[str, ...] = ()):
    """Every way through the questions: the answers given, and the end."""
    question = next((q for q in navigator.questions if q.id == id), None)
    if question is None:
        yield way, next(end for end in navigator.ends if end.id == id)
        return
    for answer in question.answers:
        yield from walks(navigator, answer.to, (*way, answer.id))


def test_every_path_of_the_navigator(project):
    """Whatever a person answers, at most seven questions lead to one recipe or three worksheets, and nothing is out of reach."""
    navigator = project.navigator
    found = list(walks(navigator, navigator.questions[0].id))
    assert len(found) == len(navigator.ends) > 25
    assert max(len(way) for way, _ in found) <= ways.MOST_QUESTIONS
    assert all(bool(end.recipe) != (len(end.sheets) == 3) for _, end in found)
    assert {id for _, end in found for id in end.sheets} == set(project.sheet_ids)
    assert {end.recipe for _, end in found if end.recipe} == set(project.recipe_ids)
    for way, end in found:
        assert [answer.id for _, answer in navigator.way(end.id)] == list(way)


def test_every_end_says_why(project):
    """Each end gives its reason and the first step."""
    for id, words in project.ways["en"]["navigator"]["ends"].items():
        assert 30 <= len(words["why"].split()) <= 110, id


@pytest.mark.parametrize("id", RECIPES)
def test_recipe(project, id):
    """A recipe takes the minutes of its sheets, gives breaks in time, and its steps fill the clock exactly."""
    recipe = project.recipe("en", id)
    for session in recipe.sessions:
        assert len(session.clock) == len(session.parts) + 1
        since = 0
        for part in session.parts:
            since = 0 if part.pause else since + part.minutes
            assert since <= LONGEST_WITHOUT_BREAK
            if part.sheet:
                assert part.minutes >= sum(minutes for _, minutes in project.sheet("en", part.sheet).steps_of(part.version))
    assert all(a.day <= b.day for a, b in pairwise(recipe.sessions))
    assert set(recipe.carry) == set(recipe.sheets) and recipe.invitation.count("[") >= 3
    assert recipe.before and recipe.after and recipe.small and recipe.shopping


def test_a_recipe_is_offered_in_a_language_only_as_a_whole(project):
    """In a language in which one of its worksheets is missing, a recipe is the English one."""
    for language in ("fr", "ar"):
        for id in project.recipe_ids:
            recipe = project.recipe(language, id)
            assert recipe.language == "en" or all((language, sheet) in project.sheets for sheet in recipe.sheets)
