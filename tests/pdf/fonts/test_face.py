"""一个字面：字到字形、宽度、行高；不许嵌入的、读不了的，说明原因。"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from budgetdocs.errors import FontError
from budgetdocs.pdf.fonts import BUNDLED, Face
from budgetdocs.pdf.fonts.face import open_face

from .made import advance, built, collected, of_cff2, saved


@pytest.mark.parametrize("outlines", ["glyf", "cff"])
def test_measures(tmp_path: Path, outlines: str) -> None:
    face = Face(saved(built(characters="A中", outlines=outlines, units=2000), tmp_path / "f.ttf"))
    assert (face.outlines, face.units, face.ascent, face.descent) == (outlines, 2000, 0.44, 0.06)
    assert face.cmap == {0x41: 1, 0x4E2D: 2}
    assert "中" in face
    assert "国" not in face
    assert face.widths["中"] == face.advance(2) == advance("中") / 2000
    assert face.outline(1) != face.outline(2) != b""
    with pytest.raises(KeyError):
        face.widths["国"]


@pytest.mark.parametrize("file", sorted(path.name for path in BUNDLED.glob("*.ttf")))
def test_shipped_faces_are_read_as_font_tools_reads_them(file: str) -> None:
    face = Face(BUNDLED / file)
    with TTFont(face.path) as font:
        glyphs = font.getReverseGlyphMap()
        assert face.cmap == {code: glyphs[name] for code, name in font.getBestCmap().items()}
        assert [round(face.advance(g) * 1000) for g in range(len(glyphs))] == [
            font["hmtx"][name][0] for name in font.getGlyphOrder()
        ]
        head = font["head"]
        assert face.box == (head.xMin, head.yMin, head.xMax, head.yMax)
        assert face.name == Path(file).stem


def test_a_font_whose_hhea_says_nothing(tmp_path: Path) -> None:
    font = built()
    font["hhea"].ascent = font["hhea"].descent = 0
    face = Face(saved(font, tmp_path / "f.ttf"))
    assert (face.ascent, face.descent) == (0.9, 0.2)


def test_faces_of_a_collection(tmp_path: Path) -> None:
    path = collected([built("One", "甲"), built("Two", "乙")], tmp_path / "f.ttc")
    assert ["".join(map(chr, Face(path, index).cmap)) for index in range(2)] == ["甲", "乙"]
    with pytest.raises(FontError, match="没有第 3 个字面"):
        Face(path, 2)


@pytest.mark.parametrize("name", ["方正 小标宋", "A/B (C)"])
def test_the_name_in_the_pdf_is_plain(tmp_path: Path, name: str) -> None:
    font = built()
    font["name"].setName(name, 6, 3, 1, 0x409)
    plain = Face(saved(font, tmp_path / "字体.ttf")).name
    assert plain == "ABC" if name.isascii() else plain.startswith("Font")


@pytest.mark.parametrize(
    ("embedding", "reason"),
    [(0, ""), (4, ""), (8, ""), (6, ""), (2, "禁止嵌入"), (0x0102, "禁止嵌入"), (0x0108, "只嵌入"), (0x0200, "轮廓")],
)
def test_permission_to_embed(tmp_path: Path, embedding: int, reason: str) -> None:
    path = saved(built(embedding=embedding), tmp_path / "f.ttf")
    if not reason:
        assert Face(path).cmap
        return
    with pytest.raises(FontError, match=reason):
        Face(path)


def test_what_can_not_be_embedded(tmp_path: Path) -> None:
    with pytest.raises(FontError, match="CFF2"):
        Face(saved(of_cff2(built()), tmp_path / "f.otf"))
    bitmaps = built()
    del bitmaps["glyf"], bitmaps["loca"]
    with pytest.raises(FontError, match="没有轮廓"):
        Face(saved(bitmaps, tmp_path / "b.ttf"))


@pytest.mark.parametrize("content", [b"", b"\0\1\0\0", b"ttcf", b"PK\3\4 no font", b"ttcf\0\1\0\0\xff\xff\xff\xff"])
def test_no_font(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "f.ttf"
    path.write_bytes(content)
    with pytest.raises(FontError, match=r"f\.ttf"):
        Face(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FontError, match="无法读取"):
        Face(tmp_path / "f.ttf")


@pytest.mark.parametrize("outlines", ["glyf", "cff"])
def test_a_damaged_font_is_a_font_error_wherever_it_is_cut_or_changed(tmp_path: Path, outlines: str) -> None:
    whole = saved(built(characters="A中国", outlines=outlines), tmp_path / "whole.ttf").read_bytes()
    path = tmp_path / "f.ttf"
    damaged = [whole[:end] for end in range(0, len(whole), 97)]
    damaged += [whole[:at] + b"\xff" * 7 + whole[at + 7 :] for at in range(0, len(whole), 13)]
    refused = 0
    for content in damaged:
        path.write_bytes(content)
        try:
            face = Face(path)
            face.subset([0, *face.cmap.values()])
        except FontError as fault:
            refused += 1
            assert str(fault).startswith("字体 f.ttf：")
    assert refused > len(whole) // 97


def test_a_font_without_a_unicode_map(tmp_path: Path) -> None:
    font = built()
    font["cmap"].tables = []
    with pytest.raises(FontError, match="没有 Unicode 字符表"):
        _ = Face(saved(font, tmp_path / "f.ttf")).cmap


def test_a_face_is_opened_once_for_all_threads(tmp_path: Path) -> None:
    path = saved(built(), tmp_path / "f.ttf")
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: open_face(path), range(64)))) == 1


def test_a_font_file_that_is_changed_while_it_is_in_use(tmp_path: Path) -> None:
    path = saved(built(characters="甲乙"), tmp_path / "own.ttf")
    face = Face(path)
    assert face.outline(1)
    saved(built(characters="丙"), path)
    with pytest.raises(FontError, match="被换掉了"):
        face.outline(2)
