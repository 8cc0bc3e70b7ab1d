"""A number of one unit in another, where that is certain: 350万元 is 3500000元, 1.2公顷 is 12000平方米.

What holds only about so is not converted (亩 and 平方米), nor what depends on more than the unit (工作日 and 天).
"""

from __future__ import annotations

import re
from fractions import Fraction

from budgetdocs.model.value.units import UNITS
from budgetdocs.model.value.word_table import words

_SAME: tuple[tuple[str, Fraction, tuple[str, ...]], ...] = tuple(  # a unit, how much of it, and who measures that much
    (unit, Fraction(factor), words(names))
    for unit, factor, names in (
        ("%", "1", "% 百分比 百分率"),
        ("%", "1/10", "‰"),
        ("百分点", "1", "百分点 个百分点"),
        ("人", "1", "人 名 位 个人"),
        ("元", "1", "元 元人民币 块钱"),
        ("元", "1/10", "角"),
        ("米", "1", "米 m"),
        ("米", "1000", "公里 千米 km"),
        ("米", "1/100", "厘米 cm"),
        ("米", "1/1000", "毫米 mm"),
        ("平方米", "1", "平方米 平米 m2 m² ㎡"),
        ("平方米", "10000", "公顷 hm2 hm²"),
        ("平方米", "1000000", "平方公里 平方千米 km2 km² ㎢"),
        ("立方米", "1", "立方米 立方 m3 m³ ㎥"),
        ("立方米", "1/1000", "升 L l"),
        ("立方米", "1/1000000", "毫升 mL ml"),
        ("克", "1", "克 g"),
        ("克", "500", "斤"),
        ("克", "1000", "千克 公斤 kg"),
        ("克", "1000000", "吨 t"),
        ("克", "1/1000", "毫克 mg"),
        ("千瓦时", "1", "千瓦时 度 度电 kWh KWh kW·h"),
        ("千瓦时", "1000", "兆瓦时"),
        ("秒", "1", "秒 秒钟 s"),
        ("秒", "60", "分钟 min"),
        ("秒", "3600", "小时 个小时 h"),
        ("天", "1", "天 日 日历日 个日历日 日历天 个日历天 自然日 个自然日"),
        ("天", "7", "周 星期 个星期"),
        ("工作日", "1", "工作日 个工作日"),
        ("月", "1", "月 个月"),
        ("月", "3", "季度 个季度"),
        ("月", "12", "年"),
    )
)
_IN = {name: (unit, factor) for unit, factor, names in _SAME for name in names}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_PER = re.compile("[/·.每]")


def is_scale(unit: str | None) -> bool:
    """Whether ``unit`` is 万, 亿 and the like with nothing counted."""
    return bool(unit) and all(char in _SCALES for char in unit or "")


def converted(number: Fraction, unit: str | None, into: str | None) -> Fraction | None:
    """``number`` of ``unit`` in the unit ``into``; None unless both certainly measure the same.

    The numerator of a composite unit is converted, the rest has to be the same (万元/公里 and 元/公里; 元/人·月 and
    元每人每月).
    """
    (base, factor, per), (into_base, into_factor, into_per) = _resolved(unit or ""), _resolved(into or "")
    return number * factor / into_factor if (base, per) == (into_base, into_per) else None


def _resolved(unit: str) -> tuple[str, Fraction, str]:
    """The base unit of the numerator of ``unit``, how many of it ``unit`` is, and what it is counted per."""
    numerator, slash, per = (unit, "", "") if unit in _IN else _partition(unit)
    scale, rest = 1, numerator
    while rest not in _IN and rest[:1] in _SCALES:  # 万千瓦时: 万, for 千瓦时 is known
        scale, rest = scale * _SCALES[rest[0]], rest[1:]
    if rest and rest not in UNITS:
        return numerator, Fraction(1), slash + per
    base, factor = _IN.get(rest, (rest, Fraction(1)))
    return base, factor * scale, slash + per


def _partition(unit: str) -> tuple[str, str, str]:
    numerator, *per = _PER.split(unit)
    return numerator, "/" if per else "", "/".join(per)
