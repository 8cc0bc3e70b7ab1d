"""Indicator schemes: which 二级指标 stands under which 一级指标, and what a form must hold.

Names vary from bureau to bureau (数量, 数量指标, 产出类指标, 质量（必填）), so they are compared by :func:`level1_key`
and :func:`level2_key`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from budgetdocs.model.value.text import normalise

OUTPUT, BENEFIT, SATISFACTION, COST, MANAGEMENT = "产出", "效益", "满意度", "成本", "管理"
QUANTITY, QUALITY, TIMELINESS = "数量", "质量", "时效"
ECONOMIC, SOCIAL, ECOLOGICAL, SUSTAINED = "经济效益", "社会效益", "生态效益", "可持续影响"
ECONOMIC_COST, SOCIAL_COST, ECOLOGICAL_COST = "经济成本", "社会成本", "生态环境成本"
COSTS = frozenset((COST, ECONOMIC_COST, SOCIAL_COST, ECOLOGICAL_COST))
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
    "财预〔2015〕88号以来各地的表样，如河北 2022 年",
    {
        OUTPUT: (QUANTITY, QUALITY, TIMELINESS, COST),
        BENEFIT: (ECONOMIC, SOCIAL, ECOLOGICAL, SUSTAINED),
        SATISFACTION: (SATISFACTION,),
    },
)
NEW_2021 = Scheme(
    "2021 年体系",
    "财预〔2021〕101号以来各地的表样，如嘉峪关 2023 年、南县 2024 年、上海普陀 2026 年",
    {
        COST: (ECONOMIC_COST, SOCIAL_COST, ECOLOGICAL_COST),
        OUTPUT: (QUANTITY, QUALITY, TIMELINESS),
        BENEFIT: (ECONOMIC, SOCIAL, ECOLOGICAL, SUSTAINED),
        SATISFACTION: (SATISFACTION,),
    },
)

_SCHEME_OF_FORM = {"hebei-2022": OLD_2015}


def scheme_of(form: str, levels1: frozenset[str]) -> Scheme:
    """The scheme of ``form``; of a form that is not known, that which the keys of its 一级指标 show."""
    return _SCHEME_OF_FORM.get(form) or (NEW_2021 if COST in levels1 else OLD_2015)


# -- names -------------------------------------------------------------------------------------------------------------

_NUMBERING = re.compile(
    "^(?:[(（]?[0-9一二三四五六七八九十]{1,3}[)）]?[、.．:：]|[(（][0-9一二三四五六七八九十]{1,3}[)）])"
)
_BRACKETS = re.compile("[(（][^()（）]{0,20}[)）]$|[0-9.]{1,5}分$")
_ENDING = re.compile("类?指标$")
_LEVEL1 = {
    OUTPUT: ("项目产出",),
    BENEFIT: ("项目效益", "效果", "项目效果"),
    COST: ("项目成本",),
    MANAGEMENT: ("项目管理",),
}
_LEVEL2 = {
    QUANTITY: ("产出数量",),
    QUALITY: ("产出质量",),
    TIMELINESS: ("时效性", "产出时效", "进度", "时间"),
    COST: ("产出成本", "成本控制"),
    ECONOMIC_COST: ("经济成本控制",),
    SOCIAL_COST: (),
    ECOLOGICAL_COST: ("生态成本", "环境成本"),
    ECONOMIC: ("经济",),
    SOCIAL: ("社会",),
    ECOLOGICAL: ("生态", "环境效益", "生态环境效益", "环境"),
    SUSTAINED: ("可持续", "可持续发展", "可持续性", "可持续影响力", "可持续效益", "可持续性影响", "可持续发展影响"),
    SATISFACTION: ("服务对象", "受益对象", "社会公众", "社会公众或服务对象", "受益群体"),
}
LEVEL_NAMES = frozenset((*_LEVEL1, *_LEVEL2))
"""The keys of both levels: what a heading says without 指标."""
_LEVEL1_OF = {name: key for key, names in _LEVEL1.items() for name in (key, *names)}
_LEVEL2_OF = {name: key for key, names in _LEVEL2.items() for name in (key, *names)}


@lru_cache(maxsize=1024)
def bare_level(label: str) -> str:
    """What ``label`` (二、效益 指标（30分）) names, without numbering, what stands in brackets, and 指标: 效益."""
    bare = _NUMBERING.sub("", "".join(normalise(label).split()))
    return _ENDING.sub("", _BRACKETS.sub("", bare))


@lru_cache(maxsize=1024)
def level1_key(label: str) -> str:
    """产出, 效益, 满意度, 成本 or 管理, which the 一级指标 ``label`` names; "" if it names none of them."""
    bare = bare_level(label)
    return SATISFACTION if "满意" in bare else _LEVEL1_OF.get(bare, "")


@lru_cache(maxsize=1024)
def level2_key(label: str) -> str:
    """The key of the 二级指标 that ``label`` names (数量, 经济效益, 满意度, …); "" if it names none that is known."""
    bare = bare_level(label)
    return SATISFACTION if "满意" in bare else _LEVEL2_OF.get(bare, "")


def level1_label(key: str) -> str:
    """The 一级指标 ``key`` as forms print it: 产出指标."""
    return f"{key}指标"


def level2_label(key: str) -> str:
    """The 二级指标 ``key`` as forms print it: 数量指标, 服务对象满意度指标."""
    return "服务对象满意度指标" if key == SATISFACTION else f"{key}指标"


def nearest_level1(label: str) -> str:
    """The printed 一级指标 of which ``label`` (产岀指标, 效应指标) may be a slip; "" if none is near."""
    return _nearest(label, {key: level1_label(key) for key in _LEVEL1 | {SATISFACTION: ()}})


def nearest_level2(label: str) -> str:
    """The printed 二级指标 of which ``label`` (数最指标, 经济效意指标) may be a slip; "" if none is near."""
    return _nearest(label, {key: level2_label(key) for key in _LEVEL2})


_LONGEST_SLIP = 12


def _nearest(label: str, printed: dict[str, str]) -> str:
    bare = bare_level(label)
    if not bare or len(bare) > _LONGEST_SLIP:
        return ""
    names = {printed[key].removesuffix("指标"): printed[key] for key in printed} | printed
    found = get_close_matches(bare, names, n=1, cutoff=0.5)
    return names[found[0]] if found else ""


# -- what stands where -------------------------------------------------------------------------------------------------


def homes(level2: str) -> tuple[str, ...]:
    """The keys of the 一级指标 under which the 二级指标 ``level2`` may stand, in either scheme; none if it is unknown.

    Bureaus mix the schemes, so that a cost may stand under 产出 or under 成本 on any form.
    """
    return _HOMES.get(level2, ())


_HOMES: dict[str, tuple[str, ...]] = {
    QUANTITY: (OUTPUT,),
    QUALITY: (OUTPUT,),
    TIMELINESS: (OUTPUT,),
    **dict.fromkeys(COSTS, (OUTPUT, COST)),
    **dict.fromkeys(BENEFITS, (BENEFIT,)),
    SATISFACTION: (SATISFACTION,),
}
