"""What is wrong with a template is told to the person who wrote it: the tag, the paragraph, what to do."""

from __future__ import annotations

import pickle

import pytest
from docxtpl import RichText

from budgetdocs.errors import TemplateError
from budgetdocs.word import WordTemplate

# what is typed, the tag that is named, what is said
SYNTAX = (
    ("前 {% fro 甲 in 乙 %} 后", "{% fro 甲 in 乙 %}", "没有叫“fro”的标签，是不是“for”"),
    ("{%p fro 甲 in 乙 %}", "{%p fro 甲 in 乙 %}", "没有叫“fro”的标签"),
    ("{%p if 甲 == '%' %}", "{%p if 甲 == '%' %}", "{%p %} 没有被认出：一行、一格或一段里只能有一个"),
    ("{% endfro %}", "{% endfro %}", "没有叫“endfro”的标签，是不是“endfor”"),
    ("前 {{ 甲 乙 }} 后", "{{ 甲 乙 }}", "“乙”之前缺少运算符，一个标签里只能写一个值（在段落“前 {{ 甲 乙 }} 后”）"),
    ("{% if 甲 乙 %}x{% endif %}", "{% if 甲 乙 %}", "从“乙”起是多余的"),
    ("{% for 甲 of 乙 %}x{% endfor %}", "{% for 甲 of 乙 %}", "应有“in”的地方写了“of”"),
    ("{{ 甲、乙 }}", "{{ 甲、乙 }}", "不认识的字符“、”，标签里的符号要用半角"),
    ("{{ }}", "{{ }}", "里面是空的或没有写完"),
    ("{{ (甲 }}", "{{ (甲 }}", ""),
    ("{{ 甲", "{{ 甲", "标签没有写完，后面缺少 }}"),
    ("{{ 甲 } 后", "{{ 甲 } 后", "标签没有写完，后面缺少 }}"),
    ("前 {% if 甲", "{% if 甲", "标签没有写完，后面缺少 %}（在段落“前 {% if 甲”）"),
    ("{# 甲", "{# 甲", "标签没有写完，后面缺少 #}"),
    ("前{% for 甲 in 乙 %}后", "{% for 甲 in 乙 %}", "没有结束，后面缺少 {% endfor %}"),
    ("{% if 甲 %}{% for 甲 in 乙 %}{% endif %}", "{% for 甲 in 乙 %}", "先遇到了 {% endif %}，应先写 {% endfor %}"),
    ("{% endif %}", "{% endif %}", "前面没有与它配对的 if"),
    ("{% else %}", "{% else %}", "前面没有与它配对的 if 或 for"),
    ("{% elif 甲 %}", "{% elif 甲 %}", "前面没有与它配对的 if"),
    ("{{ 甲|uper }}", "{{ 甲|uper }}", "没有叫“uper”的过滤器，是不是“upper”？"),
    ("{{ 甲|元 }}", "{{ 甲|元 }}", "没有叫“元”的过滤器"),
    ("{% if 甲 %}{{ 年度|元 }}{% endif %}", "{{ 年度|元 }}", "没有叫“元”的过滤器"),
    ("{{ [1]|random }}", "{{ [1]|random }}", "没有叫“random”的过滤器"),
    ("{{ 甲 is 空 }}", "{{ 甲 is 空 }}", "没有叫“空”的检验"),
    ("{% if 甲|空 %}{% endif %}", "{% if 甲|空 %}", "没有叫“空”的过滤器"),
    ("{{ " + "(" * 3000 + " }}", "", "标签太多或嵌套太深"),
)

CONTEXT = {"项目": {"名称": "甲", "金额": 1}, "行们": [1], "空": None, "年度": 2022}
VALUES = (
    ("前 {{ 项木 }}", "{{ 项木 }}", "变量“项木”没有给值，是不是“项目”？（在段落“前 {{ 项木 }}”）"),
    ("{{ x }}", "{{ x }}", "变量“x”没有给值，现有：项目、行们、空、年度"),
    ("{{ 项目.名字 }}", "{{ 项目.名字 }}", "这组数据里没有“名字”，是不是“名称”？"),
    ("{{ 项目.名称 }}{{ 项目['额'] }}", "{{ 项目['额'] }}", "这组数据里没有“额”，是不是“金额”？（在段落“"),
    ("{{ 项目.x }}", "{{ 项目.x }}", "这组数据里没有“x”，现有：名称、金额"),
    ("{{ 年度 / 0 }}{{ 年度 // 0 }}", "{{ 年度 / 0 }} 或 {{ 年度 // 0 }}", "算不出结果：division by zero"),
    ("{%p for 甲 in 项目.指标 %}", "{%p for 甲 in 项目.指标 %}", "这组数据里没有“指标”"),
    ("{% if 没有 %}x{% endif %}", "{% if 没有 %}", "变量“没有”没有给值"),
    ("{{ 行们[5] }}", "{{ 行们[5] }}", "列表里没有“5”"),
    ("{{ 空.x }}", "{{ 空.x }}", "里没有“x”"),
    ("{{ 项目.名称.__class__ }}", "{{ 项目.名称.__class__ }}", "模板不得访问“__class__”"),
    ("{{ 行们.append(2) }}", "{{ 行们.append(2) }}", "模板不得访问“append”"),
    ("{{ lipsum() }}", "{{ lipsum() }}", "变量“lipsum”没有给值"),
    ("{{ 年度 / 0 }}", "{{ 年度 / 0 }}", "算不出结果：division by zero"),
    ("{{ 年度 + '年' }}", "{{ 年度 + '年' }}", "算不出结果：unsupported operand"),
    ("{% for x in 年度 %}x{% endfor %}", "{% for x in 年度 %}", "算不出结果：'int' object is not iterable"),
)


