"""A sheet taken apart: official forms, and tables with the labels that stand above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from budgetdocs.readers.cells import Cell
from budgetdocs.readers.form import FormSheet, read_forms
from budgetdocs.readers.form.labels import head_label
from budgetdocs.readers.inline import said_inline
from budgetdocs.readers.sheets.form_grid import grid_of
from budgetdocs.readers.sheets.grid import Book, Sheet
from budgetdocs.readers.sheets.labels import Labelled, read_labels
from budgetdocs.readers.sheets.table_rows import fill
from budgetdocs.readers.sheets.tables import Remark, Table, TableKind, end_of, table_at
from budgetdocs.readers.vocabulary import PLAN_FIELDS, heading_of

GUIDES = frozenset(("填写说明", "填表说明", "说明", "检查结果", "填报说明"))
"""Sheets about the workbook, which hold no data."""
_KEYS = frozenset(("code", "name"))
_LABELS_OF_A_FORM = 3
_LONGEST_HEAD = 40
"""Rows of the head of a form."""


@dataclass
class Block:
    """What labels say, and the table below them."""

    labels: Labelled
    table: Table | None

    @property
    def is_department(self) -> bool:
        """Whether its labels are those of the whole department."""
        labels = self.labels.labels.keys()
        return bool(labels & {"overall", "specific", "safeguards"} or {"unit_code", "year"} <= labels)


@dataclass
class Page:
    """A sheet, taken apart."""

    sheet: Sheet
    blocks: list[Block] = field(default_factory=list)
    forms: list[FormSheet] = field(default_factory=list)
    doubts: list[Remark] = field(default_factory=list)
    """What was read with doubt, of no one block."""

    def years(self) -> Iterator[Cell]:
        """The cells, beside the tables, that name a year."""
        for block in self.blocks:
            yield from block.labels.years
        for form in self.forms:
            yield from (cell.held for cell in form.titles if cell.held is not None)

    @property
    def is_heading(self) -> bool:
        """Whether labels on it say something of the other sheets: the unit, the year."""
        return any(block.labels.labels or block.labels.years for block in self.blocks)

    @property
    def kinds(self) -> set[str]:
        """What it holds, in words; nothing for a sheet that has no part of a form."""
        found = {block.table.kind.value for block in self.blocks if block.table}
        found |= {"form"} if self.forms else set()
        return found | {"department" for block in self.blocks if block.is_department}


class _Stretch(NamedTuple):
    """Rows of labels, and the table below them, if there is one: its headings, and what stands under these."""

    labels: list[int]
    table: Table | None
    headings: list[int]
    body: list[int]


def pages_of(book: Book, known: Iterable[Page] = ()) -> list[Page]:
    """The sheets of ``book`` that may hold data, taken apart; those of ``known`` have been already."""
    begun = {page.sheet.order: page for page in known}
    return [
        begun.get(sheet.order) or _page(sheet)
        for sheet in book.sheets
        if sheet.rows and sheet.name.strip() not in GUIDES
    ]


def begun_page(sheet: Sheet) -> tuple[Page, Table, list[int]] | None:
    """A sheet of which only the first rows are known: its page, its table, and the rows that stand below the headings.

    None unless it holds labels at most, and below them one table to the end of what is known.
    """
    stretches = list(_stretches(sheet))
    if len(stretches) != 1 or stretches[0].table is None or _is_form(sheet, stretches[0]):
        return None
    [stretch] = stretches
    table = stretches[0].table
    return Page(sheet, [Block(read_labels(sheet, stretch.labels), table)]), table, stretch.body


def _page(sheet: Sheet) -> Page:
    page = Page(sheet)
    form: list[int] = []
    for stretch in _stretches(sheet):
        if _is_form(sheet, stretch):
            form += [*stretch.labels, *stretch.headings, *stretch.body]
            continue
        _add_forms(page, form)
        form = []
        if stretch.table:
            fill(stretch.table, stretch.body)
        page.blocks.append(Block(read_labels(sheet, stretch.labels), stretch.table))
    _add_forms(page, form)
    return page


def _add_forms(page: Page, rows: list[int]) -> None:
    """Adds the forms in ``rows``; where there is none after all, these are labels."""
    if not rows:
        return
    found = read_forms([grid_of(page.sheet, rows)])
    page.forms += found
    if not found:
        page.blocks.append(Block(read_labels(page.sheet, rows), None))


def _stretches(sheet: Sheet) -> Iterator[_Stretch]:
    rows = sheet.in_order()
    pending: list[int] = []
    index = 0
    while index < len(rows):
        table = table_at(sheet, rows, index)
        if table is None or _heads_a_form(sheet, rows[index:], table):
            pending.append(rows[index])
            index += 1
            continue
        start = next((at for at in range(index, len(rows)) if rows[at] > table.top), len(rows))
        end = len(rows) if table.plain else end_of(sheet, rows, start, table)
        after = _before_the_next(sheet, rows, start, end) if end < len(rows) else end
        yield _Stretch(pending, table, rows[index:start], rows[start:after])
        pending = rows[after:end]
        index = end
    if pending:
        yield _Stretch(pending, None, [], [])


def _heads_a_form(sheet: Sheet, rows: list[int], table: Table) -> bool:
    """Whether what looks like the headings of projects is the head of one form, its values below its labels.

    Labels that such a table lacks begin rows further down, before the indicators.
    """
    if table.kind is not TableKind.PROJECTS or table.fields & {*PLAN_FIELDS, "goals"}:
        return False
    for row in rows[1:_LONGEST_HEAD]:
        label = head_label(min(sheet.rows[row].values()).text)
        if label in ("payment_plan", "goals"):
            return True
        if label in _KEYS:
            return False
    return False


def _is_form(sheet: Sheet, stretch: _Stretch) -> bool:
    """Whether it is one project's form: its labels name the project, and the table, if any, its indicators."""
    texts = [cell.text for row in stretch.labels for cell in sheet.rows[row].values()]
    names = {name for text in texts if (name := head_label(text))}
    names |= {name for text in texts for name, _ in said_inline(text)}
    if not names & _KEYS:
        return False
    if stretch.table is None:
        return len(names) >= _LABELS_OF_A_FORM
    return stretch.table.kind is TableKind.INDICATORS and not stretch.table.fields & _KEYS


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
