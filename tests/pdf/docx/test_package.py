"""打开 .docx：坏的、加密的、过大的、带实体的、缺部件的，都只有一句清楚的话；Strict 与 Transitional 读来一样。"""

import io
import zipfile
from pathlib import Path

import pytest

from budgetdocs.errors import RenderError
from budgetdocs.pdf.blocks import Paragraph
from budgetdocs.pdf.docx import package as packages
from budgetdocs.pdf.docx import read_docx

from .reading import OFFICE, W, docx, first, p, package, paragraphs, read

BODY = f'<w:document xmlns:w="{W}"><w:body><w:p/></w:body></w:document>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def refused(data: bytes) -> str:
    with pytest.raises(RenderError) as caught:
        read_docx(data, lambda _: None)
    line = str(caught.value)
    assert "\n" not in line
    return line


def with_flag(data: bytes) -> bytes:
    """压缩包的第一个成员标为加密。"""
    at = data.index(b"PK\x01\x02")
    return data[: at + 8] + b"\x01" + data[at + 9 :]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "不是 Word 文件"),
        (b"%PDF-1.7", "不是 Word 文件"),
        (docx("")[:200], "不是 Word 文件"),
        (OLE, ".doc 文件"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (with_flag(package({"word/document.xml": BODY})), "密码"),
        (package({"mimetype": "application/vnd.oasis.opendocument.text"}), "缺少正文部件"),
        (package({"word/document.xml": "<w:document"}), "不是合法的 XML"),
        (package({"word/document.xml": b""}), "不是合法的 XML"),
        (package({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}), "没有正文"),
        (package({"word/document.xml": f'<!DOCTYPE d [<!ENTITY x "y">]>{BODY}'}), "DTD"),
        (package({"word/document.xml": f'<!DOCTYPE d SYSTEM "file:///etc/passwd">{BODY}'}), "DTD"),
        (package({"word/document.xml": BODY, "word/styles.xml": "<w:styles"}), "不是合法的 XML"),
        (package({"word/document.xml": BODY, "word/styles.xml": b"\0" * (9 << 20)}), "过大"),
        (package({"word/document.xml": BODY.replace("<w:p/>", "<w:p>&x;</w:p>")}), "不是合法的 XML"),
        (package({"word/document.xml": "<a>" * 300 + "</a>" * 300}), "不是合法的 XML"),
    ],
)  # fmt: skip
def test_what_is_no_word_file_is_refused_in_one_line(data: bytes, said: str) -> None:
    assert said in refused(data)


def test_a_damaged_part_is_named() -> None:
    data = docx(p(text="一二三四五六七八九十" * 20))
    info = zipfile.ZipFile(io.BytesIO(data)).getinfo("word/document.xml")
    at = info.header_offset + 60
    broken = data[:at] + bytes(byte ^ 0x55 for byte in data[at : at + 20]) + data[at + 20 :]
    line = refused(broken)
    assert "word/document.xml" in line
    assert "已损坏" in line


def test_too_large_a_part_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_PART", 1000)
    assert "过大" in refused(docx(p(text="字" * 2000)))


def test_all_parts_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_TOTAL", 3000)
    assert "过大" in refused(docx(p(), styles="<w:style/>" * 200))


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_MEMBERS", 3)
    assert "部件" in refused(docx(p()))


def test_stored_members_are_read_too() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", BODY)
    assert len(read_docx(buffer.getvalue(), lambda _: None).sections[0].blocks) == 1


@pytest.mark.parametrize("target", ["word/main.xml", "/word/main.xml", "word/../word/main.xml", "WORD/MAIN.XML"])
def test_the_main_part_is_where_the_package_says(target: str) -> None:
    relations = f'<Relationships><Relationship Id="m" Type="{OFFICE}officeDocument" Target="{target}"/></Relationships>'
    data = package({"_rels/.rels": relations, "word/main.xml": BODY})
    assert len(read_docx(data, lambda _: None).sections) == 1


