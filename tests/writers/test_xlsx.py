"""工作簿的样子：下拉框、保护、格式、冻结、批注、列宽；以及每一格里究竟存了什么。"""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from budgetdocs.errors import RenderError
from budgetdocs.model import Submission, parse_value
from budgetdocs.review.reading import schemes
from budgetdocs.writers import write_xlsx
from budgetdocs.writers.guide import EXAMPLES, TIPS
from budgetdocs.writers.layout import GUIDE, LEVELS, SHEETS, Kind, Sheet
from budgetdocs.writers.style import HEAD, HEAD_OPTIONAL

from .submissions import ODD, submissions
from .test_text import small

HEADINGS = {
    "部门": "单位编码 单位名称 年度 表样",
    "部门目标": "部分 标题 内容",
    "项目": "单位编码 单位名称 项目编码 项目名称 预算数（万元） 财政资金（万元） 其他资金（万元） 资金用途 "
    "3月底 6月底 10月底 12月底 绩效目标",
    "指标": "项目编码 一级指标 二级指标 三级指标 绩效指标描述 指标值 指标值确定依据",
    "审核说明": "项目编码 三级指标 行号 规则 理由",
}


@pytest.fixture(scope="module")
def blank() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_xlsx()))


def stored(data: bytes, sheet: str) -> list[list[Any]]:
    """标题以下各行里存的东西。"""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python()[1:]


def formulas(data: bytes) -> list[bytes]:
    """工作簿里的公式；不该有。"""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    return [found for sheet in sheets for found in re.findall(rb"<f[ >].*?</f>", sheet)]


def validations(page: Worksheet) -> dict[str, DataValidation]:
    """有数据验证的列：标题对规则；都从第 2 行起，至少管一千行。"""
    rules: dict[str, DataValidation] = {}
    for rule in page.data_validations.dataValidation:
        (area,) = rule.sqref.ranges
        assert (area.min_row, area.min_col) == (2, area.max_col)
        assert area.max_row > 1_000
        rules[page.cell(1, area.min_col).value] = rule
    return rules


# -- the empty workbook ------------------------------------------------------------------------------------------------


