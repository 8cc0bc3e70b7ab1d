"""The rows below the headings of a table: which are its records, and what each says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from budgetdocs.model import OddityKind
from budgetdocs.readers.cells import Cell
from budgetdocs.readers.sheets.grid import Sheet
from budgetdocs.readers.sheets.tables import Remark, Row, Table, TableKind
from budgetdocs.readers.tree import shortened
from budgetdocs.readers.vocabulary import INDICATOR_FIELDS, LABELS, PROJECT_FIELDS

EXAMPLE = "例："
"""How the first cell of a row begins that is an example, to be passed over."""
_SUMS = re.compile(r"(?:合计|总计|小计|共计)[:：]?")
_LEVELS = ("level1", "level2")
_KEYS = {"code", "name"}
_NOTHING: dict[int, Cell] = {}
_SAYS_SOMETHING = frozenset(("level3", "value", "description", "basis"))
_OF_INDICATOR = frozenset(INDICATOR_FIELDS) - {"level1"}


def fill(table: Table, rows: list[int]) -> None:
    """Reads the rows ``rows`` below the headings into ``table``."""
    filler = Filler(table)
    table.rows += [row for number in rows if (row := filler.row(number, table.sheet.rows[number]))]
    filler.finish()


class Filler:
    """Reads the rows below the headings of ``table``, from the top; remarks go to the table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._shown = _Merged(table.sheet, table)
        self._before: dict[str, Cell] = {}
        self._sparse: set[str] = set()
        self._known = {at for column in table.columns for at in range(column.first, column.last + 1)}
        self._strays: dict[int, _Stray] = {}

    def row(self, number: int, held: dict[int, Cell]) -> Row | None:
        """The row ``number``, which ``held`` these cells; None if it is no record of the table."""
        table = self._table
        if _repeats_the_headings(table, held, table.titles):
            return None
        if min(held.values()).text.startswith(EXAMPLE):
            return None
        cells = self._shown.cells(number, held, table)
        if table.plain and not (table.kind is TableKind.PROJECTS and _is_sum(cells, held)):
            self._see_strays(held)
            if table.kind is TableKind.INDICATORS:
                _give_project(table, cells, self._before, self._sparse)
                self._before = cells or self._before
            return Row(number, cells) if cells else None
        reason = _no_record(table, cells, held)
        if reason is not None:
            table.remarks += [Remark(OddityKind.UNPLACED, cell, reason) for cell in held.values() if reason]
            return None
        self._see_strays(held)
        if table.kind is TableKind.INDICATORS:
            self._sparse |= _fill_down(table, cells, self._before, self._sparse)
            self._before = cells
            if not cells.keys() & _SAYS_SOMETHING:
                return None
        return Row(number, cells)

    def finish(self) -> None:
        """A remark for each column that belongs to no field, and for each cell that stood under no heading."""
        titles = {cell.column: cell for cell in self._table.unknown}
        for at in sorted(self._strays):
            first, count = self._strays[at].first, self._strays[at].count
            if at in titles:
                detail = f"不认识的列“{shortened(titles[at].text)}”，有 {count} 格没有读入"
                self._table.remarks.append(Remark(OddityKind.UNPLACED, titles[at], detail))
            else:
                said = f"“{shortened(first.text)}”" + (f"等 {count} 格" if count > 1 else "")
                self._table.remarks.append(Remark(OddityKind.UNPLACED, first, f"{said}上面没有表头，没有读入"))

    def _see_strays(self, held: dict[int, Cell]) -> None:
        """Count the cells that stand in no column of a field."""
        if held.keys() <= self._known:
            return
        for at in held.keys() - self._known:
            stray = self._strays.setdefault(at, _Stray(held[at]))
            stray.count += 1


@dataclass
class _Stray:
    """Cells of a column that belongs to no field."""

    first: Cell
    count: int = 0


