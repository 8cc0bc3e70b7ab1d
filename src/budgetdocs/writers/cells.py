"""What goes into one cell: a number where a spreadsheet holds it exactly, otherwise text; and what no cell can hold."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from budgetdocs.model.money import print_money, print_percent

LONGEST = 32_767
"""Characters of the longest text of a cell, in UTF-16 units (Excel's specifications and limits)."""
_DIGITS = 15
"""Significant digits that a spreadsheet keeps of a number: every decimal of so many survives a double."""
_PLACES = 12
"""Decimals that a number format shows."""

_UNSTORABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ESCAPES = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
"""Two overlapping escapes of ST_Xstring (ECMA-376 Part 1, 22.9.2.19), which XlsxWriter escapes but once."""


class Number(NamedTuple):
    """A cell that holds a number, shown in the number format ``shown``."""

    value: Decimal
    shown: str


def money(amount: Decimal) -> Number | str:
    """``amount`` as a number that shows all its decimals, two at least; as text where no cell holds it exactly."""
    places = _exact_places(amount)
    return print_money(amount) if places is None else Number(_bare(amount), "#,##0.00" + "0" * max(places - 2, 0))


def percent(figure: Decimal) -> Number | str:
    """``figure`` (25 for 25 %) as the number 0.25, showing all decimals; as text where no cell holds it exactly."""
    places = _exact_places(figure)
    if places is None:
        return print_percent(figure)
    return Number(_bare(figure.scaleb(-2)), "0." + "0" * places + "%" if places else "0%")


def _bare(number: Decimal) -> Decimal:
    """``number`` without closing zeros and without a sign to its zero: equal numbers make equal files."""
    return number.normalize() if number else Decimal(0)


def _exact_places(number: Decimal) -> int | None:
    """The decimals that ``number`` has, without closing zeros; None if a spreadsheet can't hold and show it whole."""
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)  # the model has finite numbers only
    written = "".join(map(str, digits))
    significant = written.strip("0")
    if not significant:
        return 0
    places = -(exponent + len(written) - len(written.rstrip("0")))
    whole = len(written.lstrip("0")) + exponent
    return max(places, 0) if len(significant) <= _DIGITS and places <= _PLACES and whole <= _DIGITS else None


def refusal(text: str) -> str:
    """Why no cell of a workbook can hold ``text``, in Chinese; "" if one can.

    Control characters are no reason: they are escaped (``_x000D_``, ECMA-376 Part 1, 22.9.2.19) and read back.
    """
    units = len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
    if units > LONGEST:
        return f"有 {units} 个字，超过工作簿一格的上限 {LONGEST} 个；请缩短，或写成 .yaml"
    odd = _UNSTORABLE.search(text)
    if odd:
        return f"含有工作簿存不下的字符 U+{ord(odd[0]):04X}，请删去"
    if _ESCAPES.search(text) or (text.startswith("<r>") and text.endswith("</r>")):
        return "这样的文字工作簿会当作标记，存不下来；请改写，或写成 .yaml"
    return ""
