"""One chunk of the work, done in any process: documents made, written where they belong, and hashed."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeVar

from budgetdocs.batch.destination import Folder, Remote
from budgetdocs.batch.files import FULL, os_fault
from budgetdocs.batch.outcome import File
from budgetdocs.errors import BudgetDocsError
from budgetdocs.finding import Finding
from budgetdocs.model import Submission
from budgetdocs.render import Draft, RenderOptions, draft
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

    @property
    def weight(self) -> int:
        """How many tables are to be made, those of a book counted one by one."""
        many = max(len(self.submission.projects), 1)
        return sum((many if target.project is None else 1) for target in self.targets if target.make)


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
    """Make what ``units`` ask for, and write it. What goes wrong with one document is told and stops no other.

    All are reviewed before the first is drafted, and all drafted before the first is laid out: a processor that stays
    with one kind of work finds what it needs in its cache, which saves a sixth of the time.
    """
    with _one_at_a_time:
        reviewed = [_reviewed(unit, recipe) for unit in units]
        begun = [[_begun(unit.submission, target, recipe) for target in unit.targets] for unit in units]
        return [_outcome(*each, recipe) for each in zip(reviewed, begun, strict=True)]


_Findings = tuple[Mapping[str, int], ...]


def _reviewed(unit: Unit, recipe: Recipe) -> _Findings | Unmade:
    try:
        return unit.findings if unit.findings is not None else found_in(unit.submission, unit.targets, recipe.check)
    except Exception as fault:
        return Unmade(f"审核时程序内部出错（{type(fault).__name__}：{_one_line(fault)}）")


def _outcome(findings: _Findings | Unmade, begun: Sequence[_Begun | None], recipe: Recipe) -> UnitOutcome:
    if isinstance(findings, Unmade):
        return UnitOutcome(tuple({} for _ in begun), tuple(findings for _ in begun))
    return UnitOutcome(findings, tuple([None if each is None else each.made(recipe) for each in begun]))


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


@dataclass
class _Begun:
    """A document under way: its draft, or why there is none; and what it has taken so far, in seconds."""

    target: Target
    remarks: list[Finding]
    draft: Draft | Unmade
    seconds: float

    def made(self, recipe: Recipe) -> Made | Unmade:
        """The document finished and written."""
        if isinstance(self.draft, Unmade):
            return self.draft
        start = time.perf_counter()
        files = _attempt(partial(self._files, self.draft, recipe))
        if isinstance(files, Unmade):
            return files
        return Made(files, tuple(self.remarks), round(self.seconds + time.perf_counter() - start, 4))

    def _files(self, draft: Draft, recipe: Recipe) -> tuple[File, ...]:
        rendered = draft.finished()
        files = []
        for kind, content, pages in (("docx", rendered.docx, None), ("pdf", rendered.pdf, rendered.page_count)):
            if kind in recipe.formats and content is not None:
                name = f"{self.target.name}.{kind}"
                recipe.destination.put(name, content)
                files.append(File(name, hashlib.sha256(content).hexdigest(), len(content), pages))
        return tuple(files)


def _begun(submission: Submission, target: Target, recipe: Recipe) -> _Begun | None:
    """A ``target`` drafted; None where nothing is to be made."""
    if not target.make:
        return None
    start = time.perf_counter()
    remarks: list[Finding] = []
    subject = submission if target.project is None else submission.projects[target.project]
    work = partial(draft, subject, recipe.formats, year=submission.year, options=recipe.render, report=remarks.append)
    return _Begun(target, remarks, _attempt(work), time.perf_counter() - start)


_T = TypeVar("_T")


def _attempt(work: Callable[[], _T]) -> _T | Unmade:
    """What ``work`` gives, or why it could not be done."""
    try:
        return work()
    except BudgetDocsError as fault:
        return Unmade(_one_line(fault))
    except OSError as fault:
        return Unmade(_one_line(os_fault(fault)), fault.errno in FULL)
    except Exception as fault:
        return Unmade(f"程序内部出错（{type(fault).__name__}：{_one_line(fault)}），请把这一行和输入文件发给维护者")


def _one_line(said: object) -> str:
    return " ".join(str(said).split())
