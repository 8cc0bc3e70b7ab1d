"""一行里的字各站在哪里：对齐、分散、字距、制表位、中西文之间的空。"""

import pytest

from budgetdocs.finding import Finding
from budgetdocs.pdf.blocks import Picture, Span
from budgetdocs.pdf.lines import PRESETS, Line

from .composed import RUN, broken, composer, lines, paragraph, span


def ends(line: Line) -> tuple[float, float]:
    """Where the ink of a line begins and ends."""
    return line.pieces[0].x, line.pieces[-1].x + line.pieces[-1].width


@pytest.mark.parametrize(
    ("align", "expected"),
    [("left", (10, 40)), ("center", (45, 75)), ("right", (80, 110)), ("both", (10, 40)), ("distribute", (10, 110))],
)
def test_alignment_between_the_indents(align: str, expected: tuple[float, float]) -> None:
    (line,) = lines("一二三", 120, align=align, left=10.0, right=10.0)
    assert ends(line) == pytest.approx(expected)


def test_blanks_at_the_end_take_no_part_in_alignment() -> None:
    (line,) = lines("一二三  ", 120, align="right")
    assert ends(line) == pytest.approx((90, 120))


def test_underlined_blanks_are_a_line_to_write_on() -> None:
    (line,) = composer().lines(paragraph("签名", span("        ", underline="single")), 120)
    assert line.pieces[-1].text == "        "
    assert line.pieces[-1].width > 15


def test_a_line_of_nothing_but_a_tab_in_a_paragraph_with_underlined_text_is_no_fault() -> None:
    first, second = composer().lines(paragraph("\t\n", span("签名", underline="single")), 120)
    assert (first.pieces, second.pieces[0].text) == ((), "签名")


@pytest.mark.parametrize(
    ("text", "width", "spread"),
    [
        ("一二三四五六七八九（十）", 98, "一二三四五六七八九"),
        ("一二三abc四五六 七八（十）", 110, "一二三abc四五六 七八"),
        ("one two three four", 70, "one two three"),
    ],
)
def test_justified_lines_fill_the_column_but_for_the_last(text: str, width: float, spread: str) -> None:
    first, *_, last = lines(text, width, align="both")
    assert "".join(piece.text for piece in first.pieces).rstrip() == spread
    assert ends(first) == pytest.approx((0, width))
    assert ends(last)[1] < width - 5


def test_latin_letters_are_not_spread_but_in_distributed_lines_of_word() -> None:
    for rules, align, spread in (
        ("word", "both", False),
        ("word", "distribute", True),
        ("libreoffice", "distribute", False),
    ):
        line = lines("一abc二（三四五六", 65, rules, align=align)[0]
        (latin,) = (piece for piece in line.pieces if piece.text == "abc")
        assert (latin.spacing > 0) == spread


def test_a_mark_that_hangs_stands_beyond_the_edge() -> None:
    line = lines("一二三四五，六", 55, hanging=True, align="both")[0]
    assert "".join(piece.text for piece in line.pieces) == "一二三四五，"
    assert ends(line)[1] == pytest.approx(65)


@pytest.mark.parametrize(("rules", "space"), [("word", 2.5), ("libreoffice", 2.0)])
def test_space_between_scripts(rules: str, space: float) -> None:
    (line,) = lines("一A二，B", 200, rules)
    positions = {piece.text: piece for piece in line.pieces}
    assert positions["A"].x == pytest.approx(10 + space)
    assert positions["二，B"].x == pytest.approx(positions["A"].x + positions["A"].width + space)


def test_a_paragraph_may_do_without_space_between_scripts() -> None:
    for text, style in (("一A", {"space_latin": False}), ("一1", {"space_digits": False})):
        assert [piece.text for piece in lines(text, 99, **style)[0].pieces] == [text]
        assert lines(text, 99, "libreoffice", **style)[0].pieces[1].x == pytest.approx(12)  # which heeds it not


def test_no_space_between_scripts_where_a_line_begins() -> None:
    assert [line.pieces[0].x for line in lines("一二三123", 32)] == [0, 0]


def test_character_spacing_and_scale() -> None:
    (line,) = composer().lines(paragraph(span("一二", spacing=2.0, scale=1.5), "三"), 200)
    wide, plain = line.pieces
    assert (wide.spacing, wide.ink.scale, wide.width) == (2.0, 1.5, pytest.approx(34))
    assert plain.x == pytest.approx(34)


def test_character_grid_widens_what_snaps() -> None:
    made = composer(grid_chars=1.5)
    (line,) = made.lines(paragraph("一二", span("三", snap=False)), 200)
    assert [piece.width for piece in line.pieces] == pytest.approx([23, 10])


TABS = {
    "left": ((100.0, "left", ""),),
    "right": ((100.0, "right", ""),),
    "center": ((100.0, "center", ""),),
    "decimal": ((100.0, "decimal", ""),),
    "bar": ((50.0, "bar", ""), (100.0, "left", "")),
    "clear": ((50.0, "clear", ""), (100.0, "left", "")),
}


