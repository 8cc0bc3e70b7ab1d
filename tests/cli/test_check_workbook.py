"""``budgetdocs check`` of workbooks: cells as places, annotated and mended copies, several departments."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from budgetdocs.cli.mending import free_name
from budgetdocs.readers import read
from budgetdocs.writers import write_xlsx

Run = Callable[..., int]
Submit = Callable[..., Path]
Refused = Callable[..., str]
Output = pytest.CaptureFixture[str]
PERCENT = ("--select", "IV003")

HEADINGS = ("项目编码", "项目名称", "预算数（万元）", "资金用途", "3月底", "6月底", "10月底", "12月底", "绩效目标",
            "一级指标", "二级指标", "三级指标", "计算符号", "指标值", "度量单位")  # fmt: skip
ROW = ("13073022P00825110002X", "公用经费", 350, "办公。", "25%", "50%", "75%", "100%", "保障运转。",
       "产出指标", "质量指标", "合格率", "≥", "90", None)  # fmt: skip


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def cell(path: Path | str, sheet: str, at: str) -> Any:
    return openpyxl.load_workbook(path)[sheet][at]


@pytest.fixture
def book(submit: Submit) -> Callable[..., Path]:
    """Writes the workbook of a submission in which the value of one rate is as given."""

    def write(value: str = "≥90%", name: str = "项目.xlsx", **cells: object) -> Path:
        source = submit(value)
        path = Path(name)
        path.write_bytes(write_xlsx(read(source)))
        source.unlink()
        if cells:
            workbook = openpyxl.load_workbook(path)
            for at, text in cells.items():
                workbook["项目"][at].value = text
            workbook.save(path)
        return path

    return write


@pytest.fixture
def table(folder: Path) -> Callable[..., Path]:
    """Writes a workbook of one sheet that no one here designed: a department above, a row an indicator below."""

    def write(*rows: tuple[object, ...], name: str = "台账.xlsx") -> Path:
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        sheet.append(("单位编码", "978001", "单位名称", "某局", "年度", 2022))
        sheet.append(HEADINGS)
        for row in rows or (ROW,):
            sheet.append(row)
        workbook.save(folder / name)
        return Path(name)

    return write


# -- places ------------------------------------------------------------------------------------------------------------


def test_a_finding_names_its_cell(book: Callable[..., Path], run: Run, capsys: Output) -> None:
    assert run("check", book("≥90"), *PERCENT) == 1
    assert "指标!F2  错误  IV003" in capsys.readouterr().out


def test_what_the_reader_saw_is_reported_at_its_own_cell(book: Callable[..., Path], run: Run, capsys: Output) -> None:
    path = book(Z9="待定")
    assert run("check", path, "--select", "RD") == 0
    assert "项目!Z9  警告  RD006" in capsys.readouterr().out
    assert run("check", path, "--select", "RD", "--output", "json") == 0
    [finding] = json.loads(capsys.readouterr().out)["files"][0]["findings"]
    assert finding["position"] == "项目!Z9"


# -- annotated copies --------------------------------------------------------------------------------------------------


def test_annotate_writes_a_copy_with_comments(
    folder: Path, book: Callable[..., Path], run: Run, capsys: Output
) -> None:
    path = book("≥90")
    before = path.read_bytes()
    assert run("check", path, "--annotate", *PERCENT) == 1
    assert "项目.xlsx 另存一份带批注的 项目.批注.xlsx：1 条批注" in capsys.readouterr().out
    assert path.read_bytes() == before
    assert files(folder) == {"项目.xlsx", "项目.批注.xlsx"}
    marked = cell("项目.批注.xlsx", "指标", "F2")
    assert marked.value == "≥90"
    assert "IV003" in marked.comment.text
    assert "建议：≥90%" in marked.comment.text
    results = openpyxl.load_workbook("项目.批注.xlsx")["检查结果"]
    [line] = list(results.iter_rows(min_row=2, values_only=True))
    assert line[2:6] == ("IV003", "指标!F2", "13073022 12:30", "合格率·指标值")
    assert read("项目.批注.xlsx") == read(path)


def test_annotations_cover_no_file(folder: Path, book: Callable[..., Path], run: Run) -> None:
    for _ in range(2):
        assert run("check", book("≥90"), "--annotate", *PERCENT) == 1
    assert run("check", "项目.批注.xlsx", "--annotate", *PERCENT) == 1
    assert files(folder) == {"项目.xlsx", "项目.批注.xlsx", "项目.批注2.xlsx", "项目.批注3.xlsx"}


def test_a_workbook_without_fault_is_annotated_too(book: Callable[..., Path], run: Run, capsys: Output) -> None:
    assert run("check", book(), "--annotate", *PERCENT) == 0
    assert "没有问题可批注" in capsys.readouterr().out
    assert "没有发现问题" in str([*openpyxl.load_workbook("项目.批注.xlsx")["检查结果"].values])


def test_what_the_reader_saw_is_annotated_at_its_own_cell(book: Callable[..., Path], run: Run) -> None:
    assert run("check", book(Z9="待定"), "--annotate", "--select", "RD") == 0
    assert "RD006" in cell("项目.批注.xlsx", "项目", "Z9").comment.text


def test_with_fix_the_mended_copy_is_annotated(folder: Path, book: Callable[..., Path], run: Run) -> None:
    path = book("≥ 90", D2="【2022】7号经费")  # GO003 is safe to fix, IV003 too
    assert run("check", path, "--fix", "--annotate", "--select", "IV003,IV010,GO003") == 0
    assert files(folder) == {"项目.xlsx", "项目.修正.xlsx", "项目.修正.批注.xlsx"}
    assert read("项目.修正.批注.xlsx") == read("项目.修正.xlsx")


@pytest.mark.parametrize(
    ("name", "ending", "there", "free"),
    [
        ("项目.xlsx", "批注", (), "项目.批注.xlsx"),
        ("项目.批注.xlsx", "批注", ("项目.批注.xlsx",), "项目.批注2.xlsx"),
        ("项目.修正.xlsx", "批注", (), "项目.修正.批注.xlsx"),
        ("项目.批注.xlsx", "修正", (), "项目.批注.修正.xlsx"),
    ],
)
def test_names_of_copies(name: str, ending: str, there: tuple[str, ...], free: str, folder: Path) -> None:
    for each in there:
        (folder / each).touch()
    assert free_name(folder / name, ending) == folder / free


# -- mended copies -----------------------------------------------------------------------------------------------------


def test_fix_changes_the_cell_and_no_other(book: Callable[..., Path], run: Run, capsys: Output) -> None:
    path = book("≥90")
    before = path.read_bytes()
    assert run("check", path, "--fix", *PERCENT) == 0
    said = capsys.readouterr().out
    assert "项目.xlsx 改了 1 处，存成 项目.修正.xlsx：" in said
    assert "  $.项目[0].指标[0].指标值（指标!F2）：≥90 → ≥90%  IV003" in said.splitlines()
    assert "项目.修正.xlsx：没有发现问题" in said
    assert path.read_bytes() == before
    old, new = read(path), read("项目.修正.xlsx")
    assert new.projects[0].indicators[0].value.raw == "≥90%"
    assert [each.model_copy(update={"indicators": ()}) for each in new.projects] == [
        each.model_copy(update={"indicators": ()}) for each in old.projects
    ]


def test_diff_says_what_would_change_and_writes_nothing(
    folder: Path, book: Callable[..., Path], run: Run, capsys: Output
) -> None:
    assert run("check", book("≥90"), "--diff", *PERCENT) == 1
    said = capsys.readouterr().out
    assert "项目.xlsx 能改 1 处，没有写文件" in said
    assert "（指标!F2）：≥90 → ≥90%" in said
    assert files(folder) == {"项目.xlsx"}


def test_one_paragraph_of_a_cell_is_changed(book: Callable[..., Path], run: Run) -> None:
    path = book(H2="第一段。\n依据【2022】7号文件。\n第三段。")
    assert run("check", path, "--fix", "--select", "GO003") == 0
    assert read("项目.修正.xlsx").projects[0].purpose == ("第一段。", "依据〔2022〕7号文件。", "第三段。")


def test_number_and_unit_in_columns_of_their_own(table: Callable[..., Path], run: Run) -> None:
    assert run("check", table(), "--fix", *PERCENT) == 0
    assert read("台账.修正.xlsx").projects[0].indicators[0].value.raw == "≥90%"


def test_a_sign_in_a_column_of_its_own_is_left_to_the_user(
    folder: Path, table: Callable[..., Path], run: Run, capsys: Output
) -> None:
    path = table((*ROW[:12], ">=", "90", "%"))
    assert read(path).projects[0].indicators[0].value.raw == ">=90%"
    run("check", path, "--fix", "--select", "IV006")
    said = capsys.readouterr().out
    assert "没有改 $.项目[0].指标[0].指标值（Sheet!N3）：这一格的内容分在几处" in said
    assert files(folder) == {"台账.xlsx"}


def test_a_cell_that_several_rows_share_is_changed_only_for_all(table: Callable[..., Path], run: Run) -> None:
    path = table(ROW, (*ROW[:11], "及时率", "≥", "80", None))
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    sheet.merge_cells("N3:N4")
    workbook.save(path)
    assert [each.value.raw for each in read(path).projects[0].indicators] == ["≥90", "≥90"]
    assert run("check", path, "--fix", *PERCENT) == 0
    assert [each.value.raw for each in read("台账.修正.xlsx").projects[0].indicators] == ["≥90%", "≥90%"]


# -- several departments, other kinds ----------------------------------------------------------------------------------


@pytest.fixture
def two(table: Callable[..., Path]) -> Path:
    """A workbook of two departments, each with a fault."""
    path = table()
    workbook = openpyxl.load_workbook(path)
    other = workbook.copy_worksheet(workbook.active)
    workbook.active.title, other.title = "甲局", "乙局"
    other["B1"], other["D1"], other["A3"] = "978002", "乙局", "13073022P00825110003X"
    workbook.save(path)
    return path


def test_several_departments_in_one_workbook(folder: Path, two: Path, run: Run, capsys: Output) -> None:
    assert run("check", two, *PERCENT) == 1
    said = capsys.readouterr().out
    assert said.count("台账.xlsx") == 1
    assert "978002 乙局：13073022P00825110003X" in said
    assert "甲局!N3  错误  IV003" in said
    assert "乙局!N3  错误  IV003" in said
    assert run("check", two, "--fix", "--annotate", *PERCENT) == 0
    assert files(folder) == {"台账.xlsx", "台账.修正.xlsx", "台账.修正.批注.xlsx"}
    assert [cell("台账.修正.xlsx", name, "N3").value for name in ("甲局", "乙局")] == ["≥90%", "≥90%"]


def test_several_departments_are_rendered(folder: Path, two: Path, run: Run) -> None:
    assert run("render", two, "--out", "成果", "--to", "docx", "--no-each") == 0
    assert sorted(path.name for path in (folder / "成果").glob("*.docx")) == [
        "978001某局_2022年部门预算绩效目标.docx",
        "978002乙局_2022年部门预算绩效目标.docx",
    ]


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("甲.xls", ("--annotate",), "--annotate 不能用于 甲.xls；请在 Excel 或 WPS 里另存为 .xlsx"),
        ("甲.csv", ("--fix",), "--fix、--diff 不能用于 甲.csv；请在 Excel 或 WPS 里另存为 .xlsx"),
        ("甲.yaml", ("--annotate",), "--annotate 不能用于 甲.yaml；它只用于 .xlsx、.xlsm"),
    ],
)
def test_files_that_are_no_workbooks(
    name: str, options: tuple[str, ...], said: str, folder: Path, refused: Refused
) -> None:
    (folder / name).write_bytes(b"x")
    assert said in refused("check", name, *options)
    assert files(folder) == {name}
