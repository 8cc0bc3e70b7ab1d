"""Text arrives as it was typed; what no Word file can hold is removed and reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdocs.finding import Severity
from budgetdocs.word import WordTemplate, text

LETTER_FOR_LETTER = (
    "甲<乙 & 丙 > 丁",
    "{{ 甲 }} {{ 7*7 }} {% if 甲 %} {%tr endfor %} {# 注 #}",
    "{_{ }_} {_% %_}",
    "😀 𠮷 é ≥90% \"引\" '号' “弯” ‘弯’ &amp; &#10; ]]>",
    "  前后  都有   空格  ",
    "　全角空格　",
    "一行\n两行\n\n四行\t制表",
    "</w:t></w:r></w:p>",
    "-- \\ / ` ~ ! @ # $ % ^ * ( ) _ + = | [ ] { }",
    "\x7f\x85\xa0\u2028\ufeff\ufffd\U0010fffd",
    "",
)


@pytest.fixture(scope="module")
def template(make) -> WordTemplate:
    return WordTemplate(make("头", [["{{ 甲 }}", "{{ 乙.items }}"]]))


@pytest.mark.parametrize("typed", LETTER_FOR_LETTER)
def test_letter_for_letter(typed, template, read, caplog):
    row = read(template.render({"甲": typed, "乙": {"items": f"[{typed}]"}})).tables[0].rows[0]
    assert [cell.text for cell in row.cells] == [typed, f"[{typed}]"]
    assert not caplog.records


@given(typed=st.text(st.characters(codec=None)))
def test_any_text_comes_back(typed, template, read):
    found = []
    row = read(template.render({"甲": typed, "乙": {"items": ""}}, report=found.append)).tables[0].rows[0]
    held = text.FORBIDDEN.sub("", typed)
    assert row.cells[0].text == held.replace("\r\n", "\n").replace("\r", "\n")
    assert bool(found) == (held != typed)


def test_long_text(template, read):
    typed = "很长的文字 & " * 125_000
    assert read(template.render({"甲": typed, "乙": {"items": ""}})).tables[0].rows[0].cells[0].text == typed


@pytest.mark.parametrize(
    ("typed", "arrives", "codes", "excerpt"),
    [
        ("甲\x07乙", "甲乙", "U+0007", "“甲[U+0007]乙”"),
        ("甲\f乙\x07\x07", "甲乙", "U+000C、U+0007", "“甲[U+000C]乙[U+0007][U+0007]”"),
        ("\ud800", "", "U+D800", "“[U+D800]”"),
        ("甲\ufffe\uffff", "甲", "U+FFFE、U+FFFF", "“甲[U+FFFE][U+FFFF]”"),
        ("一" * 40 + "\0" + "二" * 40, "一" * 40 + "二" * 40, "U+0000", f"“…{'一' * 15}[U+0000]{'二' * 15}…”"),
        ("甲\r\n乙\x01", "甲\n乙", "U+0001", "“甲 乙[U+0001]”"),
    ],
)
def test_forbidden_characters_are_removed_and_reported(typed, arrives, codes, excerpt, make, read):
    template = WordTemplate(make("{{ 项目[0].名称 }}{% if 项目[0].名称 %}{{ 项目[0].名称 }}{% endif %}"))
    found = []
    document = template.render({"项目": [{"名称": typed}]}, report=found.append)
    assert read(document).paragraphs[0].text == arrives * 2
    (finding,) = found
    assert finding.code == "TX001"
    assert finding.severity is Severity.ERROR
    assert finding.where == "项目[0].名称"
    assert f"字符 {codes}，" in finding.message
    assert finding.message.endswith(excerpt)


def test_the_place_is_empty_where_the_text_is_made_in_the_template(make):
    found = []
    WordTemplate(make("{{ 甲 ~ '!' }}")).render({"甲": "\x07"}, report=found.append)
    assert [finding.where for finding in found] == [""]


@pytest.mark.parametrize(
    "tag", ["{{ 甲|e }}", "{{ 甲|escape }}", "{{ [甲]|join('') }}", "{{ 甲|upper }}", "{{ 甲|urlize }}"]
)
def test_filters_let_nothing_through(tag, make, read):
    found = []
    assert read(WordTemplate(make(tag)).render({"甲": "甲\x01"}, report=found.append)).paragraphs[0].text == "甲"
    assert len(found) == 1


def test_logged_by_default(make, caplog):
    WordTemplate(make("{{ 甲 }}")).render({"甲": "\x07"})
    assert "TX001" in caplog.text


def test_outer_spaces_are_marked_to_be_kept(template, parts):
    document = parts(template.render({"甲": " x ", "乙": {"items": "y"}}))["word/document.xml"]
    assert b'<w:t xml:space="preserve"> x </w:t>' in document


def test_keys_mean_keys(make, read):
    names = ("items", "keys", "values", "get", "copy", "pop", "update", "format", "count", "index")
    template = WordTemplate(make("".join(f"{{{{ 甲.{name} }}}}；" for name in names)))
    text = read(template.render({"甲": {name: f"值{name}" for name in names}})).paragraphs[0].text
    assert text == "".join(f"值{name}；" for name in names)
