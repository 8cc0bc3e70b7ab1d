"""Single cells of the user's own workbook changed, and nothing else."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from lxml import etree

from budgetdocs.writers.workbook import ooxml
from budgetdocs.writers.workbook.book import Spot, Workbook, open_workbook
from budgetdocs.writers.workbook.numbers import meaning, stored
from budgetdocs.writers.workbook.ooxml import tag, whole
from budgetdocs.writers.workbook.reference import Area, Reference, area
from budgetdocs.writers.workbook.richtext import LONGEST, length, rewrite, writable
from budgetdocs.writers.workbook.sheet import Sheet

_TEXTS: Final = {"s", "inlineStr", "str"}
_OF_THE_VALUE: Final = {"t", "vm", "cm", "ph"}
"""Attributes of a cell that tell how its value is to be taken (§18.3.1.4)."""


class MendedWorkbook(NamedTuple):
    """A workbook with cells changed, and the positions of those that could not be, each with the reason."""

    content: bytes
    undone: dict[str, str]


def mend_workbook(source: str | os.PathLike[str] | bytes, edits: Mapping[str, str]) -> MendedWorkbook:
    """The workbook ``source`` with each cell of ``edits``, by its position (``指标!F12``), saying its new text.

    The format of the cell stays, and where several fonts are used within it, so do they; other cells that share its
    text keep theirs. A number stays a number where the new text is one that the cell's format shows so (``90%`` under a
    percent format); else the cell becomes text. An empty text makes it blank. Of merged cells the first is meant.
    Formulas, and the headings of tables, are left alone and reported. If other cells calculate, Excel will do so again
    on opening.

    Raises :class:`ReadError` as :func:`annotate` does.
    """
    workbook = open_workbook(source)
    undone: dict[str, str] = {}
    fixed: dict[str, list[tuple[Area, str]]] = {}
    changed = False
    for spot, positions in _spots(workbook, edits, undone):
        sheet = spot.sheet
        if sheet.name not in fixed:
            fixed[sheet.name] = list(_fixed_areas(workbook, sheet))
        texts = {_with_newlines(edits[position]) for position in positions}
        reason = _refusal(spot, texts, fixed[sheet.name]) or _sameness(workbook, spot, texts)
        if reason:
            undone.update((position, reason) for position in positions)
        else:
            changed |= _set(workbook, spot, texts.pop())
    if changed:
        workbook.calculate_on_opening()
    return MendedWorkbook(workbook.package.to_bytes(), {each: undone[each] for each in edits if each in undone})


def _spots(workbook: Workbook, edits: Mapping[str, str], undone: dict[str, str]) -> Iterator[tuple[Spot, list[str]]]:
    """The cells to change, each with its positions in ``edits``; those that are no cell go into ``undone``."""
    spots: dict[tuple[str, Reference], Spot] = {}
    positions: dict[tuple[str, Reference], list[str]] = defaultdict(list)
    for position in edits:
        spot = workbook.locate(position)
        if spot is None:
            undone[position] = "工作簿里没有这个单元格"
        else:
            key = (spot.sheet.name, spot.cell)
            spots[key] = spot
            positions[key].append(position)
    return ((spots[key], positions[key]) for key in spots)


def _with_newlines(text: str) -> str:
    """``text`` with line breaks as cells have them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fixed_areas(workbook: Workbook, sheet: Sheet) -> Iterator[tuple[Area, str]]:
    """The cells of ``sheet`` that hang together with others, and why they are not changed."""
    for formula in sheet.root.iter(tag("f")):
        extent = area(formula.get("ref")) if formula.get("t") in ("array", "dataTable") else None
        if extent:
            yield extent, "单元格属于数组公式，请手工改"
    for link in workbook.package.relationships(sheet.part):
        if link.type == ooxml.TABLE:
            yield from _headings(workbook.package.tree(link.target))


