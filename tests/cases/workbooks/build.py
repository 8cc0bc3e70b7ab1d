"""Makes the workbooks of this folder, each showing one trouble of real life, with what is expected beside it.

``python tests/cases/workbooks/build.py``; the .xls needs LibreOffice. What is expected is written here by hand: the
submission of ``base.yaml`` with ``changes``, ``oddities`` as (kind, place, words of the detail), ``problems`` as
(place, words of the reason). A file of several departments names them in ``departments``.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
import yaml

HERE = Path(__file__).parent
PROJECT = [
    *("单位编码", "单位名称", "项目编码", "项目名称"),
    *("预算数（万元）", "财政资金（万元）", "其他资金（万元）", "资金用途"),
    *("3月底", "6月底", "10月底", "12月底", "绩效目标"),
]
INDICATOR = ["项目编码", "一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
DEPARTMENT = ["单位编码", "单位名称", "年度"]
UNIT = ["0978001", "某局"]
CODES = ["13073022P00000000001X", "13073022P00000000002X"]
PLAN = ["25%", "50%", "75%", "100%"]
OFFICE = [*UNIT, CODES[0], "办公经费", "350.50", "350.50", "", "用于办公。", *PLAN, "保障运转"]
TRAINING = [*UNIT, CODES[1], "技能培训", "20", "12", "8", "用于培训。", *PLAN, "培训1000人"]
ROWS = [
    [CODES[0], "产出指标", "数量指标", "采购数量", "采购的台数", "≥10台", "计划标准"],
    [CODES[0], "产出指标", "质量指标", "验收合格率", "合格的比例", "≥95%", "行业标准"],
    [CODES[0], "效益指标", "社会效益指标", "保障程度", "", "良好", "历史标准"],
    [CODES[1], "产出指标", "数量指标", "培训人数", "参训人数", "1000人", "计划标准"],
    [CODES[1], "满意度指标", "服务对象满意度指标", "学员满意度", "满意的比例", "≥90%", "历史标准"],
]
ABSENT = ("absent", "", "")
"""Tables have no prose of the department."""
Sheet = list[list[Any]]
CASES: dict[str, tuple[Callable[[Path], None], dict[str, Any]]] = {}


def case(name: str, trouble: str, **expected: Any) -> Callable[[Callable[[Path], None]], None]:
    def keep(make: Callable[[Path], None]) -> None:
        CASES[name] = make, {"trouble": trouble, **expected}

    return keep


class Book:
    """A workbook under way; the same calls give the same bytes."""

    def __init__(self, path: Path) -> None:
        self.file = xlsxwriter.Workbook(path)
        self.file.set_properties({"created": datetime(2022, 1, 1)})

    def sheet(self, name: str, rows: Sheet, top: int = 0, left: int = 0) -> Any:
        page = self.file.add_worksheet(name)
        for number, row in enumerate(rows, start=top):
            for column, value in enumerate(row, start=left):
                if isinstance(value, str) and value:
                    page.write_string(number, column, value)
                elif value != "":
                    page.write(number, column, value)
        return page

    def look(self, code: str) -> Any:
        return self.file.add_format({"num_format": code})

    def plain(self, **changed: Sheet) -> dict[str, Any]:
        """The sheets 部门, 项目 and 指标, some of them changed."""
        rows = {"部门": [DEPARTMENT, [*UNIT, "2022"]], "项目": [PROJECT, OFFICE, TRAINING], "指标": [INDICATOR, *ROWS]}
        return {name: self.sheet(name, changed.get(name, each)) for name, each in rows.items()}

    def close(self) -> None:
        self.file.close()


def flat(columns: list[str], project: list[int], indicator: list[int]) -> Sheet:
    """A table of projects and indicators together, from the columns of either."""
    of = {CODES[0]: OFFICE, CODES[1]: TRAINING}
    return [columns, *([of[row[0]][at] for at in project] + [row[at] for at in indicator] for row in ROWS)]


ALL = list(range(13))
SIX = [1, 2, 3, 4, 5, 6]
FLAT = [*PROJECT, *INDICATOR[1:]]


# -- layouts -----------------------------------------------------------------------------------------------------------


@case(
    "own-layout.xlsx",
    "本程序的工作簿：有填写说明、例子行、部门目标、审核说明",
    oddities=[],
    changes={
        "部门整体绩效目标": {
            "总体绩效目标": ["总体一", "总体二"],
            "分项绩效目标": [{"标题": "1、甲", "内容": ["子", "丑"]}],
            "工作保障措施": ["保障"],
        },
        "项目.0.审核说明": [{"规则": "AM001", "理由": "批复如此"}],
        "项目.1.指标.1.审核说明": [{"规则": "IN033", "理由": "首次调查"}],
    },
)
def own_layout(path: Path) -> None:
    book = Book(path)
    book.sheet("填写说明", [["一级指标", "二级指标", "指标值"], ["产出指标", "数量指标", "≥1"]])
    book.plain(指标=[INDICATOR, ["例：" + CODES[0], "产出指标", "数量指标", "某数量", "", "=8所", ""], *ROWS])
    prose = [
        ["部分", "标题", "内容"],
        ["总体绩效目标", "", "总体一"],
        ["总体绩效目标", "", "总体二"],
        ["分项绩效目标", "1、甲", "子"],
        ["分项绩效目标", "", "丑"],
        ["工作保障措施", "", "保障"],
    ]
    book.sheet("部门目标", prose)
    notes = [
        ["项目编码", "三级指标", "行号", "规则", "理由"],
        [CODES[0], "", "", "AM001", "批复如此"],
        [CODES[1], "学员满意度", "", "IN033", "首次调查"],
    ]
    book.sheet("审核说明", notes)
    book.close()


@case("aliases-and-yuan.xlsx", "表头是别的叫法，金额以元计", oddities=[ABSENT])
def aliases(path: Path) -> None:
    book = Book(path)
    columns = [
        "预算单位编码",
        "预算单位",
        "项目代码",
        "项目名称",
        "预算金额（元）",
        "其中：财政拨款（元）",
        "其他资金（元）",
        "用途",
        "3月底（%）",
        "6月底（%）",
        "10月底（%）",
        "12月底（%）",
        "年度绩效目标",
    ]
    money = [
        [*row[:4], *(str(int(float(v) * 10000)) if v else "" for v in row[4:7]), *row[7:]] for row in (OFFICE, TRAINING)
    ]
    values = ["项目代码", "一级指标", "二级指标", "指标名称", "指标解释", "指标值及单位", "确定依据"]
    book.sheet("2022年项目", [columns, *money])
    book.sheet("绩效", [values, *ROWS])
    book.close()


@case("two-row-headings.xlsx", "表头占两行，上面有标题、空行，左边有空列，单位写在表上", oddities=[ABSENT])
def two_rows(path: Path) -> None:
    book = Book(path)
    page = book.sheet(
        "申报表", [["2022年度项目绩效目标申报表"], [], ["填报单位：0978001某局", *[""] * 9, "单位：万元"]], 1, 1
    )
    upper = [
        "项目编码",
        "项目名称",
        "预算数（万元）",
        "",
        "",
        "资金用途",
        "资金支出计划",
        "",
        "",
        "",
        "绩效目标",
        "绩效指标",
        "",
        "",
        "",
        "",
        "",
    ]
    lower = ["", "", "合计", "财政资金", "其他资金", "", "3月底", "6月底", "10月底", "12月底", "", *INDICATOR[1:]]
    for number, row in enumerate([upper, lower, *flat([], ALL[2:], SIX)[1:]], start=5):
        for column, text in enumerate(row, start=1):
            if text:
                page.write_string(number, column, text)
    for left, right in ((3, 5), (7, 10), (12, 17)):
        page.merge_range(5, left, 5, right, upper[left - 1])
    for column in (1, 2, 6, 11):
        page.merge_range(5, column, 6, column, upper[column - 1])
    book.close()


@case("merged-down.xlsx", "一张大表，项目各列和一级、二级指标都是合并的单元格", oddities=[ABSENT])
def merged_down(path: Path) -> None:
    book = Book(path)
    rows = flat(["年度", *FLAT], ALL, SIX)
    page = book.sheet("Sheet1", [rows[0]])
    body = [["2022", *row] for row in rows[1:]]
    for column in range(20):
        for first, last in ((0, 2), (3, 4)):
            same = column < 14
            if same and body[first][column]:
                page.merge_range(first + 1, column, last + 1, column, body[first][column])
            elif not same and not (column == 14 and first == 0):
                for at in range(first, last + 1):
                    page.write_string(at + 1, column, body[at][column])
    page.merge_range(1, 14, 2, 14, "产出指标")
    page.write_string(3, 14, "效益指标")
    book.close()


@case(
    "repeated.xlsx",
    "一张大表，每行都重复项目各列，一级指标只写在第一行",
    oddities=[ABSENT, ("ambiguous", "Sheet1!O2", "产出指标")],
)
def repeated(path: Path) -> None:
    book = Book(path)
    rows = flat(["年度", *FLAT], ALL, SIX)
    body = [["2022", *row] for row in rows[1:]]
    body[1][14] = ""
    book.sheet("Sheet1", [rows[0], *body])
    book.close()


@case("three-columns.xlsx", "计算符号、指标值、度量单位分三列", oddities=[ABSENT])
def three_columns(path: Path) -> None:
    book = Book(path)
    parts = [["≥", 10, "台"], ["≥", 95, "%"], ["定性", "良好", ""], ["", 1000, "人"], ["≥", "90%", "%"]]
    rows = [[*row[:5], *part, row[6]] for row, part in zip(ROWS, parts, strict=True)]
    book.plain(指标=[[*INDICATOR[:5], "计算符号", "指标值", "度量单位", "指标值确定依据"], *rows])
    book.close()


@case("sheet-per-department.xlsx", "每个部门一张表", departments=["某局", "某中心"])
def per_department(path: Path) -> None:
    book = Book(path)
    for name, at in (("某局", 0), ("某中心", 1)):
        rows = flat(["年度", *FLAT], ALL, SIX)
        code = f"097800{at + 1}"
        body = [["2022", code, name, *row[2:]] for row in rows[1:] if row[2] == CODES[at]]
        book.sheet(name, [rows[0], *body])
    book.close()


@case("departments-in-one-sheet.xlsx", "一张表里有几个部门", departments=["某局", "某中心"])
def together(path: Path) -> None:
    book = Book(path)
    rows = flat(["年度", *FLAT], ALL, SIX)
    units = {CODES[0]: ["0978001", "某局"], CODES[1]: ["0978002", "某中心"]}
    book.sheet("汇总", [rows[0], *(["2022", *units[row[2]], *row[2:]] for row in rows[1:])])
    book.close()


def form_lines(project: list[Any]) -> Sheet:
    """One project as the official form."""
    return [
        ["2022年项目绩效目标表"],
        ["0978001某局", "", "", "", "", "单位：万元"],
        ["项 目 编 码", project[2], "", "项目名称", project[3]],
        ["预算规模及资金用途", "预算数", project[4], "其中：财政    资金", project[5], "其他资金", project[6]],
        ["", project[7]],
        ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"],
        ["", *PLAN],
        ["绩 效 目 标", project[12]],
        ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"],
        *(row[1:] for row in ROWS if row[0] == project[2]),
    ]


def form(page: Any, project: list[str], top: int, merge: bool = True) -> int:
    """One project as the official form, its first row ``top``; the row after it."""
    lines = form_lines(project)
    for number, line in enumerate(lines, start=top):
        for column, text in enumerate(line):
            if text:
                page.write_string(number, column, text)
    if merge:
        page.merge_range(top + 3, 0, top + 4, 0, lines[3][0])
        page.merge_range(top + 4, 1, top + 4, 6, project[7])
        page.merge_range(top + 5, 0, top + 6, 0, lines[5][0])
        page.merge_range(top + 2, 1, top + 2, 2, project[2])
    return top + len(lines)


def forms(path: Path, change: Callable[[Sheet], Sheet]) -> None:
    """Both projects as forms, a sheet each, the lines of each changed."""
    book = Book(path)
    for name, project in (("一", OFFICE), ("二", TRAINING)):
        book.sheet(name, change(form_lines(project)))
    book.close()


@case("official-form.xlsx", "表就是官方的项目绩效目标表，一个项目一张，标签里有空格", oddities=[ABSENT])
def official(path: Path) -> None:
    book = Book(path)
    for name, project in (("一", OFFICE), ("二", TRAINING)):
        form(book.file.add_worksheet(name), project, 2)
    book.close()


@case("forms-below-each-other.xlsx", "几张项目绩效目标表接在同一张工作表里，没有合并单元格", oddities=[ABSENT])
def stacked(path: Path) -> None:
    book = Book(path)
    page = book.file.add_worksheet("全部")
    form(page, TRAINING, form(page, OFFICE, 0, merge=False) + 1, merge=False)
    book.close()


@case(
    "form-remarks.xlsx",
    "官方表下面有说明、意见、签字、合计，还接着一张无关的表；旁边有一格批语",
    oddities=[
        ABSENT,
        ("unplaced", "一!J4", "内部资料"),
        ("unplaced", "一!A13", "备注：无"),
        ("unplaced", "一!A14", "审核意见"),
        ("unplaced", "一!B14", "同意"),
        ("unplaced", "一!A15", "填报人"),
        ("unplaced", "一!C15", "审核人"),
        ("unplaced", "一!A16", "序号"),
        ("unplaced", "一!B16", "品名"),
        ("unplaced", "一!C16", "台数"),
        ("unplaced", "一!A17", "1"),
        ("unplaced", "一!B17", "电脑"),
        ("unplaced", "一!C17", "10"),
        ("unplaced", "二!J4", "内部资料"),
        *(("unplaced", f"二!{cell}", "") for cell in ("A12", "A13", "B13", "A14", "C14", "A15", "B15", "C15")),
        *(("unplaced", f"二!{cell}", "") for cell in ("A16", "B16", "C16")),
    ],
)
def form_remarks(path: Path) -> None:
    below: Sheet = [
        ["备注：无"],
        ["审核意见", "同意"],
        ["填报人：张三", "", "审核人：李四"],
        ["序号", "品名", "台数"],
        ["1", "电脑", "10"],
    ]
    forms(path, lambda lines: [*lines[:3], [*lines[3], "", "", "内部资料"], *lines[4:], *below])


@case(
    "form-three-columns.xlsx",
    "官方表的指标值占两行表头、三列；左边竖着合并一列“绩效指标”；没有描述、依据",
    oddities=[
        ("absent", "一!A3", "部门整体绩效目标"),
        ("absent", "一!B9", "“绩效指标描述”、“指标值确定依据”"),
        ("absent", "二!B9", "读作空白"),
    ],
    changes={
        **{f"项目.0.指标.{at}.绩效指标描述": "" for at in range(3)},
        **{f"项目.0.指标.{at}.指标值确定依据": "" for at in range(3)},
        **{f"项目.1.指标.{at}.{name}": "" for at in range(2) for name in ("绩效指标描述", "指标值确定依据")},
    },
)
def form_three_columns(path: Path) -> None:
    parts = {"≥10台": ["≥", 10, "台"], "≥95%": ["≥", 95, "%"], "良好": ["定性", "良好", ""], "1000人": ["", 1000, "人"]}
    book = Book(path)
    for name, project in (("一", OFFICE), ("二", TRAINING)):
        head, rows = form_lines(project)[:8], form_lines(project)[9:]
        upper = ["绩\n效\n指\n标", "一级指标", "二级指标", "三级指标", "指标值"]
        body = [["", *row[:3], *parts.get(row[4], ["≥", 90, "%"])] for row in rows]
        page = book.sheet(name, [*head, upper, ["", "", "", "", "符号", "数值", "单位"], *body])
        page.merge_range(8, 4, 8, 6, "指标值")
        page.merge_range(8, 0, 9 + len(rows), 0, upper[0])
    book.close()


@case("form-labels-above.xlsx", "官方表的标签在上、内容在下；月份竖着排", oddities=[ABSENT])
def form_labels_above(path: Path) -> None:
    def change(lines: Sheet) -> Sheet:
        code, name = lines[2][1], lines[2][4]
        amounts = lines[3]
        months = [
            [label, month, share]
            for label, month, share in zip(["资金支出计划", "", "", ""], lines[5][1:], PLAN, strict=True)
        ]
        return [
            lines[0],
            ["单位编码", "单位名称", "项目编码", "项目名称"],
            [*UNIT, code, name],
            ["预算数（万元）", "财政资金（万元）", "其他资金（万元）"],
            [amounts[2], amounts[4], amounts[6]],
            ["资金用途", lines[4][1]],
            *months,
            *lines[7:],
        ]

    forms(path, change)


@case("form-in-yuan.xlsx", "官方表以元计，单位写作“预算单位：…”，一格里几个标签", oddities=[ABSENT])
def form_in_yuan(path: Path) -> None:
    def change(lines: Sheet) -> Sheet:
        amounts = [str(int(float(each) * 10000)) if each[:1].isdecimal() else each for each in lines[3]]
        return [
            ["附件2"],
            lines[0],
            ["预算单位：0978001某局", "", "", "", "", "金额单位：元"],
            [f"项目名称：{lines[2][4]}　项目编码：{lines[2][1]}"],
            amounts,
            *lines[4:],
        ]

    forms(path, change)


# -- cells -------------------------------------------------------------------------------------------------------------


@case(
    "percents.xlsx",
    "90% 存的是 0.9，0.905 只显示成 91%，≥ 写在数字格式里",
    oddities=[ABSENT],
    changes={
        "项目.0.指标.0.指标值": "90%",
        "项目.0.指标.1.指标值": "90.5%",
        "项目.1.指标.1.指标值": "≥95%",
    },
)
def percents(path: Path) -> None:
    book = Book(path)
    page = book.plain()["指标"]
    page.write_number("F2", 0.9, book.look("0%"))
    page.write_number("F3", 0.905, book.look("0%"))
    page.write_number("F6", 0.95, book.look('"≥"0%'))
    book.close()


@case(
    "plan-as-parts.xlsx",
    "支出计划写成 0.25、0.5、0.75、1，没有百分号",
    oddities=[ABSENT, ("ambiguous", "项目!I2", "按 1 即 100%")],
)
def parts(path: Path) -> None:
    book = Book(path)
    book.plain(项目=[PROJECT, [*OFFICE[:8], 0.25, 0.5, 0.75, 1, OFFICE[12]], TRAINING])
    book.close()


@case(
    "float-noise.xlsx",
    "金额里有二进制小数的尾差",
    oddities=[ABSENT],
    changes={"项目.0.预算数": "82800.92", "项目.0.财政资金": "82800.92"},
)
def noise(path: Path) -> None:
    book = Book(path)
    book.plain(项目=[PROJECT, [*OFFICE[:4], 82800.920000000013, 10596.35 + 72204.57, *OFFICE[6:]], TRAINING])
    book.close()


@case(
    "codes-as-numbers.xlsx",
    "单位编码丢了前导 0，20 位的项目编码只剩 15 位",
    changes={"部门.单位编码": "978001", "项目.0.单位编码": "978001", "项目.1.项目编码": "44000021000000100000"},
    oddities=[
        ("damaged code", "部门!A2", "开头若有 0"),
        ABSENT,
        ("damaged code", "项目!A2", "开头若有 0"),
        ("damaged code", "项目!C3", "只剩前 15 位"),
    ],
)
def codes(path: Path) -> None:
    book = Book(path)
    number = 44000021000000100000
    rows = [[number if row[0] == CODES[1] else row[0], *row[1:]] for row in ROWS]
    book.plain(
        部门=[DEPARTMENT, [978001, "某局", 2022]],
        项目=[PROJECT, [978001, *OFFICE[1:]], [*TRAINING[:2], number, *TRAINING[3:]]],
        指标=[INDICATOR, *rows],
    )
    book.close()


@case("padded-codes.xlsx", "编码是数，靠数字格式 0000000 显示出前导 0", oddities=[ABSENT])
def padded(path: Path) -> None:
    book = Book(path)
    pages = book.plain()
    pages["部门"].write_number("A2", 978001, book.look("0000000"))
    book.close()


@case(
    "formula-without-result.xlsx",
    "指标值是公式，没有存结果",
    oddities=[ABSENT, ("formula without a result", "指标!F2", "没有算出")],
    changes={"项目.0.指标.0.指标值": ""},
)
def no_result(path: Path) -> None:
    changed_by_openpyxl(path, lambda book: book["指标"].__setitem__("F2", '=CONCATENATE("≥",10)'))


@case(
    "budget-without-result.xlsx",
    "预算数是公式，没有存结果",
    problems=[("$.项目[0].预算数（项目!E2）", "公式没有算出的结果")],
)
def budget_no_result(path: Path) -> None:
    changed_by_openpyxl(path, lambda book: book["项目"].__setitem__("E2", "=F2+G2"))


def changed_by_openpyxl(path: Path, change: Callable[[Any], None]) -> None:
    """The plain workbook, changed and saved by openpyxl, which writes formulas without results."""
    book = Book(path)
    book.plain()
    book.close()
    opened = openpyxl.load_workbook(path)
    change(opened)
    opened.save(path)


@case(
    "error-values.xlsx",
    "公式出错：#REF!",
    oddities=[ABSENT, ("error value", "指标!G2", "#REF!")],
    changes={"项目.0.指标.0.指标值确定依据": "#REF!"},
)
def errors(path: Path) -> None:
    book = Book(path)
    book.plain()["指标"].write_formula("G2", "=Sheet9!A1", None, "#REF!")
    book.close()


@case(
    "hidden.xlsx",
    "隐藏的行、列、工作表里有数据",
    oddities=[
        ABSENT,
        ("hidden", "指标!G1", "G 列是隐藏的"),
        ("hidden", "指标!A3", "第 3～4 行是隐藏的"),
        ("hidden", "旧指标!A1", "没有读入"),
    ],
)
def hidden(path: Path) -> None:
    book = Book(path)
    page = book.plain()["指标"]
    page.set_row(2, None, None, {"hidden": True})
    page.set_row(3, None, None, {"hidden": True})
    page.set_column("G:G", None, None, {"hidden": True})
    book.sheet("旧指标", [INDICATOR, ["别的编码", *ROWS[0][1:]]]).hide()
    book.close()


@case(
    "dates.xlsx",
    "2022年12月31日存成了日期，3-5 变成了 3月5日",
    oddities=[
        ABSENT,
        ("date where words belong", "指标!F2", "按“2022年12月31日”"),
        ("date where words belong", "指标!F3", "3-5"),
    ],
    changes={"项目.0.指标.0.指标值": "2022年12月31日", "项目.0.指标.1.指标值": "3月5日"},
)
def dates(path: Path) -> None:
    book = Book(path)
    page = book.plain()["指标"]
    page.write_datetime("F2", datetime(2022, 12, 31), book.look("yyyy/m/d"))
    page.write_datetime("F3", datetime(2022, 3, 5), book.look('m"月"d"日"'))
    book.close()


@case(
    "truth-and-rich-text.xlsx",
    "逻辑值，以及一格里几种字体的文字",
    oddities=[ABSENT, ("ambiguous", "指标!F4", "TRUE")],
    changes={"项目.0.指标.2.指标值": "TRUE"},
)
def truth(path: Path) -> None:
    book = Book(path)
    page = book.plain()["指标"]
    page.write_rich_string("D2", "采购", book.file.add_format({"bold": True}), "数量")
    page.write_boolean("F4", True)
    book.close()


@case(
    "unplaced.xlsx",
    "多了一列备注，表外有字，表下有合计和说明",
    oddities=[
        ABSENT,
        ("unplaced", "项目!A4", "合计"),
        ("unplaced", "项目!E4", "合计"),
        ("unplaced", "指标!H1", "备注"),
        ("unplaced", "指标!J3", "待核"),
        ("unplaced", "指标!A7", "填表人"),
    ],
)
def unplaced(path: Path) -> None:
    book = Book(path)
    rows = [[*INDICATOR, "备注"], [*ROWS[0], "无"], [*ROWS[1], "", "", "待核"], *ROWS[2:], ["填表人：张三"]]
    book.plain(项目=[["序号", *PROJECT][1:], OFFICE, TRAINING, ["合计", "", "", "", "370.50"]], 指标=rows)
    book.close()


@case(
    "twin-headings.xlsx",
    "两列都叫指标值",
    oddities=[ABSENT, ("ambiguous", "指标!H1", "取了前一列"), ("unplaced", "指标!H1", "1 格")],
)
def twins(path: Path) -> None:
    book = Book(path)
    book.plain(指标=[[*INDICATOR, "目标值"], [*ROWS[0], "≥11台"], *ROWS[1:]])
    book.close()


@case(
    "columns-absent.xlsx",
    "没有资金用途、绩效指标描述、指标值确定依据这几列",
    oddities=[
        ("absent", "部门!A2", "部门整体绩效目标"),
        ("absent", "项目!A1", "“资金用途”"),
        ("absent", "指标!A1", "“绩效指标描述”、“指标值确定依据”"),
    ],
    changes={
        **{f"项目.{at}.资金用途": [] for at in range(2)},
        **{f"项目.0.指标.{at}.{name}": "" for at in range(3) for name in ("绩效指标描述", "指标值确定依据")},
        **{f"项目.1.指标.{at}.{name}": "" for at in range(2) for name in ("绩效指标描述", "指标值确定依据")},
    },
)
def columns_absent(path: Path) -> None:
    book = Book(path)
    book.plain(
        项目=[[*row[:7], *row[8:]] for row in (PROJECT, OFFICE, TRAINING)],
        指标=[[*row[:4], row[5]] for row in (INDICATOR, *ROWS)],
    )
    book.close()


@case(
    "value-headings.xlsx",
    "表头写着年份和括号：2022年指标值（工日），工日不是认得的单位",
    oddities=[ABSENT, ("ambiguous", "指标!F1", "工日")],
)
def value_headings(path: Path) -> None:
    book = Book(path)
    book.plain(指标=[[*INDICATOR[:5], "2022年指标值（工日）", "依据（含单位）"], *ROWS])
    book.close()


@case(
    "unit-in-sheet-name.xlsx",
    "单位只写在工作表的名字里，年度只看得出项目编码里的",
    oddities=[ABSENT, ("ambiguous", "978001某局!A1", "拆成编码“978001”"), ("ambiguous", "978001某局!A2", "2022")],
    changes={"部门.单位编码": "978001", "项目.0.单位编码": "978001", "项目.1.单位编码": "978001"},
)
def unit_in_sheet_name(path: Path) -> None:
    book = Book(path)
    book.sheet("978001某局", flat(FLAT[2:], ALL[2:], SIX))
    book.close()


@case(
    "printed-pages.xlsx",
    "换页处重复了表头；项目编码只写在各项目的第一行；没有其他资金的写着 - 和 /",
    oddities=[
        ABSENT,
        ("ambiguous", "项目!F2", "“/”"),
        ("ambiguous", "项目!G2", "“-”"),
        ("ambiguous", "指标!A2", "按上面一格"),
    ],
    changes={"项目.0.财政资金": None},
)
def printed_pages(path: Path) -> None:
    book = Book(path)
    rows = [ROWS[0], ["", *ROWS[1][1:]], INDICATOR, ["", *ROWS[2][1:]], ROWS[3], ["", *ROWS[4][1:]]]
    book.plain(项目=[PROJECT, [*OFFICE[:5], "/", "-", *OFFICE[7:]], TRAINING], 指标=[INDICATOR, *rows])
    book.close()


@case(
    "attached.xlsx",
    "批注、文本框、没有认得的表的隐藏工作表；单位的编码与名称写在同一格里",
    oddities=[
        ABSENT,
        ("unplaced", "全部!H10", "批注“请核对”"),
        ("unplaced", "全部!A12", "文本框“内部讨论稿”"),
        ("hidden", "草稿!A1", "没有读入"),
    ],
)
def attached(path: Path) -> None:
    book = Book(path)
    title = ["单位编码：0978001  单位名称：某局", "", "2022年"]
    page = book.sheet("全部", [title, [], *flat(FLAT[2:], ALL[2:], SIX)], 3)
    page.write_comment("H10", "请核对")
    page.insert_textbox("A12", "内部讨论稿")
    book.sheet("草稿", [["随手记", "abc"]]).hide()
    book.close()


# -- what can't be read ------------------------------------------------------------------------------------------------


@case(
    "orphan-indicator.xlsx",
    "指标的项目编码在项目表里没有",
    problems=[("指标!A4", "没有项目编码为“13073022P00000000009X”的项目")],
)
def orphan(path: Path) -> None:
    book = Book(path)
    book.plain(指标=[INDICATOR, *ROWS[:2], ["13073022P00000000009X", *ROWS[2][1:]], *ROWS[3:]])
    book.close()


@case("same-code-twice.xlsx", "两个项目的编码相同", problems=[("$.项目[1].项目编码（项目!C3）", "与 项目!C2 的重复")])
def same_code(path: Path) -> None:
    book = Book(path)
    rows = [[CODES[0], *row[1:]] for row in ROWS]
    book.plain(项目=[PROJECT, OFFICE, [*TRAINING[:2], CODES[0], *TRAINING[3:]]], 指标=[INDICATOR, *rows])
    book.close()


@case(
    "missing-columns.xlsx",
    "没有指标值这一列，项目表没有支出计划",
    problems=[
        ("项目!A1", "缺少“3月底”、“6月底”、“10月底”、“12月底”"),
        ("指标!A1", "缺少“指标值”这样的列；找到的表头：项目编码、一级指标"),
    ],
)
def missing(path: Path) -> None:
    book = Book(path)
    book.plain(
        项目=[[*row[:8], row[12]] for row in (PROJECT, OFFICE, TRAINING)],
        指标=[[*row[:5], row[6]] for row in (INDICATOR, *ROWS)],
    )
    book.close()


@case(
    "no-numbers.xlsx",
    "预算数、支出计划写的不是数，编码是空的",
    problems=[
        ("$.项目[0].预算数（项目!E2）", "应为金额（万元，如 350.00），而写的是“约三百”"),
        ("$.项目[0].资金支出计划.3月底（项目!I2）", "应为百分数"),
        ("$.项目[1].项目编码（项目!C3）", "不能为空"),
        ("指标!A5", "没有项目编码"),
    ],
)
def no_numbers(path: Path) -> None:
    book = Book(path)
    book.plain(
        项目=[
            PROJECT,
            [*OFFICE[:4], "约三百", *OFFICE[5:8], "四分之一", *OFFICE[9:]],
            [*TRAINING[:2], "", *TRAINING[3:]],
        ]
    )
    book.close()


@case("web-page.xlsx", "系统导出的“Excel”其实是网页", problems=[("", "其实是网页")])
def web_page(path: Path) -> None:
    path.write_text("<html><body><table><tr><td>项目编码</td></tr></table></body></html>", "utf-8")


@case("nothing-known.xlsx", "一张无关的表", problems=[("", "没有找到项目")])
def nothing(path: Path) -> None:
    book = Book(path)
    book.sheet("通讯录", [["姓名", "手机"], ["张三", "123"]])
    book.close()


# -- other kinds of file -----------------------------------------------------------------------------------------------


def written(delimiter: str, rows: Sheet) -> str:
    return "".join(delimiter.join(map(str, row)) + "\r\n" for row in rows)


YEARLY = [["年度", *FLAT], *(["2022", *row] for row in flat([], ALL, SIX)[1:])]


@case("utf8-with-mark.csv", "UTF-8 带 BOM 的 CSV", oddities=[ABSENT])
def utf8(path: Path) -> None:
    path.write_bytes(written(",", YEARLY).encode("utf-8-sig"))


@case("gb18030-semicolons.csv", "GB18030 编码，以分号分隔", oddities=[ABSENT])
def gb18030(path: Path) -> None:
    path.write_bytes(written(";", YEARLY).encode("gb18030"))


@case(
    "spoiled-codes.csv",
    "以制表符分隔；编码在表格软件里走了一遭：978001.0、4.4E+19",
    changes={
        "部门.单位编码": "978001",
        "项目.0.单位编码": "978001",
        "项目.1.单位编码": "978001",
        "项目.1.项目编码": "4.4E+19",
    },
    oddities=[
        ("damaged code", "第 2 行第 2 列", "978001.0"),
        ABSENT,
        ("damaged code", "第 5 行第 2 列", "978001.0"),
        ("damaged code", "第 5 行第 4 列", "科学记数"),
    ],
)
def spoiled(path: Path) -> None:
    text = written("\t", YEARLY).replace("0978001", "978001.0").replace(CODES[1], "4.4E+19")
    path.write_bytes(text.encode())


@case(
    "plan-as-parts.csv",
    "CSV 里支出计划写成 0.25、0.5、0.75、1",
    oddities=[
        ABSENT,
        ("ambiguous", "第 2 行第 10 列", "按 1 即 100%"),
        ("ambiguous", "第 5 行第 10 列", "按 1 即 100%"),
    ],
)
def parts_in_text(path: Path) -> None:
    text = written(",", YEARLY)
    path.write_bytes(text.replace(",".join(PLAN), "0.25,0.5,0.75,1").encode())


@case(
    "old-format.xls",
    "Excel 97-2003 的 .xls：百分数格式、日期、合并、隐藏行都要看得见",
    oddities=[ABSENT, ("hidden", "指标!A3", "第 3 行"), ("date where words belong", "指标!F2", "2022年12月31日")],
    changes={"项目.0.指标.0.指标值": "2022年12月31日", "项目.0.指标.1.指标值": "90%"},
)
def old(path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        print("没有 LibreOffice，没有重做", path.name)
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{path.stem}.xlsx"
        book = Book(source)
        page = book.plain()["指标"]
        page.write_datetime("F2", datetime(2022, 12, 31), book.look("yyyy/m/d"))
        page.write_number("F3", 0.9, book.look("0%"))
        page.set_row(2, None, None, {"hidden": True})
        book.close()
        profile = (Path(folder) / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xls:MS Excel 97"]
        subprocess.run([*command, "--outdir", str(path.parent), str(source)], check=True, timeout=180)


def base() -> dict[str, Any]:
    """The submission that the workbooks say, but for their ``changes``."""
    projects = []
    for project in (OFFICE, TRAINING):
        projects.append(
            {
                "单位编码": UNIT[0],
                "单位名称": UNIT[1],
                "项目编码": project[2],
                "项目名称": project[3],
                "预算数": project[4],
                "财政资金": project[5],
                **({"其他资金": project[6]} if project[6] else {}),
                "资金用途": [project[7]],
                "资金支出计划": dict(zip(PROJECT[8:12], PLAN, strict=True)),
                "绩效目标": [project[12]],
                "指标": [dict(zip(INDICATOR[1:], row[1:], strict=True)) for row in ROWS if row[0] == project[2]],
            }
        )
    prose: dict[str, Any] = {"总体绩效目标": [], "分项绩效目标": [], "工作保障措施": []}
    return {
        "年度": "2022",
        "部门": dict(zip(("单位编码", "单位名称"), UNIT, strict=True)),
        "部门整体绩效目标": prose,
        "项目": projects,
    }


def save(path: Path, data: Any) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120), "utf-8")


def main() -> None:
    save(HERE / "base.yaml", base())
    for name, (make, expected) in CASES.items():
        make(HERE / name)
        if "oddities" in expected:
            expected = expected | {"oddities": [list(each) for each in expected["oddities"]]}
        if "problems" in expected:
            expected = expected | {"problems": [list(each) for each in expected["problems"]]}
        save(HERE / f"{name}.yaml", expected)


if __name__ == "__main__":
    main()
