"""Paragraphs that are a single run without tabs, breaks or pictures, as most are: the same lines with less ado."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import Final

from budgetdocs.pdf.blocks import ParagraphStyle
from budgetdocs.pdf.lines.breaking import BLANKS, Breaker
from budgetdocs.pdf.lines.rules import LineRules
from budgetdocs.pdf.lines.runs import UNPLAIN, Run
from budgetdocs.pdf.lines.setting import Line, Piece

SLACK: Final = 0.01
"""Points by which a line may be overrun: what rounding adds up to."""


def plain_lines(
    text: str, run: Run, style: ParagraphStyle, width: float, rules: LineRules, hanging: bool, height: float,
    baseline: float,
) -> tuple[Line, ...] | None:  # fmt: skip
    """The lines of ``text``, all of it in ``run``, each ``height`` high; None where it takes more to set them: where a
    character is not in the face, or a line is spread word by word, or a mark hangs."""
    shape, align = run.shape, style.align
    ink, spacing = shape.ink, shape.spacing
    try:
        ends = [*accumulate(map(shape.advances.__getitem__, text))]
    except KeyError:
        return None
    if text[-1] in BLANKS or align == "distribute" or UNPLAIN.search(text):
        return None
    x, edge, count = style.left + style.first, width - style.right, len(text)
    if ends[-1] <= edge - x + SLACK:
        x += _shift(align, edge - x - ends[-1])
        return (Line((Piece(x, text, ink, spacing, ends[-1]),), height, baseline, style.before, style.after),)
    if align == "both" and not run.east:
        return None
    breaker = Breaker(rules, text, [run], (), hanging)
    found: list[Line] = []
    start, left, before = 0, 0.0, style.before
    while start < count:
        full = bisect_right(ends, edge - x + left + SLACK, start)
        end = stop = full
        if full < count:
            stop, hangs = breaker.end_of_line(start, full)
            if hangs:
                return None
            end = stop
            while end > start and text[end - 1] in BLANKS:
                end -= 1
            while stop < count and text[stop] in BLANKS:
                stop += 1
        extent = ends[end - 1] - left if end > start else 0.0
        slack = edge - x - extent
        if align == "both" and slack > 0 and stop < count and end - start > 1:
            piece = Piece(x, text[start:end], ink, spacing + slack / (end - start - 1), extent + slack)
        else:
            piece = Piece(x + _shift(align, slack), text[start:end], ink, spacing, extent)
        after = style.after if stop == count else 0.0
        found.append(Line((piece,) if end > start else (), height, baseline, before, after))
        start, left, before, x = stop, ends[stop - 1], 0.0, style.left
    return tuple(found)


def _shift(align: str, slack: float) -> float:
    """How far a line with ``slack`` to its right is moved."""
    return slack if align == "right" else slack / 2 if align == "center" else 0.0
