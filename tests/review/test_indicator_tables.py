"""指标的规则放在整张表上看：写得对的表没有话说，怪样子的表不出错、不变慢。"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

import budgetdocs as bd
from budgetdocs import Finding, Submission
from budgetdocs.review import CheckOptions, check

CASES = Path(__file__).parents[1] / "cases" / "rules"
SEED = Path(__file__).parents[2] / "examples" / "shacheng-2022.yaml"
OPTIONS = CheckOptions(select=("IN", "SC"))
COLUMNS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")

ROAD = """
产出指标   数量指标 硬化道路里程 铺设水泥混凝土路面的通村道路里程 ≥8.6公里 可行性研究报告批复的建设内容
产出指标   数量指标 安装路灯数量 沿线安装并通电的路灯 =172盏 施工图设计
产出指标   质量指标 单位工程一次验收合格率 首次验收即合格的单位工程占比 =100% 公路工程质量检验评定标准
产出指标   时效指标 工程竣工时间 通过交工验收并通车的时间 2022年10月31日前 施工合同工期条款
产出指标   成本指标 每公里造价 工程结算价除以里程 ≤52万元/公里 近两年同等级道路的结算均价
效益指标   经济效益指标 - - - -
效益指标   社会效益指标 受益群众人数 沿线六个行政村的常住人口 ≥6400人 第七次人口普查数据
效益指标   社会效益指标 缩短出行时间 村委会到乡镇的平均行车时间缩短 ≥15分钟 交通流量调查
效益指标   可持续影响指标 道路设计使用年限 正常养护下路面的使用年限 ≥15年 路面设计规范
满意度指标 服务对象满意度指标 沿线群众满意度 入户问卷中表示满意的群众占比 ≥90% 同类项目上年度问卷结果
"""
TRAINING = """
产出指标   数量指标 举办培训班期数 面向乡村教师的集中培训 =6期 年度教师培训计划
产出指标   数量指标 参训教师人次 完成全部学时的教师 ≥480人次 各校报送的名额
产出指标   质量指标 结业考核合格率 结业考核成绩达到60分的学员占比 ≥95% 前三期培训的平均成绩
产出指标   质量指标 骨干教师培养成效 专家组听课评议，分优、良、中、差四档 良以上（定性） 专家组评议办法
产出指标   时效指标 培训计划按期完成率 按月度计划开班的期数占比 =100% 月度开班安排
产出指标   成本指标 人均培训费用 含师资、食宿、教材 ≤450元/人·天 县级培训费管理办法
效益指标   社会效益指标 乡村学校受益学生人数 参训教师所教班级的学生 ≥9600人 学籍系统统计
效益指标   可持续影响指标 培训资源库更新课程数 结业后可继续学习的网络课程 ≥24门 教师发展中心规划
满意度指标 服务对象满意度 参训教师满意度 匿名评教中表示满意的学员占比 ≥92% 上年度匿名评教
"""
PURCHASE = """
成本指标 经济成本指标 设备购置总成本 合同价与安装调试费之和 ≤268万元 市场询价与预算评审
成本指标 社会成本指标 - - - -
成本指标 生态环境成本指标 - - - -
产出指标 数量指标 采购数字化X射线设备数量 交付并安装到位的整机 =2台 卫生院设备配置规划
产出指标 数量指标 配套防护用房面积 完成屏蔽改造的用房 ≥86平方米 放射防护预评价报告
产出指标 质量指标 设备验收合格率 按招标参数逐项验收合格的设备占比 =100% 招标文件技术参数
产出指标 时效指标 设备到货安装时限 合同签订到安装调试完毕 ≤60个工作日 采购合同
效益指标 社会效益指标 年服务患者人次 在本院完成检查的患者 ≥1.2万人次 近三年放射检查量
效益指标 社会效益指标 检查报告平均出具时间 检查结束到出具报告 ≤30分钟 省级质控要求
效益指标 生态效益指标 胶片减用比例 以电子影像代替胶片的检查占比 ≥70% 医院信息化方案
满意度指标 服务对象满意度指标 就诊患者满意度 出院和门诊随访中表示满意的患者占比 ≥93% 第三方随访结果
满意度指标 服务对象满意度指标 医务人员满意度 对设备使用表示满意的医技人员占比 ≥90% 院内测评
"""


def _base() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((CASES / "base.yaml").read_text(encoding="utf-8"))
    return data


def _submission(name: str, rows: list[dict[str, str]], form: str = "hebei-2022", budget: str = "460.00") -> Submission:
    data = _base()
    data["表样"] = form
    told = {"项目名称": name, "预算数": budget, "财政资金": budget, "其他资金": None, "资金用途": [f"用于{name}"]}
    data["项目"] = [data["项目"][0] | told | {"指标": rows}]
    return Submission.model_validate(data)


def _rows(table: str) -> list[dict[str, str]]:
    lines = (line.split() for line in table.strip().splitlines())
    return [dict(zip(COLUMNS, ("" if cell == "-" else cell for cell in line), strict=True)) for line in lines]


def _row(*cells: str) -> dict[str, str]:
    return dict(zip(COLUMNS, cells, strict=True))


def _found(submission: Submission) -> list[Finding]:
    return check(submission, options=OPTIONS)


@pytest.mark.parametrize(
    ("name", "table", "form", "budget"),
    [
        ("通村道路硬化工程", ROAD, "hebei-2022", "460.00"),
        ("乡村教师能力提升培训", TRAINING, "hebei-2022", "108.00"),
        ("乡镇卫生院设备采购", PURCHASE, "hunan-2024", "268.00"),
    ],
)
def test_a_correct_table_has_no_finding(name: str, table: str, form: str, budget: str) -> None:
    assert _found(_submission(name, _rows(table), form, budget)) == []


def test_the_seed_has_these_findings_and_no_other() -> None:
    found = [(finding.code, finding.path[3:]) for finding in _found(bd.read(SEED))]
    assert sorted(found) == sorted(
        [
            ("IN001", (4, "level3")),
            *(("IN011", (row, "description")) for row in range(7)),
            ("IN014", (7, "basis")),
            ("IN023", (2, "level3")),
            ("IN023", (3, "level3")),
            ("IN026", (0, "level3")),
            ("IN031", (0, "value")),
        ]
    )


@pytest.mark.parametrize("blank", ["", " ", "　", "/", "—", "无"])
def test_a_blank_row_has_no_finding(blank: str) -> None:
    rows = [*_rows(ROAD)]
    rows[5] = _row("效益指标", "经济效益指标", blank, blank, blank, blank)
    assert _found(_submission("通村道路硬化工程", rows)) == []


ODD = [
    "",
    " ",
    "\n",
    "/",
    "0",
    "*",
    "（",
    "()",
    "(≥**%)",
    "≥",
    "指标",
    "及",
    "；",
    "，",
    "★",
    "😀",
    "\u200b",
    "0.1.2",
    "①",
]
N = 10_000
LONG = [
    "率" * N,
    "及人数" * 3_300,
    "(" * N,
    "90%-" * 2_500,
    "优1-" * 3_300,
    "资金" * 5_000,
    "…" * N,
    " " * N,
    "。" * N + "甲",
]
LONG += [start + " " * N + end for start in ("甲", "指标", "（", "（≥", "★", "90%") for end in ("乙", "）", "：")]


@pytest.mark.parametrize("cell", ODD + LONG, ids=lambda cell: repr(cell[:2] + cell[-2:]))
@pytest.mark.parametrize("column", COLUMNS)
def test_any_text_in_any_cell_is_reviewed_in_no_time(column: str, cell: str) -> None:
    rows = _rows(ROAD)
    rows[1][column] = cell
    submission = _submission("道路", rows)
    start = time.perf_counter()
    found = _found(submission)
    assert time.perf_counter() - start < 1
    assert all(finding.code[:2] in ("IN", "SC") and len(finding.message) < 120 for finding in found)


def test_a_table_of_many_rows_takes_no_longer_per_row() -> None:
    def seconds(count: int) -> float:
        rows = [
            _row(
                "产出指标",
                "数量指标",
                f"改造{count}-{n}号管网长度",
                f"{count}-{n}号管网",
                f"≥{n}公里",
                f"设计图{count}-{n}页",
            )
            for n in range(1, count + 1)
        ]
        submission = _submission("管网", rows)
        start = time.perf_counter()
        _found(submission)
        return time.perf_counter() - start

    seconds(10)
    assert seconds(4_000) < 80 * seconds(200)
