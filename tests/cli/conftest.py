"""The command line in a folder of its own, with a small submission to be damaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from budgetdocs.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def submit(folder: Path) -> Callable[..., Path]:
    """Writes a submission in which the value of one rate is as given, and returns its path from the current folder.

    The rest is without fault for the rules that the tests select.
    """
    small = (ROOT / "tests" / "cases" / "input" / "small.yaml").read_text(encoding="utf-8")
    good = small.replace("三级指标: 次数", "三级指标: 合格率")

    def write(value: str = "≥90%", name: str = "申报.yaml", extra: str = "") -> Path:
        text = good.replace("指标值: ≥90%", f'指标值: "{value}"  # 问过业务科{extra}')
        (folder / name).write_text(text, encoding="utf-8")
        return Path(name)

    return write


@pytest.fixture
def run() -> Callable[..., int]:
    """Runs the command line and returns its exit code."""
    return lambda *arguments: main([str(argument) for argument in arguments])


@pytest.fixture
def refused(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs what can't be done and returns the one line that is said."""

    def said(*arguments: object) -> str:
        assert run(*arguments) == 2
        output = capsys.readouterr()
        lines = output.err.splitlines()
        assert len(lines) == 1, output.err
        assert lines[0].startswith("错误：")
        assert output.out == ""
        return lines[0]

    return said
