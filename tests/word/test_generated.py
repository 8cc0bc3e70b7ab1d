"""快的路与 Jinja 的路：逐字节相同，出错时说的话也相同。"""

from __future__ import annotations

import re
import types
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from docxtpl import Listing, RichText
from hypothesis import event, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

import budgetdocs
from budgetdocs.errors import TemplateError
from budgetdocs.forms import form_named
from budgetdocs.word import WordTemplate
from budgetdocs.word.environment import Filters, NeedsDocxtplError, WordEnvironment
from budgetdocs.word.part import Part
from budgetdocs.word.stock import FastRendering

Build = Callable[[], dict[str, Any]]

_ADDRESS = re.compile(rb"(?i) at 0x\w+")  # of an object in memory, not the same twice
BODY = '<w:body xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:body>'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def part_of(source: str, filters: Filters | None = None) -> Part:
    return Part("word/document.xml", BODY.format(source), WordEnvironment(filters or {}), "表.docx")


def outcome(part: Part, build: Build) -> tuple[object, ...]:
    """What ``part`` writes, or how it fails; and what is noted on the way."""
    rendering = FastRendering()
    try:
        written: object = re.sub(
            rb"(?i) at 0x\w+", b"", part.render(build(), rendering)
        )  # where an object lies in memory
    except TemplateError as error:
        written = str(error)
    except NeedsDocxtplError:
        written = NeedsDocxtplError
    return written, list(rendering.faulty), rendering.markup


def both(source: str, build: Build, filters: Filters | None = None) -> tuple[tuple[object, ...], bool]:
    """The outcome of ``source``, the same both ways, and whether the fast one got to its end."""
    part = part_of(source, filters)
    arrived, way = [], part._fast
    part._fast = lambda written: arrived.append(document := way(written)) or document  # type: ignore[method-assign]
    fast = outcome(part, build)
    part._generated = None
    assert fast == outcome(part, build)
    return fast, bool(arrived)


@dataclass
class Row:
    名称: object
    值: object = 1

    @property
    def 全称(self) -> str:
        return f"《{self.名称}》"


ROWS = [{"名称": "甲<乙 & 丙", "值": "≥90%"}, {"名称": "", "值": 0}, {"名称": "　缩进", "值": Decimal("1.50")}]
VALUES: dict[str, Any] = {
    "名": "某局",
    "空": None,
    "真": True,
    "数": 3,
    "小数": 0.1,
    "表": {"items": "项", "a'b\n\"": "怪键", "深": {"更深": {"值": "到底"}}, "列": ["一", "二"]},
    "行们": ROWS,
    "组们": [ROWS, [], ROWS[:1]],
    "无": [],
    "字": ("天", "地"),
    "键": "列",
}

