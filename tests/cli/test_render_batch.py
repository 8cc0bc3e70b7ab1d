"""``budgetdocs render`` 做一批：文件夹、分文件夹、多个进程、接着做、进度、说得清的错。"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from batch.county import documents, line, lines, tree

import budgetdocs as bd
from budgetdocs.cli.terminal import _duration, _said, running

Output = pytest.CaptureFixture[str]
Run = Callable[..., int]
Refused = Callable[..., str]

WORD = ("--out", "成果", "--to", "docx", "--no-book")


@pytest.fixture
def county(folder: Path) -> Path:
    """一个文件夹，里面有三份数据。"""
    (folder / "县").mkdir()
    lines(folder / "县" / "各局.jsonl", 3)
    return Path("县")


@pytest.mark.usefixtures("folder")
def test_a_folder_to_a_tree(county: Path, run: Run, capsys: Output) -> None:
    assert run("render", county, *WORD, "--tree") == 0
    assert set(documents(Path("成果"))) == {
        f"130730/34800{n}清源县第{n}局/13073022P0000000000{n}X_第{n}号公路改造.docx" for n in range(3)
    }
    said = capsys.readouterr()
    assert "写好 3 个文件（3 个 Word），0 个错误、0 个警告、0 个提示。" in said.out
    assert str(Path("成果", "130730", "348000清源县第0局", "13073022P00000000000X_第0号公路改造.docx")) in said.out


def test_the_second_run_says_that_nothing_has_changed(county: Path, run: Run, capsys: Output) -> None:
    run("render", county, *WORD)
    before = tree(Path("成果"))
    capsys.readouterr()
    assert run("render", county, *WORD) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3 份没有变，不用重做。"
    assert run("render", county, *WORD, "--no-resume") == 0
    assert "写好 3 个文件" in capsys.readouterr().out
    assert tree(Path("成果")) == before


def test_two_processes_make_the_same(county: Path, run: Run, folder: Path) -> None:
    assert run("render", county, *WORD) == 0
    assert run("render", county, "--out", folder / "二", *WORD[2:], "--jobs", "2") == 0
    assert tree(folder / "二") == tree(folder / "成果")


def test_what_fails_is_said_and_the_rest_is_made(county: Path, run: Run, capsys: Output) -> None:
    (county / "坏.jsonl").write_text(line(7) + "{\n" + line(8, 预算数="?"), encoding="utf-8")
    assert run("render", county, "没有.yaml", *WORD) == 2
    said = capsys.readouterr()
    faults = [each for each in said.err.splitlines() if each.startswith("错误：")]
    assert len(faults) == 3
    assert "坏.jsonl：第 2 行" in faults[0]
    assert "第 3 行" in faults[1]
    assert "没有.yaml" in faults[2]
    assert said.out.splitlines()[-1].endswith("3 份没有做成，原因见 清单.xlsx。")
    assert len(documents(Path("成果"))) == 4


def test_many_failures_are_not_all_said(folder: Path, run: Run, capsys: Output) -> None:
    (folder / "坏.jsonl").write_text("{\n" * 100 + line(1), encoding="utf-8")
    assert run("render", "坏.jsonl", *WORD) == 2
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 21
    assert "不再逐条说" in said.err
    assert "100 份没有做成" in said.out


def test_many_files_are_not_listed_one_by_one(folder: Path, run: Run, capsys: Output) -> None:
    lines(folder / "县.jsonl", 60)
    assert run("render", "县.jsonl", *WORD) == 0
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert "写好 60 个文件" in said.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--pattern", "{名}"), "--pattern 文件名样式“{名}”里的 {名} 不认识"),
        (("--pattern", "../{项目名称}"), "--pattern"),
        (("--pattern", "甲", "--tree"), "--tree 和 --pattern 只能用一个"),
        (("--jobs", "2", "--scheduler", "tcp://x"), "--jobs 和 --scheduler 只能用一个"),
        (("--jobs", "0"), "--jobs 应为"),
        (("--jobs", "多"), "--jobs 应为"),
    ],
)
def test_a_wrong_command_line(arguments: tuple[str, ...], said: str, county: Path, refused: Refused) -> None:
    assert said in refused("render", county, *WORD, *arguments)
    assert not Path("成果").exists()


def test_two_runs_into_one_folder(county: Path, refused: Refused) -> None:
    first = bd.render_batch(county, "成果", ("docx",))
    next(first)
    assert "另一次生成正在写这里" in refused("render", county, *WORD)
    first.close()


def test_the_bar_of_a_terminal(county: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert run("render", county, *WORD) == 0


def test_the_lines_of_a_log(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr("budgetdocs.cli.terminal.LINE_EVERY", 0.0)
    with running() as tell:
        tell(bd.Progress(made=1500, unchanged=500, failed=3, share=0.25, seconds=100.0))
    assert capsys.readouterr().err == "已有 2,000 份，每秒 20 份，25%，约剩 5 分 0 秒，失败 3 份\n"


@pytest.mark.parametrize(
    ("seconds", "words"), [(5.4, "5 秒"), (59.6, "1 分 0 秒"), (3599, "59 分 59 秒"), (7260, "2 小时 1 分")]
)
def test_durations(seconds: float, words: str) -> None:
    assert _duration(seconds) == words


def test_progress_of_inputs_whose_size_is_not_known() -> None:
    assert _said(bd.Progress(made=10, seconds=2.0)) == "已有 10 份，每秒 5 份"
