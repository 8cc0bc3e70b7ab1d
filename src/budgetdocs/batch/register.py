"""``清单.xlsx``: the manifest for people, with a link to each file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from budgetdocs.batch.outcome import Done, Failed
from budgetdocs.finding import Severity
from budgetdocs.review import RULES

NAME = "清单.xlsx"
ROWS_OF_A_SHEET = 1_000_000
"""A sheet of Excel has 1,048,576 rows."""
_LONGEST_LITERAL = 255  # characters of a text in a formula
_CREATED = datetime(2000, 1, 1)
_COLUMNS = (
    ("序号", 7), ("状态", 7), ("单位编码", 12), ("单位名称", 32), ("项目编码", 25), ("项目名称", 36),
    ("Word", 7), ("PDF", 7), ("页数", 6), *((str(severity), 6) for severity in Severity),
    ("数据文件", 32), ("位置", 12), ("说明", 60),
)  # fmt: skip


def register(outcomes: Iterable[Done | Failed], path: Path) -> None:
    """Write the workbook that lists ``outcomes`` to ``path``; the same for the same, whenever they were made.

    No more than a row of it is held at a time, the rest is on the disk beside it.
    """
    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(path, options) as workbook:
        workbook.set_properties({"title": "预算绩效目标文件清单", "created": _CREATED})
        link = workbook.add_format({"font_color": "#0563C1", "underline": 1})
        failed = workbook.add_format({"font_color": "#C00000"})
        sheet: Any = None
        row = 0
        for number, outcome in enumerate(outcomes, start=1):
            if sheet is None or row == ROWS_OF_A_SHEET:
                sheet = _sheet(workbook, number)
                row = 0
            row += 1
            for column, cell in enumerate(_cells(number, outcome)):
                if isinstance(cell, _Link):
                    sheet.write_formula(row, column, cell.formula, link, "打开")
                elif isinstance(cell, int):
                    sheet.write_number(row, column, cell)
                elif cell:
                    sheet.write_string(row, column, cell, failed if isinstance(outcome, Failed) else None)


class _Link(str):
    """The path of a file, from the folder of the workbook."""

    __slots__ = ()

    @property
    def formula(self) -> str:
        return f'=HYPERLINK("{self}","打开")'


def _sheet(workbook: Any, first: int) -> Any:
    sheet = workbook.add_worksheet("清单" if first == 1 else f"清单（第{first}起）")
    head = workbook.add_format({"bold": True, "bg_color": "#DDEBF7", "bottom": 1})
    for column, (label, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, ROWS_OF_A_SHEET, len(_COLUMNS) - 1)
    return sheet


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
    for severity in Severity:
        of_data = sum(n for code, n in outcome.findings.items() if code in RULES and RULES[code].severity is severity)
        yield of_data + sum(remark.severity is severity for remark in outcome.remarks) or ""
    yield outcome.origin.input
    yield outcome.origin.part
    yield ""
