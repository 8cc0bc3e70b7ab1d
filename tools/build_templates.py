"""Build templates/hebei-2022/book.docx, the Word template of the form, from the figures written down here.

    python tools/build_templates.py            write the template
    python tools/build_templates.py --check    say whether the committed file is what this script makes (exit 1 if not)

The template is an ordinary Word file with docxtpl tags: open it in Word or WPS, widen a column, save, and render with
``--templates FOLDER``. This script exists so that the shipped one can be reviewed line by line.

Typography after GB/T 9704-2012: A4, text block 156 × 225 mm, 22 lines a page, titles 小标宋 二号, headings 黑体 and 楷体 三号,
prose 仿宋 三号 with an indent of two characters, page number 宋体 四号 outside. Layout after the Hebei form of 2022.
Settings that Word, WPS and LibreOffice treat differently are avoided: table layout is fixed, line heights are exact.
"""

from __future__ import annotations

import argparse
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

TEMPLATE = Path(__file__).parent.parent / "templates" / "hebei-2022" / "book.docx"

XMLNS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Lengths in twips (1/20 pt), font sizes in half points.
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1587, 1474  # 37, 35, 28, 26 mm
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT  # 156 mm
LINE = 579  # 225 mm / 22 lines
FOOTER_DISTANCE = 1190  # the page number stands 7 mm below the text block

TITLE_FONT, HEI, KAI, FANG_SONG, SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"

LABEL_COLUMN = 1645
BUDGET_GRID = [LABEL_COLUMN, 1200, 600, 600, 1200, 1200, 600, 600, 1200]
INDICATOR_GRID = [1240, 1240, 1350, 1750, 1600, 1665]


# ------------------------------------------------------------------------------------------------ paragraphs and runs


def fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(style: str, *content: str, properties: str = "") -> str:
    """A paragraph of ``style``; strings of ``content`` that are no XML are its text."""
    runs = "".join(part if part.startswith("<") else run(part) for part in content)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def tag(text: str) -> str:
    """A paragraph that holds a control tag; it vanishes from the rendered document."""
    return paragraph("TableText", text)


def field(instruction: str, shown: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def section(numbering: str = "", *, footers: bool = True, kind: str = "nextPage") -> str:
    references = (
        '<w:footerReference w:type="default" r:id="rId10"/><w:footerReference w:type="even" r:id="rId11"/>'
        if footers
        else '<w:footerReference w:type="default" r:id="rId12"/><w:footerReference w:type="even" r:id="rId12"/>'
    )
    return (
        f'<w:sectPr>{references}<w:type w:val="{kind}"/>'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}" w:header="851" '
        f'w:footer="{FOOTER_DISTANCE}" w:gutter="0"/>{numbering}</w:sectPr>'
    )


# ---------------------------------------------------------------------------------------------------------- tables


def cell(
    width: int,
    *content: str,
    span: int = 1,
    merge: str = "",
    style: str = "TableText",
    borders: str = "",
    align: str = "center",
) -> str:
    """A cell of ``width`` twips over ``span`` grid columns; ``merge`` is "restart" or "continue" down a column."""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    properties += f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    properties += f'<w:vAlign w:val="{align}"/>'
    paragraphs = content or ("",)
    body = "".join(
        part if part.startswith("<w:p>") else paragraph(style, *([part] if part else [])) for part in paragraphs
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{body}</w:tc>"


def row(*cells: str, header: bool = False, height: int = 454) -> str:
    repeated = "<w:tblHeader/>" if header else ""
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeated}</w:trPr>{"".join(cells)}</w:tr>'


def splittable_row(*cells: str, height: int = 454) -> str:
    return f'<w:tr><w:trPr><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>{"".join(cells)}</w:tr>'


