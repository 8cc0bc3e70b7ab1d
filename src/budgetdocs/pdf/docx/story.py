"""Where the reader stands: the document with its parts, and the flow of text (body, header, footer) that it reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from budgetdocs.finding import Report
from budgetdocs.pdf.blocks import Floating, Span
from budgetdocs.pdf.docx.fields import OpenFields
from budgetdocs.pdf.docx.names import MC, PIC, M, w
from budgetdocs.pdf.docx.numbering import Counters
from budgetdocs.pdf.docx.package import Package
from budgetdocs.pdf.docx.skeletons import RowCutter
from budgetdocs.pdf.docx.styles import ParagraphFormat, Styles
from budgetdocs.pdf.docx.undrawn import Undrawn

_UNDERSTOOD: Final = frozenset({"w14", "w15", "w16", "w16se", "w16cid", "w16cex", "wp14"})
"""Prefixes of extensions of Word whose content holds nothing that is not known here."""


@dataclass(slots=True)
class Story:
    """One flow of text. ``part`` holds it, ``title`` is its name for people ("" for the body).

    ``bookmarks`` stood between blocks and belong to the next paragraph; ``carried`` and ``floating`` are what
    paragraphs whose mark is hidden or deleted hand on to the next, ``carried_format`` the format of the last of these.
    ``element`` is what was read last, or its texts.
    """

    part: str
    title: str = ""
    fields: OpenFields = field(default_factory=OpenFields)
    bookmarks: list[str] = field(default_factory=list)
    floating: list[Floating] = field(default_factory=list)
    carried: list[Span] = field(default_factory=list)
    carried_format: ParagraphFormat | None = None
    count: int = 0
    element: Any = None

    @property
    def at_rest(self) -> bool:
        """Whether nothing is open that what is read next depends on."""
        return self.carried_format is None and not self.bookmarks and not self.fields.stack


class Source:
    """The document that is read: its package, its styles, and the count of its numbered paragraphs."""

    def __init__(self, package: Package, styles: Styles, report: Report) -> None:
        self.package = package
        self.styles = styles
        self.counters = Counters(styles.lists)
        self.rows = RowCutter(styles)
        self.story = Story(package.main)
        self.undrawn = Undrawn(report, self.place)

    def place(self) -> str:
        """Where the reader stands, for people: 第 3 段“文字”附近."""
        element = self.story.element
        if element is None:
            return self.story.title
        text = "".join(self._texts(element)).strip()[:20]
        return f"{self.story.title}第 {self.story.count} 段{f'“{text}”' if text else ''}附近"

    def _texts(self, element: Any) -> Iterable[str]:
        """The texts in an element, those of rows included that were cut out of it; or those of one that was cut out."""
        if isinstance(element, list):
            return element
        found = element.iter(w("t"), M + "t", w("tr"))
        return (self.rows.text(each) if each.tag == w("tr") else each.text or "" for each in found)


def _is_known(choice: Any) -> bool:
    if set((choice.get("Requires") or "?").split()) <= _UNDERSTOOD:
        return True
    return next(choice.iter(PIC + "pic"), None) is not None and next(choice.iter(w("txbxContent")), None) is None


def alternative(element: Any) -> Any:
    """The branch of an ``mc:AlternateContent`` that is read (ECMA-376 Part 3, 10.2.1).

    A choice in terms that are known or that is a picture and no more (LibreOffice says of those that they require
    shapes), else what stands there for older readers; where that is empty the first choice, so that what is not drawn
    gets its name.
    """
    choices = element.findall(MC + "Choice")
    known = next((each for each in choices if _is_known(each)), None)
    if known is not None:
        return known
    fallback = element.find(MC + "Fallback")
    return fallback if fallback is not None and len(fallback) else (choices or [()])[0]
