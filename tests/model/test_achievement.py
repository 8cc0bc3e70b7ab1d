"""绩效自评：实际完成达到指标值没有，完成了百分之几；说不准的一律报错，从不猜。"""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdocs.errors import BudgetDocsError
from budgetdocs.model.value import Actual, read_value
from budgetdocs.model.value.conversion import converted

DECIDED: list[tuple[str, Actual, bool, str]] = [
    # 多多益善：按比例，可以超过 100
    ("≥90%", "95%", True, "105.55"),
    ("≥90%", "90%", True, "100.00"),
    ("≥90%", "45%", False, "50.00"),
    ("≥90%", "89.99%", False, "99.98"),
    ("≥99.999%", "99.9989%", False, "99.99"),
    ("≥90%", Decimal("95"), True, "105.55"),
    ("≥90%", 90, True, "100.00"),
    ("≥90%", "95", True, "105.55"),
    ("≥90%", "0", False, "0.00"),
    ("≥90%", "９５％", True, "105.55"),
    ("不低于90%", "95%", True, "105.55"),
    ("90%以上", read_value("95%"), True, "105.55"),
    ("达到90%以上", "95%", True, "105.55"),
    (">5项", "5项", False, "100.00"),
    (">5项", "6", True, "120.00"),
    ("≥3%", "-2%", False, "0.00"),
    ("≥20年", "25年", True, "125.00"),
    ("≥300人次", "1,200人次", True, "400.00"),
    ("≥3人", "=3人", True, "100.00"),
    ("≥0.9公里", "0.95", True, "105.55"),
    # 少一点好：做到就是 100，没做到按目标比实际
    ("≤350万元", "320.5万元", True, "100.00"),
    ("≤350万元", "400万元", False, "87.50"),
    ("≤350万元", 350, True, "100.00"),
    ("<5%", "5%", False, "100.00"),
    ("≤5%", "-1%", True, "100.00"),
    # 等于
    ("=100%", "100%", True, "100.00"),
    ("=100%", "98%", False, "98.00"),
    ("=100%", "102%", False, "102.00"),
    # 没有比较符：一样多才算得准
    ("27篇", "27篇", True, "100.00"),
    ("100%", "100%", True, "100.00"),
    ("1次/季度", "每季度1次", True, "100.00"),
    # 零与负数
    ("=0起", "0起", True, "100.00"),
    ("=0起", "2起", False, "0.00"),
    ("≤0次", 0, True, "100.00"),
    ("≤0次", 1, False, "0.00"),
    ("≥0", "0", True, "100.00"),
    ("≥-3%", "1%", True, "100.00"),
    # 范围
    ("80%-90%", "85%", True, "100.00"),
    ("80%-90%", "90%", True, "100.00"),
    ("80%-90%", "40%", False, "50.00"),
    ("80%-90%", "100%", False, "90.00"),
    ("≥80%且<90%", "90%", False, "100.00"),
    ("(80%,90%]", "80%", False, "100.00"),
    # 频次、时限
    ("≥4次/年", "5次/年", True, "125.00"),
    ("每年不少于4场", "3场/年", False, "75.00"),
    ("30天内", "25天", True, "100.00"),
    ("30天内", "40天", False, "75.00"),
    ("30分钟内响应", "20分钟", True, "100.00"),
    ("≤10个工作日", "8工作日", True, "100.00"),
    ("10个工作日", "8个工作日", True, "100.00"),
    # 换算
    ("≤350万元", "3205000元", True, "100.00"),
    ("≤1.5亿元", "14000万元", True, "100.00"),
    ("≥2万人次", "25000人次", True, "125.00"),
    ("≥2万人", "25000名", True, "125.00"),
    ("≥5公里", "6000米", True, "120.00"),
    ("≥1.2公顷", "12000平方米", True, "100.00"),
    ("≤2小时", "90分钟", True, "100.00"),
    ("≤0.5%", "4‰", True, "100.00"),
    ("≤3万元/公里", "28000元/公里", True, "100.00"),
    ("≥20元/人·月", "20元每人每月", True, "100.00"),
    ("≥30万亩", "320000亩", True, "106.66"),
    # 期限：当日和以前
    ("2022年12月31日前", "2022年11月30日", True, "100.00"),
    ("2022年12月31日前", "2022年12月31日", True, "100.00"),
    ("2022年12月底前", "2022.12.31", True, "100.00"),
    ("2022年12月底前", "2022年12月", True, "100.00"),
    ("2022年12月底前完成验收", "2023-01-05", False, "0.00"),
    ("2022年6月前", "2022年5月", True, "100.00"),
    ("2022年6月前", "2022年7月1日", False, "0.00"),
    ("2022年6月", "2022年6月30日", True, "100.00"),
    ("2022年6月", "2022年7月", False, "0.00"),
    ("2022年内", "2022年", True, "100.00"),
    ("2022年底前", "2022年", True, "100.00"),
    ("2022年5月上旬", "2022年4月28日", True, "100.00"),
    # 文字
    ("是", "是", True, "100.00"),
    ("是", "√", True, "100.00"),
    ("是", "否", False, "0.00"),
    ("否", "否", True, "100.00"),
    ("是", "未达成", False, "0.00"),
    ("是", "部分达成", False, "0.00"),
    ("效果良好", "达成", True, "100.00"),
    ("符合相关规定", "达成预期指标", True, "100.00"),
    ("长期", "达成", True, "100.00"),
    ("不低于上年水平", "达成", True, "100.00"),
    ("优秀", "优秀", True, "100.00"),
]

