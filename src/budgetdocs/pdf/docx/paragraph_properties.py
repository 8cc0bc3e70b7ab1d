"""The properties of paragraphs, ``w:pPr`` (17.3.1), as a flat mapping that the levels of the style hierarchy lay over.

Lengths are points. Borders and tab stops are kept by side and by position, so that each overrides its like alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from budgetdocs.pdf.blocks import Border, ParagraphStyle, RunStyle
from budgetdocs.pdf.docx.names import (
    MAX_POINTS,
    W,
    has_effect,
    local,
    number,
    points,
    qualified,
    toggled,
    value,
    w,
    whole,
)
from budgetdocs.pdf.docx.run_properties import UNDRAWN, Properties
from budgetdocs.pdf.docx.theme import Theme

ALIGNMENTS: Final = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right", "both": "both",
    "distribute": "distribute", "thaiDistribute": "distribute", "lowKashida": "both", "mediumKashida": "both",
    "highKashida": "both", "numTab": "left",
}  # fmt: skip
"""17.18.44 ST_Jc; Thai and Arabic ways of filling a line are drawn as ours."""
AUTOMATIC: Final = 14.0
"""Points before and after a paragraph whose spacing is automatic (17.3.1.33 beforeAutospacing), as in HTML."""
LINE: Final = 12.0
"""Points of a line where spacing is counted in lines and their height in points does not stand beside it."""
BORDER_SIDES: Final = ("top", "left", "bottom", "right", "between")

IGNORED: Final = frozenset(
    map(
        w,
        ("pStyle", "rPr", "sectPr", "pPrChange", "adjustRightInd", "cnfStyle", "suppressAutoHyphens",
         "suppressLineNumbers", "kinsoku", "wordWrap", "topLinePunct", "suppressOverlap", "textboxTightWrap", "divId"),
    )
)  # fmt: skip
"""Without an effect on the page as it is drawn here, or (pStyle, rPr, sectPr) read elsewhere."""


def border(element: Any, theme: Theme) -> Border:
    """A border (17.3.1.7): its width is written in eighths of a point, its space in points (17.18.2)."""
    kind = value(element, "nil")
    if kind in {"nil", "none"}:
        return Border(0.0, "000000")
    width = max(0.25, min(number(element.get(w("sz")), 4.0) / 8, 12.0))
    space = max(0.0, min(number(element.get(w("space"))), 31.0))
    return Border(width, theme.color(element, "color") or "000000", kind, space)


def paragraph_properties(element: Any, theme: Theme) -> Properties:
    """What a ``w:pPr`` (None: nothing) says, by property."""
    found: Properties = {}
    for child in element if element is not None else ():
        read = PARAGRAPH_PROPERTIES.get(child.tag)
        if read is not None:
            read(child, found, theme)
        elif child.tag not in IGNORED and child.tag.startswith(W):
            found[UNDRAWN, qualified(child.tag)] = has_effect(child)
    return found


def paragraph_style(found: Properties, size: float, name: str, run: RunStyle | None) -> ParagraphStyle:
    """The style that merged properties come to, where a character is ``size`` points wide."""
    rule = found.get("lineRule", "auto")
    line = found.get("line", 240.0)
    first = _indent(found, "first", size)
    left = _indent(found, "left", size)
    if found.get("left_chars"):  # an indent in characters does not count in what hangs
        left -= min(0.0, first)
    outline = found.get("outlineLvl", 9)
    return ParagraphStyle(
        align=found.get("jc", "left"),
        left=left,
        right=_indent(found, "right", size),
        first=first,
        before=_space(found, "before"),
        after=_space(found, "after"),
        line=line / 240 if rule == "auto" else line / 20,
        line_rule=rule,
        keep_next=found.get("keepNext", False),
        keep_lines=found.get("keepLines", False),
        page_break_before=found.get("pageBreakBefore", False),
        widow_control=found.get("widowControl", True),
        tabs=_tabs(found, left if found.get("numId") and first < 0 else None),
        outline=outline if 0 <= outline < 9 else None,
        hanging=found.get("overflowPunct", True),
        hanging_set="overflowPunct" in found,
        style=name,
        snap=found.get("snapToGrid", True),
        contextual=found.get("contextualSpacing", False),
        borders=tuple((side, found["pBdr", side]) for side in BORDER_SIDES if found.get(("pBdr", side))),
        shading=found.get("shd", ""),
        space_latin=found.get("autoSpaceDE", True),
        space_digits=found.get("autoSpaceDN", True),
        run=run,
    )


def counts_characters(found: Properties) -> bool:
    """Whether indents are given in characters, so that they depend on the size of the text."""
    return any(found.get(side + "_chars") for side in ("left", "right", "first"))


def _indent(found: Properties, side: str, size: float) -> float:
    """An indent in characters before one in points (17.3.1.12); 0 characters leave the latter."""
    chars: float = found.get(side + "_chars", 0.0)
    indent = chars / 100 * size if chars else found.get(side, 0.0)
    return max(-MAX_POINTS, min(indent, MAX_POINTS))


def _space(found: Properties, side: str) -> float:
    if found.get(side + "Autospacing"):
        return AUTOMATIC
    lines: float = found.get(side + "Lines", 0.0)
    return max(0.0, lines / 100 * LINE if lines else found.get(side, 0.0))


def _tabs(found: Properties, hanging: float | None) -> tuple[tuple[float, str, str], ...]:
    """The stops in order, cleared ones left out; the text of a numbered paragraph begins at its hanging indent."""
    stops = {key[1]: stop for key, stop in found.items() if type(key) is tuple and key[0] == "tab" and stop}
    if hanging is not None:
        stops.setdefault(hanging, ("left", "none"))
    return tuple((position, *stops[position]) for position in sorted(stops))


# ---------------------------------------------------------------------------------------------------- each property


def _toggle(child: Any, found: Properties, _: Theme) -> None:
    found[child.tag.rpartition("}")[2]] = toggled(child)


def _align(child: Any, found: Properties, _: Theme) -> None:
    found["jc"] = ALIGNMENTS.get(value(child, "left"), "left")


def _outline(child: Any, found: Properties, _: Theme) -> None:
    found["outlineLvl"] = whole(value(child), 9)


def _indents(child: Any, found: Properties, _: Theme) -> None:
    """First-line and hanging indents are one length with a sign, as in Word; where both are given the latter counts."""
    for name, slot in _INDENTS:
        sign = -1.0 if name == "hanging" else 1.0
        for attribute, key, read in ((name, slot, points), (name + "Chars", slot + "_chars", number)):
            text = child.get(w(attribute))
            if text is not None and (
                sign > 0 or read(text) or w(attribute.replace(name, "firstLine")) not in child.attrib
            ):
                found[key] = sign * read(text)


_INDENTS: Final = (("left", "left"), ("start", "left"), ("right", "right"), ("end", "right"), ("firstLine", "first"),
                   ("hanging", "first"))  # fmt: skip


def _spacing(child: Any, found: Properties, _: Theme) -> None:
    for side in ("before", "after"):
        lines, plain = child.get(w(side + "Lines")), child.get(w(side))
        if plain is not None:
            found[side] = points(plain)
        if lines is not None or plain is not None:
            # Word writes what lines come to beside them, by the grid of the section: take its word for it
            found[side + "Lines"] = 0.0 if plain is not None and points(plain) else number(lines)
        automatic = child.get(w(side + "Autospacing"))
        if automatic is not None:
            found[side + "Autospacing"] = automatic not in {"0", "false", "off"}
    line = child.get(w("line"))
    if line is not None:
        found["line"] = _line(line)
        found["lineRule"] = "auto"
    rule = child.get(w("lineRule"))
    if rule in {"auto", "exact", "atLeast"}:
        found["lineRule"] = rule


def _line(text: str) -> float:
    """A line's height in twips (240ths of a line for auto); none below a tenth of a point."""
    height = points(text) * 20
    return height if height >= 2 else 240.0


