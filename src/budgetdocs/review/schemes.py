"""Indicator schemes: which 二级指标 stands under which 一级指标, and what a form must hold.

Names vary from bureau to bureau (数量, 数量指标, 产出类指标), so they are compared by :func:`level1_key` and
:func:`level2_key`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

OUTPUT, BENEFIT, SATISFACTION, COST, MANAGEMENT = "产出", "效益", "满意度", "成本", "管理"
QUANTITY, QUALITY, TIMELINESS = "数量", "质量", "时效"
ECONOMIC, SOCIAL, ECOLOGICAL, SUSTAINED = "经济效益", "社会效益", "生态效益", "可持续影响"
COSTS = frozenset((COST, "经济成本", "社会成本", "生态环境成本"))
"""The 二级指标 that state a cost, in either scheme."""
BENEFITS = frozenset((ECONOMIC, SOCIAL, ECOLOGICAL, SUSTAINED))


@dataclass(frozen=True)
class Scheme:
    """One scheme: its 一级指标 with the 二级指标 of each, in the order of its document."""

    name: str
    source: str
    levels: dict[str, tuple[str, ...]]


OLD_2015 = Scheme(
    "2015 年体系",
    "财预〔2015〕88号",
    {
        OUTPUT: (QUANTITY, QUALITY, TIMELINESS, COST),
        BENEFIT: (ECONOMIC, SOCIAL, ECOLOGICAL, SUSTAINED),
        SATISFACTION: (SATISFACTION,),
    },
)
NEW_2021 = Scheme(
    "2021 年体系",
    "财预〔2021〕101号",
    {
        COST: ("经济成本", "社会成本", "生态环境成本"),
        OUTPUT: (QUANTITY, QUALITY, TIMELINESS),
        BENEFIT: (ECONOMIC, SOCIAL, ECOLOGICAL, SUSTAINED),
        SATISFACTION: (SATISFACTION,),
    },
)

_SCHEME_OF_FORM = {"hebei-2022": OLD_2015}


def scheme_of(form: str, levels1: frozenset[str]) -> Scheme:
    """The scheme of ``form``; of a form that is not known, that which the keys of its 一级指标 show."""
    return _SCHEME_OF_FORM.get(form) or (NEW_2021 if COST in levels1 else OLD_2015)


_ENDING = re.compile("(?:类?指标)+$")
_LEVEL2 = {
    QUANTITY: (),
    QUALITY: (),
    TIMELINESS: ("时效性", "进度"),
    COST: (),
    "经济成本": (),
    "社会成本": (),
    "生态环境成本": ("生态成本", "环境成本"),
    ECONOMIC: ("经济",),
    SOCIAL: ("社会",),
    ECOLOGICAL: ("生态", "环境效益", "生态环境效益", "环境"),
    SUSTAINED: ("可持续", "可持续发展", "可持续性", "可持续影响力", "可持续效益"),
    SATISFACTION: ("服务对象", "服务对象满意", "受益对象满意度", "群众满意度"),
}
_KEY_OF = {name: key for key, names in _LEVEL2.items() for name in (key, *names)}


def _bare(label: str) -> str:
    return _ENDING.sub("", "".join(label.split()))


@lru_cache(maxsize=1024)
def level1_key(label: str) -> str:
    """产出, 效益, 满意度, 成本 or 管理, which the 一级指标 ``label`` names; "" if it names none of them."""
    bare = _bare(label)
    if "满意度" in bare:
        return SATISFACTION
    return bare if bare in (OUTPUT, BENEFIT, COST, MANAGEMENT) else ""


@lru_cache(maxsize=1024)
def level2_key(label: str) -> str:
    """The key of the 二级指标 that ``label`` names (数量, 经济效益, 满意度, …); "" if it names none that is known."""
    bare = _bare(label)
    if "满意度" in bare:
        return SATISFACTION
    return _KEY_OF.get(bare, "")
