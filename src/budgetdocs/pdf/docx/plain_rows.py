"""Rows of plain text: what such a row is made of besides its texts, so that the next like it is made of these alone.

Most rows of a form hold text and nothing else. How the paragraphs and runs of such a row are set depends on what it
says of itself, on its table and on its place in it, not on its texts nor on what was read before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from budgetdocs.pdf.blocks import Cell, Frame, Paragraph, Row, RowKind
from budgetdocs.pdf.docx.content import IGNORED_CONTENT, Content, break_text, is_plain, literal
from budgetdocs.pdf.docx.names import XML, first_child, w
from budgetdocs.pdf.docx.run_properties import RunFormat
from budgetdocs.pdf.docx.styles import Ambient, ParagraphFormat, Styles
from budgetdocs.pdf.docx.table_properties import IGNORED_IN_TABLE, Spot, TableFormats

_TR_PR, _TC, _TC_PR, _TBL_PR_EX = map(w, ("trPr", "tc", "tcPr", "tblPrEx"))
_P, _P_PR, _R, _R_PR, _T, _BR = map(w, ("p", "pPr", "r", "rPr", "t", "br"))
_FIXED: Final = {w("tab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-"}
_TEXTS: Final = frozenset({_T, _BR, *_FIXED})
_new: Final = tuple.__new__
_MOST_CELLS: Final = 32
"""How many cells that came more than once are kept for each place in a row."""


class NotPlainError(Exception):
    """A row holds more than text."""


@dataclass(frozen=True, slots=True, eq=False)
class PlainText:
    """A piece of a paragraph: the text at the place ``at`` among those of the row, or what is ``fixed``."""

    format: RunFormat
    at: int
    fixed: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class PlainParagraph:
    """A paragraph with its formats, without its texts. ``at``: of a single text, where it stands; -1 for no text."""

    format: ParagraphFormat
    pieces: tuple[PlainText, ...]
    at: int | None
    run: RunFormat

    def made(self, texts: Sequence[str], styles: Styles) -> Paragraph:
        """The paragraph with the ``texts`` of its row, the last of which is always empty."""
        if self.at is not None and is_plain(texts[self.at]):
            return styles.plain_paragraph(self.format, self.run, texts[self.at])
        content = Content(self.format, in_contents=False)
        for piece in self.pieces:
            text = piece.fixed or literal(texts[piece.at])
            if text:
                content.size = piece.format.size if content.size is None else content.size
                content.put(text, piece.format.style, ("", ""))
        content.flush()
        return content.paragraph()


@dataclass(slots=True, eq=False)
class PlainCell:
    """A cell without its texts. ``at`` is where the only text of an ``only`` paragraph stands, -1 where there is none.

    ``cells`` are those that were made of that text more than once.
    """

    frame: Frame
    paragraphs: tuple[PlainParagraph, ...]
    only: PlainParagraph | None
    at: int
    cells: dict[str, Cell] = field(default_factory=dict)

    def made(self, texts: Sequence[str], formats: TableFormats) -> Cell:
        """The cell with the ``texts`` of its row."""
        only, text = self.only, texts[self.at]
        if only is None or not text.isprintable() or text[:1] == " " or text[-1:] == " ":  # is_plain, on the spot
            return formats.made(self.frame, [each.made(texts, formats.styles) for each in self.paragraphs])
        paragraph = formats.styles.plain_paragraph(only.format, only.run, text)
        key = id(self.frame), id(paragraph)
        found = formats.cells.get(key)
        if found is None:
            cell = _new(Cell, ((paragraph,), self.frame))
            return formats.keep(key, cell) if formats.met.again((id(self.frame), text)) else cell
        if len(self.cells) >= _MOST_CELLS:
            self.cells.clear()
        self.cells[text] = found
        return found


@dataclass(frozen=True, slots=True, eq=False)
class PlainRow:
    """A row without its texts. ``align`` is what it asks of its table, ``count`` how many paragraphs it has.

    The texts of its last paragraph are those from ``last`` on; ``keeps`` says of each text whether blanks at its ends
    count by what it says itself (xml:space).
    """

    formats: TableFormats
    kind: RowKind
    align: str
    cells: tuple[PlainCell, ...]
    count: int
    last: int
    keeps: tuple[bool, ...]

    def made(self, texts: Sequence[str]) -> Row:
        """The row with these ``texts``, the last of which is always empty."""
        formats = self.formats
        made = [each.cells.get(texts[each.at]) or each.made(texts, formats) for each in self.cells]
        return Row(tuple(made), self.kind)


def plain_row(
    element: Any, row: Row, spot: Spot, place: tuple[int, int], texts: Sequence[str], written: Sequence[bool],
    formats: TableFormats,
) -> PlainRow:  # fmt: skip
    """What the ``row`` that was read of ``element`` is made of besides its ``texts``, the last of which is empty.

    ``written`` tells of each ``w:t`` whether its text is one of these; ``place`` is its index, and how many rows there
    are. Raises :class:`NotPlainError` if it holds more than text, or what is reported, or what depends on other than
    itself, its table and its place.
    """
    said = formats.row(first_child(element, _TR_PR))
    if said.undrawn or said.hidden:
        raise NotPlainError
    eye = _RowEye(spot, place, texts, written, formats)
    cells: list[PlainCell] = []
    for child in element:
        if child.tag == _TC and len(cells) < len(row.cells):
            cells.append(eye.cell(child, row.cells[len(cells)].frame))
        elif child.tag not in IGNORED_IN_TABLE or child.tag == _TBL_PR_EX:
            raise NotPlainError
    eye.finish()
    if len(cells) != len(row.cells) or eye.hidden_marks == len(cells):
        raise NotPlainError
    return PlainRow(formats, row.kind, said.align, tuple(cells), eye.count, eye.last, tuple(eye.keeps))


class Eye:
    """Goes over ``texts`` from the first to the last: ``at`` is the next, ``last`` where the last paragraph begins.

    ``written`` tells of each ``w:t`` whether its text is one of these; else it has none, being written ``<w:t/>``.
    """

    def __init__(self, texts: Sequence[str], written: Sequence[bool], formats: TableFormats) -> None:
        self._texts, self._formats = texts, formats
        self._written = iter(written)
        self.at = self.last = self.count = 0
        self.keeps: list[bool] = []
        """Of each text, whether the blanks at its ends count by what it says itself (xml:space)."""

    def finish(self) -> None:
        """Raise :class:`NotPlainError` if there is a text, or a ``w:t``, that was not come across."""
        if self.at != len(self._texts) - 1 or next(self._written, None) is not None:
            raise NotPlainError

    def paragraph(self, element: Any, ambient: Ambient) -> PlainParagraph:
        """The paragraph without its texts."""
        format_ = self._formats.styles.paragraph(first_child(element, _P_PR), ambient)
        if not format_.simple:
            raise NotPlainError
        self.count += 1
        self.last = self.at
        pieces: list[PlainText] = []
        for child in element:
            if child.tag == _R:
                pieces += self._run(child, format_)
            elif child.tag not in IGNORED_CONTENT:
                raise NotPlainError
        single = len(pieces) == 1 and not pieces[0].fixed
        run = pieces[0].format if single else format_.base.plain
        return PlainParagraph(format_, tuple(pieces), pieces[0].at if single else None if pieces else -1, run)

    def _run(self, element: Any, format_: ParagraphFormat) -> list[PlainText]:
        run = format_.base.plain
        pieces = []
        for child in element:
            tag = child.tag
            if tag == _R_PR:
                run = self._formats.styles.run(format_.base, child)
            elif tag in _TEXTS:
                if not run.simple:
                    raise NotPlainError
                fixed = "" if tag == _T else break_text(child) if tag == _BR else _FIXED[tag]
                pieces.append(PlainText(run, self._text(child) if tag == _T else -1, fixed))
            elif tag not in IGNORED_CONTENT:
                raise NotPlainError
        return pieces

    def _text(self, element: Any) -> int:
        """Where the text of a ``w:t`` stands among all, which it must be equal to; -1 for none."""
        at = self.at
        written = next(self._written, None)
        if element.prefix != "w":
            raise NotPlainError
        if written is False and not element.text and not len(element):
            return -1
        if not written or self._texts[at] != (element.text or "") or len(element) or at + 1 == len(self._texts):
            raise NotPlainError
        space = element.get(XML + "space")
        if space not in {None, "preserve"}:
            raise NotPlainError
        self.keeps.append(space is not None)
        self.at = at + 1
        return at


class _RowEye(Eye):
    """Goes over a row; ``hidden_marks`` counts the cells that are as low as there is room for (17.4.20 hideMark)."""

    def __init__(
        self, spot: Spot, place: tuple[int, int], texts: Sequence[str], written: Sequence[bool], formats: TableFormats
    ) -> None:
        super().__init__(texts, written, formats)
        self._spot, self._place = spot, place
        self.hidden_marks = 0

    def cell(self, element: Any, frame: Frame) -> PlainCell:
        asked = self._formats.cell(first_child(element, _TC_PR))
        if asked.undrawn or asked.across == "continue":
            raise NotPlainError
        self.hidden_marks += asked.hides_mark
        end = frame.start + asked.span
        place = *self._place, frame.start, end, len(self._spot.grid) or end
        look = self._formats.look(self._spot.table, asked, None, place)
        paragraphs: list[PlainParagraph] = []
        for child in element:
            if child.tag == _P:
                paragraphs.append(self.paragraph(child, look.ambient))
            elif child.tag != _TC_PR and child.tag not in IGNORED_CONTENT:
                raise NotPlainError
        if not paragraphs:
            raise NotPlainError
        at = paragraphs[0].at if len(paragraphs) == 1 else None
        only = None if at is None else paragraphs[0]
        return PlainCell(frame, tuple(paragraphs), only, -1 if at is None else at)


def depth(element: Any) -> int:
    """How many elements stand within each other in ``element``, itself included."""
    return 1 + max(map(depth, element), default=0)
