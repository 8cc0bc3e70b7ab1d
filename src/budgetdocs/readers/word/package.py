"""The package of a .docx (ECMA-376 Part 2), opened within bounds of memory and time; nothing is taken on trust."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Final

from lxml import etree

from budgetdocs.errors import ReadError

MAX_FILE: Final = 256 << 20
MAX_MEMBERS: Final = 5_000
MAX_TOTAL: Final = 256 << 20
"""Bytes that all members may say that they have, unpacked: pictures are never unpacked, but a bomb says it."""
MAX_XML: Final = 64 << 20
"""Bytes of XML that are unpacked, in all. They are counted while they come, whatever the zip says."""
MAX_TAGS: Final = 3_000_000
"""Tags in all that XML; a book of 500 projects has less than half, and each costs memory once it is parsed."""
_HARMLESS: Final = 8 << 20
_RATIO: Final = 400
"""How much smaller a member above ``_HARMLESS`` may be packed; forms with the same rows over and over reach 100."""
_CHUNK: Final = 1 << 20

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB §2.2: an encrypted .docx, or a .doc
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")  # MS-OFFCRYPTO §2.3.4
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_UNICODE: Final = re.compile(rb"""encoding\s*=\s*["'](?:utf-?8|utf-?16|us-ascii)["']""", re.IGNORECASE)
_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
"""The names of ISO/IEC 29500 Strict, and those of Transitional, which everyone writes (Part 4, annex A)."""

_REPAIR: Final = "请重新拷贝，或用 Word、WPS 打开后另存为 .docx"
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
)


