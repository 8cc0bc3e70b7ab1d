"""The head of a 项目绩效目标表: what each of its labels labels, wherever it stands."""

from __future__ import annotations

from itertools import pairwise

from budgetdocs.readers.form.grid import Cell, Row
from budgetdocs.readers.form.indicators import is_heading
from budgetdocs.readers.form.labels import BLOCKS, PAIRS, inline, is_title, label_of, unit_of_money
from budgetdocs.readers.form.sheet import FormSheet
from budgetdocs.readers.vocabulary import IN_TEN_THOUSANDS, MONEY_FIELDS, PLAN_FIELDS, heading_of

_KEYS = ("code", "name")
_MOST_BLANK = 2
"""Blank cells that may stand between a label and its value."""
_Beside = list[tuple[Row, list[Cell]]]
"""Rows, each with those of its own cells that stand to the right of a label."""


class Head:
    """Takes the rows of ``sheet`` above its indicators."""

    def __init__(self, sheet: FormSheet) -> None:
        self.sheet = sheet

    def labels(self, at: int) -> int:
        """Reads the labels of row ``at`` and what they label; returns how many rows that were, at least 1."""
        row = self.sheet.rows[at]
        if "code" not in self.sheet.values and is_title(row):
            self.sheet.titles += row.own
            for cell in row.own:
                cell.used = True
            return 1
        self._unit_row(row)
        taken = 1
        for cell in row.own:
            label = "" if cell.used else label_of(cell)
            if label in BLOCKS:
                taken = max(taken, self._block(label, cell, at))
            elif label in PAIRS:
                self._pair(label, cell, row, self._below(at))
            elif label in PLAN_FIELDS:
                self._month(label, cell, row, self._below(at))
            elif label == "group" or cell.used:
                cell.used = True
            else:
                for name, text in inline(cell):
                    self._take_inline(name, cell, cell.saying(text))
        return taken

    def _below(self, at: int) -> Row | None:
        return self.sheet.rows[at + 1] if at + 1 < len(self.sheet.rows) else None

    def _unit_row(self, row: Row) -> None:
        """The row above the head: the unit in one cell, and the unit of money."""
        values = [after for cell, after in pairwise(row.cells) if label_of(cell) in (*PAIRS, *BLOCKS)]
        money = [cell for cell in row.own if unit_of_money(cell.text) and cell not in values]
        for cell in money:
            cell.used = True
            self.sheet.money_unit = self.sheet.money_unit or unit_of_money(cell.text)
        others = [cell for cell in row.wordy if cell not in money]
        before = self.sheet.unit is None and not self.sheet.values.keys() & _KEYS
        if before and len(others) == 1 and (money or others[0].text.strip()[:3].isdigit()):
            self.sheet.unit = others[0]
            others[0].used = True

    # -- blocks: labels over several rows

    def _block(self, label: str, cell: Cell, at: int) -> int:
        """Reads what stands to the right of ``cell``, a label over several rows; returns how many rows it takes."""
        rows = self._beside(cell, at)
        cell.used = True
        self.sheet.labels.setdefault(label, cell)
        beside = [(row, [each for each in row.own if each.column >= cell.end]) for row in rows]
        if label == "payment_plan":
            self.sheet.plan = self.sheet.plan or cell
            self._months(beside)
        elif label == "scale":
            self._scale(beside)
        else:
            self._prose(label, [each for _, cells in beside for each in cells])
        return len(rows)

    def _beside(self, label: Cell, at: int) -> list[Row]:
        """The rows that ``label`` stands beside: those it is merged over, and those below it whose cell is blank."""
        rows = self.sheet.rows
        end = at + 1
        while end < len(rows):
            cells = [cell for cell in rows[end].cells if cell.overlap(label) > 0]
            if is_heading(rows[end]) or not cells or not (cells[0] is label or (cells[0].blank and not cells[0].used)):
                break
            if cells[0] is not label and any(label_of(cell) in (*_KEYS, *BLOCKS) for cell in rows[end].own):
                break
            end += 1
        return rows[at:end]

    def _scale(self, beside: _Beside) -> None:
        """预算规模及资金用途: a row of amounts, and the purpose."""
        for index, (row, cells) in enumerate(beside):
            below = beside[index + 1][0] if index + 1 < len(beside) else None
            if any(label_of(cell) in MONEY_FIELDS for cell in cells):
                for cell in cells:
                    if label_of(cell) in MONEY_FIELDS and not cell.used:
                        self._pair(label_of(cell), cell, row, below)
                continue
            for cell in cells:
                if label_of(cell) == "purpose" and len(cells) > 1:
                    cell.used = True
            self._prose("purpose", [cell for cell in cells if not cell.used])

    def _prose(self, label: str, cells: list[Cell]) -> None:
        for cell in cells:
            cell.used = True
        self.sheet.prose.setdefault(label, []).extend(cells)

    def _months(self, beside: _Beside) -> None:
        for index, (row, cells) in enumerate(beside):
            below = beside[index + 1][0] if index + 1 < len(beside) else None
            for cell in cells:
                if label_of(cell) in PLAN_FIELDS and not cell.used:
                    self._month(label_of(cell), cell, row, below)
                for name, text in () if cell.used else inline(cell):
                    self._take_inline(name, cell, cell.saying(text))

    def _month(self, label: str, cell: Cell, row: Row, below: Row | None) -> None:
        """Takes the share of a month: beside it, or where another month stands there (or nothing), beneath it."""
        after = [each for each in row.own if each.column >= cell.end]
        beneath = [each for each in below.own if each.overlap(cell) > 0] if below else []
        if not after or label_of(after[0]) in PLAN_FIELDS or (after[0].blank and beneath and not beneath[0].blank):
            value = beneath[0] if beneath else None
        else:
            value = after[0]
        if value is not None and not value.used and label not in self.sheet.months:
            cell.used = value.used = True
            self.sheet.months[label] = value

    # -- pairs: a label and its one value

    def _pair(self, label: str, cell: Cell, row: Row, below: Row | None) -> None:
        """Takes the value of ``cell``; a label of money beside others (项目资金（元）) only gives their unit."""
        value = _value_of(cell, row, below)
        found = heading_of(cell.text)
        unit = found.unit if found and label in MONEY_FIELDS and found.unit in IN_TEN_THOUSANDS else ""
        if label in MONEY_FIELDS and value is not None and label_of(value) in MONEY_FIELDS:
            cell.used = True
            self.sheet.money_unit = unit or self.sheet.money_unit
            return
        if unit:
            self.sheet.money_units.setdefault(label, unit)
        self._keep(label, cell, value)

    def _take_inline(self, label: str, cell: Cell, value: Cell) -> None:
        if label in PLAN_FIELDS:
            cell.used = True
            self.sheet.months.setdefault(label, value)
        else:
            self._keep(label, cell, value)

    def _keep(self, label: str, cell: Cell, value: Cell | None) -> None:
        """Takes ``value`` for ``label``; the same once more (a head repeated) is used, another stays for the reader."""
        known = self.sheet.values.get(label)
        if label in self.sheet.values:
            if value is not None and known is not None and value.text.strip() == known.text.strip():
                cell.used = value.used = True
            return
        mine = value is not None and (not value.used or value.mark == cell.mark)
        cell.used = True
        self.sheet.labels.setdefault(label, cell)
        self.sheet.values[label] = value if mine else None
        if value is not None and mine:
            value.used = True


def _value_of(cell: Cell, row: Row, below: Row | None) -> Cell | None:
    """The cell that ``cell``, a label in ``row``, labels: the next one; in a row of labels only, that beneath it.

    Where the next one is blank and another follows that is no label, that one.
    """
    at = row.cells.index(cell)
    after = row.cells[at + 1] if at + 1 < len(row.cells) else None
    if below is not None and (after is None or label_of(after) or (after.blank and _is_of_labels(row))):
        beneath = [each for each in below.own if each.overlap(cell) > 0]
        only_labels = after is None or all(label_of(each) or each.blank for each in row.own)
        if only_labels and beneath and not any(label_of(each) for each in beneath):
            return beneath[0]
    if after is not None and after.blank:
        further = next((each for each in row.cells[at + 1 : at + 2 + _MOST_BLANK] if not each.blank), None)
        if further is not None and not (label_of(further) or inline(further) or unit_of_money(further.text)):
            return further
    return after


def _is_of_labels(row: Row) -> bool:
    """Whether labels stand side by side in ``row``, so that their values are below."""
    return any(label_of(one) and label_of(other) for one, other in pairwise(row.own))
