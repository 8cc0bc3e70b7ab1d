"""What only docxtpl can do goes through docxtpl, with the same result and the same care."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText

from budgetdocs.errors import TemplateError
from budgetdocs.word import WordTemplate


@pytest.fixture
def illustrated(make) -> bytes:
    return make(
        "{{ 图 }}", [["{%tr for 行 in 行们 %}"], ["{{ 行.图 }}{{ 行.名 }}"], ["{%tr endfor %}"]], header="{{ 图 }}"
    )


def test_pictures(illustrated, by_docxtpl, parts, png):
    def context(docxtpl: DocxTemplate | None) -> dict[str, object]:
        picture = InlineImage(docxtpl, io.BytesIO(png), width=Mm(20))
        return {"图": picture, "行们": [{"图": picture, "名": "甲<乙"}, {"图": "无", "名": "{{ 7*7 }}"}]}

    docxtpl = DocxTemplate(io.BytesIO(illustrated))
    theirs = parts(by_docxtpl(docxtpl, context(docxtpl)))
    template = WordTemplate(illustrated)
    for made_for in (None, template.docxtpl(), docxtpl):
        assert parts(template.render(context(made_for))) == theirs


def test_pictures_with_a_link(make, png, parts):
    picture = InlineImage(None, io.BytesIO(png), anchor="https://example.org/")
    assert (
        b"https://example.org/"
        in parts(WordTemplate(make("{{ 图 }}")).render({"图": picture}))["word/_rels/document.xml.rels"]
    )


def test_same_bytes(illustrated, png):
    context = {"图": InlineImage(None, io.BytesIO(png)), "行们": [{"图": 1, "名": 2}]}
    template = WordTemplate(illustrated)
    assert template.render(context) == template.render(context)


def test_links(make, by_docxtpl, parts):
    data = make("{{r 甲 }}")
    template = WordTemplate(data)
    ours, theirs = template.docxtpl(), DocxTemplate(io.BytesIO(data))

    def context(docxtpl: DocxTemplate) -> dict[str, object]:
        return {"甲": RichText("网站", url_id=docxtpl.build_url_id("https://example.org/?a=1&b=2"))}

    expected = parts(by_docxtpl(theirs, context(theirs)))
    assert parts(template.render(context(ours), through=ours)) == expected


def test_replaced_media(make, read, save, png, by_docxtpl, parts):
    document = read(make("{{ 甲 }}"))
    document.add_picture(io.BytesIO(png))
    data = save(document)
    other = png + b"other"
    template = WordTemplate(data)
    ours, theirs = template.docxtpl(), DocxTemplate(io.BytesIO(data))
    for docxtpl in (ours, theirs):
        docxtpl.replace_media(io.BytesIO(png), io.BytesIO(other))
    made = parts(template.render({"甲": 1}, through=ours))
    assert made == parts(by_docxtpl(theirs, {"甲": 1}))
    assert other in made.values()


def test_subdocuments(make, by_docxtpl, parts):
    pytest.importorskip("docxcompose")
    data = make("{{p 子 }}")
    template = WordTemplate(data)
    ours, theirs = template.docxtpl(), DocxTemplate(io.BytesIO(data))

    def context(docxtpl: DocxTemplate) -> dict[str, object]:
        inner = docxtpl.new_subdoc()
        inner.add_paragraph("子文档")
        return {"子": inner}

    made = parts(template.render(context(ours)))
    assert made == parts(by_docxtpl(theirs, context(theirs)))
    with pytest.raises(TemplateError, match="new_subdoc"):
        template.render(context(theirs))


def test_footnotes_are_worked_out_once(make, png, parts):
    """docxtpl works them out for each section, and with them the tags that stand in the data."""
    template = WordTemplate(make("{{ 图 }}", footnote="{{ 甲 }}", title="{{ 甲 }}", sections=3))
    typed = "{{ 7*7 }} R&D"
    for picture in ("", InlineImage(None, io.BytesIO(png))):
        made = parts(template.render({"图": picture, "甲": typed}))
        assert b'<w:t xml:space="preserve">{{ 7*7 }} R&amp;D</w:t>' in made["word/footnotes.xml"]
        assert b"<dc:title>{{ 7*7 }} R&amp;D</dc:title>" in made["docProps/core.xml"]


def test_the_same_findings_and_errors(illustrated, png):
    picture = InlineImage(None, io.BytesIO(png))
    template, found = WordTemplate(illustrated, name="图.docx"), []
    template.render({"图": picture, "行们": [{"图": picture, "名": "\x07"}]}, report=found.append)
    assert [finding.where for finding in found] == ["行们[0].名"]
    with pytest.raises(TemplateError, match=r"图\.docx：{{ 行\.名 }}：这组数据里没有“名”"):
        template.render({"图": picture, "行们": [{"图": picture}]})
    with pytest.raises(TemplateError, match=r"{{ 图 }} 或 {% for 行 in 行们 %}：算不出结果：.*无\.png"):
        template.render({"图": InlineImage(None, "无.png"), "行们": []})


def test_iterators_are_refused(illustrated, png):
    rows = iter([{"图": "", "名": ""}])
    with pytest.raises(TemplateError, match="“行们”是只能用一次的迭代器"):
        WordTemplate(illustrated).render({"图": InlineImage(None, io.BytesIO(png)), "行们": rows})


def test_an_edited_docxtpl_is_rendered_as_edited(make, read):
    template = WordTemplate(make("{{ 甲 }}"))
    docxtpl = template.docxtpl()
    docxtpl.docx.add_paragraph("加的 {{ 甲 }}")
    document = template.render({"甲": "a<b"}, through=docxtpl)
    assert [paragraph.text for paragraph in read(document).paragraphs] == ["a<b", "加的 a<b"]
    assert zipfile.ZipFile(io.BytesIO(document)).testzip() is None
