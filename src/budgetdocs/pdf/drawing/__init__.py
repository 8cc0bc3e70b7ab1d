"""Pages → PDF: content, subset fonts, pictures, links, outline, tags, and all that PDF/A-2u and PDF/UA-1 ask for.

The same pages give the same bytes.
"""

from __future__ import annotations

from budgetdocs import finding
from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.drawing.archive import catalog, information
from budgetdocs.pdf.drawing.content import Painter
from budgetdocs.pdf.drawing.embedding import Fonts
from budgetdocs.pdf.drawing.file import File
from budgetdocs.pdf.drawing.links import Links, Outline
from budgetdocs.pdf.drawing.pictures import Pictures
from budgetdocs.pdf.drawing.strokes import STYLES
from budgetdocs.pdf.drawing.tagging import Tags
from budgetdocs.pdf.layout.pages import Layout

__all__ = ["draw"]

_UNTITLED = "无标题"


def draw(layout: Layout, report: Report = finding.log, *, spent: bool = False) -> bytes:
    """The PDF (ISO 32000-1) of ``layout``.

    ``spent``: nobody wants the layout afterwards, so that each page is emptied once it is drawn.

    Reported are LY001 for a style of border that is drawn as a single stroke and for a link that can't be clicked, and
    LY004 for a picture that can't be read.
    """
    file = File()
    first = file.reserve(len(layout.pages))
    places = {
        name: (number, page.section.height - y)
        for number, page in enumerate(layout.pages, first)
        for name, y in page.anchors.items()
    }
    fonts, pictures, outline = Fonts(), Pictures(file, report), Outline(file)
    tags = Tags(file, layout.structure, len(layout.pages))
    links = Links(file, tags, places, report)
    title = _title(layout)
    styles: set[str] = set()
    painter = Painter(fonts, pictures, tags, links)
    parent, resources = file.reserve(), file.reserve()
    for number, page in enumerate(layout.pages, first):
        section = page.section
        tags.open_page(number)
        content = file.stream(painter.content(page))
        file.put(
            number,
            f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {section.width:.2f} {section.height:.2f}]"
            f"/Resources {resources} 0 R/Contents {content} 0 R/StructParents {tags.close_page()}/Tabs/S"
            f"{links.close_page()}>>",
        )
        for heading in page.headings:
            outline.add(heading, number, section.height)
        styles.update([rule.border.style for rule in page.rules])
        if spent:
            page.printed, page.rules, page.fills = [], [], []
    file.put(resources, f"<</Font{fonts.embed(file)}/XObject{pictures.resources}>>")
    kids = " ".join([f"{number} 0 R" for number in range(first, first + len(layout.pages))])
    file.put(parent, f"<</Type/Pages/Count {len(layout.pages)}/Kids[{kids}]>>")
    root = catalog(
        file,
        title=title,
        author=layout.author,
        language=layout.language,
        labels=[page.label for page in layout.pages],
        pages=parent,
        structure=tags.finish(),
        outline=outline.finish(),
    )
    for style in sorted(styles - STYLES.keys()):
        report(
            Finding("LY001", Severity.HINT, f"PDF 不会画边框线型 {style}，画作单线；请在 Word 中改用单线、双线或虚线")
        )
    return file.pdf(root, information(title, layout.author))


def _title(layout: Layout) -> str:
    """The title of the document; for want of one its first heading, or else its first words (a PDF/UA has a title)."""
    headings = (heading.text for page in layout.pages for heading in page.headings)
    printed = (each for page in layout.pages for each in page.printed if each.node is not None)
    words = (text.piece.text.strip() for each in printed for text in each.texts)
    return layout.title.strip() or next(headings, "") or next(filter(None, words), _UNTITLED)
