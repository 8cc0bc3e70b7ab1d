"""A paragraph and a width → lines. Lengths are points; x runs from the left edge of the column."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, islice
from math import ceil
from typing import Any, Final, NamedTuple

from budgetdocs.pdf.blocks import Paragraph, ParagraphStyle, Span
from budgetdocs.pdf.fonts import FontBook
from budgetdocs.pdf.lines.breaking import BLANKS, Breaker
from budgetdocs.pdf.lines.plain import SLACK, measured, plain_lines
from budgetdocs.pdf.lines.rules import LineRules
from budgetdocs.pdf.lines.runs import Ink, Run, Shape, Shaper
from budgetdocs.pdf.lines.setting import Line, Lines, Measured, Segment, Stretch, pieces_of
from budgetdocs.pdf.lines.tabs import Tab, behind, next_stop

_MEMORY: Final = 4096
"""Paragraphs that are remembered: labels come again and again."""
_EXACT_ASCENT: Final = 0.8
"""Of an exact line, the share above the baseline (LibreOffice; Word's is near it)."""


_Key = tuple[int, float, float, float, float, bool, str]
"""What the lines of a paragraph depend on besides its fonts: itself, its width, its grid …"""
_Inks = tuple[tuple[bool, Ink], ...]
"""How Latin (False) and East Asian characters (True) are printed."""


class _Known(NamedTuple):
    """The lines of a paragraph wherever its ``span`` is printed in ``inks``; kept with its key, it keeps its id."""

    paragraph: Paragraph
    lines: Lines
    span: Span
    inks: _Inks


_known: Final[dict[_Key, _Known]] = {}
"""Of all the documents of this process: those of one template share most paragraphs."""


def _bound(memory: dict[_Key, Any]) -> None:
    if len(memory) >= _MEMORY:
        memory.clear()


@dataclass
class Composer:
    """Breaks paragraphs into lines with the fonts and rules of one document.

    ``fields`` gives PAGE and NUMPAGES; ``grid`` and ``grid_chars`` are those of the section, ``default_tab`` that of
    the document; ``in_table`` while the paragraphs of cells are composed.
    """

    fonts: FontBook
    rules: LineRules
    fields: Mapping[str, str] = field(default_factory=dict)
    grid: float = 0.0
    grid_chars: float = 0.0
    default_tab: float = 36.0
    in_table: bool = False

    def __post_init__(self) -> None:
        self._shaper = Shaper(self.fonts, self.rules)
        self._memory: dict[_Key, tuple[Paragraph, Lines]] = {}

    def lines(self, paragraph: Paragraph, width: float) -> Lines:
        """The lines of ``paragraph`` in a column ``width`` points wide (at least one, however empty)."""
        self._shaper.grid_chars = self.grid_chars
        spans = paragraph.spans
        if len(spans) > 1 or (spans and (spans[0].field or spans[0].picture)):
            return self._any(paragraph, width)
        key = id(paragraph), width, self.grid, self.grid_chars, self.default_tab, self.in_table, self.rules.name
        known = _known.get(key)
        if known is not None and self._prints_alike(known):
            return known.lines
        span = spans[0] if spans else Span("", paragraph.mark)
        if (plain := self._plain(paragraph, span, width)) is not None:
            lines, inks = plain
            _bound(_known)
            _known[key] = _Known(paragraph, lines, span, inks)
            return lines
        found = self._memory.get(key)
        if found is None:
            _bound(self._memory)
            found = self._memory[key] = paragraph, self._any(paragraph, width)
        return found[1]

    def _prints_alike(self, known: _Known) -> bool:
        """Whether this document prints ``known`` as the one that remembered it."""
        shape = self._shaper.shape
        return all(shape(known.span, east).ink is ink for east, ink in known.inks)

    def _plain(self, paragraph: Paragraph, span: Span, width: float) -> tuple[Lines, _Inks] | None:
        """The lines of a paragraph that is blank or a single ``span``, and their inks, where they are that plain."""
        style, shape_of = paragraph.style, partial(self._shaper.shape, span)
        if not paragraph.spans:
            mark = shape_of(False)
            height, baseline = self._height(style, [mark])
            return Lines((Line((), height, baseline, style.before, style.after),)), ((False, mark.ink),)
        text = measured(span.text, shape_of, self.rules, partial(self._gap, style))
        if text is None:
            return None
        lines = plain_lines(text, style, width, self.rules, self._hangs(style), partial(self._height, style))
        return None if lines is None else (lines, tuple({run.east: run.shape.ink for run in text.runs}.items()))

    def _any(self, paragraph: Paragraph, width: float) -> Lines:
        style = paragraph.style
        measured = self._measured(paragraph)
        found: list[Line] = []
        for stretch in self._filled(measured, style, width):
            runs = measured.within(stretch.start, stretch.stop)
            shapes = [run.shape for run in runs] or [self._blank(measured, stretch, paragraph)]
            picture = max([run.picture.height for run in runs if run.picture is not None], default=0.0)
            height, baseline = self._height(style, shapes, picture)
            pieces = pieces_of(measured, stretch, style, width, self.rules)
            before = 0.0 if found else style.before
            after = style.after if stretch.ending == "end" else 0.0
            found.append(Line(pieces, height, baseline, before, after, stretch.ending == "\f"))
        return Lines(found)

    def _hangs(self, style: ParagraphStyle) -> bool:
        """Whether a mark may stand beyond the right edge (17.3.1.21).

        LibreOffice 7.4 reads that the wrong way round, and lets none hang in a table.
        """
        if self.rules.heeds_hanging:
            return style.hanging
        return not self.in_table and not (style.hanging_set and style.hanging)

    def _blank(self, measured: Measured, stretch: Stretch, paragraph: Paragraph) -> Shape:
        """What a line without characters is as high as: its break or tab, in an empty paragraph the mark."""
        return measured.controls.get(stretch.start) or self._shaper.shape(Span("", paragraph.mark), east=False)

    # ----------------------------------------------------------------------------------------------------- measuring

    def _measured(self, paragraph: Paragraph) -> Measured:
        spelt = self._shaper.runs(paragraph, self.fields)
        text, runs = spelt.text, spelt.runs
        ends: list[float] = []
        gaps: dict[int, float] = {}
        x, number = 0.0, 0
        while number < len(runs):
            run = runs[number]
            try:
                characters = text[run.start : run.end]
                advances = [run.picture.width] if run.picture else [*map(run.shape.advances.__getitem__, characters)]
            except KeyError:
                text, runs[number : number + 1] = self._shaper.in_other_faces(text, run)
                continue
            if number:
                ends += [x] * (run.start - len(ends))  # tabs and breaks
                if gap := self._gap(paragraph.style, text, runs[number - 1], run):
                    gaps[run.start] = gap
                    x += gap
            elif run.start:
                ends = [0.0] * run.start
            ends += islice(accumulate(advances, initial=x), 1, None)
            x = ends[-1]
            number += 1
        ends += [x] * (len(text) - len(ends))
        return Measured(spelt, text, ends, gaps)

    def _gap(self, style: ParagraphStyle, text: str, before: Run, run: Run) -> float:
        """The space where an ideograph and a Latin letter or digit meet, of the size of what follows."""
        if before.east == run.east or before.end != run.start:
            return 0.0
        pair = text[run.start - 1], text[run.start]
        if not all(map(str.isalnum, pair)):
            return 0.0
        latin = pair[before.east]
        if self.rules.heeds_auto_space and not (style.space_digits if latin.isdecimal() else style.space_latin):
            return 0.0
        return self.rules.script_space * run.shape.ink.size

    def _height(self, style: ParagraphStyle, shapes: list[Shape], picture: float = 0.0) -> tuple[float, float]:
        """Height and baseline of a line (17.3.1.33).

        On a document grid it takes whole pitches and stands in their middle (17.6.5). What an atLeast line is higher is
        above it, what a factor adds is below.
        """
        grid = self.grid if style.snap else 0.0
        rule = "auto" if grid and self.rules.grid_first and style.line_rule != "auto" else style.line_rule
        if rule == "exact":
            return style.line, style.line * _EXACT_ASCENT
        if len(shapes) == 1:
            ascent, descent = shapes[0].ascent, shapes[0].descent
        else:
            ascent, descent = max(shape.ascent for shape in shapes), max(shape.descent for shape in shapes)
        natural = max(ascent, picture) + descent
        height = ceil(natural / grid - SLACK) * grid if grid else natural
        below = descent + (height - natural) / 2
        if rule == "atLeast":
            height = max(height, style.line)
            return height, height - below
        factor = style.line if rule == style.line_rule else 1.0
        total = height * (max(1.0, factor) if grid else factor)
        return total, min(height, total) - below

    # ------------------------------------------------------------------------------------------------------- filling

    def _filled(self, measured: Measured, style: ParagraphStyle, width: float) -> Iterator[Stretch]:
        """The lines, each as full as it gets."""
        edge = width - style.right
        breaker = Breaker(self.rules, measured.source, measured.runs, measured.gaps, self._hangs(style))
        controls = list(measured.controls)
        start, x, ending = 0, style.left + style.first, ""
        while ending != "end":
            line = self._line(measured, breaker, controls, style, start, x, edge)
            yield line
            start, x, ending = line.stop, style.left, line.ending

    def _line(
        self, measured: Measured, breaker: Breaker, controls: list[int], style: ParagraphStyle, start: int, x: float,
        edge: float,
    ) -> Stretch:  # fmt: skip
        """The line that begins with the character ``start`` at ``x``; ``controls`` are where tabs and breaks stand."""
        text, ends = measured.source, measured.ends
        before: tuple[Segment, ...] = ()
        at, tab = start, None
        for control in (*controls[bisect_left(controls, start) :], len(text)) if controls else (len(text),):
            origin = measured.left(at) - x if at < control else 0.0
            full = bisect_right(ends, edge + origin + SLACK, at, control)
            if full < control:
                return _full_line(text, breaker, start, (*before, Segment(at, control, x, tab)), full)
            segments = (*before, Segment(at, _printed_end(measured, at, control), x, tab))
            if control == len(text):
                return Stretch(start, control, segments, "end", False)
            if text[control] != "\t":
                return Stretch(start, control + 1, segments, text[control], False)
            x = ends[control - 1] - origin if at < control else x
            at = control + 1
            tab = self._tab(measured, style, x, control, controls)
            if control > start and tab.stop > max([edge + SLACK, *(stop[0] for stop in style.tabs)]):
                return Stretch(start, control, segments, "", False)
            x, edge, before = tab.end, max(edge, tab.stop), segments
        raise AssertionError("the text ends")

    def _tab(self, measured: Measured, style: ParagraphStyle, x: float, at: int, controls: list[int]) -> Tab:
        stop = next_stop(style, x, self.default_tab)
        following = controls[bisect_right(controls, at) :]
        text = measured.text[at + 1 : following[0] if following else None]
        before = behind(stop.kind, text, measured.ends, at + 1, measured.left(at + 1))
        return Tab(x, max(x, stop.position - before), stop.position, stop.leader, measured.controls[at])


def _full_line(text: str, breaker: Breaker, start: int, segments: tuple[Segment, ...], full: int) -> Stretch:
    """The line that ends as the character ``full`` has no room; it may end before its last tab."""
    end, hangs = breaker.end_of_line(start, full)
    while len(segments) > 1 and end < segments[-1].start:
        segments = segments[:-1]
    *before, (first, last, x, tab) = segments
    printed = min(end, last)
    while printed > first and text[printed - 1] in BLANKS:
        printed -= 1
    stop = end
    while stop < len(text) and text[stop] in BLANKS:
        stop += 1
    ending = "end" if stop == len(text) else text[stop] if text[stop] in "\n\f" else ""
    stop += ending in ("\n", "\f")
    return Stretch(start, stop, (*before, Segment(first, printed, x, tab)), ending, hangs)


def _printed_end(measured: Measured, start: int, end: int) -> int:
    """``end`` without the blanks before it, unless they are underlined: those are a line to write on."""
    text = measured.text
    if end == start or text[end - 1] not in BLANKS:
        return end
    printed = end
    while printed > start and text[printed - 1] in BLANKS:
        printed -= 1
    if printed < end and any(run.shape.ink.underline for run in measured.within(printed, end)):
        return end
    return printed
