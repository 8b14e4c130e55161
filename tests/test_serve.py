"""`make serve`: the finished site with the right 404 page, and the live preview of one language."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from conftest import BUILT, ROOT, WITHOUT_DOCUMENTS
from lxml import html


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_what_does_not_exist(address):
    """The page that says so is in the language of the address, and it is a 404."""
    for path, language in (("/nowhere/", "en"), ("/fr/nulle/part/", "fr"), ("/ar/x", "ar")):
        status, text = get(address + path)
        assert (status, html.fromstring(text).get("lang")) == (404, language)


def test_preview_of_one_language(tmp_path):
    """The preview shows one language, notices a change in toolbox/ and builds again once, not for ever."""
    root = tmp_path / "project"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".git", ".venv", "build", "site", "node_modules", "__pycache__"))
    shutil.copytree(ROOT / "build" / "documents", root / "build" / "documents")
    shutil.copy(ROOT / "build" / "proven.txt", root / "build")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path / "log").open("w+")
    environment = {**os.environ, "LANGUAGE": "fr", "PYTHONPATH": "hooks", "NO_MKDOCS_2_WARNING": "1"}
    process = subprocess.Popen([sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"], cwd=root, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        page = f"http://127.0.0.1:{port}/toolbox/charter/"
        wait_for(page, "Charte de projet")
        status, text = get(page)
        tree = html.fromstring(text)
        assert (status, tree.get("lang")) == (200, "fr")
        for link in tree.xpath("//link[@rel='stylesheet']/@href") + tree.xpath("//script/@src"):
            assert get(page + link)[0] == 200, link
        words = root / "toolbox/charter/fr.yml"
        words.write_text(words.read_text(encoding="utf-8").replace("title: Charte de projet", "title: Charte essayée"), encoding="utf-8")
        wait_for(page, "Charte essayée")
        time.sleep(3)
        log.flush()
        assert Path(log.name).read_text().count("Building documentation") == 2
    finally:
        process.kill()  # a build may be under way, and nobody needs it any more
        process.wait()


def wait_for(url: str, words: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if words in get(url)[1]:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{words} never came")


def test_site_in_a_sub_folder(tmp_path):
    """An address with a sub-folder stays in canonical links, the 404 page and the language menu."""
    environment = {**os.environ, "LANGUAGE": "fr", "PYTHONPATH": "hooks", "NO_MKDOCS_2_WARNING": "1", "SITE_URL": "https://x.example/sub/place/"}
    # Each document names the address, so all would be made anew.
    subprocess.run([sys.executable, "-c", WITHOUT_DOCUMENTS, "build", "-q", "-d", str(tmp_path)], cwd=ROOT, env=environment, check=True)
    page = html.fromstring((tmp_path / "guide/who/index.html").read_text(encoding="utf-8"))
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://x.example/sub/place/fr/guide/who/"]
    missing = html.fromstring((tmp_path / "404.html").read_text(encoding="utf-8"))
    assert all(href.startswith(("/sub/place/", "#")) for href in missing.xpath("//a/@href"))
    assert missing.xpath("//link[@rel='stylesheet']/@href")[0].startswith("/sub/place/fr/../static/")


def test_title_is_only_text(tmp_path):
    """Whatever stands in a title is shown as text, in every place where the title is shown; a picture of a page is there."""
    root = tmp_path / "project"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".git", ".venv", "build", "site", "node_modules", "__pycache__"))
    (root / "build").mkdir()
    shutil.copy(ROOT / "build" / "proven.txt", root / "build")
    for name in ("docs/fr/about.md", "toolbox/charter/fr.yml"):
        path = root / name
        path.write_text(path.read_text(encoding="utf-8").replace("title:", 'title: "<img src=x onerror=alert(x)>{{ x*x }}" #', 1).replace('" # ', '"\n# ', 1), encoding="utf-8")
    (root / "docs/assets").mkdir(exist_ok=True)
    shutil.copyfile(root / "handbook/screenshot.png", root / "docs/assets/sheet.png")
    for code in ("en", "fr"):
        with (root / f"docs/{code}/about.md").open("a", encoding="utf-8") as file:
            file.write("\n![A worksheet](../assets/sheet.png)\n")
    environment = {**os.environ, "LANGUAGE": "fr", "PYTHONPATH": "hooks", "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run([sys.executable, "-c", WITHOUT_DOCUMENTS, "build", "-q", "-d", str(root / "out")], cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    for page in (root / "out").rglob("*.html"):
        tree = html.fromstring(page.read_text(encoding="utf-8"))
        assert [e.get("alt") for e in tree.xpath("//img")] == (["A worksheet"] if page.parent.name == "about" else []), page
        assert tree.xpath("//*[@onerror]") == [], page
    picture = html.fromstring((root / "out/about/index.html").read_text(encoding="utf-8")).xpath("//img/@src")[0]
    assert (root / "out/about" / picture).resolve().is_file()
    assert "{{ x*x }}" in (root / "out/about/index.html").read_text(encoding="utf-8")
    assert BUILT.exists()
