"""Compact Font Format: charstrings of a font, and a CID-keyed font of some of them (Adobe Technical Note 5176)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from budgetdocs.deflate import deflater
from budgetdocs.pdf.fonts.charstring import Subroutines, UnusualCharstring, unrolled
from budgetdocs.pdf.fonts.sfnt import packed

_CHARSET, _CHARSTRINGS, _PRIVATE, _SUBRS, _BOX, _FONT_MATRIX = 15, 17, 18, 19, 5, 0x0C07
_ROS, _CID_COUNT, _FD_ARRAY, _FD_SELECT, _FONT_NAME = 0x0C1E, 0x0C22, 0x0C24, 0x0C25, 0x0C26
_FIRST_OWN_STRING: Final = 391


class _Index:
    """An INDEX (5): items of any length, numbered from 0; ``end`` is where it ends in the table."""

    def __init__(self, table: bytes, start: int) -> None:
        self._table = table
        self._count: int = struct.unpack_from(">H", table, start)[0]
        self._size = table[start + 2] if self._count else 0
        self._offsets = start + 3
        self._base = self._offsets + (self._count + 1) * self._size - 1
        self.end = self._base + self._offset(self._count) if self._count else start + 2

    def _offset(self, number: int) -> int:
        at = self._offsets + number * self._size
        return int.from_bytes(self._table[at : at + self._size], "big")

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> bytes:
        if not 0 <= number < self._count:
            raise IndexError(number)
        return self._table[self._base + self._offset(number) : self._base + self._offset(number + 1)]


class _Entry(NamedTuple):
    """An entry of a DICT (4): its operands read and as they stand."""

    operands: list[float]
    raw: bytes


def _dict(data: bytes) -> dict[int, _Entry]:
    """A DICT: operator (0x0Cxx for an escaped one) → its entry."""
    found: dict[int, _Entry] = {}
    at, start, operands = 0, 0, list[float]()
    while at < len(data):
        byte = data[at]
        if byte > 21:
            value, at = _operand(data, at)
            operands.append(value)
            continue
        operator, raw = byte, data[start:at]
        at += 1
        if byte == 12:
            operator = 0x0C00 | data[at]
            at += 1
        found[operator] = _Entry(operands, raw)
        start, operands = at, []
    return found


def _operand(data: bytes, at: int) -> tuple[float, int]:
    """The number at ``at`` of a DICT, and where it ends (table 3)."""
    byte = data[at]
    if byte == 30:
        digits = ""
        while "f" not in digits:
            at += 1
            digits += f"{data[at]:02x}"
        text = digits.partition("f")[0].translate({97: ".", 98: "e", 99: "e-", 101: "-"})
        return float(text), at + 1
    if byte == 28:
        return struct.unpack_from(">h", data, at + 1)[0], at + 3
    if byte == 29:
        return struct.unpack_from(">l", data, at + 1)[0], at + 5
    if byte <= 246:
        return byte - 139, at + 1
    if byte <= 250:
        return (byte - 247) * 256 + data[at + 1] + 108, at + 2
    return -(byte - 251) * 256 - data[at + 1] - 108, at + 2


class _FontDict(NamedTuple):
    """A font DICT: the Private DICT, subroutines left out, and the matrix if it has one of its own."""

    private: bytes
    matrix: bytes
    subroutines: Subroutines
    default_width: float
    nominal_width: float


class CffOutlines:
    """The outlines of a CFF table; a charstring once freed of its subroutines is kept.

    ``redraw`` makes the charstring of a glyph in another way (it is given the number of the glyph, defaultWidthX and
    nominalWidthX), for the few that :mod:`.charstring` can't take over.
    """

    def __init__(self, table: bytes, redraw: Callable[[int, float, float], bytes]) -> None:
        self._table, self._redraw = table, redraw
        names = _Index(table, table[2])
        tops = _Index(table, names.end)
        self._name = names[0]
        self._shared = _Index(table, _Index(table, tops.end).end)
        self._top = top = _dict(tops[0])
        self._charstrings = _Index(table, int(top[_CHARSTRINGS].operands[0]))
        self._keyed = _ROS in top
        if self._keyed:
            fonts = _Index(table, int(top[_FD_ARRAY].operands[0]))
            dicts = [_dict(fonts[number]) for number in range(len(fonts))]
            self._selected = self._selection(int(top[_FD_SELECT].operands[0]))
        else:
            dicts = [{_PRIVATE: top[_PRIVATE]}]
            self._selected = bytes(len(self._charstrings))
        self._dicts = [self._font_dict(each) for each in dicts]
        self._flat: dict[int, bytes] = {}

    def _font_dict(self, entries: dict[int, _Entry]) -> _FontDict:
        size, start = (int(each) for each in entries[_PRIVATE].operands)
        private = _dict(self._table[start : start + size])
        subroutines: Subroutines = ()
        if _SUBRS in private:
            subroutines = _Index(self._table, start + int(private[_SUBRS].operands[0]))
        widths = [entry.operands[0] if (entry := private.get(operator)) else 0.0 for operator in (20, 21)]
        kept = b"".join(entry.raw + _operator(key) for key, entry in private.items() if key != _SUBRS)
        matrix = entries[_FONT_MATRIX].raw if _FONT_MATRIX in entries else b""
        return _FontDict(kept, matrix, subroutines, *widths)

    def _selection(self, start: int) -> bytes:
        """The number of the font DICT of each glyph (19)."""
        count = len(self._charstrings)
        if self._table[start] == 0:
            return self._table[start + 1 : start + 1 + count]
        ranges = struct.unpack_from(">H", self._table, start + 1)[0]
        records = list(struct.iter_unpack(">HB", self._table[start + 3 : start + 3 + 3 * ranges]))
        ends = [first for first, _ in records[1:]] + [count]
        return b"".join(bytes([number]) * (end - first) for (first, number), end in zip(records, ends, strict=True))

    def outline(self, glyph: int) -> bytes:
        """The charstring of ``glyph``, without calls of subroutines."""
        code = self._flat.get(glyph)
        if code is None:
            font = self._dicts[self._selected[glyph]]
            try:
                code = unrolled(self._charstrings[glyph], font.subroutines, self._shared)
            except UnusualCharstring:
                code = self._redraw(glyph, font.default_width, font.nominal_width)
            self._flat[glyph] = code
        return code

    def subset(self, glyphs: list[int], codes: Sequence[int]) -> bytes:
        """A CID-keyed CFF font whose glyph *n*, with the CID ``codes[n]``, is ``glyphs[n]``; 0 is the first of either.

        For embedding as FontFile3 with the subtype CIDFontType0C (ISO 32000-1, 9.9, table 126).
        """
        charstrings = _index([self.outline(glyph) for glyph in glyphs])
        selected = [self._selected[glyph] for glyph in glyphs]
        used = sorted(set(selected))
        places = {number: place for place, number in enumerate(used)}
        select = b"\0" + bytes(places[number] for number in selected)
        charset = b"\0" + packed("H", codes[1:])
        preface = b"\1\0\4\4" + _index([self._name])
        strings = _index([b"Adobe", b"Identity", self._name]) + _index([])
        start = len(preface) + len(_index([self._top_dict(0, 0, 0, 0, 0)])) + len(strings)
        at_select = start + len(charset)
        at_charstrings = at_select + len(select)
        at_private = at_charstrings + len(charstrings)
        fonts = [self._dicts[number] for number in used]
        starts = list(accumulate((len(font.private) for font in fonts), initial=at_private))
        array_ = _index([_font(font, place) for font, place in zip(fonts, starts, strict=False)])
        top = self._top_dict(max(codes) + 1, start, at_select, at_charstrings, starts[-1])
        privates = [font.private for font in fonts]
        return b"".join([preface, _index([top]), strings, charset, select, charstrings, *privates, array_])

    def stream(self, glyphs: list[int], codes: Sequence[int]) -> tuple[bytes, int]:
        """The :meth:`subset` as a zlib stream, and how long it is unpacked."""
        whole = self.subset(glyphs, codes)
        return deflater().wrapped(whole), len(whole)

    def _top_dict(self, count: int, charset: int, select: int, charstrings: int, fonts: int) -> bytes:
        """The Top DICT; operands are of one length, whatever their value."""
        kept = [self._top[key].raw + _operator(key) for key in (_FONT_MATRIX, _BOX) if key in self._top]
        return b"".join([
            _entry(_ROS, _FIRST_OWN_STRING, _FIRST_OWN_STRING + 1, 0), *kept, _entry(_CID_COUNT, count),
            _entry(_CHARSET, charset), _entry(_FD_SELECT, select), _entry(_CHARSTRINGS, charstrings),
            _entry(_FD_ARRAY, fonts),
        ])  # fmt: skip


def _font(font: _FontDict, private: int) -> bytes:
    matrix = font.matrix + _operator(_FONT_MATRIX) if font.matrix else b""
    return _entry(_FONT_NAME, _FIRST_OWN_STRING + 2) + matrix + _entry(_PRIVATE, len(font.private), private)


def _entry(operator: int, *operands: int) -> bytes:
    return b"".join(b"\x1d" + struct.pack(">l", operand) for operand in operands) + _operator(operator)


def _operator(operator: int) -> bytes:
    return struct.pack(">H", operator) if operator > 0xFF else bytes([operator])


def _index(items: Sequence[bytes]) -> bytes:
    if not items:
        return b"\0\0"
    offsets = accumulate(map(len, items), initial=1)
    return struct.pack(">HB", len(items), 4) + packed("I", offsets) + b"".join(items)
