"""How a word processor breaks lines: two presets, each one frozen object."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from budgetdocs.pdf.lines.classes import Classes

_ALWAYS: Final = ")}!,/ wz"
"""Classes before which no line ever begins (UAX #14, LB7, LB11, LB13)."""
_ALL: Final = _ALWAYS + 'a9i("n%$-|b=.~^rsu'


def _pairs(**rows: str) -> dict[str, str]:
    """Class → the classes that stay with it when they follow; ``base`` is added to all but spaces."""
    base = _ALWAYS + rows.pop("base")
    table = dict.fromkeys('a9i()}"!,/n%$-|b=.~wrsu', base)
    names = {
        "letter": "a", "digit": "9", "ideograph": "i", "parenthesis": ")", "closing": "}", "infix": ",",
        "slash": "/", "flag": "r", "postfix": "%",
        "prefix": "$", "hyphen": "-", "dash": "=", "ellipsis": ".", "sign": "s",
    }  # fmt: skip
    for name, more in rows.items():
        table[names[name]] += more
    return table | dict.fromkeys('("~bw', _ALL) | {" ": _ALWAYS, "z": " z", "t": _ALWAYS + "t"}


@dataclass(frozen=True, slots=True)
class LineRules:
    """How a word processor breaks lines.

    ``script_space`` is the space between an ideograph and a Latin letter or digit, in em; with ``heeds_auto_space`` a
    paragraph may do without it (17.3.1.2, 17.3.1.3). No line begins with a mark of ``no_start`` or ends with one of
    ``no_end``; one of ``hanging`` may stand beyond the edge, with ``heeds_hanging`` where the paragraph allows it.
    ``stays`` is the pair table of UAX #14: class → the classes that stay with it when they follow; ``classes`` gives
    the letters, ``contexts`` the pairs about which their neighbours decide. ``scripts`` finds the runs of one script in
    a text; those of its group "east" take the East Asian font. With ``by_script`` the lists decide where room ends in
    East Asian text, the pair table where it ends in Latin text; without, both hold everywhere. With ``grid_first``
    lines on a document grid take its pitch, whatever height the paragraph asks for. With ``spreads_letters``
    distributed lines spread Latin letters, not words alone. With ``leads_above`` what a factor of line spacing adds
    stands above each line but the first of a paragraph, and is as much as that line asks for. With ``frames_pictures``
    a picture alone in its line leaves no room below it, one on a document grid stands at the top of its pitches, and a
    factor counts the text beside it alone. With ``counts_percents`` a factor is so many whole percents, and what it
    makes of a line so many whole twips; where it is below 1, the first line of a paragraph stands as an exact one does.
    With ``aligns_scripts`` superscripts end at the top of full letters and subscripts at their bottom, no line is
    higher for them, and what lifts a baseline is so many whole percents of the height of the font.
    """

    name: str
    script_space: float
    heeds_auto_space: bool
    no_start: frozenset[str]
    no_end: frozenset[str]
    hanging: frozenset[str]
    heeds_hanging: bool
    stays: dict[str, str] = field(hash=False)
    classes: Classes = field(hash=False)
    contexts: frozenset[str]
    scripts: re.Pattern[str]
    by_script: bool
    grid_first: bool
    spreads_letters: bool
    leads_above: bool
    frames_pictures: bool
    counts_percents: bool
    aligns_scripts: bool


_HANGING: Final = frozenset("，。、；：！？．,.:;?!")
_WORD_EAST: Final = r"\u2000-\U0010ffff°±×÷·§¨"

WORD: Final = LineRules(
    "word",
    script_space=0.25,
    heeds_auto_space=True,
    no_start=frozenset(
        "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″\u203a℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
        "‴℉々—•﹐﹒﹔﹕﹖﹗︸﹂／・"
    ),
    no_end=frozenset("$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥№<︵︷︹︻︽︿﹁﹃"),
    hanging=_HANGING,
    heeds_hanging=True,
    stays=_pairs(
        base="n-|.~^",
        letter='a9("%$',
        digit='a9("%$u',
        ideograph="%",
        parenthesis="a9",
        infix="a9",
        slash="9",
        postfix="a9",
        prefix="a9is$",
        hyphen="9",
        dash="=",
        sign="9s$",
        flag="r",
    ),
    classes=Classes({"“‘": "(", "”’": "}"}),
    contexts=frozenset({"-9", "/9", "rr"}),
    scripts=re.compile(f"(?P<east>[{_WORD_EAST}]+)|[^{_WORD_EAST}]+"),
    by_script=False,
    grid_first=False,
    spreads_letters=True,
    leads_above=False,
    frames_pictures=False,
    counts_percents=False,
    aligns_scripts=False,
)
"""Word's lists for simplified Chinese (noLineBreaksBefore and noLineBreaksAfter of its settings.xml), GB/T 15834-2011,
5.1, which keeps dashes and ellipses whole, and UAX #14; the quotes “ ” are brackets, as they are in Chinese."""

_WEAK: Final = (
    r" \xa0\u02c7\u02ca\u02cb\u02d9\u2000-\u2069\u20a0-\u2129\u212c-\u2131\u2133-\u2bff\ufe00-\ufe1f"
    r"\ufe50-\ufe6f\ufff0-\uffff\U0001f000-\U0001faff\U000e0000-\U000e0fff"
)
"""Characters of no script of their own: they belong to what they follow."""
_ASIAN: Final = (
    r"\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    r"\U00020000-\U0003ffff"
)

LIBREOFFICE: Final = LineRules(
    "libreoffice",
    script_space=0.2,
    heeds_auto_space=False,
    no_start=frozenset(
        "!),.:;?]}¢'\"、。〉》」』】〕〗〞\ufe30︱︳﹐､﹒﹔﹕﹖﹗﹚﹜﹞！），．：；？｜｝︴︶︸︺︼︾﹀﹂﹄\ufe4f､～￠々‖•·ˇˉ―--′’”"
    ),
    no_end=frozenset("([{£¥'\"‵〈《「『【〔〖（［｛￡￥〝︵︷︹︻︽︿﹁﹃﹙﹛﹝（｛“‘"),
    hanging=_HANGING,
    heeds_hanging=False,
    stays=_pairs(
        base='n-|~^"',
        letter="a9(.$",
        digit="a9(.%$",
        ideograph=".%",
        parenthesis="a9%$",
        closing="a9%$",
        infix="a9",
        slash="9",
        postfix="a9(",
        prefix="a9i(",
        dash="=",
        ellipsis=".",
    ),
    classes=Classes({"＞＜＝＋－": "i", "㎜㎝㎞㎎㎏㏄㎡㎥㎢㎟㎠㏎㏑㏒㏕": "i", "°": "a", "\\": "/"}),
    contexts=frozenset({"/9", ")%", ")$", "}%", "}$", "%(", "$("}),
    scripts=re.compile(f"(?P<east>[{_ASIAN}][{_ASIAN}{_WEAK}]*)|[^{_ASIAN}]+"),
    by_script=True,
    grid_first=True,
    spreads_letters=False,
    leads_above=True,
    frames_pictures=True,
    counts_percents=True,
    aligns_scripts=True,
)
"""LibreOffice 7.4 for text marked as Chinese and English: the lists of its Chinese locale, and its own rules for ICU,
which are an older UAX #14 (no break beside any quote, none between a closing mark and a letter, one before a number
behind a hyphen)."""

PRESETS: Final = {rules.name: rules for rules in (WORD, LIBREOFFICE)}
