"""The lines of a paragraph as operators that hold wherever it stands, and in whatever file (ISO 32000-1, 9.4).

They are made once and kept with the lines: the labels of a form are the same in all its documents. Hence nothing in
them depends on the file: a font goes by the name of its face, a character by its place in that face.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cache, lru_cache
from typing import Final, NamedTuple

from budgetdocs.pdf.drawing.strokes import color
from budgetdocs.pdf.fonts import Face
from budgetdocs.pdf.lines import Ink, Lines

SLANT: Final = "0.2126"  # tan 12°: an italic made from an upright face
_BOLD_STROKE: Final = 1 / 30  # of the size: a bold made from a regular face
_MOST_CODES: Final = 0xFFFF
_DIGITS: Final = 4
"""Of a code: two bytes in hexadecimal."""


class Written(NamedTuple):
    """The pieces of some lines, the first ``x`` points right of their column and ``y`` below their top.

    ``operators`` show them once the text position is that of the first, from the ``first`` ink to the ``last``; None
    where they can't be shown like that: what is clicked or leans is written piece by piece. ``decorated``: strokes or
    shades belong to them. ``characters`` are those that each face prints.
    """

    x: float
    y: float
    first: str
    last: str
    operators: str | None
    decorated: bool
    characters: tuple[tuple[Face, str], ...]


def written(lines: Lines) -> Written | None:
    """What is shown of ``lines``; None if that is nothing."""
    found = lines.written
    if found is None:
        found = _written(lines)
        if lines.remembered:
            lines.written = found
    return found or None


def _written(lines: Lines) -> Written | tuple[()]:
    if not lines or not lines[0].pieces:
        return _many(lines)
    ink = lines[0].pieces[0].ink
    look = look_of(ink)
    pieces: list[tuple[float, float, str]] = []
    top = 0.0
    for line in lines:
        baseline = top + line.baseline - ink.rise
        for x, text, its, spacing, _, picture in line.pieces:
            if its is not ink or spacing or picture:
                return _many(lines)
            pieces.append((x, baseline, text))
        if line.blank and line.pieces and line.blank in ink.face:
            pieces[-1] = (*pieces[-1][:2], pieces[-1][2] + line.blank)
        top += line.height
    return _many(lines) if look.apart else _in_one_ink(pieces, ink, look)


def _in_one_ink(pieces: list[tuple[float, float, str]], ink: Ink, look: Look) -> Written:
    """What is shown of pieces, each with its place, where all are in one ink, as mostly, and nothing is spread."""
    whole = "".join([text for _, _, text in pieces])
    shown = codes(ink.face, whole)
    left, first, text = pieces[0]
    end = _DIGITS * len(text)
    parts = [f"<{shown[:end]}>Tj"]
    across, down = round(left * 100), round(first * 100)
    for x, y, text in pieces[1:]:
        start, end = end, end + _DIGITS * len(text)
        right, below = round(x * 100), round(y * 100)
        parts.append(f"{_way(right - across, down - below)}<{shown[start:end]}>Tj")
        across, down = right, below
    characters = ((ink.face, whole),)
    return Written(left, first, look.operators, look.operators, "\n".join(parts), look.decorated, characters)


@lru_cache(maxsize=4096)
def _way(right: int, up: int) -> str:
    """The operator that moves on by hundredths of a point."""
    return f"{right / 100:g} {up / 100:g} Td"


def _many(lines: Lines) -> Written | tuple[()]:
    """Pieces follow each other by the way from one to the next, in hundredths of a point, so that nothing adds up."""
    top, first, last, spacing = 0.0, "", "", 0.0
    across = down = 0
    parts: list[str] = []
    texts: dict[Face, list[str]] = {}
    whole, decorated = True, False
    place = 0.0, 0.0
    for line in lines:
        for number, (x, text, ink, spread, _, picture) in enumerate(line.pieces, 1):
            if picture is not None:
                continue
            if line.blank and number == len(line.pieces) and line.blank in ink.face:
                text += line.blank
            look = look_of(ink)
            whole, decorated = whole and not look.apart, decorated or look.decorated
            texts.setdefault(ink.face, []).append(text)
            below = top + line.baseline - ink.rise
            to = round(x * 100), round(below * 100)
            if not parts:
                place, first, last = (x, below), look.operators, look.operators
            else:
                parts.append(_way(to[0] - across, down - to[1]))
            across, down = to
            if look.operators != last:
                last = look.operators
                parts.append(last)
            if spread / ink.scale != spacing:
                spacing = spread / ink.scale  # Tz widens it, too
                parts.append(f"{spacing:.4g} Tc")
            parts.append(f"<{codes(ink.face, text)}>Tj")
        top += line.height
    if not parts:
        return ()
    if spacing:
        parts.append("0 Tc")
    characters = tuple((face, "".join(each)) for face, each in texts.items())
    return Written(*place, first, last, "\n".join(parts) if whole else None, decorated, characters)


class Look(NamedTuple):
    """The ``operators`` that set an ink; whether what is printed in it has to be written piece by piece, ``apart``, and
    whether it is ``decorated``."""

    ink: Ink
    operators: str
    apart: bool
    decorated: bool


_looks: Final[dict[int, Look]] = {}
_MOST_LOOKS: Final = 1024


def look_of(ink: Ink) -> Look:
    """How ``ink`` is set; equal inks are mostly one object, which is kept with its look and so keeps its id."""
    look = _looks.get(id(ink))
    if look is None:
        if len(_looks) >= _MOST_LOOKS:
            _looks.clear()
        fill = color(ink.color)
        bold = f"2 Tr {ink.size * _BOLD_STROKE:.3g} w {fill} RG" if ink.embolden else "0 Tr"
        operators = f"/{ink.face.key} {ink.size:.6g} Tf {fill} rg {bold} {100 * ink.scale:.6g} Tz"
        apart = bool(ink.italic or ink.link or ink.url)
        decorated = bool(ink.underline or ink.strike or ink.double_strike or ink.shading)
        look = _looks[id(ink)] = Look(ink, operators, apart, decorated)
    return look


def codes(face: Face, text: str) -> str:
    """The codes of the characters of ``text``, two bytes each, in hexadecimal (9.7.6.2)."""
    return text.translate(numbered(face)).encode("utf-16-be", "surrogatepass").hex()


def goes_by_glyph(face: Face) -> bool:
    """Whether ``face`` has more characters than there are codes, so that those of one glyph share its code."""
    return len(face.cmap) > _MOST_CODES


class Numbered(dict[int, str]):
    """Code point → the character whose code point is its code: its place among the characters of ``face``, from 1.

    For ``str.translate``; filled as characters are asked for. So two characters that share a glyph come back as
    themselves. In a font with more characters than there are codes they go by their glyphs, and come back as the first
    that has the same.
    """

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._glyphs = face.cmap
        self._places = None if goes_by_glyph(face) else array("I", sorted(face.cmap))

    def __missing__(self, code: int) -> str:
        glyph = self._glyphs[code]
        number = self[code] = chr(glyph if self._places is None else bisect_left(self._places, code) + 1)
        return number


numbered = cache(Numbered)
"""Those of a face, for all the files of a process."""
