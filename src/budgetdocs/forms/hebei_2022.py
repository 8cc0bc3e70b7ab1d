"""河北省 2022 年部门预算绩效目标: the book of a department and the 项目绩效目标表 of each project.

The names of the context are those of the tags in ``templates/hebei-2022/book.docx``.
"""

from __future__ import annotations

from collections.abc import Sequence

from budgetdocs.forms.form import Context, Form
from budgetdocs.model import Indicator, PaymentPlan, Project, Submission
from budgetdocs.model.money import print_money, print_percent


def book(submission: Submission) -> Context:
    """The whole book: title page, contents, 部门整体绩效目标, and the table of each project on a page of its own."""
    department, targets = submission.department, submission.targets
    return {
        "成册": True,
        "题名": f"{department.name}{submission.year}年部门预算绩效目标",
        "年度": submission.year,
        "部门": {"单位编码": department.code, "单位名称": department.name},
        "总体绩效目标": list(targets.overall),
        "分项绩效目标": [{"标题": each.heading, "内容": list(each.paragraphs)} for each in targets.specific],
        "工作保障措施": list(targets.safeguards),
        "项目表": [_project(project, number) for number, project in enumerate(submission.projects, start=1)],
    }


def sheet(project: Project, year: int | None = None) -> Context:
    """The table of one project; what only the book prints is there, but empty."""
    return {
        "成册": False,
        "题名": f"{project.name}绩效目标表",
        "年度": "" if year is None else year,
        "部门": {"单位编码": project.unit_code, "单位名称": project.unit_name},
        "总体绩效目标": [],
        "分项绩效目标": [],
        "工作保障措施": [],
        "项目表": [_project(project, 1)],
    }


def _project(project: Project, number: int) -> Context:
    return {
        "序号": number,
        "另起一页": number > 1,  # the first stands under the heading of its part
        "单位编码": project.unit_code,
        "单位名称": project.unit_name,
        "项目编码": project.code,
        "项目名称": project.name,
        "预算数": print_money(project.budget),
        "财政资金": print_money(project.fiscal_funds),
        "其他资金": print_money(project.other_funds),
        "资金用途": _cell(project.purpose),
        "资金支出计划": _plan(project.payment_plan),
        "绩效目标": _cell(project.goals),
        "指标": _rows(project.indicators),
    }


def _cell(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs of a table cell: one at least, for a cell without any is no valid Word."""
    return list(paragraphs) or [""]


def _plan(plan: PaymentPlan) -> Context:
    shares = {"三月底": plan.march, "六月底": plan.june, "十月底": plan.october, "十二月底": plan.december}
    return {month: print_percent(share) for month, share in shares.items()}


def _rows(indicators: Sequence[Indicator]) -> list[Context]:
    """The indicators in their order, each with whether its 一级 and its 二级 cell begins here or goes on from above."""
    rows: list[Context] = []
    above: tuple[str, str] | None = None
    for indicator in indicators:
        levels = (indicator.level1, indicator.level2)
        rows.append(
            {
                "一级开始": above is None or levels[0] != above[0],
                "二级开始": levels != above,
                "一级指标": indicator.level1,
                "二级指标": indicator.level2,
                "三级指标": indicator.level3,
                "绩效指标描述": indicator.description,
                "指标值": indicator.value.raw,
                "指标值确定依据": indicator.basis,
            }
        )
        above = levels
    return rows


FORM = Form(name="hebei-2022", title="河北省部门预算绩效目标（2022年表样）", book=book, sheet=sheet)
