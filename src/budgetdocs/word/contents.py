"""The table of contents of a Word file: its entries, with the page numbers that are given.

Word fills a TOC field (ECMA-376 Part 1, §17.16.5.68) only when someone presses F9; here it is filled beforehand, in the
way that Word itself writes it, so that Word can still update it. Numbers that Word makes itself (``w:numPr``) are not
part of a heading's text and so not of its entry.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from budgetdocs.word.main_part import Element as _Element
from budgetdocs.word.main_part import MainPart, main_part, members_of, replaced
from budgetdocs.word.main_part import W as _W
from budgetdocs.word.package import Member, Members

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BODY_TEXT = 9  # w:outlineLvl: no heading (§17.3.1.20)
_PLACE = "budgetdocs-page-of"
_NUMBER = re.compile(rf"<\?{_PLACE} (.*?)\?>")
"""What stands in the place of a page number until it is known."""


@dataclass(frozen=True)
class Contents:
    """A Word file whose table of contents has its entries; their page numbers may be put in later, and again.

    ``_pieces`` are the XML of the main part by turns with the bookmarks whose page numbers stand between them.
    """

    _members: Mapping[str, Member]
    _name: str
    _pieces: tuple[str, ...]

    def numbered(self, pages: Mapping[str, str]) -> bytes:
        """The file with ``pages[bookmark]`` in the contents, "1" where that is unknown."""
        pieces = list(self._pieces)
        pieces[1::2] = [escape(pages.get(bookmark, "1")) for bookmark in pieces[1::2]]
        return replaced(self._members, self._name, "".join(pieces))


def contents_of(members: Members) -> Contents | None:
    """The contents of the Word file of ``members``, filled in; None if it has no TOC field or no headings for it.

    Each heading within the field's levels gets a bookmark ``_Toc000000001`` … (one that it has already is kept).
    """
    part = main_part(members, having=b"TOC")
    field = _field(part.root) if part else None
    if part is None or field is None:
        return None
    styles = _styles(part)
    headings = _headings(part.root, styles, field)
    if not headings:
        return None
    _mark(part.root, headings)
    _replace(field, headings, styles)
    return Contents(part.members, part.name, tuple(_NUMBER.split(part.written())))


def fill_contents(docx: bytes, pages: Mapping[str, str] | None = None) -> bytes:
    """``docx`` with its table of contents filled in; as it is, if it has no TOC field or no headings for it.

    Each entry shows ``pages[bookmark]``, "1" where that is unknown. The same input gives the same bytes; bookmarks as
    for :func:`contents_of`. Raises :class:`~budgetdocs.errors.TemplateError` if ``docx`` is no Word file.
    """
    contents = contents_of(members_of(docx))
    if contents is None:
        return docx
    return contents.numbered(pages or {})


# -------------------------------------------------------------------------------------------------------------- styles


@dataclass(frozen=True)
class _Styles:
    levels: Mapping[str, int]
    """Outline level (0 is the first) by style id, inherited ones too; body text is left out."""
    entries: Mapping[int, str]
    """The style id of the entries of each level, counted from 1."""


def _styles(part: MainPart) -> _Styles:
    found = part.related("styles")
    own: dict[str, int] = {}
    based: dict[str, str] = {}
    entries: dict[int, str] = {}
    for style in found.iter(f"{_W}style") if found is not None else ():
        id = style.get(f"{_W}styleId", "")
        if style.get(f"{_W}type") != "paragraph" or not id:
            continue
        called = re.fullmatch(r"toc ([1-9])", _value(style, "name").lower())
        if called:
            entries[int(called[1])] = id
        based[id] = _value(style, "basedOn")
        outline = _value(style, "pPr/outlineLvl")
        if outline:
            own[id] = int(outline)
        elif heading := re.fullmatch(r"heading ([1-9])", _value(style, "name").lower()):
            own[id] = int(heading[1]) - 1
    levels = {id: level for id in based if (level := _inherited(id, own, based)) is not None and level < _BODY_TEXT}
    return _Styles(levels, entries)


def _inherited(id: str, own: Mapping[str, int], based: Mapping[str, str]) -> int | None:
    seen = set()
    while id and id not in seen:
        if id in own:
            return own[id]
        seen.add(id)
        id = based.get(id, "")
    return None


def _value(element: _Element, path: str) -> str:
    """The ``w:val`` of the element at ``path`` below ``element``; "" if there is none."""
    found = element.find("/".join(_W + step for step in path.split("/")))
    return "" if found is None else found.get(f"{_W}val", "")


# --------------------------------------------------------------------------------------------------------------- field


@dataclass(frozen=True)
class _Field:
    """A TOC field: the paragraphs of its ``begin`` and ``end``, and those two runs; ``levels`` from its ``\\o``."""

    first: _Element
    last: _Element
    opening: tuple[_Element, ...]
    closing: _Element
    levels: range


def _field(root: _Element) -> _Field | None:
    """The first TOC field whose ends stand in paragraphs side by side."""
    depth, opening = 0, list[_Element]()
    instruction, separated = "", False
    for run in root.iter(f"{_W}r"):
        kind = _char(run)
        if depth == 0 and kind == "begin":
            opening, instruction, separated = [run], "", False
        elif opening and not separated:
            opening.append(run)
        if depth == 1 and not separated:
            instruction += "".join(text.text or "" for text in run.iter(f"{_W}instrText"))
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        if depth == 1 and kind == "separate":
            separated = True
        elif depth <= 0 and kind == "end":
            found = _toc(opening, run, instruction) if separated else None
            if found:
                return found
            depth, opening = 0, []
    return None


def _toc(opening: list[_Element], closing: _Element, instruction: str) -> _Field | None:
    if not re.match(r"\s*TOC\b", instruction):
        return None
    first, last = opening[0].getparent(), closing.getparent()
    if first is None or last is None or first.tag != f"{_W}p" or last.tag != f"{_W}p":
        return None
    if first.getparent() is not last.getparent() or any(run.getparent() is not first for run in opening):
        return None
    span = re.search(r'\\o\s+"\s*([1-9])\s*-\s*([1-9])\s*"', instruction)
    levels = range(int(span[1]), int(span[2]) + 1) if span else range(1, 10)
    return _Field(first, last, tuple(opening), closing, levels)


def _char(run: _Element) -> str:
    found = run.find(f"{_W}fldChar")
    return "" if found is None else found.get(f"{_W}fldCharType", "")


# ------------------------------------------------------------------------------------------------------------ headings


@dataclass
class _Heading:
    paragraph: _Element
    level: int
    text: str
    bookmark: str = ""


def _headings(root: _Element, styles: _Styles, field: _Field) -> list[_Heading]:
    """The headings of the body for the contents, in their order; those inside the field itself are none."""
    inside = {id(paragraph) for paragraph in _between(field)}
    headings = []
    for paragraph in root.iter(f"{_W}p"):
        level = _outline_level(paragraph, styles) + 1
        if level not in field.levels or id(paragraph) in inside or _in_text_box(paragraph):
            continue
        text = " ".join("".join(_words(paragraph)).split(" ")).strip()
        if text:
            headings.append(_Heading(paragraph, level, text))
    return headings


def _outline_level(paragraph: _Element, styles: _Styles) -> int:
    direct = _value(paragraph, "pPr/outlineLvl")
    return int(direct) if direct else styles.levels.get(_value(paragraph, "pPr/pStyle"), _BODY_TEXT)


def _in_text_box(paragraph: _Element) -> bool:
    return next(paragraph.iterancestors(f"{_W}txbxContent"), None) is not None


def _words(paragraph: _Element) -> Iterator[str]:
    """The text of ``paragraph``; breaks and tabs are spaces, a deleted or moved run is nothing."""
    for element in paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}cr", f"{_W}tab", f"{_W}noBreakHyphen"):
        holder = element.getparent()
        if holder is None or holder.tag != f"{_W}r" or _in_text_box_of(paragraph, element):
            continue
        if element.tag == f"{_W}t":
            yield re.sub(r"[\t\n\r]", " ", element.text or "")
        else:
            yield "-" if element.tag == f"{_W}noBreakHyphen" else " "


def _in_text_box_of(paragraph: _Element, element: _Element) -> bool:
    nearest = next(element.iterancestors(f"{_W}p"), None)
    return nearest is not paragraph


def _mark(root: _Element, headings: list[_Heading]) -> None:
    """Give each heading a bookmark: the ``_Toc…`` that it has, or a new one around its content."""
    starts = list(root.iter(f"{_W}bookmarkStart"))
    names = {start.get(f"{_W}name", "") for start in starts}
    last_id = max((int(start.get(f"{_W}id", "0")) for start in starts), default=0)
    number = 0
    for heading in headings:
        present = (start.get(f"{_W}name", "") for start in heading.paragraph.iter(f"{_W}bookmarkStart"))
        heading.bookmark = next((name for name in present if name.startswith("_Toc")), "")
        if heading.bookmark:
            continue
        number += 1
        while f"_Toc{number:09}" in names:
            number += 1
        heading.bookmark = f"_Toc{number:09}"
        last_id += 1
        start = _element("bookmarkStart", id=str(last_id), name=heading.bookmark)
        heading.paragraph.insert(0 if heading.paragraph.find(f"{_W}pPr") is None else 1, start)
        heading.paragraph.append(_element("bookmarkEnd", id=str(last_id)))


# ------------------------------------------------------------------------------------------------------------- entries


def _between(field: _Field) -> list[_Element]:
    """The elements side by side from the field's first paragraph to its last."""
    elements = [field.first]
    while elements[-1] is not field.last:
        following = elements[-1].getnext()
        if following is None:
            break
        elements.append(following)
    return elements


