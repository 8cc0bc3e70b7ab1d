"""文字的规则：看的是哪些文字，以及对任何文字都不出错、不变慢。用例在 tests/cases/rules/。"""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdocs import Submission
from budgetdocs.model import labelled
from budgetdocs.model.value.word_table import words
from budgetdocs.review import CheckOptions, check
from budgetdocs.review.reading.prose import passages_of_project, passages_of_targets
from budgetdocs.review.subjects import Part

BASE: dict[str, Any] = yaml.safe_load((Path(__file__).parents[1] / "cases" / "rules" / "base.yaml").read_text("utf-8"))
OPTIONS = CheckOptions(select=("AM", "PL", "GO", "CO"))
PIECES = st.sampled_from(
    words("""
        1 12 350 1600 2022年 2021年底前 万元 元/人 人 % × = 其中 共计 预算 总投资 安排资金 目标内容 请填写 支出 的的
        改造 （ ） ( ) 《 》 “ ” " ’ 【 】 〔 〕 , ; : . ， 、 。 ； ： …… XX ** 1） ① 一、 号 字 管网 \u200b 𠮷
    """)
)
PROSE = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)


def _submission(**changes: Any) -> Submission:
    first, *others = BASE["项目"]
    return Submission.model_validate(BASE | {"项目": [first | changes, *others]})


def test_passages_are_in_the_order_of_the_form() -> None:
    submission = _submission(资金用途=["甲", " ", "乙"])
    found = [*passages_of_targets(submission.targets), *passages_of_project(submission.projects[0])]
    assert list(dict.fromkeys(passage.part for passage in found if passage.part is not Part.BASIS)) == list(Part)[:-1]
    assert [(each.path, each.text) for each in found if each.part is Part.PURPOSE] == [
        (("purpose", 0), "甲"),
        (("purpose", 1), "乙"),
    ]


@settings(max_examples=300)
@given(
    prose=st.lists(PROSE, max_size=3),
    code=PROSE.filter(lambda text: text.strip()),
    amounts=st.tuples(*[st.decimals(allow_nan=False, allow_infinity=False, places=None) | st.none()] * 2),
)
def test_any_text_and_amount_can_be_checked(
    prose: list[str], code: str, amounts: tuple[Decimal | None, Decimal | None]
) -> None:
    fiscal, other = (None if amount is None else f"{amount:f}" for amount in amounts)
    changes = {"资金用途": prose, "绩效目标": prose[::-1], "项目编码": code, "财政资金": fiscal, "其他资金": other}
    for finding in check(_submission(预算数=fiscal or "1.005", **changes), options=OPTIONS):
        assert finding.message
        assert labelled(finding.path) == finding.where


@settings(max_examples=300)
@given(PROSE)
def test_a_safe_fix_leaves_nothing_to_fix(text: str) -> None:
    def safe(prose: str) -> dict[str, str]:
        found = check(_submission(绩效目标=[prose]), options=CheckOptions(select=("GO",)))
        return {each.code: each.fix or "" for each in found if each.safe and each.path[:3] == ("projects", 0, "goals")}

    for code, fixed in safe(text).items():
        assert code not in safe(fixed)


LONG = [
    "一",
    "共",
    "目标内容",
    '"管',
    "（",
    "《",
    "“ ",
    "①",
    "1.",
    "（1）",
    "12",
    "1×",
    "其中1元、",
    "其中",
    "安排资金",
    "字【2022】",
]


@pytest.mark.parametrize("piece", LONG)
def test_time_is_linear(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    submission = _submission(绩效目标=[text])
    started = time.process_time()
    check(submission, options=OPTIONS)
    assert time.process_time() - started < 2
