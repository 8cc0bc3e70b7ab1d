"""Type 2 charstrings freed of their subroutines, so that each stands for itself (Adobe Technical Note 5177)."""

from __future__ import annotations

from typing import Final, Protocol

_STEMS: Final = {1, 3, 18, 23}
_MASKS: Final = {19, 20}
_CALL, _RETURN, _ESCAPE, _END, _CALL_GLOBAL = 10, 11, 12, 14, 29
_CLEARING: Final = {4, 5, 6, 7, 8, 21, 22, 24, 25, 26, 27, 30, 31}
_FLEXES: Final = {34, 35, 36, 37}
_DEEPEST: Final = 10
"""How deep subroutines may be nested (Technical Note 5177, appendix B)."""


class Subroutines(Protocol):
    """Subroutines by number."""

    def __len__(self) -> int: ...
    def __getitem__(self, number: int, /) -> bytes: ...


class UnusualCharstring(Exception):
    """A charstring that computes, or composes an accented letter of two glyphs: long deprecated, and rare."""


def unrolled(code: bytes, local: Subroutines, shared: Subroutines) -> bytes:
    """``code`` with each call of a subroutine (of the ``local`` or the ``shared`` ones) replaced by what it does.

    Raises :class:`UnusualCharstring` for what can't be told from the operators alone, and ``IndexError`` for a
    damaged charstring.
    """
    unroller = _Unroller(local, shared)
    unroller.run(code, 0)
    return bytes(unroller.code)


class _Unroller:
    """``operands`` holds where the operands that wait for an operator begin in ``code``."""

    def __init__(self, local: Subroutines, shared: Subroutines) -> None:
        self._subroutines = {_CALL: local, _CALL_GLOBAL: shared}
        self.code = bytearray()
        self._operands: list[int] = []
        self._stems = 0

    def run(self, code: bytes, depth: int) -> bool:
        """Take over ``code``; whether the glyph ends with it."""
        at, length = 0, len(code)
        while at < length:
            byte = code[at]
            if byte >= 32 or byte == 28:
                size = 1 if 32 <= byte <= 246 else 3 if byte == 28 else 5 if byte == 255 else 2
                self._operands.append(len(self.code))
                self.code += code[at : at + size]
                at += size
                continue
            at += 1
            if byte == _RETURN:
                return False
            if byte in self._subroutines:
                if self.run(self._called(byte, depth), depth + 1):
                    return True
                continue
            at += self._operator(code, byte, at)
            if byte == _END:
                return True
        return False

    def _operator(self, code: bytes, byte: int, at: int) -> int:
        """Take over an operator; how many bytes behind ``at`` belong to it."""
        extra = 0
        if byte in _STEMS or byte in _MASKS:
            self._stems += len(self._operands) // 2
            extra = (self._stems + 7) // 8 if byte in _MASKS else 0
        elif byte == _ESCAPE and code[at] in _FLEXES:
            extra = 1
        elif byte == _END:
            if len(self._operands) >= 4:
                raise UnusualCharstring
        elif byte not in _CLEARING:
            raise UnusualCharstring
        self._operands.clear()
        self.code.append(byte)
        self.code += code[at : at + extra]
        return extra

    def _called(self, byte: int, depth: int) -> bytes:
        """The subroutine whose number was the last operand (Technical Note 5177, 4.7: numbers are biased)."""
        if depth == _DEEPEST:
            raise UnusualCharstring
        start = self._operands.pop()
        number = _number(self.code[start:])
        del self.code[start:]
        subroutines = self._subroutines[byte]
        count = len(subroutines)
        return subroutines[number + (107 if count < 1240 else 1131 if count < 33900 else 32768)]


def _number(code: bytes | bytearray) -> int:
    """The integer operand ``code`` (Technical Note 5177, 3.2)."""
    first = code[0]
    if first == 28:
        return int.from_bytes(code[1:3], "big", signed=True)
    if first <= 246:
        return first - 139
    if first <= 250:
        return (first - 247) * 256 + code[1] + 108
    if first <= 254:
        return -(first - 251) * 256 - code[1] - 108
    raise UnusualCharstring