def table(grid: list[int], *rows: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="FormTable"/><w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def lines_of(name: str, style: str) -> list[str]:
    """One paragraph for each line of the list ``name``."""
    return [tag(f"{{%p for 段 in {name} %}}"), paragraph(style, "{{ 段 }}"), tag("{%p endfor %}")]


def spanned(start: int, count: int) -> int:
    return sum(BUDGET_GRID[start : start + count])


def budget_cell(start: int, count: int, *content: str, **options: str) -> str:
    return cell(spanned(start, count), *content, span=count, **options)  # type: ignore[arg-type]


OPEN = '<w:top w:val="nil"/><w:left w:val="nil"/><w:right w:val="nil"/>'


def budget_table() -> str:
    """The upper table: unit, project, money, plan and goals."""
    return table(
        BUDGET_GRID,
        row(
            budget_cell(
                0, 7, "{{ 项目.单位编码 }}{{ 项目.单位名称 }}", style="TableProse", borders=OPEN, align="bottom"
            ),
            budget_cell(7, 2, "单位：万元", style="TableRight", borders=OPEN, align="bottom"),
        ),
        row(
            budget_cell(0, 1, "项目编码"),
            budget_cell(1, 4, "{{ 项目.项目编码 }}"),
            budget_cell(5, 1, "项目名称"),
            budget_cell(6, 3, "{{ 项目.项目名称 }}"),
        ),
        row(
            budget_cell(0, 1, "预算规模及资金用途", merge="restart"),
            budget_cell(1, 1, "预算数"),
            budget_cell(2, 2, "{{ 项目.预算数 }}"),
            budget_cell(4, 1, "其中：财政资金"),
            budget_cell(5, 1, "{{ 项目.财政资金 }}"),
            budget_cell(6, 2, "其他资金"),
            budget_cell(8, 1, "{{ 项目.其他资金 }}"),
        ),
        splittable_row(
            budget_cell(0, 1, merge="continue"),
            budget_cell(1, 8, *lines_of("项目.资金用途", "TableProse"), style="TableProse"),
        ),
        row(
            budget_cell(0, 1, "资金支出计划（%）", merge="restart"),
            *(
                budget_cell(start, 2, month)
                for start, month in zip((1, 3, 5, 7), ("3月底", "6月底", "10月底", "12月底"), strict=True)
            ),
        ),
        row(
            budget_cell(0, 1, merge="continue"),
            *(
                budget_cell(start, 2, f"{{{{ 项目.资金支出计划.{month} }}}}")
                for start, month in zip((1, 3, 5, 7), ("三月底", "六月底", "十月底", "十二月底"), strict=True)
            ),
        ),
        splittable_row(
            budget_cell(0, 1, "绩效目标"),
            budget_cell(1, 8, *lines_of("项目.绩效目标", "TableProse"), style="TableProse"),
        ),
    )


def indicator_row(level1: str, level2: str) -> str:
    """A pattern row; "restart" starts a merged cell of its level, "continue" stands below one."""
    return row(
        cell(INDICATOR_GRID[0], *(["{{ 行.一级指标 }}"] if level1 == "restart" else []), merge=level1),
        cell(INDICATOR_GRID[1], *(["{{ 行.二级指标 }}"] if level2 == "restart" else []), merge=level2),
        *(
            cell(width, f"{{{{ 行.{name} }}}}", style="TableProse")
            for width, name in zip(
                INDICATOR_GRID[2:], ("三级指标", "绩效指标描述", "指标值", "指标值确定依据"), strict=True
            )
        ),
    )


def control_row(text: str, level1: str = "", level2: str = "") -> str:
    """A row that holds a control tag and vanishes; its first cells carry on the merges, so that Word shows them whole."""
    return row(
        cell(INDICATOR_GRID[0], merge=level1),
        cell(INDICATOR_GRID[1], merge=level2),
        cell(sum(INDICATOR_GRID[2:]), text, span=4),
    )


def indicator_table() -> str:
    """The lower table. An 一级 cell spans its rows, a 二级 cell its own: three pattern rows, chosen row by row."""
    labels = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
    return table(
        INDICATOR_GRID,
        row(
            *(cell(width, label, style="TableHead") for width, label in zip(INDICATOR_GRID, labels, strict=True)),
            header=True,
        ),
        control_row("{%tr for 行 in 项目.指标 %}"),
        control_row("{%tr if 行.一级开始 %}"),
        indicator_row("restart", "restart"),
        control_row("{%tr elif 行.二级开始 %}", "continue", "continue"),
        indicator_row("continue", "restart"),
        control_row("{%tr else %}", "continue", "continue"),
        indicator_row("continue", "continue"),
        control_row("{%tr endif %}"),
        control_row("{%tr endfor %}"),
    )


# -------------------------------------------------------------------------------------------------------- document


def front_matter() -> list[str]:
    """Title page and contents, each a section of its own."""
    return [
        paragraph("Title", "{{ 部门.单位名称 }}", properties='<w:spacing w:before="3600"/>'),
        paragraph("Title", "{{ 年度 }}年部门预算绩效目标"),
        paragraph("Subtitle", "单位编码：{{ 部门.单位编码 }}", properties='<w:spacing w:before="5200"/>'),
        paragraph("Subtitle", "预算年度：{{ 年度 }}年"),
        paragraph("Prose", properties=section(footers=False)),
        paragraph("ContentsHeading", "目　　录"),
        paragraph("TOC1", field(r'TOC \o "1-2" \h \z \u', "（目录在生成文件时自动填写）")),
        paragraph("Prose", properties=section('<w:pgNumType w:fmt="upperRoman" w:start="1"/>')),
    ]


def part_one() -> list[str]:
    return [
        paragraph("Heading1", run("第一部分"), "<w:r><w:br/></w:r>", run("部门整体绩效目标")),
        paragraph("Heading2", "一、总体绩效目标"),
        *lines_of("总体绩效目标", "Prose"),
        paragraph("Heading2", "二、分项绩效目标"),
        tag("{%p for 分项 in 分项绩效目标 %}"),
        paragraph("Heading3", "{{ 分项.标题 }}"),
        *lines_of("分项.内容", "Prose"),
        tag("{%p endfor %}"),
        paragraph("Heading2", "三、工作保障措施"),
        *lines_of("工作保障措施", "Prose"),
    ]


def document() -> str:
    heading = "{% if 成册 %}{{ 项目.序号 }}.{% endif %}{{ 项目.项目名称 }}绩效目标表"
    body = [
        tag("{%p if 成册 %}"),
        *front_matter(),
        *part_one(),
        paragraph(
            "Heading1",
            run("第二部分"),
            "<w:r><w:br/></w:r>",
            run("预算项目绩效目标"),
            properties="<w:pageBreakBefore/>",
        ),
        tag("{%p endif %}"),
        tag("{%p for 项目 in 项目表 %}"),
        tag("{%p if 项目.另起一页 %}"),
        paragraph("TableTitle", heading, properties="<w:pageBreakBefore/>"),
        tag("{%p else %}"),
        paragraph("TableTitle", heading),
        tag("{%p endif %}"),
        budget_table(),
        paragraph("Gap"),
        indicator_table(),
        paragraph("Gap"),
        tag("{%p endfor %}"),
    ]
    final = section('<w:pgNumType w:start="1"/>')
    return f"{HEAD}<w:document {XMLNS}><w:body>{''.join(body)}{final}</w:body></w:document>"


# ---------------------------------------------------------------------------------------------------------- styles


def style(
    name: str,
    id: str,
    paragraph_properties: str = "",
    run_properties: str = "",
    *,
    based_on: str = "Normal",
    more: str = "",
) -> str:
    basis = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    ppr = f"<w:pPr>{paragraph_properties}</w:pPr>" if paragraph_properties else ""
    rpr = f"<w:rPr>{run_properties}</w:rPr>" if run_properties else ""
    return f'<w:style w:type="paragraph"{more} w:styleId="{id}"><w:name w:val="{name}"/>{basis}<w:qFormat/>{ppr}{rpr}</w:style>'


def size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def exact(line: int, before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'


def styles() -> str:
    custom = ' w:customStyle="1"'
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    leader = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    return f"""{HEAD}<w:styles {XMLNS}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANG_SONG)}<w:kern w:val="0"/>{size(32)}\
<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl w:val="0"/>\
<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>\
{style("Normal", "Normal", based_on="", more=' w:default="1"')}\
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>\
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>\
<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>\
</w:tblCellMar></w:tblPr></w:style>\
<w:style w:type="table" w:customStyle="1" w:styleId="FormTable"><w:name w:val="绩效表格"/><w:basedOn w:val="TableNormal"/><w:tblPr>\
<w:tblBorders>{edges}</w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>\
<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>\
{style("Title", "Title", exact(760) + '<w:jc w:val="center"/>', fonts(TITLE_FONT) + size(52))}\
{style("Subtitle", "Subtitle", exact(LINE) + '<w:jc w:val="center"/>', fonts(KAI) + size(32))}\
{style("heading 1", "Heading1", "<w:keepNext/>" + exact(720, after=480) + '<w:jc w:val="center"/><w:outlineLvl w:val="0"/>', fonts(TITLE_FONT) + size(44))}\
{style("heading 2", "Heading2", "<w:keepNext/>" + exact(LINE) + INDENT + '<w:outlineLvl w:val="1"/>', fonts(HEI) + size(32))}\
{style("heading 3", "Heading3", "<w:keepNext/>" + exact(LINE) + INDENT + '<w:outlineLvl w:val="2"/>', fonts(KAI) + size(32))}\
{style("公文正文", "Prose", exact(LINE) + INDENT + '<w:jc w:val="both"/>', fonts(FANG_SONG) + size(32), more=custom)}\
{style("项目表题", "TableTitle", exact(520, after=120) + '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>', based_on="Heading2", more=custom)}\
{style("表格文字", "TableText", '<w:overflowPunct w:val="0"/>' + exact(320) + '<w:jc w:val="center"/>', fonts(SONG) + size(21), more=custom)}\
{style("表格表头", "TableHead", "", fonts(HEI), based_on="TableText", more=custom)}\
{style("表格段落", "TableProse", '<w:jc w:val="left"/>', based_on="TableText", more=custom)}\
{style("表格靠右", "TableRight", '<w:jc w:val="right"/>', based_on="TableText", more=custom)}\
{style("表间空行", "Gap", exact(120), fonts(SONG) + size(10), more=custom)}\
{style("目录标题", "ContentsHeading", exact(720, after=240) + '<w:jc w:val="center"/>', fonts(TITLE_FONT) + size(44), more=custom)}\
{style("toc 1", "TOC1", leader + exact(LINE, before=120), fonts(HEI) + size(28))}\
{style("toc 2", "TOC2", leader + exact(520) + '<w:ind w:left="280"/>', fonts(FANG_SONG) + size(28))}\
{style("footer", "Footer", exact(400), fonts(SONG) + size(28))}\
</w:styles>"""


def footer(alignment: str, *, shown: bool = True) -> str:
    """— 1 — outside, one character in from the edge of the text block (GB/T 9704-2012, 7.5)."""
    side = "right" if alignment == "right" else "left"
    properties = f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{alignment}"/>'
    content = (run("— "), field("PAGE", "1"), run(" —")) if shown else ()
    return f"{HEAD}<w:ftr {XMLNS}>{paragraph('Footer', *content, properties=properties)}</w:ftr>"


SETTINGS = f"""{HEAD}<w:settings {XMLNS}><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>\
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>\
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"""

PACKAGE = "application/vnd.openxmlformats-package"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = ("document.main", "styles", "settings", "fontTable", "footer", "footer", "footer")
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def font_table() -> str:
    entries = "".join(
        f'<w:font w:name="{name}"><w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, family, pitch in (
            (TITLE_FONT, "script", "variable"), (HEI, "modern", "fixed"), (KAI, "modern", "fixed"),
            (FANG_SONG, "modern", "fixed"), (SONG, "auto", "variable"),
        )
    )  # fmt: skip
    return f"{HEAD}<w:fonts {XMLNS}>{entries}</w:fonts>"


def members() -> dict[str, str]:
    """Every part of the package, in the order in which it is written."""
    parts = ["document", "styles", "settings", "fontTable", "footer1", "footer2", "footer3"]
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>'
        for name, kind in zip(parts, PARTS, strict=True)
    )
    ids = ["", "rId1", "rId2", "rId3", "rId10", "rId11", "rId12"]
    related = "".join(
        f'<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{name}.xml"/>'
        for id, kind, name in zip(ids[1:], PARTS[1:], parts[1:], strict=True)
    )
    rels = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{PACKAGE}.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{PACKAGE}.core-properties+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships {rels}><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{{ 部门.单位名称 }}</dc:creator><dc:language>zh-CN</dc:language>'
        "<dc:title>{{ 题名 }}</dc:title></cp:coreProperties>",
        "word/_rels/document.xml.rels": f"{HEAD}<Relationships {rels}>{related}</Relationships>",
        "word/document.xml": document(),
        "word/styles.xml": styles(),
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": footer("right"),
        "word/footer2.xml": footer("left"),
        "word/footer3.xml": footer("left", shown=False),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the committed file, write nothing")
    if parser.parse_args().check:
        with zipfile.ZipFile(TEMPLATE) as package:
            same = {name: package.read(name).decode() for name in package.namelist()} == members()
        print("模板与脚本一致" if same else f"{TEMPLATE} 与脚本不一致：请重新运行 python tools/build_templates.py")
        return 0 if same else 1
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(TEMPLATE, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in members().items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED)
    print(f"写好 {TEMPLATE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
