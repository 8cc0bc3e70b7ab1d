"""The document as a whole: its body section by section, headers and footers, settings and title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from lxml import etree

from budgetdocs.errors import RenderError
from budgetdocs.finding import Report
from budgetdocs.pdf.blocks import Block, Document, Paragraph, Section
from budgetdocs.pdf.docx.content import IGNORED_CONTENT
from budgetdocs.pdf.docx.core import core_properties
from budgetdocs.pdf.docx.names import MC, M, points, qualified, toggled, value, w, whole
from budgetdocs.pdf.docx.package import STREAMED, Package, parse
from budgetdocs.pdf.docx.paragraphs import ParagraphReader
from budgetdocs.pdf.docx.sections import Format, Furniture, section_format
from budgetdocs.pdf.docx.shells import shells_of
from budgetdocs.pdf.docx.skeletons import MarkedRow
from budgetdocs.pdf.docx.story import Source, Story, alternative
from budgetdocs.pdf.docx.styles import NOWHERE, Ambient, Styles, styles_of
from budgetdocs.pdf.docx.tables import TableReader

_P, _TBL, _SECT_PR, _TC_PR = w("p"), w("tbl"), w("sectPr"), w("tcPr")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language tag (BCP 47); the one of East Asian text comes before that of the properties, which is seldom set."""
_SMALL: Final = 1 << 17
_MOST_KEPT: Final = 64
"""Headers and footers of up to ``_SMALL`` bytes that are kept for the next document."""
_OLD_COMPATIBILITY: Final = 12
"""The compatibility mode of a document that names none (MS-DOCX 2.3.6)."""
_TITLES: Final = {"header": "页眉", "footer": "页脚"}


def read_docx(docx: bytes, report: Report) -> Document:
    """The document in the bytes of a .docx.

    What is not drawn as it is asked for is reported as LY001, once for each kind of element. Raises
    :class:`RenderError` if the bytes are no Word document, or one that can't be read.
    """
    reader: _Reader | None = None
    try:
        reader = _Reader(docx, report)
        return reader.document()
    except RecursionError as fault:
        raise RenderError("pdf", "", "文件里的元素嵌套过深，拒绝读取") from fault
    finally:
        if reader is not None:
            reader.let_go()


