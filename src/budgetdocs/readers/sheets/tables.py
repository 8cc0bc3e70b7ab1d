"""Tables in a sheet: which rows are headings, which column is which field, and where the rows end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from budgetdocs.model import OddityKind
from budgetdocs.readers.cells import Cell, Stored
from budgetdocs.readers.sheets.grid import Sheet
from budgetdocs.readers.tree import shortened
from budgetdocs.readers.vocabulary import INDICATOR_FIELDS, PROJECT_FIELDS, heading_of, unit_of_value


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

    @cached_property
    def titles(self) -> set[str]:
        """The headings of the known columns, as written."""
        return {column.heading.text for column in self.columns}

    @property
    def headings(self) -> str:
        """The headings as written, for messages."""
        cells = [column.heading for column in self.columns] + self.unknown
        return "、".join(shortened(cell.text, 15) for cell in sorted(cells, key=lambda cell: cell.column))


_GROUPS = ("group", "payment_plan")
"""Headings that stand over others, or over nothing."""


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
        if (found is None or found.field in _GROUPS) and group:
            found = heading_of(group.text + cell.text) or heading_of(
                group.text.split("（")[0].split("(")[0] + cell.text
            )
        if found is None:
            unknown.append(cell)
        elif found.field not in _GROUPS:
            unit = found.unit or (over.unit if over else "")
            columns.append(Column(found.field, cell, unit, _last(sheet, cell)))
    columns.sort(key=lambda column: column.first)
    _name_scale(columns)
    fields = {column.field for column in columns}
    kind = kind_of(fields)
    if kind is None or _is_labels(columns, unknown, fields):
        return None
    _settle(columns, kind)
    top = max(cell.row for cell in above + below)
    plain = sheet.name == kind.value and not below and not unknown and not sheet.merges and top == min(sheet.rows)
    remarks = [*_refuse_twins(columns, unknown), *_strange_units(columns)]
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


def _name_scale(columns: list[Column]) -> None:
    """预算规模及资金用途 heads what the money is for, 预算规模 how much it is."""
    for column in columns:
        if column.field == "scale":
            column.field = "purpose" if "用途" in column.heading.text else "budget"


def _settle(columns: list[Column], kind: TableKind) -> None:
    """Gives headings that mean one thing here and another there the meaning that they have here."""
    fields = {column.field for column in columns}
    for column in columns:
        if column.field == "measure" and kind is not TableKind.INDICATORS:
            column.field = "unit_name"
        if column.field == "description" and kind is TableKind.INDICATORS and "level3" not in fields:
            column.field = "level3"  # forms of two levels name in 指标内容 what is measured
        if column.field == "overall" and kind in (TableKind.PROJECTS, TableKind.INDICATORS) and "goals" not in fields:
            column.field = "goals"


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


def _strange_units(columns: list[Column]) -> Iterator[Remark]:
    """A remark for a heading of values that names what may be a unit, or may not."""
    for column in columns:
        if column.field == "value" and unit_of_value(column.unit) is None:
            detail = f"表头“{shortened(column.heading.text)}”里的“{column.unit}”不知道是不是单位，没有补到值的后面"
            yield Remark(OddityKind.AMBIGUOUS, column.heading, detail)


def end_of(sheet: Sheet, rows: list[int], start: int, table: Table) -> int:
    """The index in ``rows`` where the table that begins at ``start`` ends: at other headings, or at a form."""
    exact = table.titles
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


def may_end(table: Table, held: dict[int, Cell]) -> bool:
    """Whether the row that ``held`` these cells may be one where ``table`` ends, as :func:`end_of` would find."""
    if table.plain:
        return False
    cells = list(_leading(held))
    found = [heading for cell in cells if (heading := heading_of(cell.text)) is not None]
    if not found or all(cell.text in table.titles for cell in cells):
        return False
    return len(found) >= 2 or any(heading.field in ("code", "name") for heading in found)


def _leading(held: dict[int, Cell]) -> Iterator[Cell]:
    """The first cells of a row, short ones of text: headings and labels are."""
    for count, cell in enumerate(held.values()):
        if count == 4:
            return
        if len(cell.text) <= 20 and cell.stored is Stored.TEXT:
            yield cell
