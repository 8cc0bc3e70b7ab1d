"""IV1: the 指标值 fits its indicator: the direction, the measure, the bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from budgetdocs.finding import Severity
from budgetdocs.model import ValueKind
from budgetdocs.model.value.units import SCALES, Dimension, dimension
from budgetdocs.review.quoting import quoted
from budgetdocs.review.reading.names import Better
from budgetdocs.review.reading.proposals import measure, signed
from budgetdocs.review.reading.schemes import BENEFITS, QUANTITY
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.rules.value_whole import MEASURED, NUMBERED, WORDS
from budgetdocs.review.subjects import Cell

_PRACTICE = "审核惯例"
_AT_LEAST, _AT_MOST = ("≥", ">"), ("≤", "<")
_HUNDRED = Decimal(100)
_PERCENTS = ("%", "百分比", "百分率")


# -- cost --------------------------------------------------------------------------------------------------------------


@rule(
    "IV101",
    Severity.ERROR,
    Cell,
    source=f"{_PRACTICE}；宁夏原州区 2022 年表样本身也有此误",
    bad="项目总成本：≥350万元",
    good="项目总成本：≤350万元",
)
def cost_at_least(cell: Cell) -> Iterator[Fault]:
    """成本指标写 ≤ 或 ＝，不写 ≥。

    成本是花钱的上限；写 ≥ 等于要求多花。成本节约率之类的除外。
    """
    if not cell.cost or cell.change or (cell.level2 in _COSTS_TO_OTHERS and cell.better is Better.MORE):
        return
    printed = None if cell.name is None else cell.name.comparator
    if cell.value.comparator in _AT_LEAST or (cell.value.comparator is None and printed in _AT_LEAST):
        yield Fault("成本指标是上限，符号应为 ≤（或 ＝），不是 ≥")


@rule(
    "IV102",
    Severity.ERROR,
    Cell,
    source="财预〔2021〕101号：成本指标；审核惯例",
    bad="成本控制率：100%",
    good="项目总成本：≤350万元",
)
def cost_that_is_no_amount(cell: Cell) -> Iterator[Fault]:
    """成本指标写金额或支出标准，不写比例和文字。

    “控制在预算内”“100%”看不出花多少钱。写总成本（≤350万元）或单位成本（≤2875元/个）。
    """
    value = cell.value
    if not cell.cost or (value.number is not None and (cell.change or _is_price(cell))):
        return
    if value.kind in (*WORDS, ValueKind.DURATION) or (value.kind is ValueKind.PROSE and value.number is None):
        ceiling = f"≤{cell.budget:f}万元" if cell.budget is not None and _WITHIN_BUDGET.search(value.raw) else None
        yield Fault(f"成本指标应为金额或支出标准，{quoted(value.raw)}不是", fix=ceiling)
    elif (
        value.number is not None
        and cell.level2 not in _COSTS_TO_OTHERS
        and (value.unit in _PERCENTS or (value.unit is None and (cell.rate or value.kind is ValueKind.PROSE)))
    ):
        yield Fault(f"成本指标应为金额或支出标准，{quoted(value.raw)}是比例")


_COSTS_TO_OTHERS = ("社会成本", "生态环境成本")
"""What a project costs society and nature (扰民投诉率, 废水达标排放率) is not always an amount."""
_PRICED_IN_PERCENT = re.compile("[利费税]率|贴息|折扣|下浮|浮动")


def _is_price(cell: Cell) -> bool:
    """Whether it is a price that is a percent by nature (贷款利率)."""
    return cell.name is not None and _PRICED_IN_PERCENT.search(cell.name.bare) is not None


_WITHIN_BUDGET = re.compile("预算|概算|批复")


@rule(
    "IV103",
    Severity.WARNING,
    Cell,
    source=_PRACTICE,
    bad="道路硬化补助标准：≤120万元",
    good="道路硬化补助标准：≤120万元/公里",
    kinds=NUMBERED,
)
def standard_without_its_measure(cell: Cell) -> Iterator[Fault]:
    """标准要写明每多少：/人、/公里、/亩。

    补助标准、定额标准只写金额，看不出是对谁、对多少。
    """
    unit = cell.value.unit
    if unit is None or cell.name is None or not cell.name.bare.endswith("标准"):
        return
    if dimension(unit) is Dimension.MONEY and not _EACH.search(cell.name.bare) and not _PER.search(unit):
        yield Fault(f"“{cell.name.bare}”的金额要写明每多少，如 {unit}/人、{unit}/公里")


_EACH = re.compile("[人户生亩村次件均单][均位]|每|单价|[(（/]")
_PER = re.compile("[/每·]")


# -- satisfaction ------------------------------------------------------------------------------------------------------


@rule("IV104", Severity.ERROR, Cell, source=_PRACTICE, bad="满意度：≤90%；满意度：较好", good="满意度：≥90%")
def satisfaction_without_a_floor(cell: Cell) -> Iterator[Fault]:
    """满意度写 ≥ 多少百分比（或多少分）。

    满意度越高越好，≤ 和上限没有意义；“满意”“较好”无法评分。
    """
    value = cell.value
    if not cell.satisfaction or value.kind is ValueKind.MALFORMED:
        return
    if value.kind in WORDS:
        yield Fault(f"满意度应写 ≥ 多少百分比，{quoted(value.raw)}无法评分")
    elif value.comparator in _AT_MOST or (value.kind is ValueKind.RANGE and value.comparator is not None):
        yield Fault("满意度越高越好，符号应为 ≥，不设上限")


@rule(
    "IV105",
    Severity.WARNING,
    Cell,
    source=_PRACTICE,
    bad="满意度：＝85%",
    good="满意度：≥85%",
    kinds=(ValueKind.COMPARISON,),
)
def satisfaction_exactly(cell: Cell) -> Iterator[Fault]:
    """满意度不写 ＝。

    写成 ＝85%，实际 92% 反而成了偏差。
    """
    value = cell.value
    if cell.satisfaction and value.comparator == "=" and value.number is not None and value.number < _HUNDRED:
        yield Fault("满意度写 ＝，比它高也算偏差，应为 ≥", fix=measure(value, sign="≥"))


# -- direction ---------------------------------------------------------------------------------------------------------


@rule(
    "IV106",
    Severity.ERROR,
    Cell,
    source=f"{_PRACTICE}；公开的申报表",
    bad="逾期发放率：≥100%",
    good="逾期发放率：≤1%",
    kinds=(ValueKind.COMPARISON, ValueKind.PROSE),
)
def wrong_direction(cell: Cell) -> Iterator[Fault]:
    """符号的方向与指标一致：好事写 ≥，坏事写 ≤。

    合格率写 ≤、逾期率写 ≥，意思正好相反。
    """
    value = cell.value
    if value.number is None or cell.satisfaction:
        return
    percent = value.unit in _PERCENTS or (value.unit is None and cell.rate)
    if value.comparator in _AT_MOST and percent:
        doubtful = cell.better is None and value.number >= 50 and (cell.name is None or cell.rate) and not cell.cost
        if (cell.better is Better.MORE and (not cell.cost or cell.change)) or doubtful:
            yield Fault(f"“{_name(cell)}”越高越好，符号应为 ≥")
    elif value.comparator in _AT_LEAST and cell.better is Better.LESS and not cell.cost:
        lasting = not cell.rate and dimension(value.unit) is Dimension.TIME
        if not lasting:
            yield Fault(f"“{_name(cell)}”越低越好，符号应为 ≤")


def _name(cell: Cell) -> str:
    return cell.name.bare if cell.name is not None else f"{cell.level2}指标"


@rule(
    "IV107",
    Severity.WARNING,
    Cell,
    source="海关检验检疫部门的公开表",
    bad="不合格检出率：3%",
    good="不合格检出率：≥3%，并在描述里说明",
    kinds=NUMBERED,
)
def direction_that_no_one_can_tell(cell: Cell) -> Iterator[Fault]:
    """检出率之类的指标要写明方向。

    检出多，可以是查得严，也可以是问题多；没有符号就不知道要高还是要低。
    """
    if cell.better is Better.UNCLEAR and cell.value.comparator is None and cell.value.number is not None:
        yield Fault(f"“{_name(cell)}”要高还是要低，从名称看不出来，请写明 ≥ 或 ≤")


# -- bounds ------------------------------------------------------------------------------------------------------------


@rule("IV108", Severity.ERROR, Cell, source=_PRACTICE, bad="合格率：≥105%", good="合格率：≥95%", kinds=NUMBERED)
def more_than_everything(cell: Cell) -> Iterator[Fault]:
    """率不能大于 100%。

    增长率、投入产出率之类除外。大于 100% 的多半是认错或抄错的数。
    """
    value = cell.value
    if value.number is None or (value.number < _HUNDRED and value.upper is None) or not _bounded(cell):
        return
    if max(value.number, value.upper or Decimal(0)) > _HUNDRED or (
        value.number == _HUNDRED and value.comparator == ">"
    ):
        yield Fault(f"{quoted(value.raw)}大于 100%，请核对")


_UNBOUNDED = re.compile(
    "债务|增|提高|提升|产出|收益|回报|饱和|利润|容积|负荷|变化|覆盖倍数|完成.{0,4}倍|拨备|偿付|杠杆|比例尺"
)


def _bounded(cell: Cell) -> bool:
    """Whether its percent is a share that can't exceed the whole."""
    if cell.value.unit not in _PERCENTS or cell.change:
        return False
    if cell.name is not None:
        return not _UNBOUNDED.search(cell.name.bare)
    return cell.level2 not in BENEFITS


