"""What the tests share: the content, the built site with a server, a browser, and a tiny project to break."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BUILT = Path(os.environ.get("SITE", ROOT / "build" / "test-site"))
"""The site that is tested; SITE names one that is built already."""
NODE = Path(sys.executable).parent / "node"
"""Comes with the Python packages."""
WITHOUT_DOCUMENTS = "from guide import documents; documents.build = lambda *_, **__: {}; from mkdocs.__main__ import cli; cli()"
"""MkDocs for tests that look at pages only."""
SMALL = ROOT / "tests" / "small"
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tests")]

import browser as chromium  # noqa: E402
from guide import serve  # noqa: E402
from guide.problems import Problems  # noqa: E402
from guide.project import load  # noqa: E402
from guide.words import read_interface  # noqa: E402


def pytest_configure(config):
    """Build the site once, before the tests are shared out, the way `make site` does."""
    if hasattr(config, "workerinput") or config.option.collectonly or "SITE" in os.environ:
        return
    print("Building the site for the tests …", flush=True)
    code = "import sys; from guide import site; from pathlib import Path; site.build(Path('.'), Path(sys.argv[1]))"
    code = code.replace("Path('.')", "Path('.').resolve()")
    environment = {**os.environ, "PYTHONPATH": "hooks", "REPO_URL": "https://repository.example/guide"}
    done = subprocess.run([sys.executable, "-c", code, str(BUILT)], cwd=ROOT, env=environment)
    if done.returncode:
        pytest.exit("the site could not be built", returncode=1)


@pytest.fixture(scope="session")
def project():
    """All content, in all languages."""
    return load(ROOT)[0]


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of the built site."""
    return BUILT


@pytest.fixture(scope="session")
def address():
    """The address of the built site, served as `make serve` does."""
    server = serve.server(BUILT, port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture(scope="session")
def playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright):
    """One Chromium for all tests of this process."""
    running = playwright.chromium.launch(executable_path=chromium.installed(), args=chromium.FLAGS)
    yield running
    running.close()


@pytest.fixture
def context(browser):
    """A reader: a browser with nothing stored, which notes every request that fails and every complaint of the page."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 900})
    fresh.complaints = []
    fresh.on("console", lambda message: fresh.complaints.append(message.text) if message.type == "error" else None)
    fresh.on("weberror", lambda error: fresh.complaints.append(str(error.error)))
    fresh.on("response", lambda response: fresh.complaints.append(f"{response.status} {response.url}") if response.status >= 400 else None)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context):
    return context.new_page()


@pytest.fixture
def small(tmp_path) -> Path:
    """A tiny project with one page and one worksheet in English and French, to break."""
    target = tmp_path / "project"
    shutil.copytree(SMALL, target)
    return target


def run_js(module: str, calls: list[tuple]) -> list:
    """Call functions of a module in overrides/static/js without a browser: [(function, *arguments), …] → their values.

    Fails with what the function threw, if it threw something.
    """
    asked = {"module": str(ROOT / "overrides/static/js" / module), "calls": [{"function": name, "args": args} for name, *args in calls]}
    done = subprocess.run([NODE, ROOT / "tests/js/run.mjs"], input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert not (thrown := [answer["error"] for answer in answers if "error" in answer]), thrown
    return [answer.get("value") for answer in answers]


def pages_of(folder: Path) -> list[Path]:
    """All pages of the built site."""
    return sorted(folder.rglob("*.html"))


def interface(language: str):
    """The words on buttons and notices of a language."""
    return read_interface(ROOT, language, Problems(ROOT))[1].words


def languages() -> list[str]:
    return [language.code for language in load(ROOT, only=["en"])[0].languages]


def stored(page, sheet: str, copy: str = "1") -> dict | None:
    """What the browser has kept of a sheet in the project that was changed last."""
    code = """([sheet, copy]) => new Promise((done) => {
      const open = indexedDB.open("smart-city-toolbox");
      open.onsuccess = () => {
        const get = open.result.transaction("records").objectStore("records").getAll();
        get.onsuccess = () => {
          const found = get.result.filter((r) => r.sheet === sheet && r.copy === copy).sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
          open.result.close();
          done(JSON.stringify(found[0] ?? null));
        };
      };
    })"""
    return json.loads(page.evaluate(code, [sheet, copy]))
