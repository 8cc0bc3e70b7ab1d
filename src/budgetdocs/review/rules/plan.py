"""PL: the 资金支出计划, cumulative shares of the budget at the end of four months."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from budgetdocs.finding import Severity
from budgetdocs.model import PaymentPlan
from budgetdocs.model.money import print_percent
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.subjects import Sheet

_MONTHS = {"march": "3月底", "june": "6月底", "october": "10月底", "december": "12月底"}
_WHOLE = Decimal(100)


def _shares(plan: PaymentPlan) -> list[tuple[str, Decimal]]:
    return [(month, getattr(plan, month)) for month in _MONTHS]


@rule(
    "PL001",
    Severity.ERROR,
    Sheet,
    source="审核惯例：支出计划按累计数填报（河北沙城经济开发区 2022 年：25%、50%、75%、100%）",
    bad="3月底 30%，6月底 20%",
    good="3月底 30%，6月底 50%",
)
def plan_falls(sheet: Sheet) -> Iterator[Fault]:
    """资金支出计划是累计比例，后一时点不能比前一时点小。

    花出去的钱不会变少；比例变小，多半是填了当季的比例而不是累计的。
    """
    for (before, earlier), (month, share) in pairwise(_shares(sheet.project.payment_plan)):
        if share < earlier:
            said = f"{_MONTHS[month]} {print_percent(share)} 小于{_MONTHS[before]} {print_percent(earlier)}"
            yield Fault(f"{said}；支出计划应填累计比例，逐期不减", ("payment_plan", month))


@rule(
    "PL002",
    Severity.ERROR,
    Sheet,
    source="审核惯例：支出计划以百分比填报，全年预算为 100%",
    bad="10月底 175%",
    good="10月底 75%",
)
def share_out_of_bounds(sheet: Sheet) -> Iterator[Fault]:
    """资金支出计划的各时点应在 0 与 100% 之间。

    支出不能是负数，也不能超过预算；超出的多半是多敲了一个数字，或填成了金额。
    """
    for month, share in _shares(sheet.project.payment_plan):
        if not 0 <= share <= _WHOLE:
            yield Fault(f"{_MONTHS[month]}的 {print_percent(share)} 不在 0～100% 之间", ("payment_plan", month))


@rule(
    "PL003",
    Severity.ERROR,
    Sheet,
    source="审核惯例：年度预算应当年支出完毕（河北沙城经济开发区 2022 年：12月底 100%）",
    bad="12月底 95%",
    good="12月底 100%",
)
def year_ends_below_the_whole(sheet: Sheet) -> Iterator[Fault]:
    """资金支出计划到 12 月底应为 100%。

    预算按年编制，计划支出不完的部分本不该列入预算；写成 1 的，是把 100% 写成了小数。
    """
    shares = _shares(sheet.project.payment_plan)
    year_end = shares[-1][1]
    if not 0 <= year_end < _WHOLE:
        return
    as_fractions = year_end == 1 and all(share <= 1 for _, share in shares)
    hint = "；各时点像是写成了小数，请改写成百分数" if as_fractions else ""
    fault = f"12月底的累计比例是 {print_percent(year_end)}，应为 100%{hint}"
    yield Fault(fault, ("payment_plan", "december"), fix="100%")
