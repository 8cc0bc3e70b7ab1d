"""A large workbook, read department by department, says the same as when it is read whole."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from budgetdocs.errors import ReadError
from budgetdocs.model import Submission
from budgetdocs.readers import read_all, spool
from budgetdocs.readers.sheets import large_sheet, row_stream, streaming

FOLDER = Path(__file__).parents[2] / "cases" / "workbooks"
WORKBOOKS = sorted(path for path in FOLDER.iterdir() if zipfile.is_zipfile(path))
PROJECT = (
    *("年度", "单位编码", "单位名称", "项目编码", "项目名称", "预算数（万元）", "资金用途"),
    *("3月底", "6月底", "10月底", "12月底", "绩效目标"),
)
INDICATOR = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
Rows = list[list[Any]]


def rows(departments: int = 5, projects: int = 2, repeated: bool = False) -> Rows:
    """A heading, and a row an indicator; the columns of the project in its first row, or in each."""
    made: Rows = [[*PROJECT, *INDICATOR]]
    for number in range(departments * projects):
        unit = number // projects
        project = [
            *(2022, f"{348000 + unit}", f"清源县第{unit}局", f"13073022P{number:011}X", f"第{number}号公路改造"),
            *(
                number + 10.5,
                f"改造第{number}号公路。\n分两期。",
                "25%",
                "50%",
                "75%",
                "100%",
                f"完成第{number}号公路。",
            ),
        ]
        for at in range(3):
            levels = ["产出指标", "数量指标"] if at < 2 else ["效益指标", "社会效益指标"]
            indicator = [*levels, f"第{number}号公路里程{at}", "按设计核定 & <验收>", f"≥{number + at}公里", "批复"]
            made.append([*(project if repeated or at == 0 else [None] * len(PROJECT)), *indicator])
    return made


def write(path: Path, content: Rows, *, inline: bool = True, change: Callable[[Any, Any], None] | None = None) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": inline}) as book:
        sheet = book.add_worksheet("项目")
        if change:
            change(book, sheet)
        for row, cells in enumerate(content):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif cell is not None:
                    sheet.write_number(row, column, cell)
    return path


def read_either_way(path: Path, monkeypatch: pytest.MonkeyPatch, large: int = 1) -> tuple[Any, Any]:
    """What is read of ``path`` in a stream, its ``large`` largest sheets as such, None if it is not; and what is read
    of it whole."""
    with zipfile.ZipFile(path) as package:
        sizes = sorted(info.file_size for info in package.infolist() if "worksheets/sheet" in info.filename)
    monkeypatch.setattr(streaming, "LARGE", sizes[-large - 1] if len(sizes) > large else 0)
    monkeypatch.setattr(row_stream, "_TEXTS_OF_A_BLOCK", 16)
    return outcome(lambda: spooled(path)), outcome(lambda: read_all(path))


def spooled(path: Path) -> list[Submission] | None:
    found = spool(path)
    if found is None:
        return None
    submissions = list(found)
    assert len(submissions) == len(found)
    found.close()
    return submissions


def outcome(run: Callable[[], list[Submission] | None]) -> Any:
    try:
        submissions = run()
    except ReadError as error:
        return str(error), error.problems
    return submissions and [(each, each.oddities) for each in submissions]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
@pytest.mark.parametrize("first", [4, 200])
def test_the_corpus_is_read_the_same(path: Path, first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_sheet, "_FIRST_ROWS", first)
    streamed, whole = read_either_way(path, monkeypatch)
    assert streamed is None or streamed == whole


def changed(whole: bool = False, **cells: Any) -> Rows:
    """The rows with other cells: ``E3="x"``."""
    made = rows(repeated=whole)
    for place, cell in cells.items():
        made[int(place[1:]) - 1][ord(place[0]) - 65] = cell
    return made


def with_column(heading: str | None, *filled: int) -> Rows:
    return [
        [*row, heading if number == 1 else "多写的" if number in filled else None]
        for number, row in enumerate(rows(), start=1)
    ]


STREAMED: dict[str, Rows] = {
    "first-row-only": rows(),
    "repeated": rows(repeated=True),
    "title-above": [["清源县2023年项目绩效目标汇总表"], ["单位：元"], *([None, *row[1:]] for row in rows())],
    "repeated-headings": [*rows()[:16], rows()[0], *rows()[16:]],
    "totals": [*rows(), ["合计", None, None, None, None, 1000]],
    "remark-below": [*rows(), ["注：以上各项已经审定"]],
    "example": [rows()[0], ["例：", *rows()[1][1:]], *rows()[1:]],
    "levels-left-blank": changed(M3=None, N3=None, M9=None, N12=None),
    "unknown-column": with_column("联系人", 2, 5, 20),
    "under-no-heading": with_column(None, 4, 30),
    "project-says-otherwise": changed(E3="另一个名字", F6=99, whole=True),
    "late-cells": changed(G2=None, G4="写在后面的"),
    "without-basis": [row[:-1] for row in rows()],
    "without-year": [row[1:] for row in rows()],
    "bad-amount": changed(F2="三百", F14="四百"),
    "bad-plan": changed(H8="约三成"),
    "no-name": changed(E5=None, E8="  "),
    "damaged-codes": changed(D2=13073022, B8=348001, B11=348001),
    "twins-in-a-department": changed(D5="13073022P00000000000X"),
    "one-department": rows(departments=1, projects=4),
}
NOT_STREAMED: dict[str, Rows] = {
    "projects-scattered": [*rows(), [*rows()[1][:12], *rows()[2][12:]]],
    "departments-scattered": [*rows(), [*rows()[1][:3], "13073022P00000000099X", *rows()[1][4:]]],
    "no-code": changed(D2=None),
    "name-without-code": changed(E3="另一个名字"),
    "no-unit": changed(B5=None),
    "without-plan": [[*row[:7], *row[11:]] for row in rows()],
    "unit-above": [["单位编码：348001", "单位名称：清源县第一局"], *([row[0], *row[3:]] for row in rows())],
    "two-tables": [*rows(), [], *rows(departments=7)],
}


@pytest.mark.parametrize("inline", [True, False], ids=["inline", "shared"])
@pytest.mark.parametrize("first", [4, 10, 200])
@pytest.mark.parametrize("name", [*STREAMED, *NOT_STREAMED])
def test_made_up_tables_are_read_the_same(
    name: str, first: int, inline: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_sheet, "_FIRST_ROWS", first)
    path = write(tmp_path / "county-2021.xlsx", (STREAMED | NOT_STREAMED)[name], inline=inline)
    streamed, whole = read_either_way(path, monkeypatch)
    assert whole is not None
    if name in STREAMED:
        assert streamed == whole
    else:
        assert streamed is None or streamed == whole


def hide(book: Any, sheet: Any) -> None:
    del book
    for row in (3, 7, 8, 20):
        sheet.set_row(row, None, None, {"hidden": True})
    sheet.set_column(14, 15, None, None, {"hidden": True})
    sheet.set_column(40, 41, None, None, {"hidden": True})


def other_sheets(book: Any, sheet: Any) -> None:
    del sheet
    book.add_worksheet("填写说明").write_string(0, 0, "说明")
    hidden = book.add_worksheet("旧")
    hidden.write_string(0, 0, "旧的")
    hidden.hide()
    book.add_worksheet("封面").write_string(0, 0, "清源县2024年部门预算")
    book.add_worksheet("备注").write_string(4, 4, "没有用的话")


def hidden_itself(book: Any, sheet: Any) -> None:
    book.add_worksheet("看得见").write_string(0, 0, "清源县2024年部门预算")
    sheet.hide()
    book.worksheets()[1].activate()


def comments(book: Any, sheet: Any) -> None:
    del book
    sheet.write_comment("C5", "这一格要核对")
    sheet.write_comment("A1", "填四位数")


def merged_title(book: Any, sheet: Any) -> None:
    sheet.merge_range(0, 0, 0, 5, "", book.add_format())


@pytest.mark.parametrize("change", [hide, other_sheets, hidden_itself, comments, merged_title])
@pytest.mark.parametrize("first", [4, 200])
def test_what_is_odd_about_the_sheet_is_told_of_each_department(
    change: Callable[[Any, Any], None], first: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_sheet, "_FIRST_ROWS", first)
    content = [["清源县2023年项目绩效目标汇总表"], *(row[1:] for row in rows())]
    path = write(tmp_path / "county.xlsx", content, inline=False, change=change)
    streamed, whole = read_either_way(path, monkeypatch)
    assert streamed == whole
    assert len(whole) == 5


def test_merges_among_the_rows_are_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(
        tmp_path / "county.xlsx", rows(), inline=False, change=lambda _, sheet: sheet.merge_range(1, 12, 2, 12, "")
    )
    streamed, whole = read_either_way(path, monkeypatch)
    assert streamed is None
    assert len(whole) == 5


def test_a_small_workbook_is_read_whole(tmp_path: Path) -> None:
    assert spool(write(tmp_path / "county.xlsx", rows())) is None
    (tmp_path / "甲.yaml").write_text("{}", encoding="utf-8")
    assert spool(tmp_path / "甲.yaml") is None


def test_what_is_damaged_is_left_to_the_other_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "county.xlsx", rows())
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    for damaged in (sheet[:-30], sheet.replace(b"<sheetData>", b"<!-- a --><sheetData>"), b"\xef\xbb\xbf" + sheet):
        with zipfile.ZipFile(path, "w") as package:
            for name, content in parts.items():
                package.writestr(name, damaged if name == "xl/worksheets/sheet1.xml" else content)
        streamed, whole = read_either_way(path, monkeypatch)
        assert streamed is None
        assert whole


DEPARTMENT = ("单位编码", "单位名称", "年度", "表样")
LISTED = ("单位编码", "单位名称", "项目编码", "项目名称", *PROJECT[5:])


def lists(departments: int = 4, projects: int = 2) -> dict[str, Rows]:
    """The sheets of budgetdocs' own workbook."""
    units: Rows = [[*DEPARTMENT]]
    listed: Rows = [[*LISTED]]
    indicators: Rows = [["项目编码", *INDICATOR]]
    units += [[f"{348000 + unit}", f"清源县第{unit}局", 2022] for unit in range(departments)]
    for row in rows(departments, projects)[1:]:
        if row[3]:
            listed.append(row[1:12])
        indicators.append([listed[-1][2], *row[12:]])
    prose: Rows = [["部分", "标题", "内容"]]
    notes: Rows = [["项目编码", "三级指标", "行号", "规则", "理由"]]
    return {
        "填写说明": [["怎样填写"]],
        "部门": units,
        "部门目标": prose,
        "项目": listed,
        "指标": indicators,
        "审核说明": notes,
    }


