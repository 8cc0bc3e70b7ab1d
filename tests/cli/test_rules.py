"""``budgetdocs rules``: the list, a group, one rule explained."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from budgetdocs.review import GROUPS, RULES

Output = pytest.CaptureFixture[str]
Run = Callable[..., int]

pytestmark = pytest.mark.usefixtures("folder")


def test_every_rule_stands_in_its_group(run: Run, capsys: Output) -> None:
    assert run("rules") == 0
    lines = capsys.readouterr().out.splitlines()
    group = ""
    listed = []
    for line in lines[:-2]:
        if not line.startswith(" "):
            group = line[:2]
            assert line == f"{group} {GROUPS[group]}"
            continue
        code, severity, title = line.split(maxsplit=2)
        rule = RULES[code]
        assert (code[:2], severity, title) == (group, rule.severity, rule.title)
        listed.append(code)
    assert sorted(listed) == sorted(RULES)
    assert f"{len(RULES)} 条规则" in lines[-1]


@pytest.mark.parametrize("code", ["IV003", "iv003"])
def test_one_rule_is_explained(code: str, run: Run, capsys: Output) -> None:
    assert run("rules", code) == 0
    said, rule = capsys.readouterr().out, RULES["IV003"]
    for text in (rule.code, rule.severity, rule.title, *rule.why.splitlines(), rule.source, rule.bad, rule.good):
        assert text in said


def test_several_rules_are_explained_once_each(run: Run, capsys: Output) -> None:
    assert run("rules", "RV002", "RV001", "rv002") == 0
    said = capsys.readouterr().out
    assert [line[:5] for line in said.splitlines() if line.startswith("RV")] == ["RV001", "RV002"]


def test_a_prefix_lists_its_rules(run: Run, capsys: Output) -> None:
    assert run("rules", "RV") == 0
    said = capsys.readouterr().out
    assert {word for word in said.split() if word in RULES} == {code for code in RULES if code.startswith("RV")}


def test_as_json(run: Run, capsys: Output) -> None:
    assert run("rules", "--output", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["code"] for row in rows} == set(RULES)
    row = next(row for row in rows if row["code"] == "IV003")
    rule = RULES["IV003"]
    assert row == {
        "code": "IV003",
        "group": "指标值",
        "severity": "error",
        "severity_label": "错误",
        "title": rule.title,
        "why": rule.why,
        "bad": rule.bad,
        "good": rule.good,
        "source": rule.source,
        "enabled": True,
    }


def test_what_the_settings_leave_out_is_said(folder: Path, run: Run, capsys: Output) -> None:
    (folder / "budgetdocs.toml").write_text('[check]\nignore = ["IV003"]', encoding="utf-8")
    assert run("rules", "IV003") == 0
    assert "设置里不查" in capsys.readouterr().out
    assert run("rules") == 0
    marked = [line.split()[0] for line in capsys.readouterr().out.splitlines() if "（设置里不查）" in line]
    assert marked == ["IV003"]
    assert run("rules", "IV003", "--output", "json") == 0
    assert [row["enabled"] for row in json.loads(capsys.readouterr().out)] == [False]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("IV03", "没有以“IV03”开头的规则，是不是要写 IV003"),
        ("VI003", "是不是要写 IV003"),
        ("IV9999", "是不是要写 IV"),
        ("ZZ", "没有以“ZZ”开头的规则；"),
        ("", "没有以“”开头的规则"),
    ],
)
def test_an_unknown_code(code: str, said: str, refused: Callable[..., str]) -> None:
    assert said in refused("rules", code)
