"""Rows whose like was read before are cut out of the XML of a body before it is parsed, and made of their texts alone.

The XML of a row is a *skeleton*, which is the same in all documents of a template, and the texts within its ``w:t``.
A row is cut out where its skeleton was parsed and read before, between the same opening tags of the document, and came
to a :class:`PlainRow`; a mark stands in its place. All else is parsed and read as ever. That is sound because

- the text before a row ends outside tags: nothing is cut behind a comment, CDATA, a processing instruction or a DTD;
- a skeleton that was parsed is a whole element, and the new texts hold no ``<`` and no ``>``, no illegal character and
  no reference but to the predefined entities and to legal characters: so the document with the row is well-formed
  if, and only if, it is so without it;
- no prefix is bound to another namespace between the opening tags and the row.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

from budgetdocs.pdf.blocks import Row
from budgetdocs.pdf.docx.content import BLANKS
from budgetdocs.pdf.docx.names import w
from budgetdocs.pdf.docx.package import malformed, parse
from budgetdocs.pdf.docx.plain_rows import NotPlainError, PlainRow, depth, plain_row
from budgetdocs.pdf.docx.styles import Styles
from budgetdocs.pdf.docx.table_properties import Place, table_formats
from budgetdocs.pdf.sightings import Sightings

_MARK: Final = f"row-{secrets.token_hex(6)}"
"""The attribute by which a row in the tree is told to be one that is known here; no document can have it of its own."""
_OPENING: Final = f'<w:tr {_MARK}="%d"'.encode()
_TR: Final = w("tr")
_OPENS, _OPENS_MORE, _ENDS, _TEXT_ENDS = b"<w:tr>", b"<w:tr ", b"</w:tr>", b"</w:t>"
DECLARATION: Final = re.compile(
    rb"""(?:<\?xml\ version="1\.0"(?:\ encoding="(?:UTF-8|utf-8)")?(?:\ standalone="(?:yes|no)")?\ ?\?>\s*)?""",
    re.VERBOSE,
)
"""What says that XML is written in UTF-8, which it is as well where nothing is said."""
_HEAD: Final = re.compile(
    DECLARATION.pattern
    + rb"""
    <w:document(?:\s[^<>]*[^<>/])?>\s*<w:body(?:\s[^<>]*[^<>/])?>""",
    re.VERBOSE,
)
"""What stands in front of the first block, as Word and most others write it."""
_TEXT_BEGINS: Final = re.compile(rb"<w:t(?:\s[^<>\0]*?)?(/>|[>\0])")
_BOUND: Final = re.compile(rb"\sxmlns(?::([^\s=]+))?\s*=")
_REFERENCE: Final = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ILLEGAL: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character of XML 1.0 (2.2), and the carriage return, which a parser makes a line feed of (2.11)."""
_LONGEST: Final = 1 << 16
"""Bytes of a row beyond which it is left as it is."""
_MOST_BYTES: Final = 2 << 20
_MOST_PLACES: Final = 64
_MOST_FOLLOWERS: Final = 4
_DEEPEST: Final = 256
"""How many elements within each other the parser takes (XML_PARSE_HUGE is not asked for)."""
_WINDOW: Final = 1 << 16


@dataclass(slots=True, eq=False)
class Skeleton:
    """A row without its texts: the ``tags`` in front of each of these, and what stands behind the ``last``.

    ``keeps`` says of each text whether blanks at its ends count by what it says itself; ``rows`` is what the row comes
    to, by its table and where in this it stands; ``followers`` are some that came behind it.
    """

    tags: tuple[bytes, ...] = ()
    last: bytes = b""
    keeps: tuple[bool, ...] = ()
    depth: int = 0
    rows: dict[Place, PlainRow] = field(default_factory=dict)
    followers: tuple[Skeleton, ...] = ()

    def lead_to(self, other: Skeleton) -> None:
        """Remember that ``other`` came behind it."""
        if other not in self.followers:
            self.followers = (other, *self.followers[: _MOST_FOLLOWERS - 1])


