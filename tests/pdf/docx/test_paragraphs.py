"""段落的属性与内容：缩进、间距、制表位、边框、网格，文字、空白、换行、链接、书签、修订、内容控件。"""

from typing import Any

import pytest

from budgetdocs.pdf.blocks import Border

from .reading import cells, first, named, p, paragraphs, read, text


@pytest.mark.parametrize(
    ("properties", "field", "expected"),
    [
        ('<w:jc w:val="both"/>', "align", "both"),
        ('<w:jc w:val="start"/>', "align", "left"),
        ('<w:jc w:val="end"/>', "align", "right"),
        ('<w:jc w:val="thaiDistribute"/>', "align", "distribute"),
        ('<w:jc w:val="odd"/>', "align", "left"),
        ("<w:jc/>", "align", "left"),
        ('<w:ind w:left="400" w:right="-200"/>', "left", 20.0),
        ('<w:ind w:left="400" w:right="-200"/>', "right", -10.0),
        ('<w:ind w:start="1cm"/>', "left", pytest.approx(28.346, abs=0.001)),
        ('<w:ind w:firstLine="420"/>', "first", 21.0),
        ('<w:ind w:firstLineChars="200" w:firstLine="640"/>', "first", 20.0),
        ('<w:ind w:firstLineChars="0" w:firstLine="640"/>', "first", 32.0),
        ('<w:ind w:hanging="420"/>', "first", -21.0),
        ('<w:ind w:hanging="420" w:firstLine="100"/>', "first", -21.0),
        ('<w:ind w:hanging="0" w:firstLine="100"/>', "first", 5.0),
        ('<w:ind w:hangingChars="100" w:leftChars="200" w:left="999"/>', "left", 30.0),
        ('<w:ind w:hangingChars="100" w:leftChars="0" w:left="400"/>', "left", 20.0),
        ('<w:ind w:rightChars="100" w:right="280"/>', "right", 10.0),
        ('<w:ind w:left="auto"/>', "left", 0.0),
        ('<w:ind w:left="12.6"/>', "left", pytest.approx(0.63)),
        ('<w:ind w:left="999999999"/>', "left", 1584.0),
        ('<w:spacing w:before="100" w:after="200"/>', "before", 5.0),
        ('<w:spacing w:before="-100"/>', "before", 0.0),
        ('<w:spacing w:beforeLines="50" w:before="156"/>', "before", 7.8),
        ('<w:spacing w:beforeLines="50"/>', "before", 6.0),
        ('<w:spacing w:beforeAutospacing="1" w:before="20"/>', "before", 14.0),
        ('<w:spacing w:afterAutospacing="0" w:after="20"/>', "after", 1.0),
        ('<w:spacing w:line="360"/>', "line", 1.5),
        ('<w:spacing w:line="560" w:lineRule="exact"/>', "line", 28.0),
        ('<w:spacing w:line="560" w:lineRule="atLeast"/>', "line_rule", "atLeast"),
        ('<w:spacing w:line="0" w:lineRule="exact"/>', "line", 12.0),
        ('<w:spacing w:line="auto"/>', "line", 1.0),
        ('<w:spacing w:lineRule="other"/>', "line_rule", "auto"),
        ("<w:keepNext/>", "keep_next", True),
        ("<w:keepLines/>", "keep_lines", True),
        ("<w:pageBreakBefore/>", "page_break_before", True),
        ('<w:widowControl w:val="0"/>', "widow_control", False),
        ("", "widow_control", True),
        ('<w:overflowPunct w:val="0"/>', "hanging", False),
        ('<w:snapToGrid w:val="0"/>', "snap", False),
        ("<w:contextualSpacing/>", "contextual", True),
        ('<w:autoSpaceDE w:val="0"/>', "space_latin", False),
        ('<w:autoSpaceDN w:val="0"/>', "space_digits", False),
        ('<w:outlineLvl w:val="2"/>', "outline", 2),
        ('<w:outlineLvl w:val="9"/>', "outline", None),
        ('<w:outlineLvl w:val="x"/>', "outline", None),
        ('<w:outlineLvl w:val="-1"/>', "outline", None),
        ('<w:shd w:val="clear" w:fill="eeeeee"/>', "shading", "EEEEEE"),
        ('<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8000"/><w:tab w:val="num" w:pos="200"/></w:tabs>', "tabs",
         ((10.0, "left", "none"), (400.0, "right", "dot"))),
        ('<w:tabs><w:tab w:val="left"/><w:tab w:val="clear" w:pos="1"/></w:tabs>', "tabs", ()),
        ('<w:pBdr><w:bottom w:val="double" w:sz="12" w:space="1" w:color="FF0000"/></w:pBdr>', "borders",
         (("bottom", Border(1.5, "FF0000", "double", 1.0)),)),
        ('<w:pBdr><w:top w:val="nil"/></w:pBdr>', "borders", (("top", Border(0.0, "000000")),)),
    ],
)  # fmt: skip
def test_a_property_of_a_paragraph(properties: str, field: str, expected: Any) -> None:
    assert getattr(first(p(properties=properties)).style, field) == expected