@pytest.mark.parametrize(
    ("kind", "text", "x"),
    [
        ("left", "甲\t乙丙", 100), ("right", "甲\t乙丙", 80), ("center", "甲\t乙丙", 90), ("bar", "甲\t乙", 100),
        ("clear", "甲\t乙", 100), ("decimal", "甲\t乙丙.丁", 80), ("decimal", "甲\t乙丙", 80),
    ],
)  # fmt: skip
def test_tab_stops(kind: str, text: str, x: float) -> None:
    (line,) = lines(text, 300, tabs=TABS[kind])
    assert line.pieces[1].x == pytest.approx(x)


def test_default_tab_stops_and_that_of_a_hanging_indent() -> None:
    made = composer(default_tab=24.0)
    assert made.lines(paragraph("一\t二\t三"), 300)[0].pieces[2].x == pytest.approx(48)
    (line,) = made.lines(paragraph("1.\t二", left=21.0, first=-21.0), 300)
    assert [piece.x for piece in line.pieces] == pytest.approx([0, 21])


def test_leaders_fill_a_tab_up_to_its_stop() -> None:
    (line,) = lines("第一章\t3", 300, tabs=((200.0, "right", "dot"),))
    dots = line.pieces[1]
    assert set(dots.text) == {"."}
    assert dots.x + dots.width == pytest.approx(line.pieces[2].x)
    assert dots.x - 30 < dots.width / len(dots.text)


def test_an_underlined_tab_is_a_line_to_write_on() -> None:
    (line,) = composer().lines(paragraph("姓名", span("\t", underline="single"), tabs=((90.0, "left", ""),)), 300)
    assert (line.pieces[1].x, line.pieces[1].width) == (20, 70)


def test_underline_and_shade_do_not_tear_between_scripts() -> None:
    (line,) = composer().lines(paragraph(span("甲A乙", underline="single")), 300)
    for piece, following in zip(line.pieces, line.pieces[1:], strict=False):
        assert piece.x + piece.width == pytest.approx(following.x)


def test_a_tab_at_the_edge_leads_to_the_next_line() -> None:
    assert broken("一二三四五六\t七八", 62) == ["一二三四五六", "七八"]


def test_line_breaks_page_breaks_and_what_follows_them() -> None:
    found = lines("一\n\n二\f三", 100)
    assert [[piece.text for piece in line.pieces] for line in found] == [["一"], [], ["二"], ["三"]]
    assert [line.page_break for line in found] == [False, False, True, False]


@pytest.mark.parametrize("rules", PRESETS)
@pytest.mark.parametrize(
    ("text", "width"), [("一二三四五  \n六", 52.0), ("一二三四五，\n六", 52.0), ("一二三四五  \f六", 52.0)]
)
def test_no_empty_line_before_a_break_that_blanks_or_a_hung_mark_precede(text: str, width: float, rules: str) -> None:
    assert [line.rstrip() for line in broken(text, width, rules, hanging=True)] == [text[:-2].rstrip(), "六"]


def test_lines_before_a_line_break_are_justified() -> None:
    first, last = lines("一二\n三四", 100, align="both")
    assert ends(first) == pytest.approx((0, 100))
    assert ends(last) == pytest.approx((0, 20))


def test_a_tab_beyond_the_right_edge_is_kept() -> None:
    (line,) = lines("一\t二", 60, tabs=((100.0, "right", ""),))
    assert line.pieces[1].x == pytest.approx(90)


def test_a_picture_is_a_high_character() -> None:
    picture = Picture(b"", 50.0, 40.0, "章")
    seal = Span("\ufffc", RUN, picture=picture)
    (line,) = composer().lines(paragraph("盖章", seal, "处"), 300)
    assert [(piece.text, piece.x) for piece in line.pieces] == [("盖章", 0), ("\ufffc", 20), ("处", 70)]
    assert line.pieces[1].picture is picture
    assert line.baseline == pytest.approx(40)


def test_what_takes_no_ink_is_not_printed() -> None:
    assert broken("葛\U000e0100城\u200b区", 100) == ["葛城区"]


@pytest.mark.parametrize("rules", PRESETS)
def test_a_missing_character_is_printed_by_another_face_or_reported(rules: str) -> None:
    found: list[Finding] = []
    (line,) = composer(rules, found).lines(paragraph("一\U0010fffd二"), 100)
    assert "".join(piece.text for piece in line.pieces) == "一〓二"
    assert [each.code for each in found if each.code == "FT002"] == ["FT002"]


def test_equal_paragraphs_are_composed_once() -> None:
    made, repeated = composer(), paragraph("一二三")
    _, second, third = (made.lines(repeated, 100) for _ in range(3))
    assert second is third
    assert made.lines(repeated, 20) is not made.lines(repeated, 100)
