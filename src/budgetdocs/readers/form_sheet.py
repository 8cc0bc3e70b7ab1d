"""The 项目绩效目标表 in a run of grids, found by its labels: where one ends and the next begins, and what each says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from budgetdocs.model import OddityKind, PaymentPlan, Project
from budgetdocs.readers.form_grid import (
    MONEY,
    MONTHS,
    Cell,
    Grid,
    Row,
    columns,
    is_title,
    other_unit,
    under,
    unit_of_money,
    value_of,
)
from budgetdocs.readers.labels import fields, plain
from budgetdocs.readers.tree import Group, Kind, Listing, Mark, Node, Scalar, shortened

_MOST_CELLS = 100
"""Cells that a row of a form may have."""
_BLOCKS = ("scale", "purpose", "payment_plan", "goals")
_SIDE_LABELS = ("绩效指标", "年度绩效指标", "项目绩效指标", "指标")
_PAIRS = ("unit_code", "unit_name", "code", "name", *MONEY)
_LEVELS = ("level1", "level2")
_COLUMNS = ("level1", "level2", "level3", "description", "value", "basis")
_LABELS = {known.name: known.label for model in (Project, PaymentPlan) for known in fields(model).values()}
_LABELS |= dict(
    zip(_COLUMNS, ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"), strict=True)
)


class Noted(NamedTuple):
    """Something odd: what kind, where, and what was found."""

    kind: OddityKind
    mark: Mark
    detail: str


class Wrong(NamedTuple):
    """Something that can't be read: the field of the project, where, and why."""

    name: str
    mark: Mark
    reason: str


@dataclass
class FormSheet:
    """What one 项目绩效目标表 says, each value still in its cell."""

    mark: Mark
    rows: list[Row] = field(default_factory=list)
    values: dict[str, Cell | None] = field(default_factory=dict)
    """The value of each label found, None where the form has no cell for it."""
    months: dict[str, Cell] = field(default_factory=dict)
    plan: Cell | None = None
    prose: dict[str, list[Cell]] = field(default_factory=dict)
    titles: list[Cell] = field(default_factory=list)
    """What is printed above the head, inside the table."""
    unit: Cell | None = None
    """The cell that holds code and name of the unit, in one."""
    headings: list[tuple[Cell, str]] = field(default_factory=list)
    indicators: list[Group] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def read_sheets(grids: Sequence[Grid]) -> list[FormSheet]:
    """The 项目绩效目标表 in ``grids``, in their order. Cells that say what no field holds stay unused."""
    sheets = list(_split(grids))
    for sheet in sheets:
        _Reading(sheet).read()
    return sheets


# ------------------------------------------------------------------------------------------------- one sheet or another


def _split(grids: Iterable[Grid]) -> Iterator[FormSheet]:
    """The rows of ``grids`` as sheets: a new one begins at a 项目编码 (or its unit) after one that has its own."""
    sheet: FormSheet | None = None
    seen: set[str] = set()
    headings: list[tuple[Cell, str]] = []
    for grid in grids:
        if not _belongs(grid, headings):
            continue
        for row in grid.rows:
            named = _named(row)
            if headings and len(row.cells) == len(headings) and not (row.first or {"code", "name"} <= named):
                named = set()  # a row of indicators, whatever it says
            if sheet is None or named & seen or (named and headings) or ("top" in named and seen):
                if sheet is not None:
                    yield sheet
                sheet, seen, headings = FormSheet(grid.mark), set(), []
            seen |= named & {"code", "name"}
            headings = columns(row) or headings
            sheet.rows.append(row)
    if sheet is not None:
        yield sheet


def _belongs(grid: Grid, headings: list[tuple[Cell, str]]) -> bool:
    """Whether ``grid`` is (a part of) a form: it has labels, or goes on in the columns of the indicators above it."""
    if any(len(row.cells) > _MOST_CELLS for row in grid.rows):
        return False
    labels = {cell.label for cell in grid.cells()}
    if len(labels & {"code", "name", "scale", "budget", "payment_plan", "goals"}) >= 2:
        return True
    if any(columns(row) for row in grid.rows):
        return True
    return bool(headings) and bool(grid.rows) and all(len(row.cells) == len(headings) for row in grid.rows)


