"""Documents whose like was read before but for the rows of their tables and the texts of their paragraphs.

The forms of one template differ in their texts and in how many rows they have. What stands around the rows, the
*shell*, is the same in all: where it was parsed and read before, and all rows are known as well, nothing is parsed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from budgetdocs.pdf.blocks import Block, Table
from budgetdocs.pdf.docx.names import first_child, w
from budgetdocs.pdf.docx.plain_rows import Eye, NotPlainError, PlainParagraph, PlainRow
from budgetdocs.pdf.docx.sections import Format
from budgetdocs.pdf.docx.skeletons import MarkedRow, Outline, fits, is_text, written_texts
from budgetdocs.pdf.docx.styles import NOWHERE, Styles
from budgetdocs.pdf.docx.table_properties import Spot, TableFormats, table_formats

_P, _TBL, _TBL_PR, _GRID, _TR, _SECT_PR = map(w, ("p", "tbl", "tblPr", "tblGrid", "tr", "sectPr"))
_MOST: Final = 64


class Body(NamedTuple):
    """The blocks of a document, how many paragraphs there are in all, and the texts of the last."""

    blocks: list[Block]
    paragraphs: int
    texts: list[str]


@dataclass(frozen=True, slots=True, eq=False)
class Shell:
    """A document of one section without its rows and texts: its paragraphs, and its tables, which all have rows.

    ``keeps`` says of each text whether blanks at its ends count by what it says itself; ``last`` is where the texts of
    the last paragraph outside tables begin.
    """

    formats: TableFormats
    blocks: tuple[PlainParagraph | Spot, ...]
    section: Format
    keeps: tuple[bool, ...]
    last: int

    def made(self, outline: Outline) -> Body | None:
        """What the rows and texts of ``outline`` make of it; None where it takes more than is known here."""
        texts, styles = outline.texts, self.formats.styles
        if not fits(self.keeps, texts):
            return None
        blocks: list[Block] = []
        count, last = 0, texts[self.last :]
        runs = iter(outline.runs)
        for each in self.blocks:
            if isinstance(each, Spot):
                run = next(runs)
                known = _known(each, run)
                if known is None:
                    return None
                blocks.append(_table(each, run, known))
                count += sum([plain.count for plain in known])
                if each is self.blocks[-1]:
                    last = run[-1].texts[known[-1].last :]
            else:
                blocks.append(each.made(texts, styles))
                count += 1
        return Body(blocks, count, last)


def _known(spot: Spot, run: list[MarkedRow]) -> list[PlainRow] | None:
    """What each row of a table is made of; None if that is not known of one, or they disagree about its alignment."""
    if not spot.table.style.varies:
        place = spot, ()
        found = [each.plain(place) for each in run]
    else:
        found = [each.plain(spot.place(index, len(run))) for index, each in enumerate(run)]
    known = [each for each in found if each is not None]
    aligned = {each.align for each in known} - {""}
    return known if len(known) == len(run) and len(aligned | {spot.table.align} - {""}) < 2 else None


def _table(spot: Spot, run: list[MarkedRow], known: list[PlainRow]) -> Table:
    properties = spot.table
    align = properties.align or next((each.align for each in known if each.align), "left")
    rows = tuple([plain.made(each.texts) for plain, each in zip(known, run, strict=True)])
    return Table(
        spot.grid, rows, align, properties.indent, properties.borders,
        properties.autofit, properties.width, properties.spacing,
    )  # fmt: skip


class Shells:
    """The shells that were read with the same :class:`Styles`, within bounds."""

    def __init__(self, styles: Styles) -> None:
        self._formats = table_formats(styles)
        self._kept: dict[tuple[bytes, ...], Shell] = {}

    def get(self, key: tuple[bytes, ...]) -> Shell | None:
        return self._kept.get(key)

    def learn(self, outline: Outline, elements: Sequence[Any], blocks: Sequence[Block], section: Format) -> None:
        """Keep what a document is made of besides its rows and texts; its ``elements`` were read to ``blocks``.

        Nothing was reported of them, and all the rows were known.
        """
        try:
            shell = self._shell(outline, elements, section)
        except NotPlainError:
            return
        body = shell.made(outline)
        if body is None or body.blocks != list(blocks):
            return
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[outline.key] = shell

    def _shell(self, outline: Outline, elements: Sequence[Any], section: Format) -> Shell:
        if not all(is_text(gap, 2 * (at == 0), len(gap)) for at, gap in enumerate(outline.key)):
            raise NotPlainError  # behind the declaration there are comments or instructions
        written = [each for gap in outline.key for each in written_texts(gap)]
        eye = Eye(outline.texts, written, self._formats)
        blocks: list[PlainParagraph | Spot] = []
        tables = 0
        for element in elements:
            if element.tag == _P:
                paragraph = eye.paragraph(element, NOWHERE)
                if paragraph.format.section:
                    raise NotPlainError
                blocks.append(paragraph)
            elif element.tag == _TBL:
                blocks.append(self._spot(element, outline.runs[tables] if tables < len(outline.runs) else []))
                tables += 1
            elif element.tag != _SECT_PR:
                raise NotPlainError
        eye.finish()
        if outline.runs[tables:] not in ([], [[]]):
            raise NotPlainError
        return Shell(self._formats, tuple(blocks), section, tuple(eye.keeps), eye.last)

    def _spot(self, table: Any, run: list[MarkedRow]) -> Spot:
        """A table in which nothing stands but a ``run`` of rows."""
        tags = [child.tag for child in table]
        if not run or tags.count(_TR) != len(run) or {*tags} - {_TBL_PR, _GRID, _TR}:
            raise NotPlainError
        return self._formats.spot(self._formats.table(first_child(table, _TBL_PR)), list(table.iterchildren(_GRID)))


@lru_cache(16)
def shells_of(styles: Styles) -> Shells:
    """The one :class:`Shells` of the styles given."""
    return Shells(styles)
