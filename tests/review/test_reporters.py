"""审核报告：文字的、JSON 的，以及三种报告都要守的规矩。网页在浏览器里怎样，见 test_html_report.py。"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from budgetdocs.errors import Problem, ReadError
from budgetdocs.finding import Finding, Severity
from budgetdocs.model import Department, ReviewNote, Submission
from budgetdocs.model import Path as DataPath
from budgetdocs.readers import read
from budgetdocs.review.checker import Review
from budgetdocs.review.notes import Excused
from budgetdocs.review.registry import RULES
from budgetdocs.review.reporters import REPORTERS, Checked, html_report, json_report, text_report

PROJECT: DataPath = ("projects", 0)
ROW: DataPath = (*PROJECT, "indicators", 0)
EVERY_PATH: tuple[DataPath, ...] = (
    (),
    ("year",),
    ("department", "code"),
    ("targets",),
    ("targets", "overall"),
    ("targets", "overall", 1),
    ("targets", "specific"),
    ("targets", "specific", 0, "heading"),
    ("targets", "specific", 0, "paragraphs", 0),
    ("projects",),
    PROJECT,
    (*PROJECT, "unit_name"),
    (*PROJECT, "code"),
    (*PROJECT, "budget"),
    (*PROJECT, "other_funds"),
    (*PROJECT, "purpose"),
    (*PROJECT, "purpose", 0),
    (*PROJECT, "payment_plan"),
    (*PROJECT, "payment_plan", "june"),
    (*PROJECT, "goals"),
    (*PROJECT, "goals", 0),
    (*PROJECT, "indicators"),
    (*PROJECT, "review_notes", 0, "rule"),
    ROW,
    (*ROW, "level1"),
    (*ROW, "level3"),
    (*ROW, "description"),
    (*ROW, "value"),
    (*ROW, "basis"),
    (*ROW, "review_notes", 0, "rule"),
)
NASTY = "<script>alert(1)</script>\"'&\x00\x1b[31m\u202e\ud800]]>--></style>\n第二行"
UNREAD = ReadError("坏.yaml", "第 3 行", "应为金额", (Problem("第 3 行", "应为金额"), Problem("", "缺“年度”")))

Noted = Callable[[Submission], Checked]


@pytest.fixture(scope="session")
def seed(root: Path) -> Submission:
    return read(root / "examples" / "shacheng-2022.yaml")


@pytest.fixture(scope="session")
def small(root: Path) -> Submission:
    return read(root / "tests" / "cases" / "input" / "small.yaml")


@pytest.fixture(scope="session")
def validator(root: Path) -> jsonschema.Draft202012Validator:
    schema = json.loads((root / "docs" / "report.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def found(path: DataPath, message: str = "有毛病", fix: str | None = None, **others: Any) -> Finding:
    return Finding(
        **{"code": "ZZ999", "severity": Severity.ERROR, "message": message, "fix": fix, "path": path} | others
    )


def checked(submission: Submission, *findings: Finding, excused: tuple[Finding, ...] = ()) -> Checked:
    note = ReviewNote(rule="ZZ999", reason="上级文件另有规定")
    return Checked("甲.yaml", submission, Review([*findings], [Excused(each, note) for each in excused]))


def on_every_path(submission: Submission) -> Checked:
    findings = [found(path, f"毛病{number:02d}。") for number, path in enumerate(EVERY_PATH)]
    return checked(submission, *findings, excused=(found((*ROW, "value"), "已说明的毛病"),))


def nasty(submission: Submission) -> Checked:
    """处处是怪字符的一份。"""
    row = submission.projects[0].indicators[0].model_copy(update={"level3": NASTY, "description": NASTY})
    changes = {"name": NASTY, "code": NASTY, "goals": (NASTY,), "indicators": (row,)}
    project = submission.projects[0].model_copy(update=changes)
    department = submission.department.model_copy(update={"name": NASTY})
    made = submission.model_copy(update={"projects": (project,), "department": department})
    paths = ((*ROW, "level3"), (*PROJECT, "goals", 0), (*PROJECT, "name"), ("department", "name"))
    findings = [found(path, f"毛病{NASTY}", NASTY, code='Z"<9') for path in paths]
    return checked(made, *findings, excused=(found(ROW, NASTY),))._replace(file=NASTY)


# -- 三种报告都如此 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REPORTERS)
def test_every_finding_is_reported_wherever_it_is(name: str, seed: Submission) -> None:
    report = REPORTERS[name]([on_every_path(seed)], [UNREAD])
    for number in range(len(EVERY_PATH)):
        assert report.count(f"毛病{number:02d}。") == 1
    assert "坏.yaml" in report
    assert "应为金额" in report
    assert "缺“年度”" in report


@pytest.mark.parametrize("name", REPORTERS)
def test_same_input_same_report(name: str, seed: Submission) -> None:
    reports = {REPORTERS[name]([on_every_path(seed)], [UNREAD]) for _ in range(2)}
    assert len(reports) == 1
    assert not reports.pop().endswith("\n")


@pytest.mark.parametrize("name", REPORTERS)
def test_strange_characters_do_no_harm(name: str, small: Submission) -> None:
    error = ReadError(NASTY, NASTY, NASTY)
    report = REPORTERS[name]([nasty(small)], [error])
    report.encode("utf-8")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", report)
    if name != "json":
        assert "\u202e" not in report
        assert r"\x1b[31m\u202e\ud800" in report


@pytest.mark.parametrize("name", REPORTERS)
def test_a_project_that_is_not_there_is_no_obstacle(name: str, small: Submission) -> None:
    paths: list[DataPath] = [("projects", 7, "name"), ("projects", 7), (*PROJECT, "indicators", 9, "value")]
    assert REPORTERS[name]([checked(small, *map(found, paths))]).count("有毛病") == 3


# -- 文字 --------------------------------------------------------------------------------------------------------------


def test_text_is_grouped_by_project_with_the_department_first(small: Submission) -> None:
    findings = [
        found((*ROW, "value"), "值不对", "≥90次", severity=Severity.WARNING, safe=True),
        found((*PROJECT, "budget"), "金额不对", "351.00"),
        found(("department", "code"), "编码不对", severity=Severity.HINT),
    ]
    report = text_report([checked(small, *findings, excused=(found(ROW),))])
    assert report.splitlines() == [
        "甲.yaml",
        "",
        "  0978001 某局 2022 年（部门与全册）（1 个问题）",
        "    第 4 行第 9 列  提示  ZZ999  部门·单位编码：0978001  编码不对",
        "",
        "  13073022 12:30（2 个问题）",
        "    第 20 行第 10 列  错误  ZZ999  预算数：350.00  金额不对 → 351.00（请确认）",
        "    第 30 行第 14 列  警告  ZZ999  次数：≥90%      值不对 → ≥90次",
        "",
        "1 个错误、1 个警告、1 个提示；其中 1 个可自动改正 (--fix)，1 个须确认 (--unsafe-fixes)；1 个已有审核说明",
    ]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ((), "ZZ999  有毛病"),
        (ROW, "次数"),
        ((*ROW, "level3"), "三级指标：次数"),
        ((*ROW, "basis"), "次数·指标值确定依据：文件"),
        ((*ROW, "description"), "次数·绩效指标描述"),
        ((*PROJECT, "payment_plan", "june"), "资金支出计划·6月底：50%"),
        ((*PROJECT, "indicators"), "指标"),
        (("targets", "overall", 1), "总体绩效目标（2）：总体二"),
        (("targets", "specific", 0, "paragraphs", 0), "分项绩效目标（1）·内容（1）：分项一"),
    ],
)
def test_text_says_what_is_concerned(path: DataPath, shown: str, small: Submission) -> None:
    (line,) = (line for line in text_report([checked(small, found(path))]).splitlines() if "有毛病" in line)
    assert re.sub(" +", " ", shown) in re.sub(" +", " ", line)


def test_text_names_the_path_of_data_that_no_file_holds(small: Submission) -> None:
    made = Submission.model_validate(small.dump())
    assert "    $.项目[0].指标[0].指标值  错误" in text_report([checked(made, found((*ROW, "value")))])


def test_text_shows_of_a_long_paragraph_what_the_fix_changes(seed: Submission) -> None:
    path: DataPath = ("targets", "specific", 1, "paragraphs", 0)
    old = seed.targets.specific[1].paragraphs[0]
    report = text_report([checked(seed, found(path, fix=old.replace("“标准地”", "〔标准地〕")))])
    assert " → …探索推进工业用地〔标准地〕和标准厂房供应模…（请确认）" in report
    assert max(map(len, report.splitlines())) < 150


def test_text_of_an_empty_fix(small: Submission) -> None:
    assert "有毛病 → （空白）（请确认）" in text_report([checked(small, found((*ROW, "value"), fix=""))])


def test_text_of_one_clean_file_is_one_line(small: Submission) -> None:
    assert text_report([checked(small)]) == "甲.yaml：没有发现问题（1 个项目）"
    excused = checked(small, excused=(found(ROW),))
    assert text_report([excused]) == "甲.yaml：没有发现问题（1 个项目，1 个已有审核说明）"


def test_text_of_several_files_ends_with_their_sum(small: Submission) -> None:
    report = text_report([checked(small), checked(small, found(ROW))._replace(file="乙.yaml")], [UNREAD]).splitlines()
    assert report[0] == "甲.yaml：没有发现问题（1 个项目）"
    assert report[-3:-1] == ["坏.yaml：没有读出：第 3 行：应为金额", "坏.yaml：没有读出：缺“年度”"]
    assert report[-1].startswith("2 个文件：1 个错误、0 个警告、0 个提示；")
    assert report[-1].endswith("；1 个文件没有读出")


def test_departments_of_one_workbook_are_one_file(small: Submission) -> None:
    other = small.model_copy(update={"department": Department(code="978002", name="乙局")})
    both = [checked(small), checked(other)]
    assert text_report(both) == "甲.yaml：没有发现问题（2 个部门，2 个项目）"
    faulty = [checked(small), checked(other, found(("projects", 0, "name")), found(()))]
    report = text_report(faulty).splitlines()
    assert report[:3] == ["甲.yaml", "", f"  978002 乙局 {small.year} 年（部门与全册）（1 个问题）"]
    assert f"  978002 乙局：{small.projects[0].code} {small.projects[0].name}（1 个问题）" in report
    assert report[-1].startswith("2 个错误")
    page = html_report(faulty)
    assert "<dt>文件</dt><dd>1</dd>" in page
    assert "<dt>部门</dt><dd>2</dd>" in page
    assert "<h2>甲.yaml：乙局</h2>" in page


def test_text_can_be_written_to_a_gbk_console(seed: Submission) -> None:
    report = text_report([on_every_path(seed), checked(seed)], [UNREAD])
    assert report.encode("gbk").decode("gbk") == report


def test_text_keeps_each_finding_on_one_line(small: Submission) -> None:
    assert len(text_report([nasty(small)]).splitlines()) == 11


# -- JSON --------------------------------------------------------------------------------------------------------------


def test_json_says_all_of_a_finding(small: Submission) -> None:
    finding = found((*ROW, "value"), "缺百分号", "≥90%", code="IV003", safe=True)
    report = json.loads(json_report([checked(small, finding, excused=(found(PROJECT),))], [UNREAD]))
    (file,) = report["files"]
    assert file["findings"] == [
        {
            "code": "IV003",
            "severity": "错误",
            "severity_key": "error",
            "title": RULES["IV003"].title,
            "message": "缺百分号",
            "path": "$.项目[0].指标[0].指标值",
            "position": "第 30 行第 14 列",
            "value": "≥90%",
            "fix": "≥90%",
            "safe": True,
            "project": {"index": 0, "code": "13073022", "name": "12:30"},
            "indicator": {"index": 0, "level1": "产出指标", "level2": "数量指标", "level3": "次数"},
        }
    ]
    (excused,) = file["excused"]
    assert (excused["reason"], excused["value"], excused["indicator"]) == ("上级文件另有规定", None, None)
    assert file["counts"] == report["counts"]
    assert report["counts"] == {"error": 1, "warning": 0, "hint": 0, "fixable": 1, "to_confirm": 0, "excused": 1}
    assert report["unread"][0]["problems"][1] == {"where": "", "reason": "缺“年度”"}


@pytest.mark.parametrize("make", [checked, on_every_path, nasty], ids=lambda make: make.__name__)
def test_json_fits_its_schema(make: Noted, small: Submission, validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads(json_report([make(small)], [UNREAD])))


def test_json_keeps_text_as_typed(small: Submission) -> None:
    report = json.loads(json_report([nasty(small)]))
    assert report["files"][0]["file"] == NASTY
    assert report["files"][0]["findings"][0]["fix"] == NASTY


def objects(value: Any, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], dict[str, Any]]:
    """``value`` 里的全部对象，及其所在。"""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = {where: each for step, item in steps for where, each in objects(item, (*path, step)).items()}
    return {path: value} | inner if isinstance(value, dict) else inner


def test_schema_refuses_what_is_not_documented(small: Submission, validator: jsonschema.Draft202012Validator) -> None:
    report = json.loads(json_report([on_every_path(small)], [UNREAD]))
    places = objects(report)
    assert len(places) > 10
    for where in places:
        for change in (lambda spot: spot.update(多余=1), lambda spot: spot.popitem()):
            damaged = copy.deepcopy(report)
            change(objects(damaged)[where])
            assert not validator.is_valid(damaged), where


def test_every_field_is_documented(root: Path, small: Submission) -> None:
    text = (root / "docs" / "report.md").read_text("utf-8")
    report = json.loads(json_report([on_every_path(small)], [UNREAD]))
    fields = {name for each in objects(report).values() for name in each}
    assert {name for name in fields if f"`{name}`" not in text} == set()


# -- 网页的文字（在浏览器里怎样，另见） --------------------------------------------------------------------------------


def test_html_holds_no_address_and_no_markup_of_the_data(small: Submission) -> None:
    page = html_report([nasty(small)], [UNREAD])
    assert page.count("<script>") == 1
    assert page.count("</style>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;\\x00" in page
    assert not re.search(r"https?:|//[a-z]|url\(|@import", page)
    targets = set(re.findall(r'(?:src|href)="([^"]*)"', page))
    assert {target for target in targets if not target.startswith("#")} == {"data:,"}


def test_html_of_a_code_without_rule(small: Submission) -> None:
    page = html_report([checked(small, found(ROW, code="QQ777"))])
    assert "规则表里没有这个代号" in page


def test_html_explains_each_rule_once(small: Submission) -> None:
    finding = found((*ROW, "value"), code="IV003")
    page = html_report([checked(small, finding, finding, finding)])
    rule = RULES["IV003"]
    for text in (rule.why, rule.source, rule.bad, rule.good):
        assert page.count(f"> {text}<") + page.count(f">{text}<") == 1


def test_html_of_nothing_wrong(small: Submission) -> None:
    page = html_report([checked(small)])
    assert "没有发现问题。" in page
    assert "没有问题的项目（1 个）" in page
    assert "<script>" not in page


def test_html_of_no_file_at_all() -> None:
    assert "没有读出的文件" in html_report([], [UNREAD])
    assert "没有发现问题。" in html_report([])


def test_html_numbers_the_findings_as_they_stand(seed: Submission) -> None:
    paths: list[DataPath] = [
        ROW,
        (*ROW, "basis"),
        (*ROW, "level2"),
        (*PROJECT, "goals", 0),
        (*PROJECT, "name"),
        PROJECT,
    ]
    page = html_report([checked(seed, *map(found, paths), excused=(found((*ROW, "level1")),))])
    numbers = [int(number) for number in re.findall(r'<span class="number">(\d+)</span>', page)]
    assert numbers == list(range(1, len(paths) + 2))
