"""What a paragraph's style says of its part in the document (ECMA-376 Part 1, 17.7, 17.3.1.20)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from budgetdocs.readers.word.text import W

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|contents|目录)\s*[1-9]", re.IGNORECASE)
_BODY_TEXT = 9
_DEEPEST = 32


class Style(NamedTuple):
    """A paragraph style: ``name``, outline ``level`` (0 is the highest, None is body text), and whether numbered."""

    name: str = ""
    level: int | None = None
    numbered: bool = False

    @property
    def of_contents(self) -> bool:
        """Whether it is for the lines of a table of contents."""
        return bool(_CONTENTS.fullmatch(self.name.strip()))

    def on(self, properties: etree._Element | None) -> Style:
        """The style as the direct ``properties`` (w:pPr) of a paragraph change it."""
        if properties is None:
            return self
        level, numbered = _own(properties)
        return Style(
            self.name,
            self.level if level is None else _level(level),
            self.numbered if numbered is None else numbered,
        )


def _level(written: int) -> int | None:
    return written if 0 <= written < _BODY_TEXT else None


def _own(properties: etree._Element) -> tuple[int | None, bool | None]:
    """Outline level and whether numbered, each None where ``properties`` does not say."""
    outline = properties.find(W + "outlineLvl")
    written = outline.get(W + "val", "") if outline is not None else ""
    numbering = properties.find(f"{W}numPr/{W}numId")
    return (
        int(written) if written.isdecimal() and len(written) < 3 else None,
        None if numbering is None else numbering.get(W + "val", "0") != "0",
    )


def paragraph_styles(parts: Iterable[etree._Element]) -> dict[str, Style]:
    """The paragraph styles of the styles ``parts`` by id, what they inherit worked out; "" is the default one."""
    elements = {
        each.get(W + "styleId", ""): each
        for part in parts
        for each in part.iterchildren(W + "style")
        if each.get(W + "type", "paragraph") == "paragraph"
    }
    found = {id: _resolved(element, elements) for id, element in elements.items()}
    default = next((id for id, each in elements.items() if each.get(W + "default") in ("1", "true", "on")), "")
    return {"": found.get(default, Style())} | found


def _resolved(element: etree._Element, elements: dict[str, etree._Element]) -> Style:
    name = _value(element, "name")
    level: int | None = None
    numbered: bool | None = None
    at: etree._Element | None = element
    for _ in range(_DEEPEST):  # a style may not be based on itself, but in a damaged file it is
        if at is None:
            break
        properties = at.find(W + "pPr")
        own = _own(properties) if properties is not None else (None, None)
        heading = _HEADING.fullmatch(_value(at, "name").strip())
        own_level = own[0] if own[0] is not None else int(heading[1]) - 1 if heading else None
        level = own_level if level is None else level
        numbered = own[1] if numbered is None else numbered
        at = elements.get(_value(at, "basedOn"))
    return Style(name, None if level is None else _level(level), bool(numbered))


def _value(style: etree._Element, name: str) -> str:
    child = style.find(W + name)
    return "" if child is None else child.get(W + "val", "")
