"""Amounts and percents: decimals throughout, never floats."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％－＋", "0123456789.,%-+")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")


def _number(value: object, unit: str, expected: str) -> Decimal:
    """The decimal that ``value`` says, with or without its ``unit``; ValueError says what was expected."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise ValueError(f"应为{expected}")
    text = str(value).translate(_FULL_WIDTH)
    text = "".join(text.split()).removesuffix(unit)
    if not isinstance(value, str):
        text = format(Decimal(text), "f")
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"应为{expected}，而写的是“{value}”")
    return Decimal(text.replace(",", ""))


def read_money(value: object) -> Decimal | None:
    """An amount in 万元; None for a blank. ``350``, ``"1,350.5万元"`` are read; 元 is refused, not converted."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return _number(value, "万元", "金额（万元，如 350.00）")


def read_percent(value: object) -> Decimal:
    """A percent as its figure: 90 means 90 %. ``90``, ``"90%"``, ``"90％"`` are read."""
    return _number(value, "%", "百分数（如 25%）")


def _required(value: object) -> Decimal:
    amount = read_money(value)
    if amount is None:
        raise ValueError("应为金额（万元，如 350.00），而这里是空的")
    return amount


def print_money(amount: Decimal | None) -> str:
    """The amount as printed: two decimals at least, never rounded; a blank stays blank."""
    if amount is None:
        return ""
    exponent = amount.as_tuple().exponent
    return f"{amount:.2f}" if isinstance(exponent, int) and exponent > -2 else f"{amount:f}"


def print_percent(percent: Decimal) -> str:
    """The percent as printed: ``25%``."""
    return f"{percent:f}%"


_MONEY_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string"}], "description": "金额，万元，如 350.00"}

Money = Annotated[Decimal, BeforeValidator(_required), PlainSerializer(print_money), WithJsonSchema(_MONEY_SCHEMA)]
"""An amount in 万元, exact."""

OptionalMoney = Annotated[
    Decimal | None,
    BeforeValidator(read_money),
    PlainSerializer(print_money, when_used="unless-none"),
    WithJsonSchema({"anyOf": [*_MONEY_SCHEMA["anyOf"], {"type": "null"}], "description": "金额，万元；空白可不写"}),
]
"""An amount in 万元, or None where the form's cell is blank."""

Percent = Annotated[
    Decimal,
    BeforeValidator(read_percent),
    PlainSerializer(print_percent),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}], "description": "百分数，如 25%（90 即 90%）"}),
]
"""A percent as its figure: 90 means 90 %."""
