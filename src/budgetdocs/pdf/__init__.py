"""Word documents drawn as PDF, without Office; of budgets nothing is known here.

>>> from budgetdocs.pdf import docx_to_pdf
>>> pdf = docx_to_pdf(docx)                                  # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from budgetdocs import finding
from budgetdocs.finding import Report
from budgetdocs.pdf.docx import read_docx
from budgetdocs.pdf.draw import draw
from budgetdocs.pdf.fonts import BUNDLED, FontBook, FontUse
from budgetdocs.pdf.lines import PRESETS, Composer
from budgetdocs.pdf.pages import Layout, paginate

__all__ = ["BUNDLED", "FontUse", "Layout", "PdfOptions", "docx_to_pdf", "draw", "font_uses", "lay_out"]


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """``line_rules`` is "word" or "libreoffice"; fonts in the folders ``fonts`` come before the shipped ones."""

    line_rules: str = "word"
    fonts: tuple[Path, ...] = ()


def docx_to_pdf(docx: bytes, *, options: PdfOptions | None = None, report: Report = finding.log) -> bytes:
    """The PDF of a .docx, as bytes; the same bytes for the same document and fonts.

    What could not be printed as asked is reported: FT001 a font replaced, FT002 a character that no font has, LY001 an
    element that is not drawn. Raises :class:`RenderError` for bytes that are no Word document, :class:`FontError` for
    a font file that can't be used.
    """
    return draw(lay_out(docx, options=options, report=report))


def lay_out(docx: bytes, *, options: PdfOptions | None = None, report: Report = finding.log) -> Layout:
    """The pages of a .docx; findings and errors as for :func:`docx_to_pdf`."""
    options = options or PdfOptions()
    composer = Composer(FontBook(options.fonts, report), PRESETS[options.line_rules])
    return paginate(read_docx(docx, report), composer, report)


def font_uses(docx: bytes, *, options: PdfOptions | None = None) -> list[FontUse]:
    """Which file prints which font of a .docx, and which characters it lacks."""
    options = options or PdfOptions()
    fonts = FontBook(options.fonts, _silent)
    paginate(read_docx(docx, _silent), Composer(fonts, PRESETS[options.line_rules]), _silent)
    return fonts.uses()


def _silent(_: finding.Finding) -> None:
    """For a look at the fonts alone: their use is the answer, so nothing is to be reported."""
