"""The rules by their codes: each a small function that looks at one part of a form and yields what is wrong with it.

A code is two letters for the group and three figures, and never changes its meaning. A rule knows nothing of places:
the checker supplies them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from budgetdocs.finding import Severity
from budgetdocs.model import Path, ValueKind


class Fault(NamedTuple):
    """What a rule found: the ``message``, and the ``field`` at fault, its path from the part that was looked at.

    ``fix`` is the text that may stand in that field instead; it is ``safe`` if it changes the writing only.
    """

    message: str
    field: Path = ()
    fix: str | None = None
    safe: bool = False


@dataclass(frozen=True)
class Rule:
    """One rule: what it asks (``title``), ``why``, where that is written (``source``), a bad and a good example."""

    code: str
    severity: Severity
    subject: type
    """The part of the form that it looks at, of :mod:`budgetdocs.review.subjects`."""
    title: str
    why: str
    source: str
    bad: str
    good: str
    check: Callable[[Any], Iterator[Fault]]
    kinds: frozenset[ValueKind] = frozenset(ValueKind)
    """Of a rule about a cell: the kinds of value that it looks at."""


GROUPS = {
    "RD": "读取",
    "IV": "指标值",
    "IN": "绩效指标",
    "AM": "金额",
    "PL": "资金支出计划",
    "GO": "绩效目标与文字",
    "CO": "编码",
    "SC": "指标体系",
    "RV": "审核说明",
}
"""The groups of rules by the letters of their codes, in the order of the documentation."""

RULES: dict[str, Rule] = {}
"""Every rule, in the order in which the modules of :mod:`budgetdocs.review.rules` define them."""

_Subject = TypeVar("_Subject")


def rule(
    code: str,
    severity: Severity,
    subject: type[_Subject],
    *,
    source: str,
    bad: str,
    good: str,
    kinds: Iterable[ValueKind] = ValueKind,
) -> Callable[[Callable[[_Subject], Iterator[Fault]]], Callable[[_Subject], Iterator[Fault]]]:
    """Register a function as the rule ``code`` about ``subject``.

    ``kinds`` are the kinds of value that a rule about a cell looks at; others are not shown to it.
    The first line of its docstring is what the rule asks, the rest why; both are Chinese and go into ``docs/rules.md``.
    """

    def register(check: Callable[[_Subject], Iterator[Fault]]) -> Callable[[_Subject], Iterator[Fault]]:
        title, _, why = inspect.cleandoc(check.__doc__ or "").partition("\n")
        if code in RULES or code[:2] not in GROUPS or not (title and why.strip()):
            raise ValueError(f"rule {code}: taken, of no known group, or without a docstring of title and reason")
        RULES[code] = Rule(code, severity, subject, title, why.strip(), source, bad, good, check, frozenset(kinds))
        return check

    return register
