"""Speed and weight beside a stock Material + static-i18n site of the same pages, in the same run.

Prints ratios (ours ÷ stock), because seconds differ from machine to machine. Documents are made beforehand and
measured by themselves: the stock site has none. Called by `make bench`; takes about three minutes.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tests")]

import browser as chromium  # noqa: E402
from guide import paper, serve, stage  # noqa: E402
from guide.project import load  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

PLACE = ROOT / "build" / "bench"
OURS, STOCK = PLACE / "ours", PLACE / "stock"
RUNS = 3
GOALS = {"cold": 0.6, "warm, one page edited": 0.3}


def main() -> None:
    """Prepare both sites, measure, print."""
    shutil.rmtree(PLACE, ignore_errors=True)
    say("Copying the project and building it once …")
    copy_project()
    run_ours()
    say("Writing the same pages for a stock site …")
    write_stock()
    say(f"Building each {RUNS} times in turn …")
    for name, row in builds().items():
        goal = f" (goal ≤ {GOALS[name]})" if name in GOALS else ""
        print(f"{name}: {row['ratio']:.2f} of stock{goal}; {row['ours']:.1f} s against {row['stock']:.1f} s here", flush=True)
    print(json.dumps({"paper": papers(), "weight": weights()}, indent=1))


def copy_project() -> None:
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    for name in filter(None, files):
        if (ROOT / name).is_file():
            (OURS / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, OURS / name)


def run(command: list[str], folder: Path, **environment: str) -> float:
    """Seconds until the command has ended."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": "hooks", **environment}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return time.perf_counter() - start


def run_ours() -> float:
    return run([sys.executable, "-m", "guide", "site"], OURS)


def run_stock(**environment: str) -> float:
    return run([sys.executable, "-m", "mkdocs", "build", "-q", "-d", "site"], STOCK, **environment)


def forget() -> None:
    """Everything that was kept from an earlier build, but for the documents."""
    for name in ("site", "build/site", "build/pages", "build/templates"):
        shutil.rmtree(OURS / name, ignore_errors=True)


def write_stock() -> None:
    """Chapters as their Markdown; generated pages as the HTML of our page, which costs the stock site less than Markdown."""
    project, _ = load(ROOT)
    for language in project.languages:
        built = OURS / "site" / language.prefix
        for name, text in stage.pages(project, language.code).items():
            target = STOCK / "docs" / language.code / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if "template:" in text:
                page = (built / (name.removesuffix("index.md").removesuffix(".md")) / "index.html").read_text(encoding="utf-8")
                title = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
                body = re.search(r"<main[^>]*>(.*)</main>", page, re.DOTALL)[1]
                text = f"# {title}\n\n<div>\n" + "\n".join(line for line in body.split("\n") if line.strip() and "<script" not in line) + "\n</div>\n"
            else:
                text = text.split("---\n", 2)[2].replace("](figure:", "](")
            target.write_text(text, encoding="utf-8")
    entries = "".join(f"        - {{locale: {x.code}, name: {x.name}, build: !ENV [BUILD_{x.code.upper()}, true]{', default: true' if x.code == 'en' else ''}}}\n" for x in project.languages)
    (STOCK / "mkdocs.yml").write_text(
        "site_name: Stock\nsite_url: https://stock.example/\ntheme:\n  name: material\n  font: false\nplugins:\n  - search\n  - i18n:\n      docs_structure: folder\n"
        f"      languages:\n{entries}markdown_extensions:\n  - attr_list\n  - footnotes\n  - tables\n  - admonition\n  - toc:\n      permalink: true\n"
        "extra:\n  generator: true\nvalidation:\n  unrecognized_links: ignore\n  links:\n    not_found: ignore\n", encoding="utf-8")


