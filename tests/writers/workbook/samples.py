"""测试用的工作簿：用 XlsxWriter 造，Excel 的各种东西都有一点；以及比较两个工作簿的办法。"""

from __future__ import annotations

import io
import posixpath
import struct
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import openpyxl
import xlsxwriter
from lxml import etree
from xlsxwriter.workbook import Workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


def png(width: int = 8, height: int = 8) -> bytes:
    """一张纯色小图。"""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x40\x80\xc0" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def made(fill: Callable[[Workbook], None]) -> bytes:
    """fill 填好的工作簿。"""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        fill(workbook)
    return stream.getvalue()


def simple(rows: Mapping[str, object], name: str = "指标") -> bytes:
    """只有一张表的工作簿：单元格地址到值。"""

    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet(name)
        for cell, value in rows.items():
            sheet.write(cell, value)

    return made(fill)


def rich() -> bytes:
    """图表、图片、形状、条件格式、下拉、名称、表格、打印设置、公式、隐藏的表、批注、富文本、冻结、合并、列宽。"""
    return made(_fill)


def _fill(workbook: Workbook) -> None:
    title = workbook.add_format({"bold": True, "font_size": 16, "align": "center", "bg_color": "#DDEBF7"})
    percent = workbook.add_format({"num_format": "0%", "border": 1, "font_color": "#006100"})
    money = workbook.add_format({"num_format": "#,##0.00", "border": 1})
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    red, plain = workbook.add_format({"font_color": "red", "bold": True}), workbook.add_format({"border": 1})
    sheet = workbook.add_worksheet("指标")
    sheet.set_column("A:A", 14)
    sheet.set_column("B:B", 30, plain)
    sheet.set_column("F:F", 4, None, {"hidden": True})
    sheet.set_row(6, 40, money)
    sheet.merge_range("A1:E1", "2022年项目绩效目标表", title)
    sheet.write_row("A2", ["一级指标", "三级指标", "指标值", "金额", "日期"])
    sheet.merge_range("A3:A5", "产出指标", plain)
    sheet.write("B3", "空气质量优良天数", plain)
    sheet.write("B4", "空气质量优良天数", plain)
    sheet.write_rich_string("B5", "合格率", red, "（重点）", "说明", plain)
    sheet.write("C3", "≥90", plain)
    sheet.write("C4", 0.9, percent)
    sheet.write("D3", 350, money)
    sheet.write("D4", 12.5, money)
    sheet.write_formula("D5", "=SUM(D3:D4)", money, 362.5)
    sheet.write_array_formula("D6:D7", "{=D3:D4*2}", money, 700)
    sheet.write("E3", 44562, date)
    sheet.write("E5", "  前后有空格  ")
    sheet.write_comment("B3", "请核对口径\n张三", {"author": "张三"})
    sheet.write_comment("E5", "保留", {"author": "李四", "visible": True})
    sheet.freeze_panes(2, 1)
    sheet.autofilter("A2:E5")
    sheet.conditional_format("D3:D5", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("C3:C5", {"type": "cell", "criteria": ">", "value": 1, "format": red})
    sheet.data_validation("A3:A9", {"validate": "list", "source": ["产出指标", "效益指标", "满意度指标"]})
    sheet.insert_image("H2", "图.png", {"image_data": io.BytesIO(png())})
    sheet.insert_textbox("H8", "形状里的字")
    sheet.write_url("B9", "https://example.org/", string="链接")
    sheet.add_sparkline("G3", {"range": "指标!D3:D5"})
    sheet.set_landscape()
    sheet.repeat_rows(1)
    sheet.set_header("&C绩效目标&R&G", {"image_right": "页眉.png", "image_data_right": io.BytesIO(png())})
    sheet.set_h_pagebreaks([20])
    sheet.protect("密码", {"sort": True})
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"values": "=指标!$D$3:$D$5"})
    sheet.insert_chart("H12", chart)
    other = workbook.add_worksheet("它的'表'!")
    other.add_table("A1:C4", {"columns": [{"header": "项目"}, {"header": "金额"}, {"header": "备注"}], "name": "表1"})
    other.write("A2", "甲")
    other.write("B2", 1)
    other.write("C2", "空气质量优良天数")
    hidden = workbook.add_worksheet("隐藏")
    hidden.write("A1", "空气质量优良天数")
    hidden.hide()
    workbook.add_worksheet("空")
    workbook.add_chartsheet("图表").set_chart(_chart(workbook))
    workbook.define_name("单位", "=隐藏!$A$1")
    workbook.set_properties({"title": "标题", "author": "张三"})


