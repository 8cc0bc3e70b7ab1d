"""Changes single values in a file and nothing else: comments, order, indentation and quotes stay as they were typed."""

from __future__ import annotations

import codecs
import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from budgetdocs.errors import BudgetDocsError, ReadError
from budgetdocs.model import Path, Submission
from budgetdocs.readers.bind import Bound, bind
from budgetdocs.readers.json_tree import parse_json
from budgetdocs.readers.mend_json import json_scalars
from budgetdocs.readers.mend_yaml import yaml_scalars
from budgetdocs.readers.source import read_utf8, require_file
from budgetdocs.readers.text import read_json, read_yaml
from budgetdocs.readers.tree import Group, Mark, Node, SyntaxFault, Written
from budgetdocs.readers.validate import submission_of
from budgetdocs.readers.yaml_tree import parse_yaml


class Mended(NamedTuple):
    """The text of a file before and after, with its own line breaks and without a byte order mark."""

    before: str
    after: str
    content: bytes
    """``after`` as the file holds it, with the byte order mark if it had one."""
    undone: dict[Path, str]
    """The edits that could not be made in place, each with the reason."""


def mend(path: str | os.PathLike[str], edits: Mapping[Path, str]) -> Mended:
    """The file at ``path`` with each value of ``edits`` (see :data:`Path`) saying its new text; nothing is written.

    A paragraph is edited by its index. Only the characters of the values themselves change. What comes out has been
    read again and says what was asked for, and nothing else new; should it not, :class:`BudgetDocsError` is raised, as
    it is for a text that the model refuses. Raises :class:`ReadError` for a file that can't be read, or not be mended.
    """
    file, shown = FilePath(path), os.fspath(path)
    require_file(file, shown)
    kind = _KINDS.get(file.suffix.lower())
    if kind is None:
        raise ReadError(shown, "", f"还不能修改“{file.suffix}”文件；可修改：{'、'.join(_KINDS)}")
    before = read_utf8(file, shown)
    try:
        bound = _bound(kind.parse, before)
    except BudgetDocsError:
        kind.read(file, shown)  # which says in full what is wrong
        raise
    undone: dict[Path, str] = {}
    own = _own(edits, bound, undone)
    splices = _splices(own, bound, kind.scalars(before), undone)
    after = _spliced(before, splices)
    _require(_expected(bound, own, undone), _bound(kind.parse, after), shown)
    mark = codecs.BOM_UTF8 if file.read_bytes().startswith(codecs.BOM_UTF8) else b""
    return Mended(before, after, mark + after.encode(), {path: undone[path] for path in edits if path in undone})


class _Kind(NamedTuple):
    """A kind of file: how it is read as a submission, as nodes, and where its scalars stand."""

    read: Callable[[FilePath, str], Submission]
    parse: Callable[[str], Node]
    scalars: Callable[[str], Callable[[Mark], Written | None]]


_YAML = _Kind(read_yaml, parse_yaml, yaml_scalars)
_KINDS = {".yaml": _YAML, ".yml": _YAML, ".json": _Kind(read_json, parse_json, json_scalars)}


def _bound(parse: Callable[[str], Node], text: str) -> Bound:
    """What ``text`` says, with the spots of what it leaves to the department."""
    try:
        root = parse(text)
    except SyntaxFault as fault:
        raise _bug(f"{fault.mark or ''}{fault.reason}") from fault
    if not isinstance(root, Group):
        raise _bug("最外层不是一组键和值")
    bound = bind(root, Submission)
    submission, faults = submission_of(bound)
    if submission is None:
        raise _bug(f"{faults[0].typed}：{faults[0].reason}")
    return bound


def _require(expected: dict[str, Any], bound: Bound, shown: str) -> None:
    if bound.data != expected:
        raise _bug(f"{shown}：有的内容与所要求的不同")


def _bug(reason: str) -> BudgetDocsError:
    return BudgetDocsError(f"修改后的文件读回来不对，已放弃修改（{reason}）")


# -- which value of the file each edit means ---------------------------------------------------------------------------

_NOWHERE = object()