def _named(row: Row) -> set[str]:
    """Which of 项目编码 and 项目名称 are labels in ``row`` (not values, nor prose), and whether it names the unit.

    "top" is what stands there only above a head: a title, or the row of a unit in one cell.
    """
    if is_title(row):
        return {"top"}
    named: set[str] = set()
    others = [cell for cell in row.own if not (cell.blank or unit_of_money(cell.text))]
    with_money = any(unit_of_money(cell.text) for cell in row.own)
    if len(others) == 1 and (with_money or (row.first and others[0].text.strip()[:3].isdigit())):
        return {"top"}
    at = 0
    while at + 1 < len(row.own):
        label = row.own[at].label
        if label in _BLOCKS:
            break
        if label in ("unit_code", "unit_name"):
            named.add("unit")
        elif label in ("code", "name"):
            named.add(label)
        at += 2 if label else 1
    return named


# --------------------------------------------------------------------------------------------------- what a sheet says


class _Reading:
    """Fills a sheet from its rows, from the top."""

    def __init__(self, sheet: FormSheet) -> None:
        self.sheet = sheet
        self.above: list[Cell | None] = [None, None]

    def read(self) -> None:
        rows = self.sheet.rows
        at = 0
        while at < len(rows):
            row = rows[at]
            headings = columns(row)
            if headings:
                at += self._head(headings, rows, at)
            elif not self.sheet.headings:
                at += self._labelled(at)
            else:
                if len(row.cells) != len(self.sheet.headings) and self._is_remark(row):
                    self._labelled(at)
                else:
                    self._indicator(row)
                at += 1
        self._pass_over_blank_columns()

    # -- the head

    def _labelled(self, at: int) -> int:
        """Reads the labels of row ``at`` and what they label; returns how many rows that were, at least 1."""
        row, rows = self.sheet.rows[at], self.sheet.rows
        if is_title(row) and "code" not in self.sheet.values:
            self.sheet.titles += row.own
            for cell in row.own:
                cell.used = True
            return 1
        self._unit_row(row)
        taken = 1
        for cell in row.own:
            label = "" if cell.used else cell.label
            if label in _BLOCKS:
                taken = max(taken, self._block(label, cell, at))
            elif label in _PAIRS:
                self._pair(label, cell, row, rows[at + 1] if at + 1 < len(rows) else None)
            elif label in MONTHS:
                self._month(label, cell, row, rows[at + 1] if at + 1 < len(rows) else None)
        return taken

    def _unit_row(self, row: Row) -> None:
        """The row above the head: the unit in one cell, and the unit of money."""
        money = [cell for cell in row.own if unit_of_money(cell.text)]
        for cell in money:
            cell.used = True
            unit = unit_of_money(cell.text)
            if unit != "万元":
                self.sheet.wrong.append(Wrong("budget", cell.mark, _in_other_unit(unit)))
        others = [cell for cell in row.own if cell not in money and not cell.blank]
        before = self.sheet.unit is None and not {"code", "name"} & self.sheet.values.keys()
        if before and len(others) == 1 and (money or others[0].text.strip()[:3].isdigit()):
            self.sheet.unit = others[0]
            others[0].used = True

    def _block(self, label: str, cell: Cell, at: int) -> int:
        """Reads what stands to the right of ``cell``, a label over several rows; returns how many rows it takes."""
        rows = self._beside(cell, at)
        cell.used = True
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
            if columns(rows[end]) or not cells or not (cells[0] is label or (cells[0].blank and not cells[0].used)):
                break
            if cells[0] is not label and any(cell.label in ("code", "name", *_BLOCKS) for cell in rows[end].own):
                break
            end += 1
        return rows[at:end]

    def _scale(self, beside: list[tuple[Row, list[Cell]]]) -> None:
        """预算规模及资金用途: a row of amounts, and the purpose."""
        for index, (row, cells) in enumerate(beside):
            below = beside[index + 1][0] if index + 1 < len(beside) else None
            if any(cell.label in MONEY for cell in cells):
                for cell in cells:
                    if cell.label in MONEY and not cell.used:
                        self._pair(cell.label, cell, row, below)
                continue
            for cell in cells:
                if cell.label == "purpose" and len(cells) > 1:
                    cell.used = True
            self._prose("purpose", [cell for cell in cells if not cell.used])

    def _prose(self, label: str, cells: list[Cell]) -> None:
        for cell in cells:
            cell.used = True
        self.sheet.prose.setdefault(label, []).extend(cells)

    def _months(self, beside: list[tuple[Row, list[Cell]]]) -> None:
        for index, (row, cells) in enumerate(beside):
            below = beside[index + 1][0] if index + 1 < len(beside) else None
            for cell in cells:
                if cell.label in MONTHS and not cell.used:
                    self._month(cell.label, cell, row, below)

    def _month(self, label: str, cell: Cell, row: Row, below: Row | None) -> None:
        after = [each for each in row.own if each.column >= cell.end]
        if not after or after[0].label in MONTHS:
            beneath = [each for each in below.own if each.overlap(cell) > 0] if below else []
            value = beneath[0] if beneath else None
        else:
            value = after[0]
        if value is not None and not value.used and label not in self.sheet.months:
            cell.used = value.used = True
            self.sheet.months[label] = value

    def _pair(self, label: str, cell: Cell, row: Row, below: Row | None) -> None:
        """Takes the value of ``cell``; the same once more (a head repeated) is used, another stays for the reader."""
        value = value_of(cell, row, below)
        known = self.sheet.values.get(label)
        if label in self.sheet.values:
            if value is not None and known is not None and value.text.strip() == known.text.strip():
                cell.used = value.used = True
            return
        cell.used = True
        if value is not None and not value.used:
            value.used = True
            self.sheet.values[label] = value
        else:
            self.sheet.values[label] = None
        unit = other_unit(cell.text)
        if label in MONEY and unit:
            self.sheet.wrong.append(Wrong(label, cell.mark, _in_other_unit(unit)))

    # -- the indicators

    def _head(self, headings: list[tuple[Cell, str]], rows: Sequence[Row], at: int) -> int:
        """Takes the heading of the indicators, or its repetition on another page; returns how many rows it has."""
        deep = max(cell.height for cell, name in headings if name and cell.row == rows[at].index)
        for row in rows[at : at + deep]:
            for cell in row.own:
                cell.used = cell.used or row is not rows[at] or bool(cell.heading) or plain(cell.text) in _SIDE_LABELS
        names: set[str] = set()
        for index, (cell, name) in enumerate(headings):
            if name and name in names:
                headings[index] = (cell, "")
                detail = f"“{shortened(cell.text)}”有两列，这一列没有读"
                self.sheet.noted.append(Noted(OddityKind.AMBIGUOUS, cell.mark, detail))
            names.add(name)
        if not self.sheet.headings:
            for missing in [name for name in _COLUMNS if name not in names]:
                detail = f"表里没有“{_LABELS[missing]}”一栏，读作空白"
                self.sheet.noted.append(Noted(OddityKind.ABSENT, headings[0][0].mark, detail))
        self.sheet.headings = headings
        return deep

    def _pass_over_blank_columns(self) -> None:
        """A column that the form does not know, with nothing in it, says nothing by its heading either."""
        for heading, name in self.sheet.headings:
            if not name and not any(
                cell is not heading and cell.overlap(heading) > 0 and not cell.blank and not cell.used
                for row in self.sheet.rows
                if row.index > heading.row and row.cells[0].mark.sheet == heading.mark.sheet
                for cell in row.own
            ):
                heading.used = True

    def _is_remark(self, row: Row) -> bool:
        """Whether ``row``, below the indicators, is none: its own cells are fewer than two, or labels of the head."""
        return len([cell for cell in row.own if not cell.blank]) < 2 or any(cell.label in _PAIRS for cell in row.own)

    def _indicator(self, row: Row) -> None:
        """Takes a row as an indicator; one that is blank and in no merged level says nothing."""
        if all(cell.blank and not cell.merged for cell in row.cells):
            return
        placed = dict(zip([name for _, name in self.sheet.headings], under(self.sheet.headings, row), strict=True))
        start = next((cells[0].mark for cells in placed.values() if cells), self.sheet.mark)
        texts: dict[str, Scalar] = {}
        for name in _COLUMNS:
            cells = placed.get(name, [])
            for cell in cells:
                cell.used = True
            mark = cells[0].mark if cells else start
            texts[name] = Scalar(_joined(cells, name in _LEVELS), mark)
        self._fill_down(placed, texts)
        self.sheet.indicators.append(
            Group(tuple((Scalar(_LABELS[name], text.mark), text) for name, text in texts.items()), row.own[0].mark)
        )

    def _fill_down(self, placed: dict[str, list[Cell]], texts: dict[str, Scalar]) -> None:
        """A level left blank means the one above, where the form did not merge the cells; it is said that it does."""
        same = True
        for number, name in enumerate(_LEVELS):
            cells, above = placed.get(name, []), self.above[number]
            left_blank = bool(cells) and all(cell.blank and not cell.merged for cell in cells)
            if left_blank and same and above is not None and not above.blank:
                texts[name] = Scalar(above.text, texts[name].mark)
                detail = f"“{_LABELS[name]}”空着，按上一行读作“{shortened(above.text)}”"
                self.sheet.noted.append(Noted(OddityKind.AMBIGUOUS, cells[0].mark, detail))
            elif cells:
                same = same and cells[0] is above
                self.above[number] = cells[0]
            if not same and number == 0:
                self.above[1] = None


