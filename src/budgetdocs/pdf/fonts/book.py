"""The fonts of one document: each name resolved once, every replacement and every lacking character reported once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.fonts.face import Face
from budgetdocs.pdf.fonts.installed import catalogue, system_folders
from budgetdocs.pdf.fonts.shelf import Choice, Origin, Remark, is_invisible, shelf_of

GETA: Final = "〓"
"""Printed for a character that no font has (JIS X 0208 calls it the geta mark)."""


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


class FontBook:
    """The fonts of one document, from ``folders``, then from this machine if ``system_fonts``, then the shipped ones.

    What it finds is the same for all documents, and found once (:attr:`shelf`); what it reports is told each of them.
    Raises :class:`FontError` for a folder that is not there.
    """

    def __init__(self, folders: Iterable[Path], report: Report, system_fonts: bool = False) -> None:
        self._report = report
        self.shelf = shelf_of([catalogue(folder) for folder in folders], system_folders() if system_fonts else None)
        self._choices: dict[tuple[str, bool, bool], Choice] = {}
        self._borrowed: dict[Choice, dict[str, tuple[str, str]]] = {}
        self._missing: dict[Choice, dict[str, None]] = {}
        self._said: set[tuple[str, str]] = set()
        self._say(self.shelf.remarks)

    def choose(self, name: str, bold: bool = False, italic: bool = False) -> Choice:
        """The face that prints the font ``name``, in the style that is asked for where the font has it."""
        choice = self._choices.get((name, bold, italic))
        if choice is None:
            choice = self.shelf.choose(name, bold, italic)
            self.use(choice)
        return choice

    def use(self, choice: Choice) -> None:
        """Note that the document has the font of ``choice``, and report what there is to say of it."""
        key = choice.name, choice.bold, choice.italic
        if key not in self._choices:
            self._choices[key] = choice
            self._say(choice.remarks)

    def fallback(self, character: str, choice: Choice) -> tuple[Face, str]:
        """A face for ``character``, which ``choice`` has not, and the character to print.

        〓, reported as an error, stands for what no face has.
        """
        found = self.shelf.other(character, choice)
        self._say(found.remarks)
        if found.printed is None:
            missing = self._missing.setdefault(choice, {})
            if character not in missing:
                missing[character] = None
                message = f"PDF 中缺字“{character}”（U+{ord(character):04X}，字体“{choice.name}”），印作“{GETA}”"
                self._report(Finding("FT002", Severity.ERROR, message))
            return found.face, GETA
        if not is_invisible(character):
            self._borrowed.setdefault(choice, {}).setdefault(character, (found.printed, found.face.name))
        return found.face, found.printed

    # ------------------------------------------------------------------------------------------------------- reports

    def _say(self, remarks: Iterable[Remark]) -> None:
        for remark in remarks:
            self._once(*remark)

    def _once(self, subject: str, code: str, severity: Severity, message: str) -> None:
        """Report a finding, unless there was one of that code on ``subject`` before."""
        if (subject, code) not in self._said:
            self._said.add((subject, code))
            self._report(Finding(code, severity, message))

    def report_borrowed(self) -> None:
        """Report (FT003), once a document is laid out, the characters that a font has not and others printed."""
        names: dict[str, dict[str, tuple[str, str]]] = {}
        for choice in self._choices.values():
            names.setdefault(choice.name, {}).update(self._borrowed.get(choice, {}))
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
                "".join(sorted(self._borrowed.get(choice, ""))), "".join(sorted(self._missing.get(choice, ""))),
            )
            for (_, bold, italic), choice in sorted(self._choices.items())
        ]  # fmt: skip


def _shown(character: str) -> str:
    """``character`` with its code point where a reader could not tell it."""
    known = character.isprintable() and not "\ue000" <= character <= "\uf8ff"
    return f"“{character}”" if known else f"U+{ord(character):04X}"
