"""Numbers with their units in a sentence: 投入120万元，培训1600人, and what an amount is in 万元."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from budgetdocs.model.value.units import unit_at

_NUMBER = re.compile(r"(?<![\d.A-Za-z])(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,10})?(?![\d.]*\d)")
_IN_WAN = {
    "元": Decimal("0.0001"),
    "元人民币": Decimal("0.0001"),
    "千元": Decimal("0.1"),
    "万": Decimal(1),
    "万元": Decimal(1),
    "万元人民币": Decimal(1),
    "百万元": Decimal(100),
    "千万元": Decimal(1000),
    "亿": Decimal(10000),
    "亿元": Decimal(10000),
    "亿元人民币": Decimal(10000),
}
_HALF = Decimal("0.5")


class Quantity(NamedTuple):
    """A number and its unit ("" if none follows it), and where they stand in the text."""

    number: Decimal
    unit: str
    start: int
    end: int

    @property
    def is_money(self) -> bool:
        """Whether it is a sum of money: not one per something (元/人), and not a bare 万, which may count anything."""
        return self.unit in _IN_WAN and "元" in self.unit

    @property
    def amount(self) -> Decimal | None:
        """The amount in 万元, a bare 万 being 万元; None of what is no amount."""
        return in_wan(self.number, self.unit)

    @property
    def step(self) -> Decimal:
        """Half a unit of its last decimal, in its own unit: what rounding may have taken from it."""
        exponent = self.number.as_tuple().exponent
        return _HALF.scaleb(exponent) if isinstance(exponent, int) else _HALF

    def rounds(self, amount: Decimal) -> bool:
        """Whether it is ``amount`` (万元), rounded to the decimals that it is written with."""
        mine, step = self.amount, in_wan(self.step, self.unit)
        return mine is not None and step is not None and abs(mine - amount) <= step

    def near(self, amount: Decimal) -> bool:
        """Whether it is ``amount`` (万元) but for what was cut or rounded off after its last decimal."""
        mine, step = self.amount, in_wan(self.step * 2, self.unit)
        return mine is not None and step is not None and abs(mine - amount) < step


def in_wan(number: Decimal, unit: str | None) -> Decimal | None:
    """``number`` of ``unit`` (元, 万元, 亿元 …) in 万元; None if ``unit`` is none of money."""
    scale = _IN_WAN.get(unit or "")
    return None if scale is None else number * scale


def quantities(text: str) -> list[Quantity]:
    """The numbers of ``text`` with their units; ``text`` is normalised (:mod:`budgetdocs.model.value.text`)."""
    return [_quantity(text, found) for found in _NUMBER.finditer(text)]


def quantity_at(text: str, position: int) -> Quantity | None:
    """The quantity that begins at ``position`` of ``text``."""
    found = _NUMBER.match(text, position)
    return None if found is None else _quantity(text, found)


def _quantity(text: str, found: re.Match[str]) -> Quantity:
    end = unit_at(text, found.end())
    return Quantity(Decimal(found[0].replace(",", "")), text[found.end() : end], found.start(), end)


def written(amount: Decimal) -> str:
    """``amount`` as a message shows it: no exponent, no zeros at the end (``202.64``, ``350``)."""
    plain = f"{amount:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
