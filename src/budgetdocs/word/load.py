"""A template's package taken apart: the parts that may hold tags, compiled, and the members that stay as they are."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final, NamedTuple

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docxtpl import DocxTemplate
from lxml import etree

from budgetdocs.errors import TemplateError
from budgetdocs.word import package
from budgetdocs.word.environment import WordEnvironment
from budgetdocs.word.part import Part

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KINDS: Final = (  # of the content type of the main part, where it is not that of a .docx
    ("wordprocessingml.template", "是 .dotx 文件"),
    ("ms-word", "是带宏的 Word 文件"),
    ("spreadsheetml", "是 Excel 文件"),
    ("presentationml", "是 PowerPoint 文件"),
)


class Loaded(NamedTuple):
    """``members`` of the package in order, and the ``parts`` to be written in the place of some of them."""

    members: package.Members
    parts: dict[str, Part]


class Story(NamedTuple):
    """The XML of the part ``name`` as docxtpl takes it, what stands around that, and the ids of its relationships."""

    name: str
    xml: str
    head: str
    tail: str
    links: tuple[str, ...]


def load(data: bytes, template: str, environment: WordEnvironment) -> Loaded:
    """The template ``data``, named ``template`` in messages, with the members that python-docx saves of it.

    These are the ones that a relationship leads to. Raises :class:`TemplateError` if it is no sound .docx, or for a
    tag that is not understood.
    """
    if package.CONTENT_TYPES not in package.read(data, template):
        raise TemplateError(template, "", "是压缩包，但不是 Word 文件（没有 [Content_Types].xml）")
    try:
        docxtpl = DocxTemplate(io.BytesIO(data))
        docxtpl.init_docx()
        saved = io.BytesIO()
        docxtpl.docx.save(saved)
        stories = list(_stories(docxtpl))
    except Exception as fault:  # whatever a damaged file does to python-docx
        raise TemplateError(template, "", _not_docx(fault)) from fault
    parts = {}
    for name, xml, head, tail, links in stories:
        parts[name] = Part(name, xml, environment, template, head=head, tail=tail, links=links)
    return Loaded(package.read(saved.getvalue(), template), parts)


def _not_docx(fault: Exception) -> str:
    content_type = re.search(r"content type is '(.+)'", str(fault))
    if content_type:
        kind = next((kind for mark, kind in _KINDS if mark in content_type[1]), "不是 .docx 文件")
        return f"{kind}，请用 Word 另存为 .docx"
    if "no relationship of type" in str(fault):
        return "没有正文，或者是“严格 Open XML”格式，请用 Word 另存为普通的 .docx"
    return f"不是完整的 Word 文件（{fault}）"


def _stories(docxtpl: Any) -> Iterator[Story]:
    """The parts that docxtpl looks for tags in: document, headers and footers, footnotes, core properties."""
    document = docxtpl.docx.part
    yield _document(docxtpl, document)
    for uri in (docxtpl.HEADER_URI, docxtpl.FOOTER_URI):
        for _, part in docxtpl.get_headers_footers(uri):
            yield _story(part, docxtpl.get_part_xml(part))
    for part, xml in footnotes(docxtpl):
        yield _story(part, xml, head="")
    for part, xml in core_properties(docxtpl):
        yield _story(part, xml)


def _document(docxtpl: Any, part: Any) -> Story:
    """The main document: docxtpl works on its ``w:body`` alone."""
    root = etree.fromstring(etree.tostring(part.element))
    for body in root.iterchildren("{*}body"):
        body.clear()
    head, tail = docxtpl.xml_to_string(root).split("<w:body/>")
    return _story(part, docxtpl.get_xml(), DECLARATION + head, tail)


def _story(part: Any, xml: str, head: str = DECLARATION, tail: str = "") -> Story:
    return Story(part.partname.membername, xml, head, tail, tuple(part.rels))


def footnotes(docxtpl: Any) -> Iterator[tuple[Any, str]]:
    """The part of the footnotes, if there is one, and its XML, with the declaration, as docxtpl takes it."""
    for part in docxtpl.docx.part.package.parts:
        if part.content_type == CONTENT_TYPE.WML_FOOTNOTES:
            yield part, part.blob.decode()


def core_properties(docxtpl: Any) -> Iterator[tuple[Any, str]]:
    """The part of the core properties, if there is one, and its XML; docxtpl adds, empty, those that are missing."""
    for relationship in docxtpl.docx.part.package.rels.values():
        if relationship.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES:
            with suppress(ValueError):  # python-docx can't write a property of more than 255 characters
                DocxTemplate.render_properties(docxtpl, {}, _Echo())
            part = relationship.target_part
            yield part, docxtpl.xml_to_string(part.element)


class _Echo:
    """A Jinja environment, as far as docxtpl asks, whose templates come out as they went in."""

    def from_string(self, source: str) -> _Echo:
        self._source = source
        return self

    def render(self, _: object) -> str:
        return self._source
