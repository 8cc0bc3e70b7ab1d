"""docxtpl itself, for what only it can do: pictures, subdocuments, links, replaced media.

These change more than the text of a part: they add parts and relationships. docxtpl then reads and saves the package,
while tags are still worked out by the same compiled parts, in the same sandbox, with the same errors.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Mapping
from typing import Any

from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate, InlineImage

from budgetdocs.word.environment import NeedsDocxtplError, Rendering
from budgetdocs.word.load import core_properties, footnotes
from budgetdocs.word.part import Part


class FastRendering(Rendering):
    """A rendering of text alone."""

    def markup_of(self, value: object) -> object:
        """``value``; raises :class:`NeedsDocxtplError` if it would add to the package."""
        if adds_to_package(value):
            raise NeedsDocxtplError(value)
        return super().markup_of(value)


class StockRendering(Rendering):
    """A rendering through ``docxtpl``."""

    def __init__(self, docxtpl: StockTemplate) -> None:
        super().__init__()
        self._docxtpl = docxtpl

    def markup_of(self, value: object) -> object:
        """``value``; a picture is put into the document that is being made, whichever it was made for."""
        if isinstance(value, InlineImage):
            picture: Any = copy.copy(value)
            picture.tpl = self._docxtpl
            value = picture
        return super().markup_of(value)


def adds_to_package(value: object) -> bool:
    """Whether ``value`` is docxtpl's picture or subdocument."""
    return isinstance(value, InlineImage) or type(value).__module__ == "docxtpl.subdoc"


class StockTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A ``DocxTemplate`` of the package ``data``, whose parts are worked out by ``compile_part(name, xml)``.

    Use it as docxtpl's manual says: ``new_subdoc()``, ``build_url_id()``, ``replace_pic()`` … for one document.
    """

    def __init__(self, data: bytes, compile_part: Callable[[str, str], Part]) -> None:
        super().__init__(io.BytesIO(data))
        self._compile_part = compile_part
        self.init_docx()

    def saved(self, values: Mapping[str, object], rendering: Rendering) -> bytes:
        """The package with ``values``."""
        self._rendering = rendering
        self.render(values)
        stream = io.BytesIO()
        self.save(stream)
        return stream.getvalue()

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, object], _: None = None) -> str:
        """``src_xml``, already patched, with the values of ``context``."""
        self.current_rendering_part = part
        compiled = self._compile_part(part.partname.membername, src_xml)
        return compiled.written(context, self._rendering, part.rels)

    def render_footnotes(self, context: Mapping[str, object], _: None = None) -> None:
        """Put values into the footnotes, once; docxtpl does it for each section, and works out tags in the data."""
        for part, xml in footnotes(self):
            part._blob = self.render_xml_part(self.patch_xml(xml), part, context).encode()

    def render_properties(self, context: Mapping[str, object], _: None = None) -> None:
        """Put values into the core properties; docxtpl would escape them twice."""
        for part, xml in core_properties(self):
            part._element = parse_xml(self.render_xml_part(self.patch_xml(xml), part, context))
