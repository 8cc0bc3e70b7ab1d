"""What is to be made: the documents of each submission, their names, what they depend on, and what stands already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from pydantic_core import PydanticSerializationError

from budgetdocs.batch.job import Recipe, Target, Unit, found_in
from budgetdocs.batch.manifest import Index, Manifest
from budgetdocs.batch.names import FileNames
from budgetdocs.batch.outcome import Done, Failed, Identity, Origin
from budgetdocs.batch.pattern import Pattern, region_of
from budgetdocs.batch.sources import Source
from budgetdocs.deflate import deflater
from budgetdocs.errors import BudgetDocsError, RenderError
from budgetdocs.forms import form_named
from budgetdocs.model import Project, Submission
from budgetdocs.model.record import Record
from budgetdocs.version import __version__

MOST_TARGETS = 64
"""Documents of one submission that are made together; of a larger one, workers share the tables."""


@dataclass(frozen=True)
class Scope:
    """Which documents of a submission are wanted, and where they go."""

    book: bool = True
    each: bool = True
    pattern: Pattern = field(default_factory=Pattern)


class Wanted(NamedTuple):
    """A document that the plan asks for: what it will be once made, and what an earlier run has made of it."""

    done: Done
    """As it will stand in the manifest, without files and findings."""
    earlier: Done | None
    """The same document, made before and still whole."""


class Batch(NamedTuple):
    """A unit with what is known of its documents; without a unit, an input that failed, or nothing left to do."""

    wanted: tuple[Wanted, ...]
    unit: Unit | None
    failed: Failed | None = None
    share: float | None = None


class Plan:
    """Turns submissions into batches, in their order; names are given in that order, whatever is done first."""

    def __init__(self, recipe: Recipe, scope: Scope, manifest: Manifest, index: Index, resume: bool) -> None:
        self._recipe = recipe
        self._scope = scope
        self._manifest = manifest
        self._names = FileNames(index)
        self._resume = resume
        self._ingredients = Ingredients(recipe)

    def batches(self, sources: Iterable[Source]) -> Iterator[Batch]:
        """The batches of ``sources``, each made when it is asked for."""
        for origin, submission, share in sources:
            try:
                if isinstance(submission, BudgetDocsError):
                    raise submission
                planned = list(self._documents(origin, submission))
                if not planned:
                    raise RenderError("", str(origin), "没有项目，又不要整册，没有什么可以生成")
            except BudgetDocsError as fault:
                yield Batch((), None, _unread(origin, fault), share)
                continue
            yield from self._cut(submission, planned, share)

    def _documents(self, origin: Origin, submission: Submission) -> Iterator[tuple[Target, Wanted]]:
        """Each document of ``submission``."""
        form = self._recipe.render.form or submission.form
        recipe, template = self._ingredients.of(form)
        whole = _hash(f"{_text(submission)}{submission.oddities or ''}")
        department = submission.department
        unit = (department.code, department.name)
        region = region_of(submission.projects)
        subjects: list[tuple[int | None, Project | None]] = [(None, None)] if self._scope.book else []
        subjects += enumerate(submission.projects) if self._scope.each else ()
        for number, project in subjects:
            data = whole if project is None else _hash(f"{submission.year} {_text(project)}")
            name = self._names.unique(*self._scope.pattern.place(submission, project, region))
            identity = Identity(data, whole, recipe, form, template, __version__)
            named = None if project is None else (project.code, project.name)
            done = Done(origin, name, unit, named, identity, ())
            earlier = self._earlier(done)
            yield Target(name, number, earlier is None), Wanted(done, earlier)

    def _earlier(self, done: Done) -> Done | None:
        """The same document as an earlier run has made it, if it stands there as it was written."""
        earlier = self._manifest.earlier(done.name) if self._resume else None
        if earlier is None:
            return None
        was, now = earlier.identity, done.identity
        kinds = {file.path.rpartition(".")[2] for file in earlier.files}
        same = (was.data, was.recipe, was.form) == (now.data, now.recipe, now.form)
        if not same or not kinds.issuperset(self._recipe.formats):
            return None
        whole = all(self._recipe.destination.holds(file.path, file.sha256, file.size) for file in earlier.files)
        return earlier if whole else None

    def _cut(
        self, submission: Submission, planned: Sequence[tuple[Target, Wanted]], share: float | None
    ) -> Iterator[Batch]:
        """The documents of one submission as batches of no more than :data:`MOST_TARGETS`."""
        light = submission.located({}, submission.oddities)  # workers need not know where a value was read
        targets = [target for target, _ in planned]
        reviewed = all(
            wanted.earlier and wanted.earlier.identity.submission == wanted.done.identity.submission
            for _, wanted in planned
        )
        large = len(planned) > MOST_TARGETS
        findings = found_in(light, targets, self._recipe.check) if large and not reviewed else None
        for start in range(0, len(planned), MOST_TARGETS):
            part = slice(start, start + MOST_TARGETS)
            wanted = tuple(each for _, each in planned[part])
            last = start + MOST_TARGETS >= len(planned)
            if reviewed:
                yield Batch(wanted, None, None, share if last else None)
                continue
            unit = _alone(light, targets[part]) if large else Unit(light, tuple(targets))
            yield Batch(wanted, unit._replace(findings=findings and findings[part]), None, share if last else None)


def _alone(submission: Submission, targets: Sequence[Target]) -> Unit:
    """``targets`` with no more of ``submission`` than they need."""
    if any(target.project is None for target in targets):
        return Unit(submission, tuple(targets))
    projects = tuple(submission.projects[target.project or 0] for target in targets)
    some = submission.model_copy(update={"projects": projects})
    return Unit(some, tuple(target._replace(project=number) for number, target in enumerate(targets)))


class Ingredients:
    """The hashes of what documents are made with; each file is read once a run."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._of_form: dict[str, tuple[str, str]] = {}

    def of(self, form: str) -> tuple[str, str]:
        """The hashes of everything together and of the template alone, for ``form``.

        Raises :class:`BudgetDocsError` for a form that is not known or has no template.
        """
        if form not in self._of_form:
            options = self._recipe.render
            path = form_named(form).template_path(options.templates)
            template = hashlib.sha256(path.read_bytes()).hexdigest()
            how = (options.line_rules, options.repeat_merged, deflater().name)
            parts = (__version__, form, template, how, self._fonts, self._system_fonts, repr(self._recipe.check))
            self._of_form[form] = _hash(json.dumps(parts)), template
        return self._of_form[form]

    @cached_property
    def _fonts(self) -> list[str]:
        """The hashes of the fonts of one's own, in the order in which they are looked for."""
        if not self._recipe.render.fonts:
            return []
        from budgetdocs.pdf.fonts import font_files

        try:
            return [hashlib.sha256(file.read_bytes()).hexdigest() for file in font_files(self._recipe.render.fonts)]
        except OSError:  # the first document that needs them will say so
            return []

    @cached_property
    def _system_fonts(self) -> list[tuple[str, int, int]]:
        """The files of the fonts of this machine, where they may print something, with their sizes and times."""
        from budgetdocs.pdf.fonts import font_files, system_folders

        if not self._recipe.render.system_fonts:
            return []
        states = [(str(file), file.stat()) for file in font_files(system_folders())]
        return [(name, state.st_size, state.st_mtime_ns) for name, state in states]


def _text(record: Record) -> str:
    """What ``record`` says, the same text for the same data."""
    try:
        return record.model_dump_json(by_alias=True)
    except PydanticSerializationError as fault:
        if KeyboardInterrupt.__name__ in str(fault):  # pydantic takes Ctrl-C for a fault of the function that it calls
            raise KeyboardInterrupt from None
        # half a character, of which UTF-8 knows nothing
        return json.dumps(record.model_dump(mode="python", by_alias=True), default=str)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _unread(origin: Origin, fault: BudgetDocsError) -> Failed:
    problems = tuple(str(fault).splitlines()) or (type(fault).__name__,)
    more = f"（共 {len(problems)} 处）" if len(problems) > 1 else ""
    return Failed(origin, problems[0] + more, "", problems)
