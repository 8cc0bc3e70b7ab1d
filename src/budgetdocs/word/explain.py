"""What went wrong in a template, told to the person who wrote it: which tag, in which paragraph, and what to do.

Jinja speaks of lines; a Word file has none. So each paragraph is put on a line of its own before Jinja sees it, and
here a line becomes the tag and the paragraph again, as they were typed.
"""

from __future__ import annotations

import html
import re
import traceback
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from budgetdocs.errors import TemplateError
from budgetdocs.word.environment import absent_variable, fields, suggestion

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPENING: Final = re.compile(r"\{[{%#]")
_KEYWORD: Final = re.compile(r"\{%[-+]?\s*(\w+)")
_NEWLINE: Final = re.compile(r"\r\n|\r|\n")
_TYPED: Final = str.maketrans("“”‘’", "\"\"''")  # docxtpl's patch_xml makes Word's curly quotes straight in a tag
_CLOSING: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_BLOCKS: Final = ("for", "if", "macro", "call", "filter", "with", "autoescape", "block", "raw")
_MIDDLES: Final = {"else": ("if", "for"), "elif": ("if",)}
_KEYWORDS: Final = [*_BLOCKS, *(f"end{name}" for name in _BLOCKS), *_MIDDLES, "set", "do"]
_EXCERPT: Final = 40

_MEANINGS: Final = (
    (re.compile(r"expected token 'end of print statement', got '(.+)'"), "“{0}”之前缺少运算符，一个标签里只能写一个值"),
    (re.compile(r"expected token 'end of statement block', got '(.+)'"), "从“{0}”起是多余的"),
    (re.compile(r"expected token '(.+)', got '(.+)'"), "应有“{0}”的地方写了“{1}”"),
    (re.compile(r"[Uu]nexpected '(.+)'"), "多了“{0}”"),
    (re.compile(r"unexpected char '(.+)' at \d+"), "不认识的字符“{0}”，标签里的符号要用半角"),
    (re.compile(r"unexpected end of template, expected '(.+)'\."), "没有写完，还缺“{0}”"),
    (re.compile(r"Expected an expression, got 'end of (?:print statement|statement block)'"), "里面是空的或没有写完"),
    (re.compile(r"access to attribute '(.+)' of '(.+)' object is unsafe\."), "模板不得访问“{0}”"),
    (re.compile(r".* is not safely callable"), "模板不得调用它"),
)


class Place(NamedTuple):
    """A part of a template: ``original`` as Word saved it, ``source`` as Jinja gets it, a paragraph a line."""

    template: str
    part: str
    original: str
    source: str

    def error(self, tag: str, reason: str) -> TemplateError:
        """The error for ``tag``, given as Jinja has it, told as it was typed, with the paragraph in which it stands."""
        typed, paragraph = self._typed(tag) if tag else ("", "")
        where = [f"段落“{_shortened(paragraph)}”"] if paragraph and paragraph != typed else []
        if not self.part.endswith("document.xml"):
            where.insert(0, self.part)
        return TemplateError(self.template, typed, f"{reason}（在{'，'.join(where)}）" if where else reason)

    def paragraphs(self) -> Iterator[str]:
        """The text of each paragraph."""
        for paragraph in self.original.split("</w:p>"):
            yield html.unescape(re.sub(r"<[^>]+>", "", paragraph)).strip()

    def tags_on(self, line: int) -> list[str]:
        """The tags on ``line`` (from 1) of the source."""
        lines = _NEWLINE.split(self.source)
        return _TAG.findall(lines[line - 1]) if 0 < line <= len(lines) else []

    def _typed(self, tag: str) -> tuple[str, str]:
        """``tag`` as it was typed, and its paragraph; ``tag`` itself and "" where it is not found again."""
        for paragraph in self.paragraphs():
            for typed in _TAG.findall(paragraph):
                if _bare(typed) == _bare(tag):
                    return typed, paragraph
            if tag in paragraph:
                return tag, paragraph
        return tag, ""


def syntax_error(fault: Exception, place: Place, environment: SandboxedEnvironment) -> TemplateError:
    """The error for what Jinja could not understand in ``place``."""
    for paragraph in place.paragraphs():
        rest = _TAG.sub("", paragraph)
        unfinished = _OPENING.search(rest)
        if unfinished:
            closing = _CLOSING[unfinished[0]]
            return place.error(rest[unfinished.start() :][:_EXCERPT], f"标签没有写完，后面缺少 {closing}")
    if not isinstance(fault, TemplateSyntaxError):
        return place.error("", f"标签太多或嵌套太深（{type(fault).__name__}）")
    tags = place.tags_on(fault.lineno)
    for tag in tags:
        reason = _fault_of(tag, environment)
        if reason:
            return place.error(tag, reason)
    misplaced = _misplaced(_TAG.findall(place.source))
    if misplaced:
        return place.error(*misplaced)
    message = fault.message or ""
    return place.error(_mentioned(message, tags), _meaning(message, environment))


