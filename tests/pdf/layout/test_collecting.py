"""排版时暂停垃圾回收；无论成败，之后都和调用前一样。"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from budgetdocs.errors import RenderError
from budgetdocs.finding import Finding
from budgetdocs.pdf import docx_to_pdf, lay_out
from budgetdocs.pdf.lines import composing
from budgetdocs.pdf.lines.composing import Composed

from ..word_files import cell, document, paragraph, row, table


def _silent(_: Finding) -> None:
    """Findings are of no interest here."""


@pytest.fixture(params=[True, False], ids=["on", "off"])
def collecting(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether the caller has garbage collected."""
    before = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if before else gc.disable)()


@pytest.mark.parametrize("make", [docx_to_pdf, lay_out])
@pytest.mark.parametrize("docx", [document(paragraph("甲")), b"no Word file"], ids=["good", "bad"])
def test_the_caller_finds_collection_as_it_was(collecting: bool, make: Callable[..., object], docx: bytes) -> None:
    with suppress(RenderError):
        make(docx, report=_silent)
    assert gc.isenabled() is collecting


@pytest.mark.parametrize("body", [paragraph("段里没见过的文字"), table([2000], row(cell("格里没见过的文字")))])
def test_a_layout_leaves_no_garbage(body: str) -> None:
    """Otherwise a batch would pile it up."""
    layout = lay_out(document(body), report=_silent)
    page = weakref.ref(layout.pages[0])
    assert False in {each.lines.remembered for each in layout.pages[0].printed}
    gc.disable()
    try:
        del layout
        assert page() is None
    finally:
        gc.enable()


def test_a_pdf_leaves_no_garbage() -> None:
    """Nothing that holds itself: neither of what was read, nor of what was laid out or drawn."""
    documents = [
        document(paragraph(f"第{i}份", '<w:outlineLvl w:val="0"/>') + table([2000], row(cell(f"格{i}"))))
        for i in range(6)
    ]
    for docx in documents[:4]:
        docx_to_pdf(docx, report=_silent)
    gc.collect()
    gc.disable()
    try:
        docx_to_pdf(documents[4], report=_silent)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_what_is_remembered_holds_not_itself() -> None:
    """Once it is forgotten it is gone, whether or not anyone looks for garbage."""
    docx = document(table([2000], row(cell("一再见到的标签"))))
    for _ in range(3):
        docx_to_pdf(docx, report=_silent)
    assert all(each.lines.remembered for each in lay_out(docx, report=_silent).pages[0].printed)
    gc.collect()
    gc.disable()
    try:
        for memory in _memories():
            memory.clear()
        assert gc.collect() == 0
    finally:
        gc.enable()


def _memories() -> list[dict[tuple[Any, ...], Composed]]:
    return [memory for shared in composing._shared.values() for memory in shared._lines.values()]
