"""域：页码留给排版，其余照保存的结果；嵌套、跨段、没有结果的域，超链接域，窗体域，目录的行。"""

import pytest

from budgetdocs.pdf.docx.fields import _CAPITALS, _NUMBER_FORMATS, instruction
from budgetdocs.pdf.docx.numerals import numeral

from .reading import first, named, p, paragraphs, read


def begin(code: str, data: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'


SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, result: str) -> str:
    return begin(code) + SEPARATE + result + END


@pytest.mark.parametrize("name", ["PAGE", "NUMPAGES", "SECTIONPAGES"])
@pytest.mark.parametrize("simple", [True, False])
def test_page_numbers_are_left_to_the_layout(name: str, simple: bool) -> None:
    code = f" {name.lower()}  \\* MERGEFORMAT "
    result = run("1", "<w:b/>") + run("2")
    content = f'<w:fldSimple w:instr="{code}">{result}</w:fldSimple>' if simple else field(code, result)
    spans = first(f"<w:p>{run('第')}{content}{run('页')}</w:p>").spans
    assert [(span.text, span.field, span.style.bold) for span in spans] == [
        ("第", "", False), ("1", name, True), ("页", "", False),
    ]  # fmt: skip


def test_a_page_number_without_a_result_is_one_too() -> None:
    spans = first(f"<w:p>{begin('PAGE')}{END}<w:r><w:pgNum/></w:r></w:p>").spans
    assert [span.field for span in spans] == ["PAGE", "PAGE"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (field(' DATE \\@ "yyyy年M月" ', run("2022年3月")), "2022年3月"),
        (field("REF a", run("甲") + run("乙")), "甲乙"),
        (f"<w:fldSimple w:instr='SAVEDATE'>{run('今天')}</w:fldSimple>", "今天"),
        (field("IF " + field("PAGE", run("1")) + begin(" = 1") + END, run("是")), "是"),
        (field("=SUM(ABOVE)", run("350.00")), "350.00"),
        (field("TOC", run("甲") + field("PAGEREF a", run("3"))), "甲3"),
        (begin('SYMBOL 254 \\f "Wingdings"') + END, "☑"),
        (begin("SYMBOL 0xB3") + END, "≥"),
        (run("甲") + begin("XE 甲") + END + run("乙"), "甲乙"),
        (SEPARATE + END + run("甲"), "甲"),
        (begin("FORMCHECKBOX", "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>") + END, "☑"),
        (begin("FORMCHECKBOX", '<w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>') + END, "□"),
        (begin("FORMDROPDOWN", '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/>'
         '<w:listEntry w:val="乙"/></w:ddList></w:ffData>') + END, "乙"),
        (begin("FORMDROPDOWN", "<w:ffData><w:ddList/></w:ffData>") + END, ""),
        (field("FORMTEXT", run("填好")), "填好"),
    ],
)  # fmt: skip
def test_what_a_field_shows(content: str, expected: str) -> None:
    document, findings = read(f"<w:p>{content}</w:p>")
    assert [block.text for block in document.sections[0].blocks] == [expected]  # type: ignore[union-attr]
    assert findings == []


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (begin(" DATE ") + END, "域 DATE"),
        (field("TOC \\o", ""), "域 TOC"),
        ("<w:fldSimple w:instr='AUTHOR'/>", "域 AUTHOR"),
        (begin("EQ \\o\\ac(○,1)") + END, "域 EQ"),
        (field("IF 1 = 1 甲", ""), ""),
        (field("MERGEFIELD 名", ""), ""),
    ],
)
def test_a_field_without_a_result_is_reported(content: str, detail: str) -> None:
    messages = [finding.message for finding in read(f"<w:p>{content}</w:p>")[1]]
    assert len(messages) == bool(detail)
    assert all(detail in message and "F9" in message for message in messages)


def test_a_field_that_never_ends_swallows_no_silent_text() -> None:
    document, findings = read(f"<w:p>{run('甲')}{begin('DATE')}</w:p>{p(text='乙')}")
    assert "".join(block.text for block in document.sections[0].blocks) == "甲"  # type: ignore[union-attr]
    assert named(findings) == ["w:fldChar"]


def test_a_table_of_contents_marks_its_lines() -> None:
    opening = "<w:p>" + begin("TOC \\o") + SEPARATE + run("一") + "</w:p>"
    body = opening + p(text="二") + f"<w:p>{END}</w:p>" + p(text="三")
    assert [(block.text, block.role) for block in paragraphs(body)] == [
        ("一", "toc"),
        ("二", "toc"),
        ("", ""),
        ("三", ""),
    ]


