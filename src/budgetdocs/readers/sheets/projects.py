"""Pages → projects, each with its cells and the rows of its indicators: who belongs to whom."""

from __future__ import annotations

from budgetdocs.model import OddityKind
from budgetdocs.readers.sheets.form_project import add_form
from budgetdocs.readers.sheets.labels import Labelled
from budgetdocs.readers.sheets.layout import Page
from budgetdocs.readers.sheets.project import Placed, Project, Projects, TableRow, Trouble, said
from budgetdocs.readers.sheets.tables import Remark, Table, TableKind
from budgetdocs.readers.tree import shortened
from budgetdocs.readers.vocabulary import (
    BLANKABLE_OF_INDICATOR,
    BLANKABLE_OF_PROJECT,
    IN_TEN_THOUSANDS,
    LABELS,
    MONEY_FIELDS,
    NEEDED_OF_INDICATOR,
    NEEDED_OF_PROJECT,
    PROJECT_FIELDS,
)


def gather_projects(pages: list[Page]) -> Projects:
    """All projects of the book, each with its indicators; what fits no project is a trouble."""
    projects = Projects()
    for page in pages:
        for form in page.forms:
            add_form(projects, form, page.sheet)
        for block in page.blocks:
            if block.table and block.table.kind is TableKind.PROJECTS:
                _add_table(projects, block.table, block.labels)
    for page in pages:
        for block in page.blocks:
            if block.table and block.table.kind is TableKind.INDICATORS:
                _require(projects, block.table, NEEDED_OF_INDICATOR, BLANKABLE_OF_INDICATOR)
                _add_indicators(projects, block.table, block.labels)
    return projects


def _require(projects: Projects, table: Table, needed: tuple[str, ...], blankable: tuple[str, ...]) -> None:
    """Troubles the book with the ``needed`` columns that ``table`` lacks; those that may be blank are told."""
    missing = [f"“{LABELS[name]}”" for name in needed if name not in table.fields]
    first = min((column.heading for column in table.columns), key=lambda cell: cell.column)
    if missing:
        mark = table.sheet.mark(table.top, table.left)
        projects.troubles.append(Trouble(mark, f"缺少{'、'.join(missing)}这样的列；找到的表头：{table.headings}"))
    absent = [f"“{LABELS[name]}”" for name in blankable if name not in table.fields]
    if absent and not missing:
        table.remarks.append(Remark(OddityKind.ABSENT, first, f"表里没有{'、'.join(absent)}这样的栏，读作空白"))


def _money_units(labels: Labelled, table: Table) -> dict[str, str]:
    """The unit of each amount: of its heading, else of the note above the table (单位：元)."""
    general = labels.money_unit[0] if labels.money_unit else ""
    units = dict.fromkeys(MONEY_FIELDS, general)
    for column in table.columns:
        if column.field in MONEY_FIELDS and column.unit in IN_TEN_THOUSANDS:
            units[column.field] = column.unit
    return units


def _add_table(projects: Projects, table: Table, labels: Labelled) -> None:
    _require(projects, table, NEEDED_OF_PROJECT, BLANKABLE_OF_PROJECT)
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
    repeated = [name for name in PROJECT_FIELDS if name in table.fields and name != "code"]
    for each in table.rows:
        row = TableRow(table, each)
        key = [said(cell) if (cell := each.cells.get(name)) else "" for name in ("code", "name")]
        project = alone or projects.find(key[0], key[1], table.sheet)
        if project is None and whole and any(key):
            if not required:
                _require(projects, table, NEEDED_OF_PROJECT, BLANKABLE_OF_PROJECT)
            required = True
            project = _project(row, units)
            projects.add(project)
        if project is None:
            projects.troubles.append(_orphan(row, *key))
            continue
        project.indicators.append(row)
        _compare(project, row, repeated)


class Maker:
    """Makes projects of the rows of one table, and gives them their indicators, for those who know which are whose."""

    def __init__(self, table: Table, labels: Labelled) -> None:
        self._table = table
        self._units = _money_units(labels, table)
        self._repeated = [name for name in PROJECT_FIELDS if name in table.fields and name != "code"]

    def project(self, row: TableRow) -> Project:
        """The project that ``row`` tells of, without indicators."""
        return _project(row, self._units)

    def add(self, project: Project, row: TableRow) -> None:
        """Gives ``project`` an indicator."""
        project.indicators.append(row)
        _compare(project, row, self._repeated)

    def tell_of_indicators(self) -> None:
        """Tells which columns of indicators the table lacks that may be blank."""
        _require(Projects(), self._table, NEEDED_OF_INDICATOR, BLANKABLE_OF_INDICATOR)

    def tell_of_projects(self) -> None:
        """Tells which columns of projects the table lacks that may be blank."""
        _require(Projects(), self._table, NEEDED_OF_PROJECT, BLANKABLE_OF_PROJECT)


def _orphan(row: TableRow, code: str, name: str) -> Trouble:
    placed = row.placed("code" if "code" in row.table.fields else "name")
    if not code and not name:
        return Trouble(placed.mark, "这条指标没有写项目编码，不知道属于哪个项目")
    reason = f"没有{'项目编码' if code else '项目名称'}为“{shortened(code or name)}”的项目，这条指标无处可放"
    return Trouble(placed.mark, reason)


def _compare(project: Project, row: TableRow, names: list[str]) -> None:
    """What the fields ``names`` of a row of the project say anew of it, and what they say otherwise."""
    for name in names:
        cell = row.row.cells.get(name)
        if cell is None:
            continue
        held = project.fields.get(name)
        known = held[0] if held else None
        if known is not None and cell is known.cell:
            continue
        if known is None or known.cell is None:
            project.fields[name] = [Placed(cell, row.table.sheet.at(cell))]
        elif (cell.figures or cell.text.strip()) != (known.cell.figures or known.cell.text.strip()):
            project.differing.append((name, row.placed(name)))
