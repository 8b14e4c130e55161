"""Every real file is looked at by itself: one test per page, worksheet, words file and figure."""

from __future__ import annotations

import json
import re

import pytest
from conftest import ROOT, languages
from guide import changes, compute, model, readability, search
from guide.project import CHAPTERS, load
from guide.words import figure_ids
from guide.worksheets import worksheet_ids

LANGUAGES = languages()
SHEETS = worksheet_ids(ROOT)
PAGES = sorted(p.relative_to(ROOT / "docs/en").with_suffix("").as_posix() for p in (ROOT / "docs/en").rglob("*.md"))


@pytest.fixture(scope="module")
def found():
    """Every problem in the real content, by file."""
    by_file: dict[str, list[str]] = {}
    for problem in load(ROOT)[1]:
        by_file.setdefault(problem.path, []).append(str(problem))
    return by_file


def _files() -> list[str]:
    patterns = ("docs/**/*.md", "toolbox/*/*.yml", "interface/*.yml", "figures/*/*", "translations/*.yml", "sources.yml", "languages.yml")
    return sorted(p.relative_to(ROOT).as_posix() for pattern in patterns for p in ROOT.glob(pattern) if p.is_file())


@pytest.mark.parametrize("file", _files())
def test_file_has_no_problem(found, file):
    """Nothing in this file is wrong."""
    assert found.pop(file, []) == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_worksheet_is_complete(project, sheet):
    """The worksheet has English words and a worked example. Gaps in other languages are no fault: readers are told."""
    assert ("en", sheet) in project.sheets
    assert ("en", sheet) in project.examples


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "en"])
def test_state_of_translation_is_true(project, language):
    """What is called current has every part of the English as it stands now, a kind of review and a date."""
    from guide.opendata import tracked, translation_of

    for id in tracked(project):
        state = translation_of(project, language, id)
        if state["state"] == "current":
            source, own = project.parts["en", id], project.parts[language, id]
            record = project.records[language].get(id)
            assert set(source) <= set(own), id
            assert record is None or all(record.parts.get(p) in (None, changes.digest(text)) for p, text in source.items()), id


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "en"])
def test_nothing_is_left_in_english(project, language):
    """No paragraph of a translation is the English paragraph."""
    for sheet in [s for s in SHEETS if (language, s) in project.sheets]:
        own, source = project.sheets[language, sheet], project.sheets["en", sheet]
        same = [getattr(own, n) for n in ("summary", "purpose", "offline", "inclusion", "next", "origin") if getattr(own, n) == getattr(source, n)]
        same += [s.text for s, e in zip(own.steps, source.steps, strict=True) if s.text == e.text]
        assert same == []
    for page in [p for p in PAGES if (language, p) in project.pages]:
        for section in [s for s in project.pages["en", page].sections if project.pages[language, page].section(s.id)]:
            lines = {line for line in section.lines if len(line) > 60 and not line.startswith(("|", "!"))}
            assert lines & set(project.pages[language, page].section(section.id).lines) == set()


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x not in ("ar", "ru")])
def test_no_letter_of_another_script(project, language):
    """No Cyrillic or Arabic letter hides in a Latin text."""
    texts = [s.text for (code, _), page in project.pages.items() if code == language for s in page.sections]
    texts += [text for (code, id), parts in project.parts.items() if code == language and id.startswith("toolbox/") for text in parts.values()]
    assert re.findall(r"[\u0400-\u04ff\u0600-\u06ff]", json.dumps(texts, ensure_ascii=False)) == []


def test_no_latin_letter_inside_a_russian_word(project):
    """No Latin look-alike inside a Cyrillic word."""
    for page in [p for p in PAGES if ("ru", p) in project.pages]:
        for section in project.pages["ru", page].sections:
            words = re.sub(r"\]\([^)]*\)|\{#[^}]*\}|\[\^[^\]]*\]", " ", section.text)
            assert re.findall(r"\b(?=\w*[а-яё])(?=\w*[a-z])[a-zа-яё]+\b", words, re.IGNORECASE) == []


def test_arabic_uses_one_system_of_digits(project):
    """Western digits throughout, no stretching marks."""
    for (language, _), page in project.pages.items():
        if language == "ar":
            text = "\n".join(s.text for s in page.sections)
            assert re.findall(r"[\u0660-\u0669\u06f0-\u06f9\u0640]", text) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("figure", figure_ids(ROOT))
def test_figure_has_all_words(project, figure, language):
    """The figure can be drawn in the language, with each of its words in it."""
    from html import unescape

    from guide.figures import svg

    drawn = unescape(svg(project, language, figure, "alt"))
    for key, word in project.figures[language, figure].items():
        assert key == "title" or all(part in drawn for part in word.split())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_is_as_long_and_as_plain_as_it_should_be(project, chapter):
    """1,800 to 2,600 words, reading ease 50 or more, sentences of at most 18 words on average, few passives."""
    found = readability.report(project.pages["en", f"guide/{chapter}"])
    assert found.remarks() == []
    assert found.mean <= 18 and found.longest <= readability.LONGEST


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_rests_on_sources(project, chapter):
    """At least ten sources, and one in each case."""
    page = project.pages["en", f"guide/{chapter}"]
    assert len(project.uses[f"guide/{chapter}"]) >= 10
    cases = re.split(r"^### ", page.section("cases").text, flags=re.MULTILINE)[1:]
    assert all("[^" in case for case in cases)


