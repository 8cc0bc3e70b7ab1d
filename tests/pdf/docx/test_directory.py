"""压缩包的目录：平常的一眼读出，同一表样的下一份更快；读出的与 zipfile 读出的一样，读不出的照样不读。"""

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdocs.errors import RenderError
from budgetdocs.pdf.docx import directory, read_docx

from .reading import docx, p

FILES = sorted((Path(__file__).parents[2] / "cases" / "documents").glob("*.docx"))


def by_zipfile(data: bytes) -> directory.Directory | type[Exception]:
    try:
        every = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except Exception as error:
        return type(error)
    members = {
        each.filename.lstrip("/").lower(): directory.Member(
            each.flag_bits, each.compress_type, each.CRC, each.compress_size, each.file_size, each.header_offset
        )
        for each in every
    }
    return directory.Directory(len(every), members)


def by_us(data: bytes) -> directory.Directory | type[Exception]:
    try:
        return directory.directory(data)
    except Exception as error:
        return type(error)


def zipped(*names: str, comment: bytes = b"", stored: bool = False, odd: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name in names:
            info = zipfile.ZipInfo(name)
            if odd:
                info.extra, info.comment = b"\xfe\xca\x02\x00ab", b"c"
            archive.writestr(info, "x" * len(name))
    return buffer.getvalue()


ARCHIVES = {
    "空": zipped(),
    "平常": zipped("a.xml", "word/B.XML", "/c/d"),
    "同名": zipped("a", "A", "/a"),
    "中文名": zipped("文.xml"),
    "注": zipped("a", comment=b"x" * 30),
    "附加": zipped("a", odd=True),
    "不压": zipped("a", stored=True),
    "前面有别的": b"abc" + zipped("a", "b"),
    "后面有别的": zipped("a", "b") + b"abc",
    "反斜线": zipped("a\\b"),
    "表样": docx(p()),
    "不是": b"x" * 100,
    "短": b"PK\x05\x06",
    "没有": b"",
    **{file.name: file.read_bytes() for file in FILES},
}


@pytest.mark.parametrize("archive", ARCHIVES.values(), ids=ARCHIVES)
def test_the_directory_is_as_zipfile_reads_it(archive: bytes) -> None:
    directory._LAYOUTS.clear()
    for _ in range(2):
        assert by_us(archive) == by_zipfile(archive)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(["平常", "表样", "注", "附加", "同名"]), st.integers(0, 2**32), st.integers(1, 3))
def test_a_damaged_directory_is_as_zipfile_reads_it(name: str, seed: int, blows: int) -> None:
    chance = random.Random(seed)
    data = bytearray(ARCHIVES[name])
    start = data.index(b"PK\x01\x02")
    for _ in range(blows):
        data[chance.randrange(start, len(data))] = chance.choice([0, 1, 2, 63, 64, 255, chance.randrange(256)])
    directory._LAYOUTS.clear()
    by_us(ARCHIVES[name])
    for _ in range(2):
        assert by_us(bytes(data)) == by_zipfile(bytes(data))


def test_directories_of_one_size_are_told_apart() -> None:
    for names in (("ab", "c"), ("a", "bc"), ("ab", "d"), ("a/b", "c")):
        data = zipped(*names)
        assert by_us(data) == by_zipfile(data)


def test_layouts_that_are_kept_are_bounded() -> None:
    for number in range(200):
        by_us(zipped("a" * (number + 1)))
    assert len(directory._LAYOUTS) <= directory._MOST_LAYOUTS


def test_a_member_that_is_stored_is_read() -> None:
    data = docx(p(text="字"))
    members = {
        info.filename: zipfile.ZipFile(io.BytesIO(data)).read(info)
        for info in zipfile.ZipFile(io.BytesIO(data)).infolist()
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    assert read_docx(buffer.getvalue(), lambda _: None) == read_docx(data, lambda _: None)
    broken = buffer.getvalue().replace("字".encode(), "错".encode())
    with pytest.raises(RenderError, match="已损坏"):
        read_docx(broken, lambda _: None)
