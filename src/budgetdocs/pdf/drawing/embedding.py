"""Fonts as a PDF holds them: a subset of each face, numbered in the order of use (ISO 32000-1, 9.7).

The codes in a page's content are glyph numbers of the subset (Identity-H), two bytes each.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import Final

from budgetdocs.errors import FontError
from budgetdocs.pdf.drawing.file import File
from budgetdocs.pdf.fonts import Face

_SURROGATES: Final = range(0xD800, 0xE000)
_SYMBOLIC: Final = 4


class Glyphs(dict[int, str]):
    """Code point → the character whose code is the number of its glyph in the subset, given in order of use.

    For ``str.translate``: one pass at C speed numbers new glyphs and encodes all. Two characters that share a glyph
    have a number each, so that each comes back as itself. ``characters`` holds the code point of each number.
    """

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face
        self.characters = [0]

    def __missing__(self, code: int) -> str:
        if len(self.characters) == _SURROGATES.start:  # their codes can't be encoded
            self.characters += [0] * len(_SURROGATES)
        if len(self.characters) > 0xFFFF:
            raise FontError(self.face.name, chr(code), "用到的字超过 65535 个")
        self[code] = number = chr(len(self.characters))
        self.characters.append(code)
        return number


@cache
def _glyph(face: Face, code: int) -> tuple[int, str, str]:
    """The glyph of a character, its width in 1/1000 em, and its text as a CMap writes it; .notdef for no character."""
    glyph = face.cmap[code] if code else 0
    return glyph, f"{1000 * face.advance(glyph):.0f}", f"<{chr(code).encode('utf-16-be').hex()}>"


class Fonts:
    """The fonts of a file; each face gets its resource name when it is first asked for."""

    def __init__(self) -> None:
        self._named: dict[Face, tuple[str, Glyphs]] = {}

    def named(self, face: Face) -> tuple[str, Glyphs]:
        """The resource name of ``face``, and the numbers of its glyphs."""
        found = self._named.get(face)
        if found is None:
            found = self._named[face] = f"F{len(self._named) + 1}", Glyphs(face)
        return found

    def embed(self, file: File) -> str:
        """Write the fonts; the font resource dictionary that names them."""
        entries = (f"/{name} {_embed(file, glyphs)} 0 R" for name, glyphs in self._named.values())
        return f"<<{''.join(entries)}>>"


def _embed(file: File, glyphs: Glyphs) -> int:
    """The number of a Type 0 font and, written with it, its descendant, its descriptor and its subset."""
    face = glyphs.face
    numbers, widths, texts = zip(*map(_glyph, repeat(face), glyphs.characters), strict=True)
    program = face.subset(list(numbers))
    name = f"{_tag(program)}+{face.name}"
    if face.outlines == "cff":
        kind, key = "CIDFontType0", "FontFile3"
        program_number = file.stream(program, "/Subtype/CIDFontType0C")
    else:
        kind, key = "CIDFontType2/CIDToGIDMap/Identity", "FontFile2"
        program_number = file.stream(program, f"/Length1 {len(program)}")
    ascent, descent = round(face.ascent * 1000), -round(face.descent * 1000)
    descriptor = file.add(
        f"<</Type/FontDescriptor/FontName/{name}/Flags {_SYMBOLIC}/FontBBox[{' '.join(map(str, face.box))}]"
        f"/ItalicAngle 0/Ascent {ascent}/Descent {descent}/CapHeight {ascent}/StemV 80/{key} {program_number} 0 R>>"
    )
    descendant = file.add(
        f"<</Type/Font/Subtype/{kind}/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {descriptor} 0 R/DW 1000/W[0[{' '.join(widths)}]]>>"
    )
    unicode = file.stream(_to_unicode(texts))
    return file.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]"
        f"/ToUnicode {unicode} 0 R>>"
    )


def _tag(program: bytes) -> str:
    """Six letters that name a subset (9.6.4), made from its bytes."""
    number, letters = zlib.crc32(program), ""
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters += chr(65 + letter)
    return letters


def _to_unicode(texts: Sequence[str]) -> bytes:
    """The CMap from glyph numbers to ``texts`` (9.10.3); .notdef is not in it, nor are the surrogates."""
    ranges = []
    for start in range(0, len(texts), 0x100):  # a range must not change the first byte of the code
        first, end = max(start, 1), min(start + 0x100, len(texts))
        if first < end and start not in _SURROGATES:
            ranges.append(f"<{first:04x}><{end - 1:04x}>[{''.join(texts[first:end])}]")
    blocks = [ranges[i : i + 100] for i in range(0, len(ranges), 100)]  # the most that a block may hold
    body = "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
