"""Chinese numerals (九十, 二〇二二, 一千二百) as decimals.

The digits are those of GB/T 15835-2011 出版物上数字用法, with the capital forms of money (壹贰叁) and 两.
"""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"),
    )
    for char in chars
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LONGEST = 20

NUMERAL_CHARS = "".join(_DIGITS) + "".join(_TENS)
"""Every character of a whole numeral below ten thousand, for the class of a regular expression. 万 belongs to units."""


def chinese_number(text: str) -> Decimal | None:
    """The number that ``text`` writes in Chinese numerals; None if it is none, or longer than 20 characters.

    Digits side by side are places (二〇二二 is 2022, 九五 is 95); 点 is the decimal point; 半 alone is 0.5.
    """
    if text == "半":
        return Decimal("0.5")
    if not text or len(text) > _LONGEST:
        return None
    whole, point, places = text.partition("点")
    number = _whole(whole)
    if number is None or not point:
        return None if number is None else Decimal(number)
    if not places or any(char not in _DIGITS for char in places):
        return None
    return Decimal(f"{number}.{''.join(str(_DIGITS[char]) for char in places)}")


def _whole(text: str) -> int | None:
    if not text:
        return None
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = 0
    digit: int | None = None
    for char in text:
        if char in _TENS:
            total += (1 if digit is None else digit) * _TENS[char]
            digit = None
        elif char in _DIGITS and not digit:  # 零 may stand before a digit (一百零五), no other digit may
            digit = _DIGITS[char]
        else:
            return None
    return total + (digit or 0)
