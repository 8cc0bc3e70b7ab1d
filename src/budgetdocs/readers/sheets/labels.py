"""Labels with their values beside them: what stands above a table, and the prose of a department."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from budgetdocs.model import OddityKind
from budgetdocs.readers.cells import Cell
from budgetdocs.readers.inline import said_inline
from budgetdocs.readers.sheets.grid import Sheet
from budgetdocs.readers.sheets.tables import Remark
from budgetdocs.readers.tree import shortened
from budgetdocs.readers.unit import doubt, guess_unit, split_as, split_unit
from budgetdocs.readers.vocabulary import heading_of

PROSE_FIELDS = frozenset(("overall", "specific", "safeguards"))
_BESIDE = PROSE_FIELDS | {"unit_code", "unit_name", "year", "form"}
"""The fields that stand as labels beside their values."""
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
    years: list[Cell] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def value(self, name: str) -> Cell | None:
        """The one cell that says the field ``name``."""
        cells = self.values.get(name)
        return cells[0] if cells else None


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
            self._label(cell, found.field)
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

    def _label(self, cell: Cell, name: str) -> None:
        self._use(cell)
        beside = self._beside(cell)
        self._set(name, cell, beside + self._under(cell) if name in PROSE_FIELDS else beside[:1])

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

    def _under(self, label: Cell) -> list[Cell]:
        """The cells in the rows below, as far as ``label`` reaches: to the end of its merge, or to the next label."""
        merge = self.said.sheet.spans.get((label.row, label.column))
        bottom = merge.bottom if merge else None
        cells: list[Cell] = []
        for number in self._rows:
            if number <= label.row:
                continue
            row = self.row(number)
            if (bottom is not None and number > bottom) or (bottom is None and row[0].column <= label.column):
                break
            cells += [cell for cell in row if cell.column > label.column and (cell.row, cell.column) not in self._used]
        return cells

    def _inline(self, cell: Cell) -> None:
        said = [(name, text) for name, text in said_inline(cell.text) if name in _BESIDE]
        for name, text in said:
            self._inline_value(cell, name, text)
        unit = None if said else guess_unit(cell.text)
        if unit and "unit_code" not in self.said.labels:
            self._unit(cell, unit, split_as(*unit))

    def _inline_value(self, cell: Cell, name: str, text: str) -> None:
        self._use(cell)
        unit = split_unit(text) if name == "unit_name" else None
        if unit and "unit_code" not in self.said.labels:
            self._unit(cell, unit, doubt(*unit))
        else:
            self._set(name, cell, [cell._replace(text=text)])

    def _unit(self, cell: Cell, unit: tuple[str, str], doubtful: str) -> None:
        """The unit that ``cell`` gives in one; that it was split is told if it is doubtful."""
        self._use(cell)
        for name, text in zip(("unit_code", "unit_name"), unit, strict=True):
            self._set(name, cell, [cell._replace(text=text)])
        if doubtful:
            self.said.remarks.append(Remark(OddityKind.AMBIGUOUS, cell, doubtful))

    def leave(self, cell: Cell) -> None:
        """Tells of ``cell`` if it is of no use: no label, no value, no title, and not who filled the form in."""
        if (cell.row, cell.column) in self._used:
            return
        if YEAR.search(cell.text):
            self.said.years.append(cell)
        if YEAR.fullmatch(cell.text.strip()):
            return
        alone = len(self.said.sheet.rows[cell.row]) == 1
        if alone and len(cell.text) <= 60 and _TITLE.search(cell.text) and not _PERSONS.search(cell.text):
            return
        remark = f"“{shortened(cell.text)}”放不进表样的任何一项，没有读入"
        self.said.remarks.append(Remark(OddityKind.UNPLACED, cell, remark))
