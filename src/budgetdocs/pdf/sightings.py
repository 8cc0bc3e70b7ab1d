"""What is worth remembering: what was met before. What is met but once would only push out the labels of the form."""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from typing import Final

_PLACES: Final = 1 << 14
_NOTHING: Final = -1
"""No thing's hash."""


class Sightings:
    """Tells what was met before from what is new by its hash alone, so that nothing is kept of it but a number.

    Each number has its place, and lasts until another takes it.
    """

    def __init__(self) -> None:
        self._hashes = array("q", [_NOTHING]) * _PLACES

    def again(self, thing: Hashable) -> bool:
        """Whether ``thing`` was met before, as far as that is known; from now on it was."""
        number = hash(thing)
        place = number % len(self._hashes)
        if self._hashes[place] == number:
            return True
        self._hashes[place] = number
        return False
