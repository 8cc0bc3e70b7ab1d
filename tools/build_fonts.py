"""由 Debian 打包的自由字体做出随包的四个默认字体（宋、粗宋、黑、楷）。

先装：apt-get install fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai；pip install fonttools（别的都不用）
不想装字体，也可以 apt-get download 这三个包、用 dpkg -x 解到一个文件夹，再用 --sources 指它的 usr/share/fonts。

做法：按字符表逐字取轮廓（思源两款的三次曲线由 cu2qu 换成二次曲线），重新装配成只有 glyf 轮廓、没有版式表的
TrueType 字体，改名，时间戳固定。源字体与 fonttools 版本不变，两次运行的结果逐字节相同。

源字体没有、由本脚本补的字形（不借用别的字体）：
  ☐ ☑ ☒      源字体自己的 □，里面加画对勾、叉
  ✔ ✗ ✘ ✖    画出的对勾、叉
  ◻ ⬜ ◼ ⬛ 等 与它样子相同的 □、■ 等（LOOKALIKES）
  ₂ ⁵ 等     源字体自己的数字，缩小，下沉或上移
  ‱          源字体自己的 ‰，末尾的圈再放一次，横向收窄
  U+2002 等  定宽、零宽空格，空字形
源字体有、由本脚本改过的字形：FULL_WIDTH 里的符号一律全宽（1000）；— 与 ― 横贯字面，两个相连不断开；
黑体的 √ 去掉上面的长横（表里拿它当对勾用）。
拉丁字母、数字、希腊与西里尔字母保持源字体的比例宽度。
"""

# ruff: noqa: RUF001 —— 字符表里本来就有形近的符号

from __future__ import annotations

import argparse
import copy
import sys
import zlib
from pathlib import Path
from typing import NamedTuple

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Transform
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen, RecordingPen
from fontTools.pens.reverseContourPen import ReverseContourPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "src" / "budgetdocs" / "pdf" / "bundled"
DEBIAN = Path("/usr/share/fonts")
EM = 1000
MAX_ERROR = 1.0  # 三次曲线换成二次曲线时的最大偏差：1/1000 em


class Spec(NamedTuple):
    """一个目标字体：取自哪个源文件的哪个字面（家族名）、叫什么、补画的笔画多粗。"""

    file: str
    source: str
    face: str
    family: str
    family_zh: str
    style: str
    stroke: float


SERIF, SANS, KAI = "opentype/noto/NotoSerifCJK", "opentype/noto/NotoSansCJK", "truetype/lxgw-wenkai/LXGWWenKai"
SPECS = (
    Spec("BudgetDocsSong-Regular.ttf", f"{SERIF}-Regular.ttc", "Noto Serif CJK SC", "Song", "宋体", "Regular", 68),
    Spec("BudgetDocsSong-Bold.ttf", f"{SERIF}-Bold.ttc", "Noto Serif CJK SC", "Song", "宋体", "Bold", 100),
    Spec("BudgetDocsHei-Regular.ttf", f"{SANS}-Medium.ttc", "Noto Sans CJK SC Medium", "Hei", "黑体", "Regular", 84),
    Spec("BudgetDocsKai-Regular.ttf", f"{KAI}-Regular.ttf", "LXGW WenKai", "Kai", "楷体", "Regular", 68),
)

FORM_SYMBOLS = (
    "≥≤≠≈±×÷＝＜＞％‰‱℃℉№㎡㎥㎏㎜㎝㎞㎎㏄Å￥€£¢§¶†‡©®™°′″√∞≡∑∏∫∮∈∪∩∧∨∠⊥∥⌒⊙∵∴∶∷∽≌≮≯∝"
    "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
    "☐☑☒✓✔✗□■○●◇◆☆★△▲▽▼→←↑↓…—–·•“”‘’〔〕【】《》〈〉「」『』〖〗〓〇々～、。"
)
MORE_SYMBOLS = (
    "ς‑‒₂₃₀₁₄₅₆₇₈₉⁰⁴⁵⁶⁷⁸⁹ℓ↔↕⇒⇔∀∂∃∅∆∇∋⊂⊃⊆⊇≢≪≫▪▫▶▷►◀◁◄◉◯◻◼⬜⬛♀♂✕✖✘"
    "❶❷❸❹❺❻❼❽❾❿⓪㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉㎍㎐㎑㎒㎖㎗㎘㎧㎾㏊"
)
ABSENT = "≒︴﹉﹊﹋﹌﹍﹎﹏"  # GBK 的这几个符号，源字体不全有，也没有人用
RARE_NAMES = "𠮷㐂䶮堃喆犇龘燚垚淼"
SPACES = {0x2002: 500, 0x2003: 1000, 0x2009: 200, 0x200B: 0, 0x200C: 0, 0x200D: 0, 0x2060: 0, 0xFEFF: 0}
FULL_WIDTH = "“”‘’—―…√·×÷±§¶•∑∏ˉ№‱☐☑☒✓✔✗✕✖✘◻⬜◼⬛"
DRAWN = "☐☑☒✔✗✕✖✘"
LOOKALIKES = {"◻": "□", "⬜": "□", "◼": "■", "⬛": "■", "►": "▶", "◄": "◀", "‑": "‐"}
SUPERSCRIPTS, SUBSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
SUBSCRIPT_DROP = -140  # 下标数字下沉多少


