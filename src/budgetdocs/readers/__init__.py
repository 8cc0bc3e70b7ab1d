"""Files → submissions. Each value of a submission knows the place in the file that it was read from."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from budgetdocs.errors import ReadError
from budgetdocs.model import Submission
from budgetdocs.readers.mend import Mended, mend
from budgetdocs.readers.source import require_file
from budgetdocs.readers.text import read_json, read_yaml

__all__ = ["SUFFIXES", "Mended", "mend", "read"]

_READERS: dict[str, Callable[[Path, str], Submission]] = {
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".json": read_json,
}

SUFFIXES = tuple(_READERS)
"""The kinds of file that :func:`read` takes."""


def read(path: str | os.PathLike[str]) -> Submission:
    """The submission in the file at ``path``, its kind told by its suffix (see :data:`SUFFIXES`), with its places.

    Raises :class:`~budgetdocs.errors.ReadError` holding every problem of the file.
    """
    file, shown = Path(path), os.fspath(path)
    require_file(file, shown)
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        kind = f"“{file.suffix}”" if file.suffix else "没有扩展名的文件"
        raise ReadError(shown, "", f"不能读取{kind}；可读取：{'、'.join(SUFFIXES)}")
    return reader(file, shown)
