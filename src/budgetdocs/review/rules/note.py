"""RV: the 审核说明 themselves."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdocs.finding import Severity
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.subjects import Noted


@rule(
    "RV001",
    Severity.WARNING,
    Noted,
    source="本程序的约定",
    bad="审核说明写着 IV011，指标值已经改好",
    good="删去这条审核说明",
)
def note_no_longer_needed(noted: Noted) -> Iterator[Fault]:
    """审核说明所说的问题已经没有了。

    留着它，以后同样的毛病再出现时就不会被指出。
    """
    if noted.known and not noted.used:
        yield Fault(f"这里已没有 {noted.note.rule.upper()} 的问题，请删去这条审核说明", ("rule",))


@rule(
    "RV002",
    Severity.ERROR,
    Noted,
    source="本程序的约定",
    bad="规则：IV",
    good="规则：IV011",
)
def note_of_no_rule(noted: Noted) -> Iterator[Fault]:
    """审核说明要写明一条规则的完整代号。

    代号写错了，说明不起作用，所说的问题照样会被指出。
    """
    if not noted.known:
        yield Fault(f"没有规则“{noted.note.rule}”，请写完整的代号，如 IV003；全部规则见 budgetdocs rules", ("rule",))
