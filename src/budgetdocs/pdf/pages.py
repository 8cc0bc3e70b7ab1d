"""Blocks → pages: where each line, rule and fill stands, with headers, footers and page numbers.

Lengths are points; y runs downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.docx import Block, Document, Paragraph, Section, Table
from budgetdocs.pdf.lines import Composer, Line
from budgetdocs.pdf.page import SLACK, Heading, Page, print_rows, print_strip
from budgetdocs.pdf.styles import ParagraphStyle
from budgetdocs.pdf.tables import LaidCell, LaidRow, LaidTable, edge_width, lay_out_table, split_row


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
                    print_strip(page, strip, section.left, y)
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
        if not self._empty and (style.page_break_before or not self._begins_here(style, lines, whole, kept)):
            self._new_page()
        for i, line in enumerate(lines):
            if not self._empty and (not self._fits(line.extent - line.after) or self._strands(style, lines, i)):
                self._new_page()
            if i == 0:
                self._mark(paragraph)
            print_strip(self._page, line, self._section.left, self._y)
            self._y += line.extent
            self._empty = False
            if line.page_break:
                self._new_page()

    def _fits(self, extent: float) -> bool:
        return self._y + extent <= self._bottom + SLACK

    def _begins_here(self, style: ParagraphStyle, lines: list[Line], whole: float, kept: float) -> bool:
        """Whether the lines that must stand together at the beginning fit on this page; a page is never left for more
        than a page holds."""
        orphans = 1 if not style.widow_control else 3 if len(lines) == 3 else 2
        first = whole if style.keep_lines or kept else sum(line.extent for line in lines[:orphans])
        return self._fits(first + kept) or first + kept > self._bottom - self._top

    def _strands(self, style: ParagraphStyle, lines: list[Line], i: int) -> bool:
        """Whether the last line would stand alone on the next page if this one, the last but one, stood here."""
        if not style.widow_control or len(lines) < 4 or i != len(lines) - 2:
            return False
        return not self._fits(lines[-2].extent + lines[-1].extent - lines[-1].after)

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
        if not self._empty and self._y + _beginning(table) > self._bottom + SLACK:
            self._new_page()
        rows = list(table.rows)
        carried: dict[int, LaidCell] = {}
        continued = False
        while rows:
            repeated = list(header) if continued and not rows[0].row.header else []
            room = self._bottom - self._y - sum(row.height for row in repeated) - edge_width(table)
            taken, rows = _take(rows, room, fresh=self._empty or bool(repeated))
            if not taken:
                self._new_page()
                continued = continued or len(rows) < len(table.rows)
                continue
            slice_ = [*repeated, *taken]
            self._y, carried = print_rows(
                self._page, table, slice_, self._section.left, self._y, carried, last=not rows, repeated=len(repeated)
            )
            self._empty = False
            if rows:
                self._new_page()
                continued = True


def _beginning(table: LaidTable) -> float:
    """The height of the rows that must begin together: header rows and the first row behind them."""
    count = len(table.header) + 1
    return sum(row.height for row in table.rows[:count]) + edge_width(table)


def _take(rows: list[LaidRow], room: float, fresh: bool) -> tuple[list[LaidRow], list[LaidRow]]:
    """The rows that fit in ``room``, and the rest; on a ``fresh`` page at least one, cut if it must be."""
    taken: list[LaidRow] = []
    while rows and rows[0].height <= room + SLACK:
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
