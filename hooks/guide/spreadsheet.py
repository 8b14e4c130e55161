"""A worksheet as a spreadsheet with working formulas, for sheets that are a table or that compute.

The formulas follow compute.py. Words are written as text, so that nothing in them becomes a formula.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol, xl_range_abs, xl_rowcol_to_cell

from . import compute
from .languages import Language
from .model import LEVELS_OF_A_STATEMENT, SCALE, Field, Worksheet
from .paper import COLOURS, facts_of, step_minutes
from .yamlfile import Map

FIRST_DATE, LAST_DATE = date(2000, 1, 1), date(2099, 12, 31)
MONTHS = 12
"""Months of a timeline in the spreadsheet."""
SPARE = 2
"""A table has room for this many times the records that stand on paper."""
TEXT_COLUMNS = 5
"""How many columns an answer in words takes beside its label."""
LETTERS = 110
"""About how many letters fit into a line of such an answer."""
TICK = "x"


def render(sheet: Worksheet, words: Map, language: Language, address: str, given: dict | None = None) -> bytes:
    """The file, empty or filled in; the same bytes every time."""
    return _Workbook(sheet, words, language, address, given or {}).save()


class _Workbook:
    def __init__(self, sheet: Worksheet, words: Map, language: Language, address: str, given: dict):
        self.sheet, self.words, self.language, self.address, self.given = sheet, words, language, address, given
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        self.book.set_properties({"title": sheet.title, "subject": sheet.summary, "author": words["site"]["name"], "created": datetime(2026, 1, 1)})
        self.page = self.book.add_worksheet(_tab_name(f"{sheet.code} {sheet.title}"))
        self.how = self.book.add_worksheet(_tab_name(words["paper"]["how"]))
        self.lists = self.book.add_worksheet("lists")
        self.lists.hide()
        self.lists_row = 0
        if language.direction == "rtl":
            for page in (self.page, self.how, self.lists):
                page.right_to_left()
        self._formats(language.direction == "rtl")
        self.row = 0
        self.cell_of: dict[str, str] = {}
        self._head()
        before, after = sheet.around_sections
        for f in before:
            self._field(f)
        if sheet.layout.bands:
            self._sections()
        for f in after:
            self._field(f)
        self._how()

    # --- The parts of the sheet ------------------------------------------------------------------------------

    def _head(self) -> None:
        s = self.sheet
        self.page.set_column(0, 0, 38)
        self.page.set_column(1, 12, 22)
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        self.page.set_row(self.row, 24)
        self._write(self.row, 0, s.title, "title")
        self._write(self.row + 1, 0, s.summary, "plain")
        self._write(self.row + 2, 0, " · ".join([f"{s.code} · {self.words['phases'][s.phase]}", *facts_of(s, self.words)]), "hint")
        self.row += 4

    def _field(self, f: Field) -> None:
        if f.type == "group":
            self._group(f)
        elif f.type == "scores":
            self._scores(f)
        else:
            self._line(f)

    def _line(self, f: Field) -> None:
        """Label, place to write, hint. Text has several columns to itself."""
        self._write(self.row, 0, self._label(f), "label")
        text, value = f.type in ("line", "paragraph"), self.given.get(f.id)
        if text:
            self.page.merge_range(self.row, 1, self.row, TEXT_COLUMNS, "", self.formats["input"])
            lines = max(f.rows if f.type == "paragraph" else 1, len(str(value or "")) // LETTERS + 1)
            self.page.set_row(self.row, 15 * lines)
        self._input(self.row, 1, f, value)
        self.cell_of[f.id] = xl_rowcol_to_cell(self.row, 1, row_abs=True, col_abs=True)
        if f.hint:
            self._write(self.row, TEXT_COLUMNS + 1 if text else 2, f.hint, "hint")
        self.row += 1

    def _group(self, f: Field) -> None:
        """A table with its heads, and the columns that follow from the others."""
        records = self.given.get(f.id, [])
        count = max(f.start * SPARE, len(records))
        count = min(count, max(f.max or count, len(records)))
        self.row += 1
        self._write(self.row, 0, self._label(f), "heading")
        self._write(self.row, 1, f.hint, "hint")
        head, first = self.row + 1, self.row + 3
        last = first + count - 1
        for column, inner in enumerate(f.fields):
            self._write(head, column, self._label(inner), "head")
            self._write(head + 1, column, inner.hint, "head-hint")
            if inner.weight:
                self.page.write_number(head + 1, column, inner.weight, self.formats["head"])
            for n in range(count):
                self._input(first + n, column, inner, records[n].get(inner.id) if n < len(records) else None)
        self.row = last + 1
        if f.id == self.sheet.computed_group:
            getattr(self, f"_{self.sheet.computation}")(f, head, first, last)
        if self.sheet.computation == "weights" and f.id in (self.sheet.layout.parts["criteria"], self.sheet.layout.parts["options"]):
            self.cell_of[f.id] = xl_rowcol_to_cell(first, 0)
            self.cell_of[f"{f.id} count"] = str(count)
        self.row += 1

    def _points(self, f: Field, head: int, first: int, last: int) -> None:
        """Total and rank at the end of each row. The weights stand below the heads."""
        columns = [n for n, inner in enumerate(f.fields) if inner.weight]
        total, rank = len(f.fields), len(f.fields) + 1
        self._totals(head, first, last, total, rank, columns[0], columns[-1], head + 1)
        self._write(self.row, 0, f"{self.words['form']['formula']}.", "hint")
        self.row += 1

    def _totals(self, head: int, first: int, last: int, total: int, rank: int, left: int, right: int, weights: int) -> None:
        """Total = sum of points × weight; rank 1 is the highest, equal totals share the better rank (compute.totals)."""
        for column, name in ((total, "total"), (rank, "rank")):
            self._write(head, column, self.words["form"][name], "head")
            self._write(head + 1, column, "", "head-hint")
        for row in range(first, last + 1):
            points = f"{xl_rowcol_to_cell(row, left)}:{xl_rowcol_to_cell(row, right)}"
            own, all_totals = xl_rowcol_to_cell(row, total), xl_range_abs(first, total, last, total)
            self._formula(row, total, f'=IF(COUNT({points})=0,"",SUMPRODUCT({points},{xl_range_abs(weights, left, weights, right)}))')
            self._formula(row, rank, f'=IF({own}="","",RANK({own},{all_totals}))')

    def _sum(self, f: Field, head: int, first: int, last: int) -> None:
        column = [inner.id for inner in f.fields].index(self.sheet.layout.parts["sum"])
        self._write(self.row, max(0, column - 1), self.words["form"]["sum"], "label")
        self._formula(self.row, max(1, column), f"=SUM({xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)})")
        self.row += 1

    def _clock(self, f: Field, head: int, first: int, last: int) -> None:
        """When each part begins: the one before plus its minutes; at the end when it is over."""
        column, minutes = len(f.fields), [inner.id for inner in f.fields].index(self.sheet.layout.parts["minutes"])
        start = self.cell_of[self.sheet.layout.parts["clock"]]
        self._write(head, column, self.words["form"]["clock"], "head")
        self._write(head + 1, column, "", "head-hint")
        self._formula(first, column, f'=IF({start}="","",{start})', "clock")
        for row in range(first + 1, last + 2):  # a part without minutes takes none; behind the last part stands the end
            above, span = xl_rowcol_to_cell(row - 1, column), xl_rowcol_to_cell(row - 1, minutes)
            record = f"{xl_rowcol_to_cell(row - 1, 0)}:{xl_rowcol_to_cell(row - 1, column - 1)}"
            self._formula(row, column, f'=IF(OR({above}="",COUNTA({record})=0),"",MOD({above}+N({span})/1440,1))', "clock")
        self.row = last + 2

    def _timeline(self, f: Field, head: int, first: int, last: int) -> None:
        """A column for each month from the first date on; the months that a record takes are marked."""
        ids = [inner.id for inner in f.fields]
        begin, until = (ids.index(self.sheet.layout.parts[role]) for role in ("begin", "until"))
        dates = f"{xl_range_abs(first, begin, last, begin)},{xl_range_abs(first, until, last, until)}"
        for n in range(MONTHS):
            column = len(f.fields) + n
            self.page.set_column(column, column, 8)
            month = f'=IF(COUNT({dates})=0,"",DATE(YEAR(MIN({dates})),MONTH(MIN({dates})),1))' if n == 0 else f'=IF({xl_rowcol_to_cell(head, column - 1)}="","",EDATE({xl_rowcol_to_cell(head, column - 1)},1))'
            self._formula(head, column, month, "month")
            self._write(head + 1, column, "", "head-hint")
            for row in range(first, last + 1):
                a, b, m = xl_rowcol_to_cell(row, begin), xl_rowcol_to_cell(row, until), xl_rowcol_to_cell(head, column, row_abs=True)
                self._formula(row, column, f'=IF(OR({m}="",COUNT({a},{b})=0),"",IF(AND(MIN({a},{b})<EDATE({m},1),MAX({a},{b})>={m}),"■",""))')

    def _scores(self, f: Field) -> None:
        """Options as rows, criteria as columns; names and weights come from the tables above."""
        form, parts = self.words["form"], self.sheet.layout.parts
        (option_row, _), (criterion_row, _) = (xl_cell_to_rowcol(self.cell_of[parts[role]]) for role in ("options", "criteria"))
        options, criteria = (int(self.cell_of[f"{parts[role]} count"]) for role in ("options", "criteria"))
        self.row += 1
        self._write(self.row, 0, self._label(f), "heading")
        self._write(self.row, 1, f"{form['formula']}.", "hint")
        head, first = self.row + 1, self.row + 3
        self._write(head, 0, self.sheet.placed("options").item, "head")
        self._write(head + 1, 0, self.sheet.placed("criteria").part("weight").label, "head-hint")
        for c in range(criteria):
            name, weight = xl_rowcol_to_cell(criterion_row + c, 0), xl_rowcol_to_cell(criterion_row + c, 1)
            self._formula(head, 1 + c, f'=IF({name}="","",{name})', "head")
            self._formula(head + 1, 1 + c, f'=IF({weight}="",0,{weight})', "head")
        rows = self.given.get(f.id, [])
        for o in range(options):
            name = xl_rowcol_to_cell(option_row + o, 0)
            self._formula(first + o, 0, f'=IF({name}="","",{name})', "label")
            for c in range(criteria):
                self._input(first + o, 1 + c, Field(f.id, "number", min=f.min, max=f.max), rows[o][c] if o < len(rows) and c < len(rows[o]) else None)
        self._totals(head, first, first + options - 1, 1 + criteria, 2 + criteria, 1, criteria, head + 1)
        self.row = first + options + 1

    def _sections(self) -> None:
        """Statements by section, then what each section comes to and what the result means."""
        sheet, levels = self.sheet, self.sheet.layout.method == "levels"
        ranges = []
        for section in sheet.layout.sections:
            self._write(self.row, 0, section.label, "heading")
            self.row += 1
            cells = []
            for f in sheet.fields_of_section(section.id):
                if f.type == ("level" if levels else "check"):
                    cells.append(xl_rowcol_to_cell(self.row, 1))
                self._line(f)
            ranges.append(",".join(cells))
        if levels:
            self._write(self.row, 0, " · ".join(f"{n} {sheet.layout.words.get(str(n), '')}" for n in LEVELS_OF_A_STATEMENT), "hint")
            self.row += 1
        self.row += 1
        self._write(self.row, 0, self.words["form"]["result"], "heading")
        self._write(self.row, 1, f"{self.words['form'][compute.RULES[sheet.computation]]}.", "hint")
        first = self.row + 1
        for n, (section, cells) in enumerate(zip(sheet.layout.sections, ranges, strict=True)):
            self._write(first + n, 0, section.label, "label")
            self._formula(first + n, 1, f'=IF(COUNT({cells})=0,"",ROUND(AVERAGE({cells}),1))' if levels else f"=COUNTA({cells})", "level" if levels else "computed")
            self._write(first + n, 2, f"/ {compute.most(sheet, section.id)}", "hint")
        values = f"{xl_rowcol_to_cell(first, 1)}:{xl_rowcol_to_cell(first + len(ranges) - 1, 1)}"
        decides = f'IF(COUNT({values})<{len(ranges)},"",MIN({values}))' if levels else xl_rowcol_to_cell(first, 1)
        self._bands(first + len(ranges), decides)
        if levels:
            self._radar(first, len(ranges))

    def _bands(self, row: int, decides: str) -> None:
        """The value that decides, the text of its band, and below all bands with the values from which they hold."""
        bands = self.sheet.layout.bands
        table = row + 2
        starts, texts = xl_range_abs(table, 1, table + len(bands) - 1, 1), xl_range_abs(table, 2, table + len(bands) - 1, 2)
        self._write(row, 0, self.words["form"]["result"], "label")
        self._formula(row, 1, f"={decides}", "level" if self.sheet.layout.method == "levels" else "computed")
        own = xl_rowcol_to_cell(row, 1)
        self._formula(row, 2, f'=IF({own}="","",INDEX({texts},MATCH({own},{starts},1)))', "strong")
        for n, band in enumerate(bands):
            self._write(table + n, 0, compute.band_range(self.sheet, band, self.words["site"]["decimal"]), "plain")
            self.page.write_number(table + n, 1, band.start, self.formats["plain"])
            self._write(table + n, 2, band.text, "plain")
        self.row = table + len(bands) + 1

    def _radar(self, first: int, count: int) -> None:
        """The levels as a web."""
        chart = self.book.add_chart({"type": "radar", "subtype": "filled"})
        name = self.page.get_name()
        chart.add_series({"categories": [name, first, 0, first + count - 1, 0], "values": [name, first, 1, first + count - 1, 1], "fill": {"color": COLOURS[self.sheet.phase], "transparency": 50}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"min": 0, "max": LEVELS_OF_A_STATEMENT[-1]})
        chart.set_title({"none": True})  # the heading stands above it, and a title could be read as a formula
        self.page.insert_chart(self.row, 0, chart, {"description": self.words["form"]["result"]})
        self.row += 16

    def _how(self) -> None:
        s, w = self.sheet, self.words["sheet"]
        self.how.set_column(0, 0, 100)
        texts = [(s.title, "title"), (w["purpose"], "heading"), (s.purpose, "wrapped"), (w["when-not"], "heading"), *((text, "wrapped") for text in s.when_not), (w["steps"], "heading")]
        for n, step in enumerate(s.steps, 1):
            texts += [(f"{n}. {step.title} ({step_minutes(step, self.words)})", "label"), (step.text, "wrapped")]
        footer = self.words["paper"]["footer"].format(code=s.code, version=s.version, language=self.language.name)
        texts += [(w["next"], "heading"), (s.next, "wrapped"), (f"{footer} · {self.words['site']['name']} · {self.words['paper']['licence']} · {self.address}", "hint")]
        for row, (text, form) in enumerate(texts):
            self.how.write_string(row, 0, text, self.formats[form])

    # --- Places to write ---------------------------------------------------------------------------------------

    def _input(self, row: int, column: int, f: Field, value) -> None:
        """An empty or filled cell that takes what the field takes."""
        form = self.formats[{"date": "date", "time": "clock-input"}.get(f.type, "input")]
        self._validate(row, column, f)
        if value is None or value == "":
            self.page.write_blank(row, column, None, form)
        elif f.type in ("number", "scale", "level"):
            self.page.write_number(row, column, value, form)
        elif f.type == "date":
            self.page.write_datetime(row, column, date.fromisoformat(value), form)
        elif f.type == "time":
            self.page.write_datetime(row, column, time.fromisoformat(value), form)
        elif f.type == "choice":
            self.page.write_string(row, column, next(o.label for o in f.options if o.id == value), form)
        else:
            self.page.write_string(row, column, TICK if value is True else str(value), form)

    def _validate(self, row: int, column: int, f: Field) -> None:
        ends = {"scale": SCALE, "level": (LEVELS_OF_A_STATEMENT[0], LEVELS_OF_A_STATEMENT[-1]), "number": (f.min, f.max)}.get(f.type)
        if f.type == "choice":
            rule = {"validate": "list", "source": self._list_of(tuple(o.label for o in f.options))}
        elif f.type == "check":
            rule = {"validate": "list", "source": [TICK]}
        elif f.type == "date":
            rule = {"validate": "date", "criteria": "between", "minimum": FIRST_DATE, "maximum": LAST_DATE}
        elif f.type == "time":
            rule = {"validate": "time", "criteria": "between", "minimum": time(0, 0), "maximum": time(23, 59)}
        elif ends and None not in ends:
            rule = {"validate": "integer", "criteria": "between", "minimum": ends[0], "maximum": ends[1]}
        elif ends and ends[0] is not None:
            rule = {"validate": "decimal", "criteria": ">=", "value": ends[0]}
        else:
            return
        self.page.data_validation(row, column, row, column, rule)

    def _list_of(self, labels: tuple[str, ...]) -> str:
        """A range on the hidden page with these labels; a list inside the rule may have 255 letters only."""
        key = "\0".join(labels)
        if key not in self.cell_of:
            for n, label in enumerate(labels):
                self.lists.write_string(self.lists_row + n, 0, label)
            self.cell_of[key] = f"=lists!{xl_range_abs(self.lists_row, 0, self.lists_row + len(labels) - 1, 0)}"
            self.lists_row += len(labels)
        return self.cell_of[key]

    # --- Small things --------------------------------------------------------------------------------------------

    def _label(self, f: Field) -> str:
        return ("• " if f.short else "") + f.label

    def _write(self, row: int, column: int, text: str, form: str) -> None:
        self.page.write_string(row, column, text, self.formats[form])

    def _formula(self, row: int, column: int, formula: str, form: str = "computed") -> None:
        self.page.write_formula(row, column, formula, self.formats[form], "")

    def _formats(self, rtl: bool) -> None:
        base = {"font_name": "Arial", "font_size": 10, "valign": "top", "reading_order": 2 if rtl else 1}
        wrap, box = base | {"text_wrap": True}, {"border": 1, "border_color": "#5b6b74"}
        kinds = {
            "title": base | {"bold": True, "font_size": 16},
            "heading": base | {"bold": True, "font_size": 12},
            "label": wrap | {"bold": True},
            "plain": base,
            "wrapped": wrap,
            "strong": base | {"bold": True},
            "hint": base | {"font_color": "#4a5a63", "italic": True},
            "head": wrap | box | {"bold": True, "bg_color": "#eef4f5"},
            "head-hint": wrap | box | {"font_color": "#4a5a63", "italic": True, "font_size": 9},
            "input": wrap | box | {"align": "right" if rtl else "left"},
            "date": wrap | box | {"num_format": "yyyy-mm-dd"},
            "clock-input": wrap | box | {"num_format": "hh:mm"},
            "computed": base | box | {"bold": True, "bg_color": "#eef4f5"},
            "level": base | box | {"bold": True, "bg_color": "#eef4f5", "num_format": "0.0"},
            "clock": base | box | {"bold": True, "bg_color": "#eef4f5", "num_format": "hh:mm"},
            "month": base | box | {"bold": True, "bg_color": "#eef4f5", "num_format": "yyyy-mm"},
        }
        self.formats = {name: self.book.add_format(kind) for name, kind in kinds.items()}

    def save(self) -> bytes:
        self.book.close()
        return self.out.getvalue()


def _tab_name(text: str) -> str:
    """A name for a tab: at most 31 letters, and none of those that the format forbids."""
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:31].strip()
