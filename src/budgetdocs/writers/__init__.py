"""Submissions → files: the workbook for people, YAML and JSON, each of which reads back as the same submission."""

from __future__ import annotations

from collections.abc import Callable

from budgetdocs.errors import RenderError
from budgetdocs.model import Submission
from budgetdocs.writers.text import write_json, write_yaml
from budgetdocs.writers.xlsx import write_xlsx

__all__ = ["SUFFIXES", "write", "write_json", "write_xlsx", "write_yaml"]

_WRITERS: dict[str, Callable[[Submission], bytes]] = {
    ".xlsx": write_xlsx,
    ".yaml": write_yaml,
    ".yml": write_yaml,
    ".json": write_json,
}

SUFFIXES = tuple(_WRITERS)
"""The kinds of file that :func:`write` makes."""


def write(submission: Submission, suffix: str) -> bytes:
    """``submission`` as a file of the kind that ``suffix`` (``.xlsx``, in any case) names.

    The same submission gives the same bytes. Raises :class:`~budgetdocs.errors.RenderError` for a suffix that is none
    of :data:`SUFFIXES`, and for what that kind of file can't hold.
    """
    writer = _WRITERS.get(suffix.lower())
    if writer is None:
        kind = f"“{suffix}”" if suffix else "没有扩展名的文件"
        raise RenderError(submission.form, "", f"不能写成{kind}；可以写成：{'、'.join(SUFFIXES)}")
    return writer(submission)
