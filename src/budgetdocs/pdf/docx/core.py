"""The core properties of a document (ECMA-376 Part 2, 11): its title, its author, its language.

Documents of a template differ in their texts alone: where the tags around these were parsed before, nothing is parsed.
"""

from __future__ import annotations

import secrets
from typing import Final

from budgetdocs.pdf.docx.package import parse
from budgetdocs.pdf.docx.skeletons import DECLARATION, is_text, split, texts_of

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_LONGEST: Final = 1 << 13
_MARK: Final = f"text-{secrets.token_hex(6)}-"
_MOST: Final = 64
_KEPT: Final[dict[bytes, list[tuple[str, int, str]]]] = {}
"""By the tags: each property, where its text stands among those of the part, or what it is where that is below 0."""


def core_properties(data: bytes) -> dict[str, str]:
    """The properties in a part by name."""
    declaration = DECLARATION.match(data)
    if declaration is None or len(data) > _LONGEST:
        return _parsed(data)
    tags, raw = split(data, b"</")
    texts = texts_of(raw)
    if texts is None:
        return _parsed(data)
    known = _KEPT.get(tags)
    if known is None:
        found = _parsed(data)
        if not is_text(data, declaration.end(), len(data)):
            return found
        places = _places(tags, len(raw))
        if all(at >= 0 or _MARK not in fixed for _, at, fixed in places):
            if len(_KEPT) >= _MOST:
                _KEPT.clear()
            _KEPT[tags] = places
        return found
    return {name: fixed if at < 0 else texts[at].strip() for name, at, fixed in known}


def _places(tags: bytes, count: int) -> list[tuple[str, int, str]]:
    """Where the text of each property stands, told by putting marks in the place of the ``count`` texts."""
    pieces = tags.split(b"\0")
    marks = [f"{_MARK}{at}" for at in range(count - 1)]
    texts = (piece + b">" + mark.encode() + b"</" for piece, mark in zip(pieces, marks, strict=False))
    marked = b"".join((*texts, pieces[count - 1], b">"))
    return [(name, marks.index(text) if text in marks else -1, text) for name, text in _parsed(marked).items()]


def _parsed(data: bytes) -> dict[str, str]:
    return {str(each.tag).removeprefix(_DC): (each.text or "").strip() for each in parse(data, "core.xml")}
