"""A printed form as a grid of merged cells, whatever kind of file it came from, and the labels that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from budgetdocs.readers.labels import plain
from budgetdocs.readers.tree import Mark


@dataclass(slots=True, eq=False)
class Cell:
    """A cell as people see it: over ``width`` columns from ``column`` and ``height`` rows from ``row``."""

    lines: tuple[str, ...]
    """Its paragraphs, as typed."""
    row: int
    column: int
    width: int
    mark: Mark
    height: int = 1
    merged: bool = False
    """Whether it says itself that a merge down begins here, even one of a single row."""
    used: bool = False
    """Whether someone has made something of what it says."""

    @property
    def text(self) -> str:
        """What it says; a cell of one paragraph as typed, one of several without the blank ones around them."""
        if len(self.lines) == 1:
            return self.lines[0]
        wordy = [index for index, line in enumerate(self.lines) if line.strip()]
        return "\n".join(self.lines[wordy[0] : wordy[-1] + 1]) if wordy else ""

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it but white space."""
        return not any(line.strip() for line in self.lines)

    @property
    def end(self) -> int:
        """The column after its last."""
        return self.column + self.width

    @property
    def label(self) -> str:
        """The part of the form's head that it names, "" if none (see :data:`HEAD_LABELS`)."""
        return HEAD_LABELS.get(bare(self.text), "") if len(self.lines) < 10 else ""

    @property
    def heading(self) -> str:
        """The column of indicators that it names, "" if none (see :data:`COLUMN_LABELS`)."""
        return COLUMN_LABELS.get(bare(self.text), "") if len(self.lines) < 10 else ""

    def overlap(self, other: Cell) -> int:
        """How many columns it shares with ``other``."""
        return min(self.end, other.end) - max(self.column, other.column)


@dataclass(slots=True)
class Row:
    """A row of a grid: all ``cells`` that it shows from the left, and those of them that begin in it, its ``own``."""

    index: int
    cells: list[Cell]
    own: list[Cell]
    first: bool = False
    """Whether it is the first of its table."""


@dataclass(slots=True)
class Grid:
    """A table: its rows, and where it stands."""

    rows: list[Row]
    mark: Mark

    def cells(self) -> Iterable[Cell]:
        """Every cell once."""
        for row in self.rows:
            yield from row.own


def _aliases(table: str) -> dict[str, str]:
    """``name: label label …`` a line, as the name under each label."""
    known = {}
    for line in table.strip().splitlines():
        name, _, labels = line.partition(":")
        known.update(dict.fromkeys(labels.split(), name.strip()))
    return known


HEAD_LABELS = _aliases("""
    unit_code: 单位编码 单位代码 预算单位编码 预算单位代码
    unit_name: 单位名称 预算单位 预算单位名称 项目单位 项目单位名称
    code: 项目编码 项目代码 项目编号
    name: 项目名称
    scale: 预算规模及资金用途 预算规模和资金用途 预算规模与资金用途 预算规模 资金规模及用途
    budget: 预算数 预算金额 预算总额 项目预算数 资金总额 预算资金总额
    fiscal_funds: 财政资金 财政拨款 财政性资金
    other_funds: 其他资金 其它资金
    purpose: 资金用途
    payment_plan: 资金支出计划 支出计划 资金支付计划
    march: 3月底 3月末 三月底 三月末 截至3月底 第一季度 一季度
    june: 6月底 6月末 六月底 六月末 截至6月底 第二季度 二季度
    october: 10月底 10月末 十月底 十月末 截至10月底
    december: 12月底 12月末 十二月底 十二月末 截至12月底 第四季度 四季度
    goals: 绩效目标 项目绩效目标 年度绩效目标 总体绩效目标 项目总体目标 年度总体目标 总体目标 年度目标
""")
"""The labels of a form's head, as :func:`bare` gives them."""
COLUMN_LABELS = _aliases("""
    level1: 一级指标 指标类型
    level2: 二级指标
    level3: 三级指标 指标名称
    description: 绩效指标描述 指标描述 绩效指标内容 指标内容 指标解释
    value: 指标值 年度指标值 目标值 指标值及单位 指标值(含单位)
    basis: 指标值确定依据 确定依据 指标确定依据 指标值依据 指标值设定依据
""")
"""The labels of the columns of indicators, as :func:`bare` gives them."""
MONTHS = ("march", "june", "october", "december")
MONEY = ("budget", "fiscal_funds", "other_funds")