def _headings(table: etree._Element) -> Iterator[tuple[Area, str]]:
    """The rows of a table whose texts the table itself knows too (§18.5.1.2)."""
    extent = area(table.get("ref"))
    if extent is None:
        return
    first, last = extent
    heading, totals = whole(table.get("headerRowCount"), 1), whole(table.get("totalsRowCount"))
    for row, is_used in ((first.row, heading), (last.row, totals)):
        if is_used:
            cells = Area(Reference(row, first.column), Reference(row, last.column))
            yield cells, "单元格是“表格”的标题行或汇总行，请手工改"


def _refusal(spot: Spot, texts: set[str], fixed: list[tuple[Area, str]]) -> str:
    """Why the cell can't say ``texts``; "" if it can."""
    if len(texts) > 1:
        return f"几处合并为一个单元格 {spot.sheet.name}!{spot.cell}，改法却不一样，请手工改"
    cell = spot.sheet.find(spot.cell)
    formula = cell.find(tag("f")) if cell is not None else None
    if formula is not None:
        return f"单元格是公式{f'（={formula.text}）' if formula.text else ''}，请手工改"
    for extent, reason in fixed:
        if spot.cell in extent:
            return reason
    text = next(iter(texts))
    if length(text) > LONGEST:
        return f"改后有 {length(text)} 个字符，单元格最多 {LONGEST} 个"
    return "" if writable(text) else "含有不能写进单元格的字符"


def _set(workbook: Workbook, spot: Spot, text: str) -> bool:
    """Make the cell at ``spot`` say ``text``; whether that changed anything."""
    cell = spot.sheet.find(spot.cell)
    is_text = cell is not None and cell.get("t") in _TEXTS
    if (is_text or cell is None or not len(cell)) and workbook.text(cell) == text:
        return False
    workbook.change(spot.sheet)
    cell = spot.sheet.cell(spot.cell)
    number = _as_number(workbook, cell, text)
    if number is not None and _is_number(cell, number):  # a change is asked for, so text is meant: a code
        number = None
    rich = _rich(workbook, cell)
    for old in list(cell):
        cell.remove(old)
    for name in _OF_THE_VALUE & set(map(str, cell.attrib)):
        del cell.attrib[name]
    if number is not None:
        etree.SubElement(cell, tag("v")).text = number
    elif text:
        cell.set("t", "inlineStr")
        cell.append(rich)
        rewrite(rich, text)
    return True


def _rich(workbook: Workbook, cell: etree._Element) -> etree._Element:
    """The text of ``cell`` as an element ``is`` of its own; an empty one, if it holds none."""
    kind, made = cell.get("t"), cell.makeelement(tag("is"))
    source = workbook.shared(cell) if kind == "s" else cell.find(tag("is")) if kind == "inlineStr" else None
    if source is not None:
        made.extend(deepcopy(list(source)))
    return made


def _sameness(workbook: Workbook, spot: Spot, texts: set[str]) -> str:
    """Why a number is not written otherwise: only the format of its cell could; "" if that is not the case."""
    cell, text = spot.sheet.find(spot.cell), next(iter(texts))
    number = _as_number(workbook, cell, text) if cell is not None else None
    if cell is None or number is None or not _is_number(cell, number) or text == number:
        return ""
    return f"单元格里的数本来就是 {text}，怎样显示由单元格格式决定，请手工改格式"


def _as_number(workbook: Workbook, cell: etree._Element, text: str) -> str | None:
    """``text`` as the number to store in ``cell``; None where the cell holds no number or could not show it so."""
    if cell.get("t", "n") != "n" or cell.find(tag("v")) is None:
        return None
    return stored(text, meaning(workbook.styles.number_format(whole(cell.get("s")))))


def _is_number(cell: etree._Element, number: str) -> bool:
    """Whether ``cell`` holds ``number`` already."""
    try:
        return Decimal(cell.findtext(tag("v")) or "") == Decimal(number)
    except InvalidOperation:
        return False
