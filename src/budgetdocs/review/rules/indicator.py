"""IN001 to IN009: the 三级指标, whether it names one measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from budgetdocs.finding import Severity
from budgetdocs.model import ValueKind
from budgetdocs.model.value import read_value
from budgetdocs.model.value.text import normalise
from budgetdocs.review.quoting import quoted
from budgetdocs.review.reading.schemes import (
    COSTS,
    ECOLOGICAL,
    ECONOMIC,
    LEVEL_NAMES,
    QUALITY,
    QUANTITY,
    SATISFACTION,
    SOCIAL,
    SUSTAINED,
    TIMELINESS,
    bare_level,
)
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.subjects import Row, Sheet, blank


def looks_like_value(text: str) -> bool:
    """Whether ``text`` is a target (≥90%, 5个, 12月底前, 全年) and nothing else."""
    if len(text) > _LONGEST_TARGET or (len(text) > _SHORT and not _DIGIT.search(text)):
        return False
    if not _MAY_BE_TARGET.fullmatch(text) or _NO_TARGET.search(text):
        return False
    value = read_value(text)
    return value.kind in (ValueKind.DATE, ValueKind.DURATION) or (value.kind in _FIGURES and value.number is not None)


_LONGEST_TARGET = 24
_SHORT = 3
_DIGIT = re.compile(r"\d")
_MAY_BE_TARGET = re.compile(
    r"\D{0,6}(?:20\d\d\s?[年./-]\s?)?(?:\d{1,2}\s?[月./-]\s?)?\d[\d.]*\s?%?(?:[-～~—至到]\s?\d[\d.]*)?\D{0,6}|.{0,3}"
)
_NO_TARGET = re.compile(r"第\d|(?:[率额程积数]|时间|期限|时限|年限|满意度)$")
_FIGURES = (ValueKind.COMPARISON, ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.RANGE, ValueKind.FREQUENCY)


# -- a heading, a question, a sentence ---------------------------------------------------------------------------------

_FOR_EXAMPLE = {
    QUANTITY: "培训人数、改造面积",
    QUALITY: "验收合格率、发放准确率",
    TIMELINESS: "完工时间、办结及时率",
    **dict.fromkeys(COSTS, "项目总成本、人均补助标准"),
    ECONOMIC: "新增税收、带动增收金额",
    SOCIAL: "新增就业人数、政策知晓率",
    ECOLOGICAL: "年节水量、垃圾无害化处理率",
    SUSTAINED: "设施使用年限、管护制度落实率",
    SATISFACTION: "参训学员满意度、用水居民满意度",
}


@rule(
    "IN001",
    Severity.WARNING,
    Row,
    source="审核惯例；河北沙城经济开发区 2022 年申报：经济效益指标之下的三级指标仍写“经济效益指标”",
    bad="二级指标：经济效益指标；三级指标：经济效益指标",
    good="二级指标：经济效益指标；三级指标：新增税收",
)
def name_is_a_heading(row: Row) -> Iterator[Fault]:
    """三级指标不能只写一级或二级指标的名称。

    二级指标只说明属于哪一类，三级指标才说明考核哪件事；只抄类别，指标值就不知道是谁的值。
    """
    name = row.cell.name
    if name is None:
        return
    bare = name.bare.removesuffix("指标")
    if bare in LEVEL_NAMES or bare == bare_level(row.indicator.level2):
        if "满意" in bare and not name.text.endswith("指标"):
            return  # 服务对象满意度 is a usual name; with 指标 it is the heading, copied
        example = _FOR_EXAMPLE.get(row.cell.level2, "培训人数、验收合格率")
        yield Fault(f"三级指标{quoted(name.text)}只是指标类别的名称，请写明考核的是哪件事，如：{example}", ("level3",))


@rule(
    "IN002",
    Severity.WARNING,
    Row,
    source="审核惯例",
    bad="三级指标：公众知晓度是否明显提高；指标值：是",
    good="三级指标：公众知晓率；指标值：≥85%",
)
def name_asks(row: Row) -> Iterator[Fault]:
    """三级指标应是指标的名称，不能是问句。

    问句只能答“是”或“否”，看不出程度，也无法按完成比例计分。
    """
    if row.cell.name is not None and row.cell.name.question:
        yield Fault("三级指标写成了问句，请改为可以计量的名称，如把“是否按时完成”改为“按时完成率”", ("level3",))


_LONGEST_NAME = 40
_STOP = re.compile("[。！!]")
_COMMA = re.compile("[，,]")
_RESOLVE = re.compile("(?:做好|确保|努力|力争|切实|认真|大力|着力|扎实|全力|务必|为了|进一步|不断)")
_OF_MEASURE = re.compile("(?:[率度量额值数]|比例|占比|比重|时间|时限|期限|年限|人次|面积|情况|水平|成本|性)$")


@rule(
    "IN003",
    Severity.WARNING,
    Row,
    source="审核惯例",
    bad="三级指标：做好服务工作，让服务对象满意",
    good="三级指标：服务对象满意度",
)
def name_is_a_sentence(row: Row) -> Iterator[Fault]:
    """三级指标应是简短的名称，不写成句子。

    名称说明考核什么，工作要求和打算写在绩效指标描述或绩效目标里。
    """
    name = row.cell.name
    if name is None or name.question:
        return
    text = name.bare
    if len(text) > _LONGEST_NAME:
        yield Fault(f"三级指标有 {len(text)} 字，应是简短的名称；说明请写在绩效指标描述里", ("level3",))
    elif _STOP.search(text) or ((_RESOLVE.match(text) or _COMMA.search(text)) and not _OF_MEASURE.search(text)):
        yield Fault(f"三级指标{quoted(text)}是一句话，请改为指标的名称，要求和打算写在描述里", ("level3",))


# -- one name for one row ----------------------------------------------------------------------------------------------


@rule(
    "IN004",
    Severity.WARNING,
    Sheet,
    source="审核惯例",
    bad="数量指标与质量指标之下各有一行“任务完成率”",
    good="数量指标：完成任务数；质量指标：任务验收合格率",
)
def name_used_twice(sheet: Sheet) -> Iterator[Fault]:
    """一张表里的三级指标不能重名。

    同一个名称出现两次，或者是重复填报，或者是没有说清两行的区别，自评时无法对应。
    """
    first: dict[str, int] = {}
    for index, row in enumerate(sheet.rows):
        if row.cell.name is None or blank(row.indicator.level3):
            continue
        before = first.setdefault(row.cell.name.bare, index)
        if before != index:
            message = f"与第 {before + 1} 行的三级指标重名，请删去一行，或在名称里写明各考核什么"
            yield Fault(message, ("indicators", index, "level3"))


# -- what the template left --------------------------------------------------------------------------------------------

_MARKS = "★☆▲△※◆"
_TO_FILL = re.compile(
    r"[(（] ?(?P<sign>[≥≤><=＞＜＝≧≦》〉]{0,2}) ?(?P<gap>[*\uff0a]+|[xX×]{2,}|[_\uff3f]+|…+|)"
    r" ?(?P<unit>[^()（）\d]{0,16})[)）]$"
)
_GAP = re.compile(r"[*\uff0a]{2,}|(?<![A-Za-z])[xX×]{2,}(?![A-Za-z])|[_\uff3f]{2,}|…+|\.{3,}|某某|[○〇]{2,}|□")
_MAY_BE_TEMPLATE = re.compile(f"[{_MARKS}(（*\uff0a_\uff3fxX×…○〇□：:例如填]|[.]{{3}}|某某|指标|目标内容|示例")
_TEMPLATE = re.compile(
    r"(?:[一二三]级)?指标(?:名称|内容)?\s?\d*\s?[:：]?|目标内容\s?\d*|[(（]?(?:请|此处)填写.*|(?:例如?|如)[:：].*|示例.*"
)


@rule(
    "IN005",
    Severity.ERROR,
    Row,
    source="审核惯例；宁夏样表的三级指标带有“(≥**株)”“★”，由填报人替换",
    bad="三级指标：苗木栽植数量(≥**株)",
    good="三级指标：苗木栽植数量；指标值：≥17600株",
)
def template_text_in_name(row: Row) -> Iterator[Fault]:
    """样表里的提示文字和占位符号应当换掉。

    “(≥**株)”“XX”“★”“指标1”是给填报人看的，留在表上说明这一格没有填完。
    """
    if row.cell.name is None or not _MAY_BE_TEMPLATE.search(row.indicator.level3):
        return
    text = row.indicator.level3.strip()
    if _TEMPLATE.fullmatch(text):
        yield Fault(f"三级指标{quoted(text)}是样表的提示文字，请换成指标的名称", ("level3",))
        return
    kept, safe = _without_template(row, text)
    if _GAP.search(kept) or not kept:
        yield Fault(f"三级指标{quoted(text)}里有待填的占位符号，请换成实际内容", ("level3",))
    elif kept != text:
        left = text[len(kept) :].strip() if text.startswith(kept) else text[0]
        yield Fault(f"三级指标里还留着样表的“{left}”，请删去", ("level3",), fix=kept, safe=safe)


def _without_template(row: Row, text: str) -> tuple[str, bool]:
    """``text`` without the marks and the brackets of a template; not safe if only they say the value's sign or unit."""
    kept = text.strip(_MARKS).strip()
    found = _TO_FILL.search(kept)
    if found is None or not (found["sign"] or found["gap"]):
        return kept, True
    value = row.cell.value
    lost = (found["sign"] and value.comparator is None) or (found["unit"].strip() and value.unit is None)
    return kept[: found.start()].rstrip(), not lost


