"""官方表上的标签、表题、金额单位：各种写法都认得，像而不是的不认。"""

from __future__ import annotations

import pytest

from budgetdocs.readers.form.grid import Cell, Row
from budgetdocs.readers.form.labels import column_of, head_label, inline, is_title, unit_of_money
from budgetdocs.readers.form.titles import project_named
from budgetdocs.readers.tree import START
from budgetdocs.readers.vocabulary import unit_of_value


def cell(*lines: str, column: int = 0) -> Cell:
    return Cell(lines, 0, column, 1, START)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("其中：财政    资金", "fiscal_funds"),
        ("其中:财政资金(万元)", "fiscal_funds"),
        ("预 算 数（万元）：", "budget"),
        ("预算数（单位：元）", "budget"),
        ("预算规模及\n资金用途", "scale"),
        ("资金支出计划（％）", "payment_plan"),
        ("３月底", "march"),
        ("项目實施單位", ""),
        ("項目編碼", "code"),
        ("总体绩效目标", "goals"),
        ("2025年度绩效目标", "goals"),
        ("一级指标", ""),
        ("长" * 61, ""),
    ],
)
def test_a_label_however_it_is_written(written: str, label: str) -> None:
    assert head_label(written) == label


def test_a_label_written_downwards() -> None:
    assert column_of(cell(*"指标值确定依据")) == ("basis", "")
    assert column_of(cell("指标值（个）")) == ("value", "个")
    assert column_of(cell("项目编码")) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("项目名称：校舍维修", [("name", "校舍维修")]),
        ("项 目 名 称: 校舍 维修 ", [("name", "校舍 维修")]),
        ("项目编码：A1　项目名称：校舍：一期", [("code", "A1"), ("name", "校舍：一期")]),
        ("单位：301001青山县教育局", [("unit_name", "301001青山县教育局")]),
        ("12月底：100%", [("december", "100%")]),
        ("项目名称：", []),
        ("说明：项目名称：甲", []),
        ("绩效目标：消除危房", []),
    ],
)
def test_labels_with_their_values_in_one_cell(text: str, said: list[tuple[str, str]]) -> None:
    assert inline(cell(text)) == said


@pytest.mark.parametrize(
    ("written", "unit"),
    [("单位：万元", "万元"), ("（金额单位：元）", "元"), ("单 位 ： 万 元", "万元"), ("单位名称", ""), ("万元", "")],
)
def test_the_unit_of_money(written: str, unit: str) -> None:
    assert unit_of_money(written) == unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("项目支出绩效目标表", True),
        ("1.校舍维修绩效目标表（2025年度）", True),
        ("（2025年度）", True),
        ("附件2", True),
        ("附件2：绩效目标申报表", True),
        ("绩效目标", False),
        ("校舍维修", False),
    ],
)
def test_a_title_stands_alone(text: str, expected: bool) -> None:
    alone, label = cell(text), cell("绩效目标")
    assert is_title(Row(0, [alone], [alone])) is expected
    assert not is_title(Row(0, [label, alone], [alone]))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("1.校舍维修绩效目标表", "校舍维修"),
        ("校舍维修项目支出绩效目标申报表", "校舍维修"),
        ("2025年项目绩效目标表", ""),
        ("项目支出绩效目标表（2025年度）", ""),
        ("绩效目标表", ""),
        ("附件2", ""),
    ],
)
def test_the_name_that_a_title_gives(title: str, name: str) -> None:
    assert project_named(title) == name


@pytest.mark.parametrize(
    ("written", "unit"),
    [("个", "个"), ("%", "%"), ("必填", ""), ("含单位", ""), ("2025年", ""), ("", ""), ("工日", None)],
)
def test_what_the_heading_of_values_says_in_brackets(written: str, unit: str | None) -> None:
    assert unit_of_value(written) == unit
