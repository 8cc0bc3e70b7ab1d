"""The fonts of one document: each name resolved once, every replacement and every lacking character reported once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from budgetdocs.errors import FontError
from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.fonts.face import Face, open_face
from budgetdocs.pdf.fonts.installed import BOLD, Catalogue, FaceFile, catalogue, system_catalogue, system_folders
from budgetdocs.pdf.fonts.names import BUNDLED, RICH, Kind, kind, nearest, same, symbol

GETA: Final = "〓"
"""Printed for a character that no font has (JIS X 0208 calls it the geta mark)."""

_NO_INK: Final = "\N{ZERO WIDTH SPACE}"


class Origin(StrEnum):
    """Where a font file comes from; the printed word is the value."""

    GIVEN = "指定"
    SYSTEM = "本机"
    SHIPPED = "随附"


@dataclass(frozen=True, slots=True)
class FontUse:
    """How a font of a document is printed: by which ``face`` of which ``file``, and whether that is ``substituted``.

    Other faces print the characters
    ``borrowed``; none has those ``missing``, for which 〓 stands.
    """

    name: str
    bold: bool
    italic: bool
    face: str
    file: str
    origin: Origin
    substituted: bool
    borrowed: str
    missing: str


@dataclass
class Choice:
    """The face for a font name. ``embolden`` where bold has to be made by a stroke, ``slant`` italic by a shear.

    ``borrowed`` collects the characters that other faces print (and as what, and by which), ``missing`` those that
    none has.
    """

    name: str
    face: Face
    substituted: bool
    embolden: bool
    slant: bool = False
    bold: bool = False
    origin: Origin = Origin.SHIPPED
    borrowed: dict[str, tuple[str, str]] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)


class _Found(NamedTuple):
    origin: Origin
    file: FaceFile
    face: Face


class FontBook:
    """The fonts of one document, from ``folders``, then from this machine if ``system_fonts``, then the shipped ones.

    Raises :class:`FontError` for a folder that is not there.
    """

    def __init__(self, folders: Iterable[Path], report: Report, system_fonts: bool = False) -> None:
        self._report = report
        self._given = [catalogue(folder) for folder in folders]
        self._system_fonts = system_fonts
        self._choices: dict[tuple[str, bool, bool], Choice] = {}
        self._others: dict[tuple[str, Kind, bool], tuple[Face, str] | None] = {}
        self._said: set[tuple[str, str]] = set()
        for given in self._given:
            for fault in given.faults:
                self._unusable(fault)

    # --------------------------------------------------------------------------------------------------------- faces

    def choose(self, name: str, bold: bool = False, italic: bool = False) -> Choice:
        """The face that prints the font ``name``, in the style that is asked for where the font has it."""
        choice = self._choices.get((name, bold, italic))
        if choice is None:
            choice = self._choices[name, bold, italic] = self._resolve(name, bold, italic)
        return choice

    def _resolve(self, name: str, bold: bool, italic: bool) -> Choice:
        """By exact name, LibreOffice's lists of names included; then by the nearest of its kind."""
        listed = [part for part in name.split(";") if part.strip()] or [name]
        own = [each for part in listed for each in same(part)]
        found = next(self._search(own, bold, italic), None)
        if found is not None:
            if found.file.variable:
                weight = found.file.weight
                self._once(name, "FT001", Severity.HINT, f"PDF 中字体“{name}”是可变字体，只用它的默认字重（{weight}）")
            return _choice(name, found, bold, italic, substituted=False)
        found = next(self._search(nearest(listed[0]), bold, italic, shipped=False), None)
        if found is None:
            like = kind(listed[0])
            face = open_face(BUNDLED / (like.bold or like.regular if bold else like.regular))
            choice = Choice(name, face, True, bold and not like.bold, italic, bold)
        else:
            choice = _choice(name, found, bold, italic, substituted=True)
        stand_in = f"{choice.origin}的 {choice.face.name}"
        self._once(name, "FT001", Severity.HINT, f"PDF 中字体“{name}”以{stand_in} 代替")
        return choice

    def _places(self, shipped: bool) -> Iterator[tuple[Origin, Catalogue]]:
        yield from ((Origin.GIVEN, given) for given in self._given)
        if self._system_fonts:
            yield Origin.SYSTEM, self._system
        if shipped:
            yield Origin.SHIPPED, catalogue(BUNDLED)

    @cached_property
    def _system(self) -> Catalogue:
        return system_catalogue(system_folders())

    def _search(self, wanted: Iterable[str], bold: bool, italic: bool, shipped: bool = True) -> Iterator[_Found]:
        """The faces that go by one of the names ``wanted``; one that can't be used is reported and passed over."""
        wanted = list(wanted)
        for origin, place in self._places(shipped):
            for file in (file for name in wanted for file in place.named(name, bold, italic)):
                try:
                    face = open_face(file.path, file.number)
                    face.cmap  # noqa: B018  (a damaged one is found out here)
                except FontError as fault:
                    self._unusable(fault)
                else:
                    yield _Found(origin, file, face)

    # ---------------------------------------------------------------------------------------------------- characters

    def fallback(self, character: str, choice: Choice) -> tuple[Face, str]:
        """A face for ``character``, which ``choice`` has not, and the character to print.

        The shipped face of the same kind comes first, then the other shipped ones, the given folders, and the machine's
        fonts of many characters. What prints nothing anyway (joiners, marks of direction) is left blank. 〓, reported
        as an error, stands for what no face has.
        """
        like = kind(choice.name)
        plain = _shipped(like, choice)
        key = character, like, choice.bold and not choice.embolden
        if key not in self._others:
            self._others[key] = self._other(character, choice, plain)
        found = self._others[key]
        if found is None:
            if character not in choice.missing:
                choice.missing[character] = None
                message = f"PDF 中缺字“{character}”（U+{ord(character):04X}，字体“{choice.name}”），印作“{GETA}”"
                self._report(Finding("FT002", Severity.ERROR, message))
            return plain[0], GETA
        face, printed = found
        if not _is_invisible(character):
            choice.borrowed.setdefault(character, (printed, face.name))
        return found

    def _other(self, character: str, choice: Choice, plain: list[Face]) -> tuple[Face, str] | None:
        if _is_invisible(character):
            return plain[0], character if character in plain[0] else _NO_INK
        for printed in _equals(character, choice.name):
            for face in self._chain(plain):
                if printed in face:
                    return face, printed
        return None

    def _chain(self, plain: list[Face]) -> Iterator[Face]:
        yield from plain
        for given in self._given:
            for file in given.faces:
                try:
                    yield open_face(file.path, file.number)
                except FontError as fault:
                    self._unusable(fault)
        if self._system_fonts:
            yield from (found.face for found in self._search(RICH, False, False, shipped=False))

    # ------------------------------------------------------------------------------------------------------- reports

    def _unusable(self, fault: FontError) -> None:
        message = f"PDF 不能用字体文件 {fault.font}：{fault.reason}"
        self._once(message, "FT004", Severity.WARNING, message)

    def _once(self, subject: str, code: str, severity: Severity, message: str) -> None:
        """Report a finding, unless there was one of that code on ``subject`` before."""
        if (subject, code) not in self._said:
            self._said.add((subject, code))
            self._report(Finding(code, severity, message))

    def report_borrowed(self) -> None:
        """Report (FT003), once a document is laid out, the characters that a font has not and others printed."""
        names: dict[str, dict[str, tuple[str, str]]] = {}
        for choice in self._choices.values():
            names.setdefault(choice.name, {}).update(choice.borrowed)
        for name, borrowed in names.items():
            by_face: dict[str, list[str]] = {}
            for character, (printed, face) in borrowed.items():
                shown = _shown(character) + (f"（印作“{printed}”）" if printed != character else "")
                by_face.setdefault(face, []).append(shown)
            for face, shown_ in by_face.items():
                message = f"PDF 中字体“{name}”没有 {len(shown_)} 个字，改用 {face}：{'、'.join(shown_)}"
                self._once(message, "FT003", Severity.WARNING, message)

    def uses(self) -> list[FontUse]:
        """What was chosen so far: a line for each name and style."""
        return [
            FontUse(
                choice.name, bold, italic, choice.face.name, str(choice.face.path), choice.origin, choice.substituted,
                "".join(sorted(choice.borrowed)), "".join(sorted(choice.missing)),
            )
            for (_, bold, italic), choice in sorted(self._choices.items())
        ]  # fmt: skip


