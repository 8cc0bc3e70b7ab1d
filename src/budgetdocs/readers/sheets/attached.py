"""What stands on a worksheet in no cell: comments, text boxes, pictures (ECMA-376 Part 1, 18.7, 20.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from budgetdocs.readers.sheets.package import Link, Package
from budgetdocs.readers.tree import column_number, shortened

_OWN: Final = re.compile("\\s*─+ budgetdocs ─+.*", re.DOTALL)
"""What an annotation of budgetdocs itself adds to a comment: it is about the data, and no part of it."""
_PLACE: Final = re.compile("([A-Z]{1,3})([0-9]{1,7})")


def attached(package: Package, links: dict[str, Link]) -> Iterator[tuple[int, int, str]]:
    """Row, column, and what is there, for all that ``links`` of a worksheet lead to."""
    for kind, target in links.values():
        if target in package and kind == "comments":
            yield from _comments(package.tree(target))
        elif target in package and kind == "drawing":
            yield from _drawn(package.tree(target))


def _comments(root: etree._Element) -> Iterator[tuple[int, int, str]]:
    for comment in root.iter("{*}comment"):
        text = _OWN.sub("", "".join(each.text or "" for each in comment.iter("{*}t"))).strip()
        place = _PLACE.fullmatch(comment.get("ref", ""))
        if text and place:
            yield int(place[2]), column_number(place[1]), f"批注“{shortened(text, 60)}”"


def _drawn(root: etree._Element) -> Iterator[tuple[int, int, str]]:
    """Text boxes by their words, and the first of the pictures and charts."""
    pictured = False
    for anchor in root:
        row, column = (_corner(anchor, name) for name in ("row", "col"))
        text = " ".join(filter(None, ((each.text or "").strip() for each in anchor.iter("{*}t"))))
        if text:
            yield row, column, f"文本框“{shortened(text, 60)}”"
        elif not pictured and next(anchor.iter("{*}pic", "{*}graphicFrame"), None) is not None:
            pictured = True
            yield row, column, "图片或图表"


def _corner(anchor: etree._Element, name: str) -> int:
    """The row or the column, counted from 1, where ``anchor`` begins."""
    written = anchor.findtext(f"{{*}}from/{{*}}{name}", "0")
    return int(written) + 1 if written.isdecimal() and len(written) < 8 else 1
