"""Single cells: codes that a spreadsheet has spoiled, amounts and their units, headings by their many names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from budgetdocs.model import OddityKind
from budgetdocs.readers.cells import Cell, Stored
from budgetdocs.readers.sheets.number_format import shown
from budgetdocs.readers.tree import Mark, letters
from budgetdocs.readers.unit import guess_unit
from budgetdocs.readers.values import Notes, code, money
from budgetdocs.readers.vocabulary import LABELS, heading_of

MARK = Mark(2, 3, "项目", 1)
PATH = ("projects", 0, "code")


def number(stored: str, look: str = "") -> Cell:
    return Cell(2, 3, *shown(stored, look))


CODES = [
    (Cell(2, 3, "0978001"), "0978001", ""),
    (Cell(2, 3, "13073022P00825110002X"), "13073022P00825110002X", ""),
    (Cell(2, 3, "'0978001"), "'0978001", ""),
    (Cell(2, 3, "978001.0"), "978001.0", "存成了数"),
    (Cell(2, 3, "1.3E+20"), "1.3E+20", "科学记数"),
    (Cell(2, 3, "440000210000001000000"), "440000210000001000000", "截断"),
    (Cell(2, 3, "440000210000000091236"), "440000210000000091236", ""),
    (Cell(2, 3, "1.0"), "1.0", ""),
    (number("978001"), "978001", "开头若有 0"),
    (number("978001", "0.00"), "978001", "开头若有 0"),
    (number("978001", "0000000"), "0978001", ""),
    (number("4.40000210000001E+20"), "440000210000001000000", "只剩前 15 位"),
    (Cell(2, 3, "#REF!", Stored.ERROR), "#REF!", "错误值"),
    (number("44926", "yyyy-m-d"), "2022年12月31日", "日期"),
]


@pytest.mark.parametrize(("cell", "text", "told"), CODES)
def test_codes(cell: Cell, text: str, told: str) -> None:
    notes = Notes()
    assert code(cell, PATH, MARK, notes) == text
    assert [told in oddity.detail for oddity in notes.in_order()] == ([True] if told else [])
    assert all(oddity.position == "项目!C2" and oddity.path == PATH for oddity in notes.in_order())


@pytest.mark.parametrize(
    ("written", "text"), [("978001.0", "978001"), ("'0978001", "0978001"), (" 0978001 ", "0978001")]
)
def test_codes_of_a_csv_are_mended(written: str, text: str) -> None:
    assert code(Cell(2, 3, written), PATH, Mark(2, 3, "", 1), Notes()) == text


AMOUNTS = [
    (Cell(2, 3, "350.50"), "", "350.50", False),
    (Cell(2, 3, "3,505,000"), "元", "350.5", False),
    (Cell(2, 3, "3505000元"), "", "350.5", False),
    (Cell(2, 3, "3505000元"), "万元", "350.5", True),
    (Cell(2, 3, "350.5万元"), "元", "350.5", True),
    (Cell(2, 3, "￥３５０"), "万元", "350", False),
    (Cell(2, 3, "0.035"), "亿元", "350", False),
    (Cell(2, 3, "1"), "元", "0.0001", False),
    (number("82800.920000000013", "#,##0.00"), "万元", "82800.92", False),
    (number("828009200.00000013"), "元", "82800.92", False),
    (number("3505000", '#,##0"元"'), "", "350.5", False),
    (Cell(2, 3, "约三百"), "元", "约三百", False),
]


@pytest.mark.parametrize(("cell", "unit", "text", "ambiguous"), AMOUNTS)
def test_amounts(cell: Cell, unit: str, text: str, ambiguous: bool) -> None:
    notes = Notes()
    found = money(cell, unit, PATH, MARK, notes)
    if text[0].isdigit():
        assert Decimal(found.lstrip("￥").replace(",", "")) == Decimal(text)
    else:
        assert found == text
    assert [oddity.kind for oddity in notes.in_order()] == ([OddityKind.AMBIGUOUS] if ambiguous else [])


HEADINGS = [
    ("项目编码", "code", ""),
    ("项 目\n编 码", "code", ""),
    ("*项目名称：", "name", ""),
    ("預算數（萬元）", "budget", "万元"),
    ("预算数(单位:元)", "budget", "元"),
    ("其中：财政    资金", "fiscal_funds", ""),
    ("3月底（%）", "march", "%"),
    ("指标值（必填）", "value", "必填"),
    ("三、绩效目标", "goals", ""),
    ("度量单位", "measure", ""),
]


@pytest.mark.parametrize(("text", "field", "unit"), HEADINGS)
def test_headings(text: str, field: str, unit: str) -> None:
    assert heading_of(text) == (field, unit)


@pytest.mark.parametrize("text", ["", "备注", "联系人", "项目编码" * 20, "350.00"])
def test_no_heading(text: str) -> None:
    assert heading_of(text) is None


def test_every_label_names_its_field() -> None:
    for field, label in LABELS.items():
        found = heading_of(label)
        assert found is not None and found.field == field


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("978001河北沙城经济开发区管理委员会", ("978001", "河北沙城经济开发区管理委员会")),
        ("301 教育局（本级）", ("301", "教育局（本级）")),
        ("2022年项目绩效目标表", None),
        ("2022教育局", None),
        ("1000人参加培训", None),
        ("某局", None),
    ],
)
def test_units_that_nothing_marks(text: str, unit: tuple[str, str] | None) -> None:
    assert guess_unit(text) == unit


@pytest.mark.parametrize(
    ("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_letters(column: int, name: str) -> None:
    assert letters(column) == name
