"""Paragraphs of one span without tabs, breaks or pictures, as most are: the same lines with less ado."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from budgetdocs.pdf.blocks import ParagraphStyle, Span
from budgetdocs.pdf.lines import setting
from budgetdocs.pdf.lines.breaking import BLANKS, Breaker, are_ideographs, between_ideographs
from budgetdocs.pdf.lines.rules import LineRules
from budgetdocs.pdf.lines.runs import UNPLAIN, Run, Shape, Shaper, Spelt, script_gap
from budgetdocs.pdf.lines.setting import Line, Lines, Piece, Segment, Stretch, pieces_of

_new: Final = tuple.__new__  # makes a named tuple in half the time
SLACK: Final = 0.01
"""Points by which a line may be overrun: what rounding adds up to."""


HeightOf = Callable[[ParagraphStyle, Sequence[Shape]], tuple[float, float]]
"""The height of a line in these shapes, and its baseline below its top."""


def is_plain(text: str) -> bool:
    """Whether ``text`` holds nothing but what is printed."""
    return bool(text) and text[-1] not in BLANKS and UNPLAIN.search(text) is None


class MeasuredRuns(NamedTuple):
    """A plain text: its runs, the right edges of its characters, and the gaps before some, as in
    :class:`~budgetdocs.pdf.lines.setting.Measured`."""

    text: str
    runs: list[Run]
    ends: list[float]
    gaps: dict[int, float]

    def left(self, at: int) -> float:
        """The left edge of the character ``at``."""
        return self.ends[at - 1] + self.gaps.get(at, 0.0) if at else 0.0


def measured(
    text: str, span: Span, style: ParagraphStyle, shaper: Shaper, rules: LineRules, grid_chars: float
) -> MeasuredRuns | None:
    """A plain ``text``, which is that of ``span``; None where a character is not in its face."""
    runs: list[Run] = []
    gaps: dict[int, float] = {}
    shapes: dict[bool, Shape] = {}
    for match in rules.scripts.finditer(text):
        start, end = match.span()
        east = match.lastgroup is not None
        shape = shapes.get(east) or shapes.setdefault(east, shaper.shape(span, east, grid_chars))
        run = _new(Run, (start, end, shape, east, None))
        if start and (space := script_gap(rules, style, text, runs[-1], run)):
            gaps[start] = space
        runs.append(run)
    first, *others = [shape.advances for shape in shapes.values()]
    try:
        if not others or others[0] is first:  # as in a Chinese font, which has the letters as well
            widths = [*map(first.__getitem__, text)]
        else:
            widths = [width for run in runs for width in map(run.shape.advances.__getitem__, text[run.start : run.end])]
    except KeyError:
        return None
    for at, space in gaps.items():
        widths[at] += space
    return MeasuredRuns(text, runs, [*accumulate(widths)], gaps)


def ideograph_lines(text: str, shape: Shape, style: ParagraphStyle, width: float, height_of: HeightOf) -> Lines | None:
    """The lines of a ``text`` of ideographs alone, all as wide as the others, as names mostly are; None for any other,
    where it takes more to set them, or where not even one has room.

    They end wherever there is no more room.
    """
    align, advances, count = style.align, shape.advances, len(text)
    if align == "distribute" or not are_ideographs(text):
        return None
    try:
        widths = {*map(advances.__getitem__, text)}
    except KeyError:
        return None
    advance = widths.pop()
    if widths or advance <= 0:
        return None
    x, edge = style.left + style.first, width - style.right
    fitting = int((edge - x + SLACK) / advance)
    if fitting < count and (align == "both" or fitting < 1 or edge - style.left + SLACK < advance):
        return None
    ink, spacing = shape.ink, shape.spacing
    height, baseline = height_of(style, (shape,))
    found = []
    start, before = 0, style.before
    while True:
        end = min(start + fitting, count)
        extent = (end - start) * advance
        piece = _new(Piece, (x + _shift(align, edge - x - extent), text[start:end], ink, spacing, extent, None))
        after = style.after if end == count else 0.0
        found.append(_new(Line, ((piece,), height, baseline, before, after, False, "")))
        if end == count:
            return Lines(found)
        start, before, x = end, 0.0, style.left
        fitting = int((edge - x + SLACK) / advance)


def lines_in_one_ink(
    whole: MeasuredRuns, style: ParagraphStyle, width: float, rules: LineRules, hanging: bool, height_of: HeightOf
) -> Lines | None:
    """The lines of a plain text in one ink, as that of both scripts is in a Chinese font; None where it takes more to
    set them: where letters are spread, or an underline goes on over a gap."""
    text, runs, ends, gaps = whole
    align, shape, count = style.align, runs[0].shape, len(ends)
    if align == "distribute" or (gaps and shape.joins):
        return None
    x, edge = style.left + style.first, width - style.right
    if ends[-1] <= edge - x + SLACK:
        height, baseline = height_of(style, (shape,))
        only = _parts(whole, 0, count, x + _shift(align, edge - x - ends[-1]))
        return Lines((Line(only, height, baseline, style.before, style.after),))
    if align == "both":
        return None
    height, baseline = height_of(style, (shape,))
    breaker: Breaker | None = None
    found: list[Line] = []
    start, before = 0, style.before
    while start < count:
        left = whole.left(start)
        end = stop = bisect_right(ends, edge - x + left + SLACK, start)
        hangs = False
        if end < count and (end == start or not between_ideographs(text, end)):
            breaker = breaker or Breaker(rules, text, runs, gaps, hanging)
            end, stop, hangs = _end_of_line(text, breaker, start, end)
        pieces: tuple[Piece, ...] = ()
        if end > start:
            shift = 0.0 if align == "left" else _shift(align, edge - x - ends[end - 1 - hangs] + left)
            pieces = _parts(whole, start, end, x + shift - left)
        blank = text[end:stop][:1] if stop < count else ""
        after = style.after if stop == count else 0.0
        found.append(_new(Line, (pieces, height, baseline, before, after, False, blank)))
        start, before, x = stop, 0.0, style.left
    return Lines(found)


def _parts(whole: MeasuredRuns, first: int, last: int, x: float) -> tuple[Piece, ...]:
    """The pieces of the characters ``first`` to ``last`` of a text in one ink, which only gaps part; ``x`` is where the
    text would begin if all of it stood on this line."""
    text, runs, ends, gaps = whole
    shape = runs[0].shape
    ink, spacing = shape.ink, shape.spacing
    left = whole.left(first)
    pieces = []
    for gap in gaps:
        if first < gap < last:
            right = ends[gap - 1]
            pieces.append(_new(Piece, (x + left, text[first:gap], ink, spacing, right - left, None)))
            first, left = gap, right + gaps[gap]
    pieces.append(_new(Piece, (x + left, text[first:last], ink, spacing, ends[last - 1] - left, None)))
    return tuple(pieces)


def plain_lines(
    whole: MeasuredRuns, style: ParagraphStyle, width: float, rules: LineRules, hanging: bool, height_of: HeightOf
) -> Lines | None:
    """The lines of a plain text; None where it takes more to set them: where letters are spread, or runs joined by an
    underline."""
    text, runs, ends, gaps = whole
    align, shapes = style.align, [run.shape for run in runs]
    if align == "distribute" or any(shape.joins for shape in shapes):
        return None
    count = len(ends)
    x, edge = style.left + style.first, width - style.right
    if ends[-1] <= edge - x + SLACK:
        height, baseline = height_of(style, shapes)
        pieces = _pieces(whole, 0, 0, count, x + _shift(align, edge - x - ends[-1]))
        return Lines((Line(pieces, height, baseline, style.before, style.after),))
    justified = setting.Measured(Spelt(text, runs, {}, True), text, ends, gaps) if align == "both" else None
    breaker = Breaker(rules, text, runs, gaps, hanging)
    heights: dict[frozenset[Shape], tuple[float, float]] = {}
    found: list[Line] = []
    start, before, number = 0, style.before, 0
    while start < count:
        left = whole.left(start)
        end, stop, hangs = _end_of_line(text, breaker, start, bisect_right(ends, edge - x + left + SLACK, start))
        while runs[number].end <= start:
            number += 1
        if justified is not None and stop < count:
            stretch = Stretch(start, stop, (Segment(start, end, x, None),), "", hangs)
            pieces = pieces_of(justified, stretch, style, width, rules)
        else:
            slack = edge - x - (ends[end - 1 - hangs] - left if end > start else 0.0)
            pieces = _pieces(whole, number, start, end, x + _shift(align, slack) - left)
        kinds = frozenset([run.shape for run in runs[number:] if run.start < stop])
        if kinds not in heights:
            heights[kinds] = height_of(style, [*kinds])
        blank = text[end:stop][:1] if stop < count else ""
        found.append(Line(pieces, *heights[kinds], before, style.after if stop == count else 0.0, False, blank))
        start, before, x = stop, 0.0, style.left
    return Lines(found)


def _pieces(whole: MeasuredRuns, number: int, first: int, last: int, x: float) -> tuple[Piece, ...]:
    """The pieces of the characters ``first`` to ``last``, which begin in run ``number``; ``x`` is where the text would
    begin if all of it stood on this line."""
    text, runs, ends, gaps = whole
    pieces = []
    while first < last:
        _, stop, shape, _, _ = runs[number]
        end = stop if stop < last else last
        left = ends[first - 1] + gaps.get(first, 0.0) if first else 0.0
        pieces.append(_new(Piece, (x + left, text[first:end], shape.ink, shape.spacing, ends[end - 1] - left, None)))
        first, number = end, number + 1
    return tuple(pieces)


def _end_of_line(text: str, breaker: Breaker, start: int, full: int) -> tuple[int, int, bool]:
    """Where a line ends with and without the blanks behind it, and whether its last mark hangs; the character ``full``
    has no room."""
    count = len(text)
    if full == count:
        return count, count, False
    end, hangs = breaker.end_of_line(start, full)
    stop = end
    while end > start and text[end - 1] in BLANKS:
        end -= 1
    while stop < count and text[stop] in BLANKS:
        stop += 1
    return end, stop, hangs


def _shift(align: str, slack: float) -> float:
    """How far a line with ``slack`` to its right is moved."""
    return slack if align == "right" else slack / 2 if align == "center" else 0.0
