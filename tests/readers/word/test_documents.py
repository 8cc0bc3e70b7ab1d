"""每个小 Word 文件有一样真实的毛病：读成什么、告知什么、拒绝什么，都写在旁边的 .yaml 里。"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from budgetdocs.errors import ReadError
from budgetdocs.model import Submission, labelled
from budgetdocs.readers import read

DOCUMENTS = Path(__file__).parents[2] / "cases/documents"
CASES = sorted(DOCUMENTS.glob("*.docx"))
EXPECTED = {path.stem: yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8")) for path in CASES}


@pytest.mark.parametrize("path", [path for path in CASES if "申报" in EXPECTED[path.stem]], ids=lambda path: path.stem)
def test_what_it_says_and_what_is_odd(path: Path) -> None:
    expected = EXPECTED[path.stem]
    submission = read(path)
    assert submission.dump() == Submission.model_validate(expected["申报"]).dump()
    odd = [
        {"种类": kind.value, "路径": labelled(way), "位置": position, "说明": detail}
        for kind, way, position, detail in submission.oddities
    ]
    assert odd == expected.get("异样", [])


@pytest.mark.parametrize("path", [path for path in CASES if "问题" in EXPECTED[path.stem]], ids=lambda path: path.stem)
def test_what_is_refused(path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(path)
    assert [str(problem) for problem in caught.value.problems] == EXPECTED[path.stem]["问题"]


def test_the_files_are_what_their_script_makes() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", DOCUMENTS / "build.py", "--check"], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert len(CASES) == len(EXPECTED) >= 31


def test_every_value_knows_its_cell() -> None:
    submission = read(DOCUMENTS / "other-cut.docx")
    places = {
        ("year",): ("$.年度", "第 2 段"),
        ("department", "name"): ("$.部门.单位名称", "第 1 段"),
        ("department", "code"): ("$.部门.单位编码", "第 3 段"),
        ("projects", 0): ("$.项目[0]", "第 1 张表"),
        ("projects", 0, "unit_name"): ("$.项目[0].单位名称", "第 1 张表第 1 行第 1 列"),
        ("projects", 0, "budget"): ("$.项目[0].预算数", "第 1 张表第 3 行第 3 列"),
        ("projects", 0, "purpose", 1): ("$.项目[0].资金用途[1]", "第 1 张表第 4 行第 2 列"),
        ("projects", 0, "payment_plan", "october"): ("$.项目[0].资金支出计划.10月底", "第 1 张表第 6 行第 4 列"),
        ("projects", 0, "indicators", 0, "value"): ("$.项目[0].指标[0].指标值", "第 1 张表第 9 行第 6 列"),
        ("projects", 0, "indicators", 1, "level1"): ("$.项目[0].指标[1].一级指标", "第 1 张表第 9 行第 2 列"),
    }
    assert {path: tuple(submission.where(path)) for path in places} == places
