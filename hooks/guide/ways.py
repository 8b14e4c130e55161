"""Ways into the toolbox: the navigator, and the words of the pages for phases and roles.

`ways/navigator.yml` holds the rules: a tree of questions whose answers lead to the next question or to an end.
An end is one recipe or three worksheets. The words stand in `ways/<language>.yml`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from . import model
from .languages import SOURCE
from .problems import Problems, nearest
from .reading import Reader
from .words import merge
from .yamlfile import Map, Text, read_yaml

MOST_QUESTIONS = 7
SHEETS_AT_AN_END = 3
TAKEN = ("content", "search-input")
"""Ids that the frame of every page uses itself."""


@dataclass(frozen=True)
class Answer:
    """One answer to a question. `to` is the id of the next question or of an end, with its line."""

    id: str
    to: Text


@dataclass(frozen=True)
class Question:
    id: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class End:
    """Where the questions end: one recipe, or three worksheets in the order of their use."""

    id: str
    recipe: str = ""
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Navigator:
    """A tree: the first question is the root, and exactly one answer leads to each further question and end."""

    questions: tuple[Question, ...] = ()
    ends: tuple[End, ...] = ()

    def way(self, id: str) -> list[tuple[Question, Answer]]:
        """The questions and answers that lead to a question or an end, from the first one on."""
        before = {answer.to: (question, answer) for question in self.questions for answer in question.answers}
        found: list[tuple[Question, Answer]] = []
        while (step := before.get(id)) and step not in found:
            found.insert(0, step)
            id = step[0].id
        return found


def read_navigator(root: Path, sheets: Collection[str], recipes: Collection[str], problems: Problems) -> Navigator:
    """The rules of the navigator, checked: no dead end, no ring, at most seven questions, every sheet and recipe reached."""
    path = root / "ways" / "navigator.yml"
    value = read_yaml(path, problems) if path.exists() else None
    if value is None:
        return Navigator()
    r = Reader(value, path, problems)
    r.known(("questions", "ends"))
    questions = tuple(_question(q) for q in r.children("questions"))
    ends = tuple(_end(e, sheets, recipes) for e in r.children("ends"))
    navigator = Navigator(questions, ends)
    before = len(problems)
    _check_tree(navigator, r)
    if len(problems) == before:
        _check_reach(navigator, r, sheets, recipes)
    return navigator


def _question(r: Reader) -> Question:
    r.known(("id", "answers"))
    answers = []
    for a in r.children("answers"):
        a.known(("id", "to"))
        answers.append(Answer(a.id(), Text(a.text("to"), a.value.line_of("to"))))
    if len(answers) < 2:
        r.add(r.value.line, "a question needs at least two answers.")
    return Question(r.id(), tuple(answers))


def _end(r: Reader, sheets: Collection[str], recipes: Collection[str]) -> End:
    r.known(("id", "recipe", "sheets"))
    end = End(r.id(), r.one_of("recipe", recipes, ""), r.ids("sheets", sheets, required=False))
    if bool(end.recipe) == bool(end.sheets) or (end.sheets and len(end.sheets) != SHEETS_AT_AN_END):
        r.add(r.value.line, f'the end "{end.id}" must name one recipe or {SHEETS_AT_AN_END} worksheets.')
    return end


def _check_tree(navigator: Navigator, r: Reader) -> None:
    line = r.value.line
    ids = [x.id for x in (*navigator.questions, *navigator.ends)]
    targets = [answer.to for question in navigator.questions for answer in question.answers]
    for twice in sorted({id for id in ids if ids.count(id) > 1}):
        r.add(line, f'the id "{twice}" stands twice among the questions and ends.')
    for target in dict.fromkeys(targets):
        if target not in ids:
            r.add(target.line, f'an answer leads to "{target}", which is neither a question nor an end. {nearest(target, ids)}')
        elif targets.count(target) > 1:
            r.add([t for t in targets if t == target][-1].line, f'{targets.count(target)} answers lead to "{target}". One only, so that the page can say why; make a second end.')
    first = navigator.questions[0].id if navigator.questions else ""
    if first in targets:
        r.add(line, f'an answer leads back to the first question, "{first}".')
    for id in ids:
        way = navigator.way(id)
        if id != first and (not way or way[0][0].id != first):
            r.add(line, f'no way leads from the first question to "{id}".')
        if id in TAKEN:
            r.add(line, f'"{id}" is a name that every page uses itself. Choose another.')


def _check_reach(navigator: Navigator, r: Reader, sheets: Collection[str], recipes: Collection[str]) -> None:
    line = r.value.line
    for end in navigator.ends:
        if (asked := len(navigator.way(end.id))) > MOST_QUESTIONS:
            r.add(line, f'{asked} questions lead to "{end.id}"; at most {MOST_QUESTIONS} are allowed.')
    for id in sheets:
        if not any(id in end.sheets for end in navigator.ends):
            r.add(line, f'no end names the worksheet "{id}", so nobody is led to it.')
    for id in recipes:
        if not any(id == end.recipe for end in navigator.ends):
            r.add(line, f'no end names the recipe "{id}", so nobody is led to it.')


def read_words(root: Path, language: str, navigator: Navigator, problems: Problems, source: Map | None) -> tuple[Map, Map | None]:
    """The words of the ways in a language, English where they are missing, and those that are really written."""
    path = root / "ways" / f"{language}.yml"
    own = read_yaml(path, problems) if path.exists() else None
    if language == SOURCE:
        if own is not None:
            _check_words(Reader(own, path, problems), navigator)
        return own or Map(), own
    if own is None or source is None:
        return source or Map(), None
    return merge(source, own, path, problems, ""), own


def _check_words(r: Reader, navigator: Navigator) -> None:
    """Every question, answer, end, phase and role has its words, and there are no others."""
    r.known(("navigator", "phases", "roles"))
    for name, ids, texts in (("phases", model.PHASES, ("text",)), ("roles", model.ROLES, ("text", "bring"))):
        block = r.child(name)
        for id in ids if block else ():
            if inner := block.child(id):
                inner.known((*texts, "checklist"))
                for text in texts:
                    inner.text(text)
                inner.texts("checklist")
        if block:
            block.known(ids)
    top = r.child("navigator")
    if top is None:
        return
    top.known(("title", "lead", "questions", "ends"))
    questions, ends = top.child("questions"), top.child("ends")
    for question in navigator.questions if questions else ():
        if inner := questions.child(question.id):
            inner.known(("title", "hint", "answers"))
            inner.text("title")
            if answers := inner.child("answers"):
                answers.known([a.id for a in question.answers])
                for answer in question.answers:
                    answers.text(answer.id)
    for end in navigator.ends if ends else ():
        if inner := ends.child(end.id):
            inner.known(("title", "why"))
            inner.text("title"), inner.text("why")
    for block, found in ((questions, navigator.questions), (ends, navigator.ends)):
        if block:
            block.known([x.id for x in found])
