"""同一张表，写成工作表和写成 Word，读出来是同一个项目：认表的只有一处。"""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
import xlsxwriter

from budgetdocs.model import OddityKind, Project, Submission
from budgetdocs.readers import read

Lines = list[list[str]]
TITLE = [["2022年项目支出绩效目标表"]]
UNIT = [["978001某局", "", "", "", "", "单位：万元"]]
KEYS = [["项目编码", "13073022P00000000001X", "", "项目名称", "办公经费"]]
AMOUNTS = [
    ["预算规模及资金用途", "预算数", "350.5", "其中：财政    资金", "300", "其他资金", "50.5"],
    ["", "用于办公。"],
]
PLAN = [["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"], ["", "25%", "50%", "75%", "100%"]]
GOALS = [["绩 效 目 标", "保障运转"]]
HEADINGS = [["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]]
ROWS = [
    ["产出指标", "数量指标", "采购数量", "采购的台数", "≥10台", "计划标准"],
    ["", "质量指标", "验收合格率", "合格的比例", "≥95%", "行业标准"],
    ["效益指标", "社会效益指标", "保障程度", "", "良好", "历史标准"],
]
WHOLE = TITLE + UNIT + KEYS + AMOUNTS + PLAN + GOALS + HEADINGS + ROWS
SPLIT_ROWS = [
    ["采购数量", "≥", "10", "台", "产出指标", "数量指标", "计划标准", "采购的台数"],
    ["验收合格率", "≥", "95", "%", "产出指标", "质量指标", "行业标准", "合格的比例"],
    ["保障程度", "定性", "良好", "", "效益指标", "社会效益指标", "历史标准", ""],
]
LAYOUTS: dict[str, Lines] = {
    "河北的表样": WHOLE,
    "月份竖着排": [
        *TITLE, *UNIT, *KEYS, *AMOUNTS,
        ["资金支出计划", "3月底", "25%"], ["", "6月底", "50%"], ["", "10月底", "75%"], ["", "12月底", "100%"],
        *GOALS, *HEADINGS, *ROWS,
    ],
    "标签在上": [
        *TITLE,
        ["单位编码", "单位名称", "项目编码", "项目名称"],
        ["978001", "某局", "13073022P00000000001X", "办公经费"],
        ["预算数", "财政资金", "其他资金"],
        ["350.5", "300", "50.5"],
        ["资金用途", "用于办公。"],
        *PLAN, *GOALS, *HEADINGS, *ROWS,
    ],
    "标签与内容在一格里": [
        *TITLE,
        ["单位编码：978001  单位名称：某局", "", "", "", "", "单位：元"],
        ["项目名称：办公经费", "", "项目编码：13073022P00000000001X"],
        ["预算数", "3505000", "财政资金", "3000000", "其他资金", "505000"],
        ["资金用途", "用于办公。"],
        *PLAN, *GOALS, *HEADINGS, *ROWS,
    ],
    "上海的资金栏，以元计": [
        *TITLE,
        ["项目名称", "办公经费", "项目编码", "13073022P00000000001X"],
        ["实施单位", "978001某局"],
        ["项目资金（元）", "年度资金总额", "3505000"], ["", "其中：财政资金", "3000000"], ["", "其他资金", "505000"],
        ["资金用途", "用于办公。"],
        *PLAN,
        ["总体目标", "保障运转"],
        *[["绩 效 指 标" if line is HEADINGS[0] else "", *line] for line in HEADINGS + ROWS],
    ],
    "指标值分三列、列的次序不同": [
        *TITLE, *UNIT, *KEYS, *AMOUNTS, *PLAN, *GOALS,
        ["三级指标", "计算符号", "指标值", "度量单位", "一级指标", "二级指标", "指标值确定依据", "绩效指标描述"],
        *SPLIT_ROWS,
    ],
    "下面有说明与签字": [
        *WHOLE, ["填报说明：按年度填报。"], ["审核意见", "同意"], ["填表人：张三", "", "审核人：李四"],
    ],
    "上半张又印了一遍": [*WHOLE[:-1], *KEYS, *AMOUNTS, *PLAN, *GOALS, *HEADINGS, WHOLE[-1]],
}  # fmt: skip


def as_sheet(lines: Lines, folder: Path) -> Submission:
    path = folder / "表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表")
        for row, line in enumerate(lines):
            for column, text in enumerate(line):
                if text:
                    page.write_string(row, column, text)
    return read(path)


def as_document(lines: Lines, folder: Path) -> Submission:
    path = folder / "表.docx"
    document = docx.Document()
    table = document.add_table(len(lines), max(map(len, lines)))
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=False):
            cell.text = text
    document.save(str(path))
    return read(path)


def expected() -> Project:
    names = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
    rows = [ROWS[0], ["产出指标", *ROWS[1][1:]], ROWS[2]]
    return Project.model_validate(
        {
            "单位编码": "978001",
            "单位名称": "某局",
            "项目编码": "13073022P00000000001X",
            "项目名称": "办公经费",
            "预算数": "350.5",
            "财政资金": "300",
            "其他资金": "50.5",
            "资金用途": ["用于办公。"],
            "资金支出计划": {"3月底": "25%", "6月底": "50%", "10月底": "75%", "12月底": "100%"},
            "绩效目标": ["保障运转"],
            "指标": [dict(zip(names, row, strict=True)) for row in rows],
        }
    )


@pytest.mark.parametrize("lines", LAYOUTS.values(), ids=LAYOUTS)
def test_a_sheet_and_a_document_say_the_same(lines: Lines, tmp_path: Path) -> None:
    sheet, document = as_sheet(lines, tmp_path), as_document(lines, tmp_path)
    assert [each.dump() for each in sheet.projects] == [expected().dump()]
    assert [each.dump() for each in document.projects] == [expected().dump()]
    assert sheet.year == document.year == 2022
    unplaced = [
        [each.detail.split("”")[0] for each in submission.oddities if each.kind is OddityKind.UNPLACED]
        for submission in (sheet, document)
    ]
    assert unplaced[0] == unplaced[1]
