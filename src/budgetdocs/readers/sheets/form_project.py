"""An official form in a worksheet → a project: its values with the cells that hold them, its indicators as a table."""

from __future__ import annotations

from budgetdocs.readers import cells
from budgetdocs.readers.form import Cell, FormSheet, Wrong
from budgetdocs.readers.sheets.grid import Sheet
from budgetdocs.readers.sheets.project import Placed, Project, Projects, TableRow, Trouble
from budgetdocs.readers.sheets.tables import Column, Row, Table, TableKind
from budgetdocs.readers.tree import shortened
from budgetdocs.readers.unit import unit_of
from budgetdocs.readers.vocabulary import LABELS, NEEDED_OF_PROJECT, PLAN_FIELDS


def add_form(projects: Projects, form: FormSheet, sheet: Sheet) -> None:
    """Adds the project that ``form`` of ``sheet`` is about; what it lacks is a trouble, or is noted."""
    fields = {
        name: [_placed(cell) if cell else Placed(None, form.labels[name].mark)] for name, cell in form.values.items()
    }
    fields |= {name: [_placed(cell)] for name, cell in form.months.items()}
    fields |= {name: [_placed(cell) for cell in held] for name, held in form.prose.items()}
    first = min((cell.mark for cell in form.labels.values()), default=form.mark)
    found = "、".join(shortened(cell.text, 15) for cell in form.labels.values())
    project = Project(first, sheet, fields, found, form.units(), False)
    _give_unit(project, form)
    missing = [f"“{LABELS[name]}”" for name in NEEDED_OF_PROJECT if name not in (*fields, *PLAN_FIELDS)]
    if missing:
        projects.troubles.append(Trouble(first, f"这张表缺少{'、'.join(missing)}；找到的标签：{found}"))
    for lacking in form.lacking():
        if isinstance(lacking, Wrong):
            projects.troubles.append(Trouble(first, lacking.reason))
        else:
            form.noted.append(lacking._replace(mark=first))
    if form.columns:
        table = _table(form, sheet)
        project.indicators = [TableRow(table, row) for row in table.rows]
    projects.add(project)


def _placed(cell: Cell) -> Placed:
    return Placed(_held(cell), cell.mark)


def _held(cell: Cell) -> cells.Cell | None:
    """What the sheet holds in ``cell``; None for a blank."""
    return None if cell.held is None or (cell.blank and not cell.held.text) else cell.held


def _give_unit(project: Project, form: FormSheet) -> None:
    """The unit, where code and name stand in one cell, as the two that they are."""
    if project.text("unit_code"):
        return
    unit = unit_of(form.values, form.unit, None, None)
    for name, said in (("unit_code", unit.code), ("unit_name", unit.name)):
        if said is not None and said.text.strip():
            project.fields[name] = [Placed(cells.Cell(said.mark.line, said.mark.column, said.text), said.mark)]
    if unit.code is not None and unit.doubt:
        form.doubt(unit.code.mark, unit.doubt)


def _table(form: FormSheet, sheet: Sheet) -> Table:
    """The indicators of ``form`` as a table of ``sheet``."""
    columns = [
        Column(name, held, unit, heading.end - 1)
        for heading, name, unit in form.columns
        if name and (held := heading.held) is not None
    ]
    top = max(heading.mark.line for heading, _, _ in form.columns)
    table = Table(sheet, TableKind.INDICATORS, columns, [], top, plain=False)
    for row in form.indicators:
        said = {name: held for name, cell in row.cells.items() if (held := _held(cell)) is not None}
        table.rows.append(Row(row.mark.line, said))
    return table
