"""One part of a template (ECMA-376 Part 2): its XML with tags, compiled once, written out with many values.

Two ways lead there, to the same bytes: the general one through Jinja, and, for most parts and values, the fast one
(see :mod:`~budgetdocs.word.generated`).

docxtpl turns what a person typed in Word (``{%tr for 行 in 项目.指标 %}``) into XML that Jinja understands; its own
methods are called for that, once, and for what it does to the result, where it has something to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import Final
from xml.parsers import expat

from docxtpl import DocxTemplate

from budgetdocs.errors import BudgetDocsError
from budgetdocs.word import explain, text
from budgetdocs.word.check import check
from budgetdocs.word.environment import RENDERING, NeedsDocxtplError, Rendering, WordEnvironment
from budgetdocs.word.generated import Generated, GivesUpError, Written
from budgetdocs.word.structure import structure_of

_DOCXTPL: Final = DocxTemplate("")  # patch_xml and resolve_listing look at nothing but their argument
_PARAGRAPH: Final = re.compile(r"(?=<w:p[ >])")
_PARAGRAPH_END: Final = "</w:p>"


class Part:
    """The part ``name`` of ``template``, compiled from ``original``, its XML as saved by Word.

    ``head`` and ``tail`` are put around what is written; ``links`` are the ids of its relationships.
    Raises :class:`TemplateError` for a tag that is not understood.
    """

    def __init__(
        self,
        name: str,
        original: str,
        environment: WordEnvironment,
        template: str,
        *,
        head: str = "",
        tail: str = "",
        links: Collection[str] = (),
    ) -> None:
        self.name = name
        self.patched: str = _DOCXTPL.patch_xml(original)
        self._head, self._tail, self._links = head.encode(), tail.encode(), links
        self._place = explain.Place(template, name, original, _PARAGRAPH.sub("\n", self.patched))
        try:
            syntax = environment.parse(self._place.source)
            structure = structure_of(syntax)
            self._template = environment.from_string(syntax)
        except Exception as fault:  # a syntax error, or one so large that Python gives up
            raise explain.syntax_error(fault, self._place, environment) from fault
        self._sound = structure.sound and not structure.filled
        self._is_body = original.startswith("<w:body")
        self._needs_docxtpl = self._is_body and (not structure.even or "docPr" in original)
        self._generated: Generated | None = None
        if structure.sound and not self._needs_docxtpl:
            with suppress(GivesUpError):
                self._generated = Generated(syntax, structure.filled, environment)

    def has_tags(self) -> bool:
        """Whether what is written can depend on values."""
        return "{" in self.patched

    def is_fast(self) -> bool:
        """Whether there is a fast way for it, which values that fit will go."""
        return self._generated is not None

    def render(self, values: Mapping[str, object], rendering: Rendering) -> bytes:
        """The whole part, with ``values``, as docxtpl would leave it: with its line breaks, tables and drawing ids.

        Raises :class:`TemplateError` for a value that is missing or that can't be used as the template wants, and for
        a result that Word could not open.
        """
        if self._generated:
            with suppress(Exception):  # whatever it is, the general way knows what to make of it
                return self._fast(self._generated.write(values))
        xml = self.written(values, rendering, self._links)
        if self._needs_docxtpl or (self._is_body and rendering.markup):
            xml = self._with_tables_and_ids(xml)
        return b"".join((self._head, xml.encode(), self._tail))

    def _fast(self, written: Written) -> bytes:
        """The whole part out of what the fast way has ``written``; any exception if that has to be looked into."""
        pieces = written.pieces
        if written.broken:
            xml = b"".join(pieces).decode()
            if "<w:hyperlink" in xml:
                raise GivesUpError
            pieces = [_with_breaks(xml, _resolved).encode()]
        return b"".join((self._head, *pieces, self._tail))

    def written(self, values: Mapping[str, object], rendering: Rendering, links: Collection[str]) -> str:
        """The part with ``values`` and line breaks, less its head and tail; checked where that is needed."""
        try:
            xml = self._template.render({**values, RENDERING: rendering})
        except (BudgetDocsError, NeedsDocxtplError):
            raise
        except Exception as fault:
            raise explain.rendering_error(fault, self._place, values) from fault
        own_xml = rendering.markup or not self._sound
        if own_xml:
            xml = text.with_newlines(xml)
        broken = text.has_breaks(xml)
        if broken:
            xml = _with_breaks(xml)
        if own_xml:
            xml = rendering.without_leftovers(xml)
        elif not broken:
            return xml
        check(xml, self._place, links)
        return xml

    def _with_tables_and_ids(self, xml: str) -> str:
        """``xml``, a ``w:body``, with the columns of its tables and the ids of its drawings as docxtpl sets them."""
        docxtpl = DocxTemplate("")
        docxtpl.docx_ids_index = 1000
        try:
            tree = docxtpl.fix_tables(xml)
        except (AttributeError, TypeError, ValueError) as fault:  # no w:tblGrid, no width, a span that is no number
            raise self._place.error(
                "", f"表格的列数无法调整（{fault}）：请检查表格是否有完整的列宽和合并格数"
            ) from fault
        docxtpl.fix_docpr_ids(tree)
        return str(docxtpl.xml_to_string(tree))


def _with_breaks(xml: str, resolved: Callable[[str], str] = _DOCXTPL.resolve_listing) -> str:
    """``xml`` with ``\\n`` and ``\\t`` in its text as line breaks and tabs, and what else docxtpl has of this kind.

    docxtpl looks at one paragraph after the other, each up to the first ``</w:p>``; most hold nothing of interest.
    """
    return _PARAGRAPH_END.join(
        resolved(piece + _PARAGRAPH_END).removesuffix(_PARAGRAPH_END) if text.has_breaks(piece) else piece
        for piece in xml.split(_PARAGRAPH_END)
    )


def _resolved(piece: str) -> str:
    """``piece``, which ends with a paragraph, as docxtpl resolves it; any exception unless that is one paragraph still.

    So what was sound before is sound after, and need not be checked as a whole.
    """
    resolved: str = _DOCXTPL.resolve_listing(piece)
    (paragraph,) = _PARAGRAPH.finditer(resolved)
    expat.ParserCreate().Parse(resolved[paragraph.start() :], True)
    return resolved
