"""TrueType outlines: one glyph's, and a font file with some of them (OpenType, glyf, loca, hmtx)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from budgetdocs.deflate import deflater
from budgetdocs.pdf.fonts.packing import Packer
from budgetdocs.pdf.fonts.sfnt import Stretch, Table, checksum, numbers, packed, write

TABLES: Final = ("head", "hhea", "maxp", "hmtx", "loca")
HINTING: Final = ("cvt ", "fpgm", "prep")
_SAMPLE: Final = 1 << 16
_MOST_PACKED: Final = 512
"""Glyphs of a subset that is put together of packed ones."""


class _Part(NamedTuple):
    """What a subset takes of a glyph: its outline and its code, the sum of that, advance and bearing as one word."""

    outline: bytes
    code: bytes
    sum: int
    metrics: int
    components: tuple[tuple[int, int], ...]


class TrueTypeOutlines:
    """The outlines of a face; what was once asked for is kept."""

    def __init__(self, tables: Mapping[str, bytes], glyf: Stretch) -> None:
        self._head, self._hhea, self._maxp = tables["head"], tables["hhea"], tables["maxp"]
        self._glyf = glyf
        long = struct.unpack_from(">h", self._head, 50)[0]
        loca = tables["loca"]
        self._offsets = numbers("I" if long else "H", loca[: len(loca) // 4 * 4 if long else len(loca) // 2 * 2])
        self._scale = 1 if long else 2
        self._long_metrics = struct.unpack_from(">H", self._hhea, 34)[0]
        self._hmtx = tables["hmtx"]
        self._hinting = {tag: Table.of(tables[tag]) for tag in HINTING if tag in tables}
        self._parts: dict[int, _Part] = {}
        self._composite: set[int] = set()

    def outline(self, glyph: int) -> bytes:
        """The glyf entry of ``glyph`` (empty for a blank one)."""
        (found,) = self._outlines((glyph,))
        return found

    def _outlines(self, glyphs: Iterable[int]) -> Iterator[bytes]:
        scale, pairs = self._scale, (self._offsets[glyph : glyph + 2] for glyph in glyphs)
        return self._glyf.pieces([(start * scale, end * scale) for start, end in pairs])

    def subset(self, glyphs: list[int], _: Sequence[int]) -> bytes:
        """A TrueType file whose glyph *n* is ``glyphs[n]``; components of composite glyphs are put behind them.

        For embedding as FontFile2 (ISO 32000-1, 9.9): glyf, head, hhea, hmtx, loca, maxp and the hinting tables.
        """
        return self._file_of(self._chosen(glyphs))

    def stream(self, glyphs: list[int], codes: Sequence[int]) -> tuple[bytes, int]:
        """The :meth:`subset` as a zlib stream, and how long it is unpacked.

        One of many glyphs is packed as any other content: a book has few fonts, and they are worth the while.
        """
        if len(glyphs) > _MOST_PACKED:
            whole = self.subset(glyphs, codes)
            return deflater().wrapped(whole), len(whole)
        parts = self._chosen(glyphs)
        whole = self._file_of(parts)
        before = len(whole) - sum([len(part.outline) for part in parts]) - len(self._packer.opening.content)
        return self._packer.stream(whole[:before], [part.code for part in parts], whole), len(whole)

    def _chosen(self, glyphs: list[int]) -> list[_Part]:
        self._learn(glyphs)
        parts = [self._parts[glyph] for glyph in glyphs]
        return parts if self._composite.isdisjoint(glyphs) else self._with_components(glyphs)

    def _file_of(self, parts: Sequence[_Part]) -> bytes:
        outlines = [part.outline for part in parts]
        offsets = list(accumulate(map(len, outlines), initial=0))
        metrics = [part.metrics for part in parts]
        count = struct.pack(">H", len(parts))
        head = self._head[:8] + bytes(4) + self._head[12:50] + b"\0\1" + self._head[52:]
        tables = {
            **self._hinting,
            "head": Table.of(head),
            "hhea": Table.of(self._hhea[:34] + count + self._hhea[36:]),
            "hmtx": Table(packed("I", metrics), sum(metrics) & 0xFFFFFFFF),
            "loca": Table(packed("I", offsets), sum(offsets) & 0xFFFFFFFF),
            "maxp": Table.of(self._maxp[:4] + count + self._maxp[6:]),
            "glyf": Table(b"".join(outlines), sum([part.sum for part in parts]) & 0xFFFFFFFF),
        }
        return write(tables, "glyf", self._packer.opening.content)

    @cached_property
    def _packer(self) -> Packer:
        """Packs outlines by the frequency of bytes in some of them, from the middle of the font."""
        middle = max(0, self._glyf.length // 2 - _SAMPLE // 2)
        (sample,) = self._glyf.pieces([(middle, min(middle + _SAMPLE, self._glyf.length))])
        return Packer(sample)

    def _learn(self, glyphs: Iterable[int]) -> None:
        """Keep the parts of those of ``glyphs`` that are new."""
        if self._parts.keys() >= set(glyphs):
            return
        new = [glyph for glyph in dict.fromkeys(glyphs) if glyph not in self._parts]
        for glyph, outline in zip(new, self._outlines(new), strict=True):
            whole, code = self._packer.pack(outline) if outline else (b"", b"")
            components = tuple(_components(outline))
            self._parts[glyph] = _Part(whole, code, checksum(whole), self._metrics(glyph), components)
            if components:
                self._composite.add(glyph)

    def _metrics(self, glyph: int) -> int:
        """Advance and left side bearing; the last advance holds for all glyphs beyond numberOfHMetrics."""
        last = self._long_metrics - 1
        if glyph <= last:
            return int(struct.unpack_from(">L", self._hmtx, 4 * glyph)[0])
        advance = struct.unpack_from(">H", self._hmtx, 4 * last)[0]
        at = 4 * self._long_metrics + 2 * (glyph - self._long_metrics)
        bearing = struct.unpack_from(">H", self._hmtx, at)[0] if at + 2 <= len(self._hmtx) else 0
        return int(advance << 16 | bearing)

    def _with_components(self, glyphs: list[int]) -> list[_Part]:
        """The parts of ``glyphs`` and behind them of their components, which go by their new numbers."""
        order = list(glyphs)
        places = {glyph: number for number, glyph in reversed(list(enumerate(glyphs)))}
        parts = []
        for glyph in order:  # grows while composites are met
            self._learn((glyph,))
            part = self._parts[glyph]
            outline = bytearray(part.outline)
            for position, component in part.components:
                if component not in places:
                    places[component] = len(order)
                    order.append(component)
                struct.pack_into(">H", outline, position, places[component])
            if part.components:
                whole, code = self._packer.pack(bytes(outline))
                part = part._replace(outline=whole, code=code, sum=checksum(whole))
            parts.append(part)
        return parts


def _components(outline: bytes) -> Iterator[tuple[int, int]]:
    """Position and number of each glyph that a composite one uses (OpenType, glyf, composite glyph description)."""
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return
    position, flags = 10, 0x0020
    while flags & 0x0020:
        flags, glyph = struct.unpack_from(">HH", outline, position)
        yield position + 2, glyph
        position += 4 + (4 if flags & 0x0001 else 2)
        position += 2 if flags & 0x0008 else 4 if flags & 0x0040 else 8 if flags & 0x0080 else 0
