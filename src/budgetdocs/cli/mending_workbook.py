"""The fixes of a workbook: which cell is to say what, proved by reading the mended copy before anything is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from budgetdocs.errors import ReadError
from budgetdocs.model import IndicatorValue, Path, Record, Submission
from budgetdocs.readers import read_all
from budgetdocs.writers.workbook import mend_workbook

SHARED = "这一格的内容分在几处或几处共用，改了会动到别的，请手工改"
_NOWHERE = "文件里没有写这一项的单元格，请手工补上"

Key = tuple[int, Path]
"""Which submission of the workbook, and the path in it."""
Edits = Mapping[Key, str]


class MendedBook(NamedTuple):
    """The mended workbook, and the edits that could not be made, each with the reason."""

    content: bytes
    undone: dict[Key, str]


def mend_cells(
    path: FilePath, submissions: Sequence[Submission], fixed: Sequence[Submission], edits: Edits
) -> MendedBook:
    """The workbook at ``path``, read as ``submissions``, saying the ``edits`` that make each of them ``fixed``.

    What comes out has been read again: the values of the edits are as asked, and no other has changed. An edit for
    which that can't be had is undone. Raises :class:`ReadError` for a workbook that must not be changed.
    """
    undone: dict[Key, str] = {}
    before = [dict(leaves(submission)) for submission in submissions]
    after = [dict(leaves(submission)) for submission in fixed]
    while wanted := {key: text for key, text in edits.items() if key not in undone}:
        cells, lost = _cells(submissions, wanted, before)
        mended = mend_workbook(path, cells)
        for number, there in wanted:
            reason = mended.undone.get(submissions[number].where(there).position)
            if reason:
                lost.setdefault((number, there), reason)
        if not lost:
            expected = [
                old | {there: new[there] for at, there in wanted if at == number}
                for number, (old, new) in enumerate(zip(before, after, strict=True))
            ]
            wrong = _wrong(path, mended.content, expected)
            if wrong == set():
                return MendedBook(mended.content, undone)
            lost = dict.fromkeys(_blamed(submissions, wanted, wrong), SHARED)
        undone |= lost
    return MendedBook(path.read_bytes(), undone)


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every single value of a record with its path, as text."""
    if isinstance(value, IndicatorValue):
        yield path, value.raw
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    elif isinstance(value, Decimal):
        yield path, f"{value.normalize():f}"
    else:
        yield path, "" if value is None else str(value)


def _cells(
    submissions: Sequence[Submission], wanted: Edits, before: Sequence[Mapping[Path, str]]
) -> tuple[dict[str, str], dict[Key, str]]:
    """What each cell is to say, by its position, and the edits that no cell or no single text can say."""
    cells: dict[str, str] = {}
    lost: dict[Key, str] = {}
    for (number, path), text in wanted.items():
        place = submissions[number].place(*path)
        if place is None or not place.position:
            lost[number, path] = _NOWHERE
            continue
        whole = _paragraphs(submissions[number], path, wanted, before[number], number)
        said = text if whole is None else whole
        if cells.setdefault(place.position, said) != said:
            lost[number, path] = SHARED
    return cells, lost


def _paragraphs(
    submission: Submission, path: Path, wanted: Edits, before: Mapping[Path, str], number: int
) -> str | None:
    """All paragraphs of the cell in which that at ``path`` stands, a line each; None if it is no paragraph."""
    if not isinstance(path[-1], int):
        return None
    position = getattr(submission.place(*path), "position", "")
    lines, index = [], 0
    while (here := (*path[:-1], index)) in before:
        if getattr(submission.place(*here), "position", "") == position:
            lines.append(wanted.get((number, here), before[here]))
        index += 1
    return "\n".join(lines)


def _wrong(path: FilePath, content: bytes, expected: Sequence[Mapping[Path, str]]) -> set[Key] | None:
    """The values that the mended workbook says otherwise than ``expected``; None if it can't be read as that at all."""
    with tempfile.TemporaryDirectory() as folder:
        copy = FilePath(folder) / path.name
        copy.write_bytes(content)
        try:
            said = [dict(leaves(submission)) for submission in read_all(copy)]
        except ReadError:
            return None
    if len(said) != len(expected):
        return None
    return {
        (number, there)
        for number, (new, old) in enumerate(zip(said, expected, strict=True))
        for there in new.keys() | old.keys()
        if new.get(there) != old.get(there)
    }


def _blamed(submissions: Sequence[Submission], wanted: Edits, wrong: set[Key] | None) -> set[Key]:
    """The edits to undo so that what is ``wrong`` comes right: those of the same values or cells, else all."""
    positions = {submissions[number].where(path).position for number, path in wrong or ()}
    blamed = {key for key in wanted if submissions[key[0]].where(key[1]).position in positions}
    return blamed or set(wanted)
