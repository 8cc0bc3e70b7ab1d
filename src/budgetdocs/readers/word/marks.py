"""Where things stand in a Word file, as people would say it."""

from __future__ import annotations

from budgetdocs.readers.tree import Mark


class WordMark(Mark):
    """``第 2 张表第 7 行第 5 列`` (``sheet`` is what holds the cell), ``第 12 段``; ``order`` is that of the document.

    Rows and columns are counted as Word counts them in ``{=B3}``: the cells of each row, whatever their widths.
    """

    __slots__ = ()

    def __str__(self) -> str:
        if not self.sheet:
            return f"第 {self.line} 段"
        return f"{self.sheet}第 {self.line} 行第 {self.column} 列" if self.line else self.sheet
