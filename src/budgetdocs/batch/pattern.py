"""Where a document goes: folders and a name, by a pattern of what the form says."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from budgetdocs.batch.names import ILLEGAL, LONGEST_NAME, LONGEST_PATH, file_name
from budgetdocs.errors import BudgetDocsError
from budgetdocs.model import Project, Submission
from budgetdocs.review.reading.regions import PROVINCES

FIELDS = ("区划", "单位编码", "单位名称", "年度", "项目编码", "项目名称")
_OF_PROJECTS = frozenset(("项目编码", "项目名称"))
FLAT = "{项目编码}_{项目名称}绩效目标表"
"""The pattern that holds unless another is given: all files in one folder."""
TREE = "{区划}/{单位编码}{单位名称}/{项目编码}_{项目名称}"
"""A folder for each region, in it one for each unit."""
BOOK = "{单位编码}{单位名称}_{年度}年部门预算绩效目标"
"""The name of a department's book, which lies where the pattern has no more to do with projects."""
UNKNOWN_REGION = "未知区划"


@dataclass(frozen=True)
class Pattern:
    """Where the table of a project goes: folders and a name, with ``{fields}`` for what the form says."""

    text: str = FLAT

    def __post_init__(self) -> None:
        """Raises :class:`BudgetDocsError` for a pattern that can't be used, saying why."""
        fault = _fault(self.text)
        if fault:
            raise BudgetDocsError(f"文件名样式“{self.text}”{fault}")

    def place(self, submission: Submission, project: Project | None, region: str) -> tuple[str, str]:
        """Where a project's table goes, or with None the book: the wished name, without suffix, and the folder, which
        is legal everywhere and ends in ``/`` ("" for none). See :meth:`~budgetdocs.batch.names.FileNames.unique`.
        """
        unit = submission.department
        values = {"区划": region, "年度": str(submission.year), "单位编码": unit.code, "单位名称": unit.name}
        *folders, name = self._parts()
        if project is None:
            name = BOOK
            folders = folders[: next((at for at, each in enumerate(folders) if _projects_in(each)), len(folders))]
        else:
            values |= {"项目编码": project.code, "项目名称": project.name}
        room = (LONGEST_PATH - LONGEST_NAME) // len(folders) - 1 if folders else 0
        legal = (file_name(_filled(each, values), "", room + len(".docx")) for each in folders)
        return _filled(name, values), "".join(f"{each}/" for each in legal)

    def _parts(self) -> list[str]:
        return re.sub(r"\.(?:docx|pdf)$", "", self.text, flags=re.IGNORECASE).replace("\\", "/").split("/")


def region_of(projects: Iterable[Project]) -> str:
    """The 区划 with which most of the codes begin (of several, the first), :data:`UNKNOWN_REGION` if none is sound.

    One for a department, so that its files stay together. A 项目编码 begins with the six digits of a 区划.
    """
    regions = Counter(project.code[:6] for project in projects if _CODE.fullmatch(project.code))
    known = Counter({region: count for region, count in regions.items() if region[:2] in PROVINCES})
    return known.most_common(1)[0][0] if known else UNKNOWN_REGION


_CODE = re.compile(r"[0-9]{8}[0-9A-Za-z][0-9]{11}[0-9A-Za-z]")


def _filled(part: str, values: Mapping[str, str]) -> str:
    """``part`` with its fields filled in."""
    return "".join(
        literal + (values[field] if field else "") for literal, field, _, _ in string.Formatter().parse(part)
    )


def _projects_in(part: str) -> bool:
    return any(field in _OF_PROJECTS for _, field, _, _ in string.Formatter().parse(part))


def _fault(pattern: str) -> str:
    """What makes ``pattern`` unusable, "" if nothing does."""
    known = "、".join(f"{{{field}}}" for field in FIELDS)
    try:
        parsed = list(string.Formatter().parse(pattern))
    except ValueError:
        return "里的 { 和 } 没有配对"
    for _, field, layout, conversion in parsed:
        if field is not None and (field not in FIELDS or layout or conversion):
            return f"里的 {{{field}}} 不认识，可用的有：{known}"
    parts = pattern.replace("\\", "/").split("/")
    if re.match(r"[A-Za-z]:", pattern) or not parts[0]:
        return "要写成输出文件夹之下的路径，不能以 / 或盘符开头"
    if any(part.strip(" ") in ("", ".", "..") for part in parts):
        return "里有空的一段，或者 .、..；每一段都要是一个名字"
    illegal = ILLEGAL.search("".join(literal for literal, *_ in parsed).replace("/", "").replace("\\", ""))
    if illegal:
        return f"里有文件名不能用的字符 {illegal[0]!r}"
    return ""
