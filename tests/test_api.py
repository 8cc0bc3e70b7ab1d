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
)


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("import budgetdocs; budgetdocs.__version__", ("click",)),
        ("from budgetdocs.cli import main; assert main(['--help']) == 0", ()),
        ("from budgetdocs.cli import main; assert main(['render', '--help']) == 0", ()),
        ("from budgetdocs.cli import main; assert main(['check', '--help']) == 0", ()),
        ("from budgetdocs.cli import main; assert main(['rules', '--help']) == 0", ()),
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


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = budgetdocs.nonsense


def test_the_finance_script_runs(root: Path, tmp_path: Path) -> None:
    script = root / "examples" / "finance_script.py"
    done = subprocess.run([sys.executable, script, tmp_path], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".docx"] * 3 + [".pdf"] * 3
