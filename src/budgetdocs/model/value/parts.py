"""The parts of an indicator value, as the grammar's modules hand them to one another."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum, StrEnum
from typing import Literal, NamedTuple

Comparator = Literal["≥", "≤", ">", "<", "="]

SIGNS: dict[str, Comparator] = {"≥": "≥", "≤": "≤", ">": ">", "<": "<", "=": "=", "》": "≥", "〉": ">"}
"""Signs before a number and their comparator: 》 and 〉 are typed for want of ≥ and >."""


class ValueKind(StrEnum):
    """What an indicator value is: the kinds of ``docs/values.md``."""

    COMPARISON = "comparison"
    RANGE = "range"
    NUMBER = "exact number"
    PERCENT = "bare percent"
    DATE = "deadline/date"
    DURATION = "duration"
    FREQUENCY = "frequency"
    LEVEL = "qualitative-level"
    TEXT = "qualitative-text"
    BOOLEAN = "boolean"
    PROSE = "comparison+free text"
    MALFORMED = "malformed"


class Slip(Enum):
    """What sort of fault makes a value malformed."""

    NOTHING = "nothing can be read"
    UNFILLED = "a sign, a unit or a placeholder without its number"
    WRITING = "a slip of writing: the number and the unit are certain"
    STORED = "a number below 1, as a spreadsheet stores a percent"
    SEVERAL = "several values in one cell"
    NAME = "the name of an indicator"
    UNCERTAIN = "characters that leave the meaning open"


class Parts(NamedTuple):
    """Everything that a value says: the fields of ``IndicatorValue`` but for the raw text. Documented there."""

    kind: ValueKind
    comparator: Comparator | None = None
    number: Decimal | None = None
    upper: Decimal | None = None
    date: str | None = None
    date_end: str | None = None
    unit: str | None = None
    text: str = ""
    reason: str | None = None
    slip: Slip | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all was recognised."""
        return self.kind is ValueKind.MALFORMED and not any(
            (self.comparator, self.number is not None, self.date, self.unit, self.text)
        )


def faulty(parts: Parts, reason: str, slip: Slip = Slip.UNCERTAIN) -> Parts:
    """``parts`` as they are, marked as malformed for ``reason``."""
    return parts._replace(kind=ValueKind.MALFORMED, reason=reason, slip=slip)


def nothing(reason: str, text: str = "", slip: Slip = Slip.UNCERTAIN) -> Parts:
    """A malformed value of which nothing but its ``text`` is known."""
    return Parts(ValueKind.MALFORMED, text=text, reason=reason, slip=slip if text else Slip.NOTHING)