def test_a_line_of_contents_is_known_by_its_style() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{name}"/></w:style>'
        for i, name in enumerate(("toc 1", "TOC 3", "TOC Heading"))
    )
    body = "".join(p(properties=f'<w:pStyle w:val="{i}"/>') for i in range(3))
    assert [block.role for block in paragraphs(body, styles=styles)] == ["toc", "toc", ""]


@pytest.mark.parametrize(
    ("code", "link", "url"),
    [
        (' HYPERLINK "https://example.org/a b" ', "", "https://example.org/a b"),
        (' HYPERLINK "https://example.org" \\l "c" \\o "提示" ', "", "https://example.org#c"),
        (' HYPERLINK \\l "书签" ', "书签", ""),
        (" REF 书签 \\h ", "书签", ""),
        (" REF 书签 ", "", ""),
    ],
)
def test_fields_that_lead_somewhere(code: str, link: str, url: str) -> None:
    code = code.replace('"', "&quot;")
    inner = first(f"<w:p>{field(code, run('甲') + field('PAGE', run('1')))}</w:p>").spans
    assert [(span.text, span.link, span.url) for span in inner] == [("甲", link, url), ("1", link, url)]


def test_the_page_of_a_bookmark_is_left_to_the_layout() -> None:
    spans = first("<w:p>" + field("PAGEREF 书签 \\h", run("3") + run("4")) + "</w:p>").spans
    assert [(span.text, span.field, span.link) for span in spans] == [("3", "PAGEREF 书签", "书签")]


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("PAGE", "PAGE"),
        ("PAGE \\* MERGEFORMAT", "PAGE"),
        ("PAGE \\* Arabic", "PAGE \\* decimal"),
        ("PAGE \\* ROMAN \\* MERGEFORMAT", "PAGE \\* upperRoman"),
        ("PAGE \\* roman", "PAGE \\* lowerRoman"),
        ("PAGE \\*roman", "PAGE \\* lowerRoman"),
        ("page\\* alphabetic", "PAGE \\* lowerLetter"),
        ("NUMPAGES \\* CHINESENUM3", "NUMPAGES \\* chineseCountingThousand"),
        ("SECTIONPAGES \\* GB3", "SECTIONPAGES \\* decimalEnclosedCircleChinese"),
        ("PAGEREF 书签 \\h \\* ArabicDash", "PAGEREF 书签 \\* numberInDash"),
    ],
)
def test_a_page_number_may_ask_for_its_format(code: str, asked: str) -> None:
    document, findings = read(f"<w:p>{field(code, run('1'))}{begin(code)}{END}</w:p>")
    (block,) = document.sections[0].blocks
    assert [span.field for span in block.spans] == [asked, asked]  # type: ignore[union-attr]
    assert findings == []


@pytest.mark.parametrize("switch", ["\\* CardText", "\\* DBNUM4", "\\# &quot;000&quot;", "\\#000"])
def test_a_format_of_page_numbers_that_is_not_known_is_reported(switch: str) -> None:
    document, findings = read(f"<w:p>{field('PAGE ' + switch, run('1'))}</w:p>")
    assert [span.field for span in document.sections[0].blocks[0].spans] == ["PAGE"]  # type: ignore[union-attr]
    assert named(findings) == ["w:instrText"]
    assert switch[-3:].replace("ot;", "0") in findings[0].message


def test_every_format_a_page_number_may_ask_for_is_one_of_the_numerals() -> None:
    forms = {*_NUMBER_FORMATS.values(), *_CAPITALS.values()}
    assert [form for form in forms if numeral(1, form) is None] == []


@pytest.mark.parametrize(
    ("text", "name", "arguments", "switches"),
    [
        ("", "", (), {}),
        (" TOC \\o \"1-3\" \\h \\z \\u ", "TOC", (), {"\\o": "1-3", "\\h": "", "\\z": "", "\\u": ""}),
        ('DATE \\@ "yyyy年M月d日" \\* MERGEFORMAT', "DATE", (), {"\\@": "yyyy年M月d日", "\\*": "MERGEFORMAT"}),
        ('HYPERLINK "a \\"b\\" c"', "HYPERLINK", ('a "b" c',), {}),
        ("= SUM(A1)", "=", ("SUM(A1)",), {}),
        ("=SUM(A1)", "=", (), {}),
        ("PAGE \\* ROMAN \\* MERGEFORMAT", "PAGE", (), {"\\*": "ROMAN MERGEFORMAT"}),
        ("ref 书签 \\h", "REF", ("书签",), {"\\h": ""}),
    ],
)  # fmt: skip
def test_instructions_are_taken_apart(
    text: str, name: str, arguments: tuple[str, ...], switches: dict[str, str]
) -> None:
    found = instruction(text)
    assert (found.name, found.arguments, found.switches) == (name, arguments, switches)
