"""CFF 子集：总是 CID 字体，CID n 就是要的第 n 个字形；轮廓、宽度与原来的相同，PDF 里印得出来。"""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pdfplumber
import pytest
from fontTools.cffLib import CFFFontSet, FDArrayIndex, FDSelect, FontDict, PrivateDict, SubrsIndex, TopDict
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from budgetdocs.pdf.fonts import Face

from .made import advance, built, renamed, saved, side

TEXT = "A中国Z"


def parsed(cff: bytes) -> TopDict:
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(cff), {})
    return fonts.topDictIndex[0]


def drawn(charstring: T2CharString) -> tuple[list[object], float]:
    """Outline and advance."""
    pen = RecordingPen()
    charstring.draw(pen)
    return pen.value, charstring.width


def same(path: Path, glyphs: list[int]) -> TopDict:
    """The subset of ``glyphs``, parsed, its glyphs compared with those of the whole font."""
    top, whole = parsed(Face(path).subset(glyphs)), TTFont(path)
    original = whole["CFF "].cff.topDictIndex[0].CharStrings
    assert top.ROS == ("Adobe", "Identity", 0)
    assert top.charset == [".notdef", *(f"cid{number:05}" for number in range(1, len(glyphs)))]
    for name, glyph in zip(top.charset, glyphs, strict=True):
        assert drawn(top.CharStrings[name]) == drawn(original[whole.getGlyphName(glyph)])
    return top


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cff")


@pytest.fixture(scope="module")
def plain(folder: Path) -> Path:
    return saved(built(characters=TEXT, outlines="cff"), folder / "plain.otf")


@pytest.fixture(scope="module")
def with_subroutines(folder: Path) -> Path:
    """Its glyphs A and 中 call a subroutine of the font and one of their Private DICT."""
    font = built(characters=TEXT, outlines="cff")
    top = font["CFF "].cff.topDictIndex[0]
    private, shared = top.Private, font["CFF "].cff.GlobalSubrs
    private.Subrs = SubrsIndex()
    private.Subrs.append(T2CharString(program=[100, "hlineto", -107, "callgsubr", "return"]))
    shared.append(T2CharString(program=[50, 60, "rlineto", "return"]))
    for name in ("u0041", "u4E2D"):
        program = [advance(chr(int(name[1:], 16))), 10, 20, "rmoveto", -107, "callsubr", "endchar"]
        top.CharStrings[name] = T2CharString(program=program, private=private, globalSubrs=shared)
    return saved(font, folder / "subroutines.otf")


@pytest.fixture(scope="module")
def keyed(folder: Path) -> Path:
    """A CID-keyed font whose ideographs and letters have a Private DICT each: widths and subroutines of its own."""
    order = [".notdef", *(f"cid{number:05}" for number in range(1, len(TEXT) + 1))]
    font = renamed(built(characters=TEXT, outlines="cff"), order)
    cff = font["CFF "].cff
    top = cff.topDictIndex[0]
    top.ROS, top.CIDCount = ("Adobe", "Identity", 0), len(order)
    top.FDArray, top.FDSelect = FDArrayIndex(), FDSelect()
    top.FDArray.strings = None
    for number, nominal in enumerate((300, 700)):
        entry = FontDict()
        entry.setCFF2(False)
        entry.FontName, entry.Private = f"Part{number}", PrivateDict()
        entry.Private.nominalWidthX, entry.Private.defaultWidthX = nominal, 1000
        entry.Private.BlueValues = [-12, 0, 500 + number, 512]
        entry.Private.Subrs = SubrsIndex()
        entry.Private.Subrs.append(T2CharString(program=[10 + number, 30, "rlineto", "return"]))
        top.FDArray.append(entry)
    for number, name in enumerate(order):
        part = int(number in {2, 3})
        top.FDSelect.append(part)
        top.CharStrings[name] = T2CharString(
            program=[5, 10, 20, "rmoveto", number, "hlineto", -107, "callsubr", "endchar"],
            private=top.FDArray[part].Private, globalSubrs=cff.GlobalSubrs,
        )  # fmt: skip
        font["hmtx"][name] = ((300, 700)[part] + 5, 0)
    top.CharStrings.fdArray, top.CharStrings.fdSelect = top.FDArray, top.FDSelect
    del top.Private
    return saved(font, folder / "keyed.otf")


