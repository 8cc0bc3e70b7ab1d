"""The command line: what it writes, what it says, its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from budgetdocs.batch.files import write_whole
from budgetdocs.batch.names import LONGEST_NAME, FileNames, file_name
from budgetdocs.cli import main

BOOK = "978001河北沙城经济开发区管理委员会_2022年部门预算绩效目标"
SHEET = "13073022P00825110002X_怀财字【2022】7号 定额公用经费绩效目标表"

LISTS = {"manifest.jsonl", "清单.xlsx"}

Output = pytest.CaptureFixture[str]


@pytest.fixture(scope="session")
def example(root: Path) -> Path:
    return root / "examples" / "shacheng-2022.yaml"


@pytest.fixture
def edited(example: Path, tmp_path: Path) -> Path:
    """A copy of the example, to be damaged."""
    path = tmp_path / "edited.yaml"
    path.write_bytes(example.read_bytes())
    return path


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def run(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments])


def refused(capsys: Output, *arguments: str | Path, out: Path | None = None) -> str:
    """The one line that is said when ``arguments`` can't be done; nothing is written to ``out``."""
    assert run(*arguments) == 2
    said = capsys.readouterr()
    lines = said.err.splitlines()
    assert len(lines) == 1, said.err
    assert lines[0].startswith("错误：")
    assert "Traceback" not in said.err
    assert said.out == ""
    assert out is None or not out.exists() or not out.is_dir() or not list(out.iterdir())
    return lines[0]


def test_it_writes_the_book_and_each_table_as_word_and_pdf(example: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "成果" / "2022"
    assert run("render", example, "--out", out) == 0
    names = {f"{stem}.{kind}" for stem in (BOOK, SHEET) for kind in ("docx", "pdf")}
    assert {path.name for path in out.iterdir()} == names | LISTS
    said = capsys.readouterr()
    assert "写好 4 个文件（2 个 Word、2 个 PDF），0 个错误" in said.out.splitlines()[-1]
    assert all(name in said.out for name in names)
    assert len(said.err.splitlines()) == len(set(said.err.splitlines())), "each finding once"


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (("--to", "docx"), {f"{BOOK}.docx", f"{SHEET}.docx"}),
        (("--no-each", "--to", "docx"), {f"{BOOK}.docx"}),
        (("--no-book", "--to", "PDF，docx"), {f"{SHEET}.docx", f"{SHEET}.pdf"}),
    ],
)
def test_it_writes_what_is_asked_for(options: tuple[str, ...], names: set[str], example: Path, tmp_path: Path) -> None:
    assert run("render", example, "--out", tmp_path, *options) == 0
    assert {path.name for path in tmp_path.iterdir()} == names | LISTS


def test_files_of_one_name_are_numbered(example: Path, tmp_path: Path) -> None:
    assert run("render", example, example, "--out", tmp_path, "--to", "docx", "--no-book") == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"{SHEET}.docx", f"{SHEET}_2.docx"} | LISTS


def test_a_finding_of_severity_error_gives_exit_code_1(edited: Path, tmp_path: Path, capsys: Output) -> None:
    replace(edited, "怀财字【2022】7号 定额公用经费", '"甲\\u0001乙"')
    assert run("render", edited, "--out", tmp_path / "out", "--to", "docx") == 1
    said = capsys.readouterr()
    assert "TX001" in said.err
    assert "0 个错误" not in said.out


