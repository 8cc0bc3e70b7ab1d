"""The workbook for people: sheets under the printed labels, with drop-downs, tips and locked headings."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from budgetdocs.errors import RenderError
from budgetdocs.model import Place, Submission, labelled
from budgetdocs.writers import cells
from budgetdocs.writers.guide import EXAMPLES, TIPS
from budgetdocs.writers.guide_sheet import write_guide
from budgetdocs.writers.layout import (
    DEPARTMENT_SHEET,
    FORM,
    GUIDE,
    INDICATOR_SHEET,
    LEVEL1,
    LEVEL2,
    LEVELS,
    PART,
    PARTS,
    SHEETS,
    Column,
    Kind,
    Sheet,
)
from budgetdocs.writers.rows import FIRST_ROW, Cell, Row, rows_of
from budgetdocs.writers.style import FONT, HEADING_HEIGHT, Style, row_height

_LAST_ROW = 1_048_575
_LAST_COLUMN = 16_383
_FILTERED_ROWS = 2_000
"""Rows that the filter of an empty sheet spans."""
_CREATED = datetime(2022, 1, 1)
"""The date in the file's properties: the same data makes the same bytes, whenever it is written."""

_MAY = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")


def write_xlsx(submission: Submission | None = None, *, form: str = "hebei-2022") -> bytes:
    """The workbook that says ``submission``; without one, an empty workbook for ``form``, with examples in grey.

    Text is always text, so that ``=1+1`` is no formula; numbers are numbers where a spreadsheet holds them exactly.
    The same submission gives the same bytes. Raises :class:`RenderError`, naming the value and its cell, for what no
    workbook can hold (more than 32,767 characters in a cell); nothing is cut.
    """
    rows = rows_of(submission) if submission else {}
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, "default_format_properties": dict(FONT)})
    workbook.set_properties({"title": "预算绩效目标", "created": _CREATED})
    writer = _Writer(workbook, submission.form if submission else form)
    writer.guide()
    for sheet in SHEETS:
        writer.sheet(sheet, rows.get(sheet))
    workbook.get_worksheet_by_name(DEPARTMENT_SHEET.name if submission else GUIDE).activate()
    workbook.close()
    return file.getvalue()


