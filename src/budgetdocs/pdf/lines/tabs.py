"""Tab stops (17.3.1.37): where a tab leads, and the leader that fills it."""

from __future__ import annotations

from typing import Final, NamedTuple

from budgetdocs.pdf.blocks import ParagraphStyle
from budgetdocs.pdf.lines.runs import Shape

_LEADERS: Final = {"dot": ".", "middleDot": "·", "hyphen": "-", "underscore": "_", "heavy": "_"}
_NO_STOPS: Final = frozenset({"clear", "bar"})
_NEAR: Final = 0.01


class Stop(NamedTuple):
    """A tab stop: ``kind`` is left, center, right or decimal; the text before it is filled with ``leader``."""

    position: float
    kind: str
    leader: str


class Tab(NamedTuple):
    """The room that a tab takes on its line, its stop, and the character that fills it ("" for none)."""

    start: float
    end: float
    stop: float
    leader: str
    shape: Shape


def next_stop(style: ParagraphStyle, x: float, default_tab: float) -> Stop:
    """The stop that a tab at ``x`` leads to: the paragraph's next one, that of a hanging indent, else a default one."""
    stops = [
        Stop(position, {"end": "right", "start": "left", "num": "left"}.get(kind, kind), _LEADERS.get(leader, ""))
        for position, kind, leader in style.tabs
        if position > x + _NEAR and kind not in _NO_STOPS
    ]
    if style.first < 0 and x < style.left - _NEAR:
        stops.append(Stop(style.left, "left", ""))
    if stops:
        return min(stops)
    return Stop(((x + _NEAR) // default_tab + 1) * default_tab, "left", "")


def behind(kind: str, text: str, ends: list[float], start: int, left: float) -> float:
    """How much of the text behind a tab stands before its stop: all of it, half, or what precedes the decimal point."""
    if kind == "left" or not text:
        return 0.0
    if kind == "decimal" and "." in text:
        point = start + text.index(".")
        return (ends[point - 1] - left) if point > start else 0.0
    width = ends[start + len(text) - 1] - left
    return width / 2 if kind == "center" else width
