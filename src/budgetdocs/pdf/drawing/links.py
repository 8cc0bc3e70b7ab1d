"""What a click leads to: links within the document and out of it, and the outline (ISO 32000-1, 12.3 and 12.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from reportlab.pdfbase import pdfdoc

from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.drawing.file import File, text_string
from budgetdocs.pdf.drawing.tagging import Tags
from budgetdocs.pdf.page import Heading, Node, Page, Text

_LEADER = re.compile(r"([.·_\-…])\1{2,}")
_ASCII = "".join(map(chr, range(0x21, 0x7F)))


class Area:
    """Where one link is clicked: a box on each line that it covers, from the top of the page, and its text."""

    def __init__(self, node: Node, action: str) -> None:
        self.node, self.action = node, action
        self.boxes: dict[float, tuple[float, float, float, float]] = {}
        self.texts: list[str] = []

    def cover(self, text: Text, blank: str) -> None:
        """Add a piece of the link, and the ``blank`` behind it."""
        piece, ink = text.piece, text.piece.ink
        box = text.x, text.y - ink.ascent, text.x + piece.width, text.y + ink.descent
        left, top, right, bottom = self.boxes.get(text.y, box)
        self.boxes[text.y] = min(left, box[0]), min(top, box[1]), max(right, box[2]), max(bottom, box[3])
        self.texts.append(piece.text + blank)

    @property
    def text(self) -> str:
        """What stands there, without the leader dots of a line of the contents."""
        return " ".join(_LEADER.sub(" ", "".join(self.texts)).split())


class Links:
    """The links of a file. ``places`` tells of each bookmark the object number of its page and its height there."""

    def __init__(self, file: File, tags: Tags, report: Report) -> None:
        self._file, self._tags, self._report = file, tags, report
        self.places: Mapping[str, tuple[int, float]] = {}
        self._reported: set[str] = set()
        self._annotations: list[int] = []

    def action(self, text: Text, page: Page) -> str:
        """What a click on ``text`` does, as entries of an annotation; "" for nothing.

        Nothing, and a report, for a bookmark that is not there, and in a header or footer: what is no part of the
        structure can't be clicked (14289-1, 7.18.1). In a repeated header row it need not be.
        """
        ink = text.piece.ink
        if not ink.url and ink.link not in self.places:
            return self._unlinked(f"文档里没有书签“{ink.link}”，指向它的超链接", page)
        if text.node is None:
            shown = text.piece.text.strip()
            return self._unlinked(f"页眉、页脚里的超链接“{shown}”", page) if shown and page.margin(text.y) else ""
        if ink.url:
            return f"/A<</S/URI/URI<{quote(ink.url, safe=_ASCII).encode('ascii').hex()}>>>"
        return f"/Dest{destination(*self.places[ink.link])}"

    def _unlinked(self, what: str, page: Page) -> str:
        """Report once that ``what`` is text only."""
        if what not in self._reported:
            self._reported.add(what)
            message = f"PDF 中{what}只印文字，不能点击"
            self._report(Finding("LY001", Severity.HINT, message, f"第 {page.number} 页"))
        return ""

    def add(self, area: Area, height: float) -> None:
        """Write an annotation for each line of ``area``, on a page ``height`` points high; none for blanks alone."""
        contents = text_string(area.text)
        for left, top, right, bottom in area.boxes.values() if area.text else ():
            number = self._file.reserve()
            key = self._tags.annotate(area.node, number)
            box = f"{left:.2f} {height - bottom:.2f} {right:.2f} {height - top:.2f}"
            self._file.put(
                number,
                f"<</Type/Annot/Subtype/Link/Rect[{box}]/Border[0 0 0]/F 4/StructParent {key}/Contents{contents}"
                f"{area.action}>>",
            )
            self._annotations.append(number)

    def close_page(self) -> str:
        """The entries that the page needs for the links added since the last page."""
        annotations, self._annotations = self._annotations, []
        return f"/Annots[{' '.join(f'{number} 0 R' for number in annotations)}]" if annotations else ""


def destination(page: int, y: float) -> str:
    """The place at height ``y`` of the page with the object number ``page`` (12.3.2.2)."""
    return f"[{page} 0 R/XYZ 0 {y:.2f} 0]"


class Outline:
    """The outline of a file: reportlab makes the tree of its entries."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._headings: list[tuple[str, int, str]] = []
        self._destinations: list[str] = []
        self._level = -1

    def add(self, heading: Heading, page: int, height: float) -> None:
        """An entry, one level deeper than the last at most, as outlines are trees."""
        self._level = min(heading.level, self._level + 1)
        self._headings.append((str(len(self._destinations)), self._level, heading.text))
        self._destinations.append(destination(page, height - heading.y))

    def finish(self) -> int:
        """Write the outline; the number of its root, 0 without one."""
        if not self._headings:
            return 0
        tree = pdfdoc.PDFOutlines()
        for entry in self._headings:
            tree.addOutlineEntry(*entry)
        numbered = _Numbered(self._file, tree)
        tree.prepare(numbered, self)
        return numbered.write()

    def _bookmarkReference(self, key: str) -> str:
        """What reportlab asks the canvas."""
        return self._destinations[int(key)]


class _Numbered:
    """What reportlab asks a document: numbers for the objects of a tree, the root of which is ``Outlines``."""

    def __init__(self, file: File, tree: Any) -> None:
        self._file, self.Outlines = file, tree
        self.encrypt = pdfdoc.NoEncryption()
        self._objects: dict[int, Any] = {}
        self.idToObjectNumberAndVersion: dict[str, tuple[int, int]] = {}

    def Reference(self, element: Any, _: str | None = None) -> Any:
        """A reference to an object, which gets a number; what is none stands for itself."""
        if not isinstance(element, pdfdoc.PDFObject) or isinstance(element, pdfdoc.PDFObjectReference):
            return element
        name = str(id(element))
        if name not in self.idToObjectNumberAndVersion:
            number = self._file.reserve()
            self.idToObjectNumberAndVersion[name] = number, 0
            self._objects[number] = element
        return pdfdoc.PDFObjectReference(name)

    def write(self) -> int:
        """Write the objects; the number of the root."""
        root = int(self.idToObjectNumberAndVersion[self.Reference(self.Outlines).name][0])
        for number, element in self._objects.items():
            self._file.put(number, pdfdoc.format(element, self, toplevel=1).decode("ascii"))
        return root
