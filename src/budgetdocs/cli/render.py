"""``budgetdocs render``: the books and the tables of many inputs as Word and PDF."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from budgetdocs.cli.chinese import PATH, Command, Count, OneOf
from budgetdocs.cli.rendering import Account
from budgetdocs.cli.settings import load_settings
from budgetdocs.cli.terminal import FOUND, running
from budgetdocs.errors import BudgetDocsError
from budgetdocs.finding import Severity

if TYPE_CHECKING:
    from budgetdocs.review import CheckOptions


@click.command(cls=Command, short_help="生成部门成册文本和各项目绩效目标表")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=PATH)
@click.option("--out", metavar="DIR", required=True, help="写到这个文件夹，没有就新建；也可以是 s3:// 这样的地址")
@click.option("--to", "formats", type=OneOf("docx", "pdf", several=True), default="docx,pdf", help="要哪些格式")
@click.option("--book/--no-book", default=True, help="要不要整册（默认要）")
@click.option("--each/--no-each", default=True, help="要不要单张项目表（默认要）")
@click.option("--tree", is_flag=True, help="按区划、单位分文件夹；默认都放在一个文件夹里")
@click.option("--pattern", metavar="PATTERN", help="单张表的文件夹和文件名，如 {单位名称}/{项目编码}")
@click.option("--jobs", metavar="N", type=Count(), help="用几个进程，默认看有多少要做、有几个处理器")
@click.option("--scheduler", metavar="ADDRESS", help="用集群：Dask 的 tcp://…，或 ray://…")
@click.option("--resume/--no-resume", default=True, help="没有变的不重做（默认）；--no-resume 全部重做")
@click.option("--strict/--no-strict", default=None, help="数据有“错误”级的问题就什么也不写（默认照写）")
@click.option("--form", metavar="NAME", help="表样，默认照数据里的“表样”")
@click.option("--templates", metavar="DIR", type=PATH, help="用自己改过的 Word 模板")
@click.option("--fonts", metavar="DIR", multiple=True, type=PATH, help="PDF 先用这里的字体，可写多次")
@click.option("--system-fonts/--no-system-fonts", default=True, help="PDF 用不用本机装的字体（默认用）")
@click.option("--line-rules", type=OneOf("word", "libreoffice"), default="word", help="PDF 照谁的规则断行")
@click.option("--repeat-merged/--no-repeat-merged", default=False, help="合并单元格跨页时在下一页重印文字（默认不）")
@click.option("--config", metavar="FILE", type=PATH, help="设置文件，默认从当前文件夹往上找 budgetdocs.toml")
def render(
    inputs: tuple[Path, ...],
    out: str,
    formats: tuple[str, ...],
    book: bool,
    each: bool,
    tree: bool,
    pattern: str | None,
    jobs: int | None,
    scheduler: str | None,
    resume: bool,
    strict: bool | None,
    config: Path | None,
    **how: Any,
) -> int:
    """由数据文件生成整册文本和每个项目的绩效目标表，Word 与 PDF 各一份。

    \b
    例：
      budgetdocs render 项目.xlsx --out 成果             整册和各表，Word 与 PDF
      budgetdocs render 申报.yaml --out 成果             数据也可以是文本
      budgetdocs render *.yaml --out 成果 --to docx      只要 Word
      budgetdocs render 申报.yaml --out 成果 --no-each   只要整册
      budgetdocs render 申报.yaml --out 成果 --strict    审核有错误就不生成
      budgetdocs render 申报.yaml --out 成果 --templates 我的模板 --fonts 我的字体
      budgetdocs render 全县 --out 成果 --tree --jobs 4  整个文件夹，按单位分开，四个进程

    \b
    INPUT 可以是文件、文件夹（连同里面的文件夹）、带 * 的名字。数据文件可以是 .xlsx .docx .yaml .json，
    也读 .xlsm .xls .csv，和一行一份数据的 .jsonl；一个工作簿里可以有几个部门，一个 .yaml 里可以有几份。
    有一份读不了、做不成，其他的照做，最后以 2 退出；--strict 则什么也不写。

    \b
    文件名（同名的编上 _2、_3，旧文件会被替换）：
      单位编码单位名称_年度年部门预算绩效目标.docx
      项目编码_项目名称绩效目标表.docx
    --tree 等于 --pattern "{区划}/{单位编码}{单位名称}/{项目编码}_{项目名称}"，还可以用 {年度}。

    \b
    同时写一份清单：清单.xlsx 给人看，manifest.jsonl 给程序用。
    随时可以按 Ctrl-C 停下，再运行一次会接着做：数据、模板、选项没有变，文件也完好的，不重做。
    数据的问题由 budgetdocs check 逐条列出；设置文件的写法见 budgetdocs check --help。

    \b
    退出码：0 成功；1 成功，但文件有“错误”级的问题；2 有没做成的；130 被中断
    """
    _require_sense(book, each, tree, pattern, jobs, scheduler)
    from budgetdocs.batch.executors import Patient, processors
    from budgetdocs.batch.pattern import FLAT, TREE
    from budgetdocs.batch.run import BatchOptions, render_batch
    from budgetdocs.render import RenderOptions

    settings = load_settings(config)
    check = settings.check_options(None, None)
    wanted = TREE if tree else FLAT if pattern is None else pattern
    options = BatchOptions(RenderOptions(**how), book, each, wanted, check)
    if (settings.strict if strict is None else strict) and _refused(inputs, check):
        return FOUND
    account = Account(out, formats, book)
    workers = scheduler or jobs or Patient(processors())
    with running() as on_progress:
        results = render_batch(inputs, out, formats, workers, resume, on_progress, options=options)
        with closing(results):
            try:
                for outcome in results:
                    account.enter(outcome)
            except KeyboardInterrupt:
                account.interrupted()
                raise
    return account.close()


def _require_sense(
    book: bool, each: bool, tree: bool, pattern: str | None, jobs: int | None, scheduler: str | None
) -> None:
    """Raises :class:`click.UsageError` for options that contradict each other."""
    contradictions = (
        (not (book or each), "--no-book 和 --no-each 不能同时用，那样什么也不生成"),
        (tree and pattern is not None, "--tree 和 --pattern 只能用一个"),
        (jobs is not None and scheduler is not None, "--jobs 和 --scheduler 只能用一个"),
    )
    for contradictory, said in contradictions:
        if contradictory:
            raise click.UsageError(said, click.get_current_context())
    if pattern is not None:
        from budgetdocs.batch.pattern import Pattern

        try:
            Pattern(pattern)
        except BudgetDocsError as fault:
            raise click.UsageError(f"--pattern {fault}", click.get_current_context()) from None


def _refused(inputs: Iterable[Path], options: CheckOptions) -> bool:
    """Whether an error stands in the data; says which, and that nothing was written.

    Raises :class:`BudgetDocsError`, naming all faults, if not all inputs can be read.
    """
    from budgetdocs.batch.sources import sources
    from budgetdocs.review import check

    unread: list[str] = []
    errors = 0
    for origin, submission, _ in sources(tuple(inputs)):
        if isinstance(submission, BudgetDocsError):
            unread.append(str(submission))
            continue
        for finding in check(submission, options=options):
            if finding.severity is Severity.ERROR:
                errors += 1
                click.echo(f"{origin}：{finding}", err=True)
    if unread:
        raise BudgetDocsError("\n".join(unread))
    if errors:
        click.echo(
            f"数据有 {errors} 个错误，什么也没有写（--strict）。请改好，或在数据里写审核说明；"
            "也可以加 --no-strict 照样生成。",
            err=True,
        )
    return errors > 0
