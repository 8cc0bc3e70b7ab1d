"""Properties of paragraphs and runs, resolved: document defaults, then styles along basedOn, then direct formatting.

The order is that of ECMA-376-1, 17.7.2. Lengths are points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OFF: Final = {"0", "false", "off"}


def w(name: str) -> str:
    """``name`` in the namespace of WordprocessingML."""
    return _W + name


def points(twips: str) -> float:
    """A length in twips (or with its unit, as ISO 29500 strict writes it) in points."""
    if twips.endswith("pt"):
        return float(twips[:-2])
    return float(twips) / 20


def toggled(element: Any) -> bool:
    """Whether an on/off property is on (17.17.4): its element is there and does not say off."""
    return element is not None and element.get(w("val"), "1") not in _OFF


@dataclass(frozen=True, slots=True)
class Border:
    """A rule of ``width`` points and ``color`` (RRGGBB); width 0 is none, said outright."""

    width: float
    color: str


@dataclass(frozen=True, slots=True)
class RunStyle:
    """``east`` is the font of Chinese characters, ``latin`` that of the others; ``rise`` lifts the baseline."""

    east: str
    latin: str
    size: float
    bold: bool
    italic: bool
    underline: bool
    strike: bool
    color: str
    rise: float
    hidden: bool


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """``line_rule`` is auto (``line`` a factor), exact or atLeast (``line`` in points).

    ``tabs`` are (position, kind, leader); ``hanging``: a mark may stand beyond the right edge (17.3.1.21).
    """

    align: str
    left: float
    right: float
    first: float
    before: float
    after: float
    line: float
    line_rule: str
    keep_next: bool
    keep_lines: bool
    page_break_before: bool
    widow_control: bool
    tabs: tuple[tuple[float, str, str], ...]
    outline: int | None
    hanging: bool
    style: str
    numbered: bool


class Styles:
    """The styles of a document, each resolved once."""

    def __init__(self, root: Any, theme: Any) -> None:
        elements = [] if root is None else root.findall(w("style"))
        self._elements = {element.get(w("styleId")): element for element in elements}
        self._defaults = {
            e.get(w("type")): e.get(w("styleId")) for e in elements if e.get(w("default")) in {"1", "true", "on"}
        }
        self._theme = _theme_fonts(theme)
        found = None if root is None else root.find(w("docDefaults"))
        path = "{0}/{1}"
        self._base_run = self._run_properties(
            None if found is None else found.find(path.format(w("rPrDefault"), w("rPr")))
        )
        self._base_paragraph = _paragraph_properties(
            None if found is None else found.find(path.format(w("pPrDefault"), w("pPr")))
        )
        self._resolved: dict[str | None, tuple[dict[str, Any], dict[str, Any]]] = {}
        self._characters: dict[str, dict[str, Any]] = {}
        self._runs: dict[tuple[int, bytes], RunStyle] = {}

    # --------------------------------------------------------------------------------------------------- paragraphs

    def paragraph(self, properties: Any) -> tuple[ParagraphStyle, dict[str, Any]]:
        """The style of a paragraph with the ``w:pPr`` given, and the run properties that its runs start from."""
        named = properties.find(w("pStyle")) if properties is not None else None
        name = named.get(w("val")) if named is not None else self._defaults.get("paragraph")
        inherited, base = self._style(name)
        found = inherited | _paragraph_properties(properties)
        size = base.get("size", 10.0)
        return _paragraph_style(found, size, name or ""), base

    def _style(self, name: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
        if name not in self._resolved:
            paragraph, run = self._base_paragraph, self._base_run
            for element in self._chain(name):
                paragraph = paragraph | _paragraph_properties(element.find(w("pPr")))
                run = run | self._run_properties(element.find(w("rPr")))
            self._resolved[name] = paragraph, run
        return self._resolved[name]

    def used(self) -> list[Any]:
        """The style elements that paragraphs and runs were resolved with so far."""
        return [element for name in (*self._resolved, *self._characters) for element in self._chain(name)]

    def _chain(self, name: str | None) -> list[Any]:
        """The style elements from the root of basedOn down to ``name``; a circle is cut."""
        chain: list[Any] = []
        while name in self._elements and self._elements[name] not in chain:
            chain.insert(0, self._elements[name])
            based = self._elements[name].find(w("basedOn"))
            name = based.get(w("val")) if based is not None else None
        return chain

    # --------------------------------------------------------------------------------------------------------- runs

    def run(self, base: dict[str, Any], properties: Any) -> RunStyle:
        """The style of a run with the ``w:rPr`` given, in a paragraph whose runs start from ``base``."""
        key = id(base), b"" if properties is None else etree.tostring(properties)
        if key not in self._runs:
            found = base
            if properties is not None:
                named = properties.find(w("rStyle"))
                if named is not None:
                    found = found | self._character(named.get(w("val")))
                found = found | self._run_properties(properties)
            self._runs[key] = _run_style(found)
        return self._runs[key]

    def _character(self, name: str) -> dict[str, Any]:
        if name not in self._characters:
            merged: dict[str, Any] = {}
            for element in self._chain(name):
                merged |= self._run_properties(element.find(w("rPr")))
            self._characters[name] = merged
        return self._characters[name]

    def _run_properties(self, properties: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for child in properties if properties is not None else ():
            name = etree.QName(child).localname
            if name == "rFonts":
                found |= self._fonts(child)
            elif name == "sz":
                found["size"] = float(child.get(w("val"))) / 2
            elif name in {"b", "i", "strike", "dstrike", "vanish"}:
                found[name] = toggled(child)
            elif name == "u":
                found["u"] = child.get(w("val"), "single") != "none"
            elif name in {"color", "vertAlign"}:
                found[name] = child.get(w("val"))
        return found

    def _fonts(self, element: Any) -> dict[str, str]:
        found = {}
        for slot, attribute in (("east", "eastAsia"), ("latin", "ascii")):
            themed = self._theme.get(element.get(w(attribute + "Theme"), ""))
            named = themed or element.get(w(attribute))
            if named:
                found[slot] = named
        return found

    # ------------------------------------------------------------------------------------------------------- tables

    def table(self, properties: Any) -> dict[str, Any]:
        """``borders`` and cell ``margins`` of a table with the ``w:tblPr`` given."""
        named = properties.find(w("tblStyle")) if properties is not None else None
        name = named.get(w("val")) if named is not None else self._defaults.get("table")
        sources = [element.find(w("tblPr")) for element in self._chain(name)] + [properties]
        ruled: dict[str, Border] = {}
        margins = {"top": 0.0, "right": 5.4, "bottom": 0.0, "left": 5.4}
        for source in sources:
            if source is None:
                continue
            ruled |= borders(source.find(w("tblBorders")))
            for margin in source.find(w("tblCellMar")) if source.find(w("tblCellMar")) is not None else ():
                side = etree.QName(margin).localname
                margins[{"start": "left", "end": "right"}.get(side, side)] = points(margin.get(w("w"), "0"))
        return {"borders": ruled, "margins": margins}


def borders(element: Any) -> dict[str, Border]:
    """The borders that ``w:tblBorders`` or ``w:tcBorders`` name; widths are written in eighths of a point (17.18.2)."""
    found = {}
    for child in element if element is not None else ():
        side = {"start": "left", "end": "right"}.get(etree.QName(child).localname, etree.QName(child).localname)
        color = child.get(w("color"), "auto")
        none = child.get(w("val")) in {"nil", "none"}
        found[side] = Border(
            0.0 if none else float(child.get(w("sz"), "4")) / 8, "000000" if color == "auto" else color
        )
    return found


def _theme_fonts(theme: Any) -> dict[str, str]:
    """What ``asciiTheme`` and ``eastAsiaTheme`` stand for (17.18.96)."""
    found: dict[str, str] = {}
    for kind in ("major", "minor") if theme is not None else ():
        scheme = theme.find(f".//{_A}{kind}Font")
        if scheme is None:
            continue
        latin = scheme.find(_A + "latin").get("typeface", "")
        hans = [font.get("typeface") for font in scheme.findall(_A + "font") if font.get("script") == "Hans"]
        east = scheme.find(_A + "ea").get("typeface", "") or (hans[0] if hans else "")
        found |= {f"{kind}HAnsi": latin, f"{kind}Ascii": latin, f"{kind}EastAsia": east}
    return found


def _paragraph_properties(properties: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in properties if properties is not None else ():
        name = etree.QName(child).localname
        if name in {"keepNext", "keepLines", "pageBreakBefore", "widowControl", "overflowPunct"}:
            found[name] = toggled(child)
        elif name in {"jc", "outlineLvl"}:
            found[name] = child.get(w("val"))
        elif name in {"ind", "spacing"}:
            found |= {etree.QName(key).localname: value for key, value in child.attrib.items()}
        elif name == "tabs":
            found["tabs"] = tuple((points(t.get(w("pos"))), t.get(w("val")), t.get(w("leader"), "none")) for t in child)
        elif name == "numPr":
            found["numbered"] = True
    return found


def _paragraph_style(found: dict[str, Any], size: float, name: str) -> ParagraphStyle:
    rule = found.get("lineRule", "auto")
    line = float(found.get("line", "240"))
    outline = found.get("outlineLvl")

    def indent(attribute: str, *others: str) -> float:
        """An indent in characters (of the paragraph's size) before one in twips (17.3.1.12)."""
        for each in (attribute, *others):
            if each + "Chars" in found and float(found[each + "Chars"]):
                return float(found[each + "Chars"]) / 100 * size
        return next((points(found[each]) for each in (attribute, *others) if each in found), 0.0)

    hanging = indent("hanging")
    return ParagraphStyle(
        align={"start": "left", "end": "right"}.get(found.get("jc", "left"), found.get("jc", "left")),
        left=indent("left", "start"),
        right=indent("right", "end"),
        first=-hanging if hanging else indent("firstLine"),
        before=points(found.get("before", "0")),
        after=points(found.get("after", "0")),
        line=line / 240 if rule == "auto" else line / 20,
        line_rule=rule,
        keep_next=found.get("keepNext", False),
        keep_lines=found.get("keepLines", False),
        page_break_before=found.get("pageBreakBefore", False),
        widow_control=found.get("widowControl", True),
        tabs=found.get("tabs", ()),
        outline=None if outline in {None, "9"} else int(outline),
        hanging=found.get("overflowPunct", True),
        style=name,
        numbered=found.get("numbered", False),
    )


def _run_style(found: dict[str, Any]) -> RunStyle:
    size = found.get("size", 10.0)
    raised = {"superscript": 1 / 3, "subscript": -1 / 6}.get(found.get("vertAlign", ""), 0.0) * size
    color = found.get("color", "auto")
    return RunStyle(
        east=found.get("east", "宋体"),
        latin=found.get("latin", found.get("east", "宋体")),
        size=size * 2 / 3 if raised else size,
        bold=found.get("b", False),
        italic=found.get("i", False),
        underline=found.get("u", False),
        strike=found.get("strike", False) or found.get("dstrike", False),
        color="000000" if color in {"auto", None} else color,
        rise=raised,
        hidden=found.get("vanish", False),
    )
