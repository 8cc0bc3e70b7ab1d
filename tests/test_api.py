"""What ``import budgetdocs`` gives, and what it does not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import budgetdocs

HEAVY = (
    "reportlab",
    "docxtpl",
    "docx",
    "openpyxl",
    "lxml",
    "pydantic",
    "yaml",
    "fontTools",
    "jinja2",
    "rich",
    "ruamel",
    "python_calamine",
    "xlsxwriter",
)


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("import budgetdocs; budgetdocs.__version__", ("click",)),
        ("from budgetdocs.cli import main; assert main(['--help']) == 0", ()),
        ("from budgetdocs.cli import main; assert main(['render', '--help']) == 0", ()),
        ("from budgetdocs.cli import main; assert main(['check', '--help']) == 0", ()),
        ("from budgetdocs.cli import main; assert main(['rules', '--help']) == 0", ()),
        ("from budgetdocs.cli import main; assert main(['new', '--help']) == 0", ()),
        ("from budgetdocs.cli import main; assert main(['extract', '--help']) == 0", ()),
    ],
)
def test_it_loads_nothing_heavy(code: str, more: tuple[str, ...]) -> None:
    script = (
        f"{code}\nimport sys\nloaded = [n for n in {HEAVY + more!r} if n in sys.modules]\nassert not loaded, loaded"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", budgetdocs.__all__)
def test_each_public_name_is_there(name: str) -> None:
    assert getattr(budgetdocs, name) is not None
    assert name in dir(budgetdocs)


def test_a_review_in_one_line() -> None:
    [finding] = budgetdocs.check_value("≥90", level3="合格率")
    assert isinstance(finding, budgetdocs.Finding)
    assert (finding.code, finding.severity, finding.fix) == ("IV003", budgetdocs.Severity.ERROR, "≥90%")
    assert budgetdocs.RULES[finding.code].title
    assert budgetdocs.CheckOptions(ignore=("IV",)).wants("RV001")


def test_rows_become_a_submission_and_its_findings_rows() -> None:
    row = {"项目编码": "13073022P00825110002X", "项目名称": "公用经费", "预算数（万元）": 350, "一级指标": "产出指标"}
    plan = dict(zip(("3月底", "6月底", "10月底", "12月底"), ("25%", "50%", "75%", "100%"), strict=True))
    given = {"单位编码": "978001", "单位名称": "某局"}
    submission = budgetdocs.from_rows(
        [row | plan | {"二级指标": "质量指标", "三级指标": "合格率", "指标值": "≥90"}], year=2022, department=given
    )
    [told] = [each for each in budgetdocs.findings_to_rows(budgetdocs.check(submission)) if each["代号"] == "IV003"]
    assert told == {
        "代号": "IV003",
        "级别": "错误",
        "位置": "$.项目[0].指标[0].指标值（第 1 行“指标值”）",
        "问题": told["问题"],
        "建议": "≥90%",
        "可自动改": True,
        "规则": budgetdocs.RULES["IV003"].title,
    }
    assert told["问题"]


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = budgetdocs.nonsense


def test_the_finance_script_runs(root: Path, tmp_path: Path) -> None:
    script = root / "examples" / "finance_script.py"
    done = subprocess.run([sys.executable, script, tmp_path], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".docx"] * 3 + [".pdf"] * 3
