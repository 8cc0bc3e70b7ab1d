"""What every document made from a template has in common, found without making one.

A template is pieces of XML between Jinja's ``if`` and ``for``. Where each branch leaves the same elements open, every
document is well-formed, whatever the data: values are escaped, so they can't close an element. In the same walk one
sees whether each row always has a cell, each cell ends in a paragraph, and each row fills the grid of its table. What
can be known once need not be checked in every document. Where it hangs on a loop being gone through at all (the
paragraphs of a cell, one for each of a list), that loop is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from jinja2 import nodes

_TAG: Final = re.compile(r"<(/?)([^\s/>]+)([^>]*?)(/?)>")
_QUOTED: Final = re.compile(r'"[^"]*"')
_SPAN: Final = re.compile(r'w:val="(\d+)"')
_VALUE: Final = "\N{REPLACEMENT CHARACTER}"  # stands for what {{ }} will write

# Range markup (ECMA-376 Part 1, 5th edition, §17.13) may stand between blocks, rows and cells without being one.
RANGE_MARKUP: Final = frozenset(
    f"w:{kind}{end}"
    for kind in ("bookmark", "commentRange", "perm", "moveFromRange", "moveToRange")
    for end in ("Start", "End")
) | {"w:proofErr"}

# The last child without which Word calls a file unreadable. ECMA-376 Part 1 (5th edition) §17.4.65, §17.4.78 and
# §17.4.37 ask for a block in a cell, a cell in a row, a row in a table; Word wants the last block to be a paragraph.
_LAST_CHILD: Final = {"w:tc": "w:p", "w:tr": "w:tc", "w:tbl": "w:tr"}


class Structure(NamedTuple):
    """What holds for every document of a template as long as its values are text."""

    sound: bool
    """Well-formed, each table with rows, each row with cells, each cell ending in a paragraph; if ``filled`` are."""
    filled: tuple[nodes.For, ...]
    """The loops whose list must not be empty, where they are come to, for the document to be sound."""
    even: bool
    """Each row of each table fills the grid: docxtpl's ``fix_tables`` would change nothing."""


@dataclass(frozen=True)
class _Open:
    """An element whose end is still to come.

    ``last`` is the name of its last child so far, if the loops ``filled`` are; None if it depends on other data.
    ``columns`` counts: for ``w:tbl`` and ``w:tblGrid`` the columns of the grid, for ``w:tr`` those filled so far, for
    ``w:tc`` its span; None if it depends on the data.
    """

    name: str
    last: str | None = ""
    filled: tuple[nodes.For, ...] = ()
    columns: int | None = 0


_Stack = tuple[_Open, ...]


class _UnsoundError(Exception):
    """The template as such does not settle whether a document is well-formed."""


def structure_of(template: nodes.Template) -> Structure:
    """What is common to the documents of ``template``, whose data is XML; no promise is made where that is unclear."""
    walk = _Walk()
    try:
        if walk.through(template.body, ()):
            raise _UnsoundError
    except _UnsoundError:
        return Structure(sound=False, filled=(), even=False)
    return Structure(sound=True, filled=walk.filled, even=walk.even)


