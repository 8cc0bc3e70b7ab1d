"""The mended copy: its name, and the words for what changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from budgetdocs.cli.mending import free_name, repair
from budgetdocs.readers import read
from budgetdocs.review import CheckOptions

Submit = Callable[..., Path]
PERCENT = CheckOptions(select=("IV003",))


@pytest.mark.parametrize(
    ("name", "there", "free"),
    [
        ("申报.yaml", (), "申报.修正.yaml"),
        ("申报.yaml", ("申报.修正.yaml",), "申报.修正2.yaml"),
        ("申报.yaml", ("申报.修正.yaml", "申报.修正2.yaml"), "申报.修正3.yaml"),
        ("申报.yaml", ("申报.修正2.yaml",), "申报.修正.yaml"),
        ("申报.修正.yaml", ("申报.修正.yaml",), "申报.修正2.yaml"),
        ("申报.修正2.yaml", ("申报.修正.yaml", "申报.修正2.yaml"), "申报.修正3.yaml"),
        ("2022.1.json", (), "2022.1.修正.json"),
        ("申报修正.YML", (), "申报修正.修正.YML"),
    ],
)
def test_a_name_that_no_file_has(name: str, there: tuple[str, ...], free: str, folder: Path) -> None:
    for each in there:
        (folder / each).touch()
    assert free_name(folder / name) == folder / free


def test_a_repair_writes_nothing(folder: Path, submit: Submit) -> None:
    path = submit("≥90")
    done = repair(path, read(path), PERCENT, unsafe=False)
    assert done.changes == ["$.项目[0].指标[0].指标值（第 30 行第 14 列）：≥90 → ≥90%  IV003"]
    assert done.undone == []
    assert done.after != done.before == path.read_text(encoding="utf-8")
    assert list(folder.iterdir()) == [folder / path]


def test_the_diff_of_a_file_with_windows_line_ends(submit: Submit) -> None:
    path = submit("≥90")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    done = repair(path, read(path), PERCENT, unsafe=False)
    changed = [
        line for line in done.diff(Path("改.yaml")).split("\n") if line[:1] in "+-" and line[:3] not in ("---", "+++")
    ]
    assert [line[0] for line in changed] == ["-", "+"]
    assert "\r" not in done.diff(Path("改.yaml"))
    assert done.content.startswith(b"\xef\xbb\xbf")
    assert done.content.count(b"\r\n") == path.read_bytes().count(b"\n")


def test_a_json_file_is_mended_too(folder: Path, submit: Submit) -> None:
    data = read(submit("≥90")).dump()
    path = folder / "申报.json"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2), encoding="utf-8")
    done = repair(path, read(path), PERCENT, unsafe=False)
    assert json.loads(done.content)["项目"][0]["指标"][0]["指标值"] == "≥90%"


def test_what_can_not_be_changed_in_the_file_is_said(folder: Path, submit: Submit) -> None:
    path = submit("≥90")
    text = path.read_text(encoding="utf-8").replace('指标值: "≥90"', '指标值: &v "≥90"')
    path.write_text(text.replace("指标值确定依据: 文件", "指标值确定依据: *v"), encoding="utf-8")
    done = repair(folder / path, read(path), PERCENT, unsafe=False)
    assert done.changes == []
    assert len(done.undone) == 1
    assert done.undone[0].startswith("没有改 $.项目[0].指标[0].指标值（第 30 行第 14 列）：")
    assert done.after == done.before
