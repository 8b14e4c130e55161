"""Terms explained on demand: a link to the page `glossary.md` becomes a button that shows the explanation.

The browser does that by itself (the `popover` attribute), without script. A browser that does not know
it yet shows the explanation in brackets after the term.
"""

from __future__ import annotations

import re
from html import escape

from .chapters import Page, Section
from .citations import plain
from .languages import SOURCE

LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(((?:\.\./)?glossary\.md)#([\w-]+)\)([\u00a0\u202f]?[.,;:!?)»…،؛؟]+)?")
"""A link to a term, with the punctuation after it, which must not stand alone on the next line."""


def with_notes(text: str, language: str, glossaries: tuple[Page, ...], more: str, place: str) -> str:
    """The Markdown of a section, its links to terms turned into buttons with notes.

    `glossaries`: the page of words in the `language` of the text, then the English one for terms it lacks.
    `more` is the link text to the page of all words. `place` makes the ids differ between sections.
    """
    number = 0

    def note(found: re.Match) -> str:
        nonlocal number
        words, file, term, after = found.groups(default="")
        known = [(page.language, section) for page in glossaries if (section := page.section(term))]
        if not known:
            return found[0]
        speaks, section = known[0]
        mark = f' lang="{SOURCE}" dir="ltr"' if speaks != language else ""
        number += 1
        id = escape(f"term-{place}-{number}")
        button = (
            f'<button type="button" class="term" popovertarget="{id}">{words}</button>'
            f'<span class="term-note" id="{id}" popover{mark}><b>{plain(section.title)}</b> {plain(explanation(section))} [{plain(more)}]({file}#{term})</span>'
        )
        return f'<span class="together">{button}{after}</span>' if after else button

    return LINK.sub(note, text)


def explanation(section: Section) -> str:
    """What a term means, in one line without marks."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)|\*\*|`", r"\1", " ".join(section.lines[1:]))
    return " ".join(text.split())
