"""Punctuation of Chinese prose: half-width marks between Chinese characters, marks typed twice, brackets left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_CHINESE = "\u4e00-\u9fff"
_HALF = re.compile('[,;:?!.()"]')
_FULL = str.maketrans(",;:?!", "，；：？！")
_HALF_WIDTH = re.compile(
    f"(?<=[{_CHINESE}])[,;:?!](?=[{_CHINESE}“‘《（0-9]|$)|(?<=[0-9%％”’》）])[,;?!](?=[{_CHINESE}“‘《（])"
)
_FULL_STOP = re.compile(rf"(?<=[{_CHINESE}])\.$")
_TWICE = re.compile("([，、；：！？])\\1+|(?<!。)。。(?!。)")
_MAY_BE_TWICE = re.compile("，，|、、|；；|：：|！！|？？|。。")
_QUOTED = re.compile('"([^"\n]*)"')
_ANY_CHINESE = re.compile(f"[{_CHINESE}]")
_MIXED = re.compile(r"（[^()（）]*\)|\([^()（）]*）")

_PAIRS = {
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "“": "”",
    "‘": "’",
    "【": "】",
    "〔": "〕",
    "[": "]",
    "「": "」",
}
_CLOSING = {close: open_ for open_, close in _PAIRS.items()}
_ENUMERATOR = re.compile(r"(?:^|[\s。；;，,、：:！？!?”》）)])[0-9０-９一二三四五六七八九十a-zA-Z①-⑳]{1,3}$")
_LONGEST_ENUMERATOR = 5
_ONE_OF_A_PAIR = re.compile(f"[{re.escape(''.join((*_PAIRS, *_CLOSING)))}](?<![A-Za-z0-9]’)")


_MARK = re.compile(f'[{re.escape("".join((*_PAIRS, *_CLOSING)))},;:?!."]')


class Mended(NamedTuple):
    """A mark that is wrong, what it should be, and the text with every such mark right."""

    wrong: str
    right: str
    text: str


def may_be_wrong(text: str) -> bool:
    """Whether ``text`` has any mark that :func:`mended` or :func:`unbalanced` look at: cheaper than to ask them."""
    return _MARK.search(text) is not None or _MAY_BE_TWICE.search(text) is not None


def mended(text: str) -> Mended | None:
    """The first mark of ``text`` of the wrong width or typed twice, with ``text`` mended; None if all are right.

    Marks between digits or Latin letters (12:30, A.B) are left alone.
    """
    if not (_HALF.search(text) or _MAY_BE_TWICE.search(text)):
        return None
    changes: list[tuple[int, str, str]] = []

    def mark(found: re.Match[str], right: str) -> str:
        changes.append((found.start(), found[0], right))
        return right

    def pair(found: re.Match[str], right: str) -> str:
        changes.append((found.start(), f"{found[0][0]}…{found[0][-1]}", f"{right[0]}…{right[-1]}"))
        return right

    def quotes(found: re.Match[str]) -> str:
        return pair(found, f"“{found[1]}”") if _ANY_CHINESE.search(found[1]) else found[0]

    plain = text.rstrip()
    plain = _MIXED.sub(lambda found: pair(found, f"（{found[0][1:-1]}）"), plain)
    plain = _QUOTED.sub(quotes, plain)
    plain = _HALF_WIDTH.sub(lambda found: mark(found, found[0].translate(_FULL)), plain)
    plain = _FULL_STOP.sub(lambda found: mark(found, "。"), plain)
    plain = _TWICE.sub(lambda found: mark(found, found[0][0]), plain)
    if not changes:
        return None
    _, wrong, right = min(changes)
    return Mended(wrong, right, plain + text[len(text.rstrip()) :])


def unbalanced(text: str) -> Iterator[str]:
    """The brackets and quotation marks of ``text`` that lack their other half. Enumerators (1）, 一）) lack none."""
    open_: list[str] = []
    for found in _ONE_OF_A_PAIR.finditer(text):
        char, start = found[0], found.start()
        if char in _PAIRS:
            open_.append(char)
        elif _CLOSING[char] in open_:
            while (last := open_.pop()) != _CLOSING[char]:
                yield last
        elif not _ENUMERATOR.search(text[max(0, start - _LONGEST_ENUMERATOR) : start]):
            yield char
    yield from open_
