"""``render_batch``: every input to its documents, a window of them at a time, retried, resumed, and proved.

The order of the inputs is kept in what is yielded and in the manifest, whatever is done first.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from budgetdocs.batch import manifest as manifests
from budgetdocs.batch import register as registers
from budgetdocs.batch.destination import Folder, Remote, destination_at
from budgetdocs.batch.executors import Given, ThisProcess, seldom_collected, workers_of
from budgetdocs.batch.files import FULL, os_fault
from budgetdocs.batch.job import Recipe, Unit, UnitOutcome, Unmade
from budgetdocs.batch.lock import only_run
from budgetdocs.batch.manifest import Index, Manifest, read_manifest
from budgetdocs.batch.mirror import Mirror, mirrored
from budgetdocs.batch.outcome import Done, Failed, Origin, Progress
from budgetdocs.batch.pattern import FLAT, Pattern
from budgetdocs.batch.plan import Batch, Plan, Scope, Wanted
from budgetdocs.batch.sources import Inputs, sources
from budgetdocs.batch.workers import Outcomes, Workers, is_death
from budgetdocs.errors import BudgetDocsError, RenderError
from budgetdocs.forms import form_named
from budgetdocs.render import FORMATS, RenderOptions
from budgetdocs.review import CheckOptions

_log = logging.getLogger("budgetdocs")

CHUNK = 32
"""Tables made together: 32 cost a worker more time than sending them does."""
CHUNKS_PER_WORKER = 6
"""How many chunks a worker may be ahead of the slowest."""


@dataclass(frozen=True)
class BatchOptions:
    """What a batch makes, and how. Every field has a default."""

    render: RenderOptions = field(default_factory=RenderOptions)
    """How each document is rendered."""
    book: bool = True
    """Whether each submission is made into a book."""
    each: bool = True
    """Whether each project is made into a table of its own."""
    pattern: str = FLAT
    """Where a table goes, without suffix; see :mod:`budgetdocs.batch.pattern`. The book lies beside, or above."""
    check: CheckOptions | None = field(default_factory=CheckOptions)
    """What the review looks for, whose findings the manifest counts; None: the data is not reviewed."""


def render_batch(
    inputs: Inputs,
    out: str | os.PathLike[str],
    formats: Collection[str] = FORMATS,
    executor: Any = None,
    resume: bool = True,
    on_progress: Callable[[Progress], object] | None = None,
    *,
    options: BatchOptions = BatchOptions(),
) -> Generator[Done | Failed, None, None]:
    """Render every submission of ``inputs`` to ``out``; yields what came of each document, in the order of the inputs.

    ``inputs``: paths of files (also JSON lines and YAML of several documents), of folders, patterns with ``*``, or
    submissions; an iterator is read no further than a window ahead. ``out``: a folder, or an address that fsspec knows.
    ``executor``: None (this process), a number of processes, a ``concurrent.futures.Executor``, a Dask client, the
    module ``ray``, or a scheduler's address. ``resume``: documents stay that an earlier run has made from the same
    data, template, form, options and version, and that are still whole. ``on_progress`` is told after each document.

    What is wrong with one input, or one document, is a :class:`Failed`; the others go on. Beside the documents stand
    ``manifest.jsonl`` and, when all are done, ``清单.xlsx``; a run that is stopped may be started again.

    Raises, when it is called, :class:`BudgetDocsError` for options that can't be met; when it is iterated,
    :class:`RenderError` if another run has ``out`` or the disk is full, :class:`OSError` if nothing can be written.
    """
    formats = (formats,) if isinstance(formats, str) else formats
    wanted = tuple(kind for kind in FORMATS if kind in formats)
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown or not wanted:
        raise RenderError("", "", f"不认识的格式：{'、'.join(unknown) or '（没有写）'}（可用 docx、pdf）")
    if not (options.book or options.each):
        raise RenderError("", "", "整册和单张表都不要，那样什么也不生成")
    if options.render.form is not None:
        form_named(options.render.form).template_path(options.render.templates)
    scope = Scope(options.book, options.each, Pattern(options.pattern))
    destination = destination_at(out)
    workers = workers_of(executor)
    _require_reach(destination, workers, executor)
    recipe = Recipe(destination, wanted, _everywhere(options.render), options.check)
    return _Run(recipe, scope, workers, resume, on_progress or _no_one).results(inputs)


def _require_reach(destination: Folder | Remote, workers: Workers, executor: Any) -> None:
    """Raises :class:`BudgetDocsError` if what the workers write there would stay with them."""
    here = isinstance(workers, ThisProcess) or (isinstance(workers, Given) and isinstance(executor, ThreadPoolExecutor))
    if isinstance(destination, Remote) and destination.protocol == "memory" and not here:
        raise BudgetDocsError(f"{destination.url}：memory:// 只在一个进程里，不能和多个进程、集群同用")


def _everywhere(options: RenderOptions) -> RenderOptions:
    """``options`` with paths that mean the same to a process that works in another folder."""
    templates = options.templates and options.templates.absolute()
    return replace(options, templates=templates, fonts=tuple(path.absolute() for path in options.fonts))


class _Flight(NamedTuple):
    """A chunk under way: its batches, and the future of those of them that are units."""

    batches: tuple[Batch, ...]
    future: Outcomes | None

    @property
    def units(self) -> list[Unit]:
        return [batch.unit for batch in self.batches if batch.unit]


class _Run:
    def __init__(
        self,
        recipe: Recipe,
        scope: Scope,
        workers: Workers,
        resume: bool,
        on_progress: Callable[[Progress], object],
    ) -> None:
        self._recipe = recipe
        self._destination = recipe.destination
        self._scope = scope
        self._workers = workers
        self._resume = resume
        self._on_progress = on_progress
        self._progress = Progress()
        self._start = time.monotonic()

    def results(self, inputs: Inputs) -> Generator[Done | Failed, None, None]:
        """Everything that comes of ``inputs``; what is open is closed however this ends."""
        with ExitStack() as stack:
            stack.callback(self._workers.close)
            stack.enter_context(seldom_collected())
            hold = stack.enter_context(only_run(self._destination))
            index = stack.enter_context(closing(Index()))
            mirror = stack.enter_context(mirrored(self._destination))
            manifest = stack.enter_context(closing(Manifest(mirror.path, index)))
            stack.callback(self._workers.close)  # first of all: nobody writes once the folder is free again
            plan = Plan(self._recipe, self._scope, manifest, index, self._resume)
            out = self._destination.root if isinstance(self._destination, Folder) else None
            try:
                for outcome in self._outcomes(plan.batches(sources(inputs, out))):
                    manifest.add(outcome)
                    mirror.follow()
                    hold.renew()
                    self._count(outcome)
                    yield outcome
                    if isinstance(outcome, Failed) and outcome.name and self._full:
                        raise self._stopped(outcome.reason)
                yield from self._finish(manifest, mirror)
            except OSError as fault:
                if fault.errno not in FULL:
                    raise
                raise self._stopped(os_fault(fault)) from None

    def _outcomes(self, batches: Iterable[Batch]) -> Iterator[Done | Failed]:
        """What comes of ``batches``, in their order, no more than a window of them under way."""
        window: deque[_Flight] = deque()
        for chunk in self._chunks(batches):
            units = [batch.unit for batch in chunk if batch.unit]
            window.append(_Flight(chunk, self._workers.submit(units, self._recipe) if units else None))
            while window and (len(window) >= self._most or _is_done(window[0])):
                yield from self._landed(window.popleft())
        while window:
            yield from self._landed(window.popleft())

    @property
    def _most(self) -> int:
        return 1 if self._workers.here else CHUNKS_PER_WORKER * self._workers.width

    def _chunks(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, ...]]:
        """``batches`` together, as many as are worth sending to a worker."""
        chunk: list[Batch] = []
        weight = 0
        for batch in batches:
            chunk.append(batch)
            weight += batch.unit.weight if batch.unit else 0
            if weight >= CHUNK or len(chunk) >= CHUNK * 2:
                yield tuple(chunk)
                chunk, weight = [], 0
        if chunk:
            yield tuple(chunk)

    def _landed(self, flight: _Flight) -> Iterator[Done | Failed]:
        made = iter(self._made(flight))
        for batch in flight.batches:
            outcome = next(made) if batch.unit else None
            if batch.share is not None:
                self._progress = replace(self._progress, share=batch.share)
            if batch.failed:
                yield batch.failed
            for number, wanted in enumerate(batch.wanted):
                yield self._outcome(wanted, outcome, number)

    def _made(self, flight: _Flight) -> list[UnitOutcome]:
        if flight.future is None:
            return []
        try:
            return flight.future.result()
        except Exception as fault:
            if not is_death(fault):
                return [_nothing_of(unit, _undelivered(fault)) for unit in flight.units]
        _log.warning("一个工作进程意外中断，它手里的重做")
        return [self._again(unit) for unit in flight.units]

    def _again(self, unit: Unit) -> UnitOutcome:
        """What comes of ``unit``, document by document apart from all others: one of them may be what kills workers."""
        outcomes = []
        for number, target in enumerate(unit.targets):
            findings = unit.findings and (unit.findings[number],)
            outcomes.append(self._twice(Unit(unit.submission, (target,), findings)))
        return UnitOutcome(
            tuple(outcome.findings[0] for outcome in outcomes), tuple(outcome.made[0] for outcome in outcomes)
        )

    def _twice(self, unit: Unit) -> UnitOutcome:
        for _ in range(2):
            try:
                return self._workers.alone(unit, self._recipe)
            except BudgetDocsError:
                raise
            except Exception as fault:
                if not is_death(fault):
                    return _nothing_of(unit, _undelivered(fault))
        return _nothing_of(unit, "做它的工作进程每次都意外中断（多半是内存不够，或数据有异常），没有做成")

    def _outcome(self, wanted: Wanted, outcome: UnitOutcome | None, number: int) -> Done | Failed:
        done, earlier = wanted
        made = outcome.made[number] if outcome else None
        if isinstance(made, Unmade):
            self._full = self._full or made.full
            return Failed(done.origin, made.reason, done.name, (made.reason,))
        if made is not None and outcome:
            return replace(
                done,
                files=made.files,
                findings=outcome.findings[number],
                remarks=made.remarks,
                seconds=made.seconds,
            )
        assert earlier is not None  # what is not made stands there
        return replace(
            done,
            files=earlier.files,
            findings=outcome.findings[number] if outcome else earlier.findings,
            remarks=earlier.remarks,
            seconds=earlier.seconds,
            unchanged=True,
        )

    def _count(self, outcome: Done | Failed) -> None:
        was = self._progress
        self._progress = replace(
            was,
            made=was.made + (isinstance(outcome, Done) and not outcome.unchanged),
            unchanged=was.unchanged + (isinstance(outcome, Done) and outcome.unchanged),
            failed=was.failed + isinstance(outcome, Failed),
            seconds=time.monotonic() - self._start,
        )
        self._on_progress(self._progress)

    def _finish(self, manifest: Manifest, mirror: Mirror) -> Iterator[Failed]:
        """Put the manifest in order and write the register."""
        if not manifest.has_documents:
            return
        destination = self._destination
        manifest.finish(lambda done: all(destination.holds(*file[:3]) for file in done.files))
        mirror.publish()
        if not manifest.changed and destination.is_newer(registers.NAME, manifests.NAME):
            return
        try:
            with tempfile.TemporaryDirectory(prefix="budgetdocs-") as folder:
                path = Path(folder) / registers.NAME
                registers.register(read_manifest(mirror.path), path)
                destination.take(registers.NAME, path)
        except OSError as fault:
            if fault.errno in FULL:
                raise
            yield Failed(Origin(registers.NAME), os_fault(fault))

    _full = False

    def _stopped(self, reason: str) -> RenderError:
        said = f"{reason}；已停下，写好的都完整，也都记在 {manifests.NAME} 里。腾出空间再运行一次，会接着做"
        return RenderError("", "", said)


def _is_done(flight: _Flight) -> bool:
    return flight.future is None or flight.future.done()


def _nothing_of(unit: Unit, reason: str) -> UnitOutcome:
    """That nothing came of ``unit``."""
    none: dict[str, int] = {}
    return UnitOutcome(
        tuple(none for _ in unit.targets),
        tuple(Unmade(reason) if target.make else None for target in unit.targets),
    )


def _undelivered(fault: Exception) -> str:
    """Why a chunk did not get to a worker, or what it made not back."""
    return f"没能交给工作进程（{type(fault).__name__}：{' '.join(str(fault).split())}）"


def _no_one(_: Progress) -> None:
    """Listens to no progress."""
