"""一个县的申报：造出来的一项目一部门的数据，和看一批文件有没有做对的办法。"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from budgetdocs.batch.manifest import NAME as MANIFEST
from budgetdocs.batch.manifest import read_manifest
from budgetdocs.batch.outcome import Done, Failed
from budgetdocs.batch.register import NAME as REGISTER
from budgetdocs.model import Submission


def data(number: int, **changes: Any) -> dict[str, Any]:
    """第 number 个单位的申报，只有一个项目。"""
    rows = [
        ("产出指标", "数量指标", f"改造第{number}段公路里程", f"≥{number + 1}.5公里"),
        ("产出指标", "成本指标", "改造成本", f"≤{number + 10}万元"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
    ]
    project = {
        "项目编码": f"13073022P{number:011}X",
        "项目名称": f"第{number}号公路改造",
        "预算数": f"{number + 10}.00",
        "资金用途": [f"用于第{number}号公路的路面改造。"],
        "资金支出计划": {"3月底": "25%", "6月底": "50%", "10月底": "75%", "12月底": "100%"},
        "绩效目标": [f"2022年11月底前完成第{number}号公路改造。"],
        "指标": [
            {"一级指标": level1, "二级指标": level2, "三级指标": level3, "绩效指标描述": "按设计文件核定",
             "指标值": value, "指标值确定依据": "可行性研究报告的批复"}
            for level1, level2, level3, value in rows
        ],
    }  # fmt: skip
    return {
        "年度": 2022,
        "部门": {"单位编码": f"{348000 + number}", "单位名称": f"清源县第{number}局"},
        "部门整体绩效目标": {"总体绩效目标": ["改造公路。"], "分项绩效目标": [], "工作保障措施": []},
        "项目": [project | changes],
    }


def submission(number: int, **changes: Any) -> Submission:
    return Submission.model_validate(data(number, **changes))


def book(number: int, projects: int) -> Submission:
    """一个有几个项目的部门。"""
    whole = data(number)
    whole["项目"] = [data(number * 1000 + each)["项目"][0] for each in range(projects)]
    return Submission.model_validate(whole)


def line(number: int, **changes: Any) -> str:
    return json.dumps(data(number, **changes), ensure_ascii=False) + "\n"


def lines(path: Path, count: int) -> Path:
    """写一个一行一份的文件。"""
    path.write_text("".join(map(line, range(count))), encoding="utf-8")
    return path


def tree(out: Path) -> dict[str, bytes]:
    """输出文件夹里的一切，清单里每次不同的秒数除外。"""
    found = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    content = {name: path.read_bytes() for name, path in found.items() if name != MANIFEST}
    if MANIFEST in found:
        records = [json.loads(each) for each in found[MANIFEST].read_bytes().splitlines()]
        content[MANIFEST] = json.dumps([record | {"seconds": 0} for record in records]).encode()
    return content


def documents(out: Path) -> dict[str, bytes]:
    return {name: content for name, content in tree(out).items() if name not in (MANIFEST, REGISTER)}


def outcomes(out: Path) -> Iterator[Done | Failed]:
    return read_manifest(out / MANIFEST)


def lies(out: Path) -> list[str]:
    """清单里说做好了，而文件不在，或不是那个文件。"""
    return [
        file.path
        for outcome in outcomes(out)
        if isinstance(outcome, Done)
        for file in outcome.files
        if not (out / file.path).is_file() or hashlib.sha256((out / file.path).read_bytes()).hexdigest() != file.sha256
    ]
