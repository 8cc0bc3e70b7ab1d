"""What is read of a paragraph while it is read: spans, and the text that goes on in one style."""

from __future__ import annotations

from typing import Any, Final

from budgetdocs.pdf.blocks import Floating, Paragraph, RunStyle, Span
from budgetdocs.pdf.docx.names import w
from budgetdocs.pdf.docx.styles import ParagraphFormat

BLANKS: Final = "\t\n\r "
LITERAL: Final = {ord(char): " " for char in "\t\n\r\u2028\u2029"} | {0xFFFC: ""}
"""White space of the XML is a space; what stands for a picture elsewhere is no text."""
IGNORED_CONTENT: Final = frozenset(
    map(
        w,
        ("proofErr", "lastRenderedPageBreak", "bookmarkEnd", "permStart", "permEnd", "softHyphen", "rPr", "pPr",
         "commentRangeStart", "commentRangeEnd", "annotationRef", "footnoteRef", "endnoteRef", "separator",
         "continuationSeparator", "delText", "delInstrText", "moveFromRangeStart", "moveFromRangeEnd",
         "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd",
         "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
         "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "smartTagPr", "customXmlPr", "sdtPr", "sdtEndPr",
         "fldData", "ffData", "sectPr"),
    )
)  # fmt: skip
"""Without an effect on the page."""


def is_plain(text: str) -> bool:
    """Whether text is set as it stands, wherever it is written: no blanks at its ends, no characters but letters."""
    return text.isprintable() and text[:1] != " " and text[-1:] != " "


def literal(text: str) -> str:
    """The text of a ``w:t`` as it is set."""
    return text if text.isprintable() else text.translate(LITERAL)


def break_text(element: Any) -> str:
    """What a break (17.3.3.1) is as text; one of a column is one of the page, as text has one column here."""
    return "\f" if element.get(w("type")) in {"page", "column"} else "\n"


class Content:
    """What was read of a paragraph so far: finished spans, and the text of the one that goes on."""

    __slots__ = (
        "bookmarks", "floating", "format", "in_contents", "link", "size", "spans", "style", "texts", "to", "url",
    )  # fmt: skip

    def __init__(self, format_: ParagraphFormat, in_contents: bool) -> None:
        self.format = format_
        self.in_contents = in_contents
        self.link = self.url = ""
        self.size: float | None = None
        self.spans: list[Span] = []
        self.bookmarks: list[str] = []
        self.floating: list[Floating] = []
        self.texts: list[str] = []
        self.style: RunStyle | None = None
        self.to = ("", "")

    def put(self, text: str, style: RunStyle, to: tuple[str, str]) -> None:
        """Text; what stands in the same style with the same link is one span."""
        if style is not self.style or to != self.to:
            self.flush()
            self.style, self.to = style, to
        self.texts.append(text)

    def flush(self) -> None:
        if self.texts and self.style is not None:
            self.spans.append(Span("".join(self.texts), self.style, self.to[0], "", self.to[1]))
            self.texts = []

    def put_span(self, span: Span) -> None:
        self.flush()
        self.style = None
        self.spans.append(span)

    def paragraph(self) -> Paragraph:
        """The paragraph that was read."""
        format_ = self.format
        style = format_.style
        if format_.in_characters and self.size is not None:
            style = format_.style_at(self.size)
        bookmarks = tuple(dict.fromkeys(name for name in self.bookmarks if name))
        role = "toc" if (format_.contents or self.in_contents) and self.spans else ""
        return Paragraph(style, format_.mark.style, tuple(self.spans), bookmarks, role, tuple(self.floating))
