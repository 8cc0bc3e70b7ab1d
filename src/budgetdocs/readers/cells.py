"""A cell as it is held: what it shows, and of what kind that is. Rows and columns count from 1."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import NamedTuple


class Stored(Enum):
    """How a cell holds what it shows."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TRUTH = "truth value"
    ERROR = "error value"
    NO_RESULT = "formula without a result"
    UNCALCULATED = "formula whose result was never calculated"


class Cell(NamedTuple):
    """One cell with content: ``text`` is what it shows, with all the digits that it holds."""

    row: int
    column: int
    text: str
    stored: Stored = Stored.TEXT
    figures: str = ""
    """Of a number or a date: the number held, as a plain decimal of at most 15 significant digits."""


def exact(number: float) -> Decimal:
    """``number`` with the 15 significant digits that a spreadsheet keeps: 82800.920000000013 is 82800.92."""
    return Decimal(f"{number:.15g}")


def plain(value: Decimal) -> str:
    """``value`` without an exponent and without closing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
