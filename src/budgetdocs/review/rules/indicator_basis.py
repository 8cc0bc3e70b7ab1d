"""IN011 to IN019: 绩效指标描述 and 指标值确定依据, what explains a target and on what it rests."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from budgetdocs.finding import Severity
from budgetdocs.model.value.text import normalise
from budgetdocs.review.quoting import quoted
from budgetdocs.review.reading.bands import overlap
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.rules.indicator import looks_like_value
from budgetdocs.review.subjects import Row, Sheet, blank

_STOPS = "。.；;，,：:"


@lru_cache(maxsize=8192)
def _said(text: str) -> str:
    """What ``text`` says, for comparing: without widths, spaces and the stop at its end; "" for a blank."""
    return "" if blank(text) else normalise(text).rstrip(_STOPS).removesuffix("指标")


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    return normalise(character)


def _same(one: str, other: str) -> bool:
    """Whether both cells say the same; looks at the first characters first, for nearly always those differ."""
    first, second = one.lstrip()[:1], other.lstrip()[:1]
    if first != second and _folded(first) != _folded(second):
        return False
    said = _said(one)
    return said != "" and said == _said(other)


# -- each cell says something of its own -------------------------------------------------------------------------------


@rule(
    "IN011",
    Severity.WARNING,
    Row,
    source="审核惯例；河北沙城经济开发区 2022 年申报，八行中有七行如此",
    bad="三级指标：资金到位率；绩效指标描述：资金到位率",
    good="三级指标：验收合格率；绩效指标描述：一次验收合格的工程占全部工程的比例",
)
def description_repeats_name(row: Row) -> Iterator[Fault]:
    """绩效指标描述不能只把三级指标再写一遍。

    描述要说明这个指标考核什么、怎样计算，否则看的人不知道分子分母是什么。
    """
    if _same(row.indicator.description, row.indicator.level3):
        yield Fault("绩效指标描述与三级指标相同，请说明考核什么、怎样计算", ("description",))


@rule(
    "IN012",
    Severity.WARNING,
    Row,
    source="审核惯例",
    bad="绩效指标描述：（空白）",
    good="绩效指标描述：参加并完成全部课时的学员人数",
)
def description_missing(row: Row) -> Iterator[Fault]:
    """填了内容的行要有绩效指标描述，也不能只写指标值。

    只有名称和数，看的人不知道口径，年终自评也没有依据。
    """
    description = row.indicator.description
    if blank(description):
        if row.filled:
            yield Fault("绩效指标描述是空的，请说明考核什么、怎样计算", ("description",))
    elif _same(description, row.indicator.value.raw):
        yield Fault("绩效指标描述与指标值相同，请说明考核什么、怎样计算", ("description",))


@rule(
    "IN013",
    Severity.WARNING,
    Row,
    source="审核惯例；指标值确定依据分计划标准、历史标准、行业标准、预算支出标准等",
    bad="指标值确定依据：（空白）",
    good="指标值确定依据：近三年同类项目的平均水平",
)
def basis_missing(row: Row) -> Iterator[Fault]:
    """填了内容的行要有指标值确定依据。

    依据说明指标值为什么定这么多：计划、历年数据、行业标准或支出标准。没有依据，审核无从判断高低。
    """
    if blank(row.indicator.basis) and row.filled:
        yield Fault("指标值确定依据是空的，请写明依据的计划、历年数据、行业标准或支出标准", ("basis",))


@rule(
    "IN014",
    Severity.WARNING,
    Row,
    source="审核惯例；河北沙城经济开发区 2022 年申报：群众满意度的依据仍写“群众满意度”",
    bad="三级指标：群众满意度；指标值确定依据：群众满意度",
    good="三级指标：群众满意度；指标值确定依据：上年度问卷调查结果",
)
def basis_repeats_name(row: Row) -> Iterator[Fault]:
    """指标值确定依据不能把三级指标或描述再写一遍。

    名称不是依据；依据是计划、历年数据、行业标准或支出标准。
    """
    for cell, label in ((row.indicator.level3, "三级指标"), (row.indicator.description, "绩效指标描述")):
        if _same(row.indicator.basis, cell):
            yield Fault(f"指标值确定依据与{label}相同，请写明依据的计划、历年数据、行业标准或支出标准", ("basis",))
            return


# -- the cells of a column ---------------------------------------------------------------------------------------------

_FEWEST_ROWS = 3
_NEARLY_ALL = 5


@rule(
    "IN015",
    Severity.WARNING,
    Sheet,
    source="审核惯例",
    bad="各行的指标值确定依据都写“年度工作计划”",
    good="培训人数：年度培训计划；满意度：上年度问卷调查结果",
)
def same_basis_everywhere(sheet: Sheet) -> Iterator[Fault]:
    """各行的指标值确定依据不能都相同。

    数量、时限、成本、满意度的依据不会是同一个；整列照抄等于没有写。行数多的，只有一行不同也算。
    """
    told: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(sheet.rows):
        if not blank(row.indicator.basis):
            told[row.indicator.basis.strip()].append(index)
    rows = sum(map(len, told.values()))
    same = max(told.values(), key=len, default=[])
    if len(same) == rows >= _FEWEST_ROWS or len(same) == rows - 1 >= _NEARLY_ALL:
        said = "全都" if len(same) == rows else f"有 {len(same)} 行"
        message = f"{rows} 行的指标值确定依据{said}相同，请按各行的指标分别写明"
        yield Fault(message, ("indicators", same[0], "basis"))


# -- grades ------------------------------------------------------------------------------------------------------------

_GRADED = re.compile(
    "分[档级等值]|档次|等次|[一二三四]档|[评计赋得打记扣加]分|扣减|达成|优.{0,6}良|良.{0,6}[中差]|好.{0,6}[中差]|较差"
    r"|(?:考核|评价|评定|评审|验收)(?:办法|标准|细则|规范|等级)|GB|\d分(?!钟)"
)
_JUDGED_ELSEWHERE = re.compile("合格|达标|[一二三四五甲乙丙]级|类[(（]")
_DECLARED = re.compile("^定性|[(（]定性")


@rule(
    "IN016",
    Severity.WARNING,
    Row,
    source="审核惯例；财预〔2015〕88号：绩效目标应尽量定量，不能量化的分级分档表述",
    bad="指标值：达成预期指标（定性）；绩效指标描述：对园区发展的促进作用",
    good="指标值：达成预期指标（定性）；绩效指标描述：分达成、部分达成、未达成三档，以主管部门年终评议为准",
)
def quality_without_grades(row: Row) -> Iterator[Fault]:
    """写明定性的指标值，要在描述或依据里有分档标准。

    没有写明怎样算好、怎样算差，年终只能凭印象打分。（没有写明定性的，见 IV3 各条。）
    """
    value = row.cell.value
    if value.number is not None or not _DECLARED.search(value.raw) or _JUDGED_ELSEWHERE.search(value.raw):
        return
    if not any(map(_GRADED.search, (value.raw, row.indicator.description, row.indicator.basis))):
        message = f"指标值{quoted(value.raw)}是定性的，描述和依据里没有分档标准，请写明各档，如达成、部分达成、未达成"
        yield Fault(message, ("value",))


@rule(
    "IN017",
    Severity.WARNING,
    Row,
    source="审核惯例",
    bad="绩效指标描述：90%-100%为优，80%-90%为良",
    good="绩效指标描述：90%（含）-100%为优，80%（含）-90%为良",
)
def grades_overlap(row: Row) -> Iterator[Fault]:
    """分档标准的各档不能重叠。

    正好落在交界处的数同时属于两档，计分就有争议。“以上”“以下”通常都含本数。
    """
    for field in ("description", "basis"):
        if bound := overlap(getattr(row.indicator, field)):
            yield Fault(f"分档标准在 {bound} 处重叠，请写明这个数归哪一档，如“80%（含）-90%”", (field,))


@rule(
    "IN018",
    Severity.WARNING,
    Sheet,
    source="审核惯例",
    bad="培训人数、取证人数两行的描述都写“反映项目实施情况”",
    good="两行的描述各说明统计的是哪些人",
)
def same_description(sheet: Sheet) -> Iterator[Fault]:
    """不同的三级指标不能用同一条描述。

    一条描述说明不了两个指标，多半是向下复制时没有改。名称只是对象不同的（城市低保标准、农村低保标准），描述可以相同。
    """
    first: dict[str, int] = {}
    for index, row in enumerate(sheet.rows):
        description = row.indicator.description
        before = index if blank(description) else first.setdefault(description.strip(), index)
        if before != index and not _one_measure(sheet.rows[before].indicator.level3, row.indicator.level3):
            message = f"绩效指标描述与第 {before + 1} 行相同，而三级指标不同，请分别说明"
            yield Fault(message, ("indicators", index, "description"))


_SAME_ENDING = 4


def _one_measure(one: str, other: str) -> bool:
    """Whether both names are of one measure, if of different things: their last characters are the same."""
    return _same(one, other) or (
        len(one) >= _SAME_ENDING and one.rstrip()[-_SAME_ENDING:] == other.rstrip()[-_SAME_ENDING:]
    )


@rule(
    "IN019",
    Severity.WARNING,
    Row,
    source="审核惯例",
    bad="指标值确定依据：≥90%",
    good="指标值确定依据：上年度完成率为 91%",
)
def value_instead_of_words(row: Row) -> Iterator[Fault]:
    """描述和依据两栏不能只写一个数或一个日期。

    多半是粘贴时错了一列；若是上年的数，请写明是哪一年的什么数。
    """
    for field, label in (("description", "绩效指标描述"), ("basis", "指标值确定依据")):
        text: str = getattr(row.indicator, field)
        if looks_like_value(text) and not (field == "description" and _same(text, row.indicator.value.raw)):
            yield Fault(f"{label}只写了{quoted(text)}，请核对各列是否错位，或写明这是什么数", (field,))
