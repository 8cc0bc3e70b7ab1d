"""嵌入的字体：只含用到的字，宽度对，文字原样读得回来。"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from budgetdocs.pdf import draw
from budgetdocs.pdf.drawing.writing import codes
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
    listed = value(descendant["W"])
    widths = {code: width for code, (width,) in zip(listed[::2], listed[1::2], strict=True)}
    assert descendant["DW"] == 1000
    for char in shown:
        assert widths.get(int(codes(face(), char), 16), 1000) == round(1000 * face().widths[char])


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


def test_codes_are_those_of_the_face_in_every_file() -> None:
    first, second = (Opened(draw(layout(page(texts=[text(words)])))).content() for words in ("绩效目标", "目标绩效"))
    shown = [re.findall(r"<([0-9a-f]+)>Tj", each)[0] for each in (first, second)]
    assert shown[0] == codes(face(), "绩效目标") and shown[1] == shown[0][8:] + shown[0][:8]


def test_copies_of_a_font_are_one(tmp_path: Path) -> None:
    one, other = (Face(saved(built(characters="甲乙"), tmp_path / f"{name}.ttf")) for name in ("one", "other"))
    shown = draw(layout(page(texts=[text("甲", face=one), text("乙", face=other)])))
    assert len(fonts(shown)) == 1 and "".join(words(shown).split()) == "甲乙"


@pytest.mark.parametrize("outlines", ["glyf", "cff"])
def test_a_font_with_more_characters_than_codes(outlines: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgetdocs.pdf.drawing.writing._MOST_CODES", 3)
    font = built(characters="A甲乙", outlines=outlines)
    for table in font["cmap"].tables:
        table.cmap[ord("⼀")] = table.cmap[ord("乙")]
    own = Face(saved(font, tmp_path / "own.otf"))
    assert words(draw(layout(page(texts=[text("⼀甲乙A", face=own)])))) == "⼀甲⼀A"
