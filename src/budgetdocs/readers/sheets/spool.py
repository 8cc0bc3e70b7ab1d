"""The submissions of a large workbook, kept on the disk from when they are read till they are asked for."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from typing import Any

from budgetdocs.model import Submission
from budgetdocs.readers.values import Notes


class Spool:
    """Takes what departments say and gives submissions, in the same order, once; without the places of their values.

    ``seen``, what was odd about the workbook as a whole, is told of each.
    """

    def __init__(self) -> None:
        self.seen = Notes()
        self._file = tempfile.TemporaryFile(prefix="budgetdocs-")  # noqa: SIM115  # closed by close()
        self._count = 0

    def add(self, data: dict[str, Any], notes: Notes) -> None:
        """Keeps the ``data`` of a department, which the model has taken, and what was odd about it."""
        pickle.dump((data, list(notes.marked())), self._file, pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Submission]:
        self._file.seek(0)
        for _ in range(self._count):
            data, marked = pickle.load(self._file)  # a private file of this process
            notes = Notes()
            for mark, oddity in marked:
                notes.add(oddity.kind, oddity.path, mark, oddity.detail)
            notes.take(self.seen, not_on=set())
            yield Submission.model_validate(data).located({}, tuple(notes.in_order()))

    def close(self) -> None:
        """Forget everything."""
        self._file.close()
