"""一个文件许多份：快的读法读出来的，和慢的读法一样；凡有疑问，都交给慢的。"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from writers.submissions import submissions

from budgetdocs.errors import ReadError
from budgetdocs.model import Submission
from budgetdocs.readers.json_tree import parse_json
from budgetdocs.readers.plain import plain_json, plain_yaml
from budgetdocs.readers.stream import read_stream
from budgetdocs.readers.text import read_yaml, submission_in
from budgetdocs.readers.yaml_tree import parse_yaml
from budgetdocs.writers import write_yaml

SMALL = Path(__file__).parents[1] / "cases" / "input" / "small.yaml"


@pytest.fixture(scope="module")
def text() -> str:
    data = read_yaml(SMALL, "small.yaml").dump()
    return json.dumps(data, ensure_ascii=False)


@given(submissions())
def test_both_ways_read_the_same(submission: Submission) -> None:
    for ascii_only in (True, False):
        text = json.dumps(submission.dump(), ensure_ascii=ascii_only)
        assert plain_json(text) in (submission, None)
        assert submission_in(text, parse_json, "") == submission


@given(submissions())
def test_both_ways_read_the_same_yaml(submission: Submission) -> None:
    text = write_yaml(submission).decode()
    assert plain_yaml(text) in (submission, None)
    assert submission_in(text, parse_yaml, "") == submission


def test_the_fast_way_is_the_usual_one_for_yaml() -> None:
    text = SMALL.read_text(encoding="utf-8")
    assert plain_yaml(text) == submission_in(text, parse_yaml, "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("年度: 2022", "年度: 2022\n年度: 2023"),
        ("年度: 2022", "年度: 2022\nyear: 2023"),
        ("年度: 2022", "? [年度]\n: 2022"),
        ("年度: 2022", "年度: &年 2022"),
        ("年度: 2022", "年度: !!python/name:os.system 2022"),
        ("年度: 2022", "年度: !!str 2022"),
        ("年度: 2022", "年度: ~"),
        ("单位编码: 0978001", "单位编码: ~"),
        ("单位编码: 0978001", '单位编码: "~"'),
        ("单位编码: 0978001", "单位编码: 1_000"),
        ("单位编码: 0978001", "单位编码: 2022-12-31"),
        ("单位编码: 0978001", "单位编码: yes"),
        ("三级指标: 次数", "三级指标:"),
        ("三级指标: 次数", ' 三级指标: "\\ud83d"'),
        ("三级指标: 次数", "三级指标: {甲: 乙}"),
        ("三级指标: 次数", "三级指标: \x01"),
        ("预算数: 350.00", "预算数: 3.50e2"),
        ("财政资金: 350", "财政资金: null"),
        ("财政资金: 350", "<<: {财政资金: 350}"),
        ("- 总体一", "- |\n      甲\n\n      乙"),
        ("项目:", "项目: []\n项目二:"),
        ("年度: 2022", "年度: 2022\n---\n年度: 2022"),
    ],
)
def test_the_fast_way_never_says_anything_else_of_yaml(old: str, new: str) -> None:
    text = SMALL.read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new, 1)
    fast = plain_yaml(changed)
    try:
        slow = submission_in(changed, parse_yaml, "")
    except ReadError:
        assert fast is None
    else:
        assert fast in (slow, None)


def test_the_fast_way_is_the_usual_one(text: str) -> None:
    assert plain_json(text) == submission_in(text, parse_json, "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"年度": 2022', '"年度": 2022, "年度": 2023'),
        ('"年度": 2022', '"年度": 2022, "year": 2023'),
        ('"年度": 2022', '"年度": true'),
        ('"年度": 2022', '"年度": NaN'),
        ('"单位编码": "0978001"', '"单位编码": null'),
        ('"次数"', '"\\ud83d"'),
        ('"次数"', "[]"),
        ('"350.00"', "1e400"),
        ('"350.00"', "350.10"),
        ('"350.00"', "12345678901234567890.12"),
        ('"0978001"', "978001"),
        ('"0978001"', "12345678901234567890123"),
        ('"25%"', "25.50"),
        ('"总体一"', "[]"),
        ('"总体一"', '"甲\\n\\n乙"'),
        ("{", "["),
        ("}", "},"),
    ],
)
def test_the_fast_way_never_says_anything_else(old: str, new: str, text: str) -> None:
    assert old in text
    changed = text.replace(old, new, 1)
    fast = plain_json(changed)
    try:
        slow = submission_in(changed, parse_json, "")
    except ReadError:
        assert fast is None
    else:
        assert fast in (slow, None)


def test_a_file_that_can_not_be_opened(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="文件不存在"):
        list(read_stream(tmp_path / "没有.jsonl"))
