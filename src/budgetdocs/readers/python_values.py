"""Values of a script as texts: Python's own, and by their looks those of numpy, pandas and polars (none is imported)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from budgetdocs.readers.tree import Kind, Mark, Scalar, shortened

_SPREADSHEET_DIGITS = 15


def plain_value(value: Any) -> Any:
    """``value`` as a Python object: numpy's scalars unpacked; None for what stands for nothing (None, NaN, NaT, NA)."""
    kind = type(value).__name__
    if value is None or kind in ("NAType", "NaTType"):
        return None
    if kind == "datetime64":
        text = str(value)
        return None if text == "NaT" else datetime.fromisoformat(text[:19])
    if callable(getattr(value, "item", None)) and not getattr(value, "shape", ()):
        value = value.item()
    if isinstance(value, float | Decimal) and value != value:
        return None
    return value.value if isinstance(value, Enum) else value


def is_blank(value: Any) -> bool:
    """Whether the plain ``value`` says nothing: None, or a text of white space."""
    return value is None or (isinstance(value, str) and not value.strip())


def is_number(value: Any) -> bool:
    """Whether the plain ``value`` is a number, no text that looks like one."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def exact(number: int | float | Decimal) -> Decimal:
    """``number`` without the noise of binary fractions: 82800.920000000013 is 82800.92, as a spreadsheet has it."""
    return Decimal(f"{number:.{_SPREADSHEET_DIGITS}g}") if isinstance(number, float) else Decimal(number)


def text_of(value: Any) -> str | None:
    """The plain ``value`` as text; None if it is neither text, number nor date.

    Integers keep all their digits; other numbers are plain decimals (``350``, ``0.9``); dates are ``2022年12月31日``.
    """
    if isinstance(value, str):
        return str(value)
    if is_number(value):
        number = exact(value)
        if not number.is_finite():
            return None
        return f"{number:f}" if number != number.to_integral_value() else f"{number.to_integral_value():f}"
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{value.year}年{value.month}月{value.day}日{value.hour}时{value.minute}分"
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else None


def scalar_of(value: Any, mark: Mark) -> Scalar:
    """The plain ``value`` as a scalar at ``mark``; what is no text and no number is one that no field takes."""
    if value is None:
        return Scalar("", mark, Kind.BLANK)
    text = text_of(value)
    if text is None:
        return Scalar(shortened(str(value)), mark, Kind.TRUTH)
    return Scalar(text, mark)


def code_oddity(value: Any, texts: list[str]) -> str | None:
    """What happened to the code that the plain ``value`` is, None if it is sound; ``texts`` are other such codes."""
    if isinstance(value, float):
        text = text_of(value) or str(value)
        lost = "，超过 15 位的数字已经丢失" if value >= 10**_SPREADSHEET_DIGITS else ""
        return f"编码是小数 {value}，读作 {text}{lost}，前面若有 0 也已丢失"
    if isinstance(value, int) and not isinstance(value, bool):
        padded = [text for text in texts if text.startswith("0") and len(text) > len(str(value))]
        if padded:
            return f"编码是数 {value}，同一列有 {padded[0]}，前面的 0 可能丢了"
    return None
