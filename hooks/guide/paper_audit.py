"""Looks at every finished PDF: is it tagged, does it have its language and title, can its text be read out?"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable

import pikepdf
import pypdfium2

ENOUGH = 0.85
"""Share of the words asked for (title, summary, labels) that must be found again in the text of a PDF.

Not all of them: on a fillable sheet some labels stand in the names of the fields, and programs that read
Arabic PDFs turn around a few short words. Words with vowel signs are not asked for, because no
program we tried finds them. A wrong font brings the share below 0.4.
"""


def problems(content: bytes, language: str, texts: Iterable[str], *, fillable: bool = False) -> list[str]:
    """What is wrong with a PDF in a language in which `texts` must be found. Empty if nothing is."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root
        if not root.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in root:
            found.append("it is not tagged")
        if str(root.get("/Lang", ""))[:2] != language:
            found.append(f"its language is {root.get('/Lang')}, not {language}")
        fields = len(root.AcroForm.Fields) if "/AcroForm" in root else 0
        if fillable != bool(fields):
            found.append(f"it has {fields} fields to type into")
    share = found_share(content, texts)
    if share < ENOUGH:
        found.append(f"only {share:.0%} of its words can be read out")
    return found


def found_share(content: bytes, texts: Iterable[str]) -> float:
    """The share of the words of `texts` that a program finds in the PDF."""
    pdf = pypdfium2.PdfDocument(content)
    try:
        text = " ".join(pdf[n].get_textpage().get_text_bounded() for n in range(len(pdf)))
    finally:
        pdf.close()
    return words_found(text, texts)


def words_found(text: str, texts: Iterable[str]) -> float:
    """The share of the words of `texts` that stand in the text of a document."""
    there, words = set(_words(text)), " ".join(texts).split()
    wanted = _words(" ".join(word for word in words if not any(unicodedata.category(c) == "Mn" for c in word)))
    return sum(word in there for word in wanted) / max(1, len(wanted))


def _words(text: str) -> list[str]:
    # Ligatures and presentation forms are the same letters to a reader; soft line ends split no word.
    text = unicodedata.normalize("NFKC", text.replace("\ufffe", "").replace("\u00ad", "")).lower()
    return re.findall(r"[^\W\d_]{2,}", "".join(c for c in text if unicodedata.category(c) != "Mn"))
