"""A paragraph and a width → lines, by the rules of Chinese typesetting. Lengths are points.

Where a line may break follows GB/T 15834-2011, 5.1 (which marks may not open or end a line) and UAX #14 for the rest;
where Word and LibreOffice differ, :class:`LineRules` says how.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from budgetdocs.pdf.docx import Paragraph, Span
from budgetdocs.pdf.fonts import Choice, Face, FontBook
from budgetdocs.pdf.styles import ParagraphStyle, RunStyle

_SIGNS: Final = frozenset("≥≤＞＜＝≠±≈+-=<>＋－￥$¥")
_UNITS: Final = frozenset("%％‰℃℉㎡㎥°′″")
_EAST: Final = frozenset("°±×÷·§¨")
_HANGING: Final = frozenset("，。、；：！？,.;:!?")
_SLACK: Final = 0.01
_DEFAULT_TAB: Final = 36.0


@dataclass(frozen=True, slots=True)
class LineRules:
    """How a word processor breaks lines.

    ``script_space`` is the space between an ideograph and a Latin letter or digit, in em. No line begins with a mark of
    ``no_start`` or ends with one of ``no_end``; with ``wholes``, —— and …… and a sign with its number stay whole.
    Where room ends inside a Latin run, ``inside_latin`` (if any) decides.
    """

    name: str
    script_space: float
    no_start: frozenset[str]
    no_end: frozenset[str]
    wholes: bool
    inside_latin: LineRules | None = None


_CLOSING: Final = "!),.:;?]}、。〉》」』】〕〗〞！），．：；？｜｝～々·ˇˉ―‖•′’”﹐﹒﹔﹕﹖﹗﹚﹜﹞︶︸︺︾﹀﹂﹄￠"
_OPENING: Final = "([{£¥〈《「『【〔〖〝（［｛￡￥“‘﹙﹛﹝︵︷︹︽︿﹁﹃"

WORD: Final = LineRules(
    "word", 0.25, frozenset(_CLOSING + "%％‰℃°″‴…—>］／・｀＇＂¨∶"), frozenset(_OPENING + "$＄№<"), True
)
"""Word's lists for Chinese, and GB/T 15834-2011, which keeps dashes and ellipses whole."""

_UAX14: Final = LineRules("uax14", 0.2, frozenset(_CLOSING + "%％‰℃…"), frozenset(_OPENING), True)
LIBREOFFICE: Final = LineRules(
    "libreoffice", 0.2, frozenset(_CLOSING + "'\"¢"), frozenset(_OPENING + "'\"‵"), False, inside_latin=_UAX14
)
"""LibreOffice 7.4 for text marked as Chinese: its own lists; it asks UAX #14 only where room ends in Latin text."""

PRESETS: Final = {rules.name: rules for rules in (WORD, LIBREOFFICE)}


@dataclass(frozen=True, slots=True)
class Ink:
    """How a character is printed; ``embolden`` by a stroke, where there is no bold face."""

    face: Face
    size: float
    color: str
    embolden: bool
    italic: bool
    underline: bool
    strike: bool
    rise: float
    link: str

    @property
    def ascent(self) -> float:
        """Above the baseline, rounded to a twip, as word processors measure."""
        return round(self.face.ascent * self.size * 20) / 20

    @property
    def descent(self) -> float:
        return round(self.face.descent * self.size * 20) / 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters printed from ``x`` on with ``spacing`` added behind each."""

    x: float
    text: str
    ink: Ink
    spacing: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """``height`` of the line, ``baseline`` below its top; ``before`` and ``after`` belong to the paragraph's edges."""

    pieces: tuple[Piece, ...]
    height: float
    baseline: float
    before: float = 0.0
    after: float = 0.0
    page_break: bool = False

    @property
    def extent(self) -> float:
        return self.before + self.height + self.after


@dataclass(slots=True)
class _Atom:
    """One character, its advance, and the space before it where scripts meet."""

    char: str
    width: float
    ink: Ink
    gap: float = 0.0
    leader: str = ""


