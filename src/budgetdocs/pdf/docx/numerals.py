"""A number in the number formats of Word (17.18.59 ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_ROMAN: Final = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
                 (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def numeral(count: int, form: str) -> str | None:
    """``count`` written in the number format ``form``; None if the format is not known.

    A sequence that is at its end (甲 to 癸, ① to ⑳) goes on in Arabic figures, as Word has it.
    """
    write = _FORMATS.get(form)
    if write is None:
        return None
    return write(count) if count > 0 or form in _FROM_ZERO else str(count)


def _roman(count: int) -> str:
    if count > 32767:
        return str(count)
    text = ""
    for unit, letters in _ROMAN:
        times, count = divmod(count, unit)
        text += letters * times
    return text


def _letters(count: int) -> str:
    """A, B … Z, AA, BB …"""
    repeats, letter = divmod(count - 1, 26)
    return chr(65 + letter) * min(repeats + 1, 40)


def _ordinal(count: int) -> str:
    ending = "th" if count % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _counting(digits: str, units: str, *, bare_ten: bool) -> Callable[[int], str]:
    """Counting words: ``units`` are those of ten, hundred, thousand, ten thousand; ``bare_ten``: 十一, not 一十一."""

    def below_myriad(count: int) -> str:
        text, gap = "", False
        for place in (3, 2, 1, 0):
            digit = count // 10**place % 10
            if not digit:
                gap = bool(text)
                continue
            text += (digits[0] if gap else "") + digits[digit] + (units[place - 1] if place else "")
            gap = False
        return text

    def write(count: int) -> str:
        if count >= 100_000_000:
            return str(count)
        myriads, rest = divmod(count, 10_000)
        text = below_myriad(myriads) + units[3] if myriads else ""
        if myriads and 0 < rest < 1000:
            text += digits[0]
        text += below_myriad(rest)
        if bare_ten and text.startswith(digits[1] + units[0]):
            text = text[1:]
        return text or digits[0]

    return write


def _figures(digits: str) -> Callable[[int], str]:
    table = str.maketrans("0123456789", digits)
    return lambda count: str(count).translate(table)


def _sequence(first: str, length: int) -> Callable[[int], str]:
    """``length`` characters that follow each other in Unicode."""
    return lambda count: chr(ord(first) + count - 1) if count <= length else str(count)


def _listed(characters: str) -> Callable[[int], str]:
    return lambda count: characters[count - 1] if count <= len(characters) else str(count)


def _circled(count: int) -> str:
    if count <= 20:
        return chr(0x2460 + count - 1)
    if count <= 35:
        return chr(0x3251 + count - 21)
    return chr(0x32B1 + count - 36) if count <= 50 else str(count)


_CHINESE: Final = _counting("零一二三四五六七八九", "十百千万", bare_ten=True)
_LEGAL: Final = _counting("零壹贰叁肆伍陆柒捌玖", "拾佰仟万", bare_ten=False)
_LEGAL_TRADITIONAL: Final = _counting("零壹貳參肆伍陸柒捌玖", "拾佰仟萬", bare_ten=False)
_FROM_ZERO: Final = frozenset({"decimal", "decimalZero", "numberInDash", "none", "bullet", "decimalFullWidth"})

_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": lambda count: str(count).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda count: str(count).translate(_FULL_WIDTH),
    "numberInDash": lambda count: f"- {count} -",
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda count: _letters(count).lower(),
    "ordinal": _ordinal,
    "hex": lambda count: f"{count:X}",
    "chicago": lambda count: "*†‡§"[(count - 1) % 4] * min((count - 1) // 4 + 1, 40),
    "none": lambda _: "",
    "bullet": lambda _: "",
    "chineseCounting": _CHINESE,
    "chineseCountingThousand": _CHINESE,
    "japaneseCounting": _CHINESE,
    "taiwaneseCounting": _CHINESE,
    "taiwaneseCountingThousand": _CHINESE,
    "koreanCounting": _CHINESE,
    "chineseLegalSimplified": _LEGAL,
    "ideographLegalTraditional": _LEGAL_TRADITIONAL,
    "japaneseLegal": _LEGAL_TRADITIONAL,
    "ideographDigital": _figures("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _figures("〇一二三四五六七八九"),
    "taiwaneseDigital": _figures("○一二三四五六七八九"),
    "koreanDigital2": _figures("零一二三四五六七八九"),
    "ideographTraditional": _listed(_STEMS),
    "ideographZodiac": _listed(_BRANCHES),
    "ideographZodiacTraditional": lambda count: _STEMS[(count - 1) % 10] + _BRANCHES[(count - 1) % 12],
    "ideographEnclosedCircle": _sequence("㊀", 10),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _sequence("⒈", 20),
    "decimalEnclosedParen": _sequence("⑴", 20),
}
