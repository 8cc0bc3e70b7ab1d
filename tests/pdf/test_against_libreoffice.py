"""本项目排的 PDF 与 LibreOffice 由同一个 Word 文件排的 PDF：页数、表格线、文字都要对得上。

两边用同样的字体文件（见 tests/libreoffice.py），断行规则取 "libreoffice"。
"""

from __future__ import annotations

import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
import pytest
from lxml import etree

import budgetdocs as bd

pytestmark = pytest.mark.system

NEAR = 1.0
"""表格线最多差多少磅。"""
THIN = 2.0
"""比这还窄的填充矩形是一条线。"""

OPTIONS = bd.RenderOptions(line_rules="libreoffice")
GENERATED = {"one": 1, "five": 5, "ten": 10, "twenty": 20, "thirty": 30, "forty": 40}
NAMES = ("book", "table", *GENERATED)


# ------------------------------------------------------------------------------------------------------------ 文件

PHRASES = (
    "按时完成年度采购任务",
    "保障机关正常运转，提高服务水平",
    "全年培训专业技术人员1200人次以上",
    "依据《预算法》（2018年修正）第三十二条",
    "项目验收合格率达到95%以上；群众满意度≥90%",
    "建成GIS平台1套、培训App两个",
    "改造老旧小区12.5万㎡",
    "资金在2022年12月底前全部拨付到位",
    "落实“过紧日子”的要求",
    "受益人口占全县总人口的1/3——含流动人口",
)
LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
VALUES = ("≥90%", "100%", "≤350万元", "2022年12月底前", "12个月", "效果良好", "≥1200人次", "90%-95%")


def sentence(source: random.Random, most: int) -> str:
    return "，".join(source.choice(PHRASES) for _ in range(source.randint(1, most))) + "。"


def indicators(source: random.Random, count: int) -> Iterator[dict[str, str]]:
    places = [(level1, level2) for level1, seconds in LEVELS.items() for level2 in seconds]
    for level1, level2 in sorted(source.choices(places, k=count), key=places.index):
        yield {
            "一级指标": level1,
            "二级指标": level2,
            "三级指标": source.choice(PHRASES),
            "绩效指标描述": sentence(source, 3),
            "指标值": source.choice(VALUES),
            "指标值确定依据": sentence(source, 2),
        }


def generated(count: int) -> bd.Submission:
    """一份有 count 个指标的申报，文字长短不一；同一个 count 总是同一份。"""
    source = random.Random(count)
    project: dict[str, Any] = {
        "项目编码": f"13073022P{count:06}",
        "项目名称": source.choice(PHRASES)[:12],
        "预算数": "1234.50",
        "财政资金": "1234.50",
        "资金用途": [sentence(source, 6) for _ in range(2)],
        "资金支出计划": {"3月底": "25%", "6月底": "50%", "10月底": "80%", "12月底": "100%"},
        "绩效目标": [f"{number}.{sentence(source, 5)}" for number in range(1, 4)],
        "指标": list(indicators(source, count)),
    }
    targets = {
        "总体绩效目标": [sentence(source, 12) for _ in range(3)],
        "分项绩效目标": [
            {"标题": f"{number}、{source.choice(PHRASES)}", "内容": [sentence(source, 10) for _ in range(2)]}
            for number in range(1, 4)
        ],
        "工作保障措施": [sentence(source, 15) for _ in range(3)],
    }
    department = {"单位编码": "378", "单位名称": "沙城镇人民政府"}
    return bd.Submission.model_validate(
        {"年度": 2022, "部门": department, "部门整体绩效目标": targets, "项目": [project]}
    )


class Pair(NamedTuple):
    """同一份文件：Word、本项目的 PDF、LibreOffice 的 PDF。"""

    docx: Path
    ours: Path
    theirs: Path


@pytest.fixture(scope="module")
def pairs(root: Path, libreoffice: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pair]:
    """每份文件都备好；LibreOffice 只启动一次。"""
    folder = tmp_path_factory.mktemp("pairs")
    (folder / "theirs").mkdir()
    example = bd.read(root / "examples" / "shacheng-2022.yaml")
    targets = {"book": example, "table": example.projects[0]} | {name: generated(n) for name, n in GENERATED.items()}
    for name, target in targets.items():
        (folder / f"{name}.docx").write_bytes(bd.to_docx(target, options=OPTIONS, report=lambda _: None))
        (folder / f"{name}.pdf").write_bytes(bd.to_pdf(target, options=OPTIONS, report=lambda _: None))
    documents = [folder / f"{name}.docx" for name in targets]
    made = libreoffice.convert_all(documents, "pdf", folder / "theirs")
    return {docx.stem: Pair(docx, docx.with_suffix(".pdf"), pdf) for docx, pdf in zip(documents, made, strict=True)}


