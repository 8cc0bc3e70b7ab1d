"""``budgetdocs check``: reports, exit codes, mended copies, and what can't be done."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from budgetdocs.readers import read

Output = pytest.CaptureFixture[str]
Run = Callable[..., int]
Refused = Callable[..., str]
Submit = Callable[..., Path]

PERCENT = ("--select", "IV003")  # ≥90 of a rate: an error, with a safe fix
READONLY = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to this user")


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# -- findings and exit codes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "codes", "exit_code"),
    [
        ("≥90%", "IV003", 0),
        ("≥90", "IV003", 1),
        ("≥90", "RV", 0),
    ],
)
def test_the_exit_code_says_whether_an_error_stands(
    value: str, codes: str, exit_code: int, submit: Submit, run: Run
) -> None:
    assert run("check", submit(value), "--select", codes) == exit_code


def test_the_report_names_file_place_and_code(submit: Submit, run: Run, capsys: Output) -> None:
    assert run("check", submit("≥90"), *PERCENT) == 1
    said = capsys.readouterr()
    assert said.err == ""
    for text in ("申报.yaml", "第 30 行", "错误", "IV003", "合格率", "≥90%"):
        assert text in said.out
    assert "1 个错误" in said.out.splitlines()[-1]


def test_ignoring(submit: Submit, run: Run, capsys: Output) -> None:
    path = submit("≥90")
    assert run("check", path, "--select", "IV003,RV", "--ignore", "iv003") == 0
    assert "没有发现问题" in capsys.readouterr().out
    assert run("check", path, "--select", "IV003", "--ignore", "IV") == 1


def test_a_note_excuses_and_is_reported_when_no_longer_needed(submit: Submit, run: Run, capsys: Output) -> None:
    note = "\n        审核说明: [{规则: IV003, 理由: 单位是分}]"
    assert run("check", submit("≥90", extra=note), "--select", "IV003,RV") == 0
    assert "1 个已有审核说明" in capsys.readouterr().out
    assert run("check", submit("≥90%", extra=note), "--select", "IV003,RV") == 0, "a warning is no error"
    assert "RV001" in capsys.readouterr().out


def test_a_file_that_can_not_be_read_does_not_stop_the_others(submit: Submit, run: Run, capsys: Output) -> None:
    good, faulty = submit("≥90%", "好.yaml"), submit("≥90", "错.yaml")
    assert run("check", good, "没有.yaml", faulty, *PERCENT) == 2
    said = capsys.readouterr()
    assert said.err.startswith("错误：没有.yaml：")
    assert len(said.err.splitlines()) == 1
    assert "好.yaml" in said.out
    assert "IV003" in said.out


def test_a_file_given_twice_is_checked_once(submit: Submit, run: Run, capsys: Output) -> None:
    path = submit("≥90")
    assert run("check", path, path, *PERCENT) == 1
    assert "1 个错误" in capsys.readouterr().out


# -- reports -----------------------------------------------------------------------------------------------------------


def test_json_on_the_terminal_is_nothing_but_json(submit: Submit, run: Run, capsys: Output) -> None:
    assert run("check", submit("≥90"), "没有.yaml", "--output", "json", "--diff", *PERCENT) == 2
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert [finding["code"] for each in report["files"] for finding in each["findings"]] == ["IV003"]
    assert [each["file"] for each in report["unread"]] == ["没有.yaml"]
    assert "+++ 申报.修正.yaml" in said.err
    assert "错误：没有.yaml" in said.err


def test_json_of_files_none_of_which_can_be_read(run: Run, capsys: Output) -> None:
    assert run("check", "没有.yaml", "--output", "json") == 2
    assert json.loads(capsys.readouterr().out)["files"] == []


@pytest.mark.parametrize(
    ("options", "name", "start"),
    [
        (("--output", "html"), "检查结果.html", "<!doctype html>"),
        (("--out", "甲.html"), "甲.html", "<!doctype html>"),
        (("--out", "甲.json"), "甲.json", "{"),
        (("--out", "甲.txt"), "甲.txt", "申报.yaml"),
        (("--out", "甲.txt", "--output", "json"), "甲.txt", "{"),
    ],
)
def test_a_report_in_a_file(
    options: tuple[str, ...], name: str, start: str, folder: Path, submit: Submit, run: Run, capsys: Output
) -> None:
    assert run("check", submit("≥90"), *PERCENT, *options) == 1
    said = capsys.readouterr()
    assert said.out == f"写好 {name}：1 个文件，1 个错误、0 个警告、0 个提示\n"
    assert files(folder) == {"申报.yaml", name}
    report = (folder / name).read_text(encoding="utf-8")
    assert report.lower().startswith(start)
    assert "IV003" in report
    assert report.endswith("\n")


def test_a_report_never_covers_the_data(submit: Submit, refused: Refused) -> None:
    path = submit("≥90")
    before = path.read_bytes()
    assert "会盖掉它" in refused("check", path, "--out", f"../{Path.cwd().name}/{path}")
    assert path.read_bytes() == before


# -- mended copies -----------------------------------------------------------------------------------------------------


def test_fix_writes_a_mended_copy_and_says_what_it_changed(
    folder: Path, submit: Submit, run: Run, capsys: Output
) -> None:
    path = submit("≥90")
    before = path.read_bytes()
    assert run("check", path, "--fix", *PERCENT) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "申报.yaml 改了 1 处，存成 申报.修正.yaml：" in said.out
    assert "  $.项目[0].指标[0].指标值（第 30 行第 14 列）：≥90 → ≥90%  IV003" in said.out.splitlines()
    assert "申报.修正.yaml：没有发现问题" in said.out
    assert path.read_bytes() == before
    mended = folder / "申报.修正.yaml"
    assert read(mended).projects[0].indicators[0].value.raw == "≥90%"
    assert "# 问过业务科" in mended.read_text(encoding="utf-8")
    assert files(folder) == {"申报.yaml", "申报.修正.yaml"}


def test_fix_covers_no_file(folder: Path, submit: Submit, run: Run) -> None:
    path = submit("≥90")
    for _ in range(3):
        assert run("check", path, "--fix", *PERCENT) == 0
    mended = Path("申报.修正.yaml")
    mended.write_bytes(path.read_bytes())
    assert run("check", mended, "--fix", *PERCENT) == 0
    assert files(folder) == {"申报.yaml", *(f"申报.修正{number}.yaml" for number in ("", 2, 3, 4))}
    assert mended.read_bytes() == path.read_bytes()


def test_files_whose_copies_want_the_same_name(folder: Path, submit: Submit, run: Run) -> None:
    first, second = submit("≥90", "申报.yaml"), submit("≥80", "申报.修正.yaml")
    assert run("check", first, second, "--fix", *PERCENT) == 0
    values = [read(folder / f"申报.修正{number}.yaml").projects[0].indicators[0].value.raw for number in (2, 3)]
    assert values == ["≥90%", "≥80%"]


def test_fix_of_a_file_without_fault_writes_nothing(folder: Path, submit: Submit, run: Run, capsys: Output) -> None:
    assert run("check", submit(), "--fix", *PERCENT) == 0
    assert "申报.yaml：没有能自动改的地方" in capsys.readouterr().out
    assert files(folder) == {"申报.yaml"}


def test_after_fix_the_exit_code_is_that_of_what_is_left(submit: Submit, run: Run, capsys: Output) -> None:
    path = submit("≥90")
    text = path.read_text(encoding="utf-8")
    row = text[text.index("      - 一级指标") :]
    path.write_text(text + row.replace("≥90", "≥90个中国人的合格率"), encoding="utf-8")
    assert run("check", path, "--fix", "--select", "IV003,IV010") == 1
    assert "IV010" in capsys.readouterr().out


def test_diff_shows_and_writes_nothing(folder: Path, submit: Submit, run: Run, capsys: Output) -> None:
    assert run("check", submit("≥90"), "--diff", *PERCENT) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["--- 申报.yaml", "+++ 申报.修正.yaml"]
    assert '-        指标值: "≥90"  # 问过业务科' in lines
    assert any(line.startswith("+") and "≥90%" in line and "# 问过业务科" in line for line in lines)
    assert any("没有写文件" in line for line in lines)
    assert files(folder) == {"申报.yaml"}


def test_diff_with_fix_shows_and_writes(folder: Path, submit: Submit, run: Run, capsys: Output) -> None:
    assert run("check", submit("≥90"), "--diff", "--fix", *PERCENT) == 0
    said = capsys.readouterr().out
    assert said.index("+++ 申报.修正.yaml") < said.index("存成 申报.修正.yaml")
    assert files(folder) == {"申报.yaml", "申报.修正.yaml"}


def test_what_changes_the_meaning_needs_to_be_asked_for(folder: Path, submit: Submit, run: Run) -> None:
    path = submit("≥0.9")  # of a rate: 90 % is likely, and a person must say
    assert run("check", path, "--fix", "--select", "IV") == 1
    assert files(folder) == {"申报.yaml"}
    assert run("check", path, "--fix", "--unsafe-fixes", "--select", "IV") == 0
    assert read(folder / "申报.修正.yaml").projects[0].indicators[0].value.raw == "≥90%"


def test_fix_of_several_files_one_of_which_can_not_be_read(folder: Path, submit: Submit, run: Run) -> None:
    first, second = submit("≥90", "一.yaml"), submit("≥80", "二.yaml")
    assert run("check", first, "没有.yaml", second, "--fix", *PERCENT) == 2
    assert files(folder) == {"一.yaml", "二.yaml", "一.修正.yaml", "二.修正.yaml"}


# -- what can't be done ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--select", "IX"), "--select 没有以“IX”开头的规则，是不是要写 IV"),
        (("--ignore", "IV03"), "--ignore 没有以“IV03”开头的规则，是不是要写 IV003"),
        (("--select", ""), "--select 没有以“”开头的规则"),
        (("--output", "pdf"), "--output 不认识“pdf”，可用的有：text、json、html"),
        (("--unsafe-fixes",), "--unsafe-fixes 要和 --fix 或 --diff 同用"),
        (("--fixx",), "没有选项 --fixx，是不是要写 --fix"),
        (("--out",), "选项 --out 后面要写一个值"),
    ],
)
def test_a_wrong_command_line(options: tuple[str, ...], said: str, submit: Submit, refused: Refused) -> None:
    line = refused("check", submit(), *options)
    assert said in line
    assert "--help" in line


def test_a_missing_file(refused: Refused) -> None:
    assert "没有.yaml：文件不存在" in refused("check", "没有.yaml")


def test_a_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch, submit: Submit, refused: Refused) -> None:
    def forbidden(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    path = submit()
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert refused("check", path) == "错误：申报.yaml：文件无法读取（没有读取权限）"


def test_a_folder_is_no_file(folder: Path, refused: Refused) -> None:
    assert "文件夹" in refused("check", folder)


@pytest.mark.parametrize(("out", "reason"), [("没有/甲.html", "找不到"), ("夹.html", "是文件夹")])
def test_a_report_that_can_not_be_written(
    out: str, reason: str, folder: Path, submit: Submit, refused: Refused
) -> None:
    (folder / "夹.html").mkdir()
    line = refused("check", submit("≥90"), "--out", out)
    assert f"{out}：{reason}" in line
    assert files(folder) == {"申报.yaml", "夹.html"}


@READONLY
@pytest.mark.parametrize("options", [("--fix",), ("--output", "html")])
def test_a_folder_that_may_not_be_written_to(
    options: tuple[str, ...], folder: Path, submit: Submit, run: Run, capsys: Output
) -> None:
    path = submit("≥90")
    folder.chmod(0o500)
    assert run("check", path, *PERCENT, *options) == 2
    assert "没有权限" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fault", "said"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有权限"), (errno.EROFS, "磁盘是只读的")],
)
@pytest.mark.parametrize(("option", "name"), [("--fix", "申报.修正.yaml"), ("--output=html", "检查结果.html")])
def test_what_the_system_refuses_to_write(
    option: str, name: str, fault: int, said: str, monkeypatch: pytest.MonkeyPatch, submit: Submit, refused: Refused
) -> None:
    def refuse(path: Path, _: bytes) -> None:
        raise OSError(fault, os.strerror(fault), str(path))

    monkeypatch.setattr("budgetdocs.cli.check.write_whole", refuse)
    monkeypatch.setattr("budgetdocs.cli.mending.write_whole", refuse)
    assert f"{name}：{said}" in refused("check", submit("≥90"), option, *PERCENT)


def test_interrupting_is_said(monkeypatch: pytest.MonkeyPatch, submit: Submit, run: Run, capsys: Output) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("budgetdocs.cli.check._reviewed", interrupt)
    assert run("check", submit()) == 130
    assert "已中断" in capsys.readouterr().err


def test_a_reader_that_has_seen_enough_is_no_fault(submit: Submit) -> None:
    command = [sys.executable, "-m", "budgetdocs", "check", submit("≥90"), "--output", "json"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (130, b"")
