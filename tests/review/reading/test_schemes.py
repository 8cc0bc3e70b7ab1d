"""指标体系：名称的各种写法归到同一个键，各表样用哪一套。"""

from __future__ import annotations

import pytest

from budgetdocs.review.reading.schemes import (
    BENEFIT,
    BENEFITS,
    COST,
    COSTS,
    ECOLOGICAL,
    ECOLOGICAL_COST,
    ECONOMIC,
    ECONOMIC_COST,
    MANAGEMENT,
    NEW_2021,
    OLD_2015,
    OUTPUT,
    QUALITY,
    QUANTITY,
    SATISFACTION,
    SOCIAL,
    SUSTAINED,
    TIMELINESS,
    Scheme,
    bare_level,
    homes,
    level1_key,
    level1_label,
    level2_key,
    level2_label,
    nearest_level1,
    nearest_level2,
    scheme_of,
)

LEVELS1 = [
    ("产出指标", OUTPUT),
    ("产出", OUTPUT),
    ("产出类指标", OUTPUT),
    (" 产 出\n指 标 ", OUTPUT),
    ("一、产出指标（50分）", OUTPUT),
    ("（二）效益指标", BENEFIT),
    ("2.效益指标(30)", BENEFIT),
    ("效益指标30分", BENEFIT),
    ("满意度类指标", SATISFACTION),
    ("满意度指標", SATISFACTION),
    ("成本指标", COST),
    ("管理类指标", MANAGEMENT),
    ("", ""),
    ("一级指标", ""),
    ("产岀指标", ""),
    ("数量指标", ""),
]

LEVELS2 = [
    ("数量指标", QUANTITY),
    ("数量（必填硬性指标）", QUANTITY),
    ("产出质量", QUALITY),
    ("时效", TIMELINESS),
    ("时效性指标", TIMELINESS),
    ("成本指标", COST),
    ("经济成本指标", ECONOMIC_COST),
    ("生态环境成本指标", ECOLOGICAL_COST),
    ("经济效益 指标", ECONOMIC),
    ("社会效益（必填）", SOCIAL),
    ("环境效益指标", ECOLOGICAL),
    ("生态效益", ECOLOGICAL),
    ("可持续影响指标", SUSTAINED),
    ("可持续发展", SUSTAINED),
    ("服务对象", SATISFACTION),
    ("服务对象满意度指标等", SATISFACTION),
    ("社会公众或服务对象满意度指标", SATISFACTION),
    ("", ""),
    ("制度建设", ""),
    ("产出指标", ""),
]


@pytest.mark.parametrize(("label", "key"), LEVELS1)
def test_level1(label: str, key: str) -> None:
    assert level1_key(label) == key


@pytest.mark.parametrize(("label", "key"), LEVELS2)
def test_level2(label: str, key: str) -> None:
    assert level2_key(label) == key


def test_bare_level_keeps_what_is_no_decoration() -> None:
    assert bare_level("十九大宣传指标") == "十九大宣传"
    assert bare_level("（三）指标") == ""
    assert bare_level("x" * 10_000) == "x" * 10_000


@pytest.mark.parametrize("key", [OUTPUT, BENEFIT, SATISFACTION, COST, MANAGEMENT])
def test_printed_level1_is_read_back(key: str) -> None:
    assert level1_key(level1_label(key)) == key


@pytest.mark.parametrize("key", [QUANTITY, QUALITY, TIMELINESS, SATISFACTION, *sorted(COSTS), *sorted(BENEFITS)])
def test_printed_level2_is_read_back(key: str) -> None:
    assert level2_key(level2_label(key)) == key


@pytest.mark.parametrize(
    ("label", "near"),
    [
        ("产岀指标", "产出指标"),
        ("效意指标", "效益指标"),
        ("满意渡", "满意度指标"),
        ("其他", ""),
        ("", ""),
        ("产" * 10_000, ""),
    ],
)
def test_nearest_level1(label: str, near: str) -> None:
    assert nearest_level1(label) == near


@pytest.mark.parametrize(
    ("label", "near"),
    [
        ("数最指标", "数量指标"),
        ("社会效意指标", "社会效益指标"),
        ("时郊", "时效指标"),
        ("服务对像", "服务对象满意度指标"),
        ("制度建设", ""),
    ],
)
def test_nearest_level2(label: str, near: str) -> None:
    assert nearest_level2(label) == near


def test_scheme_by_form_and_else_by_its_levels() -> None:
    assert scheme_of("hebei-2022", frozenset((COST, OUTPUT))) is OLD_2015
    assert scheme_of("别处的表样", frozenset((COST, OUTPUT))) is NEW_2021
    assert scheme_of("别处的表样", frozenset((OUTPUT, BENEFIT))) is OLD_2015


@pytest.mark.parametrize("scheme", [OLD_2015, NEW_2021], ids=lambda scheme: scheme.name)
def test_homes_agree_with_both_schemes(scheme: Scheme) -> None:
    for level1, levels2 in scheme.levels.items():
        for level2 in levels2:
            assert level1 in homes(level2)


def test_home_of_an_unknown_level2() -> None:
    assert homes("") == ()
