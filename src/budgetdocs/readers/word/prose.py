"""部门整体绩效目标 in a Word file: its three parts by their headings, and the 分项 by theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from budgetdocs.model import OddityKind
from budgetdocs.readers.form.sheet import Noted
from budgetdocs.readers.labels import plain
from budgetdocs.readers.tree import Group, Listing, Mark, Node, Scalar, shortened
from budgetdocs.readers.word.blocks import Paragraph

PARTS = ("总体绩效目标", "分项绩效目标", "工作保障措施")
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+(?:部分|[部章节])|[一二三四五六七八九十\d]+[、.]|\([一二三四五六七八九十\d]+\))"
)
_PART_HEADINGS = frozenset(("部门整体绩效目标", "部门(单位)整体绩效目标", "部门整体支出绩效目标", "整体绩效目标"))
_PROJECTS_HEADINGS = frozenset(("预算项目绩效目标", "项目绩效目标", "部门预算项目绩效目标", "项目支出绩效目标"))
_TYPED_HEADING = re.compile(r"^\s*(?:\d{1,2}\s*[、.．]|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、)")
_LONGEST_HEADING = 40
_NO_LEVEL = 99


class Prose(NamedTuple):
    """What the prose says: a node for each part that is there, the oddities met, and where it stands."""

    parts: dict[str, Node]
    mark: Mark | None
    noted: list[Noted]
    start: int
    """The index of the first paragraph that belongs to it; all of those before stand on the cover."""
    end: int
    """The index after its last paragraph."""


def named(text: str) -> str:
    """``text`` as a heading is compared: without white space, its number and a colon behind it."""
    return _NUMBERED.sub("", plain(text)).removesuffix(":") if len(text) < 60 else ""


def read_prose(paragraphs: Sequence[Paragraph], before_tables: int) -> Prose:
    """The prose of ``paragraphs``, of which the first ``before_tables`` stand before any table."""
    names = [named(each.text) for each in paragraphs]
    part_one = _heading(paragraphs, names, _PART_HEADINGS, 0)
    part_two = _heading(paragraphs, names, _PROJECTS_HEADINGS, 0)
    end = before_tables if part_two is None else part_two
    for index in (part_one, part_two):
        if index is not None:
            paragraphs[index].used = True
    starts: dict[str, int] = {}
    at = 0
    for part in PARTS:
        found = _heading(paragraphs[:end], names, frozenset((part,)), at)
        if found is not None:
            starts[part], at = found, found + 1
            paragraphs[found].used = True
    if not starts:
        return Prose({}, None, [], end if part_one is None else part_one, end)
    noted: list[Noted] = []
    parts: dict[str, Node] = {part: _part(part, paragraphs, starts, end, noted) for part in starts}
    first = min(starts.values())
    mark = paragraphs[first].mark
    missing = [part for part in PARTS if part not in parts]
    noted += [Noted(OddityKind.ABSENT, mark, f"没有“{part}”这一部分，读作空白") for part in missing]
    return Prose(parts, mark, noted, first if part_one is None or part_one > first else part_one, end)


def _heading(paragraphs: Sequence[Paragraph], names: Sequence[str], sought: frozenset[str], start: int) -> int | None:
    """The index of the heading ``sought``, from ``start`` on: the first of the highest outline level.

    A paragraph of the prose may say the same words; where headings have their level, it has none.
    """
    found = [index for index in range(start, len(paragraphs)) if names[index] in sought]
    return min(found, key=lambda index: (_level(paragraphs[index]), index), default=None)


def _level(paragraph: Paragraph) -> int:
    return _NO_LEVEL if paragraph.style.level is None else paragraph.style.level


def _part(part: str, paragraphs: Sequence[Paragraph], starts: dict[str, int], end: int, noted: list[Noted]) -> Listing:
    start = starts[part]
    stop = min((other for other in starts.values() if other > start), default=end)
    inside = [each for each in paragraphs[start + 1 : stop] if not each.used]
    for each in inside:
        each.used = True
    mark = paragraphs[start].mark
    if part != "分项绩效目标":
        return _lines(inside, mark)
    return Listing(tuple(_specific(inside, mark, noted)), mark)


def _lines(paragraphs: Sequence[Paragraph], mark: Mark) -> Listing:
    return Listing(tuple(Scalar(each.text, each.mark) for each in paragraphs if not each.blank), mark)


def _specific(paragraphs: Sequence[Paragraph], mark: Mark, noted: list[Noted]) -> Iterator[Group]:
    """The 分项: by outline level; in a file without levels by the numbers that short paragraphs begin with."""
    outlined = [each for each in paragraphs if each.style.level is not None]
    level = min(map(_level, [each for each in outlined if not each.blank] or outlined), default=_NO_LEVEL)
    groups: list[tuple[Paragraph | None, list[Paragraph]]] = []
    for each in paragraphs:
        heading = _level(each) <= level < _NO_LEVEL if outlined else _is_typed_heading(each)
        if heading:
            groups.append((each, []))
        elif not each.blank:
            if not groups:
                detail = f"“{shortened(each.text)}”前面没有分项的标题，读作没有标题的一项"
                noted.append(Noted(OddityKind.AMBIGUOUS, each.mark, detail))
                groups.append((None, []))
            groups[-1][1].append(each)
    for title, content in groups:
        if title is not None and title.blank and not content:
            continue  # an empty line in the style of a heading
        place = title.mark if title is not None else content[0].mark if content else mark
        text = Scalar(title.text if title is not None else "", place)
        yield Group(((Scalar("标题", place), text), (Scalar("内容", place), _lines(content, place))), place)


def _is_typed_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    short = len(text) <= _LONGEST_HEADING and not text.endswith(("。", "；", ";"))
    return short and bool(_TYPED_HEADING.match(text))
