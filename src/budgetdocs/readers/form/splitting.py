"""Where one 项目绩效目标表 ends and the next begins: one may go on in the next table, or several stand in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from budgetdocs.readers.form.grid import Grid, Row
from budgetdocs.readers.form.indicators import columns_of, is_heading
from budgetdocs.readers.form.labels import BLOCKS, inline, is_title, label_of, unit_of_money
from budgetdocs.readers.form.sheet import Column, FormSheet
from budgetdocs.readers.vocabulary import PLAN_FIELDS

_MOST_CELLS = 100
"""Cells that a row of a form may have."""
_SIGNS = frozenset(("code", "name", "scale", "budget", "payment_plan", "goals"))
"""Labels of which two make a table a form."""
_MONTHS = frozenset(PLAN_FIELDS)


def split(grids: Iterable[Grid]) -> Iterator[FormSheet]:
    """The rows of ``grids`` as sheets: a new one begins at a 项目编码 (or its unit) after one that has its own."""
    sheet: FormSheet | None = None
    seen: set[str] = set()
    columns: list[Column] = []
    for grid in grids:
        if not (grid.goes_on and sheet is not None) and not belongs(grid, columns):
            continue
        for number, row in enumerate(grid.rows):
            named = _named(row)
            as_drawn = row.drawn and len(row.cells) == len(columns) > 0
            if as_drawn and not row.first and not ({"code", "name"} <= named and _is_form(grid.rows[number + 1 :])):
                named = set()  # a row of indicators, whatever it says
            if sheet is None or named & seen or (named and columns) or ("top" in named and seen):
                if sheet is not None:
                    yield sheet
                sheet, seen, columns = FormSheet(grid.mark), set(), []
            seen |= named & {"code", "name"}
            columns = columns_of([row]) or columns
            sheet.rows.append(row)
    if sheet is not None:
        yield sheet


def belongs(grid: Grid, columns: list[Column]) -> bool:
    """Whether ``grid`` is (a part of) a form: it has labels, or goes on in the columns of the indicators above it."""
    if any(len(row.cells) > _MOST_CELLS for row in grid.rows):
        return False
    if _is_form(grid.rows):
        return True
    return bool(columns) and bool(grid.rows) and all(len(row.cells) == len(columns) for row in grid.rows)


def _is_form(rows: Sequence[Row]) -> bool:
    """Whether ``rows`` have labels of a form, or the heading of its indicators."""
    cells = [cell for row in rows for cell in row.own]
    labels = {label_of(cell) for cell in cells} | {name for cell in cells for name, _ in inline(cell)}
    return len(labels & _SIGNS) >= 2 or len(labels & _MONTHS) >= 2 or any(is_heading(row) for row in rows)


def _named(row: Row) -> set[str]:
    """Which of 项目编码 and 项目名称 are labels in ``row`` (not values, nor prose), and whether it names the unit.

    "top" is what stands there only above a head: a title, or the row of a unit in one cell.
    """
    if is_title(row):
        return {"top"}
    named: set[str] = set()
    others = [cell for cell in row.wordy if not unit_of_money(cell.text)]
    with_money = len(others) < len(row.wordy)
    if (
        len(others) == 1
        and not label_of(others[0])
        and (with_money or (row.first and others[0].text.strip()[:3].isdigit()))
    ):
        return {"top"}
    at = 0
    while at < len(row.cells):
        said = [name for name, _ in inline(row.cells[at])]
        label = label_of(row.cells[at]) if at + 1 < len(row.cells) and not said else ""
        if label in BLOCKS:
            break  # prose stands beside it
        for name in said or [label]:
            named |= {"unit"} if name in ("unit_code", "unit_name") else {name} & {"code", "name"}
        at += 2 if label else 1
    return named
