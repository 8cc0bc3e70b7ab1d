"""Where each scalar of a YAML file stands, and how another text is written in its place.

The scanner is the one that reads submissions, so that both see the same scalars at the same places: other libraries
count lines differently (U+2028) or refuse what this one takes (a Tab at the end of a line, pasted from Excel).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import yaml

from budgetdocs.errors import BudgetDocsError
from budgetdocs.readers.tree import Group, Kind, Mark, Scalar, SyntaxFault, Written, shortened
from budgetdocs.readers.yaml_tree import LOADER, parse_yaml

_BLOCK = ("|", ">")
_SPACE = " \t\r\n"
_BREAK = re.compile("\r\n|\n|\r")
_LAST_BREAK = re.compile(r"(?:\r\n|\n|\r)?\Z")
_HEADER = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)?")
"""The first line of a block scalar, with its comment."""


def yaml_scalars(text: str) -> Callable[[Mark], Written | None]:
    """A function that gives the scalar at a mark of the YAML ``text``; None where no scalar is."""
    scanner = _Scanner(text)
    scanner.scan()
    return scanner.written


class _Token(NamedTuple):
    """A scalar of the file, without its anchor and tag."""

    start: int
    end: int
    value: str
    style: str
    """``|``, ``>``, ``'``, ``"``, or "" for a plain one."""
    indent: int
    """The column of the block that it stands in."""
    in_flow: bool
    is_key: bool
    anchor: _Anchor | None
    newline: str


@dataclass
class _Anchor:
    """An anchor, and how many aliases there are of it."""

    aliases: int = 0


class _Scanner:
    """Goes through the tokens once, keeping what comes before a scalar and bears on how it may be written."""

    def __init__(self, text: str) -> None:
        self._text = text
        found = _BREAK.search(text)
        self._newline = found[0] if found else "\n"
        self._tokens: dict[Mark, _Token] = {}
        self._anchors: dict[str, _Anchor] = {}
        self._indents: list[int] = []
        self._flow = 0
        self._forget()

    def _forget(self) -> None:
        self._is_key = False
        self._first: Mark | None = None
        self._anchor: _Anchor | None = None

    def scan(self) -> None:
        for token in yaml.scan(self._text, Loader=LOADER):
            if isinstance(token, yaml.KeyToken):
                self._is_key = True
            elif isinstance(token, yaml.AnchorToken | yaml.TagToken):
                self._first = self._first or _mark(token.start_mark)
                if isinstance(token, yaml.AnchorToken):
                    self._anchor = self._anchors[token.value] = _Anchor()
            else:
                self._content(token)
                self._forget()

    def _content(self, token: Any) -> None:
        if isinstance(token, yaml.ScalarToken):
            self._tokens[self._first or _mark(token.start_mark)] = self._token(
                token.start_mark, token.end_mark, token.value, token.style or ""
            )
        elif isinstance(token, yaml.AliasToken) and token.value in self._anchors:
            self._anchors[token.value].aliases += 1
        elif isinstance(token, yaml.ValueToken):
            self._tokens[_mark(token.end_mark)] = self._token(token.end_mark, token.end_mark, "", "")
        elif isinstance(token, yaml.BlockMappingStartToken | yaml.BlockSequenceStartToken):
            self._indents.append(token.start_mark.column)
        elif isinstance(token, yaml.BlockEndToken):
            self._indents.pop()
        elif isinstance(token, yaml.FlowMappingStartToken | yaml.FlowSequenceStartToken):
            self._flow += 1
        elif isinstance(token, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken):
            self._flow -= 1

    def _token(self, start: Any, end: Any, value: str, style: str) -> _Token:
        indent = self._indents[-1] if self._indents else 0
        return _Token(
            start.index, end.index, value, style, indent, self._flow > 0, self._is_key, self._anchor, self._newline
        )

    def written(self, mark: Mark) -> Written | None:
        """The scalar at ``mark``; behind a key that has no value, the nothing that stands there."""
        token = self._tokens.get(mark)
        if token is None:
            return None
        token = _without_blank_lines(token, self._text)
        source = self._text[token.start : token.end]
        uses = 1 + (token.anchor.aliases if token.anchor else 0)
        return Written(token.start, token.end, token.value, partial(_rewritten, token, source), uses, token.is_key)


def _mark(mark: Any) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)


