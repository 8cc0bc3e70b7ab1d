"""断行：哪些字不可分开，两套规则各怎么断。"""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdocs.pdf.lines import PRESETS, Piece

from .composed import broken, composer, paragraph

# 每例：先放满几个字，末尾剩下的地方放不下“整块”的全部，整块就该移到下一行
WHOLE = [
    "≥90%", "±5", "≤350", "＞13", "＝100%", ">=90", "-5℃", "12.5㎡", "100%", "99.9%", "3‰", "￥100", "$5", "№3", "1/3",
    "2018", "1,234.50", "GIS", "R&D", "ISO9001", "A4", "PM2.5", "8:30", "（一", "《办", "“引", "办》", "引”", "字，",
    "字。", "字；", "字：", "字、", "字？", "字）", "字！", "——", "……", "字％", "5％", "(a)", "3)a",
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE)
def test_what_belongs_together_stays_together(whole: str) -> None:
    text = "一二三四五六" + whole + "七八"
    for width in range(60, 100):
        found = broken(text, float(width))
        assert "".join(found) == text
        assert any(whole in line for line in found), (width, found)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("一二三2018-2020四", 60, ["一二三2018-", "2020四"]),
        ("一二三e-mail四", 45, ["一二三e-", "mail四"]),
        ("see and/or not", 45, ["see and/", "or not"]),
        ("一二三四五 六七", 50, ["一二三四五", "六七"]),
        ("一二三四五   六七", 50, ["一二三四五", "六七"]),
        ("one two three", 40, ["one two", "three"]),
        ("甲（2018年修正）5项", 75, ["甲（2018年修", "正）5项"]),
        ("一二三“引号”四", 40, ["一二三", "“引号”", "四"]),
        ("一二三四：“引号”", 50, ["一二三四：", "“引号”"]),
        ("甲乙卡尔·马克思", 50, ["甲乙卡", "尔·马克思"]),
    ],
)
def test_word(text: str, width: float, expected: list[str]) -> None:
    assert broken(text, width) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        # 放不下的是西文时，由 UAX #14 决定；它要断在前一段里，那一段的末字就算放不下
        ("甲乙满意度≥90%落实", 67, ["甲乙满意度", "≥90%落实"]),
        ("甲乙满意度、9012345落", 63, ["甲乙满意度、", "9012345落"]),
        ("甲乙满意度）9012345落", 74, ["甲乙满意", "度）9012345落"]),
        ("甲乙满意度（9012345落", 74, ["甲乙满意度", "（9012345落"]),
        ("甲乙字2018-2020字", 61, ["甲乙字2018-", "2020字"]),
        ("甲乙字C++字", 46, ["甲乙字C+", "+字"]),
        ("甲乙字-5℃字", 39, ["甲乙字-", "5℃字"]),
        ("甲乙字1/3字", 45, ["甲乙字", "1/3字"]),
        ("甲乙字100％字", 55, ["甲乙字", "100％字"]),
        ("甲乙字“引号”", 45, ["甲乙字", "“引号”"]),
        ("甲乙字——字", 40, ["甲乙字—", "—字"]),
        ("甲乙字……字", 40, ["甲乙字…", "…字"]),
        ("甲http://www.abc.com/a", 75, ["甲http://", "www.abc.com/", "a"]),
    ],
)
def test_libreoffice(text: str, width: float, expected: list[str]) -> None:
    assert broken(text, width, "libreoffice") == expected


@pytest.mark.parametrize(
    ("style", "in_table", "hangs"),
    [
        ({"hanging": True}, False, True),
        ({"hanging": True, "hanging_set": True}, False, False),
        ({"hanging": False, "hanging_set": True}, False, True),
        ({"hanging": True}, True, False),
        ({"hanging": False, "hanging_set": True}, True, False),
    ],
)
def test_libreoffice_reads_overflow_punct_the_wrong_way_round(
    style: dict[str, bool], in_table: bool, hangs: bool
) -> None:
    made = composer("libreoffice", in_table=in_table)
    first = made.lines(paragraph("一二三四五，六", **style), 55)[0]
    assert first.pieces[0].text == ("一二三四五，" if hangs else "一二三四")


@pytest.mark.parametrize("rules", PRESETS)
@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("combining marks", "e\u0301\u0302"),
        ("a variant of an ideograph", "葛\U000e0100"),
        ("an ideograph beyond U+FFFF", "𠮷"),
        ("a skin tone", "\U0001f44d\U0001f3fd"),
        ("a family", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("a keycap", "1\ufe0f\u20e3"),
    ],
)
def test_a_character_is_never_cut(rules: str, name: str, whole: str) -> None:
    """Not even where the line is narrower than a single character."""
    text = "一" + whole * 4 + "二"
    for width in (1.0, 15.0, 25.0, 35.0):
        starts = [len(line) for line in _raw(text, width, rules)]
        position = 0
        for length in starts[:-1]:
            position += length
            assert (position - 1) % len(whole) == 0, name


