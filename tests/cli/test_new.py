"""``budgetdocs new``: what it writes, and that it covers nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from budgetdocs.cli.skeleton import skeleton
from budgetdocs.model import Indicator, Project, Submission
from budgetdocs.model.record import NOTES_LABEL
from budgetdocs.readers import read
from budgetdocs.writers import write_xlsx

Run = Callable[..., int]
Submit = Callable[..., Path]
Refused = Callable[..., str]
Output = pytest.CaptureFixture[str]


def test_an_empty_workbook(folder: Path, run: Run, capsys: Output) -> None:
    assert run("new", "项目.xlsx") == 0
    assert (folder / "项目.xlsx").read_bytes() == write_xlsx()
    assert capsys.readouterr().out == "写好 项目.xlsx。填好以后用 budgetdocs check 项目.xlsx 检查。\n"


def test_an_empty_text_says_what_is_to_be_filled_in(folder: Path, run: Run, capsys: Output) -> None:
    assert run("new", folder / "项目.yaml") == 0
    capsys.readouterr()
    assert run("check", "项目.yaml") == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition("（第")[0] for line in lines] == [
        f"错误：项目.yaml：$.{key}" for key in ("年度", "部门.单位编码", "项目[0].项目编码", "项目[0].预算数")
    ]


def test_a_text_that_is_filled_in_can_be_read() -> None:
    text = skeleton("hebei-2022").decode()
    data = yaml.safe_load(text)
    fields = Project.model_fields.items()
    assert set(data["项目"][0]) == {
        field.alias for name, field in fields if name not in ("unit_code", "unit_name", "review_notes")
    }
    assert set(data["项目"][0]["指标"][0]) == {field.alias for field in Indicator.model_fields.values()} - {NOTES_LABEL}
    data["年度"], data["部门"]["单位编码"] = 2022, "978001"
    data["项目"][0] |= {"项目编码": "13073022P00825110002X", "预算数": 350}
    submission = Submission.model_validate(data)
    assert len(submission.projects[0].indicators) == 9


@pytest.mark.parametrize("name", ["甲.xlsx", "甲.yaml", "甲.yml", "甲.json", "甲.XLSX"])
def test_from_another_file(name: str, submit: Submit, run: Run) -> None:
    source = submit("≥90%")
    assert run("new", name, "--from", source) == 0
    assert read(name) == read(source)


def test_an_old_file_stays_unless_forced(folder: Path, submit: Submit, run: Run, refused: Refused) -> None:
    (folder / "项目.xlsx").write_bytes(b"mine")
    assert "已经有这个文件，不覆盖" in refused("new", "项目.xlsx")
    assert (folder / "项目.xlsx").read_bytes() == b"mine"
    assert run("new", "项目.xlsx", "--force", "--from", submit()) == 0
    assert read(folder / "项目.xlsx") == read(submit())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("项目.docx",), "项目.docx：不能新建“.docx”；请写 .xlsx（工作簿）或 .yaml（文本）"),
        (("项目",), "项目：不能新建没有扩展名的文件"),
        (("项目.xls",), "不能新建“.xls”"),
        (("项目.json",), "JSON 里写不了说明"),
        (("项目.xlsx", "--from", "没有.yaml"), "没有.yaml：文件不存在"),
        (("项目.xlsx", "--form", "无此表"), "没有名为“无此表”的表样"),
        (("夹.xlsx",), "夹.xlsx：是文件夹，不是文件"),
        (("夹.xlsx", "--force"), "夹.xlsx：是文件夹，不是文件"),
        (("没有/项目.xlsx",), "没有/项目.xlsx：找不到"),
        ((), "缺少 FILE"),
    ],
)
def test_what_can_not_be_made(arguments: tuple[str, ...], said: str, folder: Path, refused: Refused) -> None:
    (folder / "夹.xlsx").mkdir()
    assert said in refused("new", *arguments).replace("\\", "/")
    assert {path.name for path in folder.iterdir()} == {"夹.xlsx"}


def test_it_never_covers_its_own_source(submit: Submit, refused: Refused) -> None:
    path = submit()
    before = path.read_bytes()
    assert "那样会盖掉它" in refused("new", path, "--from", path, "--force")
    assert path.read_bytes() == before
