"""The sheet 填写说明: what to do, what each colour means, how each column is filled in, what is sent back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_range_abs

from budgetdocs.writers.guide import SENT_BACK, STEPS, TIPS
from budgetdocs.writers.layout import EXAMPLE, GUIDE, LEVELS, SHEETS
from budgetdocs.writers.style import (
    BAD_INK,
    EXAMPLE_INK,
    GOOD_INK,
    HEAD,
    HEADING_HEIGHT,
    LINE,
    TABLE_HEAD,
    Style,
    row_height,
)

_WIDTHS = (16, 22, 50, 34, 28)
_LAST = len(_WIDTHS) - 1


def write_guide(page: Any, style: Style) -> dict[str, str]:
    """Fills the sheet ``page``; returns where it lists the 二级指标 of each 一级指标, as absolute references."""
    writer = _GuideWriter(page, style)
    for at, width in enumerate(_WIDTHS):
        page.set_column(at, at, width)
    writer.title("预算绩效目标 填写说明")
    writer.heading("怎样做")
    for number, step in enumerate(STEPS, start=1):
        writer.line(f"{number}. {step}")
    writer.heading("颜色")
    writer.colours()
    writer.heading("每一栏怎样填")
    writer.tips()
    writer.heading("审核时常被退回的写法")
    writer.sent_back()
    writer.heading("一级指标和二级指标（下拉框里的选项）")
    lists = writer.levels()
    _set_up(page)
    return lists


def _set_up(page: Any) -> None:
    page.hide_gridlines(2)
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    page.set_footer("&C第 &P 页，共 &N 页")


class _GuideWriter:
    """Writes downwards, remembering the row."""

    def __init__(self, page: Any, style: Style) -> None:
        self._page = page
        self._style = style
        self._row = 0

    def title(self, text: str) -> None:
        self._page.set_row(self._row, HEADING_HEIGHT)
        self._page.write_string(self._row, 0, text, self._style.made(bold=True, font_size=18, font_color=HEAD))
        self._row += 1

    def heading(self, text: str) -> None:
        self._page.set_row(self._row, 28)
        look = self._style.made(bold=True, font_size=13, font_color=HEAD, bottom=2, bottom_color=HEAD, valign="bottom")
        self._page.write_string(self._row, 0, text, look)
        for at in range(1, _LAST + 1):
            self._page.write_blank(self._row, at, None, look)
        self._row += 1

    def line(self, text: str) -> None:
        self._page.set_row(self._row, row_height(()))
        self._page.write_string(self._row, 0, text, self._style.made())
        self._row += 1

    def colours(self) -> None:
        """A sample of each colour as it stands on the sheets, and what it means."""
        samples = (
            ("必填", self._style.heading(True), "深蓝底的标题：这一栏要填"),
            ("可不填", self._style.heading(False), "浅蓝底的标题：没有就空着"),
            (f"{EXAMPLE}978001", self._style.made(italic=True, font_color=EXAMPLE_INK), "灰色斜体：例子，程序不读"),
        )
        for sample, look, meaning in samples:
            self._page.set_row(self._row, row_height(()))
            self._page.write_string(self._row, 0, sample, look)
            self._page.write_string(self._row, 1, meaning, self._style.made())
            self._row += 1

    def tips(self) -> None:
        self._table_heading(("工作表", "栏目", "怎样填", "宜", "不宜"))
        for sheet in SHEETS:
            for column in sheet.columns:
                tip = TIPS[sheet][column.heading]
                self._table_row((sheet.name, column.heading, *tip))

    def sent_back(self) -> None:
        for fault, better in (("常被退回", "改成"), *SENT_BACK):
            heading = better == "改成"
            for first, last, text, ink in ((0, 2, fault, BAD_INK), (3, _LAST, better, GOOD_INK)):
                look = self._table_top() if heading else self._bordered(ink)
                self._page.merge_range(self._row, first, self._row, last, text, look)
            self._page.set_row(self._row, row_height(()))
            self._row += 1

    def levels(self) -> dict[str, str]:
        self._table_heading(tuple(LEVELS))
        longest = max(map(len, LEVELS.values()))
        for at, names in enumerate(LEVELS.values()):
            for below in range(longest):
                text = names[below] if below < len(names) else ""
                self._page.write_string(self._row + below, at, text, self._bordered())
        first = self._row
        self._row += longest
        return {
            level1: f"'{GUIDE}'!{xl_range_abs(first, at, first + len(names) - 1, at)}"
            for at, (level1, names) in enumerate(LEVELS.items())
        }

    def _table_heading(self, headings: Sequence[str]) -> None:
        self._page.set_row(self._row, row_height(()))
        for at, heading in enumerate(headings):
            self._page.write_string(self._row, at, heading, self._table_top())
        self._row += 1

    def _table_row(self, texts: Sequence[str]) -> None:
        inks = {3: GOOD_INK, 4: BAD_INK}
        self._page.set_row(self._row, row_height(zip(texts, _WIDTHS, strict=True)))
        for at, text in enumerate(texts):
            self._page.write_string(self._row, at, text, self._bordered(inks.get(at, "#000000")))
        self._row += 1

    def _table_top(self) -> Any:
        return self._style.made(bold=True, bg_color=TABLE_HEAD, border=1, border_color=LINE, align="center")

    def _bordered(self, ink: str = "#000000") -> Any:
        return self._style.made(text_wrap=True, border=1, border_color=LINE, font_color=ink)