@rule(
    "IV109",
    Severity.HINT,
    Cell,
    source=_PRACTICE,
    bad="合格率：≥100%",
    good="合格率：＝100%",
    kinds=(ValueKind.COMPARISON,),
)
def at_least_everything(cell: Cell) -> Iterator[Fault]:
    """率最多 100%，≥100% 写作 ＝100%。

    意思没有变，写 ＝ 才不像是可以超过。
    """
    value = cell.value
    if value.comparator == "≥" and value.number == _HUNDRED and value.upper is None and _whole(cell):
        yield Fault("率不会超过 100%，写 ＝100%", fix="＝100%", safe=True)


def _whole(cell: Cell) -> bool:
    return not cell.value.text and _bounded(cell)


@rule(
    "IV110",
    Severity.ERROR,
    Cell,
    source=_PRACTICE,
    bad="增长率：≥0%",
    good="增长率：≥3%",
    kinds=(ValueKind.COMPARISON,),
)
def met_whatever_happens(cell: Cell) -> Iterator[Fault]:
    """目标不能是不做也能达到的。

    ≥0、≤100% 总是成立，考核不出什么。
    """
    value = cell.value
    if value.upper is not None or cell.cost:
        return
    at_most_all = value.comparator == "≤" and value.number == _HUNDRED and _bounded(cell)
    if (value.comparator == "≥" and value.number == 0) or at_most_all:
        yield Fault(f"{quoted(value.raw)}总是成立，起不到考核作用，请填有意义的数")