@rule(
    "IN006",
    Severity.ERROR,
    Row,
    source="审核惯例",
    bad="三级指标：（空白）；指标值：≥90%",
    good="三级指标：验收合格率；指标值：≥90%",
)
def name_missing(row: Row) -> Iterator[Fault]:
    """填了内容的行必须有三级指标。

    没有名称，指标值就不知道考核什么。整行空白的成本、生态效益等行不在此列。
    """
    if blank(row.indicator.level3) and row.filled:
        yield Fault("这一行填了内容，三级指标却是空的，请写明考核什么", ("level3",))


# -- two measures, or a target, in the name ----------------------------------------------------------------------------

_AND = re.compile(
    "[；;]|[、，,]|以及|(?<![普波企涉触顾累遍危惠])及(?![时格其早物第])|(?<![饱中温调共总])和(?![谐平睦解])|(?<![参给赋授])与(?![会否])"
)
_COUNTED = "率|比例|占比|满意度|知晓度|人数|户数|次数|场次|天数|面积|里程|金额|个数|件数|台数"
_LISTED = re.compile(f"(?:{_COUNTED})$")
_ANY_COUNTED = re.compile(f"(?:{_COUNTED})")


@rule(
    "IN007",
    Severity.ERROR,
    Row,
    source="审核惯例；17.xlsx 的“返乡创业人数及带动就业人数”一格填了两个值",
    bad="三级指标：返乡创业人数及带动就业人数",
    good="三级指标：返乡创业人数；另起一行：带动就业人数",
)
def name_oftwo_measures(row: Row) -> Iterator[Fault]:
    """一行只写一个三级指标。

    两个指标合写一行，只有一个指标值，不知道是哪一个的，也无法分别计分。
    """
    name = row.cell.name
    if name is None or len(name.bare) > _LONGEST_NAME or not (pair := two_measures(name.bare)):
        return
    yield Fault(f"三级指标里有{quoted(pair[0])}和{quoted(pair[1])}两个指标，请分成两行填写", ("level3",))


