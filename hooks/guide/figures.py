"""Draws a figure: `figures/<id>/figure.svg` is a template, the words come from `figures/<id>/<language>.yml`.

The template places everything with x(), which mirrors the picture for scripts that run from the right;
the words themselves are never mirrored.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .project import Project

WIDTH, HEIGHT = 720, 420


def svg(project: Project, language: str, id: str, alt: str) -> str:
    """The figure as an SVG element with its text version as label."""
    rtl = project.language(language).direction == "rtl"
    return _templates(project.root).get_template(f"{id}/figure.svg").render(
        words=project.figures[language, id],
        alt=alt,
        x=(lambda value: WIDTH - value) if rtl else (lambda value: value),
        direction="rtl" if rtl else "ltr",  # so that "start" of a text is its right end where due
        width=WIDTH,
        height=HEIGHT,
    )


def standalone(project: Project, language: str, id: str, alt: str) -> str:
    """The figure as a file of its own, with its style inside, for books."""
    style = (project.root / "overrides" / "paper" / "figure.css").read_text(encoding="utf-8")
    return re.sub(r"(<svg[^>]*>)", lambda found: f"{found[1]}<style>{style}</style>", svg(project, language, id, alt), count=1)


def html(project: Project, language: str, id: str, alt: str) -> str:
    """The figure for a page, on one line so that Markdown leaves it alone."""
    drawn = re.sub(r">\s+<", "><", svg(project, language, id, alt))
    return f'<figure class="drawing" tabindex="0">{" ".join(drawn.split())}</figure>'


@cache
def _templates(root: Path) -> Environment:
    return Environment(loader=FileSystemLoader(root / "figures"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