@rule(
    "IV111", Severity.WARNING, Cell, source=_PRACTICE, bad="安全事故数：≤0起", good="安全事故数：＝0起", kinds=NUMBERED
)
def at_most_nothing(cell: Cell) -> Iterator[Fault]:
    """不能小于零的数，≤0 写作 ＝0。

    意思没有变，写 ＝ 更明白。
    """
    value = cell.value
    if value.comparator == "≤" and value.number == 0 and not value.text and not cell.change:
        yield Fault("不会小于零，写 ＝0", fix=measure(value, sign="="), safe=True)


@rule(
    "IV112",
    Severity.WARNING,
    Cell,
    source=_PRACTICE,
    bad="调研报告：3～5篇",
    good="调研报告：≥3篇",
    kinds=(ValueKind.RANGE,),
)
def range_instead_of_a_bound(cell: Cell) -> Iterator[Fault]:
    """目标写一个界限，不写范围。

    写 3～5 篇，完成 6 篇算不算偏差？越多越好的写下限，越少越好的写上限。本来要在两数之间的（温度、酸碱度）除外。
    """
    value = cell.value
    if value.number is None or value.upper is None or value.text:
        return
    if value.unit in _CALENDAR or value.unit in ("℃", "摄氏度") or (cell.name and _BETWEEN.search(cell.name.bare)):
        return
    if value.comparator is not None:
        yield Fault(f"{quoted(value.raw)}有上限也有下限，请写一个界限")
    elif cell.cost or cell.better is Better.LESS:
        yield Fault("越低越好，写上限就够了", fix=signed(f"≤{value.upper:f}{value.unit or ''}"))
    else:
        yield Fault("写下限就够了", fix=signed(f"≥{value.number:f}{value.unit or ''}"))


