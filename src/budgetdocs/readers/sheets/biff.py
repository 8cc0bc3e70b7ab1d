"""An .xls workbook (BIFF, [MS-XLS]) → grids, through xlrd, which sees number formats as well as values."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import xlrd

from budgetdocs.readers.cells import Cell, Stored
from budgetdocs.readers.sheets.grid import MOST_CELLS, Book, Merge, Sheet
from budgetdocs.readers.sheets.number_format import BUILT_IN, shown
from budgetdocs.readers.sheets.package import LARGEST, Refused

_BUILT_IN_LAST = 163


def read_biff(path: Path) -> Book:
    """The workbook at ``path``; raises :class:`Refused` if it is none that can be read.

    A formula of such a file always has a result; there is no telling whether it was ever calculated.
    """
    if path.stat().st_size > LARGEST:
        raise Refused(f"文件超过 {LARGEST // 1_000_000} MB，没有读；请分成几个文件")
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as silence:  # xlrd prints what it wonders about
            book = xlrd.open_workbook(str(path), logfile=silence, formatting_info=True)
            return _book(book)
    except Refused:
        raise
    except Exception as error:  # whatever a damaged file does to xlrd
        if "encrypt" in str(error).lower():
            raise Refused("文件有密码，读不出来；请先取消密码，另存一份") from error
        raise Refused("文件损坏，或不是 Excel 97 以后的 .xls；请用 Excel 或 WPS 打开后另存为 .xlsx") from error


def _book(book: Any) -> Book:
    sheets = []
    cells = 0
    for number, page in enumerate(book.sheets(), start=1):
        sheet = Sheet(page.name, number, hidden=page.visibility != 0)
        sheet.merges = [Merge(top + 1, left + 1, bottom, right) for top, bottom, left, right in page.merged_cells]
        sheet.hidden_rows = {row + 1 for row, info in page.rowinfo_map.items() if info.hidden}
        sheet.hidden_columns = [(column + 1, column + 1) for column, info in page.colinfo_map.items() if info.hidden]
        for row in range(page.nrows):
            for column in range(page.row_len(row)):
                cell = _cell(book, page.cell(row, column), row + 1, column + 1)
                if cell is not None:
                    sheet.put(cell)
                    cells += 1
        if cells > MOST_CELLS:
            raise Refused(f"内容超过 {MOST_CELLS // 10_000} 万格，请分成几个文件")
        sheets.append(sheet)
    return Book(sheets)


def _cell(book: Any, cell: Any, row: int, column: int) -> Cell | None:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
        return None
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return Cell(row, column, cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Cell(row, column, "TRUE" if cell.value else "FALSE", Stored.TRUTH)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Cell(row, column, xlrd.error_text_from_code.get(cell.value, "#错误"), Stored.ERROR)
    return Cell(row, column, *shown(repr(cell.value), _format(book, cell), bool(book.datemode)))


def _format(book: Any, cell: Any) -> str:
    """The code of the cell's number format; those with fixed numbers as a Chinese Excel shows them."""
    key = book.xf_list[cell.xf_index].format_key
    own = book.format_map.get(key)
    return BUILT_IN.get(key) or (own.format_str if own and (key > _BUILT_IN_LAST or key == 0) else "")
