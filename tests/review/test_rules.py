"""规则的用例都在 tests/cases/rules/：每组一个文件，每条规则各有应报（fail）与不应报（pass）的例子。

一例要么是一个指标值 ``{value, level1, level2, level3, year, budget}``，要么在 base.yaml 上改几处
``{change: {路径: 新值}, at: 应报的位置}``（新值 null 为删去，路径末尾 [+] 为在末尾添一项）；``oddity`` 是读文件时
看到的异常 ``{kind, path, position, detail}``，``position`` 写在应报的位置上。
``fix``、``safe``、``message``（一部分即可）写了才比较；``fix: null`` 为没有改法。
"""

from __future__ import annotations

import re
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from budgetdocs import Finding, Submission
from budgetdocs.model import Oddity, OddityKind, labelled
from budgetdocs.review import GROUPS, RULES, check, check_value

CASES = Path(__file__).parents[1] / "cases" / "rules"
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+|\+)\]")
_VALUE_KEYS = {"value", "level1", "level2", "level3", "year", "budget"}
_FORM_KEYS = {"change", "oddity", "at"}
_EXPECTED_KEYS = {"fix", "safe", "message"}


def _load(name: str) -> Any:
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


BASE: dict[str, Any] = _load("base.yaml")


class Case(NamedTuple):
    code: str
    fails: bool
    number: int
    """在这条规则的 fail 或 pass 里是第几例，从 1 数起。"""
    data: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.code}-{'fail' if self.fails else 'pass'}-{self.number}"


def _cases(file: Path) -> list[Case]:
    return [
        Case(entry["code"], fails, number, data)
        for entry in _load(file.name)
        for fails in (True, False)
        for number, data in enumerate(entry["fail" if fails else "pass"], start=1)
    ]


FILES = sorted(file for file in CASES.glob("*.yaml") if file.name != "base.yaml")
ALL = [case for file in FILES for case in _cases(file)]


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    """base.yaml 的数据，改了 ``changes`` 所说的各处。"""
    data = deepcopy(BASE)
    for path, new in changes.items():
        _change(data, [int(index) if index.isdigit() else name or index for name, index in _STEP.findall(path)], new)
    return data


def _change(node: Any, steps: list[str | int], new: Any) -> None:
    *above, last = steps
    for step, below in zip(above, steps[1:], strict=True):
        node = node.setdefault(step, []) if below == "+" else node[step]
    if last == "+":
        node.append(new)
    elif new is None:
        del node[last]
    else:
        node[last] = new


def _found(case: Case) -> list[Finding]:
    """``case`` 所说的规则报了什么。"""
    data = case.data
    if "value" in data:
        budget = Decimal(str(data["budget"])) if "budget" in data else None
        given = {key: data[key] for key in ("level1", "level2", "level3", "year") if key in data}
        findings = check_value(data["value"], **given, budget=budget)
    else:
        findings = check(_submission(data))
    return [finding for finding in findings if finding.code == case.code]


def _submission(data: dict[str, Any]) -> Submission:
    submission = Submission.model_validate(changed(data.get("change", {})))
    if "oddity" not in data:
        return submission
    odd = data["oddity"]
    oddity = Oddity(OddityKind(odd["kind"]), tuple(odd["path"]), odd["position"], odd["detail"])
    return submission.located({}, (oddity,))


def _there(finding: Finding, data: dict[str, Any]) -> bool:
    if "at" not in data:
        return True
    path = f"$.{data['at']}".removesuffix(".")
    where = f"{path}（{data['oddity']['position']}）" if "oddity" in data else path
    return (labelled(finding.path), finding.where) == (path, where)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_rule(case: Case) -> None:
    found = _found(case)
    if not case.fails:
        assert found == [], case.data
        return
    here = [finding for finding in found if _there(finding, case.data)]
    assert here, f"{case.data} 没有报；报了的：{found}"
    for key in _EXPECTED_KEYS & case.data.keys():
        expected = case.data[key]
        said = [getattr(finding, key) for finding in here]
        assert any(expected in text for text in said) if key == "message" else expected in said, said


def test_a_correct_submission_has_no_finding() -> None:
    assert check(Submission.model_validate(BASE)) == []


def test_cases_are_well_formed() -> None:
    for case in ALL:
        known = (_VALUE_KEYS if "value" in case.data else _FORM_KEYS) | (_EXPECTED_KEYS if case.fails else set())
        assert case.data.keys() <= known, case
        if case.fails and "value" not in case.data:
            assert "at" in case.data, case
            assert {"change", "oddity"} & case.data.keys(), case


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_file_holds_the_rules_of_its_group_in_order(file: Path) -> None:
    codes = [entry["code"] for entry in _load(file.name)]
    assert codes == [code for code in RULES if code.startswith(file.stem)]


@pytest.mark.parametrize("code", RULES)
def test_rule_has_cases_that_fail_and_that_pass(code: str) -> None:
    assert {case.fails for case in ALL if case.code == code} == {True, False}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_rule_is_explained(rule: Any) -> None:
    assert all(text.strip() for text in (rule.title, rule.why, rule.source, rule.bad, rule.good))
    assert rule.bad != rule.good


def test_codes_are_sorted_within_their_group() -> None:
    for group in GROUPS:
        codes = [code for code in RULES if code.startswith(group)]
        assert codes == sorted(codes)
