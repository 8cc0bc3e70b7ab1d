"""Text of cells and comments: CT_Rst (ECMA-376 Part 1 §18.4), plain or in runs that have fonts of their own."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Final

from lxml import etree

from budgetdocs.writers.workbook.ooxml import tag

LONGEST: Final = 32_767
"""Characters (UTF-16 code units) of a cell or comment."""

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")  # §22.9.2.19, ST_Xstring
_LIKE_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def text_of(rst: etree._Element) -> str:
    """What the rich or plain text says, without phonetic hints."""
    return "".join(_decoded(each) for each in _texts(rst))


def writable(text: str) -> bool:
    """Whether XML can hold all of ``text``, and a cell its length."""
    return not _UNWRITABLE.search(text) and length(text) <= LONGEST


def length(text: str) -> int:
    """The length as spreadsheets count it."""
    return len(text) + sum(character > "\uffff" for character in text)


def legible(text: str) -> str:
    """``text`` for people to read: what XML can't hold as �, the end of what a cell can't hold as “…”."""
    text = _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if length(text) <= LONGEST else f"{text[: LONGEST // 2]}…"


def line_count(text: str, columns: int) -> int:
    """How many lines ``text`` fills where one takes so many half-width characters."""
    widths = (sum(1 + (character > "\u2e7f") for character in line) for line in text.split("\n"))
    return sum(max(-(-width // columns), 1) for width in widths)


def set_text(element: etree._Element, text: str) -> None:
    """Make the element ``t`` say ``text``, as it is."""
    element.text = _LIKE_ESCAPED.sub("_x005F_", text)
    if text != text.strip() or "\n" in text or "  " in text:
        element.set(_SPACE, "preserve")


def append_run(rst: etree._Element, text: str, font: etree._Element) -> None:
    """Add ``text`` in the font ``font`` (a ``rPr``) behind all that ``rst`` says; plain text becomes a run for it."""
    plain = rst.find(tag("t"))
    if plain is not None:
        first = rst.makeelement(tag("r"))
        rst.replace(plain, first)
        first.append(plain)
    runs = rst.findall(tag("r"))
    run = rst.makeelement(tag("r"))
    rst.insert(rst.index(runs[-1]) + 1 if runs else 0, run)
    run.append(deepcopy(font))
    set_text(etree.SubElement(run, tag("t")), text)


def cut_off(rst: etree._Element, mark: str) -> str:
    """Cut off what ``rst`` says from the line ``mark`` on; what that was, "" if there is no such line."""
    text = text_of(rst)
    found = re.search(rf"(^|\n){re.escape(mark)}(\n|$)", text)
    if not found:
        return ""
    end = found.start()
    rewrite(rst, text[:end])
    return text[end:]


def rewrite(rst: etree._Element, text: str) -> None:
    """Make ``rst`` say ``text``, the runs keeping their fonts: what is new has the font of what it stands for.

    Phonetic hints go, as they count characters.
    """
    for hint in (*rst.findall(tag("rPh")), *rst.findall(tag("phoneticPr"))):
        rst.remove(hint)
    texts = _texts(rst)
    if not texts:
        texts = [etree.SubElement(rst, tag("t"))]
    old = "".join(map(_decoded, texts))
    start = _common(old, text)
    behind = _common(old[start:][::-1], text[start:][::-1])
    end, new = len(old) - behind, text[start : len(text) - behind]
    at = 0
    pieces = []
    for element in texts:
        piece = _decoded(element)
        stop = at + len(piece)
        kept = piece[: max(start - at, 0)], piece[max(end - at, 0) :] if end < stop else ""
        here = bool(new) and (at <= start < stop or (start == stop == len(old)))
        pieces.append(kept[0] + (new if here else "") + kept[1])
        new, at = "" if here else new, stop
    for element, piece in zip(texts, pieces, strict=True):
        run = element.getparent()
        if not piece and run is not None and run.tag == tag("r") and len(texts) > 1:
            rst.remove(run)
        elif piece != _decoded(element):
            set_text(element, piece)


def _texts(rst: etree._Element) -> list[etree._Element]:
    """The elements ``t`` that make up what ``rst`` says."""
    found = [each for run in rst if run.tag == tag("r") for each in run.findall(tag("t"))]
    return [*rst.findall(tag("t")), *found]


def _decoded(element: etree._Element) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), element.text or "")


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
