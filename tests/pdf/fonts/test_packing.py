"""每个轮廓只压一次：拼起来仍是合法的 deflate，解开来一字不差，字和字节都对得齐。"""

from __future__ import annotations

import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdocs.pdf.fonts import BUNDLED, Face
from budgetdocs.pdf.fonts.packing import Packer

SAMPLES = {
    "nothing": b"",
    "one byte": b"\0" * 1000,
    "all alike": bytes(range(256)) * 4,
    "steep": b"".join(bytes([byte]) * (1 << min(byte, 16)) for byte in range(40)),
    "outlines": (BUNDLED / "BudgetDocsSong-Regular.ttf").read_bytes()[100_000:160_000],
}


PACKERS = {name: Packer(sample) for name, sample in SAMPLES.items()}


@pytest.mark.parametrize("name", SAMPLES)
@settings(deadline=None)
@given(contents=st.lists(st.binary(max_size=60), max_size=8), before=st.binary(max_size=40))
def test_what_is_packed_piece_by_piece_is_unpacked_as_a_whole(name: str, contents: list[bytes], before: bytes) -> None:
    packer = PACKERS[name]
    packed = [packer.pack(content) for content in contents]
    for content, each in zip(contents, packed, strict=True):
        assert each.content.startswith(content) and len(each.content) % 4 == 0
        assert name != "outlines" or len(each.content) < len(content) + 8
    whole = b"".join([before, packer.opening.content, *(each.content for each in packed)])
    stream = packer.stream(before, (each.code for each in packed), whole)
    assert zlib.decompress(stream) == whole


def test_codes_are_no_longer_than_deflate_takes() -> None:
    fibonacci = [1, 1]
    while len(fibonacci) < 30:
        fibonacci.append(sum(fibonacci[-2:]))
    sample = b"".join(bytes([byte]) * count for byte, count in enumerate(fibonacci))
    assert max(Packer(sample)._lengths) <= 15


@pytest.mark.parametrize("file", sorted(BUNDLED.glob("*.ttf")), ids=lambda path: path.stem)
@pytest.mark.parametrize("many", [0, 1, 100, 700])
def test_a_font_is_packed_as_it_is(file: object, many: int) -> None:
    face = Face(file)  # type: ignore[arg-type]
    glyphs = [0, *random.Random(many).sample(sorted(set(face.cmap.values())), many)]
    stream, length = face.stream(glyphs, range(len(glyphs)))
    assert zlib.decompress(stream) == face.subset(glyphs) and length == len(face.subset(glyphs))


def test_packing_takes_a_sixth_more_room_than_zlib_at_most() -> None:
    face = Face(BUNDLED / "BudgetDocsSong-Regular.ttf")
    glyphs = [0, *random.Random(1).sample(sorted(set(face.cmap.values())), 200)]
    stream, _ = face.stream(glyphs, range(len(glyphs)))
    assert len(stream) < 1.17 * len(zlib.compress(face.subset(glyphs), 1))
