"""Submissions as text for people and programs: YAML in block style, JSON, both under the printed labels."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, get_args

from budgetdocs.errors import RenderError
from budgetdocs.model import PaymentPlan, Project, Submission

_HEAD = '# 预算绩效目标，供 budgetdocs 检查和生成 Word、PDF。金额单位为万元；表上空白的格写 ""。\n'
_UNIT = tuple(str(Project.model_fields[name].alias) for name in ("unit_code", "unit_name"))
_FIGURES = frozenset(
    field.alias
    for record in (Project, PaymentPlan)
    for field in record.model_fields.values()
    if Decimal in (field.annotation, *get_args(field.annotation))
)
"""The labels of amounts and percents, which YAML writes without quotes."""

_PRINTABLE = (
    "\x20-\x7e\xa1-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\uf900-\ufdcf\ufe10-\ufefe\uff00-\ufffb"
)
_PLAIN = re.compile(f"(?![-?:,\\[\\]{{}}#&*!|>'\"%@`])[{_PRINTABLE}\u3000\U00010000-\U0003fffd]+")
"""Words that can be seen, and that do not begin like something else in YAML (1.1, chapter 5.3, indicators)."""
_MEANT = re.compile(":(?: |$)| #")
"""What ends plain words: a key's colon, a comment."""
_INVISIBLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML can't hold or reads as a line break (1.1, chapters 5.1 and 5.4), and the byte order mark."""


def write_json(submission: Submission) -> bytes:
    """``submission`` as JSON in UTF-8, complete: each project names its unit.

    Raises :class:`RenderError` where a text holds half a character (a lone surrogate), which no file can.
    """
    return _encoded(json.dumps(submission.dump(), ensure_ascii=False, indent=2) + "\n", submission)


def write_yaml(submission: Submission) -> bytes:
    """``submission`` as YAML in UTF-8, the way a person would type it; a project of the department names no unit.

    Words that YAML might take for something else are quoted, and what it can't hold is escaped, so that any text reads
    back as it was. Raises :class:`RenderError` like :func:`write_json`.
    """
    data = submission.dump()
    department = data["部门"]
    projects = [
        {key: value for key, value in project.items() if key not in _UNIT or value != department[key]}
        for project in data["项目"]
    ]
    return _encoded(_HEAD + "".join(_group(data | {"项目": projects}, "")), submission)


def _encoded(text: str, submission: Submission) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        near = text[max(error.start - 10, 0) : error.start].rpartition("\n")[2].strip(' "')
        reason = f"“{near}”之后有半个字符（U+{ord(text[error.start]):04X}），存不进文件，请改成完整的字"
        raise RenderError(submission.form, "", reason) from None


def _group(data: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield f"{_gap(indent)}{indent}{key}:\n"
            yield from _group(value, indent + "  ")
        elif isinstance(value, list) and value:
            yield f"{_gap(indent)}{indent}{key}:\n"
            for number, item in enumerate(value):
                if number and isinstance(item, dict):
                    yield _gap(indent)
                yield from _item(item, indent + "  ")
        else:
            figure = key in _FIGURES or not isinstance(value, str)
            yield f"{indent}{key}: {value if figure else _words(value, indent)}\n"


def _gap(indent: str) -> str:
    """An empty line between the parts of the submission, and between its projects."""
    return "" if indent else "\n"


def _item(item: Any, indent: str) -> Iterator[str]:
    if not isinstance(item, dict):
        yield f"{indent}- {_words(item, indent)}\n"
        return
    lines = _group(item, indent + "  ")
    yield f"{indent}- {next(lines).lstrip(' ')}"
    yield from lines


def _words(text: str, indent: str) -> str:
    """``text`` as a scalar: plain, as a block of lines, or quoted.

    Plain words hold at least one character beyond ASCII, so that no tool takes 0978001, 12:30 or no for something else.
    """
    lines = text.split("\n")
    if (
        len(lines) > 1
        and all(line == line.strip() and _PLAIN.fullmatch(f"文{line}") for line in lines)
        and lines[0]
        and lines[-1]
    ):
        return "|-\n" + "\n".join(f"{indent}  {line}" if line else "" for line in lines)
    if not text.isascii() and text == text.strip() and _PLAIN.fullmatch(text) and not _MEANT.search(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _INVISIBLE.sub(lambda odd: f"\\u{ord(odd[0]):04X}", quoted)
