"""SC: the 一级 and 二级指标 of a table, whether they are complete and stand where they belong."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import accumulate, pairwise

from budgetdocs.finding import Severity
from budgetdocs.review.quoting import quoted
from budgetdocs.review.reading.schemes import (
    BENEFIT,
    BENEFITS,
    COST,
    COSTS,
    MANAGEMENT,
    OUTPUT,
    QUALITY,
    QUANTITY,
    SATISFACTION,
    TIMELINESS,
    bare_level,
    homes,
    level1_label,
    level2_label,
    nearest_level1,
    nearest_level2,
)
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.subjects import Row, Sheet

_TABLE = ("indicators",)


def _levels1(sheet: Sheet) -> set[str]:
    """The keys of the 一级指标 that ``sheet`` has, also those that its slips may have meant."""
    meant = {row.cell.level1 or nearest_level1(row.indicator.level1).removesuffix("指标") for row in sheet.rows}
    return meant | {home for row in sheet.rows if not row.cell.level1 for home in homes(row.cell.level2)[:1]}


def _filled_levels2(sheet: Sheet) -> set[str]:
    """The keys of the 二级指标 under which ``sheet`` has a row that says something, slips again included."""
    rows = [row for row in sheet.rows if row.filled]
    return {row.cell.level2 or _meant_level2(row.indicator.level2) for row in rows}


def _meant_level2(label: str) -> str:
    near = nearest_level2(label)
    return SATISFACTION if SATISFACTION in near else near.removesuffix("指标")


def _has_filled(sheet: Sheet, level1: str, levels2: frozenset[str]) -> bool:
    """Whether a row under ``level1``, or under one of ``levels2`` wherever that stands, says something."""
    return any(row.cell.level1 == level1 and row.filled for row in sheet.rows) or bool(levels2 & _filled_levels2(sheet))


# -- complete ----------------------------------------------------------------------------------------------------------


@rule(
    "SC001",
    Severity.ERROR,
    Sheet,
    source="审核惯例；各地表样都有这三类",
    bad="表里只有产出指标和满意度指标",
    good="产出指标、效益指标、满意度指标俱全",
)
def level1_missing(sheet: Sheet) -> Iterator[Fault]:
    """一级指标要齐全：产出、效益、满意度。

    产出看做了什么，效益看有什么用，满意度看服务对象怎么说；缺一类，绩效就说不完整。还本付息一类没有服务对象，可以没有满意度。
    """
    if not sheet.rows:
        return
    there = _levels1(sheet)
    missing = [level1_label(key) for key in (OUTPUT, BENEFIT, SATISFACTION) if key not in there]
    if missing == [level1_label(SATISFACTION)] and _serves_nobody(sheet):
        return
    if missing:
        yield Fault(f"缺少{'、'.join(missing)}，请补上并填写", _TABLE)


@rule(
    "SC002",
    Severity.ERROR,
    Sheet,
    source="审核惯例；宁夏样表注明数量、质量、时效必填",
    bad="产出指标之下只有数量指标",
    good="产出指标之下数量、质量、时效各有一行以上",
)
def output_incomplete(sheet: Sheet) -> Iterator[Fault]:
    """产出指标之下，数量、质量、时效至少各填一行。

    只写做多少，不写做得怎样、何时做完，产出就无法考核。
    """
    if OUTPUT not in _levels1(sheet) or not any(row.filled for row in sheet.rows):
        return
    there = _filled_levels2(sheet)
    missing = [level2_label(key) for key in (QUANTITY, QUALITY, TIMELINESS) if key not in there]
    if missing:
        yield Fault(f"产出指标之下没有填写{'、'.join(missing)}，请至少各填一行", _TABLE)


_WORKS = re.compile("工程|采购|购置|购买|改造|维修|修缮|装修|新建|改建|扩建|迁建|重建|大修|修建|建设|安装")
_FIGURATIVE = re.compile(
    "(?:队伍|作风|廉政|党|文明|制度|体系|能力|法治|人才|学科|思想|组织|文化|班子|机制|环境|平安|信用|阵地|政治|品牌|专业)建设"
    "|建设(?:局|厅|部|委|银行|兵团|者)|(?:希望|人才|惠民|民心|菜篮子|阳光|暖心|育人|青蓝|名师|素质)工程|工程师|改造(?:思想|罪犯)"
    "|购买(?:社会|商业|医疗|养老|意外)?保险|(?:采购|购买)(?:经理|力)"
)
_RUNNING_COSTS = re.compile("(?:公用|人员|工作|业务|日常)经费|工资|运行维护")
_WORKS_IN_PURPOSE = re.compile("工程(?:款|费|建设|施工|监理)|新建|改扩建|施工费")


@rule(
    "SC003",
    Severity.WARNING,
    Sheet,
    source="审核惯例",
    bad="项目名称：农村供水管网改造工程；成本指标空白",
    good="成本指标：项目总成本 ≤120万元",
)
def cost_missing(sheet: Sheet) -> Iterator[Fault]:
    """工程、采购、购置、维修类项目要有成本指标。

    这类项目花钱多少可以事先算清，成本是考核的要点；其他项目的成本指标可以空白。
    """
    if not any(row.filled for row in sheet.rows) or not _is_works(sheet):
        return
    if not any(row.cell.cost and row.filled for row in sheet.rows) and not COSTS & _filled_levels2(sheet):
        yield Fault("从项目名称或资金用途看是工程、采购一类的项目，请填写成本指标，如“项目总成本 ≤120万元”", _TABLE)


def _is_works(sheet: Sheet) -> bool:
    """Whether the name, or what the purpose says outright, tells of works or purchases; 公用经费 buys things too."""
    name = sheet.project.name
    if _RUNNING_COSTS.search(name):
        return False
    return bool(_WORKS.search(_FIGURATIVE.sub("", name))) or any(map(_WORKS_IN_PURPOSE.search, sheet.project.purpose))


@rule(
    "SC004",
    Severity.ERROR,
    Sheet,
    source="审核惯例；宁夏样表注明社会效益必填，经济、生态选填",
    bad="效益指标各行全部空白",
    good="社会效益指标：新增就业人数 ≥200人",
)
def benefit_unfilled(sheet: Sheet) -> Iterator[Fault]:
    """效益指标之下至少填一行。

    经济、生态等效益不相干的可以空白，但一项效益都没有，项目就没有立项的理由。
    """
    if (
        BENEFIT in _levels1(sheet)
        and any(row.filled for row in sheet.rows)
        and not _has_filled(sheet, BENEFIT, BENEFITS)
    ):
        yield Fault("效益指标各行都是空白，请至少填写一行（经济、社会、生态效益或可持续影响）", _TABLE)


@rule(
    "SC005",
    Severity.WARNING,
    Sheet,
    source="审核惯例",
    bad="满意度指标一行空白",
    good="服务对象满意度指标：参训学员满意度 ≥90%",
)
def satisfaction_unfilled(sheet: Sheet) -> Iterator[Fault]:
    """满意度指标要填写，除非项目没有服务对象。

    没有外部服务对象的项目，可以考核干部职工等内部对象；确实没有的，请用审核说明写明。
    """
    if SATISFACTION not in _levels1(sheet) or not any(row.filled for row in sheet.rows):
        return
    if not _has_filled(sheet, SATISFACTION, frozenset((SATISFACTION,))) and not _serves_nobody(sheet):
        yield Fault("满意度指标是空白，请填写服务对象（或干部职工）的满意度", _TABLE)


_DEBT_SERVICE = re.compile("还本|付息|(?:债务|债券|借款|外债|政府债).{0,6}(?:本息|本金|利息|偿还|兑付|还款)|偿债")


def _serves_nobody(sheet: Sheet) -> bool:
    """Whether the project serves the government's own debt, so that there is nobody to be satisfied."""
    return _DEBT_SERVICE.search(sheet.project.name) is not None


