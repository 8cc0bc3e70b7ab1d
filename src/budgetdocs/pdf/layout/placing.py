"""A section's blocks → pages: what stands on which, with what must stay together and what may be cut.

Lengths are points; y runs downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from budgetdocs.pdf.blocks import Block, Paragraph, Section
from budgetdocs.pdf.layout.laid import LaidBlock, LaidTable
from budgetdocs.pdf.layout.paragraphs import LaidParagraph, height_of
from budgetdocs.pdf.layout.printing import Sheet, close_box, print_paragraph, print_table
from budgetdocs.pdf.layout.splitting import least_beginning, split_table
from budgetdocs.pdf.layout.tables import Setting, gap, lay_out
from budgetdocs.pdf.page import SLACK


class Place(NamedTuple):
    """A new page and where its text begins and ends."""

    page: Sheet
    top: float
    bottom: float


class TableBreak(NamedTuple):
    """A page break in a table: the number of the table in the body, and that of the row behind the break, from 0.

    Nested tables count, each behind the one that it stands in. ``flowing`` are the grid columns of merged cells whose
    own text goes on behind the break; ``inside``: the break runs through the row.
    """

    table: int
    row: int
    flowing: tuple[int, ...]
    inside: bool


class Placer:
    """Fills pages from the top; ``turn`` gives the next one. ``breaks`` are the page breaks within tables."""

    _page: Sheet

    def __init__(self, setting: Setting, turn: Callable[[], Place]) -> None:
        self._setting = setting
        self._turn = turn
        self.breaks: list[TableBreak] = []
        self._y = 0.0
        self._upper: LaidBlock | None = None
        self._box: LaidParagraph | None = None
        """What was printed last, if it shares its box with what is to follow."""

    def new_page(self, *, spaced: bool = True) -> None:
        """Go on at the top of a new page; not ``spaced``, where text just runs on, no space stands above it there."""
        if self._box is not None:
            close_box(self._page, self._box, self._x, self._y)
            self._box = None
        self._page, self._top, self._bottom = self._turn()
        self._y, self._upper = self._top, None
        self._empty, self._spaced = True, spaced

    def place(self, section: Section) -> None:
        """Place the blocks of ``section`` one after the other, from where the last stands."""
        self._blocks: Sequence[Block] = self._placed(section)
        self._width = section.width - section.left - section.right
        self._x = section.left
        self._laid: dict[int, LaidBlock] = {}
        for number in range(len(self._blocks)):
            laid = self._block(number)
            if number + 1 < len(self._blocks) and isinstance(laid, LaidParagraph) and laid.paragraph.style.borders:
                self._block(number + 1)  # it may come to share a box
            if isinstance(laid, LaidTable):
                self._table(laid)
            else:
                self._paragraph(number, laid)
            del self._laid[number]
            self._upper = None if self._empty else laid  # behind a page break nothing stands above

    def _placed(self, section: Section) -> Sequence[Block]:
        """The blocks of ``section`` that take room."""
        blocks = section.blocks
        last = blocks[-1] if len(blocks) > 1 else None
        if not self._setting.rules.drops_ends or section is self._setting.document.sections[-1]:
            return blocks
        if not isinstance(last, Paragraph) or last.spans or last.floating or last.bookmarks or not last.style.plain:
            return blocks
        return blocks[:-1]

    def _block(self, number: int) -> LaidBlock:
        """Block ``number`` laid out, with the gap above it if it stands on one page with the one before."""
        if number not in self._laid:
            root = self._setting.structure.root
            laid = lay_out(self._blocks[number], self._width, self._setting, root, nested=False)
            upper = self._laid.get(number - 1, self._upper)
            laid.gap = laid.before if upper is None else gap(upper, laid, self._setting)
            self._laid[number] = laid
        return self._laid[number]

    def _gap(self, laid: LaidBlock) -> float:
        """The gap above ``laid`` here and now: at the top of a page only what it wants itself, or nothing."""
        if self._empty and self._upper is None:
            laid.gap = laid.before if self._spaced else 0.0
            if isinstance(laid, LaidParagraph):
                laid.owed = 0.0
        return laid.gap

    def _fits(self, extent: float) -> bool:
        return self._y + extent <= self._bottom + SLACK

    # ---------------------------------------------------------------------------------------------------- paragraphs

    def _paragraph(self, number: int, laid: LaidParagraph) -> None:
        if not self._empty:
            together = self._together(number)
            if laid.paragraph.style.page_break_before:
                self.new_page()
            elif not self._fits(together) and together <= self._bottom - self._top:
                self.new_page(spaced=False)
        rest: LaidParagraph | None = laid
        while rest is not None:
            stop = next((i + 1 for i, line in enumerate(rest.lines) if line.page_break), 0)
            if stop == len(rest.lines) or not stop:
                part, rest = rest, None
            else:
                part, rest = rest.cut(stop)
            self._lines(part)
            if stop:
                self.new_page()

    def _lines(self, part: LaidParagraph) -> None:
        """Place lines between which no page break is asked for."""
        rest = part
        while True:
            if rest.joined and self._box is None:
                rest.part()
            space = self._gap(rest)
            count = rest.fitting(self._bottom - self._y - space)
            if count < len(rest.lines):
                count = self._cut_at(rest, count)
            if count == len(rest.lines):
                print_paragraph(self._page, rest, self._x, self._y + space)
                self._y += space + rest.height
                self._empty = False
                self._box = rest if rest.shared else None
                return
            if count:
                head, rest = rest.cut(count)
                print_paragraph(self._page, head, self._x, self._y + space)
                self._box = None
            elif rest.lines[0].page_break and not rest.lines[0].pieces:
                return  # nothing but the page break, for which a page need not have room
            self.new_page(spaced=False)

    def _cut_at(self, rest: LaidParagraph, fitting: int) -> int:
        """How many of the lines of which ``fitting`` would fit are to stand here (17.3.1.44 widowControl)."""
        style, count = rest.paragraph.style, fitting
        if style.keep_lines and rest.opens and not self._empty:
            return 0
        if style.widow_control:
            count = min(count, len(rest.lines) - 2)
            if count < 2 and rest.opens:
                count = 0
        return max(count, 0) if not self._empty or count > 0 else max(fitting, 1)

    def _together(self, number: int) -> float:
        """The height that must find room for block ``number`` to begin here: its own beginning, and with keepNext
        (17.3.1.15) all of it and the beginning of the next. What no page could hold is not kept together."""
        laid = self._block(number)
        needed, most = laid.gap, self._bottom - self._top
        while isinstance(laid, LaidParagraph) and laid.paragraph.style.keep_next and number + 1 < len(self._blocks):
            number += 1
            following = self._block(number)
            if isinstance(following, LaidParagraph) and following.paragraph.style.page_break_before:
                break
            needed += laid.height + following.gap
            laid = following
            if needed > most:
                return needed
        return needed + _beginning(laid)

    # -------------------------------------------------------------------------------------------------------- tables

    def _table(self, table: LaidTable) -> None:
        """Place the rows page by page; header rows are repeated, rows that may be cut are cut between lines."""
        rest: LaidTable | None = table
        while rest is not None:
            space = self._gap(rest)
            room = self._bottom - self._y - space
            head, rest = split_table(rest, room, self._setting.rules, fresh=self._empty)
            if head is not None:
                self._y = print_table(self._page, head, self._x, self._y + space)
                self._empty = False
            if rest is not None:
                if head is not None:
                    self._note_break(head, rest)
                self.new_page(spaced=False)

    def _note_break(self, head: LaidTable, rest: LaidTable) -> None:
        row = rest.rows[0]
        going_on = {cell.start for cell in row.row.cells if cell.merge == "continue"}
        flowing = tuple([cell.cell.start for cell in row.cells if cell.content and cell.cell.start in going_on])
        self.breaks.append(TableBreak(rest.number, row.index, flowing, head.rows[-1].index == row.index))


def _beginning(laid: LaidBlock) -> float:
    """The height of what of a block must not be cut off at its beginning."""
    if isinstance(laid, LaidTable):
        return least_beginning(laid)
    style = laid.paragraph.style
    if laid.lines and laid.lines[0].page_break and not laid.lines[0].pieces:
        return 0.0
    if style.keep_lines or (style.widow_control and len(laid.lines) <= 3):
        return laid.height
    return laid.above + height_of(laid.lines[: 2 if style.widow_control else 1])
