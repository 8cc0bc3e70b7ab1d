"""Strokes: the rules of tables, underlines and strikethrough, in the styles of WordprocessingML.

Content operators of ISO 32000-1, 8.5; coordinates are points, y runs upwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from math import ceil, hypot
from typing import Final, NamedTuple

from budgetdocs.pdf.lines import Ink, Piece


class Stroke(NamedTuple):
    """A straight stroke; ``width`` is that of its single line.

    ``style`` is that of a border or, behind "underline ", that of an underline.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    color: str
    style: str = "single"


class Style(NamedTuple):
    """Parallel ``lines``, each (distance from the middle, width); the ``dashes`` of all; whether they are waves.

    All are multiples of the stroke's width.
    """

    lines: tuple[tuple[float, float], ...] = ((0.0, 1.0),)
    dashes: tuple[float, ...] = ()
    wave: bool = False


_ONE, _TWO, _THREE = ((0.0, 1.0),), ((-1.0, 1.0), (1.0, 1.0)), ((-2.0, 1.0), (0.0, 1.0), (2.0, 1.0))
_HEAVY: Final = ((0.0, 2.0),)
_THIN_THICK: Final = ((1.125, 0.75), (-0.75, 1.5))
_THICK_THIN: Final = ((0.75, 1.5), (-1.125, 0.75))
_THIN_THICK_THIN: Final = ((2.125, 0.75), (0.0, 2.0), (-2.125, 0.75))
_DOTS, _DASHES, _CLOSE, _LONG = (1.0, 2.0), (6.0, 3.0), (6.0, 1.5), (12.0, 4.0)
_DOT_DASH, _DOT_DOT_DASH = (6.0, 2.5, 1.5, 2.5), (6.0, 2.5, 1.5, 2.5, 1.5, 2.5)

STYLES: Final[dict[str, Style]] = {
    "single": Style(),
    "thick": Style(),
    "double": Style(_TWO),
    "triple": Style(_THREE),
    "dotted": Style(_ONE, _DOTS),
    "dashed": Style(_ONE, _DASHES),
    "dashSmallGap": Style(_ONE, _CLOSE),
    "dotDash": Style(_ONE, _DOT_DASH),
    "dashDotStroked": Style(_ONE, _DOT_DASH),
    "dotDotDash": Style(_ONE, _DOT_DOT_DASH),
    "wave": Style(_ONE, wave=True),
    "doubleWave": Style(_TWO, wave=True),
    **{f"thinThick{gap}Gap": Style(_THIN_THICK) for gap in ("Small", "Medium", "Large")},
    **{f"thickThin{gap}Gap": Style(_THICK_THIN) for gap in ("Small", "Medium", "Large")},
    **{f"thinThickThin{gap}Gap": Style(_THIN_THICK_THIN) for gap in ("Small", "Medium", "Large")},
}
"""17.18.2 ST_Border; one that is not here is drawn as a single stroke, and reported."""

_UNDERLINES: Final[dict[str, Style]] = {
    "thick": Style(_HEAVY),
    "double": Style(_TWO),
    "dotted": Style(_ONE, _DOTS),
    "dottedHeavy": Style(_HEAVY, (2.0, 2.0)),
    "dash": Style(_ONE, _DASHES),
    "dashedHeavy": Style(_HEAVY, _DASHES),
    "dashLong": Style(_ONE, _LONG),
    "dashLongHeavy": Style(_HEAVY, _LONG),
    "dotDash": Style(_ONE, _DOT_DASH),
    "dashDotHeavy": Style(_HEAVY, _DOT_DASH),
    "dotDotDash": Style(_ONE, _DOT_DOT_DASH),
    "dashDotDotHeavy": Style(_HEAVY, _DOT_DOT_DASH),
    "wave": Style(_ONE, wave=True),
    "wavyHeavy": Style(_HEAVY, wave=True),
    "wavyDouble": Style(_TWO, wave=True),
}
"""17.18.99 ST_Underline; the others are single strokes."""
_ALL: Final = STYLES | {f"underline {kind}": style for kind, style in _UNDERLINES.items()}
_PLAIN: Final = Style()

