"""examples/ 里的表：正确的表没有一处可说，真实的旧表说得出毛病。"""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import docx
import pytest

import budgetdocs as bd
from budgetdocs.finding import Severity

EXAMPLES = Path(__file__).parent.parent / "examples"
VALID = sorted((EXAMPLES / "valid").glob("*.yaml"))


@pytest.fixture(scope="module", params=VALID, ids=lambda path: path.stem)
def valid(request: pytest.FixtureRequest) -> bd.Submission:
    return bd.read(request.param)


def test_there_are_three_correct_forms_of_different_kinds() -> None:
    names = {project.name for path in VALID for project in bd.read(path).projects}

    assert len(VALID) >= 3
    assert len(names) > len(VALID)


def test_a_correct_form_has_no_finding(valid: bd.Submission) -> None:
    assert bd.check(valid) == []


def test_every_value_of_a_correct_form_is_written_canonically(valid: bd.Submission) -> None:
    values = [indicator.value for project in valid.projects for indicator in project.indicators]

    assert [value.raw for value in values] == [str(value) for value in values]
    assert all(value.comparator for value in values)


def test_a_correct_form_renders(valid: bd.Submission) -> None:
    document = docx.Document(io.BytesIO(bd.to_docx(valid)))
    printed = "\n".join(paragraph.text for paragraph in document.element.body.iter() if paragraph.text)

    assert valid.department.name in printed
    for project in valid.projects:
        assert project.code in printed
        assert all(indicator.value.raw in printed for indicator in project.indicators)


def test_the_old_form_has_the_faults_that_a_reviewer_sees() -> None:
    findings = bd.check(bd.read(EXAMPLES / "shacheng-2022.yaml"))
    codes = Counter(finding.code for finding in findings)

    assert codes["IV003"] + codes["IV004"] == 8, "每一行都没有单位"
    assert codes["IV010"] == 8, "每一行都把说明写进了指标值"
    assert codes["IN011"] == 7, "八行里有七行的描述照抄三级指标"
    assert codes["IN023"] == 2, "资金到位、资金拨付是财务管理"
    assert {code: codes[code] for code in ("GO001", "GO003", "IN001", "IV009", "IV102")} == {
        "GO001": 1,  # 目标内容1
        "GO003": 1,  # 【2022】
        "IN001": 1,  # 三级指标就叫经济效益指标
        "IV009": 1,  # 增加就业人数；科技企业占比
        "IV102": 1,  # 成本写成了比例
    }
    assert {finding.severity for finding in findings} == set(Severity)
    assert all(finding.where and finding.path for finding in findings)
