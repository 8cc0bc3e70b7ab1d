"""One measure: qualifiers, comparator, currency, number, unit, comparator after it (达到≥90%, 30分钟内, 九成以上)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from budgetdocs.model.value.numerals import NUMERAL_CHARS, chinese_number
from budgetdocs.model.value.parts import SIGNS, Comparator, Parts, Slip, ValueKind, faulty
from budgetdocs.model.value.units import TIME_LIMITS, UNITS, Dimension, is_frequency, unit_at
from budgetdocs.model.value.word_table import alternatives
from budgetdocs.model.value.words import ABOUT_AFTER, ABOUT_BEFORE, COMPARATORS, REACH, SUFFIX, is_grade

COMPARATOR_WORD = alternatives(COMPARATORS)
NUMBER = r"\d+(?:[,，]\d{3}(?!\d))*(?:\.\d+)?"

PERCENTS = frozenset(word for word, measured in UNITS.items() if measured is Dimension.PERCENT)
_TIMES = frozenset(word for word, measured in UNITS.items() if measured is Dimension.TIME)
_CALENDAR = frozenset(("年", "季度", "月", "日", "时"))
_MISREAD = re.compile(r"2(?:[1-9]\d|100)(?:\.\d+)?")


class Measure(NamedTuple):
    """A number and what stands about it. ``lead`` is its qualifiers, ``end`` the place after it in the text.

    ``reached``: a qualifier states it (达, 完成). ``known``: the unit is in the table. ``within``: 内 or 以内 follows.
    """

    number: Decimal
    unit: str | None
    end: int
    comparator: Comparator | None = None
    lead: str = ""
    reached: bool = False
    known: bool = False
    within: bool = False
    fault: str | None = None
    slip: Slip = Slip.UNCERTAIN

    def parts(self, before: str = "", after: str = "") -> Parts:
        """The measure as a value, with the prose ``before`` and ``after`` it."""
        kind, fault, slip = self._kind(), self.fault, self.slip
        if before or after or (self.reached and self.comparator is None):
            kind = kind if kind is ValueKind.DURATION and self.within else ValueKind.PROSE
        elif kind is ValueKind.PERCENT and not self.lead and self.unit == "%" and _MISREAD.fullmatch(str(self.number)):
            fault, slip = f"百分数大于100%，疑为“≥{str(self.number)[1:]}%”误识", Slip.UNCERTAIN
        elif kind is ValueKind.NUMBER and not self.lead and self.unit is None and 0 < self.number < 1:
            fault, slip = "小于1的数没有单位，疑为百分数的存储值", Slip.STORED
        parts = Parts(kind, self.comparator, self.number, unit=self.unit, text=before + self.lead + after)
        return faulty(parts, fault, slip) if fault else parts

    def _kind(self) -> ValueKind:
        if self.unit in _TIMES:
            if self.within or self.comparator is None or self.unit in TIME_LIMITS:
                return ValueKind.DURATION
        elif self.unit is not None and is_frequency(self.unit):
            return ValueKind.FREQUENCY
        if self.comparator is not None:
            return ValueKind.COMPARISON
        return ValueKind.PERCENT if self.unit in PERCENTS else ValueKind.NUMBER

    def is_calendar(self) -> bool:
        """Whether this is a point of the calendar (2022年, 3季度, 12月, 24时), not a number of them."""
        if self.comparator is not None or self.unit not in _CALENDAR:
            return False
        return self.unit != "年" or 1900 <= self.number < 2100


# -- the commonest values ----------------------------------------------------------------------------------------------

_CENTURIES = ("19", "20")  # 2022.1 and 20220101 may be dates
_PLAIN = re.compile(r"([≥≤><=])?(-?[0-9]+(?:\.[0-9]+)?)([^0-9]*)")


def plain_measure(text: str) -> Parts | None:
    """``text`` as [sign] number [unit of the table] and nothing else, most values of a form; None if it is not that.

    It says the same as the whole grammar, sooner, and needs no normalised text.
    """
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    sign, number, unit = found.groups()
    if unit in _CALENDAR or (unit not in UNITS if unit else number.startswith(_CENTURIES)):
        return None
    if sign is not None and unit not in TIME_LIMITS:
        return Parts(ValueKind.COMPARISON, SIGNS[sign], Decimal(number), unit=unit or None)
    comparator = None if sign is None else SIGNS[sign]
    return Measure(Decimal(number), unit or None, len(text), comparator, known=True).parts()


# -- what stands before and after the number ---------------------------------------------------------------------------

_LEAD = re.compile(
    f"(?P<reach>{alternatives(REACH)})|(?P<about>{alternatives(ABOUT_BEFORE)})"
    f"|(?P<word>{COMPARATOR_WORD})|(?P<sign>[≥≤><=》〉]=?)"
)
_OPPOSITE: dict[Comparator, str] = {"≥": "≤<", ">": "≤<", "≤": "≥>", "<": "≥>", "=": "≥>≤<"}


def measure_at(text: str, position: int) -> Measure | None:
    """The measure that begins at ``position`` of ``text``; None if no number stands there."""
    comparator: Comparator | None = None
    lead, reached, fault = "", False, None
    while found := _LEAD.match(text, position):
        position = found.end()
        said = COMPARATORS[found[0]] if found["word"] else SIGNS[found[0][0]] if found["sign"] else None
        if said is None:
            lead += found[0]
            reached = reached or found["reach"] is not None
        elif comparator is not None and (said != comparator or found["sign"]):
            fault = "比较符重复或互相矛盾"
        else:
            comparator = said
    number = _number_at(text, position)
    if number is None:
        return None
    if comparator is None and not lead:
        return _with_suffix(text, number)
    measure = number._replace(
        comparator=comparator,
        lead=lead + number.lead,
        reached=reached,
        fault=fault or number.fault,
        slip=Slip.UNCERTAIN if fault else number.slip,
    )
    return _with_suffix(text, measure)


def _with_suffix(text: str, measure: Measure) -> Measure:
    if about := ABOUT_AFTER.match(text, measure.end):
        return measure._replace(lead=measure.lead + about[0], end=about.end())
    suffix = SUFFIX.match(text, measure.end)
    if suffix is None or (suffix["within"] and measure.unit not in _TIMES):
        return measure
    if suffix["including"]:
        return measure._replace(end=suffix.end()) if measure.comparator in ("≥", "≤") else measure
    within = bool(suffix["within"] or suffix["le"])
    said: Comparator = ">" if suffix["gt"] else "≥" if suffix["ge"] else "≤" if within else "<"
    if measure.comparator is not None and said in _OPPOSITE[measure.comparator]:
        measure = measure._replace(fault="前后比较符互相矛盾", slip=Slip.UNCERTAIN)
    return measure._replace(comparator=measure.comparator or said, end=suffix.end(), within=within)


# -- the number --------------------------------------------------------------------------------------------------------

_ARABIC = re.compile(rf"(?P<money>[￥$€]|人民币|RMB)?(?P<number>-?{NUMBER})(?P<exponent>[eE][+-]?\d{{1,3}}(?!\d))?")
_CURRENCIES = {"￥": "元", "人民币": "元", "RMB": "元", "$": "美元", "€": "欧元"}
_PERCENTAGE = re.compile(rf"百分之(?:({NUMBER})|([{NUMERAL_CHARS}点]{{1,10}}))")
_TENTHS = re.compile(rf"(?:(\d{{1,2}}(?:\.\d)?)|([{NUMERAL_CHARS}]))成([{NUMERAL_CHARS}])?(?=$|[以左及(（])")
_NUMERAL = re.compile(f"[{NUMERAL_CHARS}点]{{1,20}}|半")
_TO_NUMERAL = re.compile(f"[-～至到][{NUMERAL_CHARS}]")
_RANKS = ("级", "等", "流", "类", "届", "把", "面", "通", "道", "方", "分", "度", "点", "时", "种", "折")


def _number_at(text: str, position: int) -> Measure | None:
    if arabic := _ARABIC.match(text, position):
        tenths = _TENTHS.match(text, position)
        return _tenths(tenths) if tenths else _arabic(text, arabic)
    if percentage := _PERCENTAGE.match(text, position):
        number = decimal(percentage[1]) if percentage[1] else _hundredths(percentage[2])
        return None if number is None else Measure(number, "%", percentage.end(), known=True)
    if tenths := _TENTHS.match(text, position):
        return _tenths(tenths)
    return _chinese(text, position)


def decimal(digits: str) -> Decimal:
    """Arabic ``digits`` as a decimal, without the commas between thousands."""
    return Decimal(digits.replace(",", "").replace("，", ""))


def _hundredths(numeral: str) -> Decimal | None:
    return Decimal(100) if numeral == "百" else chinese_number(numeral)


def _tenths(found: re.Match[str]) -> Measure | None:
    """九成, 八成五, 9成 as a percent: 成 is a tenth."""
    whole = Decimal(found[1]) if found[1] else chinese_number(found[2])
    hundredths = chinese_number(found[3]) if found[3] else Decimal(0)
    if whole is None or hundredths is None:
        return None
    return Measure(whole * 10 + hundredths, "%", found.end(), known=True)


def _arabic(text: str, found: re.Match[str]) -> Measure:
    number = decimal(found["number"])
    end, fault = found.end(), None
    if found["exponent"]:
        number, fault = number.scaleb(int(found["exponent"][1:])), "科学计数法，应写成普通数字"
    more, unit, end = _unit(text, end)
    known = unit is not None
    if unit is None:
        unit, end = _unknown_unit(text, end)
    if found["money"]:
        unit, known = (unit or _CURRENCIES[found["money"]]), True
    if unit in _TIMES and text.startswith("半", end):
        number, end = number + Decimal("0.5"), end + 1
    return Measure(number, unit, end, lead=more, known=known, fault=fault, slip=Slip.WRITING)


def _chinese(text: str, position: int) -> Measure | None:
    """A number in Chinese numerals; without a unit of the table it must end the text or have a comparator after it."""
    found = _NUMERAL.match(text, position)
    number = chinese_number(found[0]) if found else None
    if found is None or number is None:
        return None
    more, unit, end = _unit(text, found.end())
    if unit is None:
        if end != len(text) and SUFFIX.match(text, end) is None and _TO_NUMERAL.match(text, end) is None:
            return None
    elif unit.startswith(_RANKS) and unit not in _TIMES:
        return None
    elif unit in _TIMES and text.startswith("半", end):
        number, end = number + Decimal("0.5"), end + 1
    fault = "汉字数字与百分号混用" if unit == "%" else None
    return Measure(number, unit, end, lead=more, known=unit is not None, fault=fault, slip=Slip.WRITING)


# -- the unit ----------------------------------------------------------------------------------------------------------

_MORE = re.compile("[余多几来]")
_MANY_MORE = re.compile("([十百千]?[万亿]|[十百千])(?=[余多几来])")  # 2万余人: 2, 余, 万人
_BRACKETED_UNIT = re.compile("[(（]([^()（）]{1,8})[)）]")
_UNKNOWN_UNIT = re.compile(
    "[\u4e00-\u9fff]{1,3}|(?![lIOo])[A-Za-zμ°℃Ω/]{1,8}|[\u4e00-\u9fff]{1,3}/[\u4e00-\u9fff]{1,3}"
)
_LONGEST_UNKNOWN = 8
_PROSE_SIGNS = re.compile(
    "[率度性额量达以增减提升降前后内外年月日号的了有和及等不为成一二三四五六七八九十]|完成|覆盖|合格|到位|满意|左右"
)
_RATE_NAMES = tuple(
    name + mark for name in ("率", "比例", "占比", "比重", "满意度", "程度") for mark in ("", "。", "；", ";")
)


def _unit(text: str, position: int) -> tuple[str, str | None, int]:
    """What stands between a number and its unit (余, 多), the known unit or None, and the end of both."""
    scale = _MANY_MORE.match(text, position)
    more = _MORE.match(text, scale.end(1) if scale else position)
    start = more.end() if more else position
    if text.startswith(" ", start):
        start += 1
    end = unit_at(text, start)
    if end > start:
        if end < len(text) and end == start + 1 and text[start] not in "%‰" and text.endswith(_RATE_NAMES):
            return "", None, position
        return more[0] if more else "", (scale[1] if scale else "") + text[start:end], end
    bracketed = _BRACKETED_UNIT.match(text, position)
    if bracketed and unit_at(bracketed[1], 0) == len(bracketed[1]):
        return "", bracketed[1], bracketed.end()
    return "", None, position


def _unknown_unit(text: str, position: int) -> tuple[str | None, int]:
    """The rest of ``text`` as a unit that the table lacks, if it is short and no prose."""
    tail = text[position:].strip() if len(text) - position <= _LONGEST_UNKNOWN else ""
    if not tail or not _UNKNOWN_UNIT.fullmatch(tail) or _PROSE_SIGNS.search(tail) or is_grade(tail):
        return None, position
    return tail, len(text)