def builds() -> dict:
    """Median seconds of both, and their ratio."""
    times: dict[str, dict[str, list[float]]] = {}

    def note(name, ours, stock):
        row = times.setdefault(name, {"ours": [], "stock": []})
        row["ours"].append(ours)
        row["stock"].append(stock)

    def edit(path: Path, number: int) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\nEdit {number}.\n")

    for number in range(RUNS):
        forget()
        note("cold", run_ours(), run_stock())
        edit(OURS / "docs/fr/about.md", number)
        edit(STOCK / "docs/fr/about.md", number)
        note("warm, one page edited", run_ours(), run_stock())
        edit(OURS / "docs/en/about.md", number)
        edit(STOCK / "docs/en/about.md", number)
        note("warm, one English page edited", run_ours(), run_stock())
        edit(OURS / "docs/en/guide/money.md", number)
        edit(STOCK / "docs/en/guide/money.md", number)
        note("one English chapter edited, its PDF and seven books made again", run_ours(), run_stock())
        note("nothing edited", run_ours(), run_stock())
        only = {f"BUILD_{code}": "false" for code in ("ES", "PT", "IT", "AR", "RU")}
        note("preview of one language", run([sys.executable, "-m", "mkdocs", "build", "-q", "-d", "preview"], OURS, LANGUAGE="fr"), run_stock(**only))
    run_stock()
    return {name: {"ours": statistics.median(row["ours"]), "stock": statistics.median(row["stock"]), "ratio": statistics.median(row["ours"]) / statistics.median(row["stock"])} for name, row in times.items()}


def weights() -> dict:
    """Compressed bytes and requests of a first visit, and until the first answer of the search."""
    found = {}
    with sync_playwright() as playwright:
        reader = playwright.chromium.launch(executable_path=chromium.installed(), args=chromium.FLAGS)
        for site, folder in (("ours", OURS / "site"), ("stock", STOCK / "site")):
            server = serve.server(folder, port=0)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            for kind, path in (("chapter", "fr/guide/who/"), ("worksheet", "fr/toolbox/charter/")):
                page = reader.new_page()
                asked: list[tuple[str, int, int]] = []
                page.on("response", lambda r, asked=asked: asked.append((r.url, r.status, len(gzip.compress(r.body() if r.status == 200 else b"")))))
                page.goto(f"http://127.0.0.1:{server.server_address[1]}/{path}", wait_until="networkidle")
                row = {"requests": len(asked), "kB": round(sum(size for *_, size in asked) / 1000, 1), "failed": sum(status >= 400 for _, status, _ in asked), "index before asked": any("search" in url and url.endswith(".json") for url, *_ in asked)}
                before = sum(size for *_, size in asked)
                if site == "ours":
                    page.locator(".search-open").click()
                    page.locator("#search-input").fill("acteurs")
                    page.locator(".search-box li").first.wait_for()
                else:
                    page.locator("input.md-search__input").click()
                    page.locator("input.md-search__input").press_sequentially("acteurs", delay=100)
                    page.locator(".md-search-result__item").first.wait_for(state="attached")
                page.wait_for_timeout(300)
                row["kB more until the first answer"] = round((sum(size for *_, size in asked) - before) / 1000, 1)
                found.setdefault(kind, {})[site] = row
                page.close()
            server.shutdown()
        reader.close()
    return found


def papers() -> dict:
    """Milliseconds of processor time per PDF, over all sheets and papers of two languages."""
    project, _ = load(ROOT)
    row = {}
    for code in ("fr", "ar"):
        sheets = [(project.sheet(code, id), size) for id in project.sheet_ids for size in paper.PAPERS]
        words, language = project.interface[code], project.language(code)
        paper.render(ROOT, paper.data(sheets[0][0], words, language, "https://x.example/", "a4"))
        start = resource.getrusage(resource.RUSAGE_SELF)
        for sheet, size in sheets:
            paper.render(ROOT, paper.data(sheet, words, language, "https://x.example/", size))
        end = resource.getrusage(resource.RUSAGE_SELF)
        row[code] = round(1000 * (end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime) / len(sheets), 1)
    return {"CPU ms per PDF (goal ≤ 60)": row}


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
