"""What is reported: files that were checked, the findings of each part of them, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from budgetdocs.finding import Finding, Severity
from budgetdocs.model import (
    Department,
    DepartmentTargets,
    Indicator,
    Path,
    PaymentPlan,
    Project,
    ReviewNote,
    SpecificTarget,
    Submission,
)
from budgetdocs.review.checker import Review
from budgetdocs.review.notes import Excused


class Checked(NamedTuple):
    """A submission that was read and reviewed; ``file`` is the path of its file as the user gave it.

    A workbook of several departments holds several submissions; they follow each other.
    """

    file: str
    submission: Submission
    review: Review


class Tally(NamedTuple):
    """How many findings: by severity, with a safe fix, with one that a person must confirm, and those excused."""

    errors: int = 0
    warnings: int = 0
    hints: int = 0
    fixable: int = 0
    to_confirm: int = 0
    excused: int = 0

    @property
    def findings(self) -> int:
        """Those that stand."""
        return self.errors + self.warnings + self.hints


class Part(NamedTuple):
    """What was found in the project ``number`` or, where that is None, in all that belongs to no project."""

    number: int | None
    findings: Sequence[Finding]
    excused: Sequence[Excused]


def tally(findings: Iterable[Finding], excused: Iterable[Excused] = ()) -> Tally:
    """The counts of ``findings`` and ``excused``."""
    found = list(findings)
    severities = [finding.severity for finding in found]
    fixes = [finding.safe for finding in found if finding.fix is not None]
    return Tally(
        severities.count(Severity.ERROR),
        severities.count(Severity.WARNING),
        severities.count(Severity.HINT),
        fixes.count(True),
        fixes.count(False),
        sum(1 for _ in excused),
    )


def tally_of(checked: Iterable[Checked]) -> Tally:
    """The counts of several files together."""
    reviews = [each.review for each in checked]
    return tally(
        (finding for review in reviews for finding in review.findings),
        (excused for review in reviews for excused in review.excused),
    )


def by_file(checked: Iterable[Checked]) -> list[tuple[str, list[Checked]]]:
    """The files in their order, each with its submissions."""
    files: dict[str, list[Checked]] = {}
    for each in checked:
        files.setdefault(each.file, []).append(each)
    return list(files.items())


def parts(checked: Checked) -> list[Part]:
    """The part of no project, then each project in which something was found or excused, in the order of the form.

    Within a part they stand in the order of the form too, what concerns a whole before what concerns a piece of it.
    """
    projects = len(checked.submission.projects)
    findings: dict[int, list[Finding]] = {}
    excused: dict[int, list[Excused]] = {}
    for finding in checked.review.findings:
        findings.setdefault(_project(finding.path, projects), []).append(finding)
    for each in checked.review.excused:
        excused.setdefault(_project(each.finding.path, projects), []).append(each)
    return [
        Part(
            None if number < 0 else number,
            sorted(findings.get(number, ()), key=lambda finding: _form_order(finding.path)),
            sorted(excused.get(number, ()), key=lambda each: _form_order(each.finding.path)),
        )
        for number in sorted(findings.keys() | excused.keys())
    ]


def row_number(path: Path) -> int:
    """The index of the 指标 that ``path`` leads to or into; -1 where it leads to none."""
    row = path[3] if path[2:3] == ("indicators",) and len(path) > 3 else -1
    return row if isinstance(row, int) else -1


_RECORDS = (Submission, Department, DepartmentTargets, SpecificTarget, Project, PaymentPlan, Indicator, ReviewNote)
_PRINTED = {name: number for number, name in enumerate(name for record in _RECORDS for name in record.model_fields)}
"""The fields in the order of the form; names that several records have (code, name) keep theirs in each."""


def _form_order(path: Path) -> tuple[int, ...]:
    return tuple(_PRINTED[step] if isinstance(step, str) else step for step in path)


def _project(path: Path, projects: int) -> int:
    number = path[1] if path[:1] == ("projects",) and len(path) > 1 else -1
    return number if isinstance(number, int) and number < projects else -1
