"""Pages → projects, each with its cells and the rows of its indicators: who belongs to whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from budgetdocs.readers.sheets.grid import Cell, Sheet
from budgetdocs.readers.sheets.labels import Labelled
from budgetdocs.readers.sheets.layout import Block, Page
from budgetdocs.readers.sheets.tables import Row, Table, TableKind
from budgetdocs.readers.sheets.vocabulary import (
    IN_TEN_THOUSANDS,
    LABELS,
    MONEY_FIELDS,
    NEEDED_OF_INDICATOR,
    NEEDED_OF_PROJECT,
    PROJECT_FIELDS,
)
from budgetdocs.readers.tree import Mark, shortened


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
        self._by_code.setdefault(project.text("code"), []).append(project)
        self._by_name.setdefault(project.text("name"), []).append(project)

    def find(self, code: str, name: str, sheet: Sheet | None = None) -> Project | None:
        """The one project of that code, or without a code of that name; one of ``sheet`` before others."""
        found = self._by_code.get(code, []) if code else self._by_name.get(name, []) if name else []
        found = [project for project in found if project.sheet is sheet] or found
        units = {project.text("unit_code") for project in found}
        return found[0] if len(units) == 1 else None  # two of one unit are told of where they are bound

    def find_note(self, code: str) -> Project | None:
        """The project that a note names by its code."""
        found = self._by_code.get(code, [])
        return found[0] if found else None


def gather_projects(pages: list[Page]) -> Projects:
    """All projects of the book, each with its indicators; what fits no project is a trouble."""
    projects = Projects()
    blocks = [(page, block) for page in pages for block in page.blocks]
    for _, block in blocks:
        if block.is_form:
            _add_form(projects, block)
        elif block.table and block.table.kind is TableKind.PROJECTS:
            _add_table(projects, block.table, block.labels)
    for _, block in blocks:
        if block.table and block.table.kind is TableKind.INDICATORS:
            _require(projects, block.table, NEEDED_OF_INDICATOR)
            if not block.is_form:
                _add_indicators(projects, block.table, block.labels)
    return projects


def _require(projects: Projects, table: Table, needed: tuple[str, ...]) -> None:
    missing = [f"“{LABELS[name]}”" for name in needed if name not in table.fields]
    if missing:
        mark = table.sheet.mark(table.top, table.left)
        projects.troubles.append(Trouble(mark, f"缺少{'、'.join(missing)}这样的列；找到的表头：{table.headings}"))


def _money_units(labels: Labelled, table: Table | None) -> dict[str, str]:
    """The unit of each amount: of its heading, else of the note above the table (单位：元)."""
    general = labels.money_unit[0] if labels.money_unit else ""
    units = {name: labels.money_units.get(name, general) for name in MONEY_FIELDS}
    for column in table.columns if table else ():
        if column.field in MONEY_FIELDS and column.unit in IN_TEN_THOUSANDS:
            units[column.field] = column.unit
    return units


def _add_form(projects: Projects, block: Block) -> None:
    labels, sheet = block.labels, block.labels.sheet
    fields = {
        name: [Placed(cell, sheet.at(cell)) for cell in cells] or [Placed(None, sheet.at(labels.labels[name]))]
        for name, cells in labels.values.items()
    }
    first = min(labels.labels.values())
    project = Project(sheet.at(first), sheet, fields, labels.found, _money_units(labels, None), False)
    missing = [f"“{LABELS[name]}”" for name in NEEDED_OF_PROJECT if name not in fields]
    if missing:
        reason = f"这张表缺少{'、'.join(missing)}；找到的标签：{labels.found}"
        projects.troubles.append(Trouble(project.mark, reason))
    if block.table:
        project.indicators = [TableRow(block.table, row) for row in block.table.rows]
    projects.add(project)


def _add_table(projects: Projects, table: Table, labels: Labelled) -> None:
    _require(projects, table, NEEDED_OF_PROJECT)
    units = _money_units(labels, table)
    for row in table.rows:
        projects.add(_project(TableRow(table, row), units))


def _project(row: TableRow, units: dict[str, str]) -> Project:
    table = row.table
    fields = {name: [row.placed(name)] for name in (*PROJECT_FIELDS, "year") if name in table.fields}
    return Project(row.mark, table.sheet, fields, table.headings, units, table.plain)


def _add_indicators(projects: Projects, table: Table, labels: Labelled) -> None:
    """Gives each row to its project; a table that tells of its projects too makes those that no other one does."""
    alone = projects.all[0] if len(projects.all) == 1 and not table.fields & {"code", "name"} else None
    if not table.fields & {"code", "name"} and alone is None:
        mark = table.sheet.mark(table.top, table.left)
        projects.troubles.append(
            Trouble(mark, f"看不出各指标属于哪个项目：缺少“项目编码”这样的列；找到的表头：{table.headings}")
        )
        return
    whole = "budget" in table.fields
    units = _money_units(labels, table)
    required = False
    for each in table.rows:
        row = TableRow(table, each)
        key = [said(cell) if (cell := each.cells.get(name)) else "" for name in ("code", "name")]
        project = alone or projects.find(key[0], key[1], table.sheet)
        if project is None and whole and any(key):
            if not required:
                _require(projects, table, NEEDED_OF_PROJECT)
            required = True
            project = _project(row, units)
            projects.add(project)
        if project is None:
            projects.troubles.append(_orphan(row, *key))
            continue
        project.indicators.append(row)
        _compare(project, row)


def _orphan(row: TableRow, code: str, name: str) -> Trouble:
    placed = row.placed("code" if "code" in row.table.fields else "name")
    if not code and not name:
        return Trouble(placed.mark, "这条指标没有写项目编码，不知道属于哪个项目")
    reason = f"没有{'项目编码' if code else '项目名称'}为“{shortened(code or name)}”的项目，这条指标无处可放"
    return Trouble(placed.mark, reason)


def _compare(project: Project, row: TableRow) -> None:
    """What a row of the project says anew of it, and what it says otherwise."""
    for name in PROJECT_FIELDS:
        cell = row.row.cells.get(name)
        if cell is None or name == "code":
            continue
        known = project.one(name)
        if known is None or known.cell is None:
            project.fields[name] = [Placed(cell, row.table.sheet.at(cell))]
        elif cell is not known.cell and (cell.figures or cell.text.strip()) != (
            known.cell.figures or known.cell.text.strip()
        ):
            project.differing.append((name, row.placed(name)))
