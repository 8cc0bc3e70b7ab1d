"""The members of an .xlsx package, opened within bounds of memory and time (ECMA-376 Part 2)."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from xml.parsers import expat

from lxml import etree

LARGEST = 256 * 1024 * 1024
"""Bytes that the members read of one workbook may have, unpacked."""
LARGEST_STREAM = 8 * 1024 * 1024 * 1024
"""Bytes that a member may have, unpacked, that is read a piece at a time: twice a full sheet of Excel's."""
_CHUNK = 256 * 1024
_HARMLESS = 8 * 1024 * 1024
_RATIO = 300
"""How much smaller a member above ``_HARMLESS`` may be packed; sheets of real books reach 60."""
_MOST_MEMBERS = 20_000
_LARGEST_TREE = 96 * 1024 * 1024
"""Bytes of the largest member that is made into a tree."""

_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError)


class Refused(Exception):
    """The file can't be read as a workbook; ``reason`` says why and what to do, in Chinese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unusual(Exception):
    """The workbook is not of the plain kind that can be read a piece at a time; it has to be read whole."""


class Link(NamedTuple):
    """A relationship: the last word of its type (``worksheet``), and the member that it leads to."""

    kind: str
    target: str


class Package:
    """An open package; raises :class:`Refused` for whatever is no sound one."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Refused("文件损坏，不是完整的 .xlsx；请重新拷贝，或用 Excel、WPS 打开后另存") from error
        self._infos = {info.filename.lower(): info for info in self._zip.infolist()[:_MOST_MEMBERS]}
        self._left = LARGEST

    def close(self) -> None:
        """Closes the file."""
        self._zip.close()

    def __contains__(self, member: str) -> bool:
        return member.lower() in self._infos

    def read(self, member: str) -> bytes:
        """The bytes of ``member``."""
        info = self._sound(member)
        if info.file_size > self._left:
            raise Refused(_too_large(info))
        try:
            with self._zip.open(info) as stream:
                data = stream.read(info.file_size + 1)
        except _BROKEN as error:
            raise Refused("文件损坏，内容解不出来；请重新拷贝，或用 Excel、WPS 打开后另存") from error
        self._left -= len(data)
        return data

    def size(self, member: str) -> int:
        """Bytes of ``member`` unpacked, as the package says; 0 for none."""
        info = self._infos.get(member.lower())
        return info.file_size if info else 0

    def chunks(self, member: str) -> Iterator[bytes]:
        """The bytes of ``member``, however many, a piece at a time."""
        info = self._sound(member)
        if info.file_size > LARGEST_STREAM:
            raise Refused(_too_large(info))
        try:
            with self._zip.open(info) as stream:
                while data := stream.read(_CHUNK):
                    yield data
        except _BROKEN as error:
            raise Refused("文件损坏，内容解不出来；请重新拷贝，或用 Excel、WPS 打开后另存") from error

    def _sound(self, member: str) -> zipfile.ZipInfo:
        info = self._infos.get(member.lower())
        if info is None:
            raise Refused(f"文件损坏：缺少“{member}”；请用 Excel 或 WPS 打开后另存")
        if info.flag_bits & 1:
            raise Refused("文件有密码，读不出来；请先取消密码，另存一份")
        if info.file_size > _HARMLESS and info.file_size > _RATIO * max(info.compress_size, 1):
            raise Refused(_too_large(info))
        return info

    def xml(self, member: str) -> bytes:
        """The well-formed XML of ``member``, in UTF-8, with nothing in it but elements and text.

        A document type is refused: no part of a package has one (Part 2, 8.2), and entities could grow without bound.
        """
        data = self.read(member)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"<\0!\0D\0" in data or b"\0<\0!\0D" in data:
            raise Refused("文件里有不该有的声明（DOCTYPE），为安全起见没有读；请用 Excel 或 WPS 打开后另存")
        try:
            expat.ParserCreate().Parse(data, True)
            if data[:3] == b"\xef\xbb\xbf":
                data = data[3:]
            if is_odd(data):
                data = _plain(data, member)
        except (expat.ExpatError, etree.XMLSyntaxError, ValueError, LookupError) as error:
            raise Refused(f"文件损坏：“{member}”不是完整的 XML；请用 Excel 或 WPS 打开后另存") from error
        return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data

    def tree(self, member: str) -> etree._Element:
        """The root element of ``member``."""
        try:
            return etree.fromstring(self.xml(member), etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:  # namespaces, which expat was not asked to heed
            raise Refused(f"文件损坏：“{member}”不是完整的 XML；请用 Excel 或 WPS 打开后另存") from error

    def links(self, member: str) -> dict[str, Link]:
        """The relationships of ``member`` by their ids; external ones are left out (Part 2, 6.5)."""
        home = PurePosixPath(member or "/")
        rels = str(home.parent / "_rels" / f"{home.name}.rels").lstrip("/")
        if rels not in self:
            return {}
        found: dict[str, Link] = {}
        for each in self.tree(rels):
            target = each.get("Target", "")
            if each.get("TargetMode") == "External" or not target:
                continue
            joined = PurePosixPath(target) if target.startswith("/") else home.parent / target
            found[each.get("Id", "")] = Link(each.get("Type", "").rsplit("/", 1)[-1], _resolved(joined))
        return found


def _too_large(info: zipfile.ZipInfo) -> str:
    return f"解压后过大（{info.file_size // 1_000_000} MB），不像是正常的工作簿，没有读"


def _resolved(path: PurePosixPath) -> str:
    """``path`` without ``.`` and ``..``, from the root of the package."""
    steps: list[str] = []
    for step in path.parts:
        if step == "..":
            steps = steps[:-1]
        elif step not in ("/", "."):
            steps.append(step)
    return "/".join(steps)


def is_odd(data: bytes) -> bool:
    """Whether there is more in the XML than elements and text in UTF-8: comments, sections, characters by number."""
    foreign = data.startswith(b"<?xml") and b"utf-8" not in data[: data.index(b"?>")].lower()
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return foreign or utf16 or b"<!" in data or data.find(b"<?", 2) > 0 or b"&#" in data


def _plain(data: bytes, member: str) -> bytes:
    if len(data) > _LARGEST_TREE:
        raise Refused(f"“{member}”的写法少见，又太大，读不了；请用 Excel 或 WPS 打开后另存")
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False, huge_tree=True)
    return etree.tostring(etree.fromstring(data, parser), encoding="utf-8")
