"""The parts of a .docx (ECMA-376 Part 2), opened within bounds; nothing in the file is taken on trust."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from lxml import etree

from budgetdocs.errors import RenderError
from budgetdocs.pdf.docx.directory import Member, directory, unpacked
from budgetdocs.pdf.docx.names import STRICT, R, w

MAX_PART: Final = 256 << 20
"""Bytes of one part beyond which a file is refused."""
MAX_TOTAL: Final = 512 << 20
"""Bytes of all the parts that are read."""
MAX_MEMBERS: Final = 10_000
_HARMLESS: Final = 8 << 20
_RATIO: Final = 400
"""How much smaller a part above ``_HARMLESS`` may be packed; forms with the same rows over and over reach 100."""
STREAMED: Final = 1 << 20
"""Bytes above which the body is read piece by piece, so that its tree never stands in memory whole."""
_CHUNK: Final = 1 << 16
_SMALL: Final = 1 << 17
_MOST_KEPT: Final = 256
"""Parts of up to ``_SMALL`` bytes that are kept for the next document."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB §2.2: an encrypted .docx, or a .doc
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")  # MS-OFFCRYPTO §2.3.4
_LOCAL_HEADER, _LENGTHS_AT, _LENGTHS = 30, 26, struct.Struct("<HH")
"""The local header of a zip member (APPNOTE 4.3.7): its size, and where the lengths of name and extra field stand."""
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError,
    LookupError,
)  # fmt: skip
_PARSER: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "remove_comments": True,
    "remove_pis": True,
}
_BODILESS: Final = "文件已损坏：正文部件里没有正文（w:body）"
_BODY: Final = (w("body"),)


class Relation(NamedTuple):
    """What a relationship leads to: a part by its name, or an address; ``kind`` is the last word of its type."""

    target: str
    kind: str
    external: bool


class Package:
    """The open package; every method raises :class:`RenderError` for what is damaged or out of bounds."""

    def __init__(self, docx: bytes) -> None:
        if docx[:8] == _OLE:
            raise _refused(
                "文件有打开密码，请先在 Word 里取消密码，另存一份"
                if _ENCRYPTED in docx
                else "是 Word 97–2003 的 .doc 文件，请用 Word 或 WPS 另存为 .docx"
            )
        try:
            found = directory(docx)
        except _DAMAGED as fault:
            raise _refused("不是 Word 文件（.docx），或文件已损坏；请用 Word 或 WPS 打开后另存为 .docx") from fault
        if found.many > MAX_MEMBERS:
            raise _refused(f"文件里有 {found.many} 个部件，不像是正常的 Word 文件，拒绝读取")
        self._docx = docx
        self._members = found.members
        self._left = MAX_TOTAL
        self._relations: dict[str, _Relations] = {}
        self.main = self._main()

    def _main(self) -> str:
        """The name of the main document part (Part 1, 11.3.10); where no relationship leads there, the usual one."""
        found = [each.target for each in self.relations("").values() if each.kind == "officeDocument"]
        name = next((target for target in found if target.lower() in self._members), "word/document.xml")
        if name.lower() not in self._members:
            raise _refused("不是 Word 文件（.docx），或文件已损坏：缺少正文部件 word/document.xml")
        return name

    def read(self, name: str, *, kept: bool = True) -> bytes | None:
        """The bytes of a part, which are ``kept`` if it is small; None if there is none of that name."""
        member = self._members.get(name.lower())
        if member is None:
            return None
        if member.flags & 0x1:
            raise _refused("文件有密码，请先取消密码，另存一份")
        bomb = member.size > _HARMLESS and member.size > _RATIO * max(member.packed, 1)
        if member.size > min(MAX_PART, self._left) or bomb:
            raise _refused("文件部件过大，拒绝读取", name)
        self._left -= member.size
        try:
            return self._inflated(member, kept)
        except _DAMAGED as fault:
            raise _refused("文件已损坏，这个部件无法解压；请用 Word 打开原文件后另存", name) from fault

    def _inflated(self, member: Member, kept: bool) -> bytes:
        """The bytes of a member, no more than it says it has; deflated ones without the detour of a file object."""
        if member.method != zipfile.ZIP_DEFLATED:
            return unpacked(self._docx, member)
        at = member.header
        start = at + _LOCAL_HEADER + sum(_LENGTHS.unpack_from(self._docx, at + _LENGTHS_AT))
        packed = self._docx[start : start + member.packed]
        inflate = _kept_inflated if kept and member.size <= _SMALL else _inflated
        return inflate(packed, member.size, member.crc)

    def xml(self, name: str, *, kept: bool = True) -> bytes | None:
        """The bytes of an XML part, in the names of Transitional; they are ``kept`` if it is small."""
        data = self.read(name, kept=kept)
        if data is None:
            return None
        return _kept_transitional(data) if kept and len(data) <= _SMALL else _transitional(data)

    def relations(self, name: str) -> dict[str, Relation]:
        """What the part ``name`` ("" for the package) refers to, by id."""
        return self._related(name).by_id

    def _related(self, name: str) -> _Relations:
        found = self._relations.get(name)
        if found is None:
            folder, part = _place_of_relations(name)
            data = self.xml(part)
            found = self._relations[name] = _NO_RELATIONS if data is None else _relations(folder, data)
        return found

    def related(self, kind: str) -> bytes:
        """The XML of the part that the main document refers to as ``kind`` (styles, numbering …), b"" if none.

        Where no relationship names it, the part of that name in the same folder.
        """
        target = self._related(self.main).first.get(kind)
        return (
            self.xml(posixpath.join(posixpath.dirname(self.main), kind + ".xml") if target is None else target) or b""
        )

    def document(self) -> bytes:
        """The XML of the main part."""
        return self.xml(self.main, kept=False) or b""

    def body(self, pieces: Iterable[bytes], *, streamed: bool) -> Iterator[Any]:
        """The elements of the body of the main part, whose XML is given in pieces, one after another.

        If it is ``streamed`` each is gone once the next is asked for.
        """
        if not streamed:
            whole = parse(b"".join(pieces), self.main).find(_BODY[0])
            if whole is None:
                raise _refused(_BODILESS, self.main)
            yield from whole
            return
        parser: Any = etree.XMLPullParser(("start",), tag=_BODY, **_PARSER)
        body: Any = None
        try:
            for piece in (each[at : at + _CHUNK] for each in pieces for at in range(0, len(each), _CHUNK)):
                parser.feed(piece)
                if body is None:
                    body = next((element for _, element in parser.read_events()), None)
                    if body is not None:
                        _check_doctype(body, self.main)
                while body is not None and len(body) and body[0].getnext() is not None:
                    yield body[0]
                    del body[0]
            parser.close()
        except etree.XMLSyntaxError as fault:
            raise malformed(self.main) from fault
        if body is None:
            raise _refused(_BODILESS, self.main)
        yield from body


