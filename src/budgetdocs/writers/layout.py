"""The sheets of the workbook and their columns: printed labels for headings, one record or paragraph a row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from budgetdocs.model import (
    Department,
    DepartmentTargets,
    Indicator,
    PaymentPlan,
    Project,
    Record,
    ReviewNote,
    SpecificTarget,
    Submission,
)
from budgetdocs.model.record import NOTES_LABEL


class Kind(Enum):
    """What the cells of a column hold."""

    CODE = "code"
    WORDS = "words"
    """A name or a short text."""
    PROSE = "prose"
    """Sentences; in one cell, each line is a paragraph."""
    MONEY = "money"
    PERCENT = "percent"
    YEAR = "year"


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it holds, its width in characters, and whether it must be filled in."""

    heading: str
    kind: Kind = Kind.WORDS
    width: int = 20
    required: bool = True


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its columns, and how many of them stay in sight when the rest is scrolled."""

    name: str
    columns: tuple[Column, ...]
    frozen: int = 1

    def column(self, heading: str) -> int:
        """The index of the column under ``heading``."""
        return [column.heading for column in self.columns].index(heading)


def label(record: type[Record], field: str) -> str:
    """The printed label of ``field``."""
    return record.model_fields[field].alias or field


def _money(field: str, required: bool = False) -> Column:
    return Column(f"{label(Project, field)}（万元）", Kind.MONEY, 14, required)


PART = "部分"
ROW = "行号"
GUIDE = "填写说明"

FORM = label(Submission, "form")
CODE = label(Project, "code")
LEVEL1, LEVEL2, LEVEL3 = (label(Indicator, f"level{number}") for number in (1, 2, 3))
MONTHS = tuple(label(PaymentPlan, field) for field in PaymentPlan.model_fields)
PARTS = tuple(label(DepartmentTargets, field) for field in DepartmentTargets.model_fields)
OVERALL, SPECIFIC, SAFEGUARDS = PARTS

DEPARTMENT_SHEET = Sheet(
    label(Submission, "department"),
    (
        Column(label(Department, "code"), Kind.CODE, 16),
        Column(label(Department, "name"), width=40),
        Column(label(Submission, "year"), Kind.YEAR, 10),
        Column(FORM, Kind.CODE, 16, required=False),
    ),
)
TARGETS_SHEET = Sheet(
    "部门目标",
    (
        Column(PART, width=18),
        Column(label(SpecificTarget, "heading"), width=30, required=False),
        Column(label(SpecificTarget, "paragraphs"), Kind.PROSE, 100),
    ),
)
PROJECT_SHEET = Sheet(
    label(Submission, "projects"),
    (
        Column(label(Project, "unit_code"), Kind.CODE, 14, required=False),
        Column(label(Project, "unit_name"), width=20, required=False),
        Column(CODE, Kind.CODE, 25),
        Column(label(Project, "name"), width=24),
        _money("budget", required=True),
        _money("fiscal_funds"),
        _money("other_funds"),
        Column(label(Project, "purpose"), Kind.PROSE, 42),
        *(Column(month, Kind.PERCENT, 9) for month in MONTHS),
        Column(label(Project, "goals"), Kind.PROSE, 42),
    ),
    frozen=4,
)
INDICATOR_SHEET = Sheet(
    label(Project, "indicators"),
    (
        Column(CODE, Kind.CODE, 25),
        Column(LEVEL1, width=14),
        Column(LEVEL2, width=20),
        Column(LEVEL3, width=24),
        Column(label(Indicator, "description"), Kind.PROSE, 34),
        Column(label(Indicator, "value"), width=20),
        Column(label(Indicator, "basis"), Kind.PROSE, 34),
    ),
)
NOTE_SHEET = Sheet(
    NOTES_LABEL,
    (
        Column(CODE, Kind.CODE, 25, required=False),
        Column(LEVEL3, width=28, required=False),
        Column(ROW, Kind.CODE, 10, required=False),
        Column(label(ReviewNote, "rule"), Kind.CODE, 12),
        Column(label(ReviewNote, "reason"), Kind.PROSE, 70),
    ),
)
SHEETS = (DEPARTMENT_SHEET, TARGETS_SHEET, PROJECT_SHEET, INDICATOR_SHEET, NOTE_SHEET)
"""The sheets that hold data, in their order; :data:`GUIDE` stands before them."""

EXAMPLE = "例："
"""How the first cell of a row begins that is an example, to be passed over by who reads the sheet."""

LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
"""What the drop-downs offer: each 一级指标 with its 二级指标 (财预〔2015〕88号 and the forms after it)."""
