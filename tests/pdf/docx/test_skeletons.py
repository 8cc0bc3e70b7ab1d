"""同一表样的文件读过之后，各行只取其中的文字：读出的文件、报告、错误与第一次读时完全一样。"""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import budgetdocs as bd
from budgetdocs.errors import RenderError
from budgetdocs.finding import Finding
from budgetdocs.pdf import sightings
from budgetdocs.pdf.blocks import Document, Table
from budgetdocs.pdf.docx import (
    document,
    package,
    plain_rows,
    read_docx,
    sections,
    shells,
    skeletons,
    styles,
    table_properties,
)

from .reading import XMLNS, docx, p, tbl, tc, tr
from .reading import package as packed

REPOSITORY = Path(__file__).parents[3]
FILES = sorted((REPOSITORY / "tests" / "cases" / "documents").glob("*.docx"))
Outcome = tuple[Document | str, list[Finding]]


def forget() -> None:
    """忘掉读过的一切。"""
    for kept in (
        styles.styles_of, table_properties.table_formats, skeletons.skeletons_of, document.settings_of,
        document.furniture_of, shells.shells_of, package._relations, package._kept_inflated, package._kept_transitional,
    ):  # fmt: skip
        kept.cache_clear()
    sections._KEPT.clear()


def outcome(data: bytes) -> Outcome:
    findings: list[Finding] = []
    try:
        return read_docx(data, findings.append), findings
    except RenderError as error:
        return str(error), findings


def ordinarily(data: bytes) -> Outcome:
    """什么也没读过时，不切出任何一行，读出什么。"""
    forget()
    with mock.patch.object(skeletons.RowCutter, "cut", lambda _, xml: iter((xml,))):  # no shell either
        return outcome(data)


@contextmanager
def counted() -> Iterator[list[object]]:
    """其中每做出一行，记下一个。"""
    made: list[object] = []
    real = plain_rows.PlainRow.made

    def counting(self: plain_rows.PlainRow, texts: list[str]) -> object:
        row = real(self, texts)
        made.append(row)
        return row

    with mock.patch.object(plain_rows.PlainRow, "made", counting):
        yield made


def same(data: bytes, *others: bytes) -> int:
    """读过 ``others`` 几遍之后读出的都与第一次读时一样；读过三遍之后，有几行是只取文字做出来的。"""
    expected = ordinarily(data)
    counts = []
    for times in (1, 2, 3):
        forget()
        for other in others * times:
            outcome(other)
        with counted() as made:
            assert outcome(data) == expected
        counts.append(len(made))
    assert outcome(data) == expected
    return counts[-1]


def t(text: str = "字", space: str = ' xml:space="preserve"') -> str:
    return f"<w:r><w:t{space}>{text}</w:t></w:r>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*texts: str) -> str:
    return tr(*(cell(f"<w:p>{t(text)}</w:p>") for text in texts))


PLAIN = [
    "文字", "", "A", "1,234.50", "a &amp; b", "&lt;w:t&gt;", "&quot;&apos;", "&#34;&#x4e2d;&#10;", " 前后 ", "　全角　",
    "a\tb", "两\n行", "\u00a0", "\u2028", "\ufffc图", "\U0001f600", "]]", "]]&gt;", "\ue000", "\u200b",
]  # fmt: skip
BAD = ["&x;", "&amp", "& ", "&#0;", "&#x110000;", "&#xFFFE;", "&#99999999;", "]]>", "\x01", "\x00", "\ufffe", "<",
       "<w:x/>", "&#;", "&#x;", "&AMP;", "<![CDATA[x]]>", "<!-- x -->", "<!--", "<b", "</", "<?x y?>", "</w:t><w:t>",
       "</w:t></w:r></w:p>"]  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
@pytest.mark.parametrize("space", ["", ' xml:space="preserve"', ' xml:space="default"'])
def test_texts_are_read_as_ever(text: str, space: str) -> None:
    def form(text: str) -> bytes:
        line = tr(cell(f"<w:p>{t(text, space)}</w:p>"), cell(f"<w:p>{t('乙', space)}</w:p>"))
        return docx(tbl(line, line, row("丙", text)))

    same(form(text), form("甲"))


