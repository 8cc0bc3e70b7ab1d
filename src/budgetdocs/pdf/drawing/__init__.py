"""Pages → PDF: content, subset fonts, pictures, links, outline, tags, and all that PDF/A-2u and PDF/UA-1 ask for.

The same pages give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from budgetdocs import finding
from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.drawing.archive import catalog, information
from budgetdocs.pdf.drawing.content import Painter
from budgetdocs.pdf.drawing.embedding import Fonts
from budgetdocs.pdf.drawing.file import File
from budgetdocs.pdf.drawing.links import Links, Outline
from budgetdocs.pdf.drawing.pictures import Pictures
from budgetdocs.pdf.drawing.strokes import STYLES
from budgetdocs.pdf.drawing.tagging import Tags, forget
from budgetdocs.pdf.layout.pages import Layout
from budgetdocs.pdf.page import Page

__all__ = ["Drawing", "draw"]

_UNTITLED = "无标题"


def draw(layout: Layout, report: Report = finding.log) -> bytes:
    """The PDF (ISO 32000-1) of ``layout``.

    Reported are LY001 for a style of border that is drawn as a single stroke and for a link that can't be clicked, and
    LY004 for a picture that can't be read.
    """
    forget(layout.structure)
    return Drawing(report).pdf(layout)


class Drawing:
    """A PDF that is drawn page by page, each as soon as it is laid out, so that the pages of a book need not be kept.

    :meth:`page` takes finished pages in any order, :meth:`pdf` draws the others and gives the file. What is there to
    report, as for :func:`draw`, is reported then.
    """

    def __init__(self, report: Report = finding.log) -> None:
        self._report = report
        self.restart()

    def restart(self) -> None:
        """Forget all pages: the document is laid out anew."""
        self._found: list[Finding] = []
        self._file = file = File()
        self._fonts, self._pictures = Fonts(), Pictures(file, self._found.append)
        self._tags = Tags(file)
        self._links = Links(file, self._tags, self._found.append)
        self._painter = Painter(self._fonts, self._pictures, self._tags, self._links)
        self._root, self._resources = file.reserve(), file.reserve()
        self._numbers: dict[int, int] = {}
        self._words: dict[int, str] = {}
        self._styles: set[str] = set()

    def page(self, page: Page) -> None:
        """Draw ``page``, which has no links: where they lead is not known yet."""
        self._draw(page, self._file.reserve())

    def _draw(self, page: Page, number: int) -> None:
        """Draw ``page`` as the object ``number``."""
        section, file = page.section, self._file
        self._numbers[id(page)] = number
        self._words[id(page)] = _first_words(page)
        self._styles.update([rule.border.style for rule in page.rules])
        self._tags.open_page(number)
        content = file.stream(self._painter.content(page))
        file.put(
            number,
            f"<</Type/Page/Parent {self._root} 0 R/MediaBox[0 0 {section.width:.2f} {section.height:.2f}]"
            f"/Resources {self._resources} 0 R/Contents {content} 0 R/StructParents {self._tags.close_page()}/Tabs/S"
            f"{self._links.close_page()}>>",
        )

    def pdf(self, layout: Layout) -> bytes:
        """The file of all pages of ``layout``, those that were not drawn yet included."""
        file, numbers = self._file, self._numbers
        waiting = [page for page in layout.pages if id(page) not in numbers]
        numbers |= {id(page): file.reserve() for page in waiting}
        self._links.places = {
            name: (numbers[id(page)], page.section.height - y)
            for page in layout.pages
            for name, y in page.anchors.items()
        }
        for page in waiting:
            self._draw(page, numbers[id(page)])
        file.put(self._resources, f"<</Font{self._fonts.embed(file)}/XObject{self._pictures.resources}>>")
        kids = " ".join([f"{numbers[id(page)]} 0 R" for page in layout.pages])
        file.put(self._root, f"<</Type/Pages/Count {len(layout.pages)}/Kids[{kids}]>>")
        title = layout.title.strip() or next(self._titles(layout), _UNTITLED)
        root = catalog(
            file,
            title=title,
            author=layout.author,
            language=layout.language,
            labels=[page.label for page in layout.pages],
            pages=self._root,
            structure=self._tags.finish(layout.structure),
            outline=self._outline(layout),
        )
        self._report_all()
        return file.pdf(root, information(title, layout.author))

    def _titles(self, layout: Layout) -> Iterator[str]:
        """What may be the title of a document without one (a PDF/UA has one): its first heading, its first words."""
        yield from (heading.text for page in layout.pages for heading in page.headings)
        yield from filter(None, (self._words[id(page)] for page in layout.pages))

    def _outline(self, layout: Layout) -> int:
        """Write the outline; the number of its root, 0 without one."""
        outline = Outline(self._file)
        for page in layout.pages:
            for heading in page.headings:
                outline.add(heading, self._numbers[id(page)], page.section.height)
        return outline.finish()

    def _report_all(self) -> None:
        for each in self._found:
            self._report(each)
        for style in sorted(self._styles - STYLES.keys()):
            message = f"PDF 不会画边框线型 {style}，画作单线；请在 Word 中改用单线、双线或虚线"
            self._report(Finding("LY001", Severity.HINT, message))


def _first_words(page: Page) -> str:
    """The first piece of text that is part of the document, "" if there is none."""
    texts = (text.piece.text.strip() for each in page.printed if each.node is not None for text in each.texts)
    return next(filter(None, texts), "")
