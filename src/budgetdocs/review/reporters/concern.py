"""What a finding is about, in words that can be shown: the label of the field, and what stands in it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple
from unicodedata import category

from budgetdocs.finding import Finding
from budgetdocs.model import IndicatorValue, Path, PaymentPlan, Submission, labelled
from budgetdocs.model.money import print_money, print_percent
from budgetdocs.review.registry import RULES
from budgetdocs.review.reporters.checked import row_number

_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_LAYOUT = frozenset("\n\t")
_ENTRY = re.compile(r"\[(\d+)\]")
_AROUND = 8
"""Characters shown on either side of what a fix changes, in a text that is too long to be shown whole."""
_WHOLE = 30


class Change(NamedTuple):
    """What a fix makes of a text: ``new`` is what it changes, ``before`` and ``after`` stay."""

    before: str
    new: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.new}{self.after}"


def visible(text: str) -> str:
    """``text`` with what can't be seen or written (controls, format characters, lone surrogates) as ``\\u202e``.

    Line feeds and tabs stay. So no name can forge a line, turn the text round or stop the report from being saved.
    """
    if text.isprintable():
        return text
    return "".join(_escaped(char) if category(char) in _INVISIBLE and char not in _LAYOUT else char for char in text)


def one_line(text: str) -> str:
    """``text`` as :func:`visible` in one line, each run of white space as one space."""
    return visible(" ".join(text.split()))


def title_of(code: str) -> str:
    """What the rule ``code`` asks; "" where no rule has this code."""
    rule = RULES.get(code)
    return rule.title if rule else ""


def field_of(path: Path) -> str:
    """The labels of ``path`` below its project or 指标: ``指标值``, ``资金支出计划·6月底``; "" for a whole record."""
    steps = labelled(path).split(".")[1:]
    if path[:1] == ("projects",) and len(path) > 1:
        above = 2 if row_number(path) >= 0 else 1
    else:
        above = 1 if path[:1] == ("targets",) and len(path) > 1 else 0
    return "·".join(_ENTRY.sub(lambda found: f"（{int(found[1]) + 1}）", step) for step in steps[above:])


def position_of(submission: Submission, finding: Finding) -> str:
    """Where in the file the finding is: the line or cell that it names itself, else that of the value concerned.

    What a reader saw (a stray cell, a hidden row) need not stand where the value stands that it concerns.
    """
    place = submission.where(finding.path)
    own = finding.where.removeprefix(place.path)
    return own[1:-1] if own != finding.where and own.startswith("（") else place.position


def text_at(submission: Submission, path: Path) -> str | None:
    """What stands at ``path``, as it is printed; None for a record, a list of records, or nothing at all."""
    above: object = None
    value: object = submission
    for step in path:
        above = value
        if isinstance(step, str):
            value = getattr(above, step, None)
        else:
            value = above[step] if isinstance(above, tuple) and step < len(above) else None
    return _printed(value, above)


def change(old: str, new: str) -> Change:
    """How ``new`` differs from ``old``: in one stretch, with what stays around it, of a long text the nearest part."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    before, after = old[:start], old[len(old) - end :]
    if len(new) > _WHOLE:
        before = before if len(before) <= _AROUND else f"…{before[-_AROUND:]}"
        after = after if len(after) <= _AROUND else f"{after[:_AROUND]}…"
    return Change(before, new[start : len(new) - end], after)


def _alike(one: str, other: str) -> int:
    """With how many equal characters both begin."""
    shorter = min(len(one), len(other))
    return next((index for index in range(shorter) if one[index] != other[index]), shorter)


def _printed(value: object, above: object) -> str | None:
    if isinstance(value, IndicatorValue):
        return value.raw
    if isinstance(value, Decimal):
        return print_percent(value) if isinstance(above, PaymentPlan) else print_money(value)
    if isinstance(value, tuple) and value and all(isinstance(each, str) for each in value):
        return "\n".join(value)
    return str(value) if isinstance(value, str | int) else None


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
