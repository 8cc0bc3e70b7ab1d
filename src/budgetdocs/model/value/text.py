"""Different keys for the same sign, made one before the grammar looks: digits, signs, spaces, traditional characters.

This is not NFKC: that would turn ㎡ into m2, ① into 1 and （ into (, which the form must keep. Each line of the table
below is a way of typing that was seen on published forms or is one input method away from it.
"""

from __future__ import annotations

import re

_FULL_WIDTH_DIGITS = {chr(0xFF10 + digit): str(digit) for digit in range(10)}
_FULL_WIDTH_LETTERS = {chr(code): chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SAME: dict[str, str] = {
    "≥": "≧⩾≽≮",  # ≮ (不小于) of engineering drawings; ⩾ of formula editors
    "≤": "≦⩽≼≯",
    ">": "＞﹥",
    "<": "＜﹤",
    "=": "＝═﹦",  # ═ is U+2550 of box drawings, found on forms of Yongde
    "%": "％﹪",
    "-": "－\u2212\ufe63\u2010\u2011",
    "～": "~\u223c\u301c",
    "+": "＋",
    ".": "．",
    "/": "／\u2215",
    "*": "\uff0a",
    "_": "\uff3f",
    "$": "\uff04",
    "￥": "¥",
    "√": "✓✔☑",
}
_INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"  # zero-width marks that a copy from the web leaves behind
)
_TRADITIONAL = (
    "萬億個於內達約過數標準場條項戶畝噸間輛臺號鐘時後滿無穩顯較長優減補發學員種頭張冊處續斷進強實現質規範確應響會經濟"
)
_SIMPLIFIED = (
    "万亿个于内达约过数标准场条项户亩吨间辆台号钟时后满无稳显较长优减补发学员种头张册处续断进强实现质规范确应响会经济"
)

_CHARACTERS: dict[int, str | None] = str.maketrans(
    _FULL_WIDTH_DIGITS
    | _FULL_WIDTH_LETTERS
    | {char: one for one, others in _SAME.items() for char in others}
    | dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True))
    | dict.fromkeys(_INVISIBLE)
)
_SPACE = re.compile("(?<![0-9A-Za-z.]) | (?![0-9A-Za-z.])")
_SIGN_RUN = re.compile("[<>=≥≤]{2,}")
_FOLDED_RUNS = {">=": "≥", "=>": "≥", "≥=": "≥", "=≥": "≥", "<=": "≤", "=<": "≤", "≤=": "≤", "=≤": "≤", "==": "="}


def normalise(text: str) -> str:
    """``text`` with one character per meaning: ``　＞= 90 ％`` becomes ``≥90%``.

    White space of every kind goes, but one space stays between two letters or digits (``GB 50300``, ``1 000``), where
    it may mean something. Doing it twice changes nothing.
    """
    text = " ".join(text.translate(_CHARACTERS).split())
    if " " in text:
        text = _SPACE.sub("", text)
    return _SIGN_RUN.sub(_fold, text)


def _fold(run: re.Match[str]) -> str:
    return _FOLDED_RUNS.get(run[0], run[0])
