"""LibreOffice 作旁证：把 .docx 转成 PDF 或另存为 .docx，把 .xlsx 另存为 .xlsx，用的是与本项目相同的字体文件。

LibreOffice 排出的版面只有在字体相同时才可比，所以它只看得见一个临时文件夹里的字体：随包字体的副本，
改名为文档里写的字体名。用户配置也是临时的：两个 LibreOffice 合用一份配置，后来的会不声不响地失败。
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from fontTools.ttLib import TTFont

BUNDLED = Path(__file__).parent.parent / "src" / "budgetdocs" / "pdf" / "bundled"
SECONDS = 180

STAND_INS = (
    ("方正小标宋简体", "BudgetDocsSong-Bold.ttf", False),
    ("黑体", "BudgetDocsHei-Regular.ttf", False),
    ("楷体_GB2312", "BudgetDocsKai-Regular.ttf", False),
    ("仿宋_GB2312", "BudgetDocsSong-Regular.ttf", False),
    ("宋体", "BudgetDocsSong-Regular.ttf", False),
    ("宋体", "BudgetDocsSong-Bold.ttf", True),
)
"""文档里的字体名、顶替它的文件、是不是这一家族的粗体。小标宋不是粗体，只是用粗宋的字形。"""

FILTERS = {
    "pdf": "pdf:writer_pdf_Export",
    "docx": "docx:MS Word 2007 XML",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
}
"""转成什么，用 LibreOffice 的哪个过滤器。"""

FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def find() -> str | None:
    """soffice 在哪里；没有则为 None。"""
    return shutil.which("soffice") or shutil.which("libreoffice")


def stand_in(family: str, source: Path, target: Path, *, bold: bool) -> None:
    """把字体改名为 family，写到 target；轮廓、宽度、行高不动。"""
    style = "Bold" if bold else "Regular"
    with TTFont(source, lazy=True) as font:
        name = font["name"]
        name.names = []
        texts = {1: family, 2: style, 3: target.stem, 4: f"{family} {style}" if bold else family, 6: target.stem}
        for number, text in texts.items():
            for language in (0x409, 0x804):
                name.setName(text, number, 3, 1, language)
        font["OS/2"].usWeightClass = 700 if bold else 400
        font["OS/2"].fsSelection = 0x20 if bold else 0x40
        font["head"].macStyle = int(bold)
        font.save(target)


class LibreOffice:
    """一个有自己的配置与字体的 LibreOffice；folder 放这些，用完连同它一起删。"""

    def __init__(self, folder: Path, program: str) -> None:
        self.program = program
        self.profile = folder / "profile"
        fonts = folder / "fonts"
        fonts.mkdir(parents=True)
        for index, (family, file, bold) in enumerate(STAND_INS):
            stand_in(family, BUNDLED / file, fonts / f"stand-in-{index}.ttf", bold=bold)
        self.fonts_conf = folder / "fonts.conf"
        self.fonts_conf.write_text(FONTS_CONF.format(fonts=fonts, cache=folder / "cache"), "utf-8")

    def convert(self, file: Path, to: Literal["pdf", "docx", "xlsx"], folder: Path) -> Path:
        """把一个文件转成 to，放进 folder（不能是它自己所在的文件夹），返回新文件。"""
        return self.convert_all([file], to, folder)[0]

    def convert_all(self, files: Iterable[Path], to: Literal["pdf", "docx", "xlsx"], folder: Path) -> list[Path]:
        """一次启动转许多文件，文件名不可相同；有一个没转出来就抛出 AssertionError，附 LibreOffice 自己的话。"""
        files = list(files)
        made = [folder / f"{file.stem}.{to}" for file in files]
        assert len(set(made)) == len(made) and not set(made) & set(files)
        kind = FILTERS[to]
        command = [self.program, f"-env:UserInstallation={self.profile.as_uri()}", "--headless", "--norestore"]
        done = subprocess.run(
            [*command, "--convert-to", kind, "--outdir", str(folder), *map(str, files)],
            env=os.environ | {"FONTCONFIG_FILE": str(self.fonts_conf)},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS + 10 * len(files),
            check=False,
        )
        lost = [file.name for file in made if not file.is_file() or not file.stat().st_size]
        assert not lost, f"LibreOffice 没有转出 {lost}：{done.stdout}{done.stderr}"
        return made
