"""One file written whole: no half file at any moment; and why the system refused, in Chinese."""

from __future__ import annotations

import errno
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter, FileIO
from pathlib import Path

_BUSY = "没有权限，或者文件正在 Word、WPS 或 PDF 阅读器里打开，请先关闭 Word 等程序再试"
_REASONS = {
    errno.EACCES: _BUSY,
    errno.EPERM: _BUSY,
    errno.EBUSY: _BUSY,
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "找不到",
    errno.EEXIST: "已有一个同名的文件，建不了文件夹",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENAMETOOLONG: "路径太长",
}
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""What the system says when no file at all can be written any more."""


def os_fault(fault: OSError) -> str:
    """What the system refused, and on which file."""
    reason = _REASONS.get(fault.errno or 0, fault.strerror or str(fault))
    path = fault.filename2 or fault.filename
    return f"{path}：{reason}" if path else reason


def write_whole(path: Path, content: bytes, beside: Path | None = None) -> None:
    """Write ``content`` to ``path`` in one step: beside it first, then renamed; what was there before stays till then.

    ``beside`` is a folder of the same disk for the file that is not finished yet; by default that of ``path``.
    Raises :class:`OSError`; nothing of the attempt remains then.
    """
    with _replacing(path, beside) as file:
        written = file.write(content)
        while written < len(content):  # a disk that is filling up takes a part, then none
            written += file.write(content[written:])


def copy_whole(source: Path, path: Path, beside: Path | None = None) -> None:
    """As :func:`write_whole`, what is in the file ``source``, of which no more than a piece is held."""
    with source.open("rb") as given, _replacing(path, beside) as file, BufferedWriter(file) as whole:
        shutil.copyfileobj(given, whole)


@contextmanager
def _replacing(path: Path, beside: Path | None) -> Iterator[FileIO]:
    """A new file, which takes the place of ``path`` if nothing goes wrong."""
    unfinished = (beside or path.parent) / f".budgetdocs-{secrets.token_hex(4)}.tmp"
    try:
        with unfinished.open("xb", buffering=0) as file:
            yield file
        unfinished.replace(path)
    except BaseException as fault:
        unfinished.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            fault.filename, fault.filename2 = str(path), None  # the name that the user knows
        raise
