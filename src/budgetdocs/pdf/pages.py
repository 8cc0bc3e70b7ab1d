"""Blocks → pages: where each line, rule and fill stands, with headers, footers and page numbers.

Lengths are points; y runs downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.docx import Block, Document, Paragraph, Section, Table
from budgetdocs.pdf.lines import Composer, Line, Piece
from budgetdocs.pdf.styles import Border
from budgetdocs.pdf.tables import LaidCell, LaidRow, LaidTable, lay_out_table, rules_beside, split_row

_SLACK = 0.05


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight stroke."""

    x0: float
    y0: float
    x1: float
    y1: float
    border: Border


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the outline: ``level`` from 0, at ``y`` of its page."""

    level: int
    text: str
    y: float


@dataclass
class Page:
    """One page. ``number`` is its number in its section's count, ``label`` that number as printed ("" for an inserted blank)."""

    section: Section
    number: int
    label: str
    first: bool
    texts: list[tuple[float, float, Piece]] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    anchors: dict[str, float] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """A document laid out; ``bookmarks`` gives the printed number of the page on which each bookmark stands."""

    pages: tuple[Page, ...]
    title: str
    author: str

    @property
    def page_count(self) -> int:
        return len(self.pages)

    @property
    def bookmarks(self) -> dict[str, str]:
        return {name: page.label for page in self.pages for name in page.anchors}


def paginate(document: Document, composer: Composer, report: Report) -> Layout:
    """The pages of ``document``."""
    return _Paginator(document, composer, report).layout()


