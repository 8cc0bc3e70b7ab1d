"""The names that official documents give their fonts: which mean the same font, and what is nearest to one not there.

Names are compared whole. Only the kind of a font that nobody knows is guessed, by words in its name.
"""

# ruff: noqa: RUF001  (Greek letters are meant)

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from budgetdocs.pdf.fonts.installed import fold

BUNDLED: Final = Path(__file__).parents[1] / "bundled"
"""The folder of the fonts that are shipped."""

OFFICIAL: Final = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "仿宋", "楷体", "Times New Roman")
"""The fonts of official documents: GB/T 9704-2012 names the kinds, offices the fonts."""


class Kind(NamedTuple):
    """A kind of face: ``words`` of which one is in such a font's name, ``nearest`` the fonts (each with all its names)
    that look most like it, the best first, and the shipped one, regular and bold."""

    words: tuple[str, ...]
    nearest: tuple[tuple[str, ...], ...]
    regular: str
    bold: str = ""


_SONG, _SONG_BOLD = "BudgetDocsSong-Regular.ttf", "BudgetDocsSong-Bold.ttf"
_HEI, _KAI = "BudgetDocsHei-Regular.ttf", "BudgetDocsKai-Regular.ttf"


def _cesi(kind: str) -> tuple[tuple[str], ...]:
    """The fonts of the China Electronics Standardization Institute, which come with Chinese desktops of Linux."""
    return tuple((f"CESI{kind}-{charset}",) for charset in ("GB2312", "GB13000", "GB18030"))


_KINDS: Final = (
    Kind(
        ("小标宋", "大标宋", "xiaobiaosong", "dabiaosong", "xbsj"),
        (
            ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXBSJW--GB1-0"),
            ("方正小标宋_GBK", "FZXiaoBiaoSong-B05", "FZXBSK--GBK1-0"),
            ("方正公文小标宋",),
            ("方正小标宋_GB2312",),
            ("方正小标宋_GB18030",),
            *_cesi("小标宋"),
            ("华光小标宋_CNKI",),
            ("汉仪大标宋简", "HYDaSongJ"),
            ("华文中宋", "STZhongsong"),
        ),
        _SONG_BOLD, _SONG_BOLD,
    ),
    Kind(
        ("仿宋", "fangsong", "fzfs"),
        (
            ("仿宋_GB2312", "FangSong_GB2312"),
            ("仿宋", "FangSong"),
            ("方正仿宋_GB2312",),
            ("方正仿宋_GB18030",),
            ("方正仿宋_GBK", "FZFangSong-Z02", "FZFSK--GBK1-0"),
            ("方正仿宋简体", "FZFangSong-Z02S", "FZFSJW--GB1-0"),
            ("方正公文仿宋",),
            *_cesi("仿宋"),
            ("华光仿宋_CNKI",),
            ("华文仿宋", "STFangsong"),
            ("朱雀仿宋（预览测试版）", "Zhuque Fangsong (technical preview)"),
            ("FandolFang",),
        ),
        _SONG, _SONG_BOLD,
    ),
    Kind(
        ("楷", "kai"),
        (
            ("楷体_GB2312", "KaiTi_GB2312"),
            ("楷体", "KaiTi"),
            ("方正楷体_GB2312",),
            ("方正楷体_GB18030",),
            ("方正楷体_GBK", "FZKai-Z03", "FZKTK--GBK1-0"),
            ("方正楷体简体", "FZKai-Z03S", "FZKTJW--GB1-0"),
            ("方正公文楷体",),
            *_cesi("楷体"),
            ("华光楷体_CNKI",),
            ("华文楷体", "STKaiti"),
            ("楷体-简", "Kaiti SC"),
        ),
        _KAI,
    ),
    Kind(
        ("黑", "hei", "等线", "dengxian", "sans", "arial", "calibri", "helvetica"),
        (
            ("黑体", "SimHei"),
            ("方正黑体_GB18030",),
            ("方正黑体_GBK", "FZHei-B01", "FZHTK--GBK1-0"),
            ("方正黑体简体", "FZHei-B01S", "FZHTJW--GB1-0"),
            ("方正公文黑体",),
            *_cesi("黑体"),
            ("华光黑体_CNKI",),
            ("华文黑体", "STHeiti"),
            ("黑体-简", "Heiti SC"),
        ),
        _HEI,
    ),
    Kind(
        ("宋", "song", "simsun"),
        (
            ("宋体", "SimSun"),
            ("新宋体", "NSimSun"),
            ("方正书宋_GB18030",),
            *_cesi("宋体"),
            ("华光书宋_CNKI",),
            ("方正书宋_GBK", "FZShuSong-Z01", "FZSSK--GBK1-0"),
            ("方正书宋简体", "FZShuSong-Z01S", "FZSSJW--GB1-0"),
            ("华文宋体", "STSong"),
            ("宋体-简", "Songti SC"),
        ),
        _SONG, _SONG_BOLD,
    ),
)  # fmt: skip
_OTHER: Final = Kind((), (), _SONG, _SONG_BOLD)