def style(name: str, properties: str, based_on: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{based_on}"/>'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


@pytest.mark.parametrize(
    ("base", "direct", "field", "expected"),
    [
        ('<w:ind w:firstLineChars="200" w:firstLine="400"/>', '<w:ind w:left="100"/>', "first", 20.0),
        ('<w:ind w:firstLineChars="200" w:firstLine="400"/>', '<w:ind w:firstLine="0"/>', "first", 20.0),
        ('<w:ind w:firstLineChars="200"/>', '<w:ind w:firstLineChars="0" w:firstLine="0"/>', "first", 0.0),
        ('<w:ind w:hanging="400"/>', '<w:ind w:firstLine="200"/>', "first", 10.0),
        ('<w:ind w:hanging="400"/>', '<w:ind w:firstLineChars="0"/>', "first", -20.0),
        ('<w:spacing w:line="400" w:lineRule="exact"/>', '<w:spacing w:before="20"/>', "line_rule", "exact"),
        ('<w:spacing w:line="400" w:lineRule="exact"/>', '<w:spacing w:line="360"/>', "line_rule", "auto"),
        ('<w:spacing w:beforeLines="100" w:before="240"/>', '<w:spacing w:before="0"/>', "before", 0.0),
        ('<w:tabs><w:tab w:val="left" w:pos="200"/><w:tab w:val="left" w:pos="400"/></w:tabs>',
         '<w:tabs><w:tab w:val="clear" w:pos="200"/><w:tab w:val="right" w:pos="800"/></w:tabs>', "tabs",
         ((20.0, "left", "none"), (40.0, "right", "none"))),
        ('<w:pBdr><w:top w:val="single" w:sz="8"/></w:pBdr>', '<w:pBdr><w:left w:val="single" w:sz="8"/></w:pBdr>',
         "borders", (("top", Border(1.0, "000000")), ("left", Border(1.0, "000000")))),
        ("<w:keepNext/>", '<w:keepNext w:val="0"/>', "keep_next", False),
    ],
)  # fmt: skip
def test_direct_formatting_lies_over_styles(base: str, direct: str, field: str, expected: Any) -> None:
    styles = style("A", base) + style("B", "", "A")
    assert getattr(first(p(properties=f'<w:pStyle w:val="B"/>{direct}'), styles=styles).style, field) == expected


def test_an_indent_in_characters_is_counted_in_the_first_character() -> None:
    indent = '<w:ind w:firstLineChars="200"/>'
    blocks = paragraphs(
        p('<w:sz w:val="32"/>', indent) + p("", indent) + p("", f'{indent}<w:rPr><w:sz w:val="44"/></w:rPr>', "")
    )
    assert [block.style.first for block in blocks] == [32.0, 20.0, 44.0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<w:r><w:t> 甲 </w:t></w:r>", "甲"),
        ('<w:r><w:t xml:space="preserve"> 甲 </w:t></w:r>', " 甲 "),
        ("<w:r><w:t>甲\n\t乙</w:t></w:r>", "甲  乙"),
        ("<w:r><w:t>\u3000甲\u3000</w:t></w:r>", "\u3000甲\u3000"),
        ("<w:r><w:t>甲\u200b\u2028\ufffc乙</w:t></w:r>", "甲\u200b 乙"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", "甲\n乙"),
        ("<w:r><w:cr/><w:noBreakHyphen/><w:softHyphen/></w:r>", "\n-"),
        ('<w:r><w:br w:type="page"/></w:r>', "\f"),
        ('<w:r><w:br w:type="column"/></w:r>', "\f"),
        ('<w:r><w:br w:type="textWrapping"/></w:r>', "\n"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="0052"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥"),
        ('<w:r><w:sym w:font="宋体" w:char="2265"/></w:r>', "≥"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/></w:rPr><w:t>R£甲</w:t></w:r>', "☑□甲"),
        ("<w:smartTag><w:r><w:t>甲</w:t></w:r></w:smartTag><w:customXml><w:r><w:t>乙</w:t></w:r></w:customXml>",
         "甲乙"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>甲</w:t></w:r></w:sdtContent></w:sdt><w:sdt/>", "甲"),
        ("<w:ins><w:r><w:t>甲</w:t></w:r></w:ins><w:del><w:r><w:delText>乙</w:delText></w:r></w:del>", "甲"),
        ("<w:moveFrom><w:r><w:t>甲</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>乙</w:t></w:r></w:moveTo>", "乙"),
        ("<w:proofErr/><w:r><w:t>甲</w:t><w:lastRenderedPageBreak/><w:t>乙</w:t></w:r>", "甲乙"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>xiao</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>校</w:t></w:r></w:rubyBase>"
         "</w:ruby></w:r>", "校"),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "x=1"),
        ('<mc:AlternateContent><mc:Choice Requires="wps"><w:r><w:t>甲</w:t></w:r></mc:Choice>'
         "<mc:Fallback><w:r><w:t>乙</w:t></w:r></mc:Fallback></mc:AlternateContent>", "乙"),
        ('<mc:AlternateContent><mc:Choice Requires="w14"><w:r><w:t>甲</w:t></w:r></mc:Choice>'
         "<mc:Fallback><w:r><w:t>乙</w:t></w:r></mc:Fallback></mc:AlternateContent>", "甲"),
        ('<w:r><mc:AlternateContent><mc:Choice Requires="x"><w:t>甲</w:t></mc:Choice></mc:AlternateContent></w:r>',
         "甲"),
        ("<mc:AlternateContent/>", ""),
    ],
)  # fmt: skip
def test_the_text_of_a_paragraph(content: str, expected: str) -> None:
    assert first(f"<w:p>{content}</w:p>").text == expected


def test_text_in_one_style_is_one_span_however_it_is_cut() -> None:
    runs = "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{char}</w:t></w:r><w:proofErr/>" for char in "一二三")
    assert [span.text for span in first(f"<w:p>{runs}<w:r><w:t>四</w:t></w:r></w:p>").spans] == ["一二三", "四"]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F024"/></w:r>', ["w:sym"]),
        ('<w:r><w:sym w:font="Wingdings" w:char="zz"/><w:sym/></w:r>', ["w:sym", "w:sym"]),
        ('<w:r><w:rPr><w:rFonts w:ascii="Webdings"/></w:rPr><w:t>a</w:t></w:r>', ["w:t"]),
        ("<w:r><w:footnoteReference w:id='1'/><w:endnoteReference/><w:commentReference/></w:r>",
         ["w:footnoteReference", "w:endnoteReference", "w:commentReference"]),
        ("<w:ins><w:r/></w:ins><w:del><w:r/></w:del>", ["w:ins", "w:del"]),
        ("<w:moveFrom><w:r/></w:moveFrom><w:moveTo/>", ["w:moveFrom", "w:moveTo"]),
        ("<w:r><w:ptab/><w:dayShort/></w:r>", ["w:ptab", "w:dayShort"]),
        ("<m:oMathPara/>", ["m:oMathPara"]),
        ("<w:subDoc/>", ["w:subDoc"]),
        ("<x:y xmlns:x='urn:x'/>", ["y"]),
        ("<w:commentRangeStart/><w:permStart/><w:moveFromRangeStart/><w:bookmarkEnd/>", []),
    ],
)  # fmt: skip
def test_what_is_not_drawn_of_a_paragraph_is_reported(content: str, names: list[str]) -> None:
    assert named(read(f"<w:p>{content}</w:p>")[1]) == names


