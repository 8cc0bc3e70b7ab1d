"""What the kind of a row says of its cells once the columns are known: worked out once for all rows of the kind.

Lengths are points; x runs from the left edge of the column of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from budgetdocs.pdf.blocks import RowKind

_LEAST_ROOM: Final = 1.0
_MOST: Final = 1024


class CellPlan(NamedTuple):
    """Where a cell's box stands and how it is filled: ``room`` is how wide its text may be, ``inset`` what lies left of
    it, ``padding`` the margins over and under it.

    ``columns`` of the grid are the cell's, ``skipped`` ones before it nobody's. ``goes_on``: the cell goes on from
    above.
    """

    start: int
    x: float
    width: float
    inset: float
    room: float
    padding: float
    align: str
    columns: int
    skipped: int
    goes_on: bool


class RowPlan(NamedTuple):
    """The ``cells`` of a row, and how many columns behind the last are nobody's."""

    kind: RowKind
    cells: tuple[CellPlan, ...]
    skipped: int


class Columns:
    """The columns of tables from ``edges[0]`` to ``edges[-1]``; cells' margins are no less than ``least``."""

    def __init__(self, edges: tuple[float, ...], least: float) -> None:
        self.edges, self._least = edges, least
        self._plans: dict[int, RowPlan] = {}

    def plan(self, kind: RowKind) -> RowPlan:
        """Where the cells of rows of that ``kind`` stand."""
        plan = self._plans.get(id(kind))  # kept with its plan, a kind keeps its id
        if plan is None:
            if len(self._plans) >= _MOST:
                self._plans.clear()
            plan = self._plans[id(kind)] = self._planned(kind)
        return plan

    def _planned(self, kind: RowKind) -> RowPlan:
        edges, last = self.edges, len(self.edges) - 1
        cells: list[CellPlan] = []
        filled = 0
        for frame in kind.frames:
            end = min(frame.start + frame.span, last)
            x, width = edges[frame.start], edges[end] - edges[frame.start]
            top, right, bottom, left = frame.margins
            left, right = max(left, self._least), max(right, self._least)
            room = max(width - left - right, _LEAST_ROOM)
            skipped = max(0, frame.start - filled)
            cells.append(
                CellPlan(
                    frame.start, x, width, left, room, top + bottom, frame.align, end - frame.start, skipped,
                    frame.merge == "continue",
                )
            )  # fmt: skip
            filled = end
        return RowPlan(kind, tuple(cells), max(0, last - filled))


_columns: Final[dict[tuple[tuple[float, ...], float], Columns]] = {}


def columns_of(edges: Sequence[float], least: float) -> Columns:
    """The columns between ``edges``: one object for all tables that have the same."""
    key = tuple(edges), least
    found = _columns.get(key)
    if found is None:
        if len(_columns) >= _MOST:
            _columns.clear()
        found = _columns[key] = Columns(*key)
    return found
