"""Builds the whole site: each language by itself, side by side on all cores, then what belongs to all of them.

A language whose content has not changed since the last build is not built again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from . import opendata
from .languages import SOURCE
from .project import load
from .site_address import site_url
from .webpage import CONTENT_SECURITY_POLICY

Progress = Callable[[str], None]


class BuildError(Exception):
    """A language that could not be built, with what its build said."""


def build(root: Path, target: Path, *, only: Iterable[str] = (), progress: Progress = print) -> None:
    """Build the site into `target`. Raises ContentError or BuildError; a finished language is kept either way."""
    progress("Reading and checking all content …")
    project, problems = load(root)
    problems.stop_if_any()
    codes = [language.code for language in project.languages if not only or language.code in only]
    stamps = {code: _stamp(root, code) for code in codes}
    kept = _kept(target)
    stale = [code for code in codes if kept.get(code) != stamps[code]]
    _build_languages(root, target, stale, progress)
    (target / ".stamps.json").write_text(json.dumps({**kept, **{code: stamps[code] for code in codes}}), encoding="utf-8")
    if len(codes) == len(project.languages):
        join(root, target)
    progress(f"Ready in {target}: {len(stale)} languages built, {len(codes) - len(stale)} unchanged.")


def join(root: Path, target: Path) -> None:
    """Write what belongs to all languages together, once they all stand in `target`."""
    project, problems = load(root)
    problems.stop_if_any()
    opendata.write_site(project, target, site_url())
    _write_headers(target)


def _build_languages(root: Path, target: Path, codes: list[str], progress: Progress) -> None:
    """Run the builds, as many side by side as there are cores; English goes first because it is the largest."""
    workers = max(1, min(len(codes), os.cpu_count() or 1))
    shares = [codes[n::workers] for n in range(workers)]
    running = [_start(root, share) for share in shares if share]
    faults = []
    for process, share in zip(running, [s for s in shares if s], strict=True):
        for line in process.stdout:
            if line.startswith("built "):
                progress(f"  {line.strip()}")
            else:
                faults.append(line)
        if process.wait() != 0:
            faults.append(f"The build of {', '.join(share)} stopped.\n")
    if faults:
        raise BuildError("".join(faults))
    for code in sorted(codes, key=lambda c: c != SOURCE):
        _install(root / "build" / "site" / code, target if code == SOURCE else target / code, code)


def _start(root: Path, codes: list[str]) -> subprocess.Popen:
    command = [sys.executable, str(root / "hooks" / "mkdocs_hooks.py"), *codes]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    return subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")


def _install(built: Path, target: Path, code: str) -> None:
    """Put a finished language in its place; the other languages below the root stay."""
    target.mkdir(parents=True, exist_ok=True)
    new = {p.name for p in built.iterdir()}
    if code == SOURCE:
        for old in ("static", "guide", "toolbox"):
            if old not in new or (target / old).exists():
                shutil.rmtree(target / old, ignore_errors=True)
    else:
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
    for path in built.iterdir():
        place = target / path.name
        if path.is_dir():
            shutil.copytree(path, place, dirs_exist_ok=True)
        else:
            shutil.copyfile(path, place)


def _kept(target: Path) -> dict[str, str]:
    try:
        return json.loads((target / ".stamps.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _stamp(root: Path, code: str) -> str:
    """A hash of everything that can change the pages of a language."""
    sums = hashlib.sha256(f"{site_url()} {os.environ.get('REPO_URL', '')}".encode())
    for path in sorted(_inputs(root, code)):
        sums.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    # The language menu and the table of translations tell which pages exist in the other languages.
    from .addresses import is_translated
    from .project import GENERATED

    project, _ = load(root, only=[SOURCE])
    ids = [*GENERATED, *project.page_ids, *(f"toolbox/{id}" for id in project.sheet_ids)]
    there = {language.code: [id for id in ids if is_translated(root, language.code, id)] for language in project.languages}
    sums.update(json.dumps(there, sort_keys=True).encode())
    return sums.hexdigest()


def _inputs(root: Path, code: str) -> Iterable[Path]:
    for name in ("mkdocs.yml", "languages.yml", "sources.yml", "requirements.lock"):
        yield root / name
    for folder in ("hooks", "overrides", "fonts", "docs/assets"):
        yield from (p for p in (root / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    for language in {code, SOURCE}:
        yield from (p for p in (root / "docs" / language).rglob("*.md"))
        for pattern in (f"interface/{language}.yml", f"toolbox/*/{language}.yml", f"toolbox/*/example.{language}.yml", f"figures/*/{language}.yml", f"translations/{language}.yml"):
            yield from root.glob(pattern)
    yield from root.glob("toolbox/*/worksheet.yml")
    yield from root.glob("figures/*/figure.svg")


def _write_headers(target: Path) -> None:
    """For servers that read such a file: the policy of the pages, and what <meta> cannot say."""
    policy = CONTENT_SECURITY_POLICY + "; frame-ancestors 'none'"
    lines = ["/*", f"  Content-Security-Policy: {policy}", "  X-Content-Type-Options: nosniff", "  Referrer-Policy: no-referrer", "  Permissions-Policy: camera=(), geolocation=(), microphone=()"]
    (target / "_headers").write_text("\n".join([*lines, "/static/*", "  Cache-Control: public, max-age=31536000, immutable", ""]), encoding="utf-8")
