"""Where lines break, and where their characters stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdocs.pdf import PdfOptions, lay_out

from ..word_files import document, paragraph

WIDTH = 160.0  # sixteen characters of 10 pt


def lines(text: str, properties: str = "", rules: str = "word") -> list[str]:
    """The text of each printed line, white space at its end dropped."""
    layout = lay_out(document(paragraph(text, properties)), options=PdfOptions(line_rules=rules), report=lambda _: None)
    by_line: dict[tuple[int, float], str] = {}
    for number, page in enumerate(layout.pages):
        for y, piece in ((each.y, each.piece) for each in page.texts):
            by_line[number, y] = by_line.get((number, y), "") + piece.text
    return list(by_line.values())


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("一二三四五六七八九十一二三四五六七", ["一二三四五六七八九十一二三四五六", "七"]),
        ("一二三四五六七八九十一二三四五六，七", ["一二三四五六七八九十一二三四五六，", "七"]),
        ("一二三四五六七八九十一二三四五（六）", ["一二三四五六七八九十一二三四五", "（六）"]),
        ("一二三四五六七八九十一二三四五《办法》", ["一二三四五六七八九十一二三四五", "《办法》"]),
        ("一二三四五六七八九十一二三四五≥90%七", ["一二三四五六七八九十一二三四五", "≥90%七"]),
        ("一二三四五六七八九十一二三四——五", ["一二三四五六七八九十一二三四——", "五"]),
        ("一二三四五六七八九十一二三四五——六", ["一二三四五六七八九十一二三四", "五——六"]),
        ("一二三四五六七八九十一二三abcdefgh四", ["一二三四五六七八九十一二三", "abcdefgh四"]),
        ("一二三四五六七八九十一二三四 五 六七", ["一二三四五六七八九十一二三四 五", "六七"]),
    ],
)
def test_breaks_after_chinese_rules(text: str, broken: list[str]) -> None:
    assert [line.rstrip() for line in lines(text)] == broken


def test_a_code_longer_than_the_line_is_cut_rather_than_lost() -> None:
    code = "A1B2C3D4" * 10
    assert "".join(lines(code)) == code
    assert len(lines(code)) > 1


def test_a_mark_hangs_only_where_the_paragraph_allows_it() -> None:
    text = "一二三四五六七八九十一二三四五六，七"
    assert lines(text, '<w:overflowPunct w:val="0"/>') == ["一二三四五六七八九十一二三四五", "六，七"]


def test_a_mark_that_hangs_at_the_end_leaves_no_empty_line_behind() -> None:
    body = paragraph("一二三四五六七八九十一二三四五六。") + paragraph("七")
    first, second = lay_out(document(body), report=lambda _: None).pages[0].texts
    assert second.y - first.y == pytest.approx(20)


def test_the_presets_differ_at_ellipses() -> None:
    text = "一二三四五六七八九十一二三四五……六"
    assert lines(text, rules="word") == ["一二三四五六七八九十一二三四", "五……六"]
    assert lines(text, rules="libreoffice") == ["一二三四五六七八九十一二三四五…", "…六"]


def test_line_breaks_and_tabs_are_kept() -> None:
    layout = lay_out(
        document("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>"), report=lambda _: None
    )
    (first, second, third) = layout.pages[0].texts
    assert [each.piece.text for each in (first, second, third)] == ["甲", "乙", "丙"]
    assert second.y - first.y == pytest.approx(20)
    assert third.x - 20 == pytest.approx(36)


@pytest.mark.parametrize(("align", "x"), [("left", 20.0), ("center", 85.0), ("right", 150.0), ("both", 20.0)])
def test_alignment(align: str, x: float) -> None:
    layout = lay_out(document(paragraph("一二三", f'<w:jc w:val="{align}"/>')), report=lambda _: None)
    assert layout.pages[0].texts[0].x == pytest.approx(x)


def test_justified_lines_end_at_the_margin_but_for_the_last() -> None:
    layout = lay_out(
        document(paragraph("一二三四五六七八九十一二三四五《办法》。", '<w:jc w:val="both"/>')), report=lambda _: None
    )
    ends: dict[float, float] = {}
    for x, y, piece in ((each.x, each.y, each.piece) for each in layout.pages[0].texts):
        ends[y] = max(ends.get(y, 0.0), x + piece.width)
    first, last = ends.values()
    assert first == pytest.approx(180)
    assert last < 180


def test_indents_in_characters() -> None:
    layout = lay_out(
        document(paragraph("一", '<w:ind w:firstLineChars="200" w:firstLine="1"/>')), report=lambda _: None
    )
    assert layout.pages[0].texts[0].x == pytest.approx(40)


@given(st.text(st.sampled_from("一二三，。（）《》“”——……≥90%abc ab-12、；："), min_size=1, max_size=120))
def test_no_character_is_lost_and_no_line_overruns(text: str) -> None:
    found = lines(text.strip() or "一")
    assert "".join("".join(found).split()) == "".join((text.strip() or "一").split())


def test_a_mark_never_opens_a_line() -> None:
    text = "部门整体绩效目标，项目绩效目标；资金支出计划：三月底、六月底、十月底。" * 5
    assert not [line for line in lines(text) if line[0] in "，。；：、"]