@pytest.mark.parametrize(
    ("properties", "names"),
    [
        ('<w:framePr w:w="1"/>', ["w:framePr"]),
        ('<w:textDirection w:val="tbRl"/>', ["w:textDirection"]),
        ('<w:textDirection w:val="lrTb"/>', []),
        ("<w:bidi/>", ["w:bidi"]),
        ('<w:bidi w:val="0"/><w:textAlignment w:val="auto"/>', []),
        ('<w:textAlignment w:val="center"/>', ["w:textAlignment"]),
        ("<w:mirrorIndents/>", ["w:mirrorIndents"]),
        ('<w:tabs><w:tab w:val="bar" w:pos="100"/></w:tabs>', ["w:tab"]),
        ("<w:nothingOfWord/>", ["w:nothingOfWord"]),
        ("<w:adjustRightInd w:val='0'/><w:kinsoku/><w:wordWrap/><w:suppressLineNumbers/>", []),
        ("<w:rPr><w:ins/></w:rPr>", ["w:ins"]),
    ],
)
def test_what_is_not_drawn_of_its_properties_is_reported(properties: str, names: list[str]) -> None:
    assert named(read(p(properties=properties))[1]) == names


def test_a_finding_says_where_what_and_what_to_do() -> None:
    cell = p('<w:em w:val="dot"/>', text="一二三四五六七八九十" * 3)
    body = f"{p()}<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    (finding,) = read(body)[1]
    assert finding.code == "LY001"
    assert finding.message == "PDF 未按原样绘出 Word 元素 w:em（着重号）；请在 Word 中去掉这种格式，或改用加粗、下划线"
    assert finding.where == "第 2 段“一二三四五六七八九十一二三四五六七八九十”附近"


