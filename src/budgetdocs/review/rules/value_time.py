"""IV2: dates, deadlines and what stands in a 时效 row."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from budgetdocs.finding import Severity
from budgetdocs.model import IndicatorValue, ValueKind
from budgetdocs.model.value.dates import write_date
from budgetdocs.model.value.text import normalise
from budgetdocs.review.quoting import quoted
from budgetdocs.review.reading.schemes import TIMELINESS
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.rules.value_whole import WORDS
from budgetdocs.review.subjects import Cell

_PRACTICE = "审核惯例"


@rule(
    "IV201", Severity.ERROR, Cell, source="公历", bad="2022年2月30日前", good="2022年2月28日前", kinds=(ValueKind.DATE,)
)
def day_of_no_calendar(cell: Cell) -> Iterator[Fault]:
    """日期要是日历上有的日子。

    2月30日、13月多半是笔误。
    """
    value = cell.value
    if value.date is not None or value.unit is not None:
        return
    text = normalise(value.raw)
    if _FIGURED.search(text) and not _RECURRING.match(text):
        yield Fault(f"{quoted(value.raw)}不是日历上的日子，请核对")


_FIGURED = re.compile(r"\d+[月./-]\d+|\d+月")
_RECURRING = re.compile("[每次当下]")


@rule(
    "IV202",
    Severity.ERROR,
    Cell,
    source=_PRACTICE,
    bad="2022 年的表上写 2021年12月31日前",
    good="2022年12月31日前",
    kinds=(ValueKind.DATE, ValueKind.RANGE, ValueKind.PROSE),
)
def date_of_another_year(cell: Cell) -> Iterator[Fault]:
    """日期在表的年度里。

    年度不对，多半是照抄了去年的表；跨年的项目写本年度要完成的部分。
    """
    value = cell.value
    if cell.year is None or value.date is None:
        return
    last = value.date_end or value.date
    year = last[:4] if len(last) in (4, 7, 10) else ""
    if year and int(year) != cell.year and (cell.level2 == TIMELINESS or value.kind is ValueKind.DATE):
        yield Fault(f"{quoted(value.raw)}不在本表的年度（{cell.year} 年）")


@rule("IV203", Severity.WARNING, Cell, source=_PRACTICE, bad="年底前", good="2022年12月31日前", kinds=(ValueKind.DATE,))
def deadline_not_in_full(cell: Cell) -> Iterator[Fault]:
    """期限写到年月日，写明“前”。

    “年底前”“11月底”“2022/12/31”都能读懂，但不划一；写全了才好核对。
    """
    value = cell.value
    if value.comparator not in (None, "≤"):
        return
    if cell.level2 == TIMELINESS and _is_bare_year(value):
        return  # IV204
    full = _in_full(value, cell.year)
    text = normalise(value.raw)
    if full is None or text.startswith(full) or text.removeprefix("于").startswith(full):
        return
    certain = value.comparator == "≤" and not value.text and (value.unit == "日" or value.date is None)
    rest = value.text
    if short := _SHORT_YEAR.match(rest):  # 22年12月底前: the century is proposed
        full, rest = f"20{short[0]}{full.removeprefix(f'{cell.year}年')}", rest[short.end() :]
    yield Fault("期限写到年月日，写明“前”", fix=full + rest, safe=certain)  # 6月前 may end before June


_SHORT_YEAR = re.compile(r"\d\d年")


def _in_full(value: IndicatorValue, year: int | None) -> str | None:
    """The deadline as far as it is known (2022年12月31日前, 12月31日前); None where it says no date."""
    date = value.date
    if date is None:
        return f"{'' if year is None else f'{year}年'}12月31日前" if value.unit == "年" else None
    steps = date.split("-")
    if len(steps[0]) != 4:
        steps = [str(year or ""), *steps]
    if len(steps) == 1:
        steps.append("12")
    if len(steps) == 2:
        steps.append(str(monthrange(int(steps[0] or 2001), int(steps[1]))[1]))
    return write_date("-".join(step for step in steps if step)) + "前"


@rule(
    "IV204",
    Severity.ERROR,
    Cell,
    source=f"{_PRACTICE}；公开的申报表",
    bad="1-12月；2021年全年",
    good="2021年12月31日前",
    kinds=(ValueKind.RANGE, ValueKind.DURATION, ValueKind.DATE),
)
def period_instead_of_a_deadline(cell: Cell) -> Iterator[Fault]:
    """时效指标写期限、及时率或时限，不写一段时间。

    “全年”“1-12月”“1年”就是预算年度本身，什么时候做完都算按时。指标本身是服务周期的除外。
    """
    value = cell.value
    if cell.level2 != TIMELINESS or (cell.name is not None and _OWN_PERIOD.search(cell.name.bare)):
        return
    if value.kind is ValueKind.RANGE:
        bare = value.date is not None or value.unit in ("月", "年", "日")
    elif value.kind is ValueKind.DURATION:
        bare = value.number is None or (
            cell.name is None and value.comparator is None and _YEARS.get(value.unit or "") == value.number
        )
    else:
        bare = value.kind is ValueKind.DATE and value.date is None and value.unit in ("季度", "半年")
        bare = bare or _is_bare_year(value)
    if bare:
        yield Fault(f"{quoted(value.raw)}是一段时间，不是期限，请写在什么时候以前完成，或写及时率、时限")


def _is_bare_year(value: IndicatorValue) -> bool:
    return value.kind is ValueKind.DATE and value.unit == "年" and value.date is not None and value.comparator is None


_OWN_PERIOD = re.compile("周期|起止|服务期|时段|运行期|期间|合同期")
_YEARS = {"年": 1, "个月": 12, "天": 365, "日": 365, "年度": 1}


@rule(
    "IV205",
    Severity.ERROR,
    Cell,
    source=_PRACTICE,
    bad="按计划实施",
    good="2022年12月31日前",
    kinds=(*WORDS, ValueKind.FREQUENCY),
)
def words_instead_of_a_deadline(cell: Cell) -> Iterator[Fault]:
    """时效指标写日期、及时率或时限，不写文字。

    “及时”“按计划”“按合同约定”没有日期，无从判断按不按时。
    """
    value = cell.value
    vague = value.kind is ValueKind.FREQUENCY and value.number is None
    if vague or (cell.level2 == TIMELINESS and value.kind is not ValueKind.FREQUENCY):
        what = "次数" if vague else "日期、及时率或时限"
        yield Fault(f"{quoted(value.raw)}没有{what}，无法考核")
