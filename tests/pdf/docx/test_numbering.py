"""编号：各级的文字、起始、重新编号、覆盖、由样式带来的级别、缩进与制表位，以及编号的各种写法。"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdocs.pdf.docx.numerals import numeral

from .reading import first, named, p, paragraphs, read


def level(
    index: int, text: str, form: str = "decimal", more: str = "", indent: str = '<w:ind w:left="420" w:hanging="420"/>'
) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}'
        f"<w:pPr>{indent}</w:pPr></w:lvl>"
    )


def lists(*levels: str, instances: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{instances}'


def item(index: int = 0, name: str = "1", text: str = "", more: str = "") -> str:
    return p(properties=f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{name}"/></w:numPr>{more}', text=text)


def labels(body: str, numbering: str, **rest: str) -> list[str]:
    return [block.text for block in paragraphs(body, numbering=numbering, **rest)]


OUTLINE = lists(level(0, "%1、", "chineseCounting"), level(1, "%1.%2"), level(2, "%1.%2.%3", more="<w:isLgl/>"))


def test_levels_count_and_start_anew_below_one_that_goes_on() -> None:
    body = "".join(item(i) for i in (0, 1, 1, 2, 0, 1, 2, 2))
    assert labels(body, OUTLINE) == ["一、\t", "一.1\t", "一.2\t", "1.2.1\t", "二、\t", "二.1\t", "2.1.1\t", "2.1.2\t"]


def test_a_level_that_was_not_used_counts_as_begun() -> None:
    assert labels(item(1) + item(0), OUTLINE) == ["一.1\t", "二、\t"]


@pytest.mark.parametrize(
    ("restart", "expected"), [("", ["a1", "a1"]), ('<w:lvlRestart w:val="0"/>', ["a1", "a2"]),
                              ('<w:lvlRestart w:val="1"/>', ["a1", "a1"])]
)  # fmt: skip
def test_when_a_level_starts_anew(restart: str, expected: list[str]) -> None:
    nothing = '<w:suff w:val="nothing"/>'
    numbering = lists(level(0, "%1", more=nothing), level(1, "a%2", more=nothing + restart))
    assert labels(item(0) + item(1) + item(0) + item(1), numbering)[1::2] == expected


@pytest.mark.parametrize(("suffix", "shown"), [("", "1.\t"), ("tab", "1.\t"), ("space", "1. "), ("nothing", "1.")])
def test_what_follows_the_number(suffix: str, shown: str) -> None:
    more = f'<w:suff w:val="{suffix}"/>' if suffix else ""
    assert labels(item(), lists(level(0, "%1.", more=more))) == [shown]


def test_lists_of_one_definition_share_their_count_unless_they_start_anew() -> None:
    instances = "".join(
        f'<w:num w:numId="{name}"><w:abstractNumId w:val="0"/>{override}</w:num>'
        for name, override in (
            ("1", ""),
            ("2", ""),
            ("3", '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
            ("4", f'<w:lvlOverride w:ilvl="0">{level(0, "第%1条")}</w:lvlOverride>'),
        )
    )
    numbering = lists(level(0, "%1."), instances=instances)
    body = item() + item(name="2") + item(name="3") + item(name="3") + item(name="4") + item()
    assert labels(body, numbering) == ["1.\t", "2.\t", "5.\t", "6.\t", "第7条\t", "8.\t"]


def test_the_level_gives_indents_a_tab_stop_and_the_look_of_the_number() -> None:
    numbering = lists(level(0, "%1.", more='<w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr>'))
    block = first(item(text="甲", more='<w:rPr><w:sz w:val="30"/></w:rPr>'), numbering=numbering)
    assert (block.style.left, block.style.first, block.style.tabs) == (21.0, -21.0, ((21.0, "left", "none"),))
    label, words = block.spans
    assert (label.text, label.style.bold, label.style.color, label.style.size) == ("1.\t", True, "FF0000", 15.0)
    assert (words.text, words.style.bold, words.style.size) == ("甲", False, 10.0)


def test_direct_indents_lie_over_those_of_the_level_and_these_over_the_style() -> None:
    indents = '<w:ind w:left="100" w:firstLineChars="200"/>'
    styles = f'<w:style w:type="paragraph" w:styleId="L"><w:pPr>{indents}</w:pPr></w:style>'
    named_style = '<w:pStyle w:val="L"/>'
    body = item(more=named_style) + item(more=f'{named_style}<w:ind w:firstLineChars="0"/>')
    blocks = paragraphs(body, numbering=lists(level(0, "%1.")), styles=styles)
    assert [(block.style.left, block.style.first) for block in blocks] == [(21.0, 20.0), (21.0, -21.0)]


HEADING = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr>'
    '<w:ind w:left="800"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="H3"><w:pPr><w:numPr>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)  # fmt: skip


def test_a_style_numbers_its_paragraphs_and_a_level_may_name_its_style() -> None:
    numbering = lists(level(0, "%1"), level(1, "%1.%2"), level(2, "%1.%2.%3", more='<w:pStyle w:val="H3"/>'))
    body = "".join(p(properties=f'<w:pStyle w:val="{name}"/>', text="") for name in ("H1", "H2", "H3"))
    blocks = paragraphs(body, numbering=numbering, styles=HEADING)
    assert [block.text for block in blocks] == ["1\t", "1.1\t", "1.1.1\t"]
    assert [block.style.left for block in blocks] == [21.0, 40.0, 21.0]


def test_a_paragraph_may_leave_the_list_of_its_style() -> None:
    body = p(properties='<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    block = first(body, numbering=lists(level(0, "%1")), styles=HEADING)
    assert (block.text, block.style.left, block.style.first) == ("字", 0.0, 0.0)


def test_a_numbering_style_leads_to_its_list() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="S"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="6"><w:styleLink w:val="S"/>{level(0, "§%1")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num>'
    )
    style = '<w:style w:type="numbering" w:styleId="S"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    assert labels(item(), numbering, styles=style) == ["§1\t"]


@pytest.mark.parametrize(
    ("font", "text", "shown"),
    [("Symbol", "\uf0b7", "•\t"), ("Wingdings", "\uf06c", "●\t"), ("Wingdings", "l", "●\t"), ("宋体", "※", "※\t"),
     ("Wingdings", "\uf0fe", "☑\t")],
)  # fmt: skip
def test_bullets_are_drawn_as_characters(font: str, text: str, shown: str) -> None:
    more = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/></w:rPr>'
    assert labels(item(), lists(level(0, text, "bullet", more))) == [shown]


@pytest.mark.parametrize(
    ("more", "form", "names"),
    [
        ('<w:lvlJc w:val="right"/>', "decimal", ["w:lvlJc"]),
        ('<w:lvlJc w:val="left"/>', "decimal", []),
        ('<w:lvlPicBulletId w:val="0"/>', "bullet", ["w:lvlPicBulletId"]),
        ("", "hebrew1", ["w:numFmt"]),
        ('<w:rPr><w:em w:val="dot"/></w:rPr>', "decimal", ["w:em"]),
    ],
)
def test_what_is_not_drawn_of_a_number_is_reported(more: str, form: str, names: list[str]) -> None:
    assert named(read(item() * 2, numbering=lists(level(0, "%1.", form, more)))[1]) == names


def test_a_format_of_later_versions_falls_back() -> None:
    form = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001"/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent>'
    )
    levels = f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{form}<w:lvlText w:val="%1"/></w:lvl>'
    assert labels(item(), lists(levels)) == ["01\t"]


@pytest.mark.parametrize("numbering", ["<w:num/>", lists(), lists("<w:lvl/>"), lists('<w:lvl w:ilvl="x"/>'),
                                       lists(instances='<w:num w:numId="1"/>'), "<w:abstractNum/>",
                                       '<w:abstractNum/><w:num w:numId=""><w:abstractNumId w:val=""/></w:num>']
)  # fmt: skip
def test_a_list_that_says_nothing_is_no_number(numbering: str) -> None:
    assert labels(item() + item(99) + item(name="x"), numbering) == ["", "", ""]


@pytest.mark.parametrize(
    ("form", "counts", "expected"),
    [
        ("decimal", (1, 10), "1 10"),
        ("decimalZero", (1, 10), "01 10"),
        ("decimalFullWidth", (12,), "１２"),
        ("numberInDash", (3,), "- 3 -"),
        ("upperRoman", (4, 1999, 40000), "IV MCMXCIX 40000"),
        ("lowerRoman", (9,), "ix"),
        ("upperLetter", (1, 26, 27, 53), "A Z AA AAA"),
        ("lowerLetter", (2,), "b"),
        ("ordinal", (1, 2, 3, 11, 22, 113), "1st 2nd 3rd 11th 22nd 113th"),
        ("chineseCounting", (1, 10, 11, 20, 101, 110, 1001), "一 十 十一 二十 一百零一 一百一十 一千零一"),
        ("chineseCountingThousand", (10000, 10010, 100000, 120034, 20200),
         "一万 一万零一十 十万 十二万零三十四 二万零二百"),
        ("japaneseCounting", (15,), "十五"),
        ("chineseLegalSimplified", (1, 10, 12, 105), "壹 壹拾 壹拾贰 壹佰零伍"),
        ("ideographDigital", (10, 23), "一〇 二三"),
        ("ideographTraditional", (1, 10, 11), "甲 癸 11"),
        ("ideographZodiac", (1, 12, 13), "子 亥 13"),
        ("ideographZodiacTraditional", (1, 60, 61), "甲子 癸亥 甲子"),
        ("ideographEnclosedCircle", (1, 10, 11), "㊀ ㊉ 11"),
        ("decimalEnclosedCircle", (1, 20, 21, 35, 36, 50, 51), "① ⑳ ㉑ ㉟ ㊱ ㊿ 51"),
        ("decimalEnclosedCircleChinese", (2,), "②"),
        ("decimalEnclosedFullstop", (1, 20), "⒈ ⒛"),
        ("decimalEnclosedParen", (1, 20), "⑴ ⒇"),
        ("hex", (255,), "FF"),
        ("chicago", (1, 5), "* **"),
        ("none", (1,), ""),
        ("upperLetter", (0, -3), "0 -3"),
    ],
)  # fmt: skip
def test_number_formats(form: str, counts: tuple[int, ...], expected: str) -> None:
    assert " ".join(numeral(count, form) or "" for count in counts) == expected


def test_a_format_that_is_not_known_is_none() -> None:
    assert numeral(1, "hebrew1") is None


DIGITS = {char: i for i, char in enumerate("零一二三四五六七八九")}
UNITS = {"十": 10, "百": 100, "千": 1000}


def from_chinese(text: str) -> int:
    """中文数目读回整数，供验证。"""
    whole, _, rest = text.rpartition("万")
    total = from_chinese(whole) * 10000 if whole else 0
    digit = 0
    for char in rest:
        if char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit


@given(st.integers(1, 99_999_999))
def test_chinese_counting_reads_back(count: int) -> None:
    assert from_chinese(numeral(count, "chineseCounting") or "") == count
