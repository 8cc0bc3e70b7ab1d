"""Values of a script as cells: Python's own, and by their looks those of numpy and pandas (which are not imported)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from budgetdocs.readers.cells import Cell, Stored, exact


def plain_value(value: Any) -> Any:
    """``value`` as a Python object: numpy's unpacked; None for what says nothing (None, NaN, NaT, NA, white space)."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if type(value).__name__ == "datetime64":
        text = str(value)
        return None if text == "NaT" else datetime.fromisoformat(text[:19])
    if isinstance(value, str):
        return value.value if isinstance(value, Enum) else str(value) if value.strip() else None
    if callable(getattr(value, "tolist", None)):
        value = value.tolist()  # a numpy scalar gives its value, an array or a series its list
    if isinstance(value, float | Decimal) and value != value:
        return None
    return value


def cell_of(value: Any, row: int, column: int) -> Cell | None:
    """The plain ``value`` as a cell; a list is a text of its lines; None if it is no text, number, date or truth.

    An integer keeps all its digits; any other number is a plain decimal without binary noise (``350``, ``0.9``).
    """
    if isinstance(value, str):
        return Cell(row, column, value)
    if isinstance(value, bool):
        return Cell(row, column, "是" if value else "否", Stored.TRUTH)
    if isinstance(value, int | float | Decimal):
        number = exact(value) if isinstance(value, float) else Decimal(value)
        figures = f"{number:f}" if number.is_finite() else ""
        figures = figures.rstrip("0").rstrip(".") if "." in figures else figures
        return Cell(row, column, figures, Stored.NUMBER, figures) if figures else None
    if isinstance(value, date):
        return Cell(row, column, f"{value.year}年{value.month}月{value.day}日", Stored.DATE)
    if isinstance(value, list | tuple):
        texts = [plain_value(item) for item in value]
        if all(text is None or isinstance(text, str) for text in texts):
            return Cell(row, column, "\n".join(text for text in texts if text))
    return None