@pytest.fixture(params=NAMES)
def pair(request: pytest.FixtureRequest, pairs: dict[str, Pair]) -> Pair:
    return pairs[request.param]


# ------------------------------------------------------------------------------------------------------------ 比较

Rule = tuple[float, float, float]
"""一条线：位置、起点、终点，单位是磅，从页面左上角量起。"""


def rules(page: Any) -> dict[str, list[Rule]]:
    """一页上的竖线（x）与横线（y），同在一处又首尾相接的并成一条。"""
    pieces: dict[str, list[Rule]] = {"x": [], "y": []}
    for each in (*page.lines, *page.rects, *page.curves):
        x0, x1, top, bottom = each["x0"], each["x1"], each["top"], each["bottom"]
        if x1 - x0 <= THIN < bottom - top:
            pieces["x"].append(((x0 + x1) / 2, top, bottom))
        elif bottom - top <= THIN < x1 - x0:
            pieces["y"].append(((top + bottom) / 2, x0, x1))
    return {axis: joined(found) for axis, found in pieces.items()}


def joined(pieces: list[Rule]) -> list[Rule]:
    """把位置相差不到半磅、首尾相距不到一磅的线段并成一条。"""
    places: list[list[Rule]] = []
    for piece in sorted(pieces):
        if places and piece[0] - places[-1][0][0] < 0.5:
            places[-1].append(piece)
        else:
            places.append([piece])
    result: list[Rule] = []
    for place in places:
        position = place[0][0]
        for _, start, end in sorted(place, key=lambda piece: piece[1:]):
            if result and result[-1][0] == position and start - result[-1][2] < 1:
                result[-1] = (position, result[-1][1], max(end, result[-1][2]))
            else:
                result.append((position, start, end))
    return result


def text(page: Any) -> Counter[str]:
    """一页上各字的个数；空白与目录的引点不算。"""
    return Counter(char["text"] for char in page.chars if char["text"].strip(" \u3000.·…"))


def test_same_pages(pair: Pair) -> None:
    with pdfplumber.open(pair.ours) as ours, pdfplumber.open(pair.theirs) as theirs:
        sizes = [[(float(page.width), float(page.height)) for page in pdf.pages] for pdf in (ours, theirs)]
    assert len(sizes[0]) == len(sizes[1])
    for one, other in zip(*sizes, strict=True):
        assert one == pytest.approx(other, abs=NEAR)


def test_same_rules(pair: Pair) -> None:
    with pdfplumber.open(pair.ours) as ours, pdfplumber.open(pair.theirs) as theirs:
        found = 0
        for one, other in zip(ours.pages, theirs.pages, strict=True):
            wanted = rules(other)
            for axis, made in rules(one).items():
                place = f"第 {one.page_number} 页，{axis}"
                assert len(made) == len(wanted[axis]), place
                for rule, reference in zip(made, wanted[axis], strict=True):
                    assert rule == pytest.approx(reference, abs=NEAR), place
                found += len(made)
    assert found > 20


def test_same_text_on_each_page(pair: Pair) -> None:
    with pdfplumber.open(pair.ours) as ours, pdfplumber.open(pair.theirs) as theirs:
        for one, other in zip(ours.pages, theirs.pages, strict=True):
            assert text(one) == text(other), f"第 {one.page_number} 页"


def test_libreoffice_shows_the_text_of_the_word_file(pair: Pair) -> None:
    """表头在续页上重复、页脚每页一次，所以 LibreOffice 的字只可多，不可少。"""
    with zipfile.ZipFile(pair.docx) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    written = "".join(document.xpath("//*[local-name()='t']/text()"))
    with pdfplumber.open(pair.theirs) as pdf:
        shown = Counter(char["text"] for page in pdf.pages for char in page.chars)
    assert not Counter("".join(written.split())) - shown


def test_libreoffice_saves_the_word_file_with_the_same_text(
    pairs: dict[str, Pair], libreoffice: Any, tmp_path: Path
) -> None:
    made = libreoffice.convert_all([pair.docx for pair in pairs.values()], "docx", tmp_path)
    for pair, saved in zip(pairs.values(), made, strict=True):
        assert paragraphs(saved) == paragraphs(pair.docx), pair.docx.stem


def paragraphs(docx: Path) -> list[str]:
    """正文里不空的段落，一段一项，按次序；空白不算。"""
    with zipfile.ZipFile(docx) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    texts = ("".join(each.xpath(".//*[local-name()='t']/text()")) for each in document.xpath("//*[local-name()='p']"))
    return [key for key, _ in groupby("".join(each.split()) for each in texts) if key]
