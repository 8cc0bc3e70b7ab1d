"""Numbered paragraphs (17.9): the definitions of a document, and the count as its paragraphs are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from budgetdocs.pdf.docx.names import MC, toggled, value, w, whole
from budgetdocs.pdf.docx.numerals import numeral
from budgetdocs.pdf.docx.paragraph_properties import paragraph_properties
from budgetdocs.pdf.docx.run_properties import Properties, run_properties
from budgetdocs.pdf.docx.theme import Theme

LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")
_SUFFIXES: Final = {"tab": "\t", "space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """One level of a list (17.9.6 lvl); ``text`` holds %1 … %9, ``suffix`` what stands behind the number.

    ``restart`` is the level (from 1) whose use starts this one anew: None any level above, 0 none. ``style`` is the
    paragraph style that numbers its paragraphs with this level.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "\t"
    legal: bool = False
    restart: int | None = None
    style: str = ""
    paragraph: Properties = field(default_factory=dict)
    run: Properties = field(default_factory=dict)
    undrawn: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class NumberedList:
    """A list that paragraphs name by its ``w:numId``: its levels, and the count that it shares with its like.

    ``overrides`` are levels that start at a number of their own when the list is first met (17.9.26).
    """

    count: str
    levels: tuple[Level, ...]
    overrides: dict[int, int]

    def level_of(self, style: str) -> int:
        """The level that the paragraph style ``style`` stands for, 0 if none says so."""
        return next((i for i, level in enumerate(self.levels) if level.style == style), 0)


def read_numbering(root: Any, theme: Theme, linked: dict[str, str]) -> dict[str, NumberedList]:
    """The lists of a numbering part by ``w:numId``; ``linked`` gives the numId of a numbering style (17.9.21)."""
    if root is None:
        return {}
    abstract = {each.get(w("abstractNumId"), ""): each for each in root.iterfind(w("abstractNum"))}
    instances = {each.get(w("numId"), ""): each for each in root.iterfind(w("num"))}
    lists = {}
    for name, instance in instances.items():
        definition = abstract.get(value(instance.find(w("abstractNumId"))))
        style = None if definition is None else definition.find(w("numStyleLink"))
        if style is not None:  # the levels stand where the numbering style leads
            other = instances.get(linked.get(value(style), ""))
            definition = None if other is None else abstract.get(value(other.find(w("abstractNumId"))))
        if definition is not None:
            lists[name] = _numbered_list(definition, instance, theme)
    return lists


def _numbered_list(definition: Any, instance: Any, theme: Theme) -> NumberedList:
    levels = dict.fromkeys(range(LEVELS), Level())
    levels |= {_index(each): _level(each, theme) for each in definition.iterfind(w("lvl"))}
    overrides: dict[int, int] = {}
    for override in instance.iterfind(w("lvlOverride")):
        index, start, own = _index(override), override.find(w("startOverride")), override.find(w("lvl"))
        if own is not None:
            levels[index] = _level(own, theme)
        if start is not None:
            overrides[index] = whole(value(start), 1)
            levels[index] = replace(levels[index], start=overrides[index])
    return NumberedList(definition.get(w("abstractNumId"), ""), tuple(levels[i] for i in range(LEVELS)), overrides)


def _index(element: Any) -> int:
    return max(0, min(whole(element.get(w("ilvl"))), LEVELS - 1))


def _level(element: Any, theme: Theme) -> Level:
    found = {child.tag: child for child in element}
    form = found.get(w("numFmt"))
    if form is None and MC + "AlternateContent" in found:  # a format of Word 2010, and what older versions print
        form = found[MC + "AlternateContent"].find(f"{MC}Fallback/{w('numFmt')}")
    kind = value(form, "decimal")
    undrawn = []
    if numeral(1, kind) is None:
        undrawn.append(("w:numFmt", kind))
    if value(found.get(w("lvlJc")), "left") not in {"left", "start", "both"}:
        undrawn.append(("w:lvlJc", ""))
    if w("lvlPicBulletId") in found:
        undrawn.append(("w:lvlPicBulletId", ""))
    restart = found.get(w("lvlRestart"))
    return Level(
        start=whole(value(found.get(w("start"))), 0),
        form=kind,
        text=value(found.get(w("lvlText"))),
        suffix=_SUFFIXES.get(value(found.get(w("suff")), "tab"), "\t"),
        legal=toggled(found.get(w("isLgl"))),
        restart=None if restart is None else whole(value(restart)),
        style=value(found.get(w("pStyle"))),
        paragraph=paragraph_properties(found.get(w("pPr")), theme),
        run=run_properties(found.get(w("rPr")), theme),
        undrawn=tuple(undrawn),
    )


class Counters:
    """How far the lists of a document have counted."""

    def __init__(self, lists: dict[str, NumberedList]) -> None:
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}
        self._met: set[str] = set()
        self.given = 0
        """How many numbers were given."""

    def label(self, name: str, index: int) -> str:
        """The number of the next paragraph on the level ``index`` of the list ``name``, what follows it included."""
        self.given += 1
        numbered = self._lists[name]
        counts = self._counts.setdefault(numbered.count, [None] * LEVELS)
        if name not in self._met:
            self._met.add(name)
            for overridden in numbered.overrides:
                counts[overridden] = None
        self._advance(counts, numbered, index)
        level = numbered.levels[index]

        def shown(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            count = counts[at]
            form = "decimal" if level.legal else numbered.levels[at].form
            return numeral(numbered.levels[at].start if count is None else count, form) or str(count)

        text = _PLACE.sub(shown, level.text)
        return text + level.suffix if text else ""

    def _advance(self, counts: list[int | None], numbered: NumberedList, index: int) -> None:
        for above in range(index):
            if counts[above] is None:
                counts[above] = numbered.levels[above].start
        count = counts[index]
        counts[index] = numbered.levels[index].start if count is None else count + 1
        for below in self._restarted(numbered, index):
            counts[below] = None

    def _restarted(self, numbered: NumberedList, index: int) -> Iterator[int]:
        """The levels that start anew when ``index`` is used (17.9.10 lvlRestart)."""
        for below in range(index + 1, LEVELS):
            restart = numbered.levels[below].restart
            if restart is None or index < restart:
                yield below