@lru_cache(maxsize=4096)
def two_measures(text: str) -> tuple[str, str] | None:
    """The first two measures that ``text`` lists (合格率和优良率); None if it names one (学生人数与教师人数比例)."""
    signs = _AND.findall(text)
    if not signs:
        return None
    parts = [part.strip() for part in _AND.split(text)]
    for sign, left, right in zip(signs, parts, parts[1:], strict=False):
        if sign in "；;" and len(left) > 1 and len(right) > 1:
            return left, right
        if len(left) >= 3 and _LISTED.search(left) and _LISTED.search(right):
            only = len(_ANY_COUNTED.findall(right)) == 1
            return (left, right) if only else None
    return None


_TARGET = re.compile(
    r"[≥≤><=]\d[\d.,]*(?:%|[^\d数率量]{0,4})[)）]?$|(?:达到|达|不低于|不少于|不超过|不高于|大于|超过)\d[\d.]*%|\d%(?:以上|以内|以下)"
)


@rule(
    "IN008",
    Severity.WARNING,
    Row,
    source="审核惯例",
    bad="三级指标：工程验收合格率达到95%以上",
    good="三级指标：工程验收合格率；指标值：≥95%",
)
def target_in_name(row: Row) -> Iterator[Fault]:
    """指标值不写在三级指标里。

    名称里的数与指标值一栏的数重复，改了一处忘了另一处，两处就矛盾。
    """
    name = row.cell.name
    if name is not None and _DIGIT.search(name.text) and _TARGET.search(name.text) and not looks_like_value(name.text):
        yield Fault("三级指标里写了指标值，请移到指标值一栏，名称只写考核什么", ("level3",))


@rule(
    "IN009",
    Severity.ERROR,
    Row,
    source="审核惯例",
    bad="三级指标：95%",
    good="三级指标：验收合格率；指标值：≥95%",
)
def value_instead_of_name(row: Row) -> Iterator[Fault]:
    """三级指标一格写成了指标值。

    多半是粘贴时错了一列，后面各格也应一并核对。
    """
    if row.cell.name is None or blank(row.indicator.level3):
        return
    if looks_like_value(row.indicator.level3):
        yield Fault(f"三级指标写的是{quoted(row.indicator.level3)}，像是指标值，请核对各列是否错位", ("level3",))
    elif row.cell.value.number is None and row.cell.name.text == normalise(row.cell.value.raw):
        yield Fault("三级指标与指标值相同，请核对各列是否错位", ("level3",))
