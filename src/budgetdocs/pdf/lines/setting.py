"""The characters of a line → pieces that stand where the alignment wants them. Lengths are points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import Any, Final, NamedTuple

from budgetdocs.pdf.blocks import ParagraphStyle, Picture
from budgetdocs.pdf.lines.rules import LineRules
from budgetdocs.pdf.lines.runs import FORMAT, Ink, Run, Spelt
from budgetdocs.pdf.lines.tabs import Tab

_NEAR: Final = 0.01
_STRETCHED: Final = ("", "\n")
"""The endings of lines that are justified: full ones, and those that a line break ends, as in Word."""


class Piece(NamedTuple):
    """Characters printed from ``x`` on with ``spacing`` added behind each, or a ``picture`` on the baseline."""

    x: float
    text: str
    ink: Ink
    spacing: float
    width: float
    picture: Picture | None = None


class Line(NamedTuple):
    """``height`` of the line, ``baseline`` below its top; ``before`` and ``after`` belong to the paragraph's edges.

    ``blank`` stands behind the last word of a full line, where it takes no room, and is read aloud all the same.
    """

    pieces: tuple[Piece, ...]
    height: float
    baseline: float
    before: float = 0.0
    after: float = 0.0
    page_break: bool = False
    blank: str = ""

    @property
    def extent(self) -> float:
        return self.before + self.height + self.after

    @property
    def has_picture(self) -> bool:
        return any(piece.picture is not None for piece in self.pieces)


class Lines(tuple[Line, ...]):
    """The lines of a paragraph, in order.

    Who prints them keeps with them what he made of them, as ``written``, but only where they are ``remembered``, to be
    found again: the lines of a book are many.
    """

    remembered = False
    written: Any = None
    _reach: tuple[float, float, float, float] | None = None

    @property
    def reach(self) -> tuple[float, float, float, float]:
        """How far the pieces reach to the left, to the right, and, half a letter above the highest baseline and down to
        the lowest, below the top of the first line."""
        found = self._reach
        if found is None:
            found = _reach(self)
            if self.remembered:
                self._reach = found
        return found


def _reach(lines: Lines) -> tuple[float, float, float, float]:
    left = right = lowest = top = 0.0
    highest = inf
    for line in lines:
        for x, _, ink, _, width, _ in line.pieces:
            end, baseline = x + width, top + line.baseline - ink.rise
            if x < left or end < left:
                left = min(x, end)
            if end > right:
                right = end
            if baseline - ink.size / 2 < highest:
                highest = baseline - ink.size / 2
            if baseline > lowest:
                lowest = baseline
        top += line.height
    return left, right, highest, lowest


class Measured:
    """A paragraph's text and runs; ``ends`` are the right edges of its characters as if on one line without tabs.

    ``source`` is the text as written, by which lines break; in ``text`` 〓 stands for what no font has. ``controls``
    are the shapes of tabs and breaks. ``gaps`` is the space before a character where scripts meet, included in ``ends``
    but not at a line's start.
    """

    __slots__ = ("controls", "decorated", "ends", "gaps", "plain", "runs", "source", "text")

    def __init__(self, spelt: Spelt, text: str, ends: list[float], gaps: dict[int, float]) -> None:
        self.source, self.runs, self.controls, self.plain = spelt
        self.text, self.ends, self.gaps = text, ends, gaps
        self.decorated = any(run.shape.joins for run in self.runs)

    def left(self, at: int) -> float:
        """The left edge of the character ``at``."""
        return (self.ends[at - 1] if at else 0.0) + self.gaps.get(at, 0.0)

    def within(self, start: int, stop: int) -> list[Run]:
        """The runs of the characters from ``start`` to ``stop``."""
        if len(self.runs) == 1:
            return self.runs if start < stop else []
        return [run for run in self.runs if run.start < stop and run.end > start]

    def printed(self, start: int, stop: int) -> str:
        """The characters that take ink."""
        text = self.text[start:stop]
        return text if self.plain else FORMAT.sub("", text)


class Segment(NamedTuple):
    """Characters ``start`` to ``end``, the first at ``x``; the ``tab`` before them."""

    start: int
    end: int
    x: float
    tab: Tab | None


class Stretch(NamedTuple):
    """The characters of one line from ``start`` to ``stop``, the blanks behind the last that is printed included.

    ``ending``: "" where the line is full, "end" of the paragraph, "\\n" or "\\f". With ``hangs`` its last mark stands
    beyond the edge.
    """

    start: int
    stop: int
    segments: tuple[Segment, ...]
    ending: str
    hangs: bool


def pieces_of(
    measured: Measured, line: Stretch, style: ParagraphStyle, width: float, rules: LineRules
) -> tuple[Piece, ...]:
    """The pieces of a line, aligned in a column ``width`` points wide."""
    last = line.segments[-1]
    if not line.hangs and style.align == "left" and last is line.segments[0] and not measured.decorated:
        return tuple(_set(measured, last, 0.0))
    end = last.x
    if last.end > last.start:
        end += measured.ends[last.end - 1 - line.hangs] - measured.left(last.start)
    slack = width - style.right - end
    shift = slack if style.align == "right" else slack / 2 if style.align == "center" else 0.0
    pieces: list[Piece] = []
    for segment in line.segments:
        if segment.tab is not None:
            pieces += _leader(segment.tab, shift)
        justified = style.align == "distribute" or (style.align == "both" and line.ending in _STRETCHED)
        if justified and segment is last and slack > 0 and last.end - line.hangs > last.start:
            letters = style.align == "distribute" and rules.spreads_letters
            pieces += _spread(measured, segment._replace(end=last.end - line.hangs), slack, letters)
            pieces += _set(measured, Segment(last.end - line.hangs, last.end, width - style.right, None), 0.0)
        else:
            pieces += _set(measured, segment, shift)
    return tuple(_joined(pieces) if measured.decorated and pieces else pieces)


def _set(measured: Measured, segment: Segment, shift: float) -> Sequence[Piece]:
    """The pieces of a segment, one for each run."""
    first, last, x, _ = segment
    if first >= last:
        return ()
    x += shift - measured.left(first)
    ends, text, gaps, plain = measured.ends, measured.text, measured.gaps, measured.plain
    pieces = []
    for start, end, shape, _, picture in measured.within(first, last):
        if start < first:
            start = first
        if end > last:
            end = last
        if start < end:
            left = ends[start - 1] + gaps.get(start, 0.0) if start else 0.0
            printed = text[start:end] if plain else measured.printed(start, end)
            pieces.append(Piece(x + left, printed, shape.ink, shape.spacing, ends[end - 1] - left, picture))
    return tuple(pieces)


def _spread(measured: Measured, segment: Segment, slack: float, letters: bool) -> Iterator[Piece]:
    """The pieces of a justified segment: room behind each East Asian character and each blank, and between scripts.

    So does LibreOffice, and Word in Chinese text; with ``letters`` there is room behind each letter as well.
    """
    text, runs = measured.text, measured.within(segment.start, segment.end)
    spreads = [run.east or letters for run in runs]
    places = []  # of each run; behind the last character there is room where a run follows that spreads
    for run, own, following in zip(runs, spreads, [*spreads[1:], False], strict=True):
        start, end = max(run.start, segment.start), min(run.end, segment.end)
        inside = end - start - (end == segment.end) if own else text.count(" ", start, end) + following
        places.append((start, end, run, own, inside))
    count = sum(inside for *_, inside in places)
    spread = slack / count if count > 0 else 0.0
    x = segment.x - measured.left(segment.start)
    for start, end, run, own, inside in places:
        spent = x
        for first, stop in ((start, end),) if own else _words(text, start, end):
            left = measured.left(first)
            spacing, width = run.shape.spacing, measured.ends[stop - 1] - left
            if own:
                spacing, width = spacing + spread, width + spread * (stop - first - (stop == segment.end))
            yield Piece(spent + left, measured.printed(first, stop), run.shape.ink, spacing, width, run.picture)
            spent += spread  # behind the blank of a word
        x += spread * inside


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words from ``start`` to ``end``, each with the blank behind it."""
    while start < end:
        blank = text.find(" ", start, end)
        stop = blank + 1 if blank >= 0 else end
        yield start, stop
        start = stop


def _leader(tab: Tab, shift: float) -> Iterator[Piece]:
    """What fills a tab: its leader as often as it has room, or a blank as wide as the tab where that is underlined.

    Dots stand close to the stop, so that those of several lines stand below each other.
    """
    shape, width = tab.shape, tab.end - tab.start
    if width <= _NEAR:
        return
    if tab.leader and tab.leader in shape.choice.face:
        dot = shape.advances[tab.leader]
        count = int(width / (round(dot * 20) / 20))  # a twip is the least that LibreOffice knows
        if count:
            yield Piece(tab.end - count * dot + shift, tab.leader * count, shape.ink, shape.spacing, count * dot)
    elif shape.ink.underline:
        yield Piece(tab.start + shift, " ", shape.ink, 0.0, width)


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Underlined or shaded pieces widened up to the next one of the same kind, so that line and shade don't tear."""
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        if following is not None and piece.x + piece.width < following.x:
            mine, its = piece.ink, following.ink
            if (mine.underline, mine.shading) == (its.underline, its.shading):
                piece = piece._replace(width=following.x - piece.x)
        yield piece