def _replace(field: _Field, headings: list[_Heading], styles: _Styles) -> None:
    """Put the entries in the place of what the field shows; what stands around the field in its paragraphs stays."""
    parent = field.first.getparent()
    assert parent is not None  # a paragraph always stands in something
    old = _between(field)
    before = _until(field.first, field.opening[0])
    after = list(field.closing.itersiblings())
    entries = [_entry(heading, styles) for heading in headings]
    for position, element in enumerate((*before, *field.opening), start=1):
        entries[0].insert(position, element)
    entries[-1].append(field.closing)
    entries[-1].extend(after)
    section = field.last.find(f"{_W}pPr/{_W}sectPr")
    properties = entries[-1].find(f"{_W}pPr")
    if section is not None and properties is not None:
        properties.append(copy.deepcopy(section))
    at = parent.index(field.first)
    for element in old:
        parent.remove(element)
    parent[at:at] = entries


def _until(paragraph: _Element, run: _Element) -> list[_Element]:
    children = [child for child in paragraph if child.tag != f"{_W}pPr"]
    return children[: children.index(run)]


def _entry(heading: _Heading, styles: _Styles) -> _Element:
    """One line of the contents, as Word writes it: a link over the text, a tab and a PAGEREF field (§17.16.5.45)."""
    number = _element("t")
    number.append(etree.ProcessingInstruction(_PLACE, heading.bookmark))
    paragraph = _element("p")
    properties = etree.SubElement(paragraph, f"{_W}pPr")
    style = styles.entries.get(heading.level)
    if style:
        properties.append(_element("pStyle", val=style))
    link = etree.SubElement(paragraph, f"{_W}hyperlink")
    link.set(f"{_W}anchor", heading.bookmark)
    link.set(f"{_W}history", "1")
    link.extend(
        (
            _run(_text("t", heading.text)),
            _run(_element("tab")),
            _run(_element("fldChar", fldCharType="begin")),
            _run(_text("instrText", f" PAGEREF {heading.bookmark} \\h ")),
            _run(_element("fldChar", fldCharType="separate")),
            _run(number),
            _run(_element("fldChar", fldCharType="end")),
        )
    )
    return paragraph


def _element(name: str, /, **attributes: str) -> _Element:
    element = etree.Element(f"{_W}{name}", nsmap={"w": _MAIN})
    for key, value in attributes.items():
        element.set(f"{_W}{key}", value)
    return element


def _text(name: str, text: str) -> _Element:
    element = _element(name)
    element.text = text
    element.set(_SPACE, "preserve")
    return element


def _run(content: _Element) -> _Element:
    run = _element("r")
    run.append(content)
    return run
