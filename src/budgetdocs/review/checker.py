"""Walks a submission, shows each part to the rules that look at it, and gives every fault its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from budgetdocs.finding import Finding
from budgetdocs.model import IndicatorValue, Oddity, Path, Project, Submission, ValueKind
from budgetdocs.model.value import read_value
from budgetdocs.review.notes import Excused, excuse, notes_of
from budgetdocs.review.reading.names import indicator_name
from budgetdocs.review.reading.prose import passages_of_project, passages_of_targets
from budgetdocs.review.reading.schemes import level1_key, level2_key, scheme_of
from budgetdocs.review.registry import RULES, Fault, Rule
from budgetdocs.review.selection import CheckOptions, chosen
from budgetdocs.review.subjects import Book, Cell, Noted, Passage, Row, Sheet


class Review(NamedTuple):
    """What the review of a submission found, in the order of the form, and what 审核说明 excused."""

    findings: list[Finding]
    excused: list[Excused]


def review(submission: Submission, options: CheckOptions = CheckOptions()) -> Review:
    """Every finding of ``submission``, those apart that a 审核说明 excuses. Never raises for what a form says."""
    rules = _rules_by_subject(options)
    book = _book(submission)
    found = [each for oddity in submission.oddities for each in _odd(submission, rules[Oddity], oddity)]
    found += _found(submission, rules[Book], book, ())
    for passage in passages_of_targets(submission.targets):
        found += _found(submission, rules[Passage], passage, passage.path)
    for number, sheet in enumerate(book.sheets):
        path: Path = ("projects", number)
        found += _found(submission, rules[Sheet], sheet, path)
        for passage in passages_of_project(sheet.project):
            found += _found(submission, rules[Passage], passage, path + passage.path)
        for index, row in enumerate(sheet.rows):
            here = (*path, "indicators", index)
            found += _found(submission, rules[Row], row, here)
            if row.filled:
                found += _found(submission, rules[row.cell.value.kind], row.cell, (*here, "value"))
    notes = notes_of(submission)
    if not notes:
        return Review(found, [])
    kept, excused, used = excuse(found, notes)
    for path, note in notes:
        code = note.rule.upper()
        noted = Noted(note, code in RULES, path in used or not options.wants(code))
        kept += _found(submission, rules[Noted], noted, path)
    return Review(kept, excused)


def check(submission: Submission, *, options: CheckOptions = CheckOptions()) -> list[Finding]:
    """The findings of ``submission``, in the order of the form; none for one that is without fault.

    Each has its place in the user's file, its ``path`` in the submission and, where one can be proposed, a ``fix``.
    What a 审核说明 excuses is left out; one that excuses nothing is a finding (RV001).
    """
    return review(submission, options).findings


def check_value(
    text: str,
    *,
    level1: str | None = None,
    level2: str | None = None,
    level3: str | None = None,
    year: int | None = None,
    budget: Decimal | None = None,
) -> list[Finding]:
    """The findings of one 指标值, judged by its 一级, 二级 and 三级指标 as far as they are given.

    ``year`` is the form's, for dates; ``budget`` the project's in 万元, for costs.
    """
    cell = _cell(read_value(text), level1 or "", level2 or "", level3 or "", year, budget)
    rules = _rules_by_subject(CheckOptions())[cell.value.kind]
    return [_finding(rule, fault, "", ()) for rule in rules for fault in rule.check(cell)]


_SUBJECTS = (Oddity, Book, Passage, Sheet, Row, Cell, Noted)


@lru_cache(maxsize=64)
def _rules_by_subject(options: CheckOptions) -> dict[type | ValueKind, tuple[Rule, ...]]:
    """The rules that run, by the part that they look at; those about a cell by the kind of its value too."""
    rules = sorted(chosen(options), key=attrgetter("code"))
    by_subject: dict[type | ValueKind, tuple[Rule, ...]] = {
        subject: tuple(rule for rule in rules if rule.subject is subject) for subject in _SUBJECTS
    }
    by_kind = {kind: tuple(rule for rule in by_subject[Cell] if kind in rule.kinds) for kind in ValueKind}
    return by_subject | by_kind


def _book(submission: Submission) -> Book:
    sheets = tuple(_sheet(project, submission.year, submission.form) for project in submission.projects)
    return Book(submission, sheets)


def _sheet(project: Project, year: int, form: str) -> Sheet:
    rows = tuple(
        Row(
            indicator,
            _cell(indicator.value, indicator.level1, indicator.level2, indicator.level3, year, project.budget),
            project,
        )
        for indicator in project.indicators
    )
    return Sheet(project, rows, year, scheme_of(form, frozenset(row.cell.level1 for row in rows)))


def _cell(
    value: IndicatorValue, level1: str, level2: str, level3: str, year: int | None, budget: Decimal | None
) -> Cell:
    name = indicator_name(level3) if level3.strip() else None
    return Cell(value, level1_key(level1), level2_key(level2), name, year, budget)


def _found(submission: Submission, rules: Iterable[Rule], subject: object, path: Path) -> list[Finding]:
    found = []
    for rule in rules:
        for fault in rule.check(subject):
            there = path + fault.field
            found.append(_finding(rule, fault, str(submission.where(there)), there))
    return found


def _odd(submission: Submission, rules: Iterable[Rule], oddity: Oddity) -> Iterator[Finding]:
    """What the ``rules`` find in ``oddity``, at its own position, which need not be that of the value concerned."""
    place = submission.where(oddity.path)
    where = str(place._replace(position=oddity.position or place.position))
    for rule in rules:
        for fault in rule.check(oddity):
            yield _finding(rule, fault, where, oddity.path)


def _finding(rule: Rule, fault: Fault, where: str, path: Path) -> Finding:
    return Finding(rule.code, rule.severity, fault.message, where, fault.fix, fault.safe, path)
