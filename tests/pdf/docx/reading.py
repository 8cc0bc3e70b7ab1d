"""读取部分的测试共用：一段 XML 放进一个 .docx，读成块，连同报告。"""

import io
import zipfile

from budgetdocs.finding import Finding
from budgetdocs.pdf.blocks import Cell, Document, Paragraph, RunStyle, Table
from budgetdocs.pdf.docx import read_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XMLNS = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def package(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    settings: str = "",
    theme: str = "",
    relations: dict[str, tuple[str, str]] | None = None,
    parts: dict[str, str | bytes] | None = None,
    section: str = "",
) -> bytes:
    """一个 .docx；``relations`` 按编号给出类型与目标，以 http 开头的是外部地址。"""
    outside = ' TargetMode="External"'
    related = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}{kind}" Target="{target}"{outside * target.startswith("http")}/>'
        for name, (kind, target) in (relations or {}).items()
    )
    members: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships><Relationship Id="m" Type="{OFFICE}officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f"<w:document {XMLNS}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{related}</Relationships>",
        "word/styles.xml": f"<w:styles {XMLNS}>{styles}</w:styles>",
    }
    for name, content, root in (("numbering", numbering, "numbering"), ("settings", settings, "settings")):
        if content:
            members[f"word/{name}.xml"] = f"<w:{root} {XMLNS}>{content}</w:{root}>"
    if theme:
        members["word/theme.xml"] = f"<a:theme {XMLNS}><a:themeElements>{theme}</a:themeElements></a:theme>"
    return package(members | (parts or {}))


def read(body: str, **rest: object) -> tuple[Document, list[Finding]]:
    findings: list[Finding] = []
    return read_docx(docx(body, **rest), findings.append), findings  # type: ignore[arg-type]


def first(body: str, **rest: object) -> Paragraph:
    """正文的第一段。"""
    block = read(body, **rest)[0].sections[0].blocks[0]
    assert isinstance(block, Paragraph)
    return block


def paragraphs(body: str, **rest: object) -> list[Paragraph]:
    """正文的各段，表格除外。"""
    return [block for block in read(body, **rest)[0].sections[0].blocks if isinstance(block, Paragraph)]


def table(body: str, **rest: object) -> Table:
    block = read(body, **rest)[0].sections[0].blocks[0]
    assert isinstance(block, Table)
    return block


def cells(body: str, **rest: object) -> list[list[Cell]]:
    """第一张表的各行的格。"""
    return [list(row.cells) for row in table(body, **rest).rows]


def text(cell: Cell) -> str:
    return "".join(block.text for block in cell.blocks if isinstance(block, Paragraph))


def p(run: str = "", properties: str = "", text: str = "字") -> str:
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def style_of(run: str, **rest: object) -> RunStyle:
    """属性为 ``run`` 的文字的样式。"""
    return first(p(run), **rest).spans[0].style


def tc(text: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text=text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, properties: str = "", grid: tuple[int, ...] = (1000, 1000)) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def named(findings: list[Finding]) -> list[str]:
    """报告了哪些元素。"""
    return [finding.message.split("元素 ")[1].split("（")[0].split("；")[0] for finding in findings]
