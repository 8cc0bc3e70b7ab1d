"""What the name of a 三级指标 says of its value: a rate or a count, in which unit, and whether more is better.

Names are free text; this reads the words by which the trade builds them (…率, …满意度, …人数, …金额), and says nothing
where they do not tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from budgetdocs.model.value.parts import SIGNS, Comparator
from budgetdocs.model.value.text import normalise
from budgetdocs.model.value.units import Dimension, unit_at
from budgetdocs.model.value.word_table import alternatives, words


class Better(Enum):
    """Which way a measure improves. ``UNCLEAR``: more may be good work or bad matter (检出率), so a person must say."""

    MORE = "越高越好"
    LESS = "越低越好"
    UNCLEAR = "方向不明"


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """A 三级指标 as read. ``text`` is normalised, ``bare`` lacks what stands in brackets at its end."""

    text: str
    bare: str
    rate: bool
    """It is a share of something, in percent: …率, …比例, …满意度."""
    satisfaction: bool
    change: bool
    """It is a change (增长, 下降, 节约), which may be more than 100 % or, as a number, stand for itself."""
    better: Better | None
    """None where the words do not tell."""
    comparator: Comparator | None
    """A sign printed in its brackets: (≥**亩)."""
    unit: str | None
    """The unit printed in its brackets: (亩), (%)."""
    implied_unit: str | None
    """The unit that its words imply: 户数 is 户, 案件数 is 件 (another may be usual)."""
    dimension: Dimension | None
    """What its value must measure, where its ending says so: …人数 people, …面积 an area, …率 a percent."""
    question: bool
    """It asks: 是否…, …吗."""


@lru_cache(maxsize=4096)
def indicator_name(text: str) -> IndicatorName:
    """The name ``text`` of a 三级指标, read."""
    plain = normalise(text)
    bare, comparator, unit = _bracketed(plain)
    satisfaction = "满意" in bare
    rate = satisfaction or unit == "%" or _is_rate(bare)
    dimension = Dimension.PERCENT if rate else next((kind for end, kind in _ENDINGS if end.search(bare)), None)
    return IndicatorName(
        plain,
        bare,
        rate,
        satisfaction,
        _CHANGE.search(bare) is not None,
        Better.MORE if satisfaction else _better(bare),
        comparator,
        unit,
        None if rate else _implied_unit(bare),
        dimension,
        _QUESTION.search(bare) is not None,
    )


# -- brackets at the end -----------------------------------------------------------------------------------------------

_BRACKETS = re.compile(r"[(（]([^()（）]{1,16})[)）]$")
_PRINTED = re.compile(r"(?:单位[:：])?([≥≤><=》〉]?)[*×xX_]*(.*)")


def _bracketed(text: str) -> tuple[str, Comparator | None, str | None]:
    """``text`` without the brackets at its end, and the sign and the unit printed in them."""
    found = _BRACKETS.search(text)
    printed = _PRINTED.fullmatch(found[1]) if found else None
    if found is None or printed is None:
        return text, None, None
    sign, unit = printed.groups()
    if not unit or unit_at(unit, 0) != len(unit):
        return text, SIGNS.get(sign), None
    return text[: found.start()], SIGNS.get(sign), unit


# -- rates and what else is measured -----------------------------------------------------------------------------------

_NO_RATE = re.compile("(?:效|频|功|速|倍|汇)率$")
_RATE = re.compile(
    "(?:率|比例|占比|比重|百分比|程度|(?:安全|获得|幸福|认同|归属)感"
    "|(?:知晓|认知|参与|知名|完成|达成|认可|覆盖|支持|美誉|信任|获得|饱和|饱满|完好|贡献|准确|及时|有效|契合|匹配)度)(?:情况|指标|水平|达标|目标值?|(?:达到|不低于|不超过).*)?$"
)
_ENDINGS: tuple[tuple[re.Pattern[str], Dimension], ...] = (
    (re.compile("人数量?$|人员数量?$|(?:学生|职工|教师|干部|劳动力|贫困人口)数量?$"), Dimension.PEOPLE),
    (re.compile("户数$"), Dimension.PEOPLE),
    (re.compile("次数$|场次$|批次$|期数$"), Dimension.TIMES),
    (re.compile("天数$|时长$|时间$|时限$|期限$|年限$|周期$|工期$|日期$"), Dimension.TIME),
    (re.compile("面积$"), Dimension.AREA),
    (re.compile("长度$|里程$"), Dimension.LENGTH),
    (re.compile("金额$|产值$|收入$|总成本$|经费$|费用$|投资额$|销售额$|交易额$|资金额$|资金量$"), Dimension.MONEY),
)


def _is_rate(name: str) -> bool:
    return _RATE.search(name) is not None and _NO_RATE.search(name) is None


# -- the unit that a name implies --------------------------------------------------------------------------------------

_CLASSIFIERS = words("""
    起 个 户 人次 人 次 场次 场 家 项 件 台 套 篇 份 本 天 批次 批 处 座 条 辆 名 位 间 株 头 只 种 期 班 张 宗 盏 栋 所
    册 款 学时 课时 月
