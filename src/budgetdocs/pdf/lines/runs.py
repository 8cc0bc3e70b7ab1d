"""A paragraph's spans → runs of characters that are printed alike, and how wide each character is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import floor
from typing import Final, NamedTuple

from budgetdocs.pdf.blocks import Paragraph, ParagraphStyle, Picture, RunStyle, Span
from budgetdocs.pdf.fonts import Choice, Face, FontBook, Shelf
from budgetdocs.pdf.lines.rules import LineRules

PICTURE: Final = "\ufffc"
_SPECIAL: Final = f"\t\n\f{PICTURE}"
_FORMATS: Final = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
FORMAT: Final = re.compile(f"[{_FORMATS}]")
"""Joiners, selectors of a variant, marks of direction: they decide about lines, but take no room and no ink."""
UNPLAIN: Final = re.compile(f"[{_SPECIAL}{_FORMATS}]")
"""What is not just printed: tabs, breaks, pictures and marks of format."""
_SPECIALS: Final = re.compile(f"[{_SPECIAL}]")
_RAISED: Final = {"superscript": 1 / 3, "subscript": -1 / 6}
"""Of the size: by how much a baseline is lifted, the letters being of two thirds of the size."""
_ALIGNED: Final = 0.58
"""Of the size: that of letters which end with full ones (see :attr:`LineRules.aligns_scripts`)."""
_MOST_SHAPES: Final = 4096


@dataclass(frozen=True, slots=True)
class Ink:
    """How characters are printed; ``embolden`` by a stroke, where there is no bold face, ``italic`` by a slant.

    ``underline``, ``double_strike``, ``scale`` and ``shading`` are those of :class:`RunStyle`; ``link`` is a bookmark,
    ``url`` an address outside.
    """

    face: Face
    size: float
    color: str
    embolden: bool
    italic: bool
    underline: str
    strike: bool
    rise: float
    link: str
    url: str = ""
    double_strike: bool = False
    scale: float = 1.0
    shading: str = ""

    @property
    def ascent(self) -> float:
        """Above the baseline, in whole twips."""
        return _extent(self.face, self.size)[0]

    @property
    def descent(self) -> float:
        """Below the baseline, in whole twips."""
        return _extent(self.face, self.size)[1]


_FINE: Final = 6
"""Units of a twip in which fonts are measured."""


@lru_cache(maxsize=1024)
def _extent(face: Face, size: float) -> tuple[float, float]:
    """How far letters reach above and below the baseline: the height is rounded to a twip as a whole, as LibreOffice
    does (50 sizes of four fonts were measured)."""
    above, below = (floor(part * size * 20 * _FINE + 0.5) for part in (face.ascent, face.descent))
    ascent, height = (floor(part / _FINE + 0.5) for part in (above, above + below))
    return ascent / 20, (height - ascent) / 20


_ink = lru_cache(maxsize=1024)(Ink)
"""Equal inks of all documents are one object."""


class Advances(dict[str, float]):
    """Character → points it takes, filled as characters are asked for; ``KeyError`` where the face has it not."""

    def __init__(self, face: Face, factor: float, spacing: float) -> None:
        super().__init__()
        self._widths, self._factor, self._spacing = face.widths, factor, spacing

    def __missing__(self, character: str) -> float:
        takes_room = not FORMAT.match(character)
        advance = self[character] = self._widths[character] * self._factor + self._spacing if takes_room else 0.0
        return advance


@lru_cache(maxsize=256)
def _advances(face: Face, factor: float, spacing: float) -> Advances:
    """Those of one face and size, of use to all documents of a process."""
    return Advances(face, factor, spacing)


@dataclass(slots=True, eq=False)
class Shape:
    """An ink with what is measured of it once: advances, and how far it reaches above and below the baseline.

    ``joins``: its underline or shade goes on between the pieces of a line.
    """

    ink: Ink
    choice: Choice
    spacing: float
    advances: Advances
    ascent: float
    descent: float
    joins: bool
    alone: tuple[Choice, ...]
    """The fonts of what has no other shape."""


class Run(NamedTuple):
    """Characters ``start`` to ``end`` of a paragraph, in one ``shape`` and script; a picture is a run of its own."""

    start: int
    end: int
    shape: Shape
    east: bool
    picture: Picture | None = None


class Spelt(NamedTuple):
    """A paragraph's text and its runs. Tabs and breaks belong to none: ``controls`` are their shapes by position.

    ``plain``: nothing in it but what is printed.
    """

    text: str
    runs: list[Run]
    controls: dict[int, Shape]
    plain: bool


class Shaper:
    """Finds the shapes of runs, by the fonts of a ``shelf``; each style is looked up once for all documents."""

    def __init__(self, shelf: Shelf, rules: LineRules) -> None:
        self._shelf, self._rules = shelf, rules
        self._shapes: dict[tuple[int, str, str, bool, float], tuple[RunStyle, Shape]] = {}
        self._alike: dict[tuple[Ink, Choice, float, bool, str], Shape] = {}
        self._lent: dict[tuple[int, Face], tuple[Shape, Shape]] = {}

    def shape(self, span: Span, east: bool, grid_chars: float) -> Shape:
        """How the characters of ``span`` in one script are printed, on a grid that adds to their widths."""
        style = span.style
        key = id(style), span.link, span.url, east, grid_chars  # kept with its shape, a style keeps its id
        found = self._shapes.get(key)
        if found is None:
            if len(self._shapes) >= _MOST_SHAPES:
                self._shapes.clear()
                self._alike.clear()
            choice = self._shelf.choose(style.east if east else style.latin, style.bold, style.italic)
            size, rise = self._placed(style, choice.face)
            ink = _ink(
                choice.face, size, style.color, choice.embolden, choice.slant, style.underline, style.strike, rise,
                span.link, span.url, style.double_strike, style.scale, style.shading,
            )  # fmt: skip
            spacing = style.spacing + (grid_chars if style.snap else 0.0)
            alike = ink, choice, spacing, east, style.script  # equal styles have one shape, however often made
            shape = self._alike.get(alike)
            if shape is None:
                shape = self._alike[alike] = _shaped(ink, choice, spacing)
                if style.script and self._rules.aligns_scripts:
                    shape.ascent, shape.descent = _extent(choice.face, style.size)
            found = self._shapes[key] = style, shape
        return found[1]

    def _placed(self, style: RunStyle, face: Face) -> tuple[float, float]:
        """The size of letters in ``style``, and by how much their baseline is lifted (17.3.2.24, 17.3.2.42)."""
        size, rise, script = style.size, style.rise, style.script
        if not (script or rise):
            return size, 0.0
        if not self._rules.aligns_scripts:
            return (size * 2 / 3, rise + size * _RAISED[script]) if script else (size, rise)
        ascent, descent = _extent(face, size)
        if rise:
            height = round((ascent + descent) * 20)
            rise = int(round(100 * rise / size) * height / 100) / 20  # what is less than a twip is dropped
        if not script:
            return size, rise
        small = _extent(face, size * _ALIGNED)
        return size * _ALIGNED, rise + (ascent - small[0] if script == "superscript" else small[1] - descent)

    # ---------------------------------------------------------------------------------------------------------- runs

    def runs(self, paragraph: Paragraph, fields: Mapping[str, str], grid_chars: float) -> Spelt:
        """The text of ``paragraph`` and its runs; ``fields`` are the values of those that the layout knows."""
        spans = [(fields.get(span.field, span.text) if span.field else span.text, span) for span in paragraph.spans]
        text = "".join([part for part, _ in spans])
        plain = UNPLAIN.search(text) is None
        scripts = [(match.end(), match.lastgroup is not None) for match in self._rules.scripts.finditer(text)]
        runs: list[Run] = []
        controls: dict[int, Shape] = {}
        start, number = 0, 0
        for part, span in spans:
            last = start + len(part)
            shapes: dict[bool, Shape] = {}
            while start < last:
                end, east = scripts[number]
                if end <= last:
                    number += 1
                else:
                    end = last
                shape = shapes.get(east) or shapes.setdefault(east, self.shape(span, east, grid_chars))
                run = Run(start, end, shape, east)
                if not plain:
                    runs += _without_special(text, run, span, controls)
                elif runs and runs[-1].shape is shape:
                    runs[-1] = run._replace(start=runs[-1].start)
                else:
                    runs.append(run)
                start = end
        return Spelt(text, runs, controls, plain)

    def in_other_faces(self, text: str, run: Run, fonts: FontBook) -> tuple[str, list[Run]]:
        """The text and the runs in place of ``run``, whose face lacks some of its characters; ``fonts`` reports it."""
        runs: list[Run] = []
        for at in range(run.start, run.end):
            shape, character = run.shape, text[at]
            if character not in shape.choice.face and not FORMAT.match(character):
                face, printed = fonts.fallback(character, shape.choice)
                shape = self._in_face(shape, face)
                text = text[:at] + printed + text[at + 1 :]
            if runs and runs[-1].shape is shape:
                runs[-1] = runs[-1]._replace(end=at + 1)
            else:
                runs.append(Run(at, at + 1, shape, run.east))
        return text, runs

    def _in_face(self, shape: Shape, face: Face) -> Shape:
        key = id(shape), face  # kept with what was made of it, a shape keeps its id
        if key not in self._lent:
            if len(self._lent) >= _MOST_SHAPES:
                self._lent.clear()
            self._lent[key] = shape, _shaped(replace(shape.ink, face=face), shape.choice, shape.spacing)
        return self._lent[key][1]


def script_gap(rules: LineRules, style: ParagraphStyle, text: str, before: Run, run: Run) -> float:
    """The space where an ideograph and a Latin letter or digit meet, of the size of what follows."""
    if before.east == run.east or before.end != run.start:
        return 0.0
    pair = text[run.start - 1], text[run.start]
    if not (pair[0].isalnum() and pair[1].isalnum()):
        return 0.0
    latin = pair[before.east]
    if rules.heeds_auto_space and not (style.space_digits if latin.isdecimal() else style.space_latin):
        return 0.0
    return rules.script_space * run.shape.ink.size


def _shaped(ink: Ink, choice: Choice, spacing: float) -> Shape:
    ascent, descent = ink.ascent + max(0.0, ink.rise), ink.descent + max(0.0, -ink.rise)
    advances = _advances(ink.face, ink.size * ink.scale, spacing)
    return Shape(ink, choice, spacing, advances, ascent, descent, bool(ink.underline or ink.shading), (choice,))


def _without_special(text: str, run: Run, span: Span, controls: dict[int, Shape]) -> Iterator[Run]:
    """The parts of ``run`` between tabs and breaks, which go to ``controls``, and its pictures."""
    start = run.start
    for match in _SPECIALS.finditer(text, run.start, run.end):
        at = match.start()
        if at > start:
            yield run._replace(start=start, end=at)
        if match.group() != PICTURE:
            controls[at] = run.shape
        elif span.picture is not None:
            yield run._replace(start=at, end=at + 1, picture=span.picture)
        start = at + 1
    if run.end > start:
        yield run._replace(start=start)
