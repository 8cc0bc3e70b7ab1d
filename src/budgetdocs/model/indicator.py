"""绩效指标: one row of the indicator table."""

from __future__ import annotations

from pydantic import Field

from budgetdocs.model.note import ReviewNotes
from budgetdocs.model.record import Record, Text
from budgetdocs.model.value import IndicatorValue


class Indicator(Record):
    """One 绩效指标, placed under its 一级指标 and 二级指标."""

    level1: Text = Field(alias="一级指标")
    level2: Text = Field(alias="二级指标")
    level3: Text = Field(alias="三级指标")
    description: Text = Field(alias="绩效指标描述")
    value: IndicatorValue = Field(alias="指标值")
    basis: Text = Field(alias="指标值确定依据")
    review_notes: ReviewNotes = ()
