"""What stands above the table of a form in a Word file, outside it: its title, its unit, the year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from budgetdocs.readers.form import FormSheet, Grid
from budgetdocs.readers.form.labels import unit_of_money
from budgetdocs.readers.labels import plain
from budgetdocs.readers.tree import Mark, Scalar
from budgetdocs.readers.unit import is_unit, money_of
from budgetdocs.readers.word.blocks import Paragraph

_TABLE_TITLES = ("绩效目标表", "绩效目标申报表", "项目绩效目标", "支出绩效目标")
YEARLY_TITLE = re.compile(
    r"\(?(20\d\d)年度?(?:部门)?(?:预算)?(?:项目)?(?:支出)?绩效目标(?:申报)?表?\)?|(?:项目)?(?:支出)?(?:绩效目标(?:申报)?表)?\((20\d\d)年度?\)"
)
_MOST_ABOVE = 6
"""Paragraphs above a table that may be its title, its unit and blank lines."""


@dataclass
class Above:
    """What stands above the table of a sheet, outside it."""

    title: Paragraph | None = None
    unit: Paragraph | None = None
    year: Scalar | None = None
    money: str = ""
    """The unit of the amounts, "" if it is not said."""


def read_above(blocks: Sequence[Paragraph | Grid], sheets: Sequence[FormSheet]) -> list[Above]:
    """What stands above each of ``sheets``: their paragraphs are used from now on."""
    found = {id(sheet): Above() for sheet in sheets}
    beginning: dict[Mark, FormSheet] = {}
    for sheet in sheets:
        beginning.setdefault(sheet.mark, sheet)
    recent: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            recent.append(block)
            continue
        sheet = beginning.get(block.mark)  # type: ignore[assignment]
        if sheet is not None:
            _take(recent[-_MOST_ABOVE:], found[id(sheet)])
        recent = []
    return [found[id(sheet)] for sheet in sheets]


def _take(paragraphs: list[Paragraph], above: Above) -> None:
    """Takes, from the table upwards, what is its title or its unit; the first other paragraph ends it."""
    for each in reversed(paragraphs):
        words = plain(each.text)
        yearly = YEARLY_TITLE.fullmatch(words)
        if each.blank:
            continue
        if yearly:
            above.year = Scalar(yearly[1] or yearly[2], each.mark)
        elif words.endswith(_TABLE_TITLES) and above.title is None and not _is_part(each):
            above.title = each
        elif unit_of_money(each.text) and above.title is None and not above.money:
            above.money = unit_of_money(each.text)
        elif is_unit(each.text) and above.title is None and above.unit is None:
            above.unit, above.money = each, above.money or money_of(each.text)
        else:
            return
        each.used = True


def _is_part(paragraph: Paragraph) -> bool:
    """Whether the paragraph is the heading of the part that holds all tables, rather than the title of one."""
    return paragraph.style.level == 0 or plain(paragraph.text) in ("预算项目绩效目标", "项目绩效目标")
