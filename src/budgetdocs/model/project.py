"""项目绩效目标表: what one budget project is to achieve, and for how much."""

from __future__ import annotations

from pydantic import Field

from budgetdocs.model.indicator import Indicator
from budgetdocs.model.money import Money, OptionalMoney, Percent
from budgetdocs.model.note import ReviewNotes
from budgetdocs.model.record import Code, Paragraphs, Record, Text


class PaymentPlan(Record):
    """资金支出计划: the share of the budget spent by the end of each month, cumulative, in percent."""

    march: Percent = Field(alias="3月底")
    june: Percent = Field(alias="6月底")
    october: Percent = Field(alias="10月底")
    december: Percent = Field(alias="12月底")


class Project(Record):
    """One 项目绩效目标表. Amounts are in 万元."""

    unit_code: Code = Field(alias="单位编码")
    unit_name: Text = Field(alias="单位名称")
    code: Code = Field(alias="项目编码")
    name: Text = Field(alias="项目名称")
    budget: Money = Field(alias="预算数")
    fiscal_funds: OptionalMoney = Field(alias="财政资金", default=None)
    other_funds: OptionalMoney = Field(alias="其他资金", default=None)
    purpose: Paragraphs = Field(alias="资金用途")
    payment_plan: PaymentPlan = Field(alias="资金支出计划")
    goals: Paragraphs = Field(alias="绩效目标")
    indicators: tuple[Indicator, ...] = Field(alias="指标")
    review_notes: ReviewNotes = ()
