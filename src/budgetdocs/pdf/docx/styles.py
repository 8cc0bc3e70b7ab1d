"""Styles resolved: document defaults, table style, paragraph style, numbering, character style, direct formatting.

The order is that of ECMA-376-1, 17.7.2; toggle properties are turned over by each kind of style (17.7.3). What was
resolved once is found again by the bytes of the properties: documents of one template share one :class:`Styles`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from budgetdocs.pdf.blocks import Paragraph, ParagraphStyle, RunStyle, Span
from budgetdocs.pdf.docx.names import qualified, toggled, value, w, whole
from budgetdocs.pdf.docx.numbering import LEVELS, Level, read_numbering
from budgetdocs.pdf.docx.package import parse
from budgetdocs.pdf.docx.paragraph_properties import counts_characters, paragraph_properties, paragraph_style
from budgetdocs.pdf.docx.run_properties import TOGGLES, UNDRAWN, Properties, RunFormat, run_format, run_properties
from budgetdocs.pdf.docx.theme import read_theme
from budgetdocs.pdf.sightings import Sightings

_VAL: Final = w("val")
_P_STYLE, _R_STYLE, _P_PR, _R_PR, _SECT_PR = w("pStyle"), w("rStyle"), w("pPr"), w("rPr"), w("sectPr")
_REVISIONS: Final = frozenset(map(w, ("ins", "del", "moveFrom", "moveTo")))
_new: Final = tuple.__new__
"""Makes a named tuple of all its fields, three times as fast as its own constructor."""
_MOST_PLAIN: Final = 2048
_MOST: Final = 20_000
"""Distinct properties that are kept; a document beyond that resolves them again."""


@dataclass(slots=True, eq=False)
class Ambient:
    """What the style of a table asks of the paragraphs and runs in a cell."""

    paragraph: Properties = field(default_factory=dict)
    run: Properties = field(default_factory=dict)


NOWHERE: Final = Ambient()
"""Outside any table, or in one whose style says nothing of its text."""


@dataclass(slots=True, eq=False)
class RunBase:
    """What the runs of a paragraph start from, and the formats that were made of it, by their properties."""

    properties: Properties
    plain: RunFormat
    formats: dict[bytes, RunFormat] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class ParagraphFormat:
    """A paragraph's properties resolved.

    ``list_name`` and ``level`` number it, ``label`` being the format of the number. ``in_characters``: indents depend
    on the size of the text. ``contents``: a line of the table of contents, by its style. ``section``: a section ends
    with it. ``joined``: its mark is hidden or deleted, so that it goes on with the next. ``revised`` names what
    revisions did to its mark.
    """

    style: ParagraphStyle
    base: RunBase
    mark: RunFormat
    properties: Properties
    list_name: str
    level: int
    label: RunFormat
    in_characters: bool
    contents: bool
    section: bool
    joined: bool
    revised: tuple[str, ...]
    undrawn: tuple[tuple[str, str], ...]
    simple: bool
    """Whether it is neither numbered, nor joined, nor a line of the contents, with nothing to report."""
    _styles: dict[float, ParagraphStyle] = field(default_factory=dict)

    def style_at(self, size: float) -> ParagraphStyle:
        """The style where the first character is ``size`` points wide: indents in characters are counted in these."""
        if size not in self._styles:
            self._styles[size] = paragraph_style(self.properties, size, self.style.style, self.style.run)
        return self._styles[size]


@lru_cache(16)
def styles_of(styles: bytes, theme: bytes, numbering: bytes, settings: bytes) -> Styles:
    """The styles of the parts given (b"": there is none), made once for all documents that have the same."""
    return Styles(styles, theme, numbering, settings)


class Styles:
    """The styles of a document, with its theme, its lists and its settings."""

    def __init__(self, styles: bytes, theme: bytes, numbering: bytes, settings: bytes) -> None:
        root: Any = parse(styles, "styles.xml") if styles else etree.Element(w("styles"))
        self.settings = parse(settings, "settings.xml") if settings else etree.Element(w("settings"))
        self.theme = read_theme(parse(theme, "theme1.xml") if theme else None, self.settings)
        self._elements: dict[tuple[str, str], Any] = {}
        self._defaults: dict[str, str] = {}
        for element in root.iterfind(w("style")):
            kind, name = element.get(w("type"), "paragraph"), element.get(w("styleId"), "")
            self._elements.setdefault((kind, name), element)
            if element.get(w("default"), "0") in {"1", "true", "on"}:
                self._defaults[kind] = name
        numbered = parse(numbering, "numbering.xml") if numbering else None
        self.lists = read_numbering(numbered, self.theme, self._numbering_styles())
        base_run = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{_R_PR}")
        self._base_run = run_properties(base_run, self.theme)
        self._base_paragraph = paragraph_properties(
            root.find(f"{w('docDefaults')}/{w('pPrDefault')}/{_P_PR}"), self.theme
        )
        language = None if base_run is None else base_run.find(w("lang"))
        self.language: str = "" if language is None else language.get(w("eastAsia"), "")
        self._interned: dict[RunStyle | ParagraphStyle, RunStyle | ParagraphStyle] = {}
        self._paragraphs: dict[tuple[Ambient, bytes | str], ParagraphFormat] = {}
        self._bases: dict[tuple[Ambient, str, bool], tuple[Properties, RunBase]] = {}
        self._characters: dict[str, Properties] = {}
        self.plain: dict[tuple[ParagraphFormat, RunFormat | None, str], Paragraph] = {}
        self._met = Sightings()
        """Paragraphs of plain text that were read, by what they are made of."""

    def chain(self, kind: str, name: str) -> list[Any]:
        """The style elements from the root of basedOn down to ``name`` of a kind (17.7.4.17); a circle is cut."""
        chain: list[Any] = []
        while (kind, name) in self._elements and self._elements[kind, name] not in chain:
            chain.insert(0, self._elements[kind, name])
            name = value(chain[0].find(w("basedOn")))
        return chain

    def named(self, kind: str, element: Any) -> str:
        """The style of a kind that ``w:pStyle``, ``w:rStyle`` or ``w:tblStyle`` names, else the default of the kind."""
        name = value(element)
        return name if (kind, name) in self._elements else self._defaults.get(kind, "")

    def _numbering_styles(self) -> dict[str, str]:
        path = f"{_P_PR}/{w('numPr')}/{w('numId')}"
        return {
            name: value(element.find(path)) for (kind, name), element in self._elements.items() if kind == "numbering"
        }

    # --------------------------------------------------------------------------------------------------- paragraphs

    def paragraph(self, element: Any, ambient: Ambient) -> ParagraphFormat:
        """The format of a paragraph with the ``w:pPr`` given (None: nothing)."""
        key = ambient, _written(element)
        found = self._paragraphs.get(key)
        if found is None:
            _bound(self._paragraphs)
            found = self._paragraphs[key] = self._paragraph(element, ambient)
        return found

    def _paragraph(self, element: Any, ambient: Ambient) -> ParagraphFormat:
        name = self.named("paragraph", None if element is None else element.find(_P_STYLE))
        own = paragraph_properties(element, self.theme)
        inherited, base = self._base(ambient, name, "numId" not in own)
        found = self._numbered(inherited, own, name) | own
        mark_element = None if element is None else element.find(_R_PR)
        marked = self._marked(base, mark_element)
        mark = run_format(marked, self._intern)
        numbered = self.lists.get(found.get("numId", ""))
        index = self._level_index(found)
        level = numbered.levels[index] if numbered is not None else Level()
        label = run_format(marked | level.run, self._intern) if numbered is not None else mark
        undrawn = [(key[1], "") for key, set_ in found.items() if type(key) is tuple and key[0] == UNDRAWN and set_]
        tags = {} if mark_element is None else {child.tag: child for child in mark_element}
        revised = sorted(qualified(tag) for tag in _REVISIONS & tags.keys())
        if numbered is None:
            found = {key: each for key, each in found.items() if key != "numId"}
        joined = mark.style.hidden or toggled(tags.get(w("specVanish"))) or bool({"w:del", "w:moveFrom"} & set(revised))
        contents = self._is_contents(name)
        if numbered is not None:
            undrawn += level.undrawn + tuple((each, "") for each in label.undrawn)
        return ParagraphFormat(
            style=self._intern(paragraph_style(found, mark.size, name, base.plain.style)),
            base=base,
            mark=mark,
            properties=found,
            list_name=found.get("numId", "") if numbered is not None else "",
            level=index,
            label=label,
            in_characters=counts_characters(found),
            contents=contents,
            section=element is not None and element.find(_SECT_PR) is not None,
            joined=joined,
            revised=tuple(revised),
            undrawn=tuple(undrawn),
            simple=not (numbered or joined or contents or revised or undrawn),
        )

    def _base(self, ambient: Ambient, name: str, numbered: bool) -> tuple[Properties, RunBase]:
        """What paragraphs of the style ``name`` start from, with the indents of its own list if it is ``numbered``."""
        key = ambient, name, numbered
        if key not in self._bases:
            paragraph, layer = self._base_paragraph | ambient.paragraph, Properties()
            for element in self.chain("paragraph", name):
                own = paragraph_properties(element.find(_P_PR), self.theme)
                if numbered:
                    paragraph = self._numbered(paragraph, own, element.get(w("styleId"), ""))
                paragraph = paragraph | own
                layer |= run_properties(element.find(_R_PR), self.theme)
            run = self._over(self._over(self._base_run, ambient.run), layer)
            for element in self.chain("character", self._defaults.get("character", "")):
                run = self._over(run, run_properties(element.find(_R_PR), self.theme))
            _bound(self._bases)
            self._bases[key] = paragraph, RunBase(run, run_format(run, self._intern))
        return self._bases[key]

    def _numbered(self, inherited: Properties, own: Properties, style: str) -> Properties:
        """``inherited`` with the indents of the list level that ``own`` names; they lie just below ``own`` (17.7.2).

        A style that names no level has the one that stands for it (17.9.23 pStyle).
        """
        if "numId" not in own and "ilvl" not in own:
            return inherited
        numbered = self.lists.get(str(own.get("numId", inherited.get("numId"))))
        if numbered is None:
            return inherited
        if "ilvl" not in own:
            own["ilvl"] = str(numbered.level_of(style))
        return inherited | numbered.levels[self._level_index(own)].paragraph

    def _level_index(self, found: Properties) -> int:
        return max(0, min(whole(found.get("ilvl", "0")), LEVELS - 1))

    def _is_contents(self, name: str) -> bool:
        element = self._elements.get(("paragraph", name))
        title = "" if element is None else value(element.find(w("name"))).lower()
        return title.startswith("toc ") and title[4:].isdigit()

    def plain_paragraph(self, format_: ParagraphFormat, run_format: RunFormat, text: str) -> Paragraph:
        """The paragraph whose only content is ``text``: one object once it is met again, as long as it is kept."""
        key = format_, run_format if text else None, text
        found = self.plain.get(key)
        if found is None:
            style = format_.style_at(run_format.size) if format_.in_characters and text else format_.style
            spans = (_new(Span, (text, run_format.style, "", "", "", None)),) if text else ()
            found = _new(Paragraph, (style, format_.mark.style, spans, (), "", ()))
            if self._met.again(key):
                if len(self.plain) >= _MOST_PLAIN:
                    self.plain.clear()
                self.plain[key] = found
        return found

    # --------------------------------------------------------------------------------------------------------- runs

    def run(self, base: RunBase, element: Any) -> RunFormat:
        """The format of a run with the ``w:rPr`` given, in a paragraph whose runs start from ``base``."""
        key = etree.tostring(element, with_tail=False)
        found = base.formats.get(key)
        if found is None:
            _bound(base.formats)
            found = base.formats[key] = run_format(self._marked(base, element), self._intern)
        return found

    def _marked(self, base: RunBase, element: Any) -> Properties:
        if element is None:
            return base.properties
        found = base.properties
        named = element.find(_R_STYLE)
        if named is not None:
            found = self._over(found, self._character(value(named)))
        return found | run_properties(element, self.theme)

    def _character(self, name: str) -> Properties:
        if name not in self._characters:
            merged: Properties = {}
            for element in self.chain("character", name):
                merged |= run_properties(element.find(_R_PR), self.theme)
            _bound(self._characters)
            self._characters[name] = merged
        return self._characters[name]

    def _over(self, below: Properties, own: Properties) -> Properties:
        """The properties of one kind of style laid over those below; toggles are turned over where it has them on.

        What the document's defaults have on stays on (17.7.3).
        """
        merged = below | own
        for name in TOGGLES & own.keys():
            merged[name] = self._base_run.get(name, False) or below.get(name, False) != own[name]
        return merged

    def _intern(self, style: Any) -> Any:
        """The one style that is equal to ``style``: what compares by value later is the same object mostly."""
        _bound(self._interned)
        return self._interned.setdefault(style, style)


def _written(element: Any) -> bytes | str:
    """What a ``w:pPr`` says, to be compared: its bytes, or of one that names a style alone that name."""
    if element is None:
        return b""
    if len(element) == 1 and element[0].tag == _P_STYLE:
        return str(element[0].get(_VAL, ""))
    return etree.tostring(element, with_tail=False)


def _bound(kept: dict[Any, Any], most: int = _MOST) -> None:
    if len(kept) >= most:
        kept.clear()
