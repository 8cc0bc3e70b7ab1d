"""单位编码与单位名称印在一格里：从哪里分开，什么时候是猜的。"""

from __future__ import annotations

import pytest

from budgetdocs.readers.tree import START, Scalar
from budgetdocs.readers.unit import is_unit, money_of, unit_in

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
    ("text", "doubtful"),
    [
        ("978001某局", False),
        ("0978001某局", False),
        ("978001001某中心", False),
        ("97800112中学", True),
        ("A12某局", True),
        ("97800112 中学", False),
        ("【97800112】中学", False),
        ("单位编码：97800112 单位名称：中学", False),
    ],
)
def test_where_the_code_ends_may_be_a_guess(text: str, doubtful: bool) -> None:
    assert bool(unit_in(text, START).doubt) is doubtful


def test_the_department_s_own_code_is_no_guess() -> None:
    assert unit_in("97800112中学", START, Scalar("97800112", START), None).doubt == ""


@pytest.mark.parametrize(
    ("text", "money"),
    [("978001某局　单位：元", "元"), ("（金额单位：万元）", "万元"), ("978001某单位：元", ""), ("单位：某局", "")],
)
def test_the_unit_of_money_at_the_end_of_a_line(text: str, money: str) -> None:
    assert money_of(text) == money
