"""Who hands the book in, and for which year: the cover, or else what the tables say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from budgetdocs.errors import ReadError
from budgetdocs.readers.labels import plain
from budgetdocs.readers.tree import Scalar
from budgetdocs.readers.word.blocks import Paragraph

_TITLE = re.compile(
    r"(?P<name>.*?)(?P<year>20\d\d)\s*年?度?\s*(?:部门|单位)?(?:整体|项目)*(?:支出)?预算\s*(?:项目)?(?:支出)?绩效"
    r"(?:目标|文本|目标文本|目标申报表|目标表|)(?:汇编|公开)?",
    re.DOTALL,
)
_LABELLED = re.compile(r"\s*(?P<label>[^:：]{2,8}?)\s*[:：](?P<value>.*)", re.DOTALL)
_CODE_LABELS = frozenset(("单位编码", "部门编码", "单位代码", "部门代码", "预算单位编码"))
_NAME_LABELS = frozenset(("单位名称", "部门名称", "填报单位", "申报单位", "部门", "单位"))
_YEAR_LABELS = frozenset(("预算年度", "年度", "申报年度"))
_YEAR = re.compile(r"(20\d\d)年?度?")


_LONGEST_TITLE = 300


class Cover(NamedTuple):
    """What the cover says of the department and the year; None for what it does not say."""

    name: Scalar | None = None
    code: Scalar | None = None
    year: Scalar | None = None


def read_cover(paragraphs: Sequence[Paragraph], shown: str) -> Cover:
    """The cover in ``paragraphs``, which stand before the prose and the tables.

    Raises :class:`ReadError`, naming the file as ``shown``, if there are the covers of several departments.
    """
    titles = [(index, match) for index, each in enumerate(paragraphs) if (match := _title(each.text))]
    name = year = None
    rest = paragraphs
    if titles:
        index, match = titles[-1]
        paragraphs[index].used = True
        year = Scalar(match["year"], paragraphs[index].mark)
        name = _name(paragraphs, index, match["name"])
        rest = paragraphs[index + 1 :]
    labelled = _labelled(rest)
    cover = Cover(
        name or labelled.get("name"),
        labelled.get("code"),
        year or labelled.get("year"),
    )
    for each in paragraphs:
        each.used = each.used or plain(each.text) in ("目录", "")
    _require_one(titles, paragraphs, shown)
    return cover


def _title(text: str) -> re.Match[str] | None:
    return _TITLE.fullmatch(text.strip()) if len(text) <= _LONGEST_TITLE else None


def _name(paragraphs: Sequence[Paragraph], index: int, before: str) -> Scalar | None:
    """The name of the department: before the year in the title, or the paragraph above it."""
    title = paragraphs[index]
    if before.strip():
        return Scalar(before.strip(), title.mark)
    above = paragraphs[index - 1] if index else None
    if above is None or not (above.style.name == title.style.name == "Title"):
        above = next((each for each in reversed(paragraphs[:index]) if not each.blank), None)
    if above is None:
        return None
    above.used = True
    return Scalar(above.text, above.mark)


def _labelled(paragraphs: Sequence[Paragraph]) -> dict[str, Scalar]:
    """What is written behind a label and a colon; the first of a kind, as the cover stands before the contents."""
    found: dict[str, Scalar] = {}
    for each in paragraphs:
        match = _LABELLED.fullmatch(each.text)
        label = plain(match["label"]) if match else ""
        for kind, labels in (("code", _CODE_LABELS), ("name", _NAME_LABELS), ("year", _YEAR_LABELS)):
            if match and label in labels and kind not in found:
                found[kind] = Scalar(match["value"].strip(), each.mark)
                each.used = True
            elif match and label in labels and plain(found[kind].text) == plain(match["value"]):
                each.used = True
    if "year" in found and not _YEAR.fullmatch(plain(found["year"].text)):
        found.pop("year")
    return found


def _require_one(titles: Sequence[tuple[int, re.Match[str]]], paragraphs: Sequence[Paragraph], shown: str) -> None:
    names = dict.fromkeys(plain(match["name"]) for _, match in titles if match["name"].strip())
    if len(names) > 1:
        marks = "、".join(str(paragraphs[index].mark) for index, _ in titles)
        raise ReadError(shown, marks, several(list(names)))


def several(names: Sequence[str]) -> str:
    """Why a file with the forms of all these departments is refused."""
    listed = "、".join(names[:5]) + ("等" if len(names) > 5 else "")
    return f"文件里有 {len(names)} 个部门的表（{listed}），一个文件只能有一个部门；请按部门分开，或加上写明部门的封面"
