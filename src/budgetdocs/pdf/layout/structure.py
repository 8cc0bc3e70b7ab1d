"""The structure tree of a document (ISO 32000-1, 14.7.2), built in the order of reading, as blocks are laid out."""

from __future__ import annotations

from budgetdocs.pdf.blocks import Paragraph
from budgetdocs.pdf.page import Node

_DEEPEST = 6


class Structure:
    """Gives each paragraph its node. Levels of headings never skip one; lines of the contents share one TOC."""

    def __init__(self) -> None:
        self.root = Node("Document")
        self._level = 0
        self._contents: tuple[Node, Node] | None = None

    def paragraph(self, paragraph: Paragraph, parent: Node) -> Node | None:
        """The node of ``paragraph`` below ``parent``; None for a blank one, which says nothing to a reader."""
        for span in paragraph.spans:
            if span.picture or not span.text.isspace():
                break
        else:
            return None
        if paragraph.role == "toc":
            if self._contents is None or self._contents[0] is not parent:
                self._contents = parent, parent.add("TOC")
            return self._contents[1].add("TOCI")
        if paragraph.style.outline is not None:
            self._level = min(paragraph.style.outline + 1, self._level + 1, _DEEPEST)
            return parent.add(f"H{self._level}")
        self._contents = None
        return parent.add("P")
