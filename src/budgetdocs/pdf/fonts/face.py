"""One face of a font file: which glyph prints which character, how wide it is, and its outline."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Final, Literal

from budgetdocs.errors import FontError
from budgetdocs.pdf.fonts.cff import CffOutlines
from budgetdocs.pdf.fonts.cmap import character_map
from budgetdocs.pdf.fonts.name_table import POSTSCRIPT, names
from budgetdocs.pdf.fonts.sfnt import FontFile, numbers
from budgetdocs.pdf.fonts.truetype import HINTING, TABLES, TrueTypeOutlines

_PARSED: Final = ("head", "hhea", "maxp", "hmtx", "cmap", "name")
_RESTRICTED, _NO_SUBSET, _BITMAP_ONLY = 0x0002, 0x0100, 0x0200
_DAMAGED = (struct.error, IndexError, KeyError, ValueError, OverflowError)
"""What reading a damaged table raises."""


class Face:
    """One face of a font file; tables are read when they are needed, and kept.

    Lengths are in em, ``box`` in 1/1000 em. ``outlines`` says how glyphs are described, hence what :meth:`subset`
    gives. ``key`` is one name for copies of one face, and for no other: head holds a sum of the whole file.

    Raises :class:`FontError` for a file that is damaged or must not be embedded.
    """

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path, self.index = path, index
        self._file = FontFile(path, index)
        self.outlines: Literal["glyf", "cff"] = self._outlines()
        try:
            self._parse()
        except _DAMAGED as fault:
            raise FontError(path.name, "", "字体文件已损坏") from fault

    def _outlines(self) -> Literal["glyf", "cff"]:
        if "glyf" in self._file:
            return "glyf"
        if "CFF " in self._file:
            return "cff"
        if "CFF2" in self._file:
            raise FontError(self.path.name, "", "是 CFF2 可变字体，嵌不进 PDF，请换用静态字体")
        raise FontError(self.path.name, "", "没有轮廓，只有点阵")

    def _parse(self) -> None:
        self._tables = tables = self._file.read(_PARSED)
        os2 = self._file.read(["OS/2"])["OS/2"] if "OS/2" in self._file else b""
        head, hhea = tables["head"], tables["hhea"]
        if os2:
            self._check_permission(struct.unpack_from(">H", os2, 8)[0])
        self.units: int = struct.unpack_from(">H", head, 18)[0]
        ascent, descent = struct.unpack_from(">hh", hhea, 4)
        if not ascent and not descent and len(os2) >= 78:
            ascent, win_descent = struct.unpack_from(">HH", os2, 74)
            descent = -win_descent
        self.ascent: float = ascent / self.units
        self.descent: float = -descent / self.units
        self.box = tuple(round(v * 1000 / self.units) for v in struct.unpack_from(">4h", head, 36))
        self.name = self._postscript_name(tables["name"])
        self.key = f"F{zlib.crc32(head + self.name.encode()):08x}"
        count = struct.unpack_from(">H", hhea, 34)[0]
        self._advances = numbers("H", tables["hmtx"][: 4 * count])[::2]
        self._last_advance = self._advances[-1]

    def _check_permission(self, embedding: int) -> None:
        """Raise :class:`FontError` unless a subset of the outlines may be embedded (OpenType, OS/2, fsType)."""
        if embedding & 0x000F == _RESTRICTED:
            raise FontError(self.path.name, "", "字体文件禁止嵌入（OS/2 fsType 2）")
        if embedding & _NO_SUBSET:
            raise FontError(self.path.name, "", "字体文件禁止只嵌入用到的字（OS/2 fsType 0x0100）")
        if embedding & _BITMAP_ONLY:
            raise FontError(self.path.name, "", "字体文件禁止嵌入轮廓（OS/2 fsType 0x0200）")

    def _postscript_name(self, table: bytes) -> str:
        """The name by which the PDF calls the font: visible ASCII without delimiters."""
        given = [name.text for name in names(table) if name.number == POSTSCRIPT]
        for text in (*given, self.path.stem):
            if plain := re.sub(r"[^A-Za-z0-9._+-]", "", text).strip("._+-"):
                return plain
        return f"Font{zlib.crc32(self.path.name.encode())}"

    @cached_property
    def cmap(self) -> dict[int, int]:
        """Code point → glyph."""
        try:
            found = character_map(self._tables["cmap"])
        except _DAMAGED as fault:
            raise FontError(self.path.name, "", "字体文件的字符表已损坏") from fault
        if not found:
            raise FontError(self.path.name, "", "字体文件没有 Unicode 字符表")
        count = struct.unpack_from(">H", self._tables["maxp"], 4)[0]
        if max(found.values()) >= count:
            return {code: glyph for code, glyph in found.items() if glyph < count}
        return found

    def __contains__(self, character: str) -> bool:
        return ord(character) in self.cmap

    def advance(self, glyph: int) -> float:
        """The advance of ``glyph`` (the last one listed holds for all beyond)."""
        advances = self._advances
        return (advances[glyph] if glyph < len(advances) else self._last_advance) / self.units

    @cached_property
    def widths(self) -> dict[str, float]:
        """Character → advance, filled as characters are asked for; a ``KeyError`` for one that the face has not."""
        return _Widths(self)

    def outline(self, glyph: int) -> bytes:
        """The description of ``glyph``: its glyf entry (empty for a blank one), or its charstring."""
        return self._program.outline(glyph)

    def subset(self, glyphs: list[int], codes: Sequence[int] | None = None) -> bytes:
        """A font program whose glyph *n* is ``glyphs[n]``, for embedding with Identity-H (ISO 32000-1, 9.9).

        A TrueType file (FontFile2, CIDFontType2) for ``outlines`` "glyf"; a CID-keyed CFF font whose CID of glyph *n*
        is ``codes[n]``, or *n* without ``codes`` (FontFile3 with the subtype CIDFontType0C, CIDFontType0) for "cff".
        """
        try:
            return self._program.subset(glyphs, codes or range(len(glyphs)))
        except _DAMAGED as fault:
            raise FontError(self.path.name, "", "字体文件的轮廓已损坏") from fault

    def stream(self, glyphs: list[int], codes: Sequence[int]) -> tuple[bytes, int]:
        """The :meth:`subset` as a zlib stream (RFC 1950), and how long it is unpacked."""
        try:
            return self._program.stream(glyphs, codes)
        except _DAMAGED as fault:
            raise FontError(self.path.name, "", "字体文件的轮廓已损坏") from fault

    @cached_property
    def _program(self) -> TrueTypeOutlines | CffOutlines:
        try:
            if self.outlines == "glyf":
                tags = [tag for tag in (*TABLES, *HINTING) if tag in self._file or tag in TABLES]
                return TrueTypeOutlines(self._file.read(tags), self._file.stretch("glyf"))
            return CffOutlines(self._file.read(["CFF "])["CFF "], self._redrawn)
        except _DAMAGED as fault:
            raise FontError(self.path.name, "", "字体文件的轮廓已损坏") from fault

    def _redrawn(self, glyph: int, default_width: float, nominal_width: float) -> bytes:
        """The charstring of ``glyph`` drawn anew, without hints: fontTools resolves what is deprecated."""
        from fontTools.pens.t2CharStringPen import T2CharStringPen
        from fontTools.ttLib import TTFont

        width = self._advances[glyph] if glyph < len(self._advances) else self._last_advance
        with TTFont(self.path, fontNumber=self.index, lazy=True) as font:
            drawn = font.getGlyphSet()
            pen = T2CharStringPen(None if width == default_width else width - nominal_width, drawn)
            drawn[font.getGlyphName(glyph)].draw(pen)
            charstring = pen.getCharString()
            charstring.compile()
            return bytes(charstring.bytecode)


class _Widths(dict[str, float]):
    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> float:
        width = self[character] = self._face.advance(self._face.cmap[ord(character)])
        return width


_opened: dict[tuple[Path, int], Face] = {}
_opening = Lock()


def open_face(path: Path, index: int = 0) -> Face:
    """The face number ``index`` of ``path``: one object for the whole process, so a PDF embeds it once."""
    face = _opened.get((path, index))
    if face is None:
        with _opening:
            face = _opened.get((path, index))
            if face is None:
                face = _opened[path, index] = Face(path, index)
    return face
