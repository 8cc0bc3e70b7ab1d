"""The comments of a sheet (ECMA-376 Part 1 §18.7): those of the user stay, ours are added.

A thread of comments, in Excel of 2019 and later, is kept in parts of its own, which stay as they are; the comment that
stands for it in other programs says the findings too.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final, NamedTuple

from lxml import etree

from budgetdocs.writers.workbook import ooxml, vml
from budgetdocs.writers.workbook.book import Workbook
from budgetdocs.writers.workbook.ooxml import MAIN, WORKSHEET_ORDER, R, child, tag
from budgetdocs.writers.workbook.reference import Reference, reference
from budgetdocs.writers.workbook.richtext import append_run, cut_off, legible, line_count, text_of
from budgetdocs.writers.workbook.sheet import Sheet

AUTHOR: Final = "budgetdocs"
HEADING: Final = "──── budgetdocs ────"
"""Stands before what we say, for people and for the next run: LibreOffice forgets who the author was."""

_FONT: Final = etree.fromstring(
    f'<rPr xmlns="{MAIN}"><sz val="9"/><color indexed="81"/><rFont val="宋体"/><charset val="134"/></rPr>'
)
_EMPTY: Final = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode()
_WIDTH: Final = 260
_LINE: Final = 17
"""Pixels: the width of a box, the height of a line in it."""
_COLUMNS: Final = 38
"""Half-width characters in a line of a box."""


class _Texts(NamedTuple):
    """The part that says the comments, and where the authors and the comments are in it."""

    authors: etree._Element
    comments: etree._Element


class Comments:
    """The comments of ``sheet``."""

    def __init__(self, workbook: Workbook, sheet: Sheet) -> None:
        self._workbook = workbook
        self._package = workbook.package
        self._sheet = sheet

    def add(self, texts: Mapping[Reference, str]) -> None:
        """Let the comment of each cell say its text: a new one, or behind a line in the one that it has."""
        part, boxes = self._texts, self._drawing
        author, known, boxed = self._author(), self._by_cell(), boxes.boxed()
        made: list[vml.Box] = []
        longer: dict[Reference, int] = {}
        for cell, text in texts.items():
            text = legible(f"{HEADING}\n{text}")
            height = line_count(text, _COLUMNS) * _LINE + 12
            comment = known.get(cell)
            if comment is None:
                comment = etree.SubElement(part.comments, tag("comment"), ref=str(cell), authorId=str(author))
                rich = etree.SubElement(comment, tag("text"))
            else:
                rich = child(comment, "text", ("text",))
                text = "\n" + text
                longer[cell] = line_count(text, _COLUMNS)
            append_run(rich, text, _FONT)
            if cell not in boxed:
                made.append(vml.Box(cell, _WIDTH, height))
        boxes.grow(longer)
        if made:
            boxes.add(made, self._sheet, vml.next_block(self._drawings()))
        self._write_drawing()

    def clear(self) -> set[Reference]:
        """Take away what an earlier run has added; the cells that it concerned."""
        link = self._package.related(self._sheet.part, ooxml.COMMENTS)
        if link is None:
            return set()
        gone: set[Reference] = set()
        cut: dict[Reference, int] = {}
        for cell, comment in self._by_cell().items():
            rich = comment.find(tag("text"))
            added = cut_off(rich, HEADING) if rich is not None else ""
            if not added:
                continue
            if rich is None or not text_of(rich):
                self._texts.comments.remove(comment)
                gone.add(cell)
            else:
                cut[cell] = -line_count(added, _COLUMNS)
        if gone or cut:
            self._package.edit(link.target)
            if self._drawing_part():
                self._drawing.remove(gone)
                self._drawing.grow(cut)
                self._write_drawing()
        return gone | cut.keys()

    # -- what they say -------------------------------------------------------------------------------------------------

    @cached_property
    def _texts(self) -> _Texts:
        link = self._package.related(self._sheet.part, ooxml.COMMENTS)
        if link is None:
            part = self._package.add(self._workbook.beside("comments{}.xml"), _EMPTY, ooxml.COMMENTS_TYPE)
            self._package.relate(self._sheet.part, ooxml.COMMENTS, part)
        else:
            part = link.target
        root = self._package.tree(part)
        order = ("authors", "commentList")
        return _Texts(child(root, "authors", order), child(root, "commentList", order))

    def _by_cell(self) -> dict[Reference, etree._Element]:
        placed = ((reference(each.get("ref")), each) for each in self._texts.comments.iterchildren(tag("comment")))
        return {cell: each for cell, each in placed if cell is not None}

    def _author(self) -> int:
        """The number of our name among the authors."""
        link = self._package.related(self._sheet.part, ooxml.COMMENTS)
        authors = self._texts.authors
        if link is not None:
            self._package.edit(link.target)
        names = [each.text or "" for each in authors]
        if AUTHOR not in names:
            etree.SubElement(authors, tag("author")).text = AUTHOR
            names.append(AUTHOR)
        return names.index(AUTHOR)

    # -- how they are shown --------------------------------------------------------------------------------------------

    @cached_property
    def _drawing(self) -> vml.Drawing:
        part = self._drawing_part()
        drawing = vml.Drawing(self._package.content(part) if part else vml.EMPTY)
        if not drawing.known:
            raise self._package.error(f"批注的图形（{part}）不合常规，请用 Excel 打开后另存再试", self._sheet.name)
        return drawing

    def _drawing_part(self) -> str:
        """The part that ``legacyDrawing`` refers to, "" if there is none (§18.3.1.51)."""
        element = self._sheet.root.find(tag("legacyDrawing"))
        identity = element.get(f"{{{R}}}id") if element is not None else None
        links = self._package.relationships(self._sheet.part)
        return next((each.target for each in links if each.id == identity), "")

    def _write_drawing(self) -> None:
        part = self._drawing_part()
        if part:
            self._package.replace(part, self._drawing.content())
            return
        pattern = self._workbook.beside("drawings/vmlDrawing{}.vml")
        part = self._package.add(pattern, self._drawing.content(), ooxml.VML_TYPE)
        self._workbook.change(self._sheet)
        identity = self._package.relate(self._sheet.part, ooxml.VML_DRAWING, part)
        child(self._sheet.root, "legacyDrawing", WORKSHEET_ORDER).set(f"{{{R}}}id", identity)

    def _drawings(self) -> list[bytes]:
        return [self._package.content(part) for part in self._package if part.lower().endswith(".vml")]
