"""Labels with their values beside or below them: the official form as a sheet, and what stands above a table.

The layout is that of ``预算绩效目标表``: labels anywhere in the grid, the months with their shares below, the purpose
of the money under its amounts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from budgetdocs.model import OddityKind
from budgetdocs.readers.sheets.grid import Cell, Sheet
from budgetdocs.readers.sheets.tables import Remark
from budgetdocs.readers.sheets.values import guess_unit, split_unit
from budgetdocs.readers.sheets.vocabulary import IN_TEN_THOUSANDS, PLAN_FIELDS, heading_of
from budgetdocs.readers.tree import shortened

PROSE_FIELDS = frozenset(("purpose", "goals", "overall", "specific", "safeguards"))
_BESIDE = PROSE_FIELDS | {
    *("unit_code", "unit_name", "year", "form", "code", "name", "budget", "fiscal_funds", "other_funds"),
    *PLAN_FIELDS,
}
"""The fields that stand as labels beside their values."""
_INLINE = re.compile(r"\s*([^:：]{1,20})[:：]\s*(.*\S)\s*", re.DOTALL)
_MONEY_NOTE = re.compile(r"(?:金额)?单位[:：]?(?:人民币)?(元|百元|千元|万元|亿元)")
YEAR = re.compile(r"(20[0-9]{2})(?:年|-20[0-9]{2}年)")
_TITLE = re.compile(r"附件|附表|公开|绩效|预算|目标|项目|表$|年度?[)）]?$|^[-—]+$")
_PERSONS = re.compile(r"(填报|填表|制表|审核|负责|联系|经办|电话|日期|盖章|签字)")


@dataclass
class Labelled:
    """What labels of a stretch of a sheet say: a field's cells (several for prose), and where its label is."""

    sheet: Sheet
    values: dict[str, list[Cell]] = field(default_factory=dict)
    labels: dict[str, Cell] = field(default_factory=dict)
    money_unit: tuple[str, Cell] | None = None
    money_units: dict[str, str] = field(default_factory=dict)
    """The unit that the label of an amount names itself."""
    years: list[Cell] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def value(self, name: str) -> Cell | None:
        """The one cell that says the field ``name``."""
        cells = self.values.get(name)
        return cells[0] if cells else None

    @property
    def found(self) -> str:
        """The labels found, for messages."""
        return "、".join(shortened(cell.text, 15) for cell in sorted(self.labels.values()))


def read_labels(sheet: Sheet, rows: list[int]) -> Labelled:
    """What the labels in ``rows`` of ``sheet`` say; whatever belongs to none is told."""
    reader = _Labels(sheet, rows)
    for number in rows:
        for cell in reader.row(number):
            reader.take(cell)
    for number in rows:
        for cell in reader.row(number):
            reader.leave(cell)
    return reader.said


