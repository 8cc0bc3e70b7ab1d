"""What a number in a cell means by its format (ECMA-376 Part 1 §18.8.30), and which texts are the same number."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from typing import Final


class Meaning(Enum):
    """How a cell shows a number."""

    NUMBER = "number"
    PERCENT = "percent"
    OTHER = "other"
    """As a date, a time, a fraction, text, or in words."""


_PERCENTS: Final = {9, 10}
_NUMBERS: Final = {0, 1, 2, 3, 4, 37, 38, 39, 40, 43, 44}
_SCALED: Final = re.compile(r",(?![0#?])")
"""A comma that divides by a thousand, as it has no digit behind it."""
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_NUMERIC: Final = re.compile(r"[0#?.,%+\-() ¥￥$€]*")
_PLAIN: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(%?)")
_DIGITS: Final = 15
"""Significant digits that a cell keeps."""


def meaning(number_format: tuple[int, str]) -> Meaning:
    """What a number format means, given by its id and, if it is no built-in one, its code."""
    number, code = number_format
    if not code:
        return Meaning.PERCENT if number in _PERCENTS else Meaning.NUMBER if number in _NUMBERS else Meaning.OTHER
    shown = code.partition(";")[0]
    first = _LITERAL.sub("", shown)
    if _SCALED.search(first) or "[dbnum" in shown.lower():
        return Meaning.OTHER
    if first.strip().lower() == "general":
        return Meaning.NUMBER
    if not _NUMERIC.fullmatch(first) or not set(first) & set("0#?"):
        return Meaning.OTHER
    return Meaning.PERCENT if "%" in first else Meaning.NUMBER


def stored(text: str, kind: Meaning) -> str | None:
    """``text`` as a cell of this kind stores it: ``90%`` under a percent format as ``0.9``, ``12.50`` as ``12.5``.

    None for what would not come back as it is: other texts, leading zeros, more digits than a cell keeps, a percent
    sign where none is shown or none where one is.
    """
    match = _PLAIN.fullmatch(text)
    wanted = {"%": Meaning.PERCENT, "": Meaning.NUMBER}
    if not match or wanted[match[1]] is not kind:
        return None
    value = Decimal(text.rstrip("%"))
    if len(value.as_tuple().digits) > _DIGITS:
        return None
    return format((value.scaleb(-2) if match[1] else value).normalize(), "f")
