"""IV3: values in words: which can be graded, which can't."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetdocs.finding import Severity
from budgetdocs.model import IndicatorValue, ValueKind
from budgetdocs.model.value import Slip
from budgetdocs.model.value.text import normalise
from budgetdocs.model.value.word_table import alternatives, words
from budgetdocs.review.quoting import quoted
from budgetdocs.review.reading.schemes import QUANTITY, TIMELINESS
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.rules.value_whole import NUMBERED
from budgetdocs.review.subjects import Cell

_QUALITATIVE = "财预〔2015〕88号：不能量化的要分级分档表述；审核惯例"
_DECLARED = re.compile(r"[(（]定性[)）]$|^定性")


def declared(value: IndicatorValue) -> bool:
    """Whether ``value`` says that it is 定性."""
    return "定性" in value.raw and _DECLARED.search(normalise(value.raw)) is not None


def _judged_elsewhere(cell: Cell) -> bool:
    """Whether words are wrong there whatever they say: IV102, IV104 and IV205 say so."""
    return cell.cost or cell.satisfaction or cell.level2 == TIMELINESS


_USABLE = re.compile(
    "(?:保持|持续|全部|均)?(?:"
    + alternatives(
        words("""
            有效 明确 健全 合规 合法 规范 完整 齐全 完好 达标 合格 验收合格 到位 正常 安全 稳定 平稳 真实 准确 优秀 优
            良 优良 达成 达到 符合 满足 公开 透明 公平 公正 公开透明 通畅 畅通 有序 长期 常年 永久 终身 可控 完善 完备
            全覆盖 一级 二级 三级 甲级 乙级 一等 二等 三等 优等 合格以上 良以上 优以上 零投诉 零事故
        """)
    )
    + ")(?:及?以上)?"
)
_NAMED_STANDARD = re.compile(
    "(?:符合|达到|满足|执行|按照?).{0,12}"
    "(?:国家|行业|地方|省级|设计|验收|技术|质量|安全|建设|环保|卫生).{0,8}(?:标准|规范|要求)"
)
_NUMBERED_STANDARD = re.compile(
    r"(?:GB|JG|JT|DB|CJ|GA|HJ|SL|DL|YY|WS|NY|LY|TB|AQ|QX|SB|MH|GM|ISO|IEC|T/)[A-Z/]{0,4} ?\d", re.IGNORECASE
)
_SLOGAN = re.compile("应[\u4e00-\u9fff]尽[\u4e00-\u9fff]|专款专用|足额发放|(?<!根)据实|全额")


@rule(
    "IV301",
    Severity.ERROR,
    Cell,
    source=_QUALITATIVE,
    bad="效果明显",
    good="就业率提高：≥3个百分点",
    kinds=(ValueKind.LEVEL,),
)
def vague_words(cell: Cell) -> Iterator[Fault]:
    """不用效果明显、有效提升、良好之类的空话。

    没有基数，也没有分档，做没做到都能这样写。写出数量，或改成分档的定性指标。
    """
    value = cell.value
    if _judged_elsewhere(cell) or declared(value):
        return
    if not _usable(cell) and len(_GRADES.findall(value.text)) <= 2:
        yield Fault(f"{quoted(value.raw)}没有基数也没有分档，无法考核，请写出数量")


@rule(
    "IV302",
    Severity.WARNING,
    Cell,
    source=_QUALITATIVE,
    bad="制度健全性：健全",
    good="健全（定性），并在描述里写明分档",
    kinds=(ValueKind.LEVEL, ValueKind.TEXT, ValueKind.DURATION),
)
def words_not_declared(cell: Cell) -> Iterator[Fault]:
    """用文字作指标值的，写明是定性，并在描述里分档。

    健全、合规、达标之类可以分档评价，但要让人知道这是定性指标。
    """
    value = cell.value
    if _judged_elsewhere(cell) or declared(value):
        return
    if _usable(cell):
        plain = normalise(value.raw).rstrip("。.；;")
        yield Fault(f"{quoted(value.raw)}是定性的值，请写明，并在绩效指标描述里分档", fix=f"{plain}（定性）")


def _usable(cell: Cell) -> bool:
    """Whether its words can be graded: a state, two grades, a named standard, a slogan. Not where a number belongs."""
    value = cell.value
    if cell.rate or _countable(cell):
        return False
    if value.kind is ValueKind.DURATION:
        return value.number is None and value.unit is None
    if value.kind not in (ValueKind.LEVEL, ValueKind.TEXT):
        return False
    plain = value.text.rstrip("。")
    if _USABLE.fullmatch(plain):
        return True
    if value.kind is ValueKind.LEVEL:
        return len(_GRADES.findall(plain)) == 2
    return _is_standard(value) or _SLOGAN.search(plain) is not None


def _is_standard(value: IndicatorValue) -> bool:
    return _NAMED_STANDARD.match(value.text) is not None


def _countable(cell: Cell) -> bool:
    name = cell.name
    return cell.level2 == QUANTITY or (
        name is not None and (name.dimension is not None or name.implied_unit is not None)
    )


_GRADES = re.compile("优|良|中|差")


@rule(
    "IV303",
    Severity.ERROR,
    Cell,
    source=_QUALITATIVE,
    bad="公众知晓度是否提高：是",
    good="公众知晓度：≥85%",
    kinds=(ValueKind.BOOLEAN,),
)
def yes_or_no(cell: Cell) -> Iterator[Fault]:
    """不以“是”“否”作指标值。

    是与否只有满分和零分，看不出程度。管理类的是非题可以用，但要写明是定性。
    """
    value = cell.value
    if _judged_elsewhere(cell) or declared(value):
        return
    graded = cell.level1 in ("", "管理") and value.text in ("是", "否", "有", "无")
    yield Fault(
        f"{quoted(value.raw)}无法评分，请写出数量" + ("，或写明定性" if graded else ""),
        fix=f"{value.text}（定性）" if graded else None,
    )


@rule(
    "IV304",
    Severity.ERROR,
    Cell,
    source="审核惯例；湛江市 2023 年公开表",
    bad="根据下达任务目标要求确定",
    good="≥500人",
    kinds=(ValueKind.TEXT,),
)
def value_put_off(cell: Cell) -> Iterator[Fault]:
    """指标值现在就要定，不写同上、待定、按要求确定。

    申报时定不下来的，就没有可考核的目标；用不着的指标，删去这一行。
    """
    value = cell.value
    if not _judged_elsewhere(cell) and _put_off(value):
        yield Fault(f"{quoted(value.raw)}不是指标值，请填写；用不着这个指标的，删去这一行")


_NO_VALUE = frozenset(words("无 暂无 同上 不适用 不涉及 待定 略 见附件 详见附件 其他 未知 不详 N/A n/a NA"))
_PUT_OFF = re.compile(
    "^(?:根据|按照?|依照?|依据|参照|视|以).{0,30}(?:确定|下达|安排|为准|而定|约定|执行|实施|要求|规定|计划|合同|控制|完成|为主|情况)$"
)


def _put_off(value: IndicatorValue) -> bool:
    return value.text.rstrip("。") in _NO_VALUE or (
        _PUT_OFF.match(value.text.rstrip("。")) is not None and not _is_standard(value)
    )


@rule(
    "IV305",
    Severity.ERROR,
    Cell,
    source="审核惯例",
    bad="补助人数：应补尽补",
    good="补助人数：≥500人",
    kinds=(ValueKind.TEXT,),
)
def slogan_for_a_number(cell: Cell) -> Iterator[Fault]:
    """数得清的事写数，不写应保尽保。

    应保尽保、专款专用是工作要求；人数、金额要填预计的数。
    """
    value = cell.value
    if _SLOGAN.search(value.text) and _countable(cell) and not _judged_elsewhere(cell):
        yield Fault(f"{quoted(value.raw)}是工作要求，请填预计的数量")


@rule(
    "IV306",
    Severity.ERROR,
    Cell,
    source=_QUALITATIVE,
    bad="增加就业机会，提高农民收入",
    good="带动就业：≥50人",
    kinds=(ValueKind.TEXT,),
)
def prose_without_a_measure(cell: Cell) -> Iterator[Fault]:
    """指标值不写一句话。

    一句话里没有数，也没有分档，无从评分；这样的话写在绩效指标描述里。写明标准编号的（符合GB 50300）除外。
    """
    value = cell.value
    if _judged_elsewhere(cell) or declared(value) or _put_off(value):
        return
    if _usable(cell):
        return
    if _NUMBERED_STANDARD.search(value.text) or (_SLOGAN.search(value.text) and _countable(cell)):
        return
    yield Fault(f"{quoted(value.raw)}没有可以考核的数，请写出数量，文字移到绩效指标描述")


@rule(
    "IV307",
    Severity.ERROR,
    Cell,
    source=_QUALITATIVE,
    bad="优、良、中、差",
    good="良以上（定性）",
    kinds=(ValueKind.LEVEL,),
)
def scale_instead_of_a_grade(cell: Cell) -> Iterator[Fault]:
    """定性的值写要达到哪一档，不照抄整个档次表。

    “优、良、中、差”是评分的尺子，不是目标。
    """
    value = cell.value
    if len(_GRADES.findall(value.text)) > 2 and not _judged_elsewhere(cell):
        yield Fault(f"{quoted(value.raw)}是整个档次表，请写要达到哪一档")


@rule(
    "IV308",
    Severity.ERROR,
    Cell,
    source="审核惯例：定性指标不写数，定量指标要有数",
    bad="95%（定性）",
    good="≥95%",
    kinds=NUMBERED,
)
def qualitative_with_a_number(cell: Cell) -> Iterator[Fault]:
    """写明定性的值不带数。

    有数就是定量，去掉“定性”；没有数的才写定性并分档。
    """
    value = cell.value
    if value.number is not None and declared(value):
        yield Fault(f"{quoted(value.raw)}写着定性，又有数，请留其一")


@rule(
    "IV309",
    Severity.WARNING,
    Cell,
    source=_QUALITATIVE,
    bad="不低于上年度水平",
    good="≥96.5%（上年为 96.5%）",
    kinds=(ValueKind.PROSE,),
)
def baseline_not_quoted(cell: Cell) -> Iterator[Fault]:
    """与上年、同期相比的，写出那个数。

    不写出基数，年底要另找资料才能评分。
    """
    value = cell.value
    if value.number is None and value.comparator is not None and not cell.cost and not _FIGURE.search(value.text):
        yield Fault(f"{quoted(value.raw)}没有写出具体的数，请填写")


_FIGURE = re.compile(r"\d")  # ≥C30 is a grade of concrete


@rule(
    "IV310",
    Severity.ERROR,
    Cell,
    source="四川、武汉等地的公开表（各列错了位）",
    bad="发放时间达标率",
    good="≥95%",
    kinds=(ValueKind.MALFORMED,),
)
def name_of_an_indicator(cell: Cell) -> Iterator[Fault]:
    """指标值里填的不是指标的名称。

    填成了名称，多半是各列错开了一格。
    """
    if cell.value.slip is Slip.NAME:
        yield Fault(f"{quoted(cell.value.raw)}像是指标的名称，请检查各列是否错位")
