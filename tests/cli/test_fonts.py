"""``budgetdocs fonts``: which file prints which font, and which characters it has not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from budgetdocs.pdf import BUNDLED

Output = pytest.CaptureFixture[str]
Run = Callable[..., int]
Refused = Callable[..., str]


@pytest.fixture
def written(folder: Path) -> Callable[..., Path]:
    """Writes a Word file of one paragraph and returns its path."""

    def write(text: str, font: str = "楷体_GB2312", **style: bool) -> Path:
        document = docx.Document()
        run = document.add_paragraph().add_run(text)
        run.font.name = font
        run.font.bold, run.font.italic = style.get("bold"), style.get("italic")
        run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
        document.save(str(folder / "文件.docx"))
        return Path("文件.docx")

    return write


def row(run: Run, capsys: Output, *arguments: object, code: int = 0, font: str = "楷体_GB2312") -> dict[str, Any]:
    """The row of ``font`` in the JSON that is printed."""
    assert run("fonts", *arguments, "--output", "json") == code
    (found,) = [each for each in json.loads(capsys.readouterr().out) if each["name"] == font]
    return dict(found)


def test_the_fonts_of_a_word_file(run: Run, written: Callable[..., Path], capsys: Output) -> None:
    found = row(run, capsys, written("绩效"))
    assert Path(found.pop("file")) == BUNDLED / "BudgetDocsKai-Regular.ttf"
    assert found == {
        "name": "楷体_GB2312", "bold": False, "italic": False, "face": "BudgetDocsKai-Regular", "origin": "shipped",
        "substituted": True, "borrowed": "", "missing": "",
    }  # fmt: skip


def test_a_folder_of_fonts(run: Run, written: Callable[..., Path], capsys: Output, tmp_path: Path) -> None:
    fonts = tmp_path / "字体"
    fonts.mkdir()
    shutil.copy(BUNDLED / "BudgetDocsKai-Regular.ttf", fonts)
    file = written("绩效", "预算文档楷体")
    assert row(run, capsys, file, font="预算文档楷体")["origin"] == "shipped"
    found = row(run, capsys, file, "--fonts", fonts, font="预算文档楷体")
    assert (found["origin"], found["substituted"]) == ("given", False)
    assert Path(found["file"]).parent == fonts


def test_fonts_of_the_machine_may_be_left_out(
    run: Run, written: Callable[..., Path], capsys: Output, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(BUNDLED / "BudgetDocsKai-Regular.ttf", tmp_path)
    monkeypatch.setenv("BUDGETDOCS_SYSTEM_FONTS", str(tmp_path))
    file = written("绩效", "预算文档楷体")
    assert row(run, capsys, file, font="预算文档楷体")["origin"] == "system"
    assert row(run, capsys, file, "--no-system-fonts", font="预算文档楷体")["origin"] == "shipped"


def test_a_character_that_no_font_has(run: Run, written: Callable[..., Path], capsys: Output) -> None:
    file = written("绩😀效")
    assert row(run, capsys, file, code=1)["missing"] == "😀"
    assert run("fonts", file) == 1
    assert "  缺字，印作〓：😀" in capsys.readouterr().out.splitlines()


def test_a_character_from_another_font(run: Run, written: Callable[..., Path], capsys: Output) -> None:
    file = written("⼀级")
    assert row(run, capsys, file)["borrowed"] == "⼀"
    assert run("fonts", file) == 0
    assert "  由别的字体印：⼀" in capsys.readouterr().out.splitlines()


def test_the_columns_stand_below_each_other(run: Run, written: Callable[..., Path], capsys: Output) -> None:
    assert run("fonts", written("绩效", bold=True)) == 0
    lines = [line.encode("gbk") for line in capsys.readouterr().out.splitlines()]
    (kai,) = [line for line in lines if line.startswith("楷体_GB2312（粗）".encode("gbk"))]
    assert kai.decode("gbk").split() == ["楷体_GB2312（粗）", "随附", "代替", "BudgetDocsKai-Regular.ttf"]
    assert {line.index("随附".encode("gbk")) for line in lines[1:]} == {lines[0].index("来源".encode("gbk"))}


def test_without_a_file_the_fonts_of_official_documents(run: Run, capsys: Output) -> None:
    assert run("fonts") == 0
    said = capsys.readouterr().out
    for name in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"):
        assert name in said


def test_what_can_not_be_done(refused: Refused, folder: Path, written: Callable[..., Path]) -> None:
    assert "没有.docx" in refused("fonts", "没有.docx")
    (folder / "坏.docx").write_bytes(b"no")
    assert "坏.docx" in refused("fonts", "坏.docx")
    assert "没有这个字体文件夹" in refused("fonts", written("甲"), "--fonts", "无")
