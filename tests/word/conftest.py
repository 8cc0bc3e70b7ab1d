"""Small templates, made with python-docx, and docxtpl itself to compare with."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


@pytest.fixture(scope="session")
def make() -> Callable[..., bytes]:
    """A .docx of paragraphs and tables.

    A paragraph is a string, or a list of runs; a table a list of rows of cells, each of one or more paragraphs.
    """

    def make(*blocks: Any, header: str = "", footnote: str = "", title: str = "", sections: int = 1) -> bytes:
        document = docx.Document()
        for block in blocks:
            if isinstance(block, str):
                document.add_paragraph(block)
            elif isinstance(block[0], str):
                paragraph = document.add_paragraph()
                for run in block:
                    paragraph.add_run(run)
            else:
                table = document.add_table(rows=0, cols=max(map(len, block)))
                for row in block:
                    for cell, content in zip(table.add_row().cells, row, strict=False):
                        first, *others = [content] if isinstance(content, str) else content
                        cell.text = first
                        for paragraph in others:
                            cell.add_paragraph(paragraph)
        for _ in range(sections - 1):
            document.add_section()
        if header:
            document.sections[0].header.paragraphs[0].text = header
        if footnote:
            blob = FOOTNOTES.format(text=footnote).encode()
            part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, document.part.package)
            document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        if title:
            document.core_properties.title = title
        return saved(document)

    return make


@pytest.fixture(scope="session")
def save() -> Callable[[Any], bytes]:
    """The bytes of what has a ``save`` method."""
    return saved


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="session")
def by_docxtpl() -> Callable[..., bytes]:
    """What docxtpl itself makes of a template, with a strict and escaping sandbox."""

    def by_docxtpl(template: bytes | DocxTemplate, context: Mapping[str, Any], **filters: Any) -> bytes:
        environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        environment.filters.update(filters)
        docxtpl = DocxTemplate(io.BytesIO(template)) if isinstance(template, bytes) else template
        docxtpl.render(dict(context), environment)
        return saved(docxtpl)

    return by_docxtpl


@pytest.fixture(scope="session")
def parts() -> Callable[[bytes], dict[str, bytes]]:
    """The parts of a .docx: XML in its canonical form, anything else as it is."""

    def canonical(name: str, content: bytes) -> bytes:
        if not name.endswith((".xml", ".rels")):
            return content
        parser = etree.XMLParser(remove_blank_text=True)
        return etree.tostring(etree.fromstring(content, parser), method="c14n")

    def parts(document: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            return {name: canonical(name, archive.read(name)) for name in archive.namelist()}

    return parts


@pytest.fixture(scope="session")
def read() -> Callable[[bytes], Any]:
    """A .docx opened with python-docx."""
    return lambda document: docx.Document(io.BytesIO(document))


@pytest.fixture(scope="session")
def png() -> bytes:
    """A picture of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
    )
