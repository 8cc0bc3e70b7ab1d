"""The rows of a large sheet and the texts of a large workbook, read a piece at a time: memory does not grow with them.

What is written in an unusual manner is left to those that read a workbook whole
(:class:`~budgetdocs.readers.sheets.package.Unusual`).
"""

from __future__ import annotations

import marshal
import re
import tempfile
from array import array
from collections.abc import Iterator
from functools import lru_cache
from xml.parsers import expat

from budgetdocs.readers.cells import Cell
from budgetdocs.readers.sheets.grid import Sheet
from budgetdocs.readers.sheets.ooxml import Part, RowReader, Shared, fill_around, texts_in
from budgetdocs.readers.sheets.package import Package, Unusual, is_odd

_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b[^>]*>")
_ITEM = re.compile(rb"<((?:[\w.-]+:)?)si\b")
_MOST_AROUND = 16 * 1024 * 1024
"""Bytes that may stand before the cells of a sheet, or after them, and of one row."""
_OVERLAP = 64
_TEXTS_OF_A_BLOCK = 256


def _checked(package: Package, member: str) -> Iterator[bytes]:
    """The pieces of ``member``: well-formed XML, in UTF-8, of elements and text only."""
    parser = expat.ParserCreate()
    before = b""
    try:
        for piece in package.chunks(member):
            parser.Parse(piece, False)
            seen = before + piece
            if is_odd(seen) if not before else b"<!" in seen or b"<?" in seen or b"&#" in seen:
                raise Unusual
            if not before and seen.startswith(b"\xef\xbb\xbf"):
                raise Unusual
            before = piece[-1:]
            yield piece
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Unusual from None


class SheetStream:
    """The rows of ``part``; what stands before and after them is in its sheet from the start, they are not."""

    def __init__(self, part: Part, package: Package, shared: Shared) -> None:
        """Raises :class:`Unusual`."""
        self._part = part
        self._package = package
        self._shared = shared
        self._start = self._end = 0
        self._prefix = b""
        self._scan()

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Number and cells of each row that holds anything, from the top; raises :class:`Unusual`."""
        sheet = self._part.sheet
        passing = Sheet(sheet.name, sheet.order, hidden_rows=sheet.hidden_rows)
        reader = RowReader(passing, self._shared)
        last = 0
        for block in self._blocks():
            reader.take(block.decode().replace("\r\n", "\n").replace("\r", "\n") if b"\r" in block else block.decode())
            for number, held in passing.rows.items():
                if number <= last:
                    raise Unusual
                last = number
                yield number, held
            passing.rows = {}

    def _blocks(self) -> Iterator[bytes]:
        """The XML between the tags of the cells, cut between rows."""
        closing = b"</" + self._prefix + b"row>"
        rest = b""
        at = 0
        for piece in self._package.chunks(self._part.member):
            rest += piece[max(self._start - at, 0) : max(self._end - at, 0)]
            at += len(piece)
            cut = rest.rfind(closing) + len(closing)
            if cut >= len(closing):
                yield rest[:cut]
                rest = rest[cut:]
            elif len(rest) > _MOST_AROUND:
                raise Unusual
        if rest:
            yield rest

    def _scan(self) -> None:
        """Find where the cells begin and end, and read what stands around them."""
        head, tail, before = b"", b"", b""
        at = 0
        for piece in _checked(self._package, self._part.member):
            if not self._start:
                head += piece
                found = _DATA.search(head)
                if found and not found[0].endswith(b"/>"):
                    self._start, self._prefix = found.end(), found[1]
                    piece, at = head[found.end() :], found.end()  # the rest of it
                    head = head[: found.start()]
                elif found or len(head) > _MOST_AROUND:
                    raise Unusual
                else:
                    continue
            if self._end:
                tail += piece
            else:
                seen = before + piece
                end = seen.find(b"</" + self._prefix + b"sheetData")
                if end >= 0:
                    self._end, tail = at - len(before) + end, seen[end + 2 + len(self._prefix) + len(b"sheetData") :]
                before = seen[-_OVERLAP:]
                at += len(piece)
            if len(tail) > _MOST_AROUND:
                raise Unusual
        if not self._end or b"sheetData" in tail or b"sheetData" in head:
            raise Unusual
        fill_around(self._part.sheet, head.decode(), tail.decode())


class StoredTexts:
    """The shared texts of a workbook, on the disk in a private file, those asked for last at hand."""

    def __init__(self, package: Package, member: str) -> None:
        """Raises :class:`Unusual`."""
        self._file = tempfile.TemporaryFile(prefix="budgetdocs-")  # noqa: SIM115  # closed by close()
        self._starts = array("Q", (0,))
        self._count = 0
        self._block = lru_cache(maxsize=64)(self._read)
        pending: list[str] = []
        for text in _texts(package, member):
            pending.append(text)
            if len(pending) == _TEXTS_OF_A_BLOCK:
                self._write(pending)
                pending = []
        self._write(pending)

    def close(self) -> None:
        """Forget everything."""
        self._file.close()

    def __getitem__(self, number: int, /) -> str:
        block, place = divmod(number, _TEXTS_OF_A_BLOCK)
        return self._block(block)[place]

    def __len__(self) -> int:
        return self._count

    def _write(self, texts: list[str]) -> None:
        self._file.write(marshal.dumps(texts))
        self._starts.append(self._file.tell())
        self._count += len(texts)

    def _read(self, block: int) -> list[str]:
        self._file.seek(self._starts[block])
        texts: list[str] = marshal.loads(self._file.read(self._starts[block + 1] - self._starts[block]))
        return texts


def _texts(package: Package, member: str) -> Iterator[str]:
    rest = closing = b""
    for piece in _checked(package, member):
        rest += piece
        if not closing:
            found = _ITEM.search(rest)
            closing = b"</" + found[1] + b"si>" if found else b""
        cut = rest.rfind(closing) + len(closing) if closing else 0
        if cut > len(closing):
            yield from texts_in(rest[:cut].decode().replace("\r\n", "\n").replace("\r", "\n"))
            rest = rest[cut:]
        elif len(rest) > _MOST_AROUND:
            raise Unusual
    yield from texts_in(rest.decode())
