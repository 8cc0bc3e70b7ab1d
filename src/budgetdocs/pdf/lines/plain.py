"""Paragraphs of one span without tabs, breaks or pictures, as most are: the same lines with less ado."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate, islice
from typing import Final

from budgetdocs.pdf.blocks import ParagraphStyle, Span
from budgetdocs.pdf.lines.breaking import BLANKS, Breaker
from budgetdocs.pdf.lines.rules import LineRules
from budgetdocs.pdf.lines.runs import UNPLAIN, Run, Shape, Shaper, Spelt, script_gap
from budgetdocs.pdf.lines.setting import Line, Lines, Measured, Piece, Segment, Stretch, pieces_of, set_from

SLACK: Final = 0.01
"""Points by which a line may be overrun: what rounding adds up to."""


def measured(
    text: str, span: Span, style: ParagraphStyle, shaper: Shaper, rules: LineRules, grid_chars: float
) -> Measured | None:
    """``text``, which is that of ``span``; None where it takes more to measure it: where it holds more than what is
    printed, or a character that is not in the face."""
    if not text or text[-1] in BLANKS or UNPLAIN.search(text):
        return None
    runs: list[Run] = []
    ends: list[float] = []
    gaps: dict[int, float] = {}
    try:
        for match in rules.scripts.finditer(text):
            start, end = match.span()
            east = match.lastgroup is not None
            run = Run(start, end, shaper.shape(span, east, grid_chars), east)
            advances = map(run.shape.advances.__getitem__, match.group())
            if not start:
                ends = [*accumulate(advances)]
            else:
                space = script_gap(rules, style, text, runs[-1], run)
                if space:
                    gaps[start] = space
                ends += islice(accumulate(advances, initial=ends[-1] + space), 1, None)
            runs.append(run)
    except KeyError:
        return None
    return Measured(Spelt(text, runs, {}, True), text, ends, gaps)


def plain_lines(
    text: Measured, style: ParagraphStyle, width: float, rules: LineRules, hanging: bool,
    height_of: Callable[[ParagraphStyle, list[Shape]], tuple[float, float]],
) -> Lines | None:  # fmt: skip
    """The lines of ``text``, with ``height_of`` their height and baseline; None where it takes more to set them: where
    letters are spread, or runs joined by an underline."""
    align = style.align
    if align == "distribute" or (text.decorated and len(text.runs) > 1):
        return None
    ends, count = text.ends, len(text.ends)
    x, edge = style.left + style.first, width - style.right
    if ends[-1] <= edge - x + SLACK:
        height, baseline = height_of(style, [run.shape for run in text.runs])
        if align != "left":
            x += _shift(align, edge - x - ends[-1])
        return Lines((Line(_pieces(text, 0, count, x), height, baseline, style.before, style.after),))
    breaker = Breaker(rules, text.text, text.runs, text.gaps, hanging)
    heights: dict[Shape | None, tuple[float, float]] = {}
    found: list[Line] = []
    start, before = 0, style.before
    while start < count:
        left = text.left(start)
        end, stop, hangs = _end_of_line(text, breaker, start, bisect_right(ends, edge - x + left + SLACK, start))
        if align == "both" and stop < count:
            stretch = Stretch(start, stop, (Segment(start, end, x, None),), "", hangs)
            pieces = pieces_of(text, stretch, style, width, rules)
        else:
            slack = edge - x - (ends[end - 1 - hangs] - left if end > start else 0.0)
            pieces = _pieces(text, start, end, x + _shift(align, slack) - left)
        runs = text.within(start, stop)
        kind = runs[0].shape if len(runs) == 1 else None  # or both scripts
        if kind not in heights:
            heights[kind] = height_of(style, [run.shape for run in runs])
        found.append(Line(pieces, *heights[kind], before, style.after if stop == count else 0.0))
        start, before, x = stop, 0.0, style.left
    return Lines(found)


def _pieces(text: Measured, first: int, last: int, x: float) -> tuple[Piece, ...]:
    """The pieces of the characters ``first`` to ``last``; ``x`` is where the text would begin if it were one line."""
    if len(text.runs) > 1:
        return set_from(text, text.within(first, last), first, last, x)
    if first == last:
        return ()
    shape = text.runs[0].shape
    left = text.ends[first - 1] if first else 0.0
    return (Piece(x + left, text.text[first:last], shape.ink, shape.spacing, text.ends[last - 1] - left),)


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