@pytest.mark.parametrize("text", PLAIN)
def test_of_known_rows_nothing_but_the_text_is_read(text: str) -> None:
    assert same(docx(tbl(row("甲", text), row(text, "乙"))), docx(tbl(row("甲", "乙")))) == 2


@pytest.mark.parametrize("text", [*BAD, "a\rb", "&#13;", "a>b"])
def test_what_a_parser_may_refuse_it_is_given(text: str) -> None:
    assert same(docx(tbl(row("甲", text))), docx(tbl(row("甲", "乙")))) == 0


def test_texts_that_are_no_utf_8_are_refused() -> None:
    body = docx(tbl(row("甲", "乙")))
    for bad in (b"\xff\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xe4\xb8"):
        xml = xml_of(body).replace("乙".encode(), bad)
        assert same(with_xml(body, xml), body) == 0


def xml_of(data: bytes) -> bytes:
    found = package.Package(data).xml("word/document.xml")
    assert found is not None
    return found


def with_xml(data: bytes, xml: bytes) -> bytes:
    opened = package.Package(data)
    parts = {name: opened.read(name) or b"" for name in opened._members}
    return packed(parts | {"word/document.xml": xml})


def nested(text: str) -> str:
    return tbl(tr(cell(tbl(row(text, "里")) + f"<w:p>{t(text)}</w:p>")), row(text, "外"))


