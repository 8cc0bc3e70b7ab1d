"""``清单.xlsx``: the manifest for people, with a link to each file.

xlsxwriter makes the workbook as far as its headings; the rows, of which there may be a million, are written as the XML
that it would write, in a fraction of the time.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from budgetdocs.batch.outcome import Done, Failed
from budgetdocs.finding import Severity
from budgetdocs.review import RULES

NAME = "清单.xlsx"
ROWS_OF_A_SHEET = 1_000_000
"""A sheet of Excel has 1,048,576 rows."""
_LONGEST_LITERAL = 255  # characters of a text in a formula
_LONGEST_TEXT = 32_767
_CREATED = datetime(2000, 1, 1)
_COLUMNS = (
    ("序号", 7), ("状态", 7), ("单位编码", 12), ("单位名称", 32), ("项目编码", 25), ("项目名称", 36),
    ("Word", 7), ("PDF", 7), ("页数", 6), *((str(severity), 6) for severity in Severity),
    ("数据文件", 32), ("位置", 12), ("说明", 60),
)  # fmt: skip
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(_COLUMNS)]
_LINK, _FAILED = "2", "3"  # the numbers of the styles, as _workbook has them used: that of the headings is the first
_SPECIAL = re.compile(r"[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|\A\s|\s\Z")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # 22.9.2.19
_SAMPLES = re.compile(rb'<row r="2".*?</row>')
_SEVERITIES = tuple(Severity)
_PLACE_OF = {code: _SEVERITIES.index(rule.severity) for code, rule in RULES.items()}


def register(outcomes: Iterable[Done | Failed], path: Path) -> None:
    """Write the workbook that lists ``outcomes`` to ``path``; the same for the same, whenever they were made.

    No more than a row of it is held at a time, the rest is on the disk beside it.
    """
    with tempfile.TemporaryFile(dir=path.parent) as file:
        ends = _write_rows(outcomes, file)
        made = io.BytesIO()
        _workbook(made, len(ends))
        file.seek(0)
        with zipfile.ZipFile(made) as book, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as whole:
            start = number = 0
            for info in book.infolist():
                content = book.read(info)
                if not info.filename.startswith("xl/worksheets/sheet"):
                    whole.writestr(info, content)
                    continue
                rows, end = ends[number]
                before, after = _SAMPLES.sub(b"", content).split(b"</sheetData>")
                size = f"A1:{_LETTERS[-1]}{rows + 1}".encode()
                packed = zipfile.ZipInfo(info.filename, info.date_time)
                packed.compress_type = zipfile.ZIP_DEFLATED
                with whole.open(packed, "w", force_zip64=True) as sheet:
                    sheet.write(re.sub(rb'(?<=<dimension ref=")[^"]*', size, before))
                    for left in range(end - start, 0, -_BLOCK):
                        sheet.write(file.read(min(_BLOCK, left)))
                    sheet.write(b"</sheetData>" + after)
                start, number = end, number + 1


_BLOCK = 1 << 18


def _write_rows(outcomes: Iterable[Done | Failed], file: BinaryIO) -> list[tuple[int, int]]:
    """Write the rows of all sheets to ``file``; how many those of each are, and where they end."""
    ends: list[tuple[int, int]] = []
    size = row = 0
    for number, outcome in enumerate(outcomes, start=1):
        if row == ROWS_OF_A_SHEET:
            ends.append((row, size))
            row = 0
        row += 1
        size += file.write(_row(row + 1, number, outcome).encode(errors="replace"))
    return [*ends, (row, size)]


def _workbook(file: BinaryIO, sheets: int) -> None:
    """Write a workbook of so many ``sheets`` with headings, and a second row that shows each style once."""
    with xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": True}) as workbook:
        workbook.set_properties({"title": "预算绩效目标文件清单", "created": _CREATED})
        head = workbook.add_format({"bold": True, "bg_color": "#DDEBF7", "bottom": 1})
        link = workbook.add_format({"font_color": "#0563C1", "underline": 1})
        failed = workbook.add_format({"font_color": "#C00000"})
        for first in range(1, sheets * ROWS_OF_A_SHEET + 1, ROWS_OF_A_SHEET):
            sheet: Any = workbook.add_worksheet("清单" if first == 1 else f"清单（第{first}起）")
            for column, (label, width) in enumerate(_COLUMNS):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, label, head)
            for column, style in enumerate((link, failed)):
                sheet.write_blank(1, column, None, style)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, ROWS_OF_A_SHEET, len(_COLUMNS) - 1)


class _Link(str):
    """The path of a file, from the folder of the workbook."""

    __slots__ = ()


def _row(row: int, number: int, outcome: Done | Failed) -> str:
    """The XML of a row of the sheet."""
    style = f' s="{_FAILED}"' if isinstance(outcome, Failed) else ""
    parts = [f'<row r="{row}">']
    for letter, cell in zip(_LETTERS, _cells(number, outcome), strict=True):
        if isinstance(cell, int):
            parts.append(f'<c r="{letter}{row}"><v>{cell}</v></c>')
        elif isinstance(cell, _Link):
            shown = f'<f>HYPERLINK("{_text(cell)}","打开")</f><v>打开</v>'
            parts.append(f'<c r="{letter}{row}" s="{_LINK}" t="str">{shown}</c>')
        elif cell:
            said = _text(cell)
            kept = ' xml:space="preserve"' if said[0].isspace() or said[-1].isspace() else ""
            parts.append(f'<c r="{letter}{row}"{style} t="inlineStr"><is><t{kept}>{said}</t></is></c>')
    parts.append("</row>")
    return "".join(parts)


def _text(text: str) -> str:
    """``text`` as a sheet says it."""
    text = text[:_LONGEST_TEXT]
    if not _SPECIAL.search(text):
        return text
    escaped = _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cells(number: int, outcome: Done | Failed) -> Iterator[str | int | _Link]:
    yield number
    if isinstance(outcome, Failed):
        yield "没做成"
        yield from ("",) * (len(_COLUMNS) - 5)
        yield outcome.origin.input
        yield outcome.origin.part
        yield outcome.reason
        return
    yield "做好"
    yield from outcome.unit
    yield from outcome.project or ("", "整册")
    files = {file.path.rpartition(".")[2]: file for file in outcome.files}
    for kind in ("docx", "pdf"):
        path = files[kind].path if kind in files else ""
        yield _Link(path) if path and len(path) < _LONGEST_LITERAL else path
    yield files["pdf"].pages or "" if "pdf" in files else ""
    counts = [0] * len(_SEVERITIES)
    for code, found in outcome.findings.items():
        if code in _PLACE_OF:
            counts[_PLACE_OF[code]] += found
    for remark in outcome.remarks:
        counts[_SEVERITIES.index(remark.severity)] += 1
    yield from (count or "" for count in counts)
    yield outcome.origin.input
    yield outcome.origin.part
    yield ""
