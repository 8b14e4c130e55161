"""The font in which people type into a fillable PDF: a small part of Noto Sans, embedded once per file."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

# Latin with all European accents, Cyrillic, punctuation, currency signs.
RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x400, 0x45F), (0x490, 0x491), (0x2010, 0x2026), (0x202F, 0x203A), (0x20AC, 0x20AC), (0x2116, 0x2116))


@cache
def _subset(path: Path) -> tuple[bytes, dict[int, int], list[int], int]:
    """The small font file, character → glyph, the width of each glyph, units per em."""
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, recalc_timestamp=False)
    font = subset.load_font(str(path), options)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=[c for low, high in RANGES for c in range(low, high + 1)])
    worker.subset(font)
    out = io.BytesIO()
    font.save(out)
    small = TTFont(io.BytesIO(out.getvalue()))
    order = small.getGlyphOrder()
    glyphs = {char: order.index(name) for char, name in small.getBestCmap().items()}
    return out.getvalue(), glyphs, [small["hmtx"][name][0] for name in order], small["head"].unitsPerEm


def embed(pdf: pikepdf.Pdf, path: Path):
    """Put the font into a PDF and return it as an object for the form's resources (a Type 0 font, ISO 32000-1, 9.7)."""
    content, glyphs, widths, units = _subset(path)
    scaled = [round(width * 1000 / units) for width in widths]
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/NotoSans"), Flags=32, FontBBox=Array([-621, -389, 2800, 1067]),
        ItalicAngle=0, Ascent=1069, Descent=-293, CapHeight=714, StemV=80, FontFile2=pdf.make_stream(content),
    )  # fmt: skip
    child = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/NotoSans"), CIDToGIDMap=Name.Identity,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor), W=Array([0, Array(scaled)]),
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/NotoSans"), Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(child)]), ToUnicode=pdf.make_stream(_to_unicode(glyphs)),
    )  # fmt: skip
    return pdf.make_indirect(font)


def _to_unicode(glyphs: dict[int, int]) -> bytes:
    pairs = [f"<{glyph:04X}> <{char:04X}>" for char, glyph in sorted(glyphs.items(), key=lambda item: item[1])]
    blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    head = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    return (head + body + "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend").encode()
