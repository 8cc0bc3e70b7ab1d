"""A large workbook read department by department, with no more than one of them in memory.

Only such books are read so as can be with the same result: one large sheet in the plain manner, a row an indicator, the
rows of a project together, and the projects of a department. It is gone through twice: for what stands before and after
the cells, and for the cells. No submission is given before all are read, since one fault keeps the whole book from
being read; till then they wait on the disk.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import chain, islice, pairwise
from pathlib import Path

from budgetdocs.readers.bind import Fault
from budgetdocs.readers.cells import Cell
from budgetdocs.readers.sheets.attached import attached
from budgetdocs.readers.sheets.binding import bind_department
from budgetdocs.readers.sheets.departments import Department, find_year, implied_department
from budgetdocs.readers.sheets.grid import Book
from budgetdocs.readers.sheets.layout import GUIDES, Page, begun_page
from budgetdocs.readers.sheets.ooxml import Part, Workbook, fill_sheet, open_workbook, read_strings
from budgetdocs.readers.sheets.package import LARGEST, Package, Unusual
from budgetdocs.readers.sheets.pages import read_pages, tell
from budgetdocs.readers.sheets.project import Project
from budgetdocs.readers.sheets.projects import Succession
from budgetdocs.readers.sheets.row_stream import SheetStream, StoredTexts
from budgetdocs.readers.sheets.spool import Spool
from budgetdocs.readers.sheets.table_rows import Filler
from budgetdocs.readers.sheets.tables import Table, may_end
from budgetdocs.readers.validate import submission_of
from budgetdocs.readers.values import Notes

LARGE = 1024 * 1024
"""Bytes of the XML of a sheet from which on it is read a piece at a time; a smaller one is in memory at once."""
_FIRST_ROWS = 200
"""Rows by which it is decided what a sheet holds."""
_MOST_FAULTS = 1000


class Faulty(Exception):
    """The workbook can't be read: its ``faults``."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


def spooled(path: Path) -> Spool:
    """The submissions of the workbook at ``path``, to be closed after use.

    Raises :class:`Unusual` for a book that has to be read whole, :class:`Faulty` for one with faults in its values,
    :class:`~budgetdocs.readers.sheets.package.Refused` for a damaged one.
    """
    with ExitStack() as stack:
        package = stack.enter_context(closing(Package(path)))
        workbook = open_workbook(package, lambda package, member: _strings(package, member, stack))
        large = [part for part in workbook.parts if package.size(part.member) > LARGE]
        if len(large) != 1 or sum(package.size(part.member) for part in workbook.parts if part not in large) > LARGEST:
            raise Unusual
        return _Reading(package, workbook, large[0]).spooled(path.name)


def _strings(package: Package, member: str, stack: ExitStack) -> list[str] | StoredTexts:
    if package.size(member) <= LARGE:
        return read_strings(package, member)
    return stack.enter_context(closing(StoredTexts(package, member)))


class _Reading:
    """Reads one workbook, whose one large sheet is ``large``."""

    def __init__(self, package: Package, workbook: Workbook, large: Part) -> None:
        for part in workbook.parts:
            if part is not large:
                fill_sheet(part, package, workbook.shared)
        self._book = Book([part.sheet for part in workbook.parts])
        self._sheet = large.sheet
        self._sheet.attached = list(attached(package, package.links(large.member)))
        self._rows = SheetStream(large, package, workbook.shared).rows()
        self._spool = Spool()
        self._faults: list[Fault] = []
        self._keys = array("q")

    def spooled(self, file: str) -> Spool:
        """The submissions of the book, which has the name ``file``."""
        try:
            self._read(file)
        except BaseException:
            self._spool.close()
            raise
        return self._spool

    def _read(self, file: str) -> None:
        first = dict(islice(self._rows, _FIRST_ROWS))
        self._sheet.rows = dict(first)
        found = begun_page(self._sheet) if first and self._sheet.name.strip() not in GUIDES else None
        if found is None:
            raise Unusual
        page, table, body = found
        pages = read_pages(self._book, self._spool.seen, page)
        if any(each.kinds for each in pages if each is not page) or page not in pages or _merged_below(table):
            raise Unusual
        filler = Filler(table)
        projects = Succession(table, page.blocks[0].labels)
        department: Department | None = None
        for number, held in chain(((number, first[number]) for number in body), self._further(table)):
            row = filler.row(number, held)
            done = projects.take(row) if row else None
            if done:
                department = self._placed(done, department, page, pages, file)
        done = projects.finish()
        if done is None:
            raise Unusual
        self._finish(self._placed(done, department, page, pages, file), pages, file)
        filler.finish()
        projects.tell()
        if _repeat(projects.codes) or _repeat(self._keys):
            raise Unusual
        for each in pages:
            tell(each, self._spool.seen)
        if self._faults:
            raise Faulty(self._faults)

    def _further(self, table: Table) -> Iterator[tuple[int, dict[int, Cell]]]:
        """The rows after the first ones; of each, what has to be told of at the end stays in the sheet."""
        kept, hidden = self._sheet.rows, self._sheet.hidden_rows
        columns = {column for held in kept.values() for column in held}
        for number, held in self._rows:
            if may_end(table, held):
                raise Unusual
            new = held.keys() - columns
            if new or number in hidden:
                columns |= new
                kept[number] = {column: held[column] for column in (*new, min(held))}
            yield number, held

    def _placed(
        self, project: Project, department: Department | None, page: Page, pages: list[Page], file: str
    ) -> Department:
        """The department that ``project`` belongs to; the one above is done with if it is another."""
        own = implied_department(project, page)
        if own is None:
            raise Unusual
        key = own.text("unit_code")
        if department is not None and key == department.text("unit_code"):
            department.projects.append(project)
            return department
        if department is not None:
            self._finish(department, pages, file)
        self._keys.append(hash(key))
        own.projects.append(project)
        return own

    def _finish(self, department: Department, pages: list[Page], file: str) -> None:
        find_year(department, pages, file)
        notes = Notes()
        bound = bind_department(department, notes)
        submission, found = submission_of(bound)
        self._faults += [fault for fault in found if fault.mark.order]
        if len(self._faults) > _MOST_FAULTS:
            raise Unusual
        if submission is not None and not self._faults:
            self._spool.add(bound.data, notes)


def _merged_below(table: Table) -> bool:
    """Whether cells are merged below the headings of ``table``."""
    return any(merge.bottom > table.top for merge in table.sheet.merges)


def _repeat(hashes: array[int]) -> bool:
    """Whether one stands there twice (or, once in a million years, two have the same hash)."""
    ordered = sorted(hashes)
    return any(one == other for one, other in pairwise(ordered))