""")
_COUNTED = re.compile(f"({alternatives(_CLASSIFIERS)})(?:数|数量)$")
_COUNT = re.compile("(?:数|数量|总量)$")
_AMOUNT = re.compile("金额|预算|控制数|概算|资金|经费|成本")
_USUAL_UNITS: tuple[tuple[str, str], ...] = tuple(
    (noun, unit)
    for unit, nouns in (
        ("件", words("案件 提案 议案 专利 作品 信访件 器械")),
        ("项", words("工程 课题 任务 制度 标准 成果 政策 科研项目")),
        ("个", words("项目 社区 村庄 站点 点位 平台 系统 网点 岗位 部门 单位")),
        ("家", words("企业 公司 机构 商户 合作社 医院")),
        ("人", words("人员 学生 教师 职工 群众 劳动力 干部 党员 儿童 老人 患者 员工 人口 运动员 志愿者 对象")),
        ("起", words("事故 事件 案例 纠纷 火灾")),
        ("次", words("会议 活动 检查 演练 巡查 督查 调研 宣传 培训 讲座")),
        ("篇", words("论文 报告 文章 稿件")),
        ("台", words("设备 电脑 仪器 计算机 空调 打印机")),
        ("辆", words("车辆 汽车 公交车")),
        ("所", words("学校 幼儿园")),
        ("部", words("电影 著作 法规")),
        ("株", words("苗木 树木")),
        ("条", words("横幅 标语 线路")),
    )
    for noun in nouns
)


def _implied_unit(name: str) -> str | None:
    counted = _COUNTED.search(name)
    if counted:
        return counted[1]
    if not _COUNT.search(name) or _AMOUNT.search(name):
        return None
    nearest = max(((name.rfind(noun), len(noun), unit) for noun, unit in _USUAL_UNITS), default=(-1, 0, ""))
    return nearest[2] if nearest[0] >= 0 else None


# -- whether more is better --------------------------------------------------------------------------------------------

_QUESTION = re.compile("是否|能否|有无|有没有|吗[?？]?$|[?？]$|如何|怎样")
_CHANGE = re.compile("增长|增幅|增速|增加|提高|提升|下降|降低|减少|降幅|减幅|节约|节能|节水|减排|增收|变化|上升")
_BAD = words("""
    逾期 超期 延期 延误 超时 差错 错误 错漏 失误 投诉 返工 返修 事故 事件 伤亡 死亡 病死 违规 违纪 违法 违约 违建
    拖欠 欠缴 欠费 流失 损坏 损失 损耗 损毁 漏损 故障 缺陷 隐患 空置 闲置 撂荒 误差 超支 超标 超预算 不合格 不达标
    不及时 未完成 未达标 未按时 退回 退货 返贫 致贫 失业 发案 案发 犯罪 火灾 污染物 排放 能耗 耗能 水耗 电耗 变质
    发病 患病 感染 发生率 复发 辍学 信访 上访 差评 偏差 浪费 重复 积压 滞留 缺勤 缺课 丢失 泄漏 泄露 中断 宕机 拥堵
    破损 病虫害 支出占比 负债 债务率 赤字 漏报 瞒报 虚报 冒领 调整次数
""")
_GOOD = words("""
    完成 合格 覆盖 及时 按时 准时 准确 达标 到位 知晓 认知 参与 成活 存活 在线 利用 使用率 增长 增加 提高 提升 保障
    满足 入学 就业 脱贫 普及 达成 落实 受益 获奖 通过 优良 优秀 良好 有效 完好 完整 正常 稳定 规范 公开 参保 签约
    兑现 办结 结案 化解 整改 处理 处置 查处 防控 防治 治理 治愈 控制率 修复 排除 排查 整治 救治 响应 解决 回复 清零
    核查 打击 破案 回访 挽回 下降 减少 降低 节约 节能 节水 减排 缩短 回收 复购 增收 绿化 惠及 服务 验收 正确 一次性
    安全 执行率 支出率 支付率 拨付率 发放率 达到 推广 带动 帮扶 救助 补助率 资助率 支撑 受训 培训率 出勤 结业 毕业
    升学 巩固 转化 上线 运行率 稳岗 保有
""")
_UNCLEAR = words("检出 阳性 查出 发现率 抽检")
_OVERRIDING = words("逾期 超期 延期 延误 未完成 未达标 不合格 不达标 差错 错误 违规")
_ANY = re.compile(
    f"(?P<unclear>{alternatives(_UNCLEAR)})|(?P<bad>{alternatives(_BAD)})|(?P<good>{alternatives(_GOOD)})"
)
_REDUCED = re.compile("挽回|追回|减少|降低|下降|压减|压降|削减|缩短|消除|遏制|避免|减轻")
_MENDED = re.compile("整改|处理|处置|查处|纠正|化解|治理|核查|清理|清欠|控制|防控|防治|防范|整治|修复|追回|挽回")
_OVERRIDDEN = re.compile(alternatives(_OVERRIDING))


def _better(name: str) -> Better | None:
    """By the last word that tells (投诉处理率), but for one that reduces it (减少排放) or overrides it (逾期完成率)."""
    last = None
    for found in _ANY.finditer(name):
        last = found
    if last is None:
        return None
    if last.lastgroup == "unclear":
        return Better.UNCLEAR
    if _REDUCED.search(name):
        return Better.MORE
    if last.lastgroup == "bad" or (_OVERRIDDEN.search(name) and not _MENDED.search(name)):
        return Better.LESS
    return Better.MORE
