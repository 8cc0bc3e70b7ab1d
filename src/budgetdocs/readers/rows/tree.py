"""Projects told by rows → positioned nodes under the printed labels, with what was odd about their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from budgetdocs.model import Indicator, OddityKind, Path, Project
from budgetdocs.model.record import NOTES_LABEL
from budgetdocs.readers.cells import Stored
from budgetdocs.readers.rows.python_values import cell_of, plain_value
from budgetdocs.readers.rows.table import CODE_FIELDS, Row, Sheet, Told
from budgetdocs.readers.tree import Group, Kind, Listing, Mark, Node, Scalar
from budgetdocs.readers.values import Notes, code, money, shares, whole_value, words
from budgetdocs.readers.vocabulary import LABELS, MONEY_FIELDS, PLAN_FIELDS, PROJECT_FIELDS, unit_of_value

NOTHING_SAID: Mapping[str, Any] = {"总体绩效目标": [], "分项绩效目标": [], "工作保障措施": []}
"""部门整体绩效目标 of a department of which only the projects are known."""

_PLAN, _ROWS = (str(Project.model_fields[name].alias) for name in ("payment_plan", "indicators"))
_PROSE = ("purpose", "goals")
_SINGLE = tuple(name for name in PROJECT_FIELDS if name not in PLAN_FIELDS)
_COLUMNS = tuple(name for name in Indicator.model_fields if name != "review_notes")
_Entry = tuple[Scalar, Node]


def listing(sheets: Sequence[Sheet], notes: Notes) -> Listing:
    """The projects, in the order in which they were first told."""
    padded = {name: _padded(sheets, name) for name in CODE_FIELDS}
    groups = (_project(sheet, ("projects", index), padded, notes) for index, sheet in enumerate(sheets))
    return Listing(tuple(groups), sheets[0].mark)


def node(value: Any, mark: Mark, notes: Notes) -> Node:
    """A Python value that stands at ``mark`` with all that it holds; a code in it that is a float is odd."""
    if isinstance(value, Told):
        return Scalar(code(value.cell, ("department", "code"), value.mark, notes), value.mark)
    if isinstance(value, str):
        return Scalar(str(value), mark)
    if isinstance(value, Mapping):
        entries = []
        for key, item in value.items():
            held = _code_cell(item, mark) if key in ("单位编码", "code") else None
            entries.append((Scalar(str(key), mark), node(held or item, mark, notes)))
        return Group(tuple(entries), mark)
    plain = plain_value(value)
    if isinstance(plain, list | tuple):
        return Listing(tuple(node(item, mark, notes) for item in plain), mark)
    cell = None if plain is None else cell_of(plain, 0, 0)
    if cell is None or cell.stored is Stored.TRUTH:
        return Scalar("" if plain is None else str(plain), mark, Kind.BLANK if plain is None else Kind.TRUTH)
    return Scalar(cell.text, mark)


def _code_cell(value: Any, mark: Mark) -> Told | None:
    """A code that was given as a float."""
    cell = cell_of(plain_value(value), 0, 0) if isinstance(plain_value(value), float) else None
    return Told(cell, mark) if cell else None


def _padded(sheets: Sequence[Sheet], name: str) -> str:
    """The longest of the codes that begin with 0; "" if none does."""
    codes = [told.text for sheet in sheets if (told := sheet.cells.get(name))]
    return max((text for text in codes if text.startswith("0")), key=len, default="")


# -- a project ---------------------------------------------------------------------------------------------------------


def _project(sheet: Sheet, path: Path, padded: Mapping[str, str], notes: Notes) -> Group:
    entries: list[_Entry] = []
    for name in _SINGLE:
        told = sheet.cells.get(name)
        if told is not None:
            text = _text(name, told, (*path, name), padded.get(name, ""), notes)
            entries.append((Scalar(LABELS[name], told.mark), Scalar(text, told.mark)))
        elif name == "name":
            entries.append((Scalar(LABELS[name], sheet.mark), Scalar("", sheet.mark)))
        elif name in _PROSE:
            entries.append((Scalar(LABELS[name], sheet.mark), Listing((), sheet.mark)))
    entries.append((Scalar(_PLAN, sheet.mark), _plan(sheet, (*path, "payment_plan"), notes)))
    _fill_levels(sheet.rows, path, notes)
    rows = (_indicator(row, (*path, "indicators", at), notes) for at, row in enumerate(sheet.rows))
    entries.append((Scalar(_ROWS, sheet.mark), Listing(tuple(rows), sheet.mark)))
    return Group((*entries, *_review_notes(sheet.notes, notes)), sheet.mark)


def _text(name: str, told: Told, path: Path, padded: str, notes: Notes) -> str:
    """What a cell of a project says, as the model takes it."""
    if name in MONEY_FIELDS:
        return money(told.cell, told.unit, path, told.mark, notes)
    if name not in CODE_FIELDS:
        return words(told.cell, path, told.mark, notes)
    if told.cell.stored is Stored.TEXT and told.cell.figures and len(padded) > len(told.text):
        detail = f"编码是数 {told.text}，别处有 {padded}，前面的 0 可能丢了"
        notes.add(OddityKind.DAMAGED_CODE, path, told.mark, detail)
    if told.cell.stored is Stored.TEXT and "'" in told.text:  # in a spreadsheet it would mean: this is text
        return told.text
    return code(told.cell, path, told.mark, notes)


def _plan(sheet: Sheet, path: Path, notes: Notes) -> Group:
    told = [sheet.cells.get(name) for name in PLAN_FIELDS]
    marks = [each.mark if each else sheet.mark for each in told]
    cells = [each.cell if each else None for each in told]
    texts = shares(cells, [(*path, name) for name in PLAN_FIELDS], marks, notes)
    entries = [
        (Scalar(LABELS[name], mark), Scalar(text, mark))
        for name, mark, text in zip(PLAN_FIELDS, marks, texts, strict=True)
        if text is not None
    ]
    return Group(tuple(entries), sheet.mark)


# -- its indicators ----------------------------------------------------------------------------------------------------


def _fill_levels(rows: Sequence[Row], path: Path, notes: Notes) -> None:
    """Gives each flat row the 一级 and 二级指标 of the one above where its own is blank and still the same.

    The first of each column that was filled in is told of.
    """
    above: dict[str, Told] = {}
    told: set[str] = set()
    for at, row in enumerate(rows):
        same = "level1" not in row.cells or ("level1" in above and row.cells["level1"].text == above["level1"].text)
        for name in ("level1", "level2"):
            if row.nested or not same or name in row.cells or name not in above:
                continue
            row.cells[name] = above[name]
            if name not in told:
                detail = f"{LABELS[name]}空着，按上一行的“{above[name].text}”读入"
                notes.add(OddityKind.AMBIGUOUS, (*path, "indicators", at, name), row.mark, detail)
            told.add(name)
        above = row.cells


def _indicator(row: Row, path: Path, notes: Notes) -> Group:
    entries: list[_Entry] = []
    for name in _COLUMNS:
        told = row.cells.get(name)
        if name == "value":
            text, mark = _value(row, path, notes)
        elif told is None:
            text, mark = "", row.mark
        else:
            text, mark = words(told.cell, (*path, name), told.mark, notes), told.mark
        entries.append((Scalar(LABELS[name], mark), Scalar(text, mark)))
    return Group((*entries, *_review_notes(row.notes, notes)), row.mark)


def _value(row: Row, path: Path, notes: Notes) -> tuple[str, Mark]:
    """The 指标值 as the form prints it, sign and unit before and behind it, and where it stands."""
    value, sign, unit = (row.cells.get(name) for name in ("value", "sign", "measure"))
    text = words(value.cell, (*path, "value"), value.mark, notes) if value else ""
    named = unit.text if unit else unit_of_value(value.unit) if value else None
    text = whole_value(sign.text if sign else None, text, named)
    mark = next((told.mark for told in (value, sign, unit) if told), row.mark)
    return text, mark


def _review_notes(held: Any, notes: Notes) -> Iterator[_Entry]:
    if held is not None:
        value, mark = held
        yield Scalar(NOTES_LABEL, mark), node(value, mark, notes)
