"""Where the fonts of documents are found: the same answers for all documents of a process, each found once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from budgetdocs.errors import FontError
from budgetdocs.finding import Severity
from budgetdocs.pdf.fonts.face import Face, open_face
from budgetdocs.pdf.fonts.installed import BOLD, Catalogue, FaceFile, catalogue, system_catalogue
from budgetdocs.pdf.fonts.names import BUNDLED, RICH, Kind, kind, nearest, same, symbol

_NO_INK: Final = "\N{ZERO WIDTH SPACE}"
_MOST: Final = 20_000
"""Characters without a glyph whose stand-ins are remembered."""


class Origin(StrEnum):
    """Where a font file comes from; the printed word is the value."""

    GIVEN = "指定"
    SYSTEM = "本机"
    SHIPPED = "随附"


class Remark(NamedTuple):
    """What every document is to be told once of a ``subject``."""

    subject: str
    code: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The face for a font name. ``embolden`` where bold has to be made by a stroke, ``slant`` italic by a shear."""

    name: str
    bold: bool
    italic: bool
    face: Face
    substituted: bool
    embolden: bool
    slant: bool
    origin: Origin
    remarks: tuple[Remark, ...]


class Other(NamedTuple):
    """A face for a character that a font has not, and what it prints: None, where no face has the character."""

    face: Face
    printed: str | None
    remarks: tuple[Remark, ...]


class _Found(NamedTuple):
    origin: Origin
    file: FaceFile
    face: Face


class Shelf:
    """The fonts of ``given`` catalogues, then of the folders of the ``system``, if not None, then the shipped ones."""

    def __init__(self, given: Sequence[Catalogue], system: tuple[Path, ...] | None) -> None:
        self._given, self._folders = given, system
        self._choices: dict[tuple[str, bool, bool], Choice] = {}
        self._others: dict[tuple[str, Kind, bool], Other] = {}
        self.remarks = tuple(_unusable(fault) for each in given for fault in each.faults)

    # --------------------------------------------------------------------------------------------------------- faces

    def choose(self, name: str, bold: bool, italic: bool) -> Choice:
        """The face that prints the font ``name``, in the style that is asked for where the font has it.

        By exact name, LibreOffice's lists of names included; then by the nearest of its kind.
        """
        choice = self._choices.get((name, bold, italic))
        if choice is None:
            choice = self._choices[name, bold, italic] = self._resolve(name, bold, italic)
        return choice

    def _resolve(self, name: str, bold: bool, italic: bool) -> Choice:
        remarks: list[Remark] = []
        listed = [part for part in name.split(";") if part.strip()] or [name]
        own = [each for part in listed for each in same(part)]
        found = next(self._search(own, bold, italic, remarks), None)
        substituted = found is None
        if found is None:
            found = next(self._search(nearest(listed[0]), bold, italic, remarks, shipped=False), None)
        elif found.file.variable:
            message = f"PDF 中字体“{name}”是可变字体，只用它的默认字重（{found.file.weight}）"
            remarks.append(Remark(name, "FT001", Severity.HINT, message))
        if found is None:
            like = kind(listed[0])
            face = open_face(BUNDLED / (like.bold or like.regular if bold else like.regular))
            embolden, slant, origin = bold and not like.bold, italic, Origin.SHIPPED
        else:
            face, origin = found.face, found.origin
            embolden, slant = bold and found.file.weight < BOLD, italic and not found.file.italic
        if substituted:
            message = f"PDF 中字体“{name}”以{origin}的 {face.name} 代替"
            remarks.append(Remark(name, "FT001", Severity.HINT, message))
        return Choice(name, bold, italic, face, substituted, embolden, slant, origin, tuple(remarks))

    def _places(self, shipped: bool) -> Iterator[tuple[Origin, Catalogue]]:
        yield from ((Origin.GIVEN, given) for given in self._given)
        if self._folders is not None:
            yield Origin.SYSTEM, self._system
        if shipped:
            yield Origin.SHIPPED, catalogue(BUNDLED)

    @cached_property
    def _system(self) -> Catalogue:
        return system_catalogue(self._folders or ())

    def _search(
        self, wanted: Iterable[str], bold: bool, italic: bool, remarks: list[Remark], shipped: bool = True
    ) -> Iterator[_Found]:
        """The faces that go by one of the names ``wanted``; one that can't be used is remarked on and passed over."""
        wanted = list(wanted)
        for origin, place in self._places(shipped):
            for file in (file for name in wanted for file in place.named(name, bold, italic)):
                try:
                    face = open_face(file.path, file.number)
                    face.cmap  # noqa: B018  (a damaged one is found out here)
                except FontError as fault:
                    remarks.append(_unusable(fault))
                else:
                    yield _Found(origin, file, face)

    # ---------------------------------------------------------------------------------------------------- characters

    def other(self, character: str, choice: Choice) -> Other:
        """What prints ``character``, which ``choice`` has not.

        The shipped face of the same kind comes first, then the other shipped ones, the given folders, and the machine's
        fonts of many characters. What prints nothing anyway (joiners, marks of direction) is left blank.
        """
        key = character, kind(choice.name), choice.bold and not choice.embolden
        found = self._others.get(key)
        if found is None:
            if len(self._others) >= _MOST:
                self._others.clear()
            found = self._others[key] = self._other(character, choice, _shipped(key[1], bold=key[2]))
        return found

    def _other(self, character: str, choice: Choice, plain: list[Face]) -> Other:
        if is_invisible(character):
            return Other(plain[0], character if character in plain[0] else _NO_INK, ())
        remarks: list[Remark] = []
        for printed in _equals(character, choice.name):
            for face in self._chain(plain, remarks):
                if printed in face:
                    return Other(face, printed, tuple(remarks))
        return Other(plain[0], None, tuple(remarks))

    def _chain(self, plain: list[Face], remarks: list[Remark]) -> Iterator[Face]:
        yield from plain
        for given in self._given:
            for file in given.faces:
                try:
                    yield open_face(file.path, file.number)
                except FontError as fault:
                    remarks.append(_unusable(fault))
        if self._folders is not None:
            yield from (found.face for found in self._search(RICH, False, False, remarks, shipped=False))


_shelves: Final[dict[tuple[object, ...], Shelf]] = {}


def shelf_of(given: Sequence[Catalogue], system: tuple[Path, ...] | None) -> Shelf:
    """The one shelf of the ``given`` catalogues and the folders of the ``system``; None: without its fonts."""
    key = *map(id, given), system  # catalogues live as long as the process
    found = _shelves.get(key)
    if found is None:
        found = _shelves[key] = Shelf(given, system)
    return found


def _unusable(fault: FontError) -> Remark:
    message = f"PDF 不能用字体文件 {fault.font}：{fault.reason}"
    return Remark(message, "FT004", Severity.WARNING, message)


def _shipped(like: Kind, bold: bool) -> list[Face]:
    """The shipped faces, those of the kind ``like`` first."""
    kinds = [like, *(kind(name) for name in ("宋体", "黑体", "楷体"))]
    files = dict.fromkeys((each.bold or each.regular) if bold else each.regular for each in kinds)
    return [open_face(BUNDLED / file) for file in files]


def is_invisible(character: str) -> bool:
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
