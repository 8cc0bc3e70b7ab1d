"""One chunk of the work, done in any process: documents made, written where they belong, and hashed."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from budgetdocs.batch.destination import Folder, Remote
from budgetdocs.batch.files import FULL, os_fault
from budgetdocs.batch.outcome import File
from budgetdocs.errors import BudgetDocsError
from budgetdocs.finding import Finding
from budgetdocs.model import Submission
from budgetdocs.render import RenderOptions, render
from budgetdocs.review import CheckOptions, check


@dataclass(frozen=True)
class Recipe:
    """What all documents of a run have in common."""

    destination: Folder | Remote
    formats: tuple[str, ...]
    render: RenderOptions
    check: CheckOptions | None


class Target(NamedTuple):
    """One document: its ``name`` (see :class:`~budgetdocs.batch.outcome.Done`), the number of its project (None: the
    book), and whether it has to be made."""

    name: str
    project: int | None
    make: bool = True


class Unit(NamedTuple):
    """Documents of one submission, made together so that it is reviewed once."""

    submission: Submission
    targets: tuple[Target, ...]
    findings: tuple[Mapping[str, int], ...] | None = None
    """What the review found, for each target; None: it is still to be asked."""


class Made(NamedTuple):
    """A document that was written."""

    files: tuple[File, ...]
    remarks: tuple[Finding, ...]
    seconds: float


class Unmade(NamedTuple):
    """Why a document could not be made or written; ``full``: nothing else could be written either."""

    reason: str
    full: bool = False


class UnitOutcome(NamedTuple):
    """For each target of a unit what the review found in it, and what was made; None where nothing was to be made."""

    findings: tuple[Mapping[str, int], ...]
    made: tuple[Made | Unmade | None, ...]


_one_at_a_time = threading.Lock()  # threads of a worker share fonts and templates, and gain nothing by working at once


def make(units: Sequence[Unit], recipe: Recipe) -> list[UnitOutcome]:
    """Make what ``units`` ask for, and write it. What goes wrong with one document is told and stops no other."""
    with _one_at_a_time:
        return [_unit(unit, recipe) for unit in units]


def _unit(unit: Unit, recipe: Recipe) -> UnitOutcome:
    try:
        findings = unit.findings if unit.findings is not None else found_in(unit.submission, unit.targets, recipe.check)
    except Exception as fault:
        unmade = Unmade(f"审核时程序内部出错（{type(fault).__name__}：{_one_line(fault)}）")
        return UnitOutcome(tuple({} for _ in unit.targets), tuple(unmade for _ in unit.targets))
    made = tuple(_document(unit.submission, target, recipe) if target.make else None for target in unit.targets)
    return UnitOutcome(findings, made)


def found_in(
    submission: Submission, targets: Sequence[Target], options: CheckOptions | None
) -> tuple[Mapping[str, int], ...]:
    """How often the review finds what in each of ``targets``, by code: in the book everything, in a table what concerns
    its project; what concerns no project is counted with the first table where there is no book."""
    if options is None:
        return tuple({} for _ in targets)
    whole: Counter[str] = Counter()
    loose: Counter[str] = Counter()
    of_project: dict[int, Counter[str]] = {}
    for finding in check(submission, options=options):
        whole[finding.code] += 1
        if finding.path[:1] == ("projects",) and len(finding.path) > 1 and isinstance(finding.path[1], int):
            of_project.setdefault(finding.path[1], Counter())[finding.code] += 1
        else:
            loose[finding.code] += 1
    counts = [whole if target.project is None else of_project.get(target.project, Counter[str]()) for target in targets]
    if targets and targets[0].project == 0:
        counts[0] = counts[0] + loose
    return tuple(dict(sorted(count.items())) for count in counts)


def _document(submission: Submission, target: Target, recipe: Recipe) -> Made | Unmade:
    start = time.perf_counter()
    remarks: list[Finding] = []
    subject = submission if target.project is None else submission.projects[target.project]
    try:
        rendered = render(subject, recipe.formats, year=submission.year, options=recipe.render, report=remarks.append)
        files = []
        for kind, content, pages in (("docx", rendered.docx, None), ("pdf", rendered.pdf, rendered.page_count)):
            if kind in recipe.formats and content is not None:
                name = f"{target.name}.{kind}"
                recipe.destination.put(name, content)
                files.append(File(name, hashlib.sha256(content).hexdigest(), len(content), pages))
    except BudgetDocsError as fault:
        return Unmade(_one_line(fault))
    except OSError as fault:
        return Unmade(_one_line(os_fault(fault)), fault.errno in FULL)
    except Exception as fault:
        return Unmade(f"程序内部出错（{type(fault).__name__}：{_one_line(fault)}），请把这一行和输入文件发给维护者")
    return Made(tuple(files), tuple(remarks), round(time.perf_counter() - start, 4))


def _one_line(said: object) -> str:
    return " ".join(str(said).split())
