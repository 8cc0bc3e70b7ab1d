"""The labels that stand in a form: parts of its head, columns of its indicators, its title, the unit of its money."""

from __future__ import annotations

import re
from functools import lru_cache

from budgetdocs.readers.form.grid import Cell, Row
from budgetdocs.readers.inline import said_inline
from budgetdocs.readers.labels import plain
from budgetdocs.readers.vocabulary import INDICATOR_FIELDS, MONEY_FIELDS, PLAN_FIELDS, Heading, heading_of

BLOCKS = ("scale", "purpose", "payment_plan", "goals")
"""Labels of what may stand over several rows beside them."""
PAIRS = ("unit_code", "unit_name", "year", "code", "name", *MONEY_FIELDS)
"""Labels of one value."""
COLUMNS = frozenset((*INDICATOR_FIELDS, "serial"))
_HEAD = frozenset((*BLOCKS, *PAIRS, *PLAN_FIELDS, "group"))
_INLINE_LABELS = frozenset((*PAIRS, *PLAN_FIELDS))
_MOST_LINES = 16
"""Paragraphs that a label may have: one a character where it is written downwards."""

_UNIT_OF_MONEY = re.compile(r"\(?(?:金额)?(?:计量)?单位:?(?:人民币)?:?(?P<money>[百千万亿]*元)\)?")
_TITLE = re.compile(r"绩效目标(?:申报)?表(?:\(20\d\d年度?\))?$|^\(?20\d\d年度?\)?$")
_ABOVE_A_TITLE = re.compile(r"(?:附件|附表|表)[0-9一二三四五六七八九十]{0,3}(?:[-—][0-9]+)?:?|-{2,}|—+")
_LONGEST_TITLE = 200
_LONGEST = 60
"""Characters of the longest cell that may name the unit of money, white space and all."""


def label_of(cell: Cell) -> str:
    """The part of the form's head that ``cell`` names, "" if none; ``group`` is a label over others, or beside them."""
    return head_label(cell.text) if len(cell.lines) < _MOST_LINES else ""


def head_label(text: str) -> str:
    """The part of the form's head that ``text`` names, "" if none: in a project's form 总体绩效目标 are its own."""
    found = heading_of(text)
    name = "" if found is None else "goals" if found.field == "overall" else found.field
    return name if name in _HEAD else ""


def column_of(cell: Cell) -> Heading | None:
    """The column of indicators that ``cell`` heads, with the unit that it names; None if none."""
    found = heading_of(cell.text) if len(cell.lines) < _MOST_LINES else None
    return found if found is not None and found.field in COLUMNS else None


def inline(cell: Cell) -> list[tuple[str, str]]:
    """What ``cell`` says behind labels of its own: ``项目名称：校舍维修``, one such pair after another."""
    found = said_inline(cell.text) if len(cell.text) <= _LONGEST_TITLE else []
    return [(name, text) for name, text in found if name in _INLINE_LABELS]


@lru_cache(maxsize=4096)
def unit_of_money(text: str) -> str:
    """The unit that a cell such as ``单位：万元`` gives; "" if it is no such cell."""
    found = _UNIT_OF_MONEY.fullmatch(plain(text)) if len(text) <= _LONGEST else None
    return found["money"] if found else ""


def is_title(row: Row) -> bool:
    """Whether ``row`` is the title of a form, printed inside its table, or what stands above that (附件2).

    It is one cell, with nothing beside it.
    """
    wordy = row.wordy
    if len(wordy) != 1 or len(row.cells) != len(row.own) or len(wordy[0].text) > _LONGEST_TITLE:
        return False
    text = plain(wordy[0].text)
    return bool(_TITLE.search(text) or _ABOVE_A_TITLE.fullmatch(text))
