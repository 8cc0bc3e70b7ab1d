"""A large workbook read department by department, with no more than one of them in memory.

Only such books are read so as can be with the same result: of large sheets each holds one table, and the rows of a
project stand together, and the projects of a department (:mod:`~budgetdocs.readers.sheets.joining`). A large sheet is
gone through twice: for what stands before and after the cells, and for the cells. No submission is given before all are
read, since one fault keeps the whole book from being read; till then they wait on the disk.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path

from budgetdocs.readers.bind import Fault
from budgetdocs.readers.sheets.binding import bind_department
from budgetdocs.readers.sheets.departments import Department, find_year
from budgetdocs.readers.sheets.grid import Book
from budgetdocs.readers.sheets.joining import feeds_of, join
from budgetdocs.readers.sheets.large_sheet import LargeSheet
from budgetdocs.readers.sheets.layout import Page
from budgetdocs.readers.sheets.ooxml import Part, Workbook, fill_sheet, open_workbook, read_strings
from budgetdocs.readers.sheets.package import LARGEST, Package, Unusual
from budgetdocs.readers.sheets.pages import read_pages, tell
from budgetdocs.readers.sheets.row_stream import StoredTexts
from budgetdocs.readers.sheets.spool import Spool
from budgetdocs.readers.validate import submission_of
from budgetdocs.readers.values import Notes

LARGE = 1024 * 1024
"""Bytes of the XML of a sheet from which on it is read a piece at a time; a smaller one is in memory at once."""
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
        if not large or sum(package.size(part.member) for part in workbook.parts if part not in large) > LARGEST:
            raise Unusual
        return _Reading(package, workbook, large).spooled(path.name)


def _strings(package: Package, member: str, stack: ExitStack) -> list[str] | StoredTexts:
    if package.size(member) <= LARGE:
        return read_strings(package, member)
    return stack.enter_context(closing(StoredTexts(package, member)))


class _Reading:
    """Reads one workbook, whose ``large`` sheets are not read at once."""

    def __init__(self, package: Package, workbook: Workbook, large: list[Part]) -> None:
        for part in workbook.parts:
            if part not in large:
                fill_sheet(part, package, workbook.shared)
        self._book = Book([part.sheet for part in workbook.parts])
        self._large = [LargeSheet(part, package, workbook.shared) for part in large]
        self._spool = Spool()
        self._faults: list[Fault] = []

    def spooled(self, file: str) -> Spool:
        """The submissions of the book, which has the name ``file``."""
        try:
            self._read(file)
        except BaseException:
            self._spool.close()
            raise
        return self._spool

    def _read(self, file: str) -> None:
        begun = {sheet.page.sheet.order: sheet for sheet in self._large}
        pages = read_pages(self._book, self._spool.seen, [sheet.page for sheet in self._large])
        if any(page.forms for page in pages) or any(sheet.page not in pages for sheet in self._large):
            raise Unusual
        feeds = [
            feed
            for page in pages
            for feed in ([begun[page.sheet.order].feed()] if page.sheet.order in begun else feeds_of(page))
        ]
        joined = join(feeds, any(block.is_department for page in pages for block in page.blocks))
        for department in joined.departments():
            self._finish(department, pages, file)
        joined.close()
        for page in pages:
            tell(page, self._spool.seen)
        if self._faults:
            raise Faulty(self._faults)

    def _finish(self, department: Department, pages: list[Page], file: str) -> None:
        if "year" not in department.fields:
            find_year(department, pages, file)
        notes = Notes()
        bound = bind_department(department, notes, places=False)
        submission, found = submission_of(bound)
        if found:  # once more, to be able to say where
            bound = bind_department(department, Notes())
            submission, found = submission_of(bound)
        self._faults += [fault for fault in found if fault.mark.order]
        if len(self._faults) > _MOST_FAULTS:
            raise Unusual
        if submission is not None and not self._faults:
            self._spool.add(bound.data, notes)
