"""Type 2 字形程序：子程序原地展开，一步不差；展不开的认得出来。"""

from __future__ import annotations

import pytest
from fontTools.misc.psCharStrings import T2CharString

from budgetdocs.pdf.fonts.charstring import UnusualCharstring, unrolled


def code(*program: str | int | bytes) -> bytes:
    charstring = T2CharString(program=list(program))
    charstring.compile()
    return bytes(charstring.bytecode)


def number(index: int, count: int) -> int:
    """The biased number by which subroutine ``index`` of ``count`` is called."""
    return index - (107 if count < 1240 else 1131 if count < 33900 else 32768)


def test_without_subroutines_nothing_changes() -> None:
    program = code(500, 10, -20, "rmoveto", 1000, -1131, 300, -108, "rlineto", 1.5, 0, "rlineto", "endchar")
    assert unrolled(program, (), ()) == program


def test_local_shared_and_nested_subroutines() -> None:
    shared = [code(7, 8, "rlineto", "return")]
    local = [code(5, number(1, 2), "callsubr", "return"), code(6, "rlineto", number(0, 1), "callgsubr", "return")]
    assert unrolled(code(1, 2, "rmoveto", number(0, 2), "callsubr", "endchar"), local, shared) == code(
        1, 2, "rmoveto", 5, 6, "rlineto", 7, 8, "rlineto", "endchar"
    )


def test_a_subroutine_leaves_operands_and_ends_the_glyph() -> None:
    local = [code(3, 4, "return"), code("rlineto", "endchar")]
    program = code(1, 2, "rmoveto", number(0, 2), "callsubr", number(1, 2), "callsubr", 9, 9, "rlineto")
    assert unrolled(program, local, ()) == code(1, 2, "rmoveto", 3, 4, "rlineto", "endchar")


def test_masks_are_as_long_as_the_stems_demand() -> None:
    """Nine stems, of which two are pushed in a subroutine and four implied: masks of two bytes that look like calls."""
    local = [code(1, 2, 3, 4, "hstemhm", "return")]
    program = code(
        number(0, 1), "callsubr", 1, 2, 3, 4, 5, 6, "vstemhm", 1, 2, 3, 4, 5, 6, 7, 8, "hintmask", b"\x0a\x1d",
        1, 2, "rmoveto", "cntrmask", b"\x0b\x0e", 3, 4, "rlineto", "endchar",
    )  # fmt: skip
    assert unrolled(program, local, ()) == code(
        1, 2, 3, 4, "hstemhm", 1, 2, 3, 4, 5, 6, "vstemhm", 1, 2, 3, 4, 5, 6, 7, 8, "hintmask", b"\x0a\x1d",
        1, 2, "rmoveto", "cntrmask", b"\x0b\x0e", 3, 4, "rlineto", "endchar",
    )  # fmt: skip


@pytest.mark.parametrize(("count", "index"), [(1, 0), (1239, 1238), (1240, 0), (1240, 1239), (33900, 33899)])
def test_numbers_of_subroutines_are_biased(count: int, index: int) -> None:
    local = [code("return")] * index + [code(1, 2, "rmoveto", "return")] + [code("return")] * (count - index - 1)
    assert unrolled(code(number(index, count), "callsubr", "endchar"), local, ()) == code(1, 2, "rmoveto", "endchar")


def test_flex_is_taken_over() -> None:
    program = code(*range(1, 14), "flex", *range(1, 8), "hflex", "endchar")
    assert unrolled(program, (), ()) == program


@pytest.mark.parametrize(
    "program",
    [
        code(10, 20, 65, 194, "endchar"),  # an accented letter of two glyphs
        code(6, 2, "div", 0, "rmoveto", "endchar"),
        code(number(0, 1), "callsubr"),  # calls itself for ever
    ],
)
def test_what_can_not_be_unrolled(program: bytes) -> None:
    with pytest.raises(UnusualCharstring):
        unrolled(program, [code(number(0, 1), "callsubr")], ())


@pytest.mark.parametrize("program", [code(5, "callsubr"), b"\x0a"])
def test_damage(program: bytes) -> None:
    with pytest.raises(IndexError):
        unrolled(program, (), ())