def test_every_term_is_used(project):
    """Each term of the glossary is linked from some chapter; what nobody uses is not explained."""
    text = "\n".join(s.text for page in project.chapters for s in page.sections)
    terms = [s.id for s in project.pages["en", "glossary"].sections if s.level == 2]
    assert [term for term in terms if f"glossary.md#{term})" not in text] == []


@pytest.mark.parametrize(("text", "count"), [("the", 1), ("people", 2), ("data", 2), ("used", 1), ("needed", 2), ("service", 2), ("municipality", 6), ("interoperability", 8)])
def test_syllables(text, count):
    """The counter of syllables agrees with a dictionary on words that we use."""
    assert readability.syllables(text) == count


@pytest.mark.parametrize(("sentence", "passive"), [("The town was asked.", 1), ("The form is often filled in by hand.", 1), ("The town asked.", 0), ("The bus is late.", 0)])
def test_passive_sentences(sentence, passive):
    """A form of "to be" with a participle counts as passive; an adjective does not."""
    assert bool(readability._PASSIVE.search(sentence)) == bool(passive)


def test_letters_that_fonts_lack_are_told(small):
    """A letter that the fonts for paper do not have is told with its line, before anything is built."""
    import shutil

    shutil.copytree(ROOT / "fonts", small / "fonts")
    page = small / "docs/en/people.md"
    page.write_text(page.read_text(encoding="utf-8").replace("People take part.", "People 城 take part."), encoding="utf-8")
    said = [str(problem) for problem in load(small)[1]]
    assert said == ['docs/en/people.md:10: the letter "城" is not in the fonts for paper. Write the word in the letters of the page, for a title its translation.']


def test_every_class_of_a_figure_has_a_style(project):
    """A drawing has classes and no colours: each class has a rule for the site and one for books, or shapes would be black."""
    from guide.figures import standalone

    site, books = ((ROOT / "overrides" / name).read_text(encoding="utf-8") for name in ("static/css/block.css", "paper/figure.css"))
    for figure in figure_ids(ROOT):
        for language in ("en", "ar"):
            drawn = standalone(project, language, figure, "alt")
            assert "<style>" in drawn and " style=" not in drawn and " fill=" not in drawn and " stroke=" not in drawn
            for name in {word for found in re.findall(r'class="([^"]*)"', drawn) for word in found.split()}:
                assert re.search(rf"\.{name}\b", site), (figure, name)
                assert re.search(rf"\.{name}\b", books), (figure, name)


def test_every_layout_is_used(project):
    """The worksheets use all ten layouts."""
    assert {s.layout.kind for (language, _), s in project.sheets.items() if language == "en"} == set(model.LAYOUTS)


def test_every_source_is_used(project):
    """No source stands in the list without a text that names it."""
    text = "\n".join(s.text for page in project.pages.values() for s in page.sections)
    named = set(re.findall(r"\[\^([\w-]+)\]", text)) | {source for sheet in project.sheets.values() for source in sheet.sources}
    assert set(project.sources) - named == set()


def test_scores_of_the_example(project):
    """The totals that the example names in words are those that the program computes."""
    sheet, given = project.sheets["en", "priority-score"], project.examples["en", "priority-score"]
    weights = [c["weight"] for c in given["criteria"]]
    totals = compute.totals(weights, given["scores"])
    by_name = dict(zip([o["name"] for o in given["options"]], totals, strict=True))
    assert (63, 1) == (by_name["One errand takes half a day"].total, by_name["One errand takes half a day"].rank)
    assert 57 == by_name["Forms are too hard"].total
    assert sheet.layout.kind == "scoring"


def test_equal_totals_share_a_place():
    """1, 2, 2, 4: the better place for both."""
    assert [1, 2, 2, 4] == [t.rank for t in compute.totals([1], [[9], [5], [5], [1]])]


@pytest.mark.parametrize(("text", "words"), [("Où êtes-vous ?", ["ou", "etes", "vous"]), ("Ёлка и май", ["елка", "и", "маи"]), ("والمدينة بالتفاح", ["مدينه", "تفاح"]), ("Straße №5", ["strasse", "5"])])
def test_words_are_compared_without_accents(text, words):
    """Accents are optional, and so is the Arabic article."""
    assert words == search.terms(text)


def test_check_prints_a_line_for_each_chapter():
    """`make check` tells how easy each chapter is to read."""
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-m", "guide", "check"], cwd=ROOT, env={"PYTHONPATH": "hooks"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    for chapter in CHAPTERS:
        assert re.search(rf"^{chapter} +\d,?\d+ +\d+\.\d \(\d+\) +\d+ +\d+%", done.stdout, re.MULTILINE), chapter
