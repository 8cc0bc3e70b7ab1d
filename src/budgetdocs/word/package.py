"""The package of a Word file: a zip (ECMA-376 Part 2, Open Packaging Conventions), read with care, written the same.

Reading takes nothing on trust: sizes are bounded, names are checked, a document type declaration is refused. Writing
gives the same bytes for the same members: no clock, no file attributes, the order that is given, the same
:func:`~budgetdocs.deflate.deflater`.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import Final, NamedTuple

from budgetdocs.deflate import deflater
from budgetdocs.errors import TemplateError

CONTENT_TYPES: Final = "[Content_Types].xml"

MAX_FILE: Final = 64 << 20
MAX_MEMBERS: Final = 2_000
MAX_XML: Final = 32 << 20
MAX_TOTAL: Final = 256 << 20
"""Bytes (or members) of a template beyond which it is taken for an attack rather than a form."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB §2.2: an encrypted .docx, or a .doc
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))

_LOCAL_SIGNATURE: Final = b"PK\3\4"
_LOCAL: Final = struct.Struct("<4s5H3L2H")  # APPNOTE.TXT 4.3.7
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")  # 4.3.12
_END: Final = struct.Struct("<4s4H2LH")  # 4.3.16
_VERSION: Final = 20  # 2.0: deflate
_UTF8_NAME: Final = 0x0800
_RAW: Final = -zlib.MAX_WBITS  # deflate without a header of its own
_MIDNIGHT_1980: Final = (0, 0x0021)  # time, date: the first that a zip can hold


class Member(NamedTuple):
    """A member as it lies in the zip: ``data`` is compressed by ``method`` (0 stored, 8 deflated), ``size`` is not."""

    name: str
    method: int
    crc: int
    size: int
    data: bytes


Members = dict[str, Member]
"""The members of a package by name, in their order."""


def member(name: str, content: bytes) -> Member:
    """``content`` as a member."""
    packed = deflater()
    return Member(name, zipfile.ZIP_DEFLATED, packed.crc32(content), len(content), packed.raw(content))


def content(member: Member) -> bytes:
    """What ``member`` holds. Raises :class:`zipfile.BadZipFile` or :class:`zlib.error` if it is damaged."""
    data = member.data
    if member.method != zipfile.ZIP_STORED:
        stream = zlib.decompressobj(_RAW)
        data = stream.decompress(data, member.size + 1)  # no more than was announced
        if not stream.eof:
            raise zipfile.BadZipFile(f"{member.name} 不完整")
    if len(data) != member.size or zlib.crc32(data) != member.crc:
        raise zipfile.BadZipFile(f"{member.name} 的校验和不符")
    return data


def read(data: bytes, template: str) -> Members:
    """The members of the package ``data`` by name, in their order, none of them decompressed for good.

    Raises :class:`TemplateError` if it is no Word package or not one that is safe to open.
    """
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise TemplateError(template, "", "文件加了密码，请先在 Word 里取消密码" if encrypted else _OLD_FORMAT)
    if len(data) > MAX_FILE:
        raise TemplateError(template, "", f"文件超过 {MAX_FILE >> 20} MB，不是正常的模板")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _check(infos, template)
        members = {info.filename: _raw(data, info) for info in infos}
        for name, member in members.items():
            if name.lower().endswith((".xml", ".rels")):
                _refuse_doctype(content(member), name, template)
        return members
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, struct.error, ValueError) as fault:
        raise TemplateError(template, "", f"不是 .docx 文件，或者文件已损坏（{fault}）") from fault


_OLD_FORMAT: Final = "是 Word 97–2003 的 .doc 文件，请在 Word 里另存为 .docx"


def _check(infos: list[zipfile.ZipInfo], template: str) -> None:
    """Raise :class:`TemplateError` for a member as no Word file has it: too large, oddly named, oddly packed."""

    def refuse(reason: str) -> TemplateError:
        return TemplateError(template, "", f"压缩包不安全：{reason}")

    if len(infos) > MAX_MEMBERS:
        raise refuse(f"有 {len(infos)} 个成员，最多 {MAX_MEMBERS} 个")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise refuse(f"解压后超过 {MAX_TOTAL >> 20} MB")
    seen = set()
    for info in infos:
        name = info.filename
        if info.orig_filename != name or set(name.split("/")) & {"", ".", ".."} or set(name) & set('\\:*?"<>|\0'):
            raise refuse(f"成员名 {info.orig_filename!r} 不合规范")
        if name.lower() in seen:  # ECMA-376 Part 2, “Part name equivalence”: without regard to case
            raise refuse(f"成员 {name} 重复")
        seen.add(name.lower())
        if name.lower().endswith((".xml", ".rels")) and info.file_size > MAX_XML:
            raise refuse(f"成员 {name} 超过 {MAX_XML >> 20} MB")
        if info.flag_bits & 0x1:
            raise refuse(f"成员 {name} 加了密码")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse(f"成员 {name} 用了 Word 不支持的压缩方法")


def _refuse_doctype(content: bytes, name: str, template: str) -> None:
    """Raise :class:`TemplateError` for a document type declaration, and so for any entity (Part 2, “XML usage”)."""
    if any(doctype in content for doctype in _DOCTYPES):
        raise TemplateError(template, "", f"{name} 含有 DOCTYPE 声明，Word 文件不得使用")


def _raw(data: bytes, info: zipfile.ZipInfo) -> Member:
    """The member ``info`` of the zip ``data`` with its compressed bytes as they are."""
    signature, *_, name_size, extra_size = _LOCAL.unpack_from(data, info.header_offset)
    if signature != _LOCAL_SIGNATURE:
        raise zipfile.BadZipFile(f"{info.filename} 不在目录所说的地方")
    start = info.header_offset + _LOCAL.size + name_size + extra_size
    compressed = data[start : start + info.compress_size]
    if len(compressed) != info.compress_size:
        raise zipfile.BadZipFile(f"{info.filename} 不完整")
    return Member(info.filename, info.compress_type, info.CRC, info.file_size, compressed)


def write(members: Iterable[Member]) -> bytes:
    """The package of ``members``, in their order; the same bytes for the same members on any day."""
    chunks: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, method, crc, size, data in members:
        encoded = name.encode()
        flags = 0 if name.isascii() else _UTF8_NAME
        common = (_VERSION, flags, method, *_MIDNIGHT_1980, crc, len(data), size, len(encoded), 0)
        header = _LOCAL.pack(_LOCAL_SIGNATURE, *common) + encoded
        directory.append(_CENTRAL.pack(b"PK\1\2", _VERSION, *common, 0, 0, 0, 0, offset) + encoded)
        chunks += (header, data)
        offset += len(header) + len(data)
    central = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), len(central), offset, 0)
    return b"".join((*chunks, central, end))
