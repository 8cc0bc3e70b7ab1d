"""Which fonts there are: the folders where each system keeps them, and the faces that their files hold.

Faces are known by the exact names in their own name tables, in any language, and by nothing else: what a system thinks
most like 宋体 may have no Chinese character at all.
"""

from __future__ import annotations

import importlib
import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from budgetdocs.errors import FontError
from budgetdocs.pdf.fonts.name_table import names
from budgetdocs.pdf.fonts.sfnt import Place, directory, faces, read_table

SYSTEM_FONTS_VARIABLE: Final = "BUDGETDOCS_SYSTEM_FONTS"
"""The environment variable that lists folders to search instead of the system's own (none if it is empty)."""

SUFFIXES: Final = (".ttf", ".ttc", ".otf", ".otc")
BOLD: Final = 600
"""The lightest weight (OS/2 usWeightClass) that passes for bold."""


class FaceFile(NamedTuple):
    """A face, ``number`` so many of its file, and what it says of itself; ``variable`` if it has several designs."""

    path: Path
    number: int
    names: frozenset[str]
    weight: int
    width: int
    italic: bool
    variable: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The faces of some folders, known by name, and why some of the files could not be read."""

    faces: tuple[FaceFile, ...]
    faults: tuple[FontError, ...] = ()
    _by_name: dict[str, list[FaceFile]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for face in self.faces:
            for name in face.names:
                self._by_name.setdefault(name, []).append(face)

    def named(self, name: str, bold: bool = False, italic: bool = False) -> list[FaceFile]:
        """The faces called ``name``, the best for that style first.

        An upright face can be slanted, but an italic one not set upright; a bold face can be slanted too, so its weight
        counts before its slope. Where there is no bold face, the one nearest to regular is to be emboldened. A face of
        normal width comes before a narrow or a wide one, whatever their weights.
        """
        found = self._by_name.get(fold(name), [])

        def distance(face: FaceFile) -> tuple[int, ...]:
            light = bold and face.weight < BOLD
            weight = abs(face.weight - (700 if bold and not light else 400))
            return face.italic and not italic, light, face.italic != italic, abs(face.width - 5), weight

        return sorted(found, key=distance)


def fold(name: str) -> str:
    """``name`` as it is compared: without case and outer blanks, and without the @ of fonts for vertical lines."""
    return name.strip().removeprefix("@").casefold()


def catalogue(folder: Path) -> Catalogue:
    """The fonts of a folder and of those within, or of one font file; read once per process.

    Raises :class:`FontError` if there is no such folder.
    """
    if not folder.exists():
        raise FontError(str(folder), "", "没有这个字体文件夹")
    return _catalogue(folder.absolute())


@cache
def _catalogue(place: Path) -> Catalogue:
    return _read([place] if place.is_file() else _files(place))


@cache
def system_catalogue(folders: tuple[Path, ...]) -> Catalogue:
    """The fonts of ``folders``, those that are not there left out; read once per process."""
    return _read(font_files(folders))


def font_files(places: Iterable[Path]) -> list[Path]:
    """The files of fonts in ``places``, which are folders or files; those that are not there left out."""
    files = [file for place in places for file in (_files(place) if place.is_dir() else [place])]
    return [file for file in dict.fromkeys(files) if file.is_file()]


def system_folders() -> tuple[Path, ...]:
    """Where this machine keeps its fonts, or what :data:`SYSTEM_FONTS_VARIABLE` says."""
    given = os.environ.get(SYSTEM_FONTS_VARIABLE)
    if given is not None:
        return tuple(Path(folder) for folder in given.split(os.pathsep) if folder)
    return tuple(dict.fromkeys(_folders_of(sys.platform, os.environ, Path.home())))


def _folders_of(platform: str, environment: Mapping[str, str], home: Path) -> Iterator[Path]:
    """The folders of fonts, and on Windows the files that are registered elsewhere."""
    if platform == "win32":
        windows = Path(environment.get("WINDIR", "C:/Windows")) / "Fonts"
        yield windows
        if local := environment.get("LOCALAPPDATA"):
            yield Path(local) / "Microsoft" / "Windows" / "Fonts"
        yield from _registered(windows)
    elif platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
        yield from sorted(Path("/System/Library").glob("AssetsV2/com_apple_MobileAsset_Font*"))
        yield from sorted(Path("/Applications").glob("Microsoft *.app/Contents/Resources/DFonts"))
    else:
        data = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        own = environment.get("XDG_DATA_HOME") or str(home / ".local" / "share")
        yield from (Path(folder) / "fonts" for folder in (own, *data.split(":")) if folder)
        yield from (home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


def _registered(windows: Path) -> Iterator[Path]:
    """The font files that the registry of Windows names with a path, for all users and for this one."""
    registry: Any = importlib.import_module("winreg")
    for root in (registry.HKEY_LOCAL_MACHINE, registry.HKEY_CURRENT_USER):
        try:
            with registry.OpenKey(root, r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts") as key:
                values = [registry.EnumValue(key, number)[1] for number in range(registry.QueryInfoKey(key)[1])]
        except OSError:
            continue
        yield from sorted(windows / value for value in values if Path(value).name != value)


def _files(folder: Path) -> Iterator[Path]:
    """The font files below ``folder``, in an order that does not depend on the file system; links are followed."""
    seen = set()
    for parent, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(parent)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders.sort()
        yield from (Path(parent, file) for file in sorted(files) if file.lower().endswith(SUFFIXES))


def _read(files: Iterable[Path]) -> Catalogue:
    found: list[FaceFile] = []
    faults: list[FontError] = []
    for path in files:
        try:
            with path.open("rb") as file:
                starts = faces(file)
                if not starts:
                    raise FontError(path.name, "", "不是字体文件")
                found += [_face(path, file, index, start) for index, start in enumerate(starts)]
        except FontError as fault:
            faults.append(fault)
        except (OSError, EOFError, KeyError, ValueError, IndexError, struct.error):
            faults.append(FontError(path.name, "", "字体文件无法读取，或者已损坏"))
    return Catalogue(tuple(found), tuple(faults))


_NO_STYLE: Final = b"\0\0\0\0" + struct.pack(">HH", 400, 5) + bytes(56)
"""The beginning of an OS/2 table that says nothing: fonts made for the old Macintosh have none."""


def _face(path: Path, file: BinaryIO, index: int, start: int) -> FaceFile:
    tables = directory(file, start)
    known = frozenset(fold(name.text) for name in names(read_table(file, tables["name"])))
    os2 = _beginning(file, tables["OS/2"]) if "OS/2" in tables else _NO_STYLE
    mac_style = struct.unpack_from(">H", _beginning(file, tables["head"]), 44)[0] if "head" in tables else 0
    weight, width = struct.unpack_from(">HH", os2, 4)
    selection = struct.unpack_from(">H", os2, 62)[0]
    weight *= 100 if weight < 10 else 1  # as old fonts count
    bold = selection & 1 << 5 or mac_style & 1
    italic = bool(selection & (1 << 0 | 1 << 9) or mac_style & 2)
    return FaceFile(path, index, known, max(weight, 700) if bold else weight, width, italic, "fvar" in tables)


def _beginning(file: BinaryIO, place: Place) -> bytes:
    return read_table(file, Place(place.offset, min(place.length, 64)))
