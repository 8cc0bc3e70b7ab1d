"""绩效自评: whether an actual value reaches a target, and to what percent; nothing where that is not certain.

The rules, with their reasons, are in ``docs/values.md`` (达到没有).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from budgetdocs.errors import BudgetDocsError
from budgetdocs.model.value.conversion import converted, is_scale
from budgetdocs.model.value.parts import Comparator, Parts, ValueKind
from budgetdocs.model.value.units import TIME_LIMITS, Dimension, dimension


class Pair(NamedTuple):
    """A target and what was done, with how both were written."""

    target: Parts
    actual: Parts
    target_text: str
    actual_text: str

    def undecided(self, why: str) -> BudgetDocsError:
        """The error that says ``why`` the two can't be compared."""
        return BudgetDocsError(f"指标值“{self.target_text}”与实际完成“{self.actual_text}”无法比较：{why}")


class Achievement(NamedTuple):
    """Whether the target is met, and which share of it; ``share`` is None where no figure can be given for it."""

    met: bool
    share: Fraction | None

    def percent(self, pair: Pair) -> Decimal:
        """The share in percent with two decimals, cut off: what is not reached never shows as 100."""
        if self.share is None:
            raise pair.undecided("没有确切的完成比例，由评价人评定")
        hundredths = self.share.numerator * 10_000 // self.share.denominator
        return Decimal(f"{hundredths // 100}.{hundredths % 100:02}")


def achieved(pair: Pair) -> Achievement:
    """Whether ``pair.actual`` reaches ``pair.target``; raises :class:`BudgetDocsError` where that is not certain."""
    for name, parts in (("指标值", pair.target), ("实际完成", pair.actual)):
        if parts.kind is ValueKind.MALFORMED:
            raise pair.undecided(f"{name}有毛病，{parts.reason}")
    if pair.target.number is not None:
        return _by_number(pair, pair.target.number)
    if pair.target.date is not None:
        return _by_date(pair, pair.target.date)
    return _by_words(pair)


# -- numbers -----------------------------------------------------------------------------------------------------------

_APPROXIMATE = re.compile("[约近余多几来]|左右|上下|大概|预计|估计")
_BOUNDS = re.compile("[(（)）<]")
_MOST_DIGITS = 20


def _by_number(pair: Pair, number: Decimal) -> Achievement:
    target = pair.target
    if target.kind is ValueKind.PROSE:
        raise pair.undecided("指标值里连着文字，要由人来看")
    if _APPROXIMATE.search(target.text):
        raise pair.undecided("指标值不是确切的数")
    if target.unit == "比":
        raise pair.undecided("比值的大小要由人来看")
    actual, bound = _actual_in_unit(pair), _exact(pair, number)
    if target.kind is ValueKind.RANGE and target.upper is not None:
        return _within(pair, bound, _exact(pair, target.upper), actual)
    sign = target.comparator
    if sign is None and target.kind is ValueKind.DURATION and target.unit in TIME_LIMITS:
        sign = "≤"
    if sign is None and actual != bound:
        raise pair.undecided("指标值没有比较符，不知多好还是少好")
    return _compared(sign or "=", bound, actual)


def _compared(sign: Comparator, target: Fraction, actual: Fraction) -> Achievement:
    met = {
        "≥": actual >= target,
        ">": actual > target,
        "≤": actual <= target,
        "<": actual < target,
        "=": actual == target,
    }[sign]
    if target < 0:
        return Achievement(met, Fraction(1) if met else None)
    if target == 0 or (met and sign in ("≤", "<")):
        return Achievement(met, Fraction(met))
    return Achievement(met, target / actual if sign in ("≤", "<") else max(actual / target, Fraction(0)))


def _within(pair: Pair, lower: Fraction, upper: Fraction, actual: Fraction) -> Achievement:
    text, sign = pair.target.text, pair.target.comparator
    if sign in ("≤", "<") or lower > upper or _BOUNDS.sub("", text):
        raise pair.undecided("指标值的范围不明确")
    least: Comparator = ">" if sign == ">" or "(" in text or "（" in text else "≥"
    most: Comparator = "<" if any(mark in text for mark in "<)）") else "≤"
    above, below = _compared(least, lower, actual), _compared(most, upper, actual)
    if above.met and below.met:
        return Achievement(True, Fraction(1))
    return below if above.met else above


