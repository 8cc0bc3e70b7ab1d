"""What a reader saw in the file that the data itself can't say: a damaged code, a formula without a result."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from budgetdocs.model.record import Path


class OddityKind(StrEnum):
    """What is odd about a place of the file."""

    DAMAGED_CODE = "damaged code"
    """A code that the spreadsheet has turned into a number: 978001.0, or cut at 15 digits."""
    NO_RESULT = "formula without a result"
    ERROR_VALUE = "error value"
    """#REF!, #DIV/0! and the like."""
    DATE = "date where words belong"
    HIDDEN = "hidden"
    """A hidden row, column or sheet that holds data."""
    UNPLACED = "unplaced"
    """Something written that belongs to no field of the form."""
    AMBIGUOUS = "ambiguous"
    """Something that could be read in two ways; the detail says which was taken."""
    ABSENT = "absent"
    """A part of the form that the file lacks, read as blank."""


class Oddity(NamedTuple):
    """One odd place: ``path`` of the value concerned (that of its record, or (), if there is none), ``position`` in the
    file (``指标!F12``), and ``detail``, what was found, in Chinese."""

    kind: OddityKind
    path: Path
    position: str
    detail: str
