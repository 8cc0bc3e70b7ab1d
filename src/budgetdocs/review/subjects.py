"""What a rule looks at: a book, a sheet of it (项目绩效目标表), a row, its value cell, a passage of prose."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from budgetdocs.model import Indicator, IndicatorValue, Path, Project, ReviewNote, Submission
from budgetdocs.review.reading.names import Better, IndicatorName
from budgetdocs.review.reading.schemes import COST, COSTS, SATISFACTION, Scheme


@dataclass(frozen=True, slots=True)
class Cell:
    """One 指标值 with what decides whether it is right.

    ``level1`` and ``level2`` are keys of :mod:`~budgetdocs.review.reading.schemes`, "" if not known; ``name`` is None
    where the 三级指标 is not known, and ``year`` and ``budget`` (万元) where the value stands alone.
    """

    value: IndicatorValue
    level1: str
    level2: str
    name: IndicatorName | None
    year: int | None = None
    budget: Decimal | None = None

    @property
    def cost(self) -> bool:
        """Whether it stands in a 成本 row."""
        return self.level2 in COSTS or self.level1 == COST

    @property
    def satisfaction(self) -> bool:
        """Whether it is a 满意度, by its row or by its name; a 投诉率 in such a row is none."""
        if self.name is not None and self.name.better is Better.LESS:
            return False
        return SATISFACTION in (self.level1, self.level2) or (self.name is not None and self.name.satisfaction)

    @property
    def rate(self) -> bool:
        """Whether its name says that it is a share, in percent."""
        return self.name is not None and self.name.rate

    @property
    def change(self) -> bool:
        """Whether its name says that it is a change (增长率, 节约), which 100 % does not bound."""
        return self.name is not None and self.name.change

    @property
    def better(self) -> Better | None:
        """Which way it improves, where its name tells."""
        return None if self.name is None else self.name.better


_NOTHING = frozenset(("", "/", "／", "\\", "-", "－", "—", "——", "*", "无"))


def blank(text: str) -> bool:
    """Whether a cell says nothing: empty, or one of the marks that stand for it (/, —, 无)."""
    return text.strip() in _NOTHING


@dataclass(frozen=True, slots=True)
class Row:
    """One 指标 of a sheet, with its value cell."""

    indicator: Indicator
    cell: Cell
    project: Project

    @property
    def filled(self) -> bool:
        """Whether anything is said in it; a blank 成本 or 生态效益 row is usual on a form and no fault."""
        said = self.indicator
        return not all(map(blank, (said.level3, said.value.raw, said.description, said.basis)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One 项目绩效目标表, in the ``year`` of its book."""

    project: Project
    rows: tuple[Row, ...]
    year: int
    scheme: Scheme


class Part(Enum):
    """The part of the form in which a passage stands; the value is its printed label."""

    TARGETS = "部门整体绩效目标"
    NAME = "项目名称"
    PURPOSE = "资金用途"
    GOALS = "绩效目标"
    DESCRIPTION = "绩效指标描述"
    BASIS = "指标值确定依据"


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, or one cell of words, and its path from the submission or the project that it stands in."""

    part: Part
    path: Path
    text: str

    @property
    def paragraph(self) -> bool:
        """Whether it is written in sentences: no name and no cell."""
        return self.part in (Part.TARGETS, Part.PURPOSE, Part.GOALS)


@dataclass(frozen=True, slots=True)
class Book:
    """The whole submission."""

    submission: Submission
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """One 审核说明 after the review.

    ``known``: its rule exists; ``used``: it explains a finding, or its rule did not run.
    """

    note: ReviewNote
    known: bool
    used: bool
