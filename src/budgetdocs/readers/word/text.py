"""The words of a paragraph as they are printed, tracked changes accepted (ECMA-376 Part 1, 17.3, 17.13.5, 17.16)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from budgetdocs.model import OddityKind
from budgetdocs.readers.tree import shortened

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

WRAPPERS: Final = frozenset(
    W + name for name in ("hyperlink", "smartTag", "customXml", "ins", "moveTo", "sdt", "sdtContent", "dir", "bdo")
)
"""What may stand around runs, paragraphs, rows and cells without changing what they say."""
_GRAPHICS: Final = ("/chart", "/diagram")
"""How the names of what is drawn from a part of its own end: charts (21.2), diagrams (21.4)."""
_REMOVED: Final = frozenset((W + "del", W + "moveFrom"))
_CHARACTERS: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}
_SYMBOL: Final = dict(
    zip((0xA3, 0xB3, 0xB1, 0xB4, 0xB0, 0xB8, 0xB9, 0xD7, 0xA5, 0x25, 0x3D, 0x3C, 0x3E), "≤≥±×°÷≠·∞%=<>", strict=True)
)
"""The characters of the font Symbol that forms use, by their codes (Unicode's vendor mapping of Symbol)."""
_SYMBOL_FONTS: Final = frozenset(("Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"))
_DRAWN: Final = re.compile("[\uf020-\uf0ff]")
"""Where fonts of symbols have their characters in a text."""
_NOTES: Final = {
    W + "footnoteReference": "footnotes",
    W + "endnoteReference": "endnotes",
    W + "commentReference": "comments",
}


@dataclass
class Said:
    """What one paragraph says: its ``text``, and what else hangs on it (kind of oddity, and what it is)."""

    pieces: list[str] = field(default_factory=list)
    aside: list[tuple[OddityKind, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class Words:
    """Reads paragraph after paragraph; fields may go on from one into the next, as the contents do."""

    def __init__(self, notes: dict[tuple[str, str], str], results: bool = True) -> None:
        self._notes = notes
        """The texts of notes and comments, by the kind of their part and their id."""
        self._results = results
        """Whether what a field gives (the number of the page) is among the words."""
        self._fields: list[str] = []
        """The open fields from the outside: "code" while their instruction stands, "result" after it, "contents"."""

    def restart(self) -> None:
        """Forgets the open fields: where a table or a heading begins, none that matters is open."""
        self._fields.clear()

    @property
    def in_contents(self) -> bool:
        """Whether the words that come now are those of the table of contents."""
        return "contents" in self._fields

    def of(self, paragraph: etree._Element) -> Said:
        """What ``paragraph`` says."""
        said = Said()
        self._walk(paragraph, said)
        return said

    def _walk(self, parent: etree._Element, said: Said) -> None:
        for child in parent:
            tag = child.tag
            if tag == W + "r":
                self._run(child, said)
            elif tag in WRAPPERS or (tag == W + "fldSimple" and self._results):
                if tag in (W + "ins", W + "moveTo"):
                    added = printed(child)
                    if added.strip():
                        said.aside.append((OddityKind.AMBIGUOUS, f"有没接受的修订：插入的“{shortened(added)}”读进来了"))
                self._walk(child, said)
            elif tag in _REMOVED:
                removed = printed(child)
                if removed.strip():
                    said.aside.append((OddityKind.AMBIGUOUS, f"有没接受的修订：删去的“{shortened(removed)}”没有读"))
            elif tag in (_M + "oMath", _M + "oMathPara"):
                self._say(printed(child, _M + "t"), said)
            elif tag == _MC + "AlternateContent":
                self._walk(_chosen(child), said)

    def _run(self, run: etree._Element, said: Said) -> None:
        hidden = is_on(run.find(f"{W}rPr/{W}vanish"))
        target = Said() if hidden else said
        for child in run:
            self._content(child, target)
        if hidden:
            said.aside += target.aside
            if target.text.strip() and not self.in_contents:
                said.aside.append((OddityKind.HIDDEN, f"有隐藏的文字“{shortened(target.text)}”，没有读"))

    def _content(self, child: etree._Element, said: Said) -> None:
        tag = child.tag
        if tag == W + "t":
            text = child.text or ""
            text = text if child.get(_SPACE) == "preserve" else text.strip(" \t\r\n")
            self._say(_drawn(text, child, said) if _DRAWN.search(text) else text, said)
        elif tag in _CHARACTERS:
            self._say(_CHARACTERS[tag], said)
        elif tag == W + "br":
            if child.get(W + "type", "textWrapping") == "textWrapping":
                self._say("\n", said)
        elif tag == W + "fldChar":
            self._field(child.get(W + "fldCharType", ""))
            if chosen := _chosen_in_form(child):
                said.pieces.append(chosen)
        elif tag == W + "instrText":
            if self._fields and (child.text or "").split()[:1] == ["TOC"]:
                self._fields[-1] = "contents"
        elif tag == W + "sym":
            self._symbol(child, said)
        elif tag in _NOTES:
            self._note(_NOTES[tag], child.get(W + "id", ""), said)
        elif tag == W + "ruby":
            for base in child.iterchildren(W + "rubyBase"):
                self._walk(base, said)
        elif tag == _MC + "AlternateContent":
            for each in _chosen(child):
                self._content(each, said)
        elif tag in (W + "drawing", W + "pict", W + "object"):
            _picture(child, said)

    def _say(self, text: str, said: Said) -> None:
        if not self._fields or (self._results and all(state == "result" for state in self._fields)):
            said.pieces.append(text)

    def _field(self, kind: str) -> None:
        """17.16.18: begin, the instruction, separate, the result, end."""
        if kind == "begin":
            self._fields.append("code")
        elif self._fields and kind == "end":
            self._fields.pop()
        elif self._fields and kind == "separate" and self._fields[-1] == "code":
            self._fields[-1] = "result"

    def _symbol(self, child: etree._Element, said: Said) -> None:
        """17.3.3.30: a character of a font by its code, often moved up to F000."""
        font, code = child.get(W + "font", ""), child.get(W + "char", "")
        try:
            number = int(code, 16)
        except ValueError:
            number = 0
        self._say(_symbol(font, number, shortened(code), said), said)

    def _note(self, kind: str, number: str, said: Said) -> None:
        text = self._notes.get((kind, number), "")
        if text.strip():
            name = {"footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}[kind]
            said.aside.append((OddityKind.UNPLACED, f"有{name}“{shortened(text)}”"))


def printed(element: etree._Element, *tags: str) -> str:
    """All words within ``element``, deleted ones too, or those of ``tags``: for a message that says what was found."""
    return "".join(each.text or "" for each in element.iter(*(tags or (W + "t", W + "delText"))))


def _chosen(alternate: etree._Element) -> etree._Element:
    """One of the ways in which the same thing is said (Part 3, 7.3): the one for new programs, if it is there."""
    choice = alternate.find(_MC + "Choice")
    if choice is None:
        choice = alternate.find(_MC + "Fallback")
    return alternate if choice is None else choice


def _symbol(font: str, number: int, code: str, said: Said) -> str:
    """The character that ``font`` draws for ``number``; “□” for one that is not known, which is noted."""
    known = _SYMBOL.get(number & 0xFFF if number >= 0xF000 else number) if font == "Symbol" else None
    if known is None:
        said.aside.append((OddityKind.AMBIGUOUS, f"有字体“{shortened(font)}”的符号（{code}），读作“□”"))
    return known or "□"


def _drawn(text: str, element: etree._Element, said: Said) -> str:
    """``text`` with the characters of a font of symbols, which some programs write as text in their private places."""
    run = element.getparent()
    fonts = run.find(f"{W}rPr/{W}rFonts") if run is not None else None
    names = {str(name) for name in fonts.attrib.values()} if fonts is not None else set()
    font = min(names & _SYMBOL_FONTS, default="")
    if not font:
        return text
    return _DRAWN.sub(lambda found: _symbol(font, ord(found[0]), f"{ord(found[0]):X}", said), text)


def _chosen_in_form(field: etree._Element) -> str:
    """What a legacy form field shows that no run says: the entry chosen, or its box (17.16.7, 17.16.9)."""
    choices = field.find(f"{W}ffData/{W}ddList")
    if choices is not None:
        entries = [each.get(W + "val", "") for each in choices.iterchildren(W + "listEntry")]
        result = choices.find(W + "result")
        number = result.get(W + "val", "") if result is not None else "0"
        return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""
    box = field.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    state = box.find(W + "checked")
    return "☑" if is_on(state if state is not None else box.find(W + "default")) else "☐"


def _picture(drawing: etree._Element, said: Said) -> None:
    """Notes a text box by its words, any other drawing as a picture (17.3.3.9, 17.3.3.19, 17.3.3.21)."""
    boxes = list(drawing.iter(W + "txbxContent"))
    text = " ".join(printed(paragraph) for box in boxes for paragraph in box.iter(W + "p"))
    if text.strip():
        said.aside.append((OddityKind.UNPLACED, f"有文本框“{shortened(text)}”"))
    elif next(drawing.iter(_A + "blip", _V + "imagedata"), None) is not None:
        said.aside.append((OddityKind.UNPLACED, "有图片"))
    elif any(each.get("uri", "").endswith(_GRAPHICS) for each in drawing.iter(_A + "graphicData")):
        said.aside.append((OddityKind.UNPLACED, "有图表或图示"))


def is_on(switch: etree._Element | None) -> bool:
    """17.17.4: a property that stands there without a value is on."""
    return switch is not None and switch.get(W + "val", "true") not in ("0", "false", "off", "none")
