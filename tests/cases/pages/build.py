"""版面测试集：六十多份各不相同的申报与它们的 Word 文件，每次写出的都一样。

申报由 phrases.yaml 的用语拼成：1 到 40 个指标，短的只有几个字，长的一格十几行；一级、二级指标的合并各种各样；
有单独一张表，也有成册的几个项目；模板有随附的竖版，也有由它改成的横版、自动行距版和窄表版。

    python tests/cases/pages/build.py 文件夹        把各份 .docx 写到文件夹里
"""

from __future__ import annotations

import random
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import budgetdocs as bd

PHRASES: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "phrases.yaml").read_text("utf-8"))
TEMPLATE = Path(__file__).parents[3] / "templates" / "hebei-2022" / "book.docx"

LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}


@dataclass(frozen=True)
class Case:
    """一份申报：``indicators`` 是各项目的指标个数，``length`` 是文字长短，``book`` 为假时只出第一个项目的表。"""

    number: int
    indicators: tuple[int, ...]
    length: int
    book: bool
    template: str

    @property
    def name(self) -> str:
        kind = "book" if self.book else "sheet"
        return f"{self.number:02}-{kind}-{'-'.join(map(str, self.indicators))}-{self.template}"


def cases() -> Iterator[Case]:
    """一份一份地列出：1 到 40 个指标的单表各一份，竖横长短轮换；此外是成册的，和其他模板的。"""
    for count in range(1, 41):
        yield Case(count, (count,), 1 + count % 3, False, "landscape" if count % 5 == 0 else "portrait")
    books = ((1,), (3, 8), (5, 5, 5), (12,), (20, 2), (1, 1, 1, 1), (9, 30), (40,), (7, 13, 4), (16, 16))
    for number, counts in enumerate(books, 41):
        yield Case(number, counts, 1 + number % 3, True, "landscape" if number % 4 == 0 else "portrait")
    for number, count in enumerate((2, 6, 11, 17, 24, 33, 38), 51):
        yield Case(number, (count,), 1 + number % 3, False, "auto-height")
    for number, count in enumerate((4, 8, 14, 19, 28, 36, 40), 58):
        yield Case(number, (count,), 1 + number % 3, False, "narrow")


# ------------------------------------------------------------------------------------------------------------ 申报


def submission(case: Case) -> bd.Submission:
    """一份申报，由它的序号决定一切。"""
    source = random.Random(case.number)
    prose = range(source.randint(1, 3))
    targets = {
        "总体绩效目标": [_paragraph(source, case.length + 1) for _ in prose],
        "分项绩效目标": [
            {"标题": f"{number}、{source.choice(PHRASES['短语'])}", "内容": [_paragraph(source, case.length + 2)]}
            for number in range(1, 3)
        ],
        "工作保障措施": [_paragraph(source, case.length) for _ in prose],
    }
    projects = [_project(source, case, number) for number in range(len(case.indicators))]
    department = {"单位编码": f"{source.randint(100, 999)}001", "单位名称": "怀来县沙城镇人民政府"}
    return bd.Submission.model_validate(
        {"年度": 2022, "部门": department, "部门整体绩效目标": targets, "项目": projects}
    )


def _project(source: random.Random, case: Case, number: int) -> dict[str, Any]:
    budget = f"{source.randint(1, 99_999)}.{source.randint(0, 99):02}"
    return {
        "项目编码": f"13073022P{case.number:03}{number:02}{source.randint(0, 9_999_999):07}",
        "项目名称": source.choice(PHRASES["项目名称"]),
        "预算数": budget,
        "财政资金": budget,
        "其他资金": source.choice(("", "0.00")),
        "资金用途": [_paragraph(source, case.length) for _ in range(source.randint(1, case.length))],
        "资金支出计划": dict(zip(("3月底", "6月底", "10月底", "12月底"), ("25%", "50%", "80%", "100%"), strict=True)),
        "绩效目标": [f"{n}.{_paragraph(source, case.length)}" for n in range(1, source.randint(2, 4))],
        "指标": list(_indicators(source, case.indicators[number], case.length)),
    }


def _indicators(source: random.Random, count: int, length: int) -> Iterator[dict[str, str]]:
    places = [(level1, level2) for level1, seconds in LEVELS.items() for level2 in seconds]
    for level1, level2 in sorted(source.choices(places, k=count), key=places.index):
        yield {
            "一级指标": level1,
            "二级指标": level2,
            "三级指标": source.choice(PHRASES["短语"]),
            "绩效指标描述": _description(source, length),
            "指标值": source.choice(PHRASES["指标值"]),
            "指标值确定依据": "；".join(source.sample(PHRASES["依据"], source.randint(1, length))),
        }


def _description(source: random.Random, length: int) -> str:
    if source.random() < 0.15 * length:
        return source.choice(PHRASES["长句"]) + "。"
    return "，".join(source.sample(PHRASES["短语"], source.randint(1, length)))


def _paragraph(source: random.Random, length: int) -> str:
    return "；".join(source.sample(PHRASES["长句"], source.randint(1, length))) + "。"


# ------------------------------------------------------------------------------------------------------------ 模板

Edit = Callable[[str], str]


def _scaled(xml: str, factor: float) -> str:
    """表格各列的宽度乘以一个数。"""
    return re.sub(
        r'(<w:(?:gridCol|tcW|tblW) w:w=")(\d+)"', lambda found: f'{found[1]}{round(int(found[2]) * factor)}"', xml
    )


def _landscape(xml: str) -> str:
    turned = xml.replace('<w:pgSz w:w="11906" w:h="16838"/>', '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>')
    return _scaled(turned, 1.5)


def _auto_height(xml: str) -> str:
    """表中各行按字体本身的高度，正文一倍半行距。"""
    return xml.replace('w:line="320" w:lineRule="exact"', 'w:line="240" w:lineRule="auto"').replace(
        'w:line="579" w:lineRule="exact"', 'w:line="360" w:lineRule="auto"'
    )


TEMPLATES: dict[str, tuple[str, Edit]] = {
    "portrait": ("word/document.xml", lambda xml: xml),
    "landscape": ("word/document.xml", _landscape),
    "auto-height": ("word/styles.xml", _auto_height),
    "narrow": ("word/document.xml", lambda xml: _scaled(xml, 0.8)),
}
"""模板名 → 改随附模板的哪一部件，怎么改。"""


def template(name: str, folder: Path) -> Path:
    """把名为 ``name`` 的模板写到 ``folder``，返回那个文件夹下可作 ``--templates`` 的一个。"""
    part, edit = TEMPLATES[name]
    target = folder / name / "book.docx"
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(TEMPLATE) as shipped, zipfile.ZipFile(target, "w") as edited:
        for info in shipped.infolist():
            content = shipped.read(info)
            edited.writestr(info, edit(content.decode("utf-8")).encode("utf-8") if info.filename == part else content)
    return target.parent


def build(folder: Path) -> list[Path]:
    """把各份的 .docx 写到 ``folder``，按次序返回。"""
    templates = {name: template(name, folder / "templates") for name in TEMPLATES}
    written = []
    for case in cases():
        options = bd.RenderOptions(line_rules="libreoffice", templates=templates[case.template])
        whole = submission(case)
        written.append(folder / f"{case.name}.docx")
        target = whole if case.book else whole.projects[0]
        written[-1].write_bytes(bd.to_docx(target, options=options, report=lambda _: None))
    return written


if __name__ == "__main__":
    for path in build(Path(sys.argv[1])):
        print(path)
