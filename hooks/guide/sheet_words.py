"""Puts the words of a language into the structure of a worksheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from .layouts import layout_words
from .model import LEVELS_OF_A_STATEMENT, Field, Layout, Option, Pitfall, Step, Worksheet
from .problems import Problems
from .reading import Reader
from .yamlfile import Map

WORDS = (
    "title", "summary", "purpose", "when", "when-not", "need", "steps", "tips", "pitfalls", "administration",
    "offline", "inclusion", "next", "also-known-as", "origin", "layout", "sections", "fields",
)  # fmt: skip


def add_words(sheet: Worksheet, value: Map, path: Path, language: str, problems: Problems) -> Worksheet:
    """The worksheet with the words of a language, as they were read from `path`."""
    r = Reader(value, path, problems)
    r.known(WORDS)
    steps = _by_id(r, "steps", [s.id for s in sheet.steps])
    fields = _by_id(r, "fields", [f.id for f in sheet.fields])
    layout = layout_words(r, sheet.layout)
    return replace(
        sheet,
        language=language,
        layout=layout,
        steps=tuple(_step_words(s, steps.get(s.id)) for s in sheet.steps),
        fields=tuple(_levelled(_field_words(f, fields.get(f.id)), layout) for f in sheet.fields),
        pitfalls=tuple(Pitfall(p.text("problem"), p.text("cure")) for p in r.children("pitfalls")),
        **{name: r.text(name) for name in ("title", "summary", "purpose", "offline", "inclusion", "next", "origin")},
        **{name.replace("-", "_"): tuple(map(str, r.texts(name))) for name in ("when", "when-not", "need", "tips", "administration", "also-known-as")},
    )


def _levelled(f: Field, layout: Layout) -> Field:
    """A field of type level has one option for each level, named alike in the whole sheet: "3 · Used by all"."""
    if f.type != "level":
        return f
    return replace(f, options=tuple(Option(str(n), f"{n} · {layout.words.get(str(n), '')}") for n in LEVELS_OF_A_STATEMENT))


def _by_id(r: Reader, key: str, ids: Collection[str]) -> dict[str, Reader]:
    """The blocks below a name, one for each id of the structure; missing and surplus ones are problems."""
    block = r.child(key)
    if block is None:
        return {}
    block.known(ids)
    for id in ids:
        if not block.has(id):
            block.add(block.value.line, f'the words for "{id}" are missing below "{key}".', f"{id}:")
    return {id: child for id in ids if block.has(id) and (child := block.child(id))}


def _step_words(step: Step, r: Reader | None) -> Step:
    if r is None:
        return step
    r.known(("title", "text"))
    return replace(step, title=r.text("title"), text=r.text("text"))


def _field_words(f: Field, r: Reader | None) -> Field:
    if r is None:
        return f
    group, scale, choice = f.type == "group", f.type == "scale", f.type == "choice"
    keys = ["label", "hint"] + ["item", "add", "fields"] * group + ["low", "high"] * scale + ["options"] * choice
    r.known(keys)
    options, fields = f.options, f.fields
    if choice and (block := r.child("options")):
        block.known([o.id for o in f.options])
        options = tuple(Option(o.id, block.text(o.id)) for o in f.options)
    if group:
        words = _by_id(r, "fields", [p.id for p in f.fields])
        fields = tuple(_field_words(p, words.get(p.id)) for p in f.fields)
    return replace(
        f,
        label=r.text("label"),
        hint=r.text("hint", ""),
        item=r.text("item") if group else "",
        add=r.text("add") if group else "",
        low=r.text("low") if scale else "",
        high=r.text("high") if scale else "",
        options=options,
        fields=fields,
    )