# -- in place ----------------------------------------------------------------------------------------------------------


@rule(
    "SC006",
    Severity.ERROR,
    Sheet,
    source="审核惯例；各地公开的表上有质量指标列在效益指标之下的",
    bad="一级指标：效益指标；二级指标：质量指标",
    good="一级指标：产出指标；二级指标：质量指标",
)
def level2_misplaced(sheet: Sheet) -> Iterator[Fault]:
    """二级指标要在它所属的一级指标之下。

    各类的分值按一级指标分配，放错了位置，这一行就计到别的类里去了。
    """
    for index, row in enumerate(sheet.rows):
        proper = homes(row.cell.level2)
        if row.cell.level1 in ("", MANAGEMENT) or not proper or row.cell.level1 in proper:
            continue
        home = proper[-1] if COST in sheet.scheme.levels else proper[0]
        message = (
            f"{level2_label(row.cell.level2)}属于{level1_label(home)}，这里列在{level1_label(row.cell.level1)}之下"
        )
        yield Fault(f"{message}，请移到{level1_label(home)}，或改正二级指标", ("indicators", index, "level2"))


@rule(
    "SC007",
    Severity.HINT,
    Row,
    source="审核惯例；各地表样的一级、二级指标",
    bad="一级指标：产岀指标",
    good="一级指标：产出指标",
)
def level_unknown(row: Row) -> Iterator[Fault]:
    """一级、二级指标应是表样规定的名称。

    名称写错，汇总时就归不到类里。
    """
    levels: tuple[tuple[str, str, str, Callable[[str], str]], ...] = (
        ("level1", "一级指标", row.cell.level1, nearest_level1),
        ("level2", "二级指标", row.cell.level2, nearest_level2),
    )
    for field, label, key, nearest in levels:
        if key or (field == "level2" and row.cell.level1 == MANAGEMENT):
            continue
        text: str = getattr(row.indicator, field)
        if not text.strip():
            yield Fault(f"{label}是空的，请填写", (field,), fix=_implied(row, field))
        elif near := nearest(text):
            yield Fault(f"{label}{quoted(text)}不是表样的名称，是不是“{near}”", (field,), fix=near)
        else:
            yield Fault(f"{label}{quoted(text)}不是表样的名称，请核对", (field,))


