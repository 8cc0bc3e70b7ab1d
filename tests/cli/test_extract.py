"""``budgetdocs extract``: any input as data, and what the reader had to tell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from budgetdocs.cli.inputs import READABLE
from budgetdocs.readers import SUFFIXES, read
from budgetdocs.writers import write_xlsx

Run = Callable[..., int]
Submit = Callable[..., Path]
Refused = Callable[..., str]
Output = pytest.CaptureFixture[str]


@pytest.fixture
def book(submit: Submit) -> Path:
    """A workbook without fault, in the current folder."""
    path = Path("申报.xlsx")
    path.write_bytes(write_xlsx(read(submit())))
    return path


def changed(path: Path, **cells: object) -> Path:
    """The workbook at ``path``, cells of its sheet 项目 as given."""
    workbook = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        workbook["项目"][cell].value = value
        workbook["项目"][cell].number_format = "General"
    workbook.save(path)
    return path


@pytest.mark.parametrize("out", ["数据.yaml", "数据.json", "数据.xlsx", "数据.YML", "新夹/数据.yaml"])
def test_a_workbook_as_data(out: str, book: Path, run: Run, capsys: Output) -> None:
    assert run("extract", book, "--out", out) == 0
    assert read(out) == read(book)
    assert capsys.readouterr().out == f"写好 {Path(out)}：0978001某局_2022年，1 个项目\n读取时没有发现问题。\n"


def test_what_is_odd_is_said_with_its_cell_and_counts(book: Path, run: Run, capsys: Output) -> None:
    assert run("extract", changed(book, C2=13073022, Z9="待定"), "--out", "数据.yaml") == 1
    said = capsys.readouterr()
    lines = said.err.splitlines()
    assert any(line.startswith("申报.xlsx：错误 RD001") and "（项目!C2）" in line for line in lines)
    assert any(line.startswith("申报.xlsx：警告 RD006") and "（项目!Z9）" in line for line in lines)
    assert "读取时有 1 个错误、" in said.out
    assert read("数据.yaml").projects[0].code == "13073022"


def test_files_of_one_department_and_year_become_one(submit: Submit, run: Run, capsys: Output) -> None:
    first, second = submit("≥90%", "甲.yaml"), submit("≥80%", "乙.yaml")
    second.write_text(second.read_text("utf-8").replace("项目编码: 13073022", "项目编码: 13073023"), encoding="utf-8")
    assert run("extract", first, second, "--out", "一册.xlsx") == 0
    joined = read("一册.xlsx")
    assert joined.projects == read(first).projects + read(second).projects
    assert joined.targets == read(first).targets
    assert "2 个项目" in capsys.readouterr().out


def test_different_targets_are_not_joined(folder: Path, submit: Submit, refused: Refused) -> None:
    first, second = submit("≥90%", "甲.yaml"), submit("≥80%", "乙.yaml")
    second.write_text(second.read_text("utf-8").replace("总体一", "另一个"), encoding="utf-8")
    assert "几个文件的部门整体绩效目标不同" in refused("extract", first, second, "--out", "一册.xlsx")
    assert not (folder / "一册.xlsx").exists()


def two_departments(submit: Submit) -> tuple[Path, Path]:
    first, second = submit("≥90%", "甲.yaml"), submit("≥80%", "乙.yaml")
    second.write_text(second.read_text("utf-8").replace("某局", "另一:局"), encoding="utf-8")
    return first, second


def test_several_departments_go_into_a_folder(folder: Path, submit: Submit, run: Run) -> None:
    first, second = two_departments(submit)
    assert run("extract", first, second, "--out", "数据", "--to", "yaml") == 0
    names = ["0978001某局_2022年.yaml", "0978001另一_局_2022年.yaml"]
    assert sorted(path.name for path in (folder / "数据").iterdir()) == sorted(names)
    assert [read(folder / "数据" / name) for name in names] == [read(first), read(second)]


def test_several_departments_do_not_go_into_a_file(submit: Submit, refused: Refused) -> None:
    line = refused("extract", *two_departments(submit), "--out", "数据.yaml")
    assert "读出 2 份（0978001某局_2022年、0978001另一:局_2022年）" in line
    assert "请写文件夹" in line


def test_an_old_file_stays_unless_forced(folder: Path, book: Path, run: Run, refused: Refused) -> None:
    (folder / "数据.yaml").write_bytes(b"mine")
    assert "已经有这个文件，不覆盖" in refused("extract", book, "--out", "数据.yaml")
    assert (folder / "数据.yaml").read_bytes() == b"mine"
    assert run("extract", book, "--out", "数据.yaml", "--force") == 0
    assert read("数据.yaml") == read(book)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("申报.xlsx", "--out", "数据.docx"), "数据.docx：不能写成“.docx”；请写 .xlsx、.yaml 或 .json"),
        (("申报.xlsx",), "缺少 --out"),
        (("没有.xlsx", "--out", "数据.yaml"), "没有.xlsx：文件不存在"),
        (("申报.txt", "--out", "数据.yaml"), "不能读取“.txt”"),
        (("申报.xlsx", "--out", "申报.xlsx", "--force"), "那样会盖掉它"),
        (("申报.xlsx", "--out", "数据", "--to", "docx"), "--to 不认识“docx”"),
    ],
)
def test_what_can_not_be_done(
    arguments: tuple[str, ...], said: str, folder: Path, book: Path, refused: Refused
) -> None:
    (folder / "申报.txt").write_text("甲", encoding="utf-8")
    before = book.read_bytes()
    assert said in refused("extract", *arguments)
    assert book.read_bytes() == before
    assert not (folder / "数据.yaml").exists()


def test_one_file_that_can_not_be_read_stops_all(folder: Path, book: Path, run: Run, capsys: Output) -> None:
    (folder / "坏.xlsx").write_bytes(b"nothing")
    assert run("extract", book, "坏.xlsx", "没有.yaml", "--out", "数据") == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split("：")[1] for line in lines] == ["坏.xlsx", "没有.yaml"]
    assert not (folder / "数据").exists()


def test_the_help_pages_name_what_can_be_read() -> None:
    assert set(SUFFIXES) - {".yml"} <= {word for word in READABLE.replace("，", " ").split() if word[0] == "."}