FAST = {
    "values": "{{ 名 }}{{ 空 }}{{ 真 }}{{ 数 }}{{ 小数 }}{{ 7 * 数 }}",
    "fields": "{{ 表.深.更深.值 }}{{ 表['深']['更深'].值 }}{{ 表[键][1] }}",
    "keys before methods": "{{ 表.items }}",
    "keys with quotes and newlines": "{{ 表['a\\'b\\n\"'] }}",
    "no values": "只有字 {% if 真 %}{% endif %}{% if 真 %}{# 注 #}{% else %}无{% endif %}",
    "if": "{% if 数 > 2 and 名 %}多{% elif 数 %}少{% else %}无{% endif %}{% if not 无 %}空{% endif %}",
    "comparisons": "{% if 1 < 数 <= 3 != 4 %}是{% endif %}{% if '天' in 字 and '人' not in 字 %}是{% endif %}",
    "conditional value": "{{ '多' if 数 > 2 else '少' }}",
    "arithmetic": "{{ -数 + 1 }} {{ 数 / 2 }} {{ 数 // 2 }} {{ 数 % 2 }} {{ '%s年' % 数 }}",
    "joined": "{{ 名 ~ 数 ~ '<' }}",
    "filters": "{{ 名|upper }}{{ ' a '|trim }}{{ 行们|length }}{{ 小数|round(1) }}{{ '3'|int + 1 }}",
    "tests": "{% if 空 is none and 数 is not none and 数 is odd and 名 is string %}是{% endif %}",
    "default": "{{ 没有|default('无') }}{{ 表.没有|default(数) }}{{ 表.深|default('')|length }}"
    "{{ 空|default('空', true) }}",
    "defined": "{% if 没有 is defined or 表.没有 is defined %}有{% endif %}{% if 名 is defined %}名{% endif %}",
    "for": "{% for 行 in 行们 %}{{ 行.名称 }}：{{ 行['值'] }}；{% else %}无{% endfor %}",
    "for without rows": "{% for 行 in 无 %}{{ 行.名称 }}{% else %}无{{ 名 }}{% endfor %}",
    "loop": "{% for 字 in 字 %}{{ loop.index }}{{ loop.index0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}"
    "{{ loop.revindex }}{{ loop.revindex0 }}{{ 字 }}{% endfor %}{{ 字[0] }}",
    "loops in loops": "{% for 组 in 组们 %}{{ loop.index }}{% for 行 in 组 %}{{ loop.last }}{{ 行.值 }}{% else %}无"
    "{{ loop.index }}{% endfor %}{{ loop.last }}{% endfor %}",
    "the same name again": "{% for 行 in 行们 %}{% for 行 in 字 %}{{ 行 }}{% endfor %}{{ 行.名称 }}{% endfor %}",
    "rows from a field": "{% for 项 in 表.列 %}{% if not loop.first %}、{% endif %}{{ 项 }}{% endfor %}",
}


@pytest.mark.parametrize("name", FAST)
def test_the_fast_way_is_taken_and_gives_the_same(name):
    (written, *_), arrived = both(paragraph(FAST[name]), VALUES.copy)
    assert isinstance(written, bytes)
    assert arrived


ODD_VALUES: dict[str, Callable[[], object]] = {
    "newline": lambda: "一\n二\r\n三\r四\t五",
    "forbidden": lambda: "\x07坏\ud800",
    "separator": lambda: "␞",
    "tags": lambda: "{{ 7*7 }}{% if 1 %}{# #}",
    "escaped braces": lambda: "{_{ 甲 }_}",
    "percent": lambda: "100%s %(甲)s {0}",
    "xml": lambda: "</w:t></w:r></w:p>&amp;<!-- ]]>",
    "Markup": lambda: Markup("<w:br/>"),
    "RichText": lambda: RichText("红", bold=True),
    "Listing": lambda: Listing("一\n二<"),
    "date": lambda: date(2022, 1, 31),
    "list": lambda: [1, "<"],
    "dict": lambda: {"甲": "<"},
    "generator": lambda: (letter for letter in "甲<乙"),
    "string subclass": lambda: StrEnum("Word", {"甲": "<"})("<"),
    "method": lambda: "甲".upper,
    "object": lambda: Row("<甲"),
    "broken": lambda: _Broken(),
    "huge": lambda: 10**5000,
    "not a number": lambda: float("nan"),
}


class _Broken:
    def __str__(self) -> str:
        raise RuntimeError("坏了")


@pytest.mark.parametrize("name", ODD_VALUES)
@pytest.mark.parametrize(
    "source", ["前{{ 甲 }}后", "{% for 字 in 列 %}{{ 字 }}{% endfor %}{% for 字 in 甲 %}{{ 字 }}{% endfor %}"]
)
def test_odd_values(source, name):
    both(paragraph(source), lambda: {"甲": ODD_VALUES[name](), "列": ["一", ODD_VALUES[name]()]})


