"""指标值: what a form states as a target (≥90%, 2022年12月底前, 效果良好), parsed, and kept as it was typed.

The grammar, with examples, is ``docs/values.md``. Parsing takes time linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from budgetdocs.errors import ValueSyntaxError
from budgetdocs.model.value.achievement import Achievement, Pair, achieved
from budgetdocs.model.value.dates import write_date
from budgetdocs.model.value.grammar import read_parts
from budgetdocs.model.value.measures import plain_measure
from budgetdocs.model.value.parts import Comparator, Parts, Slip, ValueKind, nothing
from budgetdocs.model.value.text import normalise
from budgetdocs.model.value.units import TIME_LIMITS

__all__ = [
    "LONGEST_VALUE",
    "Actual",
    "Comparator",
    "IndicatorValue",
    "Parts",
    "Slip",
    "ValueKind",
    "parse_parts",
    "parse_value",
    "read_value",
]

LONGEST_VALUE = 10_000
"""Characters of the longest text that is parsed; a longer one is no value of a form."""


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One 指标值: ``raw`` as typed, letter for letter, and what it says.

    Made by :func:`parse_value`, :func:`read_value` or, from a ``str``, by a pydantic model that has a field of this
    type, which writes it back as ``raw``. ``str()`` is the canonical form: ``＞= 90 ％`` is ``≥90%``; it parses to the
    same :attr:`parts`. What has prose in it, and what is malformed, is written as typed but for width and spaces.
    """

    raw: str
    kind: ValueKind
    comparator: Comparator | None = None
    """A sign, or the sign of a word (不低于, 以上); a deadline (前) has ≤."""
    number: Decimal | None = None
    """The mantissa as written: 5.5 of ``5.5万人次``, 90 of ``90%``; the lower bound of a range."""
    upper: Decimal | None = None
    """The second number of a range or of a ratio (1:3)."""
    date: str | None = None
    """ISO 8601, as precise as written: ``2022``, ``2022-12``, ``2022-12-31``; without a year ``12``, ``11-30``."""
    date_end: str | None = None
    """The last date of a range of dates."""
    unit: str | None = None
    """As written (``%``, ``万元``, ``元/人·月``); a frequency has ``次/年``, a date its precision: 年, 月, 日."""
    text: str = ""
    """What remains: prose glued on, qualifiers (约), the words of a value that is words."""
    reason: str | None = None
    """Why the value is malformed, and what may have been meant; None for every other kind."""
    slip: Slip | None = None
    """What sort of fault that is; None for every other kind."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its fields in their order, in a fraction of the time that their names would take."""
        return IndicatorValue, _fields(self)

    @property
    def parts(self) -> Parts:
        """Everything but ``raw``: two values that say the same have equal parts."""
        return Parts(
            self.kind,
            self.comparator,
            self.number,
            self.upper,
            self.date,
            self.date_end,
            self.unit,
            self.text,
            self.reason,
            self.slip,
        )

    def is_met(self, actual: Actual) -> bool:
        """Whether ``actual``, what was done, reaches this target (绩效自评).

        A number without a unit is in the unit of the target; a text is read like a value (``95%``, ``2022年11月30日``,
        ``部分达成``). Never guesses: raises :class:`BudgetDocsError`, with the reason, where it is not certain, because
        the units differ, a sign or a year is missing, or either has prose in it or is malformed.
        """
        return _achievement(self, actual)[0].met

    def completion(self, actual: Actual) -> Decimal:
        """How far ``actual`` reaches this target, in percent with two decimals, cut off, not rounded: 100 is wholly.

        Actual by target, so more than 100 where more is better and more was done; where less is better, 100 if met and
        otherwise target by actual. Deadlines, yes and no, and targets of zero are all or nothing. Raises like
        :meth:`is_met`, and where there is no such figure (部分达成, a negative target that is missed).
        """
        achievement, pair = _achievement(self, actual)
        return achievement.percent(pair)

    def __str__(self) -> str:
        return _canonical(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from_text = core_schema.no_info_after_validator_function(read_value, core_schema.str_schema())
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_text]),
            serialization=core_schema.plain_serializer_function_ser_schema(
                _raw, return_schema=core_schema.str_schema()
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string"}


Actual = Decimal | int | str | IndicatorValue
"""What was done: a number in the unit of the target, a text as typed, or a value that was read."""


def parse_value(text: str) -> IndicatorValue:
    """The indicator value that ``text`` is.

    A text with a slip in it (``290%``, ``≥90%%``, ``≥**%``) is of kind ``MALFORMED``, with what could be read.
    Raises :class:`ValueSyntaxError` for a text of which nothing can be read: empty, only punctuation, an error value
    of a spreadsheet, or longer than 10,000 characters.
    """
    value = read_value(text)
    if value.kind is ValueKind.MALFORMED and value.parts.is_nothing:
        raise ValueSyntaxError(text, value.reason or "")
    return value


def read_value(text: str) -> IndicatorValue:
    """Like :func:`parse_value`, but what that refuses is of kind ``MALFORMED`` with its reason; never raises.

    For the model, which holds what a form says even where it is wrong.
    """
    return _read_short(text) if len(text) <= _SHORT else _read(text)


def parse_parts(sign: str | None, value: str | None, unit: str | None) -> IndicatorValue:
    """The value of a form with three columns (计算符号, 指标值, 度量单位): that of the one cell they would print.

    A column that says that there is none (无, 定性, /) adds nothing, and neither does what the value already carries
    (``≥90%`` with ``≥`` and ``%``) nor the unit of a value in words (良好, 是). Never raises.
    """
    sign, value, unit = ((column or "").strip() for column in (sign, value, unit))
    if sign in _NO_SIGN or value.startswith(sign):
        sign = ""
    said = read_value(value)
    spoken = said.kind is ValueKind.PROSE or (said.kind is not ValueKind.MALFORMED and said.number is None)
    if unit in _NO_UNIT or value.endswith(unit) or spoken:
        unit = ""
    return read_value(sign + value + unit)


_NO_SIGN = frozenset(("", "无", "/", "-", "—", "定性", "定量", "正向", "反向", "不适用"))
_NO_UNIT = frozenset(("", "无", "/", "-", "—", "不适用"))

# -- reading -----------------------------------------------------------------------------------------------------------

_SHORT = 40


def _read(text: str) -> IndicatorValue:
    if len(text) > LONGEST_VALUE:
        return IndicatorValue(text, *nothing(f"超过{LONGEST_VALUE}字"))
    parts = plain_measure(text)
    if parts is None:
        plain = normalise(text)
        parts = (plain_measure(plain) if plain != text else None) or read_parts(plain)
    return IndicatorValue(text, *parts)


_read_short = lru_cache(maxsize=4096)(_read)
"""A book repeats its values (≥90%, 100%), and a value never changes."""


_fields = attrgetter(*IndicatorValue.__dataclass_fields__)


def _raw(value: IndicatorValue) -> str:
    return value.raw


# -- reaching it -------------------------------------------------------------------------------------------------------

_BARE_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def _achievement(target: IndicatorValue, actual: Actual) -> tuple[Achievement, Pair]:
    pair = Pair(target.parts, _actual_parts(actual), target.raw, _shown(actual))
    return achieved(pair), pair


def _actual_parts(actual: Actual) -> Parts:
    if isinstance(actual, IndicatorValue):
        return actual.parts
    if isinstance(actual, str):
        plain = normalise(actual)
        return (
            Parts(ValueKind.NUMBER, number=Decimal(plain))
            if _BARE_NUMBER.fullmatch(plain)
            else read_value(actual).parts
        )
    if isinstance(actual, bool) or not isinstance(actual, int | Decimal):
        raise TypeError(f"实际完成应是 Decimal、int、str 或 IndicatorValue，不是 {type(actual).__name__}")
    return Parts(ValueKind.NUMBER, number=Decimal(actual))


def _shown(actual: Actual) -> str:
    return actual.raw if isinstance(actual, IndicatorValue) else str(actual)


# -- the canonical form ------------------------------------------------------------------------------------------------

_AS_TYPED = frozenset((ValueKind.MALFORMED, ValueKind.TEXT, ValueKind.PROSE))
_REPEATED = ("%", "‰", "十", "百", "千", "万", "亿")


def _canonical(value: IndicatorValue) -> str:
    """``value`` composed from its parts where that says the same, else its normalised text (两月 is not 2月)."""
    composed = "" if value.text or value.kind in _AS_TYPED else _composed(value)
    if composed and read_value(composed).parts == value.parts:
        return composed
    return normalise(value.raw)


def _composed(value: IndicatorValue) -> str:
    if value.date is not None:
        return _composed_date(value.date, value.date_end, value.comparator)
    if value.number is None:
        return ""
    sign, unit, number = value.comparator or "", value.unit or "", f"{value.number:f}"
    if value.upper is not None:
        return _composed_range(sign, number, f"{value.upper:f}", unit)
    if value.kind is ValueKind.DURATION and sign and unit not in TIME_LIMITS:
        return f"{'' if sign == '≤' else sign}{number}{unit}内"
    return f"{sign}{number}{unit}"


def _composed_range(sign: str, lower: str, upper: str, unit: str) -> str:
    """80%～90%, 5万元～10万元, 3～5个 (wave dash, percent and scale twice: GB/T 15835-2011); ≥80%且≤90%; 1:3."""
    if unit == "比":
        return f"{sign}{lower}:{upper}"
    first = f"{sign}{lower}{unit if unit.startswith(_REPEATED) else ''}"
    return f"{first}{'且≤' if sign in ('≥', '>') else '～'}{upper}{unit}"


def _composed_date(date: str, date_end: str | None, comparator: Comparator | None) -> str:
    if date_end is not None:
        return f"{write_date(date)}至{write_date(date_end)}"
    return f"{write_date(date)}前" if comparator == "≤" else f"{comparator or ''}{write_date(date)}"
