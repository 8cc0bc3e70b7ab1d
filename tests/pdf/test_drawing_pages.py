"""一页排完就画：画出的和整份排完再画的一样，画过的页不再占内存。"""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

import budgetdocs as bd
from budgetdocs.finding import Finding
from budgetdocs.pdf import Drawing, docx_to_pdf, draw, lay_out

from .drawing.reading import Opened
from .word_files import XMLNS, document, paragraph

PAGES = "".join(paragraph(f"第{number}行", '<w:outlineLvl w:val="0"/>' * (number % 9 == 0)) for number in range(40))


def field(code: str) -> str:
    return f'<w:fldSimple w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def footer(code: str) -> dict[str, Any]:
    return foot(f"<w:p>{field(code)}</w:p>")


def foot(body: str) -> dict[str, Any]:
    return {
        "parts": {"f": f"<w:ftr {XMLNS}>{body}</w:ftr>"},
        "more": '<w:footerReference w:type="default" r:id="f"/>',
    }


LINKED = '<w:p><w:hyperlink w:anchor="there"><w:r><w:t>到那里</w:t></w:r></w:hyperlink></w:p>'
THERE = '<w:p><w:bookmarkStart w:id="1" w:name="there"/><w:r><w:t>那里</w:t></w:r></w:p>'
CASES = {
    "plain": (document(PAGES), 4),
    "its own number": (document(PAGES, **footer("PAGE")), 4),
    "how many there are": (document(PAGES, **footer("NUMPAGES")), 0),
    "the page of a bookmark": (document(f"<w:p>{field('PAGEREF there')}</w:p>{PAGES}{THERE}"), 4),
    "a link": (document(LINKED + PAGES + THERE), 4),
    "a link in the footer": (document(PAGES + THERE, **foot(LINKED)), 0),
}


def shown(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


@pytest.mark.parametrize("name", CASES)
def test_pages_drawn_at_once_are_those_drawn_at_the_end(name: str) -> None:
    docx, early = CASES[name]
    found: list[list[Finding]] = [[], []]
    drawing = Drawing(found[0].append)
    layout = lay_out(docx, report=found[0].append, canvas=drawing)
    assert sum(not page.printed for page in layout.pages) >= early
    one, other = drawing.pdf(layout), draw(lay_out(docx, report=found[1].append), found[1].append)
    assert shown(one) == shown(other) and len(shown(one)) == layout.page_count > 4
    assert found[0] == found[1]
    first, second = Opened(one), Opened(other)
    assert [first.content(i) for i in range(len(first.pages))] == [second.content(i) for i in range(len(second.pages))]
    assert first.outline() == second.outline()
    assert [title for _, title, *_ in first.document.get_outlines()] == [
        title for _, title, *_ in second.document.get_outlines()
    ]
    assert docx_to_pdf(docx, report=lambda _: None) == one


def test_what_is_laid_out_anew_is_drawn_anew() -> None:
    """A page number that takes more room than was left for it moves what follows."""
    wide = '<w:ind w:right="2900"/>'
    counting = f"<w:p><w:pPr>{wide}</w:pPr>{field('NUMPAGES')}<w:r><w:t>页</w:t></w:r></w:p>"
    docx = document(PAGES * 3 + counting + PAGES)
    pages = shown(docx_to_pdf(docx, report=lambda _: None))
    assert pages == shown(draw(lay_out(docx, report=lambda _: None), lambda _: None))
    assert "".join("".join(pages).split()).count("第39行") == 4


def test_a_book_is_the_same_either_way(root: Any) -> None:
    book = bd.read(root / "examples" / "shacheng-2022.yaml")
    docx = bd.to_docx(book, report=lambda _: None)
    assert shown(docx_to_pdf(docx, report=lambda _: None)) == shown(
        draw(lay_out(docx, report=lambda _: None), lambda _: None)
    )
