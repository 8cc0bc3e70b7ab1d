"""照种子凑出来的 Word 文件：段落、表格、横竖各节，用词、格式、合并、行高、边距都是碰出来的；同一个种子总是同一份。

不凑的，是与 LibreOffice 已知有别的：字符间距、上标下标、悬挂的标点、粗细不一的线、窄得放不下两个字的列
（见 docs/pdf.md）。
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from itertools import pairwise

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

HANZI = "预算绩效目标资金项目管理部门单位年度完成质量数量时效成本经济社会效益服务对象满意度指标执行监督评价结果"
WESTERN = ("2022年", "≥95%", "12.5万元", "100%", "3个", "PPT", "A4", "13073022P00038710")
PAIRS = ("（）", "“”", "《》")
EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
WIDTH = 8300
"""版心的宽，缇。"""
SIDES = ("top", "left", "bottom", "right")


def xml(name: str, **values: object) -> str:
    """一个空元素。"""
    said = [f' w:{key}="{value}"' for key, value in values.items()]
    return f"<w:{name}{''.join(said)}/>"


class Mixture:
    """一份文件；``kind`` 是 "段落"、"表格"、"嵌套"、"分节"。"""

    def __init__(self, kind: str, seed: int) -> None:
        self.kind, self._chance = kind, random.Random(f"{kind}{seed}")

    def document(self) -> bytes:
        made = Document()
        normal = made.styles["Normal"]
        normal.font.name, normal.font.size = "宋体", Pt(10.5)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
        for language in made.styles.element.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), "zh-CN")
        layout = normal.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing, layout.widow_control = 1.0, False
        layout.element.get_or_add_pPr().insert(1, parse_xml(f"<w:overflowPunct {nsdecls('w')}/>"))
        body = f"<w:body {nsdecls('w')}>{''.join(self._body())}</w:body>"
        made.element.replace(made.element.body, parse_xml(body))
        buffer = io.BytesIO()
        made.save(buffer)
        return buffer.getvalue()

    def _body(self) -> Iterator[str]:
        chance = self._chance
        grid = self.kind in {"段落", "分节"} and chance.random() < 0.5
        for part in range(3 if self.kind == "分节" else 1):
            if part:
                yield f"<w:p><w:pPr>{self._section(grid)}</w:pPr></w:p>"
            for _ in range(chance.randint(2, 3) if self.kind != "段落" else 1):
                yield from (self._paragraph() for _ in range(chance.randint(2, 6) * (5 if self.kind == "段落" else 1)))
                if self.kind != "段落":
                    yield self._table()
        yield self._paragraph()
        yield self._section(grid)

    def _section(self, grid: bool) -> str:
        wide = self.kind == "分节" and self._chance.random() < 0.4
        size = xml("pgSz", w=16838, h=11906, orient="landscape") if wide else xml("pgSz", w=11906, h=16838)
        margins = xml("pgMar", top=1440, right=1800, bottom=1440, left=1800, header=851, footer=992, gutter=0)
        return f"<w:sectPr>{size}{margins}{xml('docGrid', type='lines', linePitch=312) if grid else ''}</w:sectPr>"

    # -------------------------------------------------------------------------------------------------------- 文字

    def _text(self, least: int, most: int) -> str:
        chance, found, wanted = self._chance, "", self._chance.randint(least, most)
        while len(found) < wanted:
            word, kind = "".join(chance.choices(HANZI, k=chance.randint(2, 7))), chance.random()
            pair = chance.choice(PAIRS)
            found += word if kind < 0.7 else pair[0] + word + pair[1] if kind < 0.8 else chance.choice(WESTERN)
            found += chance.choice(("", "", "", "，", "。", "、", "；"))
        return found

    def _paragraph(self, most: int = 160, *, cell: bool = False) -> str:
        chance, runs = self._chance, []
        for _ in range(chance.choice((1, 1, 2, 3))):
            size = "" if cell or chance.random() < 0.6 else xml("sz", val=chance.choice((18, 21, 24, 28, 32)))
            text = self._text(1, max(1, most // 2))
            runs.append(f"<w:r><w:rPr>{size}</w:rPr><w:t>{text}</w:t></w:r>")
        return f"<w:p><w:pPr>{''.join(self._properties(cell))}</w:pPr>{''.join(runs)}</w:p>"

    def _properties(self, cell: bool) -> Iterator[str]:
        chance = self._chance
        if not cell and chance.random() < 0.1:
            yield xml(chance.choice(("keepNext", "keepLines")))
        if chance.random() < 0.4:
            line = chance.choice(((300, "auto"), (360, "auto"), (480, "auto"), (440, "exact"), (500, "atLeast"), None))
            values = {} if line is None else {"line": line[0], "lineRule": line[1]}
            yield xml("spacing", before=chance.choice((0, 60, 240)), after=chance.choice((0, 100, 156)), **values)
        if chance.random() < 0.3:
            indents = ({"firstLine": 420}, {"left": 420, "hanging": 420}, {"left": 300, "right": 300})
            yield xml("ind", **chance.choice(indents))
        if chance.random() < 0.2:
            yield xml("contextualSpacing")
        if chance.random() < 0.5:
            yield xml("jc", val=chance.choice(("left", "center", "right", "both", "distribute")))

    # -------------------------------------------------------------------------------------------------------- 表格

    def _table(self, width: int = WIDTH, deep: bool = False) -> str:
        chance = self._chance
        count, rows = chance.randint(2, 5 if not deep else 2), chance.randint(3, 12) if not deep else 2
        cuts = [0, *sorted(chance.sample(range(1, 6), count - 1)), 6]
        widths = [(end - start) * width // 6 for start, end in pairwise(cuts)]
        borders = "".join([xml(edge, val="single", sz=4, space=0, color="auto") for edge in EDGES])
        grid = "".join([xml("gridCol", w=each) for each in widths])
        merged = [0] * count
        return (
            f"<w:tbl><w:tblPr>{xml('tblW', w=sum(widths), type='dxa')}<w:tblBorders>{borders}</w:tblBorders>"
            f"{xml('tblLayout', type='fixed')}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
            f"{''.join([self._row(widths, merged, rows - index, deep) for index in range(rows)])}</w:tbl>"
        )

    def _row(self, widths: list[int], merged: list[int], left: int, deep: bool) -> str:
        """一行；``merged`` 是各列的合并单元格还要往下几行，``left`` 是连这一行还有几行。"""
        chance = self._chance
        properties = xml("cantSplit") if chance.random() < 0.2 else ""
        if chance.random() < 0.3:
            properties += xml("trHeight", val=chance.choice((400, 900)), hRule="atLeast")
        cells, column = [], 0
        while column < len(widths):
            span, merge = 1, ""
            if merged[column]:
                merged[column] -= 1
                merge = xml("vMerge")
            elif chance.random() < 0.15 and left > 1:
                merged[column] = chance.randint(1, left - 1)
                merge = xml("vMerge", val="restart")
            elif chance.random() < 0.15 and column + 1 < len(widths) and not merged[column + 1]:
                span = 2
            cells.append(self._cell(sum(widths[column : column + span]), span, merge, deep))
            column += span
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    def _cell(self, width: int, span: int, merge: str, deep: bool) -> str:
        chance = self._chance
        properties = xml("tcW", w=width, type="dxa") + (xml("gridSpan", val=span) if span > 1 else "") + merge
        if chance.random() < 0.15:
            margins = (chance.choice((0, 60)), chance.choice((50, 200)), chance.choice((0, 80)), 108)
            sides = [xml(side, w=each, type="dxa") for side, each in zip(SIDES, margins, strict=True)]
            properties += f"<w:tcMar>{''.join(sides)}</w:tcMar>"
        if chance.random() < 0.5:
            properties += xml("vAlign", val=chance.choice(("top", "center", "bottom")))
        if merge == xml("vMerge"):
            content = "<w:p/>"
        else:
            most = max(3, width // 210 * chance.choice((1, 2, 3)))
            content = "".join([self._paragraph(most, cell=True) for _ in range(chance.choice((1, 1, 2)))])
            if self.kind == "嵌套" and not deep and width > 3000 and chance.random() < 0.3:
                content += self._table(width - 300, deep=True) + "<w:p/>"
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"
