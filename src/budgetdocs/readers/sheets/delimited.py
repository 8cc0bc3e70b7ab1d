"""A .csv file → one grid. All its cells are text; what a spreadsheet did to them before shows in the text alone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from budgetdocs.readers.cells import Cell, Stored
from budgetdocs.readers.sheets.grid import MOST_CELLS, Book, Sheet
from budgetdocs.readers.sheets.package import LARGEST, Refused

_DELIMITERS = (",", "\t", ";", "，", "|")
_LOOKED_AT = 50
"""Lines that are looked at to find the delimiter."""
_FORMULA_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_ERRORS = frozenset(("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"))
_LONGEST = 1_000_000
"""Characters of the longest cell that is read; an unpaired quote would make one of the whole file."""


def read_delimited(path: Path) -> Book:
    """The table at ``path``: UTF-8, with or without a byte order mark, UTF-16 with one, or GB18030; its sheet has no
    name. Raises :class:`Refused` if it is no text."""
    if path.stat().st_size > LARGEST:
        raise Refused(f"文件超过 {LARGEST // 1_000_000} MB，没有读；请分成几个文件")
    text = _decoded(path.read_bytes())
    if not text.strip():
        raise Refused("文件是空的")
    sheet = Sheet("", 1)
    cells = 0
    for number, row in enumerate(_rows(text), start=1):
        for column, written in enumerate(row, start=1):
            if written.strip():
                sheet.put(_cell(number, column, written))
                cells += 1
        if cells > MOST_CELLS:
            raise Refused(f"内容超过 {MOST_CELLS // 10_000} 万格，请分成几个文件")
    return Book([sheet])


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16")
    if b"\0" in data:
        raise Refused("不是文本文件（含有二进制内容）")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _strictly(data, "gb18030")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(f"不是 UTF-8，也不是 GB18030（第 {line} 行起无法识别）；请另存为 UTF-8 的 CSV") from error


def _rows(text: str) -> Iterable[list[str]]:
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(f"第 {reader.line_num} 行读不下去：多半是引号没有配对") from error


def _delimiter(text: str) -> str:
    """The mark that parts the first lines into most cells, alike from line to line."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    counts = {mark: sorted(line.count(mark) for line in lines) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: (counts[mark][len(lines) // 2] > 0 and mark in ",\t;", sum(counts[mark])))


def _cell(row: int, column: int, written: str) -> Cell:
    """One cell; ``="0978001"`` and a tab before a code are how people keep Excel from spoiling it."""
    formula = _FORMULA_TEXT.fullmatch(written)
    text = formula[1].replace('""', '"') if formula else written.lstrip("\t")
    return Cell(row, column, text, Stored.ERROR if text.strip() in _ERRORS else Stored.TEXT)
