"""Tables in a sheet: which rows are headings, which column is which field, and what each row below says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from budgetdocs.model import OddityKind
from budgetdocs.readers.sheets.grid import Cell, Sheet, Stored
from budgetdocs.readers.sheets.vocabulary import INDICATOR_FIELDS, PROJECT_FIELDS, heading_of
from budgetdocs.readers.tree import shortened


class TableKind(Enum):
    """What the rows of a table are."""

    DEPARTMENTS = "部门"
    TARGETS = "部门目标"
    PROJECTS = "项目"
    INDICATORS = "指标"
    NOTES = "审核说明"


@dataclass
class Column:
    """A column of a table: its field, the unit its heading names, and how far it spans."""

    field: str
    heading: Cell
    unit: str
    last: int

    @property
    def first(self) -> int:
        """The number of its first column in the sheet."""
        return self.heading.column


@dataclass
class Row:
    """A row of a table: its number, and the cells of its fields; what a merge shows counts for each of its rows."""

    number: int
    cells: dict[str, Cell]


@dataclass
class Remark:
    """Something odd about a cell of a sheet, or about the sheet."""

    kind: OddityKind
    cell: Cell
    detail: str


@dataclass
class Table:
    """A table of ``sheet``, its headings ending in row ``top``."""

    sheet: Sheet
    kind: TableKind
    columns: list[Column]
    unknown: list[Cell]
    top: int
    plain: bool
    """Whether it is laid out as budgetdocs does: each row is whole, and a blank cell says blank."""
    rows: list[Row] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @cached_property
    def _by_field(self) -> dict[str, Column]:
        return {column.field: column for column in self.columns}

    def column(self, name: str) -> Column | None:
        """The column of the field ``name``."""
        return self._by_field.get(name)

    @cached_property
    def left(self) -> int:
        """The first column that has a known heading."""
        return min(column.first for column in self.columns)

    @cached_property
    def fields(self) -> set[str]:
        """The fields that have a column."""
        return {column.field for column in self.columns}

    @property
    def headings(self) -> str:
        """The headings as written, for messages."""
        cells = [column.heading for column in self.columns] + self.unknown
        return "、".join(shortened(cell.text, 15) for cell in sorted(cells, key=lambda cell: cell.column))


EXAMPLE = "例："
"""How the first cell of a row begins that is an example, to be passed over."""
_SUMS = re.compile(r"(?:合计|总计|小计|共计)[:：]?")
_LEVELS = ("level1", "level2")
_PLAIN_SHEETS = frozenset(kind.value for kind in TableKind)


def kind_of(fields: set[str]) -> TableKind | None:
    """What a table with these ``fields`` holds; None if they make no table."""
    if {"rule", "reason"} <= fields:
        return TableKind.NOTES
    if {"part", "content"} <= fields:
        return TableKind.TARGETS
    if fields & {"level3", "value"} and len(fields & set(INDICATOR_FIELDS)) >= 2:
        return TableKind.INDICATORS
    if fields & {"code", "name"} and len(fields & set(PROJECT_FIELDS)) >= 3:
        return TableKind.PROJECTS
    if fields & {"unit_code", "unit_name"} and fields & {"year", "form", "overall"}:
        return TableKind.DEPARTMENTS
    return None


def table_at(sheet: Sheet, rows: list[int], index: int) -> Table | None:
    """The table whose headings begin in the row ``rows[index]``, over two rows if need be; its rows not yet read."""
    cells = sorted(sheet.rows[rows[index]].values())
    if len(cells) < 2 and not _wide(sheet, rows[index]):
        return None
    one = _headed(sheet, cells, [])
    if one is not None and one.plain:
        return one
    if index + 1 == len(rows) or rows[index + 1] != rows[index] + 1:
        return one
    below = sorted(sheet.rows[rows[index + 1]].values())
    known = sum(heading_of(cell.text) is not None for cell in below)
    if known * 2 <= len(below):
        return one
    alone = _headed(sheet, below, [])
    two = _headed(sheet, cells, below)
    if two is None or (alone is not None and len(alone.columns) >= len(two.columns)):
        return None if alone is not None else one
    if one is not None and len(one.columns) >= len(two.columns):
        return one
    return two


def _wide(sheet: Sheet, row: int) -> bool:
    return any(_last(sheet, cell) > cell.column for cell in sheet.rows[row].values())


def _headed(sheet: Sheet, above: list[Cell], below: list[Cell]) -> Table | None:
    """The table that the cells of one heading row, or of two, make; None if they make none."""
    columns: list[Column] = []
    unknown: list[Cell] = []
    tall = {cell.column for cell in below}
    for cell, group in [(cell, None) for cell in above if cell.column not in tall] + [
        (cell, _group(sheet, above, cell)) for cell in below
    ]:
        found = heading_of(cell.text)
        over = heading_of(group.text) if group else None
        if (found is None or found.field == "group") and group:
            found = heading_of(group.text + cell.text) or heading_of(
                group.text.split("（")[0].split("(")[0] + cell.text
            )
        if found is None:
            unknown.append(cell)
        elif found.field != "group":
            unit = found.unit or (over.unit if over else "")
            columns.append(Column(found.field, cell, unit, _last(sheet, cell)))
    columns.sort(key=lambda column: column.first)
    fields = {column.field for column in columns}
    kind = kind_of(fields)
    if kind is None or _is_labels(columns, unknown, fields):
        return None
    _settle(columns, kind)
    top = max(cell.row for cell in above + below)
    plain = sheet.name == kind.value and not below and not unknown and not sheet.merges and top == min(sheet.rows)
    remarks = _refuse_twins(columns, unknown)
    return Table(sheet, kind, columns, unknown, top, plain, remarks=remarks)


def _group(sheet: Sheet, above: list[Cell], cell: Cell) -> Cell | None:
    """The heading of the upper row that stands over ``cell``: the last one that begins at its column or before."""
    before = [each for each in above if each.column <= cell.column]
    if not before:
        return None
    last = _last(sheet, before[-1])
    return before[-1] if last >= cell.column or not any(_wide(sheet, each.row) for each in above[:1]) else None


def _last(sheet: Sheet, cell: Cell) -> int:
    """The last column that ``cell`` spans."""
    merge = sheet.spans.get((cell.row, cell.column))
    return merge.right if merge else cell.column


def _is_labels(columns: list[Column], unknown: list[Cell], fields: set[str]) -> bool:
    """Whether the row is of labels with their values beside them, as on the form itself: no table's headings."""
    if fields & {"level3", "value", "rule", "part"}:
        return False
    return len(unknown) * 2 >= len(columns) or not fields & {"code", "name", "year", "form", "overall"}


