"""真文件的 XML 被随意改坏：删元素、换属性、挪位置、换文字——只读得出文档，或只报 RenderError。"""

import random
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from budgetdocs.errors import RenderError
from budgetdocs.finding import Finding
from budgetdocs.pdf.docx import read_docx

from .reading import W, docx, p, package, tbl, tc, tr

REPOSITORY = Path(__file__).parents[3]
FILES = [
    REPOSITORY / "templates" / "hebei-2022" / "book.docx",
    *sorted((REPOSITORY / "tests" / "cases" / "documents").glob("*.docx")),
]
VALUES = [
    "",
    "auto",
    "x",
    "-1",
    "0",
    "1.5",
    "1e400",
    "nan",
    "99999999999999999999",
    "true",
    "single",
    "⑨",
    "100%",
    "12pt",
]
RICH = docx(
    p('<w:b/><w:sz w:val="20"/><w:color w:themeColor="accent1" w:themeTint="80"/><w:rFonts w:asciiTheme="minorAscii"/>',
      '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:ind w:left="1" w:hangingChars="100"/>'
      '<w:tabs><w:tab w:val="left" w:pos="100"/></w:tabs><w:pBdr><w:top w:val="single" w:sz="4"/></w:pBdr>'
      '<w:spacing w:line="300" w:lineRule="exact" w:beforeLines="50"/>')
    + tbl(tr(tc("甲", '<w:tcW w:w="500" w:type="pct"/><w:gridSpan w:val="2"/><w:vMerge/>'
                   '<w:shd w:val="pct10" w:fill="ABCDEF"/>'),
             properties='<w:trHeight w:val="1"/><w:gridBefore w:val="1"/>'),
          properties='<w:tblStyle w:val="T"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="04A0"/>')
    + '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="0"/>'
    '<w:listEntry w:val="a"/></w:ddList></w:ffData></w:fldChar><w:instrText>SYMBOL 254 \\f "Wingdings"</w:instrText>'
    '<w:fldChar w:fldCharType="end"/></w:r></w:p><w:p><w:hyperlink r:id="l"><w:r><w:sym w:font="Symbol" w:char="F0B7"/>'
    '<w:br w:type="page"/></w:r></w:hyperlink></w:p>'
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr descr="a"/><pic:pic><pic:blipFill>'
    '<a:blip r:embed="l"/><a:srcRect l="1"/></pic:blipFill></pic:pic></wp:inline></w:drawing></w:r></w:p>',
    styles='<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="table" w:styleId="T"><w:basedOn w:val="T"/><w:tblPr><w:tblStyleRowBandSize w:val="2"/></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:top w:val="single"/></w:tcBorders>'
    "</w:tcPr></w:tblStylePr></w:style>",
    numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="1"><w:start w:val="3"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlRestart w:val="1"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="4"/>'
    "</w:lvlOverride></w:num>",
    settings='<w:defaultTabStop w:val="420"/><w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"/>'
    "</w:compat>",
    theme='<a:clrScheme><a:accent1><a:srgbClr val="4F81BD"/></a:accent1></a:clrScheme>',
    relations={"l": ("hyperlink", "https://example.org")},
    section='<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:left="1800"/><w:pgNumType w:start="1"/>'
    '<w:docGrid w:type="lines" w:linePitch="312"/>',
)  # fmt: skip


@cache
def members(index: int) -> dict[str, bytes]:
    data = RICH if index == len(FILES) else FILES[index].read_bytes()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def damaged(xml: bytes, chance: random.Random, blows: int) -> bytes:
    """``xml`` 挨了 ``blows`` 下。"""
    root = etree.fromstring(xml)
    for _ in range(blows):
        elements = [each for each in root.iter() if isinstance(each.tag, str) and each.getparent() is not None]
        if not elements:
            break
        element = chance.choice(elements)
        blow = chance.randrange(6)
        if blow == 0:
            element.getparent().remove(element)
        elif blow == 1 and element.attrib:
            element.set(chance.choice(list(element.attrib)), chance.choice(VALUES))
        elif blow == 2 and element.attrib:
            del element.attrib[chance.choice(list(element.attrib))]
        elif blow == 3:
            other = chance.choice(elements)
            if element not in other.iterancestors() and other is not element:
                other.append(element)
        elif blow == 4:
            element.tag = chance.choice(elements).tag
        else:
            element.text = chance.choice(VALUES)
    return etree.tostring(root)


def survives(data: bytes) -> None:
    findings: list[Finding] = []
    try:
        document = read_docx(data, findings.append)
    except RenderError as error:
        assert "\n" not in str(error)
        return
    assert document.sections
    assert {finding.code for finding in findings} <= {"LY001"}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(FILES)), st.integers(0, 2**32), st.integers(1, 30))
def test_damaged_documents_are_read_or_refused(index: int, seed: int, blows: int) -> None:
    chance = random.Random(seed)
    parts = dict(members(index))
    name = chance.choice([name for name in sorted(parts) if name.endswith((".xml", ".rels"))])
    if name != "[Content_Types].xml":
        parts[name] = damaged(parts[name], chance, blows)
    survives(package(dict(parts)))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 60))
def test_a_document_with_all_there_is_survives_every_blow(seed: int, blows: int) -> None:
    chance = random.Random(seed)
    parts = dict(members(len(FILES)))
    for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/theme.xml"):
        parts[name] = damaged(parts[name], chance, blows // 4 + 1)
    survives(package(dict(parts)))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(RICH)), st.binary(max_size=4))
def test_bytes_written_over_a_package_are_survived(at: int, blow: bytes) -> None:
    survives(RICH[:at] + blow + RICH[at + len(blow) :])


@settings(max_examples=50, deadline=None)
@given(st.integers(0, len(RICH)))
def test_a_package_that_is_cut_off_is_refused(at: int) -> None:
    if at < len(RICH):
        with pytest.raises(RenderError):
            read_docx(RICH[:at], lambda _: None)


@pytest.mark.parametrize("name", ["word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/theme.xml",
                                  "word/_rels/document.xml.rels", "_rels/.rels"])  # fmt: skip
def test_each_part_may_be_missing_or_empty_of_content(name: str) -> None:
    parts = dict(members(len(FILES)))
    del parts[name]
    survives(package(dict(parts)))
    survives(package({**parts, name: f'<w:x xmlns:w="{W}"/>'}))