_BEFORE = re.compile(r"^(?:其中:?)+")
_AFTER = re.compile(r"(?::|\((?:单位:?)?(?:%|万元)\)|\(%\))+$")
_OTHER_UNIT = re.compile(r"\((?:单位:?)?(?P<unit>[百千亿]?元)\)$")
_UNIT_OF_MONEY = re.compile(r"\(?(?:金额)?(?:计量)?单位:?(?P<unit>人民币)?:?(?P<money>[百千万亿]*元)\)?")
_TITLE = re.compile(r"绩效目标(?:申报)?表(?:\(20\d\d年度?\))?$|^\(20\d\d年度?\)$")
_LONGEST_TITLE = 200
_LONGEST = 60
"""Characters that a label may have, white space and all."""


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """``text`` as a label: without white space, 其中, colons and the note of the unit; "" if it is too long for one."""
    if len(text) > _LONGEST:
        return ""
    return _OTHER_UNIT.sub("", _AFTER.sub("", _BEFORE.sub("", plain(text))))


def other_unit(text: str) -> str:
    """The unit of money, other than 万元, that a label says it is in; "" if it says none."""
    found = _OTHER_UNIT.search(plain(text)) if len(text) <= _LONGEST else None
    return found["unit"] if found else ""


def unit_of_money(text: str) -> str:
    """The unit that a cell such as ``单位：万元`` gives; "" if it is no such cell."""
    found = _UNIT_OF_MONEY.fullmatch(plain(text)) if len(text) <= _LONGEST else None
    return found["money"] if found else ""


def is_title(row: Row) -> bool:
    """Whether ``row`` is the title of a form, printed inside its table: one cell, with nothing beside it."""
    wordy = [cell for cell in row.own if not cell.blank]
    if len(wordy) != 1 or len(row.cells) != len(row.own) or len(wordy[0].text) > _LONGEST_TITLE:
        return False
    return bool(_TITLE.search(plain(wordy[0].text)))


def value_of(cell: Cell, row: Row, below: Row | None) -> Cell | None:
    """The cell that ``cell``, a label in ``row``, labels: the next one; in a row of labels only, that beneath it."""
    at = row.cells.index(cell)
    after = row.cells[at + 1] if at + 1 < len(row.cells) else None
    if below is not None and (after is None or all(each.label or each.blank for each in row.own)):
        beneath = [each for each in below.own if each.overlap(cell) > 0]
        if beneath and (after is None or after.label) and not any(each.label for each in beneath):
            return beneath[0]
    return after


def columns(row: Row) -> list[tuple[Cell, str]]:
    """The columns that ``row`` heads if it is the heading of the indicators, each with its name or ""; else nothing."""
    headings = [(cell, cell.heading) for cell in row.cells]
    named = [name for cell, name in headings if name and cell.row == row.index]
    return headings if len(set(named)) >= 3 and {"level3", "value"} & set(named) else []


def under(headings: Sequence[tuple[Cell, str]], row: Row) -> list[list[Cell]]:
    """The cells of ``row`` that stand under each of ``headings``.

    Cell by cell where there are as many; where the widths were cut differently, each under the heading that it shares
    most columns with.
    """
    if len(headings) == len(row.cells):
        return [[cell] for cell in row.cells]
    placed: list[list[Cell]] = [[] for _ in headings]
    at = 0
    for cell in row.cells:
        while at + 1 < len(headings) and headings[at + 1][0].overlap(cell) > headings[at][0].overlap(cell):
            at += 1
        placed[at].append(cell)
    return placed
