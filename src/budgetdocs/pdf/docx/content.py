"""What is read of a paragraph while it is read: spans, and the text that goes on in one style."""

from __future__ import annotations

from budgetdocs.pdf.blocks import RunStyle, Span
from budgetdocs.pdf.docx.styles import ParagraphFormat


class Content:
    """What was read of a paragraph so far: finished spans, and the text of the one that goes on."""

    __slots__ = ("bookmarks", "format", "in_contents", "link", "size", "spans", "style", "texts", "to", "url")

    def __init__(self, format_: ParagraphFormat, in_contents: bool) -> None:
        self.format = format_
        self.in_contents = in_contents
        self.link = self.url = ""
        self.size: float | None = None
        self.spans: list[Span] = []
        self.bookmarks: list[str] = []
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
