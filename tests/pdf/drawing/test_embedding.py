"""嵌入的字体：只含用到的字，宽度对，文字原样读得回来。"""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from budgetdocs.errors import FontError
from budgetdocs.pdf import draw
from budgetdocs.pdf.drawing.embedding import Glyphs
from budgetdocs.pdf.fonts import Face
from budgetdocs.pdf.page import Page

from ..fonts.made import built, saved
from .layouts import face, layout, page, text
from .reading import Opened, name, pixels, value, words

MANY = "".join(chr(code) for code in sorted(face().cmap) if 0x4E00 <= code < 0x9FA6)[:600]


def fonts(drawn: bytes) -> list[dict[str, object]]:
    resources = value(Opened(drawn).pages[0]["Resources"])
    return [value(font) for _, font in sorted(value(resources["Font"]).items())]


def lines(whole: str, **changes: object) -> Page:
    return page(texts=[text(whole[i : i + 15], y=20.0 + i / 15 * 4, **changes) for i in range(0, len(whole), 15)])


@pytest.mark.parametrize("shown", ["绩效目标", "≥90%，≤350万元", "A𠮷B", "—— …… “甲”", MANY])
def test_text_comes_back(shown: str) -> None:
    assert "".join(words(draw(layout(lines(shown)))).split()) == "".join(shown.split())


def test_characters_that_share_a_glyph_come_back_as_themselves(tmp_path: Path) -> None:
    font = built(characters="一")
    for table in font["cmap"].tables:
        table.cmap[ord("⼀")] = "u4E00"
    shared = Face(saved(font, tmp_path / "shared.ttf"))
    assert words(draw(layout(page(texts=[text("一⼀一", face=shared)])))) == "一⼀一"


def test_widths_are_those_of_the_font() -> None:
    shown = "绩a1，W"
    (font,) = fonts(draw(layout(page(texts=[text(shown)]))))
    (descendant,) = (value(each) for each in value(font["DescendantFonts"]))  # type: ignore[attr-defined]
    first, widths = value(descendant["W"])
    assert first == 0 and widths[1:] == [round(1000 * face().widths[char]) for char in shown]


def test_a_face_is_embedded_once_however_it_is_used() -> None:
    texts = [text("甲"), text("乙", size=20.0, color="FF0000"), text("甲", embolden=True, italic=True)]
    assert len(fonts(draw(layout(page(1, texts=texts), page(2, texts=texts))))) == 1


@pytest.mark.parametrize(
    ("outlines", "program", "kind"), [("glyf", "FontFile2", "CIDFontType2"), ("cff", "FontFile3", "CIDFontType0")]
)
def test_either_kind_of_outlines(outlines: str, program: str, kind: str, tmp_path: Path) -> None:
    own = Face(saved(built(characters="A中国", outlines=outlines), tmp_path / "own.otf"))
    data = draw(layout(page(texts=[text("国A", face=own, size=100.0, y=150.0)])))
    (font,) = fonts(data)
    (descendant,) = (value(each) for each in value(font["DescendantFonts"]))  # type: ignore[attr-defined]
    assert name(descendant["Subtype"]) == kind and program in value(descendant["FontDescriptor"])
    assert words(data) == "国A"
    dark = sum(pixel < 128 for pixel in pixels(data).convert("L").tobytes())
    squares = sum((TTFont(own.path)["hmtx"][f"u{ord(char):04X}"][0] - 200) ** 2 / 100 for char in "国A")
    assert dark == pytest.approx(squares, rel=0.05)


def test_glyph_numbers_leave_out_the_surrogates() -> None:
    glyphs = Glyphs(face())
    encoded = "".join(map(chr, range(1, 0xD801))).translate(glyphs).encode("utf-16-be")
    assert encoded[:4] == b"\0\1\0\2" and encoded[-4:] == b"\xd7\xff\xe0\0"
    assert glyphs.characters[0xE000] == 0xD800 and not any(glyphs.characters[0xD800:0xE000])


def test_more_characters_than_a_font_can_number() -> None:
    with pytest.raises(FontError, match="65535"):
        "".join(map(chr, range(0x10000, 0x20000))).translate(Glyphs(face()))