def test_the_sheets_and_their_headings(blank: openpyxl.Workbook) -> None:
    assert blank.sheetnames == [GUIDE, *HEADINGS]
    for name, headings in HEADINGS.items():
        assert [cell.value for cell in blank[name][1]] == headings.split()
    assert {page.sheet_state for page in blank} == {"visible"}
    assert blank.active.title == GUIDE


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_headings_are_locked_frozen_and_explained(blank: openpyxl.Workbook, sheet: Sheet) -> None:
    page = blank[sheet.name]
    assert page.freeze_panes == page.cell(2, sheet.frozen + 1).coordinate
    for number, column in enumerate(sheet.columns, start=1):
        heading = page.cell(1, number)
        assert heading.protection.locked
        assert heading.fill.start_color.rgb == "FF" + (HEAD if column.required else HEAD_OPTIONAL)[1:]
        tip = TIPS[sheet][column.heading]
        assert heading.comment is not None
        assert heading.comment.text.splitlines()[0] == tip.how
        assert (f"\n宜：{tip.good}" in heading.comment.text) is bool(tip.good)
    assert (page.auto_filter.ref is not None) is (sheet.name != "部门")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_only_headings_are_protected(blank: openpyxl.Workbook, sheet: Sheet) -> None:
    page = blank[sheet.name]
    protection = page.protection
    assert protection.sheet
    assert not protection.password
    barred = {name for name in ("formatCells", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter")
              if getattr(protection, name)}  # fmt: skip
    assert not barred
    assert all(not cell.protection.locked for row in page.iter_rows(min_row=2) for cell in row)
    widths = [page.column_dimensions[letter] for letter in page.column_dimensions]
    assert all(not column.protection.locked for column in widths)
    assert max(column.max for column in widths) == 16_384


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_columns_have_width_and_format(blank: openpyxl.Workbook, sheet: Sheet) -> None:
    page = blank[sheet.name]
    formats = {Kind.MONEY: "#,##0.00", Kind.PERCENT: "0%", Kind.YEAR: "0"}
    for number, column in enumerate(sheet.columns, start=1):
        (dimension,) = (each for each in page.column_dimensions.values() if each.min <= number <= each.max)
        assert dimension.width == pytest.approx(column.width, abs=1)
        assert dimension.number_format == formats.get(column.kind, "@")
        assert dimension.alignment.wrap_text is (True if column.kind not in formats else None)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_prints_on_landscape_a4(blank: openpyxl.Workbook, sheet: Sheet) -> None:
    page = blank[sheet.name]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == "$1:$1"


def test_drop_downs(blank: openpyxl.Workbook) -> None:
    rules = validations(blank["指标"])
    assert rules.keys() == {"一级指标", "二级指标"}
    assert rules["一级指标"].formula1 == f'"{",".join(LEVELS)}"'
    assert rules["二级指标"].formula1 == "INDIRECT($B2)"
    assert {rule.errorStyle for rule in rules.values()} == {"warning"}
    assert validations(blank["部门目标"])["部分"].formula1 == '"总体绩效目标,分项绩效目标,工作保障措施"'


def test_each_level1_names_the_list_of_its_level2(blank: openpyxl.Workbook) -> None:
    assert blank.defined_names.keys() == LEVELS.keys()
    for level1, names in LEVELS.items():
        ((sheet, area),) = blank.defined_names[level1].destinations
        first, _, last = area.replace("$", "").partition(":")
        assert [row[0].value for row in blank[sheet][f"{first}:{last or first}"]] == list(names)


def test_the_levels_are_those_that_the_review_expects() -> None:
    expected = {
        schemes.level1_label(level1): {schemes.level2_label(level2) for level2 in levels}
        for level1, levels in schemes.OLD_2015.levels.items()
    }
    assert {level1: set(names) for level1, names in LEVELS.items()} == expected


def test_figures_are_kept_within_bounds(blank: openpyxl.Workbook) -> None:
    rules = validations(blank["项目"])
    months = [rules[month] for month in ("3月底", "6月底", "10月底", "12月底")]
    assert {(rule.type, rule.operator, rule.formula1, rule.formula2) for rule in months} == {
        ("decimal", None, "0", "1")
    }
    assert {heading for heading in rules if "万元" in heading} == {
        f"{name}（万元）" for name in ("预算数", "财政资金", "其他资金")
    }
    year = validations(blank["部门"])["年度"]
    assert (year.type, year.formula1, year.formula2) == ("whole", "2000", "2099")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_examples_are_grey_and_say_so(blank: openpyxl.Workbook, sheet: Sheet) -> None:
    page = blank[sheet.name]
    rows = list(page.iter_rows(min_row=2, max_col=len(sheet.columns)))
    assert len(rows) == len(EXAMPLES[sheet])
    for row in rows:
        assert row[0].value.startswith("例：")
        assert {(cell.font.italic, cell.font.color.rgb) for cell in row if cell.value is not None} == {
            (True, "FF7F7F7F")
        }


def test_examples_read_as_they_are_meant() -> None:
    data = write_xlsx()
    for sheet in SHEETS:
        shares = [column.kind is Kind.PERCENT for column in sheet.columns]
        for row, example in zip(stored(data, sheet.name), EXAMPLES[sheet], strict=True):
            meant = ["" if value is None else value for value in example]
            assert [
                Decimal(repr(value)) * 100 if share else value for value, share in zip(row, shares, strict=True)
            ] == meant
    assert not formulas(data)


def test_the_form_stands_in_the_example() -> None:
    assert stored(write_xlsx(form="本地-2025"), "部门")[0][3] == "本地-2025"


def test_every_column_is_taught(blank: openpyxl.Workbook) -> None:
    taught = {(row[0], row[1]): row[2] for row in blank[GUIDE].iter_rows(values_only=True)}
    for sheet in SHEETS:
        assert list(TIPS[sheet]) == [column.heading for column in sheet.columns]
        for column in sheet.columns:
            assert taught[sheet.name, column.heading] == TIPS[sheet][column.heading].how


def test_the_guide_shows_the_colours_of_the_sheets(blank: openpyxl.Workbook) -> None:
    shown = {row[0].value: row[0].fill.start_color.rgb for row in blank[GUIDE].iter_rows()}
    assert (shown["必填"], shown["可不填"]) == ("FF" + HEAD[1:], "FF" + HEAD_OPTIONAL[1:])


@pytest.mark.parametrize("data", [write_xlsx(), write_xlsx(small())], ids=["empty", "filled"])
def test_a_sheet_spans_no_more_than_its_columns(data: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    for sheet in SHEETS:
        assert book[sheet.name].max_column == len(sheet.columns)
    book.close()


# -- a filled workbook -------------------------------------------------------------------------------------------------


def test_a_filled_workbook_has_no_examples() -> None:
    data = write_xlsx(small())
    assert stored(data, "部门") == [["978001", "某局", 2022, "hebei-2022"]]
    assert stored(data, "指标") == [["0978001", "产出指标", "质量指标", "合格率", "", "≥90%", "计划"]]
    assert stored(data, "审核说明") == []
    assert openpyxl.load_workbook(io.BytesIO(data)).active.title == "部门"


BROKEN = (
    "甲\n乙",
    "甲\r\n乙",
    "甲\r",
    "\n",
    "甲\x0b\x1f",
    "\0",
    " 甲 ",
    "甲\u2028乙",
    "甲\x85乙",
    "_x000d_",
    "_x0041_甲",
)


def test_odd_text_stays_text() -> None:
    texts = [*ODD, *BROKEN]
    project = small().projects[0]
    rows = [
        project.indicators[0].model_copy(update={"level3": text, "value": parse_value("1" + text)}) for text in texts
    ]
    project = project.model_copy(update={"indicators": tuple(rows)})
    data = write_xlsx(small().model_copy(update={"projects": (project,)}))
    assert [(row[3], row[5]) for row in stored(data, "指标")] == [(text, "1" + text) for text in texts]
    page = openpyxl.load_workbook(io.BytesIO(data))["指标"]
    cells = [page.cell(number, column) for number in range(2, 2 + len(texts)) for column in (4, 6)]
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("350", 350, "#,##0.00"),
        ("0", 0, "#,##0.00"),
        ("-0.00", 0, "#,##0.00"),
        ("1350.5", 1350.5, "#,##0.00"),
        ("0.125", 0.125, "#,##0.000"),
        ("82800.920000000013", "82800.920000000013", "@"),
        ("8.10000000000001", "8.10000000000001", "@"),
        ("8.100000000001", 8.100000000001, "#,##0.000000000000"),
        ("123456789012345", 123456789012345, "#,##0.00"),
        ("1234567890123456", "1234567890123456.00", "@"),
        ("1000000000000000", "1000000000000000.00", "@"),
        ("1" + "0" * 40, "1" + "0" * 40 + ".00", "@"),
        ("25.000000000000000000000000000000000000", 25, "#,##0.00"),
    ],
)
def test_an_amount_is_a_number_where_that_is_exact(typed: str, value: object, shown: str) -> None:
    submission = small()
    project = submission.projects[0].model_copy(update={"budget": Decimal(typed)})
    data = write_xlsx(submission.model_copy(update={"projects": (project,)}))
    assert stored(data, "项目")[0][4] == value
    if shown != "@":
        cell = openpyxl.load_workbook(io.BytesIO(data))["项目"]["E2"]
        assert cell.number_format == shown
        assert Decimal(repr(float(cell.value))) == Decimal(typed)


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("25", 0.25, "0%"),
        ("33.33", 0.3333, "0.00%"),
        ("100.0", 1, "0%"),
        ("0", 0, "0%"),
        ("-5", -0.05, "0%"),
        ("250", 2.5, "0%"),
        ("33.333333333333333", "33.333333333333333%", "@"),
    ],
)
def test_a_percent_is_a_number_where_that_is_exact(typed: str, value: object, shown: str) -> None:
    submission = small()
    plan = submission.projects[0].payment_plan.model_copy(update={"march": Decimal(typed)})
    project = submission.projects[0].model_copy(update={"payment_plan": plan})
    data = write_xlsx(submission.model_copy(update={"projects": (project,)}))
    assert stored(data, "项目")[0][8] == value
    if shown != "@":
        assert openpyxl.load_workbook(io.BytesIO(data))["项目"]["I2"].number_format == shown


