"""The words of indicator values: comparators before and after a number, qualifiers, grades, answers of one word.

Gathered from published forms, with the lists that other programs of the trade use (``docs/values.md``, 词表).
"""

from __future__ import annotations

import re

from budgetdocs.model.value.parts import Comparator, Parts, ValueKind
from budgetdocs.model.value.word_table import words

# -- about a number ----------------------------------------------------------------------------------------------------

_COMPARATOR_WORDS: dict[Comparator, tuple[str, ...]] = {
    "≥": words("""
        大于或等于 大于等于 高于或等于 高于等于 多于等于 不得低于 不得少于 不应低于 不应少于 不能低于 不可低于
        应不低于 应不少于 不低于 不少于 不小于 不短于 不劣于 不亚于 不弱于 至少 最少 最低 起码
    """),
    "≤": words("""
        小于或等于 小于等于 低于或等于 低于等于 少于等于 不得高于 不得超过 不得多于 不得大于 不应超过 不应高于
        不能超过 不可超过 应不超过 应不高于 不高于 不超过 不超出 不多于 不大于 不长于 未超过 不超 至多 最多 最高 最长
    """),
    ">": words("大于 高于 多于 超过 超出 优于 超 逾"),
    "<": words("小于 低于 少于 不到 不足 不满"),
    "=": words("恰好等于 等于"),
}
COMPARATORS: dict[str, Comparator] = {word: sign for sign, table in _COMPARATOR_WORDS.items() for word in table}
"""Comparators in words, before the number. 低于 leaves the number out, 不低于 includes it."""

_INCLUDING = r"[(（]包?含[^()（）]{0,8}[)）]"
_EXCLUDING = r"[(（]不(?:包?含|包括)[^()（）]{0,8}[)）]"
SUFFIX = re.compile(
    f"(?P<gt>以上{_EXCLUDING}|{_EXCLUDING}以上)|(?P<lt>以下{_EXCLUDING}|{_EXCLUDING}以下)"
    f"|(?P<ge>(?:{_INCLUDING}|及其|[及或和含])?以上(?:{_INCLUDING})?)"
    f"|(?P<le>(?:{_INCLUDING}|及其|[及或和含])以下|以下{_INCLUDING}|(?:{_INCLUDING})?(?:以内|之内)(?:{_INCLUDING})?)"
    f"|(?P<below>以下)|(?P<including>{_INCLUDING})|(?P<within>内(?![部容外控设涵]))"
)
"""Comparators after the number and its unit. 以下 alone is read as <: whether it includes the number is disputed."""

ABOUT_BEFORE = words("大约 大概 约为 约 将近 接近 近 预计 估计 共计 总计 合计 累计 共 计 平均 人均 户均")
"""Qualifiers before a number that leave it a number."""

ABOUT_AFTER = re.compile("左右|上下")
"""Qualifiers after it."""

REACH = words("""
    力争达到 争取达到 确保达到 保证达到 应达到 需达到 提高到 提高至 提升到 提升至 降低到 降低至 下降到 下降至 控制在
    保持在 维持在 稳定在 达到 完成 实现 达 为 须 应 需 在
""")
"""Words that state a number without comparing: without a comparator they are prose."""

BASELINE = re.compile("上一?年|去年|前年|往年|历年|同期|近[三五3-5]年|平均|均值|水平|基期|现状|市场价|行业")
"""What a comparison without a number is made with: a figure that exists, though it is not quoted."""

# -- answers of one word -----------------------------------------------------------------------------------------------

BOOLEANS = frozenset(words("是 否 有 √ × ✗ ✘ 是/否 有/无 是或否 对 错 Y N YES NO Yes No yes no TRUE FALSE true false"))
"""Yes, no, and the choice between them left open (是/否)."""

_WHOLE: dict[ValueKind, tuple[str, ...]] = {
    ValueKind.DURATION: words("长期 中长期 短期 中期 永久 常年 终身 全年度 年度 当年 本年 本年度 全生命周期"),
    ValueKind.FREQUENCY: words("""
        不定期 定期 经常 每年 每半年 每季度 每季 每月 每周 每日 每天 逐年 逐月 按年 按季 按季度 按月 按周 按日
    """),
    ValueKind.TEXT: words("无 暂无 同上 不适用 不涉及 待定 略 见附件 详见附件 其他 未知 不详 N/A n/a NA"),
}
WHOLE: dict[str, ValueKind] = {word: kind for kind, table in _WHOLE.items() for word in table}
"""Other answers that are one word, and their kind."""

# -- grades ------------------------------------------------------------------------------------------------------------

