"""What is worth remembering: what was met before. What is met but once would only push out the labels of the form."""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from typing import Final

_PLACES: Final = 1 << 16


class Sightings:
    """Tells what was met before from what is new, in a fixed room; now and then it forgets, never does it mistake new
    things for known ones but by an equal hash."""

    def __init__(self) -> None:
        self._hashes = array("q", bytes(8 * _PLACES))

    def again(self, thing: Hashable) -> bool:
        """Whether ``thing`` was met before; from now on it was."""
        number = hash(thing)
        place = number % _PLACES
        if self._hashes[place] == number:
            return True
        self._hashes[place] = number
        return False
