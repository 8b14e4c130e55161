"""What a pull request changes in the translations, said to the translator who made it: as Markdown, in one page.

Compares the files with those of another commit. Needs the history as far back as that commit.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from . import addresses
from .changes import digest
from .languages import SOURCE
from .opendata import tracked, translation_of
from .problems import Problems
from .project import Project
from .translating import SAID, changed_parts

MOST = 20
"""Entries of a list; the rest is counted."""


class NoHistory(Exception):
    """A commit that this copy does not have, said to the person who named it."""


def changed_files(root: Path, base: str) -> set[str]:
    """The files that differ from the commit from which this work began."""
    done = subprocess.run(["git", "-C", str(root), "-c", "core.quotepath=off", "diff", "--name-only", "--merge-base", base], capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise NoHistory(f'the history of this copy does not reach "{base}". Get it with: git fetch --unshallow')
    new = subprocess.run(["git", "-C", str(root), "-c", "core.quotepath=off", "ls-files", "--others", "--exclude-standard"], capture_output=True, text=True, encoding="utf-8")
    return {*done.stdout.split("\n"), *new.stdout.split("\n")} - {""}


def report(project: Project, problems: Problems, changed: set[str], site: str, preview: str = "") -> Iterator[str]:
    """The lines of the page. `site`: the address of the published site, `preview`: where the pages of this change can be had."""
    touched = {language.code: _pages(project, language.code, changed) for language in project.languages}
    for language in project.languages:
        if language.code != SOURCE and touched[language.code]:
            yield from _language(project, problems, language.code, language.name, touched[language.code], site, preview)
    if touched[SOURCE]:
        yield from _english(project, touched[SOURCE])
    if not any(touched.values()):
        yield "This change touches no text of the guide and no worksheet."


def _pages(project: Project, code: str, changed: set[str]) -> list[str]:
    """The pages of a language of which a file has changed."""
    return [id for id in tracked(project) if (code, id) in project.parts and changed & {addresses.file_of_part(id, part, code) for part in ("", "example.", "figure")}]


def _language(project: Project, problems: Problems, code: str, name: str, ids: list[str], site: str, preview: str) -> Iterator[str]:
    yield f"## {name}: thank you"
    yield ""
    yield f"You have changed {len(ids)} {'page' if len(ids) == 1 else 'pages'}:"
    yield ""
    for id in ids[:MOST]:
        row = translation_of(project, code, id)
        shown = "" if id in ("interface", "ways") else f" – [how it looks today]({site}{project.language(code).prefix}{addresses.url(id)})"
        yield f"- `{id}`: {_state(row)}{shown}"
    yield from _more(ids)
    if preview:
        yield f"\nTo see the pages with your change, [get them here]({preview}), unpack them and open `index.html` of the page in a browser."
    yield f"\nOr on your own machine: `make serve LANGUAGE={code}`, then open http://127.0.0.1:8000."
    files = {addresses.file_of_part(id, part, code) for id in ids for part in ("", "example.", "figure")}
    own = [problem for problem in problems if problem.path in files]
    yield f"\n### To mend: {len(own)}" if own else "\nThe check found nothing to mend in them."
    for problem in own[:MOST]:
        yield f"- `{problem.path}` line {problem.line}: {problem.message}" + (f"\n  ```\n  {problem.fix}\n  ```" if problem.fix else "")
    yield from _more(own)
    missing = [id for id in tracked(project) if translation_of(project, code, id)["state"] == "missing"]
    outdated = [id for id in tracked(project) if translation_of(project, code, id)["state"] == "outdated"]
    yield f"\n### Still to do in {name}\n"
    yield f"- Missing: {len(missing)}" + (f" ({', '.join(missing[:6])}{' …' if len(missing) > 6 else ''})" if missing else "")
    yield f"- Older than the English: {len(outdated)}" + (f" ({', '.join(outdated[:6])}{' …' if len(outdated) > 6 else ''})" if outdated else "")
    yield f"\nNothing of this need be in this change. `python -m guide status {code}` says more.\n"


def _state(row: dict) -> str:
    parts = row.get("parts", {})
    return "follows the English" if not parts else "; ".join(f"{part}: {SAID[state]}" for part, state in list(parts.items())[:4])


def _english(project: Project, ids: list[str]) -> Iterator[str]:
    """What the author of the English still has to say about the change."""
    yield "## English"
    yield ""
    unmarked = {}
    for id in ids:
        known = {part: {change.hash for change in found} for part, found in project.changes.get(id, {}).items()}
        if parts := [part for part in changed_parts(project, id) if digest(project.parts[SOURCE, id][part]) not in known.get(part, set())]:
            unmarked[id] = parts
    if not unmarked:
        yield "Nothing changes for the translations, or you have said how much it matters."
        return
    yield "These sections changed. Say how much that matters to readers of a translation; until then it counts as a change of meaning:"
    yield ""
    for id, parts in list(unmarked.items())[:MOST]:
        yield f"- `{id}`: {', '.join(parts[:8])}\n  ```\n  python -m guide changed {id} --as wording\n  ```"
    yield "\n`wording`: readers of a translation miss nothing. `meaning`: they are told. `law`: law or safety; they get the English first."


def _more(items: list) -> Iterator[str]:
    if len(items) > MOST:
        yield f"- and {len(items) - MOST} more"
