"""A paragraph and a width → lines. Lengths are points; x runs from the left edge of the column."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice, pairwise
from math import ceil, floor
from typing import Any, Final, NamedTuple

from budgetdocs.pdf.blocks import Paragraph, ParagraphStyle, RunStyle, Span
from budgetdocs.pdf.fonts import Choice, FontBook, Shelf
from budgetdocs.pdf.lines.breaking import BLANKS, Breaker
from budgetdocs.pdf.lines.plain import SLACK, ideograph_lines, is_plain, lines_in_one_ink, measured, plain_lines
from budgetdocs.pdf.lines.rules import LineRules
from budgetdocs.pdf.lines.runs import Shape, Shaper, Spelt, script_gap
from budgetdocs.pdf.lines.setting import Line, Lines, Measured, Segment, Stretch, pieces_of
from budgetdocs.pdf.lines.tabs import Tab, behind, next_stop
from budgetdocs.pdf.sightings import Sightings

_MEMORY: Final = 2048
"""Paragraphs that are remembered: labels come again and again."""
_EXACT_ASCENT: Final = 0.8
"""Of an exact line, the share above the baseline (LibreOffice; Word's is near it)."""
_SINGLE: Final = 423
"""Hundredths of a millimetre of a single line of 240 twips."""


class Surroundings(NamedTuple):
    """What the lines of a paragraph depend on besides itself, its width and its fonts.

    ``grid`` and ``grid_chars`` are those of the section, ``default_tab`` that of the document; ``in_table`` is for the
    paragraphs of cells.
    """

    grid: float = 0.0
    grid_chars: float = 0.0
    default_tab: float = 36.0
    in_table: bool = False


@dataclass(slots=True, eq=False)
class Composed:
    """The lines of a paragraph, and the fonts that it has; kept with its lines, it keeps its id.

    ``laid`` is for who lays them out, to keep what he made of them: here, where they lead not back to it.
    """

    paragraph: Paragraph
    lines: Lines
    choices: tuple[Choice, ...]
    laid: Any = None


_Memory = dict[tuple[Any, ...], Composed]
"""By the id of a paragraph, its width, and the values of its fields."""
_Set = tuple[Lines, tuple[Choice, ...], bool]
"""The lines of a paragraph, its fonts, and whether other fonts lent it characters."""


class _Shared:
    """What documents of the same fonts and rules share: those of one template have most paragraphs in common."""

    def __init__(self, shelf: Shelf, rules: LineRules) -> None:
        self.shaper = Shaper(shelf, rules)
        self._choices: dict[tuple[Choice, ...], tuple[Choice, ...]] = {}
        self.met = Sightings()
        self._lines: dict[Surroundings, _Memory] = {}

    def lines(self, around: Surroundings) -> _Memory:
        """The lines of paragraphs with those surroundings."""
        if len(self._lines) >= _MOST_SURROUNDINGS:
            self._lines.clear()
        return self._lines.setdefault(around, {})

    def fonts_of(self, shapes: Iterable[Shape]) -> tuple[Choice, ...]:
        """The fonts of ``shapes``: one object wherever they are the same."""
        choices = tuple(dict.fromkeys([shape.choice for shape in shapes]))
        return self._choices.setdefault(choices, choices)


_MOST_SURROUNDINGS: Final = 64
_shared: Final[dict[tuple[Shelf, str], _Shared]] = {}


class Composer:
    """Breaks paragraphs into lines with the fonts and rules of one document; ``fields`` gives PAGE and NUMPAGES."""

    def __init__(self, fonts: FontBook, rules: LineRules, fields: Mapping[str, str] | None = None) -> None:
        self.fonts, self.rules, self.fields = fonts, rules, fields or {}
        key = fonts.shelf, rules.name
        self._common = _shared.get(key) or _shared.setdefault(key, _Shared(fonts.shelf, rules))
        self._shaper = self._common.shaper
        self._noted: dict[int, tuple[Choice, ...]] = {}
        self._lent: dict[Surroundings, _Memory] = {}
        self.around = Surroundings()

    @property
    def around(self) -> Surroundings:
        """Where the paragraphs stand whose lines are asked for."""
        return self._around

    @around.setter
    def around(self, around: Surroundings) -> None:
        self._around = around
        self._known = self._common.lines(around)
        self._own = self._lent.setdefault(around, {})

    def lines(self, paragraph: Paragraph, width: float) -> Lines:
        """The lines of ``paragraph`` in a column ``width`` points wide (at least one, however empty)."""
        return self.composed(paragraph, width).lines

    def composed(self, paragraph: Paragraph, width: float) -> Composed:
        """``paragraph`` in a column ``width`` points wide: the same object as before where it is remembered."""
        spans = paragraph.spans
        key: tuple[Any, ...] = id(paragraph), width
        if len(spans) > 1 or (spans and spans[0].field):
            key = *key, *[self.fields.get(span.field) for span in spans if span.field]
        known = self._known.get(key) or self._own.get(key) or self._composed(paragraph, width, key)
        if id(known.choices) not in self._noted:
            self._note(known.choices)
        return known

    def ascent(self, style: RunStyle) -> float:
        """How far Latin letters in ``style`` reach above their baseline."""
        return self._shaper.shape(Span("", style), False, 0.0).ink.ascent

    def _note(self, choices: tuple[Choice, ...]) -> None:
        """Note that the document has the fonts of ``choices``, and have reported what there is to say of them."""
        self._noted[id(choices)] = choices
        for choice in choices:
            self.fonts.use(choice)

    def _composed(self, paragraph: Paragraph, width: float, key: tuple[Any, ...]) -> Composed:
        """``paragraph`` set. By ``key`` it is remembered once it is met again; where other fonts lend characters, at
        once but for this document alone, which has to be told."""
        lines, choices, lent = self._plain(paragraph, width) or self._any(paragraph, width)
        known = Composed(paragraph, self._led(lines, paragraph.style), choices)
        spans = paragraph.spans
        text = spans[0].text if len(spans) == 1 else paragraph.text
        if lent or self._common.met.again((text, width)):
            memory = self._own if lent else self._known
            if len(memory) >= _MEMORY:
                memory.clear()
            memory[key] = known
            known.lines.remembered = True
        return known

    def _plain(self, paragraph: Paragraph, width: float) -> _Set | None:
        """The lines of a paragraph that is blank or a single span, where it is that plain."""
        style, spans, chars = paragraph.style, paragraph.spans, self._around.grid_chars
        if not spans:
            mark = self._shaper.shape(Span("", paragraph.mark), False, chars)
            height, baseline = self._height(style, (mark,))
            return Lines((Line((), height, baseline, style.before, style.after),)), mark.alone, False
        span = spans[0]
        text = span.text
        if len(spans) > 1 or span.field or span.picture or not is_plain(text):
            return None
        shape = self._shaper.shape(span, True, chars)
        if (found := ideograph_lines(text, shape, style, width, self._height)) is not None:
            return found, shape.alone, False
        whole = measured(text, span, style, self._shaper, self.rules, chars)
        if whole is None:
            return None
        asked = whole, style, width, self.rules, self._hangs(style), self._height
        first, *others = [run.shape for run in whole.runs]
        if all(each.ink is first.ink and each.spacing == first.spacing for each in others):
            lines = lines_in_one_ink(*asked) or plain_lines(*asked)
            return None if lines is None else (lines, first.alone, False)
        lines = plain_lines(*asked)
        return None if lines is None else (lines, self._common.fonts_of([first, *others]), False)

    def _any(self, paragraph: Paragraph, width: float) -> _Set:
        """The lines of any paragraph."""
        style = paragraph.style
        spelt = self._shaper.runs(paragraph, self.fields, self._around.grid_chars)
        own = [*[run.shape for run in spelt.runs], *spelt.controls.values()]
        self._note(self._common.fonts_of(own))  # before what they lack
        measured, lent = self._measured(spelt, style)
        found: list[Line] = []
        for stretch in self._filled(measured, style, width):
            runs = measured.within(stretch.start, stretch.stop)
            shapes = [run.shape for run in runs]
            if not shapes:
                shapes = [self._blank(measured, stretch, paragraph)]
                own += shapes
            picture = max([run.picture.height for run in runs if run.picture is not None], default=0.0)
            if picture and self.rules.frames_pictures and style.line_rule != "exact":
                texts = [run.shape for run in runs if run.picture is None]
                height, baseline = self._framed(style, texts, shapes, picture)
            else:
                height, baseline = self._height(style, shapes, picture)
            pieces = pieces_of(measured, stretch, style, width, self.rules)
            before = 0.0 if found else style.before
            after = style.after if stretch.ending == "end" else 0.0
            end = stretch.segments[-1].end
            blank = measured.text[end : stretch.stop][:1] if stretch.ending == "" else ""
            found.append(Line(pieces, height, baseline, before, after, stretch.ending == "\f", blank))
        return Lines(found), self._common.fonts_of(own), lent

    def _led(self, lines: Lines, style: ParagraphStyle) -> Lines:
        """``lines`` with the space that :attr:`LineRules.leads_above` puts between those of different heights, and with
        the baseline that :attr:`LineRules.counts_percents` gives the first where the factor is below 1."""
        factor = self._factor(style)
        if style.line_rule != "auto" or factor == 1 or any(line.has_picture for line in lines):
            return lines
        if factor < 1:
            if not self.rules.counts_percents or self._grid(style):
                return lines
            return Lines([lines[0]._replace(baseline=lines[0].height * _EXACT_ASCENT), *lines[1:]])
        if not self.rules.leads_above or len({line.height for line in lines}) < 2:
            return lines
        own = [self._unspaced(line.height, factor) for line in lines]
        led = [one + self._times(two, factor) - two for one, two in pairwise(own)]
        changed = [line._replace(height=height) for line, height in zip(lines, led, strict=False)]
        return Lines([*changed, lines[-1]])

    def _grid(self, style: ParagraphStyle) -> float:
        """The pitch of the document grid, 0 for a paragraph that does not heed it."""
        return self._around.grid if style.snap else 0.0

    def _factor(self, style: ParagraphStyle) -> float:
        """The factor of line spacing."""
        return _percents(style.line) / 100 if self.rules.counts_percents else style.line

    def _times(self, height: float, factor: float) -> float:
        """``height`` by a factor of line spacing; in whole twips what it adds or takes away is the less."""
        if not self.rules.counts_percents:
            return height * factor
        more = height * (factor - 1) * 20
        return height + (floor(more + SLACK) if more > 0 else ceil(more - SLACK)) / 20

    def _unspaced(self, height: float, factor: float) -> float:
        """What makes ``height`` by :meth:`_times`; the factor is more than 1."""
        own = height / factor
        return ceil(own * 20 - SLACK) / 20 if self.rules.counts_percents else own

    def _hangs(self, style: ParagraphStyle) -> bool:
        """Whether a mark may stand beyond the right edge (17.3.1.21).

        LibreOffice 7.4 reads that the wrong way round, and lets none hang in a table.
        """
        if self.rules.heeds_hanging:
            return style.hanging
        return not self._around.in_table and not (style.hanging_set and style.hanging)

    def _blank(self, measured: Measured, stretch: Stretch, paragraph: Paragraph) -> Shape:
        """What a line without characters is as high as: its break or tab, in an empty paragraph the mark."""
        mark = Span("", paragraph.mark)
        return measured.controls.get(stretch.start) or self._shaper.shape(mark, False, self._around.grid_chars)

    # ----------------------------------------------------------------------------------------------------- measuring

    def _measured(self, spelt: Spelt, style: ParagraphStyle) -> tuple[Measured, bool]:
        """``spelt`` with the widths of its characters, and whether faces of other fonts print some of them."""
        text, runs, lent = spelt.text, spelt.runs, False
        ends: list[float] = []
        gaps: dict[int, float] = {}
        x, number = 0.0, 0
        while number < len(runs):
            run = runs[number]
            try:
                characters = text[run.start : run.end]
                advances = [run.picture.width] if run.picture else [*map(run.shape.advances.__getitem__, characters)]
            except KeyError:
                text, runs[number : number + 1] = self._shaper.in_other_faces(text, run, self.fonts)
                lent = True
                continue
            if number:
                ends += [x] * (run.start - len(ends))  # tabs and breaks
                if gap := script_gap(self.rules, style, text, runs[number - 1], run):
                    gaps[run.start] = gap
                    x += gap
            elif run.start:
                ends = [0.0] * run.start
            ends += islice(accumulate(advances, initial=x), 1, None)
            x = ends[-1]
            number += 1
        ends += [x] * (len(text) - len(ends))
        return Measured(spelt, text, ends, gaps), lent

    def _height(self, style: ParagraphStyle, shapes: Sequence[Shape], picture: float = 0.0) -> tuple[float, float]:
        """Height and baseline of a line (17.3.1.33).

        On a document grid it takes whole pitches and stands in their middle (17.6.5). What an atLeast line is higher is
        above it, what a factor adds is below.
        """
        grid = self._grid(style)
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
        factor = self._factor(style) if rule == style.line_rule else 1.0
        total = self._times(height, max(1.0, factor) if grid else factor)
        return total, min(height, total) - below

    def _framed(
        self, style: ParagraphStyle, texts: Sequence[Shape], shapes: Sequence[Shape], picture: float
    ) -> tuple[float, float]:
        """As :meth:`_height`, of a line with a ``picture``, perhaps ``texts``, by :attr:`LineRules.frames_pictures`."""
        text = max(shape.ascent for shape in shapes) + max(shape.descent for shape in shapes)
        ascent = max([picture, *(shape.ascent for shape in texts)])
        natural = ascent + max(shape.descent for shape in texts) if texts else max(picture, text)
        grid = self._grid(style)
        height = ceil(natural / grid - SLACK) * grid if grid else natural
        if style.line_rule == "auto":
            return height + self._times(text, max(1.0, self._factor(style))) - text, ascent
        if grid:
            return height, ascent
        height = max(natural, style.line)
        return height, height - natural + ascent

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
        stop = next_stop(style, x, self._around.default_tab)
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


@lru_cache(maxsize=256)
def _percents(factor: float) -> int:
    """The whole percents that LibreOffice takes for a ``factor`` of line spacing, which it turns from twips into
    hundredths of a millimetre."""
    return round(factor * 240 * 127 / 72) * 100 // _SINGLE
