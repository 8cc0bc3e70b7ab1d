"""Files → submissions. Each value of a submission knows the place in the file that it was read from."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from budgetdocs.errors import ReadError
from budgetdocs.model import Submission
from budgetdocs.readers.mend import Mended, mend
from budgetdocs.readers.sheets import Spool, read_workbook, read_workbooks, spool_workbook
from budgetdocs.readers.source import require_file
from budgetdocs.readers.text import read_json, read_yaml
from budgetdocs.readers.word import read_docx

__all__ = ["SUFFIXES", "Mended", "mend", "read", "read_all", "spool"]

_READERS: dict[str, Callable[[Path, str], Submission]] = {
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".json": read_json,
    ".docx": read_docx,
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
    ".xls": read_workbook,
    ".csv": read_workbook,
}

SUFFIXES = tuple(_READERS)
"""The kinds of file that :func:`read` takes."""


def read(path: str | os.PathLike[str]) -> Submission:
    """The submission in the file at ``path``, its kind told by its suffix (see :data:`SUFFIXES`), with its places.

    Raises :class:`~budgetdocs.errors.ReadError` holding every problem of the file; one that names the departments of a
    workbook of several.
    """
    file, shown = Path(path), os.fspath(path)
    return _reader(file, shown)(file, shown)


def read_all(path: str | os.PathLike[str]) -> list[Submission]:
    """Every submission in the file at ``path``: one a department of a workbook, one of any other file.

    Raises like :func:`read`.
    """
    file, shown = Path(path), os.fspath(path)
    reader = _reader(file, shown)
    return read_workbooks(file, shown) if reader is read_workbook else [reader(file, shown)]


def spool(path: str | os.PathLike[str]) -> Spool | None:
    """The submissions of a large workbook at ``path``, as :func:`read_all` gives them but for the places of their
    values; they wait on the disk, and are to be closed. None for any other file. Raises like :func:`read`.
    """
    file, shown = Path(path), os.fspath(path)
    return spool_workbook(file, shown) if _reader(file, shown) is read_workbook else None


def _reader(file: Path, shown: str) -> Callable[[Path, str], Submission]:
    require_file(file, shown)
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        kind = f"“{file.suffix}”" if file.suffix else "没有扩展名的文件"
        raise ReadError(shown, "", f"不能读取{kind}；可读取：{'、'.join(SUFFIXES)}")
    return reader
