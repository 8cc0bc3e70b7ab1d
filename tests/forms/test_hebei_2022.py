"""The context of the Hebei form of 2022, and where its template is."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetdocs as bd
from budgetdocs.forms import FORMS, form_named
from budgetdocs.forms.hebei_2022 import book, sheet


def indicator(level1: str, level2: str, value: str = "≥90%") -> dict[str, str]:
    return {
        "一级指标": level1,
        "二级指标": level2,
        "三级指标": "三级",
        "绩效指标描述": "描述",
        "指标值": value,
        "指标值确定依据": "依据",
    }


def project(*indicators: dict[str, str], **more: object) -> dict[str, object]:
    return {
        "单位编码": "301001",
        "单位名称": "青山县教育局",
        "项目编码": "P1",
        "项目名称": "校舍维修",
        "预算数": "1350.5",
        "资金用途": [],
        "资金支出计划": {"3月底": 10, "6月底": "37.5%", "10月底": "80%", "12月底": "100%"},
        "绩效目标": ["目标一", "目标二"],
        "指标": list(indicators),
    } | more


def submission(*projects: dict[str, object]) -> bd.Submission:
    return bd.Submission.model_validate(
        {
            "年度": 2025,
            "部门": {"单位编码": "301001", "单位名称": "青山县教育局"},
            "部门整体绩效目标": {
                "总体绩效目标": "甲\n乙",
                "分项绩效目标": [{"标题": "1、一", "内容": "丙"}],
                "工作保障措施": [],
            },
            "项目": list(projects),
        }
    )


def test_a_book_has_what_stands_before_the_tables() -> None:
    context = book(submission(project()))
    assert context["成册"] is True
    assert context["题名"] == "青山县教育局2025年部门预算绩效目标"
    assert context["年度"] == 2025
    assert context["部门"] == {"单位编码": "301001", "单位名称": "青山县教育局"}
    assert context["总体绩效目标"] == ["甲", "乙"]
    assert context["分项绩效目标"] == [{"标题": "1、一", "内容": ["丙"]}]
    assert context["工作保障措施"] == []


def test_each_project_but_the_first_starts_a_page() -> None:
    projects = book(submission(project(), project(), project()))["项目表"]
    assert [(each["序号"], each["另起一页"]) for each in projects] == [(1, False), (2, True), (3, True)]


def test_a_project_is_printed_as_the_form_prints_it() -> None:
    printed = book(submission(project()))["项目表"][0]
    assert (printed["预算数"], printed["财政资金"], printed["其他资金"]) == ("1350.50", "", "")
    assert printed["资金支出计划"] == {"三月底": "10%", "六月底": "37.5%", "十月底": "80%", "十二月底": "100%"}
    assert printed["绩效目标"] == ["目标一", "目标二"]
    assert printed["资金用途"] == [""], "a cell has a paragraph even where it is blank"


def test_merged_cells_begin_where_the_level_changes() -> None:
    levels = [
        ("产出", "数量"),
        ("产出", "数量"),
        ("产出", "质量"),
        ("效益", "质量"),
        ("效益", "质量"),
        ("产出", "质量"),
    ]
    rows = book(submission(project(*(indicator(*each) for each in levels))))["项目表"][0]["指标"]
    assert [(row["一级开始"], row["二级开始"]) for row in rows] == [
        (True, True),
        (False, False),
        (False, True),
        (True, True),
        (False, False),
        (True, True),
    ]


def test_an_indicator_value_is_printed_as_typed() -> None:
    rows = book(submission(project(indicator("产出", "数量", "≥ 90 ％左右"))))["项目表"][0]["指标"]
    assert rows[0]["指标值"] == "≥ 90 ％左右"


def test_a_sheet_has_one_table_and_every_key_of_the_book() -> None:
    whole = submission(project())
    context = sheet(whole.projects[0], 2025)
    assert context.keys() == book(whole).keys()
    assert context["成册"] is False
    assert context["题名"] == "校舍维修绩效目标表"
    assert len(context["项目表"]) == 1
    assert sheet(whole.projects[0])["年度"] == ""


def test_an_unknown_form_is_refused_with_the_known_ones() -> None:
    with pytest.raises(bd.RenderError, match=r"hebei-1999.*hebei-2022"):
        form_named("hebei-1999")


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_form_has_its_template(form: object) -> None:
    assert form.template_path().is_file()  # type: ignore[attr-defined]


def test_a_folder_of_templates_may_have_one_of_the_form_or_one_for_all(tmp_path: Path) -> None:
    form = form_named("hebei-2022")
    with pytest.raises(bd.RenderError, match="找不到"):
        form.template_path(tmp_path)
    (tmp_path / "book.docx").touch()
    assert form.template_path(tmp_path) == tmp_path / "book.docx"
    (tmp_path / form.name).mkdir()
    (tmp_path / form.name / "book.docx").touch()
    assert form.template_path(tmp_path) == tmp_path / form.name / "book.docx"
