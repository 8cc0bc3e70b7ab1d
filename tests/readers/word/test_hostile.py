"""来路不明的 .docx：说一句明白话就拒绝，用的内存与时间都有限。"""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from budgetdocs.errors import ReadError
from budgetdocs.readers import read

DOCUMENTS = Path(__file__).parents[2] / "cases/documents"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
GOOD = (DOCUMENTS / "strict.docx").read_bytes()
Refused = Callable[..., ReadError]


def packed(*members: tuple[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        for name, content in members:
            package.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def document(body: str | bytes, prolog: str = "") -> bytes:
    body = body if isinstance(body, bytes) else body.encode()
    root = f'<?xml version="1.0"?>{prolog}<w:document xmlns:w="{MAIN}"><w:body>'.encode()
    return packed(("word/document.xml", root + body + b"</w:body></w:document>"))


def one_more(name: str, content: str = "x") -> bytes:
    """好文件里多出一个成员。"""
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def whole(xml: str, encoding: str) -> bytes:
    """正文就是 xml，用这种编码。"""
    return packed(("word/document.xml", xml.encode(encoding)))


def altered(old: bytes, new: bytes) -> bytes:
    """好文件里的 old 改成了 new。"""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source:
        members = [(info.filename, source.read(info)) for info in source.infolist()]
    assert any(old in data for _, data in members)
    return packed(*((name, data.replace(old, new)) for name, data in members))


def lying(size: int) -> bytes:
    """一个炸弹，自称解压后只有 size 字节：本地头与目录都改了。"""
    bomb = bytearray(document(b"<w:p/>" * 20_000_000))
    local, central = bomb.find(b"PK\x03\x04"), bomb.find(b"PK\x01\x02")
    struct.pack_into("<L", bomb, local + 22, size)
    struct.pack_into("<L", bomb, central + 24, size)
    return bytes(bomb)


def encrypted() -> bytes:
    plain = bytearray(packed(("word/document.xml", "<x/>"), method=zipfile.ZIP_STORED))
    central = plain.find(b"PK\x01\x02")
    plain[central + 8] |= 1
    return bytes(plain)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

SMALL = {
    "empty": (lambda: b"", "空的"),
    "text": (lambda: "项目编码".encode(), "不是 .docx 文件"),
    "cut short": (lambda: GOOD[:3000], "不是完整的"),
    "not a word file": (lambda: packed(("a.txt", "甲")), "没有 Word 的正文"),
    "a workbook": (lambda: packed(("xl/workbook.xml", "<x/>")), "Excel 工作簿"),
    "a .doc": (lambda: OLE + b"\0" * 2000, r"\.doc 文件"),
    "encrypted": (lambda: OLE + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le"), "有密码"),
    "encrypted member": (encrypted, "有密码"),
    "no body": (lambda: packed(("word/document.xml", f'<w:document xmlns:w="{MAIN}"/>')), "没有找到"),
    "nothing of the form": (lambda: document("<w:p/>"), "没有找到绩效目标表"),
    "no XML": (lambda: packed(("word/document.xml", "甲")), "不是完整的 XML"),
    "half an XML": (lambda: packed(("word/document.xml", f'<w:document xmlns:w="{MAIN}"><w:body>')), "不是完整的 XML"),
    "entities": (lambda: document("<w:p>&b;</w:p>", LAUGHS), "DOCTYPE"),
    "a file of this machine": (lambda: document("<w:p>&a;</w:p>", FILE), "DOCTYPE"),
    "entities in UTF-16": (lambda: whole(f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}<x/>', "utf-16"), "DOCTYPE"),
    "a code that hides it": (lambda: whole(f'<?xml version="1.0" encoding="UTF-7"?>{LAUGHS}<x/>', "utf-7"), "或编码"),
    "entities in the styles": (lambda: altered(b"<w:styles", b"<!DOCTYPE x []><w:styles"), "styles.xml”里有"),
    "a wrong checksum": (lambda: GOOD.replace("校舍".encode(), "学舍".encode()), "解不出来"),
    "absolute name": (lambda: one_more("/etc/passwd"), "成员名“'/etc/passwd'”不合规范"),
    "name that climbs": (lambda: one_more("word/../../x.xml"), "不合规范"),
    "name of a drive": (lambda: one_more("C:/x.xml"), "不合规范"),
    "name with backslashes": (lambda: one_more("word\\..\\x.xml"), "不合规范"),
    "the same name in capitals": (lambda: one_more("word/Document.xml"), "“word/Document.xml”重复"),
    "10,000 levels": (lambda: document("<w:sdt>" * 10_000 + "</w:sdt>" * 10_000), "嵌套过深"),
    "tables in tables": (lambda: document("<w:tbl><w:tr><w:tc>" * 100 + "</w:tc></w:tr></w:tbl>" * 100), "嵌套过深"),
    "too many members": (lambda: packed(*((f"a{n}", "") for n in range(6_000))), "6000 个成员"),
}  # fmt: skip


@pytest.mark.parametrize("case", SMALL)
def test_small_ones_are_refused(case: str, refused: Refused) -> None:
    make, said = SMALL[case]
    error = refused(make(), "表.docx")
    assert len(error.problems) == 1
    with pytest.raises(ReadError, match=said):
        raise error


def test_deep_but_lawful_tables_are_read(refused: Refused) -> None:
    body = "<w:tbl><w:tr><w:tc>" * 80 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 80
    assert "没有找到绩效目标表" in str(refused(document(body), "表.docx"))


def test_a_style_based_on_itself_does_no_harm(tmp_path: Path) -> None:
    with zipfile.ZipFile(DOCUMENTS / "split-runs.docx") as source:
        members = [(info.filename, source.read(info)) for info in source.infolist()]
    looped = [(name, data.replace(b'<w:basedOn w:val="a"/>', b'<w:basedOn w:val="1"/>')) for name, data in members]
    assert looped != members
    (tmp_path / "表.docx").write_bytes(packed(*looped))
    assert read(tmp_path / "表.docx") == read(DOCUMENTS / "split-runs.docx")


def cells(rows: int, columns: int, text: str = "") -> str:
    cell = f"<w:tc><w:p>{f'<w:r><w:t>{text}</w:t></w:r>' if text else ''}</w:p></w:tc>"
    return "<w:tbl>" + f"<w:tr>{cell * columns}</w:tr>" * rows + "</w:tbl>"


def noise(size: int) -> str:
    """压不小的文字。"""
    state, pieces = 1, []
    for _ in range(size // 8):
        state = state * 6364136223846793005 + 1442695040888963407 & (1 << 64) - 1
        pieces.append(f"{state >> 32:08x}")
    return "".join(pieces)


def incompressible(megabytes: int) -> bytes:
    once = f"<w:p><w:r><w:t>{noise(1 << 20)}</w:t></w:r></w:p>".encode()
    return document(once * megabytes)


WIDE = '<w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>'
LARGE = {
    "a bomb": lambda: document(b"<w:p/>" * 50_000_000),
    "a bomb that calls itself small": lambda: lying(1000),
    "a bomb that calls itself 60 MB": lambda: lying(60 << 20),
    "100 MB of text": lambda: incompressible(100),
    "20 MB in one text": lambda: document(f"<w:p><w:r><w:t>{noise(1 << 20) * 20}</w:t></w:r></w:p>"),
    "a million cells": lambda: document(cells(1000, 1000)),
    "700,000 cells": lambda: document(cells(700, 1000)),
    "200,000 labels in one row": lambda: document(cells(1, 200_000, "项目编码")),
    "60,000 rows of labels": lambda: document(cells(60_000, 2, "绩效目标")),
    "a long row of space": lambda: document(f"<w:p><w:r><w:t>9{' ' * 2_000_000}x</w:t></w:r></w:p>"),
    "wide spans": lambda: document(cells(100, 2).replace("<w:tc>", f"<w:tc>{WIDE}")),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="内存用了多少只有 Linux 这样说")
@pytest.mark.parametrize("case", LARGE)
def test_large_ones_are_refused_in_bounded_time_and_memory(case: str, tmp_path: Path) -> None:
    """在另一个进程里读，好量它用了多少内存。"""
    path = tmp_path / "表.docx"
    path.write_bytes(LARGE[case]())
    script = (
        "import sys\nfrom budgetdocs.errors import ReadError\nfrom budgetdocs.readers import read\n"
        "try:\n    read(sys.argv[1])\nexcept ReadError as error:\n    print(error)\n"
        "most = [line for line in open('/proc/self/status') if line.startswith('VmHWM')]\n"
        "print(int(most[0].split()[1]) >> 10)"
    )
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script, str(path)], capture_output=True, encoding="utf-8", timeout=60
    )
    *said, megabytes = done.stdout.splitlines()
    assert done.returncode == 0 and not done.stderr, done.stderr
    assert 1 <= len(said) <= 6 and said[0].startswith(str(path)), said
    assert int(megabytes) < 1200
    assert time.perf_counter() - began < 30
