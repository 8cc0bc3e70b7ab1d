"""A submission as the rows of the workbook's sheets, each value with its path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from budgetdocs.errors import RenderError
from budgetdocs.model import Department, Path, PaymentPlan, Project, ReviewNote, Submission, labelled
from budgetdocs.writers.layout import (
    DEPARTMENT_SHEET,
    EXAMPLE,
    INDICATOR_SHEET,
    NOTE_SHEET,
    OVERALL,
    PROJECT_SHEET,
    SAFEGUARDS,
    SPECIFIC,
    TARGETS_SHEET,
    Sheet,
)

FIRST_ROW = 2
"""The row, as a spreadsheet counts them, that follows the headings."""


class Cell(NamedTuple):
    """What is written into a cell, and the path of the value that it is (() for a cell that only refers to one)."""

    value: str | int | Decimal | None
    path: Path = ()


Row = tuple[Cell, ...]


def rows_of(submission: Submission) -> dict[Sheet, list[Row]]:
    """The rows of every sheet but 填写说明.

    Raises :class:`RenderError` where rows could not say what the submission says: two projects of one code, a 分项
    without a heading below another, a code that reads like an example.
    """
    _require_tellable(submission)
    return {
        DEPARTMENT_SHEET: [_department(submission)],
        TARGETS_SHEET: list(_targets(submission)),
        PROJECT_SHEET: [_project(project, ("projects", index)) for index, project in enumerate(submission.projects)],
        INDICATOR_SHEET: list(_indicators(submission)),
        NOTE_SHEET: list(_notes(submission)),
    }


def _require_tellable(submission: Submission) -> None:
    codes = Counter(project.code for project in submission.projects)
    for index, project in enumerate(submission.projects):
        path: Path = ("projects", index, "code")
        if codes[project.code] > 1:
            reason = "几个项目用了同一个项目编码，工作簿里分不清各自的指标；请先改正编码，或写成 .yaml"
            raise RenderError(submission.form, f"{labelled(path)}（{project.code}）", reason)
        _require_no_example(submission, project.unit_code, ("projects", index, "unit_code"))
        _require_no_example(submission, project.code, path)
    _require_no_example(submission, submission.department.code, ("department", "code"))
    for index, target in enumerate(submission.targets.specific):
        if index and not target.heading.strip():
            reason = "没有标题，在工作簿里会与上一项连成一项；请补上标题，或写成 .yaml"
            raise RenderError(submission.form, labelled(("targets", "specific", index, "heading")), reason)


def _require_no_example(submission: Submission, code: str, path: Path) -> None:
    if code.startswith(EXAMPLE):
        reason = f"以“{EXAMPLE}”开头的行在工作簿里是例子，不会读回来；请改正编码"
        raise RenderError(submission.form, labelled(path), reason)


def _department(submission: Submission) -> Row:
    department = submission.department
    return (
        *(Cell(getattr(department, field), ("department", field)) for field in Department.model_fields),
        Cell(submission.year, ("year",)),
        Cell(submission.form, ("form",)),
    )


def _targets(submission: Submission) -> Iterator[Row]:
    """One row a paragraph; a 分项 has its heading in its first row only, and one row at least."""
    targets = submission.targets
    yield from _prose(OVERALL, targets.overall, ("targets", "overall"))
    for index, target in enumerate(targets.specific):
        path: Path = ("targets", "specific", index)
        first, *others = target.paragraphs or (None,)
        yield Cell(SPECIFIC), Cell(target.heading, (*path, "heading")), Cell(first, (*path, "paragraphs", 0))
        for number, text in enumerate(others, start=1):
            yield Cell(SPECIFIC), Cell(None), Cell(text, (*path, "paragraphs", number))
    yield from _prose(SAFEGUARDS, targets.safeguards, ("targets", "safeguards"))


def _prose(part: str, paragraphs: Iterable[str], path: Path) -> Iterator[Row]:
    for number, text in enumerate(paragraphs):
        yield Cell(part), Cell(None), Cell(text, (*path, number))


def _project(project: Project, path: Path) -> Row:
    plan = project.payment_plan
    words = ("unit_code", "unit_name", "code", "name", "budget", "fiscal_funds", "other_funds")
    return (
        *(Cell(getattr(project, field), (*path, field)) for field in words),
        Cell("\n".join(project.purpose), (*path, "purpose")),
        *(Cell(getattr(plan, month), (*path, "payment_plan", month)) for month in PaymentPlan.model_fields),
        Cell("\n".join(project.goals), (*path, "goals")),
    )


def _indicators(submission: Submission) -> Iterator[Row]:
    for at, project in enumerate(submission.projects):
        for index, indicator in enumerate(project.indicators):
            path: Path = ("projects", at, "indicators", index)
            yield (
                Cell(project.code),
                Cell(indicator.level1, (*path, "level1")),
                Cell(indicator.level2, (*path, "level2")),
                Cell(indicator.level3, (*path, "level3")),
                Cell(indicator.description, (*path, "description")),
                Cell(indicator.value.raw, (*path, "value")),
                Cell(indicator.basis, (*path, "basis")),
            )


def _notes(submission: Submission) -> Iterator[Row]:
    """The notes of the whole, of each project, of each indicator, which is named by its 三级指标 or, where that does
    not tell it from others of its project, by its row in the sheet 指标 too."""
    yield from _said(submission.review_notes, (), Cell(None), Cell(None), Cell(None))
    row = FIRST_ROW
    for at, project in enumerate(submission.projects):
        code = Cell(project.code)
        yield from _said(project.review_notes, ("projects", at), code, Cell(None), Cell(None))
        names = Counter(indicator.level3.strip() for indicator in project.indicators)
        for index, indicator in enumerate(project.indicators):
            told = indicator.level3.strip() and names[indicator.level3.strip()] == 1
            number = Cell(None if told else str(row))
            path: Path = ("projects", at, "indicators", index)
            yield from _said(indicator.review_notes, path, code, Cell(indicator.level3), number)
            row += 1


def _said(notes: tuple[ReviewNote, ...], path: Path, *which: Cell) -> Iterator[Row]:
    for index, note in enumerate(notes):
        here = (*path, "review_notes", index)
        yield (*which, Cell(note.rule, (*here, "rule")), Cell(note.reason, (*here, "reason")))
