"""The properties of runs, ``w:rPr`` (17.3.2), as a flat mapping that the levels of the style hierarchy lay over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from budgetdocs.pdf.blocks import RunStyle
from budgetdocs.pdf.docx.names import (
    NO_EFFECT,
    W14,
    W,
    has_effect,
    number,
    points,
    qualified,
    toggled,
    value,
    w,
    whole,
)
from budgetdocs.pdf.docx.symbols import is_symbol_font
from budgetdocs.pdf.docx.theme import Theme

Properties = dict[Any, Any]
UNDRAWN: Final = "undrawn"
"""First part of the key under which an element that is not drawn says whether it has an effect."""

_KNOWN: Final = (W, W14)
"""Properties in other namespaces are there to be ignored by whom they say nothing (ECMA-376 Part 3)."""
TOGGLES: Final = frozenset({"b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish"})
"""Properties that are turned over by each kind of style that names them (17.7.3)."""

SCRIPTS: Final = ("superscript", "subscript")
"""The values of vertAlign that move letters (17.18.96); the third, baseline, leaves them where they are."""

HIGHLIGHTS: Final = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080",
    "lightGray": "C0C0C0", "none": "",
}  # fmt: skip
"""17.18.40 ST_HighlightColor."""

IGNORED: Final = frozenset(
    map(
        w,
        ("bCs", "iCs", "szCs", "cs", "lang", "noProof", "kern", "webHidden", "specVanish", "rPrChange", "ins", "del",
         "moveFrom", "moveTo", "oMath", "rStyle"),
    )
) | frozenset(W14 + name for name in ("ligatures", "numForm", "numSpacing", "stylisticSets", "cntxtAlts"))  # fmt: skip
"""Without an effect on the page, or (rStyle, marks of revisions) read elsewhere."""


@dataclass(slots=True, eq=False)
class RunFormat:
    """How the text of a run is set: its style, and what is done to its characters on the way there.

    ``size`` is that of the font before raised text is made smaller; ``small`` the style of lower case under small
    capitals; ``symbols`` the symbol font that the characters are codes of, "" for none.
    """

    style: RunStyle
    size: float
    caps: bool
    small: RunStyle | None
    symbols: str
    undrawn: tuple[str, ...]
    simple: bool
    """Whether text is set as it is written, with nothing to report."""


def run_properties(element: Any, theme: Theme) -> Properties:
    """What a ``w:rPr`` (None: nothing) says, by property."""
    found: Properties = {}
    for child in element if element is not None else ():
        read = RUN_PROPERTIES.get(child.tag)
        if read is not None:
            read(child, found, theme)
        elif child.tag not in IGNORED and child.tag.startswith(_KNOWN):
            found[UNDRAWN, qualified(child.tag)] = _has_effect(child)
    return found


def _has_effect(child: Any) -> bool:
    if child.tag == w("eastAsianLayout"):
        return any(child.get(w(name), "0") not in NO_EFFECT for name in ("combine", "vert"))
    return has_effect(child)


def run_format(found: Properties, interned: Callable[[RunStyle], RunStyle]) -> RunFormat:
    """The format that merged properties come to; equal styles are made one by ``interned``."""
    size = found.get("size", 10.0)
    script = found.get("vertAlign", "")
    latin = found.get("latin") or found.get("hansi") or found.get("east", "宋体")
    strike, double = found.get("strike", False), found.get("dstrike", False)
    style = interned(
        RunStyle(
            east=found.get("east", "宋体"),
            latin=found.get("east", "宋体") if is_symbol_font(latin) else latin,  # its codes become characters
            size=size,
            bold=found.get("b", False),
            italic=found.get("i", False),
            underline=found.get("u", ""),
            strike=strike or double,
            color=found.get("color") or "000000",
            rise=found.get("position", 0.0),
            hidden=found.get("vanish", False),
            double_strike=double,
            spacing=found.get("spacing", 0.0),
            scale=found.get("w", 1.0),
            shading=found.get("highlight") or found.get("shd", ""),
            snap=found.get("snapToGrid", True),
            script=script if script in SCRIPTS else "",
        )
    )
    caps = found.get("caps", False)
    small = None if caps or not found.get("smallCaps", False) else interned(_smaller(style))
    font = next((each for each in (latin, found.get("hansi", "")) if is_symbol_font(each)), "")
    undrawn = tuple(key[1] for key, set_ in found.items() if type(key) is tuple and key[0] == UNDRAWN and set_)
    simple = not (caps or small or font or undrawn or style.hidden)
    return RunFormat(style, size, caps, small, font, undrawn, simple)


def _smaller(style: RunStyle) -> RunStyle:
    """The style of lower case letters under small capitals: capitals two points or a fifth smaller (17.3.2.33)."""
    fields = {name: getattr(style, name) for name in RunStyle.__slots__}
    return RunStyle(**(fields | {"size": style.size * 0.8}))


# ---------------------------------------------------------------------------------------------------- each property


def _toggle(child: Any, found: Properties, _: Theme) -> None:
    found[child.tag.rpartition("}")[2]] = toggled(child)


def _fonts(child: Any, found: Properties, theme: Theme) -> None:
    """Fonts by script; one of the theme comes before one that is named beside it (17.3.2.26)."""
    for slot, attribute in (("east", "eastAsia"), ("latin", "ascii"), ("hansi", "hAnsi")):
        font = theme.fonts.get(child.get(w(attribute + "Theme"), "")) or child.get(w(attribute), "").strip()
        if font:
            found[slot] = font


def _size(child: Any, found: Properties, _: Theme) -> None:
    """Half points (or a measure with its unit, in ISO 29500 Strict); Word takes 1 to 1638 points."""
    text = child.get(w("val"), "")
    size = points(text) if text[-1:].isalpha() else number(text) / 2
    if size > 0:
        found["size"] = max(1.0, min(size, 1638.0))


def _underline(child: Any, found: Properties, _: Theme) -> None:
    found["u"] = value(child, "single").replace("none", "")


def _color(child: Any, found: Properties, theme: Theme) -> None:
    found["color"] = theme.color(child)


def _plain(child: Any, found: Properties, _: Theme) -> None:
    found["vertAlign"] = value(child)


def _position(child: Any, found: Properties, _: Theme) -> None:
    text = value(child)
    found["position"] = points(text) if text[-1:].isalpha() else number(text) / 2


def _spacing(child: Any, found: Properties, _: Theme) -> None:
    found["spacing"] = points(value(child))


def _scale(child: Any, found: Properties, _: Theme) -> None:
    text = value(child, "100").rstrip("%")
    found["w"] = max(1, min(whole(text, 100), 600)) / 100


def _highlight(child: Any, found: Properties, _: Theme) -> None:
    found["highlight"] = HIGHLIGHTS.get(value(child), "")


def _shading(child: Any, found: Properties, theme: Theme) -> None:
    found["shd"] = theme.shading(child)


RUN_PROPERTIES: Final[dict[str, Callable[[Any, Properties, Theme], None]]] = {
    **{w(name): _toggle for name in TOGGLES},
    w("snapToGrid"): _toggle,
    w("rFonts"): _fonts,
    w("sz"): _size,
    w("u"): _underline,
    w("color"): _color,
    w("vertAlign"): _plain,
    w("position"): _position,
    w("spacing"): _spacing,
    w("w"): _scale,
    w("highlight"): _highlight,
    w("shd"): _shading,
}
