"""任何文字：读得出或说得出为什么读不出，规范写法读回来意思不变，用时与长度成正比。"""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdocs.errors import ValueSyntaxError
from budgetdocs.model.value import LONGEST_VALUE, parse_value, read_value
from budgetdocs.model.value.word_table import words

CHARACTERS = list(
    "0123456789.,，-～—至到年月日号底前末内个家项次/每·（）()[]【】<>≥≤=》〉%‰万亿十百千元人天半成点第一二三两季度上下全约达余多"
    "左右且、；;和及。'\"“”*×X□lIOeE+ \\&$￥#!:：比分之率良好显著提高GB的止截±^"
)
WORDS = list(
    words("""
        不低于 不超过 超过 以上 以下 以内 及以上 （含） （不含） 达到 完成 为 2022 3.5 1,000 0.95 百分之 三分之一 季度
        个月 工作日 小时 次/年 万元 元/人·月 台（套） 项目 满意度 良好 提高 上年 水平 目标内容 \\ge &ge; 每月 一次 截至
        上半年 当年 年底 人民币 2022年1月 2022.1. 202201 1月1日 之前 每季度 人均 控制在 力争达到 优、 效果 有效 预期目标
        上旬 24时 ≤满意度≤ =SUM( #REF! 一级 国家级 A级 水质 00:00:00 E+02 3-5 1: 95% ≥90% 一次 率100%
    """)
)
QUARTER = LONGEST_VALUE // 4
QUICK = 0.03
"""Seconds for the longest text that need no closer look: an ordinary one takes 0.01 to 0.05."""


def seconds(text: str) -> float:
    """Processor time of reading ``text``, longer than what is cached."""
    start = time.process_time()
    read_value(text)
    return time.process_time() - start


def repeated(chance: random.Random) -> tuple[str, str, str]:
    """What a long text may consist of: a beginning, one to four characters or words over and over, and an end."""
    alphabet = chance.choice((CHARACTERS, WORDS, CHARACTERS + WORDS))
    return tuple("".join(chance.choices(alphabet, k=chance.randint(*sizes))) for sizes in ((0, 3), (1, 4), (0, 3)))  # type: ignore[return-value]


def composed(parts: tuple[str, str, str], length: int) -> str:
    before, seed, after = parts
    return (before + seed * length)[: length - len(after)] + after


def check_linear(parts: tuple[str, str, str]) -> None:
    """4 times the text takes about 4 times as long: a quadratic expression would take 16 times."""
    if seconds(composed(parts, LONGEST_VALUE)) < QUICK:
        return
    for _ in range(4):  # the machine may have had something else to do
        long = min(seconds(composed(parts, LONGEST_VALUE)) for _ in range(3))
        short = min(seconds(composed(parts, QUARTER)) for _ in range(3))
        if long < 8 * max(short, 1e-3):
            return
    pytest.fail(f"{parts}: {LONGEST_VALUE} 字用了 {QUARTER} 字的 {long / short:.0f} 倍时间")


def check_read(text: str) -> None:
    """``text`` is kept, refused only with a reason, and its canonical form says the same."""
    value = read_value(text)
    assert value.raw == text
    assert bool(value.reason) == (value.kind == "malformed")
    again = read_value(str(value))
    assert again.parts == value.parts, text
    assert str(again) == str(value), text
    try:
        assert parse_value(text) == value
    except ValueSyntaxError as error:
        assert (error.text, error.reason) == (text, value.reason)


def check_fuzz(chance: random.Random, until: float) -> None:
    while time.monotonic() < until:
        parts = repeated(chance)
        check_linear(parts)
        check_read(composed(parts, chance.randint(1, LONGEST_VALUE)))
        for _ in range(20):
            check_read("".join(chance.choices(WORDS + CHARACTERS, k=chance.randint(1, 9))))


# -- the tests ---------------------------------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=()), max_size=80))
@settings(max_examples=300, deadline=None)
def test_even_text_that_is_no_text_is_read(text: str) -> None:
    check_read(text)


@given(st.lists(st.sampled_from(CHARACTERS + WORDS), min_size=1, max_size=6), st.integers(1, LONGEST_VALUE))
@settings(max_examples=60, deadline=None)
def test_a_long_text_is_read(seed: list[str], length: int) -> None:
    check_read(("".join(seed) * length)[:length])


@pytest.mark.parametrize(
    "parts",
    [
        ("≥", "(", "%"),
        ("", "（含", "）以上"),
        ("", "[(（【", "】"),
        ("第", "一二三", "年"),
        ("", "1,000", "元"),
        ("2022年", "1月1日", "前"),
        ("", "+-±", "5%"),
        ("≥", "九十", "%"),
        ("良好", "、良好", "率"),
    ],
)
def test_time_is_linear(parts: tuple[str, str, str]) -> None:
    check_linear(parts)


def test_fuzz_in_brief() -> None:
    check_fuzz(random.Random(20220818), time.monotonic() + 3)


@pytest.mark.slow
def test_fuzz() -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    check_fuzz(random.Random(seed), time.monotonic() + 60)