def _settle(columns: list[Column], kind: TableKind) -> None:
    """Gives headings that mean one thing here and another there the meaning that they have here."""
    fields = {column.field for column in columns}
    for column in columns:
        if column.field == "measure" and kind is not TableKind.INDICATORS:
            column.field = "unit_name"
        if column.field == "overall" and kind in (TableKind.PROJECTS, TableKind.INDICATORS) and "goals" not in fields:
            column.field = "goals"


def fill(table: Table, rows: list[int]) -> None:
    """Reads the rows ``rows`` below the headings into ``table``."""
    sheet = table.sheet
    shown = _Merged(sheet, table)
    before: dict[str, Cell] = {}
    titles = {column.heading.text for column in table.columns}
    sparse: set[str] = set()
    read: list[int] = []
    for number in rows:
        held = sheet.rows[number]
        if not table.plain and sum(cell.text in titles for cell in held.values()) * 2 > len(held):
            continue
        if min(held.values()).text.startswith(EXAMPLE):
            continue
        cells = shown.cells(number, held, table)
        if table.plain and not (table.kind is TableKind.PROJECTS and _is_sum(cells, held)):
            read.append(number)
            table.rows += [Row(number, cells)] if cells else []
            continue
        reason = _no_record(table, cells, held)
        if reason is not None:
            table.remarks += [Remark(OddityKind.UNPLACED, cell, reason) for cell in held.values() if reason]
            continue
        read.append(number)
        if table.kind is TableKind.INDICATORS:
            sparse |= _fill_down(table, cells, before, sparse)
            before = cells
            if not set(cells) & {"level3", "value", "description", "basis"}:
                continue
        table.rows.append(Row(number, cells))
    _tell_unknown(table, read)


