"""造 tests/cases/documents/*.docx：每个小文件有一样真实的毛病，旁边的 .yaml 写着应当读成什么。

    python tests/cases/documents/build.py            写文件
    python tests/cases/documents/build.py --check    与已提交的文件比较，不同则退出码 1

这里不用 budgetdocs，也不用 python-docx：要的正是别的系统写出来的样子。
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XMLNS = (
    f'xmlns:w="{MAIN}" xmlns:r="{RELATIONS}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


# ---------------------------------------------------------------------------------------------------------------- 零件


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, style: str = "", properties: str = "") -> str:
    """一段；content 里不是 XML 的是文字。"""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def c(*content: str, span: int = 1, merge: str = "", properties: str = "") -> str:
    """一格；merge 为 restart 或 continue。"""
    merged = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    blocks = "".join(part if part.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else p(part) for part in content or ("",))
    return f"<w:tc><w:tcPr>{spanned}{merged}{properties}</w:tcPr>{blocks}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    content = "".join(each if each.startswith("<") else c(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{content}</w:tr>"


def control(content: str, properties: str = "") -> str:
    """内容控件。"""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def docx(*blocks: str, more: dict[str, tuple[str, str]] | None = None) -> bytes:
    """一个 .docx；more 是另外的部分：名字 → （关系类型，XML）。"""
    body = "".join(block if block.startswith("<") else p(block) for block in blocks)
    parts = {"styles": ("styles", STYLES)} | (more or {})
    rels = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{name}.xml"/>'
        for number, (name, (kind, _)) in enumerate(parts.items(), start=1)
    )
    members = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rels}</Relationships>',
        "word/document.xml": f"{HEAD}<w:document {XMLNS}><w:body>{body}<w:sectPr/></w:body></w:document>",
    } | {f"word/{name}.xml": f"{HEAD}{xml}" for name, (_, xml) in parts.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:  # 不压缩：各版 zlib 写出的都一样
        for name, text in members.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.encode())
    return stream.getvalue()


STYLES = (
    f'<w:styles {XMLNS}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 3"/><w:basedOn w:val="2"/>'
    '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style></w:styles>'
)

# ------------------------------------------------------------------------------------------------------------ 表的各段

COVER = (p("青山县教育局"), p("2025年部门预算绩效文本"), p("单位编码：301001"))


def head(
    code: str = "13070025P00100110001A", name: str = "校舍维修", budget: str = "120.50", unit: str = "万元"
) -> list[str]:
    """照河北表样的上半张，列宽是另一种切法。"""
    return [
        row(c("301001青山县教育局", span=5), c(f"单位：{unit}", span=3)),
        row(c("项目编码"), c(code, span=3), c("项目 名称"), c(name, span=3)),
        row(
            c("预算规模及资金用途", merge="restart"),
            "预算数",
            budget,
            c("其中：财政    资金"),
            "100",
            c("其他资金"),
            c("20.5", span=2),
        ),
        row(c(merge="continue"), c(p("更换屋面"), p("维修地面"), span=7)),
    ]


def plan(*shares: str) -> list[str]:
    return [
        row(
            c("资金支出计划(%)", merge="restart"),
            *(c(month, span=2) for month in ("3月底", "6月底", "10月底")),
            "12月底",
        ),
        row(c(merge="continue"), *(c(share, span=2) for share in shares[:3]), shares[3]),
    ]


PLAN = plan("10%", "40％", "80%", "100%")
GOALS = [row(c("绩效目标"), c("1.消除危房", span=7))]
HEADINGS = row("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
ROWS = [
    row(c("产出指标", merge="restart"), "数量指标", "维修校舍", "维修的校舍", "≥3栋", "计划标准"),
    row(c(merge="continue"), "质量指标", "验收合格率", "合格的比例", "=100%", "行业标准"),
    row("满意度指标", "服务对象满意度指标", "师生满意度", "问卷", "≥95%", "历史标准"),
]
TITLE = p("1.校舍维修绩效目标表")


def sheet(*, rows: list[str] | None = None, **named: str) -> str:
    """整张表，上下合为一张。"""
    return table(*head(**named), *PLAN, *GOALS, HEADINGS, *(ROWS if rows is None else rows))


# ------------------------------------------------------------------------------------------------------------ 一个个例


def split_runs() -> bytes:
    """WPS 存过的样子：字被切碎，夹着校对记号、书签、智能标记、内容控件、w14 属性。"""
    code = (
        '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="0" w:name="_GoBack"/>'
        + run("130700", '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>')
        + f'<w:smartTag w:uri="urn:x" w:element="number">{run("25P001")}</w:smartTag>'
        + '<w:bookmarkEnd w:id="0"/><w:proofErr w:type="spellEnd"/>'
        + control(run("00110001A"))
    )
    body = table(
        row(c("301001青山县教育局"), c("单位：万元")),
        control(row(c("项目编码"), control(c(p(code))), c("项目名称"), c(p(run("校舍"), run("维修"))))),
        *head()[2:],
        *PLAN,
        *GOALS,
    ).replace("<w:p>", '<w:p w14:paraId="00AA11BB" w14:textId="77777777">')
    second = table(HEADINGS, *ROWS)
    return docx(*COVER, control(TITLE + body), second)


def tracked_changes() -> bytes:
    """修订没有接受：插入、删去、移动、删去的行、删去的段尾。"""
    by = 'w:id="1" w:author="甲" w:date="2025-01-01T00:00:00Z"'
    value = p(f"<w:del {by}><w:r><w:delText>≥5栋</w:delText></w:r></w:del><w:ins {by}>{run('≥3栋')}</w:ins>")
    moved = p(f"<w:moveFrom {by}>{run('旧处')}</w:moveFrom><w:moveTo {by}>{run('维修的校舍')}</w:moveTo>")
    joined = p("1.消除", properties=f"<w:rPr><w:del {by}/></w:rPr>") + p("危房")
    rows = [
        row(c("产出指标", merge="restart"), "数量指标", "维修校舍", c(moved), c(value), "计划标准"),
        row(c(merge="continue"), *["不要了"] * 5, properties=f"<w:del {by}/>"),
        row(
            c(merge="continue"),
            "质量指标",
            "验收合格率",
            "合格的比例",
            "=100%",
            "行业标准",
            properties=f"<w:ins {by}/>",
        ),
    ]
    goals = row(c("绩效目标"), c(joined, span=7))
    return docx(*COVER, TITLE, table(*head(), *PLAN, goals, HEADINGS, *rows))


def side(merge: str) -> str:
    """左边竖排的一列。"""
    return c(*(["绩 效 指 标"] if merge == "restart" else []), merge=merge)


def other_cut() -> bytes:
    """另一个系统的切法：左边一列竖排“绩效指标”，表头与下面的格不对齐，符号、数、单位各一列。"""
    return docx(
        *COVER,
        table(
            *head(),
            *PLAN,
            *GOALS,
            row(
                side("restart"), c("一级 指标", span=2), c("二级指标", span=2), c("三级指标", span=2), "指标描述",
                c("指标值及单位", span=3), "指标值确定\u3000依据",
            ),
            row(
                side("continue"), c("产出指标", span=2, merge="restart"), c("数量指标", span=2), c("维修校舍", span=2),
                "维修的校舍", "≥", "3", "栋", "计划标准",
            ),
            row(
                side("continue"), c(span=2, merge="continue"), c("质量指标", span=2), c("验收", "合格率", span=2),
                "合格的比例", c("=100%", span=3), "行业标准",
            ),
            row(
                side("continue"), c("满意度", "指标", span=3), "服务对象满意度指标", c("师生满意度", span=2), "问卷",
                "≥", "95", "%", "历史标准",
            ),
        ),
    )  # fmt: skip


def heading_repeated() -> bytes:
    """表在换页处断成三张：第二张重复了表头，第三张没有；一级没有合并，下面的空着。"""
    return docx(
        *COVER,
        TITLE,
        table(*head(), *PLAN, *GOALS),
        "",
        table(HEADINGS, row("产出指标", "数量指标", "维修校舍", "维修的校舍", "≥3栋", "计划标准")),
        table(HEADINGS, row("", "质量指标", "验收合格率", "合格的比例", "=100%", "行业标准")),
        table(row("", "", "返修率", "返修的比例", "≤2%", "历史标准"), row("", "", "", "", "", "")),
    )


def several_projects() -> bytes:
    """一个文件几个项目，没有封面：两个挤在一张表里，一个有自己的表题与单位行；年度只在项目编码里。"""
    third = [each.replace("301001青山县教育局", "") for each in head("13070025P00100110003C", "食堂改造", "60")][1:]
    return docx(
        table(
            *head(),
            *PLAN,
            *GOALS,
            HEADINGS,
            *ROWS,
            *head("13070025P00100110002B", "教师培训", "120.5"),
            *PLAN,
            *GOALS,
            HEADINGS,
            *ROWS[2:],
        ),
        "2.食堂改造绩效目标表",
        "单位编码：301001    单位名称：青山县教育局    单位：万元",
        table(*third, *PLAN, *GOALS, HEADINGS, *ROWS[2:]),
    )


def without_plan() -> bytes:
    """天津的表：没有资金支出计划。"""
    return docx(*COVER, TITLE, table(*head(), *GOALS, HEADINGS, *ROWS))


def without_basis() -> bytes:
    """没有指标值确定依据一栏，也没有绩效目标。"""
    headings = row("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值")
    return docx(*COVER, TITLE, table(*head(), *PLAN, headings, row("产出指标", "数量指标", "维修校舍", "校舍", "≥3栋")))


def left_over() -> bytes:
    """放不进表样的：页眉、脚注、批注、文本框、图片、隐藏的字、嵌套的表、多出的一列、备注行、别的表、落款。"""
    box = f"<v:textbox><w:txbxContent>{p('见附件')}</w:txbxContent></v:textbox>"
    box = f"<w:r><w:pict><v:shape>{box}</v:shape></w:pict></w:r>"
    page = f'<w:fldSimple w:instr="PAGE">{run("1")}</w:fldSimple>'
    picture = '<w:r><w:drawing><a:blip r:embed="rId9"/></w:drawing></w:r>'
    hidden = run("内部", "<w:rPr><w:vanish/></w:rPr>")
    rows = [
        row("产出指标", "数量指标", c(p("维修校舍", '<w:r><w:footnoteReference w:id="2"/></w:r>')),
            c(p("维修的校舍", hidden)), c(p("≥3栋", '<w:r><w:commentReference w:id="0"/></w:r>')), c("计划标准", table(row("附", "表"))), "10"),
        row(c("备注：待定", span=7)),
    ]  # fmt: skip
    headings = HEADINGS.replace("</w:tr>", c("分值") + "</w:tr>")
    more = {
        "footnotes": (
            "footnotes",
            f'<w:footnotes {XMLNS}><w:footnote w:id="2">{p("不含危房")}</w:footnote></w:footnotes>',
        ),
        "comments": ("comments", f'<w:comments {XMLNS}><w:comment w:id="0">{p("偏低")}</w:comment></w:comments>'),
        "header1": ("header", f"<w:hdr {XMLNS}>{p('机密')}</w:hdr>"),
        "footer1": ("footer", f"<w:ftr {XMLNS}>{p('第', page, '页')}</w:ftr>"),
    }
    return docx(
        *COVER,
        p("领导签字：", box),
        TITLE,
        table(*head(), *PLAN, *GOALS, headings, *rows),
        table(row("经办人", "联系电话"), row("张三", "0313-1234567")),
        p("填表日期：2025年1月", picture),
        more=more,
    )


def bad_figures() -> bytes:
    """金额、百分数写成了汉字；一次说全。"""
    return docx(
        *COVER, TITLE, table(*head(budget="一百二十万"), *plan("一成", "40%", "", "100%"), *GOALS, HEADINGS, *ROWS)
    )


def in_yuan() -> bytes:
    """金额以元计：单位写在表上的“单位：元”里。"""
    amounts = sheet(budget="1205000", unit="元").replace(">100<", ">1000000<").replace(">20.5<", ">205000<")
    return docx(*COVER, TITLE, amounts)


def several_departments() -> bytes:
    """两个部门的表在一个文件里，没有封面。"""
    other = sheet(code="13070025P00200110009Z", name="疫苗接种").replace("301001青山县教育局", "302001青山县卫生健康局")
    return docx(sheet(), other)


def no_year() -> bytes:
    """没有封面，项目编码里也看不出年份，单位没有编码。"""
    return docx(sheet(code="A-1").replace("301001青山县教育局", "青山县教育局"))


def symbols() -> bytes:
    """Symbol 字体的≥、换行、制表符、不间断连字符、公式、域、二选一、拼音、自动编号。"""
    symbol = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
    unknown = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
    field += f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("计划")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    either = f"<mc:Choice>{run('新')}</mc:Choice><mc:Fallback>{run('旧')}</mc:Fallback>"
    either = f"<mc:AlternateContent>{either}</mc:AlternateContent>"
    said = p("甲", "<w:r><w:br/></w:r>", "乙<丙>&", "<w:r><w:tab/></w:r>", either)
    ruby = f"<w:r><w:ruby><w:rt>{run('xiào')}</w:rt><w:rubyBase>{run('校')}</w:rubyBase></w:ruby></w:r>"
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    rows = [
        row("产出指标", "数量指标", c(p("维修", ruby, "舍")), c(said),
            c(p(symbol, "3", "<m:oMath><m:r><m:t>栋</m:t></m:r></m:oMath>")), c(p(field, "标准"))),
        row("产出指标", "质量指标", c(p("A", "<w:r><w:noBreakHyphen/></w:r>", "级")), c(p(unknown)), "=100%", "标准"),
    ]  # fmt: skip
    goals = row(c("绩效目标"), c(p("消除危房", properties=numbered), span=7))
    return docx(*COVER, TITLE, table(*head(), *PLAN, goals, HEADINGS, *rows))


def plain_prose() -> bytes:
    """部门整体绩效目标没有用样式：标题只靠编号；目录是手敲的控件；封面写成一行。"""
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('总体绩效目标', style='T1')}{p('分项绩效目标', style='T1')}</w:sdtContent></w:sdt>"
    )
    return docx(
        "青山县教育局2025年部门预算绩效目标",
        "目  录",
        contents,
        p("第一部分  部门整体绩效目标"),
        "一、总体绩效目标：",
        "办好人民满意的教育。",
        "",
        "二、分项绩效目标",
        "（一）改善办学条件",
        "维修校舍3栋。",
        "1、这一段很长，虽然也以编号开头，却是一句完整的话，说的是怎样分期分批把全县的危房校舍修好。",
        "（二）提高教师水平",
        "培训教师200人次。",
        "三、工作保障措施",
        "工作保障措施：",
        "加强领导。",
        "第二部分  预算项目绩效目标",
        TITLE,
        sheet(),
    )


def outlined_prose() -> bytes:
    """用了标题样式：正文里有与标题相同的话，分项里有空的标题行；没有项目表。"""
    return docx(
        *COVER,
        p("部门整体绩效目标", style="1"),
        p("总体绩效目标", style="2"),
        "分项绩效目标",
        "是指各科室的目标。",
        p("分项绩效目标", style="2"),
        p("改善办学条件", style="3"),
        p("", style="3"),
        p("提高教师水平", style="3"),
        "培训教师。",
        p("工作保障措施", style="2"),
        "工作保障措施",
    )


def legacy(text: str) -> str:
    """老式的横向合并：两格算一格。"""
    return c(text, properties='<w:hMerge w:val="restart"/>') + c(properties='<w:hMerge w:val="continue"/>')


def framed() -> bytes:
    """整张表套在一格的大框里；名称与金额的标签在上、内容在下；用的是老式的横向合并；并入的格里有看不见的字。"""
    inner = table(
        row("单位编码", "301001", "单位名称", legacy("青山县教育局")),
        row("项目编码", "13070025P00100110001A", "项目名称", legacy("校舍维修")),
        row("预算规模", "预算数（万元）", "财政拨款（万元）", legacy("其他资金（万元）")),
        row("", "120.50", "120.50", legacy("")),
        row("资金用途", c("维修", span=4)),
        row(c("支出计划"), "3月末", "6月末", "10月末", "12月末"),
        row("", "10", "40", "80", "100"),
        row(c("年度绩效目标", merge="restart"), c("消除危房", span=4)),
        row(c("看不见的字", merge="continue"), c("改善条件", span=4)),
        row("一级指标", "二级指标", "三级指标", "指标值", "备注"),
        row("产出指标", "数量指标", "维修校舍", "≥3栋", ""),
    )
    return docx("2025年度项目支出绩效目标表", table(row(c(inner, ""))))


def titles_inside() -> bytes:
    """表题与年度印在表里，单位写在“项目单位”里；两个项目连成一张表，第二个没有指标；末了还有一行填报说明。"""
    top = [
        row(c("项目支出绩效目标表", span=8)),
        row(c("（2025年度）", span=8)),
        row(c("单位编码"), c("301001", span=3), c("项目单位"), c("青山县教育局", span=3)),
    ]
    second = head("13070025P00100110002B", "教师培训")[1:]
    return docx(
        table(*top, *head()[1:], *PLAN, *GOALS, HEADINGS, *ROWS[2:], *top, *second, *PLAN, *GOALS),
        "注：本表一式两份。",
    )


def tail_of_a_sheet() -> bytes:
    """文件从表的后半截开始：前面的一页没有给。"""
    return docx(*COVER, table(*PLAN, *GOALS, HEADINGS, *ROWS))


def strict() -> bytes:
    """存成了 ISO Strict 的 .docx。"""
    plain = docx(*COVER, TITLE, sheet())
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for info in source.infolist():
            data = source.read(info).replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            data = data.replace(RELATIONS.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            package.writestr(info, data)
    return stream.getvalue()


def yuan_above() -> bytes:
    """表外一行“金额单位：元”，再上一行是单位；金额一格自己写着万元，一格写着“/”。"""
    amounts = table(*head(budget="1,205,000.00")[1:], *PLAN, *GOALS, HEADINGS, *ROWS)
    amounts = amounts.replace(">100<", ">120.5万元<").replace(">20.5<", ">/<")
    return docx(*COVER, TITLE, "301001青山县教育局", "金额单位：元", amounts)


def labels_inside_cells() -> bytes:
    """标签与内容写在同一格里，一格里还有两对；12月底也是。"""
    return docx(
        p("2025年部门预算绩效目标"),
        table(
            row(c("单位编码：301001  单位名称：青山县教育局", span=8)),
            row(c("项 目 名 称：校舍维修", span=4), c("项目编码：13070025P00100110001A", span=4)),
            *head()[2:],
            row("资金支出计划", "3月底", "10%", "6月底", "40%", "10月底", "80%", "12月底：100%"),
            *GOALS, HEADINGS, *ROWS,
        ),
    )  # fmt: skip


def below_the_indicators() -> bytes:
    """指标下面的说明、意见、签字、合计，都不是指标。"""
    return docx(
        *COVER,
        TITLE,
        table(
            *head(), *PLAN, *GOALS, HEADINGS, *ROWS,
            row("合计", "", "", "", "3项", ""),
            row(c("填报说明：1.本表按年度填报。", span=6)),
            row("审核意见", c("同意", span=5)),
            row("主管部门审核意见", "", "财政部门审核意见", "", "", ""),
            row("填表人：张三", "", "单位负责人：李四", "", "日期：2025年1月3日", ""),
            row(c("单位（盖章）", span=6)),
        ),
    )  # fmt: skip


def three_columns() -> bytes:
    """指标性质、指标值、度量单位分三列，次序也不同。"""
    headings = row(
        "一级指标", "二级指标", "三级指标", "指标值确定依据", "指标性质", "指标值", "度量单位", "绩效指标描述"
    )
    rows = [
        row("产出指标", "数量指标", "维修校舍", "计划标准", "≥", "3", "栋", "维修的校舍"),
        row("产出指标", "质量指标", "验收合格率", "行业标准", "=", "100%", "%", "合格的比例"),
        row("效益指标", "社会效益指标", "安全感", "历史标准", "定性", "提升", "", ""),
    ]
    return docx(*COVER, TITLE, table(*head(), *PLAN, *GOALS, headings, *rows))


def headings_in_two_rows() -> bytes:
    """指标值的表头占两行：下面是符号、数值、单位；别的表头竖着合并。"""
    tall = [c(text, merge="restart") for text in ("一级指标", "二级指标", "三级指标", "绩效指标描述")]
    upper = row(*tall, c("指标值", span=3), c("指标值确定依据", merge="restart"))
    lower = row(*[c(merge="continue")] * 4, "符号", "数值", "单位", c(merge="continue"))
    rows = row("产出指标", "数量指标", "维修校舍", "维修的校舍", "≥", "3", "栋", "计划标准")
    return docx(*COVER, TITLE, table(*head(), *PLAN, *GOALS, upper, lower, rows))


def two_values() -> bytes:
    """指标值分上半年、全年两列：只能取一列，另一列要告知。"""
    tall = [c(text, merge="restart") for text in ("一级指标", "二级指标", "三级指标", "绩效指标描述")]
    upper = row(*tall, c("指标值", span=2), c("指标值确定依据", merge="restart"))
    lower = row(*[c(merge="continue")] * 4, "上半年", "全年", c(merge="continue"))
    rows = row("产出指标", "数量指标", "维修校舍", "维修的校舍", "≥1栋", "≥3栋", "计划标准")
    return docx(*COVER, TITLE, table(*head(), *PLAN, *GOALS, upper, lower, rows))


def written_downwards() -> bytes:
    """标签一字一段竖着写，支出计划的月份也竖着排；计划写成 0.1、0.4、0.8、1。"""
    months = [
        row(c(*"资金支出计划", "（%）", merge="restart"), "3月底", c("0.1", span=6)),
        *(row(c(merge="continue"), month, c(share, span=6))
          for month, share in (("6月底", "0.4"), ("10月底", "0.8"), ("12月底", "1"))),
    ]  # fmt: skip
    upper = [each.replace(p("预算规模及资金用途"), "".join(map(p, "预算规模及资金用途"))) for each in head()]
    headings = row(
        *(c(*text) for text in ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值")), "指标值确定依据"
    )
    return docx(*COVER, TITLE, table(*upper, *months, row(c(*"绩效目标"), c("1.消除危房", span=7)), headings, *ROWS))


def tables_inside() -> bytes:
    """支出计划、指标各是格里的一张小表；格里另有一张无关的表。"""
    inner = table(row("3月底", "6月底", "10月底", "12月底"), row("10%", "40%", "80%", "100%"))
    return docx(
        *COVER,
        TITLE,
        table(
            *head(),
            row("资金支出计划（%）", c(inner, "", span=7)),
            row("绩效目标", c("1.消除危房", table(row("附", "图")), span=7)),
            row(c(table(HEADINGS, *ROWS), "", span=8)),
            row(c("注：本表一式两份。", span=8)),
        ),
    )


def head_repeated() -> bytes:
    """表断成两张，第二张把上面几行连同表头又印了一遍。"""
    return docx(
        *COVER, TITLE, table(*head(), *PLAN, *GOALS, HEADINGS, *ROWS[:2]), "", table(*head(), HEADINGS, ROWS[2])
    )


def two_levels() -> bytes:
    """武汉的样子：没有三级指标，写的是指标内容；按季度支付；总预算没有地方放。"""
    return docx(
        "青山县教育局2025年部门预算绩效目标",
        "单位编码：301001",
        table(
            row("项目名称", c("校舍维修", span=4)),
            row("项目编码", c("13070025P00100110001A", span=4)),
            row("项目总预算", "300", "年度预算（万元）", c("120.5", span=2)),
            row("资金用途", c("更换屋面", span=4)),
            row("支付计划", "一季度", "二季度", "10月底", "四季度"),
            row("", "10%", "40%", "80%", "100%"),
            row("年度绩效目标", c("消除危房", span=4)),
            row("一级", "二级", "指标内容", "指标值（栋）", "备注"),
            row("产出指标", "数量指标", "维修校舍", "≥3", "重点"),
        ),
    )


def unit_without_an_end() -> bytes:
    """单位编码与名称写在一格里，名称是数字开头的：分在哪里，只能猜。"""
    rows = [each.replace("301001青山县教育局", "30100112中学") for each in head()]
    return docx("2025年部门预算绩效目标", TITLE, table(*rows, *PLAN, *GOALS, HEADINGS, *ROWS))


def form_fields() -> bytes:
    """老式的窗体域：下拉框、复选框；Symbol 字体写在私用区的≥；图表；嵌进来的另一份文件。"""

    def field(data: str) -> str:
        begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        return begin + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

    entries = "".join(f'<w:listEntry w:val="{text}"/>' for text in ("历史标准", "计划标准"))
    drop = field(f'<w:ddList><w:result w:val="1"/>{entries}</w:ddList>')
    box = field('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>')
    sign = run("\uf0b3", '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>')
    chart = '<w:r><w:drawing><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></w:drawing></w:r>'
    rows = row("产出指标", "数量指标", "维修校舍", c(p(box, "维修的校舍")), c(p(sign, "3栋")), c(p(drop)))
    return docx(*COVER, p(chart), TITLE, table(*head(), *PLAN, *GOALS, HEADINGS, rows), '<w:altChunk r:id="rId9"/>')


CASES = {
    build.__name__.replace("_", "-"): build
    for build in (
        split_runs, tracked_changes, other_cut, heading_repeated, several_projects, without_plan, without_basis,
        left_over, bad_figures, in_yuan, several_departments, no_year, symbols, plain_prose, outlined_prose, framed,
        titles_inside, tail_of_a_sheet, strict, yuan_above, labels_inside_cells, below_the_indicators, three_columns,
        headings_in_two_rows, two_values, written_downwards, tables_inside, head_repeated, two_levels,
        unit_without_an_end, form_fields,
    )
}  # fmt: skip


def main(arguments: list[str]) -> int:
    stale = []
    for name, build in CASES.items():
        path, content = HERE / f"{name}.docx", build()
        if "--check" not in arguments:
            path.write_bytes(content)
        elif not path.is_file() or path.read_bytes() != content:
            stale.append(path.name)
    if stale:
        print(f"与脚本不一致：{'、'.join(stale)}；请重新运行 python {Path(__file__).name}", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
