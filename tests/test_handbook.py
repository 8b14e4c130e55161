"""The documents are tested too: what they name exists, and what exists is named."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest
from conftest import ROOT
from guide import model, site_address, translations
from guide.__main__ import _COMMANDS

DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "TRANSLATING.md", "CHANGELOG.md")] + sorted((ROOT / "handbook").glob("*.md")) + sorted((ROOT / "decisions").glob("*.md"))
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)


@pytest.mark.parametrize("command", re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
def test_every_make_command_is_documented(command):
    """`make …` is explained in a document, or in the list that make itself prints."""
    assert f"make {command}" in TEXT or command == "help"


@pytest.mark.parametrize("command", sorted(_COMMANDS))
def test_every_command_is_documented(command):
    """`python -m guide …` is explained."""
    assert f"guide {command}" in TEXT or f"make {command}" in TEXT


@pytest.mark.parametrize("word", [*model.FIELD_TYPES, *model.LAYOUTS, *model.PHASES, *model.LEVELS, *model.ROLES, *model.MATERIALS])
def test_every_word_of_a_worksheet_is_documented(word):
    """Field types, layouts, phases, levels, roles and materials stand in the page on adding a worksheet."""
    assert f"`{word}`" in (ROOT / "handbook/add-a-worksheet.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("review", translations.REVIEWS)
def test_every_kind_of_review_is_documented(review):
    assert f"`{review}`" in (ROOT / "TRANSLATING.md").read_text(encoding="utf-8")


def _messages() -> list[str]:
    """The longest fixed part of each message that the checks can say, read from the program itself."""
    found = set()
    for path in (ROOT / "hooks/guide").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add":
                for argument in node.args[1:]:
                    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
                    longest = max((str(p.value).strip() for p in parts if isinstance(p, ast.Constant)), key=len, default="")
                    if longest.count(" ") >= 3 and "…" not in longest:  # a suggested line is not a message
                        found.add(longest)
    return sorted(found)


@pytest.mark.parametrize("message", _messages())
def test_every_check_is_documented(message):
    """The page on checks shows an example of each message."""
    page = " ".join((ROOT / "handbook/checks.md").read_text(encoding="utf-8").split())
    assert message in page


def test_links_between_documents():
    """Every file that a document links to exists."""
    link, code = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)"), re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
    wrong = [(path.name, target) for path in DOCUMENTS for target in link.findall(code.sub("", path.read_text(encoding="utf-8"))) if not (path.parent / target).exists()]
    assert wrong == []


def test_named_files_exist():
    """Files that documents name in code style exist."""
    named = re.compile(r"`((?:docs|toolbox|hooks|overrides|tests|interface|figures|handbook|decisions|fonts|vendor)/[\w./-]+\.\w+)`")
    example = re.compile(r"bus-stop|worksheets\.json|sheet\.json|\.schema\.json|/(de|zh|XX)(/|\.)|\.(de|XX)\.")
    wrong = [(path.name, name) for path in DOCUMENTS for name in named.findall(path.read_text(encoding="utf-8")) if not (ROOT / name).exists() and not example.search(name)]
    assert wrong == []


def test_every_module_is_described():
    """The contributing page has a line for each module."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [p.stem for p in (ROOT / "hooks/guide").glob("*.py") if p.stem != "__init__" and f"`{p.stem}`" not in page] == []


def test_known_defects_name_real_tests():
    """Each defect in the list has a test of that name."""
    tests = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").glob("test_*.py"))
    named = re.findall(r"`(test_\w+)(?:\[([\w/-]+)\])?`", (ROOT / "handbook/known-defects.md").read_text(encoding="utf-8"))
    assert len(named) > 40
    for name, case in named:
        assert f"def {name}(" in tests, name
        assert not case or (ROOT / "tests/cases" / f"{case}.yml").exists(), case


def test_one_address_of_the_site():
    """mkdocs.yml and the program agree on the address where none is given."""
    assert f'"{site_address.DEFAULT}"' in (ROOT / "mkdocs.yml").read_text()


def test_the_project_speaks_of_itself_alone():
    """No path of a certain machine and no host of a package registry stands in the repository."""
    words = "|".join(["/wo" + "rk/", "pyp" + "i.org", "registry.np" + "mjs", "files.python" + "hosted", "deb.deb" + "ian"])
    found = subprocess.run(["git", "grep", "-nIE", words], cwd=ROOT, capture_output=True, text=True).stdout
    assert found == ""


def test_browser_libraries_are_those_of_the_lock():
    """The vendored files are exactly what the vendor step made, and each has its licence beside it."""
    import hashlib

    for line in (ROOT / "vendor/vendored.sha256").read_text().splitlines():
        digest, name = line.split()
        file = ROOT / "overrides/static/vendor" / name
        assert hashlib.sha256(file.read_bytes()).hexdigest() == digest
        assert file.with_suffix(".LICENSE.txt").exists()


def test_everything_is_pinned_with_hashes():
    """Each package in the lock has one version and hashes; no address of a registry stands in it."""
    lock = (ROOT / "requirements.lock").read_text()
    entries = re.split(r"\n(?=[a-z])", lock.strip())
    assert len(entries) > 40
    assert all("==" in entry.split("\n")[0] and "--hash=sha256:" in entry for entry in entries)
    assert "http" not in lock and sys.version_info >= (3, 11)
