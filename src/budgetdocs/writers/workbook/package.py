"""The package of a workbook (ECMA-376 Part 2, Open Packaging Conventions): parts, relationships, content types.

What is not changed is written as it was read, byte for byte. The same content gives the same file on any day.
"""

from __future__ import annotations

import io
import os
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from lxml import etree

from budgetdocs.errors import ReadError

MAX_FILE: Final = 64 << 20
MAX_MEMBERS: Final = 10_000
MAX_PART: Final = 128 << 20
MAX_TOTAL: Final = 512 << 20
"""Bytes (or members) beyond which a workbook is taken for an attack."""

_CONTENT_TYPES: Final = "[Content_Types].xml"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONSHIP: Final = f"{{{_RELATIONSHIPS}}}Relationship"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB §2.2: an encrypted .xlsx, an .xls, an .et
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
_SAVE_AS: Final = "请在 Excel 或 WPS 里另存为 .xlsx 再试"


class Relationship(NamedTuple):
    """A relationship: ``target`` is the name of a part, or where it is ``external`` an address."""

    id: str
    type: str
    target: str
    external: bool


class Package:
    """The parts of a workbook by name; ``shown`` is how messages call the file."""

    def __init__(self, data: bytes, shown: str) -> None:
        self.shown = shown
        self._source = data
        self._parts, self._methods = self._unpacked(data)
        self._names = {name.lower(): name for name in self._parts}
        self._trees: dict[str, etree._Element] = {}
        self._edited: set[str] = set()
        self._altered = False

    def error(self, reason: str, where: str = "") -> ReadError:
        """What to raise about this file."""
        return ReadError(self.shown, where, reason)

    # -- reading -------------------------------------------------------------------------------------------------------

    def _unpacked(self, data: bytes) -> tuple[dict[str, bytes], dict[str, int]]:
        if data.startswith(_OLE):
            locked = "EncryptedPackage".encode("utf-16-le") in data
            raise self.error("文件加了密码，请先在 Excel 里取消密码" if locked else f"是 .xls 等老格式，{_SAVE_AS}")
        if not data.startswith(b"PK"):
            raise self.error(f"不是 .xlsx 工作簿（.csv 等也不行），{_SAVE_AS}")
        if len(data) > MAX_FILE:
            raise self.error(f"文件超过 {MAX_FILE >> 20} MB，请拆成几个")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                infos = [info for info in archive.infolist() if not info.is_dir()]
                self._check(infos)
                parts = {info.filename: archive.read(info) for info in infos}
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, struct.error, ValueError) as fault:
            raise self.error(f"工作簿已损坏（{fault}），请用 Excel 或 WPS 打开修复后另存") from None
        if _CONTENT_TYPES not in parts:
            raise self.error(f"不是 .xlsx 工作簿，{_SAVE_AS}")
        return parts, {info.filename: info.compress_type for info in infos}

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        names = {info.filename.lower() for info in infos}  # Part 2 §6.2.2.3: equal without regard to case
        if len(names) < len(infos):
            raise self.error("压缩包不安全：有重名的成员")
        if len(infos) > MAX_MEMBERS:
            raise self.error(f"压缩包不安全：有 {len(infos)} 个成员，最多 {MAX_MEMBERS} 个")
        if sum(info.file_size for info in infos) > MAX_TOTAL or max((i.file_size for i in infos), default=0) > MAX_PART:
            raise self.error(f"压缩包不安全：解压后一个成员超过 {MAX_PART >> 20} MB，或总共超过 {MAX_TOTAL >> 20} MB")
        if any(info.flag_bits & 0x1 for info in infos):
            raise self.error("压缩包加了密码，请先取消密码")
        if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
            raise self.error(f"压缩方法不是 Excel 所用的，{_SAVE_AS}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def content(self, name: str) -> bytes:
        """The bytes of the part ``name``; raises :class:`ReadError` if there is none."""
        real = self._names.get(name.lower())
        if real is None:
            raise self.error(f"工作簿不完整，缺少 {name}，请用 Excel 或 WPS 打开修复后另存")
        return self._parts[real]

    def tree(self, name: str) -> etree._Element:
        """The root element of the part ``name``, always the same one; raises :class:`ReadError` for broken XML."""
        if name not in self._trees:
            content = self.content(name)
            if any(doctype in content for doctype in _DOCTYPES):
                raise self.error(f"{name} 含有 DOCTYPE 声明，工作簿不得使用")
            try:
                self._trees[name] = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
            except etree.XMLSyntaxError as fault:
                raise self.error(f"{name} 已损坏（{fault}），请用 Excel 或 WPS 打开修复后另存") from None
        return self._trees[name]

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of ``part`` ("" for the package itself)."""
        rels = _rels_of(part)
        if rels not in self:
            return []
        return [self._relationship(part, each) for each in self.tree(rels).iter(_RELATIONSHIP)]

    def _relationship(self, part: str, element: etree._Element) -> Relationship:
        target = element.get("Target", "")
        external = element.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), unquote(target)))[1:]
            target = self._names.get(target.lower(), target)
        return Relationship(element.get("Id", ""), element.get("Type", ""), target, external)

    def related(self, part: str, kind: str) -> Relationship | None:
        """The first relationship of the type ``kind`` that ``part`` has to another part."""
        relationships = self.relationships(part)
        return next((each for each in relationships if each.type == kind and not each.external), None)

    # -- changing ------------------------------------------------------------------------------------------------------

    def edit(self, name: str) -> etree._Element:
        """The root element of the part ``name``, to be changed."""
        root = self.tree(name)
        self._edited.add(name)
        return root

    def replace(self, name: str, content: bytes) -> None:
        """The part ``name``, which exists, holds ``content`` from now on."""
        self._trees.pop(name, None)
        self._edited.discard(name)
        self._parts[self._names[name.lower()]] = content
        self._altered = True

    def add(self, pattern: str, content: bytes, content_type: str) -> str:
        """Add a part; its name is ``pattern`` with the first number that is free in place of ``{}``."""
        number = 1
        while (name := pattern.format(number)) in self:
            number += 1
        self._put(name, content)
        types, extension = self.edit(_CONTENT_TYPES), name.rpartition(".")[2]
        defaults = {each.get("Extension", "").lower(): each for each in types.iter(f"{_TYPES}Default")}
        if extension != "xml" and extension not in defaults:
            types.insert(0, types.makeelement(f"{_TYPES}Default", Extension=extension, ContentType=content_type))
        elif extension == "xml" or defaults[extension].get("ContentType") != content_type:
            types.append(types.makeelement(f"{_TYPES}Override", PartName=f"/{name}", ContentType=content_type))
        return name

    def _put(self, name: str, content: bytes) -> None:
        self._parts[name] = content
        self._methods[name] = zipfile.ZIP_DEFLATED
        self._names[name.lower()] = name

    def relate(self, part: str, kind: str, target: str) -> str:
        """The id of a new relationship of the type ``kind`` from ``part`` to the part ``target``."""
        rels = _rels_of(part)
        if rels not in self:
            self._put(rels, f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode())
        rels = self._names[rels.lower()]
        taken, root = {each.id for each in self.relationships(part)}, self.edit(rels)
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        relative = posixpath.relpath(f"/{target}", posixpath.join("/", posixpath.dirname(part)))
        root.append(root.makeelement(_RELATIONSHIP, Id=f"rId{number}", Type=kind, Target=relative))
        return f"rId{number}"

    def unrelate(self, part: str) -> None:
        """Take all its relationships from ``part``, and from the package the parts that nothing refers to any more."""
        targets = [each.target for each in self.relationships(part) if not each.external]
        self._drop(_rels_of(part))
        for target in targets:
            if target in self and not self._is_referred_to(target):
                self.unrelate(target)
                self._drop(target)

    def _is_referred_to(self, part: str) -> bool:
        sources = ["", *self._parts]
        return any(each.target == part for source in sources for each in self.relationships(source))

    def _drop(self, name: str) -> None:
        real = self._names.pop(name.lower(), None)
        if real is None:
            return
        del self._parts[real], self._methods[real]
        self._trees.pop(real, None)
        self._edited.discard(real)
        self._altered = True
        for each in self.tree(_CONTENT_TYPES).findall(f"{_TYPES}Override"):
            if each.get("PartName", "").lower() == f"/{name}".lower():
                self.edit(_CONTENT_TYPES).remove(each)

    # -- writing -------------------------------------------------------------------------------------------------------

    def to_bytes(self) -> bytes:
        """The package with its changes; the very bytes that were read, if there are none."""
        if not self._edited and not self._altered:
            return self._source
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, content in self._parts.items():
                info = zipfile.ZipInfo(name, _FIRST_DAY)
                info.compress_type, info.create_system = self._methods[name], 0
                archive.writestr(info, self._serialised(name) if name in self._edited else content, compresslevel=6)
        return stream.getvalue()

    def _serialised(self, name: str) -> bytes:
        tree = self._trees[name].getroottree()
        return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def open_package(source: str | os.PathLike[str] | bytes) -> Package:
    """The package in the file ``source``, or of these bytes; raises :class:`ReadError` for what is no .xlsx."""
    if isinstance(source, bytes):
        return Package(source, "工作簿")
    shown = os.fspath(source)
    try:
        data = Path(source).read_bytes()
    except (OSError, ValueError) as fault:
        reason = "文件不存在" if isinstance(fault, FileNotFoundError) else "文件无法读取，请检查路径和权限"
        raise ReadError(shown, "", reason) from None
    return Package(data, shown)


def _rels_of(part: str) -> str:
    """The name of the part that holds the relationships of ``part`` (Part 2 §6.5.2.2)."""
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")
