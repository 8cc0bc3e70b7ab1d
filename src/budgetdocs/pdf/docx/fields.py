"""Fields (17.16): what of them is shown is their result as it was saved; page numbers alone are left to the layout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from budgetdocs.pdf.docx.names import toggled, value, w, whole
from budgetdocs.pdf.docx.symbols import symbol

PAGE_FIELDS: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"})
"""Fields whose value only the layout knows."""
MAY_BE_EMPTY: Final = frozenset({"IF", "MERGEFIELD", "FORMTEXT", "FILLIN", "DOCPROPERTY", "DOCVARIABLE", "COMPARE"})
"""Fields whose result may well be nothing."""
SILENT: Final = frozenset({"XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE", "PRINT", "NEXT", "NEXTIF", "SKIPIF"})
"""Fields that show nothing (17.16.5)."""
FORMATTED: Final = " \\* "
"""Stands in :attr:`Span.field` between a field and the number format (17.18.59) that it asks for."""
_NUMBER_FORMATS: Final = {
    "arabic": "decimal", "arabicdash": "numberInDash", "alphabetic": "lowerLetter", "roman": "lowerRoman",
    "hex": "hex", "ordinal": "ordinal", "chinesenum1": "chineseCounting", "chinesenum2": "chineseLegalSimplified",
    "chinesenum3": "chineseCountingThousand", "circlenum": "decimalEnclosedCircle", "dbchar": "decimalFullWidth",
    "sbchar": "decimalHalfWidth", "gb1": "decimalEnclosedFullstop", "gb2": "decimalEnclosedParen",
    "gb3": "decimalEnclosedCircleChinese", "gb4": "ideographEnclosedCircle", "zodiac1": "ideographTraditional",
    "zodiac2": "ideographZodiac", "zodiac3": "ideographZodiacTraditional",
}  # fmt: skip
"""The number format of each general formatting switch (17.16.4.3.1) that is known here."""
_OF_TEXT: Final = frozenset({"mergeformat", "mergeformatinet", "charformat", "caps", "firstcap", "lower", "upper"})
"""General formatting switches (17.16.4.3) that leave a number as it is."""
_CAPITALS: Final = {"lowerLetter": "upperLetter", "lowerRoman": "upperRoman"}
_LINKING: Final = frozenset({"REF", "PAGEREF", "NOTEREF"})
_GLUED: Final = re.compile(r"^\s*[A-Za-z]+(?=\\)|(?<=\s)\\[*#@](?=\S)")
"""What a blank may be missing behind: the name, or a general switch."""
_WORD: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|“([^”]*)”|(\S+)')


@dataclass(frozen=True, slots=True)
class Instruction:
    """A field's instruction (17.16.4) taken apart: ``switches`` by their letter, with what stands behind each."""

    name: str
    arguments: tuple[str, ...]
    switches: dict[str, str]

    @property
    def link(self) -> str:
        """The bookmark that a click on the result leads to, "" for none."""
        if self.name == "HYPERLINK":
            return self.switches.get("\\l", "") if not self.arguments or not self.arguments[0] else ""
        return self.arguments[0] if self.name in _LINKING and self.arguments and "\\h" in self.switches else ""

    @property
    def url(self) -> str:
        """The address outside the document that a click leads to, "" for none."""
        if self.name != "HYPERLINK" or not self.arguments or not self.arguments[0]:
            return ""
        anchor = self.switches.get("\\l", "")
        return self.arguments[0] + (f"#{anchor}" if anchor else "")

    @property
    def field(self) -> str:
        """What the layout is asked for (:attr:`Span.field`): the name, with PAGEREF (17.16.5.45) that of the bookmark
        as well, and the number format that it asks for itself."""
        asked = f"PAGEREF {self.arguments[0]}" if self.name == "PAGEREF" and self.arguments else self.name
        forms = [form for form in map(_number_format, self._formats) if form]
        return asked + FORMATTED + forms[-1] if forms else asked

    @property
    def unheeded(self) -> tuple[str, ...]:
        """The switches of a page number that say how it is to look, and are not heeded."""
        picture = self.switches.get("\\#")
        unknown = [f"\\* {word}" for word in self._formats if _number_format(word) is None]
        return tuple(unknown if picture is None else [*unknown, f"\\# {picture}"])

    @property
    def _formats(self) -> list[str]:
        return self.switches.get("\\*", "").split()

    @property
    def text(self) -> str | None:
        """What a field shows that has no result of its own; None for any but SYMBOL (17.16.5.67)."""
        if self.name != "SYMBOL" or not self.arguments:
            return None
        code = self.arguments[0]
        number = int(code, 16) if re.fullmatch("0[xX][0-9A-Fa-f]+", code) else whole(code, -1)
        return symbol(f"{number:X}", self.switches.get("\\f", "Symbol")) if number > 0x1F else None


