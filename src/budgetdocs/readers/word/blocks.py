"""The body of a Word file as paragraphs and grids, merged cells resolved (ECMA-376 Part 1, 17.2.2, 17.4)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from budgetdocs.model import OddityKind
from budgetdocs.readers.form import Cell, Grid, Row
from budgetdocs.readers.form.sheet import Noted
from budgetdocs.readers.form.splitting import belongs
from budgetdocs.readers.tree import shortened
from budgetdocs.readers.word.marks import WordMark
from budgetdocs.readers.word.package import Package
from budgetdocs.readers.word.styles import Style, paragraph_styles
from budgetdocs.readers.word.text import WRAPPERS, W, Words, is_on, printed

_ROW_WRAPPERS = WRAPPERS | {W + "moveFrom"}
_MOST_COLUMNS = 1_000


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph outside tables: its words, its style, its place."""

    text: str
    style: Style
    mark: WordMark
    used: bool = False

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it but white space."""
        return not self.text.strip()


@dataclass
class Body:
    """What a Word file holds, in its order, and what hangs on it that is neither paragraph nor cell."""

    blocks: list[Paragraph | Grid] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)


class _Shaped(NamedTuple):
    """A w:tc as it is written: its first column and width, and its part in a merge down."""

    column: int
    width: int
    merge: str
    element: etree._Element
    number: int


def read_body(package: Package) -> Body:
    """The body of ``package``; raises :class:`ReadError` for a part that can't be read."""
    root = package.document()
    body = root.find(W + "body")
    reader = _Reader(paragraph_styles(package.parts("styles")), Words(_notes(package)))
    if body is not None:
        reader.read(body)
    reader.margins(package)
    return reader.body


def _notes(package: Package) -> dict[tuple[str, str], str]:
    """The words of footnotes, endnotes and comments by the kind of their part and their id."""
    return {
        (kind, note.get(W + "id", "")): " ".join(printed(each) for each in note.iter(W + "p"))
        for kind in ("footnotes", "endnotes", "comments")
        for part in package.parts(kind)
        for note in part
    }


def _unwrapped(parent: etree._Element, wrappers: frozenset[str]) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag in wrappers:
            yield from _unwrapped(child, wrappers)
        else:
            yield child


