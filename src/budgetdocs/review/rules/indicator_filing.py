"""IN021 to IN026: whether a measure stands under the 二级指标 to which it belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetdocs.finding import Severity
from budgetdocs.model.value.units import Dimension
from budgetdocs.review.quoting import quoted
from budgetdocs.review.reading.names import IndicatorName
from budgetdocs.review.reading.schemes import (
    BENEFIT,
    BENEFITS,
    COST,
    COSTS,
    MANAGEMENT,
    OUTPUT,
    QUALITY,
    QUANTITY,
    SATISFACTION,
    TIMELINESS,
    level2_label,
)
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.rules.indicator import two_measures
from budgetdocs.review.subjects import Cell, Row

_OUTPUTS = (QUANTITY, QUALITY, TIMELINESS)

_SATISFACTION = re.compile("满意(?:度|率|程度)(?:指标|情况|水平|评分|得分|(?:调查|测评|测评结果|调查结果)?得?分?)?$")


@rule(
    "IN021",
    Severity.ERROR,
    Row,
    source="审核惯例；湖南湘潭 2023 年一份表把市民满意程度列在社会效益指标之下",
    bad="社会效益指标：市民对空气质量改善的满意程度",
    good="满意度指标：市民对空气质量改善的满意程度",
)
def satisfaction_filed_elsewhere(row: Row) -> Iterator[Fault]:
    """满意度要列在满意度指标之下。

    满意度单独成一级指标、单独计分；放在别处，满意度这一项就重复或空缺。
    """
    cell = row.cell
    if _files_satisfaction(cell) and cell.level2 in (*_OUTPUTS, *COSTS, *BENEFITS) and cell.level1 != MANAGEMENT:
        yield Fault(f"这是满意度，不应列在{level2_label(cell.level2)}之下，请移到满意度指标", ("level2",))


def _files_satisfaction(cell: Cell) -> bool:
    return cell.name is not None and cell.name.satisfaction and _SATISFACTION.search(cell.name.bare) is not None


_OPINION = re.compile(
    "满意|好评|差评|评价|评分|评议|测评|认可|认同|投诉|支持|口碑|信任|美誉|意见|反馈|赞|获得感|幸福感|安全感|表扬|抱怨|诉求|问卷|回访"
)


@rule(
    "IN022",
    Severity.WARNING,
    Row,
    source="审核惯例",
    bad="服务对象满意度指标：培训人数",
    good="服务对象满意度指标：参训学员满意度",
)
def other_measure_under_satisfaction(row: Row) -> Iterator[Fault]:
    """满意度指标之下只列满意度。

    数量、比率、金额不是服务对象的评价，应回到产出或效益指标。
    """
    cell = row.cell
    if cell.level2 != SATISFACTION or cell.name is None or _OPINION.search(cell.name.bare):
        return
    if cell.name.rate or cell.name.dimension is not None:
        yield Fault(f"三级指标{quoted(cell.name.text)}不是满意度，请移到相应的产出或效益指标", ("level2",))


# -- the handling of the money -----------------------------------------------------------------------------------------

_FINANCE = re.compile(
    "(?:资金|经费|预算|款项|拨款)[^；;]{0,8}?(?:到位|执行率|执行进度|支付|支出率|支出进度|拨付|下达|使用率)"
    "|(?:支付|支出|拨款|用款)进度|专款专用|^执行率$"
)
_PAID_OUT = re.compile(
    "补助|补贴|奖补|补偿|救助|救济|资助|贷款|保险|养老|工资|薪酬|津贴|低保|抚恤|助学|奖学|奖励|奖金|赔偿|报销|赔付|慰问|抚养|赡养"
    "|招商|引资|外资|融资|投资|社会资本|引进|签约|企业"
)
_PAYING = re.compile("拨付|下达|兑付")
_GRANT = re.compile("补助|补贴|奖补|补偿|救助|救济|资助|津贴|低保|抚恤|助学|奖学|奖励|贴息|保障金|慰问|养老金")
_OF_OTHER_WORK = re.compile("[数量额]$|笔数|次数|户数|系统|平台|监管|审计|监督|检查|评审|培训")


@rule(
    "IN023",
    Severity.WARNING,
    Row,
    source="审核惯例；河北沙城经济开发区 2022 年申报：质量指标列“资金到位率”，时效指标列“资金按时拨付”",
    bad="质量指标：资金到位率",
    good="质量指标：验收合格率",
)
def finance_as_output(row: Row) -> Iterator[Fault]:
    """资金到位、预算执行、支付进度不是产出或效益。

    它们反映资金怎样管理，不反映花钱办成了什么；预算执行率在自评时另行计分。补助、奖励一类的项目，及时拨付就是要办的事，不在此列。
    """
    cell = row.cell
    if cell.name is None or cell.level1 not in (OUTPUT, BENEFIT) or not _is_finance(cell.name):
        return
    if not (_PAYING.search(cell.name.bare) and _GRANT.search(row.project.name)):
        message = f"三级指标{quoted(cell.name.text)}反映的是资金管理，不是项目的产出或效益，请改为项目办成的事"
        yield Fault(message, ("level3",))


def _is_finance(name: IndicatorName) -> bool:
    """Whether ``name`` measures how money is handled; not where paying it out is the work (补助资金发放)."""
    bare = name.bare
    return bool(_FINANCE.search(bare)) and not (_PAID_OUT.search(bare) or _OF_OTHER_WORK.search(bare))


# -- cost --------------------------------------------------------------------------------------------------------------

_COST = re.compile(
    "(?:总成本|单位成本|项目成本|成本控制|成本支出|预算控制|总投入|造价)(?:数|额|金额|率|情况|标准|合理性)?$|^成本$|单价$"
)
_NO_COSTS = BENEFITS | {*_OUTPUTS}
_EARNED = re.compile("节约|节省|降低|减少|下降|企业|生产|农户|用工|物流|社会|销售|收购|市场|产品")


@rule(
    "IN024",
    Severity.ERROR,
    Row,
    source="审核惯例；湖北襄阳 2021 年一份表把“成本控制”列在数量指标之下",
    bad="数量指标：成本控制；指标值：不超过预算",
    good="成本指标：项目总成本；指标值：≤350万元",
)
def cost_filed_elsewhere(row: Row) -> Iterator[Fault]:
    """成本要列在成本指标之下。

    成本的方向（不超过）与数量、质量、效益相反，放在别处会按反方向计分。
    """
    cell = row.cell
    if cell.name is None or cell.level2 not in _NO_COSTS:
        return
    if _COST.search(cell.name.bare) and not _EARNED.search(cell.name.bare):
        yield Fault(f"这是成本，不应列在{level2_label(cell.level2)}之下，请移到成本指标", ("level2",))


# -- quantity, quality, time -------------------------------------------------------------------------------------------

_IN_TIME = re.compile(
    "(?:及时|准时|按时|按期|如期)[^；;]{0,6}率$|及时性$|(?:完成|完工|竣工|办结|交付|开工|验收)(?:时间|时限|期限)$|时效$"
)
_GOOD_WORK = re.compile("(?:合格|优良|优秀|优质|准确|正确|完好|差错|错误)率$")
_AMOUNTS = (Dimension.PEOPLE, Dimension.AREA, Dimension.LENGTH)
_OF_QUALITY = re.compile(
    "合格|达标|优|良|奖|证|事故|投诉|差错|故障|事件|问题|违|伤|亡|不|未|及时|按[时期]|准时|缺陷|返工|逾期"
)
_EXPECTED = {TIMELINESS: _IN_TIME, QUALITY: _GOOD_WORK}


def _home(name: IndicatorName) -> str:
    """数量, 质量 or 时效, where ``name`` belongs, as far as that is sure; else ""."""
    for level2, words in _EXPECTED.items():
        if words.search(name.bare):
            return level2
    if name.dimension in _AMOUNTS and name.better is None and not _OF_QUALITY.search(name.bare):
        return QUANTITY
    return ""


@rule(
    "IN025",
    Severity.HINT,
    Row,
    source="审核惯例",
    bad="数量指标：工程验收合格率",
    good="质量指标：工程验收合格率",
)
def filed_under_another_output(row: Row) -> Iterator[Fault]:
    """数量、质量、时效各归其类。

    数量看做了多少，质量看做得怎样，时效看是否按时；归错了类，各类的分值就不对。
    """
    cell = row.cell
    if cell.name is None or cell.level2 not in (*_OUTPUTS, COST) or not (home := _home(cell.name)):
        return
    if home != cell.level2 and not two_measures(cell.name.bare):  # IN007 asks for two rows
        message = (
            f"三级指标{quoted(cell.name.text)}像是{level2_label(home)}，而列在{level2_label(cell.level2)}之下，请核对"
        )
        yield Fault(message, ("level2",))


@rule(
    "IN026",
    Severity.HINT,
    Row,
    source="审核惯例；河北沙城经济开发区 2022 年申报：数量指标列“实际完成率”",
    bad="数量指标：实际完成率；指标值：≥90%",
    good="数量指标：完成招商项目数；指标值：≥5个",
)
def rate_under_quantity(row: Row) -> Iterator[Fault]:
    """数量指标宜写数量，不写比率。

    比率看不出做了多少：完成率 90% 可能是 9 件，也可能是 900 件。
    """
    cell = row.cell
    if cell.level2 != QUANTITY or cell.name is None or not cell.name.rate:
        return
    if not (cell.name.satisfaction or _home(cell.name) or _is_finance(cell.name) or _COST.search(cell.name.bare)):
        yield Fault("数量指标写的是比率，看不出做了多少，请改为件数、人数等数量", ("level3",))
