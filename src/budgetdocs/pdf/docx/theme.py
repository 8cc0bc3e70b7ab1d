"""The fonts and colours of a document's theme (20.1.6.10 clrScheme, 20.1.4.1.18 fontScheme)."""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass, field
from typing import Any, Final

from budgetdocs.pdf.docx.names import A, number, w

_SLOTS: Final = {
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2", "hyperlink": "hlink",
    "followedHyperlink": "folHlink", "text1": "t1", "text2": "t2", "background1": "bg1", "background2": "bg2",
}  # fmt: skip
"""Where a colour of 17.18.97 ST_ThemeColor stands in the theme; the last four by way of clrSchemeMapping."""
_MAPPING: Final = {"bg1": "lt1", "t1": "dk1", "bg2": "lt2", "t2": "dk2"}
_SCRIPTS: Final = {"zh-TW": "Hant", "zh-HK": "Hant", "zh-MO": "Hant", "ja": "Jpan", "ko": "Hang"}
_RGB: Final = re.compile(r"#?([0-9A-Fa-f]{6})")
_PATTERNS: Final = {"pct": re.compile(r"pct(\d+)")}


@dataclass(frozen=True, slots=True)
class Theme:
    """``fonts`` by the names of 17.18.96 ST_Theme, ``colors`` (RRGGBB) by those of 17.18.97 ST_ThemeColor."""

    fonts: dict[str, str] = field(default_factory=dict)
    colors: dict[str, str] = field(default_factory=dict)

    def color(self, element: Any, name: str = "val", themed: str = "theme") -> str:
        """The colour that the attribute ``name`` gives, or its companion of the theme; "" for auto and for none.

        ``themed`` begins the companions' names: themeColor, themeTint, themeShade; themeFill, themeFillTint …
        """
        label = themed + ("Color" if name != "fill" else "")
        found = self.colors.get(element.get(w(label), ""))
        if found is None:
            plain = _RGB.fullmatch(element.get(w(name), ""))
            return plain[1].upper() if plain else ""
        return _shaded(found, element.get(w(themed + "Tint")), element.get(w(themed + "Shade")))

    def shading(self, element: Any) -> str:
        """The colour of a ``w:shd`` (17.3.5): its fill, or a pattern's colour mixed in; "" where there is none.

        Patterns of lines (17.18.78) are drawn as an even tone.
        """
        pattern = element.get(w("val"), "clear")
        fill = self.color(element, "fill", "themeFill")
        if pattern in {"clear", "nil", "none"}:
            return fill
        ink = self.color(element, "color") or "000000"
        percent = _PATTERNS["pct"].fullmatch(pattern)
        part = 1.0 if pattern == "solid" else min(1.0, int(percent[1]) / 100) if percent else 0.5
        return _mixed(ink, fill or "FFFFFF", part)


def read_theme(root: Any, settings: Any) -> Theme:
    """The theme in ``root`` (None: no theme), by the languages and the colour mapping of ``settings``."""
    if root is None:
        return Theme()
    language = None if settings is None else settings.find(w("themeFontLang"))
    east = "zh-CN" if language is None else language.get(w("eastAsia"), "zh-CN")
    mapped = None if settings is None else settings.find(w("clrSchemeMapping"))
    return Theme(_fonts(root, _SCRIPTS.get(east, _SCRIPTS.get(east[:2], "Hans"))), _colors(root, mapped))


def _fonts(root: Any, script: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in ("major", "minor"):
        scheme = root.find(f".//{A}{kind}Font")
        if scheme is None:
            continue
        faces = {child.tag: child.get("typeface", "") for child in scheme}
        scripts = {font.get("script"): font.get("typeface", "") for font in scheme.iterfind(A + "font")}
        latin = faces.get(A + "latin", "")
        east = faces.get(A + "ea", "") or scripts.get(script, "")
        found |= {f"{kind}HAnsi": latin, f"{kind}Ascii": latin, f"{kind}EastAsia": east}
    return {name: face for name, face in found.items() if face}


def _colors(root: Any, mapping: Any) -> dict[str, str]:
    scheme = root.find(f".//{A}clrScheme")
    slots: dict[str, str] = {}
    for slot in scheme if scheme is not None else ():
        for color in slot:
            plain = _RGB.fullmatch(color.get("lastClr", color.get("val", "")))
            if plain:
                slots[str(slot.tag).rpartition("}")[2]] = plain[1].upper()
    mapped = dict(_MAPPING)
    for short in mapped:
        chosen = "" if mapping is None else mapping.get(w(short), "")
        mapped[short] = _SLOTS.get(chosen, chosen) or mapped[short]
    names = _SLOTS | {f"accent{i}": f"accent{i}" for i in range(1, 7)}
    places = {name: mapped.get(slot, slot) for name, slot in names.items()}
    return {name: slots[slot] for name, slot in places.items() if slot in slots}


def _shaded(color: str, tint: str | None, shade: str | None) -> str:
    """A colour made lighter or darker (17.3.2.6 themeTint, themeShade): by luminance, in 255ths."""
    if not (tint or shade):
        return color
    hue, light, saturation = colorsys.rgb_to_hls(*(int(color[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    if shade:
        light *= _part(shade)
    if tint:
        light = light * _part(tint) + 1 - _part(tint)
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))


def _part(hexadecimal: str) -> float:
    try:
        return min(int(hexadecimal, 16), 255) / 255
    except ValueError:
        return min(1.0, max(0.0, number(hexadecimal, 1.0)))


def _mixed(ink: str, ground: str, part: float) -> str:
    channels = ((int(ink[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (0, 2, 4))
    return "".join(f"{round(a * part + b * (1 - part)):02X}" for a, b in channels)
