"""The walk over a submission: what each rule is shown, the place of each fault, 审核说明, and the value alone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from budgetdocs import Finding, ReviewNote, Severity, Submission, read
from budgetdocs.review import CheckOptions, Rule, check, check_value, review
from budgetdocs.review.checker import _rules_by_subject
from budgetdocs.review.reading.schemes import NEW_2021, OLD_2015
from budgetdocs.review.registry import GROUPS, RULES, Fault, rule
from budgetdocs.review.subjects import Book, Cell, Noted, Row, Sheet

RATE = CheckOptions(select=("IV003", "RV"))
"""≥90 of a rate is a fault, and every 审核说明 is looked at."""

ROW = {
    "一级指标": "产出指标",
    "二级指标": "数量指标",
    "三级指标": "合格率",
    "绩效指标描述": "合格的占全部的比例",
    "指标值": "≥90",
    "指标值确定依据": "文件",
}
PROJECT = {
    "项目编码": "13073022",
    "项目名称": "甲",
    "预算数": "350.00",
    "资金用途": ["办公"],
    "资金支出计划": {"3月底": "25%", "6月底": "50%", "10月底": "75%", "12月底": "100%"},
    "绩效目标": ["目标"],
}


def note(code: str) -> dict[str, str]:
    return {"规则": code, "理由": "局党组会议议定"}


def submission(*projects: list[dict[str, Any]], **more: Any) -> Submission:
    """A submission whose projects have the given rows."""
    data = {
        "年度": 2022,
        "部门": {"单位编码": "978001", "单位名称": "某局"},
        "部门整体绩效目标": {"总体绩效目标": ["一"], "分项绩效目标": [], "工作保障措施": ["二"]},
        "项目": [PROJECT | {"指标": rows} for rows in projects],
    }
    return Submission.model_validate(data | more)


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


# -- the walk ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What the rules TT001 to TT005, one of each kind of subject, are shown; each finds a fault in all of it."""
    seen: list[Any] = []

    def spy(number: int, subject: type) -> Rule:
        def look(part: Any) -> Iterator[Fault]:
            """查一查。

            为了测试。
            """
            seen.append(part)
            yield Fault("有错", ("name",) if subject is Sheet else ())

        rule(f"TT00{number}", Severity.HINT, subject, source="测试", bad="坏", good="好")(look)
        return RULES[f"TT00{number}"]

    monkeypatch.setitem(GROUPS, "TT", "测试")
    made = [spy(number, subject) for number, subject in enumerate((Book, Sheet, Row, Cell, Noted), start=1)]
    _rules_by_subject.cache_clear()
    yield seen
    for each in made:
        del RULES[each.code]
    _rules_by_subject.cache_clear()


def test_each_part_is_shown_once_in_the_order_of_the_form_with_its_path(shown: list[Any]) -> None:
    data = submission([ROW, ROW], [ROW], 审核说明=[note("IV003")])
    found = check(data, options=CheckOptions(select=("TT",)))
    rows = [("projects", 0, "indicators", 0), ("projects", 0, "indicators", 1), ("projects", 1, "indicators", 0)]
    assert [(finding.code, finding.path) for finding in found] == [
        ("TT001", ()),
        ("TT002", ("projects", 0, "name")),
        *[(code, path) for row in rows[:2] for code, path in (("TT003", row), ("TT004", (*row, "value")))],
        ("TT002", ("projects", 1, "name")),
        ("TT003", rows[2]),
        ("TT004", (*rows[2], "value")),
        ("TT005", ("review_notes", 0)),
    ]
    assert len(shown) == len(found)
    assert {(finding.severity, finding.message) for finding in found} == {(Severity.HINT, "有错")}


def test_a_part_brings_what_decides_about_it(shown: list[Any]) -> None:
    check(submission([ROW | {"三级指标": " "}, ROW]), options=CheckOptions(select=("TT",)))
    book, sheet = shown[0], shown[1]
    assert isinstance(book, Book)
    assert book.sheets == (sheet,)
    assert (sheet.year, sheet.scheme) == (2022, OLD_2015)
    unnamed, named = sheet.rows
    assert unnamed.cell.name is None
    assert named.cell.name.rate
    assert (named.cell.level1, named.cell.level2) == ("产出", "数量")
    assert (named.cell.year, named.cell.budget) == (2022, Decimal("350.00"))
    assert named.project.name == "甲"


@pytest.mark.parametrize(
    ("form", "level1", "scheme"),
    [
        ("hebei-2022", "成本指标", OLD_2015),
        ("别的表", "成本指标", NEW_2021),
        ("别的表", "产出指标", OLD_2015),
    ],
)
def test_the_scheme_is_that_of_the_form_or_what_the_rows_show(
    form: str, level1: str, scheme: object, shown: list[Any]
) -> None:
    check(submission([ROW | {"一级指标": level1}], 表样=form), options=CheckOptions(select=("TT002",)))
    assert [sheet.scheme for sheet in shown] == [scheme]


def test_rules_that_are_not_wanted_are_not_run(shown: list[Any]) -> None:
    assert check(submission([ROW]), options=CheckOptions(select=("IV003",), ignore=("TT",)))
    assert shown == []


# -- places ------------------------------------------------------------------------------------------------------------


