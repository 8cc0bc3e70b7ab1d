"""The sheets of a workbook that count, and what is to be told of the rest: hidden, unplaced, not understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from budgetdocs.model import OddityKind
from budgetdocs.readers.cells import Cell
from budgetdocs.readers.sheets.grid import Book, Sheet
from budgetdocs.readers.sheets.layout import Page, pages_of
from budgetdocs.readers.tree import letters, shortened
from budgetdocs.readers.values import Notes
from budgetdocs.readers.vocabulary import heading_of

_MOST_NAMED = 12


def read_pages(book: Book, notes: Notes, known: Iterable[Page] = ()) -> list[Page]:
    """The pages that hold data. A hidden one counts only where no visible one holds the same; either way it is told.

    Those ``known`` have been taken apart already.
    """
    pages = pages_of(book, known)
    seen = {kind for page in pages if not page.sheet.hidden for kind in page.kinds}
    read: list[Page] = []
    for page in pages:
        sheet, first = page.sheet, _first(page.sheet)
        if sheet.hidden and page.kinds:
            needed = not page.kinds & seen
            how = "照样读入了" if needed else "没有读入，用的是看得见的那几张"
            notes.add(
                OddityKind.HIDDEN, (), sheet.at(first), f"工作表“{shortened(sheet.name)}”是隐藏的，里面有数据，{how}"
            )
            read += [page] if needed else []
        elif sheet.hidden:
            detail = f"工作表“{shortened(sheet.name)}”是隐藏的，没有认得的表，没有读入"
            notes.add(OddityKind.HIDDEN, (), sheet.at(first), detail)
        elif not page.kinds and not page.is_heading:
            count = sum(map(len, sheet.rows.values()))
            detail = f"工作表“{shortened(sheet.name)}”里没有认得的表，{count} 格没有读入"
            notes.add(OddityKind.UNPLACED, (), sheet.at(first), detail)
        else:
            read.append(page)
    return read


def _first(sheet: Sheet) -> Cell:
    return min(sheet.rows[min(sheet.rows)].values())


def tell(page: Page, notes: Notes) -> None:
    """Notes what was odd about ``page``: what its blocks and forms left, what was read with doubt, what is hidden."""
    for remark in page.doubts:
        notes.add(remark.kind, (), page.sheet.at(remark.cell), remark.detail)
    for block in page.blocks:
        for remark in block.labels.remarks + (block.table.remarks if block.table else []):
            notes.add(remark.kind, (), page.sheet.at(remark.cell), remark.detail)
    for form in page.forms:
        for noted in form.noted:
            notes.add(noted.kind, (), noted.mark, noted.detail)
        for cell in form.unplaced():
            detail = f"“{shortened(cell.text)}”放不进表样的任何一项，没有读入"
            notes.add(OddityKind.UNPLACED, (), cell.mark, detail)
    sheet = page.sheet
    headings = {block.table.top for block in page.blocks if block.table}
    for row, column, said in sheet.attached:
        if row in headings:  # how to fill the column in
            continue
        notes.add(OddityKind.UNPLACED, (), sheet.mark(row, column), f"{said}不在格里，没有读入")
    for top, bottom in _runs(sorted(sheet.hidden_rows & sheet.rows.keys())):
        rows = f"第 {top} 行" if top == bottom else f"第 {top}～{bottom} 行"
        first = min(sheet.rows[top].values())
        notes.add(OddityKind.HIDDEN, (), sheet.at(first), f"{rows}是隐藏的，里面有内容，照样读入了")
    for left, right in sheet.hidden_columns:
        for column in range(left, min(right, _last_column(sheet)) + 1):
            cells = [sheet.rows[row][column] for row in sheet.in_order() if column in sheet.rows[row]]
            if cells:
                detail = f"{letters(column)} 列是隐藏的，里面有内容，照样读入了"
                notes.add(OddityKind.HIDDEN, (), sheet.at(cells[0]), detail)


def _last_column(sheet: Sheet) -> int:
    return max(max(cells) for cells in sheet.rows.values())


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Numbers that follow each other, as first and last."""
    first = last = 0
    for number in numbers:
        if first and number == last + 1:
            last = number
            continue
        if first:
            yield first, last
        first = last = number
    if first:
        yield first, last


def nothing_found(book: Book) -> str:
    """Why there is no submission in ``book``: what was looked for, and what headings and sheets there are."""
    known: list[str] = []
    for sheet in book.sheets:
        for row in sheet.in_order()[:200]:
            known += [cell.text for cell in sorted(sheet.rows[row].values()) if heading_of(cell.text) is not None]
    names = "、".join(shortened(sheet.name, 15) for sheet in book.sheets[:_MOST_NAMED] if sheet.name)
    found = "、".join(shortened(text, 15) for text in list(dict.fromkeys(known))[:_MOST_NAMED])
    if not any(sheet.rows for sheet in book.sheets):
        return "工作簿里什么也没有写"
    looked = "没有找到项目：应有一行表头，含项目编码、项目名称、预算数等，或者是一张项目绩效目标表"
    return f"{looked}；认得的表头{f'只有：{found}' if found else '一个也没有'}{f'；工作表：{names}' if names else ''}"
