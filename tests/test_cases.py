"""Golden cases: each file in tests/cases says what is written wrong and what the check says. Add one without programming.

about: one sentence
files: path → text; the rest is the tiny project in tests/small
says: the lines that `make check` prints, in order
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from guide.problems import ContentError
from guide.project import load

CASES = sorted((Path(__file__).parent / "cases").rglob("*.yml"))


@pytest.mark.parametrize("case", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_case(case, small):
    """What is written wrong is answered with file, line and cure, and never with a traceback."""
    wanted = yaml.safe_load(case.read_text(encoding="utf-8"))
    for name, text in wanted["files"].items():
        target = small / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, dict):  # change one line of the file as it is
            old = target.read_text(encoding="utf-8")
            assert text["instead of"] in old, f"the small project no longer has: {text['instead of']}"
            text = old.replace(text["instead of"], text["write"], 1)
        target.write_text(text, encoding="utf-8")
    _, problems = load(small)
    said = "\n".join(str(problem) for problem in problems)
    assert said == wanted["says"].strip("\n"), f"{wanted['about']}\n--- said ---\n{said}"


def test_the_small_project_itself_is_right(small):
    """Otherwise the cases would prove nothing."""
    _, problems = load(small)
    assert list(problems) == []


def test_all_problems_are_told_at_once(small):
    """Two mistakes in two files are told together, in the order of the files."""
    (small / "toolbox/bus/fr.yml").write_text("title: Un : deux\n", encoding="utf-8")
    (small / "docs/en/people.md").write_text("no front matter", encoding="utf-8")
    _, problems = load(small)
    with pytest.raises(ContentError) as stopped:
        problems.stop_if_any()
    told = [problem.path for problem in stopped.value.problems]
    assert told == sorted(told)
    assert {"docs/en/people.md", "toolbox/bus/fr.yml"} <= set(told)
