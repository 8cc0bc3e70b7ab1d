"""``budgetdocs schema`` and ``budgetdocs fonts``: what the input may hold, and which font file plays which part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from budgetdocs.batch.files import write_whole
from budgetdocs.cli.chinese import PATH, Command, OneOf
from budgetdocs.cli.terminal import CLEAN, FOUND
from budgetdocs.errors import RenderError

if TYPE_CHECKING:
    from budgetdocs.pdf import FontUse


@click.command(cls=Command, short_help="数据文件的 JSON Schema，供编辑器提示")
@click.option("--out", metavar="FILE", type=PATH, help="写到这个文件，不写则打印出来")
def schema(out: Path | None) -> None:
    """打印数据文件的 JSON Schema，键是表上的中文标签，供编辑器补全和检查。

    \b
    例：
      budgetdocs schema --out 申报.schema.json
      然后在 .yaml 文件第一行写：# yaml-language-server: $schema=申报.schema.json
    """
    import json

    from budgetdocs.model import Submission

    text = json.dumps(Submission.model_json_schema(by_alias=True), ensure_ascii=False, indent=2)
    if out is None:
        click.echo(text)
    else:
        write_whole(out, f"{text}\n".encode())
        click.echo(f"写好 {out}")


@click.command(cls=Command, short_help="Word 文件的字体各用哪个字体文件，缺哪些字")
@click.argument("file", metavar="[FILE.docx]", required=False, type=PATH)
@click.option("--fonts", metavar="DIR", multiple=True, type=PATH, help="先用这里的字体，可写多次，也可写字体文件")
@click.option("--system-fonts/--no-system-fonts", default=True, help="要不要用这台机器上装的字体（默认要）")
@click.option("--output", type=OneOf("text", "json"), default="text", help="打印成文字还是 JSON")
def fonts(file: Path | None, fonts: tuple[Path, ...], system_fonts: bool, output: Literal["text", "json"]) -> int:
    """生成 PDF 时，Word 文件里的每种字体用哪个字体文件，是不是代替的，缺哪些字。

    \b
    例：
      budgetdocs fonts                        公文常用的字体在这台机器上各用什么
      budgetdocs fonts 成果/某单位.docx
      budgetdocs fonts 成果/某单位.docx --fonts 我的字体
      budgetdocs fonts 成果/某单位.docx --no-system-fonts --output json

    \b
    字体从哪里来，按先后：
      指定  --fonts 写的文件夹
      本机  这台机器上装的字体，只认名字（中文名、英文名）完全相同的
      随附  随程序带的宋、粗宋、黑、楷，都是自由字体
    名字都对不上，就用同一类里最像的，写作“代替”。粗体、斜体有专门的字面就用它，没有则加粗、倾斜。
    禁止嵌入的字体文件不用。字体里没有的字用别的字体印；哪个字体都没有的，印作〓。
    各台机器装的字体不同，PDF 也就不同；要处处一样，用 --no-system-fonts，字体都由 --fonts 给。

    \b
    JSON 是一个列表，每种字体一项：
      name bold italic   Word 文件里的字体名，粗体，斜体
      face file origin   所用字体的名字，文件，来源（given 指定、system 本机、shipped 随附）
      substituted        是不是代替的
      borrowed           字体里没有、由别的字体印的字
      missing            哪个字体都没有、印作〓的字
    有 missing 时退出码是 1。
    """
    import json

    from budgetdocs.pdf import PdfOptions, font_uses, official_font_uses

    options: PdfOptions = PdfOptions(fonts=fonts, system_fonts=system_fonts)
    if file is None:
        uses = official_font_uses(options)
    else:
        try:
            uses = font_uses(file.read_bytes(), options=options)
        except RenderError as fault:
            raise RenderError(fault.form, str(file), fault.reason) from fault
    if output == "json":
        click.echo(json.dumps([_row(use) for use in uses], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_table(uses)))
    return FOUND if any(use.missing for use in uses) else CLEAN


def _row(use: FontUse) -> dict[str, Any]:
    return {**asdict(use), "origin": use.origin.name.lower()}


def _table(uses: Iterable[FontUse]) -> Iterator[str]:
    """A line for each font, in columns, and below it the characters that it has not."""
    from rich.cells import cell_len

    rows = [("Word 文件里", "来源", "", "字体文件")] + [_cells(use) for use in uses]
    widths = [max(cell_len(row[column]) for row in rows) for column in range(3)]
    notes = ["", *map(_note, uses)]
    for row, note in zip(rows, notes, strict=True):
        columns = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*columns, row[3]]) + note


def _cells(use: FontUse) -> tuple[str, str, str, str]:
    style = "、".join(word for word, wanted in (("粗", use.bold), ("斜", use.italic)) if wanted)
    shown = Path(use.file).name if use.origin.name == "SHIPPED" else use.file
    return f"{use.name}（{style}）" if style else use.name, use.origin, "代替" if use.substituted else "原样", shown


def _note(use: FontUse) -> str:
    parts = {"由别的字体印": use.borrowed, "缺字，印作〓": use.missing}
    return "".join(f"\n  {title}：{characters}" for title, characters in parts.items() if characters)
