"""Units of measure as the trade writes them, by dimension.

There is no official list: 计量单位 is free text in the national forms. These were gathered from published forms of
Hebei, Guangdong, Sichuan, Chongqing, Hubei, Hunan, Ningxia, Yunnan and Inner Mongolia.
A unit is a word that may directly follow a number; 万 and its like belong to it (5.5 + 万人次), and so does what it is
counted per (元/人·月, 次/年, 元每人每月).
"""

from __future__ import annotations

import re
from enum import StrEnum

from budgetdocs.model.value.word_table import alternatives, words


class Dimension(StrEnum):
    """What a unit measures."""

    PERCENT = "百分比"
    POINTS = "百分点"
    MONEY = "金额"
    TIME = "时间"
    PEOPLE = "人数"
    TIMES = "次数"
    COUNT = "数量"
    LENGTH = "长度"
    AREA = "面积"
    VOLUME = "体积"
    WEIGHT = "重量"
    ENERGY = "能量"
    DATA = "数据量"
    CONCENTRATION = "浓度"
    SCORE = "分值"
    RATIO = "比值"


_TABLE: dict[Dimension, tuple[str, ...]] = {
    Dimension.PERCENT: words("% ‰ 百分比 百分率"),
    Dimension.POINTS: words("个百分点 百分点"),
    Dimension.MONEY: words("元 角 美元 欧元 港元 日元 元人民币 块钱"),
    Dimension.TIME: words("""
        年 月 日 个月 周 个星期 星期 天 工作日 个工作日 日历日 个日历日 日历天 个日历天 自然日 个自然日 小时 个小时
        时 分钟 秒 秒钟 毫秒 ms h min 季度 个季度 学期 个学期 学年 个学年
    """),
    Dimension.PEOPLE: words("人 名 位 人次 个人 人份 人天 人日 人月 人年 户 户次 岗 岗位 个岗位 学员"),
    Dimension.TIMES: words("""
        次 回 遍 趟 轮 剂次 轮次 批 批次 个批次 班 班次 场 场次 期 届 种次 台次 项次 车次 航次 架次 例次 课次
    """),
    Dimension.COUNT: words("""
        个 家 项 件 台 套 台套 件套 座 条 辆 只 头 株 棵 篇 份 本 册 张 处 块 起 宗 种 类 间 所 栋 幢 幅 面 盏 部 把
        支 枚 粒 颗 匹 尾 羽 口 眼 艘 架 门 根 片 盆 袋 箱 瓶 盒 桶 组 队 村 镇 乡 县 市 标箱 标准箱 例 道 床 床位
        张床位 学时 课时 节 课 页 字 首 集 档 卷 份额 款 宗地 段 孔 扇 樘 列 站点 点位 席 席位 工位 个村 个县 个乡镇
        个乡 个镇 个市 个区 个街道 个社区 个行政村 个自然村 个点 个站 个班 个组 个队 个站点 个点位 个项目 个标段
        个品种 个单位 个部门 个系统 个平台 个校区 车位 个车位 泊位 机位 专题 课题 案例 编制 通 封 则 版 版次 期次 层
        级 窝 群 穴 件次 亩次 门次 篇次 册次 家次 条次 份次 辆次 套次 头次 只次 株次 座次 处次
    """),
    Dimension.LENGTH: words("米 公里 千米 厘米 毫米 里 华里 延米 延长米 海里 车道公里 m km cm mm"),
    Dimension.AREA: words("""
        平方米 平方公里 平方千米 平方厘米 平米 平方 亩 公顷 顷 m2 m² ㎡ km2 km² ㎢ hm2 hm²
    """),
    Dimension.VOLUME: words("立方米 立方 方 土方 标方 升 毫升 m3 m³ ㎥ L l mL ml"),
    Dimension.WEIGHT: words("吨 千克 公斤 克 毫克 斤 担 吨标准煤 吨标煤 tce t kg g mg"),
    Dimension.ENERGY: words("""
        千瓦 千瓦时 兆瓦 兆瓦时 度 度电 千伏 千伏安 伏 W kW KW MW GW kWh KWh kW·h kV kVA 焦耳 吉焦 GJ 分贝 dB dB(A) ℃
        摄氏度
    """),
    Dimension.DATA: words("KB kB MB GB TB PB 兆 Mb Gb Mbps Gbps"),
    Dimension.CONCENTRATION: words("mg/L mg/m3 mg/m³ μg/m3 μg/m³ ug/m3 ppm 微克/立方米 毫克/升"),
    Dimension.SCORE: words("分 星 星级 颗星"),
    Dimension.RATIO: words("倍 比例 折 番"),
}
SCALES = words("十 百 千 万 十万 百万 千万 亿 十亿 百亿 千亿 万亿")
_UNSCALED = (Dimension.PERCENT, Dimension.POINTS, Dimension.SCORE)
_BASE: dict[str, Dimension] = {word: dimension for dimension, table in _TABLE.items() for word in table}

UNITS: dict[str, Dimension] = {
    scale + word: dimension
    for word, dimension in _BASE.items()
    if dimension not in _UNSCALED and not word.isascii()
    for scale in SCALES
}
"""Every unit that is not composite, with its scale (元, 万元, 亿元; 万 alone is a unit too), and its dimension."""
UNITS |= _BASE
UNITS |= dict.fromkeys(SCALES, Dimension.COUNT)

