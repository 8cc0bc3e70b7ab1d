"""文字在页上的高低：单元格的上下边距、多倍行距、文档网格、跨页的行、分节的空段落，各与 LibreOffice 逐行相比。"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.run import Run
from PIL import Image

from budgetdocs.pdf import PdfOptions, docx_to_pdf, lay_out

NEAR = 0.3
WORDS = "子丑寅卯辰巳午未申酉戌亥"
EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
RESTART, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
CENTER, BOTTOM = '<w:vAlign w:val="center"/>', '<w:vAlign w:val="bottom"/>'


def spacing(**values: str | int) -> str:
    said = [f'w:{name}="{value}"' for name, value in values.items()]
    return f"<w:spacing {' '.join(said)}/>"


def times(factor: float) -> str:
    """多倍行距。"""
    return spacing(line=round(240 * factor), lineRule="auto")


def run(text: str, size: float = 10.5) -> str:
    return f'<w:r><w:rPr><w:sz w:val="{round(2 * size)}"/></w:rPr><w:t>{text}</w:t></w:r>'


def script(name: str, value: str | int) -> str:
    """上标、下标，或提升了的字。"""
    return f'<w:r><w:rPr><w:{name} w:val="{value}"/><w:sz w:val="32"/></w:rPr><w:t>二</w:t></w:r>'


SCRIPTS = (("vertAlign", "superscript"), ("vertAlign", "subscript"), ("position", 6), ("position", -10))


def p(content: str = "", properties: str = "") -> str:
    """一段；content 是文字，或已经写成的 w:r。"""
    runs = content if content.startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def margins(**twips: int) -> str:
    sides = [f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in twips.items()]
    return f"<w:tcMar>{''.join(sides)}</w:tcMar>"


def cell(*paragraphs: str, properties: str = "", width: int = 2000) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{"".join(paragraphs)}</w:tc>'


def table(*rows: Sequence[str], width: int = 2000) -> str:
    grid = f'<w:gridCol w:w="{width}"/>' * len(rows[0])
    whole = "".join([f"<w:tr>{''.join(row)}</w:tr>" for row in rows])
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width * len(rows[0])}" w:type="dxa"/><w:tblBorders>{EDGES}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{whole}</w:tbl>'
    )


def section(grid: bool = False) -> str:
    pitch = '<w:docGrid w:type="lines" w:linePitch="312"/>' if grid else ""
    return (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" '
        f'w:header="851" w:footer="992" w:gutter="0"/>{pitch}</w:sectPr>'
    )


class Case(NamedTuple):
    """一份文件：正文，有没有文档网格。"""

    body: str
    grid: bool = False


TALL = cell(*[p("一")] * 6)
FILL = p("填") * 41
"""一页只剩四行。"""
PICTURE = "\ufffc"
"""一张 20 × 15 毫米的图片。"""
MIXED = run(WORDS * 2, 16) + run(WORDS * 5)

CASES = {
    "一格有上边距": Case(
        table([cell(p("有"), properties=margins(top=60)), cell(p("无")), cell(p("中"), properties=CENTER)])
    ),
    "一格有下边距": Case(
        table(
            [cell(p("有"), properties=margins(bottom=80)), cell(p("无"), p("无")), cell(p("底"), properties=BOTTOM)],
            [cell(p("次"))] * 3,
        )
    ),
    "续格的边距": Case(
        table(
            [cell(p("合"), properties=RESTART + margins(top=60)), cell(p("无"))],
            [cell(p(), properties=GOES_ON + margins(top=200)), cell(p("次"))],
        )
    ),
    "续格的边距，跨页": Case(
        FILL
        + table(
            [cell(p(WORDS * 4), properties=RESTART), cell(p("甲"))],
            [cell(p(), properties=GOES_ON), cell(p("乙"), properties=margins(bottom=80))],
        )
    ),
    "续格的边距，跨页断在行里": Case(
        FILL
        + table(
            [cell(p(WORDS * 6), properties=RESTART), cell(p("甲"))],
            [cell(p(), properties=GOES_ON), cell(p(WORDS * 4), properties=margins(bottom=80))],
        )
    ),
    "整行都合并了": Case(
        table(
            [cell(p("左"), properties=RESTART), cell(p("甲"))],
            [cell(p(), properties=GOES_ON), cell(p("右"), properties=RESTART)],
            [cell(p("末")), cell(p(), properties=GOES_ON)],
        )
    ),
    "格末多倍行距": Case(table([cell(p("子", times(1.5)))], [cell(p(run("丑", 16), times(2)))])),
    "格末多倍行距，居中": Case(table([TALL, cell(p(WORDS, times(1.5)), properties=CENTER)])),
    "格末多倍行距，靠下": Case(table([TALL, cell(p(WORDS, times(1.25)), properties=BOTTOM)])),
    "格末多倍行距，网格": Case(table([cell(p("子", times(1.5)), p("丑", times(2))), cell(p("短"))]), grid=True),
    "格末多倍行距，跨页": Case(FILL + table([cell(p(run(WORDS * 2, 16), times(2))), cell(p("短"))])),
    "格末多倍行距，断在末行之上": Case(FILL + table([cell(p(WORDS * 3, times(2))), cell(p("短"))])),
    "各号字的行高": Case("".join(p(run(WORDS * 9, size)) for size in (6, 8.5, 9, 12.5, 13, 20, 21, 26))),
    "倍数不是整数": Case("".join(p(WORDS * 9, times(factor)) for factor in (1.08, 1.15, 1.2, 1.25, 1.75))),
    "倍数小于 1": Case("".join(p(WORDS * 9, times(factor)) for factor in (0.7, 0.8, 0.9, 0.95))),
    "上标、下标、提升": Case("".join(p(run("面积") + script(*each) + run("平方米")) for each in SCRIPTS) * 3),
    "跨页的格，居中与靠下": Case(
        FILL + table([cell(p(run(WORDS * 2, 12)), properties=each) for each in (CENTER, BOTTOM, "")])
    ),
    "随下一行的行，下一行断在页上": Case(
        FILL + table([cell(p("随", "<w:keepNext/>")), cell(p("随"))], [cell(p(WORDS * 5)), cell(p("短"))])
    ),
    "随下一行的行，下一行放不下": Case(
        FILL + p("填") * 2 + table([cell(p("随", "<w:keepNext/>")), cell(p("随"))], [cell(p(WORDS * 5)), cell(p("短"))])
    ),
    "格末的段后距放不下": Case(FILL + table([cell(p(WORDS * 5 + "尾", spacing(after=200))), cell(p("短"))])),
    "格末的段后距放不下，几段": Case(
        FILL + table([cell(p("一"), p("二"), p("三"), p("四", spacing(after=400))), cell(p("短"))])
    ),
    "跨页一格的段前距": Case(FILL + table([cell(p("短"), p(WORDS * 4, spacing(before=200))), cell(p("短"))])),
    "字号混排，多倍行距": Case(p(MIXED, times(2)) + p(WORDS * 4 + "尾", times(1.5))),
    "字号混排，多倍行距，网格": Case(p(MIXED, times(2)) + p(WORDS * 4 + "尾", times(1.5)), grid=True),
    "网格在版心当中": Case(p(WORDS * 12) + p(run("大", 16)) + p("末"), grid=True),
    "图片一行": Case(p(PICTURE) + p(PICTURE, times(1.5)) + p("后")),
    "图片一行，网格": Case(p(PICTURE) + p("次") + p("前" + PICTURE) + p("后"), grid=True),
    "图文一行": Case(p("前" + PICTURE, times(1.5)) + p(WORDS * 2 + PICTURE + WORDS * 4, times(2)) + p("后")),
    "单元格里的图片": Case(table([cell(p(PICTURE)), cell(p("右"))], [cell(p("前" + PICTURE)), cell(p("右"))])),
    "分节的空段落": Case(p("填") * 45 + p("", section()) + p("次节")),
}


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "PNG")
    return buffer.getvalue()


def document(case: Case) -> bytes:
    """宋体五号，没有段前段后距，不管孤行的文件。"""
    made = Document()
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "宋体", Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    layout = normal.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing, layout.widow_control = 1.0, False
    body = f"<w:body {nsdecls('w')}>{p('首')}{case.body}{p('尾')}{section(case.grid)}</w:body>"
    made.element.replace(made.element.body, parse_xml(body))
    for text in [each for each in made.element.iter(qn("w:t")) if PICTURE in (each.text or "")]:
        parts = text.text.split(PICTURE)
        before = Run(text.getparent(), made._body)
        inline = before.add_picture(io.BytesIO(picture()), Mm(20), Mm(15))._inline
        inline.attrib.update(dict.fromkeys(("distT", "distB", "distL", "distR"), "0"))
        text.text = parts[0]
        behind = deepcopy(before._r)
        behind.remove(behind.find(qn("w:drawing")))
        behind.find(qn("w:t")).text = parts[1]
        before._r.addnext(behind)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def drawn(docx: bytes, rules: str) -> bytes:
    return docx_to_pdf(docx, options=PdfOptions(line_rules=rules, system_fonts=False), report=lambda _: None)


def baselines(pdf: bytes | Path) -> list[tuple[int, float, str]]:
    """每一行文字：第几页，基线离页顶多少磅，从左到右的字。"""
    found: list[tuple[int, float, str]] = []
    with pdfplumber.open(pdf if isinstance(pdf, Path) else io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            rows = defaultdict(list)
            for char in page.chars:
                if char["text"].strip():
                    rows[round(page.height - char["matrix"][5])].append((char["x0"], char["text"], char["matrix"][5]))
            for _, row in sorted(rows.items()):
                found.append((page.page_number, page.height - row[0][2], "".join(text for _, text, _ in sorted(row))))
    return found


@pytest.mark.system
def test_text_stands_where_libreoffice_has_it(libreoffice: Any, tmp_path: Path) -> None:
    sources = {name: tmp_path / f"{number}.docx" for number, name in enumerate(CASES)}
    for name, source in sources.items():
        source.write_bytes(document(CASES[name]))
    made = libreoffice.convert_all(sources.values(), "pdf", tmp_path / "theirs")
    wrong = {}
    for (name, source), theirs in zip(sources.items(), map(baselines, made), strict=True):
        ours = baselines(drawn(source.read_bytes(), "libreoffice"))
        if [(page, text) for page, _, text in ours] != [(page, text) for page, _, text in theirs]:
            wrong[name] = ours, theirs
        elif far := [(a, b) for a, b in zip(ours, theirs, strict=True) if abs(a[1] - b[1]) > NEAR]:
            wrong[name] = far[0]
    assert wrong == {}


def y_of(name: str, rules: str) -> dict[str, float]:
    """各行第一个字的基线。"""
    return {text[0]: y for _, y, text in baselines(drawn(document(CASES[name]), rules))}


@pytest.mark.parametrize("rules", ["word", "libreoffice"])
def test_text_begins_at_one_height_in_all_cells_of_a_row(rules: str) -> None:
    """17.4.69 tcMar：一行之中，上边距取最大的，下边距也是。"""
    [row] = [text for _, _, text in baselines(drawn(document(CASES["一格有上边距"]), rules)) if "有" in text]
    assert row == "有无中"
    lower = baselines(drawn(document(CASES["一格有下边距"]), rules))
    heights = {text: round(y, 2) for _, y, text in lower}
    assert heights["次次次"] - heights["无底"] == pytest.approx(15.1 + 0.5 + 4.0, abs=0.05)


def test_word_keeps_what_a_factor_adds_below_the_last_line_of_a_cell() -> None:
    word, office = y_of("格末多倍行距", "word"), y_of("格末多倍行距", "libreoffice")
    assert word["丑"] - office["丑"] == pytest.approx(0.5 * (15.1 - 12.1), abs=0.06)


def test_words_grid_begins_at_the_top_of_the_text_block() -> None:
    word, office = y_of("网格在版心当中", "word"), y_of("网格在版心当中", "libreoffice")
    assert office["首"] - word["首"] == pytest.approx((841.9 - 144) % 15.6 / 2, abs=0.06)


def test_word_prints_the_blank_paragraph_that_ends_a_section() -> None:
    pages = {
        rules: baselines(drawn(document(CASES["分节的空段落"]), rules))[-1][0] for rules in ("word", "libreoffice")
    }
    assert pages == {"word": 3, "libreoffice": 2}


def test_a_blank_paragraph_that_ends_a_section_stays_where_something_leads_to_it() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="此处"/><w:bookmarkEnd w:id="1"/>'
    marked = p("", section()).replace("</w:p>", f"{mark}</w:p>")
    options = PdfOptions(line_rules="libreoffice", system_fonts=False)
    layout = lay_out(document(Case(marked + p("次节"))), options=options, report=lambda _: None)
    assert [list(page.anchors) for page in layout.pages] == [["此处"], []]


def test_a_grid_wider_than_the_page_leaves_the_text_its_room() -> None:
    wide = section(grid=True).replace('w:linePitch="312"', 'w:linePitch="20000"')
    found = baselines(drawn(document(Case(p("甲") + p("乙", wide) + p("丙"))), "libreoffice"))
    assert [text for _, _, text in found] == ["首", "甲", "乙", "丙", "尾"]
    assert all(72 < y < 841.9 - 72 for _, y, _ in found)


def test_the_rest_of_a_cut_paragraph_has_no_space_above_it_in_word() -> None:
    name = "跨页一格的段前距"
    rest = {
        rules: next(y for page, y, _ in baselines(drawn(document(CASES[name]), rules)) if page == 2 and y > 80)
        for rules in ("word", "libreoffice")
    }
    assert rest["libreoffice"] - rest["word"] == pytest.approx(10.0, abs=0.05)
