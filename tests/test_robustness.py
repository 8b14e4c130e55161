"""Content that is broken on purpose: large, deep, hidden, linked; whatever it is, the answer is a clear problem."""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import ROOT
from guide.problems import Problems
from guide.project import load
from guide.yamlfile import read_yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def said(root) -> str:
    return "\n".join(map(str, load(root)[1]))


def test_large_yaml(small):
    """A file of 10 MB is refused before it is read."""
    (small / "interface/fr.yml").write_text("a: " + "x" * 10_000_000, encoding="utf-8")
    assert "interface/fr.yml:1: the file has 10,000,003 bytes; more than 200,000 is refused." in said(small)


@pytest.mark.parametrize("text", ["a: " + "[" * 90_000, "a:\n" + "".join("  " * n + "- a:\n" for n in range(1, 300)), "- " * 40_000])
def test_deep_yaml(small, text):
    """Lists inside lists end in a message, not in a crash."""
    (small / "interface/fr.yml").write_text(text, encoding="utf-8")
    assert "interface/fr.yml:" in said(small)


def test_not_utf8(small):
    """A file in another encoding is named with its line."""
    (small / "docs/fr/people.md").write_bytes("---\ntitle: É\n".encode("latin-1"))
    assert "docs/fr/people.md:2: this is not UTF-8 text. Save the file again with the encoding UTF-8." in said(small)


def test_byte_order_mark_is_harmless(small):
    """Some editors write an invisible mark at the start of a file; it changes nothing."""
    for name in ("docs/fr/people.md", "interface/fr.yml"):
        path = small / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert said(small) == ""


def test_symbolic_link_to_a_file(small):
    """A link that would publish a file of the build machine is refused."""
    target = small / "docs/assets/secret.png"
    target.parent.mkdir(exist_ok=True)
    target.symlink_to("/etc/hostname")
    assert "docs/assets/secret.png:1: symbolic links are not allowed here." in said(small)


def test_symbolic_link_in_place_of_a_page(small):
    """The same for a page."""
    page = small / "docs/fr/people.md"
    page.unlink()
    page.symlink_to("/etc/hostname")
    assert "docs/fr/people.md:1: symbolic links are not allowed here." in said(small)


def test_file_name_out_of_the_tree(small):
    """A worksheet folder with a strange name is refused."""
    (small / "toolbox/bus").rename(small / "toolbox/Bus Ideas")
    assert 'the folder name "Bus Ideas" is not a good id' in said(small)


TEXT = st.text(st.characters(codec="utf-8"), max_size=200)
YAMLISH = st.lists(st.sampled_from(["a: ", "b:\n", "  - ", "\n", "\t", "'", '"', "#", ": ", "{", "[", "]", "&x ", "*x", "!t ", "|", ">-\n", "é", "\r", "\u2028", "---\n", "? ", "%"]), max_size=60).map("".join)


@settings(max_examples=4000, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXT | YAMLISH)
def test_any_text_is_answered(tmp_path_factory, text):
    """Whatever stands in a file, reading it gives values or problems with a line that exists."""
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    problems = Problems(path.parent)
    value = read_yaml(path, problems)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert value is not None or len(problems)
    assert all(1 <= problem.line <= lines for problem in problems)


def test_package_works_without_mkdocs():
    """The way out stays open: content, checks, paper and office files need no MkDocs."""
    code = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("mkdocs", "material", "mkdocs_static_i18n"): raise ImportError(name + " is not installed")
sys.meta_path.insert(0, Refuse())
sys.path.insert(0, "hooks")
from guide import __main__, stage, webpage, documents, search, opendata
project, problems = __main__.load(only=["ar"])
assert not len(problems), list(problems)
assert len(stage.pages(project, "ar")) > 15
assert documents.build(project, "ar")["toolbox/charter"]
print(len(search.entries(project, "ar")))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_check_command_tells_without_traceback(small):
    """A person sees the problems, a count, and no traceback."""
    (small / "interface/fr.yml").write_text("form: [", encoding="utf-8")
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'hooks')!r}); from pathlib import Path; from guide import __main__ as m; m.ROOT = Path({str(small)!r}); sys.exit(m.main(['check']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert "interface/fr.yml:1:" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
