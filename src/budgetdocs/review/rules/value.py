"""IV: the 指标值 by itself, judged by the indicator in which it stands."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdocs.finding import Severity
from budgetdocs.model import ValueKind
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.subjects import Cell


@rule(
    "IV003",
    Severity.ERROR,
    Cell,
    source="财预〔2015〕88号：绩效目标应当细化量化；河北沙城经济开发区 2022 年申报各行",
    bad="满意度：≥90",
    good="满意度：≥90%",
)
def percent_sign_missing(cell: Cell) -> Iterator[Fault]:
    """率、比例、满意度的值要写百分号。

    不写百分号，≥90 也可以读成 90 人、90 户、90 分，审核退回最多的就是它。
    """
    value = cell.value
    if value.kind is ValueKind.COMPARISON and value.unit is None and cell.name is not None and cell.name.rate:
        yield Fault("指标值缺少百分号", fix=f"{value}%", safe=True)
