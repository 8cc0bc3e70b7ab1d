"""What is worth remembering: what was met before. What is met but once would only push out the labels of the form."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

_MOST: Final = 1 << 14


class Sightings:
    """Tells what was met before from what is new by its hash alone, so that nothing is kept of it but a number.

    After so many it forgets them all, and begins anew.
    """

    def __init__(self) -> None:
        self._hashes: set[int] = set()

    def again(self, thing: Hashable) -> bool:
        """Whether ``thing`` was met before; from now on it was."""
        number = hash(thing)
        if number in self._hashes:
            return True
        if len(self._hashes) >= _MOST:
            self._hashes.clear()
        self._hashes.add(number)
        return False
