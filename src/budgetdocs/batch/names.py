"""Names of the files that are written: such as every system takes, and each its own."""

from __future__ import annotations

import re
import unicodedata
from typing import Protocol

LONGEST_NAME = 120
"""Characters of the longest file name, its suffix included."""
LONGEST_PATH = 200
"""Characters of the longest path below the output folder; Windows and Word take 259 with that folder."""
_LONGEST_BYTES = 240  # of a name in UTF-8; the file systems of Linux take 255
_TAIL = 10  # characters kept at the end of a name that is shortened

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file; what can't be seen, and half characters, as well
ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ud800-\udfff]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])(?=[ .]|$)", re.IGNORECASE)


def file_name(stem: str, ending: str = "", longest: int = LONGEST_NAME) -> str:
    """``stem`` and ``ending`` as a file name that Windows takes too, with room for a suffix of five characters.

    What no name may hold becomes ``_``. One that is longer than ``longest`` loses its middle, for which ``…`` stands.
    """
    clean = ILLEGAL.sub("_", unicodedata.normalize("NFC", stem)).strip(" ").rstrip(" .")
    clean = f"_{clean}" if _RESERVED.match(clean) or not clean else clean
    room = max(longest - len(".docx") - len(ending), 1)
    tail = clean[-min(_TAIL, room // 2) :] if room > 1 else ""
    head = clean
    while len(clean) > room or len(clean.encode()) > _LONGEST_BYTES - len(ending):
        head = head[: max(min(len(head) - 1, room - len(tail) - 1), 0)]
        clean = f"{head}…{tail}"
    return clean + ending


def folded(name: str) -> str:
    """What two names have in common that Windows or macOS takes for one: case and composition do not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


class Taken(Protocol):
    """For each folded name that was given, the last number that was given to it."""

    def get(self, name: str, default: int, /) -> int: ...
    def __contains__(self, name: object, /) -> bool: ...
    def __setitem__(self, name: str, number: int, /) -> None: ...


class FileNames:
    """Gives each document a name of its own, without regard to case (as Windows and macOS compare names).

    What is ``taken`` is remembered in memory, unless a place for it is given.
    """

    def __init__(self, taken: Taken | None = None) -> None:
        self._taken: Taken = {} if taken is None else taken

    def unique(self, stem: str, folder: str = "") -> str:
        """``stem`` as a file name without suffix; the second of the same name ends in ``_2``, and so on.

        With a ``folder``, a path that is legal everywhere and ends in ``/``, the path in it.
        """
        longest = min(LONGEST_NAME, max(LONGEST_PATH - len(folder), _TAIL * 3))
        plain = folder + file_name(stem, "", longest)
        key = folded(plain)
        name, number = plain, self._taken.get(key, 0)
        while number and (name == plain or folded(name) in self._taken):
            number += 1
            name = folder + file_name(stem, f"_{number}", longest)
        self._taken[key] = max(number, 1)
        if name != plain:
            self._taken[folded(name)] = 1
        return name
