"""Checks that an English chapter has the shape that readers know from the others, and the page of words its own.

The shape is described in handbook/add-a-chapter.md. Translations are compared with the English chapter.
"""

from __future__ import annotations

import re

from .chapters import Page
from .problems import Problems

BEFORE = ("top", "summary", "questions")
AFTER = ("effort", "cases", "small", "disagree", "monday", "council", "worksheets", "sources")
"""The sections that every chapter has, before and after its own ones, in this order."""
BODY = range(3, 6)
"""How many sections of its own a chapter has."""
CASES = range(2, 4)
ACTIONS = 3
"""What you can do on Monday: never more than this, never less."""
GLOSSARY = "glossary"
"""The page that explains words."""
FRONT = ("worksheets", "reviewed", "change")


def check_chapter(page: Page, problems: Problems) -> None:
    """Note where a chapter leaves the common shape."""
    for key in FRONT:
        if not getattr(page, key):
            problems.add(page.path, 1, f'a chapter needs "{key}" in its first block.', f"{key}: …")
    _check_order(page, problems)
    _check_figure(page, problems)
    _check_number(page, "cases", r"### .*\{#case-[\w-]+\}\s*$", CASES, "cases with an id such as {#case-talmora}", problems)
    _check_number(page, "monday", r"\d+\. ", range(ACTIONS, ACTIONS + 1), "actions in a numbered list", problems)
    _check_number(page, "council", r"> \S", range(2, 3), 'sentences for the council, each on a line that begins with "> "', problems)
    _check_number(page, "questions", r"- \[.*\]\(#[\w-]+\)\s*$", range(4, 8), "questions, each a link to its section", problems)
    _check_worksheets(page, problems)


def _check_order(page: Page, problems: Problems) -> None:
    ids = [section.id for section in page.sections]
    for id in (*BEFORE, *AFTER):
        if id not in ids:
            problems.add(page.path, 1, f'a chapter needs a section with the id "{id}".', f"## … {{#{id}}}")
    if {*BEFORE, *AFTER} - {*ids}:
        return
    own = [id for id in ids if id not in BEFORE and id not in AFTER]
    if ids != [*BEFORE, *own, *AFTER]:
        problems.add(page.path, page.sections[0].line, "the sections of a chapter stand in the usual order.", " → ".join([*BEFORE, "…", *AFTER]))
    if len(own) not in BODY:
        problems.add(page.path, page.sections[0].line, f"a chapter has {BODY[0]} to {BODY[-1]} sections of its own between the questions and the effort; this one has {len(own)}.")


def _check_figure(page: Page, problems: Problems) -> None:
    name = page.id.removeprefix("guide/")
    found = [(s, n) for s in page.sections for n, line in enumerate(s.lines) if line.startswith("![") and f"](figure:{name})" in line]
    if len(found) != 1:
        problems.add(page.path, 1, f"a chapter shows its own figure once, not {len(found)} times.", f"![What it shows](figure:{name})")
        return
    section, at = found[0]
    below = next((line for line in section.lines[at + 1 :] if line.strip()), "#")
    if below.startswith(("#", "|", "-", "*", ">", "!", "1.")):
        problems.add(page.path, section.line + at, "below the figure, two to four sentences must say the same in words.", "The picture shows …")


def _check_number(page: Page, id: str, pattern: str, allowed: range, what: str, problems: Problems) -> None:
    section = page.section(id)
    if section is None:
        return
    number = sum(bool(re.match(pattern, line)) for line in section.lines)
    if number not in allowed:
        wanted = str(allowed[0]) if len(allowed) == 1 else f"{allowed[0]} to {allowed[-1]}"
        problems.add(page.path, section.line, f'the section "{id}" needs {wanted} {what}; it has {number}.')


def _check_worksheets(page: Page, problems: Problems) -> None:
    """The worksheets in the first block are those that the section links."""
    section = page.section("worksheets")
    if section is None:
        return
    linked = [id for id in dict.fromkeys(re.findall(r"\]\(\.\./toolbox/([\w-]+)\.md", section.text)) if id != "index"]
    for id in page.worksheets:
        if id not in linked:
            problems.add(page.path, section.line, f'the worksheet "{id}" stands in the first block but is not linked in this section.', f"- [{id}](../toolbox/{id}.md): …")
    for id in linked:
        if id not in page.worksheets:
            problems.add(page.path, 1, f'the worksheet "{id}" is linked at the end but does not stand in the first block.', f"- {id}")


def check_glossary(page: Page, problems: Problems) -> None:
    """Note terms whose explanation is more than plain sentences, which is all that a note can show."""
    for section in page.sections[1:]:
        text = [line for line in section.lines[1:] if line.strip()]
        wrong = next((line for line in text if re.match(r"[#|>!*+-]|\d+\.", line) or "[^" in line or "|" in line), None)
        if wrong is not None:
            problems.add(page.path, section.line + section.lines.index(wrong), "an explanation is one or more plain sentences: no list, table, source or heading.")
        if not text:
            problems.add(page.path, section.line, f'the term "{section.id}" has no explanation. Write a sentence below it, or delete it.')