def write_sheets(path: Path, sheets: dict[str, Rows], inline: bool = True) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": inline}) as book:
        for name, content in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(content):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(row, column, cell)
    return path


def lists_with(name: str, *added: list[Any], without: int | None = None, **changes: Any) -> dict[str, Rows]:
    made = lists()
    if without is not None:
        del made[name][without]
    for place, cell in changes.items():
        made[name][int(place[1:]) - 1][ord(place[0]) - 65] = cell
    made[name] += added
    return made


LISTS: dict[str, tuple[bool, dict[str, Rows]]] = {
    "plain": (True, lists()),
    "a-department-without-projects": (True, lists_with("部门", ["999999", "没有项目的局", 2022])),
    "a-project-without-indicators": (
        True, lists_with("项目", ["348003", "清源县第3局", "13073022P99999999999X", *rows()[1][4:12]]),
    ),
    "no-year": (False, {**lists(), "部门": [row[:2] for row in lists()["部门"]]}),
    "no-prose-sheet": (True, {name: each for name, each in lists().items() if name != "部门目标"}),
    "code-left-blank": (True, lists_with("指标", A3=None)),
    "bad-amounts": (True, lists_with("项目", E2="三百", E7="四百")),
    "bad-year": (True, lists_with("部门", C3="今年")),
    "sum-below": (True, lists_with("项目", ["合计", None, None, None, 1000])),
    "one-department": (False, lists(1, 4)),
    "an-unknown-project": (False, lists_with("指标", ["13073022P88888888888X", *rows()[1][12:]])),
    "an-unknown-department": (False, lists_with("项目", A3="777777")),
    "in-another-order": (False, lists_with("项目", lists()["项目"][2], without=2)),
    "prose-of-which": (False, lists_with("部门目标", ["总体绩效目标", None, "改造公路。"])),
    "a-note": (False, lists_with("审核说明", ["13073022P00000000000X", None, None, "AM001", "已经说明"])),
    "twins": (False, lists_with("项目", [*lists()["项目"][1]])),
}  # fmt: skip


