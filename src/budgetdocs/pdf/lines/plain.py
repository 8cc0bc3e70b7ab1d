"""Paragraphs of one span without tabs, breaks or pictures, as most are: the same lines with less ado."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Final

from budgetdocs.pdf.blocks import ParagraphStyle
from budgetdocs.pdf.lines.breaking import BLANKS, Breaker
from budgetdocs.pdf.lines.rules import LineRules
from budgetdocs.pdf.lines.runs import UNPLAIN, Run, Shape, Spelt
from budgetdocs.pdf.lines.setting import Line, Lines, Measured, Segment, Stretch, pieces_of, set_from

SLACK: Final = 0.01
"""Points by which a line may be overrun: what rounding adds up to."""


def measured(
    text: str, shape: Callable[[bool], Shape], rules: LineRules, gap: Callable[[str, Run, Run], float]
) -> Measured | None:
    """``text`` with the ``shape`` of either script and the ``gap`` between two runs; None where it takes more to
    measure it: where it holds more than what is printed, or a character that is not in the face."""
    if not text or text[-1] in BLANKS or UNPLAIN.search(text):
        return None
    runs: list[Run] = []
    ends: list[float] = []
    gaps: dict[int, float] = {}
    for match in rules.scripts.finditer(text):
        east = match.lastgroup is not None
        run = Run(match.start(), match.end(), shape(east), east)
        try:
            advances = [*map(run.shape.advances.__getitem__, match.group())]
        except KeyError:
            return None
        if runs:
            space = gap(text, runs[-1], run)
            if space:
                gaps[run.start] = space
            advances[0] += ends[-1] + space
        ends += accumulate(advances)
        runs.append(run)
    return Measured(Spelt(text, runs, {}, True), text, ends, gaps)


def plain_lines(
    text: Measured, style: ParagraphStyle, width: float, rules: LineRules, hanging: bool,
    height_of: Callable[[list[Shape]], tuple[float, float]],
) -> Lines | None:  # fmt: skip
    """The lines of ``text``, with ``height_of`` their height and baseline; None where it takes more to set them: where
    letters are spread, or runs joined by an underline."""
    align = style.align
    if align == "distribute" or (text.decorated and len(text.runs) > 1):
        return None
    ends, count = text.ends, len(text.ends)
    x, edge = style.left + style.first, width - style.right
    if ends[-1] <= edge - x + SLACK:
        pieces = set_from(text, text.runs, 0, count, x + _shift(align, edge - x - ends[-1]))
        height, baseline = height_of([run.shape for run in text.runs])
        return Lines((Line(pieces, height, baseline, style.before, style.after),))
    breaker = Breaker(rules, text.text, text.runs, text.gaps, hanging)
    heights: dict[Shape | None, tuple[float, float]] = {}
    found: list[Line] = []
    start, before = 0, style.before
    while start < count:
        left = text.left(start)
        end, stop, hangs = _end_of_line(text, breaker, start, bisect_right(ends, edge - x + left + SLACK, start))
        runs = text.within(start, stop)
        if align == "both" and stop < count:
            stretch = Stretch(start, stop, (Segment(start, end, x, None),), "", hangs)
            pieces = pieces_of(text, stretch, style, width, rules)
        else:
            slack = edge - x - (ends[end - 1 - hangs] - left if end > start else 0.0)
            pieces = set_from(text, runs, start, end, x + _shift(align, slack) - left)
        kind = runs[0].shape if len(runs) == 1 else None  # or both scripts
        if kind not in heights:
            heights[kind] = height_of([run.shape for run in runs])
        found.append(Line(pieces, *heights[kind], before, style.after if stop == count else 0.0))
        start, before, x = stop, 0.0, style.left
    return Lines(found)


def _end_of_line(text: Measured, breaker: Breaker, start: int, full: int) -> tuple[int, int, bool]:
    """Where a line ends with and without the blanks behind it, and whether its last mark hangs; the character ``full``
    has no room."""
    characters, count = text.text, len(text.text)
    if full == count:
        return count, count, False
    end, hangs = breaker.end_of_line(start, full)
    stop = end
    while end > start and characters[end - 1] in BLANKS:
        end -= 1
    while stop < count and characters[stop] in BLANKS:
        stop += 1
    return end, stop, hangs


def _shift(align: str, slack: float) -> float:
    """How far a line with ``slack`` to its right is moved."""
    return slack if align == "right" else slack / 2 if align == "center" else 0.0
