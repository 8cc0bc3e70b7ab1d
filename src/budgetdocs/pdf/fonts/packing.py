"""Outlines packed once for all files: deflate (RFC 1951) with the codes of a face, and not of each of its subsets.

Packing is most of the work of embedding a font. Here each outline is packed by itself, to whole bytes, when it is first
asked for, so that the outlines of a subset are just put one behind the other. No string of one outline is found again
in another, which makes the font an eighth larger than zlib does, in a tenth of the time.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Final, NamedTuple

_END: Final = 256
"""The symbol behind the last byte of a block."""
_LONGEST: Final = 15
"""Bits of a code at most (3.2.7)."""
_WORD: Final = 4
_STORED: Final = 0xFFFF
"""Bytes of a block that holds them as they are, at most."""
_HEADER: Final = b"\x78\x01"  # of zlib (RFC 1950, 2.2): a window of 32 kB, packed fast
_FLAT: Final = [*[8] * 255, 9, 9]
_SMOOTHING: Final = 11
"""Each byte is held to be at least one of 2¹¹ in the sample, however seldom it is."""


class Packed(NamedTuple):
    """Some bytes, of whole words, and what they are in a block: of whole bytes."""

    content: bytes
    code: bytes


class Packer:
    """Packs what is like ``sample``, into parts of one block, the last of its stream."""

    def __init__(self, sample: bytes) -> None:
        lengths = _code_lengths(sample)
        self._padding = _padding(lengths)
        if len(self._padding) < _WORD * 8:  # a sample too odd for any font
            lengths = _FLAT
            self._padding = _padding(lengths)
        self._lengths = lengths
        self._codes = _codes(lengths)
        opening = _opening(lengths)
        self.opening = self._filled(b"", opening)
        """The head of the block, and the bytes that fill up its last one."""
        self._closing = _bytes(self._codes[_END])

    def pack(self, content: bytes) -> Packed:
        """``content`` with some bytes behind it, so that it ends with a word, and its code with a byte."""
        return self._filled(content, "".join(map(self._codes.__getitem__, reversed(content))))

    def _filled(self, content: bytes, code: str) -> Packed:
        fill = self._padding[-len(content) % _WORD, -len(code) % 8]
        code = "".join(map(self._codes.__getitem__, reversed(fill))) + code
        return Packed(content + fill, _bytes(code))

    def stream(self, before: bytes, parts: Iterable[bytes], whole: bytes) -> bytes:
        """The zlib stream (RFC 1950) of ``whole``: of ``before``, which is taken as it is, of :attr:`opening`, and of
        what was packed into ``parts``."""
        head = [
            piece
            for start in range(0, len(before), _STORED)
            for piece in (_stored(len(before[start : start + _STORED])), before[start : start + _STORED])
        ]
        sum_ = zlib.adler32(whole).to_bytes(4, "big")
        return b"".join([_HEADER, *head, self.opening.code, *parts, self._closing, sum_])


def _stored(length: int) -> bytes:
    """The head of a block of so many bytes as they are (3.2.4)."""
    return struct.pack("<BHH", 0, length, length ^ 0xFFFF)


def _bytes(code: str) -> bytes:
    """Bits as bytes, the last filled up; what comes first stands last, as a stream is read from its lowest bits on."""
    return int(code or "0", 2).to_bytes((len(code) + 7) // 8, "little")


def _code_lengths(sample: bytes) -> list[int]:
    """How many bits the code of each byte has, and that of the end, by Huffman's rule."""
    seen = Counter(sample)
    smoothing = _SMOOTHING
    while True:
        least = (len(sample) >> smoothing) + 1
        lengths = _depths([*(seen[byte] + least for byte in range(_END)), 1])
        if max(lengths) <= _LONGEST:
            return lengths
        smoothing -= 1


def _depths(weights: Sequence[int]) -> list[int]:
    """How deep each symbol lies in the tree in which those of little weight lie deepest."""
    depths = [0] * len(weights)
    numbers = count()
    heap = [(weight, next(numbers), [symbol]) for symbol, weight in enumerate(weights)]
    heapify(heap)
    while len(heap) > 1:
        one, other = heappop(heap), heappop(heap)
        symbols = one[2] + other[2]
        for symbol in symbols:
            depths[symbol] += 1
        heappush(heap, (one[0] + other[0], next(numbers), symbols))
    return depths


def _codes(lengths: Sequence[int]) -> list[str]:
    """The code of each symbol, its first bit last: those of one length count up, shorter ones come first (3.2.2)."""
    codes = [""] * len(lengths)
    code, last = 0, 0
    for length, symbol in sorted((length, symbol) for symbol, length in enumerate(lengths) if length):
        code <<= length - last
        codes[symbol] = f"{code:0{length}b}"[::-1]
        code, last = code + 1, length
    return codes


def _opening(lengths: Sequence[int]) -> str:
    """The head of a last block with codes of its own (3.2.7), its first bit last.

    Each length from 0 to 15 takes four bits. Of distances, which do not occur, it has the two that some readers want.
    """
    given = [*lengths, 1, 1]
    nibbles = _codes([4] * 16)
    order = [0, 0, 0, *[4] * 16]  # 16, 17 and 18 repeat lengths: there are none
    fields = [
        (1, 1), (2, 2), (len(lengths) - 257, 5), (1, 5), (len(order) - 4, 4), *((length, 3) for length in order),
    ]  # fmt: skip
    bits = [f"{value:0{width}b}" for value, width in fields]
    return "".join(reversed([*bits, *(nibbles[length] for length in given)]))


def _padding(lengths: Sequence[int]) -> dict[tuple[int, int], bytes]:
    """What fills up words and bytes: by the bytes that are missing and the bits, up to 8; the fewest that will do."""
    by_length = {length: byte for byte, length in sorted(enumerate(lengths[:_END]), reverse=True)}
    found: dict[tuple[int, int], bytes] = {}
    reached: dict[int, tuple[int, bytes]] = {0: (0, b"")}
    for number in range(_WORD * 8):
        for bits, (_, fill) in reached.items():
            found.setdefault((number % _WORD, bits), fill)
        if len(found) == _WORD * 8:
            break
        following: dict[int, tuple[int, bytes]] = {}
        for cost, fill in reached.values():
            for length, byte in by_length.items():
                candidate = cost + length, fill + bytes([byte])
                bits = candidate[0] % 8
                following[bits] = min(following.get(bits, candidate), candidate)
        reached = following
    return found
