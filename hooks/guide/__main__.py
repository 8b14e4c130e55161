"""The commands: python -m guide check | site | joint | serve | status | translated | changed | export | import |
mend | language | report.

`make` calls the first ones; the others are for translators and authors.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from . import (
    changes,
    new_language,
    po,
    readability,
    report,
    serve,
    site,
    translating,
    translation_checks,
    translations,
    typography,
)
from .documents import DocumentError
from .languages import SOURCE, read_languages
from .opendata import tracked
from .problems import ContentError, Problems, nearest
from .project import ROOT, load
from .site_address import site_url


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
    out = commands.add_parser("export", help="write all texts of a language into one PO file, for people without Git")
    out.add_argument("language")
    out.add_argument("file", nargs="?", type=Path, help="otherwise build/<language>.po")
    out.add_argument("--page", action="append", default=[], metavar="PAGE", help="only this page, e.g. guide/who; may be given several times")
    back = commands.add_parser("import", help="take back what was edited in such a file")
    back.add_argument("language")
    back.add_argument("file", type=Path)
    back.add_argument("--review", choices=translations.REVIEWS, default="machine-draft", help="who has checked the pages that are new; those that exist keep their kind")
    mend = commands.add_parser("mend", help="set typography and spelling right in the files of a language, as the check says")
    mend.add_argument("language")
    new = commands.add_parser("language", help="add a language: its entry in languages.yml and the files to begin with")
    new.add_argument("code", help="two or three small letters, e.g. de")
    new.add_argument("name", help="the name of the language in itself, e.g. Deutsch")
    new.add_argument("--direction", choices=("ltr", "rtl"), default="ltr", help="rtl for a script that runs from the right")
    told = commands.add_parser("report", help="say what a pull request changes in the translations, in Markdown")
    told.add_argument("base", help="the commit to compare with, e.g. origin/main")
    told.add_argument("--preview", default="", help="where the pages with this change can be had")
    chosen = parser.parse_args(arguments)
    try:
        known = [language.code for language in read_languages(ROOT, Problems(ROOT))]
        for code in [*getattr(chosen, "languages", []), *([chosen.language] if "language" in chosen else [])]:
            if code not in known or (code == SOURCE and chosen.command in ("translated", "export", "import", "mend")):
                print(f'"{code}" cannot be used here. {nearest(code, [k for k in known if k != code])}', file=sys.stderr)
                return 1
        return _COMMANDS[chosen.command](chosen)
    except (ContentError, DocumentError, site.BuildError, translating.Unknown, po.NotReadable, new_language.NotPossible, report.NoHistory) as error:
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


def _export(chosen) -> int:
    project, _ = load(ROOT)
    path = chosen.file or ROOT / "build" / f"{chosen.language}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(po.write(project, chosen.language, chosen.page))
    print(f"All texts stand in {path}.")
    return 0


def _import(chosen) -> int:
    project, _ = load(ROOT)
    if not chosen.file.is_file():
        raise po.NotReadable(f"there is no file {chosen.file}.")
    result, texts = po.read(project, chosen.language, chosen.file.read_bytes())
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    project, problems = load(ROOT)
    translating.follow(project, chosen.language, result.pages, chosen.review, date.today().isoformat())
    translations.write_records(ROOT, chosen.language, project.records[chosen.language])
    for heading, entries in (("Taken", result.taken), ("Confirmed", result.confirmed), ("CONFLICTS, not taken", result.conflicts), ("Not taken", result.left)):
        print(f"{heading}: {len(entries)}", *(f"  {entry}" for entry in entries), sep="\n")
    own = [problem for problem in problems if problem.path in result.written]
    if own:
        print("The check says about what was taken:", *own, sep="\n")
    return 1 if own or result.conflicts or result.left else 0


def _mend(chosen) -> int:
    spelling = typography.read_spelling(ROOT, Problems(ROOT)).get(chosen.language, {})
    for path in translation_checks.files(ROOT, chosen.language):
        text = path.read_text(encoding="utf-8")
        if (new := translation_checks.mended(path, text, chosen.language, spelling)) != text:
            path.write_text(new, encoding="utf-8")
            print(f"Mended {path.relative_to(ROOT)}.")
    return 0


def _language(chosen) -> int:
    for path in new_language.add(ROOT, chosen.code, chosen.name, chosen.direction):
        print(f"Written: {path.relative_to(ROOT)}")
    print(f"Translate interface/{chosen.code}.yml first; `make check` names what is still English in it. Then read handbook/add-a-language.md.")
    return 0


def _report(chosen) -> int:
    project, problems = load(ROOT)
    print(*report.report(project, problems, report.changed_files(ROOT, chosen.base), site_url(), chosen.preview), sep="\n")
    return 0


_COMMANDS = {"check": _check, "site": _site, "joint": _joint, "serve": _serve, "status": _status, "translated": _translated, "changed": _changed, "export": _export, "import": _import, "mend": _mend, "language": _language, "report": _report}

if __name__ == "__main__":
    sys.exit(main())
