"""Names and values of WordprocessingML (ECMA-376-1 part 1): tags, on/off values, measures.

A value that is not what the standard asks for is read as its default: a width of "auto" is no reason to stop.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V: Final = "{urn:schemas-microsoft-com:vml}"
O: Final = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
XML: Final = "{http://www.w3.org/XML/1998/namespace}"
PREFIXES: Final = {W: "w:", A: "a:", WP: "wp:", PIC: "pic:", M: "m:", MC: "mc:", V: "v:", O: "o:", W14: "w14:"}

STRICT: Final = (
    (b"purl.oclc.org/ooxml/wordprocessingml/main", b"schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"purl.oclc.org/ooxml/officeDocument/", b"schemas.openxmlformats.org/officeDocument/2006/"),
    (b"purl.oclc.org/ooxml/drawingml/main", b"schemas.openxmlformats.org/drawingml/2006/main"),
    (b"purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
     b"schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    (b"purl.oclc.org/ooxml/drawingml/picture", b"schemas.openxmlformats.org/drawingml/2006/picture"),
)  # fmt: skip
"""The names of ISO/IEC 29500 Strict, and those of Transitional, which everyone writes (Part 4, annex A)."""

MAX_POINTS: Final = 1584.0
"""The longest length that Word takes: 22 inches."""
NO_EFFECT: Final = frozenset(
    {"0", "none", "nil", "false", "off", "auto", "baseline", "top", "lrTb", "lrTbV", "lr", "tb", "default"}
)
"""Values with which a property leaves the page as it would be without it."""
_OFF: Final = frozenset({"0", "false", "off"})
_PER_POINT: Final = {"": 20.0, "pt": 1.0, "in": 1 / 72, "cm": 2.54 / 72, "mm": 25.4 / 72, "pc": 1 / 12, "pi": 1 / 12}
_MEASURE: Final = re.compile(r"\s*([+-]?\d*\.?\d+)\s*(pt|in|cm|mm|pc|pi|)\s*")
_VAL: Final = W + "val"


def w(name: str) -> str:
    """``name`` in the namespace of WordprocessingML."""
    return W + name


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def qualified(tag: str) -> str:
    """A tag as people write it: ``w:drawing``; one of an unknown namespace by its name alone."""
    namespace, brace, name = tag.rpartition("}")
    return PREFIXES.get(namespace + brace, "") + name


def has_effect(element: Any) -> bool:
    """Whether a property that is there may change the page, by its ``w:val``."""
    return element.get(_VAL, "1") not in NO_EFFECT


def first_child(parent: Any, tag: str) -> Any:
    """The first child with a tag, None if there is none; properties stand in front, so that few are looked at."""
    for child in parent:
        if child.tag == tag:
            return child
    return None


def toggled(element: Any) -> bool:
    """Whether an on/off property is on (17.17.4): its element is there and does not say off."""
    return element is not None and element.get(_VAL, "1") not in _OFF


def value(element: Any, default: str = "") -> str:
    """``w:val`` of an element that may be missing."""
    return default if element is None else str(element.get(_VAL, default))


@lru_cache(4096)
def points(measure: str | None, default: float = 0.0) -> float:
    """A length in twips, or with the unit that it names (22.9.2.14, 22.9.2.15), in points; nothing longer than 22″."""
    found = _MEASURE.fullmatch(measure or "")
    if found is None:
        return default
    length = float(found[1]) / _PER_POINT[found[2]]
    return max(-MAX_POINTS, min(length, MAX_POINTS))


@lru_cache(4096)
def number(text: str | None, default: float = 0.0) -> float:
    """A number, whole or not; with a % sign its hundredth."""
    try:
        found = float((text or "").strip().removesuffix("%"))
    except ValueError:
        return default
    if not abs(found) < 1e9:  # NaN and infinity too
        return default
    return found / 100 if (text or "").strip().endswith("%") else found


def whole(text: str | None, default: int = 0) -> int:
    """A whole number; what stands behind a decimal point is cut."""
    return int(number(text, float(default)))


def share(measure: str, kind: str) -> float:
    """A width by its type (17.18.90): points for dxa, the share of the whole below 0 for pct, 0 for auto and nil."""
    if measure.strip().endswith("%"):
        return -max(0.0, min(number(measure), 10.0))
    if kind == "pct":
        return -max(0.0, min(number(measure) / 5000, 10.0))
    return max(0.0, points(measure)) if kind in {"dxa", ""} else 0.0
