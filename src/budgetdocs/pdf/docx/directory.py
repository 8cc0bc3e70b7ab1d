"""The directory of a zip file (APPNOTE 4.3.12), read at a glance where it is as plain as almost all are."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Final, NamedTuple

_END: Final = struct.Struct("<4s4H2LH")
_ZIP64_LOCATOR: Final = 20
_ENTRY: Final = struct.Struct("<4s4B4HL2L5H2L")
_NEWEST: Final = 63
"""The version needed to read a member beyond which ``zipfile`` refuses it."""
_MOST_LAYOUTS: Final = 64


class Member(NamedTuple):
    """A member of a zip file; ``header`` is where its local header begins."""

    flags: int
    method: int
    crc: int
    packed: int
    size: int
    header: int


class Directory(NamedTuple):
    """How many members there are, and these by their names in lower case; of those of one name the last."""

    many: int
    members: dict[str, Member]


class _Layout(NamedTuple):
    """A directory but for what differs between files of one template: times, check sums, sizes, places.

    ``entries`` unpacks seven fields of each member: what is ``fixed``, the check sum, both sizes, what is fixed, the
    place, and the name, which is fixed too.
    """

    entries: struct.Struct
    fixed: tuple[tuple[bytes, ...], ...]
    names: list[str]
    flags: list[int]
    methods: list[int]


_LAYOUTS: Final[dict[tuple[int, int], _Layout]] = {}
"""The layout that was met last of directories with so many members and bytes."""


def directory(archive: bytes) -> Directory:
    """The directory of a zip file. Raises what :class:`zipfile.ZipFile` does."""
    end = len(archive) - _END.size
    if end >= _ZIP64_LOCATOR and not archive.startswith(b"PK\x06\x07", end - _ZIP64_LOCATOR):
        signature, disk, first_disk, here, count, size, start, comment = _END.unpack_from(archive, end)
        odd = disk or first_disk or comment or here != count or start + size != end
        if signature == b"PK\x05\x06" and not odd:
            found = _known(archive, start, count, size) or _learned(archive, start, count, size)
            if found is not None:
                return found
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        every = opened.infolist()
        members = {
            _name(each.filename): Member(
                each.flag_bits, each.compress_type, each.CRC, each.compress_size, each.file_size, each.header_offset
            )
            for each in every
        }
        return Directory(len(every), members)


def _known(archive: bytes, start: int, count: int, size: int) -> Directory | None:
    """The directory, if it is laid out as the one before of its size."""
    layout = _LAYOUTS.get((count, size))
    if layout is None:
        return None
    fields = layout.entries.unpack_from(archive, start)
    if (fields[::7], fields[4::7], fields[6::7]) != layout.fixed:
        return None
    told = map(Member, layout.flags, layout.methods, fields[1::7], fields[2::7], fields[3::7], fields[5::7])
    return Directory(count, dict(zip(layout.names, told, strict=True)))


def _learned(archive: bytes, start: int, count: int, size: int) -> Directory | None:
    """The directory, whose layout is kept, if there is nothing that it takes ``zipfile`` to make out."""
    at, end = start, start + size
    sizes, names, flags, methods = [], [], [], []
    while at + _ENTRY.size <= end:
        signature, _, _, needed, _, flag, method, *_, name_size, extra, comment, disk, _, _, _ = _ENTRY.unpack_from(
            archive, at
        )
        name = archive[at + _ENTRY.size : at + _ENTRY.size + name_size]
        at += _ENTRY.size + name_size
        if signature != b"PK\x01\x02" or needed > _NEWEST or extra or comment or disk:
            return None
        if not name.isascii() or b"\0" in name or b"\\" in name:
            return None
        sizes.append(name_size)
        names.append(_name(name.decode("ascii")))
        flags.append(flag)
        methods.append(method)
    if at != end or len(names) != count:
        return None
    entries = struct.Struct("<" + "".join(f"12s4x3L10s4xL{length}s" for length in sizes))
    fields = entries.unpack_from(archive, start)
    if len(_LAYOUTS) >= _MOST_LAYOUTS:
        _LAYOUTS.clear()
    _LAYOUTS[count, size] = _Layout(entries, (fields[::7], fields[4::7], fields[6::7]), names, flags, methods)
    return _known(archive, start, count, size)


def _name(written: str) -> str:
    return written.lstrip("/").lower()


def unpacked(archive: bytes, member: Member) -> bytes:
    """The content of a member, however it is packed. Raises what :meth:`zipfile.ZipFile.read` does."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(next(each for each in opened.infolist() if each.header_offset == member.header))
