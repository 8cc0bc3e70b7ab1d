"""YAML 和 JSON：任何文字写出去再读回来都一样，人看得懂，别的程序也不会看错。"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from budgetdocs.errors import RenderError
from budgetdocs.model import Submission, parse_value
from budgetdocs.readers import read
from budgetdocs.writers import SUFFIXES, write, write_json, write_yaml

from .submissions import BREAKS, ODD, submissions

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").rglob("*.yaml"))


def small(**changes: object) -> Submission:
    """一份小申报；changes 换掉唯一那行指标里的内容。"""
    indicator = {
        "一级指标": "产出指标",
        "二级指标": "质量指标",
        "三级指标": "合格率",
        "绩效指标描述": "",
        "指标值": "≥90%",
        "指标值确定依据": "计划",
    }
    project = {
        "项目编码": "0978001",
        "项目名称": "维修",
        "预算数": "350",
        "其他资金": "0.125",
        "资金用途": [],
        "资金支出计划": {"3月底": 25, "6月底": "33.33", "10月底": 75, "12月底": 100},
        "绩效目标": ["1.做完"],
        "指标": [indicator | changes],
    }
    return Submission.model_validate(
        {
            "年度": 2022,
            "部门": {"单位编码": "978001", "单位名称": "某局"},
            "部门整体绩效目标": {"总体绩效目标": [], "分项绩效目标": [], "工作保障措施": []},
            "项目": [project],
        }
    )


def written(submission: Submission, suffix: str, folder: Path) -> Submission:
    path = folder / f"数据{suffix}"
    path.write_bytes(write(submission, suffix))
    return read(path)


@pytest.mark.parametrize("suffix", [".yaml", ".yml", ".json"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_reads_back(example: Path, suffix: str, tmp_path: Path) -> None:
    submission = read(example)
    assert written(submission, suffix, tmp_path) == submission
    assert write(submission, suffix) == write(read(example), suffix)


@given(submission=submissions())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_submission_reads_back(submission: Submission, tmp_path: Path) -> None:
    for suffix in (".yaml", ".json"):
        assert written(submission, suffix, tmp_path) == submission


@pytest.mark.parametrize(
    "text", [*ODD, *(f"甲{mark}乙" for mark in BREAKS), "甲\n\n乙\n", "\n甲", "甲 \n乙", " 甲\n乙", "\0"]
)
def test_odd_text_is_the_same_to_every_reader(text: str, tmp_path: Path) -> None:
    submission = small(三级指标=text, 绩效指标描述=f"前{text}后", 指标值=text)
    for suffix in (".yaml", ".json"):
        assert written(submission, suffix, tmp_path) == submission
    for data in (yaml.safe_load(write_yaml(submission)), json.loads(write_json(submission))):
        (indicator,) = data["项目"][0]["指标"]
        assert (indicator["三级指标"], indicator["绩效指标描述"], indicator["指标值"]) == (text, f"前{text}后", text)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("≥90%", "≥90%"),
        ("90%", '"90%"'),
        ("2022年12月底前", "2022年12月底前"),
        ("甲: 乙", '"甲: 乙"'),
        ("甲：乙", "甲：乙"),
        ("甲 # 乙", '"甲 # 乙"'),
        ("甲:", '"甲:"'),
        ("", '""'),
        ("　甲", '"　甲"'),
        ("甲\n乙", "|-\n          甲\n          乙"),
        ("甲\n\n乙: 丙", "|-\n          甲\n\n          乙: 丙"),
        ("甲\t乙", '"甲\\t乙"'),
        ("甲\u2028乙", '"甲\\u2028乙"'),
        ("甲\x01乙", '"甲\\u0001乙"'),
        ("😀好", "😀好"),
        ("null", '"null"'),
    ],
)
def test_yaml_is_written_as_a_person_would(text: str, typed: str) -> None:
    assert f"指标值: {typed}\n" in write_yaml(small(指标值=text)).decode()


def test_yaml_has_no_more_than_it_needs() -> None:
    lines = write_yaml(small()).decode().splitlines()
    assert lines[0].startswith("# ")
    assert lines[1:] == [
        '表样: "hebei-2022"',
        "年度: 2022",
        "",
        "部门:",
        '  单位编码: "978001"',
        "  单位名称: 某局",
        "",
        "部门整体绩效目标:",
        "  总体绩效目标: []",
        "  分项绩效目标: []",
        "  工作保障措施: []",
        "",
        "项目:",
        '  - 项目编码: "0978001"',
        "    项目名称: 维修",
        "    预算数: 350.00",
        "    其他资金: 0.125",
        "    资金用途: []",
        "    资金支出计划:",
        "      3月底: 25%",
        "      6月底: 33.33%",
        "      10月底: 75%",
        "      12月底: 100%",
        "    绩效目标:",
        "      - 1.做完",
        "    指标:",
        "      - 一级指标: 产出指标",
        "        二级指标: 质量指标",
        "        三级指标: 合格率",
        '        绩效指标描述: ""',
        "        指标值: ≥90%",
        "        指标值确定依据: 计划",
    ]


def test_a_project_of_another_unit_says_so(tmp_path: Path) -> None:
    submission = small()
    project = submission.projects[0].model_copy(update={"unit_name": "某中心"})
    submission = submission.model_copy(update={"projects": (project,)})
    typed = yaml.safe_load(write_yaml(submission))["项目"][0]
    assert "单位编码" not in typed
    assert typed["单位名称"] == "某中心"
    assert written(submission, ".yaml", tmp_path) == submission


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_half_a_character_is_refused(suffix: str) -> None:
    submission = small(指标值=parse_value("≥90\ud83d%"))
    with pytest.raises(RenderError, match="U\\+D83D"):
        write(submission, suffix)


@pytest.mark.parametrize(("suffix", "said"), [(".docx", "“.docx”"), ("", "没有扩展名")])
def test_a_suffix_that_is_not_written_is_refused(suffix: str, said: str) -> None:
    with pytest.raises(RenderError, match=f"{said}.*可以写成：.xlsx、.yaml、.yml、.json"):
        write(small(), suffix)


def test_a_suffix_may_be_in_capitals() -> None:
    assert write(small(), ".YAML") == write_yaml(small())
