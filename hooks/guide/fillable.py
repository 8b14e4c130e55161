"""Turns the marked areas of a sheet into form fields that people can type into.

Typst cannot make form fields yet (its issue 1765). The template marks each area with a link to
`field:<kind>:<name>?<tip>`; Typst writes it as a tagged link with place, page and tab order, and here
the link becomes a field and its tag a Form. Offered for Latin and Cyrillic only: most viewers garble
typed Arabic.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from . import typingfont

FIELD = re.compile(r"field:(\w+):([^?]+)\?(.*)", re.DOTALL)
TALL = 24.0
"""From this height in points on, an area holds several lines."""


def make_fillable(content: bytes, font: Path) -> bytes:
    """The PDF with form fields in place of the marked links. The typing font is embedded for Cyrillic.

    Raises ValueError if the PDF has no marked areas.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        typing = typingfont.embed(pdf, font)
        parents = _parent_tree(pdf.Root.StructTreeRoot.ParentTree)
        fields = []
        for page in pdf.pages:
            for link in page.get("/Annots", []):
                found = FIELD.match(bytes(link.A.URI).decode()) if link.get("/Subtype") == Name.Link and "/URI" in link.get("/A", {}) else None
                if found:
                    fields.append(_to_field(pdf, link, parents, *found.groups()))
            page.Tabs = Name.S
        if not fields:
            raise ValueError("the sheet has no areas to type into")
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(fields), DR=Dictionary(Font=Dictionary(Noto=typing)), DA=String("/Noto 9 Tf 0 g")))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def _to_field(pdf: pikepdf.Pdf, link, parents: dict, kind: str, name: str, tip: str):
    x1, y1, x2, y2 = (float(v) for v in link.Rect)
    width, height = x2 - x1, y2 - y1
    for key in ("/A", "/Border", "/Contents"):
        if key in link:
            del link[key]
    link.Subtype, link.T, link.TU, link.F = Name.Widget, String(name), String(tip), 4
    if kind == "check":
        link.FT, link.V, link.AS = Name.Btn, Name.Off, Name.Off
        tick = f"q 1.2 w {width * 0.2:.1f} {height * 0.5:.1f} m {width * 0.42:.1f} {height * 0.22:.1f} l {width * 0.82:.1f} {height * 0.8:.1f} l S Q".encode()
        link.AP = Dictionary(N=Dictionary(Yes=_drawing(pdf, width, height, tick), Off=_drawing(pdf, width, height, b"q Q")))
        link.MK = Dictionary(CA=String("4"))
    else:
        link.FT, link.DA = Name.Tx, String(f"/Noto {9 if height > TALL else 8} Tf 0 g")
        link.AP = Dictionary(N=_drawing(pdf, width, height, b"/Tx BMC q Q EMC"))
        if height > TALL:
            link.Ff = 1 << 12  # several lines
    tag = parents[int(link.StructParent)]
    tag.S, tag.Alt = Name.Form, String(tip)
    kids = tag.K if isinstance(tag.K, Array) else Array([tag.K])
    tag.K = Array([kid for kid in kids if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR])
    return link


def _drawing(pdf: pikepdf.Pdf, width: float, height: float, content: bytes):
    stream = pdf.make_stream(content)
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, width, height])
    return stream


def _parent_tree(node, found: dict | None = None) -> dict:
    found = {} if found is None else found
    for kid in node.get("/Kids", []):
        _parent_tree(kid, found)
    numbers = list(node.get("/Nums", []))
    for key, value in zip(numbers[::2], numbers[1::2], strict=True):
        found[int(key)] = value
    return found
