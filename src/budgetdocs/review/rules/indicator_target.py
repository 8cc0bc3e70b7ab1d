"""IN031 to IN036: targets that are well written but hard to believe, row by row and in comparison."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from budgetdocs.finding import Severity
from budgetdocs.model import IndicatorValue, ValueKind
from budgetdocs.model.value.text import normalise
from budgetdocs.model.value.units import unit_at
from budgetdocs.model.value.word_table import words
from budgetdocs.review.quoting import quoted
from budgetdocs.review.reading.names import Better
from budgetdocs.review.reading.schemes import QUANTITY
from budgetdocs.review.reading.wording import may_have_slips, slips
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.subjects import Cell, Row, Sheet, blank

# -- the same value in many rows ---------------------------------------------------------------------------------------

_FEWEST_ROWS = 5
_MOST = Decimal("0.8")
_IN_WORDS = (ValueKind.LEVEL, ValueKind.TEXT, ValueKind.MALFORMED)
_LONG_WORDS = 6
_FEWEST_SHORT = 3
_JUDGED = re.compile("合格|达标")


@rule(
    "IN031",
    Severity.HINT,
    Sheet,
    source="审核惯例；河北沙城经济开发区 2022 年申报，八行中有七行写 ≥90",
    bad="社会效益、生态效益、可持续影响三行都写“效果明显”",
    good="社会效益：新增就业人数 ≥200人；生态效益：垃圾无害化处理率 ≥95%",
)
def same_value_everywhere(sheet: Sheet) -> Iterator[Fault]:
    """互不相干的指标，指标值不应都一样。

    整列同一个数或同一句话，多半是照抄，没有按各项工作分别测算。
    """
    numbers: dict[tuple[Decimal, str | None], list[int]] = defaultdict(list)
    texts: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(sheet.rows):
        value = row.cell.value
        if value.number is not None:
            numbers[value.number, value.unit].append(index)
        elif value.kind in _IN_WORDS and not blank(value.raw):
            texts[normalise(value.raw)].append(index)
    told = sum(map(len, numbers.values())) + sum(map(len, texts.values()))
    for same in numbers.values():
        if len(same) >= _FEWEST_ROWS and len(same) >= _MOST * told:
            message = f"{told} 行指标值中有 {len(same)} 行都是同一个数，请按各项工作分别测算"
            yield Fault(message, ("indicators", same[0], "value"))
    for text, same in texts.items():
        if len(same) >= (2 if len(text) >= _LONG_WORDS else _FEWEST_SHORT) and not _JUDGED.search(text):
            message = f"有 {len(same)} 行的指标值都是{quoted(text)}，请按各行的指标分别写"
            yield Fault(message, ("indicators", same[0], "value"))


# -- one number --------------------------------------------------------------------------------------------------------


@rule(
    "IN032",
    Severity.HINT,
    Row,
    source="审核惯例",
    bad="政策知晓率：≥80.21%",
    good="政策知晓率：≥80%",
)
def too_precise(row: Row) -> Iterator[Fault]:
    """百分比的目标不宜精确到两位小数。

    80.21% 像是把上年的实际数或几个数的商直接填了进来，不像是定下的目标。
    """
    value = row.cell.value
    if value.unit != "%" or value.number is None or not 10 < value.number < 99 or row.cell.change:
        return
    exponent = value.number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent <= -2:
        yield Fault(f"目标精确到 {value.number:f}%，请核对是不是实际数或推算数；目标宜取整数", ("value",))


_LOWEST_SATISFACTION = 80


@rule(
    "IN033",
    Severity.HINT,
    Row,
    source="审核惯例（界限由本程序定为 80%）",
    bad="群众满意度：≥75%",
    good="群众满意度：≥90%",
)
def satisfaction_too_low(row: Row) -> Iterator[Fault]:
    """满意度的目标不宜低于 80%。

    定得太低，不用努力也能完成；确有原因的，请在依据里写明。
    """
    value = row.cell.value
    if value.unit != "%" or value.number is None or value.comparator in ("≤", "<") or not row.cell.satisfaction:
        return
    if 1 < value.number < _LOWEST_SATISFACTION and row.cell.rate:
        yield Fault(f"满意度的目标只有 {value.number:f}%，低于 {_LOWEST_SATISFACTION}%，请核对", ("value",))


_WHOLE = frozenset(
    words("""
    人 名 位 户 人次 户次 个 家 项 件 台 套 台套 座 辆 只 头 株 棵 篇 份 本 册 张 处 起 所 栋 幢 场 场次 批次 次 期 班
    标箱 标准箱 把 部 口 间 条 个村 个县 个乡镇 个社区 个单位 个项目
    """)
)
_AVERAGE = re.compile("均|每|折算|当量|标准")


@rule(
    "IN034",
    Severity.HINT,
    Row,
    source="审核惯例",
    bad="培训人数：≥2.5人",
    good="培训人数：≥3人",
)
def fraction_of_a_whole(row: Row) -> Iterator[Fault]:
    """人、户、个、台等整个计数的单位，指标值应是整数。

    小数多半是单位错了（应为万人），或者是推算的平均数。
    """
    for value in _fractions(row.cell.value):
        name = row.cell.name
        if name is None or not _AVERAGE.search(name.bare):
            yield Fault(f"“{row.cell.value.unit}”是整个计数的，指标值却是 {value:f}，请核对数与单位", ("value",))
            return


def _fractions(value: IndicatorValue) -> Iterator[Decimal]:
    if value.unit in _WHOLE and not _AVERAGE.search(value.text):
        yield from (each for each in (value.number, value.upper) if each is not None and each % 1)


# -- against the basis -------------------------------------------------------------------------------------------------

_LAST_YEAR = re.compile(
    r"(?:上一?年度?|去年|(?P<year>20\d\d)年度?)(?:实际)?[^\d。；;]{0,12}?(?P<number>\d{1,9}(?:\.\d{1,4})?)"
    r"\s?(?P<unit>[^\d\s，,。；;]{1,8})"
)
_ROUNDED_OFF = Decimal("0.99")
_ALL = 100


@rule(
    "IN035",
    Severity.HINT,
    Row,
    source="审核惯例",
    bad="指标值：≥90%；指标值确定依据：上年实际完成 95%",
    good="指标值：≥95%；指标值确定依据：上年实际完成 95%",
)
def lower_than_last_year(row: Row) -> Iterator[Fault]:
    """目标一般不低于依据所写的上年水平。

    依据写着上年已经做到更多，目标反而更低，审核会要求说明原因。只是略去零头的（95.3% 写作 95%）不算。
    """
    value = row.cell.value
    if value.number is None or value.unit is None or value.comparator in ("≤", "<"):
        return
    found = _LAST_YEAR.search(row.indicator.basis)
    if found is None or not _wants_more(row.cell) or not _of_unit(normalise(found["unit"]), value.unit):
        return
    past = found["year"] is None or row.cell.year is None or int(found["year"]) < row.cell.year
    before = Decimal(found["number"])
    if past and value.number < before * _ROUNDED_OFF and not (value.unit == "%" and before > _ALL):
        now = f"{value.number:f}{value.unit}"
        message = f"依据写着以前做到 {before:f}{value.unit}，目标却是 {now}，请核对，或说明降低的原因"
        yield Fault(message, ("value",))


def _wants_more(cell: Cell) -> bool:
    """Whether a higher value of ``cell`` is better: by its name or, of a count that is to be reached, by its sign."""
    if cell.better is None:
        return cell.level2 == QUANTITY and cell.value.comparator in ("≥", ">")
    return cell.better is Better.MORE and not cell.cost


def _of_unit(text: str, unit: str) -> bool:
    """Whether ``text``, what follows a number, begins with ``unit`` and not with a longer one (人次 for 人)."""
    return text.startswith(unit) and unit_at(text, 0) == len(unit)


# -- misspelt ----------------------------------------------------------------------------------------------------------


@rule(
    "IN036",
    Severity.HINT,
    Row,
    source="审核惯例；各地公开的表上多次出现的错字",
    bad="三级指标：工程峻工时间",
    good="三级指标：工程竣工时间",
)
def misspelt(row: Row) -> Iterator[Fault]:
    """指标里的错别字、重复的词要改掉。

    错字多由输入法或照抄带来，写进正式文本不易再改。
    """
    said = row.indicator
    if not may_have_slips(f"{said.level3}\n{said.description}\n{said.basis}"):
        return
    for field in ("level3", "description", "basis"):
        for slip in slips(getattr(said, field)):
            yield Fault(f"“{slip.wrong}”疑为“{slip.meant}”之误", (field,), fix=slip.mended)
