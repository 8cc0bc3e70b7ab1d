"""Departments of a workbook, each with its projects, prose and notes: those listed, or the units of the projects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from budgetdocs.model import OddityKind
from budgetdocs.readers.cells import Cell
from budgetdocs.readers.sheets.labels import YEAR
from budgetdocs.readers.sheets.layout import Page
from budgetdocs.readers.sheets.project import Placed, Project, Projects, TableRow, Trouble, said
from budgetdocs.readers.sheets.tables import Remark, TableKind
from budgetdocs.readers.tree import Mark, shortened
from budgetdocs.readers.unit import doubt, guess_unit, split_as, split_unit
from budgetdocs.readers.years import guessed, years_of_codes

_OWN = ("unit_code", "unit_name", "year", "form")
PROSE = ("overall", "specific", "safeguards")


@dataclass
class Department:
    """One department: code, name, year and form, its prose, its projects and notes."""

    mark: Mark
    fields: dict[str, Placed]
    prose: dict[str, list[Placed]] = field(default_factory=dict)
    targets: list[TableRow] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    notes: list[TableRow] = field(default_factory=list)
    guessed_year: str = ""
    """Where its year comes from if nothing says it, for people."""
    has_place_for_prose: bool = False
    """The file has a table for the prose, though it may be blank."""

    def text(self, name: str) -> str:
        """What the field says."""
        placed = self.fields.get(name)
        return said(placed.cell) if placed and placed.cell else ""

    @property
    def shown(self) -> str:
        """Its name, or failing that its code, for messages."""
        return shortened(self.text("unit_name") or self.text("unit_code") or "未写单位")


def gather_departments(pages: list[Page], projects: Projects, file: str) -> list[Department]:
    """The departments of the book: those that it lists or, if it lists none, the units that its projects are of."""
    for page in pages:
        for project in projects.all:
            if project.sheet is page.sheet:
                _give_unit(project, page)
    departments = list(_listed(pages))
    if departments:
        for project in projects.all:
            _assign(project, departments, projects.troubles)
    else:
        departments = _implied(pages, projects)
    _give_rows(pages, departments, projects)
    for department in departments:
        if "year" not in department.fields:
            find_year(department, pages, file)
    return departments


def _listed(pages: list[Page]) -> Iterator[Department]:
    for page in pages:
        for block in page.blocks:
            if block.table and block.table.kind is TableKind.DEPARTMENTS:
                for each in block.table.rows:
                    yield listed_department(TableRow(block.table, each))
            if block.is_department:
                labels, sheet = block.labels, page.sheet
                said_of = {
                    name: [Placed(cell, sheet.at(cell)) for cell in cells]
                    or [Placed(None, sheet.at(labels.labels[name]))]
                    for name, cells in labels.values.items()
                }
                yield _department(sheet.at(min(labels.labels.values())), said_of)


def listed_department(row: TableRow) -> Department:
    """The department in a row of a list, without projects."""
    cells = {name: [row.placed(name)] for name in (*_OWN, *PROSE) if name in row.table.fields}
    return _department(row.mark, cells)


def _department(mark: Mark, cells: dict[str, list[Placed]]) -> Department:
    own = {name: cells[name][0] for name in _OWN if name in cells}
    return Department(mark, own, {name: cells[name] for name in PROSE if name in cells})


def _give_unit(project: Project, page: Page) -> None:
    """The unit of a project whose own cells name none: that of the labels on its sheet, or of the sheet's name."""
    name = project.one("unit_name")
    if name and name.cell and not project.text("unit_code") and (parts := split_unit(name.cell.text)):
        if doubt(*parts):
            page.doubts.append(Remark(OddityKind.AMBIGUOUS, name.cell, doubt(*parts)))
        project.fields["unit_code"] = [Placed(name.cell._replace(text=parts[0]), name.mark)]
        project.fields["unit_name"] = [Placed(name.cell._replace(text=parts[1]), name.mark)]
    if project.text("unit_code"):
        return
    for block in page.blocks:
        code, named = block.labels.value("unit_code"), block.labels.value("unit_name")
        if code:
            mark = page.sheet.at(code)
            project.unit = (Placed(code, mark), Placed(named, page.sheet.at(named) if named else mark))
            return
    if parts := guess_unit(page.sheet.name):
        mark = page.sheet.mark(1, 1)
        page.doubts.append(Remark(OddityKind.AMBIGUOUS, Cell(1, 1, page.sheet.name), "工作表名里的" + split_as(*parts)))
        project.unit = (Placed(Cell(1, 1, parts[0]), mark), Placed(Cell(1, 1, parts[1]), mark))


def _unit_of(project: Project) -> tuple[Placed, Placed] | None:
    code = project.one("unit_code")
    if code and code.cell:
        return code, project.one("unit_name") or Placed(None, code.mark)
    return project.unit