def _raw(text: str, width: float, rules: str) -> list[str]:
    """The characters of each line, format characters and those that fonts replace included."""
    made = composer(rules)
    whole = paragraph(text)
    measured, _ = made._measured(made._shaper.runs(whole, {}, 0.0), whole.style)
    return [text[line.start : line.stop] for line in made._filled(measured, paragraph(text).style, width)]


def test_flags_are_pairs_of_letters() -> None:
    flags = "🇨🇳🇭🇰🇲🇴"
    assert _raw(flags, 25.0, "word") == ["🇨🇳", "🇭🇰", "🇲🇴"]


def test_a_no_break_space_holds_and_a_zero_width_space_lets_go() -> None:
    assert broken("一二三12\u00a0kg", 45) == ["一二三", "12\u00a0kg"]
    assert broken("abcdefgh", 30) != broken("abcd\u200befgh", 30) == ["abcd", "efgh"]
    assert broken("一二三\u2060四五", 30) == ["一二", "三四五"]


def test_thai_breaks_between_words_that_spaces_part() -> None:
    assert _raw("สวัสดี ครับ", 65, "word") == ["สวัสดี ", "ครับ"]


def test_a_long_code_is_cut_where_it_must_be() -> None:
    code = "13073022P00825110002X"
    for rules in PRESETS:
        found = broken(code, 40, rules)
        assert "".join(found) == code
        assert all(len(line) > 5 for line in found[:-1])


@pytest.mark.parametrize("rules", PRESETS)
@given(
    text=st.text(
        st.sampled_from("一二，。（）《》“”——……≥≤90%abc -12、；：1/3\u3000㎡￥№①—\u0301"), min_size=1, max_size=60
    ),
    width=st.floats(8, 120),
)
def test_lines_are_the_whole_text_in_order(rules: str, text: str, width: float) -> None:
    text = text.strip(" \u3000") or "一"
    found = _raw(text, width, rules)
    assert "".join(found) == text
    assert all(found)


@given(
    text=st.text(st.sampled_from("一二三四五六七八，。；：、？！）》”％"), min_size=1, max_size=40),
    width=st.floats(40, 120),
)
def test_no_closing_mark_opens_a_line(text: str, width: float) -> None:
    """Unless so many of them follow each other that they fill the line."""
    found = broken("一" + text, width)
    for before, line in pairwise(found):
        assert line[0] not in "，。；：、？！）》”％" or all(mark in "，。；：、？！）》”％" for mark in before[1:])


@pytest.mark.parametrize("rules", PRESETS)
@given(
    text=st.text(st.sampled_from("一二三，。（）“”—…、；：①\u3000"), min_size=1, max_size=60)
    | st.text(st.sampled_from("abc def-1/23,.%()"), min_size=1, max_size=60)
    | st.text(st.sampled_from("一二，（）“”%≥ a1.　"), min_size=1, max_size=60)
    | st.text(st.sampled_from("一二三四五"), min_size=1, max_size=60),
    width=st.floats(5, 150),
    align=st.sampled_from(["left", "right", "center", "both", "distribute"]),
    hanging=st.booleans(),
    first=st.floats(-5, 20),
)
def test_a_single_span_is_set_as_any_other(
    rules: str, text: str, width: float, align: str, hanging: bool, first: float
) -> None:
    """The short way of plain paragraphs gives the same lines as the long one."""
    made = composer(rules)
    given_ = paragraph(text, align=align, hanging=hanging, first=first, left=5.0, right=3.0, before=2.0, after=1.0)
    plain = made._plain(given_, width)
    for one, other in zip(plain[0] if plain else (), made._any(given_, width)[0] if plain else (), strict=True):
        assert one._replace(pieces=()) == other._replace(pieces=())
        for piece, same in zip(joined(one.pieces), joined(other.pieces), strict=True):
            assert (piece.text, piece.ink) == (same.text, same.ink)
            assert (piece.x, piece.spacing, piece.width) == pytest.approx((same.x, same.spacing, same.width), abs=1e-6)


def joined(pieces: tuple[Piece, ...]) -> list[Piece]:
    """The pieces, those that touch and are spaced alike put together."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and last.spacing == piece.spacing and abs(last.x + last.width - piece.x) < 1e-6:
            found[-1] = last._replace(text=last.text + piece.text, width=last.width + piece.width)
        else:
            found.append(piece)
    return found
