"""YAML and JSON as submissions: the same data in every spelling, as typed, each value knowing its place."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdocs.errors import ReadError
from budgetdocs.model import Place, Submission
from budgetdocs.readers import read


def _read(directory: Path, content: str | bytes, name: str = "输入.yaml") -> Submission:
    path = directory / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)


def _english(submission: Submission) -> dict[str, Any]:
    return submission.model_dump(mode="json", by_alias=False)


def test_every_word_and_figure_is_kept_as_typed(small: str, tmp_path: Path) -> None:
    submission = _read(tmp_path, small)
    project = submission.projects[0]
    assert submission.department.code == project.unit_code == "0978001"
    assert (project.code, project.name) == ("13073022", "12:30")
    assert str(project.budget) == "350.00"
    assert project.other_funds is None
    assert project.payment_plan.december == Decimal(100)
    assert project.purpose == ("用于办公。",)
    assert submission.targets.safeguards == ("保障一", "保障二")
    assert project.indicators[0].description == ""


@pytest.mark.parametrize(
    "typed", ["yes", "NO", "1e3", "0x1F", "2022-12-31", "1_000", "=", "<<", ".nan", "!!str ~", "'null'"]
)
def test_plain_yaml_words_are_text(small: str, tmp_path: Path, typed: str) -> None:
    name = _read(tmp_path, small.replace("12:30", typed)).projects[0].name
    assert name == typed.removeprefix("!!str ").strip("'")


def test_every_spelling_says_the_same(small: str, tmp_path: Path) -> None:
    submission = _read(tmp_path, small)
    spellings: dict[str, str | bytes] = {
        "a.yml": small,
        "b.YAML": "\ufeff---\n" + small.replace("\n", "\r\n") + "...\r\n",
        "c.yaml": yaml.safe_dump(submission.dump(), allow_unicode=True),
        "d.yaml": yaml.safe_dump(_english(submission)),
        "e.json": json.dumps(submission.dump(), ensure_ascii=False),
        "f.json": json.dumps(_english(submission), indent=1),
        "g.json": "\ufeff" + json.dumps(submission.dump()),
        "h.yaml": json.dumps(submission.dump(), ensure_ascii=False),
        "i.yaml": small.replace("项目名称", "项 目　名称")
        .replace("3月底", "３月底")
        .replace("预算数", "预算数（万元）"),
        "j.yaml": small.replace("资金支出计划", "资金支出计划（％）").replace("部门:", "department:"),
    }
    spellings["k.yaml"] = small.replace("单位名称: 某局", "单位名称: &a 某局").replace(
        "[目标]", "[目标]\n    单位名称: *a"
    )
    for name, content in spellings.items():
        assert _read(tmp_path, content, name) == submission, name


def test_json_figures_lose_no_digit(small: str, tmp_path: Path) -> None:
    data = _read(tmp_path, small).dump()
    text = json.dumps(data).replace('"350.00"', "350.10").replace('"13073022"', "130730220000000000000000000001")
    project = _read(tmp_path, text, "a.json").projects[0]
    assert str(project.budget) == "350.10"
    assert project.code == "130730220000000000000000000001"


def test_each_value_knows_its_place(small: str, tmp_path: Path) -> None:
    submission = _read(tmp_path, small)
    row = ("projects", 0, "indicators", 0)
    assert submission.place(*row, "value") == Place("$.项目[0].指标[0].指标值", "第 30 行第 14 列")
    assert str(submission.place(*row)) == "$.项目[0].指标[0]（第 26 行第 9 列）"
    assert submission.place("projects", 0, "unit_code") == submission.place("department", "code")
    assert submission.place("targets", "overall", 1) == Place("$.部门整体绩效目标.总体绩效目标[1]", "第 9 行第 7 列")
    assert submission.place("targets", "safeguards", 1) == Place("$.部门整体绩效目标.工作保障措施", "第 14 行第 11 列")
    assert submission.place("projects", 0, "other_funds") is None
    english = _read(tmp_path, json.dumps(_english(submission), indent=1), "a.json")
    assert str(english.place("year")) == "$.year（第 3 行第 10 列）"
    assert _missing_places(english) == []


def _missing_places(submission: Submission) -> list[tuple[str | int, ...]]:
    def walk(value: Any, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        no_notes = path[-1:] == ("review_notes",) and not value
        lacking = [] if no_notes or submission.place(*path) else [path]
        return lacking + [place for key, item in inner for place in walk(item, (*path, key))]

    return walk(submission.model_dump(mode="json", by_alias=False, exclude_none=True), ())


def test_the_example_is_the_printed_book(example: Path) -> None:
    submission = read(example)
    targets, (project,) = submission.targets, submission.projects
    assert (submission.form, submission.year, submission.department.code) == ("hebei-2022", 2022, "978001")
    assert len(targets.overall) == 2
    assert [(target.heading, len(target.paragraphs)) for target in targets.specific] == [
        ("1、创新方式，提升招商质量", 2),
        ("2、创新机制，推进项目建设", 1),
        ("3.创新服务，优化营商环境", 1),
    ]
    assert [len(target.paragraphs[0]) for target in targets.specific] == [504, 919, 1219]
    assert [line[:7] for line in targets.safeguards] == [
        "工作保障措施：",
        "一是落实责任。",
        "二是强化调度。",
        "三是转变作风。",
        "四是考核问效。",
    ]
    assert project.name == "怀财字【2022】7号 定额公用经费"
    assert (project.code, project.unit_name) == ("13073022P00825110002X", submission.department.name)
    assert (str(project.budget), str(project.fiscal_funds), project.other_funds) == ("350.00", "350.00", None)
    assert (len(project.purpose), project.goals) == (1, ("1.目标内容1",))
    assert [int(share) for _, share in project.payment_plan] == [25, 50, 75, 100]
    assert [row.level1 for row in project.indicators] == ["产出指标"] * 4 + ["效益指标"] * 3 + ["满意度指标"]
    assert [row.value.raw[:3] for row in project.indicators] == ["≥90", "≤90", "≥90", "≥90", "≥90", "≥90", "≥90", "≥85"]
    assert "bookmark" not in example.read_text("utf-8")
    assert _missing_places(submission) == []


# U+0085 stays out: PyYAML writes it in a form that it does not read back itself.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85"), max_size=20)
LINES = st.lists(TEXTS, max_size=3)
CODES = st.text("0123456789XP", min_size=1, max_size=12)
MONEY = st.decimals(0, 10**9, places=2).map(str)
PERCENT = st.integers(0, 100).map(lambda share: f"{share}%")
NOTES = st.lists(st.fixed_dictionaries({"rule": CODES, "reason": CODES}), max_size=2)
ROW = dict.fromkeys(("level1", "level2", "level3", "description", "value", "basis"), TEXTS)
PROJECTS = st.fixed_dictionaries(
    {
        "code": CODES,
        "name": TEXTS,
        "budget": MONEY,
        "purpose": LINES,
        "payment_plan": st.fixed_dictionaries(dict.fromkeys(("march", "june", "october", "december"), PERCENT)),
        "goals": LINES,
        "indicators": st.lists(st.fixed_dictionaries(ROW, optional={"review_notes": NOTES}), max_size=2),
    },
    optional={
        "fiscal_funds": MONEY,
        "other_funds": MONEY,
        "unit_code": CODES,
        "unit_name": TEXTS,
        "review_notes": NOTES,
    },
)
SPECIFIC = st.fixed_dictionaries({"heading": TEXTS, "paragraphs": LINES})
SUBMISSIONS = st.fixed_dictionaries(
    {
        "year": st.integers(2000, 2099),
        "department": st.fixed_dictionaries({"code": CODES, "name": TEXTS}),
        "targets": st.fixed_dictionaries(
            {"overall": LINES, "specific": st.lists(SPECIFIC, max_size=2), "safeguards": LINES}
        ),
        "projects": st.lists(PROJECTS, max_size=2),
    },
    optional={"review_notes": NOTES},
).map(Submission.model_validate)


@settings(max_examples=80, deadline=None)
@given(submission=SUBMISSIONS)
def test_what_is_written_is_read_back(submission: Submission, tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("往返")
    assert _read(directory, yaml.safe_dump(submission.dump(), allow_unicode=True)) == submission
    from_json = _read(directory, json.dumps(submission.dump(), ensure_ascii=False, indent=2), "a.json")
    assert from_json == submission
    assert _missing_places(from_json) in ([], [("form",)])


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from("年度:：- \n\t[]{}\"'|>&*!%@#,，a0\\")), kind=st.sampled_from(["yaml", "json"]))
def test_no_text_at_all_makes_a_traceback(text: str, kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(ReadError) as caught:
        _read(tmp_path_factory.mktemp("乱"), text, f"a.{kind}")
    assert "\n" not in caught.value.reason


def test_a_large_file_is_read_in_seconds(small: str, tmp_path: Path) -> None:
    head, _, project = small.partition("项目:\n")
    started = time.perf_counter()
    assert len(_read(tmp_path, head + "项目:\n" + project * 1000).projects) == 1000
    assert time.perf_counter() - started < 10
