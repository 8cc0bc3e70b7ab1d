"""Pages → PDF through reportlab: subset fonts, rules, links, outline, metadata. The same pages, the same bytes."""

from __future__ import annotations

import io
import zlib
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from budgetdocs.pdf.fonts import Face
from budgetdocs.pdf.lines import Ink, Piece
from budgetdocs.pdf.page import Page
from budgetdocs.pdf.pages import Layout

_SLANT = 0.2126  # tan 12°: an italic made from an upright face
_BOLD_STROKE = 1 / 30  # of the size: a bold made from a regular face


class _Canvas(Canvas):
    """A canvas whose pages begin with nothing: the usual preamble names Helvetica, which is not embedded."""

    _doc: Any

    def _make_preamble(self) -> None:
        self._preamble = ""


def draw(layout: Layout) -> bytes:
    """The PDF (ISO 32000-1) of ``layout``."""
    return _Drawing(layout).pdf()


class _Glyphs(dict[int, str]):
    """Code point → the character whose code is the glyph's number in the subset, given in order of use.

    For ``str.translate``: one pass at C speed numbers new glyphs and encodes all (ISO 32000-1, 9.7.5.2 Identity-H).
    """

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self.order = [0]
        self.characters = [0]
        self._numbers: dict[int, str] = {}

    def __missing__(self, code: int) -> str:
        glyph = self._face.cmap[code]
        if glyph not in self._numbers:
            number = len(self.order)
            number += 0x800 if number >= 0xD800 else 0  # surrogates can't be encoded
            self._numbers[glyph] = chr(number)
            self.order.append(glyph)
            self.characters.append(code)
        self[code] = self._numbers[glyph]
        return self[code]


class _Drawing:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._buffer = io.BytesIO()
        self._canvas: Any = _Canvas(self._buffer, pageCompression=0, invariant=1)
        self._document: Any = self._canvas._doc
        self._fonts: dict[Face, tuple[str, _Glyphs]] = {}

    def pdf(self) -> bytes:
        canvas = self._canvas
        canvas.setTitle(self._layout.title)
        canvas.setAuthor(self._layout.author)
        canvas.setCreator("budgetdocs")
        canvas.setProducer("budgetdocs")
        known = {name for page in self._layout.pages for name in page.anchors}
        count = 0
        for page in self._layout.pages:
            count = self._page(page, known, count)
        for face, (name, glyphs) in self._fonts.items():
            self._embed(face, name, glyphs)
        if count:
            canvas.showOutline()
        canvas.setCatalogEntry("Lang", pdfdoc.PDFString("zh-CN"))
        canvas.save()
        return self._buffer.getvalue()

    # ---------------------------------------------------------------------------------------------------------- page

    def _page(self, page: Page, known: set[str], count: int) -> int:
        """Draw ``page``; ``count`` headings were met before, the new count is returned."""
        canvas, height = self._canvas, page.section.height
        canvas.setPageSize((page.section.width, height))
        code = [f"1 0 0 -1 0 {_n(height)} cm"]
        code += [f"q {_color(color)} rg {_n(x)} {_n(y)} {_n(w)} {_n(h)} re f Q" for x, y, w, h, color in page.fills]
        code += [
            f"{_n(r.border.width)} w {_color(r.border.color)} RG {_n(r.x0)} {_n(r.y0)} m {_n(r.x1)} {_n(r.y1)} l S"
            for r in page.rules
        ]
        for x, y, piece in page.texts:
            code += self._text(x, y, piece)
            if piece.ink.link in known and piece.text.strip():
                top, bottom = height - y + piece.ink.ascent, height - y - piece.ink.descent
                canvas.linkRect("", piece.ink.link, (x, bottom, x + piece.width, top), relative=0, thickness=0)
        for name, y in page.anchors.items():
            canvas.bookmarkHorizontalAbsolute(name, height - y)
        for heading in page.headings:
            count += 1
            canvas.bookmarkHorizontalAbsolute(f"outline-{count}", height - heading.y)
            self._outline(heading.text, f"outline-{count}", heading.level)
        canvas.showPage()
        self._document.Pages.pages[-1].Contents = _stream("\n".join(code).encode("ascii"))
        return count

    def _outline(self, text: str, key: str, level: int) -> None:
        """An entry one level deeper than the last at most, as outlines are trees."""
        self._level = min(level, getattr(self, "_level", -1) + 1)
        self._canvas.addOutlineEntry(text, key, self._level, closed=False)

    def _text(self, x: float, y: float, piece: Piece) -> list[str]:
        ink = piece.ink
        name, glyphs = self._font(ink.face)
        shown = piece.text.translate(glyphs).encode("utf-16-be").hex()
        slant = _n(_SLANT) if ink.italic else "0"
        stroke = f"2 Tr {_n(ink.size * _BOLD_STROKE)} w {_color(ink.color)} RG " if ink.embolden else ""
        code = [
            f"q BT /{name} {_n(ink.size)} Tf {_color(ink.color)} rg {stroke}{_n(piece.spacing)} Tc "
            f"1 0 {slant} -1 {_n(x)} {_n(y)} Tm <{shown}> Tj ET Q"
        ]
        return code + _decoration(x, y, piece, ink)

    # --------------------------------------------------------------------------------------------------------- fonts

    def _font(self, face: Face) -> tuple[str, _Glyphs]:
        if face not in self._fonts:
            self._fonts[face] = f"BD{len(self._fonts) + 1}", _Glyphs(face)
        return self._fonts[face]

    def _embed(self, face: Face, name: str, glyphs: _Glyphs) -> None:
        """Add the subset as a Type 0 font with a CIDFontType2 descendant (ISO 32000-1, 9.7)."""
        document = self._document
        file = face.subset(_by_code(glyphs.order))
        base = f"{_tag(file)}+{face.name}"
        font_file = document.Reference(_stream(file, Length1=len(file)), f"{name}:file")
        descriptor = pdfdoc.PDFDictionary({
            "Type": pdfdoc.PDFName("FontDescriptor"), "FontName": pdfdoc.PDFName(base), "Flags": 4,
            "FontBBox": pdfdoc.PDFArray(list(face.box)), "ItalicAngle": 0, "Ascent": round(face.ascent * 1000),
            "Descent": -round(face.descent * 1000), "CapHeight": round(face.ascent * 1000), "StemV": 80,
            "FontFile2": font_file,
        })  # fmt: skip
        widths = [round(face.advance(glyph) * 1000) for glyph in _by_code(glyphs.order)]
        descendant = pdfdoc.PDFDictionary({
            "Type": pdfdoc.PDFName("Font"), "Subtype": pdfdoc.PDFName("CIDFontType2"), "BaseFont": pdfdoc.PDFName(base),
            "CIDSystemInfo": pdfdoc.PDFDictionary({
                "Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0,
            }),
            "FontDescriptor": document.Reference(descriptor, f"{name}:descriptor"), "DW": 1000,
            "W": pdfdoc.PDFArray([0, pdfdoc.PDFArray(widths)]), "CIDToGIDMap": pdfdoc.PDFName("Identity"),
        })  # fmt: skip
        font = pdfdoc.PDFDictionary({
            "Type": pdfdoc.PDFName("Font"), "Subtype": pdfdoc.PDFName("Type0"), "BaseFont": pdfdoc.PDFName(base),
            "Encoding": pdfdoc.PDFName("Identity-H"),
            "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant, f"{name}:descendant")]),
            "ToUnicode": document.Reference(_stream(_to_unicode(_by_code(glyphs.characters))), f"{name}:unicode"),
        })  # fmt: skip
        document.idToObject["BasicFonts"].dict[name] = document.Reference(font, name)


