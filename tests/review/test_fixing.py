"""Fixes applied until the review proposes no more: which, in what order, when it ends, and what stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from budgetdocs.finding import Finding, Severity
from budgetdocs.model import Path as DataPath
from budgetdocs.model import Submission
from budgetdocs.readers import mend, read
from budgetdocs.review import CheckOptions, check
from budgetdocs.review import fixing as module
from budgetdocs.review.fixing import Fixed, fix

ROOT = Path(__file__).parents[2]
PROJECT: DataPath = ("projects", 0)
VALUE: DataPath = (*PROJECT, "indicators", 0, "value")
NAME: DataPath = (*PROJECT, "name")


def _row(value: str, **more: Any) -> dict[str, Any]:
    row = {"一级指标": "产出指标", "二级指标": "质量指标", "三级指标": "合格率", "绩效指标描述": "合格的占全部的比例"}
    return row | {"指标值": value, "指标值确定依据": "文件"} | more


def _submission(*rows: dict[str, Any], projects: int = 1, **project: Any) -> Submission:
    """A submission whose projects all have ``rows``."""
    one = {
        "项目编码": "13073022P00825110002X",
        "项目名称": "甲",
        "预算数": "350.00",
        "资金用途": ["办公"],
        "资金支出计划": {"3月底": "25%", "6月底": "50%", "10月底": "75%", "12月底": "100%"},
        "绩效目标": ["目标"],
        "指标": list(rows),
    }
    data = {
        "年度": 2022,
        "部门": {"单位编码": "978001", "单位名称": "某局"},
        "部门整体绩效目标": {"总体绩效目标": ["一"], "分项绩效目标": [], "工作保障措施": ["二"]},
        "项目": [one | project] * projects,
    }
    return Submission.model_validate(data)


def _codes(fixed: Fixed) -> list[str]:
    return [finding.code for finding in fixed.applied]


# -- with the real rules -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "safe", "unsafe"),
    [
        ("≥90", "≥90%", "≥90%"),
        ("＞= 90 ％", "≥90%", "≥90%"),
        ("不低于９０", "≥90%", "≥90%"),
        ("≥95%", None, None),
        ("90%", None, "≥90%"),
        ("≥0.9", None, "≥90%"),
        ("290%", None, None),
    ],
)
def test_a_value_is_mended_as_far_as_is_allowed(typed: str, safe: str | None, unsafe: str | None) -> None:
    values = CheckOptions(select=("IV",))
    for allowed, expected in ((False, safe), (True, unsafe)):
        fixed = fix(_submission(_row(typed)), unsafe=allowed, options=values)
        assert fixed.edits == ({VALUE: expected} if expected else {})
        assert fixed.submission.projects[0].indicators[0].value.raw == (expected or typed)
        assert bool(fixed.applied) == bool(expected)
        assert all(finding.safe for finding in fixed.applied) or allowed


def test_every_kind_of_value_is_mended() -> None:
    before = _submission(
        _row("≥90"),
        _row("≥90%"),
        项目名称="怀财字【2022】7号",
        项目编码="13073022p00825110002x",
        资金用途=["办公", "依据【2021】3号文"],
    )
    fixed = fix(before)
    project = fixed.submission.projects[0]
    assert project.name == "怀财字〔2022〕7号"
    assert project.code == "13073022P00825110002X"
    assert project.purpose == ("办公", "依据〔2021〕3号文")
    assert [row.value.raw for row in project.indicators] == ["≥90%", "≥90%"]
    assert fixed.edits == {
        NAME: "怀财字〔2022〕7号",
        (*PROJECT, "code"): "13073022P00825110002X",
        (*PROJECT, "purpose", 1): "依据〔2021〕3号文",
        VALUE: "≥90%",
    }
    assert project.indicators[1] is before.projects[0].indicators[1]
    assert before.projects[0].name == "怀财字【2022】7号"


def test_what_is_fixed_needs_no_fix() -> None:
    before = _submission(_row("＞= 90 ％"), _row("≥90"), _row("约90"), 项目名称="怀财字【2022】7号")
    for unsafe in (False, True):
        fixed = fix(before, unsafe=unsafe)
        left = [finding for finding in check(fixed.submission) if finding.fix and (finding.safe or unsafe)]
        assert left == []
        assert fix(fixed.submission, unsafe=unsafe) == (fixed.submission, {}, [])


def test_only_what_is_chosen_and_not_excused() -> None:
    fixed = fix(_submission(_row("≥90"), 项目名称="怀财字【2022】7号"), options=CheckOptions(select=("GO",)))
    assert set(fixed.edits) == {NAME}
    note = {"规则": "IV003", "理由": "按分计"}
    excused = _submission(_row("≥90", 审核说明=[note]), _row("≥80"))
    assert set(fix(excused).edits) == {(*PROJECT, "indicators", 1, "value")}


def test_a_faultless_submission_stays_the_same_object() -> None:
    before = _submission(_row("≥90%"))
    assert fix(before).submission is before


def test_the_example_and_its_file(tmp_path: Path) -> None:
    example = ROOT / "examples/shacheng-2022.yaml"
    before = read(example)
    fixed = fix(before)
    assert fixed.edits[NAME] == "怀财字〔2022〕7号 定额公用经费"
    assert fixed.submission.place(*NAME) == before.place(*NAME)
    assert fixed.submission.where(VALUE) == before.where(VALUE)
    _require_in_file(example, fixed, tmp_path)


def test_the_file_says_what_the_mended_submission_says(tmp_path: Path) -> None:
    data = _submission(_row("≥90"), _row("不低于９０"), 项目名称="怀财字【2022】7号", projects=2).dump()
    data["部门"]["单位编码"] = "９７８ ００１"
    for project in data["项目"]:
        del project["单位编码"], project["单位名称"]
    path = tmp_path / "申报.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    fixed = fix(read(path), unsafe=True)
    assert fixed.edits["department", "code"] == fixed.submission.projects[1].unit_code == "978001"
    _require_in_file(path, fixed, tmp_path)


def _require_in_file(path: Path, fixed: Fixed, directory: Path) -> None:
    mended = mend(path, fixed.edits)
    assert mended.undone == {}
    copy = directory / f"修正{path.suffix}"
    copy.write_bytes(mended.content)
    assert read(copy) == fixed.submission


# -- with findings of its own: what no sound rule does, and what needs a certain order ---------------------------------

Propose = Callable[[Submission], list[tuple[DataPath, str, bool]]]


@pytest.fixture
def proposing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Propose], list[int]]:
    """Makes the review propose what a function says; gives a list that grows by one item a review."""

    def install(propose: Propose) -> list[int]:
        reviews: list[int] = []

        def review(submission: Submission, **_: CheckOptions) -> list[Finding]:
            reviews.append(len(reviews))
            proposed = enumerate(propose(submission))
            return [
                Finding(f"X{number:03}", Severity.HINT, "", "", text, safe, path)
                for number, (path, text, safe) in proposed
            ]

        monkeypatch.setattr(module, "check", review)
        return reviews

    return install


def test_rules_that_disagree_do_not_go_round_for_ever(proposing: Callable[[Propose], list[int]]) -> None:
    turns = {"甲": "乙", "乙": "丙", "丙": "甲"}
    reviews = proposing(lambda submission: [(NAME, turns[submission.projects[0].name], True)])
    fixed = fix(_submission())
    assert (fixed.edits, _codes(fixed), len(reviews)) == ({NAME: "丙"}, ["X000", "X000"], 3)


def test_a_disputed_value_is_left_alone_and_the_others_go_on(proposing: Callable[[Propose], list[int]]) -> None:
    goal = (*PROJECT, "goals", 0)

    def propose(submission: Submission) -> list[tuple[DataPath, str, bool]]:
        project = submission.projects[0]
        longer = project.goals[0] + "。" if len(project.goals[0]) < 6 else project.goals[0]
        return [(NAME, "乙" if project.name == "甲" else "甲", True), (NAME, "丁", True), (goal, longer, True)]

    proposing(propose)
    assert fix(_submission()).edits == {NAME: "乙", goal: "目标。。。。"}


def test_texts_that_only_grow_end_too(proposing: Callable[[Propose], list[int]]) -> None:
    reviews = proposing(lambda submission: [(NAME, submission.projects[0].name + "一", True)])
    fixed = fix(_submission())
    assert fixed.edits == {NAME: "甲" + "一" * len(reviews)}
    assert len(reviews) == 8


def test_one_fix_a_value_and_round_the_first_one(proposing: Callable[[Propose], list[int]]) -> None:
    proposing(
        lambda submission: (
            [(NAME, "危", False), (NAME, "乙", True), (NAME, "丙", True)] if submission.projects[0].name == "甲" else []
        )
    )
    assert fix(_submission()).edits == {NAME: "乙"}
    assert fix(_submission(), unsafe=True).edits == {NAME: "危"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((*PROJECT, "budget"), "许多"),
        ((*PROJECT, "code"), " "),
        ((*PROJECT, "goals", 0), "一\n二"),
        ((*PROJECT, "goals", 0), ""),
        ((*PROJECT, "goals"), "一"),
        (("projects",), "一"),
    ],
)
def test_a_fix_that_the_model_refuses_is_a_fault_of_the_rule(
    proposing: Callable[[Propose], list[int]], path: DataPath, text: str
) -> None:
    proposing(lambda _: [(path, text, True)])
    with pytest.raises(ValueError):
        fix(_submission())


def test_amounts_percents_and_blanks_are_read_as_their_fields_are(proposing: Callable[[Propose], list[int]]) -> None:
    plan = (*PROJECT, "payment_plan", "march")
    funds = (*PROJECT, "other_funds")
    proposing(lambda _: [((*PROJECT, "budget"), "1,350.5万元", True), (plan, "30％", True), (funds, "0.00", True)])
    fixed = fix(_submission())
    project = fixed.submission.projects[0]
    assert (str(project.budget), str(project.payment_plan.march), str(project.other_funds)) == ("1350.5", "30", "0.00")
    assert fixed.edits == {(*PROJECT, "budget"): "1,350.5万元", plan: "30％", funds: "0.00"}


def test_thousands_of_edits_are_made_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    rebuilt: list[int] = []
    mended = module._mended

    def counted(record: Any, changes: Any) -> Any:
        if isinstance(record, Submission):
            rebuilt.append(1)
        return mended(record, changes)

    monkeypatch.setattr(module, "_mended", counted)
    fixed = fix(_submission(_row("≥90"), _row("≥80"), projects=400), options=CheckOptions(select=("IV",)))
    assert len(fixed.edits) == len(fixed.applied) == 800
    assert len(rebuilt) == 1
