"""部门整体绩效目标: the prose that opens a department's book."""

from __future__ import annotations

from pydantic import Field

from budgetdocs.model.record import Code, Paragraphs, Record, Text


class Department(Record):
    """The 部门 (单位) that hands the book in."""

    code: Code = Field(alias="单位编码")
    name: Text = Field(alias="单位名称")


class SpecificTarget(Record):
    """One of the 分项绩效目标. ``heading`` carries its number as typed (departments write ``1、`` and ``3.`` alike)."""

    heading: Text = Field(alias="标题")
    paragraphs: Paragraphs = Field(alias="内容")


class DepartmentTargets(Record):
    """部门整体绩效目标, in its three parts."""

    overall: Paragraphs = Field(alias="总体绩效目标")
    specific: tuple[SpecificTarget, ...] = Field(alias="分项绩效目标")
    safeguards: Paragraphs = Field(alias="工作保障措施")
