"""Arithmetic that a sentence states: a whole and its parts after 其中, a product (17600株×28.40元)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from budgetdocs.review.reading.quantities import Quantity, in_wan, quantities, quantity_at, written

_SENTENCE = re.compile("[^。！？\n]+")
_BRACKETED = re.compile("[(（][^()（）]*[)）]")
_LIST = re.compile("[、,，;；]")
_TOTAL = re.compile("[共合总小]计")
_OPEN = re.compile("等|约|左右|以上|不少于|不低于|不超过|超过|至少|主要|重点|各|每|均|占|比|至|～|-|含|包括|力争|新增")
_DATES = ("年", "年度", "月", "日")
_SHARES = ("%", "‰", "个百分点", "百分点")
_WAN = "万元"
_NEAR, _NEAR_IN_MONEY = Decimal("0.05"), Decimal("0.2")


def sentences(text: str) -> Iterator[str]:
    """The sentences of ``text``."""
    return (found[0] for found in _SENTENCE.finditer(text))


# -- a whole and its parts ---------------------------------------------------------------------------------------------


class Breakdown(NamedTuple):
    """A whole and the ``parts`` that 其中 names, of one unit; money is in 万元.

    ``wholes`` begins with the number next to 其中; it has others where the sentence leaves open which is meant.
    """

    wholes: tuple[Decimal, ...]
    parts: tuple[Decimal, ...]
    unit: str
    closed: bool
    """Whether the list is complete, as far as the sentence shows: no 等, no item of another kind within it."""

    @property
    def total(self) -> Decimal:
        """The sum of the parts."""
        return sum(self.parts, Decimal(0))

    def agrees(self, complete: bool) -> bool:
        """Whether the parts may be those of the whole; ``complete`` if a list of money should leave nothing out.

        What follows the parts in a sentence may be of something else, so that it is enough if the first few add up.
        Parts may also be a choice (1600人，其中毕业生400人) or overlap, so that only a sum that misses the whole by
        little is taken for a slip.
        """
        if any(sum_ in self.wholes for sum_ in accumulate(self.parts)):
            return True
        if self.parts[0] > max(self.wholes):
            return False
        if len(self.parts) < 2 or not self.closed:
            return True
        misses = min(abs(self.total - whole) / whole for whole in self.wholes if whole)
        if self.unit != _WAN:
            return misses > _NEAR
        return misses > _NEAR_IN_MONEY and not (complete and self.total < max(self.wholes))

    def __str__(self) -> str:
        listed = "＋".join(written(part) for part in self.parts)
        result = f"＝{written(self.total)}" if len(self.parts) > 1 else ""
        return f"{listed}{result}{self.unit}"


def breakdown(sentence: str) -> Breakdown | None:
    """What 其中 breaks down in ``sentence`` (normalised); None if it breaks nothing down, or more than one thing.

    Percents after 其中 are shares of the whole (支出38亿元，其中民生支出占80%), never parts of a percent before it.
    """
    if sentence.count("其中") != 1:
        return None
    head, _, tail = _BRACKETED.sub("", sentence).partition("其中")
    parts, closed = _listed(tail)
    if not parts or parts[0].unit in _SHARES:
        return None
    found = [each for each in quantities(head) if _same_kind(each, parts[0])]
    if not found:
        return None
    wholes = _in_one_unit(found[::-1])
    wholes = (*wholes, sum(wholes, Decimal(0))) if len(wholes) > 1 else wholes
    unit = _WAN if parts[0].is_money else parts[0].unit
    return Breakdown(wholes, _in_one_unit(parts), unit, closed) if max(wholes) > 0 else None


def _listed(tail: str) -> tuple[list[Quantity], bool]:
    """The quantities of the list that ``tail`` begins with, all of the kind of the first, and whether it is closed.

    ；parts the items of a list only after a colon (其中：甲1元；乙2元), else it ends the list.
    """
    tail = tail if tail.startswith((":", "：")) else tail.lstrip("，,").partition("；")[0].partition(";")[0]
    total = _TOTAL.search(tail)
    items = _LIST.split(tail[: total.start()] if total else tail)
    listed: list[Quantity] = []
    for index, item in enumerate(items):
        found = [each for each in quantities(item) if each.unit not in _DATES]
        if not found or any(not _same_kind(each, (listed or found)[0]) for each in found):
            rest = [each for later in items[index:] for each in quantities(later)]
            closed = bool(listed) and not any(_same_kind(each, listed[0]) for each in rest)
            return listed, closed and not _OPEN.search("".join(items[:index]))
        listed += found
    return listed, not _OPEN.search("".join(items))


def _same_kind(quantity: Quantity, other: Quantity) -> bool:
    return bool(quantity.unit) and (quantity.unit == other.unit or (quantity.is_money and other.is_money))


def _in_one_unit(found: Sequence[Quantity]) -> tuple[Decimal, ...]:
    """The numbers of ``found``, which are of one kind: money in 万元, all else in the unit that they share."""
    return tuple((each.amount or Decimal(0)) if each.is_money else each.number for each in found)


# -- products ----------------------------------------------------------------------------------------------------------

_TIMES_SIGN = re.compile("[×xX*✕\uff0a\uff38\uff58]")
_THING = "[\u4e00-\u9fff]{0,8}(?:[(（][^()（）0-9]*[)）])?"
_TIMES = re.compile(f"{_THING}[×xX*✕]")
_EQUALS = re.compile(f"{_THING}([=≈]约?)")
_GOES_ON = re.compile(f"{_THING}[×xX*✕÷]")
_SIGNS_BEFORE = frozenset("×xX*✕÷+")
_ROUGH = Decimal("0.05")
_ONE_OF = {"%": Decimal("0.01"), "‰": Decimal("0.001"), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
"""What one is worth of a unit that is no money, by its first character: 5 万亩 are 50000 亩."""


class Product(NamedTuple):
    """Factors multiplied in a sentence, as typed, their product in 万元, and the result that is stated, if any."""

    typed: str
    amount: Decimal
    result: Quantity | None
    rough: bool
    """Whether the result is said to be about so much (≈)."""

    @property
    def agrees(self) -> bool:
        """Whether the stated result is the product, within its own rounding."""
        if self.result is None or self.result.amount is None:
            return True
        if self.rough:
            return abs(self.result.amount - self.amount) <= self.amount * _ROUGH
        return self.result.rounds(self.amount)


def may_multiply(text: str) -> bool:
    """Whether ``text``, normalised or not, has a sign of multiplication in it: cheaper than to look for products."""
    return _TIMES_SIGN.search(text) is not None


def products(sentence: str) -> list[Product]:
    """The products of ``sentence`` (normalised) of which one factor is a sum of money or a price.

    Things may stand between a unit and the sign (58300名学生×5元/天×200天).
    """
    found = []
    position = 0
    for quantity in quantities(sentence):
        if quantity.start < position:
            continue
        factors = _factors(sentence, quantity)
        position = factors[-1].end
        product = _product(sentence, factors) if _whole(sentence, factors) else None
        if product is not None:
            found.append(product)
    return found


def _whole(sentence: str, factors: list[Quantity]) -> bool:
    """Whether no factor is missing at either end, as where it is words or a sum in brackets, and nothing is added."""
    before = sentence[: factors[0].start].rstrip()[-1:]
    return before not in _SIGNS_BEFORE and _GOES_ON.match(sentence, factors[-1].end) is None


def _factors(sentence: str, first: Quantity) -> list[Quantity]:
    factors = [first]
    while times := _TIMES.match(sentence, factors[-1].end):
        following = quantity_at(sentence, times.end())
        if following is None:
            break
        factors.append(following)
    return factors


def _product(sentence: str, factors: list[Quantity]) -> Product | None:
    prices = [unit for unit in (price_unit(each.unit) for each in factors) if unit]
    if len(factors) < 2 or len(prices) != 1:
        return None
    number = Decimal(1)
    for each in factors:
        number *= each.number * (1 if price_unit(each.unit) else _ONE_OF.get(each.unit[:1], 1))
    amount = in_wan(number, prices[0])
    if amount is None:
        return None
    equals = _EQUALS.match(sentence, factors[-1].end)
    result = quantity_at(sentence, equals.end()) if equals else None
    typed = sentence[factors[0].start : factors[-1].end]
    return Product(typed, amount, result, equals is not None and equals[1] != "=")


def price_unit(unit: str) -> str | None:
    """The money of a price or a sum: 元 of 元/人, 万元 of 万元; None if ``unit`` is none of money."""
    money = re.split("[/每·]", unit, maxsplit=1)[0]
    return money if "元" in money and in_wan(Decimal(1), money) is not None else None
