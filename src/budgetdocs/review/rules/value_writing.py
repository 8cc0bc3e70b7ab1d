"""IV006–IV014: the 指标值 is written in the standard way, one value in one cell, without slips."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetdocs.finding import Severity
from budgetdocs.model import ValueKind
from budgetdocs.model.value import Slip
from budgetdocs.review.quoting import quoted, shortened
from budgetdocs.review.reading.proposals import (
    HUNDRED,
    is_share_of_one,
    measure,
    number_alone,
    percent_alone,
    printed,
    says_two_things,
    signed,
)
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.rules.value_whole import MEASURED, NUMBERED
from budgetdocs.review.subjects import Cell

_PRACTICE = "审核惯例"


@rule(
    "IV006",
    Severity.WARNING,
    Cell,
    source="国家预算管理一体化的计算符号；GB/T 15835-2011 出版物上数字用法",
    bad="不低于90 ％",
    good="≥90%",
    kinds=(*MEASURED, ValueKind.RANGE),
)
def not_the_standard_writing(cell: Cell) -> Iterator[Fault]:
    """指标值按规范写法写：符号、数、单位，中间没有空格。

    符号用 ≥ ≤ ＞ ＜ ＝，不用 >=、≧、不低于、以上；数字和百分号用半角。
    """
    value = cell.value
    if value.text or (value.number is None and not value.date_end):
        return
    plain = _plain(value.raw)
    if value.upper is None and plain == f"{value.comparator or ''}{value.number}{value.unit or ''}":
        return  # most values; it saves composing and reading again
    standard = printed(value)
    if plain != _plain(standard):
        yield Fault(f"写法不规范：{quoted(value.raw)}", fix=standard, safe=True)


_WIDTHS = str.maketrans("＝＞＜－~", "=><-～")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def _plain(text: str) -> str:
    """``text`` without the differences that no reviewer minds: the width of = > <, and commas between thousands."""
    return _THOUSANDS.sub("", text.translate(_WIDTHS))


@rule("IV007", Severity.ERROR, Cell, source=_PRACTICE, bad="≥90%%", good="≥90%", kinds=(ValueKind.MALFORMED,))
def slip_of_writing(cell: Cell) -> Iterator[Fault]:
    """指标值里有笔误，意思看得出来。

    百分号多写、写在前面，公式编辑器或网页的源码，科学计数法，汉字数字配百分号：数和单位是确定的，照规范写法改。
    """
    value = cell.value
    if value.slip is Slip.WRITING and not is_share_of_one(cell):
        yield Fault(f"{quoted(value.raw)}：{value.reason}", fix=None if value.text else measure(value))


@rule(
    "IV008",
    Severity.ERROR,
    Cell,
    source=f"{_PRACTICE}；扫描、抄录的公开表上常见",
    bad="满意度：290%",
    good="满意度：≥90%",
    kinds=(ValueKind.MALFORMED,),
)
def slip_that_hides_the_meaning(cell: Cell) -> Iterator[Fault]:
    """指标值里有多余或认错的字符，意思不能确定。

    扫描和抄录常把 ≥ 认成 2、工、^；这里只提出可能的原意，不代为改动，请对照原件。
    """
    if cell.value.slip is Slip.UNCERTAIN:
        yield Fault(f"{quoted(cell.value.raw)}：{cell.value.reason}，请对照原件改正")


@rule(
    "IV009",
    Severity.ERROR,
    Cell,
    source=f"{_PRACTICE}：一行一个指标，一格一个值",
    bad="180人、650人",
    good="分成两行：≥180人；≥650人",
    kinds=(ValueKind.MALFORMED, ValueKind.PROSE),
)
def several_values(cell: Cell) -> Iterator[Fault]:
    """一格只填一个值，一个值只说一件事。

    两个值或两件事挤在一格里，有一个没完成时无法评分，请分成两行。
    """
    value = cell.value
    if value.slip is Slip.SEVERAL:
        yield Fault(f"{quoted(value.raw)}填了多个值，请分行填写")
    elif value.number is not None and value.kind is ValueKind.PROSE and says_two_things(value.text):
        yield Fault(f"{quoted(value.raw)}说了不止一件事，请分行填写，各写各的数和单位")


@rule(
    "IV010",
    Severity.ERROR,
    Cell,
    source=f"{_PRACTICE}；河北沙城经济开发区 2022 年申报各行",
    bad="≥90%按时完成的任务占全部任务的比例",
    good="指标值 ≥90%，说明写在绩效指标描述里",
    kinds=(ValueKind.PROSE,),
)
def prose_beside_the_number(cell: Cell) -> Iterator[Fault]:
    """指标值只写符号、数和单位，说明写在绩效指标描述里。

    文字和数连在一起，系统导入时只取第一个数，其余都会丢。
    """
    value = cell.value
    if value.number is None:
        return
    fix = None
    if value.date is None and not says_two_things(value.text):
        fix = number_alone(cell) if value.unit is not None else percent_alone(cell)
    yield Fault(f"指标值里有说明文字（{shortened(value.text)}），请移到绩效指标描述", fix=fix)


@rule(
    "IV011",
    Severity.WARNING,
    Cell,
    source="国家预算管理一体化的计量单位；GB 3100-1993 国际单位制及其应用",
    bad="≥98百分比",
    good="≥98%",
    kinds=NUMBERED,
)
def unit_not_written_in_the_usual_way(cell: Cell) -> Iterator[Fault]:
    """单位用通行的写法。

    百分比写作 %，m2 写作 平方米，每人每月写作 /人·月，间数、个数写作 间、个。
    """
    value = cell.value
    if value.unit is None or value.number is None or value.upper is not None or value.text or is_share_of_one(cell):
        return
    usual = _usual_unit(value.unit)
    if usual is not None:
        yield Fault(f"单位“{value.unit}”通常写作“{usual}”", fix=measure(value, unit=usual), safe=True)


_USUAL = {
    "%": ("百分比", "百分率", "比例"),
    "平方米": ("m2", "m²", "平米"),
    "立方米": ("m3", "m³"),
    "平方公里": ("km2", "km²"),
    "公顷": ("hm2", "hm²"),
    "公里": ("km",),
    "公斤": ("kg",),
    "元": ("块钱", "元人民币"),
}
_USUAL_OF = {unusual: usual for usual, table in _USUAL.items() for unusual in table}
_EACH = re.compile("每([^每]+)")


def _usual_unit(unit: str) -> str | None:
    if len(unit) == 2 and unit.endswith("数"):
        return unit[0]
    first, _, rest = unit.partition("每")
    return _USUAL_OF.get(unit) or (f"{first}/{'·'.join(_EACH.findall('每' + rest))}" if first and rest else None)


@rule(
    "IV012",
    Severity.WARNING,
    Cell,
    source=f"{_PRACTICE}：约数无法考核",
    bad="约5.5万人次",
    good="≥5.5万人次",
    kinds=(*MEASURED, ValueKind.RANGE),
)
def words_about_the_number(cell: Cell) -> Iterator[Fault]:
    """数字不带约、左右、各、达到之类的字。

    约数没有界限，完成与否说不清；“达到”“实现”用符号表示就够了。从某日起算的时限（签约后30日内）除外。
    """
    value = cell.value
    if not value.text or value.number is None:
        return
    if value.kind is ValueKind.DURATION and _COUNTED_FROM.search(value.text):
        return
    guessed = (cell.cost and value.comparator is None) or value.text.startswith("各")
    fix = None if value.upper is not None or guessed else number_alone(cell)
    yield Fault(f"指标值带有“{shortened(value.text)}”，请只写符号、数和单位", fix=fix)


_COUNTED_FROM = re.compile("[后起自从]|收到|接到|之日")


@rule(
    "IV013",
    Severity.ERROR,
    Cell,
    source="公开的 .xlsx 申报表（单元格是百分比格式，存的是小数）",
    bad="结案率：0.95",
    good="结案率：≥95%",
    kinds=(ValueKind.COMPARISON, ValueKind.NUMBER, ValueKind.MALFORMED),
)
def stored_decimal(cell: Cell) -> Iterator[Fault]:
    """百分数写成了小数。

    电子表格里显示 95% 的格，存的是 0.95，抄出来就成了小数；率要写成百分数。
    """
    value = cell.value
    if is_share_of_one(cell) and value.number is not None:
        percent = f"{(value.number * HUNDRED).normalize():f}%"
        yield Fault(f"{quoted(value.raw)}是小数，率要写成百分数", fix=signed(f"{value.comparator or ''}{percent}"))
    elif value.slip is Slip.STORED:
        yield Fault(f"{quoted(value.raw)}：{value.reason}，请写明百分号或单位")


@rule("IV014", Severity.HINT, Cell, source="表头“单位：万元”", bad="≤902000元", good="≤90.2万元", kinds=MEASURED)
def another_scale_than_the_form(cell: Cell) -> Iterator[Fault]:
    """成本的单位与表头一致，用万元。

    表上的预算数以万元为单位；十万元以上写成元，或不足一亿元写成亿元，容易看错位数。
    """
    value = cell.value
    if not cell.cost or value.number is None or value.upper is not None or value.text:
        return
    if value.unit == "元" and value.number >= 100_000:
        amount = value.number / 10_000
    elif value.unit == "亿元" and 0 < value.number < 1:
        amount = value.number * 10_000
    else:
        return
    yield Fault("表上金额以万元为单位", fix=signed(f"{value.comparator or ''}{amount.normalize():f}万元"), safe=True)
