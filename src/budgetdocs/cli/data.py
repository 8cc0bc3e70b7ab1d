"""``budgetdocs schema`` and ``budgetdocs fonts``: what the input may hold, and which font file plays which part."""

from __future__ import annotations

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


@click.command(cls=Command, short_help="Word 文件的字体各用哪个字体文件")
@click.argument("file", metavar="[FILE.docx]", required=False, type=PATH)
@click.option("--fonts", metavar="DIR", multiple=True, type=PATH, help="先用这里的字体，可写多次")
@click.option("--output", type=OneOf("text", "json"), default="text", help="打印成文字还是 JSON")
def fonts(file: Path | None, fonts: tuple[Path, ...], output: Literal["text", "json"]) -> int:
    """生成 PDF 时，Word 文件里的每种字体用哪个字体文件，是不是代替的，缺哪些字。

    \b
    例：
      budgetdocs fonts                        随程序带的字体
      budgetdocs fonts 成果/某单位.docx
      budgetdocs fonts 成果/某单位.docx --fonts C:/Windows/Fonts
    """
    import json

    from budgetdocs.pdf import PdfOptions, font_uses

    if file is None:
        bundled = sorted((Path(__file__).parents[1] / "pdf" / "bundled").glob("*.ttf"))
        rows = [{"name": path.stem, "file": path.name, "substituted": False, "missing": ""} for path in bundled]
    else:
        try:
            rows = [_row(use) for use in font_uses(file.read_bytes(), options=PdfOptions(fonts=fonts))]
        except RenderError as fault:
            raise RenderError(fault.form, str(file), fault.reason) from fault
    if output == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            remark = "代替" if row["substituted"] else "原样"
            click.echo(f"{row['name']} → {row['file']}  {remark}{'  缺字 ' if row['missing'] else ''}{row['missing']}")
    return FOUND if any(row["missing"] for row in rows) else CLEAN


def _row(use: FontUse) -> dict[str, Any]:
    return {"name": use.name, "file": str(use.file), "substituted": use.substituted, "missing": use.missing}