def test_notes_stand_on_a_sheet_of_their_own() -> None:
    note = {"规则": "IN033", "理由": "首次"}
    data = small().dump() | {"审核说明": [note]}
    (project,) = data["项目"]
    (indicator,) = project["指标"]
    twice = indicator | {"三级指标": "人数"}
    project["审核说明"] = [note]
    project["指标"] = [indicator | {"审核说明": [note, note]}, twice, twice | {"审核说明": [note]}]
    assert stored(write_xlsx(Submission.model_validate(data)), "审核说明") == [
        ["", "", "", "IN033", "首次"],
        ["0978001", "", "", "IN033", "首次"],
        ["0978001", "合格率", "", "IN033", "首次"],
        ["0978001", "合格率", "", "IN033", "首次"],
        ["0978001", "人数", "4", "IN033", "首次"],
    ]


def test_a_heading_stands_in_the_first_row_of_its_target() -> None:
    targets = {
        "总体绩效目标": ["甲", "乙"],
        "分项绩效目标": [{"标题": "1、", "内容": ["丙", "丁"]}, {"标题": "2、", "内容": []}],
        "工作保障措施": ["戊"],
    }
    submission = Submission.model_validate(small().dump() | {"部门整体绩效目标": targets})
    assert stored(write_xlsx(submission), "部门目标") == [
        ["总体绩效目标", "", "甲"],
        ["总体绩效目标", "", "乙"],
        ["分项绩效目标", "1、", "丙"],
        ["分项绩效目标", "", "丁"],
        ["分项绩效目标", "2、", ""],
        ["工作保障措施", "", "戊"],
    ]


