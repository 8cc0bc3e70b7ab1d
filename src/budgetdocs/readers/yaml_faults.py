"""What is wrong with a text that is no YAML, in the words of the person who typed it."""

from __future__ import annotations

import re

import yaml

from budgetdocs.readers.tree import DEEPEST, Mark, SyntaxFault, shortened

_UNSPACED = re.compile(r"^\s*(?:- +)*[^\s:：\"'\[{#]+:(?=[^\s/])")
_FULL_WIDTH = re.compile(r"^\s*(?:- +)*[^\s:：\"'\[{#，。；]{1,20}：")
_QUOTED = re.compile(r"^\s*(?:- +)*(?:[^\s:\"']+: +)?([\"'])")
_COLON = re.compile(r":(?:\s|$)")

_REASONS = (
    ("nesting depth", f"嵌套超过 {DEEPEST} 层"),  # libyaml of late stops by itself, at some depth beyond ours
    ("tab", "缩进用了制表符（Tab），请改用空格"),
    ("flow sequence", "方括号“[ ]”没有配对，或各项之间缺半角逗号；若是文字，请用引号括起来"),
    ("flow mapping", "花括号“{ }”没有配对，或各项之间缺半角逗号；若是文字，请用引号括起来"),
    ("block scalar", "“|”或“>”后面不能再有文字；若是文字的开头，请用引号括起来"),
    ("mapping values are not allowed", "这里不应有冒号：文字里有“: ”时请用引号括起来，否则请检查缩进"),
    ("expected ':'", "缺冒号：每一项应写成“键: 值”（半角冒号加空格），列表的每项应以“- ”开头"),
    ("block mapping", "缩进不齐，或引号、“- ”用错：同一组的键应从同一列写起"),
    ("block collection", "缩进不齐，或引号、“- ”用错：同一列表的“- ”应从同一列写起"),
    ("alias", "以“*”开头的文字请用引号括起来"),
    ("anchor", "以“&”开头的文字请用引号括起来"),
    ("tag", "以“!”开头的文字请用引号括起来"),
    ("directive", "以“%”开头的文字请用引号括起来"),
)


def explain(error: yaml.YAMLError, text: str) -> SyntaxFault:
    """The fault that ``error`` reports about ``text``: at its likeliest cause, with what to do."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return SyntaxFault(None, "不是有效的 YAML 文本")
    lines = text.splitlines()
    english = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    here = Mark(mark.line + 1, mark.column + 1)
    character = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
    if "cannot start any token" in english:
        return SyntaxFault(here, _bad_start(character))
    context = getattr(error, "context_mark", None)
    if "escape" in english:
        return SyntaxFault(here, "双引号里的“\\”不是有效的转义，请改用单引号，或写成“\\\\”")
    if "quoted scalar" in english:
        return _unpaired(lines, mark.line) or SyntaxFault(here, "引号没有配对，或引号后面还有文字")
    if "':'" in english or "mapping" in english or "collection" in english:
        if context is not None and "simple key" in english:
            here = Mark(context.line + 1, context.column + 1)
        fault = _tabbed(lines, mark.line) or _unpaired(lines, mark.line) or _miswritten_colon(lines, here.line - 1)
        if fault:
            return fault
        if mark.line < len(lines) and lines[mark.line][: mark.column].rstrip().endswith(("'", '"')):
            return SyntaxFault(here, "引号后面还有文字：请把整段文字括在一对引号里，里面的引号用“”")
    reason = next((reason for part, reason in _REASONS if part in english), "不合 YAML 语法，请检查缩进、冒号和引号")
    return SyntaxFault(here, reason)


def colon_hint(text: str) -> str:
    """What to say if ``text`` reads like a key and its value with the wrong colon between them; else ""."""
    if _COLON.search(text):
        return ""
    if _FULL_WIDTH.match(text):
        return "冒号用了全角“：”，请改成半角冒号加空格“: ”"
    return "冒号后面缺空格，请写成“键: 值”" if _UNSPACED.match(text) else ""


def _bad_start(character: str) -> str:
    if character == "\t":
        return "缩进用了制表符（Tab），请改用空格"
    return f"文字不能以“{character}”开头，请用引号括起来"


def _tabbed(lines: list[str], at: int) -> SyntaxFault | None:
    """The tab in the indentation of line ``at`` (or of the line before it)."""
    for number in (at, at - 1):
        if 0 <= number < len(lines):
            indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
            if "\t" in indent:
                return SyntaxFault(Mark(number + 1, indent.index("\t") + 1), "缩进用了制表符（Tab），请改用空格")
    return None


def _unpaired(lines: list[str], at: int) -> SyntaxFault | None:
    """The first quote, up to line ``at``, that opens a value and is not closed in its line."""
    for number, line in enumerate(lines[: at + 1]):
        opening = _QUOTED.match(line)
        if opening and line.count(opening[1]) % 2:
            return SyntaxFault(Mark(number + 1, opening.start(1) + 1), "引号没有配对")
    return None


def _miswritten_colon(lines: list[str], at: int) -> SyntaxFault | None:
    """A key with a wrong colon in line ``at`` or in the nearest line of text above it."""
    above = next((number for number in range(min(at, len(lines)) - 1, -1, -1) if lines[number].strip()), None)
    for number in (at, above):
        if number is None or number >= len(lines):
            continue
        hint = colon_hint(lines[number])
        if hint:
            column = re.search("[:：]", lines[number])
            return SyntaxFault(
                Mark(number + 1, column.start() + 1 if column else 1), f"{hint}（“{shortened(lines[number], 20)}”）"
            )
    return None
