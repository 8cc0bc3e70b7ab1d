"""Titles of forms, and the name of the project that they give."""

from __future__ import annotations

import re

from budgetdocs.readers.labels import plain

_NUMBER = re.compile(r"^\s*\d+[.、．]")
_GENERIC = re.compile(
    r"\(?(?:20\d\d年度?)?\)?(?:部门)?(?:预算)?(?:项目)?(?:支出)?绩效目标(?:申报)?表?(?:\(20\d\d年度?\))?"
)
_END = re.compile(r"(?:项目)?(?:支出)?绩效目标(?:申报)?表?$")


def project_named(title: str) -> str:
    """The name of the project that ``title`` begins with (``1.校舍维修绩效目标表``); "" if it is that of any form."""
    bare = _NUMBER.sub("", title, count=1).strip()
    return "" if _GENERIC.fullmatch(plain(bare)) or not _END.search(bare) else _END.sub("", bare).strip()
