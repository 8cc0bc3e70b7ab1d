"""What headings and labels are called: the printed labels, and the names that other forms have for them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from budgetdocs.model.value.units import dimension

_NAMES = {
    "unit_code": "单位编码 部门编码 预算单位编码 单位代码 部门代码 预算单位代码 部门单位编码",
    "unit_name": "单位名称 部门名称 预算单位 预算单位名称 部门单位名称 填报单位 申报单位 编制单位 部门 "
    "项目单位 项目单位名称 实施单位 项目实施单位 填报部门 申报部门",
    "year": "年度 预算年度 年份 填报年度 所属年度",
    "form": "表样",
    "overall": "总体绩效目标 部门总体绩效目标 年度总体绩效目标",
    "specific": "分项绩效目标",
    "safeguards": "工作保障措施",
    "part": "部分",
    "heading": "标题",
    "content": "内容",
    "code": "项目编码 项目代码 项目编号 项目编码21位",
    "name": "项目名称 项目 预算项目 预算项目名称",
    "budget": "预算数 预算金额 年度预算数 预算数合计 预算资金 年度预算 项目预算 预算安排数 年初预算数 资金总额 "
    "项目资金 年度资金总额 项目资金总额 预算总额 预算资金总额 项目预算数 预算数小计 预算规模预算数 预算规模合计",
    "scale": "预算规模及资金用途 预算规模和资金用途 预算规模与资金用途 资金规模及用途 预算规模",
    "fiscal_funds": "财政资金 财政拨款 财政拨款资金 财政性资金",
    "other_funds": "其他资金 其它资金",
    "purpose": "资金用途 用途",
    "payment_plan": "资金支出计划 支出计划 资金支付计划 支付计划",
    "march": "3月底 三月底 3月末 三月末 一季度 第一季度 截至3月底",
    "june": "6月底 六月底 6月末 六月末 二季度 第二季度 截至6月底",
    "october": "10月底 十月底 10月末 十月末 截至10月底",
    "december": "12月底 十二月底 12月末 十二月末 四季度 第四季度 年底 截至12月底",
    "goals": "绩效目标 项目绩效目标 年度绩效目标 总体目标 年度目标 项目总体目标 年度总体目标 项目年度绩效目标 项目目标",
    "level1": "一级指标 一级 指标类型 一级指标名称",
    "level2": "二级指标 二级 二级指标名称",
    "level3": "三级指标 三级 三级指标名称 指标名称",
    "description": "绩效指标描述 绩效指标内容 指标内容 指标描述 指标解释 指标说明 指标值说明 指标值内容",
    "sign": "计算符号 指标性质 符号 比较符号 指标方向",
    "value": "指标值 目标值 年度指标值 指标值及单位 预期指标值 年初目标值 全年目标值 预期值 年度目标值 目标值及单位 "
    "数值",
    "measure": "度量单位 计量单位 指标单位 指标值单位 单位",
    "basis": "指标值确定依据 确定依据 指标依据 依据 指标值依据 绩效标准 目标值确定依据 目标值依据 "
    "指标确定依据 指标值设定依据",
    "rule": "规则",
    "reason": "理由",
    "line": "行号",
    "serial": "序号",
    "group": "绩效指标 年度绩效指标 项目绩效指标 项目年度绩效指标 指标 其中",
}
"""The names of each field; plain, and parted by spaces. ``group`` stands above other headings, or holds nothing."""

LABELS = {field: names.split()[0] for field, names in _NAMES.items()}
"""What each field is called in messages."""
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}

MONEY_FIELDS = ("budget", "fiscal_funds", "other_funds")
PLAN_FIELDS = ("march", "june", "october", "december")
PROJECT_FIELDS = ("unit_code", "unit_name", "code", "name", *MONEY_FIELDS, "purpose", *PLAN_FIELDS, "goals")
BLANKABLE_OF_PROJECT = ("purpose", "goals")
"""What a file may lack of a project; it is blank then, which is told."""
INDICATOR_FIELDS = ("level1", "level2", "level3", "description", "sign", "value", "measure", "basis")
NEEDED_OF_PROJECT = ("code", "name", "budget", *PLAN_FIELDS)
NEEDED_OF_INDICATOR = ("level1", "level2", "level3", "value")
BLANKABLE_OF_INDICATOR = ("description", "basis")

IN_TEN_THOUSANDS = {
    "元": Decimal("0.0001"),
    "百元": Decimal("0.01"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "亿元": Decimal(10000),
}
"""Units of money, in 万元."""

_SIMPLIFIED = str.maketrans(
    "績標項單級預數財資額編碼稱據確產總體門萬億類號標題內規則由務",
    "绩标项单级预数财资额编码称据确产总体门万亿类号标题内规则由务",
)
_NUMBERED = re.compile(r"^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[、.]|^[*★☆※#]+|^20[0-9]{2}年度?")
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_LONGEST = 60


class Heading(NamedTuple):
    """A heading understood: its field, and the unit that it names in brackets (万元, %, 个), "" if none."""

    field: str
    unit: str = ""


@lru_cache(maxsize=8192)
def heading_of(text: str) -> Heading | None:
    """The field that ``text`` is the heading or label of; None if of none."""
    if len(text) > _LONGEST:
        return None
    bare = "".join(unicodedata.normalize("NFKC", text).split()).rstrip(":").translate(_SIMPLIFIED)
    bare = _NUMBERED.sub("", bare).removeprefix("其中:").rstrip("*★").removesuffix(":")
    if bare in _FIELDS:
        return Heading(_FIELDS[bare])
    unit = ""
    for found in _BRACKETED.finditer(bare):
        inside = (found[1] or found[2] or "").removeprefix("单位:")
        unit = unit or inside
    plain = _BRACKETED.sub("", bare)
    field = _FIELDS.get(plain) or _FIELDS.get(plain.replace("/", "").replace("、", ""))
    return Heading(field, unit) if field else None


_NOTE = re.compile(r"(?:.*(?:[填选项]|单位|值|年度)|20[0-9]{2}年?度?|[A-D])?")


def unit_of_value(written: str) -> str | None:
    """The unit to put behind the values of a column whose heading says ``written`` in brackets; "" if that is none.

    None if there is no telling (a word that is neither a known unit nor a known note).
    """
    if _NOTE.fullmatch(written):
        return ""
    return written if dimension(written) is not None else None
