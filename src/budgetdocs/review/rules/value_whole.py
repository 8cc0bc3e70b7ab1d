"""IV00x: the 指标值 is there, with its number, its unit and its sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from budgetdocs.finding import Severity
from budgetdocs.model import ValueKind
from budgetdocs.model.value import Slip
from budgetdocs.model.value.units import SCALES
from budgetdocs.review.quoting import quoted
from budgetdocs.review.reading.proposals import (
    HUNDRED,
    is_share_of_one,
    measure,
    percent_alone,
    says_two_things,
    sign_to_be,
    signed,
    unit_by_name,
    unit_to_be,
)
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.subjects import Cell

QUANTIFIED = "财预〔2015〕88号：绩效目标要细化、量化；审核惯例：每个指标写明符号、数值、单位"
WORDS = (ValueKind.LEVEL, ValueKind.TEXT, ValueKind.BOOLEAN)
MEASURED = (ValueKind.COMPARISON, ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.DURATION, ValueKind.FREQUENCY)
NUMBERED = (*MEASURED, ValueKind.RANGE, ValueKind.PROSE)
"""The kinds that may hold a number which is no date."""


@rule("IV001", Severity.ERROR, Cell, source=QUANTIFIED, bad="/", good="≥95%", kinds=(ValueKind.MALFORMED,))
def nothing_readable(cell: Cell) -> Iterator[Fault]:
    """指标值要填写，并且能读懂。

    空白、斜线、横线、电子表格的错误值和公式，都不能考核。没有这项内容的，删去这一行。
    """
    if cell.value.slip is Slip.NOTHING:
        yield Fault(f"指标值{quoted(cell.value.raw)}无法考核：{cell.value.reason}")


@rule(
    "IV002",
    Severity.ERROR,
    Cell,
    source="审核惯例；各地公开的申报表上常见",
    bad="≥**亩",
    good="≥500亩",
    kinds=(ValueKind.MALFORMED,),
)
def number_not_filled_in(cell: Cell) -> Iterator[Fault]:
    """模板上的占位符要换成数值。

    只有符号、单位或星号，说明照抄了模板，数没有填。公开文本里打了码的数，请对照原表填写。
    """
    if cell.value.slip is Slip.UNFILLED:
        yield Fault(f"指标值{quoted(cell.value.raw)}没有数值（{cell.value.reason}），请填写")


@rule(
    "IV003",
    Severity.ERROR,
    Cell,
    source=f"{QUANTIFIED}；河北沙城经济开发区 2022 年申报各行",
    bad="满意度：≥90",
    good="满意度：≥90%",
    kinds=NUMBERED,
)
def percent_sign_missing(cell: Cell) -> Iterator[Fault]:
    """率、比例、满意度的值要写百分号。

    不写百分号，≥90 也可以读成 90 人、90 户、90 分。审核退回的，最多是这一条。
    """
    value = cell.value
    if value.unit is not None or value.number is None:
        return
    if value.kind is ValueKind.PROSE:
        if _is_one_rate(cell):
            yield Fault(f"指标值缺少百分号：{quoted(value.raw)}", fix=percent_alone(cell))
    elif cell.rate and not is_share_of_one(cell):
        bounds = f"{value.number:f}" if value.upper is None else f"{value.number:f}%～{value.upper:f}"
        fits = max(value.number, value.upper or Decimal(0)) <= HUNDRED
        yield Fault(
            "指标值缺少百分号",
            fix=signed(f"{value.comparator or ''}{bounds}%") if fits else None,
            safe=fits and not value.text,
        )


_RATE_AT_THE_END = re.compile("(?:率|比例|占比|比重|满意度)[。；;，,]?$")


def _is_one_rate(cell: Cell) -> bool:
    """Whether the words beside the number speak of one rate: then it is the percent sign that lacks, not any unit."""
    prose = cell.value.text
    if says_two_things(prose):
        return False
    return cell.rate or _RATE_AT_THE_END.search(prose, max(0, len(prose) - 5)) is not None


@rule(
    "IV004",
    Severity.ERROR,
    Cell,
    source=QUANTIFIED,
    bad="新增就业人数：≥500",
    good="新增就业人数：≥500人",
    kinds=NUMBERED,
)
def unit_missing(cell: Cell) -> Iterator[Fault]:
    """指标值要有单位。

    单位写在三级指标名称的括号里的，移到指标值里；“万”“亿”后面也要有单位。
    """
    value = cell.value
    if value.number is None or not (value.unit is None or value.unit in SCALES):
        return
    if is_share_of_one(cell):
        return  # IV013
    if value.unit is None and (_is_one_rate(cell) if value.kind is ValueKind.PROSE else cell.rate):
        return  # IV003 asks for the percent sign
    word, certain = unit_by_name(cell)
    where = "，单位写在名称的括号里了" if certain else f"，请写明，如“{word}”" if word else "，请写明"
    fixable = word is not None and value.upper is None and not value.text
    fix = measure(value, unit=f"{value.unit or ''}{word}") if fixable else None
    yield Fault(f"指标值{quoted(value.raw)}没有单位{where}", fix=fix, safe=certain and fixable)


@rule(
    "IV005", Severity.WARNING, Cell, source=QUANTIFIED, bad="培训人数：200人", good="培训人数：≥200人", kinds=MEASURED
)
def sign_missing(cell: Cell) -> Iterator[Fault]:
    """指标值要有符号：≥、≤、＞、＜ 或 ＝。

    只写一个数，超过它算不算完成就说不清。成本写 ≤，率和效益写 ≥，必须正好的数写 ＝；这里的建议要由填表人确认。
    """
    value = cell.value
    if value.comparator is not None or value.number is None:
        return
    if value.text or is_share_of_one(cell):
        return  # IV010, IV012, IV013
    sign, certain = sign_to_be(cell)
    if sign is None:
        yield Fault("指标值没有符号，是越高越好还是越低越好，请写明")
    elif value.upper is not None:
        yield Fault("指标值没有符号", fix=measure(value, sign=sign, unit=f":{value.upper:f}"))
    else:
        yield Fault("指标值没有符号", fix=measure(value, sign=sign, unit=unit_to_be(cell)), safe=certain)
