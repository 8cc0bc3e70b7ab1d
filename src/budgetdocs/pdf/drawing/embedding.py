"""Fonts as a PDF holds them: of each face a subset of what is printed (ISO 32000-1, 9.7).

The codes in a page's content are two bytes each (Identity-H), and the same in all files (:mod:`.writing`): each leads
to its glyph in the subset.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple

from budgetdocs.pdf.drawing.file import File
from budgetdocs.pdf.drawing.writing import goes_by_glyph, numbered
from budgetdocs.pdf.fonts import Face

_SYMBOLIC: Final = 4
_FULL_WIDTH: Final = "1000"
"""In 1/1000 em: the width of what has none of its own in the font's list (9.7.4.3 DW)."""
_MOST_TEXTS: Final = 1024
"""Texts whose characters are put together in one go."""
_BLOCK: Final = 100
"""The most mappings that a block of a CMap may hold."""


class _Glyph(NamedTuple):
    """A character of a face: its code, its glyph, its entries in the list of widths and in the CMap to Unicode."""

    code: int
    glyph: int
    width: str
    mapping: str


class _Glyphs(dict[str, _Glyph]):
    """The glyphs of ``face`` by character, as they are asked for."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face, self._numbered = face, numbered(face)

    def __missing__(self, character: str) -> _Glyph:
        code = ord(self._numbered[ord(character)])
        glyph = self._face.cmap[ord(character)]
        width = f"{1000 * self._face.advance(glyph):.0f}"
        found = self[character] = _Glyph(
            code,
            glyph,
            "" if width == _FULL_WIDTH else f"{code}[{width}]",
            f"<{code:04x}><{character.encode('utf-16-be').hex()}>",
        )
        return found


_glyphs = cache(_Glyphs)
"""Those of a face, for all the files of a process."""


class Fonts:
    """The fonts of a file: the characters that each face prints."""

    def __init__(self) -> None:
        self._used: dict[str, tuple[Face, set[str], list[str]]] = {}

    def use(self, characters: Iterable[tuple[Face, str]]) -> None:
        """Have the fonts hold ``characters`` of their faces."""
        for face, text in characters:
            found = self._used.get(face.key)
            if found is None:
                found = self._used[face.key] = face, set(), []
            waiting = found[2]
            waiting.append(text)
            if len(waiting) >= _MOST_TEXTS:
                found[1].update(*waiting)
                waiting.clear()

    def embed(self, file: File) -> str:
        """Write the fonts; the font resource dictionary that names them."""
        entries = (
            f"/{key} {_embed(file, face, used.union(*waiting))} 0 R"
            for key, (face, used, waiting) in self._used.items()
        )
        return f"<<{''.join(entries)}>>"


def _embed(file: File, face: Face, characters: Iterable[str]) -> int:
    """The number of a Type 0 font and, written with it, its descendant, its descriptor and its subset."""
    known = _glyphs(face)
    glyphs = [known[character] for character in sorted(characters)]
    if goes_by_glyph(face):
        glyphs = sorted({each.code: each for each in reversed(glyphs)}.values())
    given, numbers, widths, mappings = zip(*glyphs, strict=True)
    program, length = face.stream([0, *numbers], [0, *given])
    name = f"{_tag(program)}+{face.name}"
    if face.outlines == "cff":
        kind, key = "CIDFontType0", "FontFile3"
        entries = "/Subtype/CIDFontType0C"
    else:
        kind, key = f"CIDFontType2/CIDToGIDMap {file.stream(_glyphs_by_code(given))} 0 R", "FontFile2"
        entries = f"/Length1 {length}"
    program_number = file.stream(program, f"{entries}/Filter/FlateDecode", compressed=False)
    ascent, descent = round(face.ascent * 1000), -round(face.descent * 1000)
    descriptor = file.add(
        f"<</Type/FontDescriptor/FontName/{name}/Flags {_SYMBOLIC}/FontBBox[{' '.join(map(str, face.box))}]"
        f"/ItalicAngle 0/Ascent {ascent}/Descent {descent}/CapHeight {ascent}/StemV 80/{key} {program_number} 0 R>>"
    )
    descendant = file.add(
        f"<</Type/Font/Subtype/{kind}/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {descriptor} 0 R/DW {_FULL_WIDTH}/W[{''.join(widths)}]>>"
    )
    unicode = file.stream(_to_unicode(mappings))
    return file.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]"
        f"/ToUnicode {unicode} 0 R>>"
    )


def _glyphs_by_code(codes: Sequence[int]) -> bytes:
    """The CIDToGIDMap (table 117): the subset holds the glyphs of ``codes``, which rise, from number 1 on."""
    numbers = array("H", bytes(2 * codes[-1] + 2))
    for number, code in enumerate(codes, 1):
        numbers[code] = number
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers.tobytes()


def _tag(program: bytes) -> str:
    """Six letters that name a subset (9.6.4), made from its bytes."""
    number, letters = zlib.crc32(program), ""
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters += chr(65 + letter)
    return letters


def _to_unicode(mappings: Sequence[str]) -> bytes:
    """The CMap from codes to characters (9.10.3)."""
    blocks = [mappings[i : i + _BLOCK] for i in range(0, len(mappings), _BLOCK)]
    body = "\n".join([f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks])
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