X = "㊣"
"""各种写法里要换的文字。"""
LINE = tr(tc(X))
SHAPES = {
    "几段": tbl(tr(cell(p(text=X) + "<w:p/>" + p(text="尾")))),
    "几个字": tbl(tr(cell(f"<w:p>{t(X)}{t('乙')}<w:r><w:rPr><w:b/></w:rPr><w:t>丙</w:t></w:r></w:p>"))),
    "一个字里几段文字": tbl(tr(cell(f"<w:p><w:r><w:t>{X}</w:t><w:t>乙</w:t></w:r></w:p>"))),
    "制表符与换行": tbl(tr(cell(f"<w:p><w:r><w:tab/><w:t>{X}</w:t><w:br/><w:cr/><w:noBreakHyphen/></w:r>"
                                    f'<w:r><w:br w:type="page"/></w:r></w:p>'))),
    "空的": tbl(tr(cell("<w:p><w:r/></w:p>"), cell("<w:p/>"), cell(f"<w:p><w:r><w:t/></w:r>{t(X)}</w:p>"))),
    "空的文字": tbl(tr(cell('<w:p><w:r><w:t xml:space="preserve"/></w:r></w:p>'), cell(f"<w:p>{t()}{t(X)}</w:p>"))),
    "空文字里外": tbl(tr(cell(f'<w:p><w:r><w:t/><w:t a=">">{X}</w:t></w:r></w:p>'))),
    "没有段落": tbl(tr(cell(""), cell(p(text=X)))),
    "无关的": tbl(tr(cell(f'<w:p><w:proofErr w:type="x"/>{t(X)}<w:bookmarkEnd w:id="1"/></w:p>'))),
    "竖向合并": tbl(tr(tc(X, '<w:vMerge w:val="restart"/>'), tc(X)), tr(tc("", "<w:vMerge/>"), tc(X))),
    "横向合并": tbl(tr(tc(X, '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc(X))),
    "隐藏标记": tbl(tr(tc(X, "<w:hideMark/>")), tr(cell("<w:p/>", "<w:hideMark/>")),
                          tr(cell("<w:p/>", "<w:hideMark/>"), tc(X))),
    "按字缩进": tbl(tr(cell(p("<w:sz w:val='40'/>", '<w:ind w:firstLineChars="200"/>', X)))),
    "隐藏的字": tbl(tr(cell(p("<w:vanish/>", "", X))), LINE),
    "大写": tbl(tr(cell(p("<w:caps/>", "", X))), tr(cell(p("<w:smallCaps/>", "", X)))),
    "符号字体": tbl(tr(cell(p('<w:rFonts w:ascii="Symbol"/>', "", X)))),
    "着重号": tbl(tr(cell(p('<w:em w:val="dot"/>', "", X))), LINE),
    "编号": tbl(tr(cell(p("", '<w:numPr><w:numId w:val="1"/></w:numPr>', X))), LINE),
    "段落标记隐藏": tbl(tr(cell("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" + t(X) + "</w:p>" + p(text=X)))),
    "域": tbl(tr(cell(f'<w:p><w:fldSimple w:instr="PAGE">{t("1")}</w:fldSimple>{t(X)}</w:p>'))),
    "没有结束的域": tbl(tr(cell('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>')), LINE, LINE),
    "书签": tbl(tr(cell(f'<w:p><w:bookmarkStart w:name="b"/>{t(X)}</w:p>')), LINE),
    "行间的书签": tbl(LINE, '<w:bookmarkStart w:name="b"/>', LINE, '<w:bookmarkEnd w:id="0"/>', LINE),
    "表前的书签": '<w:bookmarkStart w:name="b"/>' + tbl(LINE, LINE),
    "链接": tbl(tr(cell(f'<w:p><w:hyperlink w:anchor="a">{t(X)}</w:hyperlink></w:p>'))),
    "修订": tbl(tr(cell(f"<w:p><w:ins>{t(X)}</w:ins><w:del>{t('删')}</w:del></w:p>")), f"<w:ins>{LINE}</w:ins>"),
    "控件": tbl(f"<w:sdt><w:sdtContent>{LINE}</w:sdtContent></w:sdt>",
                        f"<w:tr><w:sdt><w:sdtContent>{tc(X)}</w:sdtContent></w:sdt></w:tr>", LINE),
    "嵌套": nested(X),
    "不认得的": tbl(LINE, "<w:x/>", LINE, f"<w:y>{LINE}</w:y>"),
    "不认得的块": f"<w:x>{tbl(LINE, LINE)}</w:x>" + tbl(LINE) + "<w:y/>",
    "隐藏的行": tbl(tr(tc(X), properties="<w:hidden/>"), LINE),
    "删去的行": tbl(tr(tc(X), properties="<w:del/>"), LINE),
    "行的对齐": tbl(tr(tc(X), properties='<w:jc w:val="center"/>'), tr(tc(X), properties='<w:jc w:val="right"/>')),
    "行的例外": tbl(f'<w:tr><w:tblPrEx><w:tblCellMar><w:left w:w="99"/></w:tblCellMar></w:tblPrEx>{tc(X)}</w:tr>'),
    "行的例外在后": tbl(f'<w:tr>{tc(X)}<w:tblPrEx><w:shd w:fill="FF0000" w:val="clear"/></w:tblPrEx></w:tr>'),
    "空出的列": tbl(tr(tc(X), properties='<w:gridBefore w:val="1"/>')),
    "格的宽": tbl(tr(tc(X, '<w:tcW w:w="2500" w:type="pct"/>')), properties='<w:tblW w:w="9" w:type="dxa"/>')
                     + tbl(tr(tc(X, '<w:tcW w:w="2500" w:type="pct"/>')), grid=(1, 2, 3)),
    "格里的斜线": tbl(tr(tc(X, '<w:tcBorders><w:tl2br w:val="single"/></w:tcBorders>')), LINE),
    "带属性的行": tbl(f'<w:tr w:rsidR="00A1" w14:paraId="1">{tc(X)}</w:tr>', f'<w:tr w:rsidR="2">{tc(X)}</w:tr>'),
    "别的前缀": tbl(LINE).replace("w:", "v:"),
    "表里改前缀": tbl(LINE) + f'<w:sdt xmlns:w="urn:x"/>{tbl(LINE)}',
    "段落间改前缀": tbl(LINE) + f'<w:customXml xmlns:v="urn:x">{tbl(LINE)}</w:customXml>',
    "没有改动的前缀": tbl(LINE) + f'<w:customXml xmlns:q="urn:x">{tbl(LINE)}</w:customXml>' + tbl(LINE),
    "默认的命名空间": tbl(LINE) + f'<w:customXml xmlns="urn:x">{tbl(LINE)}</w:customXml>',
    "注释": tbl(LINE) + f"<!-- {tbl(LINE)} -->" + tbl(LINE, "<!-- </w:tr> -->", LINE),
    "行里的注释": tbl(LINE, f"<w:tr><!-- </w:tr>{LINE} -->{tc(X)}</w:tr>", LINE),
    "文字里的标记": tbl(LINE) + f"<w:p><w:r><w:t><![CDATA[{LINE}]]></w:t></w:r></w:p>" + tbl(LINE),
    "处理指令": tbl(LINE, f"<?x {LINE} ?>", LINE),
    "属性里": tbl(LINE, f'<w:x a="{LINE}"/>'),
    "标签里": tbl(LINE, f"<w:x {LINE}/>"),
    "分行书写": tbl(LINE).replace("><", ">\n  <"),
    "行里少一个结束": tbl(LINE, f"<w:tr><w:tc>{p(text=X)}</w:tr>"),
    "行里多一个结束": tbl(LINE, f"<w:tr>{tc(X)}</w:tc></w:tr>"),
    "表没有结束": tbl(LINE, LINE).removesuffix("</w:tbl>"),
    "没有行的结束": tbl(LINE, "</w:tr>", LINE),
    "文字里有元素": tbl(tr(cell(f"<w:p><w:r><w:t>{X}<w:br/>乙</w:t></w:r></w:p>")), LINE),
    "属性里的文字": tbl(tr(cell(f"<w:p><w:pPr><w:t>{X}</w:t></w:pPr>{t(X)}</w:p>")), LINE),
    "没写完的属性": tbl(tr(cell(f"<w:p><w:pPr><w:t/></w:pPr>{t('')}<w:r><w:t/></w:r></w:p>"), tc(X))),
    "另一个前缀的字": tbl(
        f'<w:tr xmlns:v="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:tc><w:p><w:pPr><w:t>{X}</w:t></w:pPr>'
        "<w:r><v:t></v:t></w:r></w:p></w:tc></w:tr>"
    ),
    "公式": tbl(tr(cell(f"<w:p><m:oMath><m:r><m:t>{X}</m:t></m:r></m:oMath></w:p>")), LINE),
    "文本框": f"<w:p>{t(X)}<w:r><w:pict><w:txbxContent>{tbl(LINE)}</w:txbxContent></w:pict></w:r></w:p>",
    "字里的表": f"<w:p><w:r>{tbl(LINE)}</w:r></w:p>" + tbl(LINE),
    "替换内容": f'<mc:AlternateContent><mc:Choice Requires="w14">{tbl(LINE)}</mc:Choice><mc:Fallback>'
                       f"{tbl(LINE)}</mc:Fallback></mc:AlternateContent>",
    "分节": tbl(LINE) + "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" + tbl(LINE),
    "格里的分节": tbl(tr(cell(f"<w:p><w:pPr><w:sectPr/></w:pPr>{t(X)}</w:p>"))),
    "嵌套太深": "<w:sdt><w:sdtContent>" * 125 + tbl(LINE) + "</w:sdtContent></w:sdt>" * 125,
    "嵌套很深": "<w:sdt><w:sdtContent>" * 124 + tbl(LINE) + "</w:sdtContent></w:sdt>" * 124,
    "有标记的行": tbl(f'<w:tr {skeletons._MARK[:4]}="1">{tc(X)}</w:tr>', LINE),
    "长的行": tbl(tr(tc(X), tc("长" * 40_000)), tr(tc(X), tc("长"))),
}  # fmt: skip
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
BANDED = (
    '<w:style w:type="table" w:default="1" w:styleId="T">'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
    '<w:tblStylePr w:type="band1Horz"><w:tcPr><w:shd w:val="clear" w:fill="EEEEEE"/></w:tcPr></w:tblStylePr>'
    '<w:tblStylePr w:type="lastRow"><w:tcPr><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
)


MISSING = '<w:footerReference w:type="default" r:id="none"/>'
"""页脚部件缺失：报在读完正文的地方。"""


@pytest.mark.parametrize(("style", "end"), [("", "<w:z/>"), (BANDED, ""), ("", p(text=X)), (BANDED, tbl(LINE))])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_is_read_as_ever(shape: str, style: str, end: str) -> None:
    def form(text: str) -> bytes:
        body = (p(text=X) + shape + end).replace(X, text)
        return docx(body, numbering=NUMBERING, styles=style, section=MISSING)

    plain = docx(tbl(LINE.replace(X, "丙")), numbering=NUMBERING, styles=style, section=MISSING)
    same(form("甲"), form("乙"), plain)
    same(form(" a&amp;b "), form("乙"), plain)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_long_body_is_read_as_ever_too(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "STREAMED", 1)
    forms = [docx(shape.replace(X, text) + p(text="后"), numbering=NUMBERING) for text in ("甲", "乙")]
    expected, findings = ordinarily(forms[0])
    forget()
    for form in (forms[1], forms[1]):
        outcome(form)
    found = outcome(forms[0])
    assert found[0] == expected
    if not isinstance(expected, str):  # where it fails, how much was told before depends on the pieces it is read in
        assert found[1] == findings


@pytest.mark.parametrize("text", [*PLAIN, *BAD])
@pytest.mark.parametrize("space", ["", ' xml:space="preserve"'])
def test_texts_outside_tables_are_read_as_ever(text: str, space: str) -> None:
    def form(text: str) -> bytes:
        one, other = f"<w:p>{t(text, space)}</w:p>", f"<w:p>{t('乙')}{t(text, space)}</w:p>"
        return docx(one + tbl(row("甲")) + other, section=MISSING)

    same(form(text), form("丙"))


SHELLS = {
    "没有表": p(text=X),
    "没有字": "<w:p/>",
    "什么都没有": "",
    "表在最后": p(text=X) + tbl(row(X)),
    "两表相连": tbl(row(X)) + tbl(row(X), row(X)),
    "没有行的表": tbl() + tbl(row(X)),
    "没有网格的表": f"<w:tbl>{row(X)}</w:tbl>",
    "两个网格": tbl(row(X)).replace("</w:tblGrid>", '</w:tblGrid><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid>'),
    "表里别的": tbl(row(X), '<w:bookmarkEnd w:id="1"/>', row(X)),
    "居中": tbl(row(X), tr(tc(X), properties='<w:jc w:val="center"/>'), row(X)),
    "对齐不一": tbl(tr(tc(X), properties='<w:jc w:val="center"/>'), tr(tc(X), properties='<w:jc w:val="right"/>')),
    "标题": p("", '<w:outlineLvl w:val="0"/>', X) + p("<w:b/>", '<w:ind w:firstLineChars="200"/>', X),
    "编号": p("", '<w:numPr><w:numId w:val="1"/></w:numPr>', X) + tbl(row(X)),
    "域": f'<w:p><w:fldSimple w:instr="PAGE">{t(X)}</w:fldSimple></w:p>' + tbl(row(X)),
    "分节": p("", '<w:sectPr><w:pgSz w:w="5000" w:h="5000"/></w:sectPr>', X) + tbl(row(X)),
    "节在前": '<w:sectPr><w:pgSz w:w="5000" w:h="5000"/></w:sectPr>' + p(text=X),
    "报告": p('<w:em w:val="dot"/>', "", X) + tbl(row(X)),
    "表的报告": tbl(row(X), properties="<w:bidiVisual/>"),
    "书签": f'<w:bookmarkStart w:name="b"/>{p(text=X)}' + tbl(row(X)),
    "最后的书签": tbl(row(X)) + p(text=X) + '<w:bookmarkStart w:name="b"/>',
    "标记隐藏": "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" + t(X) + "</w:p>",
    "空的文字": f"<w:p><w:r><w:t/></w:r>{t(X)}</w:p>" + tbl(tr(tc(X), cell("<w:p><w:r><w:t/></w:r></w:p>"))),
    "注释": p(text=X) + "<!-- <w:t>x</w:t> -->" + tbl(row(X)),
    "注释里的字": p(text=X) + f"<!-- <w:t>{X}</w:t> -->",
    "指令里的字": p(text=X) + f"<?x <w:t>{X}</w:t> ?>",
    "照写的字": f"<w:p><w:r><w:t><![CDATA[<w:t>{X}</w:t>]]></w:t></w:r></w:p>",
}
"""行以外的各种写法。"""


@pytest.mark.parametrize("text", ["字", "a&amp;b", "--", "?", "]]"])
@pytest.mark.parametrize("shell", SHELLS.values(), ids=SHELLS)
def test_whatever_stands_around_the_rows(shell: str, text: str) -> None:
    def form(text: str, rows: int) -> bytes:
        body = shell.replace(X, text).replace(row(text), row(text) * rows)
        return docx(body, numbering=NUMBERING, section=MISSING)

    same(form(text, 2), form("别的", 1))


def test_of_a_known_shell_nothing_is_parsed() -> None:
    forget()
    forms = [form_of(number) for number in range(5)]
    expected = [ordinarily(form) for form in forms]
    forget()
    for form in forms[:3]:
        outcome(form)
    with mock.patch.object(package.Package, "body", side_effect=AssertionError):
        assert [outcome(form) for form in forms[3:]] == expected[3:]


def test_rows_are_styled_by_their_place() -> None:
    def form(rows: int, text: str) -> bytes:
        return docx(tbl(*(row(text, str(number)) for number in range(rows))), styles=BANDED)

    others = [form(rows, "乙") for rows in (1, 2, 3, 5)]
    for rows in (1, 2, 3, 4, 7):
        assert same(form(rows, "甲"), *others) == rows


@pytest.mark.parametrize("head", [
    f"<w:document {XMLNS}><w:body>", f'<?xml version="1.0"?><w:document {XMLNS}><w:body>',
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {XMLNS}>\n<w:body w:x="1">',
    f'<?xml version="1.0" encoding="gbk"?><w:document {XMLNS}><w:body>',
    f'<?xml version="1.1"?><w:document {XMLNS}><w:body>', f"\ufeff<w:document {XMLNS}><w:body>",
    f"<!-- x --><w:document {XMLNS}><w:body>", f"<!DOCTYPE x><w:document {XMLNS}><w:body>",
    f'<w:document {XMLNS} xml:space="preserve"><w:body>', f'<w:document {XMLNS} a=">"><w:body>',
    f"<w:document {XMLNS}><w:background/><w:body>", f"<w:document {XMLNS}><w:body/><w:body>",
    f'<w:document {XMLNS}><w:body xmlns:w="urn:x">', f"<w:document {XMLNS}><w:bodyx/><w:body>",
])  # fmt: skip
def test_whatever_stands_in_front_of_the_body(head: str) -> None:
    def form(text: str) -> bytes:
        data = docx("")
        line = tr(cell(f"<w:p>{t(text, '')}</w:p>"), tc(text))
        return with_xml(data, f"{head}{tbl(line, line)}</w:body></w:document>".encode())

    plain = docx(tbl(row("丙")))
    same(form("甲"), form("乙"), plain)
    same(form(" 甲 "), form("乙"), plain)


def test_what_is_cut_off_is_refused() -> None:
    whole = docx(tbl(row("甲", "乙"), row("丙", "丁")) + p())
    xml = xml_of(whole)
    for at in range(0, len(xml), 13):
        assert same(with_xml(whole, xml[:at]), whole) == 0


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=8), st.sampled_from(["", ' xml:space="preserve"'])), min_size=1, max_size=4))
def test_any_text_is_read_as_ever(texts: list[tuple[str, str]]) -> None:
    def form(*texts: tuple[str, str]) -> bytes:
        return docx(tbl(tr(*(cell(f"<w:p>{t(text, space)}</w:p>") for text, space in texts))))

    written = [(escape(text.encode("utf-8", "replace").decode()), space) for text, space in texts]
    same(form(*written), form(*(("字", space) for _, space in texts)))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*PLAIN, *BAD, "<w:tr>", "</w:tr>", "</w:t>", "<w:t>", ">", "\x00"]), max_size=4).map(
        "".join
    )
)
def test_any_markup_is_read_as_ever(text: str) -> None:
    same(docx(tbl(row("甲", text), row("乙", "丙"))), docx(tbl(row("甲", "乙"))))