def wanted() -> dict[str, set[int]]:
    """四个字体都要覆盖的字符，按组；GB 2312 由 Python 的编解码器推出。"""
    pairs = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    symbols = (bytes((high, low)) for high in range(0xA1, 0xAA) for low in range(0x40, 0xFF))
    lines = (HERE / "charset-8105.txt").read_text("utf-8").splitlines()
    return {
        "ASCII": set(range(0x20, 0x7F)),
        "Latin-1": set(range(0xA0, 0x100)),
        "GB 2312": {ord(char) for pair in pairs for char in pair.decode("gb2312", errors="ignore")},
        "GBK 符号": {ord(char) for pair in symbols for char in pair.decode("gbk", errors="ignore") if char >= "\xa0"}
        - set(map(ord, ABSENT)),
        "通用规范汉字 8105": {ord(char) for line in lines if not line.startswith("#") for char in line},
        "表格符号": {*map(ord, FORM_SYMBOLS + MORE_SYMBOLS), *SPACES},
        "全角字符": {*range(0xFF01, 0xFF5F), 0xFFE5},
        "人名用字": set(map(ord, RARE_NAMES)),
    }


def open_face(path: Path, face: str) -> TTFont:
    """打开源字体；TTC 里按家族名找字面，确保用的是简体（SC）那一个。"""
    fonts = TTCollection(path, lazy=True).fonts if path.suffix == ".ttc" else [TTFont(path, lazy=True)]
    return next(font for font in fonts if font["name"].getDebugName(1) == face)


def bounds(shape: RecordingPen) -> tuple[float, float, float, float]:
    """一段非空轮廓的外框：左、下、右、上。"""
    pen = BoundsPen(None)
    shape.replay(pen)
    left, bottom, right, top = pen.bounds
    return left, bottom, right, top


def placed(shape: RecordingPen, scale: float = 1, dx: float = 0, dy: float = 0) -> RecordingPen:
    """横向缩放、再平移后的轮廓。"""
    result = RecordingPen()
    shape.replay(TransformPen(result, Transform(scale, 0, 0, 1, dx, dy)))
    return result


def tick(width: float) -> list[complex]:
    """对勾的轮廓（逆时针）：自左下折向右上，折角处斜接。"""
    a, b, c = complex(225, 385), complex(425, 165), complex(790, 640)
    n, m = ((v * 1j / abs(v)) * width / 2 for v in (b - a, c - b))  # 两段各自的法向
    mitre = (n + m) * width**2 / 2 / abs(n + m) ** 2
    return [a - n, b - mitre, c - m, c + m, b + mitre, a + n]


def cross(width: float, arm: float) -> list[complex]:
    """叉的轮廓（逆时针）：以（500, 380）为中心的十二边形。"""
    tip, inner = width / 8**0.5, width / 2**0.5
    quarter = (complex(inner, 0), complex(arm + tip, arm - tip), complex(arm - tip, arm + tip))
    return [complex(500, 380) + point * 1j**turn for turn in range(4) for point in quarter]


