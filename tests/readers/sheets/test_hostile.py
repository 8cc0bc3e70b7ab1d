"""Files that are no workbook, or none that can be trusted: one clear line, within bounds of memory and time."""

from __future__ import annotations

import io
import random
import shutil
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from budgetdocs.errors import ReadError
from budgetdocs.readers import read, read_all

FOLDER = Path(__file__).parents[2] / "cases" / "workbooks"
GOOD = FOLDER / "own-layout.xlsx"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"

NO_WORKBOOKS = [
    (b"", "0 字节"),
    (b"PK\x03\x04" + b"x" * 100, "文件损坏"),
    (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "有密码"),
    (OLE + b"\0" * 600, "文件损坏"),
    (b"<html><table></table></html>", "其实是网页"),
    (b"<?xml version='1.0'?><Workbook/>", "其实是 XML"),
    ("项目编码,项目名称\r\n".encode(), "其实是文本"),
    (b"%PDF-1.7\n\0", "不是 Excel 工作簿"),
]


@pytest.mark.parametrize(("data", "reason"), NO_WORKBOOKS)
def test_no_workbook(data: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=reason) as caught:
        read(path)
    assert len(str(caught.value).splitlines()) == 1


def rewritten(path: Path, changes: dict[str, bytes | Callable[[bytes], bytes] | None]) -> Path:
    """The good workbook at ``path``, some of its members changed, or left out."""
    with zipfile.ZipFile(GOOD) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            change = changes.get(info.filename, source.read(info))
            if change is not None:
                target.writestr(info.filename, change(source.read(info)) if callable(change) else change)
    return path


BROKEN = [
    ({"xl/worksheets/sheet2.xml": HEAD + b"<row r='1'>"}, "不是完整的 XML"),
    ({"xl/worksheets/sheet2.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "DOCTYPE"),
    (
        {"xl/worksheets/sheet2.xml": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16")},
        "DOCTYPE",
    ),
    ({"xl/worksheets/sheet2.xml": None}, "缺少“xl/worksheets/sheet2.xml”"),
    ({"xl/workbook.xml": None}, "缺少“xl/workbook.xml”"),
    ({"_rels/.rels": None}, "不是 Excel 工作簿"),
    ({"xl/workbook.xml": b"<document/>"}, "其实是Word 文件"),
    ({"xl/worksheets/sheet2.xml": HEAD + b"<row r='2000000'/>" + TAIL}, "第 2000000 行"),
    ({"xl/worksheets/sheet2.xml": HEAD + b'<row r="1"><c r="ZZZZ1"><v>1</v></c></row>' + TAIL}, "第 ZZZZ 列"),
]


@pytest.mark.parametrize(("changes", "reason"), BROKEN, ids=[reason for _, reason in BROKEN])
def test_broken_package(changes: dict[str, bytes | None], reason: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=reason):
        read(rewritten(tmp_path / "表.xlsx", dict(changes)))


def test_a_bomb_is_refused_within_bounds(tmp_path: Path) -> None:
    path = rewritten(tmp_path / "表.xlsx", {"xl/worksheets/sheet2.xml": HEAD + b" " * 60_000_000 + TAIL})
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(ReadError, match="解压后过大"):
        read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.perf_counter() - began < 5
    assert peak < 50_000_000


def test_overlapping_merges_are_refused(tmp_path: Path) -> None:
    merges = b'<mergeCells><mergeCell ref="A1:A1048576"/>' + b'<mergeCell ref="A1:B1048576"/>' * 50 + b"</mergeCells>"
    cell = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    sheet = HEAD + cell + b"</sheetData>" + merges + b"</worksheet>"
    with pytest.raises(ReadError, match="合并单元格过多"):
        read(rewritten(tmp_path / "表.xlsx", {"xl/worksheets/sheet2.xml": sheet}))


def test_a_lone_cell_far_away_costs_nothing(tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    path = rewritten(tmp_path / "表.xlsx", {"xl/worksheets/sheet5.xml": lambda xml: xml.replace(b"</sheetData>", far)})
    began = time.perf_counter()
    submission = read(path)
    assert time.perf_counter() - began < 5
    assert submission.department.name == "某局"


def test_other_ways_to_write_the_same_xml(tmp_path: Path) -> None:
    def prefixed(xml: bytes) -> bytes:
        xml = (
            xml.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?").replace(b"xmlns=", b"xmlns:x=")
        )
        return xml.replace(b"<x:sheetData>", b'<!-- <x:c r="A1"/> --><x:sheetData>')

    members = [f"xl/worksheets/sheet{number}.xml" for number in range(2, 6)]
    path = rewritten(tmp_path / "表.xlsx", dict.fromkeys((*members, "xl/sharedStrings.xml"), prefixed))
    assert read(path) == read(GOOD)


def test_damage_anywhere_gives_a_submission_or_one_error(tmp_path: Path) -> None:
    """Flipped bytes and changed XML: never any other exception."""
    chance = random.Random(2022)
    data = GOOD.read_bytes()
    with zipfile.ZipFile(GOOD) as source:
        members = {name: source.read(name) for name in source.namelist()}
    path = tmp_path / "表.xlsx"
    for number in range(300):
        if number % 2:
            spoiled = bytearray(data)
            for _ in range(chance.randint(1, 20)):
                spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
            path.write_bytes(bytes(spoiled))
        else:
            name = chance.choice([name for name in members if name.startswith("xl/")])
            text = bytearray(members[name])
            at = chance.randrange(len(text))
            text[at : at + chance.randint(1, 8)] = bytes(
                chance.choices(b'0123456789abcsnr<>/"= ', k=chance.randint(0, 8))
            )
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w") as target:
                for each, content in members.items():
                    target.writestr(each, bytes(text) if each == name else content)
            path.write_bytes(file.getvalue())
        try:
            read_all(path)
        except ReadError as error:
            assert error.reason


def test_a_damaged_xls(tmp_path: Path) -> None:
    chance = random.Random(2022)
    data = (FOLDER / "old-format.xls").read_bytes()
    path = tmp_path / "表.xls"
    for _ in range(60):
        spoiled = bytearray(data)
        for _ in range(chance.randint(1, 30)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        path.write_bytes(bytes(spoiled[: chance.choice([len(spoiled), 3000, 10_000])]))
        try:
            read_all(path)
        except ReadError as error:
            assert error.reason


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".XLS", ".csv"])
def test_what_a_file_is_counts_not_its_suffix(suffix: str, tmp_path: Path) -> None:
    for source in (GOOD, FOLDER / "old-format.xls"):
        path = tmp_path / f"表{suffix}"
        shutil.copy(source, path)
        assert len(read(path).projects) == 2


CSV = [
    (b"\xff\xfe\0\xd8", "无法识别"),
    (b"a\0b", "不是文本文件"),
    (b"\x80\xff,\xff\xff", "不是 UTF-8，也不是 GB18030"),
    (b" \r\n", "文件是空的"),
    ("项目编码,“说明\r\n".encode() + b'"' + b"x" * 1_100_000, "引号没有配对"),
    ("姓名,手机\r\n张三,1\r\n".encode(), "没有找到项目"),
]


@pytest.mark.parametrize(("data", "reason"), CSV, ids=[reason for _, reason in CSV])
def test_bad_csv(data: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=reason):
        read(path)
