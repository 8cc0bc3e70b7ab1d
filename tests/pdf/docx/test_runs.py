"""文字的属性：字体、字号、颜色、下划线、上下标、大写、底纹、间距，样式的继承与开关属性的异或（17.7.3）。"""

from typing import Any

import pytest

from .reading import first, named, p, paragraphs, read, style_of

THEME = (
    '<a:clrScheme><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
    '<a:lt1><a:sysClr lastClr="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="1F497D"/></a:dk2>'
    '<a:accent1><a:srgbClr val="4F81BD"/></a:accent1></a:clrScheme>'
    '<a:fontScheme><a:majorFont><a:latin typeface="Cambria"/><a:ea typeface=""/><a:font script="Hans" typeface="黑体"/>'
    '<a:font script="Hant" typeface="微軟正黑體"/></a:majorFont><a:minorFont><a:latin typeface="Calibri"/>'
    '<a:ea typeface="楷体"/></a:minorFont></a:fontScheme>'
)  # fmt: skip


@pytest.mark.parametrize(
    ("run", "field", "expected"),
    [
        ('<w:sz w:val="21"/>', "size", 10.5),
        ('<w:sz w:val="0"/>', "size", 10.0),
        ('<w:sz w:val="-8"/>', "size", 10.0),
        ('<w:sz w:val="x"/>', "size", 10.0),
        ("<w:sz/>", "size", 10.0),
        ('<w:sz w:val="99999"/>', "size", 1638.0),
        ("<w:b/>", "bold", True),
        ('<w:b w:val="0"/>', "bold", False),
        ('<w:b w:val="false"/>', "bold", False),
        ('<w:i w:val="on"/>', "italic", True),
        ("<w:u/>", "underline", "single"),
        ('<w:u w:val="none"/>', "underline", ""),
        ('<w:u w:val="wavyDouble"/>', "underline", "wavyDouble"),
        ("<w:strike/>", "strike", True),
        ("<w:dstrike/>", "double_strike", True),
        ("<w:dstrike/>", "strike", True),
        ('<w:color w:val="ff0000"/>', "color", "FF0000"),
        ('<w:color w:val="auto"/>', "color", "000000"),
        ('<w:color w:val="red"/>', "color", "000000"),
        ('<w:color w:val="auto" w:themeColor="accent1"/>', "color", "4F81BD"),
        ('<w:color w:val="00FF00" w:themeColor="none"/>', "color", "00FF00"),
        ('<w:color w:themeColor="text1"/>', "color", "000000"),
        ('<w:color w:themeColor="background1" w:themeShade="80"/>', "color", "808080"),
        ('<w:color w:themeColor="text1" w:themeTint="80"/>', "color", "7F7F7F"),
        ('<w:vertAlign w:val="superscript"/><w:sz w:val="30"/>', "size", 15.0),
        ('<w:vertAlign w:val="superscript"/>', "script", "superscript"),
        ('<w:vertAlign w:val="subscript"/>', "script", "subscript"),
        ('<w:vertAlign w:val="baseline"/>', "script", ""),
        ('<w:position w:val="-6"/>', "rise", -3.0),
        ('<w:position w:val="3pt"/>', "rise", 3.0),
        ('<w:spacing w:val="20"/>', "spacing", 1.0),
        ('<w:spacing w:val="-1pt"/>', "spacing", -1.0),
        ('<w:w w:val="80"/>', "scale", 0.8),
        ('<w:w w:val="150%"/>', "scale", 1.5),
        ('<w:w w:val="0"/>', "scale", 0.01),
        ('<w:highlight w:val="yellow"/>', "shading", "FFFF00"),
        ('<w:highlight w:val="none"/>', "shading", ""),
        ('<w:shd w:val="clear" w:fill="D9D9D9"/>', "shading", "D9D9D9"),
        ('<w:shd w:val="clear" w:fill="auto"/>', "shading", ""),
        ('<w:shd w:val="solid" w:color="112233"/>', "shading", "112233"),
        ('<w:shd w:val="pct50" w:color="000000" w:fill="FFFFFF"/>', "shading", "808080"),
        ('<w:shd w:val="clear" w:themeFill="accent1"/>', "shading", "4F81BD"),
        ('<w:shd w:val="clear" w:fill="D9D9D9"/><w:highlight w:val="red"/>', "shading", "FF0000"),
        ('<w:snapToGrid w:val="0"/>', "snap", False),
        ('<w:rFonts w:eastAsia="黑体"/>', "east", "黑体"),
        ('<w:rFonts w:ascii="Arial" w:hAnsi="Times"/>', "latin", "Arial"),
        ('<w:rFonts w:hAnsi="Times"/>', "latin", "Times"),
        ('<w:rFonts w:eastAsia="黑体"/>', "latin", "黑体"),
        ('<w:rFonts w:asciiTheme="minorHAnsi" w:ascii="Arial"/>', "latin", "Calibri"),
        ('<w:rFonts w:eastAsiaTheme="minorEastAsia"/>', "east", "楷体"),
        ('<w:rFonts w:eastAsiaTheme="majorEastAsia"/>', "east", "黑体"),
        ('<w:rFonts w:eastAsiaTheme="majorBidi" w:eastAsia="宋体"/>', "east", "宋体"),
    ],
)  # fmt: skip
def test_a_property_of_a_run(run: str, field: str, expected: Any) -> None:
    assert getattr(style_of(run, theme=THEME), field) == expected


