"""A Word template in docxtpl's syntax, compiled once, rendered many times."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from budgetdocs import finding
from budgetdocs.errors import BudgetDocsError, TemplateError
from budgetdocs.finding import Report
from budgetdocs.word import package, text
from budgetdocs.word.context import leaves
from budgetdocs.word.environment import Filters, NeedsDocxtplError, Rendering, WordEnvironment
from budgetdocs.word.load import load
from budgetdocs.word.part import Part
from budgetdocs.word.stock import FastRendering, StockRendering, StockTemplate


class WordTemplate:
    """The template in the file ``template`` (or its bytes), called ``name`` in messages, with ``filters`` for its tags.

    Documents are the same as docxtpl's, in a sandbox, with values escaped and none left blank: text arrives letter for
    letter. Made once, it can be used by any number of threads, and pickled for other processes if ``filters`` can.

    The same values give the same bytes on any day; on any machine too, with the same library to pack them (see
    :func:`~budgetdocs.deflate.deflater`).

    Raises :class:`TemplateError` if the file is no sound .docx, or for a tag that is not understood.
    """

    def __init__(
        self,
        template: str | os.PathLike[str] | bytes,
        *,
        name: str | None = None,
        filters: Filters | None = None,
    ) -> None:
        if isinstance(template, bytes):
            self.name = name or "（未命名）"
            self._data = template
        else:
            self.name = name or os.fspath(template)
            self._data = _read(Path(template), self.name)
        self._filters = dict(filters or {})
        self._environment = WordEnvironment(self._filters)
        self._members, self._parts = load(self._data, self.name, self._environment)
        self._tagged = [part for part in self._parts.values() if part.has_tags()]
        for part in self._parts.values():
            if not part.has_tags():  # the same in every document
                self._members[part.name] = self._written(part, {}, Rendering())

    @property
    def fast(self) -> dict[str, bool]:
        """For each part with tags by name, whether it goes the fast way (see :mod:`~budgetdocs.word.generated`)."""
        return {part.name: part.is_fast() for part in self._tagged}

    def render(
        self,
        context: Mapping[str, object],
        *,
        report: Report = finding.log,
        through: StockTemplate | None = None,
    ) -> bytes:
        """The document with the values of ``context``, as the bytes of a .docx.

        Characters that no Word file can hold are removed from texts; each such text is reported as a finding TX001.
        A picture or subdocument in ``context`` is put in by docxtpl itself. Where docxtpl was asked for more, such as
        a link or a replaced picture, give what :meth:`docxtpl` returned as ``through``.

        Raises :class:`TemplateError` for a value that is missing or unusable, and for a document that Word could not
        open.
        """
        return package.write(self.members(context, report=report, through=through).values())

    def members(
        self,
        context: Mapping[str, object],
        *,
        report: Report = finding.log,
        through: StockTemplate | None = None,
    ) -> package.Members:
        """The document as :meth:`render` makes it, not yet put together."""
        rendering: Rendering
        try:
            if through is None:
                rendering = FastRendering()
                members = self._members | {part.name: self._written(part, context, rendering) for part in self._tagged}
            else:
                rendering = StockRendering(through)
                members = self._through(through, context, rendering)
        except NeedsDocxtplError as need:
            return self.members(context, report=report, through=self._docxtpl_for(need.value, context))
        for each in text.findings(rendering.faulty, context):
            report(each)
        return members

    def docxtpl(self) -> StockTemplate:
        """A fresh ``DocxTemplate`` of this template, for one document.

        It is for what docxtpl must be told beforehand: ``new_subdoc()``, ``build_url_id()``, ``replace_pic()``,
        ``replace_media()``, ``replace_embedded()``, ``replace_zipname()``.
        """
        return StockTemplate(self._data, self._part)

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (self._data, self.name, self._filters)

    def _written(self, part: Part, context: Mapping[str, object], rendering: Rendering) -> package.Member:
        return package.member(part.name, part.render(context, rendering))

    def _through(self, docxtpl: StockTemplate, context: Mapping[str, object], rendering: Rendering) -> package.Members:
        """The members as ``docxtpl`` saves them."""
        try:
            return package.read(docxtpl.saved(context, rendering), self.name)
        except (BudgetDocsError, NeedsDocxtplError):
            raise
        except Exception as fault:
            raise TemplateError(self.name, "", f"docxtpl 生成失败（{type(fault).__name__}：{fault}）") from fault

    def _docxtpl_for(self, value: object, context: Mapping[str, object]) -> StockTemplate:
        """The docxtpl object through which ``value``, a picture or subdocument of ``context``, can be written."""
        for path, other in leaves(context):
            if isinstance(other, Iterator):  # it may have been used up before this way was found to be needed
                raise TemplateError(self.name, "", f"“{path}”是只能用一次的迭代器，有图片或子文档时请先转成 list")
        docxtpl = getattr(value, "tpl", None)
        if isinstance(docxtpl, StockTemplate):
            return docxtpl
        if type(value).__name__ == "Subdoc":
            raise TemplateError(self.name, "", "子文档要用 WordTemplate.docxtpl() 的 new_subdoc() 建立")
        return self.docxtpl()

    def _part(self, name: str, patched: str) -> Part:
        """The part ``name``, whose XML, if docxtpl has it from the template, is ``patched``; else compiled anew."""
        part = self._parts.get(name)
        return part if part and part.patched == patched else Part(name, patched, self._environment, self.name)


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise TemplateError(name, "", f"打不开（{fault.strerror or fault}）") from fault


def _restored(data: bytes, name: str, filters: Filters) -> WordTemplate:
    """A pickled template, compiled again."""
    return WordTemplate(data, name=name, filters=filters)
