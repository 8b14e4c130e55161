"""A worksheet as a Word file: the fields in their reading order, each a place to type; right-to-left where due."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from . import compute
from .languages import Language
from .model import Field, Worksheet
from .paper import facts_of, step_minutes
from .yamlfile import Map

LATIN, ARABIC = "Calibri", "Arial"
"""Fonts by name only: the reader's own program brings them, or a similar one."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every part of the file, so that the same words give the same bytes."""


def render(sheet: Worksheet, words: Map, language: Language, address: str) -> bytes:
    """The Word file."""
    return _Writer(sheet, words, language, address).save()


class _Writer:
    def __init__(self, sheet: Worksheet, words: Map, language: Language, address: str):
        self.sheet, self.words, self.language, self.address = sheet, words, language, address
        self.rtl = language.direction == "rtl"
        self.doc = Document()
        self.controls = 0
        self._styles()
        self._page()
        self._head()
        before, after = sheet.around_sections
        for f in before:
            self._field(f)
        for section in sheet.layout.sections:
            self._heading(section.label, 2)
            for f in sheet.fields_of_section(section.id):
                self._field(f)
        if sheet.layout.bands:
            self._shares()
        for f in after:
            self._field(f)
        self._how()

    # --- Parts of the file ------------------------------------------------------------------------------

    def _head(self) -> None:
        p, s = self.words["paper"], self.sheet
        self._heading(s.title, 0)
        self._paragraph(s.summary)
        self._paragraph(" · ".join([f"{s.code} · {self.words['phases'][s.phase]}", *facts_of(s, self.words)]), size=9)
        table = self._table(1, [1, 1])
        for cell, label in zip(table.rows[0].cells, (p["group"], p["date"]), strict=True):
            self._fill(cell.paragraphs[0], self._labelled(label, ""), bold=True)
            self._control(cell.paragraphs[0], label)

    def _field(self, f: Field) -> None:
        if f.type == "group":
            self._group(f)
        elif f.type == "scores":
            self._scores(f)
        elif f.type == "check":
            line = self._paragraph("")
            self._tickbox(line, f.label)
            self._fill(line, f" {self._mark(f)}{f.label}", bold=True)
            self._fill(line, f" {f.hint}", size=9)
        else:
            self._heading(self._mark(f) + f.label, 3)
            if f.hint:
                self._paragraph(f.hint, size=9, keep=True)
            table = self._table(1, [1])
            table.rows[0].height = Mm(9 if f.type != "paragraph" else 7 * f.rows)
            self._answer(table.rows[0].cells[0].paragraphs[0], f, f.label)
            self._paragraph("", size=4)

    def _group(self, f: Field) -> None:
        self._heading(self._mark(f) + f.label, 2)
        if f.hint:
            self._paragraph(f.hint, size=9, keep=True)
        computed = self._computed(f)
        widths = [0.2] + [{"paragraph": 1.6, "line": 1.3}.get(inner.type, 0.9) for inner in f.fields] + [0.5] * len(computed)
        table = self._table(1 + f.start, widths, header=True)
        heads = ["#", *(self._mark(i) + i.label + (f" (× {i.weight})" if i.weight else "") for i in f.fields), *computed]
        for cell, text, hint in zip(table.rows[0].cells, heads, ["", *(i.hint for i in f.fields), *("" for _ in computed)], strict=True):
            self._fill(cell.paragraphs[0], text, bold=True)
            if hint:
                self._fill(cell.add_paragraph(), hint, size=8)
                self._direct(cell.paragraphs[-1])
        for number, row in enumerate(table.rows[1:], 1):
            row.height = Mm(10)
            self._fill(row.cells[0].paragraphs[0], str(number))
            for cell, inner in zip(row.cells[1:], f.fields, strict=False):
                self._answer(cell.paragraphs[0], inner, f"{f.item} {number}: {inner.label}")
            for cell, name in zip(row.cells[1 + len(f.fields):], computed, strict=True):
                self._control(cell.paragraphs[0], f"{f.item} {number}: {name}")
        if f.id == self.sheet.computed_group and self.sheet.computation == "points":
            self._paragraph(f"{self.words['form']['formula']}.", size=9)
        if f.id == self.sheet.computed_group and self.sheet.computation == "sum":
            line = self._paragraph("")
            self._fill(line, self._labelled(self.words["form"]["sum"], ""), bold=True)
            self._control(line, self.words["form"]["sum"])
        self._paragraph("", size=4)

    def _computed(self, group: Field) -> list[str]:
        """The names of the columns that follow from the others, for the group of a sheet that computes."""
        columns = {"points": ("total", "rank"), "clock": ("clock",)}.get(self.sheet.computation, ())
        return [self.words["form"][name] for name in columns] if group.id == self.sheet.computed_group else []

    def _shares(self) -> None:
        """The result of each section, to fill in by hand, and what it means. The spreadsheet computes it."""
        form, sheet = self.words["form"], self.sheet
        self._heading(form["result"], 2)
        self._paragraph(f"{form[compute.RULES[sheet.computation]]}.", size=9, keep=True)
        table = self._table(len(sheet.layout.sections), [2, 1])
        for row, section in zip(table.rows, sheet.layout.sections, strict=True):
            self._fill(row.cells[0].paragraphs[0], section.label, bold=True)
            self._control(row.cells[1].paragraphs[0], section.label)
            self._fill(row.cells[1].paragraphs[0], f" / {compute.most(sheet, section.id)}")
        for band in sheet.layout.bands:
            line, range_of = self._paragraph(""), compute.band_range(sheet, band, self.words["site"]["decimal"])
            self._fill(line, f"{range_of} ", bold=True)
            self._fill(line, band.text)

    def _scores(self, f: Field) -> None:
        options, criteria = self.sheet.placed("options"), self.sheet.placed("criteria")
        form = self.words["form"]
        self._heading(self._mark(f) + f.label, 2)
        self._paragraph(f"{f.hint} {form['formula']}.", size=9, keep=True)
        table = self._table(1 + options.start, [1.3] + [0.8] * criteria.start + [0.6, 0.6], header=True)
        heads = [options.item, *(f"{criteria.item} {n}" for n in range(1, criteria.start + 1)), form["total"], form["rank"]]
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            self._fill(cell.paragraphs[0], text, bold=True)
        for number, row in enumerate(table.rows[1:], 1):
            self._fill(row.cells[0].paragraphs[0], str(number))
            for cell, head in zip(row.cells[1:], heads[1:], strict=True):
                self._control(cell.paragraphs[0], f"{options.item} {number}, {head}")
        self._paragraph("", size=4)

    def _how(self) -> None:
        s, w = self.sheet, self.words["sheet"]
        self.doc.add_page_break()
        self._heading(self.words["paper"]["how"], 1)
        for title, body in ((w["purpose"], s.purpose), (w["when"], s.when), (w["when-not"], s.when_not), (w["need"], (*s.need, self._labelled(w["materials"], self.words["site"]["between"].join(self.words["materials"][m] for m in s.materials))))):
            self._text(title, body)
        self._heading(w["steps"], 2)
        for number, step in enumerate(s.steps, 1):
            line = self._paragraph("")
            self._fill(line, f"{number}. {step.title} ", bold=True)
            self._fill(line, f"({step_minutes(step, self.words)})", size=9)
            self._paragraph(step.text)
        self._text(w["tips"], s.tips)
        self._heading(w["pitfalls"], 2)
        for pitfall in s.pitfalls:
            line = self._paragraph("")
            self._fill(line, f"{pitfall.problem} ", bold=True)
            self._fill(line, pitfall.cure)
        for title, body in ((w["administration"], s.administration), (w["inclusion"], s.inclusion), (w["offline"], s.offline), (w["next"], s.next), (w["origin"], s.origin)):
            self._text(title, body)
        p = self.words["paper"]
        footer = self.doc.sections[0].footer.paragraphs[0]
        self._direct(footer)
        self._fill(footer, " · ".join([p["footer"].format(code=s.code, version=s.version, language=self.language.name), self.words["site"]["name"], p["licence"], self.address]), size=8)

    def _text(self, title: str, body) -> None:
        self._heading(title, 2)
        for line in [body] if isinstance(body, str) else body:
            self._paragraph(line, style="Normal" if isinstance(body, str) else "List Bullet")

    # --- Places to type -----------------------------------------------------------------------------------

    def _answer(self, paragraph, f: Field, label: str) -> None:
        """A place to type, of the kind the field asks for."""
        if f.type == "check":
            self._tickbox(paragraph, label)
        elif f.type in ("choice", "level"):
            self._control(paragraph, label, options=[(o.id, o.label) for o in f.options])
        else:
            self._control(paragraph, label)

    def _control(self, paragraph, label: str, options: list[tuple[str, str]] | None = None) -> None:
        """A content control (ECMA-376, w:sdt): text, or a list to choose from."""
        self._direct(paragraph)
        sdt, props = self._sdt(label)
        if options:
            chooser = _element("w:dropDownList")
            for id, text in options:
                chooser.append(_element("w:listItem", {"w:displayText": text, "w:value": id}))
            props.append(chooser)
        else:
            props.append(_element("w:text", {"w:multiLine": "1"}))
        content = _element("w:sdtContent")
        content.append(self._run("\u2026" if not options else self.words["form"]["choose"]))
        sdt.append(content)
        paragraph._p.append(sdt)

    def _tickbox(self, paragraph, label: str) -> None:
        self._direct(paragraph)
        sdt, props = self._sdt(label, placeholder=False)
        box = OxmlElement("w14:checkbox", nsdecls={"w14": "http://schemas.microsoft.com/office/word/2010/wordml"})
        for name, value in (("checked", "0"), ("checkedState", "2612"), ("uncheckedState", "2610")):
            inner = OxmlElement(f"w14:{name}", nsdecls={"w14": "http://schemas.microsoft.com/office/word/2010/wordml"})
            inner.set("{http://schemas.microsoft.com/office/word/2010/wordml}val", value)
            if name != "checked":
                inner.set("{http://schemas.microsoft.com/office/word/2010/wordml}font", "MS Gothic")
            box.append(inner)
        props.append(box)
        content = _element("w:sdtContent")
        content.append(self._run("\u2610"))
        sdt.append(content)
        paragraph._p.append(sdt)

    def _sdt(self, label: str, *, placeholder: bool = True):
        self.controls += 1
        sdt, props = _element("w:sdt"), _element("w:sdtPr")
        props.append(_element("w:alias", {"w:val": label[:64]}))
        props.append(_element("w:tag", {"w:val": f"field-{self.controls}"}))
        props.append(_element("w:id", {"w:val": str(1000 + self.controls)}))
        if placeholder:
            props.append(_element("w:showingPlcHdr"))
        sdt.append(props)
        return sdt, props

    # --- Words and direction --------------------------------------------------------------------------------

    def _labelled(self, label: str, value: str) -> str:
        return self.words["site"]["labelled"].format(label=label, value=value)

    def _mark(self, f: Field) -> str:
        return "• " if f.short else ""

    def _heading(self, text: str, level: int) -> None:
        paragraph = self.doc.add_heading(level=level)
        self._fill(paragraph, text)
        self._direct(paragraph)

    def _paragraph(self, text: str, *, size: float = 0, style: str = "Normal", keep: bool = False):
        paragraph = self.doc.add_paragraph(style=style)
        paragraph.paragraph_format.keep_with_next = keep or None
        if size and not text:
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.line_spacing = Pt(size)
        self._fill(paragraph, text, size=size)
        self._direct(paragraph)
        return paragraph

    def _fill(self, paragraph, text: str, *, bold: bool = False, size: float = 0) -> None:
        if text:
            paragraph._p.append(self._run(text, bold=bold, size=size))
            self._direct(paragraph)

    def _run(self, text: str, *, bold: bool = False, size: float = 0):
        run, props = _element("w:r"), _element("w:rPr")
        if bold:
            props.append(_element("w:b"))
            props.append(_element("w:bCs"))
        if size:
            props.append(_element("w:sz", {"w:val": str(round(size * 2))}))
            props.append(_element("w:szCs", {"w:val": str(round(size * 2))}))
        if self.rtl:
            props.append(_element("w:rtl"))
        run.append(props)
        words = _element("w:t", {"xml:space": "preserve"})
        words.text = text
        run.append(words)
        return run

    def _direct(self, paragraph) -> None:
        if self.rtl:
            props = paragraph._p.get_or_add_pPr()
            if props.find(qn("w:bidi")) is None:
                props.insert_element_before(_element("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr")

    def _table(self, rows: int, widths: list[float], *, header: bool = False):
        table = self.doc.add_table(rows, len(widths), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        section = self.doc.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        for index, width in enumerate(widths):
            table.columns[index].width = int(room * width / sum(widths))
            for cell in table.columns[index].cells:
                cell.width = table.columns[index].width
        if header:
            table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
        for row in table.rows:
            row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        if self.rtl:
            table._tbl.tblPr.insert_element_before(_element("w:bidiVisual"), "w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc", "w:tblCellSpacing", "w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
        return table

    # --- The file as a whole --------------------------------------------------------------------------------

    def _styles(self) -> None:
        for name, size in (("Normal", 10.5), ("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11), ("List Bullet", 10.5)):
            style = self.doc.styles[name]
            style.font.name, style.font.size, style.font.color.rgb = LATIN, Pt(size), RGBColor(0x14, 0x23, 0x2B)
            props = style.element.get_or_add_rPr()
            fonts = props.find(qn("w:rFonts"))
            for attribute in list(fonts.attrib):
                if "Theme" in attribute:
                    del fonts.attrib[attribute]
            for script, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", ARABIC), ("eastAsia", LATIN)):
                fonts.set(qn(f"w:{script}"), font)
            for old in props.findall(qn("w:szCs")) + props.findall(qn("w:lang")) + props.findall(qn("w:spacing")):
                props.remove(old)  # letter spacing breaks Arabic letters apart
            props.append(_element("w:szCs", {"w:val": str(round(size * 2))}))
            props.append(_element("w:lang", {"w:val": self.sheet.language, "w:bidi": self.sheet.language}))
        borders = self.doc.styles["Title"].element.get_or_add_pPr().find(qn("w:pBdr"))
        if borders is not None:
            borders.getparent().remove(borders)

    def _page(self) -> None:
        section = self.doc.sections[0]
        wide = self.sheet.layout.kind in ("table", "grid", "scoring", "circles", "matrix", "cards")
        short, long = Mm(210), Mm(297)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if wide else (short, long)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(16)
        if self.rtl:
            section._sectPr.append(_element("w:bidi"))
        core = self.doc.core_properties
        core.title, core.subject, core.language = self.sheet.title, self.sheet.summary, self.sheet.language
        core.author = core.last_modified_by = self.words["site"]["name"]
        core.created = core.modified = datetime(2026, 1, 1)
        core.comments = ""

    def save(self) -> bytes:
        """The bytes of the file; the same every time."""
        first, out = io.BytesIO(), io.BytesIO()
        self.doc.save(first)
        with zipfile.ZipFile(first) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
                info = zipfile.ZipInfo(name, EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(info, old.read(name))
        return out.getvalue()


def _element(tag: str, attributes: dict[str, str] | None = None):
    element = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        element.set("{http://www.w3.org/XML/1998/namespace}space" if name == "xml:space" else qn(name), value)
    return element