def test_a_finding_of_data_from_a_file_names_line_and_column(root: Path) -> None:
    data = read(root / "examples" / "shacheng-2022.yaml")
    lines = (root / "examples" / "shacheng-2022.yaml").read_text(encoding="utf-8").splitlines()
    found = check(data, options=CheckOptions(select=("IV003",)))
    assert found
    for finding in found:
        place = data.place(*finding.path)
        assert place is not None
        assert finding.where == str(place)
        line = int(place.position.split()[1])
        row = data.projects[0].indicators[finding.path[3]]  # type: ignore[call-overload]
        assert f"指标值: {row.value.raw}" in lines[line - 1]


def test_a_finding_of_data_made_in_code_names_the_labels() -> None:
    found = check(submission([ROW]), options=CheckOptions(select=("IV003",)))
    assert [finding.where for finding in found] == ["$.项目[0].指标[0].指标值"]


def test_a_submission_without_projects_can_be_reviewed() -> None:
    assert isinstance(check(submission()), list)


# -- 审核说明 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["IV003", "iv003"])
@pytest.mark.parametrize("level", ["book", "project", "row"])
def test_a_note_excuses_what_stands_in_its_record(level: str, code: str) -> None:
    notes = {"审核说明": [note(code)]}
    match level:
        case "book":
            data = submission([ROW], **notes)
        case "project":
            data = Submission.model_validate(submission([ROW]).dump() | {"项目": [PROJECT | {"指标": [ROW]} | notes]})
        case _:
            data = submission([ROW | notes])
    result = review(data, RATE)
    assert result.findings == []
    assert [(each.finding.code, each.note) for each in result.excused] == [
        ("IV003", ReviewNote(rule=code, reason="局党组会议议定"))
    ]
    assert check(data, options=RATE) == []


def test_a_note_says_nothing_of_other_records_and_other_rules() -> None:
    data = submission([ROW | {"审核说明": [note("IV003")]}, ROW], [ROW])
    assert [finding.path[1:4:2] for finding in check(data, options=RATE)] == [(0, 1), (1, 0)]
    other = submission([ROW | {"审核说明": [note("RV001")]}])
    assert "IV003" in codes(check(other, options=RATE))


def test_a_note_excuses_every_finding_of_its_rule_and_the_nearest_is_the_reason() -> None:
    outer, inner = note("IV003"), {"规则": "IV003", "理由": "这一行另有原因"}
    result = review(submission([ROW, ROW | {"审核说明": [inner]}], 审核说明=[outer]), RATE)
    assert result.findings == []
    assert [each.note.reason for each in result.excused] == ["局党组会议议定", "这一行另有原因"]


def test_a_note_that_is_no_longer_needed_is_a_warning_at_the_note() -> None:
    data = submission([ROW | {"指标值": "≥90%", "审核说明": [note("IV003")]}])
    [finding] = check(data, options=RATE)
    assert (finding.code, finding.severity) == ("RV001", Severity.WARNING)
    assert finding.path == ("projects", 0, "indicators", 0, "review_notes", 0, "rule")
    assert finding.where == "$.项目[0].指标[0].审核说明[0].规则"


def test_a_note_about_a_rule_that_does_not_run_is_left_in_peace() -> None:
    data = submission([ROW | {"指标值": "≥90%", "审核说明": [note("IV003")]}])
    assert check(data, options=CheckOptions(ignore=("IV",), select=("IV", "RV"))) == []


@pytest.mark.parametrize("code", ["IV", "IV999", "缺少百分号"])
def test_a_note_of_no_rule_is_an_error_and_excuses_nothing(code: str) -> None:
    found = check(submission([ROW], 审核说明=[note(code)]), options=RATE)
    assert codes(found) == ["IV003", "RV002"]
    assert found[1].severity is Severity.ERROR
    assert f"“{code}”" in found[1].message


def test_notes_are_no_part_of_the_printed_form_and_survive_a_dump() -> None:
    data = submission([ROW | {"审核说明": [note("IV003")]}])
    assert Submission.model_validate(data.dump()) == data
    assert "审核说明" not in submission([ROW]).dump()


# -- a value alone -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "about", "faulty"),
    [
        ("≥90", {"level3": "合格率"}, True),
        ("≥90%", {"level3": "合格率"}, False),
        ("≥90", {"level1": "产出指标", "level2": "质量指标", "level3": "合格率"}, True),
        ("≥90", {"level3": "培训人数"}, False),
        ("≥90", {}, False),
        ("≥90", {"level3": ""}, False),
    ],
)
def test_a_value_is_judged_by_what_is_known_of_its_indicator(text: str, about: dict[str, str], faulty: bool) -> None:
    assert ("IV003" in codes(check_value(text, **about))) is faulty


def test_a_value_alone_is_judged_as_in_its_form() -> None:
    in_form = [finding for finding in check(submission([ROW])) if finding.path[-1:] == ("value",)]
    cell_rules = {code for code, each in RULES.items() if each.subject is Cell}
    alone = check_value(
        "≥90", level1="产出指标", level2="数量指标", level3="合格率", year=2022, budget=Decimal("350.00")
    )
    assert alone == [each._replace(where="", path=()) for each in in_form if each.code in cell_rules]


@pytest.mark.parametrize("text", ["", " ", "\0", "9" * 5000, "≥" * 5000, "目标" * 2000, "\ud800"])
def test_no_text_is_too_odd(text: str) -> None:
    assert isinstance(check_value(text, level1="产出指标", level2="数量指标", level3="合格率"), list)
