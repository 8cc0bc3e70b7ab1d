"""The characters of symbol fonts as Unicode: what stands at which code of Symbol, Wingdings and Wingdings 2.

Text in these fonts is stored by code, from 0x20 or from 0xF020 on (17.3.3.30 sym). The Chinese forms live on them for
their tick boxes. Only what printing fonts have is listed; the rest is reported.
"""

from __future__ import annotations

from typing import Final


def _table(*runs: tuple[int, str]) -> dict[int, str]:
    """Characters by code, from runs of neighbours; a space in a run is a code without a character."""
    return {first + i: char for first, chars in runs for i, char in enumerate(chars) if char != " "} | {0x20: " "}


_SYMBOL: Final = _table(
    (0x21, "!∀#∃%&∋()\u2217+,\u2212./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    (0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}\u223c"),
    (0xA0, "€\u03d2′≤\u2044∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"),
    (0xBF, "↵ℵℑℜ℘⊗⊕∅∩\u222a⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧\u2228⇔⇐⇑⇒⇓◊〈®©™∑"),
    (0xF1, "〉∫⌠"),
)
_WINGDINGS: Final = _table(
    (0x28, "☎✆✉"),
    (0x36, "⌛"),
    (0x3F, "✍"),
    (0x41, "✌   ☜☞☝☟ ☺ ☹ ☠⚐ ✈☼"),
    (0x6A, "&&●❍■□□❑❒◆◆◆❖◆⌧"),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x9E, "·•▪○○○◉◎ ▪□"),
    (0xAA, "✦★✶✴✹✵"),
    (0xD8, "➢"),
    (0xDF, "←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩"),
    (0xFB, "✗✓☒☑"),
)
_WINGDINGS_2: Final = _table(
    (0x4F, "✗✓☒☑☒☒"),
    (0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x95, "•●●●○○○◉◉◉▪■■■□□□□□▣▣"),
    (0xAE, "◆◇ ◈"),
    (0xEA, "★✶"),
    (0xF8, "※"),
)

_BY_FONT: Final = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
_OTHERS: Final = frozenset({"wingdings 3", "webdings", "zapfdingbats", "zapf dingbats", "marlett", "mt extra"})


def is_symbol_font(font: str) -> bool:
    """Whether the characters of ``font`` are drawings, stored by code."""
    return font.lower() in _BY_FONT or font.lower() in _OTHERS


def in_unicode(text: str, font: str) -> tuple[str, bool]:
    """``text`` of a symbol font in Unicode, and whether all of it is known; what is not stays as it is."""
    table = _BY_FONT.get(font.lower(), {})
    shown, known = "", True
    for char in text:
        code = ord(char)
        found = table.get(code - 0xF000 if 0xF020 <= code <= 0xF0FF else code)
        if found is None and (code <= 0xFF or 0xF000 <= code <= 0xF0FF):
            known = known and char in "\t\n\f\xa0"
        shown += found or char
    return shown, known


def symbol(code: str, font: str) -> str | None:
    """The character at a code written in hexadecimal (17.3.3.30); None if it is not known.

    A code of a font that is no symbol font is the character itself.
    """
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return None
    if not is_symbol_font(font):
        return char if char.isprintable() else None  # what is in private use is not printable
    shown, known = in_unicode(char, font)
    return shown if known and shown.isprintable() else None
