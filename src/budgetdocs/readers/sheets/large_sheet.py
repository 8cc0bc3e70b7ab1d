"""A large sheet: its first rows tell what it holds, the others are read as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from budgetdocs.readers.cells import Cell
from budgetdocs.readers.sheets.attached import attached
from budgetdocs.readers.sheets.joining import Feed
from budgetdocs.readers.sheets.layout import GUIDES, begun_page
from budgetdocs.readers.sheets.ooxml import Part, Shared
from budgetdocs.readers.sheets.package import Package, Unusual
from budgetdocs.readers.sheets.row_stream import SheetStream
from budgetdocs.readers.sheets.table_rows import Filler
from budgetdocs.readers.sheets.tables import Row, may_end

_FIRST_ROWS = 200
"""Rows by which it is decided what a sheet holds."""


class LargeSheet:
    """The sheet of ``part`` as a page with one table, whose rows come as a feed."""

    def __init__(self, part: Part, package: Package, shared: Shared) -> None:
        """Raises :class:`Unusual` for a sheet that has to be read whole."""
        self._sheet = sheet = part.sheet
        sheet.attached = list(attached(package, package.links(part.member)))
        self._rows = SheetStream(part, package, shared).rows()
        self._first = dict(islice(self._rows, _FIRST_ROWS))
        sheet.rows = dict(self._first)
        found = begun_page(sheet) if self._first and sheet.name.strip() not in GUIDES else None
        if found is None:
            raise Unusual
        self.page, self._table, self._body = found
        if any(merge.bottom > self._table.top for merge in sheet.merges):
            raise Unusual
        self._filler = Filler(self._table)

    def feed(self) -> Feed:
        """The rows of the table, once."""
        return Feed(self.page, self._table, self.page.blocks[0].labels, self._filled(), self._filler.finish)

    def _filled(self) -> Iterator[Row]:
        for number, held in chain(((number, self._first[number]) for number in self._body), self._further()):
            row = self._filler.row(number, held)
            if row is not None:
                yield row

    def _further(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """The rows after the first ones; of each, what has to be told of at the end stays in the sheet."""
        kept, hidden = self._sheet.rows, self._sheet.hidden_rows
        columns = {column for held in kept.values() for column in held}
        for number, held in self._rows:
            if may_end(self._table, held):
                raise Unusual
            new = held.keys() - columns
            if new or number in hidden:
                columns |= new
                kept[number] = {column: held[column] for column in (*new, min(held))}
            yield number, held
