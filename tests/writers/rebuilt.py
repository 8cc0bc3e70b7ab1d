"""照约定把工作簿读回申报数据，只认 budgetdocs 自己写的：工作簿里是不是什么都有，不靠 readers 来证明。"""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from python_calamine import CalamineWorkbook

from budgetdocs.model import Submission

MONTHS = ("3月底", "6月底", "10月底", "12月底")
Row = dict[str, Any]


def rebuilt(data: bytes) -> Submission:
    """工作簿所说的申报。"""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = {name: _records(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names[1:]}
    (department,) = sheets["部门"]
    projects = {row["项目编码"]: _project(row) for row in sheets["项目"]}
    indicators: list[Row] = []
    for row in sheets["指标"]:
        indicators.append({label: text for label, text in row.items() if label != "项目编码"})
        projects[row["项目编码"]]["指标"].append(indicators[-1])
    whole: Row = {"审核说明": []}
    for row in sheets["审核说明"]:
        said = _which(row, whole, projects, indicators)
        said.setdefault("审核说明", []).append({label: row[label] for label in ("规则", "理由")})
    return Submission.model_validate(
        whole
        | {
            "表样": department["表样"],
            "年度": int(department["年度"]),
            "部门": {label: department[label] for label in ("单位编码", "单位名称")},
            "部门整体绩效目标": _targets(sheets["部门目标"]),
            "项目": list(projects.values()),
        }
    )


def _records(rows: list[list[Any]]) -> list[Row]:
    headings = [heading.removesuffix("（万元）") for heading in rows[0]]
    return [dict(zip(headings, row, strict=True)) for row in rows[1:]]


def _project(row: Row) -> Row:
    plan = {month: _percent(row.pop(month)) for month in MONTHS}
    amounts = {label: row[label] if row[label] != "" else None for label in ("预算数", "财政资金", "其他资金")}
    return row | amounts | {"资金支出计划": plan, "指标": []}


def _percent(stored: float | str) -> Decimal | str:
    return stored if isinstance(stored, str) else Decimal(repr(stored)).scaleb(2)


def _targets(rows: list[Row]) -> Row:
    targets: Row = {"总体绩效目标": [], "分项绩效目标": [], "工作保障措施": []}
    for row in rows:
        part = targets[row["部分"]]
        if row["部分"] != "分项绩效目标":
            part.append(row["内容"])
        elif row["标题"] or not part:
            part.append({"标题": row["标题"], "内容": [row["内容"]]})
        else:
            part[-1]["内容"].append(row["内容"])
    return targets


def _which(row: Row, whole: Row, projects: dict[str, Row], indicators: list[Row]) -> Row:
    """审核说明的一行说的是哪里：全册、项目，还是指标（先看行号，再看三级指标）。"""
    if not row["项目编码"]:
        return whole
    if row["行号"]:
        return indicators[int(row["行号"]) - 2]
    project = projects[row["项目编码"]]
    if not row["三级指标"]:
        return project
    (named,) = (each for each in project["指标"] if each["三级指标"].strip() == row["三级指标"].strip())
    return named
