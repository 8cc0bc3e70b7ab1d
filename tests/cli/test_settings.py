"""``budgetdocs.toml``: found, obeyed, overruled by the command line, and refused in one line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from budgetdocs.cli.settings import Settings, load_settings

Run = Callable[..., int]
Refused = Callable[..., str]
Submit = Callable[..., Path]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.usefixtures("folder")
def test_without_a_file_everything_is_checked() -> None:
    settings = load_settings(None)
    assert settings == Settings()
    assert settings.check_options(None, None).wants("IV003")


def test_the_nearest_file_upwards_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "budgetdocs.toml", '[check]\nignore = ["IV"]\n')
    below = folder / "单位" / "项目"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert load_settings(None).ignore == ("IV",)
    write(below.parent / "budgetdocs.toml", "[render]\nstrict = true\n")
    assert load_settings(None) == Settings(below.parent / "budgetdocs.toml", strict=True)


def test_a_file_that_notepad_saved(folder: Path) -> None:
    path = folder / "我的设置.toml"
    path.write_bytes('\ufeff[check]\r\nselect = ["iv003", "RV"]\r\n'.encode())
    settings = load_settings(path)
    assert settings.select == ("iv003", "RV")
    assert settings.check_options(None, None).select == ("IV003", "RV")


@pytest.mark.parametrize(
    ("select", "ignore", "runs"),
    [
        (None, None, {"IV005"}),
        (("RV",), None, {"RV001", "RV002"}),
        (("IV003",), None, {"IV003"}),
        (None, ("IV005",), {"IV003"}),
        (("IV",), ("IV003",), {"IV005"}),
    ],
)
def test_the_command_line_wins(select: tuple[str, ...] | None, ignore: tuple[str, ...] | None, runs: set[str]) -> None:
    settings = Settings(select=("IV",), ignore=("IV003",))
    options = settings.check_options(select, ignore)
    assert {code for code in ("IV003", "IV005", "RV001", "RV002") if options.wants(code)} == runs


@pytest.mark.parametrize("readme", ["README.md", "README.en.md"])
def test_the_example_of_the_readme_is_right(readme: str, root: Path, folder: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", (root / readme).read_text(encoding="utf-8"), re.DOTALL)
    path = write(folder / "budgetdocs.toml", example)
    assert load_settings(None) == Settings(path, ("IV", "IN", "AM"), ("IN033",), strict=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[chek]\nselect = ["IV"]', "没有设置 chek，是不是要写 check"),
        ("[check]\nselct = []", "[check] 没有设置 selct，是不是要写 select"),
        ("[print]\nstrict = true", "没有设置 print"),
        ("strict = true", "没有设置 strict"),
        ("check = 1", "check 要写成小节 [check]"),
        ('[check]\nselect = "IV"', "[check] select 应为一组代号"),
        ("[check]\nignore = [3]", "[check] ignore 应为一组代号"),
        ('[render]\nstrict = "是"', "[render] strict 应为 true 或 false"),
        ('[check]\nignore = ["IV03"]', "[check] ignore：没有以“IV03”开头的规则，是不是要写 IV003"),
        ("[check]\nignore = [IV003]", "不是 TOML 的写法（第 2 行第 11 列）"),
        ('[check]\nignore = ["IV003"', "不是 TOML 的写法（"),
        ("[check]\nselect = []\nselect = []", "不是 TOML 的写法（"),
    ],
)
def test_a_faulty_file_is_one_line(text: str, said: str, folder: Path, submit: Submit, refused: Refused) -> None:
    write(folder / "budgetdocs.toml", text)
    path = submit()
    for arguments in (("check", path), ("render", path, "--out", "成果"), ("rules",)):
        line = refused(*arguments)
        assert "budgetdocs.toml：" in line
        assert said in line
    assert not (folder / "成果").exists()


def test_a_file_in_another_encoding(folder: Path, refused: Refused) -> None:
    (folder / "budgetdocs.toml").write_bytes("# 设置\n[check]\n".encode("gbk"))
    assert "不是 UTF-8 文本" in refused("rules")


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_not_there(refused: Refused) -> None:
    assert "没有.toml：没有这个设置文件" in refused("rules", "--config", "没有.toml")
    assert "是文件夹" in refused("rules", "--config", ".")


def test_a_file_named_on_the_command_line_counts_alone(folder: Path, submit: Submit, run: Run) -> None:
    write(folder / "budgetdocs.toml", '[check]\nselect = ["RV"]')
    other = write(folder / "别的.toml", '[check]\nselect = ["IV003"]')
    path = submit("≥90")
    assert run("check", path) == 0
    assert run("check", path, "--config", other) == 1
