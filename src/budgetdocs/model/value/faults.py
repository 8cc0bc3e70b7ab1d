"""Values with one recognisable slip of keyboard, scanner or spreadsheet: read as they stand, marked, never mended.

The reason proposes what may have been meant; deciding is for the person who fills in the form.
"""

from __future__ import annotations

import re

from budgetdocs.model.value.measures import measure_at
from budgetdocs.model.value.parts import SIGNS, Parts, Slip, ValueKind, faulty, nothing
from budgetdocs.model.value.units import unit_at

_SOURCE_CODE = (
    (re.compile(r"\\g(?:eqslant|eq|e)|&ge;|&gt;=|&#8805;"), "≥"),
    (re.compile(r"\\l(?:eqslant|eq|e)|&le;|&lt;=|&#8804;"), "≤"),
    (re.compile("&gt;"), ">"),
    (re.compile("&lt;"), "<"),
    (re.compile(r"[\\$ ]|&nbsp;"), ""),
)
_DEBRIS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\^∧工乏之二三Zz?？□￢]+(?=[￥\d])"), "数字前有多余字符，疑为比较符误识"),
    (re.compile(r"\d{1,2}(?=[≥≤><=]+\d)"), "比较符前有多余的数字，疑为误识"),
    (re.compile(r"%+(?=[≥≤><=])"), "比较符前有多余的百分号"),
    (re.compile(r"[≥≤><=]±(?=\d)"), "“±”前不应再有比较符"),
    (re.compile(r"(?:!=|<>|[+±≈～≠≒])+(?=\d)"), "数字前的符号不是比较符"),
)
_SOUND = re.compile(
    r"[≥≤><=]?-?\d+(?:\.\d+)?(?:%(?![%+±≥≤><=])|[\u4e00-\u9fff])|(?![工乏之二三])[\u4e00-\u9fff](?!分之)"
)
"""How a text without a slip begins; only for speed, for most texts are without."""
_PERCENT_FIRST = re.compile(r"([≥≤><=]?)%(\d+(?:\.\d+)?)")
_LETTERED = re.compile(r"([≥≤><=]?)((?=\d*[lIOo|])[\dlIOo|]{2,12})(?![A-Za-z\d])")
_SIGN_RUN = re.compile(r"([≥≤><=])[≥≤><=]+(?=[￥\d])")
_SIGN_AFTER = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)(?:(%)[≥≤><=]|[≥≤><=](%))")
_PLUS_AFTER = re.compile(r"([≥≤><=]?\d{1,12}(?:\.\d{1,6})?)(%?)\++(?!\d)")
_PLUS_MINUS = re.compile(r"([≥≤><=]?\d{1,12}(?:\.\d{1,6})?%?)±\d{1,6}(?:\.\d{1,6})?%?")
_SPLIT = re.compile(r"([≥≤><=]?)\d+(?: \d+)+")
_POINT = re.compile(r"([≥≤><=]?)(?:\d+(?:[。，,·]\d{1,2}|\.\d+\.\d+|\.{2,}\d+)|\.\d+)(?!\d)(?=\D{0,6}$)")
_FRACTION = re.compile(
    "([≥≤><=]?)(\\d{1,6})/(\\d{1,6})(?=$|以上|左右)|([一二三四五六七八九十]{1,2})分之([一二三四五六七八九十]{1,2})"
)
_GLUED_DATES = re.compile(r"(?:19|20)\d{3,6}[-～–—―至到](?:19|20)\d{3,6}")


def read_fault(text: str) -> Parts | None:
    """The parts of ``text`` if it has one of the known slips and is a measure without it, else None."""
    if _SOUND.match(text):
        return None
    if "\\" in text or "&" in text:
        return _from_source_code(text)
    for pattern, reason in _DEBRIS:
        if found := pattern.match(text):
            return _without(text[found.end() :], reason)
    if found := _PERCENT_FIRST.match(text):
        return _without(f"{found[1]}{found[2]}%{text[found.end() :]}", "百分号应写在数字之后", Slip.WRITING)
    if found := _SIGN_RUN.match(text):
        return _without(text[0] + text[found.end() :], "比较符重复或互相矛盾")
    if found := _SIGN_AFTER.fullmatch(text):
        return _without(f"{found[1]}%", "比较符应写在数字之前")
    if found := _PLUS_AFTER.match(text):
        return _without(found[1] + found[2] + text[found.end() :], "“+”不是比较符")
    if found := _PLUS_MINUS.fullmatch(text):
        return _without(found[1], "“±”不是可考核的写法，应写成范围")
    return _unreadable(text)


def _from_source_code(text: str) -> Parts | None:
    for pattern, sign in _SOURCE_CODE:
        text = pattern.sub(sign, text)
    return _without(text, "公式或网页的源码，应填符号", Slip.WRITING)


def _without(text: str, reason: str, slip: Slip = Slip.UNCERTAIN) -> Parts | None:
    measure = measure_at(text, 0)
    return None if measure is None else faulty(measure.parts(after=text[measure.end :]), reason, slip)


def _unreadable(text: str) -> Parts | None:
    """Slips that leave no certain number: a letter or a space in it, a wrong point, a fraction, glued dates."""
    if (found := _LETTERED.match(text)) and not (found[2][:-1].isdigit() and found[2][-1] == "l"):
        return _numberless(found[1], text[found.end() :], "数字中夹有字母，疑为误识", text)
    if found := _SPLIT.match(text):
        return _numberless(found[1], text[found.end() :], "数字中间有空格", text)
    if found := _POINT.match(text):
        return _numberless(found[1], text[found.end() :], "小数点或分隔符写错", text)
    if _FRACTION.match(text):
        return nothing("分数应写成百分数", text)
    if _GLUED_DATES.fullmatch(text):
        return nothing("疑为丢失年、月字样的起止日期", text)
    return None


def _numberless(sign: str, unit: str, reason: str, text: str) -> Parts | None:
    if unit and unit_at(unit, 0) != len(unit):
        return nothing(reason, text) if len(unit) <= 8 else None
    parts = Parts(ValueKind.MALFORMED, SIGNS.get(sign), unit=unit or None, text="" if unit else text)
    return faulty(parts, reason)
