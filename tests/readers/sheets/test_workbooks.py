"""Every workbook of tests/cases/workbooks says what the file beside it expects: its data, its oddities, its faults."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from budgetdocs.errors import ReadError
from budgetdocs.model import Submission
from budgetdocs.readers import read, read_all

FOLDER = Path(__file__).parents[2] / "cases" / "workbooks"
CASES = sorted(path.with_suffix("") for path in FOLDER.glob("*.*.yaml"))


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


READABLE = [path for path in CASES if "problems" not in loaded(path.with_name(f"{path.name}.yaml"))]


def changed(data: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """``data`` with each value of ``changes`` at its dotted path."""
    data = deepcopy(data)
    for path, value in changes.items():
        *above, last = (int(step) if step.isdecimal() else step for step in path.split("."))
        owner: Any = data
        for step in above:
            owner = owner[step]
        owner[last] = value
    return data


def test_the_corpus_is_whole() -> None:
    assert len(CASES) >= 40
    assert all(path.is_file() for path in CASES)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_workbook(path: Path) -> None:
    expected = loaded(path.with_name(f"{path.name}.yaml"))
    if "problems" in expected:
        with pytest.raises(ReadError) as caught:
            read(path)
        found = [(where, reason) for where, reason in caught.value.problems]
        assert [where for where, _ in found] == [where for where, _ in expected["problems"]], found
        assert all(words in reason for (_, reason), (_, words) in zip(found, expected["problems"], strict=True)), found
        return
    if "departments" in expected:
        with pytest.raises(ReadError, match="、".join(expected["departments"])):
            read(path)
        assert [each.department.name for each in read_all(path)] == expected["departments"]
        assert [len(each.projects) for each in read_all(path)] == [1, 1]
        return
    submission = read(path)
    wanted = Submission.model_validate(changed(loaded(FOLDER / "base.yaml"), expected.get("changes", {})))
    assert submission.dump() == wanted.dump()
    assert submission == wanted
    found = sorted((each.kind.value, each.position, each.detail) for each in submission.oddities)
    told = sorted(map(tuple, expected["oddities"]))
    assert len(found) == len(told), found
    for (kind, place, detail), (wanted_kind, wanted_place, words) in zip(found, told, strict=True):
        assert kind == wanted_kind and words in detail, found
        assert not wanted_place or place == wanted_place, found


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_every_value_knows_its_cell(path: Path) -> None:
    for submission in read_all(path):
        for number, project in enumerate(submission.projects):
            for index, _ in enumerate(project.indicators):
                place = submission.place("projects", number, "indicators", index, "value")
                assert place is not None and place.path == f"$.项目[{number}].指标[{index}].指标值"
                assert "!" in place.position or path.suffix == ".csv"