class _Reader:
    def __init__(self, docx: bytes, report: Report) -> None:
        self._package = package = Package(docx)
        kinds = ("styles", "theme", "numbering", "settings")
        styles = styles_of(*(package.related(kind) for kind in kinds))
        self._source = Source(package, styles, report)
        self._paragraphs = ParagraphReader(self._source)
        self._tables = TableReader(self._source, self._cell, self._paragraphs.bookmark)
        self._sections: list[Section] = []
        self._furniture: Furniture = {}
        self._parts: dict[str, tuple[Block, ...]] = {}
        self._body: list[Block] = []

    def let_go(self) -> None:
        """Let go of what holds this in its turn, or else all that was read would wait for the garbage collector."""
        del self._tables, self._source.undrawn

    def document(self) -> Document:
        data, cutter = self._package.document(), self._source.rows
        pieces = cutter.cut(data)
        if len(data) > STREAMED:
            last = self._read_body(self._package.body(cutter.written(pieces), streamed=True))
        else:
            last = self._whole_body(list(pieces))
        self._finish(self._body)
        self._close(last)
        settings = settings_of(self._source.styles)
        for name in settings.undrawn:
            self._source.undrawn(name)
        core = self._core()
        languages = self._source.styles.language, core.get("language", "")
        return Document(
            sections=tuple(self._sections),
            title=core.get("title", ""),
            author=core.get("creator", ""),
            even_and_odd=settings.even_and_odd,
            compatibility=settings.compatibility,
            adds_space=settings.adds_space,
            splits_breaks=settings.splits_breaks,
            default_tab=settings.default_tab,
            language=next(filter(_LANGUAGE.fullmatch, languages), "zh-CN"),
        )

    # --------------------------------------------------------------------------------------------------------- body

    def _read_body(self, elements: Iterable[Any]) -> Format:
        """Read the elements of the body; the format of the last section."""
        last = None
        for element in elements:
            if element.tag == _SECT_PR:
                last = element
            else:
                self._read((element,), NOWHERE, self._body, 0)
        return section_format(last)

    def _whole_body(self, pieces: list[bytes | MarkedRow]) -> Format:
        """Read a body that is not too long: in a shell that is known, or by its elements."""
        source, cutter = self._source, self._source.rows
        shells = shells_of(source.styles)
        outline = cutter.outline(pieces)
        shell = None if outline is None else shells.get(outline.key)
        if outline is not None and shell is not None:
            known = shell.made(outline)
            if known is not None:
                self._body += known.blocks
                source.story.count, source.story.element = known.paragraphs, known.texts
                return shell.section
        elements = list(self._package.body(cutter.written(pieces), streamed=False))
        before = self._told()
        section = self._read_body(elements)
        at_rest = before == self._told() and source.story.at_rest and not self._sections
        if outline is not None and at_rest and self._body and cutter.made == sum(map(len, outline.runs)):
            shells.learn(outline, elements, self._body, section)
        return section

    # ------------------------------------------------------------------------------------------------------- blocks

    def _read(self, elements: Iterable[Any], ambient: Ambient, out: list[Block], depth: int) -> None:
        """Read blocks into ``out``; ``depth`` is the number of tables around them."""
        for element in elements:
            tag = element.tag
            if tag == _P:
                paragraph, format_ = self._paragraphs.read(element, ambient)
                if paragraph is not None:
                    out.append(paragraph)
                if format_.section and out is self._body:
                    self._finish(out)
                    self._close(section_format(element.find(f"{w('pPr')}/{_SECT_PR}")))
            elif tag == _TBL:
                self._hand_on(out)
                out.append(self._tables.read(element, depth))
            elif tag != _TC_PR:
                read = BLOCKS.get(tag)
                if read is not None:
                    read(self, element, ambient, out, depth)
                elif tag not in IGNORED_CONTENT:
                    self._source.story.element = element
                    self._source.undrawn(qualified(tag))

    def _cell(self, elements: Any, ambient: Ambient, depth: int) -> list[Block]:
        """The blocks of a cell: at least a paragraph, as Word has it."""
        out: list[Block] = []
        if len(elements) == 1 and elements[0].tag == _P:  # as in most cells
            only, _ = self._paragraphs.read(elements[0], ambient)
            if only is not None:
                return [only]
        else:
            self._read(elements, ambient, out, depth)
        self._hand_on(out)
        if not out:
            format_ = self._source.styles.paragraph(None, ambient)
            out.append(Paragraph(format_.style, format_.mark.style, ()))
        return out

    def _hand_on(self, out: list[Block]) -> None:
        """Put what a paragraph with a hidden mark would have handed to the next, where none follows, on its own."""
        rest = self._paragraphs.rest()
        if rest is not None and (rest.spans or rest.bookmarks or rest.floating):
            out.append(rest)

    def _finish(self, out: list[Block]) -> None:
        """The end of a flow of text: nothing that was begun may be lost."""
        self._hand_on(out)
        story = self._source.story
        if story.fields.hidden:
            self._source.undrawn("w:fldChar", "域没有结束，其后的文字没有绘出")
        if story.bookmarks and out and isinstance(out[-1], Paragraph):
            last = out[-1]
            out[-1] = last._replace(bookmarks=last.bookmarks + tuple(story.bookmarks))
            story.bookmarks = []

    def _inside(self, element: Any, ambient: Ambient, out: list[Block], depth: int) -> None:
        self._read(element, ambient, out, depth)

    def _revised(self, element: Any, ambient: Ambient, out: list[Block], depth: int) -> None:
        self._source.undrawn(qualified(element.tag))
        self._read(element, ambient, out, depth)

    def _dropped(self, element: Any, *_: Any) -> None:
        if len(element):
            self._source.undrawn(qualified(element.tag))

    def _sdt(self, element: Any, ambient: Ambient, out: list[Block], depth: int) -> None:
        inner = element.find(w("sdtContent"))
        self._read(() if inner is None else inner, ambient, out, depth)

    def _alternative(self, element: Any, ambient: Ambient, out: list[Block], depth: int) -> None:
        self._read(alternative(element), ambient, out, depth)

    def _bookmark(self, element: Any, *_: Any) -> None:
        self._paragraphs.bookmark(element)

    def _formula(self, element: Any, ambient: Ambient, out: list[Block], _: int) -> None:
        """A formula between paragraphs: a paragraph of its own."""
        wrapped = etree.Element(_P)
        wrapped.append(element)
        paragraph, __ = self._paragraphs.read(wrapped, ambient)
        if paragraph is not None:
            out.append(paragraph)

    # ----------------------------------------------------------------------------------------------------- sections

    def _close(self, format_: Format) -> None:
        """End a section; headers and footers that it does not name are those of the one before (17.10.5)."""
        blocks = tuple(self._body)
        self._body.clear()
        for tag, kind, type_, name in format_.references:
            relation = self._package.relations(self._package.main).get(name)
            part = None if relation is None or relation.external else self._part(relation.target, _TITLES[kind])
            if part is None:
                self._source.undrawn(tag)
            else:
                self._furniture[kind] = self._furniture.get(kind, {}) | {type_: part}
        for name in format_.undrawn:
            self._source.undrawn(name)
        headers, footers = (dict(self._furniture.get(kind, {})) for kind in ("header", "footer"))
        self._sections.append(Section(blocks=blocks, headers=headers, footers=footers, **format_.fields))

    def _part(self, name: str, title: str) -> tuple[Block, ...] | None:
        """The blocks of a header or footer; None if its part is missing."""
        if name not in self._parts:
            data = self._package.xml(name)
            if data is None:
                return None
            kept = {} if self._package.relations(name) else furniture_of(self._source.styles)
            if data not in kept:
                before = self._told()
                self._parts[name] = self._read_part(name, title, data)
                if before != self._told() or len(data) > _SMALL:
                    return self._parts[name]
                if len(kept) >= _MOST_KEPT:
                    kept.clear()
                kept[data] = self._parts[name]
            self._parts[name] = kept[data]
        return self._parts[name]

    def _told(self) -> tuple[int, int]:
        """What is changed by reading blocks that are not the same in every document."""
        return self._source.undrawn.calls, self._source.counters.given

    def _read_part(self, name: str, title: str, data: bytes) -> tuple[Block, ...]:
        body, self._source.story = self._source.story, Story(name, title)
        out: list[Block] = []
        self._read(parse(data, name), NOWHERE, out, 0)
        self._finish(out)
        self._source.story = body
        return tuple(out)

    # ------------------------------------------------------------------------------------------------ core properties

    def _core(self) -> dict[str, str]:
        """The core properties (Part 2, 11) by name."""
        targets = (each.target for each in self._package.relations("").values() if each.kind == "core-properties")
        data = self._package.xml(next(targets, "docProps/core.xml"))
        if data is None:
            return {}
        return core_properties(data)