def _joined(cells: list[Cell], one_line: bool) -> str:
    """The words of ``cells``, which stand side by side; those of a level as one line, however its cell broke them."""
    return "".join("".join(cell.text.split("\n")) if one_line and len(cell.lines) > 1 else cell.text for cell in cells)


def _in_other_unit(unit: str) -> str:
    return f"金额单位写的是“{unit}”，应为“万元”；请换算成万元，并改好单位，再读"


# -------------------------------------------------------------------------------------------------------- as positioned


def project_node(sheet: FormSheet, unit: dict[str, Scalar]) -> Group:
    """``sheet`` as a group under printed labels, its places those of the cells; ``unit`` is its code and name."""
    entries: list[tuple[str, Node]] = list(unit.items())
    for name in ("code", "name", *MONEY):
        if name in sheet.values:
            cell = sheet.values[name]
            entries.append((name, _value(cell, sheet.mark, name in MONEY)))
    for name in ("purpose", "goals"):
        entries.append((name, _paragraphs(sheet.prose.get(name, []), sheet.mark)))
    if sheet.months:
        mark = sheet.plan.mark if sheet.plan else next(iter(sheet.months.values())).mark
        months = [
            (Scalar(_LABELS[name], cell.mark), _value(cell, cell.mark, True)) for name, cell in sheet.months.items()
        ]
        entries.append(("payment_plan", Group(tuple(months), mark)))
    mark = sheet.headings[0][0].mark if sheet.headings else sheet.mark
    entries.append(("indicators", Listing(tuple(sheet.indicators), mark)))
    return Group(tuple((Scalar(_LABELS[name], node.mark), node) for name, node in entries), sheet.mark)