@pytest.mark.parametrize(
    "row",
    [
        lambda: Row("甲<"),
        lambda: OrderedDict(名称="甲<", 全称="乙"),
        lambda: types.MappingProxyType({"名称": "甲", "全称": "乙"}),
        lambda: defaultdict(str, 名称="甲"),
        lambda: types.SimpleNamespace(名称="甲", 全称=2),
    ],
)
def test_rows_of_any_kind(row):
    source = paragraph("{% for 行 in 行们 %}{{ 行.名称 }}{{ 行.全称 }}{% endfor %}{{ 行们[0].名称 }}")
    _, arrived = both(source, lambda: {"行们": [row(), {"名称": 1, "全称": 2}]})
    assert arrived


RUN = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"
BROKEN = {
    "in a paragraph": (paragraph("前{{ 甲 }}后"), True),
    "in one of several": (paragraph("一") + paragraph("{{ 甲 }}") * 2 + paragraph("三"), True),
    "with properties": (f"<w:p><w:pPr><w:jc/></w:pPr>{RUN.format('{{ 甲 }}')}{RUN.format('乙')}</w:p>", True),
    "in a cell": (f"<w:tbl><w:tblGrid/><w:tr><w:tc>{paragraph('{{ 甲 }}')}</w:tc></w:tr></w:tbl>", False),
    "in an attribute": ('<w:p><w:pPr><w:shd w:fill="{{ 甲 }}"/></w:pPr></w:p>', True),
    "outside paragraphs": ('<w:p/><w:sectPr w:rsid="{{ 甲 }}"/>', False),
    "between paragraphs": ("<w:p/>{{ 甲 }}" + paragraph("一"), True),
    "in a field": ("<w:p><w:r><w:instrText>{{ 甲 }}</w:instrText></w:r></w:p>", True),
    "in a text box": (f"<w:p><w:r><w:txbxContent>{paragraph('{{ 甲 }}')}</w:txbxContent></w:r></w:p>", False),
    "in a link": (f"<w:p><w:hyperlink>{RUN.format('{{ 甲 }}')}</w:hyperlink></w:p>", False),
    "in a loop": ("{% for 字 in 甲们 %}" + paragraph("{{ 字 }}") + "{% endfor %}", True),
}


@pytest.mark.parametrize("name", BROKEN)
def test_line_breaks_and_tabs(name):
    source, arrives = BROKEN[name]
    (written, *_), arrived = both(source, lambda: {"甲": "一\n\n二\t<三>\r\n", "甲们": ["一\n二", "三", "四\t"]})
    assert arrived is arrives
    assert isinstance(written, bytes)


MISSING = (
    "{{ 没有 }}",
    "{{ 表.没有 }}",
    "{{ 表['没有'] }}",
    "{{ 表.深.没有.更没有 }}",
    "{{ 表.没有.更没有|default('') }}",
    "{{ 空.x }}",
    "{{ 数.x }}",
    "{{ 名[100] }}",
    "{{ 名.__class__ }}",
    "{{ 表.__class__|default('x') }}",
    "{{ 表['__class__'] }}",
    "{{ 行们.append }}",
    "{{ 表.keys }}{{ keys|default('无') }}{{ range|default('无') }}",
    "{% if 没有 %}x{% endif %}",
    "{% if 表.没有 == 1 %}x{% endif %}",
    "{% for 行 in 行们 %}{{ 行.名称 }}{{ 行.没有 }}{% endfor %}",
    "{% for 行 in 数 %}{{ 行 }}{% endfor %}",
    "{% for 行 in 行们 %}{{ 行.值 }}{% endfor %}{{ 行 }}",
    "{{ 数 / 0 }}",
    "{{ 数 + 名 }}",
    "{{ 1e999 }}",
    "{{ 没有 is none }}",
    "{{ loop.index }}",
    "{{ self }}",
)


@pytest.mark.parametrize("source", MISSING)
def test_what_is_missing_or_wrong(source):
    both(paragraph("首") + paragraph(source), VALUES.copy)


