"""How fast a Word template is filled in: budgetdocs, docxtpl anew and reused, docx-mailmerge2, and the floor.

``python benchmarks/docx.py [ROWS …]`` prints medians of interleaved runs in one process for forms of 8, 80, 800 and
8,000 rows, every document with its own data. The floor is what no engine can go below: deflate, CRC and zip of the
same bytes, by the same library as budgetdocs uses. Believe the ratios, not the milliseconds.
"""

from __future__ import annotations

import gc
import io
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

if Path(sys.path[0]).resolve() == Path(__file__).resolve().parent:
    del sys.path[0]  # there, this file would hide python-docx, which is imported as docx too

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from budgetdocs.deflate import deflater
from budgetdocs.word import WordTemplate, package

COLUMNS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
ROUNDS = {8: (12, 10), 80: (10, 5), 800: (5, 3), 8000: (5, 1)}
"""For a number of rows: how often each engine has its turn, and how many documents it makes in one turn."""

OURS, FLOOR = "budgetdocs", "floor: deflate, CRC, zip"

Context = dict[str, Any]
Engine = Callable[[Context], bytes]


def template() -> bytes:
    """A form: a heading, a few fields, and a table with one pattern row between its ``{%tr %}`` tags."""
    patterns = ("{%tr for 行 in 项目.指标 %}", *(f"{{{{ 行.{column} }}}}" for column in COLUMNS), "{%tr endfor %}")
    document = Document()
    document.add_heading("{{ 项目.名称 }}绩效目标表", level=1)
    document.add_paragraph("单位：{{ 单位 }}　　预算数：{{ 项目.预算数 }} 万元")
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = column
    for texts in ([patterns[0]] * len(COLUMNS), patterns[1:-1], [patterns[-1]] * len(COLUMNS)):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    return saved(document)


def merge_template() -> bytes:
    """The same form with MERGEFIELD fields."""
    document = Document()
    with_field(document.add_heading("", level=1), "名称")
    paragraph = document.add_paragraph("单位：")
    with_field(paragraph, "单位")
    paragraph.add_run("　　预算数：")
    with_field(paragraph, "预算数")
    paragraph.add_run(" 万元")
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = column
    for cell, column in zip(table.add_row().cells, COLUMNS, strict=True):
        with_field(cell.paragraphs[0], column)
    return saved(document)


def with_field(paragraph: Any, name: str) -> None:
    """Add the MERGEFIELD ``name`` to ``paragraph``."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" MERGEFIELD {name} ")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = f"«{name}»"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def saved(document: Any) -> bytes:
    """The bytes of what has a ``save`` method."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def context(rows: int, number: int) -> Context:
    """Data with ``rows`` rows; no two ``number`` give the same."""
    indicator = {
        "一级指标": "产出指标",
        "二级指标": "质量指标",
        "三级指标": "验收合格率",
        "绩效指标描述": "经验收合格的数量占全部数量的比例",
        "指标值": "≥90%",
    }
    indicators = [indicator | {"指标值确定依据": f"年度工作计划第 {number}-{row} 条"} for row in range(rows)]
    return {"单位": f"第{number}局", "项目": {"名称": f"第 {number} 号项目", "预算数": number, "指标": indicators}}


def engines() -> Iterator[tuple[str, Engine]]:
    """Each engine with its name; of one that is not installed it is printed how to install it."""
    data = template()
    yield OURS, WordTemplate(data).render
    yield "docxtpl, new object", lambda values: filled(DocxTemplate(io.BytesIO(data)), values)
    yield "docxtpl, reused", partial(filled, DocxTemplate(io.BytesIO(data)))
    try:
        mail_merge = import_module("mailmerge").MailMerge
    except ImportError:
        print("absent: docx-mailmerge2 (pip install docx-mailmerge2)")
    else:
        yield "docx-mailmerge2", partial(merged, mail_merge, merge_template())


def filled(docxtpl: DocxTemplate, values: Context) -> bytes:
    """The document that ``docxtpl`` makes of ``values``, as strict as ours."""
    docxtpl.render(values, ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined))
    return saved(docxtpl)


def merged(mail_merge: Any, data: bytes, values: Context) -> bytes:
    """The document that docx-mailmerge2 makes of ``values``."""
    project = values["项目"]
    stream = io.BytesIO()
    with mail_merge(io.BytesIO(data)) as document:
        document.merge(单位=values["单位"], 名称=project["名称"], 预算数=str(project["预算数"]))
        document.merge_rows(COLUMNS[0], project["指标"])
        document.write(stream)
    return stream.getvalue()


def floor(document: bytes) -> Callable[[], bytes]:
    """What remains of making ``document`` when everything is known: to pack the part that changes, and the package."""
    members = package.read(document, "floor")
    name = "word/document.xml"
    content = package.content(members[name])
    return lambda: package.write((members | {name: package.member(name, content)}).values())


def times(contenders: dict[str, Engine], rows: int) -> dict[str, float]:
    """The median milliseconds of each engine, and of the floor, for a document of ``rows`` rows.

    The engines take turns, each time in another order; within its turn each makes the same few documents.
    """
    taken: dict[str, list[float]] = {name: [] for name in (*contenders, FLOOR)}
    rounds, documents = ROUNDS.get(rows, (5, 1))
    for number in range(rounds):
        values = [context(rows, number * documents + each) for each in range(documents)]
        jobs = {name: [partial(engine, each) for each in values] for name, engine in contenders.items()}
        jobs[FLOOR] = [floor(contenders[OURS](each)) for each in values]
        for name, turn in random.Random(number).sample(list(jobs.items()), len(jobs)):
            gc.collect()  # the rubbish of one engine is not swept up on the time of the next
            for job in turn:
                start = time.perf_counter()
                job()
                taken[name].append(time.perf_counter() - start)
    return {name: 1000 * statistics.median(seconds) for name, seconds in taken.items()}


def main() -> None:
    """Print the table."""
    contenders = dict(engines())
    results = {rows: times(contenders, rows) for rows in map(int, sys.argv[1:] or ROUNDS)}
    print(f"packed by {deflater().name}; ms per document (× budgetdocs)")
    row("rows", (f"{rows:,}" for rows in results))
    for name in (*contenders, FLOOR):
        row(name, (f"{each[name]:.3f} ({each[name] / each[OURS]:.2f})" for each in results.values()))
    row("budgetdocs, × floor", (f"{each[OURS] / each[FLOOR]:.2f}" for each in results.values()))
    row("budgetdocs, µs per row", (f"{1000 * each[OURS] / rows:.2f}" for rows, each in results.items()))


def row(name: str, cells: Iterable[str]) -> None:
    """Print a row of the table."""
    print(f"{name:26}" + "".join(f"{cell:>20}" for cell in cells))


if __name__ == "__main__":
    main()
