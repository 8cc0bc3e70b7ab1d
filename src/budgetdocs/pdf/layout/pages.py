"""Blocks → pages: where each line, rule and fill stands, with headers, footers and page numbers.

Lengths are points; y runs downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.blocks import Document, Section
from budgetdocs.pdf.docx.numerals import numeral
from budgetdocs.pdf.layout.field_values import FieldValues
from budgetdocs.pdf.layout.furniture import Furniture
from budgetdocs.pdf.layout.off_page import off_page, report_off_page
from budgetdocs.pdf.layout.page_rules import PAGE_RULES
from budgetdocs.pdf.layout.placing import Place, Placer, TableBreak
from budgetdocs.pdf.layout.printing import Sheet
from budgetdocs.pdf.layout.structure import Structure
from budgetdocs.pdf.layout.tables import Setting
from budgetdocs.pdf.lines import Composer
from budgetdocs.pdf.page import Image, Node, Page, Text

_MOST_PASSES = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """A document laid out; ``bookmarks`` gives the printed number of the page on which each bookmark stands.

    ``breaks`` are the page breaks within tables of the body.
    """

    pages: tuple[Page, ...]
    title: str
    author: str
    structure: Node
    language: str = "zh-CN"
    breaks: tuple[TableBreak, ...] = ()

    @property
    def page_count(self) -> int:
        return len(self.pages)

    @property
    def bookmarks(self) -> dict[str, str]:
        return {name: page.label for page in self.pages for name in page.anchors}


class Canvas(Protocol):
    """What takes pages as they are finished; they are empty afterwards."""

    def page(self, page: Page) -> None:
        """Take ``page``, which has no links."""

    def restart(self) -> None:
        """Forget all pages: the document is laid out anew."""


def paginate(document: Document, composer: Composer, report: Report, canvas: Canvas | None = None) -> Layout:
    """The pages of ``document``; those that are finished before the last is laid out go to ``canvas``, and are left
    empty.

    Values of fields that only the whole layout knows (the number of pages, the page of a bookmark) are put in at the
    end; the document is laid out again only where they change the number of a paragraph's lines.
    """
    known: Mapping[str, str] = {}
    once = report
    for _ in range(_MOST_PASSES):
        paginator = _Paginator(document, composer, once, known, canvas)
        settled = paginator.fill()
        if settled:
            break
        known, once = paginator.fields, _nothing
        if canvas is not None:
            canvas.restart()
    report_off_page(paginator.off, report)
    return paginator.layout()


def _nothing(_: Finding) -> None:
    """For a second look at what was reported already."""


class _Paginator:
    """Opens the pages of one section after the other. ``known`` are the values of fields as far as they are known.

    ``off`` is what stands off a page, by its number.
    """

    def __init__(
        self, document: Document, composer: Composer, report: Report, known: Mapping[str, str], canvas: Canvas | None
    ) -> None:
        self._document, self._composer, self._report, self._known = document, composer, report, known
        self._canvas = canvas
        self.off: dict[int, Text | Image] = {}
        rules = PAGE_RULES[composer.rules.name]
        self._setting = Setting(composer, rules, Structure(), document, report)
        self._furniture = Furniture(self._setting, document.even_and_odd)
        self._breaks: list[TableBreak] = []
        self._pages: list[Sheet] = []
        self._number = 0
        self._first = True
        self.fields = FieldValues({})

    def fill(self) -> bool:
        """Fill the pages; returns whether the fields fit in the lines that were left for them."""
        self._composer.fields = self._known
        placer = Placer(self._setting, self._turn)  # no attribute: in a circle, all pages would wait for the collector
        self._breaks = placer.breaks
        for section in self._document.sections:
            self._composer.around = self._setting.around(section)
            self._start(section, placer)
            placer.place(section)
        return self._put_in_fields()

    def layout(self) -> Layout:
        document, root = self._document, self._setting.structure.root
        pages, breaks = tuple(self._pages), tuple(self._breaks)
        return Layout(pages, document.title, document.author, root, document.language, breaks)

    # --------------------------------------------------------------------------------------------- sections and pages

    def _start(self, section: Section, placer: Placer) -> None:
        """Begin ``section``: on the page of the one before if it is continuous and the paper the same (17.6.22)."""
        self._section = replace(section, blocks=())  # pages outlive the document
        start = self._number if section.number_start is None else section.number_start - 1
        if self._pages and section.kind == "continuous" and _same_paper(section, self._pages[-1].section):
            return
        parity = {"oddPage": 1, "evenPage": 0}.get(section.kind)
        if parity is not None and self._pages and self._pages[-1].number % 2 == parity:
            if self._setting.rules.blank_pages:
                self._pages.append(Sheet(self._pages[-1].section, self._number + 1, "", False, blank=True))
            start += section.number_start is None
        self._number, self._first = start, True
        if numeral(start + 1, section.number_format) is None:
            message = f"PDF 未按页码格式 {section.number_format} 编页，改用阿拉伯数字"
            self._report(Finding("LY001", Severity.WARNING, message, f"第 {len(self._pages) + 1} 页起"))
        placer.new_page()

    def _turn(self) -> Place:
        """The next page of the section; the one before is finished."""
        if self._pages and self._canvas is not None:
            self._hand_over(self._pages[-1], self._canvas)
        self._number += 1
        label = numeral(self._number, self._section.number_format)
        page = Sheet(self._section, self._number, str(self._number) if label is None else label, self._first)
        self._pages.append(page)
        self._first = False
        return Place(page, *self._furniture.text_block(page))

    def _hand_over(self, page: Sheet, canvas: Canvas) -> None:
        """Let ``canvas`` have a page on which nothing depends on those to come."""
        if page.late or page.linked or page.done or not self._furniture.knows_its_fields(page):
            return
        composer = self._composer
        fields, around = composer.fields, composer.around
        composer.fields, composer.around = self._fields_of(page, {}), self._setting.around(page.section)
        self._finish(page, len(self._pages))
        composer.fields, composer.around = fields, around
        if page.linked:  # in the header or footer
            return
        canvas.page(page)
        page.printed, page.rules, page.fills, page.images = [], [], [], []

    def _finish(self, page: Sheet, number: int) -> None:
        """Print header and footer on the page ``number``, and look at what stands off it."""
        if not page.blank:
            self._furniture.print(page)
        if (off := off_page(page)) is not None:
            self.off[number] = off
        page.done = True

    def _fields_of(self, page: Page, numbers: dict[str, tuple[int, str]]) -> FieldValues:
        """What fields show on ``page``, by the ``numbers`` of others."""
        numbers["PAGE"] = page.number, page.label
        return FieldValues(numbers)

    # -------------------------------------------------------------------------------------------------------- fields

    def _put_in_fields(self) -> bool:
        """Put in what the fields of text, headers and footers show, now that it is known; False if it finds no room."""
        total, pages = len(self._pages), dict[int, int]()
        for page in self._pages:
            pages[id(page.section)] = pages.get(id(page.section), 0) + 1
        numbers = {f"PAGEREF {name}": (page.number, page.label) for page in self._pages for name in page.anchors}
        numbers["NUMPAGES"] = total, str(total)
        self.fields = FieldValues(numbers)
        settled = True
        for index, page in enumerate(self._pages, 1):
            if page.done:
                continue
            self._composer.around = self._setting.around(page.section)
            self._composer.fields = self._fields_of(page, numbers)
            numbers["SECTIONPAGES"] = pages[id(page.section)], str(pages[id(page.section)])
            for laid, place in page.late:
                lines = self._composer.lines(laid.paragraph, laid.width)
                if len(lines) == len(laid.lines):
                    page.printed[place] = page.printed[place]._replace(lines=lines)
                else:
                    settled = False
            page.late.clear()
            self._finish(page, index)
        self._composer.fields = {}
        return settled


def _same_paper(a: Section, b: Section) -> bool:
    return (a.width, a.height) == (b.width, b.height)