_ALSO_CALLED: Final = (
    ("微软雅黑", "Microsoft YaHei"),
    ("等线", "DengXian"),
    ("等线 Light", "DengXian Light"),
    ("华文细黑", "STXihei"),
    ("华文隶书", "STLiti"),
    ("华文新魏", "STXinwei"),
    ("隶书", "LiSu"),
    ("幼圆", "YouYuan"),
)

_SAME_WIDTHS: Final = {  # Latin fonts, and free ones whose every advance is the same
    "Times New Roman": ("Liberation Serif", "Tinos"),
    "Arial": ("Liberation Sans", "Arimo"),
    "Courier New": ("Liberation Mono", "Cousine"),
    "Calibri": ("Carlito",),
    "Cambria": ("Caladea",),
}

RICH: Final = (
    "SimSun-ExtB", "SimSun-ExtG", "Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC", "Source Han Sans SC",
    "SimSun", "Songti SC", "PingFang SC", "Microsoft YaHei", "Segoe UI Symbol", "Apple Symbols", "DejaVu Sans",
    "WenQuanYi Zen Hei", "Droid Sans Fallback", "Arial Unicode MS",
)  # fmt: skip
"""Fonts of many characters, rare ideographs first: the end of the fallback chain, where they are installed."""

_SYMBOLS: Final = {  # the codes of Microsoft's symbol fonts that forms use for their boxes, ticks and bullets
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0xA1: "○", 0xA7: "■", 0xA8: "☐", 0xAB: "★",
        0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xFB: "✗", 0xFC: "✔", 0xFD: "☒", 0xFE: "☑",
        **{0x81 + i: chr(0x2460 + i) for i in range(10)},
    },
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x98: "●", 0xA2: "■", 0xA3: "☐",
        **{0x6A + i: chr(0x2460 + i) for i in range(10)},
    },
    "symbol": {
        0x44: "Δ", 0x57: "Ω", 0x61: "α", 0x62: "β", 0x64: "δ", 0x67: "γ", 0x6D: "μ", 0x70: "π", 0xA3: "≤", 0xA5: "∞",
        0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD6: "√", 0xE5: "∑",
    },
}  # fmt: skip


@cache
def same(name: str) -> tuple[str, ...]:
    """``name`` first, then the other names of that very font."""
    wanted = fold(name)
    groups = (*(names for kind in _KINDS for names in kind.nearest), *_ALSO_CALLED)
    others = next((names for names in groups if wanted in map(fold, names)), ())
    return (name, *(other for other in others if fold(other) != wanted))


@cache
def kind(name: str) -> Kind:
    """The kind of the font ``name``: that of a font known by this name, else what words in it tell."""
    wanted = fold(name)
    for each in _KINDS:
        if any(wanted in map(fold, names) for names in each.nearest):
            return each
    return next((each for each in _KINDS if any(word in wanted for word in each.words)), _OTHER)


@cache
def nearest(name: str) -> tuple[str, ...]:
    """The names of other fonts that may stand for ``name``, the best first."""
    wanted = fold(name)
    for latin, others in _SAME_WIDTHS.items():
        if fold(latin) == wanted:
            return others
    own = set(map(fold, same(name)))
    return tuple(other for names in kind(name).nearest for other in names if fold(other) not in own)


def symbol(font: str, code: int) -> str:
    """The Unicode character for ``code`` (0xF0xx or 0xxx) of a symbol font such as Wingdings; "" if none is known."""
    return _SYMBOLS.get(fold(font), {}).get(code - 0xF000 if code >= 0xF000 else code, "")