def test_links_lead_to_bookmarks_or_out_of_the_document() -> None:
    body = (
        '<w:p><w:hyperlink w:anchor="书签"><w:r><w:t>甲</w:t></w:r></w:hyperlink>'
        '<w:hyperlink r:id="out" w:anchor="a"><w:r><w:t>乙</w:t></w:r></w:hyperlink>'
        '<w:hyperlink r:id="none"><w:r><w:t>丙</w:t></w:r></w:hyperlink></w:p>'
    )
    spans = first(body, relations={"out": ("hyperlink", "https://example.org/x")}).spans
    assert [(span.text, span.link, span.url) for span in spans] == [
        ("甲", "书签", ""), ("乙", "", "https://example.org/x#a"), ("丙", "", ""),
    ]  # fmt: skip


def test_bookmarks_belong_to_their_paragraph_or_the_next() -> None:
    mark = '<w:bookmarkStart w:id="{0}" w:name="{0}"/><w:bookmarkEnd w:id="{0}"/>'
    inside = f"<w:tbl><w:tr>{mark.format('row')}<w:tc>{mark.format('cell')}{p()}</w:tc></w:tr></w:tbl>"
    body = (
        f"{mark.format('a')}<w:p>{mark.format('b')}<w:r><w:t>甲</w:t></w:r>{mark.format('b')}</w:p>{inside}{p()}"
        f"{mark.format('end')}"
    )
    assert [block.bookmarks for block in paragraphs(body)] == [("a", "b"), ("end",)]
    ((cell,),) = cells(inside)
    assert [block.bookmarks for block in cell.blocks] == [("row", "cell")]  # type: ignore[union-attr]


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:vanish/>", "<w:specVanish/>", "<w:moveFrom/>"])
def test_a_paragraph_whose_mark_is_gone_goes_on_with_the_next(mark: str) -> None:
    gone = p(properties=f"<w:jc w:val='right'/><w:rPr>{mark}</w:rPr>", text="甲")
    body = gone + p(properties='<w:jc w:val="center"/>', text="乙")
    assert [(block.text, block.style.align) for block in paragraphs(body)] == [("甲乙", "center")]
    assert [(block.text, block.style.align) for block in paragraphs(gone)] == [("甲", "right")]
    before_table = read(gone + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")[0].sections[0].blocks
    assert len(before_table) == 2


def test_a_deleted_paragraph_leaves_nothing() -> None:
    deleted = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    assert [block.text for block in paragraphs(p(text="甲") + deleted + p(text="乙") + deleted)] == ["甲", "乙"]
    ((cell,),) = cells(f"<w:tbl><w:tr><w:tc>{deleted}</w:tc></w:tr></w:tbl>")
    assert (text(cell), len(cell.blocks)) == ("", 1)


def test_blocks_stand_in_controls_revisions_and_alternatives() -> None:
    body = (
        f"<w:sdt><w:sdtContent>{p(text='一')}</w:sdtContent></w:sdt><w:customXml>{p(text='二')}</w:customXml>"
        f"<w:ins>{p(text='三')}</w:ins><w:del>{p(text='无')}</w:del><w:moveTo>{p(text='四')}</w:moveTo>"
        f'<mc:AlternateContent><mc:Choice Requires="w15">{p(text="五")}</mc:Choice></mc:AlternateContent>'
        "<m:oMathPara><m:oMath><m:r><m:t>六</m:t></m:r></m:oMath></m:oMathPara><w:sdt/><w:altChunk/><w:permEnd/>"
    )
    assert "".join(block.text for block in paragraphs(body)) == "一二三四五六"
    assert named(read(body)[1]) == ["w:ins", "w:del", "w:moveTo", "m:oMathPara", "w:altChunk"]
