"""印成 Word 再读回来，还是那份申报：刁钻的文字、真实的一册、LibreOffice 另存过的。"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import libreoffice as office
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from writers.submissions import submissions

import budgetdocs as bd
from budgetdocs.model import OddityKind, Submission
from budgetdocs.word.text import FORBIDDEN, with_newlines

QUIET = {"report": lambda _: None}
RELAXED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def printable(data: Any) -> Any:
    """data 里 Word 存得下、表样又印得出的：控制字符印不出（印的时候会报 TX001），审核说明不印。"""
    if isinstance(data, str):
        return FORBIDDEN.sub("", with_newlines(data))
    if isinstance(data, list):
        return [printable(each) for each in data]
    if isinstance(data, dict):
        return {key: printable(value) for key, value in data.items() if key != "审核说明"}
    return data


def on_paper(submission: Submission, unit: str) -> Submission | None:
    """submission 里表样印得出的；去掉控制字符后不成其为申报的，为 None。

    编码与名称印在一格里，中间什么也没有：不是部门自己的单位，编码须是数字，名称须不以字母数字开头。没有标题也没有内容的分项，
    印出来只是一个空行。
    """
    data = printable(submission.dump()) | {"表样": "hebei-2022"}
    targets = data["部门整体绩效目标"]
    targets["分项绩效目标"] = [
        each for each in targets["分项绩效目标"] if (each["标题"] + "".join(each["内容"])).strip()
    ]
    for number, project in enumerate(data["项目"]):
        if project["单位编码"] == data["部门"]["单位编码"]:
            project["单位名称"] = data["部门"]["单位名称"]
        else:
            project |= {"单位编码": f"97800{number}", "单位名称": unit + project["单位名称"]}
    try:
        return Submission.model_validate(data)
    except ValueError:
        return None


def written(target: Submission | bd.Project, path: Path) -> Path:
    path.write_bytes(bd.to_docx(target, **QUIET))
    return path


@RELAXED
@given(submissions(), st.sampled_from(("局", "（", "　所", "第1")))
def test_what_was_rendered_comes_back(tmp_path: Path, drawn: Submission, unit: str) -> None:
    submission = on_paper(drawn, unit.strip())
    assume(submission is not None)
    again = bd.read(written(submission, tmp_path / "册.docx"))
    assert again.dump() == submission.dump()
    assert again == submission
    assert again.oddities == ()


@RELAXED
@given(submissions(), st.integers(0, 99))
def test_a_lone_table_comes_back_with_the_year_of_its_code(tmp_path: Path, drawn: Submission, year: int) -> None:
    submission = on_paper(drawn, "局")
    assume(submission is not None and submission.projects)
    project = submission.projects[0].model_copy(
        update={"code": f"130730{year:02}P00825110002X", "unit_code": "978001", "unit_name": "管理委员会"}
    )
    again = bd.read(written(project, tmp_path / "表.docx"))
    assert again.projects == (project,)
    assert (again.year, again.department.code, again.department.name) == (2000 + year, "978001", "管理委员会")
    assert [(each.kind, each.path) for each in again.oddities] == [(OddityKind.AMBIGUOUS, ("projects", 0, "code"))]


def test_the_seed_gives_the_same_bytes_again(root: Path, tmp_path: Path) -> None:
    submission = bd.read(root / "examples/shacheng-2022.yaml")
    docx = bd.to_docx(submission, **QUIET)
    (tmp_path / "册.docx").write_bytes(docx)
    again = bd.read(tmp_path / "册.docx")
    assert again == submission
    assert bd.to_docx(again, **QUIET) == docx


def book(root: Path, projects: int) -> Submission:
    seed = bd.read(root / "examples/shacheng-2022.yaml")
    (project,) = seed.projects
    many = tuple(project.model_copy(update={"code": f"13073022P{n:012}", "name": f"项目{n}"}) for n in range(projects))
    return seed.model_copy(update={"projects": many})


def test_a_book_of_a_hundred_projects_takes_no_time(root: Path, tmp_path: Path) -> None:
    submission = book(root, 100)
    path = written(submission, tmp_path / "册.docx")
    began = time.perf_counter()
    assert bd.read(path) == submission
    assert time.perf_counter() - began < 5, "about 0.3 s on a slow machine"


@pytest.mark.system
@pytest.mark.slow
def test_what_libreoffice_saved_comes_back(root: Path, tmp_path: Path, libreoffice: office.LibreOffice) -> None:
    files = [*sorted((root / "examples").glob("**/*.yaml"))]
    whole = {path.stem: bd.read(path) for path in files}
    saved = libreoffice.convert_all(
        [written(each, tmp_path / f"{stem}.docx") for stem, each in whole.items()], "docx", tmp_path / "saved"
    )
    for path in saved:
        again = bd.read(path)
        assert again.dump() == on_paper(whole[path.stem], "").dump()
        assert again.oddities == ()


ODD_SAMPLE = {
    "单位编码": "0978001",
    "单位名称": "甲<乙> & “丙”　局",
    "项目编码": "13073025P00825110002X",
    "项目名称": "【2025】7号  两个空格\t和制表符\n第二行",
    "预算数": "8.10000000000001",
    "资金用途": ["  缩进的一段", "项目编码", "≥90%"],
    "资金支出计划": {"3月底": "33.33%", "6月底": "50%", "10月底": "75%", "12月底": "100%"},
    "绩效目标": [],
    "指标": [
        {"一级指标": one, "二级指标": two, "三级指标": "三", "绩效指标描述": "", "指标值": value, "指标值确定依据": " "}
        for one, two, value in (
            ("产出指标", "数量指标", "≥ 90 ％左右"),
            ("产出指标", "数量指标", "12月底前"),
            ("产出指标", "质量指标", ""),
            ("效益指标", "质量指标", "a\nb"),
        )
    ],
}


def test_an_indicator_may_say_what_a_head_does(tmp_path: Path) -> None:
    said = ["产出指标", "项目编码", "合格率", "", "項目名稱", ""]
    labels = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
    rows = [*ODD_SAMPLE["指标"], dict(zip(labels, said, strict=True)), *ODD_SAMPLE["指标"]]
    project = bd.Project.model_validate(ODD_SAMPLE | {"指标": rows})
    assert bd.read(written(project, tmp_path / "表.docx")).projects == (project,)


@pytest.mark.system
@pytest.mark.slow
def test_odd_text_that_libreoffice_saved_comes_back(tmp_path: Path, libreoffice: office.LibreOffice) -> None:
    project = bd.Project.model_validate(ODD_SAMPLE)
    saved = libreoffice.convert(written(project, tmp_path / "表.docx"), "docx", tmp_path / "saved")
    assert bd.read(saved).projects == (project,)
