"""测试用的小字体，当场做出：每个字是一个方块，字号不同方块大小不同。"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

ITALIC, BOLD, REGULAR = 1 << 0, 1 << 5, 1 << 6


def side(character: str) -> int:
    """The side of the square that is the outline of ``character``, in units."""
    return 100 + ord(character) % 600


def advance(character: str) -> int:
    return side(character) + 200


def built(
    family: str | Mapping[str, str] = "Test",
    characters: str = "A中",
    *,
    outlines: str = "glyf",
    weight: int = 400,
    italic: bool = False,
    embedding: int = 0,
    units: int = 1000,
) -> TTFont:
    """A font whose family name is ``family`` (or one name for each language), of ``characters`` only.

    It is made at no time, so that one made like it in the next second has the same bytes.
    """
    glyphs = {".notdef": "?", **{f"u{ord(each):04X}": each for each in characters}}
    builder = FontBuilder(units, isTTF=outlines == "glyf")
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({ord(each): f"u{ord(each):04X}" for each in characters})
    if outlines == "glyf":
        builder.setupGlyf({name: _square(TTGlyphPen(None), each).glyph() for name, each in glyphs.items()})
    else:
        pens = {name: _square(T2CharStringPen(advance(each), None), each) for name, each in glyphs.items()}
        builder.setupCFF("Test", {}, {name: pen.getCharString() for name, pen in pens.items()}, {})
    builder.setupHorizontalMetrics({name: (advance(each), 0) for name, each in glyphs.items()})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    names = {"en": family} if isinstance(family, str) else dict(family)
    style = "Bold" if weight >= 700 else "Regular"
    full = {language: name if weight < 700 else f"{name} {style}" for language, name in names.items()}
    post = "".join(next(iter(names.values())).split()) + f"-{style}"
    builder.setupNameTable({"familyName": names, "styleName": style, "fullName": full, "psName": post}, mac=False)
    selection = (ITALIC if italic else 0) | (BOLD if weight >= 700 else 0 if italic else REGULAR)
    builder.setupOS2(usWeightClass=weight, fsType=embedding, fsSelection=selection, usWinAscent=900, usWinDescent=200)
    builder.setupPost()
    return builder.font


def _square(pen: TTGlyphPen | T2CharStringPen, character: str) -> TTGlyphPen | T2CharStringPen:
    size = side(character)
    pen.moveTo((0, 0))
    for point in ((0, size), (size, size), (size, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen


def saved(font: TTFont, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
    return path


def collected(fonts: list[TTFont], path: Path) -> Path:
    """The fonts as one collection."""
    collection = TTCollection()
    collection.fonts = fonts
    collection.save(path)
    return path


def of_cff2(font: TTFont) -> TTFont:
    """A font that says that its outlines are in a CFF2 table."""
    del font["glyf"], font["loca"]
    font["CFF2"] = DefaultTable("CFF2")
    font["CFF2"].data = b"\2\0\5\0"
    font.recalcBBoxes = False
    return font


def renamed(font: TTFont, names: list[str]) -> TTFont:
    """A name-keyed CFF font whose glyphs are called ``names``, in that order."""
    old = font.getGlyphOrder()
    new = dict(zip(old, names, strict=True))
    top = font["CFF "].cff.topDictIndex[0]
    charstrings = {new[name]: top.CharStrings[name] for name in old}
    top.CharStrings.charStrings.clear()
    top.CharStrings.charStrings.update(charstrings)
    top.charset[:] = names
    for table in font["cmap"].tables:
        table.cmap = {code: new[name] for code, name in table.cmap.items()}
    font["hmtx"].metrics = {new[name]: metrics for name, metrics in font["hmtx"].metrics.items()}
    font.setGlyphOrder(names)
    return font