@pytest.mark.parametrize("font", ["plain", "with_subroutines", "keyed"])
@pytest.mark.parametrize("glyphs", [[0], [0, 1], [0, 4, 2], [0, 3, 1, 2, 4], [0, 2, 2, 1]])
def test_glyphs_are_those_asked_for(font: str, glyphs: list[int], request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(font)
    assert Face(path).outlines == "cff"
    top = same(path, glyphs)
    assert len(top.GlobalSubrs) == 0
    assert not any(hasattr(each.Private, "Subrs") for each in top.FDArray)


def test_only_the_parts_that_are_used_come_along(keyed: Path) -> None:
    assert len(same(keyed, [0, 1]).FDArray) == 1
    top = same(keyed, [0, 2, 1])
    assert [each.Private.nominalWidthX for each in top.FDArray] == [300, 700]
    assert [each.Private.BlueValues for each in top.FDArray] == [[-12, 0, 500, 512], [-12, 0, 501, 512]]


def test_another_size_of_em(tmp_path: Path) -> None:
    font = built(characters=TEXT, outlines="cff", units=2048)
    font["CFF "].cff.topDictIndex[0].FontMatrix = [1 / 2048, 0, 0, 1 / 2048, 0, 0]
    path = saved(font, tmp_path / "2048.otf")
    assert same(path, [0, 1]).FontMatrix == pytest.approx([1 / 2048, 0, 0, 1 / 2048, 0, 0], rel=1e-6)
    assert Face(path).widths["A"] == advance("A") / 2048


def test_an_accented_letter_of_two_glyphs_is_drawn_anew(tmp_path: Path) -> None:
    """Á as ``endchar`` with four operands: deprecated, but old fonts have it."""
    order = [".notdef", "A", "acute", "Aacute"]
    font = renamed(built(characters="A\u00b4Á", outlines="cff"), order)
    top = font["CFF "].cff.topDictIndex[0]
    top.CharStrings["Aacute"] = T2CharString(program=[777, 120, 340, 65, 194, "endchar"], private=top.Private)
    font["hmtx"].metrics = dict.fromkeys(order, (777, 0))
    path = saved(font, tmp_path / "accent.otf")
    face = Face(path)
    top = parsed(face.subset([0, face.cmap[0xC1]]))
    outline, width = drawn(top.CharStrings["cid00001"])
    starts = [points[0] for verb, points in outline if verb == "moveTo"]
    assert (starts, width) == ([(0, 0), (120, 340)], 777)


def test_the_same_glyphs_give_the_same_bytes(with_subroutines: Path) -> None:
    assert Face(with_subroutines).subset([0, 3, 1]) == Face(with_subroutines).subset([0, 3, 1])


# ---------------------------------------------------------------------------------------------------------- on a page


def page_of(face: Face, text: str) -> bytes:
    """The smallest PDF that shows ``text`` at 100 points from (20, 50) on."""
    glyphs = [0, *(face.cmap[ord(each)] for each in text)]
    program = zlib.compress(face.subset(glyphs))
    widths = " ".join(str(round(face.advance(glyph) * 1000)) for glyph in glyphs)
    shown = "".join(f"{number:04x}" for number in range(1, len(glyphs)))
    content = f"BT /F 100 Tf 20 50 Td <{shown}> Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /T /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /T /FontDescriptor 7 0 R /W [0 [%s]] /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>" % widths.encode(),
        b"<< /Type /FontDescriptor /FontName /T /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 880 "
        b"/Descent -120 /CapHeight 700 /StemV 80 /FontFile3 8 0 R >>",
        b"<< /Length %d /Filter /FlateDecode /Subtype /CIDFontType0C >>\nstream\n%s\nendstream"
        % (len(program), program),
    ]
    data, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 9\n0000000000 65535 f \n%strailer << /Size 9 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )
    return data + end


def test_the_squares_stand_where_they_should(plain: Path) -> None:
    text = "Z中A"
    with pdfplumber.open(io.BytesIO(page_of(Face(plain), text))) as opened:
        image = opened.pages[0].to_image(resolution=72).original.convert("L")
    x = 20.0
    for character in text:
        size = side(character) / 10
        inside, beside = (x + size / 2, 150 - size / 2), (x + size + 8, 150 - size / 2)
        assert image.getpixel((round(inside[0]), round(inside[1]))) < 50, character
        assert image.getpixel((round(beside[0]), round(beside[1]))) > 200, character
        x += advance(character) / 10
