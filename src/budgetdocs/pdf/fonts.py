"""Font names of a document → font files, their measures, and what stands in for what is not there.

A font is looked for by name among the files of the folders given, then among the fonts that are shipped, by the kind of
face that its name tells. Every substitution is a finding, and so is every character that no font has.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from budgetdocs.errors import FontError
from budgetdocs.finding import Finding, Report, Severity

BUNDLED = Path(__file__).parent / "bundled"
GETA = "〓"
"""Printed for a character that no font has (JIS X 0208 calls it the geta mark)."""

_KINDS = (  # part of a font's name → the shipped face of that kind, and whether the kind is truly the same
    (("小标宋", "大标宋", "xiaobiaosong", "xbsj"), "BudgetDocsSong-Bold.ttf"),
    (("仿宋", "fangsong", "fzfs"), "BudgetDocsSong-Regular.ttf"),
    (("楷", "kai"), "BudgetDocsKai-Regular.ttf"),
    (("黑", "hei", "等线", "dengxian", "sans", "arial", "calibri", "helvetica"), "BudgetDocsHei-Regular.ttf"),
)
_DEFAULT = "BudgetDocsSong-Regular.ttf"
_BOLD_OF = {"BudgetDocsSong-Regular.ttf": "BudgetDocsSong-Bold.ttf"}
_SUFFIXES = {".ttf", ".ttc", ".otf", ".otc"}


_EMBEDDED = ("head", "hhea", "maxp", "hmtx", "loca", "glyf", "cvt ", "fpgm", "prep")


class Face:
    """One face of a font file, parsed once per process: character map, advances and outlines.

    Lengths are in 1/1000 em unless said otherwise.
    """

    def __init__(self, path: Path, index: int = 0) -> None:
        from fontTools.ttLib import TTFont, TTLibError

        self.path, self.index = path, index
        try:
            with TTFont(path, fontNumber=index, lazy=True) as font:
                self._parse(font)
        except (OSError, TTLibError, KeyError, struct.error) as fault:
            raise FontError(path.name, "", f"字体文件无法读取（{fault}）") from fault

    def _parse(self, font: Any) -> None:
        if "glyf" not in font:
            raise FontError(self.path.name, "", "只有 CFF 轮廓，请换用 TrueType 轮廓的字体")
        if font["OS/2"].fsType & 0x0002:
            raise FontError(self.path.name, "", "字体文件禁止嵌入（OS/2 fsType 2）")
        order = font.getReverseGlyphMap()
        self.cmap: dict[int, int] = {code: order[name] for code, name in font.getBestCmap().items()}
        head = font["head"]
        self.units: int = head.unitsPerEm
        self.ascent: float = font["hhea"].ascent / self.units
        self.descent: float = -font["hhea"].descent / self.units
        self.box = tuple(round(v * 1000 / self.units) for v in (head.xMin, head.yMin, head.xMax, head.yMax))
        self.name = str(font["name"].getDebugName(6) or self.path.stem).replace(" ", "")
        self._tables = {tag: font.reader[tag] for tag in _EMBEDDED if tag in font.reader}

    @cached_property
    def _advances(self) -> tuple[int, ...]:
        """The advance of each glyph in font units (the last one holds for all beyond numberOfHMetrics)."""
        count = struct.unpack_from(">H", self._tables["hhea"], 34)[0]
        return tuple(struct.unpack(f">{'Hh' * count}", self._tables["hmtx"][: 4 * count])[::2])

    def advance(self, glyph: int) -> float:
        """The advance of ``glyph`` in em."""
        advances = self._advances
        return advances[min(glyph, len(advances) - 1)] / self.units

    @cached_property
    def widths(self) -> dict[str, float]:
        """Character → advance in em, filled as characters are asked for."""
        return _Widths(self)

    def __contains__(self, character: str) -> bool:
        return ord(character) in self.cmap

    @cached_property
    def _offsets(self) -> tuple[int, ...]:
        long = struct.unpack_from(">h", self._tables["head"], 50)[0]
        loca = self._tables["loca"]
        if long:
            return struct.unpack(f">{len(loca) // 4}L", loca)
        return tuple(2 * offset for offset in struct.unpack(f">{len(loca) // 2}H", loca))

    def outline(self, glyph: int) -> bytes:
        """The glyf entry of ``glyph`` (empty for a blank one)."""
        outline: bytes = self._tables["glyf"][self._offsets[glyph] : self._offsets[glyph + 1]]
        return outline

    def subset(self, glyphs: list[int]) -> bytes:
        """A TrueType file whose glyph *n* is ``glyphs[n]``; parts of composite glyphs are put behind them.

        For embedding as FontFile2 (ISO 32000-1, 9.9): glyf, head, hhea, hmtx, loca, maxp and the hinting tables.
        """
        numbers = {glyph: number for number, glyph in enumerate(glyphs)}
        order, outlines = list(glyphs), []
        for glyph in order:  # grows while composites are met
            outline = bytearray(self.outline(glyph))
            for position, part in _components(outline):
                if part not in numbers:
                    numbers[part] = len(order)
                    order.append(part)
                struct.pack_into(">H", outline, position, numbers[part])
            outlines.append(bytes(outline) + b"\0" * (-len(outline) % 4))
        offsets = [0]
        for outline_ in outlines:
            offsets.append(offsets[-1] + len(outline_))
        metrics = b"".join(struct.pack(">Hh", round(self.advance(g) * self.units), self._bearing(g)) for g in order)
        head = bytearray(self._tables["head"])
        struct.pack_into(">L", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        hhea = bytearray(self._tables["hhea"])
        struct.pack_into(">H", hhea, 34, len(order))
        maxp = bytearray(self._tables["maxp"])
        struct.pack_into(">H", maxp, 4, len(order))
        return _sfnt({
            **{tag: self._tables[tag] for tag in ("cvt ", "fpgm", "prep") if tag in self._tables},
            "glyf": b"".join(outlines), "head": bytes(head), "hhea": bytes(hhea),
            "hmtx": metrics,
            "loca": struct.pack(f">{len(offsets)}L", *offsets), "maxp": bytes(maxp),
        })  # fmt: skip

    def _bearing(self, glyph: int) -> int:
        count = len(self._advances)
        position = 4 * glyph + 2 if glyph < count else 4 * count + 2 * (glyph - count)
        return int(struct.unpack_from(">h", self._tables["hmtx"], position)[0])


class _Widths(dict[str, float]):
    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> float:
        width = self[character] = self._face.advance(self._face.cmap[ord(character)])
        return width


def _components(outline: bytes | bytearray) -> Iterator[tuple[int, int]]:
    """Position and number of each glyph that a composite one uses (OpenType, glyf, composite glyph description)."""
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return
    position, flags = 10, 0x0020
    while flags & 0x0020:
        flags, glyph = struct.unpack_from(">HH", outline, position)
        yield position + 2, glyph
        position += 4 + (4 if flags & 0x0001 else 2)
        position += 2 if flags & 0x0008 else 4 if flags & 0x0040 else 8 if flags & 0x0080 else 0


def _sfnt(tables: dict[str, bytes]) -> bytes:
    """The tables as one file (OpenType, font file organisation), checksums included."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(">LHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    directory, body, offset = b"", b"", 12 + 16 * count
    for tag in sorted(tables):
        content = tables[tag] + b"\0" * (-len(tables[tag]) % 4)
        directory += struct.pack(">4sLLL", tag.encode(), _checksum(content), offset, len(tables[tag]))
        body += content
        offset += len(content)
    whole = bytearray(header + directory + body)
    at = 12 + 16 * sorted(tables).index("head")
    head_offset = struct.unpack_from(">L", whole, at + 8)[0]
    struct.pack_into(">L", whole, head_offset + 8, (0xB1B0AFBA - _checksum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


def _checksum(content: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(content) // 4}L", content)
    return sum(words) & 0xFFFFFFFF


@cache
def _face(path: Path, index: int = 0) -> Face:
    return Face(path, index)


@dataclass(frozen=True, slots=True)
class FontUse:
    """How a font of a document is printed: by which ``file``, whether ``substituted``, which characters lack."""

    name: str
    file: str
    substituted: bool
    missing: str


@dataclass
class Choice:
    """The face for a font name: ``embolden`` where bold has to be made by a stroke; ``used`` collects the missing."""

    name: str
    face: Face
    substituted: bool
    embolden: bool
    missing: set[str] = field(default_factory=set)


class FontBook:
    """The fonts of one document: each name is resolved once, and every replacement reported once."""

    def __init__(self, folders: Iterable[Path], report: Report) -> None:
        self._installed = {name: place for folder in folders for name, place in _scan(folder).items()}
        self._report = report
        self._choices: dict[tuple[str, bool], Choice] = {}
        self._named: set[str] = set()

    def choose(self, name: str, bold: bool = False) -> Choice:
        """The face that prints the font ``name``."""
        choice = self._choices.get((name, bold))
        if choice is None:
            choice = self._choices[name, bold] = self._resolve(name, bold)
        return choice

    def _resolve(self, name: str, bold: bool) -> Choice:
        place = self._installed.get(name.casefold())
        if place is not None:
            return Choice(name, _face(*place), False, bold)
        file = next((file for parts, file in _KINDS if any(part in name.casefold() for part in parts)), _DEFAULT)
        embolden = bold and file not in _BOLD_OF and "Bold" not in file
        face = _face(BUNDLED / (_BOLD_OF.get(file, file) if bold else file))
        own = name.replace(" ", "").startswith("BudgetDocs")
        if not own and name not in self._named:
            self._named.add(name)
            self._report(Finding("FT001", Severity.HINT, f"PDF 中字体“{name}”以随附的 {face.name} 代替"))
        return Choice(name, face, not own, embolden)

    def fallback(self, character: str, choice: Choice) -> tuple[Face, str]:
        """A face that has ``character``, and the character to print: 〓, reported as an error, where no face has it."""
        for file in (_DEFAULT, "BudgetDocsHei-Regular.ttf", "BudgetDocsKai-Regular.ttf"):
            face = _face(BUNDLED / file)
            if character in face:
                return face, character
        if character not in choice.missing:
            choice.missing.add(character)
            message = f"PDF 中缺字“{character}”（U+{ord(character):04X}，字体“{choice.name}”），印作“{GETA}”"
            self._report(Finding("FT002", Severity.ERROR, message))
        return _face(BUNDLED / _DEFAULT), GETA

    def uses(self) -> list[FontUse]:
        """What was chosen so far, a name a line."""
        return [
            FontUse(c.name + ("（粗体）" if bold else ""), str(c.face.path), c.substituted, "".join(sorted(c.missing)))
            for (_, bold), c in sorted(self._choices.items())
        ]


@cache
def _scan(folder: Path) -> dict[str, tuple[Path, int]]:
    """Family and full names (in any language, case folded) of the font files below ``folder`` → file and face index.

    Regular faces win over others of the same family. Raises :class:`FontError` if there is no such folder.
    """
    from fontTools.ttLib import TTFont, TTLibError

    if not folder.is_dir():
        raise FontError(str(folder), "", "没有这个字体文件夹")
    found: dict[str, tuple[int, Path, int]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES):
        try:
            for index in range(_face_count(path)):
                with TTFont(path, fontNumber=index, lazy=True) as font:
                    for name, distance in _names(font):
                        found[name] = min(found.get(name, (10_000, path, index)), (distance, path, index))
        except (OSError, TTLibError, KeyError):
            continue  # no font, whatever its name says
    return {name: (path, index) for name, (_, path, index) in found.items()}


def _face_count(path: Path) -> int:
    """How many faces a font file holds: a collection several."""
    with path.open("rb") as file:
        tag, _, count = struct.unpack(">4sLL", file.read(12).ljust(12, b"\0"))
    return int(count) if tag == b"ttcf" else 1


def _names(font: Any) -> Iterator[tuple[str, int]]:
    """The names under which a TrueType face is known, each with the distance of its weight from Regular."""
    if "glyf" in font:
        for record in font["name"].names:
            if record.nameID in {1, 4, 16}:
                yield record.toUnicode(errors="replace").casefold(), abs(font["OS/2"].usWeightClass - 400)
