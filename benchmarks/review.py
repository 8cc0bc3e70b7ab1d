"""How fast the reviewer is: projects per second, and which rules take the time.

``python benchmarks/review.py [PROJECTS]`` reviews 2,000 made-up projects of 8 and of 20 indicators, no two alike, in
books of 20 projects. They are correct forms with the faults that forms have: about one value in four has one. The
table is the time of each group of rules, measured by running every rule alone over some of the projects, and of the
slowest rules. Seconds are processor time of one core.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from budgetdocs.finding import Finding
from budgetdocs.model import Submission
from budgetdocs.review import GROUPS, RULES, CheckOptions, check
from budgetdocs.review.checker import review

PROJECTS = 2_000
PER_BOOK = 20
SAMPLE = 200
"""Projects over which each rule is measured alone."""
ROUNDS = 3
SLOWEST = 12

PATTERNS: tuple[tuple[str, str, str, str], ...] = (  # 一级, 二级, 三级, 指标值; {0} is a number that no other row has
    ("产出指标", "数量指标", "改造第{0}段公路里程", "≥{0}.5公里"),
    ("产出指标", "成本指标", "第{0}段改造成本", "≤{0}万元"),
    ("产出指标", "质量指标", "第{0}批工程验收合格率", "≥{1}%"),
    ("产出指标", "时效指标", "第{0}标段完工时间", "2022年11月{2}日前"),
    ("效益指标", "经济效益指标", "第{0}类农户增收金额", "≥{0}元"),
    ("效益指标", "可持续影响指标", "第{0}类设施使用年限", "≥{2}年"),
    ("效益指标", "社会效益指标", "第{0}片受益人数", "{0}人"),
    ("满意度指标", "服务对象满意度指标", "第{0}村群众满意度", "≥{1}"),
)


# -- what is reviewed --------------------------------------------------------------------------------------------------


def indicator(project: int, row: int, rows: int) -> dict[str, str]:
    """Row ``row`` of ``rows`` of a project; no two projects have the same."""
    number = project * rows + row + 1
    level1, level2, name, value = PATTERNS[row * len(PATTERNS) // rows]
    figures = (number, 80 + number % 20, 1 + number % 28)
    return {
        "一级指标": level1,
        "二级指标": level2,
        "三级指标": name.format(*figures),
        "绩效指标描述": f"按第{number}号设计文件核定的范围计算，由监理单位出具证明材料",
        "指标值": value.format(*figures),
        "指标值确定依据": f"县发展改革局对第{number}号可行性研究报告的批复",
    }


def project(number: int, rows: int) -> dict[str, Any]:
    """Project ``number`` under its printed labels."""
    return {
        "项目编码": f"13073022P{number:011}X",
        "项目名称": f"第{number}号农村公路改造工程",
        "预算数": Decimal(100_000 + number),
        "财政资金": Decimal(100_000 + number),
        "资金用途": [f"用于第{number}号公路的路面改造、排水边沟和安全防护设施的施工及监理，按工程进度拨付。"],
        "资金支出计划": {"3月底": 25, "6月底": 50, "10月底": 75, "12月底": 100},
        "绩效目标": [f"2022年11月底前完成第{number}号公路改造，沿线{number + 200}名群众受益，满意度达到90%以上。"],
        "指标": [indicator(number, row, rows) for row in range(rows)],
    }


def books(projects: int, rows: int) -> list[Submission]:
    """Submissions with ``projects`` projects of ``rows`` indicators in all."""
    made = [project(number, rows) for number in range(projects)]
    return [book(made[start : start + PER_BOOK]) for start in range(0, projects, PER_BOOK)]


def book(projects: list[dict[str, Any]]) -> Submission:
    """One department's submission of ``projects``."""
    targets = {
        "总体绩效目标": ["全年改造农村公路120公里，群众满意度达到90%以上。"],
        "分项绩效目标": [{"标题": "一、改善路况", "内容": ["改造危旧桥梁3座，优良中等路率达到88%以上。"]}],
        "工作保障措施": ["每周调度一次进度，按季度对照绩效目标开展监控。"],
    }
    department = {"单位编码": "348001", "单位名称": "清源县交通运输局"}
    return Submission.model_validate({"年度": 2022, "部门": department, "部门整体绩效目标": targets, "项目": projects})


# -- how long it takes -------------------------------------------------------------------------------------------------


def seconds(submissions: list[Submission], options: CheckOptions, rounds: int = ROUNDS) -> float:
    """Processor time of reviewing ``submissions``: the best of ``rounds``."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for submission in submissions:
            review(submission, options)
        best = min(best, time.process_time() - start)
    return best


def shares(submissions: list[Submission]) -> Iterator[tuple[str, float]]:
    """The seconds of each rule alone, less what the walk takes without any that finds something to do."""
    walk = seconds(submissions, CheckOptions(select=("RV",)))
    for code in RULES:
        yield code, max(seconds(submissions, CheckOptions(select=(code,))) - walk, 0.0)
    yield "walk", walk


def show(projects: int, rows: int) -> None:
    """Print projects per second and the time of each group of rules for projects of ``rows`` rows."""
    start = time.process_time()
    made = books(projects, rows)
    built = time.process_time() - start
    start = time.process_time()
    found: list[Finding] = [finding for submission in made for finding in check(submission)]
    first = time.process_time() - start
    again = seconds(made, CheckOptions())
    print(f"{projects} projects of {rows} indicators (validated in {built:.2f} s)")
    print(f"  first review {projects / first:8,.0f} projects per second; once more {projects / again:8,.0f}")
    print("  findings " + ", ".join(f"{code} {count}" for code, count in Counter(f.code for f in found).most_common()))
    taken = dict(shares(made[: SAMPLE // PER_BOOK]))
    whole = sum(taken.values())
    groups: defaultdict[str, float] = defaultdict(float)
    for code, each in taken.items():
        groups[GROUPS.get(code[:2], "walking and places")] += each
    ranked = sorted(groups.items(), key=lambda group: -group[1])
    print("  " + ", ".join(f"{name} {100 * each / whole:.0f} %" for name, each in ranked))
    slowest = sorted(((each, code) for code, each in taken.items() if code in RULES), reverse=True)[:SLOWEST]
    print("  " + ", ".join(f"{code} {100 * each / whole:.1f} %" for each, code in slowest))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="?", type=int, default=PROJECTS)
    projects = parser.parse_args().projects
    for rows in (len(PATTERNS), 20):
        show(projects, rows)


if __name__ == "__main__":
    main()