def _choice(name: str, found: _Found, bold: bool, italic: bool, substituted: bool) -> Choice:
    embolden, slant = bold and found.file.weight < BOLD, italic and not found.file.italic
    return Choice(name, found.face, substituted, embolden, slant, bold, found.origin)


def _shipped(like: Kind, choice: Choice) -> list[Face]:
    """The shipped faces, those of the kind ``like`` first; bold where ``choice`` is so without a stroke."""
    bold = choice.bold and not choice.embolden
    kinds = [like, *(kind(name) for name in ("宋体", "黑体", "楷体"))]
    files = dict.fromkeys((each.bold or each.regular) if bold else each.regular for each in kinds)
    return [open_face(BUNDLED / file) for file in files]


def _is_invisible(character: str) -> bool:
    """Whether ``character`` leaves no ink: format characters, selectors of a variant, blanks."""
    return unicodedata.category(character) in {"Cf", "Zs"} or "\ufe00" <= character <= "\ufe0f"


def _equals(character: str, font: str) -> Iterator[str]:
    """``character`` and what is printed alike: its canonical equivalent, the ideograph of a Kangxi radical (as copied
    from a PDF), the Unicode character of a code of a symbol font."""
    yield character
    canonical = unicodedata.normalize("NFKC" if "\u2e80" <= character <= "\u2fdf" else "NFC", character)
    if canonical != character and len(canonical) == 1:
        yield canonical
    if meant := symbol(font, ord(character)):
        yield meant


def _shown(character: str) -> str:
    """``character`` with its code point where a reader could not tell it."""
    known = character.isprintable() and not "\ue000" <= character <= "\uf8ff"
    return f"“{character}”" if known else f"U+{ord(character):04X}"
