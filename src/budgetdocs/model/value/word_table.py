"""Tables of words, written as text with spaces between, and the regular expressions that match them."""

from __future__ import annotations

import re
from collections.abc import Iterable


def words(table: str) -> tuple[str, ...]:
    """The words of ``table``, in its order."""
    return tuple(table.split())


def alternatives(table: Iterable[str]) -> str:
    """A regular expression, without brackets, for any word of ``table``: the longest that fits."""
    return "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