def error_of(template: bytes, context: dict[str, object] | None = None) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        WordTemplate(template, name="表.docx").render(context or {})
    return caught.value


@pytest.mark.parametrize(("typed", "tag", "reason"), SYNTAX, ids=[case[0][:30] for case in SYNTAX])
def test_syntax(typed, tag, reason, make):
    error = error_of(make("首段 {{ 首 }}", typed, "末段"))
    assert (error.template, error.tag) == ("表.docx", tag)
    assert reason in error.reason


@pytest.mark.parametrize(("typed", "tag", "reason"), VALUES, ids=[case[0] for case in VALUES])
def test_values(typed, tag, reason, make):
    closing = ["{%p endfor %}"] if "{%p for" in typed else []
    error = error_of(make("首段", typed, *closing, "末段"), CONTEXT)
    assert (error.template, error.tag) == ("表.docx", tag)
    assert reason in error.reason


@pytest.mark.parametrize("where", ["header", "footnote", "title"])
def test_the_part_is_named(where, make):
    error = error_of(make("甲", **{where: "{{ 没有 }}"}))
    assert error.tag == "{{ 没有 }}"
    assert {"header": "word/header1.xml", "footnote": "word/footnotes.xml", "title": "docProps/core.xml"}[where] in str(
        error
    )


def test_tags_split_into_runs_and_in_rows(make):
    assert error_of(make(["前{", "{ 没", "有 }", "}"])).tag == "{{ 没有 }}"
    rows = [["{%tr for 行 in 行们 %}"], ["{{ 行.名称 }}"], ["{%tr endfor %}"]]
    assert error_of(make(rows), {"行们": [{"名": 1}]}).tag == "{{ 行.名称 }}"
    assert error_of(make(rows)).tag == "{%tr for 行 in 行们 %}"
    assert error_of(make(rows[:2])).reason.startswith("没有结束，后面缺少 {% endfor %}")


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ([["{%tr for 行 in 行们 %}"], ["x"], ["{%tr endfor %}"]], "第 1 个表格一行也没有，Word 打不开"),
        ([["{%tc for 行 in 行们 %}", "x", "{%tc endfor %}"]], "第 1 个表格第 1 行一格也没有"),
        ([["a", ("{%p if 行们 %}", "x", "{%p endif %}")]], "第 1 个表格第 1 行第 2 格的末尾没有段落"),
    ],
    ids=["rows", "cells", "paragraphs"],
)
def test_broken_tables(block, reason, make):
    assert reason in error_of(make(block), {"行们": []}).reason
    assert WordTemplate(make(block)).render({"行们": [1]})


def test_loops_across_elements(make):
    error = error_of(make([["{% for 行 in 行们 %}", "x"]], "{% endfor %}"), {"行们": [1, 2]})
    assert "不合 XML 语法" in error.reason
    assert "{%tr %}" in error.reason


def test_unescaped_values(make):
    assert "不合 XML 语法" in error_of(make("{{ 甲|safe }}"), {"甲": "a < b"}).reason
    assert (
        "不合 XML 语法" in error_of(make("{% autoescape false %}{{ 甲 }}{% endautoescape %}"), {"甲": "a & b"}).reason
    )


def test_links_that_are_not_registered(make):
    assert "rId99 在文件里没有登记" in error_of(make("{{r 甲 }}"), {"甲": RichText("网站", url_id="rId99")}).reason


def test_tables_without_a_grid(make, read, save):
    document = read(make([["{% colspan 甲 %}", "b"]]))
    table = document.tables[0]._tbl
    table.remove(table.tblGrid)
    assert "列数无法调整" in error_of(save(document), {"甲": 2}).reason


def test_spans_that_are_no_number(make):
    assert "列数无法调整" in error_of(make([["{% colspan 甲 %}", "b"]]), {"甲": "二"}).reason


def test_a_faulty_filter_is_told_as_such(make):
    with pytest.raises(TemplateError, match="算不出结果：坏了"):
        WordTemplate(make("{{ 1|坏 }}"), filters={"坏": _broken}).render({})


def _broken(_: object) -> str:
    raise LookupError("坏了")


def test_errors_survive_pickling(make):
    error = error_of(make("{{ 没有 }}"))
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (TemplateError, str(error))
    assert str(error) == "模板 表.docx：{{ 没有 }}：变量“没有”没有给值"