def _assign(project: Project, departments: list[Department], troubles: list[Trouble]) -> None:
    """Gives ``project`` to the department whose code its unit has, or whose code its unit's code begins with."""
    if len(departments) == 1:
        departments[0].projects.append(project)
        return
    unit = _unit_of(project)
    code = said(unit[0].cell) if unit and unit[0].cell else ""
    fitting = [each for each in departments if each.text("unit_code") and code.startswith(each.text("unit_code"))]
    if code and fitting:
        max(fitting, key=lambda each: len(each.text("unit_code"))).projects.append(project)
        return
    listed = "、".join(each.text("unit_code") for each in departments)
    reason = f"看不出这个项目属于哪个部门：单位编码“{shortened(code)}”不在部门表里（{listed}）"
    troubles.append(Trouble(unit[0].mark if unit else project.mark, reason))


def _implied(pages: list[Page], projects: Projects) -> list[Department]:
    by_code: dict[str, Department] = {}
    homeless: list[Project] = []
    for project in projects.all:
        unit = _department_unit(project, pages)
        if unit is None:
            homeless.append(project)
            continue
        code, name = unit
        key = said(code.cell) if code.cell else ""
        if key not in by_code:
            by_code[key] = Department(project.mark, {"unit_code": code, "unit_name": name})
        by_code[key].projects.append(project)
    departments = list(by_code.values())
    if homeless and len(departments) != 1:
        found = homeless[0].found
        reason = f"缺少“单位编码”：表头、标签里都没有写明是哪个单位；找到的有：{found}"
        projects.troubles.append(Trouble(homeless[0].mark, reason))
    elif homeless:
        departments[0].projects = projects.all
    return departments


def unit_code_of(project: Project, page: Page) -> str:
    """The code of the unit that ``project`` of ``page`` is of; "" if nothing names it."""
    _give_unit(project, page)
    unit = _unit_of(project)
    return said(unit[0].cell) if unit and unit[0].cell else ""


def implied_department(project: Project, page: Page) -> Department | None:
    """The department, still without projects, that the unit of ``project`` on ``page`` is; None if nothing names it."""
    _give_unit(project, page)
    unit = _department_unit(project, [page])
    return Department(project.mark, {"unit_code": unit[0], "unit_name": unit[1]}) if unit else None


def _department_unit(project: Project, pages: list[Page]) -> tuple[Placed, Placed] | None:
    """The unit above the table if there is one: a department's table may list projects of the units below it."""
    for page in pages:
        if page.sheet is project.sheet:
            for block in page.blocks:
                code, name = block.labels.value("unit_code"), block.labels.value("unit_name")
                if code:
                    return Placed(code, page.sheet.at(code)), Placed(name, page.sheet.at(name or code))
    return _unit_of(project)


def _give_rows(pages: list[Page], departments: list[Department], projects: Projects) -> None:
    """Gives the prose and the notes of the book to their departments and projects."""
    for page in pages:
        for block in page.blocks:
            table = block.table
            if table is None or table.kind not in (TableKind.TARGETS, TableKind.NOTES):
                continue
            for department in departments:
                department.has_place_for_prose |= table.kind is TableKind.TARGETS
            for each in table.rows:
                row = TableRow(table, each)
                if table.kind is TableKind.NOTES and "code" in each.cells:
                    _give_note(row, projects)
                elif len(departments) == 1:
                    owner = departments[0]
                    (owner.targets if table.kind is TableKind.TARGETS else owner.notes).append(row)
                elif departments:
                    reason = f"文件里有 {len(departments)} 个部门，看不出这一行属于哪个；请每个部门存成一个文件"
                    projects.troubles.append(Trouble(row.mark, reason))


def _give_note(row: TableRow, projects: Projects) -> None:
    code = said(row.row.cells["code"])
    project = projects.find_note(code)
    if project:
        project.notes.append(row)
        return
    reason = f"没有项目编码为“{shortened(code)}”的项目，这条审核说明无处可放"
    projects.troubles.append(Trouble(row.placed("code").mark, reason))


def find_year(department: Department, pages: list[Page], file: str) -> None:
    """The year of the titles, of a label or of the sheets' names; else of the file's name or the codes, told."""
    sheets = {id(project.sheet) for project in department.projects}
    own = [page for page in pages if id(page.sheet) in sheets] + pages
    told = next((placed for project in department.projects if (placed := project.one("year")) and placed.cell), None)
    if told:
        department.fields["year"] = told
        return
    for page in own:
        for block in page.blocks:
            cell = block.labels.value("year")
            if cell:
                department.fields["year"] = Placed(cell, page.sheet.at(cell))
                return
    for page in own:
        for cell in page.years():
            year = YEAR.search(cell.text)
            if year:
                department.fields["year"] = Placed(cell._replace(text=year[1]), page.sheet.at(cell))
                return
        if year := YEAR.search(page.sheet.name):
            department.fields["year"] = Placed(Cell(1, 1, year[1]), page.sheet.mark(1, 1))
            return
    if year := re.search(r"(20[0-9]{2})", file):
        department.fields["year"] = Placed(Cell(1, 1, year[1]), own[0].sheet.mark(1, 1))
        department.guessed_year = f"表里没有写年度，按文件名里的“{year[1]}”读入"
        return
    years = years_of_codes(project.text("code") for project in department.projects)
    if len(years) == 1:
        code = next(placed for project in department.projects if (placed := project.one("code")))
        department.fields["year"] = Placed(Cell(1, 1, years[0]), code.mark)
        department.guessed_year = guessed(years[0])