_SUBJECT = words("效果 成效 效益 作用")
_DEGREE = words("""
    显著 明显 有效 稳步 稳定 逐步 逐年 逐渐 不断 持续 长期 有所 大幅 大幅度 大力 进一步 较为 比较 非常 很 更 更加 较
    最 全面 全部 充分 切实 有力 正面 积极 保持 基本 及时 按时 按期 如期 准时 均 已 良好 有序 合理 正常 顺利 严格 高效
    规范 科学 平稳 长效 部分 未 不 足额 较好 极大 适当 得到 得以 实现 达到 安全 可 圆满 总体 整体
""")
_CHANGE = words("""
    提高 提升 降低 减少 增加 增长 增强 加强 改善 保障 支撑 促进 推动 推进 巩固 优化 完善 缓解 改进 下降 上升 扩大
    稳定 发展 减轻 遏制 控制 好转 维护 改观 带动 引导 延长 缩短 节约 健全 深化 拓展 覆盖 满足 持平 推广 强化 规范
    运行 运转
""")
_STATE = words("""
    一般 优秀 优良 良好 优 良 中 差 很好 好 高 低 大 强 小 明显 显著 合理 及时 有效 有力 健全 明确 完整 规范 准确
    稳定 长远 长效 深远 满意 合格 达标 到位 完备 完善 科学 合规 合法 正常 安全 充分 齐全 真实 完好 可持续 可控 平稳
    符合 达成 达到 验收合格 未达成 部分达成 公开 透明 公平 公正 公开透明 通畅 畅通 便捷 高效
    有序 清晰 先进 领先 严格 向好 稳中有升 稳中有进 稳中向好 良性 优质 高质量 精准 中等 足额 有保障
    优化 持续 全覆盖 按时 按期 如期 准时 较大 一流 甲级 乙级
""")
_RANK = "[一二三四五]级|[一二三]等|(?:[1-5] ?)?A{1,5}级|[ABCD]级?|[ⅠⅡⅢⅣⅤ][类级]|(?:国家|[省市县区校部厅])级"
_RANKED = "等次|等级|档次|水平|标准|水质"
_DONE = words("""
    支出 发放 完成 拨付 到位 办理 支付 办结 落实 实施 开展 推进 下达 上报 响应 处理 处置 验收 实现 达到 达成 竣工
    完工 执行 使用 供应 公开 启用 投产 交付
""")
_DEGREES = f"(?:{'|'.join(_DEGREE)})"
_GRADE = re.compile(
    f"(?:{'|'.join(_SUBJECT)})?{_DEGREES}{{0,3}}(?:{'|'.join(_CHANGE + _STATE)}|{_RANK}){{1,2}}"
    f"(?:(?<=[优良中差高级等类秀好进流先])(?:{_RANKED}))?"
    f"|{_DEGREES}{{1,2}}(?:{'|'.join(_DONE)})|完成|(?:达到|达成|实现|完成)预期(?:目标|指标|效果)?|优良中低?差|高中低"
)
_LONGEST_GRADE = 12
_AND_ABOVE = re.compile("[及或]?以上$")
_LISTED = re.compile("[/、，,;；]")


def is_grade(text: str) -> bool:
    """Whether ``text`` grades without a number or an object (良好, 效果明显) or lists grades (优、良、中、差)."""
    if len(text) <= _LONGEST_GRADE and _GRADE.fullmatch(text):
        return True
    items = _LISTED.split(text, maxsplit=8)
    return 2 <= len(items) <= 8 and all(len(item) <= _LONGEST_GRADE and _GRADE.fullmatch(item) for item in items)


def grade(text: str) -> Parts | None:
    """``text`` as a grade, with ≥ where it says 及以上 (良及以上); None if it is no grade."""
    plain = _AND_ABOVE.sub("", text)
    if not is_grade(plain):
        return None
    return Parts(ValueKind.LEVEL, None if plain == text else "≥", text=text)


# -- names of indicators -----------------------------------------------------------------------------------------------

_NAME_ENDS = words("率 满意度 满意程度 知晓度 完成时间 完成时限 数量 人数 次数 户数 面积 天数")
_NAME_BARS = re.compile(
    "提|升|增|降|减|保|(?<!准)确|控|按|不|达到|符|完善|实现|加强|改善|高于|低于|优于|无|[，。,;；、]"
)
_LONGEST_NAME = 16


def is_indicator_name(text: str) -> bool:
    """Whether ``text`` is the name of an indicator (发放时间达标率) rather than a value of one."""
    return 2 <= len(text) <= _LONGEST_NAME and text.endswith(_NAME_ENDS) and not _NAME_BARS.search(text)
