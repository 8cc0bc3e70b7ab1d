"""Headers and footers: which ones a page has, the room they leave for its text, and their printing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from budgetdocs.pdf.blocks import Block, Paragraph, Section
from budgetdocs.pdf.docx.fields import FORMATTED
from budgetdocs.pdf.layout.laid import LaidBlock, flow_height
from budgetdocs.pdf.layout.printing import Sheet, print_flow
from budgetdocs.pdf.layout.tables import Setting, lay_out_flow
from budgetdocs.pdf.page import SLACK, Page

_LEAST = 20.0
"""Points that headers and footers must leave for the text."""


class Furniture:
    """The headers and footers of a document; what stands in them without fields is laid out once for each section."""

    def __init__(self, setting: Setting, even_and_odd: bool) -> None:
        self._setting = setting
        self._even_and_odd = even_and_odd
        self._laid: dict[tuple[int, str, bool], list[LaidBlock]] = {}
        self._known: dict[tuple[int, str], bool] = {}
        self._margins: dict[tuple[int, str], tuple[float, float]] = {}

    def text_block(self, page: Page) -> tuple[float, float]:
        """Top and bottom of the text: a header or footer higher than its margin pushes it, unless the margin is
        negative, which means exactly so much (17.6.11 pgMar)."""
        section, kind = page.section, self._kind(page)
        key = id(section), kind
        if key not in self._margins:
            header = flow_height(self._flow(section, kind, header=True))
            footer = flow_height(self._flow(section, kind, header=False))
            top = section.header_distance + header if header and section.top >= 0 else 0.0
            bottom = section.footer_distance + footer if footer and section.bottom >= 0 else 0.0
            top, bottom = max(abs(section.top), top), section.height - max(abs(section.bottom), bottom)
            if bottom - top < _LEAST:  # higher than the page: text that would stand nowhere stands behind them
                top, bottom = abs(section.top), section.height - abs(section.bottom)
            if 0 < section.grid < bottom - top and self._setting.rules.centers_grid:
                spare = (bottom - top + SLACK) % section.grid
                top, bottom = top + spare / 2, bottom - spare / 2
            self._margins[key] = top, bottom
        return self._margins[key]

    def print(self, page: Sheet) -> None:
        """Print header and footer; the values of fields are those that the composer knows."""
        section, kind = page.section, self._kind(page)
        flow = self._flow(section, kind, header=True)
        print_flow(page, flow, section.left, section.header_distance, artifact=True)
        flow = self._flow(section, kind, header=False)
        bottom = section.height - section.footer_distance
        print_flow(page, flow, section.left, bottom - flow_height(flow), artifact=True)

    def knows_its_fields(self, page: Page) -> bool:
        """Whether header and footer show nothing that the pages to come decide: of fields the page's own number."""
        section, kind = page.section, self._kind(page)
        key = id(section), kind
        if key not in self._known:
            fields = {*_fields(section.headers.get(kind, ())), *_fields(section.footers.get(kind, ()))}
            self._known[key] = fields <= {"PAGE"}
        return self._known[key]

    def _kind(self, page: Page) -> str:
        """Which header and footer a page has (17.10.6, 17.15.1.35)."""
        if page.section.title_page and page.first:
            return "first"
        return "even" if self._even_and_odd and page.number % 2 == 0 else "default"

    def _flow(self, section: Section, kind: str, *, header: bool) -> list[LaidBlock]:
        blocks = (section.headers if header else section.footers).get(kind, ())
        key = id(section), kind, header
        if key in self._laid:
            return self._laid[key]
        setting, around = self._setting, self._setting.around(section)
        outside = setting.composer.around
        free = setting.rules.centers_grid
        setting.composer.around = around._replace(grid=0.0, grid_chars=0.0) if free else around
        flow = lay_out_flow(blocks, section.width - section.left - section.right, setting, None)
        setting.composer.around = outside
        if not any(_fields(blocks)):
            self._laid[key] = flow
        return flow


def _fields(blocks: Iterable[Block]) -> Iterator[str]:
    """The names of the fields in ``blocks``, formats left out."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (span.field.partition(FORMATTED)[0] for span in block.spans if span.field)
        else:
            yield from _fields(chain.from_iterable(cell.blocks for row in block.rows for cell in row.cells))
