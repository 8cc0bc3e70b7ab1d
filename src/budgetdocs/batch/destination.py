"""Where documents are written: a folder, or a place that fsspec knows (``s3://…``). Never half a file in either."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from budgetdocs.batch.files import copy_whole, write_whole
from budgetdocs.errors import BudgetDocsError

OWN_FOLDER = ".budgetdocs"
"""A run's own folder in the output folder: files not finished, and the lock. Gone when the run is over."""


class Destination(Protocol):
    """Takes files by their path below it, with ``/``. Survives pickling: workers write by themselves."""

    def put(self, name: str, content: bytes) -> None:
        """Write ``content`` whole, or raise :class:`OSError` and leave what was there."""

    def take(self, name: str, file: Path) -> None:
        """As :meth:`put`, what is in ``file``, however long that is."""

    def get(self, name: str) -> bytes | None:
        """What stands under ``name``; None for nothing."""

    def remove(self, name: str) -> None:
        """Take ``name`` away, if it is there."""

    def holds(self, name: str, sha256: str, size: int) -> bool:
        """Whether the file is there as it was written."""

    def is_newer(self, name: str, other: str) -> bool:
        """Whether ``name`` is there, and known to have been written no earlier than ``other``."""

    def shown(self, name: str = "") -> str:
        """The path or address of the file, for people."""


@dataclass(frozen=True)
class Folder:
    """A folder of a disk that every worker sees."""

    root: Path

    def put(self, name: str, content: bytes) -> None:
        self._write(name, lambda path: write_whole(path, content, self.own))

    def take(self, name: str, file: Path) -> None:
        self._write(name, lambda path: copy_whole(file, path, self.own))

    def _write(self, name: str, write: Callable[[Path], None]) -> None:
        """Have ``write`` write the file, in folders that are there."""
        path = self.root / name
        for folder in (self.own, path.parent):
            _make(folder)
        try:
            write(path)
        except FileNotFoundError:  # someone has taken one away since
            for folder in (self.own, path.parent):
                folder.mkdir(parents=True, exist_ok=True)
            write(path)

    def get(self, name: str) -> bytes | None:
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)

    def holds(self, name: str, sha256: str, size: int) -> bool:
        try:
            with (self.root / name).open("rb") as file:
                return os.fstat(file.fileno()).st_size == size and hashlib.sha256(file.read()).hexdigest() == sha256
        except OSError:
            return False

    def is_newer(self, name: str, other: str) -> bool:
        try:
            return (self.root / name).stat().st_mtime_ns >= (self.root / other).stat().st_mtime_ns
        except OSError:
            return False

    def shown(self, name: str = "") -> str:
        return str(self.root / name)

    @property
    def own(self) -> Path:
        """The run's own folder."""
        return self.root / OWN_FOLDER

    def sweep(self) -> None:
        """Take away what a run that was killed has left unfinished."""
        for path in self.own.glob(".budgetdocs-*.tmp"):
            with suppress(OSError):
                path.unlink()

    def leave(self, made_here: bool) -> None:
        """Take away the run's own folder, and if it was ``made_here`` and is empty the output folder."""
        with suppress(OSError):
            shutil.rmtree(self.own)
        if made_here:
            with suppress(OSError):
                self.root.rmdir()


@lru_cache(maxsize=1024)
def _make(folder: Path) -> None:
    """Make ``folder`` if this process has not seen it lately."""
    folder.mkdir(parents=True, exist_ok=True)


_ONE_PUT = frozenset(("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "cos", "obs", "memory"))
"""The protocols whose files appear whole, or not at all: objects, not folders."""


@dataclass(frozen=True)
class Remote:
    """An address that fsspec knows. An object appears whole with its put; elsewhere a file is moved to its name."""

    url: str

    @property
    def protocol(self) -> str:
        """``s3``, ``memory`` …"""
        return self.url.partition("://")[0]

    def put(self, name: str, content: bytes) -> None:
        self._write(name, lambda files, path: files.pipe_file(path, content))

    def take(self, name: str, file: Path) -> None:
        self._write(name, lambda files, path: files.put_file(str(file), path))

    def _write(self, name: str, write: Callable[[Any, str], object]) -> None:
        """Have ``write`` write the file where it appears whole, or else beside it."""
        files, path = self._at(name)
        if self.protocol in _ONE_PUT:
            write(files, path)
            return
        unfinished = f"{_filesystem(self.url)[1]}/{OWN_FOLDER}/{secrets.token_hex(8)}.tmp"
        for each in (unfinished, path):
            files.makedirs(each.rpartition("/")[0], exist_ok=True)
        write(files, unfinished)
        files.mv(unfinished, path)

    def fetch(self, name: str, file: Path) -> None:
        """Have what stands under ``name`` in ``file``, which is empty for nothing."""
        files, path = self._at(name)
        file.write_bytes(b"")
        with suppress(FileNotFoundError):
            files.get_file(path, str(file))

    def get(self, name: str) -> bytes | None:
        files, path = self._at(name)
        try:
            content: bytes = files.cat_file(path)
        except FileNotFoundError:
            return None
        return content

    def remove(self, name: str) -> None:
        files, path = self._at(name)
        with suppress(FileNotFoundError):
            files.rm_file(path)

    def holds(self, name: str, sha256: str, size: int) -> bool:  # noqa: ARG002  # to hash it would be to fetch it
        files, path = self._at(name)
        try:
            return bool(files.info(path)["size"] == size)
        except OSError:
            return False

    def is_newer(self, name: str, other: str) -> bool:  # noqa: ARG002  # not every place knows times
        return False

    def names(self, folder: str) -> list[str]:
        """The paths of the files in ``folder``, sorted."""
        files, path = self._at(folder)
        try:
            found = files.ls(path, detail=False, refresh=True)
        except FileNotFoundError:
            return []
        return sorted(f"{folder}/{each.rstrip('/').rpartition('/')[2]}" for each in found)

    def shown(self, name: str = "") -> str:
        return f"{self.url}/{name}" if name else self.url

    def _at(self, name: str) -> tuple[Any, str]:
        files, root = _filesystem(self.url)
        return files, f"{root}/{name}"


@lru_cache(maxsize=8)
def _filesystem(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    files, root = url_to_fs(url)
    return files, str(root).rstrip("/")


def destination_at(out: str | os.PathLike[str]) -> Folder | Remote:
    """The destination that ``out`` names: a path, or an address with ``://``.

    Raises :class:`BudgetDocsError` for an address whose kind of place is not known, or needs a package.
    """
    text = os.fspath(out)
    protocol, mark, rest = text.partition("://")
    if not mark or os.sep in protocol:
        return Folder(Path(text).absolute())
    if protocol in ("file", "local"):
        return Folder(Path(rest).absolute())
    try:
        _filesystem(text.rstrip("/"))
    except ImportError as fault:
        raise BudgetDocsError(
            f"{text}：写到 {protocol}:// 还缺软件包（{fault}）；先 pip install 'budgetdocs[remote]'，再装这种存储的包"
        ) from None
    except ValueError:
        raise BudgetDocsError(f"{text}：不认识 {protocol}:// 这种地址") from None
    return Remote(text.rstrip("/"))
