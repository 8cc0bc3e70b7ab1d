"""Which rule stands on each edge of a table's cells, where neighbours want different ones (17.4.66 tcBorders)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from budgetdocs.pdf.blocks import Border, Frame, Row, RowKind

NONE: Final = Border(0.0, "000000", "none")
_STROKES: Final = {"double": 3, "doubleWave": 3, "triple": 5, "thinThickSmallGap": 3, "thickThinSmallGap": 3,
                   "thinThickMediumGap": 3, "thickThinMediumGap": 3, "thinThickLargeGap": 3, "thickThinLargeGap": 3,
                   "thinThickThinSmallGap": 5, "thinThickThinMediumGap": 5, "thinThickThinLargeGap": 5}  # fmt: skip
_WEIGHTS: Final = {
    style: weight
    for weight, style in enumerate(
        ("single", "thick", "double", "dotted", "dashed", "dotDash", "dotDotDash", "triple", "thinThickSmallGap",
         "thickThinSmallGap", "thinThickThinSmallGap", "thinThickMediumGap", "thickThinMediumGap",
         "thinThickThinMediumGap", "thinThickLargeGap", "thickThinLargeGap", "thinThickThinLargeGap", "wave",
         "doubleWave", "dashSmallGap", "dashDotStroked", "threeDEmboss", "threeDEngrave", "outset", "inset"),
        start=1,
    )
}  # fmt: skip


def thickness(border: Border) -> float:
    """The room that ``border`` takes: its strokes of ``border.width``, and the gaps between them as wide."""
    return border.width * _STROKES.get(border.style, 1)


def stronger(a: Border, b: Border) -> Border:
    """Of two cells' rules on one edge: the thicker, then the weightier style, then the darker colour; else ``a``."""
    if not b.width or a is b or a == b:
        return a
    if not a.width:
        return b
    return b if _strength(b) > _strength(a) else a


def _strength(border: Border) -> tuple[float, int, int, int, int]:
    red, green, blue = (int(border.color[i : i + 2], 16) for i in (0, 2, 4))
    return (
        thickness(border), _WEIGHTS.get(border.style, 0), -(red + blue + 2 * green), -(blue + 2 * green), -green
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """The rules between two rows, by grid column; ``room`` is what the thickest takes.

    ``strokes`` are the rules drawn, neighbours of one kind joined: from which edge of the grid to which.
    """

    rules: tuple[Border, ...]
    room: float
    strokes: tuple[tuple[int, int, Border], ...]


def level(rules: Sequence[Border]) -> Level:
    strokes, start = [], 0
    for column in range(1, len(rules) + 1):
        if column == len(rules) or (rules[column] is not rules[start] and rules[column] != rules[start]):
            if rules[start].width:
                strokes.append((start, column, rules[start]))
            start = column
    return Level(tuple(rules), max(map(thickness, rules), default=0.0), tuple(strokes))


Upright = tuple[tuple[int, Border], ...]
"""The rules beside the cells of a row: the edge of the grid, from 0, and the rule on it."""
_MOST: Final = 1024
"""Kinds of tables that are remembered, and of neighbouring rows in each."""


class Ruling:
    """The rules of tables with ``borders`` and so many ``columns``. Rows with the same edges share their answers."""

    def __init__(self, borders: dict[str, Border], columns: int) -> None:
        self._borders = borders
        self._columns = columns
        self._levels: dict[tuple[int, int], Level] = {}
        self._upright: dict[int, tuple[RowKind, Upright]] = {}

    def rules(self, rows: Sequence[Row]) -> tuple[list[Level], list[Upright]]:
        """The levels above each of ``rows`` and below the last, and the upright rules of each."""
        if len(self._levels) > _MOST or len(self._upright) > _MOST:
            self._levels, self._upright = {}, {}
        upright = []
        for kind in (row.kind for row in rows):
            beside = self._upright.get(id(kind))  # kept with what stands beside it, a kind keeps its id
            if beside is None:
                beside = self._upright[id(kind)] = kind, self._beside(kind)
            upright.append(beside[1])
        around = [None, *[row.kind for row in rows], None]
        levels = []
        for upper, lower in pairwise(around):
            key = id(upper), id(lower)
            found = self._levels.get(key)
            if found is None:
                found = self._levels[key] = level(self._between(upper, lower))
            levels.append(found)
        return levels, upright

    def _between(self, upper: RowKind | None, lower: RowKind | None) -> list[Border]:
        """The rules between two rows, above the first or below the last: none where a merged cell goes on."""
        rules = [NONE] * self._columns
        for kind, side, outer in ((upper, "bottom", lower is None), (lower, "top", upper is None)):
            for cell in kind.frames if kind is not None else ():
                border = self._side(cell, side, outer)
                if border.width:
                    for column in range(cell.start, min(cell.start + cell.span, self._columns)):
                        rules[column] = stronger(border, rules[column])
        for cell in lower.frames if lower is not None and upper is not None else ():
            if cell.merge == "continue":
                span = slice(cell.start, min(cell.start + cell.span, self._columns))
                rules[span] = [NONE] * len(rules[span])
        return rules

    def _beside(self, kind: RowKind) -> Upright:
        rules: dict[int, Border] = {}
        for cell in kind.frames:
            end = min(cell.start + cell.span, self._columns)
            for edge, side, outer in ((cell.start, "left", cell.start == 0), (end, "right", end == self._columns)):
                border = self._side(cell, side, outer)
                rules[edge] = stronger(rules[edge], border) if edge in rules else border
        return tuple(sorted((edge, border) for edge, border in rules.items() if border.width))

    def _side(self, cell: Frame, side: str, outer: bool) -> Border:
        """The rule that ``cell`` wants: its own, else the table's for an outer or inner edge."""
        inner = "insideH" if side in {"top", "bottom"} else "insideV"
        return cell.borders.get(side) or self._borders.get(side if outer else inner, NONE)


_rulings: Final[dict[tuple[int, int], Ruling]] = {}


def ruling(borders: dict[str, Border], columns: int) -> Ruling:
    """What says which rules tables with ``borders`` have: one for all documents of the same styles."""
    key = id(borders), columns  # kept in its ruling, a dictionary keeps its id
    found = _rulings.get(key)
    if found is None:
        if len(_rulings) >= _MOST:
            _rulings.clear()
        found = _rulings[key] = Ruling(borders, columns)
    return found
