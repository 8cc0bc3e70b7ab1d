"""The language of 指标值: a table of cases, and what holds for any text."""

from __future__ import annotations

import json
import pickle
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from budgetdocs.errors import ValueSyntaxError
from budgetdocs.model.value import (
    LONGEST_VALUE,
    IndicatorValue,
    ValueKind,
    parse_parts,
    parse_value,
    read_value,
)
from budgetdocs.model.value.grammar import read_parts
from budgetdocs.model.value.measures import plain_measure
from budgetdocs.model.value.numerals import chinese_number
from budgetdocs.model.value.text import normalise
from budgetdocs.model.value.units import UNITS, Dimension, dimension, unit_at
from budgetdocs.model.value.word_table import words

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parents[1] / "cases" / "values.yaml").read_text("utf-8"))
FIELDS = ("comparator", "number", "upper", "date", "date_end", "unit")


# -- the table ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[repr(case["raw"]) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    value = read_value(case["raw"])

    said = {"kind": str(value.kind)} | {field: getattr(value, field) for field in FIELDS} | {"text": value.text}
    expected = {"kind": case["kind"]} | {field: case.get(field) for field in FIELDS} | {"text": case.get("text", "")}
    for field in ("number", "upper"):
        expected[field] = None if expected[field] is None else Decimal(expected[field])
    assert said == expected
    assert str(value) == case["str"]
    assert value.raw == case["raw"]


def test_the_table_has_every_kind() -> None:
    assert {case["kind"] for case in CASES} == set(ValueKind)


@pytest.mark.parametrize("case", CASES, ids=[repr(case["raw"]) for case in CASES])
def test_malformed_is_explained_and_nothing_else_is(case: dict[str, Any]) -> None:
    value = read_value(case["raw"])

    assert bool(value.reason) == (value.kind is ValueKind.MALFORMED)


@pytest.mark.parametrize("case", CASES, ids=[repr(case["raw"]) for case in CASES])
def test_parsing_refuses_only_what_says_nothing(case: dict[str, Any]) -> None:
    if not case.get("nothing"):
        assert parse_value(case["raw"]) == read_value(case["raw"])
        return
    with pytest.raises(ValueSyntaxError) as caught:
        parse_value(case["raw"])
    assert (caught.value.text, caught.value.reason) == (case["raw"], read_value(case["raw"]).reason)


def test_a_misread_percent_is_proposed_not_mended() -> None:
    value = parse_value("290%")

    assert value.number == 290
    assert value.reason is not None
    assert "≥90%" in value.reason


def test_trailing_zeros_are_kept() -> None:
    assert str(parse_value("≤350.00万元")) == "≤350.00万元"


def test_a_value_longer_than_the_limit_is_refused() -> None:
    longest = "优" * LONGEST_VALUE

    assert parse_value(longest).kind is ValueKind.TEXT
    with pytest.raises(ValueSyntaxError, match="10000"):
        parse_value(longest + "优")
    assert read_value(longest + "优").kind is ValueKind.MALFORMED


# -- three columns -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "cell"),
    [
        (("≥", "90", "%"), "≥90%"),
        (("≥", "90%", "%"), "≥90%"),
        (("大于等于", "70", None), "大于等于70"),
        (("无", "有效", "无"), "有效"),
        (("定性", "11月底之前", ""), "11月底之前"),
        ((None, "否", "是/否"), "否"),
        (("≥", "**", "%"), "≥**%"),
        (("≥", "", "亩"), "≥亩"),
        (("＝", "约90", "%"), "＝约90%"),
        (("≥", "90增加就业人数", "%"), "≥90增加就业人数"),
        ((None, None, None), ""),
    ],
)
def test_three_columns_are_the_one_cell_they_print(columns: tuple[str | None, ...], cell: str) -> None:
    assert parse_parts(*columns) == read_value(cell)


def test_a_unit_column_that_contradicts_the_value_is_a_fault() -> None:
    assert parse_parts("=", "40%", "元").kind is ValueKind.MALFORMED


# -- in a model --------------------------------------------------------------------------------------------------------


class Row(BaseModel, frozen=True, extra="forbid"):
    target: IndicatorValue


def test_a_model_reads_text_and_writes_it_back() -> None:
    row = Row.model_validate({"target": "　＞= 90 ％"})

    assert row.target.parts == parse_value("≥90%").parts
    assert row.model_dump(mode="json") == {"target": "　＞= 90 ％"}
    assert Row.model_validate_json(row.model_dump_json()) == row
    assert Row(target=row.target) == row


def test_a_model_holds_what_is_no_value() -> None:
    assert Row.model_validate({"target": "——"}).target.kind is ValueKind.MALFORMED


@pytest.mark.parametrize("other", [90, None, ["≥90%"], 0.9])
def test_a_model_takes_text_only(other: object) -> None:
    with pytest.raises(ValidationError):
        Row.model_validate({"target": other})


def test_json_schema_is_a_string() -> None:
    assert TypeAdapter(IndicatorValue).json_schema() == {"type": "string"}


# -- any text ----------------------------------------------------------------------------------------------------------

