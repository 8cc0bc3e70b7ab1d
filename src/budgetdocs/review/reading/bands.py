"""Graded standards in prose (90%-100%为优，80%-90%为良): whether two of their bands share a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from budgetdocs.model.value.text import normalise


class _Band(NamedTuple):
    """The numbers from ``lower`` to ``upper``, both included, in ``unit``; None where the band has no such end."""

    lower: Decimal | None
    upper: Decimal | None
    unit: str


_GRADES = re.compile(
    r"(?:[为是评：:])[优良中差]|[优良](?:[，,、；;。：:（(≥>\d档等级]|$)|分档|[一二三四]档|不合格|达成|\d分(?!钟)|[得扣赋计满]分"
)
_MAY_GRADE = re.compile("[优良档分]|[为是评：:][中差]|不合格|达成")
_SETTLED = re.compile("含|包括")
_NUMBER = r"(?<![\d.])\d{1,9}(?:\.\d{1,6})?"
_UNIT = "[%分]?"
_BAND = re.compile(
    rf"(?P<start>{_NUMBER})(?P<start_unit>{_UNIT})[-～—–至到](?P<end>{_NUMBER})(?P<end_unit>{_UNIT})"
    rf"|(?:≥|不低于|不少于)(?P<least>{_NUMBER})(?P<least_unit>{_UNIT})"
    rf"|(?:≤|不高于|不超过)(?P<most>{_NUMBER})(?P<most_unit>{_UNIT})"
    rf"|(?P<bound>{_NUMBER})(?P<bound_unit>{_UNIT})及?(?:(?P<above>以上)|以下|以内)"
)
_OF_DATES = frozenset("年月日号届期条款")


def overlap(text: str) -> str:
    """The number that two bands of the graded standard ``text`` both include (``85%``); "" if there is none.

    80%以上 and 90%以上 are steps of a ladder, not an overlap; a text that says what is included (含) is clear. 以上 and
    以下 include the number, as usual in Chinese rules; ≥, ≤ and ranges say so themselves.
    """
    if not (_MAY_GRADE.search(text) and _GRADES.search(text)) or _SETTLED.search(text):
        return ""
    bands = list(_bands(normalise(text)))
    return _shared_bound(bands) or _shared_span(bands)


def _bands(text: str) -> Iterator[_Band]:
    for found in _BAND.finditer(text):
        if found["end"]:
            if text[found.end() : found.end() + 1] not in _OF_DATES:
                lower, upper = sorted((Decimal(found["start"]), Decimal(found["end"])))
                yield _Band(lower, upper, found["end_unit"] or found["start_unit"])
        elif found["least"]:
            yield _Band(Decimal(found["least"]), None, found["least_unit"])
        elif found["most"]:
            yield _Band(None, Decimal(found["most"]), found["most_unit"])
        elif found["above"]:
            yield _Band(Decimal(found["bound"]), None, found["bound_unit"])
        else:
            yield _Band(None, Decimal(found["bound"]), found["bound_unit"])


def _shared_bound(bands: list[_Band]) -> str:
    """A number at which one band ends and another begins."""
    begins = {(band.lower, band.unit) for band in bands if band.lower != band.upper}
    for band in bands:
        if band.upper is not None and band.lower != band.upper and (band.upper, band.unit) in begins:
            return f"{band.upper:f}{band.unit}"
    return ""


def _shared_span(bands: list[_Band]) -> str:
    """The number at which a band begins within the band before it."""
    closed = sorted((each.unit, each.lower, each.upper) for each in bands if each.lower is not None and each.upper)
    for (unit, lower, upper), (next_unit, next_lower, next_upper) in pairwise(closed):
        if unit == next_unit and lower < next_lower < upper < next_upper:
            return f"{next_lower:f}{unit}"
    return ""
