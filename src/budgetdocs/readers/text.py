"""Submissions typed as text: YAML and JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from budgetdocs.errors import Problem, ReadError
from budgetdocs.model import Place, Submission
from budgetdocs.readers.bind import bind
from budgetdocs.readers.json_tree import parse_json
from budgetdocs.readers.source import read_utf8
from budgetdocs.readers.tree import Group, Mark, Node, Scalar, SyntaxFault, described
from budgetdocs.readers.validate import submission_of
from budgetdocs.readers.yaml_faults import colon_hint
from budgetdocs.readers.yaml_tree import parse_yaml


def read_yaml(path: Path, shown: str) -> Submission:
    """The submission in the YAML file at ``path``, located; raises :class:`ReadError` naming the file as ``shown``."""
    return submission_in(read_utf8(path, shown), parse_yaml, shown)


def read_json(path: Path, shown: str) -> Submission:
    """The submission in the JSON file at ``path``, located; raises :class:`ReadError` naming the file as ``shown``."""
    return submission_in(read_utf8(path, shown), parse_json, shown)


def submission_in(text: str, parse: Callable[[str], Node], shown: str, first_line: int = 1) -> Submission:
    """The submission that ``text`` says, which begins at ``first_line`` of the file ``shown``; raises like the others.

    ``parse`` is that of the format (:func:`parse_yaml`, :func:`parse_json`).
    """
    above = first_line - 1
    try:
        root = parse(text)
    except SyntaxFault as fault:
        mark = fault.mark and _lower(fault.mark, above)
        raise ReadError(shown, str(mark or ""), fault.reason) from None
    if not isinstance(root, Group):
        hint = colon_hint(root.text) if isinstance(root, Scalar) else ""
        expected = f"最外层应为一组键和值（年度、部门、部门整体绩效目标、项目），而写的是{described(root)}"
        raise ReadError(shown, str(_lower(root.mark, above)), f"{expected}{'；' if hint else ''}{hint}")
    bound = bind(root, Submission)
    if above:
        bound.spots = {path: spot._replace(mark=_lower(spot.mark, above)) for path, spot in bound.spots.items()}
        bound.faults = [fault._replace(mark=_lower(fault.mark, above)) for fault in bound.faults]
    submission, faults = submission_of(bound)
    if submission is None:
        problems = tuple(Problem(str(Place(fault.typed, str(fault.mark))), fault.reason) for fault in faults)
        raise ReadError(shown, *problems[0], problems)
    return submission


def _lower(mark: Mark, lines: int) -> Mark:
    """``mark``, so many ``lines`` further down."""
    return mark._replace(line=mark.line + lines)