class _Labels:
    def __init__(self, sheet: Sheet, rows: list[int]) -> None:
        self.said = Labelled(sheet)
        self._rows = rows
        self._used: set[tuple[int, int]] = set()

    def row(self, number: int) -> list[Cell]:
        """The cells of a row, from the left."""
        return sorted(self.said.sheet.rows.get(number, {}).values())

    def take(self, cell: Cell) -> None:
        """Makes ``cell`` a label, or a line that holds both label and value, if that is what it is."""
        if (cell.row, cell.column) in self._used:
            return
        if note := _MONEY_NOTE.search("".join(cell.text.split())):
            self.said.money_unit = self.said.money_unit or (note[1], cell)
            if len("".join(cell.text.split())) <= 16:
                self._use(cell)
                return
        found = heading_of(cell.text)
        if found is not None and found.field in _BESIDE:
            self._label(cell, found.field, found.unit)
        elif found is not None and found.field == "group":
            self._use(cell)
        else:
            self._inline(cell)

    def _use(self, cell: Cell) -> None:
        self._used.add((cell.row, cell.column))

    def _set(self, name: str, label: Cell, cells: list[Cell]) -> None:
        """The value of a field; a second, other one is told and left."""
        for cell in cells:
            self._use(cell)
        if name in self.said.labels:
            first = self.said.value(name)
            if cells and first is not None and cells[0].text.strip() != first.text.strip():
                detail = f"“{shortened(label.text)}”写了两次，取了前面的“{shortened(first.text)}”"
                self.said.remarks.append(Remark(OddityKind.AMBIGUOUS, cells[0], detail))
            if first is not None or not cells:
                return
        self.said.labels.setdefault(name, label)
        self.said.values[name] = cells

    def _label(self, cell: Cell, name: str, unit: str) -> None:
        self._use(cell)
        beside = self._beside(cell)
        if unit in IN_TEN_THOUSANDS:
            self.said.money_units[name] = unit
        if name in PLAN_FIELDS:
            below = self.said.sheet.rows.get(cell.row + 1, {}).get(cell.column)
            under = below is not None and heading_of(below.text) is None and cell.row + 1 in self._rows
            value = below if below is not None and under and (not beside or _is_share(below)) else None
            self._set(name, cell, [value] if value else beside[:1])
        elif name == "purpose":
            self._set(name, cell, self._under(cell, beside))
        elif name in PROSE_FIELDS:
            self._set(name, cell, beside + self._under(cell, []))
        else:
            self._set(name, cell, beside[:1])

    def _beside(self, label: Cell) -> list[Cell]:
        """The cells right of ``label``, up to the next label."""
        cells: list[Cell] = []
        for cell in self.row(label.row):
            if cell.column <= label.column:
                continue
            found = heading_of(cell.text)
            if (found is not None and found.field in _BESIDE) or (cell.row, cell.column) in self._used:
                break
            cells.append(cell)
        return cells

    def _under(self, label: Cell, beside: list[Cell]) -> list[Cell]:
        """The cells in the rows below, as far as ``label`` reaches: to the end of its merge, or to the next label."""
        merge = self.said.sheet.spans.get((label.row, label.column))
        bottom = merge.bottom if merge else None
        cells = list(beside)
        for number in self._rows:
            if number <= label.row:
                continue
            row = self.row(number)
            if (bottom is not None and number > bottom) or (bottom is None and row[0].column <= label.column):
                break
            cells += [cell for cell in row if cell.column > label.column and (cell.row, cell.column) not in self._used]
        return cells

    def _inline(self, cell: Cell) -> None:
        line = _INLINE.fullmatch(cell.text)
        found = heading_of(line[1]) if line else None
        if line and found is not None and found.field in _BESIDE:
            self._inline_value(cell, found.field, line[2])
            return
        unit = guess_unit(cell.text)
        if unit and "unit_code" not in self.said.labels:
            self._use(cell)
            self._set("unit_code", cell, [cell._replace(text=unit[0])])
            self._set("unit_name", cell, [cell._replace(text=unit[1])])

    def _inline_value(self, cell: Cell, name: str, text: str) -> None:
        self._use(cell)
        unit = split_unit(text) if name == "unit_name" else None
        if unit and "unit_code" not in self.said.labels:
            self._set("unit_code", cell, [cell._replace(text=unit[0])])
            text = unit[1]
        self._set(name, cell, [cell._replace(text=text)])

    def leave(self, cell: Cell) -> None:
        """Tells of ``cell`` if it is of no use: no label, no value, no title, and not who filled the form in."""
        if (cell.row, cell.column) in self._used:
            return
        if YEAR.search(cell.text):
            self.said.years.append(cell)
        alone = len(self.said.sheet.rows[cell.row]) == 1
        if alone and len(cell.text) <= 60 and _TITLE.search(cell.text) and not _PERSONS.search(cell.text):
            return
        remark = f"“{shortened(cell.text)}”放不进表样的任何一项，没有读入"
        self.said.remarks.append(Remark(OddityKind.UNPLACED, cell, remark))


def _is_share(cell: Cell) -> bool:
    return cell.text.strip().rstrip("%％").replace(".", "", 1).isdecimal()
