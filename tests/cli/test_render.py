"""``budgetdocs render`` and the review: it says what the data has, and with --strict refuses errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Output = pytest.CaptureFixture[str]
Run = Callable[..., int]
Submit = Callable[..., Path]

ONLY = ("--config", "设置.toml", "--out", "成果", "--to", "docx", "--no-each")


@pytest.fixture(autouse=True)
def percent_only(folder: Path) -> None:
    """Settings by which the missing percent sign is the only fault."""
    (folder / "设置.toml").write_text('[check]\nselect = ["IV003", "RV001"]\n', encoding="utf-8")


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("≥90", "数据有 1 个错误、0 个警告、0 个提示，用 budgetdocs check 看是哪些。"),
        ("≥90%", "数据没有发现问题。"),
    ],
)
def test_it_says_how_many_findings_the_data_has(
    value: str, line: str, folder: Path, submit: Submit, run: Run, capsys: Output
) -> None:
    assert run("render", submit(value), *ONLY) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[-2] == line
    assert len(list((folder / "成果").glob("*.docx"))) == 1


def test_strict_writes_nothing_while_an_error_stands(folder: Path, submit: Submit, run: Run, capsys: Output) -> None:
    good, faulty = submit("≥90%", "好.yaml"), submit("≥90", "错.yaml")
    assert run("render", good, faulty, *ONLY, "--strict") == 1
    said = capsys.readouterr()
    finding, refusal = said.err.splitlines()
    assert finding.startswith("错.yaml：错误 IV003")
    assert "第 30 行" in finding
    assert "1 个错误，什么也没有写" in refusal
    assert said.out == ""
    assert not (folder / "成果").exists()


NOTE = "\n        审核说明: [{规则: IV003, 理由: 单位是分}]"


@pytest.mark.parametrize(
    ("value", "extra"),
    [
        ("≥90%", ""),
        ("≥90", NOTE),
        ("≥90%", NOTE),  # no longer needed: a warning
    ],
)
def test_strict_writes_what_has_no_error(value: str, extra: str, folder: Path, submit: Submit, run: Run) -> None:
    assert run("render", submit(value, extra=extra), *ONLY, "--strict") == 0
    assert len(list((folder / "成果").glob("*.docx"))) == 1


def test_the_settings_can_ask_for_strict_and_the_command_line_wins(folder: Path, submit: Submit, run: Run) -> None:
    with (folder / "设置.toml").open("a", encoding="utf-8") as file:
        file.write("[render]\nstrict = true\n")
    path = submit("≥90")
    assert run("render", path, *ONLY) == 1
    assert not (folder / "成果").exists()
    assert run("render", path, *ONLY, "--no-strict") == 0
    assert (folder / "成果").exists()
