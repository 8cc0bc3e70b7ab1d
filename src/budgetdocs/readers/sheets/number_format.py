"""What a cell shows of its number under a number format (ECMA-376 Part 1, 18.8.30 and 18.8.31).

All the digits that the cell holds are shown, were the format to round them: 0.905 under ``0%`` is ``90.5%``.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from budgetdocs.readers.cells import Stored, exact, plain

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    **dict.fromkeys((14, *range(15, 18), *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-m-d"),
    17: "yyyy-m",
    22: "yyyy-m-d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    16: 'm"月"d"日"',
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm:ss"),
}
"""The formats that have a number instead of a code, those of dates as a Chinese Excel shows them."""

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|([Gg]eneral|G/通用格式)|(AM/PM|上午/下午)|(.)', re.DOTALL)
_CURRENCY = re.compile(r"\$([^-\]]*)")
_DATE_LETTERS = frozenset("yYmMdDhHsSeE")
_LONGEST = 255


class Shown(NamedTuple):
    """What a cell shows, how it holds it, and the plain decimal that it holds."""

    text: str
    stored: Stored
    figures: str


class _Section(NamedTuple):
    prefix: str = ""
    suffix: str = ""
    decimals: int = 0
    whole: int = 1
    grouped: bool = False
    percents: int = 0
    dates: str = ""
    """The letters of a date format, once each, in their order: ``ymd``; "" for a number."""


@lru_cache(maxsize=8192)
def shown(stored: str, code: str = "", since_1904: bool = False) -> Shown:
    """What the number ``stored`` looks like under the format ``code``; raises ValueError if it is no number."""
    number = float(stored)
    if number - number != 0:
        raise ValueError(stored)
    value = exact(number)
    figures = plain(value)
    if code in ("", "General", "@") or len(code) > _LONGEST:
        return Shown(figures, Stored.NUMBER, figures)
    section = _section_for(code, value)
    if section.dates:
        text = _date(number, section.dates, since_1904)
        return Shown(text, Stored.DATE, figures) if text else Shown(figures, Stored.NUMBER, figures)
    return Shown(_written(value, section), Stored.NUMBER, figures)


def _section_for(code: str, value: Decimal) -> _Section:
    """The part of ``code`` that formats ``value``; conditions other than those of the sign are not weighed."""
    sections = _sections(code)
    if len(sections) > 2 and value == 0:
        return sections[2]
    if len(sections) > 1 and value < 0:
        below = sections[1]
        return below._replace(prefix="-" + below.prefix.strip("-("), suffix=below.suffix.removesuffix(")"))
    if value < 0:
        return sections[0]._replace(prefix="-" + sections[0].prefix)
    return sections[0]


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    """The parts of ``code`` that semicolons separate, each understood."""
    parts: list[list[tuple[str, str]]] = [[]]
    for quoted, escaped, bracket, general, noon, letter in _TOKEN.findall(code):
        if letter == ";":
            parts.append([])
        elif quoted or escaped:
            parts[-1].append(("literal", quoted or escaped))
        elif bracket:
            currency = _CURRENCY.match(bracket)
            parts[-1].append(("literal", currency[1]) if currency else ("elapsed", bracket))
        elif general:
            parts[-1].append(("general", general))
        elif letter and not noon:
            parts[-1].append(("letter", letter))
    return tuple(_understood(part) for part in parts[:4])


def _understood(tokens: list[tuple[str, str]]) -> _Section:
    letters = "".join(text for kind, text in tokens if kind == "letter")
    if "E+" in letters or "E-" in letters:
        return _Section()
    if any(letter in _DATE_LETTERS for letter in letters) and not any(kind == "general" for kind, _ in tokens):
        return _Section(dates="".join(dict.fromkeys(letter.lower() for letter in letters if letter in _DATE_LETTERS)))
    prefix, suffix, pattern = "", "", ""
    percents = letters.count("%")
    for kind, text in tokens:
        if kind == "general":
            pattern += "0"
        elif kind == "letter" and text in "0#?.,/":
            pattern += text
        elif kind in ("literal", "letter") and text != "@":
            prefix, suffix = (prefix, suffix + text) if pattern else (prefix + text, suffix)
    whole, _, decimals = pattern.partition(".")
    return _Section(
        prefix,
        suffix,
        sum(mark in "0#?" for mark in decimals) if "/" not in pattern else 0,
        max(whole.count("0"), 1),
        "," in whole.rstrip(","),
        percents,
    )


def _written(value: Decimal, section: _Section) -> str:
    value = abs(value).scaleb(2 * section.percents)
    exponent = value.normalize().as_tuple().exponent
    held = max(-exponent, 0) if isinstance(exponent, int) else 0
    digits = f"{value:.{max(held, section.decimals)}f}"
    whole, dot, decimals = digits.partition(".")
    whole = whole.zfill(section.whole)
    if section.grouped:
        whole = f"{int(whole):,}"
    return f"{section.prefix}{whole}{dot}{decimals}{section.suffix}".strip()


def _date(number: float, letters: str, since_1904: bool) -> str:
    """A serial date as written in Chinese (2022年12月31日, 3月5日, 12:30); "" if it is none (18.17.4.1)."""
    try:
        # 1900-02-29, which never was, is day 60: days before it are counted from a day later
        epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if 0 <= number < 60 else 30)
        date = epoch + timedelta(seconds=round(number * 86400))
    except OverflowError:
        return ""
    if number < 0:
        return ""
    clock = f"{date.hour}:{date.minute:02}" + (f":{date.second:02}" if date.second else "")
    if not set(letters) & {"y", "e", "d"} and ("h" in letters or "s" in letters):
        return clock
    text = f"{date.year}年" if set(letters) & {"y", "e"} else ""
    if "m" in letters:
        text += f"{date.month}月"
    if "d" in letters:
        text += f"{date.day}日"
    return f"{text} {clock}" if "h" in letters else text