UNDECIDED: list[tuple[str, Actual, str]] = [
    ("≥90%", "95人", "单位不同"),
    ("≥90", "95%", "单位不同"),
    ("≥90%", Decimal("0.95"), "0.95可能是百分数"),
    ("≥90%", "0.95", "可能是百分数"),
    ("≥90%", 1, "可能是百分数"),
    ("≥90%", "≥95%", "不带比较符"),
    ("≥90%", "约95%", "多了“约”"),
    ("≥90%", "达成", "应是一个数"),
    ("≥90%", "已完成", "应是一个数"),
    ("≥90%", "80%-90%", "应是一个数"),
    ("≥90%", "", "实际完成有毛病"),
    ("≥90%", "290%", "实际完成有毛病"),
    ("≥90%", Decimal("NaN"), "不是数"),
    ("≥90%", Decimal("1E+999999"), "数太大"),
    ("≥90实际完成数占计划的比例", "95", "连着文字"),
    ("达到90%", "95%", "连着文字"),
    ("约100人", "98人", "不是确切的数"),
    ("≥100余人", "120人", "不是确切的数"),
    ("290%", "95%", "指标值有毛病"),
    ("≥**人", "95人", "指标值有毛病"),
    ("100%", "98%", "没有比较符"),
    ("27篇", "30篇", "没有比较符"),
    ("12个月", "10个月", "没有比较符"),
    ("≥1:5", "1:4", "比值"),
    ("≥100亩", "70000平方米", "单位不同"),
    ("≥4次/年", "1次/季度", "单位不同"),
    ("≤10个工作日", "8天", "单位不同"),
    ("≥5次", "6场次", "单位不同"),
    ("≥30万", "320000", "是否以“万”为单位"),
    ("5-3个", "4个", "范围不明确"),
    ("≤3-5个", "4个", "范围不明确"),
    ("5%～8%左右", "6%", "不是确切的数"),
    ("2022年6月前", "2022年6月10日", "写得不够细"),
    ("2022年5月上旬", "2022年5月20日", "写得不够细"),
    ("2022年10月底前", "2022年", "写得不够细"),
    ("12月底前", "2022年11月30日", "没有写年份"),
    ("2022年12月底前", "11月30日", "没有写年份"),
    ("2022年12月底前", "已完成", "应是完成的日期"),
    ("2022年12月底前", "2022年12月底前", "应是完成的日期"),
    ("2022年12月底前", "100%", "应是完成的日期"),
    ("2022年1月-12月", "2022年11月", "不是完成的期限"),
    ("2022年9月1日起", "2022年8月", "不是完成的期限"),
    ("效果良好", "95%", "应写“达成”"),
    ("良好", "优秀", "应写“达成”"),
    ("是", "95%", "应写“达成”"),
    ("是/否", "是", "没有选定"),
    ("每月10日前", "2022年3月9日", "应写“达成”"),
]


