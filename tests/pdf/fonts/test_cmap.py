"""字符表：各种写法都读成同一张“码位到字形”的表；与 fontTools 写出的相符。"""

from __future__ import annotations

import struct

import pytest
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from hypothesis import given
from hypothesis import strategies as st

from budgetdocs.pdf.fonts.cmap import character_map

GLYPHS = st.integers(1, 0xFFFE)
PLANE_0 = st.dictionaries(st.integers(0, 0xFFFE), GLYPHS, min_size=1, max_size=60)
ALL = st.dictionaries(st.integers(0, 0x10FFFF), GLYPHS, min_size=1, max_size=60)


def table(*subtables: tuple[int, int, bytes]) -> bytes:
    """A cmap table of subtables: platform, encoding, content."""
    records, contents = b"", b""
    for platform, encoding, content in subtables:
        records += struct.pack(">HHL", platform, encoding, 4 + 8 * len(subtables) + len(contents))
        contents += content
    return struct.pack(">HH", 0, len(subtables)) + records + contents


def subtable(form: int, codes: dict[int, int]) -> bytes:
    """``codes`` as fontTools writes them in the format ``form``."""
    made = CmapSubtable.newSubtable(form)
    made.platformID, made.platEncID, made.language = 3, 1, 0
    made.cmap = {code: f"g{glyph}" for code, glyph in codes.items()}

    class Font:
        def getReverseGlyphMap(self, rebuild: bool = False) -> dict[str, int]:  # noqa: ARG002
            return {f"g{glyph}": glyph for glyph in codes.values()}

        def getGlyphID(self, name: str) -> int:
            return int(name[1:])

        def getGlyphIDMany(self, names: list[str]) -> list[int]:
            return [int(name[1:]) for name in names]

    return bytes(made.compile(Font()))


@given(PLANE_0)
def test_segments(codes: dict[int, int]) -> None:
    assert character_map(table((3, 1, subtable(4, codes)))) == codes


@given(ALL)
def test_groups(codes: dict[int, int]) -> None:
    assert character_map(table((3, 10, subtable(12, codes)))) == codes


@given(st.lists(GLYPHS, min_size=1, max_size=20), st.integers(0, 0xFF00))
def test_one_run(glyphs: list[int], first: int) -> None:
    codes = dict(enumerate(glyphs, first))
    assert character_map(table((0, 3, subtable(6, codes)))) == codes


def test_consecutive_glyphs_are_read_as_runs() -> None:
    codes = {0x4E00 + i: 5 + i for i in range(3000)} | {0x20000 + i: 4000 + i for i in range(50)}
    assert character_map(table((3, 10, subtable(12, codes)))) == codes
    assert character_map(table((3, 1, subtable(4, {c: g for c, g in codes.items() if c < 0x10000})))) == {
        code: glyph for code, glyph in codes.items() if code < 0x10000
    }


def test_glyph_0_is_no_glyph() -> None:
    runs = struct.pack(">HHLLL", 12, 0, 28, 0, 1) + struct.pack(">LLL", 0x41, 0x43, 0)
    assert character_map(table((3, 10, runs))) == {0x42: 1, 0x43: 2}


def test_the_subtable_of_all_planes_wins() -> None:
    small, large = subtable(4, {0x41: 1}), subtable(12, {0x41: 2, 0x20BB7: 3})
    assert character_map(table((1, 0, small), (3, 1, small), (3, 10, large))) == {0x41: 2, 0x20BB7: 3}


def test_a_symbol_font_answers_to_both_codes() -> None:
    assert character_map(table((3, 0, subtable(4, {0xF0FE: 7})))) == {0xF0FE: 7, 0xFE: 7}


@pytest.mark.parametrize("subtables", [(), ((1, 0, bytes(262)),), ((3, 1, struct.pack(">HH", 2, 0)),)])
def test_no_unicode_subtable(subtables: tuple[tuple[int, int, bytes], ...]) -> None:
    assert character_map(table(*subtables)) == {}
