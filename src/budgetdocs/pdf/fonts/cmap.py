"""The character map of a face (OpenType, cmap): code point → glyph."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from typing import Final

from budgetdocs.pdf.fonts.sfnt import numbers

_PREFERRED: Final = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0), (3, 0))
_SYMBOL: Final = (3, 0)


def character_map(table: bytes) -> dict[int, int]:
    """Code point → glyph of the widest Unicode subtable; empty if there is none.

    A symbol font answers to U+F020–F0FF, as its own table says, and to U+0020–00FF, as documents write it.
    """
    count = struct.unpack_from(">H", table, 2)[0]
    offsets = {(p, e): offset for p, e, offset in struct.iter_unpack(">HHL", table[4 : 4 + 8 * count])}
    for key in _PREFERRED:
        if key not in offsets:
            continue
        subtable = table[offsets[key] :]
        read = _FORMATS.get(struct.unpack_from(">H", subtable)[0])
        if read is None:
            continue
        found = read(subtable)
        if key == _SYMBOL:
            found |= {code - 0xF000: glyph for code, glyph in found.items() if 0xF020 <= code <= 0xF0FF}
        return found
    return {}


def _segments(table: bytes) -> dict[int, int]:
    """Format 4: segments of the basic plane."""
    count = struct.unpack_from(">H", table, 6)[0] // 2
    words = numbers("H", table[14 : 14 + 2 * (4 * count + 1)])
    ends, starts = words[:count], words[count + 1 : 2 * count + 1]
    deltas, offsets = words[2 * count + 1 : 3 * count + 1], words[3 * count + 1 :]
    found: dict[int, int] = {}
    for i, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        codes = range(start, min(end, 0xFFFE) + 1)
        first = (start + delta) & 0xFFFF
        if offset:
            at = 14 + 2 * (3 * count + 1 + i) + offset
            found |= _listed(codes, numbers("H", table[at : at + 2 * len(codes)]), delta)
        elif 0 < first <= 0x10000 - len(codes):
            found.update(zip(codes, range(first, first + len(codes)), strict=True))
        else:  # the glyph numbers run over the end, or begin at .notdef
            found |= {code: (code + delta) & 0xFFFF for code in codes if (code + delta) & 0xFFFF}
    return found


def _trimmed(table: bytes) -> dict[int, int]:
    """Format 6: one run of codes."""
    first, count = struct.unpack_from(">HH", table, 6)
    return _listed(range(first, first + count), numbers("H", table[10 : 10 + 2 * count]), 0)


def _listed(codes: Iterable[int], glyphs: Iterable[int], delta: int) -> dict[int, int]:
    """Glyph 0 stands for none."""
    return {code: (glyph + delta) & 0xFFFF for code, glyph in zip(codes, glyphs, strict=False) if glyph}


def _groups(table: bytes) -> dict[int, int]:
    """Format 12: runs of any code points."""
    count = struct.unpack_from(">L", table, 12)[0]
    words = numbers("I", table[16 : 16 + 12 * count])
    found: dict[int, int] = {}
    for start, end, glyph in zip(words[::3], words[1::3], words[2::3], strict=True):
        if start == end:
            found[start] = glyph
        elif end <= 0x10FFFF:
            found.update(zip(range(start, end + 1), range(glyph, glyph + end - start + 1), strict=True))
    if 0 in found.values():
        found = {code: glyph for code, glyph in found.items() if glyph}
    return found


_FORMATS: Final[dict[int, Callable[[bytes], dict[int, int]]]] = {4: _segments, 6: _trimmed, 12: _groups}