class Known(NamedTuple):
    """The skeletons that were read between the same opening tags; None is one that is more than text.

    ``first`` leads to those at the beginning of a document.
    """

    rows: dict[bytes, Skeleton | None]
    first: Skeleton


class Skeletons:
    """The skeletons that were read in documents with the same :class:`Styles`, within bounds."""

    def __init__(self, styles: Styles) -> None:
        self.formats = table_formats(styles)
        self._known: dict[bytes, Known] = {}
        self._bytes = 0
        self._met = Sightings()

    def under(self, head: bytes) -> Known:
        """Those that were read between the opening tags ``head``."""
        found = self._known.get(head)
        if found is None:
            found = self._known[head] = Known({}, Skeleton())
        return found

    def worth_learning(self, skeleton: bytes) -> bool:
        """Whether it has come before."""
        return self._met.again(skeleton)

    def keep(self, head: bytes, key: bytes, skeleton: Skeleton | None) -> None:
        self._bytes += len(key)
        if self._bytes > _MOST_BYTES:
            self._known.clear()
            self._bytes = len(key)
        self.under(head).rows[key] = skeleton


@lru_cache(16)
def skeletons_of(styles: Styles) -> Skeletons:
    """The one :class:`Skeletons` of the styles given."""
    return Skeletons(styles)


@dataclass(slots=True, eq=False)
class MarkedRow:
    """A row that was cut out, or one that is worth learning: its XML but for the closing tag, and its texts.

    The last of ``texts`` is always empty.
    """

    xml: bytes
    key: bytes
    texts: list[str]
    skeleton: Skeleton | None

    def plain(self, place: Place) -> PlainRow | None:
        """What it is made of, if that is known of a row in this place."""
        return None if self.skeleton is None else self.skeleton.rows.get(place)


class Outline(NamedTuple):
    """What stands around the rows of a document: its skeletons, its texts, and the rows between each two skeletons."""

    key: tuple[bytes, ...]
    texts: list[str]
    runs: list[list[MarkedRow]]


