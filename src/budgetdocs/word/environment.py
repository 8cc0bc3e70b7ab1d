"""The Jinja environment of a Word template: sandboxed, strict, escaping, and pure.

Against docxtpl's default, text arrives as typed (autoescape), a missing value is an error (never a blank), a template
can't reach into Python, and ``{{ 行.items }}`` is the field *items* of the row, not the method of its dict.
"""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateAssertionError, nodes, pass_context
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from budgetdocs.word import text

RENDERING: Final = "this rendering"
"""Key of the :class:`Rendering` among the values; with its space it is no name that a template could write."""

Filters = Mapping[str, Callable[..., object]]

_ABSENT: Final = re.compile("变量“(.+)”没有给值")


class NeedsDocxtplError(Exception):
    """``value`` can be written by docxtpl only."""

    def __init__(self, value: object) -> None:
        super().__init__(value)
        self.value = value


class Rendering:
    """What is to be known of one rendering while it goes on."""

    def __init__(self) -> None:
        self.faulty: dict[str, None] = {}
        """Texts that held forbidden characters, in the order in which they were met."""
        self.markup = False
        """Whether a value that brings its own XML (RichText, ``|safe``) was written."""

    def arrive(self, value: object) -> object:
        """``value`` as it is written: XML of its own as it is, anything else as text, without forbidden characters."""
        if hasattr(value, "__html__"):
            return self.markup_of(value)
        return self.text_of(value if isinstance(value, str) else str(value))

    def text_of(self, value: str) -> str:
        """``value`` with its newlines as ``\\n`` and less its forbidden characters, which are noted."""
        if text.FORBIDDEN.search(value):
            self.faulty[value] = None
            value = text.without_forbidden(value)
        return text.with_newlines(value)

    def without_leftovers(self, xml: str) -> str:
        """``xml`` less the forbidden characters that came with XML of its own; the text of each paragraph is noted."""
        if text.FORBIDDEN.search(xml):
            for paragraph in xml.split("</w:p>"):
                if text.FORBIDDEN.search(paragraph):
                    self.faulty[html.unescape(re.sub(r"<[^>]*>", "", paragraph))] = None
            xml = text.without_forbidden(xml)
        return xml

    def markup_of(self, value: object) -> object:
        """``value``, which brings its own XML."""
        self.markup = True
        return value


@pass_context
def _arrive(context: Context, value: object) -> object:
    """What ``{{ }}`` writes for ``value``.

    Nearly all text is printable as it stands and goes straight through. Asking for the context also keeps Jinja from
    computing ``{{ 常数|filter }}`` once and for all when it compiles.
    """
    if type(value) is str and value.isprintable():
        return value
    rendering: Rendering = context.parent[RENDERING]
    return rendering.arrive(value)


@pass_context
def _escape(context: Context, value: object) -> Markup:
    """The filter ``e``: as Jinja's, of text as it arrives."""
    return escape(_arrive(context, value))


class _Absent(StrictUndefined):
    """A value that was not given; whatever a template does with it but ask ``is defined`` is an error, in Chinese."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is missing:
            return f"变量“{self._undefined_name}”没有给值"
        names = fields(self._undefined_obj)
        return f"{_kind(self._undefined_obj)}里没有“{self._undefined_name}”{suggestion(self._undefined_name, names)}"


def absent_variable(message: str) -> str | None:
    """The name of the variable that ``message`` says was not given, None if it says something else."""
    match = _ABSENT.fullmatch(message)
    return match[1] if match else None


def suggestion(name: object, names: list[str]) -> str:
    """``，是不是“甲”？`` for those of ``names`` that look like ``name``; else a list of a few; "" if there are none."""
    close = difflib.get_close_matches(str(name), names, n=3, cutoff=0.5)
    if close:
        return f"，是不是{'、'.join(f'“{each}”' for each in close)}？"
    return f"，现有：{'、'.join(names[:10])}{' 等' if len(names) > 10 else ''}" if names else ""


def fields(value: object) -> list[str]:
    """The names by which a template can ask ``value`` for something."""
    if isinstance(value, Mapping):
        return [key for key in value if isinstance(key, str)]
    if isinstance(value, str | int | float | list | tuple | None):
        return []
    return [name for name in dir(value) if not name.startswith("_")]


def _kind(value: object) -> str:
    return (
        "这组数据"
        if isinstance(value, Mapping)
        else "列表"
        if isinstance(value, list | tuple)
        else f"“{type(value).__name__}”"
    )


class _WordEscapes(Extension):
    """docxtpl's way to write a brace (``{_{`` for ``{{``), and its line breaks, settled when a template is compiled.

    docxtpl replaces both in the finished document, data included; here only what stands in the template is touched.
    """

    _BREAK = re.compile(r"\n(?=<w:p[ >])")

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type == "data":
                value = self._BREAK.sub("", token.value)
                for written, meant in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
                    value = value.replace(written, meant)
                token = Token(token.lineno, token.type, value)
            yield token


class WordEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for Word templates, with ``filters`` besides its own.

    A value rendered in it must hold a :class:`Rendering` under :data:`RENDERING`.
    """

    def __init__(self, filters: Filters) -> None:
        super().__init__(
            autoescape=True,
            undefined=_Absent,
            finalize=_arrive,
            extensions=[_WordEscapes],
            optimized=False,
            cache_size=0,
        )
        del self.globals["lipsum"], self.filters["random"]  # same input, other output
        self.filters.update(dict.fromkeys(("e", "escape"), _escape))
        self.filters.update(filters)

    def parse(self, source: str, name: str | None = None, filename: str | None = None) -> nodes.Template:
        """The syntax tree of ``source``; an unknown filter is found at once, not when its branch is first taken."""
        syntax = super().parse(source, name, filename)
        for kind, node_type, known in (("filter", nodes.Filter, self.filters), ("test", nodes.Test, self.tests)):
            for node in syntax.find_all(node_type):
                if node.name not in known:
                    raise TemplateAssertionError(f"No {kind} named {node.name!r}.", node.lineno)
        return syntax

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``obj.attribute`` of a template: of a mapping its key, where it has it."""
        if isinstance(obj, (dict, Mapping)):  # dict is quick to see
            try:
                return obj[attribute]
            except KeyError:
                pass
        return super().getattr(obj, attribute)
