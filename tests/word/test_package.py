"""The package is read with care and written the same."""

from __future__ import annotations

import io
import zipfile

import pytest

from budgetdocs.errors import TemplateError
from budgetdocs.word import WordTemplate, package


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def with_member(document: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    return zipped(*(members | {name: content}).items())


def test_what_is_written_is_a_zip(read, make):
    document = make("甲")
    members = package.read(document, "t")
    written = package.write(members.values())
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(members)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert package.read(written, "t") == members
    assert read(written).paragraphs[0].text == "甲"


def test_names_that_are_not_ascii():
    written = package.write([package.member("图片/甲.png", b"x" * 100)])
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert archive.read("图片/甲.png") == b"x" * 100


@pytest.mark.parametrize("content", [b"", b"x", b"<w:p/>" * 1000, bytes(range(256))])
def test_content(content):
    member = package.member("a.xml", content)
    assert package.content(member) == content
    stored = package.Member("a.xml", zipfile.ZIP_STORED, member.crc, len(content), content)
    assert package.content(stored) == content
    for damaged in (
        member._replace(crc=member.crc ^ 1),
        member._replace(data=member.data[:-1]),
        member._replace(size=len(content) + 1),
        stored._replace(data=content + b"x"),
    ):
        with pytest.raises(zipfile.BadZipFile):
            package.content(damaged)


def test_more_than_announced_is_not_unpacked():
    member = package.member("a.xml", b"x" * 100_000)
    with pytest.raises(zipfile.BadZipFile):
        package.content(member._replace(size=10))


def test_a_directory_that_points_elsewhere(make):
    document = bytearray(make("甲"))
    document[0:4] = b"PK\7\7"
    with pytest.raises(TemplateError, match="已损坏"):
        WordTemplate(bytes(document))


def test_members_without_tags_are_copied(make):
    document = make("{{ 甲 }}")
    before, after = (package.read(each, "t") for each in (document, WordTemplate(document).render({"甲": 1})))
    assert after["word/styles.xml"].data == before["word/styles.xml"].data
    assert next(iter(after)) == package.CONTENT_TYPES


def test_members_that_nothing_leads_to_are_dropped(make):
    document = WordTemplate(with_member(make("甲"), "word/stray.bin", b"\0")).render({})
    assert "word/stray.bin" not in package.read(document, "t")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "不是 .docx 文件，或者文件已损坏"),
        (b"hello", "不是 .docx 文件"),
        (OLE + b"\0" * 600, "是 Word 97–2003 的 .doc 文件，请在 Word 里另存为 .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "文件加了密码"),
        (zipped(("a.txt", b"x")), "不是 Word 文件"),
        (zipped((package.CONTENT_TYPES, b"<x/>")), "不是完整的 Word 文件"),
        (zipped(("../a.xml", b"<x/>")), "成员名 '../a.xml' 不合规范"),
        (zipped(("/a.xml", b"<x/>")), "不合规范"),
        (zipped(("a\\b.xml", b"<x/>")), "不合规范"),
        (zipped(("a.xml", b"<x/>"), ("A.xml", b"<x/>")), "成员 A.xml 重复"),
        (zipped(("a.xml", b'<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>')), "a.xml 含有 DOCTYPE 声明"),
        (zipped(("a.rels", "<!DOCTYPE x><x/>".encode("utf-16"))), "a.rels 含有 DOCTYPE 声明"),
        (zipped(("a.xml", b" " * (package.MAX_XML + 1))), "成员 a.xml 超过 32 MB"),
        (zipped(("a.xml", b"<x/>"), method=zipfile.ZIP_BZIP2), "用了 Word 不支持的压缩方法"),
        (zipped(*((f"{n}.bin", b"") for n in range(package.MAX_MEMBERS + 1))), "有 2001 个成员"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refused(data, reason):
    with pytest.raises(TemplateError) as caught:
        WordTemplate(data, name="坏.docx")
    assert caught.value.template == "坏.docx"
    assert reason in caught.value.reason


def test_bombs_are_refused_unopened(monkeypatch):
    monkeypatch.setattr(package, "MAX_TOTAL", 1000)
    with pytest.raises(TemplateError, match="解压后超过"):
        WordTemplate(zipped(("a.bin", b"\0" * 600), ("b.bin", b"\0" * 600)))
    monkeypatch.setattr(package, "MAX_FILE", 10)
    with pytest.raises(TemplateError, match="不是正常的模板"):
        WordTemplate(zipped(("a.bin", b"")))


@pytest.mark.parametrize("cut", [100, 2_000, 20_000])
def test_truncated(cut, make):
    with pytest.raises(TemplateError, match="已损坏"):
        WordTemplate(make("甲")[:cut])


def test_damaged_member(make):
    document = bytearray(make("甲"))
    start = document.find(b"word/document.xml") + 60
    document[start : start + 20] = bytes(20)
    with pytest.raises(TemplateError, match="已损坏"):
        WordTemplate(bytes(document))


def test_encrypted_member(make):
    document = bytearray(make("甲"))
    directory = document.find(b"PK\1\2")
    document[directory + 8] |= 1
    with pytest.raises(TemplateError, match="加了密码"):
        WordTemplate(bytes(document))


@pytest.mark.parametrize(
    ("content_type", "reason"),
    [
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", "是 .dotx 文件"),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "是带宏的 Word 文件"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "是 Excel 文件"),
    ],
)
def test_other_kinds_of_office_file(content_type, reason, make):
    document = make("甲")
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        types = archive.read(package.CONTENT_TYPES).decode()
    types = types.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", content_type
    )
    with pytest.raises(TemplateError, match=reason):
        WordTemplate(with_member(document, package.CONTENT_TYPES, types.encode()))


def test_strict_open_xml(make):
    document = make("甲")
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        relationships = archive.read("_rels/.rels").decode()
    strict = relationships.replace(
        "schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument"
    )
    with pytest.raises(TemplateError, match="严格 Open XML"):
        WordTemplate(with_member(document, "_rels/.rels", strict.encode()))


def test_missing_file(tmp_path):
    with pytest.raises(TemplateError, match="打不开") as caught:
        WordTemplate(tmp_path / "无.docx")
    assert caught.value.template.endswith("无.docx")