def _by_code(items: list[int]) -> list[int]:
    """The items at their glyph numbers: beyond 0xD800 the numbers skip the surrogates, whose places repeat .notdef."""
    return items if len(items) <= 0xD800 else items[:0xD800] + [0] * 0x800 + items[0xD800:]


def _stream(content: bytes, **entries: int) -> Any:
    """A stream, deflated at one fixed level."""
    dictionary = pdfdoc.PDFDictionary({**entries, "Filter": pdfdoc.PDFName("FlateDecode")})
    return pdfdoc.PDFStream(dictionary, zlib.compress(content, 6), filters=[])


def _to_unicode(characters: list[int]) -> bytes:
    """The CMap from glyph numbers to text, code points beyond U+FFFF as surrogate pairs (ISO 32000-1, 9.10.3)."""
    pairs = [f"<{n:04X}> <{chr(c).encode('utf-16-be').hex().upper()}>" for n, c in enumerate(characters) if c]
    blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _tag(file: bytes) -> str:
    """Six letters that name a subset (9.6.4), made from its bytes."""
    number, letters = zlib.crc32(file), ""
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters += chr(65 + letter)
    return letters


def _decoration(x: float, y: float, piece: Piece, ink: Ink) -> list[str]:
    """Underline and strikethrough, as strokes."""
    places = ([y + ink.size * 0.12] if ink.underline else []) + ([y - ink.size * 0.3] if ink.strike else [])
    return [
        f"{_n(ink.size / 20)} w {_color(ink.color)} RG {_n(x)} {_n(at)} m {_n(x + piece.width)} {_n(at)} l S"
        for at in places
    ]


def _n(number: float) -> str:
    """A number as PDF writes it: at most three decimals, no exponent."""
    return f"{number:.3f}".rstrip("0").rstrip(".") if number else "0"


def _color(rgb: str) -> str:
    return " ".join(_n(int(rgb[i : i + 2], 16) / 255) for i in (0, 2, 4))
