"""名字表：各个平台、各种编码的记录都按它自己的编码读。"""

from __future__ import annotations

import struct

import pytest

from budgetdocs.pdf.fonts.name_table import FAMILY, FULL, POSTSCRIPT, Name, names


def table(*records: tuple[int, int, int, bytes]) -> bytes:
    """A name table of records: platform, encoding, what is named, the bytes."""
    directory, strings = b"", b""
    for platform, encoding, number, content in records:
        directory += struct.pack(">6H", platform, encoding, 0x804, number, len(content), len(strings))
        strings += content
    return struct.pack(">3H", 0, len(records), 6 + len(directory)) + directory + strings


@pytest.mark.parametrize(
    ("platform", "encoding", "content", "text"),
    [
        (3, 1, "宋体".encode("utf-16-be"), "宋体"),
        (3, 10, "宋体𠮷".encode("utf-16-be"), "宋体𠮷"),
        (3, 0, "Wingdings".encode("utf-16-be"), "Wingdings"),
        (3, 3, "仿宋_GB2312".encode("gbk"), "仿宋_GB2312"),
        (3, 3, b"\0K\0a\0i", "Kai"),
        (3, 4, "標楷體".encode("big5"), "標楷體"),
        (0, 3, "楷体".encode("utf-16-be"), "楷体"),
        (1, 0, b"SimSun", "SimSun"),
        (1, 0, b"Caf\x8e", "Café"),
        (1, 25, "黑体".encode("gbk"), "黑体"),
        (1, 2, "細明體".encode("big5"), "細明體"),
        (3, 1, "SimHei\0 ".encode("utf-16-be"), "SimHei"),
    ],
)
def test_each_record_is_read_in_its_own_encoding(platform: int, encoding: int, content: bytes, text: str) -> None:
    assert list(names(table((platform, encoding, FAMILY, content)))) == [Name(FAMILY, text)]


@pytest.mark.parametrize(
    "record",
    [
        (3, 1, FAMILY, b"\xd8\x00"),  # half a surrogate pair
        (1, 25, FAMILY, b"\xff\xff"),
        (1, 29, FAMILY, b"Slavic"),
        (7, 0, FAMILY, b"?"),
        (3, 1, 5, "Version 1".encode("utf-16-be")),
        (3, 1, FAMILY, b""),
    ],
)
def test_what_is_no_name_is_left_out(record: tuple[int, int, int, bytes]) -> None:
    kept = (3, 1, FULL, "黑体".encode("utf-16-be"))
    assert list(names(table(record, kept))) == [Name(FULL, "黑体")]


def test_all_languages_are_read() -> None:
    records = [(3, 1, FAMILY, text.encode("utf-16-be")) for text in ("SimSun", "宋体")]
    found = [name.text for name in names(table(*records, (1, 0, POSTSCRIPT, b"SimSun")))]
    assert found == ["SimSun", "宋体", "SimSun"]