class _Paginator:
    """Fills pages from the top; ``_y`` is where the next thing stands."""

    def __init__(self, document: Document, composer: Composer, report: Report) -> None:
        self._document, self._composer, self._report = document, composer, report
        self._pages: list[Page] = []
        self._number = 0
        self._y = 0.0
        self._empty = True
        self._margins: dict[tuple[int, str], tuple[float, float]] = {}

    def layout(self) -> Layout:
        for section in self._document.sections:
            self._start_section(section)
            self._blocks(section.blocks)
        total = str(sum(1 for page in self._pages if page.label))
        for page in self._pages:
            self._furnish(page, total)
        return Layout(tuple(self._pages), self._document.title, self._document.author)

    # --------------------------------------------------------------------------------------------- sections and pages

    def _start_section(self, section: Section) -> None:
        self._section = section
        if section.kind == "continuous" and self._pages and _same_paper(section, self._pages[-1].section):
            self._pages[-1].section = replace(self._pages[-1].section, blocks=())
            return
        parity = {"oddPage": 1, "evenPage": 0}.get(section.kind)
        if parity is not None and self._pages and self._pages[-1].number % 2 == parity:
            self._pages.append(Page(self._pages[-1].section, self._number + 1, "", False))
            self._number += 1
        if section.number_start is not None:
            self._number = section.number_start - 1
        self._new_page(first=True)

    def _new_page(self, first: bool = False) -> None:
        self._number += 1
        label = _page_label(self._number, self._section.number_format)
        if label is None:
            label = str(self._number)
            message = f"PDF 未按页码格式 {self._section.number_format} 编页，改用阿拉伯数字"
            self._report(Finding("LY001", Severity.WARNING, message))
        self._page = Page(self._section, self._number, label, first)
        self._pages.append(self._page)
        self._top, self._bottom = self._text_block(self._page)
        self._y, self._empty = self._top, True

    @property
    def _width(self) -> float:
        return self._section.width - self._section.left - self._section.right

    def _text_block(self, page: Page) -> tuple[float, float]:
        """Top and bottom of the text block; a header or footer higher than its margin pushes it."""
        section, kind = page.section, self._kind(page)
        key = id(section), kind
        if key not in self._margins:
            header, footer = (self._extent(part.get(kind, ())) for part in (section.headers, section.footers))
            top = max(section.top, section.header_distance + header if header else 0.0)
            bottom = min(section.height - section.bottom, section.height - section.footer_distance - footer)
            self._margins[key] = top, bottom
        return self._margins[key]

    def _extent(self, blocks: Iterable[Block]) -> float:
        return sum(strip.extent for block in blocks for strip in self._strips(block))

    def _kind(self, page: Page) -> str:
        """Which header and footer a page has (17.10.6, 17.15.1.35)."""
        if page.section.title_page and page.first:
            return "first"
        return "even" if self._document.even_and_odd and page.number % 2 == 0 else "default"

    def _furnish(self, page: Page, total: str) -> None:
        """Print header and footer, now that all page numbers are known."""
        if not page.label:
            return
        section, kind = page.section, self._kind(page)
        self._composer.fields = {"PAGE": page.label, "NUMPAGES": total}
        self._section = section
        for blocks, header in ((section.headers.get(kind, ()), True), (section.footers.get(kind, ()), False)):
            y = section.header_distance if header else section.height - section.footer_distance - self._extent(blocks)
            for block in blocks:
                for strip in self._strips(block):
                    _print(page, strip, section.left, y)
                    y += strip.extent
        self._composer.fields = {}

    # -------------------------------------------------------------------------------------------------------- blocks

    def _strips(self, block: Block) -> Sequence[Line | LaidTable]:
        if isinstance(block, Paragraph):
            return self._composer.lines(block, self._width)
        return [lay_out_table(block, self._width, self._composer, self._document.compatibility)]

    def _blocks(self, blocks: Sequence[Block]) -> None:
        laid = [self._strips(block) for block in blocks]
        for i, block in enumerate(blocks):
            if isinstance(block, Table):
                self._table(laid[i][0])  # type: ignore[arg-type]
            else:
                self._paragraph(block, laid[i], self._kept_with(blocks, laid, i))  # type: ignore[arg-type]

    def _kept_with(self, blocks: Sequence[Block], laid: list[Sequence[Any]], i: int) -> float:
        """What must stand on the page below paragraph ``i``: for keepNext, the next block's beginning (17.3.1.15)."""
        needed = 0.0
        while isinstance(block := blocks[i], Paragraph) and block.style.keep_next and i + 1 < len(blocks):
            i += 1
            following = blocks[i]
            if isinstance(following, Table):
                return needed + _beginning(laid[i][0])
            if following.style.page_break_before:
                return 0.0
            whole = following.style.keep_next or following.style.keep_lines
            needed += sum(line.extent for line in laid[i]) if whole else laid[i][0].extent
        return needed

    def _paragraph(self, paragraph: Paragraph, lines: list[Line], kept: float) -> None:
        style = paragraph.style
        whole = sum(line.extent for line in lines)
        if style.page_break_before and not self._empty:
            self._new_page()
        if not self._empty:
            first = whole if style.keep_lines or kept else sum(line.extent for line in lines[: self._orphans(style.widow_control, lines)])
            if self._y + first + kept > self._bottom + _SLACK and whole <= self._bottom - self._top:
                self._new_page()
        for i, line in enumerate(lines):
            if not self._empty and self._y + line.extent - line.after > self._bottom + _SLACK:
                self._new_page()
            elif style.widow_control and len(lines) > 3 and i == len(lines) - 2 and self._lone_last(lines):
                self._new_page()
            if i == 0:
                self._mark(paragraph)
            _print(self._page, line, self._section.left, self._y)
            self._y += line.extent
            self._empty = False
            if line.page_break:
                self._new_page()

    def _orphans(self, control: bool, lines: list[Line]) -> int:
        return min(len(lines), 3 if len(lines) == 3 else 2) if control else 1

    def _lone_last(self, lines: list[Line]) -> bool:
        """Whether the last but one line fits here and the last would stand alone on the next page."""
        room = self._bottom + _SLACK - self._y
        return not self._empty and lines[-2].extent <= room < lines[-2].extent + lines[-1].extent - lines[-1].after

    def _mark(self, paragraph: Paragraph) -> None:
        for name in paragraph.bookmarks:
            self._page.anchors[name] = self._y
        if paragraph.style.outline is not None and paragraph.text.strip():
            text = " ".join(paragraph.text.split())
            self._page.headings.append(Heading(paragraph.style.outline, text, self._y))

    # -------------------------------------------------------------------------------------------------------- tables

    def _table(self, table: LaidTable) -> None:
        """Place the rows page by page; header rows are repeated, rows that may be split are cut between lines."""
        header = table.header
        if not self._empty and self._y + _beginning(table) > self._bottom + _SLACK:
            self._new_page()
        rows, carried = list(table.rows), {}
        continued = False
        while rows:
            repeated = list(header) if continued and not rows[0].row.header else []
            room = self._bottom - self._y - sum(row.height for row in repeated) - _edge(table)
            taken, rows = _take(rows, room, fresh=self._empty or bool(repeated))
            if not taken:
                self._new_page()
                continued = continued or len(rows) < len(table.rows)
                continue
            slice_ = [*repeated, *taken]
            self._y, carried = _print_rows(self._page, table, slice_, self._section.left, self._y, carried, last=not rows)
            self._empty = False
            if rows:
                self._new_page()
                continued = True


def _edge(table: LaidTable) -> float:
    return max((border.width for border in table.bottom), default=0.0)


def _beginning(table: LaidTable) -> float:
    """The height of the rows that must begin together: header rows and the first row behind them."""
    count = len(table.header) + 1
    return sum(row.height for row in table.rows[:count]) + _edge(table)


def _take(rows: list[LaidRow], room: float, fresh: bool) -> tuple[list[LaidRow], list[LaidRow]]:
    """The rows that fit in ``room``, and the rest; on a ``fresh`` page at least one, cut if it must be."""
    taken: list[LaidRow] = []
    while rows and rows[0].height <= room + _SLACK:
        room -= rows[0].height
        taken.append(rows[0])
        rows = rows[1:]
    if rows and (not rows[0].row.cant_split or (fresh and not taken)):
        parts = split_row(rows[0], room)
        if parts is not None:
            return [*taken, parts[0]], [parts[1], *rows[1:]]
    if rows and fresh and not taken:
        return [rows[0]], rows[1:]
    return taken, rows


# ---------------------------------------------------------------------------------------------------------- printing


