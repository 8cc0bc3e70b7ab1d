"""Word documents drawn as PDF, without Office; of budgets nothing is known here.

>>> from budgetdocs.pdf import docx_to_pdf
>>> pdf = docx_to_pdf(docx)                                  # doctest: +SKIP
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from budgetdocs import finding
from budgetdocs.finding import Report
from budgetdocs.pdf.docx import read_docx
from budgetdocs.pdf.drawing import Drawing, draw
from budgetdocs.pdf.fonts import BUNDLED, OFFICIAL, FontBook, FontUse
from budgetdocs.pdf.layout import Canvas, Layout, paginate
from budgetdocs.pdf.lines import PRESETS, Composer

__all__ = [
    "BUNDLED",
    "Canvas",
    "Drawing",
    "FontUse",
    "Layout",
    "PdfOptions",
    "docx_to_pdf",
    "draw",
    "font_uses",
    "lay_out",
    "official_font_uses",
    "uncollected",
]


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """``line_rules`` is "word" or "libreoffice".

    A font is looked for in the folders ``fonts`` (which may be files as well), then, with ``system_fonts``, among those
    of this machine, then among the shipped ones. Without ``system_fonts`` a document gives the same PDF on every
    machine, with them wherever the same fonts are installed.
    """

    line_rules: str = "word"
    fonts: tuple[Path, ...] = ()
    system_fonts: bool = True


def docx_to_pdf(docx: bytes, *, options: PdfOptions | None = None, report: Report = finding.log) -> bytes:
    """The PDF of a .docx, as bytes; the same bytes for the same document and fonts.

    What could not be printed as asked is reported: FT001 a font replaced, FT002 a character that no font has, FT003
    characters that the font has not and others print, FT004 a font file that can't be used, LY001 an element that is
    not drawn, LY002 text that a fixed row height cuts off, LY003 text off the page, LY004 a picture that can't
    be read. Raises :class:`RenderError` for bytes that are no Word document, :class:`FontError` for a folder of fonts
    that is not there.
    """
    with uncollected():
        return _drawn(docx, options, report)


def _drawn(docx: bytes, options: PdfOptions | None, report: Report) -> bytes:
    """As :func:`docx_to_pdf`; whatever it took is gone when it returns, before garbage is looked for again."""
    drawing = Drawing(report)
    return drawing.pdf(lay_out(docx, options=options, report=report, canvas=drawing))


def lay_out(
    docx: bytes,
    *,
    options: PdfOptions | None = None,
    report: Report = finding.log,
    canvas: Canvas | None = None,
) -> Layout:
    """The pages of a .docx; findings and errors as for :func:`docx_to_pdf`.

    A ``canvas``, a :class:`Drawing`, takes pages as soon as they are finished, which leaves them empty.
    """
    options = options or PdfOptions()
    fonts = FontBook(options.fonts, report, options.system_fonts)
    with uncollected():
        layout = paginate(read_docx(docx, report), Composer(fonts, PRESETS[options.line_rules]), report, canvas)
    fonts.report_borrowed()
    return layout


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: what a layout is made of lives until its end, so that looking through it again
    and again, as it grows, finds nothing and takes a quarter of the time of a book."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def font_uses(docx: bytes, *, options: PdfOptions | None = None) -> list[FontUse]:
    """Which file prints which font of a .docx, and which characters it lacks."""
    options = options or PdfOptions()
    fonts = FontBook(options.fonts, _silent, options.system_fonts)
    paginate(read_docx(docx, _silent), Composer(fonts, PRESETS[options.line_rules]), _silent)
    return fonts.uses()


def official_font_uses(options: PdfOptions | None = None) -> list[FontUse]:
    """Which file prints each of the fonts that official documents ask for (GB/T 9704-2012, and the usual ones)."""
    options = options or PdfOptions()
    fonts = FontBook(options.fonts, _silent, options.system_fonts)
    for name in OFFICIAL:
        fonts.choose(name)
    return fonts.uses()


def _silent(_: finding.Finding) -> None:
    """For a look at the fonts alone: their use is the answer, so nothing is to be reported."""