def _without_blank_lines(token: _Token, text: str) -> _Token:
    """``token`` without the blank lines behind a block scalar, where they are no part of what it says."""
    if token.style not in _BLOCK:
        return token
    body = text[token.start : token.end].rstrip(_SPACE)
    ending = _BREAK.match(text, token.start + len(body))
    shorter = token._replace(end=ending.end() if ending else token.start + len(body))
    return shorter if _says(text[shorter.start : shorter.end], shorter, token.value) else token


# -- writing -----------------------------------------------------------------------------------------------------------


def _rewritten(token: _Token, source: str, text: str) -> str:
    """What to write instead of ``source`` so that the scalar says ``text``: the least change that does, first."""
    for candidate in _candidates(token, source, text):
        if _says(candidate, token, text):
            return candidate if source else f" {candidate}"
    raise BudgetDocsError(f"“{shortened(text)}”含有不能写进 YAML 文件的字符")


def _candidates(token: _Token, source: str, text: str) -> Iterator[str]:
    comment = ending = ""
    if token.style in _BLOCK:
        header, last = _HEADER.match(source), _LAST_BREAK.search(source)
        comment, ending = header[1] or "" if header else "", last[0] if last else ""
    spliced = _spliced(token, source, text)
    if spliced is not None and spliced.endswith(ending):
        yield spliced
    for style in _styles(token.style, text):
        first, *lines = _emitted(text, style)
        lines = [" " * token.indent + line if line else "" for line in lines]
        if style not in _BLOCK:
            yield token.newline.join((first, *lines)) + comment + ending
        elif first.startswith(style):
            yield token.newline.join((first + comment, *lines)) + ending


def _styles(style: str, text: str) -> tuple[str, ...]:
    """The styles to try for ``text``, that of the old scalar first; line breaks go into a block or into escapes."""
    if "\n" in text:
        return (style, '"') if style in _BLOCK else ('"',)
    return (style, "'", '"')


def _says(source: str, token: _Token, text: str) -> bool:
    """Whether ``source``, where ``token`` stands, is read as ``text``."""
    indent = " " * token.indent
    try:
        root = parse_yaml(f"{indent}k: {{k: {source}}}" if token.in_flow else f"{indent}k: {source}")
    except SyntaxFault:
        return False
    for _ in range(1 + token.in_flow):
        if not isinstance(root, Group) or len(root.entries) != 1:
            return False
        root = root.entries[0][1]
    return isinstance(root, Scalar) and root.kind is Kind.TEXT and root.text == text


def _emitted(text: str, style: str) -> list[str]:
    """The lines of ``text`` as a new scalar in ``style``, or if that can't hold it in another one."""
    events = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        yaml.MappingStartEvent(None, None, True, flow_style=False),
        yaml.ScalarEvent(None, None, (True, True), "k"),
        yaml.ScalarEvent(None, None, (True, True), text, style=style or None),
        yaml.MappingEndEvent(),
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    ]
    emitted: str = yaml.emit(events, Dumper=yaml.SafeDumper, allow_unicode=True, width=float("inf"))
    return emitted.removesuffix("...\n").removeprefix("k:").lstrip(" ").removesuffix("\n").split("\n")


def _spliced(token: _Token, source: str, text: str) -> str | None:
    """``source`` with no more changed than what ``text`` changes of its value; None where that can't be told."""
    old = token.value
    places = _aligned(token, source)
    if not old or places is None:
        return None
    same = _common(old, text)
    behind = _common(old[same:][::-1], text[same:][::-1])
    end = len(old) - behind
    if same < end:
        start, stop = places[same], places[end - 1] + 1
    elif same == 0 or (same < len(old) and old[same - 1] == "\n"):
        start = stop = places[same]
    else:
        start = stop = places[same - 1] + 1
    return source[:start] + _escaped(text[same : len(text) - behind], token.style) + source[stop:]


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _escaped(text: str, style: str) -> str:
    if style == "'":
        return text.replace("'", "''")
    return json.dumps(text, ensure_ascii=False)[1:-1] if style == '"' else text


def _aligned(token: _Token, source: str) -> list[int] | None:
    """The place in ``source`` of each character of the value; None where characters are escaped or joined anew."""
    at = source.find("\n") + 1 if token.style in _BLOCK else len(token.style)
    skipped = _SPACE + ("'" if token.style == "'" else "")
    places = []
    for character in token.value:
        while source[at : at + 1] != character:
            if not source[at : at + 1] or source[at] not in skipped:
                return None
            at += 1
        places.append(at)
        at += 1
    return places