class RowCutter:
    """Cuts rows out of the body of one document, and keeps them until they are asked for."""

    def __init__(self, styles: Styles) -> None:
        self._skeletons = skeletons_of(styles)
        self.made = 0
        """How many rows were made of their texts."""
        self._head = b""
        self._known = Known({}, Skeleton())
        self._last = self._known.first
        self._rows: dict[int, MarkedRow] = {}
        self._marked = 0

    # ---------------------------------------------------------------------------------------------- before the parser

    def cut(self, data: bytes) -> Iterator[bytes | MarkedRow]:
        """The XML of a document in pieces, those rows taken apart that are known or worth learning."""
        head = _HEAD.match(data)
        if head is None:
            yield data
            return
        self._head, at = head[0], head.end()
        self._known = self._skeletons.under(self._head)
        yield self._head
        self._last = self._known.first
        while True:
            if not data.startswith(_OPENS, at):
                end = data.find(_ENDS, at)
                start = self._start(data, at, end)
                if end < 0 or (start > at and not self._is_harmless(data, at, start)):
                    break
                if start > at:
                    yield data[at:start]
                    at = start
            marked = self._guessed(data, at)
            if marked is None:
                end = data.find(_ENDS, at)
                marked = self._marked_row(data[at:end]) if end >= 0 else None
                if marked is None:
                    if end < 0 or not is_text(data, at, end):
                        break
                    yield data[at : end + len(_ENDS)]
                    at = end + len(_ENDS)
                    continue
            yield marked
            at += len(marked.xml) + len(_ENDS)
            if marked.skeleton is not None:
                self._last.lead_to(marked.skeleton)
                self._last = marked.skeleton
        yield from (data[each : each + _WINDOW] for each in range(at, len(data), _WINDOW))

    def _guessed(self, data: bytes, at: int) -> MarkedRow | None:
        """The row that begins at ``at``, if it is like one that came behind the one before it in another place."""
        for skeleton in self._last.followers:
            end, raw = at, []
            for tag in skeleton.tags:
                if not data.startswith(tag, end):
                    break
                start = end + len(tag)
                end = data.find(b"<", start)
                raw.append(data[start:end])
            else:
                texts = texts_of((*raw, b"")) if data.startswith(skeleton.last, end) else None
                if texts is not None and fits(skeleton.keeps, texts):
                    return MarkedRow(data[at : end + len(skeleton.last) - len(_ENDS)], b"", texts, skeleton)
        return None

    def outline(self, pieces: list[bytes | MarkedRow]) -> Outline | None:
        """What stands around the rows, if all of them are known; else None."""
        gaps: list[bytes] = []
        runs: list[list[MarkedRow]] = []
        for piece in pieces:
            if isinstance(piece, MarkedRow):
                if piece.skeleton is None:
                    return None
                runs[-1].append(piece)
            elif runs and not runs[-1]:
                gaps[-1] += piece
            else:
                gaps.append(piece)
                runs.append([])
        if not self._head or sum(map(len, gaps)) > _LONGEST:
            return None
        taken = [split(gap) for gap in gaps]
        texts = texts_of((*(text for _, found in taken for text in found[:-1]), b""))
        return None if texts is None else Outline(tuple(tags for tags, _ in taken), texts, runs)

    def written(self, pieces: Iterable[bytes | MarkedRow]) -> Iterator[bytes]:
        """The XML of pieces, with a mark in the place of rows that are known, and one in those worth learning."""
        some: list[bytes] = []
        for piece in pieces:
            if isinstance(piece, MarkedRow):
                self._marked += 1
                self._rows[self._marked] = piece
                mark = _OPENING % self._marked
                some.append(mark + b"/>" if piece.skeleton is not None else mark + piece.xml[5:] + _ENDS)
            else:
                some.append(piece)
            if len(some) > 100:
                yield b"".join(some)
                some = []
        yield b"".join(some)

    def _start(self, data: bytes, at: int, end: int) -> int:
        """Where the innermost row begins that ends at ``end``; that is ``end`` where what ends there began before."""
        start = max(data.rfind(_OPENS, at, end), data.rfind(_OPENS_MORE, at, end))
        return start if start >= 0 else end

    def _is_harmless(self, data: bytes, start: int, end: int) -> bool:
        """Whether what stands between two rows leaves those behind it what they are."""
        if not is_text(data, start, end):
            return False
        bound = _BOUND.findall(data, start, end)
        return all(prefix and b"xmlns:" + prefix not in self._head for prefix in bound)

    def _marked_row(self, row: bytes) -> MarkedRow | None:
        """The row taken apart if it is known, or worth learning; else None."""
        if not row or len(row) > _LONGEST:
            return None
        key, raw = split(row)
        skeleton = self._known.rows.get(key, _NEW)
        if skeleton is None:
            return None
        if skeleton is _NEW and not (self._skeletons.worth_learning(key) and is_text(row, 0, len(row))):
            return None
        texts = texts_of(raw)
        if texts is None or not (skeleton is _NEW or fits(skeleton.keeps, texts)):
            return None
        return MarkedRow(row, key, texts, None if skeleton is _NEW else skeleton)

    # ---------------------------------------------------------------------------------------------- behind the parser

    def row(self, element: Any) -> MarkedRow | None:
        """What is known of a row in the tree, asked for once; None for nothing."""
        mark = element.get(_MARK)
        return None if mark is None else self._rows.pop(int(mark), None)

    def text(self, element: Any) -> str:
        """The text of a row that was cut out and not yet asked for; "" for any other."""
        found = self._rows.get(int(element.get(_MARK, "0")))
        return "" if found is None or len(element) else "".join(found.texts)

    def whole(self, row: MarkedRow, name: str) -> Any:
        """The element of a row that was cut out of the part ``name``."""
        table = self._head + b"<w:tbl>" + row.xml + _ENDS + b"</w:tbl></w:body></w:document>"
        return next(parse(table, name).iter(_TR))

    def learn(self, marked: MarkedRow, element: Any, row: Row, place: Place, at: tuple[int, int]) -> None:
        """Keep what a row that was read is made of; ``at`` is its index, and how many rows there are."""
        written = written_texts(split(marked.xml)[0])
        try:
            plain = plain_row(element, row, place[0], at, marked.texts, written, self._skeletons.formats)
        except NotPlainError:
            if marked.skeleton is None:
                self._skeletons.keep(self._head, marked.key, None)
            return
        if not fits(plain.keeps, marked.texts) or plain.made(marked.texts) != row:
            return
        skeleton = marked.skeleton or Skeleton(*_tags(marked.xml), plain.keeps, depth(element))
        if len(skeleton.rows) >= _MOST_PLACES:
            skeleton.rows.clear()
        skeleton.rows[place] = plain
        if marked.skeleton is None:
            self._skeletons.keep(self._head, marked.key, skeleton)


