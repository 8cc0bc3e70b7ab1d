"""A sheet taken apart: stretches of labels, each with the table that follows it, if one does."""

from __future__ import annotations

from dataclasses import dataclass

from budgetdocs.readers.sheets.grid import Book, Sheet
from budgetdocs.readers.sheets.labels import Labelled, read_labels
from budgetdocs.readers.sheets.tables import Table, TableKind, end_of, fill, table_at
from budgetdocs.readers.sheets.vocabulary import heading_of

GUIDES = frozenset(("填写说明", "填表说明", "说明", "检查结果", "填报说明"))
"""Sheets about the workbook, which hold no data."""


@dataclass
class Block:
    """What labels say, and the table below them."""

    labels: Labelled
    table: Table | None

    @property
    def is_form(self) -> bool:
        """Whether it is one project's form: its labels name the project, and the table, if any, its indicators."""
        named = bool(self.labels.labels.keys() & {"code", "name"})
        if self.table is None:
            return named and len(self.labels.labels) >= 3
        own = self.table.fields & {"code", "name"}
        return named and not own and self.table.kind is TableKind.INDICATORS

    @property
    def is_department(self) -> bool:
        """Whether its labels are those of the whole department."""
        labels = self.labels.labels.keys()
        return not self.is_form and bool(
            labels & {"overall", "specific", "safeguards"} or {"unit_code", "year"} <= labels
        )


@dataclass
class Page:
    """A sheet, taken apart."""

    sheet: Sheet
    blocks: list[Block]

    @property
    def is_heading(self) -> bool:
        """Whether labels on it say something of the other sheets: the unit, the year."""
        return any(block.labels.labels or block.labels.years for block in self.blocks)

    @property
    def kinds(self) -> set[str]:
        """What it holds, in words; nothing for a sheet that has no part of a form."""
        found = {block.table.kind.value for block in self.blocks if block.table}
        found |= {"form" for block in self.blocks if block.is_form}
        return found | {"department" for block in self.blocks if block.is_department}


def pages_of(book: Book) -> list[Page]:
    """The sheets of ``book`` that may hold data, taken apart."""
    return [_page(sheet) for sheet in book.sheets if sheet.rows and sheet.name.strip() not in GUIDES]


def _page(sheet: Sheet) -> Page:
    rows = sheet.in_order()
    blocks: list[Block] = []
    pending: list[int] = []
    index = 0
    while index < len(rows):
        table = table_at(sheet, rows, index)
        if table is None:
            pending.append(rows[index])
            index += 1
            continue
        start = next((at for at in range(index, len(rows)) if rows[at] > table.top), len(rows))
        end = len(rows) if table.plain else end_of(sheet, rows, start, table)
        after = _before_the_next(sheet, rows, start, end) if end < len(rows) else end
        fill(table, rows[start:after])
        blocks.append(Block(read_labels(sheet, pending), table))
        pending = rows[after:end]
        index = end
    if pending:
        blocks.append(Block(read_labels(sheet, pending), None))
    return Page(sheet, blocks)


def _before_the_next(sheet: Sheet, rows: list[int], start: int, end: int) -> int:
    """Where, above the row ``rows[end]`` that begins the next form or table, its title begins."""
    at = end
    while at > start and len(sheet.rows[rows[at - 1]]) <= 2 and _is_title(sheet, rows[at - 1]):
        at -= 1
    return at


def _is_title(sheet: Sheet, row: int) -> bool:
    cells = list(sheet.rows[row].values())
    first = min(cells)
    return all(heading_of(cell.text) is None for cell in cells) and (
        first.text.strip().endswith("表") or "单位：" in cells[-1].text or "单位:" in cells[-1].text or len(cells) == 1
    )
