"""单位编码与单位名称印在一格里：从哪里分开。标签的各种写法。"""

from __future__ import annotations

import pytest

from budgetdocs.readers.form_grid import bare, other_unit, unit_of_money
from budgetdocs.readers.tree import START, Scalar
from budgetdocs.readers.word.prose import named
from budgetdocs.readers.word.unit import is_unit, unit_in

DEPARTMENT = (Scalar("978001", START), Scalar("河北沙城经济开发区管理委员会", START))


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("978001河北沙城经济开发区管理委员会", "978001", "河北沙城经济开发区管理委员会"),
        ("978001 河北沙城", "978001", "河北沙城"),
        ("978002-二级单位", "978002", "二级单位"),
        ("978001001二级单位", "978001001", "二级单位"),
        ("【978001】河北沙城", "978001", "河北沙城"),
        ("（978001）河北沙城", "978001", "河北沙城"),
        ("单位编码：978001  单位名称：河北沙城", "978001", "河北沙城"),
        ("978001河北沙城　　单位：万元", "978001", "河北沙城"),
        ("单位名称：河北沙城（单位：万元）", None, "河北沙城"),
        ("河北沙城", None, "河北沙城"),
        ("978001", "978001", ""),
    ],
)
def test_where_the_code_ends(text: str, code: str | None, name: str) -> None:
    unit = unit_in(text, START, *DEPARTMENT)
    assert (unit.code.text if unit.code else None, unit.name.text if unit.name else None) == (code, name)


@pytest.mark.parametrize(
    ("code", "name"), [("A-1", "甲"), ("978", "001部队"), ("=1", " 甲"), ("项目编码", ""), ("1e5", "2局")]
)
def test_the_department_s_own_is_known_whatever_it_is(code: str, name: str) -> None:
    unit = unit_in(code + name, START, Scalar(code, START), Scalar(name, START))
    assert unit.code is not None and unit.name is not None
    assert (unit.code.text, unit.name.text) == (code, name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("978001河北沙城经济开发区", True),
        ("河北沙城    单位：万元", True),
        ("（金额单位：万元）", True),
        ("1.校舍维修绩效目标表", False),
        ("一、总体绩效目标", False),
    ],
)
def test_a_line_that_names_the_unit(text: str, expected: bool) -> None:
    assert is_unit(text) is expected


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("其中：财政    资金", "财政资金"),
        ("其中:财政资金(万元)", "财政资金"),
        ("预 算 数（万元）：", "预算数"),
        ("预算数（单位：元）", "预算数"),
        ("资金支出计划（％）", "资金支出计划"),
        ("资金支出计划\n(%)", "资金支出计划"),
        ("指标值（含单位）", "指标值(含单位)"),
        ("３月底", "3月底"),
        ("长" * 61, ""),
    ],
)
def test_a_label_however_it_is_written(written: str, label: str) -> None:
    assert bare(written) == label


@pytest.mark.parametrize(
    ("written", "unit"),
    [("预算数（元）", "元"), ("预算数（万元）", ""), ("预算数(单位：亿元)", "亿元"), ("（元）" * 30, "")],
)
def test_another_unit_than_the_form_s(written: str, unit: str) -> None:
    assert other_unit(written) == unit


@pytest.mark.parametrize(
    ("written", "unit"),
    [("单位：万元", "万元"), ("（金额单位：元）", "元"), ("单 位 ： 万 元", "万元"), ("单位名称", ""), ("万元", "")],
)
def test_the_unit_of_money(written: str, unit: str) -> None:
    assert unit_of_money(written) == unit


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("一、总体绩效目标", "总体绩效目标"),
        ("（二）分项绩效目标：", "分项绩效目标"),
        ("第一部分\n部门整体绩效目标", "部门整体绩效目标"),
        ("三. 工作 保障措施", "工作保障措施"),
        ("二分项绩效目标", "二分项绩效目标"),
    ],
)
def test_a_heading_without_its_number(written: str, name: str) -> None:
    assert named(written) == name