def _print(page: Page, strip: Line | LaidTable, x: float, y: float) -> None:
    if isinstance(strip, LaidTable):
        _print_rows(page, strip, list(strip.rows), x, y, {}, last=True)
        return
    for piece in strip.pieces:
        page.texts.append((x + piece.x, y + strip.before + strip.baseline - piece.ink.rise, piece))


def _print_rows(
    page: Page, table: LaidTable, rows: list[LaidRow], x: float, y: float, carried: dict[int, LaidCell], *, last: bool
) -> tuple[float, dict[int, LaidCell]]:
    """Print consecutive rows; returns the y below them, and by column the merged cells with text yet to be printed."""
    tops, at = [], y
    for row in rows:
        tops.append(at)
        at += row.height
    left_over: dict[int, LaidCell] = {}
    for i, row in enumerate(rows):
        _print_rules_above(page, table, row, x, tops[i], opening=i == 0)
        for place, border in rules_beside(table, row):
            page.rules.append(Rule(x + place, tops[i] + row.rule / 2, x + place, tops[i] + row.height + border.width / 2, border))
        for cell in row.cells:
            shown, until = cell, i
            if cell.cell.merge:
                until = _last_of_merge(rows, i, cell)
                if cell.cell.merge == "continue":
                    if i or cell.cell.start not in carried:
                        continue
                    shown = carried[cell.cell.start]
            rest = _print_cell(page, shown, row.rule, x, tops[i], tops[until] + rows[until].height, final=last)
            if rest is not None:
                left_over[cell.cell.start] = rest
    edge = table.bottom if last else tuple(replace(_closing(table), width=_edge(table)) for _ in table.bottom)
    _print_edge(page, table, edge, x, at)
    return at + _edge(table), left_over


def _closing(table: LaidTable) -> Border:
    return next((border for border in table.bottom if border.width), Border(0.0, "000000"))


def _last_of_merge(rows: list[LaidRow], first: int, cell: LaidCell) -> int:
    last = first
    for row in rows[first + 1 :]:
        if not any(c.cell.start == cell.cell.start and c.cell.merge == "continue" for c in row.cells):
            break
        last += 1
    return last


def _print_cell(page: Page, laid: LaidCell, rule: float, x: float, top: float, bottom: float, *, final: bool) -> LaidCell | None:
    """Print a cell between ``top`` and ``bottom``; what does not fit is returned, unless this is the ``final`` chance."""
    cell = laid.cell
    if cell.shading:
        page.fills.append((x + laid.x, top + rule, laid.width, bottom - top - rule, cell.shading))
    room = bottom - top - rule - laid.padding
    shown, rest = laid.content, None
    if laid.extent > room + 1.0 and not final and cell.merge:
        count, used = 0, 0.0
        while count < len(shown) and used + shown[count].extent <= room + _SLACK:
            used += shown[count].extent
            count += 1
        if shown[count:]:
            rest = replace(laid, content=shown[count:], bookmarks=())
        shown = shown[:count]
    spare = max(0.0, room - sum(strip.extent for strip in shown))
    y = top + rule + cell.margins[0] + {"center": spare / 2, "bottom": spare}.get(cell.align, 0.0)
    for number, strip in enumerate(shown):
        for name, line in laid.bookmarks:
            if line == number:
                page.anchors[name] = y
        _print(page, strip, x + laid.x + cell.margins[3], y)
        y += strip.extent
    return rest


def _print_rules_above(page: Page, table: LaidTable, row: LaidRow, x: float, y: float, *, opening: bool) -> None:
    """The rules above ``row``; the first row of a page is closed above even where a merged cell is cut."""
    rules = list(row.top)
    if opening and row.rule:
        continued = {c.cell.start: c.cell.span for c in row.cells if c.cell.merge == "continue"}
        thick = max(row.top, key=lambda border: border.width)
        for start, span in continued.items():
            rules[start : start + span] = [thick] * span
    _print_edge(page, table, tuple(rules), x, y)


def _print_edge(page: Page, table: LaidTable, rules: tuple[Border, ...], x: float, y: float) -> None:
    """The rules of one edge, neighbours of one kind joined; they lie below ``y`` by half the thickest."""
    middle = y + max((border.width for border in rules), default=0.0) / 2
    start = 0
    for column in range(1, len(rules) + 1):
        if column == len(rules) or rules[column] != rules[start]:
            if rules[start].width:
                half = rules[start].width / 2
                page.rules.append(Rule(x + table.edges[start] - half, middle, x + table.edges[column] + half, middle, rules[start]))
            start = column


# ------------------------------------------------------------------------------------------------------ page numbers


def _page_label(number: int, form: str) -> str | None:
    """``number`` as printed in the number format ``form`` (17.18.59); None if the format is not known."""
    if form == "decimal":
        return str(number)
    if form == "numberInDash":
        return f"- {number} -"
    if form in {"upperRoman", "lowerRoman"}:
        roman = ""
        for value, letters in _ROMAN:
            count, number = divmod(number, value)
            roman += letters * count
        return roman if form == "upperRoman" else roman.lower()
    return None


_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def _same_paper(a: Section, b: Section) -> bool:
    return (a.width, a.height, a.left, a.right) == (b.width, b.height, b.left, b.right)