def test_the_script_of_theme_fonts_and_the_mapping_of_colours_come_from_the_settings() -> None:
    settings = '<w:themeFontLang w:eastAsia="zh-TW"/><w:clrSchemeMapping w:t1="light1" w:bg1="dark1"/>'
    run = '<w:rFonts w:eastAsiaTheme="majorEastAsia"/><w:color w:themeColor="text1"/>'
    style = style_of(run, theme=THEME, settings=settings)
    assert (style.east, style.color) == ("微軟正黑體", "FFFFFF")


def styled(kind: str, name: str, properties: str, more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}">{more}<w:rPr>{properties}</w:rPr></w:style>'


DEFAULTS = "<w:docDefaults><w:rPrDefault><w:rPr>{}</w:rPr></w:rPrDefault></w:docDefaults>"


@pytest.mark.parametrize(
    ("defaults", "paragraph", "character", "direct", "bold"),
    [
        ("", "", "", "", False),
        ("", "<w:b/>", "", "", True),
        ("", "<w:b/>", "<w:b/>", "", False),
        ("", "", "<w:b/>", "", True),
        ("", "<w:b/>", "<w:b/>", "<w:b/>", True),
        ("", "<w:b/>", "", '<w:b w:val="0"/>', False),
        ("", "<w:b/>", '<w:b w:val="0"/>', "", True),
        ("<w:b/>", "<w:b/>", "", "", True),
        ("<w:b/>", "<w:b/>", "<w:b/>", "", True),
        ("<w:b/>", "", "", '<w:b w:val="0"/>', False),
    ],
)
def test_toggle_properties_are_turned_over_by_each_kind_of_style(
    defaults: str, paragraph: str, character: str, direct: str, bold: bool
) -> None:
    styles = DEFAULTS.format(defaults) + styled("paragraph", "P", paragraph) + styled("character", "C", character)
    block = first(p(f'<w:rStyle w:val="C"/>{direct}', '<w:pStyle w:val="P"/>'), styles=styles)
    assert block.spans[0].style.bold is bold


def test_styles_inherit_along_based_on_and_a_circle_is_cut() -> None:
    base = '<w:basedOn w:val="{}"/>'
    styles = (
        DEFAULTS.format('<w:rFonts w:eastAsia="宋体"/><w:sz w:val="32"/>')
        + styled("paragraph", "A", '<w:sz w:val="20"/><w:color w:val="112233"/>', base.format("B"))
        + styled("paragraph", "B", '<w:sz w:val="40"/><w:i/>', base.format("A"))
        + styled("character", "A", "<w:strike/>")
    )
    style = first(p("", '<w:pStyle w:val="A"/>'), styles=styles).spans[0].style
    assert (style.size, style.color, style.italic, style.strike, style.east) == (10.0, "112233", True, False, "宋体")


def test_the_default_styles_hold_where_none_is_named_or_known() -> None:
    styles = '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr><w:sz w:val="30"/></w:rPr></w:style>'
    assert [
        block.spans[0].style.size for block in paragraphs(p() + p("", '<w:pStyle w:val="无"/>'), styles=styles)
    ] == [15, 15]
    assert first(p(), styles=styles).style.style == "N"


@pytest.mark.parametrize(
    ("run", "text", "expected"),
    [
        ("<w:caps/>", "Abc目", [("ABC目", 10.0)]),
        ("<w:smallCaps/>", "Abc1目", [("A", 10.0), ("BC", 8.0), ("1目", 10.0)]),
        ("<w:caps/><w:smallCaps/>", "ab", [("AB", 10.0)]),
        ('<w:caps w:val="0"/>', "ab", [("ab", 10.0)]),
        ("<w:vanish/>", "ab", []),
        ("<w:vanish w:val='0'/>", "ab", [("ab", 10.0)]),
        ("<w:webHidden/>", "ab", [("ab", 10.0)]),
    ],
)
def test_capitals_and_hidden_text(run: str, text: str, expected: list[tuple[str, float]]) -> None:
    assert [(span.text, span.style.size) for span in first(p(run, text=text)).spans] == expected


@pytest.mark.parametrize(
    ("run", "names"),
    [
        ('<w:em w:val="dot"/>', ["w:em"]),
        ('<w:em w:val="none"/>', []),
        ('<w:bdr w:val="single"/>', ["w:bdr"]),
        ('<w:bdr w:val="nil"/>', []),
        ("<w:emboss/><w:imprint w:val='0'/><w:outline/>", ["w:emboss", "w:outline"]),
        ("<w:shadow/>", ["w:shadow"]),
        ('<w:effect w:val="shimmer"/>', ["w:effect"]),
        ('<w:fitText w:val="1000"/>', ["w:fitText"]),
        ('<w:eastAsianLayout w:combine="1"/>', ["w:eastAsianLayout"]),
        ('<w:eastAsianLayout w:id="1"/>', []),
        ("<w:rtl/>", ["w:rtl"]),
        ("<w14:glow/><w14:ligatures/>", ["w14:glow"]),
        ('<w:lang w:val="en-US"/><w:kern w:val="2"/><w:szCs w:val="20"/><w:bCs/><w:noProof/>', []),
    ],
)
def test_what_is_not_drawn_of_a_run_is_reported(run: str, names: list[str]) -> None:
    assert named(read(p(run) * 2)[1]) == names


def test_a_style_that_is_not_used_is_not_reported_and_one_that_is_is_so_in_each_document() -> None:
    styles = styled("character", "E", '<w:em w:val="dot"/>')
    assert named(read(p(), styles=styles)[1]) == []
    for _ in range(2):
        assert named(read(p('<w:rStyle w:val="E"/>'), styles=styles)[1]) == ["w:em"]
    assert named(read(p('<w:rStyle w:val="E"/><w:em w:val="none"/>'), styles=styles)[1]) == []
