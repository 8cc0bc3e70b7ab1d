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


class Member(NamedTuple):
    """A member of a zip file; ``header`` is where its local header begins."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    header: int


def members(archive: bytes) -> list[Member]:
    """The members of a zip file in the order of its directory. Raises what :class:`zipfile.ZipFile` does."""
    found = _plain(archive)
    if found is not None:
        return found
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return [
            Member(
                each.filename, each.flag_bits, each.compress_type, each.CRC, each.compress_size, each.file_size,
                each.header_offset,
            )
            for each in opened.infolist()
        ]  # fmt: skip


def _plain(archive: bytes) -> list[Member] | None:
    """The members, if there is nothing that it takes ``zipfile`` to make out: else None."""
    end = len(archive) - _END.size
    if end < _ZIP64_LOCATOR or archive[end - _ZIP64_LOCATOR :].startswith(b"PK\x06\x07"):
        return None
    signature, disk, first_disk, here, count, size, start, comment = _END.unpack_from(archive, end)
    if signature != b"PK\x05\x06" or disk or first_disk or comment or here != count or start + size != end:
        return None
    found, at = [], start
    while at + _ENTRY.size <= end:
        (
            signature, _, _, needed, _, flags, method, _, _, crc, packed, unpacked, name_size, extra, comment, disk, _,
            _, header,
        ) = _ENTRY.unpack_from(archive, at)  # fmt: skip
        at += _ENTRY.size
        name = archive[at : at + name_size]
        at += name_size
        if signature != b"PK\x01\x02" or needed > _NEWEST or extra or comment or disk or not name.isascii():
            return None
        if b"\0" in name or b"\\" in name or 0xFFFFFFFF in (packed, unpacked, header):
            return None
        found.append(Member(name.decode("ascii"), flags, method, crc, packed, unpacked, header))
    return found if at == end and len(found) == count else None


def unpacked(archive: bytes, member: Member) -> bytes:
    """The content of a member, however it is packed. Raises what :meth:`zipfile.ZipFile.read` does."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(next(each for each in opened.infolist() if each.header_offset == member.header))
