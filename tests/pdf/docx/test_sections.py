"""节：纸张、页边距、网格、页码，页眉页脚的继承与各自的部件；装不下与没绘出的报告。"""

from typing import Any

import pytest

from budgetdocs.pdf.blocks import Paragraph, Section

from .reading import XMLNS, named, p, read


def only(section: str, **rest: object) -> Section:
    (found,) = read("", section=section, **rest)[0].sections
    return found


@pytest.mark.parametrize(
    ("section", "field", "expected"),
    [
        ('<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>', "width", 841.9),
        ('<w:pgSz w:w="21cm" w:h="29.7cm"/>', "height", pytest.approx(841.89, abs=0.01)),
        ("<w:pgSz/>", "width", 595.3),
        ('<w:pgSz w:w="1" w:h="1"/>', "height", 841.9),
        ("", "width", 595.3),
        ('<w:pgMar w:top="2098" w:left="1587" w:gutter="100"/>', "top", 104.9),
        ('<w:pgMar w:top="-2098"/>', "top", -104.9),
        ('<w:pgMar w:left="1587" w:gutter="100"/>', "left", 84.35),
        ('<w:pgMar w:left="99999" w:right="99999"/>', "left", 575.3),
        ('<w:pgMar w:left="99999" w:right="99999"/>', "right", 0.0),
        ('<w:pgMar w:left="x" w:header="851"/>', "header_distance", 42.55),
        ("", "footer_distance", 36.0),
        ('<w:type w:val="continuous"/>', "kind", "continuous"),
        ('<w:type w:val="evenPage"/>', "kind", "evenPage"),
        ("<w:titlePg/>", "title_page", True),
        ('<w:pgNumType w:fmt="upperRoman" w:start="3"/>', "number_format", "upperRoman"),
        ('<w:pgNumType w:fmt="upperRoman" w:start="3"/>', "number_start", 3),
        ("<w:pgNumType/>", "number_start", None),
        ('<w:docGrid w:type="lines" w:linePitch="312"/>', "grid", 15.6),
        ('<w:docGrid w:linePitch="312"/>', "grid", 0.0),
        ('<w:docGrid w:type="lines" w:linePitch="312" w:charSpace="4096"/>', "grid_chars", 0.0),
        ('<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-2048"/>', "grid_chars", -0.5),
        ('<w:docGrid w:type="snapToChars" w:linePitch="x" w:charSpace="9999999"/>', "grid_chars", 100.0),
    ],
)
def test_a_property_of_a_section(section: str, field: str, expected: Any) -> None:
    assert getattr(only(section), field) == expected


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ('<w:cols w:num="2"/>', ["w:cols"]),
        ('<w:cols w:num="1" w:space="425"/>', []),
        ('<w:pgBorders><w:top w:val="single"/></w:pgBorders>', ["w:pgBorders"]),
        ('<w:pgBorders><w:top w:val="none"/></w:pgBorders>', []),
        ('<w:lnNumType w:countBy="1"/>', ["w:lnNumType"]),
        ('<w:vAlign w:val="center"/>', ["w:vAlign"]),
        ('<w:vAlign w:val="top"/><w:textDirection w:val="lrTb"/><w:paperSrc/><w:formProt/>', []),
        ('<w:textDirection w:val="tbRl"/>', ["w:textDirection"]),
        ("<w:bidi/>", ["w:bidi"]),
        ('<w:type w:val="nextColumn"/>', ["w:type"]),
        ('<w:pgNumType w:chapStyle="1"/>', ["w:pgNumType"]),
        ('<w:headerReference w:type="default" r:id="none"/>', ["w:headerReference"]),
    ],
)
def test_what_is_not_drawn_of_a_section_is_reported(section: str, names: list[str]) -> None:
    assert named(read("", section=section)[1]) == names


def part(kind: str, text: str, more: str = "") -> str:
    return f"<w:{kind} {XMLNS}>{p(text=text)}{more}</w:{kind}>"


def shown(furniture: dict[str, Any]) -> dict[str, str]:
    return {kind: "".join(block.text for block in blocks) for kind, blocks in furniture.items()}


def test_headers_and_footers_are_those_of_the_section_before_unless_named() -> None:
    relations = {name: ("header" if name < "f" else "footer", f"{name}.xml") for name in ("a", "b", "f")}
    parts: dict[str, str | bytes] = {
        "word/a.xml": part("hdr", "甲"), "word/b.xml": part("hdr", "乙"), "word/f.xml": part("ftr", "丙"),
    }  # fmt: skip
    first = (
        '<w:headerReference w:type="default" r:id="a"/><w:headerReference w:type="first" r:id="b"/>'
        '<w:footerReference w:type="even" r:id="f"/>'
    )
    body = f"<w:p><w:pPr><w:sectPr>{first}</w:sectPr></w:pPr></w:p>{p(text='二')}"
    document = read(body, relations=relations, parts=parts, section='<w:headerReference w:type="default" r:id="b"/>')[0]
    one, two = document.sections
    assert (shown(one.headers), shown(one.footers)) == ({"default": "甲", "first": "乙"}, {"even": "丙"})
    assert (shown(two.headers), shown(two.footers)) == ({"default": "乙", "first": "乙"}, {"even": "丙"})
    assert [len(section.blocks) for section in document.sections] == [1, 1]


def test_a_section_ends_inside_a_control_too() -> None:
    ending = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr></w:pPr></w:p>'
    sections = read(f"{p()}<w:sdt><w:sdtContent>{ending}{p()}</w:sdtContent></w:sdt>{p()}")[0].sections
    assert [(len(section.blocks), section.width) for section in sections] == [(2, 841.9), (2, 595.3)]


def test_what_stands_in_a_header_is_reported_with_its_place() -> None:
    header = part("hdr", "局名", p('<w:em w:val="dot"/>', text="着重"))
    findings = read(
        "", relations={"a": ("header", "a.xml")}, parts={"word/a.xml": header}, section='<w:headerReference r:id="a"/>'
    )[1]
    assert [finding.where for finding in findings] == ["页眉第 2 段“着重”附近"]


def test_fields_and_lists_of_the_body_and_of_headers_do_not_mix() -> None:
    open_field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    header = f"<w:hdr {XMLNS}><w:p>{open_field}</w:p></w:hdr>"
    ending = '<w:p><w:pPr><w:sectPr><w:headerReference r:id="a"/></w:sectPr></w:pPr></w:p>'
    document, findings = read(
        ending + p(text="正文"), relations={"a": ("header", "a.xml")}, parts={"word/a.xml": header}
    )
    block = document.sections[1].blocks[0]
    assert isinstance(block, Paragraph)
    assert block.text == "正文"
    assert named(findings) == ["w:fldChar"]
