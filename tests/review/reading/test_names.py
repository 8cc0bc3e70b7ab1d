"""三级指标的名称说了什么：是不是率，单位，越高越好还是越低越好。"""

from __future__ import annotations

import pytest

from budgetdocs.model.value.units import Dimension
from budgetdocs.review.reading.names import Better, indicator_name


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("合格率", Better.MORE),
        ("逾期发放率", Better.LESS),
        ("逾期任务完成率", Better.LESS),
        ("不合格产品处置率", Better.MORE),
        ("投诉处理率", Better.MORE),
        ("投诉率", Better.LESS),
        ("违规行为查处率", Better.MORE),
        ("城镇登记失业率", Better.LESS),
        ("失业保险覆盖率", Better.MORE),
        ("失业人员再就业率", Better.MORE),
        ("减少污染物排放", Better.MORE),
        ("事故下降率", Better.MORE),
        ("安全生产事故起数", Better.LESS),
        ("进口商品不合格检出率", Better.UNCLEAR),
        ("群众满意度", Better.MORE),
        ("道路长度", None),
        ("经费占比", None),
    ],
)
def test_which_way_is_better(text: str, better: Better | None) -> None:
    assert indicator_name(text).better is better


@pytest.mark.parametrize(
    "text",
    [
        "合格率",
        "合格率(%)",
        "资金占比",
        "政策知晓度",
        "满意度",
        "资金支出率达到目标值",
        "完成及时率（≥**%）",
        "覆盖程度",
    ],
)
def test_rate(text: str) -> None:
    assert indicator_name(text).rate
    assert indicator_name(text).dimension is Dimension.PERCENT


@pytest.mark.parametrize("text", ["道路长度", "检查频率", "工作效率", "培训人数", "温度", "工程进度"])
def test_no_rate(text: str) -> None:
    assert not indicator_name(text).rate


@pytest.mark.parametrize(
    ("text", "bare", "comparator", "unit"),
    [
        ("造林面积（亩）", "造林面积", None, "亩"),
        ("造林面积(≥**亩)", "造林面积", "≥", "亩"),
        ("产床(≥套)", "产床", "≥", "套"),
        ("项目总投入(≤**万元)", "项目总投入", "≤", "万元"),
        ("合格率(%)", "合格率", None, "%"),
        ("课程(含线上)", "课程(含线上)", None, None),
        ("经费 (单位：万元)", "经费", None, "万元"),
    ],
)
def test_brackets_at_the_end(text: str, bare: str, comparator: str | None, unit: str | None) -> None:
    name = indicator_name(text)

    assert (name.bare, name.comparator, name.unit) == (bare, comparator, unit)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("补助户数", "户"),
        ("培训人数", "人"),
        ("事故起数", "起"),
        ("办结案件数量", "件"),
        ("新建学校数量", "所"),
        ("工程质量", None),
        ("道路长度", None),
        ("合格率", None),
    ],
)
def test_implied_unit(text: str, unit: str | None) -> None:
    assert indicator_name(text).implied_unit == unit


@pytest.mark.parametrize("text", ["是否公开", "制度是否健全？", "群众满意吗"])
def test_question(text: str) -> None:
    assert indicator_name(text).question


@pytest.mark.parametrize("text", ["", "（" * 5000, "率" * 10_000, "减少" * 5000, "(≥**亩" * 2000])
def test_any_text_is_read(text: str) -> None:
    assert indicator_name(text).text is not None