def test_strict_is_read_like_transitional() -> None:
    body = p('<w:sz w:val="16pt"/><w:b w:val="true"/>', '<w:jc w:val="end"/><w:ind w:start="2cm"/>')
    loose = docx(body)
    members = {
        info.filename: zipfile.ZipFile(io.BytesIO(loose)).read(info)
        for info in zipfile.ZipFile(io.BytesIO(loose)).infolist()
    }
    strict = package(
        {
            name: content.replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
            )
            for name, content in members.items()
        }
    )
    read_strict = read_docx(strict, lambda _: None)
    assert read_strict == read_docx(loose, lambda _: None)
    block = read_strict.sections[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert (block.style.align, block.style.left) == ("right", pytest.approx(56.69, abs=0.01))
    assert (block.spans[0].style.size, block.spans[0].style.bold) == (16.0, True)


def test_a_long_body_is_read_piece_by_piece_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    table = f"<w:tbl><w:tr><w:tc>{p(text='格')}</w:tc></w:tr></w:tbl>"
    body = "\n ".join(p(text=f"第{i}段") + table * (i % 3 == 0) for i in range(300))
    whole = read(body)[0]
    monkeypatch.setattr(packages, "STREAMED", 1)
    for chunk in (64, 997, 1 << 16):
        monkeypatch.setattr(packages, "_CHUNK", chunk)
        assert read(body)[0] == whole
    monkeypatch.setattr(packages, "STREAMED", 1)
    assert "不是合法的 XML" in refused(package({"word/document.xml": f'<w:document xmlns:w="{W}"><w:body><w:p/><w:p>'}))
    assert "没有正文" in refused(package({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}))


def test_comments_and_processing_instructions_are_passed_over() -> None:
    assert [
        each.text
        for each in paragraphs(f"<!-- x -->{p()}<?pi?><w:p><!-- y --><w:r><!-- z --><w:t>字</w:t></w:r></w:p>")
    ] == ["字", "字"]


def test_without_styles_settings_and_relations_defaults_hold() -> None:
    document = read_docx(package({"word/document.xml": BODY}), lambda _: None)
    assert (document.title, document.author, document.compatibility, document.language) == ("", "", 12, "zh-CN")
    assert (document.even_and_odd, document.default_tab) == (False, 36.0)


def test_title_author_and_language_come_from_the_core_properties() -> None:
    core = (
        '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> 表 </dc:title><dc:creator>局</dc:creator>'
        "<dc:language>zh-TW</dc:language></c:coreProperties>"
    )
    document = read("", parts={"docProps/core.xml": core})[0]
    assert (document.title, document.author, document.language) == ("表", "局", "zh-TW")


@pytest.mark.parametrize(("asian", "said", "language"), [("zh-CN", "en-US", "zh-CN"), ("", "zh-TW", "zh-TW"),
                                                         ("x none", "", "zh-CN"), ("ja-JP", "", "ja-JP")])  # fmt: skip
def test_the_language_of_chinese_text_comes_first(asian: str, said: str, language: str) -> None:
    styles = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:eastAsia="{asian}"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults>"
    )
    core = f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>{said}</dc:language></c>'
    assert read("", styles=styles, parts={"docProps/core.xml": core})[0].language == language


def test_settings_are_read() -> None:
    compat = '<w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat>'
    document, findings = read(
        "", settings=f'<w:evenAndOddHeaders/><w:defaultTabStop w:val="420"/>{compat}<w:mirrorMargins/>'
    )
    assert (document.even_and_odd, document.default_tab, document.compatibility) == (True, 21.0, 15)
    assert ["w:mirrorMargins" in each.message for each in findings] == [True]


def test_the_real_documents_of_the_test_set_are_read() -> None:
    folder = Path(__file__).parents[2] / "cases" / "documents"
    files = sorted(folder.glob("*.docx"))
    assert files
    for file in files:
        assert read_docx(file.read_bytes(), lambda _: None).sections, file.name


def test_equal_styles_are_the_same_object() -> None:
    body = p("<w:b/>") + p("<w:b/><w:i w:val='0'/>")
    one, other = paragraphs(body)
    assert one.style is other.style
    assert one.spans[0].style is other.spans[0].style
    assert first(body) is first(body)
