"""What readers see when a translation is missing, incomplete or older than the English: never English in silence."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, WITHOUT_DOCUMENTS, interface
from guide import changes, opendata, translations
from guide.problems import Problems
from guide.project import load
from lxml import html


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The project with gaps: a chapter and a worksheet missing in Arabic, a section missing in French, an English section changed."""
    root = tmp_path_factory.mktemp("gaps") / "project"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".git", ".venv", "build", "site", "node_modules", "__pycache__"))
    (root / "build").mkdir()
    shutil.copy(ROOT / "build/proven.txt", root / "build")
    (root / "docs/ar/guide/who.md").unlink()
    for name in ("ar.yml", "example.ar.yml"):
        (root / "toolbox/charter" / name).unlink()
    page = root / "docs/fr/guide/who.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r"## [^\n]*\{#disagree\}\n.*?(?=## )", "", text, flags=re.DOTALL), encoding="utf-8")
    english = root / "docs/en/guide/who.md"
    english.write_text(english.read_text(encoding="utf-8").replace("## In five minutes {#summary}\n", "## In five minutes {#summary}\n\nA new first sentence.\n"), encoding="utf-8")
    return root


def build(root: Path, language: str) -> Path:
    target = root / "out" / language
    if not target.exists():
        environment = {**os.environ, "PYTHONPATH": "hooks", "LANGUAGE": language, "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run([sys.executable, "-c", WITHOUT_DOCUMENTS, "build", "-q", "-d", str(target)], cwd=root, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    return target


def tree(path: Path):
    return html.fromstring((path / "index.html").read_text(encoding="utf-8"))


def words(language: str):
    return interface(language)


@pytest.mark.parametrize("name", ["guide/who", "toolbox/charter"])
def test_missing_page(copy, name):
    """A page without translation: English text marked as English, a notice in the reader's language, not indexed."""
    page = tree(build(copy, "ar") / name)
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    notice = page.xpath("//aside[contains(@class,'notice')]")[0]
    assert words("ar")["state"]["untranslated"] in notice.text_content() and notice.get("lang") == "ar"
    english = page.xpath("//h1")[0]
    marked = next(a for a in [english, *english.iterancestors()] if a.get("lang"))
    assert (marked.get("lang"), marked.get("dir")) == ("en", "ltr")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]
    assert page.xpath("//link[@rel='canonical']") == []
    assert words("ar")["state"]["untranslated"] in page.xpath("string(//footer)")
    assert words("en")["state"]["source"] not in page.xpath("string(//footer)")


def test_missing_page_in_menu_sitemap_and_search(copy):
    """The language menu says that the page is still English; the sitemap and the search do not offer it as a translation."""
    page = tree(build(copy, "fr") / "guide/who")
    arabic = page.xpath("//*[contains(@class,'languages')]//a[@hreflang='ar']")[0]
    assert words("fr")["site"]["in-english"] in arabic.text_content()
    project, _ = load(copy)
    sitemap = opendata.sitemap(project, "https://x.example/")
    assert "https://x.example/ar/guide/who/" not in sitemap and "https://x.example/fr/guide/who/" in sitemap
    index = (build(copy, "ar") / "search.json").read_text(encoding="utf-8")
    assert "guide/who/" not in index and "guide/what/" in index


def test_missing_section(copy):
    """A section that is not translated stands in English, marked, with a notice in French; the rest is French."""
    page = tree(build(copy, "fr") / "guide/who")
    section = page.xpath("//section[@data-part='disagree']")[0]
    assert (section.get("lang"), section.get("dir")) == ("en", "ltr")
    notice = section.xpath(".//p[contains(@class,'notice')]")[0]
    assert words("fr")["state"]["untranslated-section"] in notice.text_content()
    assert (notice.get("lang"), notice.get("dir")) == ("fr", "ltr")
    assert page.xpath("//section[@data-part='monday']")[0].get("lang") is None


def test_outdated_section(copy):
    """Where the English has changed since, the section says so, and only that section."""
    page = tree(build(copy, "fr") / "guide/who")
    noted = [s.get("data-part") for s in page.xpath("//section[@class='part']") if words("fr")["state"]["outdated-section"] in s.text_content()]
    assert noted == ["summary"]


