"""Paragraphs read: their text in one style after another, with its fields, links, pictures and bookmarks."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any, Final

from budgetdocs.pdf.blocks import Floating, Paragraph, Span
from budgetdocs.pdf.docx.content import BLANKS, IGNORED_CONTENT, LITERAL, Content, break_text, is_plain, literal
from budgetdocs.pdf.docx.fields import MAY_BE_EMPTY, PAGE_FIELDS, SILENT, Instruction, form_value
from budgetdocs.pdf.docx.names import MC, XML, M, first_child, local, qualified, w
from budgetdocs.pdf.docx.package import relation_id
from budgetdocs.pdf.docx.pictures import drawn_picture, vml_picture
from budgetdocs.pdf.docx.run_properties import RunFormat
from budgetdocs.pdf.docx.story import Source, alternative
from budgetdocs.pdf.docx.styles import Ambient, ParagraphFormat
from budgetdocs.pdf.docx.symbols import in_unicode, symbol

_P_PR, _R, _R_PR, _T = w("pPr"), w("r"), w("rPr"), w("t")


class ParagraphReader:
    """Reads the paragraphs of a document one after another; it keeps count of lists and open fields."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def read(self, element: Any, ambient: Ambient) -> tuple[Paragraph | None, ParagraphFormat]:
        """The paragraph, None where its mark is hidden or deleted: its text then opens the next one."""
        source, story = self._source, self._source.story
        story.count += 1
        story.element = element
        children = list(element)
        properties = children.pop(0) if children and children[0].tag == _P_PR else first_child(children, _P_PR)
        format_ = source.styles.paragraph(properties, ambient)
        if format_.simple and len(children) < 2 and story.at_rest:
            kept = self._plain(children[0] if children else None, format_)
            if kept is not None:
                return kept, format_
        self._report(format_)
        content = Content(format_, story.fields.contents > 0)
        if format_.list_name and not format_.joined:
            self._number(content)
        if story.carried_format is not None:
            content.spans += story.carried
            story.carried, story.carried_format = [], None
        content.bookmarks, story.bookmarks = story.bookmarks, []
        content.floating, story.floating = story.floating, []
        self._children(children, content)
        content.flush()
        if format_.joined:
            story.carried, story.carried_format, story.bookmarks = content.spans, format_, content.bookmarks
            story.floating = content.floating
            return None, format_
        return content.paragraph(), format_

    def _plain(self, run: Any, format_: ParagraphFormat) -> Paragraph | None:
        """The paragraph whose only content is ``run``, if that is plain text (None: no run); else None.

        What the cells of forms hold mostly; paragraphs that are equal are the same object.
        """
        run_format, text = format_.base.plain, ""
        if run is not None:
            parts = list(run)
            if parts and parts[0].tag == _R_PR:
                run_format = self._source.styles.run(format_.base, parts.pop(0))
            if run.tag != _R or len(parts) != 1 or parts[0].tag != _T or not run_format.simple:
                return None
            text = parts[0].text or ""
            if not is_plain(text):
                return None
        return self._source.styles.plain_paragraph(format_, run_format, text)

    def rest(self) -> Paragraph | None:
        """What is still to be handed on where no paragraph follows; None if there is nothing."""
        story = self._source.story
        if story.carried_format is None:
            return None
        content = Content(story.carried_format, False)
        content.spans, story.carried, story.carried_format = story.carried, [], None
        content.bookmarks, story.bookmarks = story.bookmarks, []
        content.floating, story.floating = story.floating, []
        return content.paragraph()

    def bookmark(self, element: Any) -> None:
        """A bookmark between blocks: it belongs to the next paragraph."""
        self._source.story.bookmarks.append(element.get(w("name"), ""))

    def _number(self, content: Content) -> None:
        format_ = content.format
        text = self._source.counters.label(format_.list_name, format_.level)
        self._add_formatted(text, format_.label, content, ("", ""))
        content.flush()
        content.style = None

    def _report(self, format_: ParagraphFormat) -> None:
        for name, detail in format_.undrawn:
            self._source.undrawn(name, detail)
        for name in format_.revised:
            self._source.undrawn(name)

    # ------------------------------------------------------------------------------------------------ what it holds

    def _children(self, parent: Any, content: Content) -> None:
        for child in parent:
            tag = child.tag
            if tag == _R:
                self._run(child, content)
            elif tag != _P_PR:
                read = CONTENT.get(tag)
                if read is not None:
                    read(self, child, content)
                elif tag not in IGNORED_CONTENT:
                    self._source.undrawn(qualified(tag))

    def _run(self, run: Any, content: Content) -> None:
        format_ = content.format.base.plain
        for child in run:
            tag = child.tag
            if tag == _T:
                self._text(child, format_, content)
            elif tag == _R_PR:
                format_ = self._source.styles.run(content.format.base, child)
            else:
                read = RUN_CONTENT.get(tag)
                if read is not None:
                    read(self, child, format_, content)
                elif tag not in IGNORED_CONTENT:
                    self._source.undrawn(qualified(tag))

    def _text(self, element: Any, format_: RunFormat, content: Content) -> None:
        text = element.text
        if not text:
            return
        if (text[0] in BLANKS or text[-1] in BLANKS) and not _preserves(element):
            text = text.strip(BLANKS)
        self._add(literal(text), format_, content)

    def _add(self, text: str, format_: RunFormat, content: Content) -> None:
        """Text of a run, unless it stands in a field's instruction or is hidden."""
        if format_.style.hidden or not text:
            return
        fields = self._source.story.fields
        to = (content.link, content.url)
        if fields.stack:
            if fields.hidden:
                return
            for each in fields.stack:
                each.shown = True
            if to == ("", ""):
                to = fields.link
            page = fields.page_field
            if page is not None:
                if not page.printed and page.instruction is not None:
                    page.printed = True
                    self._unheeded(page.instruction)
                    content.put_span(Span(text, format_.style, to[0], page.instruction.field, to[1]))
                return
        for name in format_.undrawn:
            self._source.undrawn(name)
        if content.size is None:
            content.size = format_.size
        self._add_formatted(text, format_, content, to)

    def _add_formatted(self, text: str, format_: RunFormat, content: Content, to: tuple[str, str]) -> None:
        if format_.symbols:
            text, known = in_unicode(text, format_.symbols)
            if not known:
                self._source.undrawn("w:t", format_.symbols)
        if format_.caps:
            text = text.upper()
        if format_.small is None:
            content.put(text, format_.style, to)
            return
        for lower, letters in groupby(text, lambda char: char != char.upper()):
            content.put("".join(letters).upper(), format_.small if lower else format_.style, to)

    # ---------------------------------------------------------------------------------------- containers of content

    def _inside(self, element: Any, content: Content) -> None:
        self._children(element, content)

    def _revised(self, element: Any, content: Content) -> None:
        self._source.undrawn(qualified(element.tag))
        self._children(element, content)

    def _dropped(self, element: Any, _: Content) -> None:
        if len(element):
            self._source.undrawn(qualified(element.tag))

    def _sdt(self, element: Any, content: Content) -> None:
        inner = element.find(w("sdtContent"))
        self._children(() if inner is None else inner, content)

    def _alternative(self, element: Any, content: Content) -> None:
        self._children(alternative(element), content)

    def _hyperlink(self, element: Any, content: Content) -> None:
        outer = content.link, content.url
        anchor = element.get(w("anchor"), "")
        relation = self._source.package.relations(self._source.story.part).get(relation_id(element))
        if relation is not None and relation.external and relation.target:
            content.link, content.url = "", relation.target + (f"#{anchor}" if anchor else "")
        else:
            content.link, content.url = anchor, ""
        self._children(element, content)
        content.link, content.url = outer

    def _bookmark_start(self, element: Any, content: Content) -> None:
        content.bookmarks.append(element.get(w("name"), ""))

    def _formula(self, element: Any, content: Content) -> None:
        self._source.undrawn(qualified(element.tag))
        text = "".join(each.text or "" for each in element.iter(M + "t"))
        self._add(text.translate(LITERAL), content.format.base.plain, content)

    def _simple_field(self, element: Any, content: Content) -> None:
        fields = self._source.story.fields
        fields.begin(element.find(w("ffData")), content.format.base.plain)
        fields.stack[-1].code.append(element.get(w("instr"), ""))
        self._separate(content)
        self._children(element, content)
        self._end_field("w:fldSimple", content)

    # ------------------------------------------------------------------------------------------------ parts of runs

    def _run_alternative(self, element: Any, format_: RunFormat, content: Content) -> None:
        for child in alternative(element):
            read = RUN_CONTENT.get(child.tag)
            if child.tag == _T:
                self._text(child, format_, content)
            elif read is not None:
                read(self, child, format_, content)
            elif child.tag not in IGNORED_CONTENT:
                self._source.undrawn(qualified(child.tag))

    def _tab(self, _: Any, format_: RunFormat, content: Content) -> None:
        self._add("\t", format_, content)

    def _aligned_tab(self, _: Any, format_: RunFormat, content: Content) -> None:
        self._source.undrawn("w:ptab")
        self._add("\t", format_, content)

    def _break(self, element: Any, format_: RunFormat, content: Content) -> None:
        self._add(break_text(element), format_, content)

    def _hyphen(self, _: Any, format_: RunFormat, content: Content) -> None:
        self._add("-", format_, content)

    def _symbol(self, element: Any, format_: RunFormat, content: Content) -> None:
        font = element.get(w("font"), "")
        shown = symbol(element.get(w("char"), ""), font)
        if shown is None:
            self._source.undrawn("w:sym", f"{font} {element.get(w('char'), '')}".strip())
        self._add("〓" if shown is None else shown, format_, content)

    def _page_number(self, _: Any, format_: RunFormat, content: Content) -> None:
        if not (format_.style.hidden or self._source.story.fields.hidden):
            content.put_span(Span("1", format_.style, field="PAGE"))

    def _field_mark(self, element: Any, format_: RunFormat, content: Content) -> None:
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            self._source.story.fields.begin(element.find(w("ffData")), format_)
        elif kind == "separate":
            self._separate(content)
        elif kind == "end":
            self._end_field("w:fldChar", content)

    def _instruction(self, element: Any, _: RunFormat, __: Content) -> None:
        stack = self._source.story.fields.stack
        if stack and stack[-1].instruction is None:
            stack[-1].code.append(element.text or "")

    def _separate(self, content: Content) -> None:
        fields = self._source.story.fields
        fields.separate()
        content.in_contents = content.in_contents or fields.contents > 0

    def _end_field(self, name: str, content: Content) -> None:
        fields = self._source.story.fields
        empty = bool(fields.stack) and fields.stack[-1].instruction is not None
        closed = fields.end()
        if closed is None or closed.instruction is None or fields.hidden or closed.shown:
            return
        kind = closed.instruction.name
        if kind in PAGE_FIELDS:
            if not closed.format.style.hidden:
                self._unheeded(closed.instruction)
                content.put_span(Span("1", closed.format.style, field=closed.instruction.field))
            return
        text = form_value(closed.data)
        text = closed.instruction.text if text is None else text
        if text is not None:
            self._add(text, closed.format, content)
        elif kind and kind not in SILENT and not (empty and kind in MAY_BE_EMPTY):
            self._source.undrawn(name, f"域 {kind}")

    def _unheeded(self, instruction: Instruction) -> None:
        """Report what a page number asks for of its own look in vain."""
        for switch in instruction.unheeded:
            self._source.undrawn("w:instrText", f"{instruction.name} {switch}")

    def _drawing(self, element: Any, format_: RunFormat, content: Content) -> None:
        source = self._source
        if source.story.fields.hidden or format_.style.hidden:
            return
        if next(element.iter(w("txbxContent")), None) is not None:
            source.undrawn("w:txbxContent")
            return
        read = drawn_picture if local(element) == "drawing" else vml_picture
        picture = read(element, source.story.part, source.package, source.undrawn)
        if picture is None:
            return
        for each in source.story.fields.stack:
            each.shown = True
        if isinstance(picture, Floating):
            content.floating.append(picture)
            return
        link, url = (content.link, content.url) if content.link or content.url else source.story.fields.link
        content.put_span(Span("\ufffc", format_.style, link, url=url, picture=picture))

    def _ruby(self, element: Any, _: RunFormat, content: Content) -> None:
        self._source.undrawn("w:ruby")
        base = element.find(w("rubyBase"))
        self._children(() if base is None else base, content)


