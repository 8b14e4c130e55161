"""Checks of Markdown pages: what a reader would stumble over, and what a page must never contain."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from markdown import Markdown

from .chapters import OWN, Page
from .problems import Problems, nearest
from .proven import Proven

LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s]*)\)")
FOOTNOTE = re.compile(r"\[\^([^\]]+)\](:?)")
HTML = re.compile(r"<(/?[a-zA-Z!?][^>]*)>?")
AUTOLINK = re.compile(r"<(https?://[^\s<>]+|[\w.+-]+@[\w.-]+)>")
ATTRIBUTES = re.compile(r"\{:?\s*[^}]*=[^}]*\}|\{:[^}]*\}")
REFERENCE = re.compile(r"(?<!\])\[[^\]^]+\]\[[^\]]*\]|^\s{0,3}\[[^\]^]+\]:\s")
LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX|TBD|[Ll]orem ipsum)\b")
SNIPPET = re.compile(r"^\s*-*8<-+|\{%|\{\{")
LONGEST = 2000
"""Characters in a line. One sentence per line needs far less."""
TAGS = {
    "h1": {"id"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "a": {"href"}, "img": {"src", "alt"}, "th": {"style"}, "td": {"style"}, "ol": {"start"},
    **{tag: set() for tag in ("p", "ul", "li", "strong", "em", "code", "blockquote", "table", "thead", "tbody", "tr", "br")},
}  # fmt: skip
"""What a text may become, with the attributes that each may have."""
PICTURES = (".png", ".jpg", ".jpeg", ".webp")


def check_page(page: Page, problems: Problems, proven: Proven, *, root: Path, sources: Collection[str], figures: Collection[str], anchors: Callable[[str], Collection[str] | None]) -> None:
    """Note everything wrong in a page. `anchors(path)` gives the ids on the page `path`, or None if there is no such page."""
    for section in page.sections:
        before = len(problems)
        for offset, line in enumerate(section.lines):
            if len(line) > LONGEST:
                problems.add(page.path, section.line + offset, f"this line has more than {LONGEST} characters. Write one sentence per line.")
                continue
            _check_line(page, section.line + offset, line, problems, root, sources, figures, anchors)
        _check_tables(page, section, problems)
        if len(problems) == before and (key := proven.key("result", section.text)) not in proven:
            _check_result(page, section, problems)
            if len(problems) == before:
                proven.add(key)


class _Walk(HTMLParser):
    """Notes what stands in the HTML of a section and is not allowed there."""

    def __init__(self):
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in TAGS:
            self.found.append((f"<{tag}", f'the text becomes the HTML element "{tag}", which is not allowed here.'))
        elif wrong := sorted(set(given) - TAGS[tag]):
            self.found.append((str(given[wrong[0]] or wrong[0]), f'attributes such as "{wrong[0]}" are not allowed. Only a heading has an id, e.g. {{#needs}}.'))
        elif tag.startswith("h") and not given.get("id"):
            self.found.append(("", "a heading needs a short English id in braces, the same in every language."))
        elif tag == "a" and re.match(r"(?!https?:|mailto:)[\w+.\s-]*:", given.get("href") or "", re.IGNORECASE):
            self.found.append((str(given["href"]), f'the address "{given["href"][:60]}" is not allowed. Links begin with https:// or name a page, e.g. who.md.'))

    handle_startendtag = handle_starttag

    def handle_comment(self, data: str) -> None:
        self.found.append(("<!--", "comments are not allowed in texts. Delete it."))


def _check_result(page: Page, section, problems: Problems) -> None:
    """Turn the section into HTML, as the site does, and allow only known elements, attributes and addresses.

    The checks of single lines give better messages; this one sees what Markdown really makes of the text.
    """
    walk = _Walk()
    walk.feed(_markdown().reset().convert(section.text))
    walk.close()
    for part, message in walk.found:
        at = next((n for n, line in enumerate(section.lines) if part and part.lower() in line.lower()), 0)
        problems.add(page.path, section.line + at, message)


@cache
def _markdown() -> Markdown:
    return Markdown(extensions=["attr_list", "tables"])


def _check_line(page, number, line, problems, root, sources, figures, anchors):
    def add(message: str, fix: str = "") -> None:
        problems.add(page.path, number, message, fix)

    bare = AUTOLINK.sub("", line)
    if found := HTML.search(bare):
        program = re.match(r"/?(script|style|iframe|object|embed)", found[1], re.IGNORECASE)
        add(f'HTML such as "<{found[1][:30]}>" is not allowed in texts. Use Markdown only.', "" if program else HTML.sub("", bare).strip()[:120])
    if found := ATTRIBUTES.search(bare):
        add(f'attributes such as "{found[0][:40]}" are not allowed. Only a heading has an id, e.g. {{#needs}}.', ATTRIBUTES.sub("", bare).strip()[:120])
    if SNIPPET.search(bare):
        add("marks of a template or an included file are not allowed in texts.")
    if found := REFERENCE.search(bare):
        add(f'write the address beside the link text, not "{found[0].strip()[:40]}".', "[text](page.md)")
    if found := LEFTOVER.search(bare):
        add(f'"{found[0]}" is left over. Finish the sentence or take it out.')
    for id, definition in FOOTNOTE.findall(bare):
        if definition:
            add("sources stand in sources.yml, not in the page. Delete this line and add the entry there.")
        elif id not in sources:
            add(f'the source "{id}" is not in sources.yml. {nearest(id, sources)}')
    if line.startswith(("```", "~~~")):
        add("blocks of code are not used in these texts. Delete the marks.")
    if "](figure:" in line and not re.fullmatch(r"!\[[^\[\]]+\]\(figure:[\w-]+\)\s*", line):
        add("a figure stands alone on its line, without brackets in its text.", "![What it shows](figure:who)")
    for picture, text, target in LINK.findall(line):
        message = _check_picture(page, text, target, root, figures) if picture else _check_link(page, text, target, anchors)
        if message:
            add(message)


def _check_picture(page: Page, text: str, target: str, root: Path, figures: Collection[str]) -> str:
    if not text.strip():
        return "the picture has no text for people who cannot see it. Write it between the square brackets."
    if target.startswith("figure:"):
        id = target.removeprefix("figure:")
        return "" if id in figures else f'the figure "{id}" does not exist. {nearest(id, figures)}'
    path = (page.path.parent / target).resolve()
    if ":" in target or not path.is_relative_to((root / "docs" / "assets").resolve()):
        return f'the picture "{target}" must lie in docs/assets.'
    if path.suffix.lower() not in PICTURES:
        return f'the picture must be one of {", ".join(PICTURES)}.'
    return "" if path.is_file() and not path.is_symlink() else f'the picture "{target}" does not exist.'


def _check_link(page: Page, text: str, target: str, anchors: Callable[[str], Collection[str] | None]) -> str:
    if not text.strip():
        return f'the link to "{target}" has no text.'
    if re.match(r"https://[^\s]+$|mailto:[^\s]+@[^\s]+$", target):
        return ""
    if re.match(r"[a-zA-Z][\w+.-]*:|//", target):
        return f'the address "{target[:60]}" is not allowed. Links begin with https:// or name a page, e.g. who.md.'
    if target.startswith("/"):
        return f'the address "{target}" begins with /. Name the page from here, e.g. ../toolbox/charter.md.'
    file, _, anchor = target.partition("#")
    name = _resolve(page.id, file) if file else page.id
    if name is None:
        return f'the link "{target}" leaves the pages of this language.'
    if file and not file.endswith(".md"):
        return f'the link "{target}" must name the page file, e.g. {file.strip("/")}.md.'
    ids = anchors(name)
    if ids is None:
        return f'the page "{target}" does not exist.'
    if anchor and anchor not in ids:
        return f'there is no heading with the id "{anchor}" on that page. {nearest(anchor, ids)}'
    return ""


def _resolve(page_id: str, file: str) -> str | None:
    """The id of the page that a relative link points to; None if it climbs out of the language."""
    parts = page_id.split("/")[:-1]
    for part in file.removesuffix(".md").split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def footnote_ids(text: str) -> list[str]:
    """The sources that a text names, in the order of their first use."""
    return list(dict.fromkeys(id for id, definition in FOOTNOTE.findall(text) if not definition))


def _check_tables(page: Page, section, problems: Problems) -> None:
    """Every row of a table has as many cells as its head."""
    width = 0
    for offset, line in enumerate(section.lines):
        cells = len(re.findall(r"(?<!\\)\|", line.strip().strip("|"))) + 1 if line.strip().startswith("|") else 0
        if cells and width and cells != width:
            problems.add(page.path, section.line + offset, f"this row has {cells} cells, the table has {width}.")
        width = width or cells if cells else 0


def counts(page: Page, section_id: str) -> dict[str, int]:
    """What a translation must have as often as the source: used to compare two languages."""
    section = page.section(section_id)
    text = section.text if section else ""
    lines = text.split("\n")
    return {
        "headings": sum(bool(re.match(r"#{2,6} ", line)) for line in lines),
        "list entries": sum(bool(re.match(r"\s*([-*]|\d+\.) ", line)) for line in lines),
        "table rows": sum(line.startswith("|") for line in lines),
        "sources": sum(1 for _, definition in FOOTNOTE.findall(text) if not definition),
        "links": sum(not picture for picture, _, _ in LINK.findall(text)),
        "figures": sum(bool(picture) for picture, _, _ in LINK.findall(text)),
    }


def compare_pages(source: Page, own: Page, problems: Problems) -> None:
    """Note where a translation has other sections, sub-headings, lists, tables, links or sources than the English page."""
    ours = {s.id: s for s in own.sections}
    missing = [s.id for s in source.sections if s.id not in ours]
    for section in own.sections:
        if section.id and source.section(section.id) is None:
            hint = f"Not yet here: {', '.join(missing)}." if missing else "Delete the section."
            problems.add(own.path, section.line, f'the English page has no section "{section.id}". {hint}')
    order = [s.id for s in source.sections if s.id in ours]
    if order != [s.id for s in own.sections if source.section(s.id)]:
        problems.add(own.path, own.sections[0].line, "the sections stand in another order than in English.", " → ".join(order))
    for section in source.sections:
        if section.id not in ours or source.id in OWN:
            continue
        theirs, mine = counts(source, section.id), counts(own, section.id)
        for name, number in theirs.items():
            if mine[name] != number:
                problems.add(own.path, ours[section.id].line, f'{name} in the section "{section.id}": {mine[name]} here, {number} in English.')
        if missing := _ids(section.text) - _ids(ours[section.id].text):
            problems.add(own.path, ours[section.id].line, f"these heading ids of the English section are missing: {', '.join(sorted(missing))}.")


def _ids(text: str) -> set[str]:
    return set(re.findall(r"^#{2,6} .*\{#([\w-]+)\}\s*$", text, re.MULTILINE))