def _implied(row: Row, field: str) -> str | None:
    """The 一级指标 that a blank cell must mean, where the 二级指标 leaves no choice."""
    proper = homes(row.cell.level2) if field == "level1" else ()
    return level1_label(proper[0]) if len(proper) == 1 else None


# -- together ----------------------------------------------------------------------------------------------------------


@rule(
    "SC008",
    Severity.WARNING,
    Sheet,
    source="审核惯例",
    bad="各行依次为：产出指标、效益指标、产出指标",
    good="各行依次为：产出指标、产出指标、效益指标",
)
def rows_apart(sheet: Sheet) -> Iterator[Fault]:
    """同一个一级或二级指标的各行要放在一起。

    一级、二级指标的格是上下合并的，各行分开，印出来就成了两格。
    """
    levels1 = [row.cell.level1 or row.indicator.level1.strip() for row in sheet.rows]
    levels2 = [row.cell.level2 or row.indicator.level2.strip() for row in sheet.rows]
    within = list(zip(_runs(levels1), levels2, strict=True))
    for field, keys, labels in (("level1", levels1, levels1), ("level2", within, levels2)):
        for index, before in _returns(keys):
            if labels[index]:
                label = getattr(sheet.rows[index].indicator, field)
                message = f"{quoted(label)}的各行没有放在一起，请把这一行移到第 {before + 1} 行之后"
                yield Fault(message, ("indicators", index, field))


def _runs(keys: Sequence[str]) -> list[int]:
    """For each of ``keys`` the number of its run: a, a, b, a are 0, 0, 1, 2."""
    changes = (1 if above != here else 0 for above, here in pairwise(keys))
    return list(accumulate(changes, initial=0))[: len(keys)]


def _returns(keys: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Each index at which a key comes again after others, with the index where it was last."""
    last: dict[Hashable, int] = {}
    for index, key in enumerate(keys):
        if last.get(key, index - 1) != index - 1:
            yield index, last[key]
        last[key] = index


@rule(
    "SC009",
    Severity.ERROR,
    Sheet,
    source="财预〔2015〕88号：绩效目标应当具体细化",
    bad="指标表各行全部空白",
    good="产出、效益、满意度各有填写",
)
def no_indicators(sheet: Sheet) -> Iterator[Fault]:
    """每个项目都要有绩效指标。

    没有指标，绩效目标就无法监控和评价。
    """
    if not any(row.filled for row in sheet.rows):
        message = "指标表各行都是空白，请填写" if sheet.rows else "没有一行绩效指标，请填写"
        yield Fault(message, _TABLE)


@rule(
    "SC010",
    Severity.WARNING,
    Sheet,
    source="审核惯例",
    bad="相邻两行的一级指标分别写“产出指标”“产出 指标”",
    good="相邻两行都写“产出指标”",
)
def level_written_twice(sheet: Sheet) -> Iterator[Fault]:
    """同一个一级或二级指标，各行的写法要一样。

    写法不同，上下相邻的格就合并不到一起。
    """
    for field in ("level1", "level2"):
        key, first = "", ""
        for index, row in enumerate(sheet.rows):
            typed = getattr(row.indicator, field)
            if not getattr(row.cell, field) or getattr(row.cell, field) != key:
                key, first = getattr(row.cell, field), typed
            elif typed != first and not (field == "level2" and _of_others(typed, first)):
                message = f"与上面的{quoted(first)}是同一类，写法不同，印出来不能合并，请写成一样"
                safe = bare_level(typed) == bare_level(first)
                yield Fault(message, ("indicators", index, field), fix=first, safe=safe)


def _of_others(one: str, other: str) -> bool:
    """Whether both 二级指标 are of a 满意度, but not of the same people (服务对象满意度, 社会公众满意度)."""
    if one.count("满意") != 1 or other.count("满意") != 1:
        return False
    people, others = (bare_level(label).partition("满意")[0] for label in (one, other))
    return bool(people and others) and people not in others and others not in people