class _Merged:
    """What the merges of a sheet show in the rows below a heading."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        last = max(sheet.rows)
        narrow = all(column.last == column.first for column in table.columns)
        self._narrow = [(column.first, column.field) for column in table.columns] if narrow else None
        self._over: dict[int, dict[int, Cell]] = {}
        first = {at for column in table.columns for at in range(column.first, column.last + 1)}
        for merge in sheet.merges:
            cell = sheet.rows.get(merge.top, {}).get(merge.left)
            if cell is None or merge.bottom <= table.top or merge.bottom == merge.top or merge.left not in first:
                continue
            for row in range(max(merge.top, table.top) + 1, min(merge.bottom, last) + 1):
                self._over.setdefault(row, {})[merge.left] = cell

    def cells(self, number: int, held: dict[int, Cell], table: Table) -> dict[str, Cell]:
        """The cells of the table's fields in the row ``number``."""
        over = self._over.get(number, _NOTHING)
        if not over and self._narrow is not None:
            return {name: held[at] for at, name in self._narrow if at in held}
        found: dict[str, Cell] = {}
        for column in table.columns:
            for at in range(column.first, column.last + 1):
                cell = held.get(at) or over.get(at)
                if cell is None:
                    continue
                if column.field in found:
                    remark = f"“{shortened(cell.text)}”与左边的格同属一列“{shortened(column.heading.text)}”，没有读入"
                    table.remarks.append(Remark(OddityKind.UNPLACED, cell, remark))
                else:
                    found[column.field] = cell
        return found


def _no_record(table: Table, cells: dict[str, Cell], held: dict[int, Cell]) -> str | None:
    """Why the row is no record of the table; "" if there is nothing to tell, None if it is one."""
    first = min(held.values())
    if _is_sum(cells, held):
        return f"“{shortened(first.text)}”行不是{table.kind.value}，没有读入"
    if table.kind is TableKind.INDICATORS:
        alone = not any(cell.row == first.row for key, cell in cells.items() if key in _OF_INDICATOR)
        if alone and set(cells) <= {"level1", "serial"} | set(PROJECT_FIELDS):
            return f"表下的“{shortened(first.text)}”放不进表里，没有读入"
        return None
    if table.kind is TableKind.PROJECTS and not set(cells) & {"code", "budget", "goals"}:
        return f"表下的“{shortened(first.text)}”放不进表里，没有读入"
    return None if cells else f"“{shortened(first.text)}”放不进表里，没有读入"


def _is_sum(cells: dict[str, Cell], held: dict[int, Cell]) -> bool:
    """Whether the row adds up those above: it begins with such a word, and names no project of its own."""
    named = "code" in cells and cells["code"].column != min(held)
    return not named and bool(_SUMS.fullmatch("".join(min(held.values()).text.split())))


def _fill_down(table: Table, cells: dict[str, Cell], before: dict[str, Cell], told: set[str]) -> set[str]:
    """Gives a row the levels and the project that only the row above names (a merge that was lost); what was filled."""
    filled: set[str] = set()
    keys = _KEYS & table.fields
    same = not cells.keys() & keys or all(_same(cells[key], before.get(key)) for key in keys if key in cells)
    if not same:
        return filled
    for name in (*(PROJECT_FIELDS if keys and not cells.keys() & keys else ()), *_LEVELS):
        above = before.get(name)
        if name in cells or above is None or name not in table.fields:
            continue
        if name == "level2" and "level1" in cells and not _same(cells["level1"], before.get("level1")):
            continue
        cells[name] = above
        if name in _LEVELS and name not in told:
            filled.add(name)
            column = table.column(name)
            title = shortened(column.heading.text) if column else name
            detail = f"“{title}”这一列有空格，按照上面一格“{shortened(above.text)}”补的"
            table.remarks.append(Remark(OddityKind.AMBIGUOUS, above, detail))
    return filled


def _repeats_the_headings(table: Table, held: dict[int, Cell], titles: set[str]) -> bool:
    """Whether a row is the headings once more, as on each page of a print; in the own layout it is all of them."""
    if table.plain:
        return len(held) > 1 and all(
            (cell := held.get(column.first)) is not None and cell.text == column.heading.text
            for column in table.columns
        )
    return sum(cell.text in titles for cell in held.values()) * 2 > len(held)


def _give_project(table: Table, cells: dict[str, Cell], before: dict[str, Cell], told: set[str]) -> None:
    """Gives a row of the own layout that names no project that of the row above; the first is told."""
    if set(cells) & _KEYS or not cells:
        return
    for name in _KEYS & set(before):
        cells[name] = before[name]
        if name not in told:
            told.add(name)
            detail = f"“{LABELS[name]}”空着，按上面一格“{shortened(before[name].text)}”补的"
            table.remarks.append(Remark(OddityKind.AMBIGUOUS, min(cells.values()), detail))


def _same(one: Cell, other: Cell | None) -> bool:
    return other is not None and one.text.strip() == other.text.strip()