def _preserves(element: Any) -> bool:
    """Whether white space at the ends of a text counts (xml:space, on it or above it)."""
    while element is not None:
        space = element.get(XML + "space")
        if space is not None:
            return bool(space == "preserve")
        element = element.getparent()
    return False


CONTENT: Final[dict[str, Callable[[ParagraphReader, Any, Content], None]]] = {
    w("hyperlink"): ParagraphReader._hyperlink,
    w("bookmarkStart"): ParagraphReader._bookmark_start,
    w("fldSimple"): ParagraphReader._simple_field,
    w("sdt"): ParagraphReader._sdt,
    w("smartTag"): ParagraphReader._inside,
    w("customXml"): ParagraphReader._inside,
    w("dir"): ParagraphReader._inside,
    w("bdo"): ParagraphReader._inside,
    w("ins"): ParagraphReader._revised,
    w("moveTo"): ParagraphReader._revised,
    w("del"): ParagraphReader._dropped,
    w("moveFrom"): ParagraphReader._dropped,
    MC + "AlternateContent": ParagraphReader._alternative,
    M + "oMath": ParagraphReader._formula,
    M + "oMathPara": ParagraphReader._formula,
}
"""What reads each element within a paragraph, runs apart."""

RUN_CONTENT: Final[dict[str, Callable[[ParagraphReader, Any, RunFormat, Content], None]]] = {
    w("tab"): ParagraphReader._tab,
    w("ptab"): ParagraphReader._aligned_tab,
    w("br"): ParagraphReader._break,
    w("cr"): ParagraphReader._break,
    w("noBreakHyphen"): ParagraphReader._hyphen,
    w("sym"): ParagraphReader._symbol,
    w("pgNum"): ParagraphReader._page_number,
    w("fldChar"): ParagraphReader._field_mark,
    w("instrText"): ParagraphReader._instruction,
    w("drawing"): ParagraphReader._drawing,
    w("pict"): ParagraphReader._drawing,
    w("object"): ParagraphReader._drawing,
    w("ruby"): ParagraphReader._ruby,
    MC + "AlternateContent": ParagraphReader._run_alternative,
}
"""What reads each element within a run, ``w:t`` apart."""