def _chart(workbook: Workbook) -> object:
    chart = workbook.add_chart({"type": "line"})
    chart.add_series({"values": "=指标!$D$3:$D$5"})
    return chart


# -- 拆开、改、装回 ----------------------------------------------------------------------------------------------------


def parts(data: bytes) -> dict[str, bytes]:
    """各部件的内容。"""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(contents: Mapping[str, bytes]) -> bytes:
    """由部件装成的工作簿。"""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """部件 name 改过的工作簿；改了等于没改是测试写错了。"""
    contents = parts(data)
    before, contents[name] = contents[name], change(contents[name])
    assert contents[name] != before
    return packed(contents)


def differences(before: bytes, after: bytes) -> list[str]:
    """两份 XML 的不同，一处一行：“/worksheet/sheetData/row 3/c C3 @s”“+/…”多出的元素“-/…”少了的“=/…”字变了。"""
    return list(_differences(etree.fromstring(before), etree.fromstring(after), ""))


def _differences(one: etree._Element, other: etree._Element, above: str) -> Iterator[str]:
    here = f"{above}/{_name(one, 0)}"
    if one.tag != other.tag:
        yield f"={here}"
        return
    names = {*map(str, one.attrib), *map(str, other.attrib)}
    yield from sorted(f"{here} @{etree.QName(name).localname}" for name in names if one.get(name) != other.get(name))
    if (one.text or "").strip() != (other.text or "").strip():
        yield f"={here}"
    old, new = _children(one), _children(other)
    yield from (f"-{here}/{key}" for key in old if key not in new)
    for key, element in new.items():
        if key in old:
            yield from _differences(old[key], element, here)
        else:
            yield f"+{here}/{key}"
    assert [key for key in new if key in old] == [key for key in old if key in new], f"{here}：次序变了"


def _children(element: etree._Element) -> dict[str, etree._Element]:
    counts: Counter[object] = Counter()
    children = {}
    for each in element:
        children[_name(each, counts[each.tag])] = each
        counts[each.tag] += 1
    return children


def _name(element: etree._Element, index: int) -> str:
    """元素的名字，加上认得出它的属性；没有这样的属性则加次序。"""
    tag = etree.QName(element).localname
    known = ("r", "Id", "PartName", "Extension", "name", "localSheetId", *(["ref"] if tag == "comment" else []))
    keys = [element.get(name, "") for name in known]
    return " ".join(filter(None, (tag, *(keys if any(keys) else [str(index or "")]))))


def opened(data: bytes, **options: bool) -> openpyxl.Workbook:
    """openpyxl 读出的工作簿；它会说哪些它保不住，与这里无关。"""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(data), **options)


def values(data: bytes) -> dict[tuple[str, str], object]:
    """所有表所有单元格的值（公式是公式）。"""
    found: dict[tuple[str, str], object] = {}
    for sheet in opened(data).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if value is not None:
                    found[sheet.title, cell.coordinate] = getattr(value, "text", value)
    return found


def check_package(data: bytes) -> None:
    """XML 都合式；没有重名；关系都指到有的部件，编号不重；每个部件都有内容类型，不多不少。"""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    assert len({name.lower() for name in names}) == len(names)
    contents = parts(data)
    written = (".xml", ".rels", ".vml")
    trees = {name: etree.fromstring(each) for name, each in contents.items() if name.endswith(written)}
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        ids = [each.get("Id") for each in tree.iter(RELATIONSHIP)]
        assert len(set(ids)) == len(ids), name
        source = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
        assert source in names or name == "_rels/.rels", name
        for each in tree.iter(RELATIONSHIP):
            if each.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))[1:]
                assert target in names, (name, target)
    types = trees["[Content_Types].xml"]
    overrides = [each.get("PartName", "")[1:] for each in types.iter(f"{CONTENT_TYPES}Override")]
    defaults = [each.get("Extension") for each in types.iter(f"{CONTENT_TYPES}Default")]
    assert len(set(overrides)) == len(overrides)
    assert len(set(defaults)) == len(defaults)
    assert set(overrides) <= set(names)
    for name in names:
        assert name in overrides or name.rpartition(".")[2] in defaults, name
    for name, tree in trees.items():
        used = {value for each in tree.iter() for key, value in each.attrib.items() if key.endswith("relationships}id")}
        rels = trees.get(posixpath.join(posixpath.dirname(name), "_rels", f"{posixpath.basename(name)}.rels"))
        assert used <= ({each.get("Id") for each in rels.iter(RELATIONSHIP)} if rels is not None else set()), name
