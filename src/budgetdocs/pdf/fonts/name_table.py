"""The name table of a face (OpenType, name), in whatever encoding its records are."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

FAMILY, FULL, POSTSCRIPT, TYPOGRAPHIC_FAMILY = 1, 4, 6, 16

_ENCODINGS: Final = {  # (platform, encoding) → codec; for platform 1 (Macintosh) the encoding is a script
    **{(0, encoding): "utf-16-be" for encoding in range(7)},
    (1, 0): "mac-roman", (1, 1): "shift-jis", (1, 2): "big5", (1, 3): "euc-kr", (1, 25): "gb18030",
    (3, 0): "utf-16-be", (3, 1): "utf-16-be", (3, 2): "shift-jis", (3, 3): "gb18030", (3, 4): "big5",
    (3, 5): "euc-kr", (3, 6): "johab", (3, 10): "utf-16-be",
}  # fmt: skip


class Name(NamedTuple):
    """A record: ``number`` says what it names."""

    number: int
    text: str


def names(table: bytes) -> Iterator[Name]:
    """The family, full and PostScript names of a face, in all languages; what can't be decoded is left out."""
    count, strings = struct.unpack_from(">HH", table, 2)
    for platform, encoding, _, number, length, offset in struct.iter_unpack(">6H", table[6 : 6 + 12 * count]):
        codec = _ENCODINGS.get((platform, encoding))
        if codec is None or number not in {FAMILY, FULL, POSTSCRIPT, TYPOGRAPHIC_FAMILY}:
            continue
        content = table[strings + offset : strings + offset + length]
        if platform == 3 and codec != "utf-16-be":  # one byte per character is written as two, the first one 0
            content = content.replace(b"\0", b"")
        try:
            text = content.decode(codec).strip("\0 ")
        except UnicodeDecodeError:
            continue
        if text:
            yield Name(number, text)