def test_a_missing_file(tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "out"
    assert "没有.yaml" in refused(capsys, "render", tmp_path / "没有.yaml", "--out", out, out=out)


def test_not_yaml(tmp_path: Path, capsys: Output) -> None:
    path, out = tmp_path / "坏.yaml", tmp_path / "out"
    path.write_text("年度: [2022\n部门: }", encoding="utf-8")
    assert "坏.yaml" in refused(capsys, "render", path, "--out", out, out=out)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("单位名称:", "单位名:", "单位名"),
        ("预算数: 350.00", "预算数: 三百五", "三百五"),
        ("年度: 2022", "年度: 今年", "今年"),
    ],
)
def test_a_wrong_key_or_value(old: str, new: str, said: str, edited: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "out"
    replace(edited, old, new)
    assert run("render", edited, "--out", out) == 2
    error = capsys.readouterr().err
    assert said in error
    assert all(line.startswith("错误：") for line in error.splitlines())
    assert not out.exists()


def test_one_that_can_not_be_read_stops_no_other(example: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "out"
    assert run("render", tmp_path / "没有.yaml", example, "--out", out, "--to", "docx") == 2
    said = capsys.readouterr()
    assert [line for line in said.err.splitlines() if line.startswith("错误：")] == [
        f"错误：{tmp_path / '没有.yaml'}：文件不存在，请检查路径和文件名"
    ]
    assert "1 份没有做成" in said.out
    assert {path.name for path in out.iterdir()} == {f"{BOOK}.docx", f"{SHEET}.docx"} | LISTS


def test_with_strict_one_that_can_not_be_read_stops_all(example: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "out"
    assert run("render", example, tmp_path / "没有.yaml", "--out", out, "--strict") == 2
    assert "没有.yaml：文件不存在" in capsys.readouterr().err.splitlines()[-1]
    assert not out.exists()


def test_every_file_that_can_not_be_read_is_named(tmp_path: Path, capsys: Output) -> None:
    assert run("render", tmp_path / "一.yaml", tmp_path / "二.yaml", "--out", tmp_path / "out") == 2
    assert [line[:3] for line in capsys.readouterr().err.splitlines()] == ["错误："] * 2


def test_a_misspelt_tag(example: Path, tmp_path: Path, capsys: Output) -> None:
    out, template = tmp_path / "out", docx.Document()
    template.add_paragraph("{{ 部门.单位名 }}")
    template.save(tmp_path / "book.docx")
    line = refused(capsys, "render", example, "--out", out, "--templates", tmp_path, out=out)
    assert "单位名" in line
    assert not out.exists()


def test_a_folder_without_template(example: Path, tmp_path: Path, capsys: Output) -> None:
    assert "book.docx" in refused(capsys, "render", example, "--out", tmp_path / "out", "--templates", tmp_path)


@pytest.mark.parametrize("below", ["", "再下一层"])
def test_a_file_in_the_way_of_the_folder(below: str, example: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "out"
    out.write_text("文件", encoding="utf-8")
    assert "out" in refused(capsys, "render", example, "--out", out / below, "--to", "docx")
    assert out.read_text(encoding="utf-8") == "文件"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_folder_that_may_not_be_written_to(example: Path, tmp_path: Path, capsys: Output) -> None:
    tmp_path.chmod(0o500)
    assert "没有权限" in refused(capsys, "render", example, "--out", tmp_path, "--to", "docx")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rendr",), "没有命令 rendr，是不是要写 render"),
        (("render",), "缺少 INPUT"),
        (("render", "x.yaml"), "缺少 --out"),
        (("render", "x.yaml", "--out"), "选项 --out 后面要写一个值"),
        (("render", "x.yaml", "--ou", "y"), "没有选项 --ou，是不是要写 --out"),
        (("render", "x.yaml", "--out", "y", "--to", "doc"), "--to 不认识“doc”，可用的有：docx、pdf"),
        (("render", "x.yaml", "--out", "y", "--line-rules", "wps"), "--line-rules 不认识“wps”"),
        (("render", "x.yaml", "--out", "y", "--no-book", "--no-each"), "--no-book"),
        (("render", "x.yaml", "--out", "y", "--book=1"), "选项 --book 后面不写值"),
        (("schema", "a", "b"), "多出来的参数：a b"),
        (("--nonsense",), "没有选项 --nonsense"),
    ],
)
def test_a_wrong_command_line(arguments: tuple[str, ...], said: str, capsys: Output) -> None:
    line = refused(capsys, *arguments)
    assert said in line
    assert "--help" in line


def test_an_unknown_form(example: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "out"
    assert "hebei-2022" in refused(capsys, "render", example, "--out", out, "--form", "hebei-1999", out=out)


def test_schema_is_json_with_the_printed_labels(tmp_path: Path, capsys: Output) -> None:
    assert run("schema") == 0
    schema = json.loads(capsys.readouterr().out)
    assert {"年度", "部门", "项目"} <= schema["properties"].keys()
    assert run("schema", "--out", tmp_path / "s.json") == 0
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8")) == schema


def test_fonts_names_the_file_of_each_font(root: Path, capsys: Output) -> None:
    assert run("fonts", root / "templates" / "hebei-2022" / "book.docx", "--output", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"黑体", "宋体"} <= {row["name"] for row in rows}
    assert run("fonts") == 0
    assert "BudgetDocsSong-Regular.ttf" in capsys.readouterr().out


def test_fonts_of_what_is_no_word_file(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "x.docx"
    assert "x.docx" in refused(capsys, "fonts", path)
    path.write_bytes(b"no")
    refused(capsys, "fonts", path)


@pytest.mark.parametrize(
    "arguments",
    [[], ["--help"], ["check", "-h"], ["render", "-h"], ["rules", "-h"], ["schema", "--help"], ["fonts", "--help"]],
)
def test_help_is_chinese_and_has_examples(arguments: list[str], capsys: Output) -> None:
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "用法" in said
    assert "例：" in said
    assert not {"Usage", "Options", "Show", "required"} & set(said.replace(":", " ").split())


def test_interrupting_is_said(monkeypatch: pytest.MonkeyPatch, example: Path, tmp_path: Path, capsys: Output) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("budgetdocs.batch.job.draft", interrupt)
    assert run("render", example, "--out", tmp_path) == 130
    assert "已中断" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_as_a_module_on_a_console_of_gbk(example: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "budgetdocs", "render", example, "--out", tmp_path / "🀄"],
        env=os.environ | {"PYTHONIOENCODING": "gbk"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "写好 4 个文件" in done.stdout.decode("gbk")


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ('甲<乙>:"/\\|?*\n丙', "甲_乙_________丙"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("CONTRACT", "CONTRACT"),
        (" 名. ", "名"),
        ("", "_"),
    ],
)
def test_names_are_made_legal(stem: str, name: str) -> None:
    assert file_name(stem) == name


def test_long_names_lose_their_middle() -> None:
    for letter in "a预🀄":
        name = f"{file_name(letter * 300 + '绩效目标表', '_2')}.docx"
        assert len(name) <= LONGEST_NAME
        assert len(name.encode()) <= 255
        assert name.endswith("绩效目标表_2.docx")


def test_names_are_told_apart_without_regard_to_case() -> None:
    names = FileNames()
    assert [names.unique(stem) for stem in ("a", "A", "a", "a/", "a_2")] == ["a", "A_2", "a_3", "a_", "a_2_2"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "x.docx"
    folder.mkdir()
    with pytest.raises(OSError):
        write_whole(folder, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["x.docx"]
