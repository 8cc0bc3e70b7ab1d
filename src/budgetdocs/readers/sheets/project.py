"""A project of a workbook: its cells, and the rows of its indicators and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from budgetdocs.readers.cells import Cell
from budgetdocs.readers.labels import plain
from budgetdocs.readers.sheets.grid import Sheet
from budgetdocs.readers.sheets.tables import Row, Table
from budgetdocs.readers.tree import Mark


class Trouble(NamedTuple):
    """Something that keeps the book from being read: where, and why."""

    mark: Mark
    reason: str


class Placed(NamedTuple):
    """A cell that says something, None for a blank one, and where it stands or would."""

    cell: Cell | None
    mark: Mark


class TableRow(NamedTuple):
    """A row with the table that it is of."""

    table: Table
    row: Row

    def placed(self, name: str) -> Placed:
        """What the row says for the field ``name``."""
        cell = self.row.cells.get(name)
        column = self.table.column(name)
        mark = self.table.sheet.at(cell) if cell else self.mark if column is None else self.at(column.first)
        return Placed(cell, mark)

    def at(self, column: int) -> Mark:
        """A cell of the row."""
        return self.table.sheet.mark(self.row.number, column)

    @property
    def mark(self) -> Mark:
        """Where the row begins: its first column that has a heading."""
        return self.at(self.table.left)


@dataclass
class Project:
    """One project: the cells of its fields, and the rows of its indicators and notes."""

    mark: Mark
    sheet: Sheet
    fields: dict[str, list[Placed]]
    found: str
    units: dict[str, str]
    plain: bool
    unit: tuple[Placed, Placed] | None = None
    """Code and name of the unit that it is of, if its own cells say no such thing."""
    indicators: list[TableRow] = field(default_factory=list)
    notes: list[TableRow] = field(default_factory=list)
    differing: list[tuple[str, Placed]] = field(default_factory=list)
    """Cells of later rows that say otherwise than its first."""

    def one(self, name: str) -> Placed | None:
        """The one cell of the field ``name``; None if the file has no place for the field."""
        cells = self.fields.get(name)
        return cells[0] if cells else None

    def text(self, name: str) -> str:
        """What the field says, without the spaces around it."""
        placed = self.one(name)
        return said(placed.cell) if placed and placed.cell else ""


def said(cell: Cell) -> str:
    """What a key says: a number, the figures that it holds unless it shows more of them."""
    text = cell.text.strip()
    if not cell.figures and text.isalnum():
        return text
    return (
        cell.figures if cell.figures and not text.isdecimal() else re.sub(r"^'(?=[0-9]{5})|(?<=[0-9]{5})\.0$", "", text)
    )


class Projects:
    """The projects of a book, found by code or by name."""

    def __init__(self) -> None:
        self.all: list[Project] = []
        self.troubles: list[Trouble] = []
        self._by_code: dict[str, list[Project]] = {}
        self._by_name: dict[str, list[Project]] = {}

    def add(self, project: Project) -> None:
        """Adds ``project``."""
        self.all.append(project)
        self._by_code.setdefault(plain(project.text("code")), []).append(project)
        self._by_name.setdefault(plain(project.text("name")), []).append(project)

    def find(self, code: str, name: str, sheet: Sheet | None = None) -> Project | None:
        """The one project of that code, or without a code of that name; one of ``sheet`` before others."""
        found = self._by_code.get(plain(code), []) if code else self._by_name.get(plain(name), []) if name else []
        found = [project for project in found if project.sheet is sheet] or found
        units = {project.text("unit_code") for project in found}
        return found[0] if len(units) == 1 else None  # two of one unit are told of where they are bound

    def find_note(self, code: str) -> Project | None:
        """The project that a note names by its code."""
        found = self._by_code.get(plain(code), [])
        return found[0] if found else None