TIME_LIMITS = frozenset(words("工作日 个工作日 日历日 个日历日 日历天 个日历天"))
"""Units that only ever state a time limit: with a sign they are a duration too (≤10个工作日)."""

PERIODS = words("半年 半个月 半月 年度 年 季度 季 个月 月 个星期 星期 周 工作日 日 天 小时 学期 学年 旬")
"""What a frequency is counted over."""

FREQUENCY_COUNTS = frozenset(words("次 回 遍 趟 轮 期 场 批 轮次 批次 班次 场次"))
"""Units that make a frequency when counted over a period (次/年)."""

CLASSIFIERS = frozenset(words("家 项 件 台 套 座 户 头 只 辆 条 名 位 场 期 篇 份 种 处 株 棵 册 张 间 所 栋 起"))
"""Pure classifiers: two of them side by side are one too many (5个家)."""

_PROSE_WORDS = frozenset(
    words("""
        项目 人员 人均 人民 人才 人口 人力 人群 人大 人社 人事 人居 人工 人行 人机 年度 年均 年终 年初 年底 年末 年报
        家长 家庭 家属 家校 家园 家居 家电 家禽 家畜 家政 村民 村级 村委 村庄 户均 户籍 户主 户外 户口 次均 条件 条例
        日常 日均 日报 月度 月均 月底 月初 月报 名录 名单 名称 名额 名师 名优 处理 处置 处罚 处方 期间 期末 期满 期限
        场地 场所 场馆 片区 片剂 位置 位于 分类 分配 分析 分解 分布 分级 分项 分年 件均 套餐 只有 头部 头条 批准 批复
        部门 部分 部署 部级 张贴 本级 本年 本市 本县 本区 本省 本项 本单 本部 本地 本辖 本科 本次 本校 本院 门诊 门店
        门禁 门窗 班级 班子 组织 组建 组成 组长 级别 队伍 队员 节能 节约 节水 节点 节假 卷宗 卷烟 首次 块状 层次 层级
        层面 区域 段落 段位 口径 口碑 口腔 口粮 道路 道德 面积 面向 面对 面上 种植 种类 种子 种养 间接 间隔 架构 架设
        篇幅 亩均 亩产 吨均 倍增 度假 度过 根据 根本 支出 支付 支持 支撑 支部 支农 支教 版面 版权 例行 例会 例外 例假
        周边 周转 周期 周密 天然 天气 时间 时效 时限 时点 市场 市民 市级 市政 县级 县域 乡村 镇级 集中 集体 课程 课堂
        页面 字样 款项 通过 通报 通知 通行 通车 通水 通电 封闭 封存 群众 群体 方案 方便 方面 方式 里程 折算 米粉 克服
        升级 升学 升高 类别 类型 所有 所需 所属 所在 起到 起止 把握 把关 列入 床上 孔径 席次 眼科 枚举 粒度 羽绒 万无
        千方 百姓 百强 百分 亿级 星期 则应 角度 角色 回收 回访 回复 轮训 届满 台账 座谈 座位 宗教 盒饭 档案 次性
    """)
)
"""Words that begin with a unit's character: after a number they begin prose (≥90项目完成率), not 项 and its rest."""

_SCALE = "(?:万亿|[十百千]?[万亿]|[十百千])"
_WORD = f"(?:{alternatives(_BASE)})"
_PERIOD = f"(?:(?:[0-9]{{1,3}}|[一二两三四五六七八九十]{{1,3}})?(?:{alternatives(PERIODS)}))"
_PER = f"(?:[/·.每](?:{_PERIOD}|{_SCALE}?{_WORD}|[\u4e00-\u9fff]{{1,2}}(?=[/·每)）]|$)))"
_ALTERNATIVE = f"(?:[(（]{_WORD}[)）])"  # 台（套）, 项（次）
_UNIT = re.compile(f"(?:{_WORD}|{_SCALE}{_WORD}|{_SCALE}){_ALTERNATIVE}?{_PER}*(?:数$)?")
_LATIN = re.compile("[A-Za-z0-9μ°℃Ω]")
_NUMERATOR_END = re.compile("[/·.每(（数]")
_FREQUENCY = re.compile(f"(?:{alternatives(FREQUENCY_COUNTS)})[/每]{_PERIOD}")


def unit_at(text: str, position: int) -> int:
    """The end of the longest known unit that begins at ``position`` of ``text``; ``position`` itself if none does."""
    found = _UNIT.match(text, position)
    if found is None:
        return position
    end = found.end()
    if end == position + 1 and text[position : position + 2] in _PROSE_WORDS:
        return position
    if _LATIN.match(text, end) and _LATIN.match(text, end - 1):
        return position
    return end


def is_frequency(unit: str) -> bool:
    """Whether ``unit`` counts times over a period: 次/年, 场/季度, 次/2年."""
    return _FREQUENCY.fullmatch(unit) is not None


def dimension(unit: str | None) -> Dimension | None:
    """What ``unit`` measures, that of its numerator if it is composite (元/人·月 is money); None if it is not known."""
    if unit is None or unit_at(unit, 0) != len(unit):
        return None
    return UNITS.get(unit) or UNITS.get(_NUMERATOR_END.split(unit, maxsplit=1)[0])
