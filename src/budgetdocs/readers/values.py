"""Cells → what the model takes: codes, amounts, percents, words; and what was odd about each cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from budgetdocs.model import Oddity, OddityKind, Path
from budgetdocs.model.value import parse_parts
from budgetdocs.readers.cells import Cell, Stored, plain
from budgetdocs.readers.tree import Mark, shortened
from budgetdocs.readers.vocabulary import IN_TEN_THOUSANDS

_DIGITS_KEPT = 15
"""Significant digits that a spreadsheet keeps of a number (ECMA-376 Part 1, 18.17.5.2; IEC 60559)."""
_FLOATED = re.compile(r"([0-9]{5,})\.0")
_QUOTED = re.compile(r"'(?=[0-9]{5})")
_SCIENTIFIC = re.compile(r"([0-9])(?:\.([0-9]+))?[eE]\+?([0-9]{1,3})")
_CUT = re.compile(r"[1-9][0-9]{14}0+")
_NONE = frozenset(("-", "--", "—", "——", "/", "无", "\\"))
"""What people write for no amount."""
_SHARE = re.compile(r"[0-9](?:\.[0-9]+)?")
_AMOUNT = re.compile(r"([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)(元|百元|千元|万元|亿元)?")


class Notes:
    """The oddities of a file as they are met, each with its mark so that they can be put in order."""

    def __init__(self) -> None:
        self._kept: dict[tuple[OddityKind, Mark, str], Oddity] = {}

    def add(self, kind: OddityKind, path: Path, mark: Mark, detail: str) -> None:
        """Keeps one; what a cell has been told of once is not told again for each row that it counts for."""
        self._kept.setdefault((kind, mark, detail), Oddity(kind, path, str(mark), detail))

    def take(self, others: Notes, not_on: set[int]) -> None:
        """Keeps those of ``others`` too, but for the sheets ``not_on``."""
        for key, oddity in others._kept.items():
            if key[1].order not in not_on:
                self._kept.setdefault(key, oddity)

    def marked(self) -> Iterator[tuple[Mark, Oddity]]:
        """All of them as they were met, each with its mark."""
        return ((key[1], oddity) for key, oddity in self._kept.items())

    def in_order(self) -> list[Oddity]:
        """All of them, in the order of the file."""
        ordered = sorted(self._kept.items(), key=lambda item: (item[0][1].order, item[0][1]))
        return [oddity for _, oddity in ordered]


def words(cell: Cell, path: Path, mark: Mark, notes: Notes) -> str:
    """What ``cell`` shows, letter for letter."""
    if cell.stored in (Stored.TEXT, Stored.NUMBER):
        return cell.text
    if cell.stored is Stored.DATE:
        notes.add(OddityKind.DATE, path, mark, _dated(cell))
    elif cell.stored is Stored.ERROR:
        notes.add(OddityKind.ERROR_VALUE, path, mark, f"单元格是错误值 {shortened(cell.text)}")
    elif cell.stored is Stored.NO_RESULT:
        notes.add(OddityKind.NO_RESULT, path, mark, "公式没有算出的结果，按空白读入")
    elif cell.stored is Stored.UNCALCULATED:
        notes.add(OddityKind.NO_RESULT, path, mark, "公式没有在表格软件里算过，存着的结果是 0")
    else:
        notes.add(OddityKind.AMBIGUOUS, path, mark, f"单元格是逻辑值，按显示的“{cell.text}”读入")
    return cell.text


def _dated(cell: Cell) -> str:
    guess = re.fullmatch(r"([0-9]{1,2})月([0-9]{1,2})日", cell.text)
    if guess:
        return f"存成了日期，按显示的“{cell.text}”读入；原来写的可能是“{guess[1]}-{guess[2]}”"
    return f"存成了日期，按“{cell.text}”读入"


def code(cell: Cell, path: Path, mark: Mark, notes: Notes) -> str:
    """A code, as well as it is known; a cell that holds a number may have lost some of it.

    A text of a workbook is what a person typed, and stays; one of a .csv is what a spreadsheet showed, and is mended.
    """
    if cell.stored is Stored.NUMBER:
        return _numeric_code(cell, path, mark, notes)
    text = words(cell, path, mark, notes)
    if cell.stored is not Stored.TEXT:
        return text
    typed = text.strip()
    floated = _FLOATED.fullmatch(_QUOTED.sub("", typed))
    if floated:
        kept = text if mark.sheet else floated[1]
        notes.add(OddityKind.DAMAGED_CODE, path, mark, f"编码被存成了数“{typed}”，按“{kept.strip()}”读入")
        return kept
    if _SCIENTIFIC.fullmatch(typed):
        notes.add(OddityKind.DAMAGED_CODE, path, mark, f"编码被改成了科学记数“{typed}”，后面的数字已经丢了")
    elif _CUT.fullmatch(typed) and len(typed) > _DIGITS_KEPT + 1:
        notes.add(OddityKind.DAMAGED_CODE, path, mark, f"编码“{typed}”第 15 位以后都是 0，可能是被截断的")
    return text if mark.sheet else _QUOTED.sub("", typed)


def _numeric_code(cell: Cell, path: Path, mark: Mark, notes: Notes) -> str:
    padded = cell.text.isdecimal() and cell.text.lstrip("0") == cell.figures and len(cell.text) > len(cell.figures)
    if padded:  # a format such as 0000000: what is shown is the code
        return cell.text
    if len(cell.figures) > _DIGITS_KEPT:
        detail = f"编码被存成了数，只剩前 15 位，按“{cell.figures}”读入，后面的 0 不是原来的数字"
    else:
        detail = f"编码被存成了数，按“{cell.figures}”读入；开头若有 0，已经丢了"
    notes.add(OddityKind.DAMAGED_CODE, path, mark, detail)
    return cell.figures


def money(cell: Cell, unit: str, path: Path, mark: Mark, notes: Notes) -> str:
    """An amount in 万元, exactly, from a cell whose heading says ``unit`` ("" if none does); else its text as it is."""
    text = words(cell, path, mark, notes)
    if cell.stored is Stored.NUMBER and "%" not in text:
        text = cell.figures
    typed = "".join(unicodedata.normalize("NFKC", text).split()).lstrip("¥￥")
    if typed in _NONE:
        notes.add(OddityKind.AMBIGUOUS, path, mark, f"金额写的是“{text.strip()}”，按空白读入")
        return ""
    amount = _AMOUNT.fullmatch(typed)
    if not amount:
        return text
    own = amount[2] or (_own_unit(cell) if cell.stored is Stored.NUMBER else "")
    if own and unit and own != unit:
        detail = f"格里写的是{own}，表头写的是{unit}，按{own}读入"
        notes.add(OddityKind.AMBIGUOUS, path, mark, detail)
    factor = IN_TEN_THOUSANDS.get(own or unit, Decimal(1))
    return text if factor == 1 and not own else plain(Decimal(amount[1].replace(",", "")) * factor)


def _own_unit(cell: Cell) -> str:
    """The unit that a number's format shows behind it."""
    return next((unit for unit in ("万元", "亿元", "千元", "百元", "元") if cell.text.endswith(unit)), "")


