"""A form in a Word file → a positioned group under the printed labels, its places those of the cells."""

from __future__ import annotations

from budgetdocs.model import PaymentPlan, Project
from budgetdocs.readers import cells
from budgetdocs.readers.form import Cell, FormSheet
from budgetdocs.readers.form.sheet import IndicatorRow
from budgetdocs.readers.labels import fields
from budgetdocs.readers.tree import Group, Kind, Listing, Mark, Node, Scalar
from budgetdocs.readers.values import Notes, money, shares, whole_value
from budgetdocs.readers.vocabulary import LABELS, MONEY_FIELDS, PLAN_FIELDS

_LABELS = LABELS | {known.name: known.label for model in (Project, PaymentPlan) for known in fields(model).values()}
_COLUMNS = ("level1", "level2", "level3", "description", "value", "basis")


def project_node(sheet: FormSheet, unit: dict[str, Scalar], notes: Notes) -> Group:
    """``sheet`` as a project of the ``unit`` (its code and name), amounts in 万元; what was odd goes to ``notes``."""
    entries: list[tuple[str, Node]] = list(unit.items())
    for name in ("code", "name"):
        if name in sheet.values:
            cell = sheet.values[name]
            entries.append((name, Scalar(cell.one_line, cell.mark) if cell else Scalar("", sheet.mark)))
    units = sheet.units()
    entries += [(name, _amount(sheet, name, units[name], notes)) for name in MONEY_FIELDS if name in sheet.values]
    entries += [(name, _paragraphs(sheet.prose.get(name, []), sheet.mark)) for name in ("purpose", "goals")]
    if sheet.months:
        entries.append(("payment_plan", _plan(sheet, notes)))
    mark = sheet.columns[0].heading.mark if sheet.columns else sheet.mark
    rows = (_indicator(row, sheet.value_unit, sheet.mark) for row in sheet.indicators)
    entries.append(("indicators", Listing(tuple(rows), mark)))
    return Group(tuple((Scalar(_LABELS[name], node.mark), node) for name, node in entries), sheet.mark)


def _typed(cell: Cell) -> cells.Cell:
    """``cell`` as the cell of a sheet that holds a text."""
    return cells.Cell(cell.row, cell.column, cell.one_line)


def _amount(sheet: FormSheet, name: str, unit: str, notes: Notes) -> Scalar:
    cell = sheet.values[name]
    if cell is None or cell.blank:
        return Scalar("", cell.mark if cell else sheet.mark, Kind.BLANK)
    return Scalar(money(_typed(cell), unit, (name,), cell.mark, notes), cell.mark)


def _plan(sheet: FormSheet, notes: Notes) -> Group:
    months = {name: sheet.months[name] for name in PLAN_FIELDS if name in sheet.months}
    marks = [cell.mark for cell in months.values()]
    texts = shares([_typed(cell) for cell in months.values()], [(name,) for name in months], marks, notes)
    entries = [
        (Scalar(_LABELS[name], mark), Scalar(text or "", mark, Kind.TEXT if (text or "").strip() else Kind.BLANK))
        for name, mark, text in zip(months, marks, texts, strict=True)
    ]
    return Group(tuple(entries), sheet.plan.mark if sheet.plan else marks[0])


def _paragraphs(held: list[Cell], mark: Mark) -> Listing:
    lines = [Scalar(line, cell.mark) for cell in held for line in cell.lines]
    return Listing(tuple(lines), held[0].mark if held else mark)


def _indicator(row: IndicatorRow, unit: str, near: Mark) -> Group:
    said = row.cells
    start = next((cell.mark for cell in said.values()), near)
    entries = []
    for name in _COLUMNS:
        cell = said.get(name)
        text = Scalar(cell.text, cell.mark) if cell else Scalar("", start)
        if name == "value":
            sign, measure = (said[part].text if part in said else None for part in ("sign", "measure"))
            text = Scalar(whole_value(sign, text.text, measure or unit), text.mark)
        entries.append((Scalar(_LABELS[name], text.mark), text))
    return Group(tuple(entries), row.mark)