BEYOND = (
    "{% set 乙 = 名 %}{{ 乙 }}",
    "{% macro 括(x) %}（{{ x }}）{% endmacro %}{{ 括(名) }}",
    "{{ 名|default(default_value='无') }}",
    "{{ 字|join('、') }}",
    "{{ 名|e }}",
    "{{ 名.upper() }}",
    "{{ 字[:1] }}",
    "{{ [名] }}",
    "{% for 行 in 行们 if 行.值 %}{{ loop.index }}{{ 行.名称 }}{% endfor %}",
    "{% for 名称, 值 in 表.items() %}{{ 值 }}{% endfor %}",
    "{% for 一, 二 in ['甲乙'] %}{{ 二 }}{% endfor %}",
    "{% for 组 in 组们 recursive %}{{ 组|length }}{% endfor %}",
    "{% for 字 in 字 %}{{ loop.cycle('单', '双') }}{{ loop.previtem is defined }}{% endfor %}",
    "{% for 字 in 字 %}{{ loop }}{% endfor %}",
    "{{ '真' if 真 }}",
    "{% autoescape false %}{{ 数 }}{% endautoescape %}",
    "{% filter upper %}a{{ 名 }}{% endfilter %}",
    "{% with 乙 = 1 %}{{ 乙 }}{% endwith %}",
    "{% raw %}{{ 名 }}{% endraw %}\n",
)


@pytest.mark.parametrize("source", BEYOND)
def test_what_is_left_to_jinja(source):
    assert not part_of(paragraph(source)).is_fast()
    both(paragraph(source), VALUES.copy)


def test_filters_of_ones_own_are_called_once():
    called: list[object] = []
    filters = {
        "记": lambda value: called.append(value) or f"{value}<",
        "upper": lambda value: called.append(value) or 1,
    }
    part = part_of(paragraph("{{ 甲|记 }}{{ 甲|upper }}{{ 乙 }}"), filters)
    part.render({"甲": "x", "乙": ["列"]}, FastRendering())
    assert called == ["x", "x"]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{% for 行 in 行们 %}{{ 行 }}{% endfor %}{% for 行 in 次 %}{{ 行 }}{% endfor %}", "一二三"),
        ("{% if '三' in 次 %}有{% endif %}{{ 列 }}", "有[]"),
        ("{% if '四' not in 次 %}无{% endif %}{{ 列 }}", "无[]"),
    ],
)
def test_one_shot_iterators_are_not_used_up(source, shown):
    (written, *_), arrived = both(paragraph(source), lambda: {"行们": ["一"], "次": iter("二三"), "列": []})
    assert not arrived
    assert isinstance(written, bytes)
    assert shown in written.decode()


def test_the_code_holds_constants_only():
    """What a template says is quoted: it can't become code."""
    key = "x'] + __import__('os').getcwd() + top['"
    part = part_of(paragraph(f'{{{{ 甲["{key}"] }}}}{{{{ "{key}" }}}}{{% if 甲.__class__ %}}{{% endif %}}'))
    assert part._generated is not None
    code = compile(part._generated.source, "", "exec").co_consts[0]
    assert set(code.co_names) <= {"fields", "XML0", "XML1"}
    assert key in code.co_consts


# ---------------------------------------------------------------------------------------------------- 循环不得空着

GRID = "<w:tblGrid><w:gridCol/></w:tblGrid>"
CELL = f"<w:tbl>{GRID}<w:tr><w:tc>{{}}</w:tc></w:tr></w:tbl>"
ROW = "<w:tr><w:tc><w:p/></w:tc></w:tr>"