@pytest.mark.parametrize(("weight", "wanted"), [("wording", ["own"]), ("meaning", ["note", "own"]), ("law", ["first", "english", "older", "own"])])
def test_what_readers_see_by_the_weight_of_a_change(weight, wanted):
    """Of a change of wording nothing; of meaning a note; of law or safety the English first, then the translation as older. The same on worksheets."""
    from dataclasses import replace

    from guide import stage, webpage

    project, _ = load(ROOT, only=["fr"])
    for id, part in (("guide/who", "monday"), ("toolbox/charter", "purpose")):
        record = project.records["fr"][id]
        project.records["fr"][id] = replace(record, parts={**record.parts, part: "00000000"})
        project.changes[id] = {part: (changes.Change(changes.digest(project.parts["en", id][part]), weight, "2026-11-28"),)}
    state, text = words("fr")["state"], stage.page_text(project, "fr", "guide/who", picture=lambda *_: "")
    signs = {"own": "## Dès lundi", "note": state["outdated-section"], "first": state["outdated-law"], "older": state["older"], "english": "Call one person or group"}
    places = {name: text.find(stage.plain(sign)) for name, sign in signs.items()}
    assert {name for name, at in places.items() if at >= 0} == set(wanted)
    assert weight != "law" or places["first"] < places["english"] < places["own"] < places["older"]
    told = webpage.Site(project, project.language("fr"), {}).outdated("toolbox/charter", "purpose")
    assert told == {"wording": None, "meaning": {"law": False, "english": []}}.get(weight, told)
    assert weight != "law" or (told["law"] and "The charter is the agreement" in told["english"][0])


def test_ways_into_the_toolbox_tell_of_changes():
    """A page for a phase or a role tells of a change of its own words, and of no other page's."""
    from dataclasses import replace

    from guide import webpage

    project, _ = load(ROOT, only=["fr"])
    record = project.records["fr"]["ways"]
    project.records["fr"]["ways"] = replace(record, parts={**record.parts, "roles.council": "00000000"})
    site = webpage.Site(project, project.language("fr"), {})
    assert site.outdated("roles/council") == {"law": False, "english": []}
    assert site.outdated("roles/it") is None and site.outdated("navigator") is None


def test_state_as_data(copy):
    """The same stands in translations.json: missing, outdated and current, by page and part."""
    states = opendata.translations(load(copy)[0])["pages"]
    assert states["guide/who"]["ar"] == {"state": "missing"}
    assert states["guide/who"]["fr"]["parts"] == {"disagree": "missing", "summary": "meaning"}
    assert states["guide/who"]["en"] == {"state": "source"}
    assert states["guide/what"]["fr"]["state"] == "current" and states["guide/what"]["fr"]["review"] in translations.REVIEWS


def test_white_space_makes_nothing_outdated():
    """Only words count."""
    assert changes.digest("One  two\nthree ") == changes.digest("One two three")
    assert changes.digest("One two") != changes.digest("One too")


def test_records_survive_being_written(tmp_path):
    """What the command notes is read back as it was."""
    records = {"guide/who": translations.Record("native-reviewed", "2026-11-23", {"top": "1a2b3c4d", "fields.need": "12345678"})}
    translations.write_records(tmp_path, "fr", records)
    assert translations.read_records(tmp_path, "fr", Problems(tmp_path)) == records


def test_status_command_names_what_is_missing(copy):
    """The command for translators tells page, part and state."""
    code = "import sys; sys.path.insert(0, 'hooks'); from guide.__main__ import main; sys.exit(main(['status', 'fr', 'ar']))"
    said = subprocess.run([sys.executable, "-c", code], cwd=copy, capture_output=True, text=True).stdout
    assert "summary: the meaning of the English has changed" in said and "ar  guide/who: missing" in said and "ar  toolbox/charter: missing" in said


def test_sources_and_notices_are_only_text(project):
    """What stands in sources.yml or in the words of the interface never becomes HTML or Markdown."""
    from dataclasses import replace

    from guide import citations, webpage
    from markdown import Markdown

    evil = "<img src=x onerror=alert(1)>[x](javascript:alert(1))`"
    source = replace(next(iter(project.sources.values())), by=evil, title=evil, publisher=evil, year=evil, page=evil, licence=evil)
    for language in ("en", "fr"):
        shown = html.fromstring(Markdown(extensions=["attr_list"]).convert(citations.footnote(source, project, language)))
        assert shown.xpath("//img") == []
        assert [a.get("href") for a in shown.iter("a")] == [source.url]
        site = webpage.Site(replace(project, sources={"evil": source}), project.language(language), {})
        shown = html.fromstring(str(site.cite("evil")))
        assert shown.xpath("//img") == [] and [a.get("href") for a in shown.iter("a")] == [source.url]