def test_a_long_text_gets_a_high_row() -> None:
    page = openpyxl.load_workbook(io.BytesIO(write_xlsx(small(绩效指标描述="长" * 300))))["指标"]
    assert 200 < page.row_dimensions[2].height < 409


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("长" * 32_768, "32768 个字，超过"),
        ("😀" * 16_384, "32768 个字，超过"),
        ("甲\ufffe", "U\\+FFFE"),
        ("甲\uffff", "U\\+FFFF"),
        ("_x0041_x0042_", "标记"),
        ("<r>甲</r>", "标记"),
    ],
)
def test_what_no_cell_holds_is_refused_by_name(text: str, reason: str) -> None:
    place = r"\$\.项目\[0\]\.指标\[0\]\.指标值确定依据（指标!G2）"
    with pytest.raises(RenderError, match=f"^{place}：.*{reason}"):
        write_xlsx(small(指标值确定依据=text))


@pytest.mark.parametrize("text", ["长" * 32_767, "😀" * 16_383])
def test_the_longest_text_is_whole(text: str) -> None:
    assert stored(write_xlsx(small(指标值确定依据=text)), "指标")[0][6] == text


def test_half_a_character_is_refused_by_name() -> None:
    with pytest.raises(RenderError, match=r"指标!F2.*U\+D83D"):
        write_xlsx(small(指标值=parse_value("≥90\ud83d%")))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data["项目"].append(data["项目"][0]), r"\$\.项目\[0\]\.项目编码（0978001）.*同一个项目编码"),
        (lambda data: data["项目"][0].update({"项目编码": "例：1"}), r"\$\.项目\[0\]\.项目编码.*例："),
        (lambda data: data["部门"].update({"单位编码": "例：1"}), r"\$\.部门\.单位编码.*例："),
        (
            lambda data: data["部门整体绩效目标"].update({"分项绩效目标": [{"标题": "", "内容": []}] * 2}),
            r"分项绩效目标\[1\]\.标题.*没有标题",
        ),
    ],
)
def test_what_rows_cannot_tell_is_refused(change: Any, reason: str) -> None:
    data = small().dump()
    data["项目"] = [project | {"单位编码": "1", "单位名称": ""} for project in data["项目"]]
    change(data)
    with pytest.raises(RenderError, match=reason):
        write_xlsx(Submission.model_validate(data))


# -- every workbook ----------------------------------------------------------------------------------------------------


@given(submission=submissions())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_text_is_stored_as_it_is(submission: Submission) -> None:
    data = write_xlsx(submission)
    assert data == write_xlsx(submission)
    indicators = [(project.code, each) for project in submission.projects for each in project.indicators]
    assert stored(data, "指标") == [
        [code, each.level1, each.level2, each.level3, each.description, each.value.raw, each.basis]
        for code, each in indicators
    ]
    assert [row[2:4] for row in stored(data, "项目")] == [[each.code, each.name] for each in submission.projects]
    assert [row[2] for row in stored(data, "部门目标") if row[2]] == [
        *submission.targets.overall,
        *(text for target in submission.targets.specific for text in target.paragraphs),
        *submission.targets.safeguards,
    ]
    assert not formulas(data)