@pytest.mark.parametrize(
    ("source", "arrives"),
    [
        (CELL.format("{% for 段 in 无 %}<w:p/>{% endfor %}"), False),
        (CELL.format("{% for 段 in 字 %}<w:p/>{% endfor %}"), True),
        (CELL.format("{% for 段 in 无 %}<w:p/>{% else %}<w:p/>{% endfor %}"), True),
        (CELL.format("{% for 段 in 无 %}<w:p/>{% endfor %}<w:p/>"), True),
        (CELL.format("<w:p/>") + "{% for 段 in 无 %}<w:p/>{% endfor %}", True),
        (CELL.format("{% if 真 %}<w:p/>{% else %}{% for 段 in 无 %}<w:p/>{% endfor %}{% endif %}"), True),
        (CELL.format("{% for 组 in 组们 %}{% for 段 in 组 %}<w:p/>{% endfor %}{% endfor %}"), False),
        (CELL.format("{% for 段 in 字 %}<w:p/>{% endfor %}{% for 段 in 无 %}<w:p/>{% endfor %}"), True),
        (f"<w:tbl>{GRID}{{% for 行 in 行们 %}}{ROW}{{% endfor %}}</w:tbl>", True),
        (f"<w:tbl>{GRID}{{% for 行 in 无 %}}{ROW}{{% endfor %}}</w:tbl>", False),
        (f"<w:tbl>{GRID}{ROW}{{% for 行 in 无 %}}{ROW}{{% endfor %}}</w:tbl>", True),
    ],
)
def test_loops_that_must_turn(source, arrives):
    assert both(source, VALUES.copy)[1] is arrives


# ---------------------------------------------------------------------------------------------------- 任意模板与数据


def nested(base: Any, extend: Callable[[Any], Any], depth: int) -> Any:
    """``base``, or what ``extend`` makes of it, up to ``depth`` times."""
    strategy = base
    for _ in range(depth):
        strategy = base | extend(strategy)
    return strategy


NAMES = st.sampled_from(("甲", "乙", "丙", "items", "loop"))
CONSTANTS = st.sampled_from(("1", "0", "'x<'", "none", "true", "2.5", "''"))
ATOMS = st.one_of(
    NAMES,
    CONSTANTS,
    st.builds("{}.{}".format, NAMES, NAMES),
    st.builds("{}['{}']".format, NAMES, NAMES),
    st.builds("{}.{}.{}".format, NAMES, NAMES, NAMES),
    st.builds("{}[{}]".format, NAMES, st.sampled_from(("0", "1", "-1"))),
    st.sampled_from(("loop.index", "loop.last", "loop.first", "loop.length", "loop.revindex0")),
)
OPERATORS = st.sampled_from(("and", "or", "==", "!=", "<", "in", "+", "*", "%", "~"))
EXPRESSIONS = nested(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(
            "({} {} {})".format, inner, st.sampled_from(("and", "or", "==", "<", "in", "+", "*", "%", "~")), inner
        ),
        st.builds("(not {})".format, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("{}|{}".format, ATOMS, st.sampled_from(("upper", "length", "default('无')", "int", "trim", "e"))),
        st.builds("({} is {})".format, ATOMS, st.sampled_from(("defined", "none", "not none", "odd", "string"))),
    ),
    depth=2,
)
PIECES = st.one_of(
    st.sampled_from(("字 ", "&lt;", "%s ", "", "")),
    st.builds("{{{{ {} }}}}".format, ATOMS),
    st.builds("{{{{ {} }}}}".format, EXPRESSIONS),
)
BODIES = nested(
    PIECES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.builds("{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format, EXPRESSIONS, inner, inner),
        st.builds("{{% if {} %}}{}{{% elif {} %}}{}{{% endif %}}".format, EXPRESSIONS, inner, EXPRESSIONS, inner),
        st.builds("{{% for {} in {} %}}{}{{% endfor %}}".format, st.sampled_from(("甲", "乙", "行")), ATOMS, inner),
        st.builds("{{% for 行 in {} %}}{}{{{{ 行.甲 }}}}{{% else %}}{}{{% endfor %}}".format, ATOMS, inner, inner),
    ),
    depth=3,
)
LEAVES = st.one_of(
    st.text(max_size=5).map(lambda text: lambda: text),
    st.sampled_from(("文字", "a<b & c", "{{ 7*7 }}", "　", "一\n二", "\r", "␞", "\ud800")).map(
        lambda text: lambda: text
    ),
    st.sampled_from((None, True, 0, 3, -2.5, Decimal("1.0"), Markup("<w:tab/>"))).map(lambda value: lambda: value),
    st.sampled_from(tuple(ODD_VALUES.values())),
)
"""Functions that make a value, a new one for each of the two ways."""

