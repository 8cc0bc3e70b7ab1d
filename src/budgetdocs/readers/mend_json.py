"""Where each scalar of a JSON file stands, and how another text is written in its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial

from budgetdocs.readers.json_tree import NUMBER
from budgetdocs.readers.tree import Mark, Written

_DECODER = json.JSONDecoder()
_WORD = re.compile(r"[^\s,\]}]+")


def json_scalars(text: str) -> Callable[[Mark], Written | None]:
    """A function that gives the scalar at a mark of the JSON ``text``; None where no scalar is."""
    lines = [0, *(found.end() for found in re.finditer("\n", text))]

    def written(mark: Mark) -> Written | None:
        start = lines[mark.line - 1] + mark.column - 1
        if text[start] == '"':
            value, end = _DECODER.raw_decode(text, start)
        elif text[start] in "[{":
            return None
        else:
            word = _WORD.match(text, start)
            value, end = (word[0], word.end()) if word else ("", start)
        return Written(start, end, value, partial(_rewritten, text[start:end]))

    return written


def _rewritten(source: str, text: str) -> str:
    """``text`` as a string with the escapes that ``source`` has, or as a number where that is one."""
    if not source.startswith('"') and NUMBER.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=source.isascii() and "\\u" in source)
