"""Whether Word can open what was written: asked only where the template alone does not settle it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, cast

from lxml import etree

from budgetdocs.word.explain import Place
from budgetdocs.word.structure import RANGE_MARKUP

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RANGE_MARKUP: Final = {name.replace("w:", _W) for name in RANGE_MARKUP}


def check(xml: str, place: Place, relationships: Collection[str]) -> None:
    """Raise :class:`TemplateError` if Word could not open a file with the part ``xml``.

    It must be well-formed, its tables must have rows, its rows cells, its cells a paragraph at their end (see
    :mod:`~budgetdocs.word.structure`), and its links ids that are among ``relationships``.
    """
    try:
        root = etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError as fault:
        raise place.error("", f"填好的文件不合 XML 语法，Word 打不开（{fault.msg}）；{_CAUSE}") from fault
    for number, table in enumerate(root.iter(f"{_W}tbl"), start=1):
        reason = _fault_of(table)
        if reason:
            raise place.error("", f"填好后第 {number} 个表格{reason}，Word 打不开这样的文件")
    for link in root.iter(f"{_W}hyperlink"):
        target = link.get(_R_ID)
        if target is not None and target not in relationships:
            raise place.error(
                "", f"超链接 {target} 在文件里没有登记：请用 WordTemplate.docxtpl() 的 build_url_id() 登记"
            )


_CAUSE: Final = (
    "请检查 {% if %}、{% for %} 与它们的结束标签是否跨了段落、单元格或行（应写成 {%p %}、{%tc %}、{%tr %}），"
    "以及用了 |safe 或 RichText 的值"
)


def _fault_of(table: etree._Element) -> str:
    """What is missing in ``table``, "" if nothing is."""
    rows = list(_own(table, "tr"))
    if not rows:
        return "一行也没有"
    for row_number, row in enumerate(rows, start=1):
        cells = list(_own(row, "tc"))
        if not cells:
            return f"第 {row_number} 行一格也没有"
        for cell_number, cell in enumerate(cells, start=1):
            last = next((child.tag for child in reversed(cell) if child.tag not in _RANGE_MARKUP), None)
            if last in (None, f"{_W}tcPr", f"{_W}tbl"):
                return f"第 {row_number} 行第 {cell_number} 格的末尾没有段落"
    return ""


def _own(parent: etree._Element, name: str) -> list[etree._Element]:
    """The rows of a table or the cells of a row, also those within a content control, but not those of inner tables."""
    found = parent.xpath(
        f"w:{name} | (w:sdt/w:sdtContent | w:customXml | w:ins | w:del)//w:{name}[count(ancestor::w:tbl) = $depth]",
        namespaces={"w": _W[1:-1]},
        depth=sum(1 for _ in parent.iterancestors(f"{_W}tbl")) + (parent.tag == f"{_W}tbl"),
    )
    return cast(list[etree._Element], found)
