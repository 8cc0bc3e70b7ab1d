"""The manifest as a file of this machine, wherever the documents go.

In a folder it is the file itself. A remote place can't append: there the lines go in parts, a few seconds' worth each,
which the next run puts together, and at the end as a whole.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from budgetdocs.batch.destination import OWN_FOLDER, Folder, Remote
from budgetdocs.batch.manifest import NAME

_PARTS = f"{OWN_FOLDER}/manifest"
PART_EVERY = 5.0
"""Seconds: after a kill no more than the documents of so long are made again."""


class Mirror:
    """Where the manifest is (``path``), and how it gets to where the documents are."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def follow(self) -> None:
        """Carry over what has been added, if it is time."""

    def publish(self) -> None:
        """Carry over the manifest as it is now, complete."""


class _RemoteMirror(Mirror):
    def __init__(self, path: Path, destination: Remote) -> None:
        super().__init__(path)
        self._destination = destination
        self._parts = destination.names(_PARTS)
        destination.fetch(NAME, path)
        with path.open("ab") as file:
            file.writelines(destination.get(part) or b"" for part in self._parts)
        self._carried = path.stat().st_size
        self._at = time.monotonic()

    def follow(self) -> None:
        if time.monotonic() - self._at > PART_EVERY:
            self.carry()

    def carry(self) -> None:
        """Carry over, as a part, what has been added."""
        with self.path.open("rb") as file:
            file.seek(self._carried)
            added = file.read()
        if added:
            part = f"{_PARTS}/{len(self._parts) + 1:09}.jsonl"
            self._destination.put(part, added)
            self._parts.append(part)
            self._carried += len(added)
        self._at = time.monotonic()

    def publish(self) -> None:
        self._destination.take(NAME, self.path)
        self._carried = self.path.stat().st_size
        for part in self._parts:
            self._destination.remove(part)
        self._parts = []


@contextmanager
def mirrored(destination: Folder | Remote) -> Iterator[Mirror]:
    """The manifest of ``destination``."""
    if isinstance(destination, Folder):
        yield Mirror(destination.root / NAME)
        return
    with tempfile.TemporaryDirectory(prefix="budgetdocs-") as folder:
        mirror = _RemoteMirror(Path(folder) / NAME, destination)
        try:
            yield mirror
        finally:
            mirror.carry()