_CALENDAR = ("年", "月", "日", "季度")
_BETWEEN = re.compile("温度|湿度|酸碱|pH|PH|水位|压力|电压|比例|配比|间隔")


# -- what is measured --------------------------------------------------------------------------------------------------


@rule(
    "IV113",
    Severity.ERROR,
    Cell,
    source="公开的申报表；审核惯例",
    bad="补助户数：≥101人次",
    good="补助户数：≥101户",
    kinds=NUMBERED,
)
def unit_that_does_not_fit_the_name(cell: Cell) -> Iterator[Fault]:
    """单位与三级指标说的是同一种东西。

    户数用户，人数用人，面积用亩、平方米，次数用次；率用 %。
    """
    name, value = cell.name, cell.value
    if name is None or value.unit is None or value.number is None:
        return
    measured = dimension(value.unit)
    if measured is None or value.unit in SCALES or measured in (Dimension.PERCENT, Dimension.POINTS):
        return  # IV004, IV114
    if name.rate and "/" in value.unit:
        return  # 起/万人, 人/亿元
    if name.implied_unit == "户" and name.bare.endswith("户数"):
        wrong = "户" not in value.unit and "家" not in value.unit
    elif name.dimension is None and dimension(name.implied_unit) in _COUNTS:
        wrong = measured not in (*_COUNTS, Dimension.RATIO)
    else:
        wrong = (
            name.dimension is not None and measured is not name.dimension and not _may_stand(name.dimension, measured)
        )
    if wrong:
        expected = name.implied_unit or (None if name.dimension is None else str(name.dimension))
        yield Fault(
            f"“{name.bare}”的单位不该是“{value.unit}”（{measured}）" + (f"，应为{expected}" if expected else "")
        )


_COUNTS = (Dimension.PEOPLE, Dimension.TIMES, Dimension.COUNT)
_ALLOWED = {
    Dimension.PERCENT: (Dimension.SCORE, Dimension.RATIO),
    Dimension.TIMES: (Dimension.COUNT, Dimension.PEOPLE),
    Dimension.MONEY: (Dimension.RATIO,),
    Dimension.TIME: (Dimension.TIMES,),
    Dimension.AREA: (Dimension.LENGTH,),
}


def _may_stand(expected: Dimension, measured: Dimension) -> bool:
    """Whether ``measured`` is another usual way to state ``expected`` (满意度 in 分, 批次 in 个)."""
    return measured in _ALLOWED.get(expected, ())


@rule(
    "IV114",
    Severity.ERROR,
    Cell,
    source="公开的申报表；审核惯例",
    bad="应受助学生数：100%",
    good="应受助学生数：＝200人",
    kinds=(*MEASURED, ValueKind.RANGE),
)
def percent_of_what_is_no_rate(cell: Cell) -> Iterator[Fault]:
    """人数、面积、金额之类写数量，不写百分比；效益也要说清是什么的百分之几。

    “扶持企业正常运转 100%”没有分母，无从核算。
    """
    name, value = cell.name, cell.value
    if name is None or value.unit not in _PERCENTS or cell.cost or name.rate or name.change:
        return
    if name.dimension is not None or (name.implied_unit is not None and cell.level2 == QUANTITY):
        expected = name.implied_unit or name.dimension
        yield Fault(f"“{name.bare}”不是率，应写数量（{expected}），不写百分比")
    elif cell.level2 in BENEFITS:
        yield Fault(f"“{name.bare}”的百分之几没有定义，请写明是什么的比例，或改成数量")