TREES = nested(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda each: lambda: [build() for build in each]),
        st.lists(inner, max_size=2).map(lambda each: lambda: tuple(build() for build in each)),
        st.lists(inner, max_size=2).map(lambda each: lambda: (build() for build in each)),
        st.dictionaries(NAMES, inner, max_size=4).map(lambda each: lambda: {key: make() for key, make in each.items()}),
        inner.map(lambda build: lambda: types.SimpleNamespace(甲=build(), items=1)),
    ),
    depth=3,
)


@settings(max_examples=400, deadline=None)
@given(body=BODIES, values=st.dictionaries(NAMES, TREES))
def test_any_template_and_values(body, values):
    event(f"arrived: {both(paragraph(body), lambda: {name: build() for name, build in values.items()})[1]}")


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t\r", exclude_characters="␞"),
    max_size=6,
)
ROWS_OF_ROWS = nested(
    st.fixed_dictionaries({"名": TEXTS, "数": st.integers(), "字们": st.lists(TEXTS, max_size=3), "行们": st.just([])}),
    lambda inner: st.fixed_dictionaries(
        {"名": TEXTS, "数": st.none(), "字们": st.tuples(TEXTS), "行们": st.lists(inner, max_size=3)}
    ),
    depth=3,
)
"""Rows in rows, in which a template finds all that it asks for: its names mean something at any depth."""

FITTING = st.sampled_from(
    (
        "{{ 行.名 }}{{ 行.数 }}",
        "{{ 字 }}&lt;",
        "{{ 行['名']|length }}{{ 行.没有|default(字) }}",
        "{% if 行.名 == 字 %}同{% elif 行.数 is none %}{{ 行.名 ~ '空' }}{% endif %}",
        "{{ 字 if 行.行们 and not 字 else 行.字们|length * 2 }}",
    )
)
LOOPS = (
    "{{% for 行 in 行们 %}}{}{{{{ loop.index }}}}{{% endfor %}}",
    "{{% for 行 in 行.行们 %}}{{{{ loop.revindex }}}}{}{{% else %}}无{{{{ 行.名 }}}}{{% endfor %}}",
    "{{% for 字 in 行.字们 %}}{{% if loop.first or loop.last %}}{}{{% endif %}}{{% endfor %}}{{{{ 字 }}}}",
)
FITTING_BODIES = nested(
    FITTING,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join), *(inner.map(loop.format) for loop in LOOPS)
    ),
    depth=3,
)


@settings(max_examples=200, deadline=None)
@given(body=FITTING_BODIES, row=ROWS_OF_ROWS, letter=TEXTS)
def test_any_template_and_rows_that_fit_it(body, row, letter):
    assert both(paragraph(body), lambda: {"行": row, "行们": [row, *row["行们"]], "字": letter})[1]


# ---------------------------------------------------------------------------------------------------- 官方表


def test_the_shipped_form_goes_the_fast_way(monkeypatch, root):
    submission = budgetdocs.read(root / "examples/shacheng-2022.yaml")
    form = form_named("hebei-2022")
    template = WordTemplate(form.template_path())
    contexts = form.book(submission), *(form.sheet(project, 2022) for project in submission.projects)
    for part in template._tagged:
        monkeypatch.setattr(part, "written", None)
    fast = [template.render(context) for context in contexts]
    monkeypatch.undo()
    for part in template._tagged:
        part._generated = None
    assert fast == [template.render(context) for context in contexts]


@pytest.mark.system
def test_a_form_that_libreoffice_has_saved_goes_the_fast_way(libreoffice, tmp_path, root):
    form = form_named("hebei-2022")
    saved = WordTemplate(libreoffice.convert(form.template_path(), "docx", tmp_path))
    context = form.book(budgetdocs.read(root / "examples/shacheng-2022.yaml"))
    fast = saved.render(context)
    assert saved.fast == {"word/document.xml": True, "docProps/core.xml": True}
    for part in saved._tagged:
        part._generated = None
    assert fast == saved.render(context)
