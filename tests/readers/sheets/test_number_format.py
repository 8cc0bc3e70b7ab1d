"""What a cell shows of its number under a number format, with all the digits that it holds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdocs.readers.cells import Stored
from budgetdocs.readers.sheets.number_format import shown

SHOWN = [
    # stored, format, what is shown
    ("0.9", "0%", "90%"),
    ("0.905", "0%", "90.5%"),
    ("0.9", "0.00%", "90.00%"),
    ("1", "0%", "100%"),
    ("82800.920000000013", "", "82800.92"),
    ("82800.920000000013", "#,##0.00", "82,800.92"),
    ("350", "0.00", "350.00"),
    ("978001", "0000000", "0978001"),
    ("0.95", '"≥"0%', "≥95%"),
    ("90", '"≥"0"%"', "≥90%"),
    ("5", '0"个"', "5个"),
    ("12", 'G/通用格式"人"', "12人"),
    ("-3.5", "0.0;(0.0)", "-3.5"),
    ("-3.5", "0.0", "-3.5"),
    ("0", '0;-0;"无"0', "无0"),
    ("350", "_ * #,##0.00_ ;_ * -#,##0.00_ ", "350.00"),
    ("350", "[$¥-804]#,##0.00", "¥350.00"),
    ("350", "[Red]0.00", "350.00"),
    ("1E+20", "", "100000000000000000000"),
    ("1.5", "0.00E+00", "1.5"),
    ("7", "@", "7"),
    ("7", "x" * 300, "7"),
]
DATES = [
    ("44926", "yyyy-m-d", "2022年12月31日"),
    ("44926", 'yyyy"年"m"月"', "2022年12月"),
    ("44625", 'm"月"d"日"', "3月5日"),
    ("44926.5", "yyyy-m-d h:mm", "2022年12月31日 12:00"),
    ("0.5", "h:mm", "12:00"),
    ("0.50001157407", "h:mm:ss", "12:00:01"),
    ("59", "yyyy-m-d", "1900年2月28日"),
    ("61", "yyyy-m-d", "1900年3月1日"),
]


@pytest.mark.parametrize(("stored", "code", "text"), SHOWN)
def test_numbers(stored: str, code: str, text: str) -> None:
    assert shown(stored, code)[:2] == (text, Stored.NUMBER)


@pytest.mark.parametrize(("stored", "code", "text"), DATES)
def test_dates(stored: str, code: str, text: str) -> None:
    assert shown(stored, code)[:2] == (text, Stored.DATE)


def test_dates_since_1904() -> None:
    assert shown("43464", "yyyy-m-d", True).text == "2022年12月31日"


@pytest.mark.parametrize("stored", ["-1", "1e12"])
def test_a_number_that_is_no_date_stays_a_number(stored: str) -> None:
    assert shown(stored, "yyyy-m-d").stored is Stored.NUMBER


@pytest.mark.parametrize("stored", ["", "x", "nan", "inf", "1e999"])
def test_no_number(stored: str) -> None:
    with pytest.raises(ValueError):
        shown(stored, "0")


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False),
    st.sampled_from(["", "0", "0.00", "0%", "#,##0"]),
)
def test_no_digit_is_lost(number: Decimal, code: str) -> None:
    found = shown(repr(float(number)), code)
    assert Decimal(found.figures) == number
    text = found.text.replace(",", "")
    assert (Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)) == number
