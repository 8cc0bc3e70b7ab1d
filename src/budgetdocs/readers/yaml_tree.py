"""YAML as positioned nodes: every plain word or figure stays the text that was typed (0978001, 12:30, 350.00)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from budgetdocs.readers.tree import DEEPEST, Group, Kind, Listing, Mark, Node, Scalar, SyntaxFault
from budgetdocs.readers.yaml_faults import explain

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
BLANK = frozenset(("", "~", "null", "Null", "NULL"))
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STANDARD = "tag:yaml.org,2002:"
SCALAR_TAGS = frozenset(_STANDARD + name for name in ("str", "int", "float", "bool", "null", "timestamp"))
_MOST_REPEATED = 100_000
"""Nodes that aliases may add to those that were typed."""


def parse_yaml(text: str) -> Node:
    """The one document in ``text``; raises :class:`SyntaxFault` where it is no YAML or more than data needs."""
    odd = UNPRINTABLE.search(text)
    if odd:
        mark = Mark(text.count("\n", 0, odd.start()) + 1, odd.start() - text.rfind("\n", 0, odd.start()))
        raise SyntaxFault(mark, f"有不可见的控制字符 U+{ord(odd[0]):04X}，请删去")
    try:
        return _Composer(yaml.parse(text, Loader=LOADER)).document()
    except yaml.YAMLError as error:
        raise explain(error, text) from None


class _Composer:
    """Makes nodes of the parser's events, keeping depth and repetition within bounds."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._size = 0
        self._repeated = 0

    def document(self) -> Node:
        root: Node | None = None
        for event in self._events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if root is not None:
                raise SyntaxFault(_mark(event), "一个文件只能有一份数据，请删去第二个“---”及其后的内容")
            root = self._node(next(self._events), 0)
        if root is None or (isinstance(root, Scalar) and root.kind is Kind.BLANK):
            raise SyntaxFault(None, "文件里没有内容（只有注释或空行）")
        return root

    def _node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if depth > DEEPEST:
            raise SyntaxFault(_mark(event), f"嵌套超过 {DEEPEST} 层")
        before = self._size
        self._size += 1
        node = self._fresh(event, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = (node, self._size - before)
        return node

    def _alias(self, event: Any) -> Node:
        if event.anchor not in self._anchors:
            raise SyntaxFault(_mark(event), f"“*{event.anchor}”引用的“&{event.anchor}”不存在，或正是它自己")
        node, size = self._anchors[event.anchor]
        self._size += size
        self._repeated += size
        if self._repeated > _MOST_REPEATED:
            raise SyntaxFault(_mark(event), f"“*{event.anchor}”等引用展开后过大，请把内容直接写出")
        return node

    def _fresh(self, event: Any, depth: int) -> Node:
        mark = _mark(event)
        if isinstance(event, yaml.ScalarEvent):
            _require_tag(event, SCALAR_TAGS)
            blank = event.value in BLANK and not event.style and event.tag in (None, _STANDARD + "null")
            return Scalar(event.value, mark, Kind.BLANK if blank else Kind.TEXT)
        if isinstance(event, yaml.SequenceStartEvent):
            _require_tag(event, frozenset((_STANDARD + "seq",)))
            return Listing(tuple(self._items(yaml.SequenceEndEvent, depth)), mark)
        _require_tag(event, frozenset((_STANDARD + "map",)))
        return Group(tuple(self._entries(depth)), mark)

    def _items(self, end: type, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), end):
            yield self._node(event, depth + 1)

    def _entries(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise SyntaxFault(_mark(event), "键应为文字；以“[”“{”开头的文字请用引号括起来")
            yield Scalar(key.text, _mark(event)), self._node(next(self._events), depth + 1)


def _require_tag(event: Any, allowed: frozenset[str]) -> None:
    if event.tag not in (None, "!") and event.tag not in allowed:
        tag = event.tag.replace(_STANDARD, "!!")
        raise SyntaxFault(_mark(event), f"不接受标记“{tag}”；若是文字的开头，请用引号括起来")


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)
