"""Where a line may end: the lists and the pair table of the line rules, applied to one text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Sequence
from functools import cached_property
from typing import Final, Protocol

from budgetdocs.pdf.lines.rules import LineRules

BLANKS: Final = " \u3000"
_FIRST, _LAST = "\u4e00", "\u9fff"
"""The CJK unified ideographs."""
_IDEOGRAPHS: Final = re.compile(f"[{_FIRST}-{_LAST}]+")
_NUMBER: Final = re.compile(r"9[9,/]*$")
_LONG_PATH: Final = 66
"""Characters of a path after which LibreOffice breaks it behind a slash all the same."""


def between_ideographs(text: str, at: int) -> bool:
    """Whether an ideograph stands on either side of ``at``, where most lines end."""
    return _FIRST <= text[at] <= _LAST and _FIRST <= text[at - 1] <= _LAST


def are_ideographs(text: str) -> bool:
    """Whether ``text`` is nothing but such ideographs, one at least."""
    return _IDEOGRAPHS.fullmatch(text) is not None


class Part(Protocol):
    """A run of a text in one script and one formatting."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def east(self) -> bool: ...


class Breaker:
    """Finds line ends in ``text``, which is made of ``parts`` with ``gaps`` before some characters.

    Looks at the characters only where a line ends.
    """

    def __init__(self, rules: LineRules, text: str, parts: Sequence[Part], gaps: Container[int], hanging: bool) -> None:
        self._rules, self._text, self._parts, self._gaps = rules, text, parts, gaps
        self._hanging = rules.hanging if hanging else frozenset[str]()

    @cached_property
    def _classes(self) -> str:
        return self._text.translate(self._rules.classes)

    def end_of_line(self, start: int, full: int) -> tuple[int, bool]:
        """Where a line from ``start`` ends, as the character ``full`` has no room, and whether its last mark hangs.

        At least one character stands on the line.
        """
        text = self._text
        if full > start and between_ideographs(text, full):
            return full, False
        if text[full] in BLANKS:
            return max(full, start + 1), False
        end, hangs = self._by_script(start, full) if self._rules.by_script else self._everywhere(start, full)
        return self._between_characters(start, end), hangs

    def _between_characters(self, start: int, cut: int) -> int:
        """``cut``, or the nearest place that parts no mark from what it combines with, before it if possible."""
        at = cut
        while at > start and self._combines(at):
            at -= 1
        if at > start:
            return at
        at = max(cut, start + 1)
        while self._combines(at):
            at += 1
        return at

    def _combines(self, at: int) -> bool:
        """Whether the character ``at`` is joined to the one before it (UAX #14, LB8a and LB9)."""
        return at < len(self._text) and (self._classes[at] in "^w" or self._classes[at - 1] == "w")

    # --------------------------------------------------------------------------------------- Word: lists and pairs

    def _everywhere(self, start: int, full: int) -> tuple[int, bool]:
        if self._text[full] in self._hanging and (full + 1 == len(self._text) or self._may_break(full + 1)):
            return full + 1, True
        at = full
        while at > start and not self._may_break(at):
            at -= 1
        return at if at > start else full, False

    def _may_break(self, at: int) -> bool:
        return self._lists_allow(at) and self._pairs_allow(at)

    def _lists_allow(self, at: int) -> bool:
        return self._text[at] not in self._rules.no_start and self._text[at - 1] not in self._rules.no_end

    def _pairs_allow(self, at: int) -> bool:
        """UAX #14: the pair table, LB9 and LB10 for combining marks, LB14 for spaces behind a bracket."""
        classes = self._classes
        before, after = classes[at - 1], classes[at]
        if before in "^ ":
            behind = classes[:at].rstrip(before)
            if before == " ":
                before = "(" if behind.endswith("(") else before
            else:
                before = behind[-1] if behind and behind[-1] not in " zt" else "a"
        if after == "^" and before in " zt":
            after = "a"
        if after not in self._rules.stays[before]:
            return True
        return before + after in self._rules.contexts and not self._stays_here(before + after, at)

    def _stays_here(self, pair: str, at: int) -> bool:
        """Whether the neighbours of a pair hold it together: those that make it a part of a number (LB25)."""
        classes = self._classes
        if pair == "rr":  # flags are pairs of letters (LB30a)
            return (at - len(classes[:at].rstrip("r"))) % 2 == 1
        if pair == "-9":  # a sign, not a hyphen
            return at < 2 or classes[at - 2] not in "a9"
        if pair[1] == "(":
            return classes[at + 1 : at + 2] == "9"
        return _NUMBER.search(classes, 0, at - 1) is not None

    # --------------------------------------------------------------- LibreOffice: lists or pairs, by where room ends

    def _by_script(self, start: int, full: int) -> tuple[int, bool]:
        """What LibreOffice finds for the portion without room; if that lies before it, for the portion before.

        Of that one, the last character then counts as without room: "度≥" and "90%" with no room for "90%" is broken
        before "≥", though the line has room for it, and a mark may hang that would fit.
        """
        number = bisect_right(self._parts, full, key=lambda part: part.start) - 1
        while True:
            portion = max(self._parts[number].start, start)
            found = self._by_lists(full) if self._is_east(full) else self._by_pairs(full, start)
            if found < start or (found == start == portion):
                return full if full > portion else portion, False
            if found >= portion or self._parts[number - 1].end != portion:
                return found, found > full
            if start in self._gaps and self._parts[number - 1].start == start:  # space between scripts stands first
                return portion, False
            number -= 1
            full = portion - 1

    def _is_east(self, at: int) -> bool:
        """The script of the last letter or digit up to ``at``: marks belong to what they follow."""
        while at > 0 and not self._text[at].isalnum():
            at -= 1
        return self._parts[max(0, bisect_right(self._parts, at, key=lambda part: part.start) - 1)].east

    def _by_lists(self, at: int) -> int:
        if self._text[at] in self._hanging:
            at += 1
        while 0 < at < len(self._text) and not self._lists_allow(at):
            at -= 1
        return at

    def _by_pairs(self, full: int, start: int) -> int:
        """The last break up to ``full``; before ``start``, where there is none on the line, not even at its start."""
        at = full
        if self._text[at - 1] == "/":  # a path is not broken right here
            at -= 1
        while at > start and not self._pairs_allow(at):
            at -= 1
        if start < at and self._text[at - 1] == "/":  # and rather moved to the next line as a whole
            for blank in range(at - 2, max(start, at - _LONG_PATH), -1):
                if self._text[blank].isspace():
                    return blank + 1
        return at if at > start or start == 0 or self._pairs_allow(start) else start - 1
