"""What a pull request says to the translator who made it, and how a language is added."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import SMALL
from guide import new_language, report
from guide.project import load


@pytest.fixture
def repository(tmp_path) -> Path:
    """The tiny project under version control, its French noted as translated."""
    root = tmp_path / "project"
    shutil.copytree(SMALL, root)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-qm", "start")
    return root


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


def told(root: Path, **more) -> str:
    project, problems = load(root)
    return "\n".join(report.report(project, problems, report.changed_files(root, "main"), "https://site.example/", **more))


def test_a_translator_hears_what_changed_what_is_wrong_and_where_to_look(repository):
    """The page names the changed worksheet, the fault with its correction, what is missing, and the way to see it."""
    path = repository / "toolbox/bus/fr.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("summary: Une phrase.", "summary: Quelle phrase?"), encoding="utf-8")
    said = told(repository, preview="https://preview.example/1")
    assert "## Français: thank you" in said and "- `toolbox/bus`: " in said
    assert "`toolbox/bus/fr.yml` line 2: a narrow no-break space" in said and "Quelle phrase\u202f?" in said
    assert "https://site.example/fr/toolbox/bus/" in said and "https://preview.example/1" in said and "make serve LANGUAGE=fr" in said
    assert "- Missing: " in said and "guide/who" in said
    assert "## English" not in said


def test_a_new_file_counts_as_changed(repository):
    """A page that nobody has committed yet is named, too."""
    (repository / "docs/fr/guide").mkdir()
    shutil.copy(repository / "docs/en/guide/who.md", repository / "docs/fr/guide/who.md")
    assert "- `guide/who`: " in told(repository)


def test_the_author_of_the_english_is_asked_how_much_a_change_matters(repository):
    """Sections that changed since a translation was made are named, with the command that marks them."""
    from guide import translating, translations

    project, _ = load(repository)
    translations.write_records(repository, "fr", translating.note(project, "fr", ["toolbox/bus"], "machine-draft", "2026-11-28"))
    path = repository / "toolbox/bus/en.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("summary: ", "summary: Now ", 1), encoding="utf-8")
    said = told(repository)
    assert "- `toolbox/bus`: summary" in said and "python -m guide changed toolbox/bus --as wording" in said


def test_other_changes_are_no_concern_of_translators(repository):
    """A change of the program says so in one line."""
    (repository / "notes.txt").write_text("x", encoding="utf-8")
    assert told(repository) == "This change touches no text of the guide and no worksheet."


def test_without_history_the_cure_is_named(repository):
    """In a copy without the other commit, the message says how to get it."""
    with pytest.raises(report.NoHistory, match="git fetch --unshallow"):
        report.changed_files(repository, "origin/nowhere")


def test_adding_a_language_writes_the_entry_and_the_files(repository):
    """One command: the language is in the list, its files are there, and the check says what to translate first."""
    written = new_language.add(repository, "de", "Deutsch", "ltr")
    assert [path.relative_to(repository).as_posix() for path in written] == ["languages.yml", "interface/de.yml", "translations/de.yml"]
    project, problems = load(repository)
    assert project.language("de").name == "Deutsch" and project.languages[-1].code == "de"
    assert any(problem.path == "interface/de.yml" and "still the English" in problem.message for problem in problems)


@pytest.mark.parametrize(("code", "name", "says"), [("fr", "Français", "there already"), ("DE", "Deutsch", "small letters"), ("zz", "Zz", "does not know"), ("de", " ", "name of the language")])
def test_a_language_that_cannot_be_added(repository, code, name, says):
    """A wrong code or a missing name is refused with a sentence, and nothing is written."""
    before = (repository / "languages.yml").read_text(encoding="utf-8")
    with pytest.raises(new_language.NotPossible, match=says):
        new_language.add(repository, code, name, "ltr")
    assert (repository / "languages.yml").read_text(encoding="utf-8") == before
