"""Applies the fixes that findings propose, until the review proposes no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from budgetdocs.finding import Finding
from budgetdocs.model import IndicatorValue, Path, Record, Submission
from budgetdocs.review.checker import check
from budgetdocs.review.selection import CheckOptions

_MOST_ROUNDS = 8
"""One fix may call for another (＝＞90 → ≥90 → ≥90%); more than this no sound set of rules needs."""


class Fixed(NamedTuple):
    """A submission with fixes applied: ``edits`` holds the final text of every value that changed."""

    submission: Submission
    """Mended, with the places of the original."""
    edits: dict[Path, str]
    applied: list[Finding]
    """The findings whose fixes were applied, in that order."""


def fix(submission: Submission, *, unsafe: bool = False, options: CheckOptions = CheckOptions()) -> Fixed:
    """``submission`` with the safe fixes (with ``unsafe``, all) of its findings applied, until none is left.

    Each round reviews it, applies one fix a value, and reviews again; there are at most eight. A value whose text would
    become what it was before is left alone from there on: two rules disagree about it. What a 审核说明 excuses stays as
    it is. A fix that the model refuses is a fault of its rule and raises ``ValueError``.
    """
    applied: list[Finding] = []
    history: dict[Path, list[str]] = {}
    disputed: set[Path] = set()
    for _ in range(_MOST_ROUNDS):
        found = check(submission, options=options)
        proposed = [finding for finding in found if finding.fix is not None and (finding.safe or unsafe)]
        chosen = _chosen(proposed, submission, history, disputed)
        if not chosen:
            break
        texts = _with_inheriting(submission, {path: finding.fix or "" for path, finding in chosen.items()})
        for path, text in texts.items():
            history.setdefault(path, [_text_at(submission, path)]).append(text)
        submission = _mended(submission, _tree(texts))
        applied += chosen.values()
    return Fixed(submission, {path: texts[-1] for path, texts in history.items() if len(texts) > 1}, applied)


def _chosen(
    proposed: Sequence[Finding], submission: Submission, history: Mapping[Path, list[str]], disputed: set[Path]
) -> dict[Path, Finding]:
    """The first of the ``proposed`` fixes for each value that is not ``disputed``; adds to those what proves to be."""
    chosen: dict[Path, Finding] = {}
    for finding in proposed:
        path = finding.path
        if path in chosen or path in disputed:
            continue
        *past, present = history.get(path) or [_text_at(submission, path)]
        if finding.fix in past:
            disputed.add(path)
        elif finding.fix != present:
            chosen[path] = finding
    return chosen


# -- values by their paths ---------------------------------------------------------------------------------------------


def _text_at(submission: Submission, path: Path) -> str:
    """The text of the value at ``path``, as far as the model keeps it."""
    value: Any = submission
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    if isinstance(value, Record | tuple):
        raise ValueError(f"a fix is for a single value, and {path} is not one")
    if isinstance(value, IndicatorValue):
        return value.raw
    return "" if value is None else str(value)


_INHERITED = (("code", "unit_code"), ("name", "unit_name"))


def _with_inheriting(submission: Submission, texts: Mapping[Path, str]) -> dict[Path, str]:
    """``texts``, and those of the department also for each project that was read without a unit of its own."""
    found = dict(texts)
    for source, name in _INHERITED:
        text, place = texts.get(("department", source)), submission.place("department", source)
        if text is None or place is None:
            continue
        for number in range(len(submission.projects)):
            if submission.place("projects", number, name) == place:
                found["projects", number, name] = text
    return found


# -- mending a frozen model --------------------------------------------------------------------------------------------

_Tree = dict[str | int, Any]
"""Texts by the steps of their paths: ``{"projects": {0: {"name": "…"}}}``."""

_R = TypeVar("_R", bound=Record)


def _tree(texts: Mapping[Path, str]) -> _Tree:
    root: _Tree = {}
    for path, text in texts.items():
        branch = root
        for step in path[:-1]:
            branch = branch.setdefault(step, {})
        branch[path[-1]] = text
    return root


def _mended(record: _R, changes: _Tree) -> _R:
    """``record`` with ``changes``, each validated as its field is; what does not change is the same object."""
    fields = {str(name): _content(getattr(record, str(name)), change) for name, change in changes.items()}
    valid = type(record).model_validate(dict(record) | fields)
    mended = {name: getattr(valid, name) for name in fields}
    for name, value in fields.items():
        if isinstance(value, tuple) and len(mended[name]) != len(value):
            raise ValueError(f"a fix of a paragraph of {name} must be one paragraph: {value}")
    return record.model_copy(update=mended)


def _content(value: Any, change: Any) -> Any:
    """``value`` with ``change``: a text instead of it, or changes within it."""
    if isinstance(change, str):
        return change
    if isinstance(value, Record):
        return _mended(value, change)
    return tuple(_content(item, change[index]) if index in change else item for index, item in enumerate(value))
