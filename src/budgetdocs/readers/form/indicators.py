"""The indicators of a 项目绩效目标表: which column is which, and what each row says; what below them is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetdocs.model import OddityKind
from budgetdocs.readers.form.grid import Cell, Row
from budgetdocs.readers.form.labels import PAIRS, column_of, label_of
from budgetdocs.readers.form.sheet import Column, FormSheet, IndicatorRow, Noted
from budgetdocs.readers.labels import plain
from budgetdocs.readers.tree import shortened
from budgetdocs.readers.vocabulary import LABELS, heading_of, unit_of_value

_LEVELS = ("level1", "level2")
_PRINTED = ("level1", "level2", "level3", "description", "value", "basis")
"""The columns of the form."""
_REMARK = re.compile(
    r"备?注(?:[:：].*)?|(?:填[报表]|有关|其他需要|需要)?说明.*|(?:.{0,6}(?:部门|单位|科|股|处|室|局))?(?:审核|审查|初审|复核|评审)?意见.*|"
    r"(?:.{0,4}负责|填[报表]|制表|经办|联系|审核|分管).{0,2}人?(?:电话)?(?:[(（]?签[字章名][)）]?)?[:：]?.*|.*[(（](?:签字|盖章|签章|公章)[)）].*|"
    r"(?:填[报表])?日期.*|(?:合|总|小)计",
    re.DOTALL,
)
"""How the first cell of a row begins that stands below the indicators: notes, opinions, signatures."""
_MOST_COVERED = 2
"""Columns that one cell of an indicator may stand under: a 一级指标 that is its 二级指标 too."""
_LEVEL1 = re.compile("指标|产出|效益|满意|成本|管理|过程|决策|投入|效果|效率")
_LONGEST_REMARK = 12
"""Characters of the longest label of such a row; a row that is filled like an indicator is one, whatever it says."""


def columns_of(rows: Sequence[Row]) -> list[Column]:
    """The columns that the first of ``rows`` heads if it is the heading of the indicators; else nothing.

    Where a heading stands over several of the row beneath it (指标值 over 符号, 数值, 单位), those are the columns.
    """
    row = rows[0]
    if not is_heading(row):
        return []
    columns: list[Column] = []
    for cell in row.cells:
        leaves = _leaves(cell, rows[1:])
        own = column_of(cell)
        if not leaves:
            columns.append(Column(cell, own.field if own else "", own.unit if own else ""))
        for leaf in leaves:
            found = column_of(leaf) or heading_of(cell.text + leaf.text)
            columns.append(Column(leaf, found.field if found else "", found.unit if found else ""))
        if own and leaves and own.field not in [column.name for column in columns]:
            first = len(columns) - len(leaves)
            columns[first] = columns[first]._replace(name=own.field)
    return _settled(sorted(columns, key=lambda column: column.heading.column))


def is_heading(row: Row) -> bool:
    """Whether ``row`` is the (first) heading row of indicators."""
    named = {found.field for cell in row.cells if cell.row == row.index and (found := column_of(cell))}
    return len(named) >= 3 and bool(named & {"level3", "value"})


def _leaves(cell: Cell, below: Sequence[Row]) -> list[Cell]:
    """The cells beneath the heading ``cell`` that part its columns."""
    leaves = [each for row in below for each in row.own if each.overlap(cell) > 0 and not each.blank]
    return leaves if cell.width > 1 and len(leaves) > 1 else []


def _settled(columns: list[Column]) -> list[Column]:
    """Without a 三级指标 the 指标内容 is it: forms that have two levels name what is measured there."""
    names = {column.name for column in columns}
    if "level3" in names or "description" not in names:
        return columns
    return [column._replace(name="level3") if column.name == "description" else column for column in columns]


class IndicatorTable:
    """Takes the rows of ``sheet`` from the heading of its indicators on."""

    def __init__(self, sheet: FormSheet) -> None:
        self.sheet = sheet
        self._above: list[Cell | None] = [None, None]
        self._told: set[str] = set()

    def heading(self, at: int) -> int:
        """Takes the heading of the indicators, or its repetition on another page; returns how many rows it has."""
        rows = self.sheet.rows
        if not is_heading(rows[at]):
            return 0
        deep = max(cell.height for cell in rows[at].own if column_of(cell))
        if deep == 1 and at + 1 < len(rows) and _is_second_heading(rows[at], rows[at + 1]):
            deep = 2
        columns = columns_of(rows[at : at + deep])
        for row in rows[at : at + deep]:
            for cell in row.own:
                cell.used = cell.used or column_of(cell) is not None or label_of(cell) == "group"
        for column in columns:
            column.heading.used = column.heading.used or bool(column.name)
        columns = self._without_twins(columns)
        if not self.sheet.columns:
            self._tell_missing(columns)
        self.sheet.columns = columns
        return deep

    def _without_twins(self, columns: list[Column]) -> list[Column]:
        """Of two columns of one field the first counts, which is told."""
        kept: list[Column] = []
        for column in columns:
            if column.name and column.name in [each.name for each in kept]:
                detail = f"“{shortened(column.heading.text)}”有两列，这一列没有读"
                self.sheet.doubt(column.heading.mark, detail)
                column = column._replace(name="")
            kept.append(column)
        return kept

    def _tell_missing(self, columns: list[Column]) -> None:
        names = {column.name for column in columns}
        mark = next(column.heading.mark for column in columns if column.name)
        missing = "、".join(f"“{LABELS[name]}”" for name in _PRINTED if name not in names)
        if missing:
            self.sheet.noted.append(Noted(OddityKind.ABSENT, mark, f"表里没有{missing}这样的栏，读作空白"))
        for column in columns:
            if column.name == "value" and unit_of_value(column.unit) is None:
                detail = f"表头“{shortened(column.heading.text)}”里的“{column.unit}”不知道是不是单位，没有补到值的后面"
                self.sheet.doubt(column.heading.mark, detail)

    def is_remark(self, row: Row) -> bool:
        """Whether ``row``, below the indicators, is none of them: labels of the head, a note, an opinion, a signature.

        An indicator has its name and its value in cells of their own.
        """
        wordy = row.wordy
        if wordy and len(wordy) <= 4 and _is_remark(wordy[0]) and wordy[0] is row.cells[0]:
            return True
        if row.drawn and len(row.cells) == len(self.sheet.columns):
            return False
        if not wordy or any(label_of(cell) in PAIRS for cell in row.own):
            return True
        if not row.drawn and self._is_of_another_table(row):
            return True
        apart = [column.heading for column in self.sheet.columns if column.name in ("level3", "value")]
        shared = [sum(cell.overlap(each) > 0 for each in apart if each.mark.sheet == cell.mark.sheet) for cell in wordy]
        return max(shared) > 1 or (len(wordy) < 2 and not any(shared)) or any(map(self._covers_many, wordy))

    def _covers_many(self, cell: Cell) -> bool:
        """Whether ``cell`` stands under three columns or more, as no part of an indicator does."""
        headings = [column.heading for column in self.sheet.columns if column.name]
        covered = [each for each in headings if each.mark.sheet == cell.mark.sheet and cell.overlap(each) == each.width]
        return len(covered) > _MOST_COVERED

    def _is_of_another_table(self, row: Row) -> bool:
        """Whether ``row`` begins with a word that is no 一级指标, and has nothing under the 指标值."""
        said = dict(zip([column.name for column in self.sheet.columns], _under(self.sheet.columns, row), strict=True))
        first = [cell for cell in said.get("level1", []) if cell in row.own and not cell.blank]
        return (
            bool(first)
            and not _LEVEL1.search(plain(first[0].text))
            and all(cell.blank for cell in said.get("value", []))
        )

    def indicator(self, row: Row) -> None:
        """Takes a row as an indicator; one that is blank and in no merged level says nothing."""
        if all(cell.blank and not cell.merged for cell in row.cells):
            return
        placed: dict[str, list[Cell]] = {}
        for column, cells in zip(self.sheet.columns, _under(self.sheet.columns, row), strict=True):
            if column.name:
                placed[column.name] = cells
                for cell in cells:
                    cell.used = True
                self._tell_joined(column, [cell for cell in cells if not cell.blank])
        start = next((cells[0].mark for cells in placed.values() if cells), self.sheet.mark)
        said = {name: _joined(cells, name in _LEVELS) for name, cells in placed.items() if cells}
        self._fill_down(placed, said)
        self.sheet.indicators.append(IndicatorRow(row, said, row.own[0].mark if row.own else start))

    def _tell_joined(self, column: Column, cells: list[Cell]) -> None:
        """Several cells below one heading are one value, if its columns are theirs; otherwise it is a guess."""
        inside = all(column.heading.overlap(cell) == cell.width for cell in cells)
        if len(cells) > 1 and not inside:
            detail = f"“{shortened(column.heading.text)}”下面的格没有对齐，{len(cells)} 格合起来读了"
            self.sheet.doubt(cells[0].mark, detail)

    def _fill_down(self, placed: dict[str, list[Cell]], said: dict[str, Cell]) -> None:
        """A level left blank means the one above, where the form did not merge the cells; the first is told."""
        same = True
        for number, name in enumerate(_LEVELS):
            cells, above = placed.get(name, []), self._above[number]
            left_blank = bool(cells) and all(cell.blank and not cell.merged for cell in cells)
            if left_blank and same and above is not None and not above.blank:
                said[name] = cells[0].saying(above.one_line)
                said[name].held = above.held
                if name not in self._told:
                    detail = f"“{LABELS[name]}”这一列有空格，按上面一格“{shortened(above.text)}”补的"
                    self.sheet.doubt(cells[0].mark, detail)
                self._told.add(name)
            elif cells:
                same = same and cells[0] is above
                self._above[number] = cells[0]
            if not same and number == 0:
                self._above[1] = None

    def finish(self) -> None:
        """A column that the form does not know, with nothing in it, says nothing by its heading either."""
        for heading, name, _ in self.sheet.columns:
            if not name and not any(
                cell is not heading and cell.overlap(heading) > 0 and not cell.blank and not cell.used
                for row in self.sheet.rows
                if row.index > heading.row and row.cells and row.cells[0].mark.sheet == heading.mark.sheet
                for cell in row.own
            ):
                heading.used = True


def _is_second_heading(first: Row, second: Row) -> bool:
    """Whether ``second`` only parts the columns that ``first`` heads: all that it says are headings, none its own."""
    wordy = second.wordy
    above = {plain(cell.text) for cell in first.cells}
    return len(wordy) > 1 and all(column_of(cell) and plain(cell.text) not in above for cell in wordy)


def _is_remark(cell: Cell) -> bool:
    text = plain(cell.text)
    label = re.split("[:：]", text, maxsplit=1)[0]
    return len(label) <= _LONGEST_REMARK and bool(_REMARK.fullmatch(text))


def _under(columns: Sequence[Column], row: Row) -> list[list[Cell]]:
    """The cells of ``row`` that stand under each of ``columns``.

    Cell by cell where there are as many; where the widths were cut differently, each under the heading that it shares
    most columns with.
    """
    headings = [column.heading for column in columns]
    elsewhere = headings[0].mark.sheet != row.cells[0].mark.sheet
    if len(headings) == len(row.cells) and (
        elsewhere or all(one.overlap(other) > 0 for one, other in zip(headings, row.cells, strict=True))
    ):
        return [[cell] for cell in row.cells]
    placed: list[list[Cell]] = [[] for _ in headings]
    at = 0
    for cell in row.cells:
        while at + 1 < len(headings) and headings[at + 1].overlap(cell) > headings[at].overlap(cell):
            at += 1
        placed[at].append(cell)
    return placed


def _joined(cells: list[Cell], one_line: bool) -> Cell:
    """``cells``, which stand side by side, as one; those of a level as one line, however its cell broke them."""
    if len(cells) == 1 and (len(cells[0].lines) == 1 or not one_line):
        return cells[0]
    return cells[0].saying("".join(cell.one_line if one_line else cell.text for cell in cells))
