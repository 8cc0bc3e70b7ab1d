"""Merged cells begun anew behind page breaks."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from budgetdocs.word import Break, restart_merges


def merged(rows: int = 4, *, columns: int = 2) -> Document:
    """A document with a table whose first column is one cell; the other cells are numbered."""
    document = docx.Document()
    table = document.add_table(rows, columns)
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            cell.text = f"{number}.{column}" if column else ""
    table.cell(0, 0).merge(table.cell(rows - 1, 0))
    table.cell(0, 0).text = "并"
    return document


def saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def columns(data: bytes) -> list[list[tuple[str, str]]]:
    """By row: how each cell is merged, and the text that stands in it."""
    body = docx.Document(io.BytesIO(data)).element.body
    return [
        [(str(tc.vMerge or ""), "".join(t.text or "" for t in tc.iter(qn("w:t")))) for tc in row.iter(qn("w:tc"))]
        for row in body.iter(qn("w:tr"))
    ]


def test_the_cell_begins_anew_with_its_text() -> None:
    plain = saved(merged())
    restarted = restart_merges(plain, [Break(0, 2)])
    assert columns(restarted) == [
        [("restart", "并"), ("", "0.1")],
        [("continue", ""), ("", "1.1")],
        [("restart", "并"), ("", "2.1")],
        [("continue", ""), ("", "3.1")],
    ]


def test_several_breaks_repeat_the_text_several_times() -> None:
    found = columns(restart_merges(saved(merged(5)), [Break(0, 4), Break(0, 1)]))
    assert [row[0] for row in found] == [
        ("restart", "并"), ("restart", "并"), ("continue", ""), ("continue", ""), ("restart", "并"),
    ]  # fmt: skip


def test_nothing_to_begin_anew_leaves_the_bytes_as_they_are() -> None:
    plain = saved(merged())
    for breaks in ([], [Break(0, 0)], [Break(0, 9)], [Break(7, 1)], [Break(0, 2, flowing=(0,))]):
        assert restart_merges(plain, breaks) is plain


def test_bookmarks_and_notes_are_not_repeated_and_formatting_is() -> None:
    document = merged()
    cell = document.tables[0].cell(0, 0)
    paragraph = cell.paragraphs[0]._p
    for xml in (
        '<w:bookmarkStart {} w:id="3" w:name="here"/>',
        '<w:bookmarkEnd {} w:id="3"/>',
        '<w:r {}><w:rPr><w:b/></w:rPr><w:footnoteReference w:id="2"/></w:r>',
    ):
        paragraph.append(parse_xml(xml.format(nsdecls("w"))))
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:vAlign {nsdecls("w")} w:val="center"/>'))
    body = docx.Document(io.BytesIO(restart_merges(saved(document), [Break(0, 2)]))).element.body
    for name, count in (("w:bookmarkStart", 1), ("w:bookmarkEnd", 1), ("w:footnoteReference", 1), ("w:vAlign", 2)):
        assert len(list(body.iter(qn(name)))) == count, name


def test_a_row_through_which_a_break_runs_is_made_to_stay_whole() -> None:
    restarted = restart_merges(saved(merged()), [Break(0, 2, inside=True)])
    assert columns(restarted) == columns(saved(merged()))
    whole = [
        row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}")
        for row in docx.Document(io.BytesIO(restarted)).element.body.iter(qn("w:tr"))
    ]
    assert [each is not None for each in whole] == [False, False, True, False]
    assert restart_merges(restarted, [Break(0, 2, inside=True)]) is restarted


def test_nested_tables_count_behind_the_one_they_stand_in() -> None:
    document = merged()
    inner = document.tables[0].cell(1, 1).add_table(2, 1)
    inner.cell(0, 0).merge(inner.cell(1, 0))
    inner.cell(0, 0).text = "内"
    document.tables[0].cell(1, 1).add_paragraph()
    assert columns(restart_merges(saved(document), [Break(1, 1)])).count([("restart", "内")]) == 2