@pytest.mark.parametrize("large", [1, 2, 3, 4])
@pytest.mark.parametrize("inline", [True, False], ids=["inline", "shared"])
@pytest.mark.parametrize("name", LISTS)
def test_lists_of_departments_projects_and_indicators_are_read_the_same(
    name: str, inline: bool, large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, sheets = LISTS[name]
    path = write_sheets(tmp_path / "county-2021.xlsx", sheets, inline)
    streamed, whole = read_either_way(path, monkeypatch, large)
    assert whole is not None
    assert streamed == whole if expected else streamed is None or streamed == whole


PEAK = """
import sys
from pathlib import Path
from budgetdocs.readers import spool
found = spool(sys.argv[1])
assert found is not None
assert sum(1 for each in found) == int(sys.argv[2])
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
@pytest.mark.parametrize(("listed", "inline"), [(True, True), (False, False)], ids=["listed", "in-one-table"])
def test_memory_does_not_grow_with_the_workbook(listed: bool, inline: bool, tmp_path: Path) -> None:
    peaks = []
    for count in (1000, 20_000):
        path = tmp_path / f"{count}.xlsx"
        if listed:
            write_sheets(path, lists(count, 1), inline)
        else:
            write(path, rows(departments=count, projects=1), inline=inline)
        ran = subprocess.run(
            [sys.executable, "-P", "-c", PEAK, str(path), str(count)], capture_output=True, text=True, check=True
        )
        peaks.append(int(ran.stdout))
    assert peaks[1] < peaks[0] * 1.3, peaks
