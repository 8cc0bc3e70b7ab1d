"""One submission, or one project of it, as a Word file and as the PDF of that Word file.

The contents of a book show page numbers, which only the layout knows: it puts them in its own pages and tells them to
the Word file. Where merged cells are to be repeated behind page breaks, the layout says where those are, and is made
anew until they stay there.
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
from budgetdocs.word import Break, Contents, WordTemplate, contents_of, package, restart_merges

if TYPE_CHECKING:
    from budgetdocs.pdf import Canvas, Layout

FORMATS = ("docx", "pdf")
_MOST_PASSES = 12
"""Layouts of one document until its page breaks stay where merged cells are repeated: one for each, at the worst."""


@dataclass(frozen=True)
class RenderOptions:
    """How to render. Every field has a default that fits the shipped form."""

    form: str | None = None
    """The form; None is the one that the submission names."""
    templates: Path | None = None
    """A folder with templates of one's own, ``<form>/book.docx`` or ``book.docx``."""
    fonts: tuple[Path, ...] = ()
    """Folders (or files) of fonts for the PDF, before all others."""
    system_fonts: bool = True
    """Whether the fonts of this machine come next, before the shipped ones; without them all machines print alike."""
    line_rules: Literal["word", "libreoffice"] = "word"
    """Whose way of breaking lines the PDF follows."""
    repeat_merged: bool = False
    """Whether a merged cell that a page break cuts begins anew behind it, with its text, in the Word file as well."""


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
    return draft(target, formats, year=year, options=options, report=report).finished()


@dataclass(frozen=True, slots=True)
class Draft:
    """A template filled in; the layout is still to come, where there is need of one."""

    docx: bytes
    contents: Contents | None
    with_pdf: bool
    options: RenderOptions
    report: Report

    def finished(self) -> Rendered:
        """The Word file and its PDF, the work done once for both; errors and findings as for :func:`render`."""
        if self.contents is None and not self.with_pdf and not self.options.repeat_merged:
            return Rendered(self.docx)
        from budgetdocs.pdf import uncollected

        with uncollected():
            return self._laid_out()

    def _laid_out(self) -> Rendered:
        """The Word file with page numbers in its contents, its merged cells restarted, and its PDF if there is to be
        one."""
        from budgetdocs.pdf import Drawing

        docx = self.docx
        drawing = Drawing(self.report) if self.with_pdf else None
        layout, breaks = _settled(docx, self.options, self.report if self.with_pdf else _nothing, drawing)
        if self.contents is not None:
            docx = self.contents.numbered(layout.bookmarks)
        docx = restart_merges(docx, breaks)
        if drawing is None:
            return Rendered(docx)
        return Rendered(docx, drawing.pdf(layout), layout.page_count)


def draft(
    target: Submission | Project,
    formats: Collection[str] = FORMATS,
    *,
    year: int | None = None,
    options: RenderOptions = RenderOptions(),
    report: Report = finding.log,
) -> Draft:
    """The first half of :func:`render`, to which ``report`` belongs as well as to the second.

    Who makes many documents drafts some before he finishes them: a processor that stays with one kind of work finds
    what it needs in its cache.
    """
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        raise RenderError(options.form or "", "", f"不认识的格式：{'、'.join(unknown)}（可用 docx、pdf）")
    plain = _document(target, year, options, report)
    contents = contents_of(plain)
    docx = package.write(plain.values()) if contents is None else contents.numbered({})
    return Draft(docx, contents, "pdf" in formats, options, report)


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


def _settled(docx: bytes, options: RenderOptions, report: Report, canvas: Canvas | None) -> tuple[Layout, set[Break]]:
    """The layout of ``docx``, and the page breaks behind which its merged cells are repeated, if they are to be.

    The findings of the layout go to ``report``, pages that are finished to ``canvas``.
    """
    from budgetdocs.pdf import PdfOptions, lay_out

    pdf_options = PdfOptions(options.line_rules, options.fonts, options.system_fonts)
    breaks: set[Break] = set()
    for _ in range(_MOST_PASSES if options.repeat_merged else 1):
        found: list[Finding] = []
        laid = restart_merges(docx, breaks)
        if canvas is not None:
            canvas.restart()
        layout = lay_out(laid, options=pdf_options, report=found.append, canvas=canvas)
        if not options.repeat_merged:
            break
        whole = {each for each in breaks if each.inside}
        seen = {Break(*each) for each in layout.breaks} | whole
        if restart_merges(docx, seen) == laid:
            break
        breaks = seen
    for each in found:
        report(each)
    return layout, breaks


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
