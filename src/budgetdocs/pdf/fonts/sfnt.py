"""Font files as containers: their faces, the tables of each, and how tables become a file again.

TrueType, OpenType and collections share this form (OpenType specification, "Font file"; ISO/IEC 14496-22).
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from budgetdocs.errors import FontError

_VERSIONS: Final = {b"\0\1\0\0", b"OTTO", b"true"}


class Place(NamedTuple):
    """Where a table lies in its file, in bytes."""

    offset: int
    length: int


def faces(file: BinaryIO) -> list[int]:
    """Where the table directory of each face of ``file`` begins; empty for what is no font."""
    tag, _, count = struct.unpack(">4sLL", file.read(12).ljust(12, b"\0"))
    if tag == b"ttcf":
        return list(struct.unpack(f">{count}L", file.read(4 * count))) if count < 0x10000 else []
    return [0] if tag in _VERSIONS else []


def directory(file: BinaryIO, start: int) -> dict[str, Place]:
    """The tables of the face whose directory begins at ``start``."""
    file.seek(start)
    count = struct.unpack(">4sH6x", file.read(12))[1]
    records = struct.iter_unpack(">4s4xLL", file.read(16 * count))
    return {tag.decode("latin-1"): Place(offset, length) for tag, offset, length in records}


def read_table(file: BinaryIO, place: Place) -> bytes:
    """The table at ``place``. Raises ``EOFError`` where the file ends before it."""
    file.seek(place.offset)
    content = file.read(place.length)
    if len(content) < place.length:
        raise EOFError
    return content


class FontFile:
    """One face of a font file; its tables are read when they are asked for.

    Raises :class:`FontError`, as :meth:`read` does, for what is no font, is cut short or lacks the table.
    """

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                starts = faces(file)
                if index >= len(starts):
                    raise FontError(path.name, "", f"没有第 {index + 1} 个字面" if starts else "不是字体文件")
                self._places = directory(file, starts[index])
                self._state = _state(path)
        except (OSError, struct.error) as fault:
            raise FontError(path.name, "", "字体文件无法读取，或者不完整") from fault

    def __contains__(self, tag: str) -> bool:
        return tag in self._places

    def read(self, tags: Iterable[str]) -> dict[str, bytes]:
        """The tables ``tags``, by tag."""
        try:
            with self.path.open("rb") as file:
                return {tag: read_table(file, self._places[tag]) for tag in tags}
        except KeyError as fault:
            raise FontError(self.path.name, "", f"字体文件缺少 {fault.args[0]} 表") from fault
        except (OSError, EOFError) as fault:
            raise FontError(self.path.name, "", "字体文件无法读取，或者不完整") from fault

    def stretch(self, tag: str) -> Stretch:
        """The table ``tag``, to be read piece by piece."""
        try:
            return Stretch(self.path, self._places[tag], self._state)
        except KeyError as fault:
            raise FontError(self.path.name, "", f"字体文件缺少 {tag} 表") from fault


class Stretch:
    """A large table, which is not kept: of some thousand outlines a document needs a few.

    ``state`` is that of the file (see :func:`_state`); one that was changed meanwhile holds no pieces any more.
    """

    def __init__(self, path: Path, place: Place, state: tuple[int, int]) -> None:
        self._path, self._place, self._state = path, place, state
        self.length = place.length

    def pieces(self, ends: Iterable[tuple[int, int]]) -> Iterator[bytes]:
        """The bytes from each first to each second number. Raises :class:`FontError` where they can't be read."""
        try:
            with self._path.open("rb") as file:
                if _state(self._path) != self._state:
                    raise FontError(self._path.name, "", "字体文件在使用中被换掉了，请重新运行")
                for start, end in ends:
                    yield read_table(file, Place(self._place.offset + start, max(0, end - start)))
        except (OSError, EOFError) as fault:
            raise FontError(self._path.name, "", "字体文件无法读取，或者不完整") from fault


def _state(path: Path) -> tuple[int, int]:
    """The size of a file, and when it was changed."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def numbers(kind: str, content: bytes | bytearray) -> array[int]:
    """``content`` as big-endian numbers: ``kind`` "H" of two bytes, "I" of four."""
    result = array(kind, content)
    if sys.byteorder == "little":
        result.byteswap()
    return result


def packed(kind: str, values: Iterable[int]) -> bytes:
    """The opposite of :func:`numbers`."""
    result = array(kind, values)
    if sys.byteorder == "little":
        result.byteswap()
    return result.tobytes()


def padded(content: bytes) -> bytes:
    """``content`` filled up to whole words of four bytes."""
    return content + b"\0" * (-len(content) % 4)


def checksum(content: bytes | bytearray) -> int:
    """The sum of the words of ``content`` (a multiple of four bytes long), modulo 2³²."""
    return sum(numbers("I", content)) & 0xFFFFFFFF


class Table(NamedTuple):
    """A table to be written: its content, and the :func:`checksum` of it when padded."""

    content: bytes
    sum: int

    @classmethod
    def of(cls, content: bytes) -> Table:
        return cls(content, checksum(padded(content)))


def write(tables: dict[str, Table], last: str, gap: bytes = b"") -> bytes:
    """The file of one TrueType face, its ``head`` (with checkSumAdjustment 0) completed.

    The table ``last`` stands behind all others, and whole words of a ``gap`` before it.
    """
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(">LHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    body, offset, places = [], 12 + 16 * count, {}
    for tag, table in tables.items():
        if tag != last:
            places[tag] = offset
            body.append(padded(table.content))
            offset += len(body[-1])
    places[last] = offset + len(gap)
    records = [
        struct.pack(">4sLLL", tag.encode(), table.sum, places[tag], len(table.content))
        for tag, table in sorted(tables.items())
    ]
    preface = b"".join([header, *records])
    whole = bytearray(b"".join([preface, *body, gap, padded(tables[last].content)]))
    total = checksum(preface) + checksum(gap) + sum(table.sum for table in tables.values())
    struct.pack_into(">L", whole, places["head"] + 8, (0xB1B0AFBA - total) & 0xFFFFFFFF)
    return bytes(whole)