def rendering_error(fault: Exception, place: Place, values: Mapping[str, object]) -> TemplateError:
    """The error for a tag of ``place`` that could not be worked out with ``values``."""
    message = str(fault)
    lines = [frame.lineno for frame in traceback.extract_tb(fault.__traceback__) if frame.filename == "<template>"]
    tags = place.tags_on(lines[-1] or 0) if lines else []
    name = absent_variable(message)
    if name:
        message += suggestion(name, fields(values))
    elif isinstance(fault, SecurityError):
        message = _meaning(message, None)
    elif not isinstance(fault, UndefinedError):
        message = f"算不出结果：{_meaning(message, None) or type(fault).__name__}"
    return place.error(_mentioned(message, tags), message)


def _fault_of(tag: str, environment: SandboxedEnvironment) -> str:
    """What is wrong with ``tag`` taken alone, "" if nothing is."""
    match = _KEYWORD.match(tag)
    keyword = match[1] if match else ""
    if keyword in _BLOCKS:
        tag = f"{tag}{{% end{keyword} %}}"
    elif keyword in _MIDDLES:
        tag = f"{{% if 1 %}}{tag}{{% endif %}}"
    elif keyword.startswith("end"):
        return (
            "" if keyword in (*_KEYWORDS, "endset") else _meaning(f"Encountered unknown tag '{keyword}'.", environment)
        )
    try:
        environment.from_string(environment.parse(tag))
    except TemplateSyntaxError as fault:
        message = fault.message or ""
        return "" if message.startswith("Unexpected end of template") else _meaning(message, environment)
    return ""


def _misplaced(tags: list[str]) -> tuple[str, str] | None:
    """The first block tag without its partner, and what it lacks."""
    open_blocks: list[tuple[str, str]] = []
    for tag in tags:
        match = _KEYWORD.match(tag)
        keyword = match[1] if match else ""
        if keyword in _BLOCKS:
            open_blocks.append((keyword, tag))
        elif keyword in _MIDDLES and not (open_blocks and open_blocks[-1][0] in _MIDDLES[keyword]):
            return tag, f"前面没有与它配对的 {' 或 '.join(_MIDDLES[keyword])}"
        elif keyword.startswith("end") and keyword[3:] in _BLOCKS:
            if not open_blocks:
                return tag, f"前面没有与它配对的 {keyword[3:]}"
            name, opening = open_blocks.pop()
            if name != keyword[3:]:
                return opening, f"没有结束：先遇到了 {tag}，应先写 {{% end{name} %}}"
    if open_blocks:
        name, opening = open_blocks[-1]
        return opening, f"没有结束，后面缺少 {{% end{name} %}}"
    return None


def _meaning(message: str, environment: SandboxedEnvironment | None) -> str:
    """Jinja's ``message`` in Chinese, with what may have been meant."""
    unknown = re.match(r"Encountered unknown tag '(.+?)'", message)
    if unknown and unknown[1] in ("tr", "tc", "p", "r"):
        return f"{{%{unknown[1]} %}} 没有被认出：一行、一格或一段里只能有一个，标签里不能有 }} 和 %"
    if unknown:
        return f"没有叫“{unknown[1]}”的标签{suggestion(unknown[1], _KEYWORDS)}"
    missing = re.match(r"No (filter|test) named '(.+?)'", message)
    if missing:
        kind, name = missing.groups()
        known = {} if environment is None else environment.filters if kind == "filter" else environment.tests
        guess = suggestion(name, sorted(known))
        return f"没有叫“{name}”的{'过滤器' if kind == 'filter' else '检验'}{guess if '是不是' in guess else ''}"
    for pattern, meaning in _MEANINGS:
        match = pattern.fullmatch(message)
        if match:
            return meaning.format(*match.groups())
    return message


def _mentioned(message: str, tags: list[str]) -> str:
    """The one of ``tags`` that holds a name quoted in ``message``; else those few that it can be; else ""."""
    names = re.findall(r"“(.+?)”|'(.+?)'", message)
    for name in (one or other for one, other in names):
        for tag in tags:
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", tag):
                return tag
    openings = [tag for tag in tags if not re.match(r"\{%[-+]?\s*(?:end|else)", tag)]
    return " 或 ".join(dict.fromkeys(openings)) if len(openings) <= 3 else ""


def _bare(tag: str) -> str:
    """What stands in ``tag``, the same however it was typed: ``{%tr if 甲 -%}`` and ``{% if 甲 %}`` give ``if甲``."""
    inner = re.sub(r"^(?:tr|tc|p|r)\s", "", tag[2:-2].translate(_TYPED).strip("-+"))
    return re.sub(r"\s", "", inner)


def _shortened(paragraph: str) -> str:
    return paragraph if len(paragraph) <= _EXCERPT else f"{paragraph[:_EXCERPT]}…"
