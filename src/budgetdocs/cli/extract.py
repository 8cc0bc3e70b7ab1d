"""``budgetdocs extract``: what a Word file, a workbook or any other input says, as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from budgetdocs.batch.files import write_whole
from budgetdocs.batch.names import FileNames
from budgetdocs.cli.chinese import PATH, Command, OneOf
from budgetdocs.cli.inputs import read_inputs, require_free
from budgetdocs.cli.terminal import exit_code, tally
from budgetdocs.errors import BudgetDocsError

if TYPE_CHECKING:
    from budgetdocs.finding import Finding
    from budgetdocs.model import Submission


@click.command(cls=Command, short_help="把 Word、工作簿里的内容变成数据文件")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=PATH)
@click.option("--out", metavar="FILE|DIR", required=True, type=PATH, help="写到 .yaml .json .xlsx 文件；或文件夹")
@click.option("--to", "kind", type=OneOf("xlsx", "yaml", "json"), default="xlsx", help="写到文件夹时用哪种，默认 xlsx")
@click.option("--force", is_flag=True, help="已有同名的文件就换掉；默认不换")
def extract(files: tuple[Path, ...], out: Path, kind: str, force: bool) -> int:
    """读出文件里的内容，写成数据文件：Word 变成工作簿，工作簿变成文本，都可以。

    \b
    例：
      budgetdocs extract 去年.docx --out 去年.xlsx
      budgetdocs extract 去年.docx --out 去年.yaml
      budgetdocs extract 甲项目.docx 乙项目.docx --out 本单位.xlsx   同一部门同一年的，合成一份
      budgetdocs extract *.docx --out 数据 --to yaml                 一个部门一年一份，写到文件夹

    \b
    读取时认不出、认不准、放不下的内容逐条列出，写明在文件的什么地方，从不悄悄丢掉；
    缘由见 budgetdocs rules RD。有一个文件读不了，就什么也不写。

    \b
    退出码：0 都读出来了；1 读出来了，但有“错误”级的问题；2 没能完成
    """
    from budgetdocs.writers import SUFFIXES, write

    folder = out.is_dir() or not out.suffix
    if not folder and out.suffix.lower() not in SUFFIXES:
        raise BudgetDocsError(f"{out}：不能写成“{out.suffix}”；请写 .xlsx、.yaml 或 .json")
    if any(out.resolve() == path.resolve() for path in files):
        raise click.UsageError(f"--out 写的是输入文件 {out}，那样会盖掉它", click.get_current_context())
    read = read_inputs(list(dict.fromkeys(files)))
    books = joined(submission for _, submission in read)
    names = FileNames()
    targets = [out / f"{names.unique(_name(book))}.{kind}" for book in books] if folder else [out]
    if len(targets) < len(books):
        listed = "、".join(_name(book) for book in books[:5])
        raise BudgetDocsError(f"{out}：读出 {len(books)} 份（{listed}），一个文件只能放一份；--out 请写文件夹")
    for target in targets:
        require_free(target, force)
    contents = [write(book, target.suffix) for book, target in zip(books, targets, strict=True)]
    findings = _said(read)
    for book, target, content in zip(books, targets, contents, strict=True):
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
        click.echo(f"写好 {target}：{_name(book)}，{len(book.projects)} 个项目")
    click.echo(f"读取时有 {tally(findings)}。" if findings else "读取时没有发现问题。")
    return exit_code(findings)


def joined(submissions: Iterable[Submission]) -> list[Submission]:
    """``submissions``, those of one department, year and form as one: their projects in order, and the targets of one.

    Raises :class:`BudgetDocsError` where two of them have different targets.
    """
    books: dict[object, Submission] = {}
    for each in submissions:
        key = (each.form, each.year, each.department)
        books[key] = _both(books[key], each) if key in books else each
    return list(books.values())


def _both(one: Submission, other: Submission) -> Submission:
    targets = {each.targets for each in (one, other) if any(text for _, text in each.targets)}
    if len(targets) > 1:
        raise BudgetDocsError(f"{_name(one)}：几个文件的部门整体绩效目标不同，不能合成一份；请分别读出")
    return one.model_copy(
        update={
            "targets": next(iter(targets), one.targets),
            "projects": one.projects + other.projects,
            "review_notes": tuple(dict.fromkeys(one.review_notes + other.review_notes)),
        }
    ).located({})


def _name(book: Submission) -> str:
    return f"{book.department.code}{book.department.name}_{book.year}年"


def _said(read: Sequence[tuple[Path, Submission]]) -> list[Finding]:
    """What the readers have to tell, said line by line."""
    from budgetdocs.review import CheckOptions, check
    from budgetdocs.review.reporters.concern import one_line

    options = CheckOptions(select=("RD",))
    findings = []
    for path, submission in read:
        for finding in check(submission, options=options):
            click.echo(one_line(f"{path}：{finding}"), err=True)
            findings.append(finding)
    return findings
