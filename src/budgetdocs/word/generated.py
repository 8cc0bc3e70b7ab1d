"""The fast way: Python code written for one part of a template, when it is compiled.

What a template of a form does is little: print fields, repeat rows, choose between blocks. Jinja does it cell by cell,
each with a guarded lookup and an escaping of its own. Here the same syntax tree becomes a function that only collects:
``between`` the pieces of XML, ready as bytes, ``shown`` the values that follow each of them::

    for item1 in listed(fields(top['项目'])['指标']):
        row1 = item1 if type(item1) is dict else fields(item1)
        between += XML1
        shown += (row1['三级指标'], row1['指标值'],)

Then all values are looked at, escaped and encoded in one go, and all pieces joined.

The fast way never decides what is an error or how an odd value is printed. A template that does more gets no such
function; for values that are no plain text or number, that are missing, or that are no lists where rows are wanted,
the function gives up with :class:`GivesUpError`, or with whatever exception came up, and Jinja does the work from the
start. So nothing may be used up or changed on the way: only collections are gone through, filters of the user's own
are not called. The code consists of names given here and constants of the template by ``repr``; attributes are read by
the sandbox.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final, NamedTuple

from jinja2 import Undefined, nodes
from jinja2.filters import FILTERS
from jinja2.runtime import markup_join
from jinja2.tests import TESTS
from markupsafe import escape

from budgetdocs.word import text
from budgetdocs.word.environment import WordEnvironment

_SEPARATOR: Final = "\N{SYMBOL FOR RECORD SEPARATOR}"  # printable, and in no form; if it is in a text, Jinja prints it
_TEXTS: Final = {str}
_PLAIN: Final = {str, int, float, bool, type(None), Decimal}  # printed by str(), whoever does it
_COLLECTIONS: Final = {str, list, tuple, dict, set, frozenset, range}  # can be looked through again and again
_COMPARISONS: Final = {
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "gteq": ">=",
    "lt": "<",
    "lteq": "<=",
    "in": "in seen",
    "notin": "not in seen",
}
_OPERATORS: Final = {"and", "or", "not", "+", "-", "*", "/", "//", "%"}
_LOOP: Final = {
    "index": "({index} + 1)",
    "index0": "{index}",
    "first": "({index} == 0)",
    "last": "({index} == len({items}) - 1)",
    "length": "len({items})",
    "revindex": "(len({items}) - {index})",
    "revindex0": "(len({items}) - {index} - 1)",
}
"""What a template can ask of ``loop``, in terms of the list and of the number of turns so far."""

_FILTERS: Final = frozenset(
    ("abs", "capitalize", "count", "default", "float", "int", "length", "lower", "round", "title", "trim", "upper")
)
_TESTS: Final = frozenset(("divisibleby", "even", "none", "number", "odd", "string"))
"""Jinja's own that are pure functions of plain values; one of the user's is left to Jinja, lest it be called twice."""

_Piece = tuple[str, str]


class GivesUpError(Exception):
    """These values are for Jinja."""


class Written(NamedTuple):
    """The ``pieces`` of a part in UTF-8, to be joined; ``broken`` tells that a value holds line breaks or tabs."""

    pieces: list[bytes]
    broken: bool


class Generated:
    """The fast way for a part with the syntax tree ``syntax``; the loops ``filled`` must turn once at least.

    ``source`` is the code, for people to look at.

    Raises :class:`GivesUpError` for a template that does more than the fast way can.
    """

    def __init__(self, syntax: nodes.Template, filled: Collection[nodes.For], environment: WordEnvironment) -> None:
        source = _Source(filled, environment)
        try:
            source.statements(syntax.body, _Scope({}, None))
            self.source = "\n".join(("def collect(top, between, shown):", *source.lines))
            names = _names(environment) | source.names
            exec(compile(self.source, "<fast way>", "exec"), names)
        except (SyntaxError, RecursionError, MemoryError) as fault:  # nested deeper than Python allows
            raise GivesUpError from fault
        self._collect: Callable[[dict[str, object], list[bytes], list[Any]], None] = names["collect"]

    def write(self, values: Mapping[str, object]) -> Written:
        """The part with ``values``; raises any exception where these are for Jinja."""
        between: list[bytes] = []
        shown: list[Any] = []
        self._collect({**values}, between, shown)
        types = set(map(type, shown))
        if types != _TEXTS:
            if not types <= _PLAIN:
                raise GivesUpError
            shown = list(map(str, shown))
        joined = _SEPARATOR.join(shown)
        broken = False
        if not joined.isprintable():
            if text.FORBIDDEN.search(joined):
                raise GivesUpError
            joined = text.with_newlines(joined)
            broken = "\n" in joined or "\t" in joined
        printed = escape(joined).encode().split(_SEPARATOR.encode())
        if len(printed) != len(between):
            raise GivesUpError
        pieces = [b""] * (2 * len(printed))
        pieces[::2] = between
        pieces[1::2] = printed
        return Written(pieces, broken)


def _names(environment: WordEnvironment) -> dict[str, Any]:
    """What the code calls."""

    def default(value: object, name: str, otherwise: object) -> object:
        found = environment.getattr(value, name)
        return otherwise if isinstance(found, Undefined) else found

    def defined(value: object, name: str) -> bool:
        return not isinstance(environment.getattr(value, name), Undefined)

    def fields(value: object) -> object:
        return value if type(value) is dict else _Fields(value, environment)

    builtin = {"__builtins__": {}, "dict": dict, "enumerate": enumerate, "len": len, "type": type}
    lists = {"listed": _listed, "seen": _seen, "turning": _turning}
    return {**builtin, **lists, "default": default, "defined": defined, "fields": fields, "joined": markup_join}


def _listed(value: object) -> list[Any] | tuple[Any, ...]:
    """``value``, which can be gone through again."""
    if type(value) is list or type(value) is tuple:
        return value
    raise GivesUpError


def _turning(value: object) -> list[Any] | tuple[Any, ...]:
    """``value``, which can be gone through again, and is not empty."""
    items = _listed(value)
    if not items:
        raise GivesUpError
    return items


def _seen(value: object) -> object:
    """``value``, which is not used up by looking for something in it."""
    if type(value) in _COLLECTIONS:
        return value
    raise GivesUpError


class _Fields:
    """The fields of ``value`` as the sandbox lets a template see them."""

    __slots__ = ("_environment", "_value")

    def __init__(self, value: object, environment: WordEnvironment) -> None:
        self._value, self._environment = value, environment

    def __getitem__(self, name: str) -> Any:
        return self._environment.getattr(self._value, name)


class _Scope(NamedTuple):
    """The names of the code for the ``items`` of the loops around, and for the ``loop`` itself: its number."""

    items: Mapping[str, int]
    loop: int | None


class _Source:
    """The lines of the code, and what its ``names`` stand for: pieces of XML, filters and tests."""

    def __init__(self, filled: Collection[nodes.For], environment: WordEnvironment) -> None:
        self.lines: list[str] = []
        self.names: dict[str, Any] = {}
        self._environment = environment
        self._filled = {id(loop) for loop in filled}
        self._loops = 0
        self._depth = 1

    def statements(self, body: list[nodes.Node], scope: _Scope) -> None:
        """Add the lines for ``body``."""
        before = len(self.lines)
        pieces: list[_Piece] = []
        pending = ""
        for statement in body:
            if isinstance(statement, nodes.Output):
                for node in statement.nodes:
                    if isinstance(node, nodes.TemplateData):
                        if text.has_breaks(node.data):  # every document then needs what docxtpl does about them
                            raise GivesUpError
                        pending += node.data
                    else:
                        pieces.append((pending, self._expression(node, scope)))
                        pending = ""
                continue
            self._collected(pieces, pending)
            pieces, pending = [], ""
            if isinstance(statement, nodes.If):
                self._if(statement, scope)
            elif isinstance(statement, nodes.For):
                self._for(statement, scope)
            else:
                raise GivesUpError
        self._collected(pieces, pending)
        if len(self.lines) == before:
            self._line("pass")

    def _collected(self, pieces: list[_Piece], rest: str) -> None:
        """Add the lines that collect ``pieces``, each of XML and an expression, and the XML ``rest``."""
        if rest:
            pieces = [*pieces, (rest, "''")]
        if not pieces:
            return
        name = f"XML{len(self.names)}"
        self.names[name] = tuple(xml.encode() for xml, _ in pieces)
        self._line(f"between += {name}")
        self._line(f"shown += ({', '.join(expression for _, expression in pieces)},)")

    def _if(self, statement: nodes.If, scope: _Scope) -> None:
        for word, branch in (("if", statement), *(("elif", branch) for branch in statement.elif_)):
            with self._block(f"{word} {self._expression(branch.test, scope)}:"):
                self.statements(branch.body, scope)
        if statement.else_:
            with self._block("else:"):
                self.statements(statement.else_, scope)

    def _for(self, statement: nodes.For, scope: _Scope) -> None:
        target = statement.target
        if not isinstance(target, nodes.Name) or statement.test or statement.recursive:
            raise GivesUpError
        self._loops += 1
        number = self._loops
        function = "turning" if id(statement) in self._filled else "listed"
        self._line(f"items{number} = {function}({self._expression(statement.iter, scope)})")
        with self._block(f"for index{number}, item{number} in enumerate(items{number}):"):
            if any(_is_name(node.node, target.name) for node in statement.find_all(nodes.Getattr)):
                self._line(f"row{number} = item{number} if type(item{number}) is dict else fields(item{number})")
            self.statements(statement.body, _Scope({**scope.items, target.name: number}, number))
        if statement.else_:
            with self._block(f"if not items{number}:"):
                self.statements(statement.else_, scope)

    @contextmanager
    def _block(self, line: str) -> Iterator[None]:
        self._line(line)
        self._depth += 1
        yield
        self._depth -= 1

    def _line(self, line: str) -> None:
        self.lines.append("    " * self._depth + line)

    def _expression(self, node: nodes.Node, scope: _Scope) -> str:
        """The Python expression that means what ``node`` means within ``scope``."""

        def of(inner: nodes.Node) -> str:
            return self._expression(inner, scope)

        match node:
            case nodes.Name(name=name):
                return _name(name, scope)
            case nodes.Const(value=str() | int() | float() | None as value):
                return repr(value)
            case nodes.Getattr(node=owner, attr=attribute):
                return _field(owner, attribute, scope) or f"fields({of(owner)})[{attribute!r}]"
            case nodes.Getitem(node=owner, arg=nodes.Const() | nodes.Name() | nodes.Getattr() as key):
                return f"{of(owner)}[{of(key)}]"
            case nodes.Compare(expr=first, ops=comparisons):
                others = (f" {_COMPARISONS[each.op]}({of(each.expr)})" for each in comparisons)
                return f"({of(first)}{''.join(others)})"
            case nodes.BinExpr(left=left, right=right) if node.operator in _OPERATORS:
                return f"({of(left)} {node.operator} {of(right)})"
            case nodes.UnaryExpr(node=inner) if node.operator in _OPERATORS:
                return f"({node.operator} {of(inner)})"
            case nodes.CondExpr(test=test, expr1=then, expr2=nodes.Expr() as otherwise):
                return f"({of(then)} if {of(test)} else {of(otherwise)})"
            case nodes.Concat(nodes=joined):
                return f"joined(({', '.join(map(of, joined))},))"
            case nodes.Filter(name="default", node=nodes.Expr() as asked, args=[otherwise]) if self._is_pure(node):
                return f"default({self._asked(asked, scope)}, {of(otherwise)})"
            case nodes.Test(name="defined", node=asked):
                return f"defined({self._asked(asked, scope)})"
            case nodes.Filter(node=nodes.Expr() as first) | nodes.Test(node=first) if self._is_pure(node):
                return f"{self._function(node)}({', '.join(map(of, (first, *node.args)))})"
        raise GivesUpError

    def _is_pure(self, node: nodes.Filter | nodes.Test) -> bool:
        """Whether ``node`` is a filter or test of Jinja that can be called here, with arguments by position alone."""
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            return False
        if isinstance(node, nodes.Test):
            return node.name in _TESTS
        return node.name in _FILTERS and self._environment.filters[node.name] is FILTERS[node.name]

    def _function(self, node: nodes.Filter | nodes.Test) -> str:
        """The name in the code of the filter or test ``node``."""
        kind, functions = ("test", TESTS) if isinstance(node, nodes.Test) else ("filter", FILTERS)
        name = f"{kind}_{node.name}"
        self.names[name] = functions[node.name]
        return name

    def _asked(self, node: nodes.Node, scope: _Scope) -> str:
        """The arguments of ``default`` and ``defined``: where the value should stand, and its name."""
        match node:
            case nodes.Getattr(node=owner, attr=attribute) if not _is_name(owner, "loop"):
                return f"{self._expression(owner, scope)}, {attribute!r}"
            case nodes.Name(name=name) if name not in scope.items and _name(name, scope):
                if not hasattr(dict, name) and name not in self._environment.globals:
                    return f"top, {name!r}"
        raise GivesUpError


def _is_name(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name


def _name(name: str, scope: _Scope) -> str:
    if name in scope.items:
        return f"item{scope.items[name]}"
    if name == "self" or (name == "loop" and scope.loop is not None):
        raise GivesUpError
    return f"top[{name!r}]"


def _field(owner: nodes.Node, attribute: str, scope: _Scope) -> str:
    """The field ``attribute`` of a loop or of an item of one, "" of anything else."""
    if isinstance(owner, nodes.Name):
        if owner.name in scope.items:
            return f"row{scope.items[owner.name]}[{attribute!r}]"
        if owner.name == "loop" and scope.loop is not None and attribute in _LOOP:
            return _LOOP[attribute].format(index=f"index{scope.loop}", items=f"items{scope.loop}")
    return ""
