"""The grammar of indicator values: a normalised text is tried against the productions of ``docs/values.md`` in order.

A production takes the whole text and returns its parts, or None where the text is something else. Each looks at a
character a bounded number of times, so the time is linear in the length of the text. None guesses: what looks like a
slip is parsed as what it says and marked malformed; the reason says what may have been meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from budgetdocs.model.value.dates import find_deadline, read_date
from budgetdocs.model.value.faults import read_fault
from budgetdocs.model.value.measures import COMPARATOR_WORD, NUMBER, PERCENTS, Measure, measure_at
from budgetdocs.model.value.parts import SIGNS, Comparator, Parts, Slip, ValueKind, faulty, nothing
from budgetdocs.model.value.units import CLASSIFIERS, FREQUENCY_COUNTS, PERIODS, unit_at
from budgetdocs.model.value.word_table import alternatives
from budgetdocs.model.value.words import BASELINE, BOOLEANS, COMPARATORS, REACH, WHOLE, grade, is_indicator_name

_END_CHARACTERS = "。.;；,，、!！"
_QUOTES = {"“": "”", '"': '"', "（": "）", "(": ")", "【": "】", "‘": "’"}


def read_parts(text: str) -> Parts:
    """What the normalised ``text`` says; :meth:`Parts.is_nothing` if it says nothing."""
    if len(text) > 2 and _QUOTES.get(text[0]) == text[-1]:
        text = text[1:-1]
    for production in _PRODUCTIONS:
        parts = production(text)
        if parts is not None:
            return parts
    return Parts(ValueKind.TEXT, text=text)


# -- no value at all, one word, nothing filled in ----------------------------------------------------------------------

_SOME_SIGN = re.compile("[≥≤><=%‰》〉√×]")
_PUNCTUATION = re.compile(r"[\W_]*")
_SHEET_ERROR = re.compile(r"#(?:REF|N/?A|VALUE|NAME|DIV/0|NUM|NULL)[!?]?", re.IGNORECASE)
_FORMULA = re.compile(r"=(?:\$?[A-Za-z]{1,3}\$?\d|[A-Za-z]{2,12}\(|'?[^=!]{1,30}![$A-Z])")
_PLACEHOLDER = re.compile(r"([≥≤><=》〉]?)(?:\*+[\d*]*|[×Xx_○□…]+)")
_TEMPLATE = re.compile(r"(?:\d+[.、])?(?:目标|指标|具体)(?:内容|值)?\d*")


def _nothing(text: str) -> Parts | None:
    if not text:
        return nothing("没有内容")
    if _SHEET_ERROR.fullmatch(text):
        return nothing("电子表格的错误值，应填计算结果")
    if _FORMULA.match(text):
        return nothing("电子表格的公式，应填计算结果")
    if _PUNCTUATION.fullmatch(text) and not _SOME_SIGN.search(text):
        return nothing("只有标点，没有内容")
    return None


def _word(text: str) -> Parts | None:
    plain = text.rstrip(_END_CHARACTERS)
    if plain in BOOLEANS:
        return Parts(ValueKind.BOOLEAN, text=plain)
    kind = WHOLE.get(plain)
    return None if kind is None else Parts(kind, text=plain)


def _unfilled(text: str) -> Parts | None:
    """A sign, a unit or a placeholder whose number was never filled in: ≥%, 万亩, ≥**人."""
    if _TEMPLATE.fullmatch(text):
        return nothing("模板文字未替换", text, Slip.UNFILLED)
    if text[0].isdecimal() or (text[0] in SIGNS and text[1:2].isdecimal()):
        return None
    found = _PLACEHOLDER.match(text)
    sign, end = (found[1], found.end()) if found else (text[0], 1) if text[0] in SIGNS else ("", 0)
    unit = text[end:].strip("()（）")
    if unit and (unit[0] == "十" or unit_at(unit, 0) != len(unit)):  # 十万人次 is ten, 万人次 is none
        return None
    parts = Parts(ValueKind.MALFORMED, SIGNS.get(sign), unit=unit or None)
    return faulty(parts, "占位符未填写" if found else "缺少数值", Slip.UNFILLED)


# -- dates -------------------------------------------------------------------------------------------------------------


def _date(text: str) -> Parts | None:
    """A date; with another measure in its prose (12月底前完成率达到100%) that measure, glued to a date."""
    return _dated(read_date(text))


def _deadline_in_prose(text: str) -> Parts | None:
    return _dated(find_deadline(text))


def _dated(date: Parts | None) -> Parts | None:
    if date is None or date.kind is not ValueKind.DATE or len(date.text) < 2:
        return date
    glued = _in_prose(date.text)
    if glued is None or glued.unit in ("年", "时"):  # the rest of the date: 22年12月, 31日24时
        return date
    return glued._replace(kind=glued.kind if glued.reason else ValueKind.PROSE, date=date.date)


# -- frequency ---------------------------------------------------------------------------------------------------------

_MANY = "[0-9一二两三四五六七八九十]{1,3}"
_PER = re.compile(f"([≥≤><=]?)(?:平均)?每?({_MANY})?({alternatives(PERIODS)})")


def _frequency(text: str) -> Parts | None:
    """每季度1次, 每月不少于2次, 每周1-2次, 半年一次, 一年两次, 各1次."""
    if text.startswith("各"):
        sign, period, end, lead = "", "", 1, "各"
    elif found := _PER.match(text):
        many = "" if found[2] in (None, "1", "一") else found[2]
        sign, period, end, lead = found[1], f"/{many}{found[3]}", found.end(), ""
    else:
        return None
    first = measure_at(text, end)
    if first is None:
        return None
    to = _TO.match(text, first.end)
    last = (measure_at(text, to.end()) if to else None) or first
    if last.unit not in FREQUENCY_COUNTS or last.end != len(text):
        return None
    kind, upper = (ValueKind.FREQUENCY, None) if last is first else (ValueKind.RANGE, last.number)
    comparator = first.comparator or last.comparator or SIGNS.get(sign)
    return Parts(kind, comparator, first.number, upper, unit=last.unit + period, text=lead + first.lead)


# -- numbers -----------------------------------------------------------------------------------------------------------

_END_MARKS = re.compile(f"[{_END_CHARACTERS}整]*")
_TO = re.compile("[～–—―至到]+|-+")
_AND = re.compile("[且和并,，、;；]?")
_LIST = re.compile("[、,，;；/和及 ]|(?=[≥≤><=0-9])")
_RATIO = re.compile(r"([≥≤><=]?)(\d+(?:\.\d+)?)[:：\u2236比](\d+(?:\.\d+)?)")
_INTERVAL = re.compile(rf"[\[(（【]({NUMBER}[^\d,，]{{0,4}})[,，]({NUMBER}[^\d,，]{{0,4}})[\])）】]")
_BETWEEN = re.compile(rf"({NUMBER}[^\d≤<]{{0,4}})([≤<])([^\d≤<]{{0,20}})([≤<])({NUMBER}[^\d≤<]{{0,4}})")
_MONTH = re.compile(r"\d{1,2}月")
_PERSONAL = ("个", "名", "位", "家", "项")


def _numbers(text: str) -> Parts | None:
    """A measure, a ratio, a range, several measures, or a measure with prose after it, from the first character on."""
    first = measure_at(text, 0)
    if first is None:
        return _interval(text)
    if first.end == len(text) or _END_MARKS.fullmatch(text, first.end):
        return first.parts()
    return _ratio(text) or _between(text) or _range(text, first) or _several(text, first) or _with_prose(text, first)


def _ratio(text: str) -> Parts | None:
    found = _RATIO.fullmatch(text)
    if found is None:
        return None
    kind = ValueKind.COMPARISON if found[1] else ValueKind.NUMBER
    return Parts(kind, SIGNS.get(found[1]), Decimal(found[2]), Decimal(found[3]), unit="比")


def _between(text: str) -> Parts | None:
    """80%≤满意度≤90%."""
    found = _BETWEEN.fullmatch(text)
    if found is None:
        return None
    return _bounds(found[1], found[5], "≥" if found[2] == "≤" else ">", found[3] + ("" if found[4] == "≤" else "<"))


def _interval(text: str) -> Parts | None:
    """(80%,90%]: the round brackets, which leave out the bound, stay in the text."""
    found = _INTERVAL.fullmatch(text)
    return found and _bounds(found[1], found[2], None, text[0].strip("[【") + text[-1].strip("]】"))


def _bounds(lower: str, upper: str, comparator: Comparator | None, text: str) -> Parts | None:
    first, second = measure_at(lower, 0), measure_at(upper, 0)
    if first is None or second is None or first.end != len(lower) or second.end != len(upper):
        return None
    return Parts(ValueKind.RANGE, comparator, first.number, second.number, unit=second.unit or first.unit, text=text)


def _range(text: str, first: Measure) -> Parts | None:
    """80-90%, 3至5个, 不低于80%且不高于90%; text keeps a ``<`` of the upper bound, which a range has no place for."""
    to = _TO.match(text, first.end)
    link = to or _AND.match(text, first.end)
    end = link.end() if link else first.end
    if to and to[0] == "--" and first.number < 0:
        end -= 1  # -5--3: the second hyphen is the minus of the upper bound
    second = measure_at(text, end)
    if second is None or not _END_MARKS.fullmatch(text, second.end):
        return None
    if first.unit and second.unit and not second.unit.startswith(first.unit):
        return None
    comparator, strict = first.comparator or second.comparator, ""
    if to is None:
        if first.comparator not in ("≥", ">") or second.comparator not in ("≤", "<"):
            return None
        strict = "" if second.comparator == "≤" else "<"
    elif first.comparator and second.comparator:
        return None
    text = first.lead + second.lead + strict
    parts = Parts(ValueKind.RANGE, comparator, first.number, second.number, unit=second.unit or first.unit, text=text)
    wrong = first if first.fault else second
    return faulty(parts, wrong.fault, wrong.slip) if wrong.fault else parts


def _several(text: str, first: Measure) -> Parts | None:
    separator = _LIST.match(text, first.end)
    if separator is None or (first.unit is None and separator[0] not in "、/和及"):
        return None
    second = measure_at(text, separator.end())
    if second is None or (second.unit is None and separator[0] not in "、/和及"):
        return None
    if not separator[0] and second.comparator is None and second.unit != first.unit:
        return None  # 3个5A级景区
    units = [unit for unit in (first.unit, second.unit) if unit]
    return Parts(
        ValueKind.MALFORMED,
        first.comparator,
        first.number,
        second.number,
        unit="、".join(units) or None,
        text=first.lead + text[second.end :],
        reason="一格填了多个值，应分行填写",
        slip=Slip.SEVERAL,
    )


def _with_prose(text: str, measure: Measure) -> Parts | None:
    rest = text[measure.end :]
    if measure.unit in _PERSONAL and rest in CLASSIFIERS:
        both = measure._replace(unit=f"{measure.unit}{rest}")
        return faulty(both.parts(), "有两个量词，应只留一个")
    if measure.unit in PERCENTS and (not rest.strip("%") or unit_at(rest, 0) == len(rest)):
        if rest[0] == "%":
            return faulty(measure.parts(), "百分号重复", Slip.WRITING)
        return faulty(measure.parts(), f"已有百分号，又有单位“{rest}”")
    if measure.comparator is None and (
        not measure.known or measure.is_calendar() or _MONTH.match(rest) or _STATED_LATER.search(rest)
    ):
        return None
    return measure.parts(after=rest)


# -- a number within prose ---------------------------------------------------------------------------------------------

_SIGN_IN_PROSE = re.compile(r"[≥≤><=](?=[￥$]?-?\d|百分之)")
_WORD_IN_PROSE = re.compile(f"(?:{COMPARATOR_WORD})(?=-?\\d|百分之)")
_NUMBER_IN_PROSE = re.compile(rf"(?<![\dA-Za-z.\-–—第\u3014【\[/]){NUMBER}|百分之")
_COUNT_AT_END = re.compile(
    "(?<![第数几上好成一二两三四五六七八九十百])[一二两三四五六七八九十百]{1,4}(?=[^一二两三四五六七八九十百]{1,3}$)"
)
_STATED_LATER = re.compile(f"{_SIGN_IN_PROSE.pattern}|(?:率|度|比例|占比)(?:为|达到?|约)?[0-9]")
_STATED = re.compile("(?:为|达到?|约|(?<!\\d)[:：])$")


def _in_prose(text: str) -> Parts | None:
    """A sentence with a measure in it: 结案率为95%, 日均检查量≥43人次, 发表3篇论文, 组织培训两次."""
    found = _SIGN_IN_PROSE.search(text) or _WORD_IN_PROSE.search(text)
    if found and (measure := measure_at(text, found.start())):
        return measure.parts(text[: found.start()], text[measure.end :])
    for found in _NUMBER_IN_PROSE.finditer(text):
        measure = measure_at(text, found.start())
        if measure is None or measure.is_calendar():
            continue
        if last := _upper_bound(text, measure):
            parts = last._replace(number=measure.number).parts(text[: found.start()], text[last.end :])
            return parts._replace(upper=last.number)
        if measure.known or (
            measure.end == len(text) and _STATED.search(text, max(0, found.start() - 3), found.start())
        ):
            return measure.parts(text[: found.start()], text[measure.end :])
    found = _COUNT_AT_END.search(text, max(0, len(text) - 8))
    measure = measure_at(text, found.start()) if found else None
    if found and measure and measure.known and measure.end == len(text) and not measure.is_calendar():
        return measure.parts(text[: found.start()])
    return None


def _upper_bound(text: str, lower: Measure) -> Measure | None:
    """The measure that makes a range with ``lower`` (增长5%-8%, 每年1-2项)."""
    to = _TO.match(text, lower.end)
    upper = measure_at(text, to.end()) if to else None
    if upper is None or not upper.known or upper.comparator or upper.lead or upper.is_calendar():
        return None
    return upper if lower.unit in (None, upper.unit) else None


_AGAINST = re.compile(f"(?:{alternatives(REACH)})?({COMPARATOR_WORD})")


def _against_baseline(text: str) -> Parts | None:
    """A comparison with a figure that is not quoted: 不低于上年水平."""
    found = _AGAINST.match(text)
    if found is None or not BASELINE.search(text, found.end()):
        return None
    return Parts(ValueKind.PROSE, COMPARATORS[found[1]], text=text[found.end() :])


# -- words alone -------------------------------------------------------------------------------------------------------


def _words(text: str) -> Parts | None:
    plain = text.rstrip(_END_CHARACTERS)
    if is_indicator_name(plain):
        return nothing("疑为指标名称，而非指标值", plain, Slip.NAME)
    if text[0] not in "≥≤><=":
        return grade(plain)
    if len(plain) == 1:
        return faulty(Parts(ValueKind.MALFORMED, SIGNS[plain]), "缺少数值", Slip.UNFILLED)
    comparator = SIGNS[text[0]]  # a sign column filled in beside words: =优, ≤预算数
    word = _word(plain[1:]) or grade(plain[1:]) or Parts(ValueKind.PROSE, text=plain[1:])
    return word._replace(comparator=comparator)


_PRODUCTIONS: tuple[Callable[[str], Parts | None], ...] = (
    _nothing,
    _word,
    _unfilled,
    _date,
    _frequency,
    read_fault,
    _numbers,
    _deadline_in_prose,
    _in_prose,
    _against_baseline,
    _words,
)
