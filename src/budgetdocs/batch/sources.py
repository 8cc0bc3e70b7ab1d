"""What is to be rendered → submissions, one at a time: files, patterns of files, folders, submissions themselves."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from budgetdocs.batch import manifest
from budgetdocs.batch.outcome import Done, Origin
from budgetdocs.batch.register import NAME as REGISTER
from budgetdocs.errors import BudgetDocsError, ReadError
from budgetdocs.model import Submission
from budgetdocs.readers import SUFFIXES as READABLE
from budgetdocs.readers import read_all, spool
from budgetdocs.readers.stream import LINES, read_stream
from budgetdocs.readers.stream import SUFFIXES as STREAMED

SUFFIXES = tuple(dict.fromkeys((*READABLE, *LINES)))
"""The kinds of file that are looked for in a folder."""

Input = str | os.PathLike[str] | Submission
Inputs = Input | Iterable[Input]


class Source(NamedTuple):
    """A submission, or why there is none, where it is from, and the share of the inputs up to here."""

    origin: Origin
    submission: Submission | BudgetDocsError
    share: float | None = None


def sources(inputs: Inputs, out: Path | None = None) -> Iterator[Source]:
    """The submissions that ``inputs`` name, in their order; those of a folder in the order of their paths.

    A path may be a file (see :data:`SUFFIXES`), a folder, which is searched to the bottom, or a pattern with ``*``. Of
    an iterator no more is taken than is asked for. ``out`` is where files are written meanwhile, which are no inputs.
    """
    if isinstance(inputs, str | os.PathLike | Submission):
        inputs = (inputs,)
    known = isinstance(inputs, list | tuple)
    listed = _listed(inputs, out) if known else {}
    total = _total(inputs) if known else 0
    before = 0
    for number, each in enumerate(inputs, start=1):
        if isinstance(each, Submission):
            yield Source(Origin(f"第 {number} 份数据"), each)
            continue
        for path in listed.get(os.fspath(each)) or _files(each):
            if isinstance(path, ReadError):
                yield Source(Origin(os.fspath(each)), path)
                continue
            size = _size(path)
            for origin, end, submission in _read(path):
                yield Source(origin, submission, (before + end) / total if total else None)
            before += size


def _listed(inputs: Iterable[Input], out: Path | None) -> dict[str, list[Path | ReadError]]:
    """The files of those ``inputs`` that are folders and have ``out`` in them, before anything is written there."""
    if out is None:
        return {}
    around = {out.resolve(), *out.resolve().parents}
    paths = (os.fspath(each) for each in inputs if not isinstance(each, Submission))
    return {path: list(_files(path)) for path in paths if Path(path).resolve() in around}


def _read(path: Path) -> Iterator[tuple[Origin, int, Submission | BudgetDocsError]]:
    """The submissions of the file at ``path``, and how many of its bytes are done with after each."""
    shown = str(path)
    size = _size(path)
    try:
        if path.suffix.lower() in STREAMED:
            for entry in read_stream(path):
                yield Origin(shown, entry.part), entry.end, entry.submission
            return
        spooled = spool(path)
        if spooled is not None:
            with closing(spooled):
                yield from _shared_out(spooled, len(spooled), shown, size)
            return
        submissions = read_all(path)
    except ReadError as fault:
        yield Origin(shown), size, fault
        return
    except Exception as fault:  # of ours, with one file: the others go on
        reason = f"读取时程序内部出错（{type(fault).__name__}：{' '.join(str(fault).split())}），请把文件发给维护者"
        yield Origin(shown), size, ReadError(shown, "", reason)
        return
    count = len(submissions)
    submissions.reverse()  # each is let go of when it has been taken
    yield from _shared_out((submissions.pop() for _ in range(count)), count, shown, size)


def _shared_out(
    submissions: Iterable[Submission], count: int, shown: str, size: int
) -> Iterator[tuple[Origin, int, Submission]]:
    """The ``submissions`` of one file, so many, each with an equal share of its bytes."""
    for number, submission in enumerate(submissions, start=1):
        yield Origin(shown, submission.department.name if count > 1 else ""), size * number // count, submission


def _files(each: str | os.PathLike[str]) -> Iterator[Path | ReadError]:
    path = Path(each)
    if path.is_dir():
        found = False
        for file in _below(path, frozenset()):
            found = True
            yield file
        if not found:
            yield ReadError(str(path), "", f"文件夹里没有能读的数据文件（{'、'.join(SUFFIXES)}）")
    elif glob.has_magic(str(path)) and not path.exists():
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207  # it may be absolute
        for match in matches:
            yield from _files(match) if Path(match).is_dir() else [Path(match)]
        if not matches:
            yield ReadError(str(path), "", "没有文件的名字是这样的")
    else:
        yield path


def _below(folder: Path, written: frozenset[str]) -> Iterator[Path]:
    """The readable files below ``folder``, without those that a run has ``written`` there, hidden ones, and the notes
    (``~$…``) by which Word and Excel mark a file that is open."""
    written |= _written_in(folder)
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith((".", "~$")) or entry.name == manifest.NAME:
            continue
        path = folder / entry.name
        if entry.is_dir():
            yield from _below(path, written)
        elif entry.name.lower().endswith(SUFFIXES) and str(path) not in written:
            yield path


def _written_in(folder: Path) -> frozenset[str]:
    """The paths of the files that runs have written to ``folder``."""
    path = folder / manifest.NAME
    if not path.is_file():
        return frozenset()
    try:
        done = [outcome for outcome in manifest.read_manifest(path) if isinstance(outcome, Done)]
    except (ValueError, OSError):  # of another program
        return frozenset()
    files = (str(folder / PurePosixPath(file.path)) for outcome in done for file in outcome.files)
    return frozenset((*files, str(folder / REGISTER)))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):  # reading it will say why
        return 0


def _total(inputs: Iterable[Input]) -> int:
    """Bytes of all files that ``inputs`` name; 0 where some are no files."""
    total = 0
    for each in inputs:
        if isinstance(each, Submission):
            return 0
        total += sum(_size(path) for path in _files(each) if isinstance(path, Path))
    return total