@dataclass
class Composer:
    """Breaks paragraphs into lines with the fonts and rules of one document; ``fields`` gives PAGE and NUMPAGES."""

    fonts: FontBook
    rules: LineRules
    fields: Mapping[str, str] = field(default_factory=dict)
    _breaks: dict[tuple[str, str], bool] = field(default_factory=dict)
    _inks: dict[tuple[RunStyle, str, bool], tuple[Choice, Ink]] = field(default_factory=dict)

    def lines(self, paragraph: Paragraph, width: float) -> list[Line]:
        """The lines of ``paragraph`` in a column ``width`` points wide (at least one, however empty)."""
        style = paragraph.style
        mark = self._ink(Span("", paragraph.mark), False)[1]
        found: list[Line] = []
        for atoms, ending in self._filled(paragraph, width):
            first = not found
            height, baseline = _measure(style, [atom.ink for atom in atoms] or [mark])
            pieces = _set(atoms, style, width, first, justified=ending == "")
            found.append(Line(pieces, height, baseline, page_break=ending == "\f"))
        found[0] = _with(found[0], before=style.before)
        found[-1] = _with(found[-1], after=style.after)
        return found

    # ------------------------------------------------------------------------------------------------------- filling

    def _filled(self, paragraph: Paragraph, width: float) -> Iterator[tuple[list[_Atom], str]]:
        """The atoms of each line, and what ended it: "" a full line, "end", "\\n" or "\\f"."""
        style = paragraph.style
        atoms = self._atoms(paragraph)
        start, x, breakable = 0, style.left + style.first, 0
        limit = edge = width - style.right
        at = 0
        while at < len(atoms):
            atom = atoms[at]
            if atom.char in "\n\f":
                yield atoms[start:at], atom.char
                start = breakable = at = at + 1
                x, edge = style.left, limit
                continue
            if atom.char == "\t":
                atom.width, stop = self._tab(style, x, atoms[at + 1 :], atom)
                edge = max(edge, stop)
            if at > start and self._may_break(atoms[at - 1].char, atom.char):
                breakable = at
            gap = atom.gap if at > start else 0.0
            if x + gap + atom.width > edge + _SLACK and at > start and not atom.char.isspace():
                cut = self._cut(style, atoms, start, at, breakable)
                if cut == len(atoms):  # its last mark hangs
                    break
                yield atoms[start:cut], ""
                start = breakable = at = cut
                x, edge = style.left, limit
                continue
            x += gap + atom.width
            at += 1
        yield atoms[start:], "end"

    def _atoms(self, paragraph: Paragraph) -> list[_Atom]:
        atoms: list[_Atom] = []
        for span in paragraph.spans:
            text = self.fields.get(span.field, span.text) if span.field else span.text
            for char in text:
                if char in "\n\f\t":
                    atoms.append(_Atom(char, 0.0, self._ink(span, False)[1]))
                    continue
                choice, ink = self._ink(span, ord(char) >= 0x2000 or char in _EAST)
                if char not in choice.face:
                    face, char = self.fonts.fallback(char, choice)
                    ink = _in_face(ink, face)
                atom = _Atom(char, ink.face.widths[char] * ink.size, ink)
                if atoms and _scripts_meet(atoms[-1].char, char):
                    atom.gap = self.rules.script_space * max(ink.size, atoms[-1].ink.size)
                atoms.append(atom)
        return atoms

    def _ink(self, span: Span, east: bool) -> tuple[Choice, Ink]:
        key = span.style, span.link, east
        if key not in self._inks:
            s = span.style
            choice = self.fonts.choose(s.east if east else s.latin, s.bold)
            ink = Ink(choice.face, s.size, s.color, choice.embolden, s.italic, s.underline, s.strike, s.rise, span.link)
            self._inks[key] = choice, ink
        return self._inks[key]

    def _tab(self, style: ParagraphStyle, x: float, following: list[_Atom], atom: _Atom) -> tuple[float, float]:
        """The advance of a tab at ``x``, and the position of its stop (17.3.1.37)."""
        stops = [stop for stop in style.tabs if stop[0] > x + _SLACK and stop[1] != "clear"]
        if not stops:
            stop = (x // _DEFAULT_TAB + 1) * _DEFAULT_TAB
            return stop - x, stop
        position, kind, leader = min(stops)
        atom.leader = {"dot": ".", "middleDot": "·", "hyphen": "-", "underscore": "_"}.get(leader, "")
        behind = 0.0
        for next_atom in following if kind in {"right", "end", "center"} else ():
            if next_atom.char in "\t\n\f":
                break
            behind += next_atom.gap + next_atom.width
        return max(0.0, position - x - (behind / 2 if kind == "center" else behind)), position

    def _cut(self, style: ParagraphStyle, atoms: list[_Atom], start: int, at: int, breakable: int) -> int:
        """Where the line from ``start`` ends, as the atom ``at`` finds no room; at least one atom stands on it."""
        if self._hangs(style, atoms, at):
            return at + 1
        if self.rules.inside_latin and _is_latin(atoms, at) and _is_latin(atoms, at - 1):
            rules, before = self.rules.inside_latin, range(at, start, -1)
            breakable = next((i for i in before if _may_break(atoms[i - 1].char, atoms[i].char, rules)), start)
        return breakable if breakable > start else at

    def _hangs(self, style: ParagraphStyle, atoms: list[_Atom], at: int) -> bool:
        """Whether the mark at ``at``, for which the line has no room, stands beyond its edge."""
        if not (style.hanging and atoms[at].char in _HANGING):
            return False
        return at + 1 == len(atoms) or self._may_break(atoms[at].char, atoms[at + 1].char)

    def _may_break(self, before: str, after: str) -> bool:
        key = before, after
        if key not in self._breaks:
            self._breaks[key] = _may_break(before, after, self.rules)
        return self._breaks[key]


def _may_break(before: str, after: str, rules: LineRules) -> bool:
    """Whether a line may end behind ``before`` and the next begin with ``after``."""
    if after.isspace():
        return after == "\t"
    if after in rules.no_start or before in rules.no_end:
        return False
    if before.isspace():
        return True
    if rules.wholes and before == after and before in "—…":
        return False
    if rules.wholes and before in _SIGNS and (after.isdigit() or after in _SIGNS):
        return False
    if rules.wholes and before.isdigit() and after in _UNITS:
        return False
    if before in ")]" and _is_word(after):
        return False
    if before == "-":
        return not after.isdigit()
    return not (_is_narrow(before) and _is_narrow(after))


def _is_word(char: str) -> bool:
    return _is_narrow(char) and char.isalnum()


def _is_narrow(char: str) -> bool:
    """Letters, digits and marks of a Latin run, which stays whole."""
    return unicodedata.east_asian_width(char) in {"Na", "N", "H"} or (char.isalpha() and ord(char) < 0x2E80)


def _is_latin(atoms: list[_Atom], at: int) -> bool:
    """Whether the atom belongs to a Latin run; a mark of no script belongs to what stands before it."""
    while at > 0 and 0x2000 <= ord(atoms[at].char) < 0x2E80:
        at -= 1
    return _is_narrow(atoms[at].char)


def _is_ideograph(char: str) -> bool:
    return char.isalpha() and (0x2E80 <= ord(char) < 0xFB00 or ord(char) >= 0x20000)


def _scripts_meet(before: str, after: str) -> bool:
    """Whether an ideograph stands beside a Latin letter or digit."""
    return (_is_ideograph(before) and _is_word(after)) or (_is_word(before) and _is_ideograph(after))


# --------------------------------------------------------------------------------------------------- setting a line


def _measure(style: ParagraphStyle, inks: list[Ink]) -> tuple[float, float]:
    """Height and baseline of a line; an exact line puts four fifths above the baseline, as LibreOffice does."""
    ascent, descent = max(ink.ascent for ink in inks), max(ink.descent for ink in inks)
    natural = ascent + descent
    if style.line_rule == "exact":
        return style.line, style.line * 0.8
    if style.line_rule == "atLeast":
        return max(style.line, natural), max(style.line, natural) - descent
    return natural * style.line, natural * style.line - descent


def _set(atoms: list[_Atom], style: ParagraphStyle, width: float, first: bool, justified: bool) -> tuple[Piece, ...]:
    """The pieces of a line, aligned in a column ``width`` points wide; white space at its end is not printed."""
    while atoms and atoms[-1].char.isspace() and atoms[-1].char != "\t":
        atoms = atoms[:-1]
    if not atoms:
        return ()
    x = style.left + (style.first if first else 0.0)
    gaps = [0.0] + [atom.gap for atom in atoms[1:]]
    slack = width - style.right - x - sum(gaps) - sum(atom.width for atom in atoms)
    hung = slack < -_SLACK and atoms[-1].char in _HANGING
    if hung:
        slack += atoms[-1].width
    stretch = [0.0] * len(atoms)
    if style.align == "right":
        x += slack
    elif style.align == "center":
        x += slack / 2
    elif (justified and style.align == "both") or style.align == "distribute":
        places = [i for i in range(1, len(atoms) - hung) if _stretches(atoms[i - 1].char, atoms[i].char)]
        for i in places if slack > 0 else ():
            stretch[i] = slack / len(places)
    return tuple(_pieces(atoms, x, gaps, stretch))


def _stretches(before: str, after: str) -> bool:
    return before.isspace() or not (_is_narrow(before) and _is_narrow(after))


def _pieces(atoms: list[_Atom], x: float, gaps: list[float], stretch: list[float]) -> Iterator[Piece]:
    """Neighbours of one ink and one distance, joined."""
    text, start, spacing = "", x, 0.0
    for i, atom in enumerate(atoms):
        extra = gaps[i] + stretch[i]
        x += extra
        if text and (
            atom.ink is not atoms[i - 1].ink or atom.char == "\t" or (len(text) > 1 and abs(extra - spacing) > 1e-6)
        ):
            yield Piece(start, text, atoms[i - 1].ink, spacing, x - extra - start)
            text = ""
        if atom.char == "\t":
            yield from _leader(atom, x)
            x += atom.width
            start = x
            continue
        if not text:
            start, spacing = x, 0.0
        elif len(text) == 1:
            spacing = extra
        text += atom.char
        x += atom.width
    if text:
        yield Piece(start, text, atoms[-1].ink, spacing, x - start)


def _leader(tab: _Atom, x: float) -> Iterator[Piece]:
    """The dots of a tab, as many as have room, close to its stop: those of several lines stand below each other."""
    if not tab.leader or tab.leader not in tab.ink.face:
        return
    dot = tab.ink.face.widths[tab.leader] * tab.ink.size
    count = int(tab.width / dot)
    if count:
        yield Piece(x + tab.width - count * dot, tab.leader * count, tab.ink, 0.0, count * dot)


def _with(line: Line, before: float | None = None, after: float | None = None) -> Line:
    return Line(
        line.pieces, line.height, line.baseline,
        line.before if before is None else before, line.after if after is None else after, line.page_break,
    )  # fmt: skip


def _in_face(ink: Ink, face: Face) -> Ink:
    return Ink(face, ink.size, ink.color, ink.embolden, ink.italic, ink.underline, ink.strike, ink.rise, ink.link)