_NEW: Final = Skeleton()
"""Stands for a skeleton that is not known."""


def check_depth(element: Any, row: MarkedRow, name: str) -> None:
    """Raise what the parser raises for elements nested too deep, if ``row``, cut out at ``element``, goes so deep."""
    if row.skeleton is not None and sum(1 for _ in element.iterancestors()) + row.skeleton.depth > _DEEPEST:
        raise malformed(name)


def is_text(data: bytes, start: int, end: int) -> bool:
    """Whether there is neither a comment nor a declaration nor an instruction."""
    return data.find(b"<!", start, end) < 0 and data.find(b"<?", start, end) < 0


def split(xml: bytes, ends: bytes = _TEXT_ENDS) -> tuple[bytes, tuple[bytes, ...]]:
    """The skeleton of XML, and its texts: what stands between the ``>`` of a tag and ``ends``, and an empty one."""
    tags, _, texts = zip(*[piece.rpartition(b">") for piece in xml.split(ends)], strict=True)
    if texts[-1]:  # blanks behind the last tag
        return b"\0".join((*tags, texts[-1])), (*texts[:-1], b"")
    return b"\0".join(tags), texts


def written_texts(skeleton: bytes) -> list[bool]:
    """Of each ``w:t`` in a skeleton whether it has a text among those that were taken out."""
    return [ends != b"/>" for ends in _TEXT_BEGINS.findall(skeleton)]


def _tags(row: bytes) -> tuple[tuple[bytes, ...], bytes]:
    """The tags in front of each text in a row, and what stands behind the last."""
    *pieces, last = row.split(_TEXT_ENDS)
    tags = [piece[: piece.rfind(b">") + 1] for piece in pieces]
    return (*tags[:1], *(_TEXT_ENDS + tag for tag in tags[1:])), (_TEXT_ENDS if tags else b"") + last + _ENDS


def texts_of(raw: Sequence[bytes]) -> list[str] | None:
    """Texts as a parser hands them on; None where it might not."""
    try:
        joined = b"<".join(raw).decode()
    except UnicodeDecodeError:
        return None
    if ">" in joined:  # seldom: only behind ]] it may not stand
        return None
    if not joined.isprintable() and _ILLEGAL.search(joined):
        return None
    texts = joined.split("<")
    if len(texts) != len(raw):  # a tag or a comment begins in one
        return None
    if "&" in joined:
        if joined.count("&") != len(_REFERENCE.findall(joined)):
            return None
        texts = [_REFERENCE.sub(_character, text) for text in texts]
        if any(map(_ILLEGAL.search, texts)):
            return None
    return texts


def _character(reference: re.Match[str]) -> str:
    """What a reference stands for; one to no character at all becomes one that is illegal."""
    if reference[1]:
        return _NAMED[reference[1]]
    code = int(reference[2]) if reference[2] else int(reference[3], 16)
    return chr(code) if code <= 0x10FFFF else "\0"


def fits(keeps: tuple[bool, ...], texts: list[str]) -> bool:
    """Whether these texts are set as they are: what becomes of blanks at the ends of some may depend on all around.

    ``keeps`` says of each whether it keeps them by its own account; the last text is an empty one more.
    """
    if len(texts) != len(keeps) + 1:
        return False
    return False not in keeps or not any(
        text and not kept and (text[0] in BLANKS or text[-1] in BLANKS)
        for text, kept in zip(texts, keeps, strict=False)
    )