@pytest.mark.parametrize(("target", "actual", "met", "percent"), DECIDED)
def test_decided(target: str, actual: Actual, met: bool, percent: str) -> None:
    value = read_value(target)

    assert value.is_met(actual) is met
    assert str(value.completion(actual)) == percent


@pytest.mark.parametrize(("target", "actual", "why"), UNDECIDED)
def test_undecided(target: str, actual: Actual, why: str) -> None:
    value = read_value(target)

    for question in (value.is_met, value.completion):
        with pytest.raises(BudgetDocsError, match=why) as caught:
            question(actual)
        assert str(caught.value).startswith(f"指标值“{target}”与实际完成“{actual}”")
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize(
    ("target", "actual"),
    [("效果良好", "部分达成"), ("效果良好", "未达成预期指标"), ("≥-3%", "-5%"), ("≤-5%", "-2%")],
)
def test_not_met_but_no_figure_for_it(target: str, actual: str) -> None:
    assert read_value(target).is_met(actual) is False
    with pytest.raises(BudgetDocsError, match="由评价人评定"):
        read_value(target).completion(actual)


@pytest.mark.parametrize("actual", [True, 0.95, None, ["95%"]])
def test_only_exact_numbers_and_text(actual: object) -> None:
    with pytest.raises(TypeError):
        read_value("≥90%").is_met(actual)  # type: ignore[arg-type]


# -- for any numbers ---------------------------------------------------------------------------------------------------

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False)


@given(st.sampled_from("≥≤><="), amounts, amounts)
@settings(max_examples=300, deadline=None)
def test_met_is_what_arithmetic_says(sign: str, target: Decimal, actual: Decimal) -> None:
    value = read_value(f"{sign}{target}公里")
    truth = {"≥": actual >= target, "≤": actual <= target, ">": actual > target, "<": actual < target}

    assert value.is_met(actual) is truth.get(sign, actual == target)
    assert value.is_met(f"{actual}公里") is value.is_met(f"{actual * 1000:f}米") is value.is_met(actual)


@given(st.sampled_from("≥≤="), amounts.filter(lambda number: number >= 0), amounts)
@settings(max_examples=300, deadline=None)
def test_what_is_met_is_complete_and_the_rest_is_not(sign: str, target: Decimal, actual: Decimal) -> None:
    value = read_value(f"{sign}{target}公里")
    percent = value.completion(actual)

    assert percent >= 0
    if sign == "=":
        assert value.is_met(actual) or percent < 100 or actual > target
    else:
        assert value.is_met(actual) == (percent >= 100)


@given(st.text(max_size=12) | st.sampled_from(["95%", "达成", "2022年11月", "5-8%", "0.95"]), st.text(max_size=12))
@settings(max_examples=300, deadline=None)
def test_any_text_is_decided_or_refused_with_a_reason(actual: str, target: str) -> None:
    for value in (read_value(target), read_value("≥90%"), read_value("2022年12月底前"), read_value("良好")):
        try:
            met = value.is_met(actual)
        except BudgetDocsError as error:
            assert str(error)
        else:
            assert isinstance(met, bool)


# -- units -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "into", "factor"),
    [
        ("万元", "元", "10000"),
        ("元", "亿元", "1/100000000"),
        ("万人次", "人次", "10000"),
        ("万元/公里", "元/公里", "10000"),
        ("公里", "米", "1000"),
        ("万千瓦时", "度", "10000"),
        ("千瓦时", "兆瓦时", "1/1000"),
        ("㎡", "公顷", "1/10000"),
        ("公斤", "吨", "1/1000"),
        ("年", "个月", "12"),
        ("万亩", "亩", "10000"),
        ("沓", "沓", "1"),
        (None, None, "1"),
        ("元/人/年", "元/人/月", None),
        ("元/公里", "元/米", None),
        ("亩", "平方米", None),
        ("人", "人次", None),
        ("%", "个百分点", None),
        ("美元", "元", None),
        ("个", None, None),
    ],
)
def test_converted(unit: str | None, into: str | None, factor: str | None) -> None:
    assert converted(Fraction(1), unit, into) == (None if factor is None else Fraction(factor))
