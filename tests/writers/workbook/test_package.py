"""打不开的、不能改的文件：一行话，说清是什么、该怎么办。"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from budgetdocs.errors import ReadError
from budgetdocs.finding import Severity
from budgetdocs.writers.workbook import Remark, annotate, mend_workbook, package
from budgetdocs.writers.workbook.package import Package

from .samples import check_package, packed, parts, rich, simple

SIMPLE = simple({"A1": "甲"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOK, SHEET, TYPES = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"
RELS = "xl/_rels/workbook.xml.rels"


def _with(name: str, change: Callable[[bytes], bytes]) -> bytes:
    return packed({**parts(SIMPLE), name: change(parts(SIMPLE).get(name, b""))})


def _without(name: str) -> bytes:
    return packed({part: content for part, content in parts(SIMPLE).items() if part != name})


BAD = {
    "空文件": (b"", "不是 .xlsx 工作簿（.csv 等也不行），请在 Excel 或 WPS 里另存为 .xlsx 再试"),
    "csv": ("项目编码,项目名称".encode("gb18030"), "另存为 .xlsx 再试"),
    "xls": (OLE + b"Workbook", "是 .xls 等老格式，请在 Excel 或 WPS 里另存为 .xlsx 再试"),
    "加密": (OLE + "EncryptedPackage".encode("utf-16-le"), "文件加了密码，请先在 Excel 里取消密码"),
    "截断": (SIMPLE[: len(SIMPLE) // 2], "工作簿已损坏（"),
    "压缩包": (packed({"a.txt": b""}), "不是 .xlsx 工作簿，请在 Excel 或 WPS 里另存为 .xlsx 再试"),
    "没有工作簿部件": (_without(WORKBOOK), "工作簿不完整，缺少 xl/workbook.xml"),
    "没有表": (_without(SHEET), "工作簿不完整，缺少 xl/worksheets/sheet1.xml"),
    "坏的表": (_with(SHEET, lambda xml: xml[:-20]), "xl/worksheets/sheet1.xml 已损坏（"),
    "DOCTYPE": (_with(SHEET, lambda xml: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + xml), "含有 DOCTYPE 声明"),
    "别的文件": (_with(WORKBOOK, lambda _: b"<document/>"), "不是 .xlsx 工作簿（如 .xlsb、.docx）"),
    "xlsb": (_with("_rels/.rels", lambda xml: xml.replace(b"workbook.xml", b"workbook.bin")), "（如 .xlsb、.docx）"),
    "strict": (
        _with(
            "_rels/.rels",
            lambda xml: xml.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
            ),
        ),
        "是“Strict Open XML 电子表格”，请在 Excel 里另存为“Excel 工作簿（.xlsx）”再试",
    ),
    "签名": (_with("_xmlsignatures/origin.sigs", lambda _: b""), "工作簿带有数字签名，一改签名就失效"),
    "共享": (
        _with(
            RELS,
            lambda xml: xml.replace(
                b"</Relationships>",
                b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
                b'/revisionHeaders" Target="revisions/revisionHeaders.xml"/></Relationships>',
            ),
        ),
        "是正在共享并记录修订的工作簿，请先在 Excel 里取消共享再试",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files(name: str, tmp_path: Path) -> None:
    data, reason = BAD[name]
    file = tmp_path / "申报.xlsx"
    file.write_bytes(data)
    remark = Remark("指标!A1", "X", Severity.ERROR, "问题")
    for work in (lambda: annotate(file, [remark]), lambda: mend_workbook(file, {"指标!A1": "乙"})):
        with pytest.raises(ReadError) as caught:
            work()
        assert str(caught.value).startswith(f"{file}：")
        assert reason in str(caught.value)
        assert "\n" not in str(caught.value)


def test_bytes_have_a_name_too() -> None:
    with pytest.raises(ReadError, match=r"^工作簿：不是 \.xlsx"):
        annotate(b"", [])


@pytest.mark.parametrize(("name", "reason"), [("没有.xlsx", "文件不存在"), (".", "文件无法读取")])
def test_no_file(name: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=reason):
        annotate(tmp_path / name, [])


def test_zip_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PART", 1000)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TYPES, b"0" * 1001)
    with pytest.raises(ReadError, match="压缩包不安全"):
        annotate(stream.getvalue(), [])


@pytest.mark.parametrize(("bound", "value"), [("MAX_FILE", 10), ("MAX_MEMBERS", 3), ("MAX_TOTAL", 1000)])
def test_bounds(bound: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, bound, value)
    with pytest.raises(ReadError, match=r"超过|最多"):
        annotate(SIMPLE, [])


def test_names_that_differ_in_case_only() -> None:
    with pytest.raises(ReadError, match="有重名的成员"):
        annotate(packed({**parts(SIMPLE), "XL/Workbook.xml": b""}), [])


def test_parts_are_added_beside_those_there_are() -> None:
    opened = Package(SIMPLE, "工作簿")
    name = opened.add("xl/worksheets/sheet{}.xml", b"<worksheet/>", "application/x")
    assert name == "xl/worksheets/sheet2.xml"
    assert opened.relate(WORKBOOK, "urn:x", name) == "rId5"
    found = opened.related(WORKBOOK, "urn:x")
    assert found is not None
    assert found.target == name
    check_package(opened.to_bytes())


def test_parts_that_nothing_refers_to_go() -> None:
    opened = Package(rich(), "工作簿")
    opened.unrelate(SHEET)
    opened.edit(SHEET).clear()
    data = opened.to_bytes()
    check_package(data)
    gone = parts(rich()).keys() - parts(data).keys()
    assert {"xl/comments1.xml", "xl/drawings/drawing1.xml", "xl/charts/chart1.xml"} <= gone
    assert "xl/worksheets/sheet2.xml" not in gone


def test_unchanged_is_the_same_file() -> None:
    assert Package(SIMPLE, "工作簿").to_bytes() is SIMPLE
