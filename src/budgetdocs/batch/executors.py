"""Who does the work: this process, others on this machine, any ``concurrent.futures`` executor."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, Final

from budgetdocs.batch.clusters import at_address, of_dask, of_ray
from budgetdocs.batch.job import Recipe, Unit, UnitOutcome, make
from budgetdocs.batch.workers import Outcomes, WorkerDiedError, Workers
from budgetdocs.errors import BudgetDocsError

_log = logging.getLogger("budgetdocs")

SELDOM: Final = (50_000, 20, 20)
"""After how many new objects garbage is looked for: documents leave next to none, and to go over all that is remembered
for each of them takes a tenth of the time."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Garbage is looked for more seldom meanwhile."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class ThisProcess:
    """Works at once, in this process."""

    width = 1
    here = True

    def submit(self, units: Sequence[Unit], recipe: Recipe) -> Outcomes:
        return _finished(make(units, recipe))

    def alone(self, unit: Unit, recipe: Recipe) -> UnitOutcome:
        return make([unit], recipe)[0]

    def close(self) -> None:
        pass


class Processes:
    """So many processes of this machine, started when the first chunk comes, and again when one has died."""

    here = False

    def __init__(self, width: int) -> None:
        self.width = width
        self._pool: _Pool | None = None
        self._apart: _Pool | None = None

    def submit(self, units: Sequence[Unit], recipe: Recipe) -> Outcomes:
        for _ in range(2):
            if self._pool is None:
                self._pool = _Pool(self.width)
            try:
                return self._pool.submit(units, recipe)
            except BrokenExecutor:  # since the last chunk: those in it will be told by their futures
                self._pool.close()
                self._pool = None
        return _failed(WorkerDiedError())

    def alone(self, unit: Unit, recipe: Recipe) -> UnitOutcome:
        try:
            if self._apart is None:
                self._apart = _Pool(1)
                self._require_start(self._apart)
            return self._apart.submit([unit], recipe).result()[0]
        except BrokenExecutor:
            if self._apart is not None:
                self._apart.close()
            self._apart = None
            raise WorkerDiedError from None

    def close(self) -> None:
        for pool in (self._pool, self._apart):
            if pool is not None:
                pool.close()
        self._pool = self._apart = None

    def _require_start(self, pool: _Pool) -> None:
        """Raises :class:`BudgetDocsError` if processes can't even be started."""
        try:
            pool.submit((), None).result()
        except BrokenExecutor:
            pool.close()
            self._apart = None
            raise BudgetDocsError(
                "工作进程起不来。脚本里用多个进程时，要把做事的部分写在 if __name__ == '__main__': 之下；"
                "或者不用多个进程（executor=None）"
            ) from None


class _Pool:
    """A pool whose processes end with this one: by a pipe that breaks when it is closed, or when this process dies."""

    def __init__(self, width: int) -> None:
        context = multiprocessing.get_context("spawn")
        ending, self._alive = context.Pipe(duplex=False)
        self._ending = ending
        self._executor = ProcessPoolExecutor(width, context, initializer=_begin, initargs=(ending,))

    def submit(self, units: Sequence[Unit], recipe: Recipe | None) -> Outcomes:
        with _uninterrupted():  # a process that starts now must not be told of Ctrl-C before it can ignore it
            return self._executor.submit(_made, units, recipe)

    def close(self) -> None:
        self._alive.close()
        self._let_go()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._ending.close()

    def _let_go(self) -> None:
        """Have the thread that sends chunks give up one that is more than a pipe holds: nobody reads the rest of it any
        more, which Python itself notices from 3.11.5 on (python/cpython#94777)."""
        if sys.version_info < (3, 11, 5):
            reader = getattr(getattr(self._executor, "_call_queue", None), "_reader", None)
            if reader is not None:
                with suppress(OSError):
                    reader.close()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Holds Ctrl-C back, where the system can, and from the processes that are started meanwhile for good."""
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:
        yield
        return
    before = mask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)


def _begin(ending: Connection) -> None:
    """In a new process: leave Ctrl-C to the one that started it, and end with that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*SELDOM)

    def wait() -> None:
        with suppress(OSError, EOFError):
            ending.recv_bytes()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def _made(units: Sequence[Unit], recipe: Recipe | None) -> list[UnitOutcome]:
    return make(units, recipe) if recipe is not None else []


class Patient:
    """Works in this process for a moment, and starts others when there turns out to be more to do."""

    PATIENCE = 1.5
    """Seconds: about as long as it takes to start a process."""

    def __init__(self, width: int) -> None:
        self._now: Workers = ThisProcess()
        self._later = Processes(width)
        self._since: float | None = None

    @property
    def width(self) -> int:
        return self._now.width

    @property
    def here(self) -> bool:
        return self._now.here

    def submit(self, units: Sequence[Unit], recipe: Recipe) -> Outcomes:
        if self._since is None:
            self._since = time.monotonic()
        elif self._now.here and self._later.width > 1 and time.monotonic() - self._since > self.PATIENCE:
            self._now = self._later
        return self._now.submit(units, recipe)

    def alone(self, unit: Unit, recipe: Recipe) -> UnitOutcome:
        return self._now.alone(unit, recipe)

    def close(self) -> None:
        self._later.close()


class Given:
    """An executor of the caller's, who also ends it. One that breaks is replaced by processes of our own."""

    here = False

    def __init__(self, executor: Executor) -> None:
        self.width = int(getattr(executor, "_max_workers", None) or processors())
        self._executor = executor
        self._instead = Processes(self.width)
        self._open: set[Outcomes] = set()
        self._broken = False

    def submit(self, units: Sequence[Unit], recipe: Recipe) -> Outcomes:
        if not self._broken:
            try:
                future = self._executor.submit(make, units, recipe)
                self._open.add(future)
                future.add_done_callback(self._open.discard)
                return future
            except BrokenExecutor:
                _log.warning("给的执行器坏了，余下的由 %d 个自己的工作进程接着做", self.width)
                self._broken = True
        return self._instead.submit(units, recipe)

    def alone(self, unit: Unit, recipe: Recipe) -> UnitOutcome:
        return self._instead.alone(unit, recipe)

    def close(self) -> None:
        for future in tuple(self._open):
            future.cancel()
        self._instead.close()


def workers_of(executor: Any) -> Workers:
    """The workers that ``executor`` names: None for this process, a number of processes, an executor, a Dask client,
    the module ``ray``, or the address of a scheduler (``tcp://…``, ``ray://…``).

    Raises :class:`BudgetDocsError` for a scheduler that can't be reached, :class:`TypeError` for anything else.
    """
    if executor is None:
        return ThisProcess()
    if isinstance(executor, int) and not isinstance(executor, bool):
        if executor < 1:
            raise BudgetDocsError(f"进程数要是 1 以上的整数，而写的是 {executor}")
        return ThisProcess() if executor == 1 else Processes(executor)
    if isinstance(executor, Patient):
        return executor
    if isinstance(executor, str):
        return at_address(executor)
    if isinstance(executor, Executor):
        return Given(executor)
    if hasattr(executor, "scheduler_info"):
        return of_dask(executor)
    if hasattr(executor, "cluster_resources"):
        return of_ray(executor)
    raise TypeError(f"not an executor: {executor!r}")


def processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity and sys.platform != "win32" else os.cpu_count() or 1


def _finished(outcomes: list[UnitOutcome]) -> Outcomes:
    future: Outcomes = Future()
    future.set_result(outcomes)
    return future


def _failed(fault: Exception) -> Outcomes:
    future: Outcomes = Future()
    future.set_exception(fault)
    return future
