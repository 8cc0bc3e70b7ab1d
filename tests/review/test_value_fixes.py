"""改法：照着改，几步之内就改完；标明稳妥的改法只改写法，不改意思。"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from budgetdocs.finding import Finding
from budgetdocs.model.value import IndicatorValue, ValueKind, read_value
from budgetdocs.review import check_value

_VALUES = Path(__file__).parents[1] / "cases" / "values.yaml"
TEXTS = [case["raw"] for case in yaml.safe_load(_VALUES.read_text("utf-8"))]
ROWS = [
    ("产出指标", "数量指标", "培训人数"),
    ("产出指标", "数量指标", "造林面积（亩）"),
    ("产出指标", "质量指标", "合格率"),
    ("产出指标", "质量指标", "差错率"),
    ("产出指标", "质量指标", "制度健全性"),
    ("产出指标", "时效指标", "完成时间"),
    ("产出指标", "时效指标", "质保期"),
    ("产出指标", "成本指标", "项目总成本"),
    ("效益指标", "社会效益指标", "安全事故起数"),
    ("效益指标", "经济效益指标", "收入增长率"),
    ("满意度指标", "服务对象满意度指标", "群众满意度"),
    (None, None, None),
]
SPELLINGS = {
    "百分比",
    "百分率",
    "m2",
    "m²",
    "m3",
    "m³",
    "km",
    "km2",
    "km²",
    "kg",
    "hm2",
    "hm²",
    "元人民币",
    "块钱",
    "间数",
    "个数",
}


def review(text: str, row: tuple[str | None, str | None, str | None]) -> list[Finding]:
    level1, level2, level3 = row
    return check_value(text, level1=level1, level2=level2, level3=level3, year=2022, budget=Decimal(350))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[2]))
def test_following_the_fixes_comes_to_an_end(row: tuple[str | None, str | None, str | None]) -> None:
    for text in TEXTS:
        seen = [text]
        while fixes := [finding.fix for finding in review(seen[-1], row) if finding.fix is not None]:
            assert fixes[0] not in seen, seen
            seen.append(fixes[0])
        assert len(seen) <= 6, seen


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[2]))
def test_every_fix_mends_its_own_fault(row: tuple[str | None, str | None, str | None]) -> None:
    for text in TEXTS:
        for finding in review(text, row):
            if finding.fix is not None:
                left = {each.code for each in review(finding.fix, row)}
                assert finding.code not in left, (text, finding)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[2]))
def test_a_safe_fix_changes_the_writing_only(row: tuple[str | None, str | None, str | None]) -> None:
    for text in TEXTS:
        for finding in review(text, row):
            if finding.fix is not None and finding.safe:
                before, after = read_value(text), read_value(finding.fix)
                assert means_the_same(before, after), (text, finding)


def means_the_same(before: IndicatorValue, after: IndicatorValue) -> bool:
    """说的是同一个意思：期限还在原来的月份；数按单位换算相等，补的单位是名称写明的，改的符号没有第二种读法。"""
    if before.parts == after.parts:
        return True
    if before.kind is ValueKind.DATE:
        month = (before.date or "12-31").removeprefix("2022-")[:2]
        return (before.comparator, after.comparator) == ("≤", "≤") and f"-{month}-" in f"-{after.date}-"
    ten_thousands = {"元": Decimal("0.0001"), "亿元": Decimal(10000)}
    rescaled = before.unit in ten_thousands and after.unit == "万元"
    scale = ten_thousands[str(before.unit)] if rescaled else Decimal(1)
    respelled = before.unit in SPELLINGS or str(before.unit).partition("每")[0] == str(after.unit).partition("/")[0]
    same_unit = before.unit in (None, after.unit) or rescaled or respelled
    same_sign = before.comparator == after.comparator or (before.number in (0, 100) and after.comparator == "=")
    return same_unit and same_sign and before.number is not None and before.number * scale == after.number
