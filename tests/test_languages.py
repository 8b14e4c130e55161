"""Typography, spelling, scripts, numbers and terms: cases of right and wrong that anyone can read, in tests/languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from guide import numerals, terms, translation_checks, typography
from guide.problems import Problems

FOLDER = Path(__file__).parent / "languages"


def read(path: Path):
    """The cases of a file; the spaces that nobody can see are written ~ and _ there."""
    return yaml.safe_load(path.read_text(encoding="utf-8").replace("~", "\u00a0").replace("_", "\u202f"))


CASES = {path.stem: read(path) for path in sorted(FOLDER.glob("??.yml"))}
SPELLING = typography.read_spelling(ROOT, Problems(ROOT))


def faults(language: str, line: str) -> list[typography.Fault]:
    return [fault for _, fault in typography.faults(language, [line], SPELLING.get(language, {}))]


@pytest.mark.parametrize(("language", "case"), [(code, case) for code, cases in CASES.items() for case in cases["wrong"]], ids=lambda x: x if isinstance(x, str) else x["wrong"][:30])
def test_what_is_wrong_is_corrected(language, case):
    """The line is found, and the message has the corrected line."""
    found = faults(language, case["wrong"])
    assert found
    if case["right"] is not None:
        assert case["right"] in [fault.line for fault in found]


@pytest.mark.parametrize(("language", "line"), [(code, line) for code, cases in CASES.items() for line in cases["fine"]])
def test_what_is_right_passes(language, line):
    """A line in the manner of the language has no fault."""
    assert faults(language, line) == []


@pytest.mark.parametrize(("language", "case"), [(code, case) for code, cases in CASES.items() for case in cases["wrong"] if case["right"]], ids=lambda x: x if isinstance(x, str) else x["wrong"][:30])
def test_mending_a_line_leaves_no_fault(language, case, tmp_path):
    """The command that mends does what the messages say, in a page and in a YAML file, and nothing else."""
    for name, head, tail in (("page.md", "---\ntitle: x\n---\n\n# x {#top}\n\n", "\n"), ("words.yml", "key: >-\n  ", "\n")):
        path = tmp_path / name
        new = translation_checks.mended(path, head + case["wrong"] + tail, language, SPELLING.get(language, {}))
        assert new.startswith(head) and new.endswith(tail)
        assert faults(language, new[len(head) : -len(tail)]) == []


@pytest.mark.parametrize("case", read(FOLDER / "numbers.yml"), ids=lambda c: c["own"][:40])
def test_numbers(case):
    """Numbers are the same, however a language writes them."""
    assert numerals.differences(case["en"], case["own"], case["language"]) == (case.get("lacks", []), case.get("adds", []))


@pytest.fixture(scope="module")
def glossary():
    return terms.read_terms(ROOT, Problems(ROOT))[0]


@pytest.mark.parametrize(
    ("language", "english", "own", "said"),
    [
        ("fr", "A digital twin of the bridge.", "Un jumeau numérique du pont.", []),
        ("fr", "Two digital twins.", "Deux jumeaux numériques.", []),
        ("fr", "A digital twin of the bridge.", "Une copie virtuelle du pont.", [("digital twin", "jumeau numérique")]),
        ("ru", "Stakeholders decide.", "Решают заинтересованные стороны.", []),
        ("ru", "Stakeholders decide.", "Решают акционеры.", [("Stakeholders", "заинтересованная сторона")]),
        ("ar", "Open data for all.", "بيانات مفتوحة للجميع.", []),
        ("ar", "Open data for all.", "بيانات متاحة للجميع.", [("Open data", "البيانات المفتوحة")]),
        ("es", "The Open Data Institute.", "El Open Data Institute.", []),
        ("it", "U4SSC has indicators.", "U4SSC ha indicatori.", []),
        ("it", "U4SSC has a list.", "L’iniziativa ha un elenco.", [("U4SSC", "U4SSC")]),
        ("pt", "Choose an indicator.", "Escolha um indicador.", []),
    ],
)
def test_terms_of_the_glossary(glossary, language, english, own, said):
    """A term of the glossary is used wherever the English has it, in any form of the word."""
    assert [(missing.english, missing.term) for missing in terms.check(glossary, language, english, own)] == said


def test_every_enforced_term_finds_itself(glossary):
    """What `find` describes includes the term itself, or the check would refuse the glossary's own word."""
    wrong = [(term.id, code) for term in glossary for code, word in term.words.items() if word.pattern and not word.pattern.search(word.term)]
    assert wrong == []
