"""Tables read (17.4): their grid, row by row their cells, and in these whatever blocks there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final, Protocol

from budgetdocs.errors import RenderError
from budgetdocs.pdf.blocks import Block, Cell, Paragraph, Row, Table
from budgetdocs.pdf.docx.names import MC, first_child, qualified, w
from budgetdocs.pdf.docx.skeletons import check_depth
from budgetdocs.pdf.docx.story import Source, alternative
from budgetdocs.pdf.docx.styles import Ambient
from budgetdocs.pdf.docx.table_properties import IGNORED_IN_TABLE, MAX_COLUMNS, RowProperties, Spot, table_formats

MAX_DEPTH: Final = 24
"""Tables within tables beyond which a file is refused; Word itself stops at about this depth."""
_TR, _TC, _TBL_PR, _TR_PR, _TC_PR, _TBL_PR_EX = map(w, ("tr", "tc", "tblPr", "trPr", "tcPr", "tblPrEx"))
_GRID: Final = w("tblGrid")

TRANSPARENT: Final = frozenset(map(w, ("customXml", "smartTag", "ins", "moveTo")))
"""Elements around rows and cells whose content stands as if they were not there."""


class Blocks(Protocol):
    """Reads the blocks in a cell; given by the reader of blocks, which in turn hands its tables to here."""

    def __call__(self, elements: Any, ambient: Ambient, depth: int) -> list[Block]: ...


class TableReader:
    """Reads the tables of a document."""

    def __init__(self, source: Source, blocks: Blocks, bookmark: Callable[[Any], None]) -> None:
        self._source = source
        self._blocks = blocks
        self._bookmark = bookmark
        self._formats = table_formats(source.styles)

    def read(self, element: Any, depth: int) -> Table:
        """The table, with ``depth`` tables around it."""
        if depth > MAX_DEPTH:
            raise RenderError("pdf", "", f"表格嵌套超过 {MAX_DEPTH} 层，拒绝读取；请减少嵌套")
        self._source.story.element = element
        table = self._formats.table(first_child(element, _TBL_PR))
        self._report(table.undrawn)
        spot = self._formats.spot(table, list(element.iterchildren(_GRID)))
        elements = list(self._members(element, _TR))
        rows: list[Row] = []
        align = table.align
        for index, each in enumerate(elements):
            row, said_align = self._known_or_read(each, spot, (index, len(elements)), depth)
            if row is None:
                continue
            rows.append(row)
            align = align or said_align
            if said_align not in {"", align}:
                self._source.undrawn("w:jc")
        return Table(
            spot.grid, tuple(rows), align or "left", table.indent, table.borders,
            table.autofit, table.width, table.spacing,
        )  # fmt: skip

    def _members(self, parent: Any, wanted: str) -> Iterator[Any]:
        """The rows of a table or the cells of a row, whatever stands around them (content controls, revisions)."""
        for child in parent:
            tag = child.tag
            if tag == wanted:
                yield child
            elif tag in IGNORED_IN_TABLE:
                continue
            elif tag == w("sdt"):
                inner = child.find(w("sdtContent"))
                yield from self._members(() if inner is None else inner, wanted)
            elif tag in TRANSPARENT:
                if tag in {w("ins"), w("moveTo")}:
                    self._source.undrawn(qualified(tag))
                yield from self._members(child, wanted)
            elif tag == MC + "AlternateContent":
                yield from self._members(alternative(child), wanted)
            elif tag == w("bookmarkStart"):
                self._bookmark(child)
            else:
                self._source.undrawn(qualified(tag))

    def _report(self, names: tuple[str, ...]) -> None:
        for name in names:
            self._source.undrawn(name)

    def _known_or_read(self, element: Any, spot: Spot, place: tuple[int, int], depth: int) -> tuple[Row | None, str]:
        """The row at ``place`` in its table, None if it is hidden, and the alignment that it asks for."""
        story, cutter = self._source.story, self._source.rows
        marked = cutter.row(element)
        if marked is not None:
            check_depth(element, marked, story.part)
            key = spot.place(*place)
            at_rest = story.at_rest
            plain = marked.plain(key) if at_rest else None
            if plain is not None:
                cutter.made += 1
                story.count += plain.count
                story.element = marked.texts[plain.last :]
                return plain.made(marked.texts), plain.align
            if not len(element):
                element = cutter.whole(marked, story.part)
        said = self._formats.row(first_child(element, _TR_PR))
        self._report(said.undrawn)
        if said.hidden:
            return None, ""
        row = self._row(element, said, spot, place, depth)
        if marked is not None and at_rest and story.at_rest:
            cutter.learn(marked, element, row, key, place)
        return row, said.align

    def _row(self, element: Any, said: RowProperties, spot: Spot, place: tuple[int, int], depth: int) -> Row:
        """The row at ``place``: its index, and how many there are."""
        formats, table, grid = self._formats, spot.table, spot.grid
        own = first_child(element, _TBL_PR_EX)
        apart = None if own is None else formats.exception(own)
        plain = apart is None and not table.style.varies
        start, vanishes = min(said.before, MAX_COLUMNS), True
        cells: list[Cell] = []
        for member in self._members(element, _TC):
            children = list(member)
            first = children.pop(0) if children and children[0].tag == _TC_PR else first_child(children, _TC_PR)
            asked = formats.cell(first)
            if asked.undrawn:
                self._report(asked.undrawn)
            end = start + asked.span
            look = table.looks.get(asked) if plain else None
            if look is None:
                look = formats.look(table, asked, apart, (*place, start, end, len(grid) or end))
            blocks = self._blocks(children, look.ambient, depth + 1)
            width = asked.width if asked.width >= 0 else -asked.width * (max(0.0, table.width) or sum(grid))
            if asked.across == "continue" and cells:
                last = cells[-1]
                wider = replace(last.frame, span=last.span + asked.span, width=0.0)
                cells[-1] = formats.made(formats.same(wider), list(last.blocks))
            else:
                cells.append(formats.made(formats.frame(asked, look, start, width), blocks))
            vanishes = vanishes and asked.hides_mark and not any(map(_has_content, blocks))
            start = end
        exact = said.exact or (vanishes and bool(cells))
        level = formats.level([cell.frame for cell in cells])
        cells = [
            cell if cell.frame is frame else formats.made(frame, list(cell.blocks))
            for cell, frame in zip(cells, level, strict=True)
        ]
        return Row(tuple(cells), formats.kind(level, said, exact))


def _has_content(block: Block) -> bool:
    return not isinstance(block, Paragraph) or bool(block.spans)
