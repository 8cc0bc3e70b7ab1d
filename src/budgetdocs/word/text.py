"""What text may stand in a Word file: the characters of XML 1.0, and nothing lost without being told.

XML 1.0 §2.2 (https://www.w3.org/TR/xml/#charsets) has no way, escaped or not, to write most control characters, a
lone surrogate, U+FFFE or U+FFFF. A file that holds one can't be opened, so they are taken out and reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from budgetdocs.finding import Finding, Severity
from budgetdocs.word.context import leaves

FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""One character that no XML 1.0 document may hold."""

BREAKS: Final = "\n\t\a\f"
"""What docxtpl turns into line breaks, tabs, paragraphs and page breaks; of these, text may hold the first two."""

_AROUND: Final = 15  # characters of the text shown before and after the one that was removed


def with_newlines(text: str) -> str:
    """``text`` with each ``\\r\\n`` and lone ``\\r`` as ``\\n``, as an XML parser would read it (XML 1.0 §2.11)."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def has_breaks(text: str) -> bool:
    """Whether one of :data:`BREAKS` is in ``text``."""
    return any(mark in text for mark in BREAKS)


def without_forbidden(text: str) -> str:
    """``text`` less every character that XML 1.0 forbids."""
    return FORBIDDEN.sub("", text)


def finding(text: str, where: str = "") -> Finding:
    """The finding TX001 for ``text``, which holds forbidden characters: which ones, and the text around the first."""
    codes = dict.fromkeys(f"U+{ord(character):04X}" for character in FORBIDDEN.findall(text))
    first = FORBIDDEN.search(text)
    middle = first.start() if first else 0
    start, end = max(0, middle - _AROUND), min(len(text), middle + _AROUND + 1)
    shown = FORBIDDEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", text[start:end])
    excerpt = f"{'…' if start else ''}{' '.join(shown.split())}{'…' if end < len(text) else ''}"
    message = f"文字含有 Word 文件存不下的字符 {'、'.join(codes)}，已删去：“{excerpt}”"
    return Finding("TX001", Severity.ERROR, message, where)


def findings(texts: Iterable[str], context: Mapping[str, object]) -> list[Finding]:
    """One finding for each of ``texts``, with the path in ``context`` at which it first stands, "" if at none."""
    places = dict.fromkeys(texts, "")
    if places:
        for path, value in leaves(context):
            if isinstance(value, str) and places.get(value) == "":
                places[value] = path
    return [finding(text, where) for text, where in places.items()]
