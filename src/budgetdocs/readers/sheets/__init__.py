"""Workbooks → submissions: budgetdocs' own workbook, tables that no one here designed, and sheets that are the form."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from budgetdocs.errors import Problem, ReadError
from budgetdocs.model import Place, Submission
from budgetdocs.readers.bind import Fault
from budgetdocs.readers.sheets.binding import bind_department
from budgetdocs.readers.sheets.departments import gather_departments
from budgetdocs.readers.sheets.grid import Book
from budgetdocs.readers.sheets.opening import open_book
from budgetdocs.readers.sheets.package import Refused, Unusual
from budgetdocs.readers.sheets.pages import nothing_found, read_pages, tell
from budgetdocs.readers.sheets.project import Trouble
from budgetdocs.readers.sheets.projects import gather_projects
from budgetdocs.readers.sheets.spool import Spool
from budgetdocs.readers.sheets.streaming import Faulty, spooled
from budgetdocs.readers.tree import shortened
from budgetdocs.readers.validate import submission_of
from budgetdocs.readers.values import Notes

__all__ = ["Spool", "read_workbook", "read_workbooks", "spool_workbook"]


def read_workbook(path: Path, shown: str) -> Submission:
    """The one submission in the workbook at ``path``, located, with its oddities.

    Raises :class:`ReadError`, naming the file as ``shown``, for every fault at once, and for a book of several
    departments (see :func:`read_workbooks`).
    """
    submissions = read_workbooks(path, shown)
    if len(submissions) > 1:
        names = "、".join(shortened(each.department.name or each.department.code) for each in submissions)
        reason = (
            f"文件里有 {len(submissions)} 个部门（{names}），这里只能读一个；请每个部门存成一个文件，或用 read_all 读"
        )
        raise ReadError(shown, "", reason)
    return submissions[0]


def read_workbooks(path: Path, shown: str) -> list[Submission]:
    """The submissions in the workbook at ``path``, one a department, in their order; raises :class:`ReadError`."""
    with _no_collection():
        return _read(open_book(path, shown), path.name, shown)


def spool_workbook(path: Path, shown: str) -> Spool | None:
    """The submissions of a large workbook at ``path``, to be closed after use, as :func:`read_workbooks` gives them but
    without the places of their values; None if it has to be read whole. Raises :class:`ReadError`.
    """
    try:
        with path.open("rb") as stream:
            if stream.read(4) != b"PK\x03\x04":
                return None
        with _no_collection():
            return spooled(path)
    except (Unusual, Refused, OSError):  # those that read it whole will say what is wrong
        return None
    except Faulty as faulty:
        raise _faulty(shown, faulty.faults) from None


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keeps the collector of cycles from looking, over and over, through a million cells that are part of none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _read(book: Book, name: str, shown: str) -> list[Submission]:
    seen = Notes()
    pages = read_pages(book, seen)
    projects = gather_projects(pages)
    departments = gather_departments(pages, projects, name)
    for page in pages:
        tell(page, seen)
    if not departments and not projects.troubles:
        raise ReadError(shown, "", nothing_found(book))
    faults = _faults(projects.troubles)
    submissions: list[Submission] = []
    sheets_of_all = {project.sheet.order for project in projects.all}
    for department in departments:
        notes = Notes()
        bound = bind_department(department, notes)
        own = {project.sheet.order for project in department.projects}
        notes.take(seen, not_on=sheets_of_all - own)
        bound.oddities = notes.in_order()
        submission, found = submission_of(bound)
        faults += [fault for fault in found if fault.mark.order]
        submissions += [submission] if submission else []
    if faults:
        raise _faulty(shown, faults)
    return submissions


def _faulty(shown: str, faults: list[Fault]) -> ReadError:
    """The error that tells of ``faults`` in the order of the file."""
    faults = sorted(faults, key=lambda fault: (fault.mark.order, fault.mark))
    problems = tuple(Problem(_where(fault), fault.reason) for fault in faults)
    return ReadError(shown, *problems[0], problems)


def _faults(troubles: list[Trouble]) -> list[Fault]:
    """One fault for each trouble; the same one in many rows is told of the first, with their number."""
    rows: dict[str, list[Trouble]] = {}
    for trouble in troubles:
        rows.setdefault(trouble.reason, []).append(trouble)
    return [
        Fault(same[0].mark, "", reason + (f"（这样的共 {len(same)} 处）" if len(same) > 1 else ""))
        for reason, same in rows.items()
    ]


def _where(fault: Fault) -> str:
    return str(Place(fault.typed, str(fault.mark))) if fault.typed else str(fault.mark)