def _tab_stops(child: Any, found: Properties, _: Theme) -> None:
    for stop in child:
        if stop.get(w("pos")) is None:
            continue
        kind = value(stop, "left")
        if kind == "bar":  # a rule down the paragraph, no stop
            found[UNDRAWN, "w:tab"] = True
            continue
        named = {"start": "left", "end": "right", "num": "left"}.get(kind, kind)
        found["tab", points(stop.get(w("pos")))] = None if kind == "clear" else (named, stop.get(w("leader"), "none"))


def _borders(child: Any, found: Properties, theme: Theme) -> None:
    for side in child:
        found["pBdr", {"start": "left", "end": "right"}.get(local(side), local(side))] = border(side, theme)


def _shading(child: Any, found: Properties, theme: Theme) -> None:
    found["shd"] = theme.shading(child)


def _number(child: Any, found: Properties, _: Theme) -> None:
    for part in child:
        if part.tag in {w("numId"), w("ilvl")}:
            found[local(part)] = value(part, "0").strip()


PARAGRAPH_PROPERTIES: Final[dict[str, Callable[[Any, Properties, Theme], None]]] = {
    **{
        w(name): _toggle
        for name in ("keepNext", "keepLines", "pageBreakBefore", "widowControl", "overflowPunct", "snapToGrid",
                     "contextualSpacing", "autoSpaceDE", "autoSpaceDN")
    },
    w("jc"): _align,
    w("outlineLvl"): _outline,
    w("ind"): _indents,
    w("spacing"): _spacing,
    w("tabs"): _tab_stops,
    w("pBdr"): _borders,
    w("shd"): _shading,
    w("numPr"): _number,
}  # fmt: skip
