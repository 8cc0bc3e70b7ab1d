"""The line breaking class of a character (UAX #14, Unicode 15), as one letter.

Letters: ``a`` AL, ``9`` NU, ``i`` ID, ``(`` OP, ``)`` CP, ``}`` CL, ``"`` QU, ``!`` EX, ``,`` IS, ``/`` SY, ``n`` NS,
``%`` PO, ``$`` PR, ``-`` HY, ``|`` BA, ``b`` BB, ``=`` B2, ``.`` IN, ``~`` GL, ``w`` WJ, space SP, ``z`` ZW, ``^`` CM
(and what joins emoji), ``r`` RI, ``t`` a tab, ``s`` a sign before a number (of East Asian width, so not PR or AL by
itself), ``u`` a squared unit behind one. Ideographs, Hangul and emoji are ``i``; of Thai and its like, which break
within words by dictionary, a run stays whole.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_LISTED: Final = {
    "/": "/",
    "!": "!?❢❣⸮﹖﹗！？",
    ",": ",.:;\u037e\u0589\u2044︐︓︔",
    '"': "\"'❛❜❝❞",
    "%": "%¢°‰‱′″‴‵‶‷₧₶⃀℃℉﹪％￠",
    ")": ")]",
    "}": "、。︑︒﹐﹒，．｡､",
    "$": "+\\±№\u2212∓﹩＄￡￥￦",
    "-": "-",
    "(": "¡¿",
    "b": "\u00b4\u02c8\u02cc",
    "=": "—⸺⸻",
    ".": "\u2024‥…⋯︙",
    "n": "‼‽⁇⁈⁉々〜〻〼ぁぃぅぇぉっゃゅょゎゕゖ゛゜ゝゞ\u30a0ァィゥェォッャュョヮヵヶ・ーヽヾ"
    "ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ﹔﹕：；･ｧｨｩｪｫｬｭｮｯｰﾞﾟ",
    "|": "|\u00ad\u2027",
    "~": "\u00a0\u034f\u2007\u2011\u202f",
    "w": "\u2060\ufeff\u200d",
    "z": "\u200b",
    " ": " \u2028\u2029",
    "t": "\t\n\f",
    "a": "―⏩⏪⏫⏬",
    "i": "〰︱︲﹣－\ufffc☀☁☂☃☎☑☒☺☹♨✂✈✉✌✍❤",
    "s": "＞＜＝＋－",
    "u": "㎜㎝㎞㎎㎏㏄㎡㎥㎢㎟㎠㏎㏑㏒㏕",
}
_BY_CHARACTER: Final = {character: letter for letter, characters in _LISTED.items() for character in characters}
_BY_CATEGORY: Final = {
    "Nd": "9", "Zs": "|", "Ps": "(", "Pe": "}", "Pi": '"', "Pf": '"', "Pd": "|", "Sc": "$",
    "Mn": "^", "Mc": "^", "Me": "^", "Cf": "^", "Cc": "^",
}  # fmt: skip
_WIDE_BUT_PUNCTUATION: Final = frozenset({"Ps", "Pe", "Pi", "Pf", "Mn", "Mc", "Me", "Cf"})


def class_of(character: str) -> str:
    """The letter of ``character``'s line breaking class."""
    listed = _BY_CHARACTER.get(character)
    if listed is not None:
        return listed
    code = ord(character)
    if 0x1F1E6 <= code <= 0x1F1FF:
        return "r"
    if 0x1F3FB <= code <= 0x1F3FF:  # the skin of the emoji before it
        return "^"
    category = unicodedata.category(character)
    wide = unicodedata.east_asian_width(character) in "WF" or 0x1F000 <= code < 0x20000 or 0xFF66 <= code <= 0xFFDC
    if wide and category not in _WIDE_BUT_PUNCTUATION:
        return "i"
    return _BY_CATEGORY.get(category, "a")


class Classes(dict[int, str]):
    """For ``str.translate``: code point → class letter, found out when first met; ``instead`` overrules single ones."""

    def __init__(self, instead: dict[str, str]) -> None:
        super().__init__({ord(c): letter for characters, letter in instead.items() for c in characters})

    def __missing__(self, code: int) -> str:
        letter = self[code] = class_of(chr(code))
        return letter
