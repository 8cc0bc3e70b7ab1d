"""The files that are written: names that every system takes, and no half file at any moment."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

LONGEST_NAME = 120
"""Characters of the longest file name, its suffix included."""
_LONGEST_BYTES = 240  # of a name in UTF-8; the file systems of Linux take 255
_TAIL = 10  # characters kept at the end of a name that is shortened

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(?=\.|$)", re.IGNORECASE)


class FileNames:
    """Gives each document a name of its own, without regard to case (as Windows and macOS compare names)."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, stem: str) -> str:
        """``stem`` as a file name without suffix; the second of the same name ends in ``_2``, and so on."""
        name, number = file_name(stem), 1
        while name.casefold() in self._taken:
            number += 1
            name = file_name(stem, f"_{number}")
        self._taken.add(name.casefold())
        return name


def file_name(stem: str, ending: str = "") -> str:
    """``stem`` and ``ending`` as a file name that Windows takes too, with room for a suffix of five characters.

    What no name may hold becomes ``_``. One that is too long loses its middle, for which ``…`` stands.
    """
    clean = _ILLEGAL.sub("_", stem).strip(" ").rstrip(".")
    clean = f"_{clean}" if _RESERVED.match(clean) or not clean else clean
    room = LONGEST_NAME - len(".docx") - len(ending)
    tail = clean[-_TAIL:]
    head = clean
    while len(clean) > room or len(clean.encode(errors="replace")) > _LONGEST_BYTES - len(ending):
        head = head[: min(len(head) - 1, room - _TAIL - 1)]
        clean = f"{head}…{tail}"
    return clean + ending


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` in one step: beside it first, then renamed; what was there before stays till then.

    Raises :class:`OSError`; nothing of the attempt remains then.
    """
    beside = path.with_name(f".budgetdocs-{secrets.token_hex(4)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(content)
        beside.replace(path)
    except BaseException as fault:
        beside.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            fault.filename, fault.filename2 = str(path), None  # the name that the user knows
        raise
