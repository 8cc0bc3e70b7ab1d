"""``manifest.jsonl``: what was made, from what, when it was whole; true after a kill at any moment.

A line is appended once its files stand. What an earlier run has written stays till its documents are made anew; at the
end of a run the lines are put in the order of the inputs, in one step. Lines that a kill has cut are dropped, and so
their documents are made again.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from budgetdocs.batch.destination import OWN_FOLDER
from budgetdocs.batch.names import folded
from budgetdocs.batch.outcome import Done, Failed, read_line
from budgetdocs.errors import RenderError

NAME = "manifest.jsonl"
SYNCED_EVERY = 1.0
"""Seconds after which the system is asked to put the lines on the disk."""


class Index:
    """What a run has to remember of each of a million documents: on the disk, in a private file of SQLite's that
    vanishes with the process. Serves :class:`~budgetdocs.batch.names.FileNames` too."""

    def __init__(self) -> None:
        self._tables = sqlite3.connect("", isolation_level=None)
        self._tables.execute("PRAGMA journal_mode = OFF")
        self._tables.execute("CREATE TABLE taken (name TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID")
        self._tables.execute("CREATE TABLE line (key BLOB PRIMARY KEY, start INTEGER, place INTEGER) WITHOUT ROWID")
        self._tables.execute("BEGIN")  # and no end: nobody else looks, and each end would be written out

    def get(self, name: str, default: int, /) -> int:
        """The last number given to ``name``."""
        row = self._tables.execute("SELECT number FROM taken WHERE name = ?", (name,)).fetchone()
        return default if row is None else int(row[0])

    def __contains__(self, name: object, /) -> bool:
        return self.get(str(name), 0) > 0

    def __setitem__(self, name: str, number: int, /) -> None:
        self._tables.execute("INSERT OR REPLACE INTO taken VALUES (?, ?)", (name, number))

    def start(self, key: bytes) -> int | None:
        """Where the line of ``key`` begins; None if there is none."""
        row = self._tables.execute("SELECT start FROM line WHERE key = ?", (key,)).fetchone()
        return None if row is None else int(row[0])

    def put(self, key: bytes, start: int, place: int | None) -> None:
        """The line of ``key`` begins at ``start``; its document is number ``place`` of this run."""
        self._tables.execute("INSERT OR REPLACE INTO line VALUES (?, ?, ?)", (key, start, place))

    def of_this_run(self) -> Iterator[int]:
        """Where the lines of this run begin, in the order of its documents."""
        for row in self._tables.execute("SELECT start FROM line WHERE place IS NOT NULL ORDER BY place"):
            yield row[0]

    def of_earlier_runs(self) -> Iterator[int]:
        """Where the lines of documents begin that this run has nothing to do with, as they stand."""
        for row in self._tables.execute("SELECT start FROM line WHERE place IS NULL ORDER BY start"):
            yield row[0]

    def close(self) -> None:
        """Forget everything."""
        self._tables.close()


class Manifest:
    """The manifest at ``path``, which one run holds open."""

    def __init__(self, path: Path, index: Index) -> None:
        """Raises :class:`RenderError` if a file of that name is none of ours, :class:`OSError` if it can't be used."""
        self.path = path
        self._index = index
        self._size = self._scanned() if path.exists() else 0
        self._earlier = self._size > 0
        self._file: BinaryIO = path.open("ab", buffering=0)
        if path.stat().st_size > self._size:
            self._file.truncate(self._size)
        self._lines: BinaryIO = path.open("rb")
        self._place = 0
        self.has_documents = self._earlier
        """Whether any document was ever made here."""
        self._synced = time.monotonic()
        self.changed = False
        """Whether this run has added anything."""

    def earlier(self, name: str) -> Done | None:
        """What an earlier run has written of the document ``name``."""
        start = self._index.start(_key(name))
        if start is None:
            return None
        outcome = self._read(start)
        return outcome if isinstance(outcome, Done) else None

    def add(self, outcome: Done | Failed) -> None:
        """The next document of this run. Raises :class:`OSError`, and then the line is not there at all."""
        key = _key(outcome.name) if outcome.name else f"unread {self._place}".encode()
        line = outcome.line()
        start = self._index.start(key)
        if start is not None and self._line(start) == line:
            self._index.put(key, start, self._next())
            return
        try:
            written = self._file.write(line) or 0
            while written < len(line):
                written += self._file.write(line[written:]) or 0
        except OSError:
            self._file.truncate(self._size)
            raise
        self._index.put(key, self._size, self._next())
        self._size += len(line)
        self.changed = True
        self.has_documents = self.has_documents or isinstance(outcome, Done)
        if time.monotonic() - self._synced > SYNCED_EVERY:
            self.sync()

    def sync(self) -> None:
        """Have the lines put on the disk."""
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()

    def finish(self, stands: Callable[[Done], bool]) -> None:
        """Put the lines in the order of this run's documents; after them those of earlier runs that still ``stand``."""
        self.sync()
        if not self._earlier:
            return
        ordered = self.path.parent / OWN_FOLDER / ".budgetdocs-manifest.tmp"
        ordered.parent.mkdir(exist_ok=True)
        with ordered.open("wb") as file:
            for start in self._index.of_this_run():
                file.write(self._line(start))
            for start in self._index.of_earlier_runs():
                outcome = self._read(start)
                if isinstance(outcome, Done) and stands(outcome):
                    file.write(self._line(start))
                else:
                    self.changed = True
            file.flush()
            os.fsync(file.fileno())
        self._file.close()
        self._lines.close()
        if filecmp.cmp(ordered, self.path, shallow=False):  # it keeps its date, by which 清单.xlsx is known to be new
            ordered.unlink()
        else:
            ordered.replace(self.path)

    def close(self) -> None:
        """Let go of the file, and take it away if no document was ever made: then nothing stays."""
        self._file.close()
        self._lines.close()
        if not self.has_documents:
            self.path.unlink(missing_ok=True)

    def _next(self) -> int:
        self._place += 1
        return self._place

    def _scanned(self) -> int:
        """Enter the lines that are there in the index; gives where the whole ones end."""
        end = 0
        with self.path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                try:
                    outcome = read_line(line)
                except ValueError:
                    if end == 0:
                        reason = "已有一个同名的文件，不是本程序写的清单；请换一个输出文件夹，或把它移走"
                        raise RenderError("", str(self.path), reason) from None
                else:
                    if outcome.name:
                        self._index.put(_key(outcome.name), end, None)
                end += len(line)
        return end

    def _line(self, start: int) -> bytes:
        self._lines.seek(start)
        return self._lines.readline()

    def _read(self, start: int) -> Done | Failed:
        return read_line(self._line(start))


def read_manifest(path: Path) -> Iterator[Done | Failed]:
    """The outcomes in the manifest at ``path``, but for a last line that was cut."""
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield read_line(line)


def _key(name: str) -> bytes:
    return hashlib.blake2b(folded(name).encode(errors="replace"), digest_size=16).digest()
