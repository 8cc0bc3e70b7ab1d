"""Dates, deadlines and periods: 2022年12月底前, 2022.12, 11月30日, 年底前, 2020.1.1-2020.12.31, 2021年全年.

A date is written in ISO 8601, as precisely as the form says: ``2022``, ``2022-12``, ``2022-12-31``; where there is no
year ``12`` (a month) or ``12-31``. Its unit is the precision, 年, 月 or 日. An end is a day (2022年12月底: 31日).
A deadline (前, 内, 止) has the comparator ≤. A day of no calendar (2月30日) leaves a deadline without a date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import NamedTuple

from budgetdocs.model.value.numerals import NUMERAL_CHARS, chinese_number
from budgetdocs.model.value.parts import SIGNS, Comparator, Parts, ValueKind

_Y, _M, _D = r"(?<!\d)(?:19|20)\d\d", r"\d{1,2}", r"\d{1,2}"
_TO = "[-～–—―至到]+"
_BEFORE = "(?:之前|以前|前(?![期后列往])|为止|截止|止)"
_DATE = re.compile(  # each alternative has three groups: year, month, day
    rf"({_Y})年度?({_M})月份?(?:({_D})(?:[日号]|(?=$|{_BEFORE}|{_TO}|[、，,。])))?"
    + "".join(rf"|({_Y}){mark}(0?[1-9]|1[0-2]){mark}({_D})日?(?![\d%‰])" for mark in ("-", r"\.", "/"))
    + rf"|(?<!\d)(20[1-4]\d)[-./](0?[1-9]|1[0-2])()(?![\d%‰.]|年)"
    rf"|(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=$|{_BEFORE}|{_TO})"
    rf"|()(?<!\d)({_M})月({_D})(?:[日号]|(?={_BEFORE}))"
    rf"|()(?<!\d)({_M})月份?()"
    rf"|()(?<![\d.])({_M})[./-]({_D})日?(?={_BEFORE})"
    rf"|({_Y})年度?()()"
    r"|((?:当年|今年|本年)度?|年度(?=内)|(?<![半\d一二两三四五六七八九十百几数多每])年(?=[底末内]))()()"
)
_YEARS = re.compile(rf"({_Y})年?度?{_TO}({_Y})年?度?$")
_MONTHS = re.compile(rf"({_Y})(?:年({_M})月?{_TO}({_M})月份?|[./]({_M}){_TO}({_M})(?:月份?)?$)")
_POINTED = re.compile(rf"({_Y})([-./])(0?[1-9]|1[0-2])\2({_D}){_TO}(0?[1-9]|1[0-2])[-./]({_D})(?![\d%‰.])")
_COMPACT = re.compile(rf"(20\d\d)(0[1-9]|1[0-2]){_TO}(20\d\d)(0[1-9]|1[0-2])$")
_TO_MONTH = re.compile(rf"{_TO}{_M}月(?!\d)")
_RANGE = re.compile(_TO)
_LEAD = re.compile(
    "(?:于|在|自|从|截至|截止|至|到|预计|计划|力争|确保|务必|须|应|不晚于|不迟于|最迟|最晚|[≥≤><=])*"
    r"(?:(?:当年|今年|本年度?)(?=\d{1,2}月))?"
)
_SHORT_YEAR = re.compile(r"\d\d年(?=\d{1,2}月|[底末])")  # a century is not guessed
_UNTIL = re.compile("[截至到]|不晚于|不迟于|最[迟晚]")
_END = re.compile("年?[底末]|终")
_WITHIN_MONTH = re.compile("[上中下]旬|月?初")
_CLOCK = re.compile(r"\d{1,2}[时点:：](?:\d{1,2}分?)?")
_MIDNIGHT = re.compile(r"[ T]?00:00(?::00(?:\.0+)?)?$")  # a cell of dates, taken over as text
_DEADLINE = re.compile(f"{_BEFORE}|以内|之内|内(?!容)")
_AFTER_BARE = re.compile("完成|完工|竣工|开工|启动|验收|交付|结束|投入|投产|上线|[,，。;；(（]|$")
_SHORT_PROSE = 8
_PERIOD = re.compile(rf"({_Y}年度?|当年|今年|本年度?)?(?:([上下]半年)|第?([一二三四1-4])(?:季度|季(?!度))|(全年))度?")
_PERIOD_ENDS = {
    "上": "06-30",
    "下": "12-31",
    "一": "03-31",
    "二": "06-30",
    "三": "09-30",
    "四": "12-31",
    "1": "03-31",
    "2": "06-30",
    "3": "09-30",
    "4": "12-31",
    "全": "12-31",
}
_RECURRING = re.compile(
    r"(?:[每次当下]个?(?:年度?|半年|季度?|月|周))?(?:\d{1,2}月)?(?:\d{1,2}[日号]|[底末初])(?:之前|以前|前)"
)
_CHINESE = re.compile(
    f"二[{NUMERAL_CHARS}0]{{3}}(?=年)|[{NUMERAL_CHARS}]{{1,6}}(?=[年月])|(?<=月)[{NUMERAL_CHARS}]{{1,3}}(?=[日号])"
)
_LOOKS_LIKE = re.compile(
    r"\d[年月日号]|(?:19|20)\d\d[-./]|\d{4}[～–—―至到]|\d{6}|[年月日号度][底末内前初终]|全年|半年"
    r"|[〇零一二三四五六七八九十]{2}年|[一二三四五六七八九十]月|[一二三四1-4]季"
    rf"|\d[-./]\d{{1,2}}日?{_BEFORE}"
)


class _Day(NamedTuple):
    """A point in time: ``iso`` (None: no such day) of ``precision``, written up to ``end``; ``ended``: by 底 or 末."""

    iso: str | None
    precision: str | None
    end: int
    ended: bool = False


def read_date(text: str) -> Parts | None:
    """The date, deadline, range or period that ``text`` begins with (its text is the prose after it), or None."""
    if not _LOOKS_LIKE.search(text):
        return None
    text = _arabic(text)
    found = _LEAD.match(text)
    lead = found[0] if found else ""
    if short_year := _SHORT_YEAR.match(text, len(lead)):
        rest = text[short_year.end() :]
        date = _point(f"{lead}{rest if rest[0].isdigit() else '年' + rest}", lead)
        return date and date._replace(text=short_year[0] + date.text)
    return _span(text, len(lead)) or _point(text, lead) or _period(text, len(lead)) or _recurring(text)


def find_deadline(text: str) -> Parts | None:
    """The first deadline, end or final date in the prose ``text`` (its text is the prose around it), or None."""
    if not _LOOKS_LIKE.search(text):
        return None
    text = _arabic(text)
    for found in _DATE.finditer(text):
        day = _day(text, found)
        deadline = _DEADLINE.match(text, day.end)
        if deadline or day.ended or (day.end == len(text) and day.iso):
            end = deadline.end() if deadline else day.end
            return Parts(
                ValueKind.DATE,
                "≤" if deadline else None,
                date=day.iso,
                unit=day.precision,
                text=text[: found.start()] + text[end:],
            )
    return None


def write_date(iso: str) -> str:
    """The date ``iso`` as forms print it: 2022年12月31日, 2022年12月, 12月31日."""
    numbers = [int(part) for part in iso.split("-")]
    signs = "年月日" if len(iso) in (4, 7, 10) else "月日"
    return "".join(f"{number}{sign}" for number, sign in zip(numbers, signs, strict=False))


def _arabic(text: str) -> str:
    """``text`` with the Chinese numerals of its dates in Arabic digits: 二〇二二年十二月 is 2022年12月."""

    def digits(found: re.Match[str]) -> str:
        number = chinese_number(found[0].replace("0", "零"))
        return found[0] if number is None else str(number)

    return _CHINESE.sub(digits, text)


def _day(text: str, found: re.Match[str]) -> _Day:
    groups = found.groups()
    first = next(index for index in range(0, len(groups), 3) if groups[index] is not None)
    year, month, day = groups[first : first + 3]
    year = year if year and year.isdigit() else None
    end = found.end()
    ending = None if day else _END.match(text, end)
    if ending:
        end = ending.end()
        if not month and year:
            month, day = "12", "31"
        elif month and (year or int(month) != 2):
            day = _last_day(year, month)
    return _Day(*_iso(year, month, day), end, ending is not None)


def _last_day(year: str | None, month: str) -> str | None:
    return str(monthrange(int(year or 2001), int(month))[1]) if 1 <= int(month) <= 12 else None


def _iso(year: str | None, month: str | None, day: str | None) -> tuple[str | None, str | None]:
    """The ISO date and its precision, both None where no calendar has such a month or day; a year may be lacking."""
    if not month:
        return year, "年"
    if not 1 <= int(month) <= 12 or (day and not 1 <= int(day) <= monthrange(int(year or 2000), int(month))[1]):
        return None, None
    parts = [year] if year else []
    parts += [f"{int(number):02}" for number in (month, day) if number]
    return "-".join(parts), "日" if day else "月"


def _span(text: str, start: int) -> Parts | None:
    """A range of years, months or days; of months without a year there is none here (1-12月 is a range of numbers)."""
    if years := _YEARS.match(text, start):
        return Parts(ValueKind.RANGE, date=years[1], date_end=years[2], unit="年")
    if compact := _COMPACT.match(text, start):
        return Parts(
            ValueKind.RANGE, date=f"{compact[1]}-{compact[2]}", date_end=f"{compact[3]}-{compact[4]}", unit="月"
        )
    if months := _MONTHS.match(text, start):
        first, last = (_iso(months[1], month, None)[0] for month in months.groups()[1:] if month)
        if first and last:
            return Parts(ValueKind.RANGE, date=first, date_end=last, unit="月", text=text[months.end() :])
    if pointed := _POINTED.match(text, start):
        year, _, *days = pointed.groups()
        first, last = _iso(year, *days[:2])[0], _iso(year, *days[2:])[0]
        if first and last:
            return Parts(ValueKind.RANGE, date=first, date_end=last, unit="日", text=text[pointed.end() :])
    found = _DATE.match(text, start)
    begin = _day(text, found) if found else None
    to = _RANGE.match(text, begin.end) if begin else None
    found = _DATE.match(text, to.end()) if to else None
    if begin is None or begin.iso is None or len(begin.iso) == 2 or found is None:
        return None
    end = _day(text, found)
    if end.iso is None:
        return None
    yearless = len(end.iso) in (2, 5) and len(begin.iso) != 5
    iso = f"{begin.iso[:4]}-{end.iso}" if yearless else end.iso
    return Parts(ValueKind.RANGE, date=begin.iso, date_end=iso, unit=end.precision, text=text[end.end :])


def _point(text: str, lead: str) -> Parts | None:
    """A date or a deadline at the end of ``lead``, with whatever short prose may follow one."""
    found = _DATE.match(text, len(lead))
    if found is None:
        return None
    day = _day(text, found)
    if _TO_MONTH.match(text, day.end):
        return None  # 1月-12月 is a range of numbers, as 1-12月 is
    end, qualifier = day.end, "底" if day.ended and day.precision == "月" else ""
    if midnight := _MIDNIGHT.match(text, end):
        end = midnight.end()
    for pattern in (_WITHIN_MONTH, _CLOCK):
        if within := pattern.match(text, end):
            end, qualifier = within.end(), qualifier + within[0]
    deadline = _DEADLINE.match(text, end)
    sign = next((char for char in lead if char in SIGNS), None)
    if sign and day.precision == "月" and day.iso and len(day.iso) == 2:
        return None  # ≤3月 counts months
    comparator: Comparator | None = SIGNS[sign] if sign else "≤" if deadline or _UNTIL.search(lead) else None
    if deadline:
        end = deadline.end()
        if deadline[0].endswith("内"):
            day = _whole(day)
    elif not (day.ended or qualifier or _AFTER_BARE.match(text, end)) and (
        text[end - 1] not in "月日号份" or len(text) - end > _SHORT_PROSE
    ):
        return None
    if day.iso is None and not (deadline or day.ended) and day.precision == "年":
        return None
    return Parts(ValueKind.DATE, comparator, date=day.iso, unit=day.precision, text=qualifier + text[end:])


def _whole(day: _Day) -> _Day:
    """The last day of the year or month that ``day`` is: 2022年内 ends with 2022-12-31."""
    year, _, month = (day.iso or "").partition("-")
    if len(year) != 4 or day.precision == "日":
        return day
    month = month or "12"
    return _Day(*_iso(year, month, _last_day(year, month)), day.end, True)


def _period(text: str, start: int) -> Parts | None:
    """A bare period (全年, 2022年一季度), or a date: for something (四季度完成), or of its end (一季度末)."""
    found = _PERIOD.match(text, start)
    if found is None:
        return None
    year, half, quarter, _ = found.groups()
    ending = _END.match(text, found.end())
    end = ending.end() if ending else found.end()
    deadline = _DEADLINE.match(text, end)
    if not (ending or deadline):
        unit = "半年" if half else "季度" if quarter else "年"
        kind = ValueKind.DURATION if end == len(text) else ValueKind.DATE
        return Parts(kind, unit=unit, text=text) if _AFTER_BARE.match(text, end) else None
    iso = _PERIOD_ENDS[(half or quarter or "全")[0]]
    iso = f"{year[:4]}-{iso}" if year and year[:4].isdigit() else iso
    end = deadline.end() if deadline else end
    return Parts(ValueKind.DATE, "≤" if deadline else None, date=iso, unit="日", text=text[end:])


def _recurring(text: str) -> Parts | None:
    """每月10日前: a deadline that no single date states."""
    return Parts(ValueKind.DATE, "≤", text=text) if _RECURRING.match(text) else None
