"""Tables whose rows come one after the other → departments, each whole before the next begins.

Either one table tells of everything, a row an indicator; or departments, projects and indicators are listed apart, all
three in the same order. Where the rows come in any other order, or leave something open, :class:`Unusual` is raised.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple, Protocol

from budgetdocs.readers.labels import plain
from budgetdocs.readers.sheets.departments import Department, implied_department, listed_department, unit_code_of
from budgetdocs.readers.sheets.labels import Labelled
from budgetdocs.readers.sheets.layout import Page
from budgetdocs.readers.sheets.package import Unusual
from budgetdocs.readers.sheets.project import Project, TableRow, said
from budgetdocs.readers.sheets.projects import Maker
from budgetdocs.readers.sheets.tables import Row, Table, TableKind
from budgetdocs.readers.vocabulary import NEEDED_OF_INDICATOR, NEEDED_OF_PROJECT


class Feed(NamedTuple):
    """A table of a page, the labels above it, its rows as they come, and what is to be called after the last."""

    page: Page
    table: Table
    labels: Labelled
    rows: Iterator[Row]
    finish: Callable[[], None]


def feeds_of(page: Page) -> Iterator[Feed]:
    """The tables of a page whose rows are all there."""
    for block in page.blocks:
        if block.table:
            yield Feed(page, block.table, block.labels, iter(block.table.rows), lambda: None)


class Joined(Protocol):
    """Gives departments as their rows come."""

    def departments(self) -> Iterator[Department]:
        """Each department, with all that belongs to it."""

    def close(self) -> None:
        """After the last: tells what was odd about the tables. Raises :class:`Unusual` if what belongs together did
        not stand together."""


def join(feeds: list[Feed], labelled: bool) -> Joined:
    """The departments of the tables ``feeds``; ``labelled`` says whether labels beside them tell of departments too."""
    by_kind = {feed.table.kind: feed for feed in feeds}
    if labelled or len(by_kind) < len(feeds):
        raise Unusual
    if any(next(by_kind[kind].rows, None) for kind in (TableKind.TARGETS, TableKind.NOTES) if kind in by_kind):
        raise Unusual
    match [by_kind.get(kind) for kind in (TableKind.DEPARTMENTS, TableKind.PROJECTS, TableKind.INDICATORS)]:
        case [None, None, Feed() as alone] if len(feeds) == 1:
            return _OneTable(alone)
        case [Feed() as departments, Feed() as projects, Feed() as indicators]:
            return _ThreeLists(departments, projects, indicators, TableKind.TARGETS in by_kind)
    raise Unusual


class _OneTable:
    """A table that tells of projects and of their indicators, with or without the department in each row."""

    def __init__(self, feed: Feed) -> None:
        if {*NEEDED_OF_INDICATOR, *NEEDED_OF_PROJECT} - feed.table.fields:
            raise Unusual
        self._feed = feed
        self._maker = Maker(feed.table, feed.labels)
        self._units = array("q")
        self._codes = array("q")

    def departments(self) -> Iterator[Department]:
        department: Department | None = None
        for project in self._projects():
            own = implied_department(project, self._feed.page)
            if own is None:
                raise Unusual
            if department is None or own.text("unit_code") != department.text("unit_code"):
                if department is not None:
                    yield department
                department = own
                self._units.append(hash(own.text("unit_code")))
            department.projects.append(project)
        if department is None:
            raise Unusual
        yield department

    def _projects(self) -> Iterator[Project]:
        project: Project | None = None
        known = ""
        for each in self._feed.rows:
            row = TableRow(self._feed.table, each)
            key = _key(row)
            if project is None or key != known:
                if project is not None:
                    yield project
                project, known = self._maker.project(row), key
                self._codes.append(hash(key))
            self._maker.add(project, row)
        if project is not None:
            yield project

    def close(self) -> None:
        self._feed.finish()
        self._maker.tell_of_indicators()
        self._maker.tell_of_projects()
        _require_once(self._codes, self._units)


class _ThreeLists:
    """A list of departments, one of projects, one of indicators."""

    def __init__(self, departments: Feed, projects: Feed, indicators: Feed, prose: bool) -> None:
        lacking = {*NEEDED_OF_INDICATOR, "code"} - indicators.table.fields
        if lacking or {*NEEDED_OF_PROJECT} - projects.table.fields:
            raise Unusual
        self._feeds = departments, projects, indicators
        self._prose = prose
        self._of_projects = Maker(projects.table, projects.labels)
        self._of_indicators = Maker(indicators.table, indicators.labels)
        self._units = array("q")
        self._codes = array("q")

    def departments(self) -> Iterator[Department]:
        departments, projects, indicators = self._feeds
        waiting = next(projects.rows, None)
        row = next(indicators.rows, None)
        for each in departments.rows:
            department = listed_department(TableRow(departments.table, each))
            department.has_place_for_prose = self._prose
            unit = department.text("unit_code")
            self._units.append(hash(unit))
            while waiting is not None:
                project = self._of_projects.project(TableRow(projects.table, waiting))
                if unit_code_of(project, projects.page) != unit:
                    break
                row = self._give(project, row)
                department.projects.append(project)
                waiting = next(projects.rows, None)
            yield department
        if waiting is not None or row is not None or len(self._units) < 2:  # one alone has all projects
            raise Unusual

    def _give(self, project: Project, row: Row | None) -> Row | None:
        """Gives ``project`` the indicators that come now, ``row`` the first; the one after them, None at the end."""
        indicators = self._feeds[2]
        code = plain(project.text("code"))
        if not code:
            raise Unusual
        self._codes.append(hash(code))
        while row is not None:
            placed = TableRow(indicators.table, row)
            if _key(placed) != code:
                break
            self._of_indicators.add(project, placed)
            row = next(indicators.rows, None)
        return row

    def close(self) -> None:
        for feed in self._feeds:
            feed.finish()
        self._of_projects.tell_of_projects()
        self._of_indicators.tell_of_indicators()
        _require_once(self._codes, self._units)


def _key(row: TableRow) -> str:
    """The code of the project that ``row`` names."""
    cell = row.row.cells.get("code")
    key = plain(said(cell)) if cell else ""
    if not key:
        raise Unusual
    return key


def _require_once(*hashes: array[int]) -> None:
    """Raises :class:`Unusual` if a key stands there twice (or, once in a million years, two have the same hash)."""
    for each in hashes:
        if any(one == other for one, other in pairwise(sorted(each))):
            raise Unusual
