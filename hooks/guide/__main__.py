"""The commands: python -m guide check | site | joint | serve | status | translated | changed. `make` calls them."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from . import changes, readability, serve, site, translating, translations
from .documents import DocumentError
from .languages import SOURCE, read_languages
from .opendata import tracked
from .problems import ContentError, Problems, nearest
from .project import ROOT, load


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 means that all is well."""
    parser = argparse.ArgumentParser(prog="guide", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="check all content in seconds, without building")
    build = commands.add_parser("site", help="build the site into site/")
    build.add_argument("languages", nargs="*", help="only these languages, e.g. fr ar")
    commands.add_parser("joint", help="write what belongs to all languages, after each was built by itself")
    commands.add_parser("serve", help="build what has changed and serve all languages")
    status = commands.add_parser("status", help="say what is translated, outdated or missing")
    status.add_argument("languages", nargs="*")
    status.add_argument("--page", action="append", default=[], metavar="PAGE", help="only this page, e.g. guide/who, with what has changed in the English; may be given several times")
    done = commands.add_parser("translated", help="note that pages are translated from the English as it stands now")
    done.add_argument("language")
    done.add_argument("pages", nargs="+", help='page ids such as guide/who or toolbox/charter, or "all"')
    done.add_argument("--review", choices=translations.REVIEWS, required=True, help="who has checked it; only claim what happened")
    done.add_argument("--date", default=date.today().isoformat(), type=lambda text: date.fromisoformat(text).isoformat())
    changed = commands.add_parser("changed", help="say how much a change of the English matters to readers of a translation")
    changed.add_argument("page", help="a page id such as guide/who or toolbox/charter")
    changed.add_argument("parts", nargs="*", help="only these parts, e.g. summary or steps.read; otherwise all that changed")
    changed.add_argument("--as", dest="weight", choices=changes.WEIGHTS, required=True, help="wording: nothing new; meaning: readers are told; law: law or safety, readers get the English first")
    changed.add_argument("--why", default="", help="one sentence for the translators")
    chosen = parser.parse_args(arguments)
    try:
        known = [language.code for language in read_languages(ROOT, Problems(ROOT))]
        for code in [*getattr(chosen, "languages", []), *([chosen.language] if "language" in chosen else [])]:
            if code not in known or (code == SOURCE and chosen.command == "translated"):
                print(f'"{code}" cannot be used here. {nearest(code, [k for k in known if k != code])}', file=sys.stderr)
                return 1
        return _COMMANDS[chosen.command](chosen)
    except (ContentError, DocumentError, site.BuildError, translating.Unknown) as error:
        print(error, file=sys.stderr)
        return 1


def _check(_) -> int:
    project, problems = load(ROOT)
    for problem in problems:
        print(problem)
    print(readability.table(readability.report(page) for page in project.chapters))
    sheets, pages = len(project.sheets), len(project.pages)
    print(f"{len(problems)} problems in {sheets} worksheets and {pages} pages, all languages counted.")
    return 1 if len(problems) else 0


def _site(chosen) -> int:
    site.build(ROOT, ROOT / "site", only=chosen.languages)
    return 0


def _joint(_) -> int:
    site.join(ROOT, ROOT / "site")
    return 0


def _serve(_) -> int:
    (ROOT / "site").mkdir(exist_ok=True)
    try:
        server = serve.server(ROOT / "site")
    except OSError:
        print(f"Port {serve.PORT} of this machine is in use, perhaps by another preview. Stop that one first.", file=sys.stderr)
        return 1
    site.build(ROOT, ROOT / "site")
    serve.forever(server)
    return 0


def _status(chosen) -> int:
    project, _ = load(ROOT)
    codes = chosen.languages or [language.code for language in project.languages if language.code != SOURCE]
    for code in codes:
        for line in translating.status(project, code, chosen.page):
            print(line)
    return 0


def _translated(chosen) -> int:
    project, _ = load(ROOT)
    ids = tracked(project) if chosen.pages == ["all"] else chosen.pages
    project.records[chosen.language] = translating.note(project, chosen.language, ids, chosen.review, chosen.date)
    translations.write_records(ROOT, chosen.language, project.records[chosen.language])
    changes.write_changes(ROOT, translating.still_needed(project))
    print(f"Noted {len(ids)} pages in translations/{chosen.language}.yml.")
    return 0


def _changed(chosen) -> int:
    project, _ = load(ROOT)
    project.changes = translating.mark(project, chosen.page, chosen.parts, chosen.weight, chosen.why, date.today().isoformat())
    changes.write_changes(ROOT, translating.still_needed(project))
    print(f"Noted in {changes.FILE}.")
    return 0


_COMMANDS = {"check": _check, "site": _site, "joint": _joint, "serve": _serve, "status": _status, "translated": _translated, "changed": _changed}

if __name__ == "__main__":
    sys.exit(main())
