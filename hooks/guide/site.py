"""Builds the whole site: each language by itself, side by side on all cores, then what belongs to all of them.

A language whose content has not changed since the last build is not built again.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import multiprocessing
import os
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

from . import opendata
from .languages import SOURCE
from .project import Project, load, share
from .site_address import site_url
from .webpage import CONTENT_SECURITY_POLICY

Progress = Callable[[str], None]


class BuildError(Exception):
    """A language that could not be built, with what its build said."""


def build(root: Path, target: Path, *, only: Iterable[str] = (), progress: Progress = print) -> None:
    """Build the site into `target`. Raises ContentError or BuildError; then `target` stays as it was."""
    progress("Reading and checking all content …")
    project, problems = load(root)
    problems.stop_if_any()
    share(project, problems)
    codes = [language.code for language in project.languages if not only or language.code in only]
    stamps, kept = _stamps(project, codes), _kept(root, target)
    stale = [code for code in codes if kept.get(code) != stamps[code]]
    for code in _build_languages(root, stale, progress):
        _install(root / "build" / "site" / code, target if code == SOURCE else target / code, code)
    _stamp_file(root, target).write_text(json.dumps({**kept, **stamps}), encoding="utf-8")
    if len(codes) == len(project.languages):
        _join(project, target)
    progress(f"Ready in {target}: {len(stale)} languages built, {len(codes) - len(stale)} unchanged.")


def join(root: Path, target: Path) -> None:
    """Write what belongs to all languages together, once they all stand in `target`."""
    project, problems = load(root)
    problems.stop_if_any()
    _join(project, target)


def _join(project: Project, target: Path) -> None:
    opendata.write_site(project, target, site_url())
    _write_headers(target)


def _build_languages(root: Path, codes: list[str], progress: Progress) -> list[str]:
    """Build languages side by side, one process per core, and return them, English first.

    Each process is forked where the system can do that, so that it has read all content already. It must
    not be forked after Typst has run: Typst's threads would never answer in the copy.
    """
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    workers = max(1, min(len(codes), os.cpu_count() or 1))
    said = context.SimpleQueue()
    processes = [context.Process(target=_build_share, args=(root, codes[n::workers], said)) for n in range(workers) if codes]
    for process in processes:
        process.start()
    faults, waiting = [], len(processes)
    while waiting:
        if said.empty() and any(process.exitcode not in (None, 0) for process in processes):
            for process in processes:
                process.terminate()
            faults.append("A build was ended from outside, perhaps because memory ran out.")
            break
        if said.empty():
            time.sleep(0.02)
            continue
        kind, text = said.get()
        if kind == "built":
            progress(f"  built {text}")
        elif kind == "fault":
            faults.append(text)
        else:
            waiting -= 1
    for process in processes:
        process.join()
    if faults:
        raise BuildError("\n".join(faults))
    return sorted(codes, key=lambda code: code != SOURCE)


def _build_share(root: Path, codes: list[str], said) -> None:
    """In a process of its own: build languages one after the other, and tell what happens."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    try:
        sys.path.insert(0, str(root / "hooks"))
        builder = importlib.import_module("mkdocs_hooks")  # the one module that knows MkDocs
        for code in codes:
            for fault in builder.build_language(code, root / "build" / "site" / code):
                said.put(("fault", fault))
            said.put(("built", code))
    except BaseException as error:  # whatever it is, the person must see it and the parent must go on
        said.put(("fault", "".join(traceback.format_exception(error))))
    finally:
        said.put(("end", ""))


def _install(built: Path, target: Path, code: str) -> None:
    """Put a finished language in its place; the other languages below the root stay."""
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        # At the root stand the other languages, too: only what English itself brings is replaced.
        if code != SOURCE or old.name == "static" or (built / old.name).exists():
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for path in built.iterdir():
        path.replace(target / path.name)


def _stamp_file(root: Path, target: Path) -> Path:
    """Where the stamps of a finished site are kept: beside it would be published with it."""
    name = hashlib.sha256(str(target.resolve()).encode()).hexdigest()[:12]
    return root / "build" / f"stamps-{name}.json"


def _kept(root: Path, target: Path) -> dict[str, str]:
    """The stamps of the languages that really stand in `target`."""
    try:
        stamps = json.loads(_stamp_file(root, target).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {code: stamp for code, stamp in stamps.items() if (target / ("" if code == SOURCE else code) / "index.html").exists()}


def _stamps(project: Project, codes: Iterable[str]) -> dict[str, str]:
    """For each language a hash of everything that can change its pages."""
    # Every page shows which languages it exists in, and one page shows the state of all translations.
    common = hashlib.sha256(json.dumps([site_url(), os.environ.get("REPO_URL", ""), opendata.translations(project)]).encode())
    for path in _inputs(project.root, ""):
        common.update(path.relative_to(project.root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    stamps = {}
    for code in codes:
        sums = common.copy()
        for path in _inputs(project.root, code):
            sums.update(path.relative_to(project.root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        stamps[code] = sums.hexdigest()
    return stamps


def _inputs(root: Path, code: str) -> list[Path]:
    """The files of one language, or with an empty code those that all languages are made from (English among them)."""
    found = []
    for language in [code] if code else [SOURCE]:
        found += (root / "docs" / language).rglob("*.md")
        for pattern in (f"interface/{language}.yml", f"toolbox/*/{language}.yml", f"toolbox/*/example.{language}.yml", f"recipes/*/{language}.yml", f"ways/{language}.yml", f"figures/*/{language}.yml", f"translations/{language}.yml"):
            found += root.glob(pattern)
    if not code:
        found += [path for name in ("mkdocs.yml", "languages.yml", "routes.yml", "sources.yml", "requirements.lock", "workspace/council.yml", "glossary.yml", "translations/changes.yml") if (path := root / name).exists()]
        for folder in ("hooks", "overrides", "fonts", "docs/assets"):
            found += (p for p in (root / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        found += [*root.glob("toolbox/*/worksheet.yml"), *root.glob("recipes/*/recipe.yml"), *root.glob("ways/navigator.yml"), *root.glob("figures/**/*.svg")]
    return sorted(found)


def _write_headers(target: Path) -> None:
    """For servers that read such a file: the policy of the pages, and what <meta> cannot say."""
    policy = CONTENT_SECURITY_POLICY + "; frame-ancestors 'none'"
    lines = ["/*", f"  Content-Security-Policy: {policy}", "  X-Content-Type-Options: nosniff", "  Referrer-Policy: no-referrer", "  Permissions-Policy: camera=(), geolocation=(), microphone=()"]
    (target / "_headers").write_text("\n".join([*lines, "/static/*", "  Cache-Control: public, max-age=31536000, immutable", ""]), encoding="utf-8")