class Source:
    """一个打开了的源字体：按字符给出（必要时改过的）轮廓与宽度。"""

    def __init__(self, spec: Spec, folder: Path) -> None:
        self.spec = spec
        self.font = open_face(folder / spec.source, spec.face)
        self.cmap: dict[int, str] = self.font.getBestCmap()
        self.glyphs = self.font.getGlyphSet()

    def raw(self, name: str) -> tuple[RecordingPen, int]:
        """源字形的轮廓（组合字形已拆开）与宽度。"""
        pen = DecomposingRecordingPen(self.glyphs)
        self.glyphs[name].draw(pen)
        return pen, round(self.glyphs[name].width)

    def shape(self, code: int) -> tuple[RecordingPen, int]:
        """这个字符在目标字体里的轮廓与宽度（轮廓方向、曲线次数同源字体）。"""
        char = chr(code)
        if code in SPACES:
            return RecordingPen(), SPACES[code]
        if char in DRAWN or char in "—―":
            return self.drawn(char) if char in DRAWN else self.dash(), EM
        if code not in self.cmap and char in SUPERSCRIPTS + SUBSCRIPTS:
            return self.small(char)
        if code not in self.cmap and char in LOOKALIKES:
            code = ord(LOOKALIKES[char])
        composed = char == "‱" and code not in self.cmap
        outline, width = self.raw(self.cmap[ord("‰") if composed else code])
        if composed:
            outline.value += self.last_ring(outline).value
        elif char == "√":  # 去掉上面的长横（原在 x = 1000 处收笔的那一段）
            outline.value = [
                (verb, tuple((x if x < EM else 600, y) for x, y in points)) for verb, points in outline.value
            ]
        if char in FULL_WIDTH and (width != EM or char in "√‱"):
            outline, width = self.full_width(char, outline), EM
        return outline, width

    def drawn(self, char: str) -> RecordingPen:
        """方框取源字体的 □，对勾与叉画出来。"""
        stroke = self.spec.stroke
        marks = {"☑": tick(stroke), "✔": tick(stroke * 1.8), "☒": cross(stroke, 245)}
        marks |= dict.fromkeys("✗✕", cross(stroke, 300)) | dict.fromkeys("✘✖", cross(stroke * 1.8, 300))
        result = self.raw(self.cmap[ord("□")])[0] if char in "☐☑☒" else RecordingPen()
        if points := [(z.real, z.imag) for z in marks.get(char, [])]:
            pen = result if "CFF " in self.font else ReverseContourPen(result)
            for index, point in enumerate(points):
                (pen.lineTo if index else pen.moveTo)(point)
            pen.closePath()
        return result

    def small(self, char: str) -> tuple[RecordingPen, int]:
        """上标或下标的数字：正常的数字缩到源字体的 ² 那样大，上标与 ² 同高，下标下沉到基线以下。"""
        raised = char in SUPERSCRIPTS
        outline, width = self.raw(self.cmap[ord("0") + (SUPERSCRIPTS if raised else SUBSCRIPTS).index(char)])
        (_, bottom, _, top), (_, low, _, high) = (bounds(self.raw(self.cmap[ord(digit)])[0]) for digit in "2²")
        scale = (high - low) / (top - bottom)
        drop = low - bottom * scale if raised else SUBSCRIPT_DROP
        result = RecordingPen()
        outline.replay(TransformPen(result, Transform(scale, 0, 0, scale, 0, drop)))
        return result, round(width * scale)

    def dash(self) -> RecordingPen:
        """破折号的一半：横贯字面并略微出头（两个相连不留缝），高低居中（y = 380）。"""
        outline = self.raw(self.cmap[ord("—")])[0]
        left, bottom, right, top = bounds(outline)
        scale = (EM + 4) / (right - left)
        return placed(outline, scale, -2 - left * scale, 380 - (bottom + top) / 2)

    def last_ring(self, permille: RecordingPen) -> RecordingPen:
        """‰ 最右边的圈（内外两条轮廓），右移到再下一个圈的位置，用来拼 ‱。"""
        ring, parts = RecordingPen(), [RecordingPen()]
        for command in permille.value:
            parts[-1].value.append(command)
            if command[0] == "closePath":
                ring.value += parts[-1].value if bounds(parts[-1])[0] > EM * 0.65 else []
                parts.append(RecordingPen())
        left, _, right, _ = bounds(ring)
        return placed(ring, dx=right - left + 20)

    def full_width(self, char: str, outline: RecordingPen) -> RecordingPen:
        """把比例宽度的符号放进全宽字面：开引号靠右，闭引号靠左，其余居中；太宽的横向收窄。"""
        left, _, right, _ = bounds(outline)
        scale = min(1.0, (EM - 20) / (right - left))
        ink = (right - left) * scale
        start = {"“": EM - 75 - ink, "‘": EM - 75 - ink, "”": 75, "’": 75}.get(char, (EM - ink) / 2)
        return placed(outline, scale, start - left * scale)

    def glyph(self, outline: RecordingPen) -> Glyph:
        """二次曲线的 TrueType 字形，外轮廓一律顺时针（源字体里有少数符号是反的）。"""
        area, pen = AreaPen(), TTGlyphPen(None)
        outline.replay(area)
        outline.replay(Cu2QuPen(pen, MAX_ERROR, reverse_direction=area.value > 0))
        return pen.glyph(dropImpliedOnCurves=True)