def form_of(number: int) -> bytes:
    """例子里的一个项目，每份的文字不同。"""
    submission = bd.read(REPOSITORY / "examples" / "shacheng-2022.yaml")
    project = submission.projects[0].model_copy(
        update={"project_name": f"第 {number} 个项目", "objective": [f"目标 & <{number}>"]}
    )
    return bd.to_docx(project, report=lambda _: None)


def test_of_a_form_all_rows_are_made_of_their_texts() -> None:
    data = form_of(2)
    rows = sum(len(block.rows) for block in ordinarily(data)[0].sections[0].blocks if isinstance(block, Table))  # type: ignore[union-attr]
    assert same(data, form_of(1)) == rows > 10


def test_a_book_is_read_as_ever() -> None:
    submission = bd.read(REPOSITORY / "examples" / "shacheng-2022.yaml")
    data = bd.to_docx(submission, report=lambda _: None)
    assert same(data, form_of(1)) > 10
    assert same(form_of(1), data) > 10


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_real_documents_are_read_as_ever(file: Path) -> None:
    data = file.read_bytes()
    same(data, data)
    same(data, *(each.read_bytes() for each in FILES[:3]))


def test_kept_cells_and_kinds_are_the_same_objects() -> None:
    forget()
    texts = "己", "乙", "丁"  # what is met once only is not kept
    _, first, _ = (read_docx(docx(tbl(row("甲", text), row("甲", "丙"))), lambda _: None) for text in texts)
    with counted() as made:
        third = read_docx(docx(tbl(row("甲", "戊"), row("甲", "丙"))), lambda _: None)
    assert len(made) == 2
    one, other = (each.sections[0].blocks[0].rows for each in (first, third))  # type: ignore[union-attr]
    assert [each.kind for each in one] == [each.kind for each in other]
    assert all(mine.kind is theirs.kind for mine, theirs in zip(one, other, strict=True))
    assert one[1].cells[0] is other[0].cells[0] is other[1].cells[0]
    assert one[1].cells[1] is other[1].cells[1]
    assert pickle.loads(pickle.dumps(third)) == third


