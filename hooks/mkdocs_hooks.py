"""The only file that knows MkDocs. Each hook fetches from MkDocs, makes one call, and puts the answer back."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from guide import documents, opendata, search, stage, webpage
from guide.problems import ContentError
from guide.project import ROOT, content
from jinja2 import FileSystemBytecodeCache
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority

_preview = False


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember whether this is a preview of one language."""
    global _preview
    _preview = command == "serve"


@event_priority(0)  # before static-i18n (-100), which reads what is set here
def on_config(config):
    """Read the content, stop if something is wrong, and write the pages that MkDocs shall read."""
    code = os.environ.get("LANGUAGE", "en")
    try:
        project, problems = content(ROOT, code)
        problems.stop_if_any()
        papers = documents.build(project, code, books=not _preview)
    except (ContentError, documents.DocumentError) as error:
        raise Abort(str(error)) from None
    if code not in project.interface:
        raise Abort(f'"{code}" is not a language of languages.yml.')
    language, words = project.language(code), project.interface[code]
    folder = ROOT / "build" / "pages" / code
    stage.write(project, code, folder)
    config.docs_dir = str(folder)
    config.site_name = words["site"]["name"]
    if not _preview:
        config.site_url = config.site_url.rstrip("/") + "/" + language.prefix
    config.markdown_extensions += [*stage.MARKDOWN, "guide.markdown_sections"]
    config.mdx_configs.update(stage.MARKDOWN)
    config.mdx_configs["guide.markdown_sections"] = {"words": dict(words["guide"]), "language": code, "direction": language.direction}
    config.theme.static_templates = {"404.html"}
    config.extra["site"] = webpage.Site(project, language, papers, preview=_preview, repo=config.repo_url or "")
    return config


def on_files(files, *, config):
    """Keep pictures and our own static files (in a folder named after their content), leave out those of the theme."""
    site = config.extra["site"]
    for file in [f for f in files if not f.is_documentation_page()]:
        if file.src_dir == config.docs_dir:
            continue
        keep = site.has_static and file.src_uri.startswith("static/") and not file.src_uri.startswith("static/css/")
        if not keep:
            files.remove(file)
        else:
            file.dest_uri = file.url = site.static_path(file.src_uri)
    return files


def on_env(env, *, config, files):
    """Escape everything in templates unless it is HTML on purpose, and give templates the words."""
    env.autoescape, env.trim_blocks, env.lstrip_blocks = True, True, True
    kept = ROOT / "build" / "templates"
    kept.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(kept))
    env.globals |= config.extra["site"].template_globals()
    return env


def on_page_context(context, *, page, config, nav):
    """What this page shows besides its Markdown."""
    return context | config.extra["site"].page_context(page.file.src_uri.removesuffix(".md"), page.meta)


def on_post_build(*, config) -> None:
    """What stands beside the pages: search index, open data, documents, the style sheet."""
    site, folder = config.extra["site"], Path(config.site_dir)
    search.write(site.project, site.language.code, folder)
    opendata.write(site, folder)
    documents.copy(site.documents, folder)
    webpage.write_css(site, folder)


def on_serve(server, *, config, builder):
    """Watch what people write, not what is made from it."""
    server.unwatch(config.docs_dir)
    return server



def build_language(code: str, target: Path) -> list[str]:
    """Build one language into a folder. Returns what MkDocs complained about; `guide.site` calls this."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    said = _Said()
    logging.getLogger("mkdocs").addHandler(said)
    os.environ["LANGUAGE"] = code
    try:
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(target)))
    except Abort as stop:
        said.lines.append(str(stop))
    finally:
        logging.getLogger("mkdocs").removeHandler(said)
    return said.lines


class _Said(logging.Handler):
    """Keeps warnings and errors: a warning must not be overlooked."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