def _value(cell: Cell | None, mark: Mark, figures: bool) -> Scalar:
    """What ``cell`` says on one line, however it was broken; ``figures`` may be blank, words are then no words."""
    if cell is None or (figures and cell.blank):
        return Scalar("", cell.mark if cell else mark, Kind.BLANK if figures else Kind.TEXT)
    return Scalar(cell.text if len(cell.lines) == 1 else "".join(cell.text.split("\n")), cell.mark)


def _paragraphs(cells: list[Cell], mark: Mark) -> Listing:
    lines = [Scalar(line, cell.mark) for cell in cells for line in cell.lines]
    return Listing(tuple(lines), cells[0].mark if cells else mark)


def missing_parts(sheet: FormSheet) -> Iterator[Noted | Wrong]:
    """What the form of ``sheet`` has no place for: a fault where it can't be blank, else an oddity."""
    if not sheet.months:
        reason = (
            "表里没有“资金支出计划（%）”（3月底、6月底、10月底、12月底各支出百分之几），这几个数不能代拟；请补上再读"
        )
        yield Wrong("payment_plan", sheet.mark, reason)
    for name, label in (("purpose", "资金用途"), ("goals", "绩效目标")):
        if name not in sheet.prose:
            yield Noted(OddityKind.ABSENT, sheet.mark, f"表里没有“{label}”一栏，读作空白")
    if not sheet.headings:
        yield Noted(OddityKind.ABSENT, sheet.mark, "表里没有绩效指标（一级指标、二级指标等栏），读作没有指标")
