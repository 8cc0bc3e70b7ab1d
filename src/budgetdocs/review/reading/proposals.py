"""The text that may stand instead of a 指标值: its sign, number and unit as far as the indicator tells them."""

from __future__ import annotations

import re
from decimal import Decimal

from budgetdocs.model import IndicatorValue, ValueKind
from budgetdocs.review.reading.names import Better
from budgetdocs.review.reading.schemes import BENEFITS, TIMELINESS
from budgetdocs.review.subjects import Cell

HUNDRED = Decimal(100)


def signed(text: str) -> str:
    """``text`` with the full-width ＝ that forms print: a cell of a workbook that begins with = would be a formula."""
    return f"＝{text[1:]}" if text.startswith("=") else text


def printed(value: IndicatorValue) -> str:
    """The canonical form of ``value`` as forms print it."""
    return signed(str(value))


def measure(value: IndicatorValue, sign: str | None = None, unit: str | None = None) -> str:
    """The sign, number and unit of ``value`` alone, with another ``sign`` or ``unit`` where one is given."""
    sign = value.comparator or "" if sign is None else sign
    unit = value.unit or "" if unit is None else unit
    return signed(f"{sign}{value.number or Decimal(0):f}{unit}")


# -- unit --------------------------------------------------------------------------------------------------------------


def unit_by_name(cell: Cell) -> tuple[str | None, bool]:
    """The unit that the name prints in brackets or implies, or 元 for a cost in 万; and whether it is printed."""
    if cell.value.unit is not None and cell.cost:
        return "元", False
    if cell.name is None:
        return None, False
    if cell.name.unit is not None and cell.value.unit is None:
        return cell.name.unit, True
    return cell.name.implied_unit, False


def unit_to_be(cell: Cell) -> str:
    """The unit that the value has or, where it has none, is to have by its name; "" if that is not known."""
    if cell.value.unit is not None:
        return cell.value.unit
    return "%" if cell.rate else unit_by_name(cell)[0] or ""


# -- sign --------------------------------------------------------------------------------------------------------------

_LASTING = re.compile("质保|保修|使用|服务期|寿命|年限|运行|维护期|开放")


def sign_to_be(cell: Cell) -> tuple[str | None, bool]:
    """The sign that the indicator asks for, None where a person must say; and whether no other could be meant."""
    number = cell.value.number or Decimal(0)
    if cell.name is not None and cell.name.comparator is not None:
        return cell.name.comparator, False
    if cell.better is Better.UNCLEAR or number < 0:
        return None, False
    if number == 0:
        return "=", cell.better is not Better.MORE
    if cell.cost and not cell.change:
        standard = cell.name is not None and cell.name.bare.endswith("标准")
        return ("=" if standard else "≤"), False
    whole = cell.value.unit in ("%", "百分比") and number == HUNDRED
    if whole and cell.better is not Better.LESS and not cell.change:
        return "=", cell.rate
    return _direction(cell), False


def _direction(cell: Cell) -> str:
    kind = cell.value.kind
    if kind is ValueKind.FREQUENCY or cell.value.upper is not None:
        return "≥"
    if kind is ValueKind.DURATION:
        lasting = cell.level2 != TIMELINESS or (cell.name is not None and _LASTING.search(cell.name.bare) is not None)
        return "≥" if lasting else "≤"
    if cell.better is Better.LESS:
        return "≤"
    wanted = kind in (ValueKind.PERCENT, ValueKind.PROSE) or cell.level2 in BENEFITS or cell.rate or cell.satisfaction
    return "≥" if wanted else "="


# -- the whole ---------------------------------------------------------------------------------------------------------


def number_alone(cell: Cell) -> str:
    """The value without the words beside its number, with the sign that it has or is to have."""
    return measure(cell.value, sign=cell.value.comparator or sign_to_be(cell)[0] or "")


def percent_alone(cell: Cell) -> str | None:
    """The number as a percent, where the words beside it only say the name of the indicator again; else None."""
    if cell.name is None or not cell.rate or not _in_order(cell.name.bare, cell.value.text):
        return None
    return measure(cell.value, unit="%")


def _in_order(name: str, prose: str) -> bool:
    """Whether the characters of ``name`` stand in ``prose`` in their order (群众满意度: 群众对……的满意度)."""
    rest = iter(prose)
    return all(character in rest for character in name)


_TWO_MEASURES = re.compile("[；;].|[率数额量度比](?:、|和|及|以及|与)[^。；;]{1,20}[率数额量度比]")


def says_two_things(prose: str) -> bool:
    """Whether the words beside a number name two measures (增加就业人数；科技企业占比)."""
    return _TWO_MEASURES.search(prose) is not None


def is_share_of_one(cell: Cell) -> bool:
    """Whether the value is a share of 1 where a percent belongs: 0.95 of a rate, ≥0.97比例."""
    value = cell.value
    if value.number is None or value.upper is not None or value.text or not 0 < value.number <= 1:
        return False
    return value.unit == "比例" or (value.unit is None and (cell.rate or cell.satisfaction))