class _Reader:
    def __init__(self, styles: dict[str, Style], words: Words) -> None:
        self.body = Body()
        self._styles = styles
        self._words = words
        self._held: Paragraph | None = None
        self._inner: list[tuple[etree._Element, WordMark]] = []
        """The tables in cells of the row that is being read, with the places of these cells."""
        self._paragraphs = self._tables = self._order = 0

    def _next_order(self) -> int:
        self._order += 1
        return self._order

    def _note(self, kind: OddityKind, mark: WordMark, detail: str) -> None:
        self.body.noted.append(Noted(kind, mark, detail))

    def read(self, body: etree._Element) -> None:
        """Reads the whole ``body``."""
        self.blocks(body, contents=False)
        self._release()

    # -- paragraphs

    def blocks(self, parent: etree._Element, contents: bool) -> None:
        """Reads the blocks of ``parent``; inside a control that holds the table of contents, only past it."""
        for child in parent:
            tag = child.tag
            if tag == W + "p":
                self._paragraph(child, contents)
            elif tag == W + "tbl":
                self._release()
                self._words.restart()
                self._table(child)
            elif tag in WRAPPERS:
                self.blocks(child, contents or _holds_contents(child))
            elif tag == W + "altChunk":
                self._note(OddityKind.UNPLACED, WordMark(self._paragraphs, 0, "", self._next_order()), "嵌有另一份文件")

    def _release(self) -> None:
        """Adds the paragraph whose deleted end would join it to the next one, where none comes."""
        if self._held is not None:
            self.body.blocks.append(self._held)
            self._held = None

    def _paragraph(self, element: etree._Element, contents: bool) -> None:
        """Adds a paragraph; one whose end was deleted under tracked changes begins the next one (17.13.5.15)."""
        properties = element.find(W + "pPr")
        named = properties.find(W + "pStyle") if properties is not None else None
        style = self._styles.get(named.get(W + "val", "") if named is not None else "", self._styles[""]).on(properties)
        if style.level is not None and not contents:
            self._words.restart()
        in_contents = contents or self._words.in_contents
        said = self._words.of(element)
        self._paragraphs += 1
        mark = WordMark(self._paragraphs, 0, "", self._next_order())
        if in_contents or style.of_contents or (self._words.in_contents and not said.text.strip()):
            return
        for kind, detail in said.aside:
            self._note(kind, mark, detail)
        text = said.text
        if self._held is not None:
            text, self._held = self._held.text + text, None
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._held = Paragraph(text, style, mark)
            return
        if style.numbered and text.strip():
            self._note(OddityKind.AMBIGUOUS, mark, f"“{shortened(text)}”前面的自动编号不是文字，没有读")
        self.body.blocks.append(Paragraph(text, style, mark))

    def margins(self, package: Package) -> None:
        """Notes what headers and footers say beside the number of the page."""
        for kind, name in (("header", "页眉"), ("footer", "页脚")):
            for text in dict.fromkeys(_margin(root) for root in package.parts(kind)):
                if any(character.isalnum() and character not in "第共页" for character in text):
                    mark = WordMark(0, 0, name, self._next_order())
                    self._note(OddityKind.UNPLACED, mark, f"{name}“{shortened(text)}”")

    # -- tables

    def _table(self, element: etree._Element) -> None:
        """Adds a table as a grid; one of a single cell is only a frame, and what it holds stands for it."""
        rows = [each for each in _unwrapped(element, _ROW_WRAPPERS) if each.tag == W + "tr"]
        only = [each for each in _unwrapped(rows[0], _ROW_WRAPPERS) if each.tag == W + "tc"] if len(rows) == 1 else []
        if len(only) == 1:
            self.blocks(only[0], contents=False)
            return
        self._tables += 1
        name = f"第 {self._tables} 张表"
        grid = Grid([], WordMark(0, 0, name, self._next_order()))
        self.body.blocks.append(grid)
        above: list[Cell] = []
        for number, row in enumerate(rows, start=1):
            properties = row.find(W + "trPr")
            mark = WordMark(number, 1, name, self._order)
            if properties is not None and properties.find(W + "del") is not None:
                if text := printed(row).strip():
                    self._note(OddityKind.AMBIGUOUS, mark, f"有没接受的修订：删去的一行“{shortened(text)}”没有读")
                continue
            if properties is not None and is_on(properties.find(W + "hidden")):
                self._note(OddityKind.HIDDEN, mark, "这一行是隐藏的，也读进来了")
            above = self._row(row, number, grid, above, name)
            tables, self._inner = self._inner, []
            parts = [self._inside(*each) for each in tables]
            if any(parts):
                grid = Grid([], grid.mark, goes_on=True)
                self.body.blocks.append(grid)

    def _inside(self, element: etree._Element, mark: WordMark) -> bool:
        """Adds a table that stands in a cell if it is part of a form, and says whether it is; else it is noted."""
        body, tables = self.body, self._tables
        self.body = Body([], list(body.noted))
        self._table(element)
        inner, self.body = self.body, body
        if any(isinstance(block, Grid) and belongs(block, []) for block in inner.blocks):
            body.blocks += inner.blocks
            body.noted = inner.noted
            return True
        self._tables = tables
        text = " ".join(filter(None, map(printed, element.iter(W + "p"))))
        self._note(OddityKind.UNPLACED, mark, f"格里还有一张表“{shortened(text, 60)}”")
        return False

    def _row(self, element: etree._Element, number: int, grid: Grid, above: list[Cell], name: str) -> list[Cell]:
        """Adds a row below one that shows the cells ``above``; returns those that it shows."""
        index = number - 1
        starts = [cell.column for cell in above]
        row = Row(index, [], [], first=not (grid.rows or grid.goes_on))
        for shaped in _shaped(element):
            mark = WordMark(number, shaped.number, name, self._order)
            over = bisect_right(starts, shaped.column) - 1
            origin = above[over] if shaped.merge == "continue" and over >= 0 else None
            if origin is not None and origin.end > shaped.column:
                if not row.cells or row.cells[-1] is not origin:
                    origin.height += 1
                    row.cells.append(origin)
                self._covered(shaped.element, mark)
                continue
            cell = Cell(
                self._cell(shaped.element, mark), index, shaped.column, shaped.width, mark, 1, shaped.merge == "restart"
            )
            row.cells.append(cell)
            row.own.append(cell)
        grid.rows.append(row)
        return row.cells

    def _covered(self, element: etree._Element, mark: WordMark) -> None:
        """Notes what stands in a cell that a merge hides: Word keeps it, and does not print it."""
        text = printed(element).strip()
        if text:
            self._note(OddityKind.HIDDEN, mark, f"并入上一格的格里还有看不见的文字“{shortened(text)}”，没有读")

    def _cell(self, element: etree._Element, mark: WordMark) -> tuple[str, ...]:
        """The paragraphs of a cell; a table inside it comes after the row."""
        lines: list[str] = []
        held = ""
        for child in _unwrapped(element, WRAPPERS):
            if child.tag == W + "p":
                self._words.restart()
                said = self._words.of(child)
                for kind, detail in said.aside:
                    self._note(kind, mark, detail)
                properties = child.find(W + "pPr")
                if properties is not None:
                    if properties.find(f"{W}rPr/{W}del") is not None:
                        held += said.text
                        continue
                    numbering = properties.find(f"{W}numPr/{W}numId")
                    if numbering is not None and numbering.get(W + "val") != "0" and said.text.strip():
                        detail = f"“{shortened(said.text)}”前面的自动编号不是文字，没有读"
                        self._note(OddityKind.AMBIGUOUS, mark, detail)
                lines.append(held + said.text)
                held = ""
            elif child.tag == W + "tbl":
                self._inner.append((child, mark))
        return tuple(lines) if not held else (*lines, held)