class _Walk:
    def __init__(self) -> None:
        self.even = True
        self.filled: tuple[nodes.For, ...] = ()

    def through(self, statements: Iterable[nodes.Node], stack: _Stack) -> _Stack:
        """The elements open after ``statements``, when those of ``stack`` are open before."""
        pending = ""
        for statement in statements:
            if isinstance(statement, nodes.Output):
                pending += _written(statement)
            elif isinstance(statement, nodes.If | nodes.For):
                if _inside_tag(pending):
                    pending += _within_tag(statement)
                else:
                    stack = self._branches(statement, self._read(pending, stack))
                    pending = ""
            elif not isinstance(statement, nodes.Assign):
                raise _UnsoundError
        return self._read(pending, stack)

    def _branches(self, statement: nodes.If | nodes.For, stack: _Stack) -> _Stack:
        """What is open after any of the ways through ``statement``."""
        if isinstance(statement, nodes.For):
            if statement.recursive:
                raise _UnsoundError
            known, before = self.through(statement.body, stack), None
            while known != before:  # what a turn leaves undone is not there for the next one
                known, before = _common(known, self.through(statement.body, known)), known
            return _common(known, self.through(statement.else_, stack), unless_filled=statement)
        ends = self.through(statement.else_, stack)
        for branch in (statement, *statement.elif_):
            ends = _common(ends, self.through(branch.body, stack))
        return ends

    def _read(self, xml: str, stack: _Stack) -> _Stack:
        """The elements open after ``xml``."""
        if _inside_tag(xml):
            raise _UnsoundError
        for closing, name, attributes, empty in _TAG.findall(xml):
            if closing:
                if not stack or stack[-1].name != name:
                    raise _UnsoundError
                stack = self._closed(stack)
            elif _VALUE in _QUOTED.sub("", name + attributes):
                raise _UnsoundError
            elif name[0] not in "!?":
                stack = self._opened(name, attributes, stack)
                if empty:
                    stack = self._closed(stack)
        return stack

    def _opened(self, name: str, attributes: str, stack: _Stack) -> _Stack:
        if name == "w:tbl" and any(element.name == "w:tbl" for element in stack):
            self.even = False  # fix_tables counts the rows of an inner table with those of the outer one
        if name == "w:gridSpan" and len(stack) > 1:  # w:tc / w:tcPr / w:gridSpan
            span = _SPAN.search(attributes)
            cell = replace(stack[-2], columns=int(span[1]) if span else None)
            stack = (*stack[:-2], cell, stack[-1])
        return (*stack, _Open(name, columns=1 if name == "w:tc" else 0))

    def _closed(self, stack: _Stack) -> _Stack:
        """``stack`` less its last element, whose end has come; what it tells of its parent is kept there."""
        *outer, element = stack
        if element.name in _LAST_CHILD:
            if element.last != _LAST_CHILD[element.name]:
                raise _UnsoundError
            self.filled = _both(self.filled, element.filled)
        if not outer:
            return ()
        parent = outer[-1]
        if element.name not in RANGE_MARKUP:
            parent = replace(parent, last=element.name, filled=())
        if element.name == "w:gridCol":
            parent = replace(parent, columns=_sum(parent.columns, 1))
        elif element.name == "w:tblGrid":
            parent = replace(parent, columns=element.columns)
        elif element.name == "w:tc":
            parent = replace(parent, columns=_sum(parent.columns, element.columns))
        elif element.name == "w:tr" and (element.columns is None or element.columns != parent.columns):
            self.even = False
        return (*outer[:-1], parent)


def _written(output: nodes.Output) -> str:
    return "".join(node.data if isinstance(node, nodes.TemplateData) else _VALUE for node in output.nodes)


def _inside_tag(xml: str) -> bool:
    return xml.rfind("<") > xml.rfind(">")


def _within_tag(statement: nodes.If | nodes.For) -> str:
    """The mark of a value for a ``statement`` in an attribute (``w:val="{% if … %}restart{% else %}…"``)."""
    if any("<" in data.data or ">" in data.data for data in statement.find_all(nodes.TemplateData)):
        raise _UnsoundError
    return _VALUE


def _common(one: _Stack, other: _Stack, unless_filled: nodes.For | None = None) -> _Stack:
    """What is open both after ``one`` way through the template and after the ``other``.

    The ``other`` way is taken only if the loop ``unless_filled``, where it is given, is not gone through.
    """
    if _names(one) != _names(other):
        raise _UnsoundError
    return tuple(_alike(a, b, unless_filled) for a, b in zip(one, other, strict=True))


def _alike(one: _Open, other: _Open, unless_filled: nodes.For | None) -> _Open:
    columns = one.columns if one.columns == other.columns else None
    if one.last == other.last:
        return _Open(one.name, one.last, _both(one.filled, other.filled), columns)
    if unless_filled is None or unless_filled.test is not None:
        return _Open(one.name, None, (), columns)
    return _Open(one.name, one.last, _both(one.filled, (unless_filled,)), columns)


def _both(some: tuple[nodes.For, ...], others: tuple[nodes.For, ...]) -> tuple[nodes.For, ...]:
    return (*some, *(loop for loop in others if not any(loop is known for known in some)))


def _names(stack: _Stack) -> Sequence[str]:
    return [element.name for element in stack]


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
