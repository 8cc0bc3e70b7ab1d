"""One submission, or one project of it, as a Word file and as the PDF of that Word file.

The contents of a book show page numbers, which only the layout knows: the book is laid out, the numbers are written
into the Word file, and that is laid out again, until they stay the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from budgetdocs import finding
from budgetdocs.errors import RenderError, TemplateError
from budgetdocs.finding import Finding, Report
from budgetdocs.forms import DEFAULT_FORM, form_named
from budgetdocs.model import Project, Submission
from budgetdocs.word import WordTemplate, package
from budgetdocs.word.contents import with_contents

if TYPE_CHECKING:
    from budgetdocs.pdf import Layout, PdfOptions

FORMATS = ("docx", "pdf")
_MOST_PASSES = 3


@dataclass(frozen=True)
class RenderOptions:
    """How to render. Every field has a default that fits the shipped form."""

    form: str | None = None
    """The form; None is the one that the submission names."""
    templates: Path | None = None
    """A folder with templates of one's own, ``<form>/book.docx`` or ``book.docx``."""
    fonts: tuple[Path, ...] = ()
    """Folders (or files) of fonts for the PDF, before the shipped ones."""
    line_rules: Literal["word", "libreoffice"] = "word"
    """Whose way of breaking lines the PDF follows."""


class Rendered(NamedTuple):
    """The Word file and, where it was asked for, the PDF with its number of pages."""

    docx: bytes
    pdf: bytes | None = None
    page_count: int | None = None


def to_docx(
    target: Submission | Project, *, options: RenderOptions = RenderOptions(), report: Report = finding.log
) -> bytes:
    """The Word file of ``target``: the whole book of a submission, or the 项目绩效目标表 of a project."""
    return render(target, ("docx",), options=options, report=report).docx


def to_pdf(
    target: Submission | Project, *, options: RenderOptions = RenderOptions(), report: Report = finding.log
) -> bytes:
    """The PDF of ``target``, from the same Word file as :func:`to_docx` gives."""
    pdf = render(target, ("pdf",), options=options, report=report).pdf
    assert pdf is not None
    return pdf


def render(
    target: Submission | Project,
    formats: Collection[str] = FORMATS,
    *,
    year: int | None = None,
    options: RenderOptions = RenderOptions(),
    report: Report = finding.log,
) -> Rendered:
    """``target`` in ``formats`` ("docx", "pdf"), the work done once for both; ``year`` is that of a lone project.

    What the layout has to report (a replaced font, an element that it does not draw) concerns the PDF and is reported
    where one is asked for.

    Raises :class:`RenderError` for an unknown form or format, :class:`TemplateError` for a template at fault.
    """
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        raise RenderError(options.form or "", "", f"不认识的格式：{'、'.join(unknown)}（可用 docx、pdf）")
    plain = _document(target, year, options, report)
    filled = with_contents(plain)
    with_pdf = "pdf" in formats
    if filled is plain and not with_pdf:
        return Rendered(package.write(plain.values()))
    docx, layout = _settled(plain, package.write(filled.values()), options, report if with_pdf else _nothing)
    if not with_pdf:
        return Rendered(docx)
    from budgetdocs.pdf import draw

    return Rendered(docx, draw(layout), layout.page_count)


def _document(
    target: Submission | Project, year: int | None, options: RenderOptions, report: Report
) -> package.Members:
    """``target`` in its form's template, the contents not yet filled."""
    if isinstance(target, Submission):
        form = form_named(options.form or target.form)
        context = form.book(target)
    else:
        form = form_named(options.form or DEFAULT_FORM)
        context = form.sheet(target, year)
    return _template(form.template_path(options.templates)).members(context, report=report)


def _settled(plain: package.Members, docx: bytes, options: RenderOptions, report: Report) -> tuple[bytes, Layout]:
    """``plain`` with the page numbers of its layout in the contents, and that layout; its findings go to ``report``.

    ``docx`` is ``plain`` with its contents filled in, the page numbers not yet known.
    """
    from budgetdocs.pdf import PdfOptions, lay_out

    pdf_options: PdfOptions = PdfOptions(line_rules=options.line_rules, fonts=options.fonts)
    for _ in range(_MOST_PASSES):
        found: list[Finding] = []
        layout = lay_out(docx, options=pdf_options, report=found.append)
        numbered = package.write(with_contents(plain, layout.bookmarks).values())
        if numbered == docx:
            break
        docx = numbered
    else:
        found = []
        layout = lay_out(docx, options=pdf_options, report=found.append)
    for each in found:
        report(each)
    return docx, layout


def _nothing(_: Finding) -> None:
    """A report for findings that concern nothing which was asked for."""


def _template(path: Path) -> WordTemplate:
    """The compiled template; compiled anew when the file has changed."""
    try:
        state = path.stat()
    except OSError as fault:
        raise TemplateError(str(path), "", f"打不开（{fault.strerror or fault}）") from fault
    return _compiled(path.absolute(), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)
def _compiled(path: Path, _changed: int, _size: int) -> WordTemplate:
    return WordTemplate(path)
