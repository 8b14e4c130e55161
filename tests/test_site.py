"""The built site, page by page: what readers, screen readers, search engines and servers find."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import subprocess
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from conftest import BUILT, ROOT, interface, languages, pages_of
from guide import addresses, model
from guide.addresses import GENERATED
from guide.chapters import OWN, page_ids
from guide.project import CHAPTERS
from guide.recipes import recipe_ids
from guide.worksheets import worksheet_ids
from lxml import html

LANGUAGES = languages()
RECIPES = recipe_ids(ROOT)
PAGES = len(GENERATED) + len(worksheet_ids(ROOT)) + len(RECIPES) + len(page_ids(ROOT, "en"))
SITE = "https://smart-city-guide.example/"


def folder_of(language: str) -> Path:
    return BUILT if language == "en" else BUILT / language


def language_of(path: Path) -> str:
    first = path.relative_to(BUILT).parts[0]
    return first if first in LANGUAGES else "en"


@cache
def tree(path: Path):
    return html.fromstring(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pages() -> list[Path]:
    found = pages_of(BUILT)
    assert len(found) == (PAGES + 1) * len(LANGUAGES)  # and the page for what does not exist
    return found


def check_all(pages, check):
    """Run a check on all pages; name the pages where it fails."""
    wrong = {p.relative_to(BUILT).as_posix(): fault for p in pages if (fault := check(p, tree(p)))}
    assert wrong == {}


def test_language_and_direction(pages):
    """Every page says its language and direction on <html>."""
    def check(path, page):
        code = language_of(path)
        given = (page.get("lang"), page.get("dir"))
        return given if given != (code, "rtl" if code == "ar" else "ltr") else None

    check_all(pages, check)


def test_every_link_leads_somewhere(pages):
    """Links, pictures, styles and scripts point to files that exist, and anchors to ids that exist."""
    def check(path, page):
        here = SITE + path.relative_to(BUILT).as_posix().removesuffix("index.html")
        wrong = []
        for attribute in ("href", "src", "data-index"):
            for element in page.iter():
                target = element.get(attribute) if isinstance(element.tag, str) else None
                if target is None or target.startswith(("mailto:", "http://", "https://")) or (element.tag == "use"):
                    continue
                url = urlsplit(urljoin(here, target))
                file = BUILT / unquote(url.path).lstrip("/")
                file = file / "index.html" if file.is_dir() else file
                if not file.is_file() or (url.fragment and file.suffix == ".html" and url.fragment not in {e.get("id") for e in tree(file).iter()}):
                    wrong.append(target)
        return wrong

    check_all(pages, check)


def test_ids_are_unique(pages):
    """No id stands twice on a page; labels and descriptions point to ids that exist."""
    def check(path, page):
        elements = [e for e in page.iter() if isinstance(e.tag, str) and not any(a.tag == "template" for a in e.iterancestors())]
        ids = [e.get("id") for e in elements if e.get("id")]
        wrong = sorted({i for i in ids if ids.count(i) > 1})
        for e in elements:
            for name in ("for", "aria-labelledby", "aria-describedby"):
                wrong += [i for i in (e.get(name) or "").split() if i not in ids]
        return wrong

    check_all(pages, check)


def test_nothing_runs_or_styles_inline(pages):
    """The policy allows no inline script, no inline style and no handler, and no page has any."""
    def check(path, page):
        wrong = [html.tostring(e)[:80] for e in page.iter("script") if not e.get("src") and e.get("type") != "application/json"]
        wrong += [e.tag for e in page.iter() if isinstance(e.tag, str) and ("style" in e.attrib or any(a.startswith("on") for a in e.attrib))]
        wrong += ["<style>"] * len(list(page.iter("style")))
        return wrong

    check_all(pages, check)


def test_policy_on_every_page(pages):
    """Every page carries a policy without unsafe-inline, and the header file for servers says the same and more."""
    def check(path, page):
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        return None if policy and "unsafe" not in policy[0] and "default-src 'none'" in policy[0] else policy

    check_all(pages, check)
    headers = (BUILT / "_headers").read_text()
    assert tree(pages[0]).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0] in headers
    assert "frame-ancestors 'none'" in headers


def test_only_known_elements_and_addresses(pages):
    """Whatever a translator wrote, pages hold only elements, and links only addresses, from a list."""
    allowed = set("""html head meta title link script body a header nav details summary ul ol li main article section aside footer p h1 h2 h3 h4
        div span strong em b small br sup table thead tbody tr th td blockquote code img figure svg g path circle ellipse rect text use symbol defs
        form fieldset legend label input textarea select option optgroup button output dl dt dd noscript template bdi
        caption meter work-sheet site-menu site-search place-matrix place-circles score-table sheet-result toolbox-filter
        project-list project-progress forget-everything council-paper merge-tables second-language workshop-pack facilitator-screen""".split())

    def check(path, page):
        wrong = {e.tag for e in page.iter() if isinstance(e.tag, str)} - allowed
        wrong |= {e.get("href") for e in page.iter("a") if re.match(r"(?!https?:|mailto:|#)[a-z]+:", e.get("href") or "", re.IGNORECASE)}
        return wrong

    check_all(pages, check)


def test_title_and_one_main_heading(pages):
    """Each page has its own title within its language, a description, one h1, and no heading level is skipped."""
    titles: dict[tuple[str, str], Path] = {}

    def check(path, page):
        title = page.xpath("string(//title)")
        first = titles.setdefault((language_of(path), title), path)
        levels = [int(e.tag[1]) for e in page.iter("h1", "h2", "h3", "h4")]
        skipped = [b for a, b in itertools.pairwise(levels) if b > a + 1]
        if first != path or levels.count(1) != 1 or skipped or not title:
            return (title, levels)
        return None if path.name == "404.html" or page.xpath("//meta[@name='description']/@content") else "no description"

    check_all(pages, check)


def test_no_alternates_in_the_head(pages):
    """Links to other languages in <head> made the theme ask for a sitemap in each of them; they stand in sitemap.xml instead."""
    check_all(pages, lambda path, page: page.xpath("//link[@rel='alternate']"))


def test_language_menu_stays_on_the_page(pages):
    """The menu leads to the same page in every language, each name in its own language and with its direction."""
    def check(path, page):
        if path.name == "404.html":
            return None
        links = page.xpath("//*[contains(@class,'languages')]//li/a")
        inner = path.relative_to(BUILT).as_posix().removeprefix(f"{language_of(path)}/")
        here = SITE + path.relative_to(BUILT).as_posix()
        reached = [urlsplit(urljoin(here, a.get("href"))).path.lstrip("/") for a in links]
        wanted = [("" if code == "en" else f"{code}/") + inner.removesuffix("index.html") for code in LANGUAGES]
        names = [(a.get("hreflang"), a.find("span").get("lang")) for a in links]
        return None if reached == wanted and names == [(c, c) for c in LANGUAGES] else reached

    check_all(pages, check)


def test_words_are_in_the_language_of_the_reader():
    """Menus, section names, buttons and notices come from the words of each language, not from English."""
    english = interface("en")
    for code in LANGUAGES:
        words = interface(code)
        folder = BUILT if code == "en" else BUILT / code
        sheet = tree(folder / "toolbox/charter/index.html").text_content()
        for key in ("purpose", "when-not", "administration", "inclusion"):
            assert words["sheet"][key] in sheet
            if code != "en":
                assert f">{english['sheet'][key]}<" not in (folder / "toolbox/charter/index.html").read_text(encoding="utf-8")
        assert words["form"]["save-file"] in sheet
        assert words["phases"]["understand"] in tree(folder / "toolbox/index.html").text_content()
        assert words["footer"]["privacy"] in tree(folder / "guide/who/index.html").text_content()


def test_404_in_every_language():
    """Each language has its own page for what does not exist; the one at the root is English and lists all languages."""
    for code in LANGUAGES:
        words = interface(code)
        page = tree((BUILT if code == "en" else BUILT / code) / "404.html")
        assert code == page.get("lang")
        assert words["not-found"]["title"] in page.xpath("string(//h1)")
        assert {a.get("hreflang") for a in page.iter("a") if a.get("hreflang")} == set(LANGUAGES)
        assert all(a.get("href").startswith(("/", "#")) for a in page.iter("a"))
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_sitemap():
    """All translated pages stand in the sitemap, tell of each other in both directions, and name a default."""
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = ET.parse(BUILT / "sitemap.xml").getroot().findall("s:url", space)
    tells = {u.find("s:loc", space).text: {link.get("hreflang"): link.get("href") for link in u.findall("x:link", space)} for u in urls}
    everywhere = [*GENERATED, *page_ids(ROOT, "en"), *(f"toolbox/{sheet}" for sheet in worksheet_ids(ROOT)), *(f"recipes/{id}" for id in RECIPES)]
    assert len(tells) == sum(addresses.is_translated(ROOT, code, id) for code in LANGUAGES for id in everywhere)
    for loc, others in tells.items():
        assert "x-default" in others
        assert loc in others.values()
        for code, href in others.items():
            assert code == "x-default" or tells[href] == others
        file = BUILT / loc.removeprefix(SITE) / "index.html"
        assert file.is_file()
    for path in pages_of(BUILT):
        if path.name == "index.html" and (named := tree(path).xpath("//link[@rel='canonical']/@href")):
            assert named[0] in tells
        elif path.name == "index.html":
            assert tree(path).xpath("//meta[@name='robots']/@content") == ["noindex, follow"]


def test_search_index_per_language():
    """One index per language, holding only pages of that language, each address once and existing, letters not escaped."""
    for code in LANGUAGES:
        folder = BUILT if code == "en" else BUILT / code
        text = (folder / "search.json").read_text(encoding="utf-8")
        assert "\\u0" not in text
        stored = json.loads(text)["storedFields"].values()
        urls = [entry["url"] for entry in stored]
        assert len(urls) == len(set(urls)) > 20
        for url in urls:
            file = folder / url.split("#")[0] / "index.html"
            assert language_of(file) == code and file.is_file()
    assert not list(BUILT.rglob("search_index.json"))


def test_search_index_is_light():
    """A reader pays less than 150 kB, compressed, until the first answer."""
    import gzip

    scripts = sum(len(gzip.compress(p.read_bytes())) for p in BUILT.glob("static/*/vendor/minisearch.mjs"))
    for code in LANGUAGES:
        folder = BUILT if code == "en" else BUILT / code
        assert len(gzip.compress((folder / "search.json").read_bytes())) + scripts < 150_000


def test_nothing_of_the_theme_is_shipped():
    """No style sheet, script or font of the theme lies in the site, and no request would leave it."""
    names = {p.suffix for p in BUILT.rglob("*") if p.is_file()}
    assert names <= {".html", ".css", ".mjs", ".json", ".svg", ".pdf", ".epub", ".docx", ".xlsx", ".zip", ".xml", ".txt", "", ".png"}
    assert not (BUILT / "assets").exists() or not list((BUILT / "assets").rglob("*.js"))
    for path in [*BUILT.rglob("*.css"), *BUILT.rglob("*.mjs")]:
        text = path.read_text(encoding="utf-8")
        if path.name == "docx.mjs":  # it names the vocabularies of Word files, and has no way to ask for anything
            assert not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|\bimport\(", text)
        else:
            assert not re.search(r"https?://", text), path


def test_only_logical_directions():
    """Style sheets say start and end, so that Arabic is mirrored by itself."""
    for path in (ROOT / "overrides/static/css").glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        physical = re.findall(r"[^-\w](?:margin|padding|border)-(?:left|right)|[\s;{](?:left|right)\s*:|text-align:\s*(?:left|right)|float:", text)
        assert physical == [], path.name
        assert "!important" not in text


def test_state_of_translation_on_every_page(project):
    """Each page says in the language of its reader how its text came about."""
    for code in LANGUAGES:
        words = interface(code)["state"]
        folder = BUILT if code == "en" else BUILT / code
        for name, id in (("guide/who", "guide/who"), ("toolbox/charter", "toolbox/charter"), (".", "interface")):
            said = tree(folder / name / "index.html").xpath("string(//footer//p[@class='state'])")
            state = project.state(code, id)
            assert (words["source"] if code == "en" else words[state.review]) in said


def test_sheet_data_and_examples_follow_their_schemas():
    """sheet.json of every worksheet and every filled-in example follow the published JSON Schema."""
    import jsonschema

    schema = {name: jsonschema.Draft202012Validator(json.loads((BUILT / f"toolbox/{name}.schema.json").read_text())) for name in ("sheet", "project")}
    for code in LANGUAGES:
        folder = (BUILT if code == "en" else BUILT / code) / "toolbox"
        for id in worksheet_ids(ROOT):
            data = json.loads((folder / id / "sheet.json").read_text(encoding="utf-8"))
            schema["sheet"].validate(data)
            assert data["id"] == id and (folder / id / f"{id}-example-{data['language']}.json").exists()
        for path in folder.rglob("*-example-*.json"):
            schema["project"].validate(json.loads(path.read_text(encoding="utf-8")))
    schema["project"].validate(json.loads((BUILT / "toolbox/talmora-en.json").read_text(encoding="utf-8")))


def test_open_data_follow_their_schemas():
    """worksheets.json and translations.json have the documented shape; sizes and hashes are those of the files."""
    schema = json.loads((BUILT / "toolbox/worksheets.schema.json").read_text())
    wanted = set(schema["properties"]["worksheets"]["items"]["required"])
    for code in LANGUAGES:
        folder = BUILT if code == "en" else BUILT / code
        data = json.loads((folder / "toolbox/worksheets.json").read_text(encoding="utf-8"))
        assert set(data) == set(schema["required"]) and data["language"] == code
        assert [sheet["id"] for sheet in data["worksheets"]] and len(data["worksheets"]) == len(worksheet_ids(ROOT))
        for sheet in data["worksheets"]:
            assert set(sheet) == wanted
            kinds = {(d["format"], d["paper"], d["fillable"]) for d in sheet["downloads"] if not d["example"]}
            fillable = {("pdf", "a4", True)} if sheet["language"] != "ar" else set()
            assert kinds - {("xlsx", None, False)} == {("pdf", p, False) for p in ("a4", "a3", "letter")} | {("docx", None, False)} | fillable
            assert {d["format"] for d in sheet["downloads"] if d["example"]} == {"pdf", "json"}
            for d in sheet["downloads"]:
                content = (folder / d["url"]).read_bytes()
                assert (len(content), hashlib.sha256(content).hexdigest()) == (d["bytes"], d["sha256"])
    states = json.loads((BUILT / "translations.json").read_text())["pages"]
    assert all(set(row) == set(LANGUAGES) for row in states.values()) and len(states) == PAGES - len(GENERATED) - len(OWN) + 2  # the words of the interface and of the ways


def test_edit_link_leads_to_the_file():
    """The link at the foot of a page opens the file that holds its text in that language."""
    for name, file in (("fr/guide/who", "docs/fr/guide/who.md"), ("ar/toolbox/charter", "toolbox/charter/ar.yml"), ("", "interface/en.yml")):
        links = tree(BUILT / name / "index.html").xpath("//footer//a/@href")
        assert f"https://repository.example/guide/edit/main/{file}" in links
        assert (ROOT / file).is_file()


def test_building_twice_gives_the_same_bytes(tmp_path):
    """The same content gives the same pages, byte by byte, whatever the time zone and the hash seed."""
    import os
    import sys

    for number, zone in ((1, "UTC"), (2, "Pacific/Auckland")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(number), "PYTHONPATH": "hooks", "LANGUAGE": "ar", "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / str(number))], cwd=ROOT, env=environment, check=True)
    first, second = ({p.relative_to(tmp_path / n).as_posix(): hashlib.sha256(p.read_bytes()).digest() for p in (tmp_path / n).rglob("*") if p.is_file()} for n in ("1", "2"))
    first.pop("sitemap.xml.gz", None), second.pop("sitemap.xml.gz", None)
    assert first == second and len(first) > 50


def test_a_language_that_was_removed_is_built_again(tmp_path):
    """Only what is really there counts as built already."""
    import shutil

    from guide import site

    target = tmp_path / "site"
    said: list[str] = []
    site.build(ROOT, target, only=["fr", "ar"], progress=said.append)
    shutil.rmtree(target / "fr")
    said.clear()
    site.build(ROOT, target, only=["fr", "ar"], progress=said.append)
    assert (target / "fr/index.html").exists()
    assert said[1:] == ["  built fr", f"Ready in {target}: 1 languages built, 1 unchanged."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_have_explanations(project, language):
    """Each term in a chapter is a button whose explanation stands on the page, in the language of the text."""
    for chapter in CHAPTERS:
        page = tree(folder_of(language) / "guide" / chapter / "index.html")
        buttons = page.xpath("//button[@popovertarget]")
        assert buttons, chapter
        for button in buttons:
            notes = page.xpath(f"//*[@id='{button.get('popovertarget')}' and @popover]")
            assert len(notes) == 1 and len(notes[0].text_content()) > 40
            assert notes[0].xpath(".//a[contains(@href, 'glossary/#')]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_of_sources_lists_every_source(project, language):
    """Each source once, with its address, and with every page that names it."""
    page = tree(folder_of(language) / "sources" / "index.html")
    items = {li.get("id"): li for li in page.xpath("//ul[@class='sources']/li")}
    assert set(items) == set(project.sources)
    for id, source in project.sources.items():
        hrefs = items[id].xpath(".//a/@href")
        assert hrefs[0] == source.url
        assert len(hrefs) - 1 == sum(id in named for named in project.uses.values())
        assert not source.licence or source.licence in items[id].text_content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_routes_lead_to_sections(project, language):
    """Each route stands on the page of the guide with its steps, and each step leads to a page and a section that exist."""
    page = tree(folder_of(language) / "guide" / "index.html")
    shown = page.xpath("//details[@class='route']")
    assert [d.get("id") for d in shown] == [route.id for route in project.routes]
    for route, details in zip(project.routes, shown, strict=True):
        links = details.xpath(".//li/a/@href")
        assert len(links) == len(route.steps)
        for href in links:
            address, _, anchor = href.partition("#")
            target = tree((folder_of(language) / "guide" / address).resolve() / "index.html")
            assert not anchor or target.xpath(f"//*[@id='{anchor}']"), href


def test_routes_cover_roles_times_and_phases(project):
    """Six roles, three times, all phases; and no chapter is on no route."""
    kinds = {kind: [r.id for r in project.routes if r.kind == kind] for kind in ("role", "time", "phase")}
    assert kinds["role"] == ["mayor", "lead-person", "department", "it", "procurement", "facilitator"]
    assert kinds["time"] == ["ten-minutes", "one-hour", "one-day"]
    assert kinds["phase"] == list(model.PHASES[:-1])
    assert {step.chapter for route in project.routes for step in route.steps} == set(CHAPTERS)