class Package:
    """The parts of an open .docx. Each method raises :class:`ReadError`, naming the file as it was named to it."""

    def __init__(self, path: Path, shown: str) -> None:
        self._shown = shown
        self._left = MAX_XML
        self._tags_left = MAX_TAGS
        self._zip = self._opened(path)
        try:
            self._members = self._checked(self._zip.infolist())
            self.main = self._main()
            self.related = self._relations(self.main)
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def document(self) -> etree._Element:
        """The root of the main document part."""
        return self._xml(self.main)

    def parts(self, kind: str) -> list[etree._Element]:
        """The roots of the parts that the document refers to as ``kind`` (``styles``, ``footnotes``, ``header`` …)."""
        return [self._xml(name) for name in dict.fromkeys(self.related.get(kind, ())) if name.lower() in self._members]

    def _refused(self, reason: str) -> ReadError:
        return ReadError(self._shown, "", reason)

    def _opened(self, path: Path) -> zipfile.ZipFile:
        try:
            with path.open("rb") as stream:
                head = stream.read(8)
                encrypted = head == _OLE and any(
                    _ENCRYPTED in chunk for chunk in iter(partial(stream.read, _CHUNK), b"")
                )
            if not head:
                raise self._refused(f"文件是空的（0 字节），{_REPAIR}")
            if head == _OLE:
                known = "文件有密码，读不出来；请先在 Word 里取消密码，另存一份"
                raise self._refused(
                    known if encrypted else "其实是 Word 97–2003 的 .doc 文件；请用 Word 或 WPS 另存为 .docx"
                )
            if not head.startswith(_ZIP):
                raise self._refused(f"不是 .docx 文件，或文件已损坏；{_REPAIR}")
            if path.stat().st_size > MAX_FILE:
                raise self._refused(f"文件超过 {MAX_FILE >> 20} MB，不像是正常的申报文件，没有读")
            return zipfile.ZipFile(path)
        except PermissionError:
            raise self._refused("文件无法读取（没有读取权限，或正被别的程序占用）") from None
        except _DAMAGED:
            raise self._refused(f"文件损坏，不是完整的 .docx；{_REPAIR}") from None

    def _checked(self, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """The members by name in small letters (Part 2, “Part name equivalence”), none of which is out of the way."""
        if len(infos) > MAX_MEMBERS:
            raise self._refused(f"里面有 {len(infos)} 个成员，不像是正常的 Word 文件，没有读")
        members: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = info.orig_filename
            steps = name.rstrip("/").split("/")
            if "\0" in name or "\\" in name or ":" in name or set(steps) & {"", ".", ".."}:
                raise self._refused(f"里面的成员名“{name[:60]!a}”不合规范，为安全起见没有读；{_REPAIR}")
            if name.lower() in members:
                raise self._refused(f"里面的成员“{name[:60]}”重复，不知道该信哪一个；{_REPAIR}")
            if info.flag_bits & 0x1:
                raise self._refused("文件有密码，读不出来；请先取消密码，另存一份")
            if info.file_size > _HARMLESS and info.file_size > _RATIO * max(info.compress_size, 1):
                raise self._too_large(info.file_size)
            members[name.lower()] = info
        total = sum(info.file_size for info in infos)
        if total > MAX_TOTAL:
            raise self._too_large(total)
        return members

    def _too_large(self, size: int) -> ReadError:
        return self._refused(f"解压后过大（{size >> 20} MB 以上），不像是正常的申报文件，没有读")

    def _main(self) -> str:
        """The name of the main document part (Part 1, 11.3.10), found by its relationship."""
        found = self._relations("").get("officeDocument", [])
        name = found[0] if found else "word/document.xml"
        if name.lower().startswith("xl/") or (name.lower() not in self._members and "xl/workbook.xml" in self._members):
            raise self._refused("其实是 Excel 工作簿；请把扩展名改成 .xlsx")
        if name.lower() not in self._members:
            raise self._refused(f"里面没有 Word 的正文（word/document.xml）；{_REPAIR}")
        return name

    def _relations(self, part: str) -> dict[str, list[str]]:
        """The parts that ``part`` refers to, by the last word of the relationship's type; external ones left out."""
        home, name = posixpath.split(part)
        source = posixpath.join(home, "_rels", f"{name}.rels")
        found: dict[str, list[str]] = defaultdict(list)
        if source.lower() in self._members:
            for each in self._xml(source).iterchildren("{*}Relationship"):
                if each.get("TargetMode") != "External":
                    target = posixpath.normpath(posixpath.join("/", home, each.get("Target", "")))
                    found[each.get("Type", "").rpartition("/")[2]].append(target.lstrip("/"))
        return found

    def _xml(self, name: str) -> etree._Element:
        """The root of the part ``name``, without document type, entities, comments and instructions."""
        data = self._inflated(name)
        declaration = data[:200].partition(b"?>")[0]
        unknown = b"encoding" in declaration and not _UNICODE.search(declaration)
        if unknown or any(doctype in data for doctype in _DOCTYPES):
            raise self._refused(f"“{name}”里有 Word 文件不该有的声明（DOCTYPE 或编码），为安全起见没有读；{_REPAIR}")
        self._tags_left -= data.count(b"<")
        if self._tags_left < 0:
            raise self._refused("内容多得不像是正常的申报文件（单元格、段落过多），没有读")
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as fault:
            raise self._refused(self._unparsed(name, str(fault))) from None

    def _unparsed(self, name: str, said: str) -> str:
        if "depth" in said:
            return "内容嵌套过深，不像是正常的 Word 文件，没有读"
        if "huge" in said.lower() or "too long" in said or "limit" in said:
            return "有一段文字长得不像是正常的申报文件，没有读"
        return f"文件损坏：“{name}”不是完整的 XML；{_REPAIR}"

    def _inflated(self, name: str) -> bytes:
        """The bytes of the member ``name``, counted as they are unpacked."""
        chunks: list[bytes] = []
        try:
            with self._zip.open(self._members[name.lower()]) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise self._too_large(MAX_XML)
                    chunks.append(chunk)
        except _DAMAGED:
            raise self._refused(f"文件损坏，“{name}”解不出来；{_REPAIR}") from None
        return b"".join(chunks)