class _Relations(NamedTuple):
    """The relationships of a part by id, and the first part within the package of each kind."""

    by_id: dict[str, Relation]
    first: dict[str, str]


_NO_RELATIONS: Final = _Relations({}, {})


@lru_cache(256)
def _place_of_relations(name: str) -> tuple[str, str]:
    """The folder of a part, and the name of the part that holds its relationships."""
    folder, base = posixpath.split(name)
    return folder, posixpath.join(folder, "_rels", base + ".rels")


@lru_cache(256)
def _relations(folder: str, data: bytes) -> _Relations:
    """The relationships in a part's .rels; ``folder`` is that of the part."""
    found = {each.get("Id", ""): _relation(folder, each) for each in parse(data, posixpath.join(folder, "_rels"))}
    return _Relations(found, {each.kind: each.target for each in reversed(found.values()) if not each.external})


def _relation(folder: str, element: Any) -> Relation:
    target, external = element.get("Target", ""), element.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/" + folder, unquote(target))).lstrip("/")
    return Relation(target, element.get("Type", "").rpartition("/")[2], external)


def parse(data: bytes, name: str) -> Any:
    """The root element of an XML part. Raises :class:`RenderError` where it is not well-formed."""
    try:
        root: Any = etree.fromstring(data, etree.XMLParser(**_PARSER))
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise malformed(name) from fault
    _check_doctype(root, name)
    return root


def _check_doctype(element: Any, name: str) -> None:
    """No part of a package has a document type definition (Part 2, 8.2.5.2 of ISO/IEC 29500-2)."""
    if element.getroottree().docinfo.doctype:
        raise _refused("含有文档类型定义（DTD），为安全起见拒绝读取", name)


def relation_id(element: Any, name: str = "id") -> str:
    """The relationship that an element names in ``r:id`` (or ``r:embed`` …)."""
    return str(element.get(R + name, ""))


def _refused(reason: str, name: str = "") -> RenderError:
    return RenderError("pdf", name, reason)


def malformed(name: str) -> RenderError:
    """What is raised of a part that is not well-formed."""
    return _refused("文件已损坏，这个部件不是合法的 XML；请用 Word 打开原文件后另存", name)


def _inflated(packed: bytes, size: int, crc: int) -> bytes:
    """What was deflated, if it is of the size and has the check sum that are told."""
    data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size + 1)
    if len(data) != size or zlib.crc32(data) != crc:
        raise zipfile.BadZipFile
    return data


def _transitional(data: bytes) -> bytes:
    """XML in the names of Transitional."""
    if b"purl.oclc.org/ooxml/" in data:
        for strict, transitional in STRICT:
            data = data.replace(strict, transitional)
    return data


_kept_inflated: Final = lru_cache(_MOST_KEPT)(_inflated)
_kept_transitional: Final = lru_cache(_MOST_KEPT)(_transitional)
"""Documents of one template have most of their parts in common, and then they are the same objects."""
