"""审核说明: which findings a person has explained, and which notes explain nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from budgetdocs.finding import Finding
from budgetdocs.model import Path, ReviewNote, Submission


class Excused(NamedTuple):
    """A finding that the ``note`` explains."""

    finding: Finding
    note: ReviewNote


def notes_of(submission: Submission) -> list[tuple[Path, ReviewNote]]:
    """Every note with its path (``(…, "review_notes", 0)``), those of the book first, then sheet by sheet."""
    return list(_notes(submission))


def excuse(
    found: Sequence[Finding], notes: Sequence[tuple[Path, ReviewNote]]
) -> tuple[list[Finding], list[Excused], set[Path]]:
    """``found`` without what ``notes`` explain, what they explain, and the paths of the notes that explain something.

    A note explains every finding of its rule within its record.
    """
    kept: list[Finding] = []
    excused: list[Excused] = []
    used: set[Path] = set()
    for finding in found:
        fitting = [(path, note) for path, note in notes if _fits(note, path[:-2], finding)]
        used.update(path for path, _ in fitting)
        if fitting:
            excused.append(Excused(finding, fitting[-1][1]))
        else:
            kept.append(finding)
    return kept, excused, used


def _fits(note: ReviewNote, record: Path, finding: Finding) -> bool:
    return note.rule.upper() == finding.code and finding.path[: len(record)] == record


def _notes(submission: Submission) -> Iterator[tuple[Path, ReviewNote]]:
    yield from _numbered((), submission.review_notes)
    for number, project in enumerate(submission.projects):
        yield from _numbered(("projects", number), project.review_notes)
        for index, indicator in enumerate(project.indicators):
            if indicator.review_notes:
                yield from _numbered(("projects", number, "indicators", index), indicator.review_notes)


def _numbered(record: Path, notes: Sequence[ReviewNote]) -> Iterator[tuple[Path, ReviewNote]]:
    for index, note in enumerate(notes):
        yield (*record, "review_notes", index), note
