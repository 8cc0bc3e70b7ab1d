"""What the kinds of file have in common: where a value stands; texts, lists and keyed groups, each knowing that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

DEEPEST = 64
"""Levels of nesting that a file may have; a submission has seven."""


class Mark(NamedTuple):
    """A place in a text, counted from 1 (columns count characters), or the cell of a ``sheet``, number ``order``."""

    line: int
    column: int
    sheet: str = ""
    order: int = 0

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.sheet}!{letters(self.column)}{self.line}"
        return f"第 {self.line} 行第 {self.column} 列"


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """The name of a sheet's column, counted from 1: A, B … Z, AA."""
    name = ""
    while column > 0:
        column, last = divmod(column - 1, 26)
        name = chr(65 + last) + name
    return name


def column_number(letters: str) -> int:
    """The number of a sheet's column by its name, from 1: that of AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


START = Mark(1, 1)


class Kind(Enum):
    """What a scalar is: words or figures as typed, nothing (``null``), or JSON's ``true`` and ``false``."""

    TEXT = "text"
    BLANK = "blank"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, ``text`` being what was typed: figures stay the characters that they are."""

    text: str
    mark: Mark
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: tuple[Node, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Group:
    """Keys and their values, in the order of the file; a key may stand there twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    mark: Mark


Node = Scalar | Listing | Group


@dataclass(frozen=True, slots=True)
class Written:
    """A scalar in the text of its file, from ``start`` up to ``end``, where it says ``text``."""

    start: int
    end: int
    text: str
    rewritten: Callable[[str], str]
    """Gives what to write there instead, so that it says another text."""
    uses: int = 1
    """How often the file says it: 1 more than there are aliases of it."""
    key: bool = False


class SyntaxFault(Exception):
    """The text breaks the rules of its format at ``mark`` (None: of the file as a whole); ``reason`` is Chinese."""

    def __init__(self, mark: Mark | None, reason: str) -> None:
        super().__init__(mark, reason)
        self.mark = mark
        self.reason = reason


def shortened(text: str, longest: int = 30) -> str:
    """``text`` on one line, printable, and not longer than a message can bear."""
    line = "".join(character if character.isprintable() else "�" for character in " ".join(text.split()))
    return line if len(line) <= longest else line[:longest] + "…"


def described(node: Node) -> str:
    """What ``node`` is, for a message that says what was found."""
    if isinstance(node, Listing):
        return "列表"
    if isinstance(node, Group):
        return "一组键和值"
    if node.kind is Kind.BLANK:
        return "空"
    return f"“{shortened(node.text)}”"