def instruction(text: str) -> Instruction:
    """``text`` of an instruction taken apart; a bookmark alone is a REF field (17.16.5.58)."""
    words: list[tuple[str, bool]] = []
    for match in _WORD.finditer(_GLUED.sub(r"\g<0> ", text)):
        quoted = match[1] if match[1] is not None else match[2]
        words.append((match[3], False) if quoted is None else (re.sub(r"\\(.)", r"\1", quoted), True))
    name = words[0][0].upper() if words else ""
    if name.startswith("="):
        name = "="
    arguments: list[str] = []
    switches: dict[str, str] = {}
    pending = ""
    for word, quoted_word in words[1:]:
        if word.startswith("\\") and not quoted_word:
            pending = word.lower()
            switches.setdefault(pending, "")
        elif pending in _WITH_ARGUMENT.get(name, _GENERAL):
            several = pending == "\\*"  # a number may have its format, its MERGEFORMAT and more
            switches[pending] = f"{switches[pending]} {word}".strip() if several else word
            pending = ""
        else:
            arguments.append(word)
    return Instruction(name, tuple(arguments), switches)


def _number_format(word: str) -> str | None:
    """The number format (17.18.59) that a general formatting switch asks for: "" none, None one not known here."""
    small = word.lower()
    if small in _OF_TEXT:
        return ""
    form = _NUMBER_FORMATS.get(small)
    return form if form is None or word[0].islower() else _CAPITALS.get(form, form)


_GENERAL: Final = frozenset({"\\*", "\\#", "\\@"})
_WITH_ARGUMENT: Final = {
    "HYPERLINK": _GENERAL | {"\\l", "\\o", "\\t"},
    "SYMBOL": _GENERAL | {"\\f", "\\s"},
    "TOC": _GENERAL | {"\\o", "\\b", "\\c", "\\f", "\\t", "\\l", "\\n", "\\p", "\\s"},
    "REF": _GENERAL | {"\\d"},
}


@dataclass(slots=True)
class Field:
    """A complex field that is open: ``code`` is its instruction as it comes, ``shown`` whether a result was seen.

    ``data`` is the form field's (17.16.17), ``format`` that of the run it begins in. Of a page number ``printed`` says
    that it stands in the paragraph already.
    """

    data: Any
    format: Any
    code: list[str] = field(default_factory=list)
    instruction: Instruction | None = None
    shown: bool = False
    printed: bool = False

    def separate(self) -> Instruction:
        """The end of the instruction: from here on its result follows."""
        self.instruction = instruction("".join(self.code))
        return self.instruction


@dataclass(slots=True)
class OpenFields:
    """The complex fields that are open in one flow of text (17.16.18), outermost first."""

    stack: list[Field] = field(default_factory=list)
    hidden: int = 0
    """How many of them are still in their instruction: what is read there is not shown."""
    contents: int = 0
    """How many of them are a table of contents in its result."""

    def begin(self, data: Any, format_: Any) -> None:
        self.stack.append(Field(data, format_))
        self.hidden += 1

    def separate(self) -> None:
        if self.stack and self.stack[-1].instruction is None:
            self.hidden -= 1
            self.contents += self.stack[-1].separate().name == "TOC"

    def end(self) -> Field | None:
        """The field that ends here, None if none is open."""
        if not self.stack:
            return None
        closed = self.stack.pop()
        if closed.instruction is None:
            self.hidden -= 1
            closed.separate()
        else:
            self.contents -= closed.instruction.name == "TOC"
        return closed

    @property
    def page_field(self) -> Field | None:
        """The outermost open field whose value only the layout knows."""
        for each in self.stack:
            if each.instruction is not None and each.instruction.name in PAGE_FIELDS:
                return each
        return None

    @property
    def link(self) -> tuple[str, str]:
        """Where a click on what is read now leads to: bookmark and address, of the innermost field that says so."""
        for each in reversed(self.stack):
            if each.instruction is not None and (each.instruction.link or each.instruction.url):
                return each.instruction.link, each.instruction.url
        return "", ""


def form_value(data: Any) -> str | None:
    """What a form field (17.16.17 ffData) shows by itself: a tick box, or the entry of a list; None for any other."""
    if data is None:
        return None
    box, choices = data.find(w("checkBox")), data.find(w("ddList"))
    if box is not None:
        checked = box.find(w("checked"))
        return "☑" if toggled(checked if checked is not None else box.find(w("default"))) else "□"
    if choices is not None:
        entries = [value(each) for each in choices.iterfind(w("listEntry"))]
        chosen = choices.find(w("result"))
        at = whole(value(chosen if chosen is not None else choices.find(w("default")), "0"))
        return entries[at] if 0 <= at < len(entries) else ""
    return None
