"""A .docx as blocks: sections, paragraphs and tables, with their styles resolved. Lengths are points from here on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from budgetdocs.errors import RenderError
from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.styles import Border, ParagraphStyle, RunStyle, Styles, borders, points, toggled, w

R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MAX_PART: Final = 256 << 20
"""Bytes of one part beyond which a file is refused."""


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one style: ``\\t`` a tab, ``\\n`` a line break, ``\\f`` a page break; ``field`` is PAGE or NUMPAGES."""

    text: str
    style: RunStyle
    link: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    style: ParagraphStyle
    mark: RunStyle
    spans: tuple[Span, ...]
    bookmarks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Cell:
    """``merge`` is "restart", "continue" or "" (17.4.84 vMerge); ``margins`` are top, right, bottom, left."""

    blocks: tuple[Block, ...]
    start: int
    span: int
    merge: str
    align: str
    margins: tuple[float, float, float, float]
    borders: dict[str, Border]
    shading: str


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    height: float
    exact: bool
    header: bool
    cant_split: bool


@dataclass(frozen=True, slots=True)
class Table:
    """``grid`` holds the widths of the columns, ``align`` is left, center or right, ``borders`` those of the whole."""

    grid: tuple[float, ...]
    rows: tuple[Row, ...]
    align: str
    indent: float
    borders: dict[str, Border]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A run of pages of one kind. ``headers`` and ``footers`` are by type: default, first, even."""

    blocks: tuple[Block, ...]
    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    header_distance: float
    footer_distance: float
    headers: dict[str, tuple[Block, ...]]
    footers: dict[str, tuple[Block, ...]]
    title_page: bool
    kind: str
    number_format: str
    number_start: int | None


@dataclass(frozen=True, slots=True)
class Document:
    sections: tuple[Section, ...]
    title: str
    author: str
    even_and_odd: bool
    compatibility: int


@dataclass
class _Fields:
    """The complex fields that are open while a paragraph stream is read (17.16.18): instruction, and what is shown."""

    stack: list[list[str]] = field(default_factory=list)  # [instruction, "instr" | "result"]


_IGNORED = {
    w(name)
    for name in (
        "proofErr", "lastRenderedPageBreak", "bookmarkEnd", "permStart", "permEnd", "softHyphen", "rPr", "pPr",
        "commentRangeStart", "commentRangeEnd", "annotationRef", "sectPr", "tblPr", "tblGrid", "tblPrEx", "trPr",
        "tcPr",
    )
}  # fmt: skip
_UNDRAWN = {
    "rPr": {"spacing", "position", "highlight", "shd", "bdr", "caps", "smallCaps", "w", "outline", "shadow", "emboss",
            "imprint", "em", "fitText", "effect"},
    "pPr": {"pBdr", "shd", "framePr", "textDirection", "contextualSpacing"},
    "tcPr": {"textDirection"},
    "tblPr": {"tblpPr"},
    "sectPr": {"textDirection", "pgBorders", "lnNumType", "vAlign", "cols", "docGrid"},
}  # fmt: skip
"""Properties that would change the page and are not drawn, by the element that holds them."""
_NO_EFFECT = {"0", "none", "nil", "false", "off", "auto", "clear", "100", "top", "lrTb", "default"}
_RUN_MARKS = {w("tab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-"}


def read_docx(docx: bytes, report: Report) -> Document:
    """The document in the bytes of a .docx.

    What the engine does not draw is reported as LY001, once for each kind of element. Raises :class:`RenderError` if
    the bytes are no Word document.
    """
    return _Reader(docx, report).document()


class _Reader:
    def __init__(self, docx: bytes, report: Report) -> None:
        try:
            self._package = zipfile.ZipFile(io.BytesIO(docx))
            self._main = self._part("word/document.xml")
        except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as fault:
            raise RenderError("pdf", "", "不是 Word 文件（.docx），或文件已损坏") from fault
        self._report = report
        self._reported: set[str] = set()
        self._styles = Styles(self._optional("word/styles.xml"), self._optional("word/theme/theme1.xml"))
        self._settings = self._optional("word/settings.xml")
        self._targets = self._relationships()
        self._fields = _Fields()

    # ------------------------------------------------------------------------------------------------------- parts

    def _part(self, name: str) -> Any:
        info = self._package.getinfo(name)
        if info.file_size > MAX_PART:
            raise RenderError("pdf", name, "文件部件过大，拒绝读取")
        return etree.fromstring(self._package.read(info), etree.XMLParser(resolve_entities=False, huge_tree=True))

    def _optional(self, name: str) -> Any:
        return self._part(name) if name in self._package.namelist() else None

    def _relationships(self) -> dict[str, str]:
        root = self._optional("word/_rels/document.xml.rels")
        return {} if root is None else {rel.get("Id"): rel.get("Target") for rel in root}

    def _unsupported(self, element: Any, where: str) -> None:
        name = etree.QName(element).localname
        if name not in self._reported:
            self._reported.add(name)
            message = f"PDF 未绘出 Word 元素 w:{name}"
            self._report(Finding("LY001", Severity.WARNING, message, f"“{where[:20]}”附近" if where else ""))

    def _report_undrawn(self, part: Any) -> None:
        """Report the properties in ``part`` that have an effect and are not drawn."""
        names = {w(name) for found in _UNDRAWN.values() for name in found}
        for element in part.iter(*sorted(names)):
            parent, name = etree.QName(element.getparent()).localname, etree.QName(element).localname
            setting = {"cols": "num", "docGrid": "type", "shd": "fill"}.get(name, "val")
            value = element.get(w(setting), "none" if setting != "val" else "set")
            effective = value not in _NO_EFFECT and (name, value) != ("cols", "1")
            if effective and name in _UNDRAWN.get(parent, ()):
                self._unsupported(element, "")

    # ---------------------------------------------------------------------------------------------------- document

    def document(self) -> Document:
        sections: list[Section] = []
        blocks: list[Block] = []
        inherited: dict[str, tuple[Block, ...]] = {}
        body = self._main.find(w("body"))
        for element in body:
            if element.tag == w("sectPr"):
                continue
            blocks.extend(self._block(element))
            properties = element.find(f"{w('pPr')}/{w('sectPr')}")
            if properties is not None:
                sections.append(self._section(properties, tuple(blocks), inherited))
                blocks = []
        sections.append(self._section(body.find(w("sectPr")), tuple(blocks), inherited))
        for part in (self._main, *self._styles.used()):
            self._report_undrawn(part)
        core = self._optional("docProps/core.xml")
        dc = "{http://purl.org/dc/elements/1.1/}"
        return Document(
            tuple(sections),
            "" if core is None else core.findtext(f"{dc}title") or "",
            "" if core is None else core.findtext(f"{dc}creator") or "",
            self._settings is not None and toggled(self._settings.find(w("evenAndOddHeaders"))),
            self._compatibility(),
        )

    def _compatibility(self) -> int:
        settings = [] if self._settings is None else self._settings.iter(w("compatSetting"))
        modes = [int(s.get(w("val"))) for s in settings if s.get(w("name")) == "compatibilityMode"]
        return modes[0] if modes else 12

    def _section(self, properties: Any, blocks: tuple[Block, ...], inherited: dict[str, tuple[Block, ...]]) -> Section:
        """A section; headers and footers that it does not name are those of the one before (17.10.5)."""
        if properties is None:
            properties = etree.Element(w("sectPr"))
        size, margins = properties.find(w("pgSz")), properties.find(w("pgMar"))
        numbering = properties.find(w("pgNumType"))
        for reference in properties:
            kind = etree.QName(reference).localname
            if kind in {"headerReference", "footerReference"}:
                root = self._part("word/" + self._targets[reference.get(R + "id")])
                self._report_undrawn(root)
                inherited[kind[:6] + reference.get(w("type"))] = tuple(b for e in root for b in self._block(e))
        margin = {} if margins is None else {name: points(margins.get(w(name), "0")) for name in _MARGINS}
        start = None if numbering is None else numbering.get(w("start"))
        return Section(
            blocks=blocks,
            width=points(size.get(w("w"))) if size is not None else 595.3,
            height=points(size.get(w("h"))) if size is not None else 841.9,
            top=margin.get("top", 72.0),
            right=margin.get("right", 90.0),
            bottom=margin.get("bottom", 72.0),
            left=margin.get("left", 90.0) + margin.get("gutter", 0.0),
            header_distance=margin.get("header", 36.0),
            footer_distance=margin.get("footer", 36.0),
            headers={key[6:]: value for key, value in inherited.items() if key.startswith("header")},
            footers={key[6:]: value for key, value in inherited.items() if key.startswith("footer")},
            title_page=toggled(properties.find(w("titlePg"))),
            kind=_value(properties.find(w("type")), "nextPage"),
            number_format="decimal" if numbering is None else numbering.get(w("fmt"), "decimal"),
            number_start=None if start is None else int(start),
        )

    def _block(self, element: Any) -> Iterator[Block]:
        if element.tag == w("p"):
            yield self._paragraph(element)
        elif element.tag == w("tbl"):
            yield self._table(element)
        elif element.tag == w("sdt"):
            for child in element.find(w("sdtContent")):
                yield from self._block(child)
        elif element.tag not in _IGNORED and element.tag != w("bookmarkStart"):
            self._unsupported(element, "".join(element.itertext()))

    # --------------------------------------------------------------------------------------------------- paragraph

    def _paragraph(self, element: Any) -> Paragraph:
        properties = element.find(w("pPr"))
        style, base = self._styles.paragraph(properties)
        mark = self._styles.run(base, properties.find(w("rPr")) if properties is not None else None)
        if style.numbered:
            self._unsupported(properties.find(w("numPr")), "".join(element.itertext()))
        bookmarks = tuple(b.get(w("name")) for b in element.iter(w("bookmarkStart")))
        return Paragraph(style, mark, tuple(self._spans(element, base, "")), bookmarks)

    def _spans(self, parent: Any, base: dict[str, Any], link: str) -> Iterator[Span]:
        for child in parent:
            if child.tag == w("r"):
                yield from self._run(child, base, link)
            elif child.tag == w("hyperlink"):
                yield from self._spans(child, base, child.get(w("anchor"), ""))
            elif child.tag in {w("ins"), w("smartTag"), w("sdtContent")}:
                yield from self._spans(child, base, link)
            elif child.tag == w("sdt"):
                yield from self._spans(child.find(w("sdtContent")), base, link)
            elif child.tag == w("fldSimple"):
                yield from self._simple_field(child, base, link)
            elif child.tag not in _IGNORED and child.tag not in {w("bookmarkStart"), w("del")}:
                self._unsupported(child, "".join(parent.itertext()))

    def _simple_field(self, element: Any, base: dict[str, Any], link: str) -> Iterator[Span]:
        name = (element.get(w("instr")) or "").split()[:1]
        spans = list(self._spans(element, base, link))
        if name and name[0] in _PAGE_FIELDS and spans:
            yield Span(spans[0].text, spans[0].style, link, name[0])
        else:
            yield from spans

    def _run(self, run: Any, base: dict[str, Any], link: str) -> Iterator[Span]:
        style = self._styles.run(base, run.find(w("rPr")))
        text: list[str] = []
        for child in run:
            if child.tag == w("fldChar"):
                yield from self._flush(text, style, link)
                self._field_mark(child.get(w("fldCharType")))
            elif child.tag == w("instrText"):
                if self._fields.stack:
                    self._fields.stack[-1][0] += child.text or ""
            elif child.tag == w("t"):
                text.append(child.text or "")
            elif child.tag == w("br"):
                text.append("\f" if child.get(w("type")) == "page" else "\n")
            elif child.tag in _RUN_MARKS:
                text.append(_RUN_MARKS[child.tag])
            elif child.tag not in _IGNORED:
                self._unsupported(child, "".join(run.getparent().itertext()))
        yield from self._flush(text, style, link)

    def _field_mark(self, kind: str) -> None:
        stack = self._fields.stack
        if kind == "begin":
            stack.append(["", "instr"])
        elif kind == "separate" and stack:
            stack[-1][1] = "result"
        elif kind == "end" and stack:
            stack.pop()

    def _flush(self, text: list[str], style: RunStyle, link: str) -> Iterator[Span]:
        """The text read so far, unless it stands in a field's instruction; hidden text is not drawn."""
        stack = self._fields.stack
        if text and not style.hidden and not any(state == "instr" for _, state in stack):
            name = stack[-1][0].split()[:1] if stack else []
            yield Span("".join(text), style, link, name[0] if name and name[0] in _PAGE_FIELDS else "")
        text.clear()

    # ------------------------------------------------------------------------------------------------------- table

    def _table(self, element: Any) -> Table:
        properties = element.find(w("tblPr"))
        inherited = self._styles.table(properties)
        grid = tuple(points(column.get(w("w"), "0")) for column in element.iterfind(f"{w('tblGrid')}/{w('gridCol')}"))
        indent = properties.find(w("tblInd")) if properties is not None else None
        return Table(
            grid,
            tuple(self._row(row, inherited["margins"]) for row in element.iterfind(w("tr"))),
            _value(properties.find(w("jc")) if properties is not None else None, "left"),
            points(indent.get(w("w"), "0")) if indent is not None else 0.0,
            inherited["borders"],
        )

    def _row(self, element: Any, margins: dict[str, float]) -> Row:
        properties = element.find(w("trPr"))
        found = {} if properties is None else {etree.QName(child).localname: child for child in properties}
        height = found.get("trHeight")
        cells, start = [], int(_value(found.get("gridBefore"), "0"))
        for child in element.iterfind(w("tc")):
            cell = self._cell(child, start, margins)
            cells.append(cell)
            start += cell.span
        return Row(
            tuple(cells),
            points(height.get(w("val"), "0")) if height is not None else 0.0,
            height is not None and height.get(w("hRule")) == "exact",
            toggled(found.get("tblHeader")),
            toggled(found.get("cantSplit")),
        )

    def _cell(self, element: Any, start: int, margins: dict[str, float]) -> Cell:
        properties = element.find(w("tcPr"))
        found = {} if properties is None else {etree.QName(child).localname: child for child in properties}
        own = {etree.QName(m).localname: points(m.get(w("w"), "0")) for m in found.get("tcMar", ())}
        own = {{"start": "left", "end": "right"}.get(name, name): value for name, value in own.items()}
        merged = found.get("vMerge")
        shading = found.get("shd")
        fill = shading.get(w("fill"), "auto") if shading is not None else "auto"
        return Cell(
            tuple(block for child in element for block in self._block(child)),
            start,
            int(_value(found.get("gridSpan"), "1")),
            "" if merged is None else merged.get(w("val"), "continue"),
            _value(found.get("vAlign"), "top"),
            tuple((margins | own)[side] for side in ("top", "right", "bottom", "left")),  # type: ignore[arg-type]
            borders(found.get("tcBorders")),
            "" if fill == "auto" else fill,
        )


_MARGINS = ("top", "right", "bottom", "left", "header", "footer", "gutter")
_PAGE_FIELDS = {"PAGE", "NUMPAGES"}


def _value(element: Any, default: str) -> str:
    return default if element is None else element.get(w("val"), default)