_UNDERLINE_DEPTH, _STRIKE_HEIGHT, _THICKNESS = 0.12, 0.3, 0.05  # of the size
_DOUBLE_GAP: Final = 0.06
_WAVE_LENGTH, _WAVE_HEIGHT = 6.0, 1.5  # of the width


@lru_cache(maxsize=1024)
def color(rgb: str) -> str:
    """The operands of a colour RRGGBB."""
    return " ".join(f"{int(rgb[i : i + 2], 16) / 255:.3g}" for i in (0, 2, 4))


def draw_strokes(strokes: Iterable[Stroke]) -> Iterator[str]:
    """The operators of ``strokes``; the pen is set when it changes."""
    last = None
    for x0, y0, x1, y1, width, rgb, kind in strokes:
        style = _ALL.get(kind, _PLAIN)
        for distance, factor in style.lines:
            pen = width * factor, rgb, style.dashes
            if pen != last:
                yield _pen(*pen)
                last = pen
            if style.wave:
                yield _wave(x0, y0, x1, y1, 2 * distance * width, width)
            elif distance:
                dx, dy = _across(x0, y0, x1, y1, distance * width)
                yield f"{x0 + dx:.2f} {y0 + dy:.2f} m {x1 + dx:.2f} {y1 + dy:.2f} l S"
            else:
                yield f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S"


@lru_cache(maxsize=1024)
def _pen(width: float, rgb: str, dashes: tuple[float, ...]) -> str:
    return f"{width:.4g} w {color(rgb)} RG [{' '.join(f'{width * dash:.3g}' for dash in dashes)}] 0 d"


def _across(x0: float, y0: float, x1: float, y1: float, distance: float) -> tuple[float, float]:
    """From a point of a stroke to the one ``distance`` to its left hand: upwards for a horizontal one."""
    length = hypot(x1 - x0, y1 - y0) or 1.0
    return -(y1 - y0) / length * distance, (x1 - x0) / length * distance


def _wave(x0: float, y0: float, x1: float, y1: float, distance: float, width: float) -> str:
    """A wavy line along the stroke: half waves as Bézier curves, as many as fill it."""
    length = hypot(x1 - x0, y1 - y0)
    count = max(1, ceil(length / (_WAVE_LENGTH * width)))
    step_x, step_y = (x1 - x0) / count, (y1 - y0) / count
    dx, dy = _across(x0, y0, x1, y1, distance)
    x, y = x0 + dx, y0 + dy
    path = [f"{x:.2f} {y:.2f} m"]
    for i in range(count):
        rx, ry = _across(x0, y0, x1, y1, _WAVE_HEIGHT * width * (-1 if i % 2 else 1))
        ends = x + step_x / 3 + rx, y + step_y / 3 + ry, x + 2 * step_x / 3 + rx, y + 2 * step_y / 3 + ry
        x, y = x + step_x, y + step_y
        path.append(" ".join(f"{value:.2f}" for value in (*ends, x, y)) + " c")
    return " ".join(path) + " S"


def decorations(x: float, y: float, piece: Piece) -> Iterator[Stroke]:
    """Underline and strikethrough of a piece whose own baseline begins at ``x`` and ``y``."""
    ink = piece.ink
    width = ink.size * _THICKNESS
    if ink.underline:
        below = y - ink.rise - ink.size * _UNDERLINE_DEPTH
        for start, end in _words(piece) if ink.underline == "words" else ((0.0, piece.width),):
            yield Stroke(x + start, below, x + end, below, width, ink.color, f"underline {ink.underline}")
    middle, gap = y + ink.size * _STRIKE_HEIGHT, ink.size * _DOUBLE_GAP if ink.double_strike else 0.0
    for at in (middle - gap, middle + gap) if gap else (middle,) if ink.strike else ():
        yield Stroke(x, at, x + piece.width, at, width, ink.color)


def _words(piece: Piece) -> Iterator[tuple[float, float]]:
    """Where the words of a piece begin and end, measured from its beginning."""
    start = 0.0
    for is_space, characters in groupby(piece.text, str.isspace):
        end = start + sum(_advance(piece.ink, character) + piece.spacing for character in characters)
        if not is_space:
            yield start, end
        start = end


def _advance(ink: Ink, character: str) -> float:
    return ink.face.widths[character] * ink.size * ink.scale
