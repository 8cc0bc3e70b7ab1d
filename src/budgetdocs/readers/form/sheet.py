"""What one 项目绩效目标表 says, each value still in its cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from budgetdocs.model import OddityKind
from budgetdocs.readers.form.grid import Cell, Row
from budgetdocs.readers.tree import Mark
from budgetdocs.readers.vocabulary import LABELS, MONEY_FIELDS, unit_of_value


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


class Column(NamedTuple):
    """A column of indicators: its heading, its field ("" if it is of none), and the unit that the heading names."""

    heading: Cell
    name: str
    unit: str = ""


class IndicatorRow(NamedTuple):
    """An indicator: the row that says it, and for each field that has a column the cell that says it there."""

    row: Row
    cells: dict[str, Cell]
    mark: Mark


@dataclass
class FormSheet:
    """What one 项目绩效目标表 says. Cells that say what no field holds stay unused."""

    mark: Mark
    rows: list[Row] = field(default_factory=list)
    values: dict[str, Cell | None] = field(default_factory=dict)
    """The value of each label found, None where the form has no cell for it."""
    labels: dict[str, Cell] = field(default_factory=dict)
    """The label of each field found."""
    months: dict[str, Cell] = field(default_factory=dict)
    plan: Cell | None = None
    prose: dict[str, list[Cell]] = field(default_factory=dict)
    titles: list[Cell] = field(default_factory=list)
    """What is printed above the head, inside the table."""
    unit: Cell | None = None
    """The cell that holds code and name of the unit, in one."""
    money_unit: str = ""
    """The unit of all amounts, as the form says above its head; "" if it says none."""
    money_units: dict[str, str] = field(default_factory=dict)
    """The unit of an amount that its own label names."""
    columns: list[Column] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)

    def doubt(self, mark: Mark, detail: str) -> None:
        """Notes that what stands at ``mark`` could be read in another way."""
        self.noted.append(Noted(OddityKind.AMBIGUOUS, mark, detail))

    def units(self) -> dict[str, str]:
        """The unit of each amount: that of its label, else that of the form; "" where it says none."""
        return {name: self.money_units.get(name) or self.money_unit for name in MONEY_FIELDS}

    def repeats_the_head_of(self, other: FormSheet) -> bool:
        """Whether it is only more indicators of ``other``, its head repeated: it says nothing else than that one."""
        if not self.indicators or "code" not in self.values or self.titles:
            return False
        said, known = _said(self), _said(other)
        return (
            said["code"] != ""
            and all(known.get(name) == text for name, text in said.items())
            and not ({tuple(_texts(row)) for row in self.indicators} & {tuple(_texts(row)) for row in other.indicators})
        )

    def go_on_with(self, rest: FormSheet) -> None:
        """Adds the indicators of ``rest``, which repeats its head."""
        self.rows += rest.rows
        self.indicators += rest.indicators
        self.noted += [noted for noted in rest.noted if noted.kind is not OddityKind.ABSENT]

    @property
    def value_unit(self) -> str:
        """The unit that the heading of the 指标值 names."""
        written = next((column.unit for column in self.columns if column.name == "value"), "")
        return unit_of_value(written) or ""

    def unplaced(self) -> Iterator[Cell]:
        """The cells that say something that no field holds."""
        return (cell for row in self.rows for cell in row.own if not cell.used and not cell.blank)

    def lacking(self) -> Iterator[Noted | Wrong]:
        """What the form has no place for: a fault where it can't be blank, else an oddity."""
        if not self.months:
            reason = (
                "表里没有“资金支出计划（%）”（3月底、6月底、10月底、12月底各支出百分之几），"
                "这几个数不能代拟；请补上再读"
            )
            yield Wrong("payment_plan", self.mark, reason)
        for name in ("purpose", "goals"):
            if name not in self.prose:
                yield Noted(OddityKind.ABSENT, self.mark, f"表里没有“{LABELS[name]}”这样的栏，读作空白")
        if not self.columns:
            yield Noted(OddityKind.ABSENT, self.mark, "表里没有绩效指标（一级指标、二级指标等栏），读作没有指标")


def _said(sheet: FormSheet) -> dict[str, str]:
    """What the head of ``sheet`` says, by its labels."""
    said = {name: cell.text.strip() if cell else "" for name, cell in (sheet.values | sheet.months).items()}
    return said | {name: "\n".join(cell.text.strip() for cell in cells) for name, cells in sheet.prose.items()}


def _texts(row: IndicatorRow) -> list[str]:
    return [f"{name}:{cell.text.strip()}" for name, cell in sorted(row.cells.items())]
