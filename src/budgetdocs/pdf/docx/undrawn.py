"""What is not drawn as asked: reported as LY001 once for each kind, with its place and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from budgetdocs.finding import Finding, Report, Severity

_ACCEPT: Final = "请在 Word“审阅”中接受或拒绝修订后再转"
_AS_TEXT: Final = "请改成正文文字"
_AS_PICTURE: Final = "请截成图片，以“嵌入型”插入"
_BESIDE: Final = "请在 Word 中把图片的环绕方式改为“嵌入型”，或浮于文字上方、衬于文字下方"
_PLAIN: Final = "请在 Word 中去掉这种格式，或改用加粗、下划线"

HINTS: Final[dict[str, tuple[str, str]]] = {
    # text
    "w:em": ("着重号", _PLAIN),
    "w:bdr": ("文字边框", "请改用底纹，或放进单格表格"),
    "w:effect": ("文字动态效果", _PLAIN),
    "w:emboss": ("阳文", _PLAIN),
    "w:imprint": ("阴文", _PLAIN),
    "w:outline": ("空心字", _PLAIN),
    "w:shadow": ("文字阴影", _PLAIN),
    "w14:glow": ("文字发光", _PLAIN),
    "w14:shadow": ("文字阴影", _PLAIN),
    "w14:reflection": ("文字映像", _PLAIN),
    "w14:textOutline": ("文字轮廓", _PLAIN),
    "w14:textFill": ("文字填充效果", _PLAIN),
    "w14:scene3d": ("文字三维效果", _PLAIN),
    "w14:props3d": ("文字三维效果", _PLAIN),
    "w:fitText": ("调整宽度", "请改用分散对齐或字符间距"),
    "w:eastAsianLayout": ("纵横混排或双行合一", "请改成普通文字"),
    "w:rtl": ("从右向左的文字", "请改成从左向右"),
    "w:ruby": ("拼音指南，只绘出了文字", "请去掉拼音，或写进括号"),
    "w:sym": ("字体里的符号没有对应的字符", "请换成普通字符，如 ☑、□、●"),
    "w:t": ("符号字体的字符没有对应的字符", "请换成普通字符，如 ☑、□、●"),
    "w:ptab": ("对齐制表位，按普通制表位绘出", "请改用制表位"),
    "w:fldChar": ("域没有保存结果", "请在 Word 中全选后按 F9 更新域并保存"),
    "w:fldSimple": ("域没有保存结果", "请在 Word 中全选后按 F9 更新域并保存"),
    "w:instrText": ("页码域的格式开关，按节的页码格式印", "请删去这个开关，改在“设置页码格式”里选"),
    "w:pgNum": ("旧式页码", "请改插入页码（PAGE 域）"),
    "w:dayShort": ("旧式日期", _AS_TEXT),
    "w:dayLong": ("旧式日期", _AS_TEXT),
    "w:monthShort": ("旧式日期", _AS_TEXT),
    "w:monthLong": ("旧式日期", _AS_TEXT),
    "w:yearShort": ("旧式日期", _AS_TEXT),
    "w:yearLong": ("旧式日期", _AS_TEXT),
    "w:footnoteReference": ("脚注", "请把脚注写进正文的括号里"),
    "w:endnoteReference": ("尾注", "请把尾注写进正文的括号里"),
    "w:commentReference": ("批注", "请在 Word 中删去批注，或把内容写进正文"),
    "w:subDoc": ("子文档", "请把子文档并入本文档"),
    "w:altChunk": ("嵌入的另一份文档", "请在 Word 中打开一次并另存，让内容并入正文"),
    "w:contentPart": ("墨迹", _AS_PICTURE),
    "m:oMath": ("公式，只按一行文字绘出", _AS_PICTURE),
    "m:oMathPara": ("公式，只按一行文字绘出", _AS_PICTURE),
    # revisions
    "w:ins": ("修订：插入的内容按已接受绘出", _ACCEPT),
    "w:del": ("修订：删除的内容按已接受略去", _ACCEPT),
    "w:moveFrom": ("修订：移走的内容按已接受略去", _ACCEPT),
    "w:moveTo": ("修订：移来的内容按已接受绘出", _ACCEPT),
    "w:cellIns": ("修订：插入的单元格按已接受绘出", _ACCEPT),
    "w:cellDel": ("修订：删除的单元格仍然绘出", _ACCEPT),
    "w:cellMerge": ("修订：合并的单元格按现状绘出", _ACCEPT),
    # pictures and drawings
    "w:drawing": ("图片缺失或不是图片", _AS_PICTURE),
    "wp:anchor": ("有文字环绕的、或位置算不出的浮动图片", _BESIDE),
    "w:pict": ("旧式图形、文本框或横线", _AS_PICTURE),
    "w:object": ("嵌入对象", _AS_PICTURE),
    "w:txbxContent": ("文本框", "请把文本框里的字移到正文或表格里"),
    "a:blip": ("链接到文档外的图片", "请在 Word 中改为插入图片本身"),
    "a:xfrm": ("图片的旋转或翻转", "请先把图片转好再插入"),
    "a:graphicData": ("图形、图表或 SmartArt", _AS_PICTURE),
    "pic:pic": ("图片格式不能印（EMF、WMF、SVG 等）或文件已损坏", "请另存为 PNG 或 JPEG 后重新插入"),
    # paragraphs
    "w:tab": ("竖线制表位", "请删去竖线制表位，改用表格"),
    "w:framePr": ("图文框或首字下沉", "请去掉图文框"),
    "w:textDirection": ("竖排文字，按横排绘出", "请把文字方向改为横排"),
    "w:bidi": ("从右向左的段落或节", "请改成从左向右"),
    "w:mirrorIndents": ("对称缩进", "请改用左、右缩进"),
    "w:textAlignment": ("行内文字的上下对齐", "请改为“自动”或“基线”"),
    "w:lvlPicBulletId": ("图片项目符号，按文字符号绘出", "请改用普通项目符号"),
    "w:lvlJc": ("编号的居中或右对齐，按左对齐绘出", "请把编号对齐方式改为左对齐"),
    "w:numFmt": ("编号格式，按阿拉伯数字绘出", "请改用常见的编号格式"),
    # tables
    "w:tblpPr": ("浮动的表格，按嵌入绘出", "请把表格的文字环绕改为“无”"),
    "w:bidiVisual": ("从右向左的表格", "请改成从左向右"),
    "w:tcFitText": ("单元格的适应文字", "请在单元格选项里去掉“适应文字”"),
    "w:tl2br": ("单元格的斜线", "请去掉斜线表头，改用文字"),
    "w:tr2bl": ("单元格的斜线", "请去掉斜线表头，改用文字"),
    "w:jc": ("各行不同的表格对齐", "请给整个表格设同一种对齐"),
    # sections
    "w:cols": ("分栏", "请改成一栏"),
    "w:pgBorders": ("页面边框", "请去掉页面边框"),
    "w:lnNumType": ("行号", "请去掉行号"),
    "w:vAlign": ("整页的垂直对齐", "请改为顶端对齐"),
    "w:type": ("从新的一栏开始的节，按新的一页绘出", "请改用“下一页”分节符"),
    "w:pgNumType": ("带章节号的页码", "请去掉页码里的章节号"),
    "w:mirrorMargins": ("对称页边距", "请改为普通页边距"),
    "w:gutterAtTop": ("顶端的装订线", "请把装订线放在左侧"),
    "w:headerReference": ("页眉部件缺失", "请在 Word 中打开并另存"),
    "w:footerReference": ("页脚部件缺失", "请在 Word 中打开并另存"),
}
"""What each element is that is not drawn as asked, and what to do in Word instead."""


class Undrawn:
    """Takes what is not drawn, in the course of one document; ``place`` tells where the reader stands."""

    def __init__(self, report: Report, place: Callable[[], str]) -> None:
        self._report = report
        self._place = place
        self._seen: set[str] = set()
        self.calls = 0
        """How often something was not drawn, reported before or not."""

    def __call__(self, name: str, detail: str = "") -> None:
        """Report the element ``name`` (as people write it: ``w:em``); ``detail`` tells kinds of one element apart."""
        self.calls += 1
        if name + detail in self._seen:
            return
        self._seen.add(name + detail)
        what, remedy = HINTS.get(name, ("", "请在 Word 中改用普通的文字、表格或图片"))
        what = "，".join(part for part in (what, detail) if part)
        message = f"PDF 未按原样绘出 Word 元素 {name}{f'（{what}）' if what else ''}；{remedy}"
        self._report(Finding("LY001", Severity.WARNING, message, self._place()))