def _actual_in_unit(pair: Pair) -> Fraction:
    """The actual number in the unit of the target; one without a unit is in that unit, if it can't be in another."""
    target, actual = pair.target, pair.actual
    if actual.number is None or actual.upper is not None or actual.date is not None:
        raise pair.undecided("实际完成应是一个数")
    if actual.comparator not in (None, "="):
        raise pair.undecided("实际完成是做到了多少，不带比较符")
    if actual.text:
        raise pair.undecided(f"实际完成只应写数和单位，多了“{actual.text}”")
    number = _exact(pair, actual.number)
    if actual.unit is None and target.unit is not None:
        if dimension(target.unit) is Dimension.PERCENT and 0 < abs(number) <= 1:
            raise pair.undecided(f"{pair.actual_text}可能是百分数，也可能是存储的小数，请写上“{target.unit}”")
        if is_scale(target.unit):
            raise pair.undecided(f"不知实际完成是否以“{target.unit}”为单位，请写明")
        return number
    result = converted(number, actual.unit, target.unit)
    if result is None:
        raise pair.undecided(f"单位不同，一个是“{target.unit or '无单位'}”，一个是“{actual.unit}”")
    return result


def _exact(pair: Pair, number: Decimal) -> Fraction:
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise pair.undecided("数太大、太小或不是数")
    return Fraction(number)


# -- dates -------------------------------------------------------------------------------------------------------------

_WITHIN_IT = re.compile(r"[上中下]旬|月?初|底|\d")
_FROM_THEN = re.compile("起|以?后|之后|开始|至今")


def _by_date(pair: Pair, deadline: str) -> Achievement:
    """On or before the deadline is reached; a month or a year that the deadline lies in does not tell."""
    target, actual = pair.target, pair.actual
    if target.date_end is not None or target.comparator not in (None, "=", "≤") or _FROM_THEN.match(target.text):
        raise pair.undecided("指标值不是完成的期限")
    if actual.kind is not ValueKind.DATE or actual.date is None or actual.comparator not in (None, "="):
        raise pair.undecided("实际完成应是完成的日期")
    (first, last), (begun, ended) = _days(pair, deadline), _days(pair, actual.date)
    inclusive = target.comparator != "≤" or target.unit == "日"
    safe = last if inclusive and not _WITHIN_IT.match(target.text) else first - timedelta(days=1)
    if ended <= safe:
        return Achievement(True, Fraction(1))
    if begun > last:
        return Achievement(False, Fraction(0))
    raise pair.undecided("写得不够细，看不出是否在期限之内")


def _days(pair: Pair, iso: str) -> tuple[date, date]:
    """The first and the last day of the year, month or day ``iso``."""
    year, *rest = (int(part) for part in iso.split("-"))
    if year < 1000:
        raise pair.undecided("日期没有写年份")
    if len(rest) == 2:
        return date(year, *rest), date(year, *rest)
    first, last = (rest[0], rest[0]) if rest else (1, 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


# -- words -------------------------------------------------------------------------------------------------------------

_YES = frozenset(("是", "√", "对", "Y", "YES", "Yes", "yes", "TRUE", "true"))
_NO = frozenset(("否", "×", "✗", "✘", "错", "N", "NO", "No", "no", "FALSE", "false"))
_LEFT_OPEN = frozenset(("是/否", "有/无", "是或否"))
_EXPECTED = re.compile("预期(?:目标|指标|效果)$")
_DONE, _PARTLY_DONE = "达成", frozenset(("部分达成", "未达成"))


def _by_words(pair: Pair) -> Achievement:
    """By what the person says of it (达成, 部分达成, 未达成), by yes and no, or by the same words as the target's."""
    target, said = pair.target, pair.actual.text
    if target.text in _LEFT_OPEN:
        raise pair.undecided("指标值没有选定")
    level = _EXPECTED.sub("", said)
    if pair.actual.number is None and pair.actual.date is None and pair.actual.comparator in (None, "="):
        if level == _DONE:
            return Achievement(True, Fraction(1))
        if level in _PARTLY_DONE:
            return Achievement(False, Fraction(0) if target.kind is ValueKind.BOOLEAN else None)
        if target.text in _YES | _NO and said in _YES | _NO:
            met = (target.text in _YES) == (said in _YES)
            return Achievement(met, Fraction(met))
        if said and said == target.text and target.comparator not in ("<", ">"):
            return Achievement(True, Fraction(1))
    raise pair.undecided("指标值是文字，实际完成应写“达成”“部分达成”或“未达成”")
