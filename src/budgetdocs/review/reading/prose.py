"""The prose of a form: every paragraph and cell of words in it, with its part of the form and its path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetdocs.model import DepartmentTargets, Path, Project
from budgetdocs.review.subjects import Part, Passage


def passages_of_targets(targets: DepartmentTargets) -> Iterator[Passage]:
    """The passages of the 部门整体绩效目标 in their order, their paths from the submission; blank ones are left out."""
    yield from _lines(Part.TARGETS, ("targets", "overall"), targets.overall)
    for index, each in enumerate(targets.specific):
        path: Path = ("targets", "specific", index)
        yield from _cell(Part.TARGETS, (*path, "heading"), each.heading)
        yield from _lines(Part.TARGETS, (*path, "paragraphs"), each.paragraphs)
    yield from _lines(Part.TARGETS, ("targets", "safeguards"), targets.safeguards)


def passages_of_project(project: Project) -> Iterator[Passage]:
    """The passages of a 项目绩效目标表 in their order, their paths from the project; blank ones are left out."""
    yield from _cell(Part.NAME, ("name",), project.name)
    yield from _lines(Part.PURPOSE, ("purpose",), project.purpose)
    yield from _lines(Part.GOALS, ("goals",), project.goals)
    for index, indicator in enumerate(project.indicators):
        yield from _cell(Part.DESCRIPTION, ("indicators", index, "description"), indicator.description)
        yield from _cell(Part.BASIS, ("indicators", index, "basis"), indicator.basis)


def _cell(part: Part, path: Path, text: str) -> Iterator[Passage]:
    if text.strip():
        yield Passage(part, path, text)


def _lines(part: Part, path: Path, lines: Sequence[str]) -> Iterator[Passage]:
    for index, line in enumerate(lines):
        yield from _cell(part, (*path, index), line)
