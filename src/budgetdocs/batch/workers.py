"""What all that do the work have in common, be they processes or machines.

To the run they look the same: a chunk is submitted, a future comes back, and that a worker died is told by an exception
(:func:`is_death`).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future
from typing import Protocol

from budgetdocs.batch.job import Recipe, Unit, UnitOutcome

Outcomes = Future[list[UnitOutcome]]


_DEADLY = ("KilledWorker", "WorkerCrashedError", "NodeDiedError")  # of Dask; of Ray


class WorkerDiedError(Exception):
    """The process that worked on a chunk is gone, and so is what it was doing."""


def is_death(fault: BaseException) -> bool:
    """Whether ``fault`` tells that a worker died, in the words of whichever executor."""
    return isinstance(fault, WorkerDiedError | BrokenExecutor) or any(
        kind.__name__ in _DEADLY for kind in type(fault).__mro__
    )


class Workers(Protocol):
    """Takes chunks and gives their outcomes."""

    @property
    def width(self) -> int:
        """How many chunks are worked on at once."""

    @property
    def here(self) -> bool:
        """Whether this process does the work, at once when it is submitted."""

    def submit(self, units: Sequence[Unit], recipe: Recipe) -> Outcomes:
        """Begin to work on ``units``; never raises, the future does."""

    def alone(self, unit: Unit, recipe: Recipe) -> UnitOutcome:
        """Work on a unit apart from all others; raises :class:`WorkerDiedError` if that kills the worker."""

    def close(self) -> None:
        """Stop, at once if work is under way; nothing of it stays half done."""
