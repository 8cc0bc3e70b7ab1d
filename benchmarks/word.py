"""How fast a Word template is filled in: ours, docxtpl with a new object each time, docxtpl reused, and the floor.

``python benchmarks/word.py`` prints medians of interleaved runs for a form of 8, 80 and 800 rows, every document with
its own data. The floor is what no engine can go below: deflate, CRC and zip of the same bytes. Believe the ratios, not
the milliseconds.
"""

from __future__ import annotations

import gc
import io
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import docx
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from budgetdocs.word import WordTemplate, package

COLUMNS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
ROUNDS = {8: 60, 80: 30, 800: 9}

Context = dict[str, Any]
Engine = Callable[[Context], bytes]


def template() -> bytes:
    """A form: a heading, a few fields, and a table with one pattern row between its ``{%tr %}`` tags."""
    document = docx.Document()
    document.add_heading("{{ 项目.名称 }}绩效目标表", level=1)
    document.add_paragraph("单位：{{ 单位 }}　　预算数：{{ 项目.预算数 }} 万元")
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = column
    for pattern in ("{%tr for 行 in 项目.指标 %}", None, "{%tr endfor %}"):
        for cell, column in zip(table.add_row().cells, COLUMNS, strict=True):
            cell.text = pattern or f"{{{{ 行.{column} }}}}"
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


def environment() -> ImmutableSandboxedEnvironment:
    """The environment that docxtpl needs to be as strict as ours."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def docxtpl_new(data: bytes) -> Engine:
    """docxtpl as its manual shows it."""
    return lambda values: filled(DocxTemplate(io.BytesIO(data)), values)


def docxtpl_reused(data: bytes) -> Engine:
    """One ``DocxTemplate`` for all documents."""
    reused = DocxTemplate(io.BytesIO(data))
    return lambda values: filled(reused, values)


def filled(docxtpl: DocxTemplate, values: Context) -> bytes:
    """The document that ``docxtpl`` makes of ``values``."""
    docxtpl.render(values, environment())
    stream = io.BytesIO()
    docxtpl.save(stream)
    return stream.getvalue()


def floor(ours: WordTemplate, values: Context) -> Callable[[], bytes]:
    """What remains when everything is known: deflate and CRC of the part that changes, and the zip."""
    document = ours.render(values)
    members = package.read(document, "floor")
    name, content = "word/document.xml", docx.Document(io.BytesIO(document)).part.blob
    return lambda: package.write((members | {name: package.member(name, content)}).values())


def times(data: bytes, rows: int) -> dict[str, float]:
    """The median milliseconds of each engine for a document of ``rows`` rows."""
    ours = WordTemplate(data)
    engines: dict[str, Engine] = {
        "docxtpl, new object": docxtpl_new(data),
        "docxtpl, reused": docxtpl_reused(data),
        "budgetdocs": ours.render,
    }
    taken: dict[str, list[float]] = {name: [] for name in (*engines, "floor")}
    for number in range(ROUNDS[rows]):
        values = context(rows, number)
        jobs = {name: partial(engine, values) for name, engine in engines.items()} | {"floor": floor(ours, values)}
        for name, job in jobs.items():
            gc.collect()  # the rubbish of one engine is not swept up on the time of the next
            start = time.perf_counter()
            job()
            taken[name].append(time.perf_counter() - start)
    return {name: 1000 * statistics.median(seconds) for name, seconds in taken.items()}


def main() -> None:
    """Print the table."""
    data = template()
    results = {rows: times(data, rows) for rows in ROUNDS}
    print(f"{'ms per document (× budgetdocs)':32}" + "".join(f"{rows:>18} rows" for rows in results))
    for name in results[8]:
        cells = (f"{times[name]:14.2f} ({times[name] / times['budgetdocs']:5.2f})" for times in results.values())
        print(f"{name:32}" + " ".join(f"{cell:>22}" for cell in cells))


if __name__ == "__main__":
    main()