def shares(cells: list[Cell | None], paths: list[Path], marks: list[Mark], notes: Notes) -> list[str | None]:
    """The four shares of a plan, in percent. Figures up to 1 that end at 1 are parts of 1, and told of."""
    texts = [
        words(cell, path, mark, notes) if cell else None for cell, path, mark in zip(cells, paths, marks, strict=True)
    ]
    bare = [_bare_figures(cell) for cell in cells if cell]
    if len(bare) == len(cells) and all(bare) and Decimal(bare[-1]) == 1 and all(Decimal(each) <= 1 for each in bare):
        notes.add(OddityKind.AMBIGUOUS, paths[0][:-1], marks[0], f"支出计划写的是 {'、'.join(bare)}，按 1 即 100% 读入")
        return [f"{plain(Decimal(each) * 100)}%" for each in bare]
    return texts


def _bare_figures(cell: Cell) -> str:
    """The figures of a share without a sign of percent; "" for any other."""
    if cell.stored is Stored.NUMBER:
        return "" if "%" in cell.text or cell.figures.startswith("-") else cell.figures
    typed = "".join(unicodedata.normalize("NFKC", cell.text).split())
    return typed if cell.stored is Stored.TEXT and _SHARE.fullmatch(typed) else ""


def whole_value(sign: str | None, text: str, unit: str | None) -> str:
    """The 指标值 as the form prints it, ``text`` with its sign and its unit where those stand apart."""
    return parse_parts(sign, text, unit).raw if sign or unit else text
