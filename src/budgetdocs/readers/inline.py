"""Labels that stand before their values in one text: ``单位编码：978001  单位名称：某局``."""

from __future__ import annotations

import re

from budgetdocs.readers.vocabulary import heading_of

_FIRST = re.compile(r"\s*([^:：]{1,20})[:：]", re.DOTALL)
_FURTHER = re.compile(r"[\s　，,；;]([^\s:：，,；;]{2,20})\s*[:：]")
_LONGEST = 200
"""Characters of the longest text that may say several things; a longer one is prose behind its one label."""
_PROSE = frozenset(("overall", "specific", "safeguards", "purpose", "goals"))


def said_inline(text: str) -> list[tuple[str, str]]:
    """The fields that ``text`` names, each with what stands behind it up to the next; nothing if it begins with none.

    A field that nothing is said of is left out. 单位 before a name means the unit that hands the form in.
    """
    first = _FIRST.match(text)
    name = _field(first[1]) if first else ""
    if first is None or not name:
        return []
    marks = [(first.start(), first.end(), name)]
    whole = len(text) > _LONGEST or name in _PROSE
    for found in () if whole else _FURTHER.finditer(text, first.end()):
        if name := _field(found[1]):
            marks.append((found.start(), found.end(), name))
    ends = [start for start, _, _ in marks[1:]] + [len(text)]
    said = [(name, text[start:end].strip(" \t\r\n　，,；;")) for (_, start, name), end in zip(marks, ends, strict=True)]
    return [(name, value) for name, value in said if value]


def _field(label: str) -> str:
    found = heading_of(label)
    if found is None:
        return ""
    return "unit_name" if found.field == "measure" and "".join(label.split()) == "单位" else found.field