def _shaped(row: etree._Element) -> Iterator[_Shaped]:
    """The cells of a w:tr with their columns (17.4.15, 17.4.17, 17.4.85); legacy w:hMerge (Part 4, 14.3.1) as spans."""
    properties = row.find(W + "trPr")
    column = _count(properties, "gridBefore", 0)
    pending: _Shaped | None = None
    number = 0
    for element in _unwrapped(row, _ROW_WRAPPERS):
        if element.tag != W + "tc":
            continue
        number += 1
        shape = element.find(W + "tcPr")
        width = max(1, _count(shape, "gridSpan", 1))
        if pending is not None and shape is not None and _merge(shape, "hMerge") == "continue":
            pending = pending._replace(width=pending.width + width)
        elif shape is None or shape.find(W + "cellDel") is None:
            if pending is not None:
                yield pending
            pending = _Shaped(column, width, "" if shape is None else _merge(shape, "vMerge"), element, number)
        column += width
    if pending is not None:
        yield pending


def _merge(properties: etree._Element, name: str) -> str:
    merge = properties.find(W + name)
    return "" if merge is None else merge.get(W + "val", "continue")


def _count(properties: etree._Element | None, name: str, default: int) -> int:
    """A small whole number of ``properties``; whatever no table has is the default."""
    element = properties.find(W + name) if properties is not None else None
    written = element.get(W + "val", "") if element is not None else ""
    return int(written) if written.isdecimal() and len(written) < 4 and int(written) < _MOST_COLUMNS else default


def _holds_contents(control: etree._Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(W + "val") == "Table of Contents"


def _margin(root: etree._Element) -> str:
    words = Words({}, results=False)
    return " ".join(filter(None, (words.of(each).text.strip() for each in root.iter(W + "p"))))
