"""A copy of the user's own workbook in which each cell that something is wrong with says so."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from budgetdocs.finding import Severity
from budgetdocs.writers.workbook.book import Spot, Workbook, open_workbook
from budgetdocs.writers.workbook.comments import HEADING, Comments
from budgetdocs.writers.workbook.ooxml import whole
from budgetdocs.writers.workbook.reference import Reference
from budgetdocs.writers.workbook.remark import Remark
from budgetdocs.writers.workbook.results import COLOURS, Line, earlier_looks, earlier_results, write_results
from budgetdocs.writers.workbook.sheet import Sheet

_ORDER: Final = list(Severity)
_Key = tuple[str, Reference]


def annotate(source: str | os.PathLike[str] | bytes, remarks: Sequence[Remark]) -> bytes:
    """The workbook ``source`` with the cells that ``remarks`` are about filled and commented, and a sheet 检查结果.

    A cell has the colour of the gravest remark and a comment that says them all, below that of the user if there is
    one. Of merged cells that is the first. Number formats, fonts, borders stay, and all else in the file. What an
    earlier run has left in the file is taken away first, so a copy that was mended by hand can be annotated again.
    The same remarks give the same bytes.

    Raises :class:`ReadError` for what is no .xlsx (or .xlsm), or one that must not be changed, as it is signed, shared
    or of the strict kind.
    """
    workbook = open_workbook(source)
    _clear(workbook)
    lines: list[Line] = []
    by_cell: dict[_Key, tuple[Spot, list[Remark]]] = {}
    for remark in remarks:
        spot = workbook.locate(remark.position)
        cell = spot.sheet.find(spot.cell) if spot else None
        if spot and cell is None:
            workbook.change(spot.sheet)
            cell = spot.sheet.cell(spot.cell)
        lines.append(Line(remark, spot, whole(cell.get("s")) if cell is not None else 0))
        if spot:
            by_cell.setdefault((spot.sheet.name, spot.cell), (spot, []))[1].append(remark)
    texts: dict[str, dict[Reference, str]] = defaultdict(dict)
    sheets: dict[str, Sheet] = {}
    for (name, at), (spot, said) in by_cell.items():
        sheets[name] = spot.sheet
        _fill(workbook, spot, min((remark.severity for remark in said), key=_ORDER.index))
        texts[name][at] = "\n".join(map(_said, said))
    for name, sheet in sheets.items():
        Comments(workbook, sheet).add(texts[name])
    write_results(workbook, lines)
    return workbook.package.to_bytes()


def _fill(workbook: Workbook, spot: Spot, severity: Severity) -> None:
    workbook.change(spot.sheet)
    cell = spot.sheet.cell(spot.cell)
    cell.set("s", str(workbook.styles.filled(whole(cell.get("s")), COLOURS[severity])))


def _said(remark: Remark) -> str:
    """``remark`` as the lines of a comment."""
    line = f"[{remark.severity} {remark.code}] {remark.message}"
    return line if remark.fix is None else f"{line}\n建议：{remark.fix or '（空白）'}"


def _clear(workbook: Workbook) -> None:
    """Take away what an earlier run has left: its comments, and its fills, as far as they are still there."""
    names = earlier_results(workbook)
    sheets = [sheet for sheet in map(workbook.sheet, names) if sheet]
    if not sheets and not any(HEADING.encode() in workbook.package.content(part) for part in workbook.package):
        return
    looks: dict[_Key, int] = {}
    for results in sheets:
        looks |= earlier_looks(workbook, results)
    for sheet in workbook.sheets:
        for at in Comments(workbook, sheet).clear():
            cell = sheet.find(at)
            style = whole(cell.get("s")) if cell is not None else 0
            if cell is not None and workbook.styles.colour(style) in COLOURS.values():
                look = looks.get((sheet.name, at))
                workbook.change(sheet)
                cell.set("s", str(workbook.styles.unfilled(style) if look is None else look))
