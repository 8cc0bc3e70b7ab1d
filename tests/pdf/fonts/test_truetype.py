"""TrueType 子集：第 n 个字形就是要的第 n 个，组合字形的部件跟在后面，文件各处校验和都对。"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from budgetdocs.pdf.fonts import BUNDLED, Face

from .made import built, saved


def drawn(font: TTFont, glyph: int) -> list[object]:
    """The outline of a glyph, its components included."""
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[font.getGlyphName(glyph)].draw(pen)
    return pen.value


def same(subset: bytes, path: Path, glyphs: list[int]) -> TTFont:
    """The subset, opened; its glyphs are compared with those of the whole font."""
    opened, whole = TTFont(io.BytesIO(subset), checkChecksums=2), TTFont(path)
    for new, old in enumerate(glyphs):
        assert drawn(opened, new) == drawn(whole, old)
        assert opened["hmtx"][opened.getGlyphName(new)] == whole["hmtx"][whole.getGlyphName(old)]
    return opened


@pytest.fixture(scope="module")
def composite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ä of A and a dot, Ǟ of Ä and another dot: components of components."""
    font = built(characters="A·ÄǞ国")
    glyf = font["glyf"]
    for name, parts in {
        "u00C4": (("u0041", 0, 0), ("u00B7", 50, 300)),
        "u01DE": (("u00C4", 0, 0), ("u00B7", 500, 9)),
    }.items():
        pen = TTGlyphPen(glyf)
        for part, x, y in parts:
            pen.addComponent(part, (1, 0, 0, 1, x, y))
        glyf[name] = pen.glyph()
    return saved(font, tmp_path_factory.mktemp("composite") / "composite.ttf")


@pytest.mark.parametrize("characters", ["", "国", "AǞ", "ǞA", "ÄÄ", "Ǟ·国ÄA"])
def test_composite_glyphs_bring_their_parts(composite: Path, characters: str) -> None:
    face = Face(composite)
    glyphs = [0, *(face.cmap[ord(each)] for each in characters)]
    same(face.subset(glyphs), composite, glyphs)


def test_parts_that_are_there_already_are_not_repeated(composite: Path) -> None:
    face = Face(composite)
    glyphs = [0, *(face.cmap[ord(each)] for each in "Ǟ·ÄA")]
    assert same(face.subset(glyphs), composite, glyphs)["maxp"].numGlyphs == 5
    assert same(face.subset(glyphs[:2]), composite, glyphs[:2])["maxp"].numGlyphs == 5


@pytest.mark.parametrize("file", sorted(path.name for path in BUNDLED.glob("*.ttf")))
def test_shipped_faces(file: str) -> None:
    face = Face(BUNDLED / file)
    glyphs = [0, *(face.cmap[ord(each)] for each in "绩效目标 ÅⅫ☑—𠮷")]
    opened = same(face.subset(glyphs), face.path, glyphs)
    assert set(opened.keys()) - {"GlyphOrder"} == {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}


def test_the_last_advance_holds_for_all_glyphs_behind(tmp_path: Path) -> None:
    font = built(characters="ABC")
    for name in font.getGlyphOrder():
        font["hmtx"][name] = (500, int(name == "u0043"))
    path = saved(font, tmp_path / "mono.ttf")
    assert TTFont(path)["hhea"].numberOfHMetrics == 1
    face = Face(path)
    same(face.subset([0, 3, 1]), path, [0, 3, 1])
    assert [face.advance(glyph) for glyph in range(4)] == [0.5] * 4


def test_a_font_of_short_and_of_long_offsets(tmp_path: Path) -> None:
    for long in (0, 1):
        font = built(characters="AB国")
        font["head"].indexToLocFormat = long
        font.recalcBBoxes = False
        path = saved(font, tmp_path / f"{long}.ttf")
        same(Face(path).subset([0, 3, 2]), path, [0, 3, 2])


def test_hinting_comes_along(tmp_path: Path) -> None:
    from fontTools.ttLib import newTable
    from fontTools.ttLib.tables.ttProgram import Program

    font = built()
    font["prep"] = newTable("prep")
    font["prep"].program = Program()
    font["prep"].program.fromBytecode(b"\xb8\x01\xff\x85")
    path = saved(font, tmp_path / "hinted.ttf")
    assert same(Face(path).subset([0, 1]), path, [0, 1])["prep"].program.getBytecode() == b"\xb8\x01\xff\x85"


def test_the_same_glyphs_give_the_same_bytes() -> None:
    path = BUNDLED / "BudgetDocsSong-Regular.ttf"
    assert Face(path).subset([0, 9, 8]) == Face(path).subset([0, 9, 8])