class _Merged:
    """What the merges of a sheet show in the rows below a heading."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        last = max(sheet.rows)
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
        over = self._over.get(number, {})
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


_OF_INDICATOR = frozenset(INDICATOR_FIELDS) - {"level1"}


def _fill_down(table: Table, cells: dict[str, Cell], before: dict[str, Cell], told: set[str]) -> set[str]:
    """Gives a row the levels and the project that only the row above names (a merge that was lost); what was filled."""
    filled: set[str] = set()
    keys = {"code", "name"} & table.fields
    same = not set(cells) & keys or all(_same(cells[key], before.get(key)) for key in keys if key in cells)
    for name in (*(PROJECT_FIELDS if keys and not set(cells) & keys else ()), *_LEVELS):
        above = before.get(name)
        if name in cells or above is None or not same or name not in table.fields:
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


def _same(one: Cell, other: Cell | None) -> bool:
    return other is not None and one.text.strip() == other.text.strip()


def _refuse_twins(columns: list[Column], unknown: list[Cell]) -> list[Remark]:
    """Keeps the first of two columns of one field, and tells of the other."""
    kept: dict[str, Column] = {}
    remarks: list[Remark] = []
    for column in list(columns):
        first = kept.setdefault(column.field, column)
        if first is column:
            continue
        columns.remove(column)
        unknown.append(column.heading)
        detail = f"“{shortened(column.heading.text)}”与“{shortened(first.heading.text)}”是同一项，取了前一列"
        remarks.append(Remark(OddityKind.AMBIGUOUS, column.heading, detail))
    return remarks


def _tell_unknown(table: Table, rows: list[int]) -> None:
    """A remark for each column that belongs to no field, and for each cell that stands under no heading."""
    known = {at for column in table.columns for at in range(column.first, column.last + 1)}
    titles = {cell.column: cell for cell in table.unknown}
    strays: dict[int, list[Cell]] = {}
    for number in rows:
        held = table.sheet.rows[number]
        for at in held.keys() - known:
            strays.setdefault(at, []).append(held[at])
    for at in sorted(strays):
        first = strays[at][0]
        if at in titles:
            detail = f"不认识的列“{shortened(titles[at].text)}”，有 {len(strays[at])} 格没有读入"
            table.remarks.append(Remark(OddityKind.UNPLACED, titles[at], detail))
        else:
            said = f"“{shortened(first.text)}”" + (f"等 {len(strays[at])} 格" if len(strays[at]) > 1 else "")
            table.remarks.append(Remark(OddityKind.UNPLACED, first, f"{said}上面没有表头，没有读入"))


def end_of(sheet: Sheet, rows: list[int], start: int, table: Table) -> int:
    """The index in ``rows`` where the table that begins at ``start`` ends: at other headings, or at a form."""
    exact = {column.heading.text for column in table.columns}
    for index in range(start, len(rows)):
        cells = list(_leading(sheet.rows[rows[index]]))
        found = [heading for cell in cells if (heading := heading_of(cell.text)) is not None]
        if not found or all(cell.text in exact for cell in cells):
            continue
        if table.kind is TableKind.INDICATORS and any(heading.field in ("code", "name") for heading in found):
            return index
        if len(found) >= 2 and table_at(sheet, rows, index) is not None:
            return index
    return len(rows)


def _leading(held: dict[int, Cell]) -> Iterator[Cell]:
    """The first cells of a row, short ones of text: headings and labels are."""
    for count, cell in enumerate(held.values()):
        if count == 4:
            return
        if len(cell.text) <= 20 and cell.stored is Stored.TEXT:
            yield cell
