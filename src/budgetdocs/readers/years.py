"""The year of a form where nothing says it but the codes of its projects."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OF_CODE = re.compile(r"[0-9]{6}([0-9]{2})[0-9A-Za-z]{13}")


def year_of_code(code: str) -> str:
    """The year that a code of 21 characters names behind its region; "" if it is none such.

    It is the year in which the project was set up, mostly that of the form too.
    """
    found = _OF_CODE.fullmatch("".join(code.split()))
    return f"20{found[1]}" if found else ""


def years_of_codes(codes: Iterable[str]) -> list[str]:
    """The years that ``codes`` name, each once, in order."""
    return sorted({year for code in codes if (year := year_of_code(code))})


def guessed(year: str) -> str:
    """That ``year`` is that of the codes, for people."""
    return f"文件里没有写年度，按项目编码里的年份读作 {year} 年"
