"""Positioned nodes → plain data under English names, with the place of every value and every fault of shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, get_args, get_origin

from budgetdocs.model import IndicatorValue, Oddity, Path, Place, Record, labelled
from budgetdocs.readers.labels import Field, find, unknown
from budgetdocs.readers.tree import Group, Kind, Listing, Mark, Node, Scalar, described, shortened
from budgetdocs.readers.yaml_faults import colon_hint

_NO_WORDS = '缺内容；表上若是空白，请写 ""'


class Fault(NamedTuple):
    """One thing wrong with the file: where it stands, its path as typed, and why, in Chinese."""

    mark: Mark
    typed: str
    reason: str


class Spot(NamedTuple):
    """A value of the file: its path as typed ("" if that is its path under printed labels), where it stands, and what
    was typed ("" for a list or group)."""

    typed: str
    mark: Mark
    text: str = ""


@dataclass
class Bound:
    """What a file says: ``data`` for the model, ``spots`` of its values, ``faults`` of shape and the paths at fault,
    and the ``oddities`` that are no fault."""

    data: dict[str, Any] = field(default_factory=dict)
    spots: dict[Path, Spot] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    faulty: set[Path] = field(default_factory=set)
    oddities: list[Oddity] = field(default_factory=list)

    def places(self) -> Mapping[Path, Place]:
        """The places for :meth:`Submission.located`."""
        return _Places(self.spots)


class _Places(Mapping[Path, Place]):
    """The places of ``spots``, each written out when it is asked for: a large file has more than anyone asks for."""

    __slots__ = ("_spots",)

    def __init__(self, spots: dict[Path, Spot]) -> None:
        self._spots = spots

    def __getitem__(self, path: Path) -> Place:
        spot = self._spots[path]
        return Place(spot.typed or labelled(path), str(spot.mark))

    def __contains__(self, path: object) -> bool:
        return path in self._spots

    def __iter__(self) -> Iterator[Path]:
        return iter(self._spots)

    def __len__(self) -> int:
        return len(self._spots)


def bind(root: Group, model: type[Record]) -> Bound:
    """``root`` read as ``model``: all that fits, and a fault for each thing that does not. Never raises."""
    binder = _Binder()
    binder.bound.data = binder.record(root, model, (), "$")
    return binder.bound


class _Absent:
    """The value of a node that had the wrong shape."""


_ABSENT = _Absent()


class _Binder:
    def __init__(self) -> None:
        self.bound = Bound()

    def record(self, node: Group, model: type[Record], path: Path, typed: str) -> dict[str, Any]:
        self.bound.spots[path] = Spot(typed, node.mark)
        data: dict[str, Any] = {}
        named = {found.name: key.text for key, _ in node.entries if (found := find(model, key.text))}
        english = bool(named) and all(text.isascii() for text in named.values())
        keys: dict[str, Scalar] = {}
        for key, value in node.entries:
            inner = f"{typed}.{shortened(key.text)}"
            known = find(model, key.text)
            if known is None:
                reason, known = unknown(model, key.text, english)
                self.bound.faults.append(Fault(key.mark, inner, reason))
                if known is None or known.name in named or known.name in keys:
                    continue
            if known.name in keys:
                self.bound.faults.append(Fault(key.mark, inner, _twice(key, keys[known.name])))
                continue
            keys[known.name] = key
            content = self.value(value, known, (*path, known.name), inner)
            if content is not _ABSENT:
                data[known.name] = content
        return data

    def value(self, node: Node, known: Field, path: Path, typed: str) -> Any:
        annotation = known.info.annotation
        if get_origin(annotation) is tuple:
            item = get_args(annotation)[0]
            return self.paragraphs(node, path, typed) if item is str else self.records(node, item, path, typed)
        if isinstance(annotation, type) and issubclass(annotation, Record):
            if isinstance(node, Group):
                return self.record(node, annotation, path, typed)
            return self.misshapen(node, path, typed, "应为一组键和值")
        code = any(getattr(limit, "min_length", None) for limit in known.info.metadata)
        return self.scalar(node, annotation in (str, IndicatorValue), path, typed, "不能为空" if code else _NO_WORDS)

    def records(self, node: Node, model: type[Record], path: Path, typed: str) -> Any:
        if not isinstance(node, Listing):
            return self.misshapen(node, path, typed, "应为列表，每项是一组键和值")
        self.bound.spots[path] = Spot(typed, node.mark)
        items = []
        for index, item in enumerate(node.items):
            here, inner = (*path, index), f"{typed}[{index}]"
            if isinstance(item, Group):
                items.append(self.record(item, model, here, inner))
            else:
                self.misshapen(item, here, inner, "应为一组键和值")
                items.append({})
        return items

    def paragraphs(self, node: Node, path: Path, typed: str) -> Any:
        """Prose as its paragraphs; a text of several lines gives as many, all standing where it begins."""
        if isinstance(node, Group):
            return self.misshapen(node, path, typed, "应为文字，或文字的列表", quote=True)
        if isinstance(node, Listing):
            typed_texts = [(item, f"{typed}[{index}]") for index, item in enumerate(node.items)]
        else:
            typed_texts = [(node, typed)]
        lines: list[str] = []
        for item, inner in typed_texts:
            text = self.scalar(item, True, path, inner, _NO_WORDS)
            for line in text.splitlines() if isinstance(text, str) else ():
                if line.strip():
                    self.bound.spots[(*path, len(lines))] = Spot(inner, item.mark, line)
                    lines.append(line)
        self.bound.spots[path] = Spot(typed, node.mark)
        return _ABSENT if path in self.bound.faulty else lines

    def scalar(self, node: Node, wordy: bool, path: Path, typed: str, blank: str) -> Any:
        """The text of ``node``, None where it is blank and the field may be no words (``wordy`` is false)."""
        if not isinstance(node, Scalar):
            return self.misshapen(node, path, typed, "应为文字" if wordy else "应为一个值", quote=wordy)
        if node.kind is Kind.TRUTH:
            return self.misshapen(node, path, typed, "应为文字或数字")
        if node.kind is Kind.BLANK and wordy:
            return self.fault(node.mark, path, typed, blank)
        self.bound.spots[path] = Spot(typed, node.mark, node.text)
        return None if node.kind is Kind.BLANK else node.text

    def misshapen(self, node: Node, path: Path, typed: str, expected: str, quote: bool = False) -> _Absent:
        found = "这里是空的" if isinstance(node, Scalar) and node.kind is Kind.BLANK else f"写的是{described(node)}"
        hint = colon_hint(node.text) if isinstance(node, Scalar) and not quote else ""
        if quote and isinstance(node, Group):
            hint = "文字里有冒号时请用引号括起来"
        return self.fault(node.mark, path, typed, f"{expected}，而{found}{'；' if hint else ''}{hint}")

    def fault(self, mark: Mark, path: Path, typed: str, reason: str) -> _Absent:
        self.bound.spots[path] = Spot(typed, mark)
        self.bound.faults.append(Fault(mark, typed, reason))
        self.bound.faulty.add(path)
        return _ABSENT


def _twice(key: Scalar, first: Scalar) -> str:
    if key.text == first.text:
        return f"键“{shortened(key.text)}”重复，{first.mark}已经写过，请只留一个"
    return f"键“{shortened(key.text)}”与{first.mark}的“{shortened(first.text)}”是同一项，请只留一个"
