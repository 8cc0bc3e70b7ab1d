"""写成工作簿，再读回来，是同一份申报。"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from budgetdocs.model import OddityKind, Submission
from budgetdocs.readers import read
from budgetdocs.writers import write_xlsx

from .rebuilt import rebuilt
from .submissions import submissions
from .test_text import EXAMPLES

BRIEF = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_all_there(example: Path) -> None:
    submission = read(example)
    assert rebuilt(write_xlsx(submission)) == submission


@given(submission=submissions())
@BRIEF
def test_any_submission_is_all_there(submission: Submission) -> None:
    assert rebuilt(write_xlsx(submission)) == submission


@pytest.mark.slow
@given(submission=submissions())
@settings(BRIEF, max_examples=150)
def test_many_submissions_are_all_there(submission: Submission) -> None:
    assert rebuilt(write_xlsx(submission)) == submission


@given(submission=submissions())
@BRIEF
def test_any_submission_reads_back(submission: Submission, tmp_path: Path) -> None:
    path = tmp_path / "申报.xlsx"
    path.write_bytes(write_xlsx(submission))
    again = read(path)
    assert again == submission
    odd = {oddity.kind for oddity in again.oddities}  # a code typed as 1e5 is kept, and told
    assert odd <= {OddityKind.DAMAGED_CODE}
