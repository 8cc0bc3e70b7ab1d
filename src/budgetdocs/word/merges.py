"""Merged cells that a page break cuts, begun anew on the next page, so that their text stands there as well.

Word shows the text of a vertically merged cell (ECMA-376 Part 1, 17.4.84 vMerge) once, on its first page. Where the
layout says with which rows pages begin, the merge can be ended above and a new one begun, with the same text.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from lxml import etree

from budgetdocs.word.main_part import Element, W, main_part, members_of

_TBL, _TR, _TC, _TR_PR, _TC_PR, _V_MERGE = (W + name for name in ("tbl", "tr", "tc", "trPr", "tcPr", "vMerge"))
_ELSEWHERE: Final = {W + "txbxContent", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_WORD_2010: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_ONCE: Final = tuple(
    W + name
    for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference",
                 "footnoteReference", "endnoteReference", "permStart", "permEnd")
)  # fmt: skip
"""What may stand in a document but once, and so is not copied."""
_DRAWING_ID: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


class Break(NamedTuple):
    """A page break in a table: the number of the table in the body, and that of the row behind the break, from 0.

    Nested tables count, each behind the one that it stands in. ``flowing`` are the grid columns of merged cells whose
    own text goes on behind the break; ``inside``: the break runs through the row.
    """

    table: int
    row: int
    flowing: tuple[int, ...] = ()
    inside: bool = False


def restart_merges(docx: bytes, breaks: Collection[Break]) -> bytes:
    """``docx`` with each merged cell that one of ``breaks`` cuts begun anew behind it; as it is, if none is.

    A cell whose text goes on behind the break anyhow stays as it is. A row through which a break runs is made to stay
    whole (17.4.6 cantSplit), so that a page may begin with it. Bookmarks, notes and comments are not repeated.

    Raises :class:`~budgetdocs.errors.TemplateError` if ``docx`` is no Word file.
    """
    part = main_part(members_of(docx), having=b"vMerge") if breaks else None
    if part is None:
        return docx
    tables = [table for table in part.root.iter(_TBL) if not _is_elsewhere(table)]
    drawing = max((int(each.get("id", "0")) for each in part.root.iter(_DRAWING_ID)), default=0)
    changed = False
    for each in sorted(breaks):
        rows = list(_rows(tables[each.table])) if each.table < len(tables) else []
        if each.row >= len(rows):
            continue
        if each.inside:
            changed = _keep_whole(rows[each.row]) or changed
            continue
        for cell, origin in _going_on(rows, each):
            copied = _copy(origin, drawing)
            drawing += sum(1 for _ in copied.iter(_DRAWING_ID))
            _replace(cell, copied)
            changed = True
    return part.saved() if changed else docx


def _is_elsewhere(table: Element) -> bool:
    return any(ancestor.tag in _ELSEWHERE for ancestor in table.iterancestors())


def _rows(table: Element) -> Iterator[Element]:
    """The rows of ``table`` that are printed, those in content controls as well."""
    return (row for row in _members(table, _TR) if row.find(f"{_TR_PR}/{W}hidden") is None)


def _members(parent: Element, wanted: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in _AROUND:
            yield from _members(child, wanted)


_AROUND: Final = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))


def _going_on(rows: list[Element], place: Break) -> list[tuple[Element, Element]]:
    """The cells of the row ``place`` that go on from above, each with the cell in which its merge begins."""
    found = []
    for column, span, cell in _cells(rows[place.row]):
        if column in place.flowing or _merge(cell) != "continue":
            continue
        for row in reversed(rows[: place.row]):
            above = next((each for start, wide, each in _cells(row) if (start, wide) == (column, span)), None)
            if above is None or _merge(above) != "continue":
                if above is not None and _merge(above) == "restart":
                    found.append((cell, above))
                break
    return found


def _cells(row: Element) -> Iterator[tuple[int, int, Element]]:
    """The cells of ``row`` with the grid columns where they start and that they span."""
    column = _number(row, f"{_TR_PR}/{W}gridBefore", 0)
    for cell in _members(row, _TC):
        span = _number(cell, f"{_TC_PR}/{W}gridSpan", 1)
        yield column, span, cell
        column += span


def _number(element: Element, path: str, default: int) -> int:
    value = element.find(path)
    return default if value is None else int(value.get(f"{W}val", str(default)))


def _merge(cell: Element) -> str:
    merge = cell.find(f"{_TC_PR}/{_V_MERGE}")
    return "" if merge is None else merge.get(f"{W}val", "continue")


def _keep_whole(row: Element) -> bool:
    """Give ``row``, if merged cells stand in it, the property cantSplit; False if it need not or has it."""
    if not any(_merge(cell) for _, _, cell in _cells(row)):
        return False
    properties = row.find(_TR_PR)
    if properties is None:
        properties = etree.Element(_TR_PR)
        exceptions = row.find(f"{W}tblPrEx")
        row.insert(0 if exceptions is None else row.index(exceptions) + 1, properties)
    present = properties.find(f"{W}cantSplit")
    if present is not None and present.get(f"{W}val", "1") not in {"0", "false", "off"}:
        return False
    if present is not None:
        properties.remove(present)
    properties.insert(0, etree.Element(f"{W}cantSplit"))
    return True


def _copy(origin: Element, drawing: int) -> Element:
    """``origin`` without what may stand in a document but once; its pictures are numbered from ``drawing`` on."""
    copied = copy.deepcopy(origin)
    copied.tail = None
    for element in list(copied.iter(*_ONCE)):
        _remove(element)
    for properties in copied.iter(f"{W}sdtPr"):
        for id_ in properties.findall(f"{W}id"):
            properties.remove(id_)
    for paragraph in copied.iter(f"{W}p"):
        for name in ("paraId", "textId"):
            paragraph.attrib.pop(_WORD_2010 + name, "")
    for number, picture in enumerate(copied.iter(_DRAWING_ID), start=drawing + 1):
        picture.set("id", str(number))
    return copied


def _remove(element: Element) -> None:
    """Remove ``element``, and the run in which nothing is left but its properties."""
    parent = element.getparent()
    assert parent is not None  # it stands in the cell that was copied
    parent.remove(element)
    if parent.tag == f"{W}r" and all(child.tag == f"{W}rPr" for child in parent):
        holder = parent.getparent()
        assert holder is not None
        holder.remove(parent)


def _replace(cell: Element, copied: Element) -> None:
    parent = cell.getparent()
    assert parent is not None  # a row
    copied.tail = cell.tail
    parent.replace(cell, copied)