class _Writer:
    def __init__(self, workbook: Any, form: str) -> None:
        self._workbook = workbook
        self._style = Style(workbook)
        self._form = form

    def guide(self) -> None:
        """The sheet 填写说明, and the lists of the drop-downs upon it under names of their own."""
        page = self._workbook.add_worksheet(GUIDE)
        for level1, where in write_guide(page, self._style).items():
            self._workbook.define_name(level1, f"={where}")

    def sheet(self, sheet: Sheet, rows: Sequence[Row] | None) -> None:
        """One sheet with its ``rows``; None for an empty one, which shows its examples instead."""
        page = self._workbook.add_worksheet(sheet.name)
        self._columns(page, sheet)
        self._drop_downs(page, sheet)
        if rows is None:
            self._examples(page, sheet)
        elif FIRST_ROW + len(rows) > _LAST_ROW:
            raise RenderError(self._form, sheet.name, f"有 {len(rows)} 行，超过一张工作表的上限，请分成几册")
        for number, row in enumerate(rows or (), start=1):
            page.set_row(number, _height(sheet, [cell.value for cell in row]))
            for at, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
                self._cell(page, sheet, (number, at), column, cell)
        filled = len(EXAMPLES[sheet] if rows is None else rows)
        self._finish(page, sheet, filled)

    def _columns(self, page: Any, sheet: Sheet) -> None:
        """The headings with their tips, and what the cells below are; all are open, or no row could be deleted."""
        page.set_column(len(sheet.columns), _LAST_COLUMN, None, self._style.data(Kind.WORDS))
        page.dim_colmin = page.dim_colmax = None  # columns without cells are no part of what the sheet says it spans
        page.set_row(0, HEADING_HEIGHT)
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, column.width, self._style.data(column.kind))
            page.write_string(0, at, column.heading, self._style.heading(column.required))
            tip = str(TIPS[sheet][column.heading])
            size = {"width": 300, "height": 34 + 18 * sum(1 + len(line) // 21 for line in tip.split("\n"))}
            page.write_comment(
                0, at, tip, {"author": "budgetdocs", **FONT, "font_size": 10, "color": "#FFF8E1", **size}
            )

    def _cell(self, page: Any, sheet: Sheet, at: tuple[int, int], column: Column, cell: Cell) -> None:
        value: object = cell.value
        if isinstance(cell.value, Decimal):
            value = (cells.money if column.kind is Kind.MONEY else cells.percent)(cell.value)
        if isinstance(value, cells.Number):
            page.write_number(*at, value.value, self._style.data(column.kind, value.shown))
        elif isinstance(value, int):
            page.write_number(*at, value, self._style.data(column.kind))
        elif value:
            self._require_storable(str(value), sheet, at, cell)
            page.write_string(*at, value, self._style.data(column.kind))
        else:
            page.write_blank(*at, None, self._style.data(column.kind))

    def _require_storable(self, text: str, sheet: Sheet, at: tuple[int, int], cell: Cell) -> None:
        reason = cells.refusal(text)
        if reason:
            place = Place(labelled(cell.path), f"{sheet.name}!{xl_rowcol_to_cell(*at)}")
            raise RenderError(self._form, str(place), reason)

    def _examples(self, page: Any, sheet: Sheet) -> None:
        for number, example in enumerate(EXAMPLES[sheet], start=1):
            page.set_row(number, _height(sheet, example))
            for at, (column, value) in enumerate(zip(sheet.columns, example, strict=True)):
                look = self._style.data(column.kind, example=True)
                if isinstance(value, Decimal):
                    page.write_number(number, at, value.scaleb(-2) if column.kind is Kind.PERCENT else value, look)
                elif isinstance(value, int):
                    page.write_number(number, at, value, look)
                elif value is None:
                    page.write_blank(number, at, None, look)
                else:
                    page.write_string(number, at, self._form if column.heading == FORM else value, look)

    def _drop_downs(self, page: Any, sheet: Sheet) -> None:
        for at, column in enumerate(sheet.columns):
            rule = _validation(sheet, column)
            if rule:
                page.data_validation(1, at, _LAST_ROW, at, rule)

    def _finish(self, page: Any, sheet: Sheet, filled: int) -> None:
        """Headings that stay in sight, filter, protection and printing."""
        page.freeze_panes(1, sheet.frozen)
        if sheet is not DEPARTMENT_SHEET:
            page.autofilter(0, 0, max(filled, _FILTERED_ROWS), len(sheet.columns) - 1)
        page.protect("", dict.fromkeys(_MAY, True))
        page.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW}:XFD{_LAST_ROW + 1}"})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.hide_gridlines(0)
        page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        page.set_header("&C&A")
        page.set_footer("&C第 &P 页，共 &N 页")


def _height(sheet: Sheet, values: Sequence[object]) -> float:
    wrapped = zip(values, sheet.columns, strict=True)
    return row_height((value, column.width) for value, column in wrapped if isinstance(value, str))


def _validation(sheet: Sheet, column: Column) -> dict[str, Any] | None:
    """What may be typed under ``column``; warnings can be overruled, for the bureaus' schemes differ."""
    if column.heading == PART:
        return _list(list(PARTS), "请从下拉框里选一个部分。", "stop")
    if sheet is INDICATOR_SHEET and column.heading == LEVEL1:
        return _list(list(LEVELS), "一般从下拉框里选；本地另有一级指标的，可以照写。", "warning")
    if sheet is INDICATOR_SHEET and column.heading == LEVEL2:
        cell = xl_rowcol_to_cell(1, sheet.column(LEVEL1), col_abs=True)
        return _list(
            f"=INDIRECT({cell})", "一般先选一级指标，再从下拉框里选；本地另有二级指标的，可以照写。", "warning"
        )
    if column.kind is Kind.PERCENT:
        return _range("decimal", 0, 1, "应在 0% 到 100% 之间，如 25%。", "stop")
    if column.kind is Kind.MONEY:
        return _range("decimal", 0, 999_999_999_999, "应为数字，单位万元，如 350.00。", "warning")
    if column.kind is Kind.YEAR:
        return _range("whole", 2000, 2099, "应为四位年份，如 2022。", "stop")
    return None


def _list(source: Any, message: str, severity: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_title": "请选择",
        "error_message": message,
        "error_type": severity,
    }


def _range(kind: str, low: int, high: int, message: str, severity: str) -> dict[str, Any]:
    bounds = {"criteria": "between", "minimum": low, "maximum": high}
    return {"validate": kind, **bounds, "error_title": "请检查", "error_message": message, "error_type": severity}
