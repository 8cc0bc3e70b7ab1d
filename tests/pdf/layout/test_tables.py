"""Tables: the widths of columns, rules, heights, and what of a row, a merged cell or a nested table a page takes."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdocs.finding import Finding
from budgetdocs.pdf import Layout, PdfOptions, lay_out
from budgetdocs.pdf.blocks import Cell, Frame, Row, RowKind, Table
from budgetdocs.pdf.layout.columns import column_widths
from budgetdocs.pdf.page import Page

from ..word_files import XMLNS, cell, document, paragraph, row, table

MERGED, GOING_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
CENTER = '<w:vAlign w:val="center"/>'


def laid(docx: bytes, rules: str = "word") -> Layout:
    return lay_out(docx, options=PdfOptions(line_rules=rules), report=lambda _: None)


def text(page: Page) -> str:
    return "".join(each.piece.text for each in page.texts)


def places(page: Page) -> tuple[list[float], list[float]]:
    """Where upright and level rules stand, each place once."""
    upright = {round(rule.x0, 2) for rule in page.rules if rule.x0 == rule.x1}
    return sorted(upright), sorted({round(rule.y0, 2) for rule in page.rules if rule.y0 == rule.y1})


def y_of(page: Page) -> dict[str, float]:
    return {each.piece.text: each.y for each in page.texts}


def with_properties(tbl: str, properties: str) -> str:
    return tbl.replace("<w:tblPr>", f"<w:tblPr>{properties}")


# ------------------------------------------------------------------------------------------------------------- columns


@pytest.mark.parametrize(
    ("properties", "x"),
    [
        ("", [20.25, 70.25, 120.25]),
        ('<w:tblInd w:w="200" w:type="dxa"/>', [30.25, 80.25, 130.25]),
        ('<w:jc w:val="center"/>', [50, 100, 150]),
        ('<w:jc w:val="right"/>', [80, 130, 180]),
        ('<w:tblW w:w="3000" w:type="dxa"/>', [20.25, 95.25, 170.25]),
        ('<w:tblW w:w="5000" w:type="pct"/>', [20.25, 100.25, 180.25]),
        ('<w:tblW w:w="0" w:type="auto"/>', [20.25, 70.25, 120.25]),
    ],
)
def test_where_columns_stand(properties: str, x: list[float]) -> None:
    mode = '<w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat>'
    body = with_properties(table([1000, 1000], row(cell("甲"), cell("乙"))), properties)
    assert places(laid(document(body, settings=mode)).pages[0])[0] == x


def test_before_word_2013_the_text_stood_at_the_indent() -> None:
    mode = '<w:compat><w:compatSetting w:name="compatibilityMode" w:val="14"/></w:compat>'
    padded = table([1000], row(cell("甲"))).replace(
        '<w:left w:w="0" w:type="dxa"/>', '<w:left w:w="108" w:type="dxa"/>'
    )
    (page,) = laid(document(padded, settings=mode)).pages
    assert places(page)[0] == [14.6, 64.6]
    assert page.texts[0].x == pytest.approx(20)


def test_a_table_in_a_header_stands_where_it_would_in_the_text() -> None:
    mode = '<w:compat><w:compatSetting w:name="compatibilityMode" w:val="14"/></w:compat>'
    padded = table([1000], row(cell("甲"))).replace(
        '<w:left w:w="0" w:type="dxa"/>', '<w:left w:w="108" w:type="dxa"/>'
    )
    header = {"h": f"<w:hdr {XMLNS}>{padded}{paragraph('')}</w:hdr>"}
    reference = '<w:headerReference w:type="default" r:id="h"/>'
    (page,) = laid(document(padded, settings=mode, parts=header, more=reference)).pages
    assert [each.x for each in page.texts] == pytest.approx([20, 20])


def test_rows_that_begin_and_end_within_the_grid() -> None:
    before = row(cell("甲"), cell("乙"), properties='<w:gridBefore w:val="1"/>')
    after = row(cell("丙"), cell("丁"), properties='<w:gridAfter w:val="1"/>')
    (page,) = laid(document(table([500, 1000, 1000], before, after))).pages
    x = {each.piece.text: each.x for each in page.texts}
    assert x["乙"] - x["甲"] == pytest.approx(50)
    assert x["甲"] - x["丙"] == pytest.approx(25)


@given(
    st.lists(st.floats(1, 200), min_size=1, max_size=8),
    st.floats(50, 500),
    st.floats(0, 600),
)
def test_the_columns_are_as_wide_as_the_table_wishes(grid: list[float], room: float, wish: float) -> None:
    widths = column_widths(Table(tuple(grid), (), "left", 0.0, {}, width=wish), room, None)
    assert sum(widths) == pytest.approx(wish or sum(grid), abs=0.06)
    assert [a / b for a, b in zip(widths, grid, strict=True)] == pytest.approx([sum(widths) / sum(grid)] * len(grid))


def test_a_table_without_widths_takes_them_from_its_contents_or_has_even_columns() -> None:
    bare = table([], row(cell("一"), cell("一二三四五六"), cell("字" * 60)))
    word, office = (places(laid(document(bare), rules).pages[0])[0] for rules in ("word", "libreoffice"))
    assert word[1] - word[0] < word[2] - word[1] < word[3] - word[2]
    assert word[3] - word[0] == pytest.approx(160)
    assert [b - a for a, b in pairwise(office)] == pytest.approx([160 / 3] * 3, abs=0.02)


@pytest.mark.parametrize("rows", [(), ("<w:tr/>",), ("<w:tr/>", row(cell("甲")))])
def test_a_table_without_rows_or_cells_is_no_fault(rows: tuple[str, ...]) -> None:
    for grid in ([], [1000]):
        (page,) = laid(document(table(grid, *rows) + paragraph("后"))).pages
        assert text(page).endswith("后")


# --------------------------------------------------------------------------------------------------------------- rules


def test_rules_of_one_level_hang_from_its_upper_edge() -> None:
    thick = '<w:tcBorders><w:top w:val="single" w:sz="24"/></w:tcBorders>'
    (page,) = laid(document(table([1000, 1000], row(cell("甲", thick), cell("乙"))))).pages
    assert places(page)[1][:2] == [20.25, 21.5]
    assert y_of(page)["乙"] == pytest.approx(20 + 3 + 16)


def test_a_double_rule_takes_the_room_of_three_strokes() -> None:
    doubled = table([1000], row(cell("甲")), row(cell("乙"))).replace('w:val="single"', 'w:val="double"')
    (page,) = laid(document(doubled)).pages
    assert places(page)[1] == [20.75, 42.25, 63.75]
    assert {rule.border.style for rule in page.rules} == {"double"}


def test_upright_rules_of_many_rows_are_one_stroke() -> None:
    (page,) = laid(document(table([1000, 1000], *(row(cell(c), cell("x")) for c in "一二三四五")))).pages
    assert len([rule for rule in page.rules if rule.x0 == rule.x1]) == 3


# -------------------------------------------------------------------------------------------------------------- heights


def test_least_and_exact_heights_hold_the_rule_above() -> None:
    least = row(cell("甲"), properties='<w:trHeight w:val="600"/>')
    exact = row(cell("乙"), properties='<w:trHeight w:val="500" w:hRule="exact"/>')
    (page,) = laid(document(table([1000], least, exact, row(cell("丙"))))).pages
    assert places(page)[1] == [20.25, 50.25, 75.25, 95.75]


def test_text_that_an_exact_height_cuts_off_is_reported() -> None:
    found: list[Finding] = []
    exact = row(cell("一二三四五六"), properties='<w:trHeight w:val="500" w:hRule="exact"/>')
    layout = lay_out(document(table([400], exact)), report=found.append)
    assert text(layout.pages[0]) == "一二三四"
    (finding,) = [each for each in found if each.code == "LY002"]
    assert "一二三四五六" in finding.where


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ([cell("一")] * 2, []),
        (["<w:tc><w:tcPr/>" + paragraph("一") + paragraph("") + "</w:tc>"] * 2, []),
        (["<w:tc><w:tcPr/>" + paragraph("一") + paragraph("二") + "</w:tc>", cell("")], ["“一二”"]),
        ([cell("并" * 4, MERGED), cell("", GOING_ON)], []),
        ([cell("并" * 6, MERGED), cell("", GOING_ON)], ["“并并并并并并”"]),
    ],
)
def test_what_an_exact_height_cuts_off_is_reported_only_where_it_could_be_read(
    cells: list[str], where: list[str]
) -> None:
    found: list[Finding] = []
    rows = [row(each, properties='<w:trHeight w:val="400" w:hRule="exact"/>') for each in cells]
    lay_out(document(table([400], *rows)), report=found.append)
    assert [each.where for each in found if each.code == "LY002"] == where


def test_spaces_in_a_cell_count_in_full() -> None:
    body = "<w:tc><w:tcPr/>" + "".join(
        paragraph(c, f'<w:spacing w:before="{before}" w:after="{after}"/>')
        for c, before, after in (("甲", 100, 200), ("乙", 100, 80))
    )
    (page,) = laid(document(table([1000], row(body + "</w:tc>")))).pages
    assert y_of(page) == {"甲": pytest.approx(41.5), "乙": pytest.approx(71.5)}
    assert places(page)[1] == [20.25, 79.75]


def test_the_blank_paragraph_behind_a_nested_table_takes_no_room() -> None:
    inner = table([1000], row(cell("内")))
    outer = table([2000], row(f"<w:tc><w:tcPr/>{inner}<w:p/></w:tc>"))
    (page,) = laid(document(outer)).pages
    assert places(page)[1] == [20.25, 20.75, 41.25, 41.85]


# ------------------------------------------------------------------------------------------------------------ splitting


def lines(first: int, count: int) -> str:
    return "<w:tc><w:tcPr/>" + "".join(paragraph(f"{n}") for n in range(first, first + count)) + "</w:tc>"


def test_a_row_that_is_cut_keeps_the_alignment_of_words_parts_and_stands_on_top_in_libreoffices() -> None:
    rows = [row(cell("甲"), cell("乙")), row(lines(0, 10), cell("丙", CENTER))]
    word, office = (laid(document(table([1000, 1000], *rows)), rules).pages for rules in ("word", "libreoffice"))
    for first, second in (word, office):
        assert [text(first).replace("丙", ""), text(second)] == ["甲乙012345", "6789"]
    assert y_of(office[0])["丙"] == pytest.approx(57)
    assert y_of(word[0])["丙"] == pytest.approx(107)


def test_a_row_stays_whole_where_a_cell_has_no_room_for_a_line() -> None:
    spacing = '<w:spacing w:line="1600" w:lineRule="exact"/>'
    high = f"<w:tc><w:tcPr/>{paragraph('高', spacing)}</w:tc>"
    body = "".join(paragraph(c) for c in "一二三四五") + table([1000, 1000], row(high, lines(0, 6)))
    assert [text(page) for page in laid(document(body)).pages] == ["一二三四五", "高012345"]


def test_a_row_of_a_least_height_is_cut_only_where_that_lacks_no_more_than_a_line() -> None:
    for least, first in ((70, "一二三四前01"), (100, "一二三四前")):
        rows = [row(cell("前")), row(lines(0, 6), properties=f'<w:trHeight w:val="{least * 20}"/>')]
        body = "".join(paragraph(c) for c in "一二三四") + table([1000], *rows)
        assert text(laid(document(body)).pages[0]) == first


def test_a_row_too_high_for_any_page_is_cut_though_it_must_not_be() -> None:
    pages = laid(document(table([1000], row(lines(0, 12), properties="<w:cantSplit/>")))).pages
    assert [text(page) for page in pages] == ["0123456", "7891011"]


@pytest.mark.parametrize("rule", ["exact", "atLeast"])
@pytest.mark.parametrize("rules", ["word", "libreoffice"])
def test_a_height_beyond_any_page_ends_with_the_page(rules: str, rule: str) -> None:
    high = row(cell("高"), properties=f'<w:trHeight w:val="9000" w:hRule="{rule}"/>')
    pages = laid(document(table([1000], high) + paragraph("后")), rules).pages
    assert [text(page) for page in pages] == ["高", "后"]
    assert max(places(pages[0])[1]) == pytest.approx(180, abs=0.5)


@pytest.mark.parametrize("rule", ["exact", "atLeast"])
def test_header_rows_that_leave_no_room_are_not_repeated(rule: str) -> None:
    header = row(cell("头"), properties=f'<w:tblHeader/><w:trHeight w:val="3600" w:hRule="{rule}"/>')
    pages = laid(document(table([1000], header, row(cell("一")), row(cell("二"))))).pages
    assert [text(page) for page in pages] == ["头", "一二"]
    assert [each.y for each in pages[1].texts] == [36.5, 57.0]


def test_rows_kept_with_the_next_move_together() -> None:
    kept = [f"<w:tc><w:tcPr/>{paragraph(str(i), '<w:keepNext/>' if i in {5, 6} else '')}</w:tc>" for i in range(9)]
    pages = laid(document(table([1000], *(row(each) for each in kept)))).pages
    assert [text(page) for page in pages] == ["01234", "5678"]


def test_a_row_kept_with_the_next_stands_where_that_begins_be_it_cut_there() -> None:
    kept = f"<w:tc><w:tcPr/>{paragraph('随', '<w:keepNext/>')}</w:tc>"
    pages = laid(document(table([1000], row(cell("前")), row(kept), row(lines(0, 10))))).pages
    assert [text(page) for page in pages] == ["前随01234", "56789"]


@pytest.mark.parametrize("rules", ["word", "libreoffice"])
def test_between_rows_of_merged_cells_alone_one_page_is_closed_and_the_next_opened(rules: str) -> None:
    high = '<w:trHeight w:val="400"/>'
    rows = [row(cell("甲", MERGED), cell("乙", MERGED), properties=high)]
    rows += [row(cell("", GOING_ON), cell("", GOING_ON), properties=high)] * 9
    first, second = laid(document(table([1000, 1000], *rows)), rules).pages
    assert places(first)[1] == [20.25, 160.25]
    assert places(second)[1] == [20.25, 80.75]
    bare = table([1000, 1000], *rows).replace('<w:insideH w:val="single" w:sz="4"/>', "")
    bare = bare.replace('<w:top w:val="single" w:sz="4"/>', "")
    assert [len(places(page)[1]) for page in laid(document(bare), rules).pages] == [0, 1]


def test_several_header_rows_are_repeated() -> None:
    heads = [row(cell(c), properties="<w:tblHeader/>") for c in "天地"]
    pages = laid(document(table([1000], *heads, *(row(cell(c)) for c in "一二三四五六七八九")))).pages
    assert [text(page) for page in pages] == ["天地一二三四五", "天地六七八九"]


def test_text_of_a_merged_cell_flows_to_the_next_page_and_makes_its_last_row_higher_there() -> None:
    rows = [row("".join((lines(0, 12).replace("<w:tcPr/>", f"<w:tcPr>{MERGED}</w:tcPr>"), cell("甲"))))]
    rows += [row(cell("", GOING_ON), cell(c)) for c in "乙丙丁戊己庚辛壬癸子"]
    first, second = laid(document(table([1000, 1000], *rows))).pages
    assert {each for each in y_of(first) if each.isdigit()} == set("0123456")
    assert {each for each in y_of(second) if each.isdigit()} == {"7", "8", "9", "10", "11"}
    assert places(second)[1][-1] == pytest.approx(120.75)


def test_a_merged_cell_and_its_last_row_are_cut_together() -> None:
    rows = [row("".join((lines(0, 12).replace("<w:tcPr/>", f"<w:tcPr>{MERGED}</w:tcPr>"), cell("甲"))))]
    rows += [row(cell("", GOING_ON), cell(c)) for c in "乙丙"]
    first, second = laid(document(table([1000, 1000], *rows))).pages
    assert places(first)[1] == [20.25, 40.75, 61.25, 160.75]
    assert places(second)[1] == [20.25, 120.75]
    assert text(second) == "7891011"


def test_a_nested_table_is_cut_with_its_row() -> None:
    inner = table([1000], *(row(cell(f"内{i}")) for i in range(12)))
    outer = table([2400, 800], row(f"<w:tc><w:tcPr/>{inner}<w:p/></w:tc>", cell("x")))
    first, second = laid(document(outer + paragraph("后"))).pages
    assert text(first) == "".join(f"内{i}" for i in range(7)) + "x"
    assert text(second) == "".join(f"内{i}" for i in range(7, 12)) + "后"


def test_a_cell_that_goes_on_from_nowhere_is_a_cell() -> None:
    rows = [row(cell("一", GOING_ON), cell("二")), row(cell("三", MERGED), cell("四"))]
    rows += [
        row(cell("五", GOING_ON.replace("/>", ' w:val="continue"/>') + "")),
        row(cell("六", '<w:gridSpan w:val="2"/>')),
    ]
    assert set(text(laid(document(table([1000, 1000], *rows))).pages[0])) == set("一二三四六")


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans(), st.booleans()), min_size=1, max_size=25))
def test_no_text_is_lost_or_printed_twice(rows: list[tuple[int, bool, bool]]) -> None:
    """Whatever rows there are, whole or not, merged or not: each line stands on one page, within its margins."""
    made, expected = [], []
    for number, (count, whole, merge) in enumerate(rows):
        going_on = merge and number > 0
        expected += [] if going_on else [f"m{number}"]
        expected += [f"{number}.{n}" for n in range(count)]
        left = cell("", GOING_ON) if going_on else cell(f"m{number}", MERGED + CENTER)
        body = "<w:tc><w:tcPr/>" + "".join(paragraph(f"{number}.{n}") for n in range(count)) + "</w:tc>"
        made.append(row(left, body, properties="<w:cantSplit/>" if whole else ""))
    for rules in ("word", "libreoffice"):
        pages = laid(document(table([1000, 1000], *made)), rules).pages
        printed = [each.piece.text for page in pages for each in page.texts]
        assert sorted(printed) == sorted(expected)
        assert all(20 < each.y <= 180.5 for page in pages for each in page.texts)
        assert all(rule.y1 <= 181 for page in pages for rule in page.rules)


@pytest.mark.slow
def test_a_table_twice_as_long_takes_twice_as_long() -> None:
    def seconds(count: int) -> float:
        docx = document(table([1000, 1000], *(row(cell(f"{n}"), cell("乙")) for n in range(count))))
        start = time.process_time()
        assert len(laid(docx).pages) == -(-count // 7)
        return time.process_time() - start

    seconds(100)
    assert seconds(8000) < 3.5 * seconds(4000)


def test_rows_that_merged_cells_cover_whole_are_none_for_a_reader() -> None:
    cells = cell("并", MERGED), cell("并", MERGED)
    going_on = row(cell("", GOING_ON), cell("", GOING_ON))
    tree = laid(document(table([1000, 1000], row(*cells), going_on, going_on, row(cell("一"), cell("二"))))).structure
    (found,) = tree.children
    assert [[cell.rows for cell in each.children] for each in found.children] == [[1, 1], [1, 1]]


def test_columns_that_want_just_the_room_there_is_are_no_fault() -> None:
    frames = tuple(Frame(start, 1, "", "top", (0.0,) * 4, {}, "") for start in range(3))
    kind = RowKind(frames, 0.0, False, False, False)
    bare = Table((), (Row(tuple(Cell((), frame) for frame in frames), kind),), "left", 0.0, {})
    assert sum([12.4 / 3] * 3) > 12.4, "by a rounding"
    assert column_widths(bare, 12.4, lambda _: 12.4 / 3) == [12.4 / 3] * 3