def names(spec: Spec, source: TTFont) -> dict[str, dict[str, str]]:
    """名字表：换掉源字体名（中文名为 0x804），版权、商标、作者与许可条目照源字体保留。"""
    old = source["name"]
    kept = {"copyright": 0, "trademark": 7, "manufacturer": 8, "designer": 9, "licenseDescription": 13}
    texts = {key: old.getDebugName(number) for key, number in (kept | {"licenseInfoURL": 14}).items()}
    suffix = "" if spec.style == "Regular" else f" {spec.style}"
    family, family_zh = f"BudgetDocs {spec.family}", f"预算文档{spec.family_zh}"
    origin = f"{old.getDebugName(4)}, {old.getDebugName(5).split(';')[0]}"
    return {key: {"en": text.replace("\r\n", "\n")} for key, text in texts.items() if text} | {
        "familyName": {"en": family, "zh": family_zh},
        "styleName": {"en": spec.style, "zh": spec.style},
        "uniqueFontIdentifier": {"en": f"1.000;{spec.file}"},
        "fullName": {"en": family + suffix, "zh": family_zh + suffix},
        "version": {"en": "Version 1.000"},
        "psName": {"en": spec.file.removesuffix(".ttf")},
        "description": {"en": f"Modified from {origin}: subset, TrueType outlines, some symbols added, renamed."},
    }


def build(spec: Spec, sources: Path, target: Path) -> None:
    """用 sources 里的源字体做一个字体，写到 target。"""
    source = Source(spec, sources)
    old, bold = source.font, spec.style == "Bold"
    cmap = {code: f"u{code:04X}" for code in sorted(set[int]().union(*wanted().values()))}
    shapes = {".notdef": source.raw(".notdef")} | {name: source.shape(code) for code, name in cmap.items()}
    glyphs = {name: source.glyph(outline) for name, (outline, _) in shapes.items()}
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(list(shapes))
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (width, glyphs[name].xMin) for name, (_, width) in shapes.items()})
    hhea = old["hhea"]
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent, lineGap=hhea.lineGap)
    builder.setupNameTable(names(spec, old), mac=False)
    os2 = builder.font["OS/2"] = copy.deepcopy(old["OS/2"])
    os2.usWinAscent, os2.usWinDescent = hhea.ascent, -hhea.descent
    os2.fsType, os2.achVendID, os2.usMaxContext = 0, "NONE", 1
    os2.usWeightClass, os2.fsSelection = (700, 1 << 5) if bold else (400, 1 << 6)
    for recalculate in (os2.recalcAvgCharWidth, os2.recalcUnicodeRanges, os2.recalcCodePageRanges):
        recalculate(builder.font)
    underline = {key: getattr(old["post"], key) for key in ("underlinePosition", "underlineThickness")}
    builder.setupPost(keepGlyphNames=False, **underline)
    gasp = builder.font["gasp"] = newTable("gasp")
    gasp.version, gasp.gaspRange = 1, {0xFFFF: 0x000A}  # 没有字形指令：各字号一律灰度平滑
    head = builder.font["head"]
    head.created = head.modified = 3_786_912_000  # 2024-01-01，自 1904-01-01 起的秒数
    head.macStyle, head.fontRevision, head.lowestRecPPEM, head.flags = int(bold), 1.0, 8, 0b11
    builder.font.recalcTimestamp = False
    builder.save(target)


def check(path: Path) -> list[str]:
    """核对一个做好的字体，返回问题清单（空即合格）。"""
    if not path.is_file():
        return ["没有这个文件"]
    problems: list[str] = []
    with TTFont(path, lazy=True) as font:
        cmap, widths, hhea = font.getBestCmap(), font["hmtx"], font["hhea"]
        for group, codes in wanted().items():
            if missing := sorted(codes - cmap.keys()):
                problems.append(f"{group}缺 {len(missing)} 个：{''.join(map(chr, missing[:40]))}")
        if narrow := [char for char in FULL_WIDTH if widths[cmap.get(ord(char), ".notdef")][0] != EM]:
            problems.append(f"不是全宽：{''.join(narrow)}")
        data = path.read_bytes()
        size = f"{len(data) / 1e6:.2f} MB，压缩后 {len(zlib.compress(data)) / 1e6:.2f} MB"
        print(f"{path.name}：{len(cmap)} 字，{size}，hhea {hhea.ascent}/{hhea.descent}/{hhea.lineGap}")
    return problems


def main() -> int:
    """命令行入口。"""
    parser = argparse.ArgumentParser(description="做出随包的四个默认字体；源字体与做法见本文件开头。")
    parser.add_argument("--check", action="store_true", help="只核对已做好的字体，不重做")
    parser.add_argument("--only", metavar="名字", default="", help="只管文件名含此字样的字体，如 Hei")
    parser.add_argument("--out", type=Path, default=OUT, help="输出目录（默认随包目录）")
    parser.add_argument("--sources", type=Path, default=DEBIAN, help="源字体所在（默认 Debian 装字体的文件夹）")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    for spec in (spec for spec in SPECS if options.only in spec.file):
        if not options.check:
            build(spec, options.sources, options.out / spec.file)
        problems += [f"{spec.file}：{problem}" for problem in check(options.out / spec.file)]
    print("\n".join(problems) or "全部合格")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
