"""One run at a time in an output folder; a second is told whose run it is, and since when."""

from __future__ import annotations

import getpass
import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from budgetdocs.batch.destination import OWN_FOLDER, Folder, Remote
from budgetdocs.errors import RenderError

_HOLDER = f"{OWN_FOLDER}/run.json"
RENEWED_EVERY, STALE_AFTER = 60.0, 600.0
"""Seconds: how often a run says in a remote place that it is alive, and after which silence it counts as dead."""


class Hold:
    """That this run has the destination to itself, since now."""

    def __init__(self, destination: Folder | Remote) -> None:
        self._destination = destination
        self._since = self._said = time.time()

    def renew(self) -> None:
        """Say in a remote place that this run is alive, if it is time to."""
        if isinstance(self._destination, Remote) and time.time() - self._said > RENEWED_EVERY:
            self.say()

    def say(self) -> bytes:
        """Write down who holds the destination; gives what was written."""
        self._said = time.time()
        who = {"host": platform.node(), "user": _user(), "pid": os.getpid(), "since": self._since, "said": self._said}
        note = json.dumps(who, ensure_ascii=False).encode()
        self._destination.put(_HOLDER, note)
        return note


@contextmanager
def only_run(destination: Folder | Remote) -> Iterator[Hold]:
    """Hold the destination alone. Raises :class:`RenderError`, naming the holder, if another run has it.

    In a folder the system holds the lock, and lets it go when the process dies, however it dies. Raises
    :class:`OSError` for a folder in which nothing can be written.
    """
    hold = Hold(destination)
    with _remote(destination, hold) if isinstance(destination, Remote) else _folder(destination, hold):
        yield hold


@contextmanager
def _folder(destination: Folder, hold: Hold) -> Iterator[None]:
    from filelock import FileLock, Timeout

    made_here = not destination.root.exists()
    try:
        destination.own.mkdir(parents=True, exist_ok=True)
        lock = FileLock(destination.own / "lock", blocking=False)
        lock.acquire()
    except Timeout:
        raise _taken(destination, _read(destination)) from None
    except OSError as fault:
        fault.filename = destination.shown()  # what the user knows
        raise
    try:
        destination.sweep()
        with suppress(OSError):  # who it is matters to people only
            hold.say()
        yield
    finally:
        if os.name == "nt":  # there an open file can't be taken away; elsewhere only while it is held
            lock.release()
        destination.leave(made_here)
        lock.release()


@contextmanager
def _remote(destination: Remote, hold: Hold) -> Iterator[None]:
    """A lock for places that have none: a note, renewed. Of two runs that begin in the same moment, the one whose note
    is overwritten gives way."""
    holder = _read(destination)
    if holder and time.time() - float(holder.get("said", 0.0)) < STALE_AFTER:
        raise _taken(destination, holder)
    if hold.say() != destination.get(_HOLDER):
        raise _taken(destination, _read(destination))
    try:
        yield
    finally:
        with suppress(OSError):
            destination.remove(_HOLDER)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no name is known for it
        return ""


def _read(destination: Folder | Remote) -> dict[str, Any]:
    try:
        return dict(json.loads(destination.get(_HOLDER) or b"{}"))
    except (OSError, ValueError):
        return {}


def _taken(destination: Folder | Remote, holder: dict[str, Any]) -> RenderError:
    who = ""
    if holder:
        since = datetime.fromtimestamp(float(holder["since"])).strftime("%Y-%m-%d %H:%M:%S")
        who = f"（{holder['host']} 上的 {holder['user']}，进程 {holder['pid']}，{since} 开始）"
    return RenderError("", destination.shown(), f"另一次生成正在写这里{who}；请等它做完，或换一个文件夹")