WORDS = words("""
    ≥ ≤ > < = 》 〉 ＞= ≧ 不低于 不超过 超过 以上 以下 以内 内 及以上 （含） 约 达到 完成 为 0 1 9 12 31 90 280 2022 3.5
    1,000 0.95 - ～ 至 — 、 ， ； / : ： % ％ ‰ 百分之 成 九 十 二 两 半 三分之一 年 月 日 号 底 前 末 季度 全年 个 个月
    工作日 天 小时 次 次/年 人 万 亿 元 万元 元/人·月 家 项 项目 率 满意度 良好 提高 显著 上年 水平 * X √ 是 否 无 + ± ^
    \\ge & 。 （ ） “ ” GB 50 A l O e5 E+02 每 各 每月 一次 且 到 截至 于 . 上半年 第 台（套） 当年 年底 余 左右 整 ￥
    人民币 比 倍 点
""")
texts = st.one_of(
    st.lists(st.sampled_from([*WORDS, " ", "　", "\n"]), max_size=8).map("".join),
    st.sampled_from([case["raw"] for case in CASES]),
    st.text(max_size=60),
)


@given(texts)
@settings(max_examples=600, deadline=None)
@example("两月")
@example("1,000O")
@example("=1月")
def test_any_text_is_kept_and_its_canonical_form_says_the_same(text: str) -> None:
    value = read_value(text)

    assert value.raw == text
    assert read_value(str(value)).parts == value.parts
    assert str(read_value(str(value))) == str(value)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_value_or_a_syntax_error(text: str) -> None:
    try:
        value = parse_value(text)
    except ValueSyntaxError as error:
        assert pickle.loads(pickle.dumps(error)).args == error.args
        assert str(error)
    else:
        assert value == read_value(text)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_any_value_survives_pickling_and_json(text: str) -> None:
    value = read_value(text)
    adapter = TypeAdapter(IndicatorValue)

    assert pickle.loads(pickle.dumps(value)) == value
    assert json.loads(adapter.dump_json(value)) == text
    assert adapter.validate_json(adapter.dump_json(value)) == value


@given(texts)
@settings(max_examples=300, deadline=None)
def test_the_short_way_says_what_the_grammar_says(text: str) -> None:
    parts = plain_measure(text)

    assert parts is None or parts == read_parts(normalise(text))


@pytest.mark.parametrize("number", ["1", "0.5", "280", "2022.1"])
def test_the_short_way_says_what_the_grammar_says_of_every_unit(number: str) -> None:
    for text in (f"{sign}{number}{unit}" for sign in ("", "≥") for unit in ("", *UNITS)):
        parts = plain_measure(text)
        assert parts is None or parts == read_parts(text), text


@given(texts)
@settings(max_examples=300, deadline=None)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(
    st.sampled_from("≥≤><="),
    st.decimals(min_value=-9999, max_value=10**9, places=2, allow_nan=False),
    st.sampled_from(sorted(set(UNITS) - {"年", "月", "日", "时"})),
)
def test_sign_number_and_any_unit_of_the_table(sign: str, number: Decimal, unit: str) -> None:
    value = parse_value(f"{sign}{number}{unit}")

    assert (value.comparator, value.number, value.unit, value.text) == (sign, number, unit, "")


# -- time --------------------------------------------------------------------------------------------------------------

ADVERSARIES = words("""
    1 9 1, 1,000, 1. 1.1 1月 1年 1余 2022 2022年 2022- 2022.1. 2022年1月 20230630 月底 年底 5个 5个/ 次/ 1次/1年/ 个/
    元/人· 1% 1、 1、2 * × ( （1 (1, 百分之 九 九成 一 半年 每1 各 以上 （含 1/ 1: - 1- -- ～ l1 O1 ^1 \\ & 显著 良好、
    优 率 提高率 ≥ ≥1 约 不 不低于 不低于1 =A ' <1 1≤a ， 。 GB全 全年 一季度 截至 1万余 万 ≥90项目完成率
""")


@pytest.mark.parametrize("unit", [*ADVERSARIES, "1 ", "\u3000", "\u200b", "GB 1"])
@pytest.mark.parametrize("end", ["", "率"])
def test_time_grows_with_the_length_not_its_square(unit: str, end: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[: length - len(end)] + end
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            read_parts(normalise(text))
            best = min(best, time.process_time() - start)
        return best

    ratio = seconds(LONGEST_VALUE) / max(seconds(LONGEST_VALUE // 8), 1e-3)
    assert ratio < 32, f"8 times the text took {ratio:.0f} times as long"  # linear: 8, quadratic: 64


# -- numerals and units ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("九十", "90"),
        ("十二", "12"),
        ("一百零五", "105"),
        ("二千三百四十五", "2345"),
        ("二〇二二", "2022"),
        ("九五", "95"),
        ("两", "2"),
        ("叁佰", "300"),
        ("九十九点五", "99.5"),
        ("半", "0.5"),
        ("零", "0"),
    ],
)
def test_chinese_number(text: str, number: str) -> None:
    assert chinese_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "人", "十人", "点五", "九点", "一二百", "九" * 21])
def test_no_chinese_number(text: str) -> None:
    assert chinese_number(text) is None


@pytest.mark.parametrize(
    ("unit", "measured"),
    [
        ("%", Dimension.PERCENT),
        ("个百分点", Dimension.POINTS),
        ("万元", Dimension.MONEY),
        ("元/人·月", Dimension.MONEY),
        ("元每人每年", Dimension.MONEY),
        ("个工作日", Dimension.TIME),
        ("万人次", Dimension.PEOPLE),
        ("次/2年", Dimension.TIMES),
        ("台（套）", Dimension.COUNT),
        ("间数", Dimension.COUNT),
        ("㎡", Dimension.AREA),
        ("沓", None),
        (None, None),
    ],
)
def test_dimension_of_a_unit(unit: str | None, measured: Dimension | None) -> None:
    assert dimension(unit) is measured


def test_prose_is_no_unit() -> None:
    assert unit_at("≥90项目完成率", 3) == 3
    assert unit_at("≥90项指标", 3) == 4