def _own(edits: Mapping[Path, str], bound: Bound, undone: dict[Path, str]) -> dict[Path, str]:
    """The ``edits`` of values that the file itself holds; the others go into ``undone``, with the reason."""
    own = {}
    for path, text in edits.items():
        value = _value_at(bound.data, path)
        if path not in bound.spots:
            undone[path] = "文件里没有写这一项，请先补上"
        elif value is _NOWHERE:
            source = ("department", str(path[-1]).removeprefix("unit_"))
            if edits.get(source) != text:
                undone[path] = f"这个项目没有写这一项，用的是部门的（{bound.spots[source].mark}），请在那里改"
        elif isinstance(value, list | dict):
            undone[path] = "这一项不是单个的值"
        elif isinstance(path[-1], int) and (not text.strip() or text.splitlines() != [text]):
            undone[path] = "一段文字不能空着，也不能分成几段"
        elif text != value:
            own[path] = text
    return own


def _value_at(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return _NOWHERE
    return data


def _expected(bound: Bound, own: Mapping[Path, str], undone: Mapping[Path, str]) -> dict[str, Any]:
    """What the mended file has to say."""
    data = deepcopy(bound.data)
    for path, text in own.items():
        if path not in undone:
            _value_at(data, path[:-1])[path[-1]] = text
    return data


# -- what to write -----------------------------------------------------------------------------------------------------


class _Splice(NamedTuple):
    start: int
    end: int
    source: str


def _spliced(text: str, splices: list[_Splice]) -> str:
    parts: list[str] = []
    at = 0
    for splice in sorted(splices):
        parts += (text[at : splice.start], splice.source)
        at = splice.end
    return "".join((*parts, text[at:]))


def _splices(
    own: Mapping[Path, str], bound: Bound, scalar_at: Callable[[Mark], Written | None], undone: dict[Path, str]
) -> list[_Splice]:
    """The changes of the text that make the edits ``own``; those that can't be made go into ``undone``."""
    splices = []
    for mark, uses in _uses(own, bound).items():
        written = scalar_at(mark)
        texts = {_text_of(paths, written.text, own) for paths in uses} if written else set()
        reason = _refusal(written, texts, uses, bound)
        if reason:
            undone.update((path, reason) for paths in uses for path in paths if path in own)
        elif written:
            splices.append(_Splice(written.start, written.end, written.rewritten(texts.pop())))
    return splices


def _uses(own: Mapping[Path, str], bound: Bound) -> dict[Mark, list[list[Path]]]:
    """The scalars to change, by their marks, and the paths of each use: several where aliases share the scalar.

    One use has several paths where the scalar holds several paragraphs.
    """
    marks = {bound.spots[path].mark for path in own}
    uses: dict[Mark, dict[str, list[Path]]] = defaultdict(lambda: defaultdict(list))
    for path, spot in bound.spots.items():
        if spot.mark in marks and isinstance(_value_at(bound.data, path), str | None):
            uses[spot.mark][spot.typed].append(path)
    return {mark: list(by_typed.values()) for mark, by_typed in uses.items()}


def _text_of(paths: list[Path], text: str, own: Mapping[Path, str]) -> str:
    """What the scalar that says ``text`` has to say for the use that has these ``paths``."""
    if not isinstance(paths[0][-1], int):
        return own.get(paths[0], text)
    lines, index = text.splitlines(keepends=True), 0
    for number, line in enumerate(lines):
        if line.strip():
            ending = line[len(line.splitlines()[0]) :]
            lines[number] = own[paths[index]] + ending if paths[index] in own else line
            index += 1
    return "".join(lines)


def _refusal(written: Written | None, texts: set[str], uses: list[list[Path]], bound: Bound) -> str:
    """Why the scalar can't say ``texts``; "" if it can."""
    if written is None:
        return "这一项的写法不常见，不能自动修改，请手工改"
    if len(uses) < written.uses or written.key:
        return "文件里别处（如作为键）也引用了它，请手工改"
    if len(texts) > 1:
        others = "、".join(bound.spots[paths[0]].typed for paths in uses)
        return f"几处用“&”“*”共用这一个值（{others}），改法却不一样，请先分开写"
    return ""
