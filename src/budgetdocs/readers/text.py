"""Submissions typed as text: YAML and JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from budgetdocs.errors import Problem, ReadError
from budgetdocs.model import Place, Submission
from budgetdocs.readers.bind import bind
from budgetdocs.readers.json_tree import parse_json
from budgetdocs.readers.source import read_utf8
from budgetdocs.readers.tree import Group, Node, Scalar, SyntaxFault, described
from budgetdocs.readers.validate import submission_of
from budgetdocs.readers.yaml_faults import colon_hint
from budgetdocs.readers.yaml_tree import parse_yaml


def read_yaml(path: Path, shown: str) -> Submission:
    """The submission in the YAML file at ``path``, located; raises :class:`ReadError` naming the file as ``shown``."""
    return _submission(parse_yaml, path, shown)


def read_json(path: Path, shown: str) -> Submission:
    """The submission in the JSON file at ``path``, located; raises :class:`ReadError` naming the file as ``shown``."""
    return _submission(parse_json, path, shown)


def _submission(parse: Callable[[str], Node], path: Path, shown: str) -> Submission:
    try:
        root = parse(read_utf8(path, shown))
    except SyntaxFault as fault:
        raise ReadError(shown, str(fault.mark or ""), fault.reason) from None
    if not isinstance(root, Group):
        hint = colon_hint(root.text) if isinstance(root, Scalar) else ""
        expected = f"最外层应为一组键和值（年度、部门、部门整体绩效目标、项目），而写的是{described(root)}"
        raise ReadError(shown, str(root.mark), f"{expected}{'；' if hint else ''}{hint}")
    submission, faults = submission_of(bind(root, Submission))
    if submission is None:
        problems = tuple(Problem(str(Place(fault.typed, str(fault.mark))), fault.reason) for fault in faults)
        raise ReadError(shown, *problems[0], problems)
    return submission
