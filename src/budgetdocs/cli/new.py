"""``budgetdocs new``: a workbook, or a YAML file, to be filled in."""

from __future__ import annotations

from pathlib import Path

import click

from budgetdocs.batch.files import write_whole
from budgetdocs.cli.chinese import PATH, Command
from budgetdocs.cli.inputs import READABLE, require_free
from budgetdocs.errors import BudgetDocsError

_YAML = (".yaml", ".yml")


@click.command(cls=Command, short_help="新建一份申报数据：空白的，或照已有的填好")
@click.argument("file", metavar="FILE", type=PATH)
@click.option("--from", "source", metavar="FILE", type=PATH, help=f"照这个文件填好（{READABLE}）")
@click.option("--form", metavar="NAME", help="表样，默认 hebei-2022；有 --from 时默认照它的")
@click.option("--force", is_flag=True, help="已有同名的文件就换掉；默认不换")
def new(file: Path, source: Path | None, form: str | None, force: bool) -> None:
    """新建一份申报数据，在 Excel、WPS（.xlsx）或文本编辑器（.yaml）里填写。

    \b
    例：
      budgetdocs new 项目.xlsx                           空白工作簿，有下拉框、说明和例子
      budgetdocs new 项目.yaml                           空白的文本，每一项有注释
      budgetdocs new 项目.xlsx --from 申报.yaml          照已有的数据填好
      budgetdocs new 今年.xlsx --from 去年.docx          照去年的 Word 填好，再改成今年的

    \b
    工作簿怎样填，看里面的“填写说明”；填好以后：
      budgetdocs check 项目.xlsx
      budgetdocs render 项目.xlsx --out 成果
    """
    from budgetdocs.forms import DEFAULT_FORM, form_named

    suffix = _suffix(file, source)
    if form is not None:
        form_named(form)
    if source is not None and source.resolve() == file.resolve():
        raise click.UsageError(f"--from 写的就是 {file}，那样会盖掉它", click.get_current_context())
    require_free(file, force)
    if source is not None:
        content = _filled(source, suffix, form)
    elif suffix in _YAML:
        from budgetdocs.cli.skeleton import skeleton

        content = skeleton(form or DEFAULT_FORM)
    else:
        from budgetdocs.writers import write_xlsx

        content = write_xlsx(form=form or DEFAULT_FORM)
    write_whole(file, content)
    click.echo(f"写好 {file}。填好以后用 budgetdocs check {file} 检查。")


def _suffix(file: Path, source: Path | None) -> str:
    """The kind of file that is asked for; raises :class:`BudgetDocsError` for one that can't be written."""
    from budgetdocs.writers import SUFFIXES

    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        kind = f"“{file.suffix}”" if suffix else "没有扩展名的文件"
        raise BudgetDocsError(f"{file}：不能新建{kind}；请写 .xlsx（工作簿）或 .yaml（文本）")
    if suffix == ".json" and source is None:
        raise BudgetDocsError(f"{file}：JSON 里写不了说明，空白的请用 .xlsx 或 .yaml；.json 要和 --from 同用")
    return suffix


def _filled(source: Path, suffix: str, form: str | None) -> bytes:
    from budgetdocs.readers import read
    from budgetdocs.writers import write

    submission = read(source)
    return write(submission.model_copy(update={"form": form}) if form else submission, suffix)
