"""Every tag of docxtpl gives what docxtpl itself makes of it, part by part."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import Listing, RichText, RichTextParagraph

from budgetdocs.word import WordTemplate

ROWS = [
    {"名称": "产出", "值": "≥90%", "色": "FF0000"},
    {"名称": "效益 & <成本>", "值": 3, "色": "00FF00"},
    {"名称": "  空 格  ", "值": "“引号” '\"", "色": "0000FF"},
]
RICH = RichText("红字 <&>", color="#FF0000", bold=True)
RICH.add("\n第二行\t后", italic=True, size=24, font="eastAsia:仿宋")
PARAGRAPHS = RichTextParagraph("第一段", parastyle="Normal")
PARAGRAPHS.add(RICH)

CASES: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "value": (("{{ 甲 }}、{{乙.丙}}、{{ 乙['丙'] }}",), {"甲": "甲<乙 & 丙", "乙": {"丙": 1.5}}),
    "value in several runs": ((["前{", "{ 甲", "乙 }", "} 后"],), {"甲乙": "值"}),
    "curly quotes in a tag": (("{{ 甲|default(“无”) }}{% if 甲 != ‘x’ %}不是{% endif %}",), {"甲": "y"}),
    "spaces": ((" {{ 甲 }}  {{ 甲 }} ",), {"甲": "  a  b  "}),
    "line break and tab": (("前{{ 甲 }}后", [["{{ 甲 }}", "x"]]), {"甲": "一\n二\t三\n\n四"}),
    "Listing": (("{{ 甲 }}",), {"甲": Listing("一\n二\a三<&>\t四\f五")}),
    "if": (("{% if 甲 > 1 %}多{% elif 甲 %}一{% else %}无{% endif %}",), {"甲": 1}),
    "for": (("{% for 行 in 行们 %}{{ loop.index }}{{ 行.名称 }}；{% endfor %}",), {"行们": ROWS}),
    "set": (("{% set 乙 = 甲 + 1 %}{{ 乙 }}",), {"甲": 1}),
    "macro": (("{% macro 括(x) %}（{{ x }}）{% endmacro %}{{ 括(甲) }}",), {"甲": "a<b"}),
    "filters": (("{{ 甲|upper }}{{ 甲|e }}{{ ['x', 甲]|join('、') }}{{ '%.2f'|format(2) }}",), {"甲": "a&b"}),
    "comment": (("一{# 不见 #}二", "{#p 整段不见 #}", [["{#tr 整行不见 #}", ""], ["a", "b"]]), {}),
    "escaped braces": (("{_{ 甲 }_} {_% if %_} {{ 甲 }}",), {"甲": "值"}),
    "paragraphs by if": (("{%p if 甲 %}", "有", "{%p else %}", "无", "{%p endif %}", "尾"), {"甲": []}),
    "paragraphs by for": (("{%p for 行 in 行们 %}", "{{ 行.名称 }}", "{%p endfor %}", "尾"), {"行们": ROWS}),
    "paragraphs in one cell": (
        ([[("{%p for 行 in 行们 %}", "{{ 行.名称 }}", "{%p endfor %}", "尾"), "b"]],),
        {"行们": ROWS},
    ),
    "rows": (
        ([["名称", "值"], ["{%tr for 行 in 行们 %}", ""], ["{{ 行.名称 }}", "{{ 行.值 }}"], ["{%tr endfor %}", ""]],),
        {"行们": ROWS},
    ),
    "rows of rows": (
        (
            [
                ["{%tr for 组 in 组们 %}", ""],
                ["{{ loop.index }}", "组"],
                ["{%tr for 行 in 组 %}", ""],
                ["{{ 行.名称 }}", "{% if loop.last %}末{% endif %}"],
                ["{%tr endfor %}", ""],
                ["{%tr endfor %}", ""],
            ],
        ),
        {"组们": [ROWS, ROWS[:1]]},
    ),
    "rows by if": (([["a", "b"], ["{%tr if 甲 %}", ""], ["c", "d"], ["{%tr endif %}", ""]],), {"甲": False}),
    "cells": (
        ([["名称", "{%tc for 行 in 行们 %}", "{{ 行.值 }}", "{%tc endfor %}"], ["a", "b", "c", "d"]],),
        {"行们": [*ROWS, *ROWS]},
    ),
    "fewer cells": (([["a", "{%tc if 甲 %}", "b", "{%tc endif %}"]],), {"甲": False}),
    "vm": (
        (
            [
                ["{%tr for 行 in 行们 %}", "", ""],
                ["同{% vm %}上", "{{ 行.名称 }}", "{{ 行.值 }}"],
                ["{%tr endfor %}", "", ""],
            ],
        ),
        {"行们": ROWS},
    ),
    "hm": (([["{%tc for 行 in 行们 %}", "全{% hm %}年", "{%tc endfor %}"], ["a", "b", "c"]],), {"行们": ROWS}),
    "colspan": (([["{% colspan 甲 %}合并"], ["a", "b", "c"]],), {"甲": 3}),
    "cellbg": (
        ([["{%tr for 行 in 行们 %}"], ["{% cellbg 行.色 %}{{ 行.名称 }}"], ["{%tr endfor %}"], ["尾"]],),
        {"行们": ROWS},
    ),
    "rich text": (("前{{r 甲 }}后", ["{%r if 乙 %}", "有", "{%r endif %}"]), {"甲": RICH, "乙": 1}),
    "rich paragraphs": (("{{p 甲 }}", "尾"), {"甲": PARAGRAPHS}),
    "joined with the next and previous": (("前 {%- if 甲 -%}", "中", "{%- endif -%}", "后"), {"甲": True}),
    "no tags at all": (("只有字", [["a", "b"]]), {}),
}


@pytest.mark.parametrize("case", CASES)
def test_as_docxtpl(case, make, by_docxtpl, parts):
    blocks, context = CASES[case]
    template = make(*blocks)
    assert parts(WordTemplate(template).render(context)) == parts(by_docxtpl(template, context))


def test_header_footnote_and_properties(make, by_docxtpl, parts):
    template = make("{{ 甲 }}", header="页眉 {{ 甲 }}", footnote="注 {{ 甲 &gt; 乙 }}", title="关于{{ 甲 }}的表")
    context = {"甲": 2, "乙": 1}
    ours = parts(WordTemplate(template).render(context))
    assert ours == parts(by_docxtpl(template, context))
    assert "注 True".encode() in ours["word/footnotes.xml"]
    assert "关于2的表".encode() in ours["docProps/core.xml"]


def test_filter_of_ones_own(make, by_docxtpl, parts):
    template = make("{{ 甲|元 }}")
    filters = {"元": lambda value: f"{value}<元>"}
    ours = WordTemplate(template, filters=filters).render({"甲": 1})
    assert parts(ours) == parts(by_docxtpl(template, {"甲": 1}, **filters))


def test_drawings_are_numbered(make, by_docxtpl, parts, png, read, save):
    document = read(make("{%p for 甲 in 甲们 %}"))
    document.add_picture(io.BytesIO(png))
    document.add_paragraph("{{ 甲 }}")
    document.add_paragraph("{%p endfor %}")
    template = save(document)
    context = {"甲们": "一二三"}
    assert parts(WordTemplate(template).render(context)) == parts(by_docxtpl(template, context))


@pytest.mark.parametrize("count", [0, 1, 4])
def test_grid_is_fitted(count, make, by_docxtpl, parts):
    """Rows that do not fill the grid: docxtpl's own correction is applied to each document."""
    rows = [["a", "{%tc for 甲 in 甲们 %}", "{{ 甲 }}", "{%tc endfor %}"], ["b", "c", "d", "e"]]
    document = docx.Document(io.BytesIO(make(rows)))
    last = document.tables[0].rows[1]
    last._tr.remove(last.cells[-1]._tc)
    span = OxmlElement("w:gridSpan")
    span.set(qn("w:val"), "2")
    last.cells[0]._tc.get_or_add_tcPr().append(span)
    stream = io.BytesIO()
    document.save(stream)
    context = {"甲们": range(count)}
    template = stream.getvalue()
    assert parts(WordTemplate(template).render(context)) == parts(by_docxtpl(template, context))
