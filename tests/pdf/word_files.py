"""Word files for the tests of the PDF, written as XML so that each test shows all that matters to it."""

import io
import zipfile

XMLNS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
FONT = '<w:rFonts w:ascii="宋体" w:eastAsia="宋体" w:hAnsi="宋体" w:cs="宋体"/>'
SMALL_PAGE = (
    '<w:sectPr>{more}<w:pgSz w:w="4000" w:h="4000"/>'
    '<w:pgMar w:top="400" w:right="400" w:bottom="400" w:left="400" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>'
)


def document(
    body: str, *, styles: str = "", settings: str = "", parts: dict[str, str] | None = None, more: str = ""
) -> bytes:
    """A .docx on pages of 200 × 200 pt with margins of 20 pt: exact lines of 20 pt, 宋体 10 pt, eight lines a page."""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{FONT}<w:sz w:val="20"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:widowControl w:val="0"/><w:spacing w:line="400" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    relations = "".join(f'<Relationship Id="{name}" Type="x" Target="{name}.xml"/>' for name in (parts or {}))
    members = {
        "word/document.xml": f"<w:document {XMLNS}><w:body>{body}{SMALL_PAGE.format(more=more)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {XMLNS}>{defaults}{styles}</w:styles>",
        "word/settings.xml": f"<w:settings {XMLNS}>{settings}</w:settings>",
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
        **{f"word/{name}.xml": content for name, content in (parts or {}).items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return buffer.getvalue()


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def table(grid: list[int], *rows: str) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    margins = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders>{margins}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"
