"""The official 项目绩效目标表 in the tables of any file, found by its labels: the one place that knows what it is like.

A Word file and a worksheet give the same :class:`Grid`; what they make of the :class:`FormSheet` is theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

from budgetdocs.readers.form.grid import Cell, Grid, Row
from budgetdocs.readers.form.head import Head
from budgetdocs.readers.form.indicators import IndicatorTable
from budgetdocs.readers.form.sheet import FormSheet, Noted, Wrong
from budgetdocs.readers.form.splitting import split
from budgetdocs.readers.form.titles import project_named

__all__ = ["Cell", "FormSheet", "Grid", "Noted", "Row", "Wrong", "read_forms"]


def read_forms(grids: Sequence[Grid]) -> list[FormSheet]:
    """The 项目绩效目标表 in ``grids``, in their order. Cells that say what no field holds stay unused."""
    sheets: list[FormSheet] = []
    for sheet in split(grids):
        _read(sheet)
        if sheets and sheet.repeats_the_head_of(sheets[-1]):
            sheets[-1].go_on_with(sheet)
        else:
            sheets.append(sheet)
    return sheets


def _read(sheet: FormSheet) -> None:
    """Fills ``sheet`` from its rows, from the top."""
    head, table = Head(sheet), IndicatorTable(sheet)
    at = 0
    while at < len(sheet.rows):
        taken = table.heading(at)
        if not taken and not sheet.columns:
            taken = head.labels(at)
        elif not taken:
            if table.is_remark(sheet.rows[at]):
                head.labels(at)
            else:
                table.indicator(sheet.rows[at])
            taken = 1
        at += taken
    table.finish()
    _take_name_of_title(sheet)


def _take_name_of_title(sheet: FormSheet) -> None:
    """A form that has no place for the name of its project may have it in its title."""
    if "name" not in sheet.values:
        named = next((cell for cell in sheet.titles if project_named(cell.text)), None)
        if named is not None:
            sheet.values["name"] = named.saying(project_named(named.text))