class Settings(NamedTuple):
    """What the settings (17.15) say, and what of them is not drawn."""

    even_and_odd: bool
    compatibility: int
    adds_space: bool
    splits_breaks: bool
    default_tab: float
    undrawn: tuple[str, ...]


@lru_cache(16)
def settings_of(styles: Styles) -> Settings:
    """The settings that came with the styles given."""
    found = styles.settings
    modes = (each for each in found.iter(w("compatSetting")) if each.get(w("name")) == "compatibilityMode")
    mode = next(modes, None)
    return Settings(
        even_and_odd=toggled(found.find(w("evenAndOddHeaders"))),
        compatibility=_OLD_COMPATIBILITY if mode is None else whole(mode.get(w("val")), _OLD_COMPATIBILITY),
        adds_space=toggled(found.find(f"{w('compat')}/{w('doNotUseHTMLParagraphAutoSpacing')}")),
        splits_breaks=toggled(found.find(f"{w('compat')}/{w('splitPgBreakAndParaMark')}")),
        default_tab=points(value(found.find(w("defaultTabStop")), "720"), 36.0) or 36.0,
        undrawn=tuple("w:" + name for name in ("mirrorMargins", "gutterAtTop") if toggled(found.find(w(name)))),
    )


@lru_cache(16)
def furniture_of(_: Styles) -> dict[bytes, tuple[Block, ...]]:
    """Headers and footers that were read with the styles given, by their XML.

    Those that refer to no other part, ask for nothing that is not drawn, and are not numbered: they are the same
    wherever they stand.
    """
    return {}


BLOCKS: Final[dict[str, Callable[[_Reader, Any, Ambient, list[Block], int], None]]] = {
    w("sdt"): _Reader._sdt,
    w("customXml"): _Reader._inside,
    w("smartTag"): _Reader._inside,
    w("ins"): _Reader._revised,
    w("moveTo"): _Reader._revised,
    w("del"): _Reader._dropped,
    w("moveFrom"): _Reader._dropped,
    w("bookmarkStart"): _Reader._bookmark,
    MC + "AlternateContent": _Reader._alternative,
    M + "oMathPara": _Reader._formula,
    M + "oMath": _Reader._formula,
}
"""What reads each element between blocks, paragraphs and tables apart."""