def test_of_a_row_with_an_empty_text_nothing_but_the_text_is_read() -> None:
    def form(text: str) -> bytes:
        empty = '<w:p><w:r><w:t xml:space="preserve"/></w:r></w:p>'
        return docx(empty + tbl(tr(cell(empty), tc(text), cell(empty + f"<w:p>{t(text)}</w:p>"))))

    assert same(form("甲"), form("乙")) == 1


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skeletons, "_MOST_BYTES", 2000)
    monkeypatch.setattr(sightings, "_PLACES", 3)
    monkeypatch.setattr(skeletons, "_MOST_PLACES", 2)
    monkeypatch.setattr(plain_rows, "_MOST_CELLS", 2)
    lines = [tr(*(tc("甲", f'<w:tcW w:w="{n}" w:type="dxa"/>') for n in range(m))) for m in range(1, 9)]
    tables = "".join(tbl(*lines, *lines, grid=(n, n)) for n in range(4)) + tbl(*(row(x) for x in "甲乙丙甲乙丙甲乙丙"))
    same(docx(tables), docx(tables))
    assert skeletons.skeletons_of(styles.styles_of(*kinds_of(docx(tables))))._bytes <= 2000


def kinds_of(data: bytes) -> tuple[bytes, ...]:
    opened = package.Package(data)
    return tuple(opened.related(kind) for kind in ("styles", "theme", "numbering", "settings"))
