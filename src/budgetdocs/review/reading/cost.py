"""What the cost indicators of a sheet say of its budget: a ceiling on the whole, or a standard for each of a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from budgetdocs.model import Path, ValueKind
from budgetdocs.review.reading.quantities import Quantity, in_wan, written
from budgetdocs.review.reading.schemes import COST, QUANTITY
from budgetdocs.review.subjects import Cell, Row, Sheet

_OWN_COST = (COST, "经济成本")
_SUMS = "成本|投入|投资|支出|费用|预算|经费"
_TOTAL = f"总(?:{_SUMS}|概算)|(?:{_SUMS}|资金)总(?:额|量|数|成本|投入|支出)"
_WHOLE = re.compile(
    f"(?:本?项目|年度|全年|本年)?(?:{_TOTAL}|预算(?:数|成本|金额|资金|支出|控制数)|(?<=项目)(?:成本|预算|投资))"
    "(?:控制数?|控制额|指标|上限|限额|金额)?"
)
_PER_ONE = re.compile("人均|户均|亩均|平均|单位|单价|每|标准|均价|次均|月均|年均|日均")
_OVER_YEARS = re.compile("总投资|投资总额|概算|估算|决算")
_AT_MOST = re.compile("最高|上限|封顶|限额|至多|最多|不超过")
_CAPS = ("≤", "<", "=", None)
_STATED = frozenset((ValueKind.COMPARISON, ValueKind.NUMBER, ValueKind.RANGE))
_TEN_THOUSAND = Decimal(10_000)
_YUAN_UNITS = {"元": "万元", "万元": "元"}


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that something of a project may cost by one indicator. Amounts are in 万元."""

    amount: Decimal
    budget: Decimal
    whole: bool
    """Whether its name says that it is the cost of the whole project."""
    over_years: bool
    """Whether its name may mean several years (总投资, 概算)."""
    wrong_unit: bool
    """It would be the budget if 元 were 万元 or the other way round."""
    proposed: str | None
    """The value that would state the budget, where the difference looks like a slip; None elsewhere."""


def ceiling(cell: Cell) -> Ceiling | None:
    """The ceiling that ``cell`` sets; None where it is no cost, no amount, or the budget is not known."""
    value, budget, name = cell.value, cell.budget, "" if cell.name is None else cell.name.bare
    if budget is None or budget <= 0 or value.comparator not in _CAPS or value.kind not in _STATED:
        return None
    whole = _WHOLE.fullmatch(name) is not None
    if not (whole or cell.level2 in _OWN_COST) or _PER_ONE.search(name):
        return None
    number = value.number if value.upper is None else value.upper
    amount = None if number is None else in_wan(number, value.unit)
    if number is None or amount is None or value.unit is None:
        return None
    wrong_unit = whole and value.unit in _YUAN_UNITS and budget in (amount * _TEN_THOUSAND, amount / _TEN_THOUSAND)
    slip = whole and amount != budget and Quantity(number, value.unit, 0, 0).near(budget)
    sign = value.comparator or ""
    proposed = None
    if wrong_unit:
        proposed = f"{sign}{written(number)}{_YUAN_UNITS[value.unit]}"
    elif slip and value.upper is None:
        proposed = f"{sign}{written(number * budget / amount)}{value.unit}"
    return Ceiling(amount, budget, whole, _OVER_YEARS.search(name) is not None, wrong_unit, proposed)


class StandardCost(NamedTuple):
    """A number of things at a standard each: its factors as typed, the product in 万元, the field of the standard."""

    typed: str
    amount: Decimal
    field: Path


def standard_cost(sheet: Sheet) -> StandardCost | None:
    """The product of the only price (400元/人) and the only number of such things (1600人) that indicators state.

    None where there are several of either, or none: which goes with which is not guessed; nor where the price is the
    most that one may get (单户贴息上限), which says nothing of the sum.
    """
    prices = [(index, row, per) for index, row in enumerate(sheet.rows) if (per := _priced(row))]
    if len(prices) != 1:
        return None
    index, priced, (money, thing) = prices[0]
    counts = [row for row in sheet.rows if row.cell.level2 == QUANTITY and row.cell.value.unit == thing]
    if len(counts) != 1 or priced.cell.value.number is None or counts[0].cell.value.number is None:
        return None
    amount = in_wan(priced.cell.value.number * counts[0].cell.value.number, money)
    if amount is None:
        return None
    typed = f"{written(counts[0].cell.value.number)}{thing}×{written(priced.cell.value.number)}{priced.cell.value.unit}"
    return StandardCost(typed, amount, ("indicators", index, "value"))


def _priced(row: Row) -> tuple[str, str] | None:
    """The money and the thing of a price: 元 and 人 of 400元/人."""
    cell, said = row.cell, row.indicator
    if cell.level2 not in _OWN_COST or cell.value.number is None or cell.value.upper is not None:
        return None
    if _AT_MOST.search(said.level3) or _AT_MOST.search(said.description):
        return None
    money, slash, thing = (cell.value.unit or "").partition("/")
    return (money, thing) if slash and thing and in_wan(Decimal(1), money) is not None else None
