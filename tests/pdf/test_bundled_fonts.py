"""随包的四个默认字体：能打开、名字与许可对、要用的字都在。"""

# ruff: noqa: RUF001 —— 字符表里本来就有形近的符号

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from fontTools.ttLib import TTFont

from budgetdocs.pdf.fonts import FontBook

ROOT = Path(__file__).resolve().parents[2]
BUNDLED = ROOT / "src" / "budgetdocs" / "pdf" / "bundled"
EXPECTED = {
    "BudgetDocsSong-Regular.ttf": ("BudgetDocs Song", "预算文档宋体", "Regular", 400),
    "BudgetDocsSong-Bold.ttf": ("BudgetDocs Song", "预算文档宋体", "Bold", 700),
    "BudgetDocsHei-Regular.ttf": ("BudgetDocs Hei", "预算文档黑体", "Regular", 400),
    "BudgetDocsKai-Regular.ttf": ("BudgetDocs Kai", "预算文档楷体", "Regular", 400),
}
HHEA = {"Song": (1151, -286, 0), "Hei": (1160, -288, 0), "Kai": (928, -256, 0)}
WINDOWS, ENGLISH, CHINESE = 3, 0x409, 0x804


def load_builder() -> ModuleType:
    """tools/build_fonts.py 不是包里的模块，按路径装入。"""
    spec = importlib.util.spec_from_file_location("build_fonts", ROOT / "tools" / "build_fonts.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def charset() -> dict[str, set[int]]:
    groups: dict[str, set[int]] = load_builder().wanted()
    return groups


@pytest.fixture(scope="module", params=EXPECTED)
def font(request: pytest.FixtureRequest) -> Iterator[TTFont]:
    with TTFont(BUNDLED / request.param, lazy=True) as opened:
        opened.file_name = request.param
        yield opened


def name(font: TTFont, number: int, language: int = ENGLISH) -> str:
    record = font["name"].getName(number, WINDOWS, 1, language)
    return "" if record is None else record.toUnicode()


def test_character_lists_are_complete(charset: dict[str, set[int]]) -> None:
    hanzi = {code for code in charset["GB 2312"] if 0x4E00 <= code <= 0x9FFF}
    assert len(hanzi) == 6763
    assert len(charset["GB 2312"]) == 6763 + 682
    assert len(charset["通用规范汉字 8105"]) == 8105
    assert len(charset["GBK 符号"]) == 859
    assert {ord(char) for char in "☑☐☒✓✔≥≤㎡℃№‰①⑳⑴⒇㈠㈩ⅠⅫ〔〕〓—…·“”‘’√"} <= charset["表格符号"]
    assert set(map(ord, "≦≧‑₂⁵▪▶❶㉑㊀✘⬜")) <= set[int]().union(*charset.values())


RUNS = ("①⑳", "⑴⒇", "⒈⒛", "㈠㈩", "ⅠⅫ", "ⅰⅹ", "❶❿", "ΑΡ", "ΣΩ", "αω", "Ая", "─╋", "═╬", "！～", "ぁん", "ァヶ", "ㄅㄩ")
SYMBOLS = (
    "☐☑☒✓✔✗■□▲△●○◆◇★☆㎡㎥℃‰≥≤≠≈±×÷￥€§№→←↑↓“”‘’—…·〔〕【】《》〈〉「」『』〖〗＋－＝＜＞％＆＃＠"
    "√∑∏∞∵∴⊙※°′″¥£¢μΩ′Ёё㊣㈱℡ǎǚ々〇〆・"
)


@pytest.mark.parametrize(
    "font_name", ["方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "Times New Roman"]
)
@pytest.mark.parametrize("bold", [False, True])
def test_official_fonts_need_no_fallback(font_name: str, bold: bool) -> None:
    face = FontBook([], lambda _: None).choose(font_name, bold).face
    runs = [chr(code) for first, last in RUNS for code in range(ord(first), ord(last) + 1)]
    assert [char for char in [*runs, *SYMBOLS] if char not in face] == []


def test_every_wanted_character_is_there(font: TTFont, charset: dict[str, set[int]]) -> None:
    cmap = font.getBestCmap()
    missing = {group: "".join(map(chr, sorted(codes - cmap.keys()))) for group, codes in charset.items()}
    assert not {group: text for group, text in missing.items() if text}


def test_visible_characters_have_outlines(font: TTFont) -> None:
    cmap, glyf = font.getBestCmap(), font["glyf"]
    sample = "预算绩效目标申报表𠮷㐂䶮Aa09“”‘’—…·☑☐☒✓✔✗√≥≤‰‱№〓〔〕①⑳⒇㈩Ⅻ％"
    assert [char for char in sample if glyf[cmap[ord(char)]].numberOfContours < 1] == []


def test_names(font: TTFont) -> None:
    family, chinese, style, _ = EXPECTED[font.file_name]
    assert (name(font, 1), name(font, 2), name(font, 1, CHINESE)) == (family, style, chinese)
    assert name(font, 6) == font.file_name.removesuffix(".ttf")
    assert "SIL Open Font License" in name(font, 13)
    assert name(font, 0) and name(font, 14).startswith("http")
    for number in (1, 3, 4, 6, 16):  # 保留字体名不能出现在改过的字体的名字里
        text = (name(font, number) + name(font, number, CHINESE)).lower()
        assert not any(reserved in text for reserved in ("source", "noto", "lxgw", "霞鹜", "wenkai", "klee"))


def test_weight_and_embedding(font: TTFont) -> None:
    _, _, style, weight = EXPECTED[font.file_name]
    os2 = font["OS/2"]
    assert (os2.fsType, os2.usWeightClass) == (0, weight)
    assert bool(os2.fsSelection & 1 << 5) is bool(font["head"].macStyle & 1) is (style == "Bold")


def test_truetype_outlines_without_layout_tables(font: TTFont) -> None:
    tables = set(font.keys())
    assert {"glyf", "loca", "cmap", "hmtx", "post"} <= tables
    assert not tables & {"CFF ", "CFF2", "GSUB", "GPOS", "vmtx", "vhea", "VORG", "DSIG", "fpgm", "prep", "cvt "}
    assert font["head"].unitsPerEm == 1000
    assert font["post"].formatType == 3
    assert {table.format for table in font["cmap"].tables} == {4, 12}


def test_line_height_is_the_same_everywhere(font: TTFont) -> None:
    hhea, os2 = font["hhea"], font["OS/2"]
    expected = next(metrics for key, metrics in HHEA.items() if key in font.file_name)
    assert (hhea.ascent, hhea.descent, hhea.lineGap) == expected
    assert (os2.usWinAscent, -os2.usWinDescent) == expected[:2]


def test_chinese_punctuation_is_full_width(font: TTFont) -> None:
    cmap, widths = font.getBestCmap(), font["hmtx"]
    assert [char for char in "“”‘’—…·、。，（）〔〕《》☑☐☒✓✔√≥≤①国" if widths[cmap[ord(char)]][0] != 1000] == []
    assert [char for char in "AZaz09" if not 200 < widths[cmap[ord(char)]][0] < 800] == []


@pytest.mark.parametrize(
    ("file", "holder"), [("OFL-NotoCJK.txt", "Adobe"), ("OFL-LXGWWenKai.txt", "Copyright 2021-2023 LXGW")]
)
def test_licence_texts(file: str, holder: str) -> None:
    text = (BUNDLED / file).read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007" in text
    assert "Reserved Font Name" in text.partition("PREAMBLE")[0]
    assert holder in text.partition("PREAMBLE")[0]


def test_readme_is_there() -> None:
    text = (BUNDLED / "README.md").read_text("utf-8")
    assert all(file in text for file in EXPECTED)
