"""``budgetdocs check``: the review of files as a report, and the mended files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from budgetdocs.batch.files import write_whole
from budgetdocs.cli.chinese import PATH, Command, OneOf
from budgetdocs.cli.settings import load_settings, selection_options
from budgetdocs.cli.terminal import FAILED, exit_code, failed, progress, tally
from budgetdocs.errors import ReadError

if TYPE_CHECKING:
    from budgetdocs.review import CheckOptions
    from budgetdocs.review.reporters import Checked

PAGE = Path("检查结果.html")
_KINDS = {".html": "html", ".htm": "html", ".json": "json"}


@click.command(cls=Command, short_help="审核数据文件：指出问题，能改的另存一份改好的")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=PATH)
@click.option("--output", type=OneOf("text", "json", "html"), help="报告的样子，默认看 --out 的扩展名，否则是文字")
@click.option("--out", metavar="FILE", type=PATH, help=f"报告写到这个文件；网页不写 --out 就写到 {PAGE}")
@click.option("--fix", is_flag=True, help="把改好的另存一份，原文件不动")
@click.option("--diff", is_flag=True, help="先看会改哪些地方；不写 --fix 就只看不写")
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="连要人确认的改法也用上，和 --fix 或 --diff 同用")
@selection_options
def check(
    inputs: tuple[Path, ...],
    output: str | None,
    out: Path | None,
    fix: bool,
    diff: bool,
    unsafe: bool,
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    config: Path | None,
) -> int:
    """像审核人员那样检查数据文件（.yaml .json），每个问题写明代号、位置、缘由，能改的写出改法。

    \b
    例：
      budgetdocs check 申报.yaml                         逐条列出
      budgetdocs check *.yaml --out 检查结果.html        网页，可筛选，可打印
      budgetdocs check 申报.yaml --diff                  看看能自动改哪些，不写文件
      budgetdocs check 申报.yaml --fix                   改好的存成 申报.修正.yaml
      budgetdocs check 申报.yaml --select IV --ignore IV011
      budgetdocs rules IV003                             这一条为什么要查

    \b
    选择规则：写代号或它的开头；两者都说到的，听写得更长的那个，一样长听 --ignore。
    --fix 只改写法，不改意思；会改意思的要加 --unsafe-fixes。已有 申报.修正.yaml 时另存
    申报.修正2.yaml，从不覆盖。

    \b
    设置文件 budgetdocs.toml（命令行优先；命令行写了 --select，设置里的 ignore 就不看了）：
      [check]
      select = ["IV", "IN", "AM"]
      ignore = ["IN033"]
      [render]
      strict = true

    \b
    某一处情况特殊，在数据里写审核说明，连同理由：
      审核说明:
        - 规则: IN033
          理由: 首次开展调查，局党组会议议定先以 75% 为目标

    \b
    退出码：0 没有“错误”级的问题；1 有；2 没能完成，如有文件读不了
    """
    if unsafe and not (fix or diff):
        raise click.UsageError("--unsafe-fixes 要和 --fix 或 --diff 同用", click.get_current_context())
    output = output or _KINDS.get(out.suffix.lower() if out else "", "text")
    out = PAGE if out is None and output == "html" else out
    if out is not None and any(out.resolve() == path.resolve() for path in inputs):
        raise click.UsageError(f"--out 写的是数据文件 {out}，那样会盖掉它", click.get_current_context())
    options = load_settings(config).check_options(select, ignore)
    checked, unread = _check_all(list(dict.fromkeys(inputs)), options)
    if fix or diff:
        from budgetdocs.cli.mending import mend_all

        say = partial(click.echo, err=output == "json" and out is None)
        copies = mend_all(checked, options, unsafe=unsafe, diff=diff, write=fix, say=say)
        checked = [_reviewed(copies[each.file], options) if each.file in copies else each for each in checked]
    _report(checked, unread, output, out)
    findings = (finding for each in checked for finding in each.review.findings)
    return FAILED if unread else exit_code(findings)


def _check_all(paths: Sequence[Path], options: CheckOptions) -> tuple[list[Checked], list[ReadError]]:
    """The files that could be read, checked, and why the others could not."""
    checked: list[Checked] = []
    unread: list[ReadError] = []
    with progress(len(paths), "审核") as advance:
        for path in paths:
            try:
                checked.append(_reviewed(path, options))
            except ReadError as fault:
                unread.append(fault)
            advance()
    return checked, unread


def _reviewed(path: Path, options: CheckOptions) -> Checked:
    from budgetdocs.readers import read
    from budgetdocs.review import review
    from budgetdocs.review.reporters import Checked

    submission = read(path)
    return Checked(str(path), submission, review(submission, options))


def _report(checked: list[Checked], unread: list[ReadError], output: str, out: Path | None) -> None:
    """The report on the terminal or in the file ``out``; the files that were not read on the terminal in any case."""
    from budgetdocs.review.reporters import REPORTERS

    report = REPORTERS[output]
    if out is not None:
        write_whole(out, f"{report(checked, unread)}\n".encode(errors="replace"))
        found = tally(finding for each in checked for finding in each.review.findings)
        click.echo(f"写好 {out}：{len(checked)} 个文件，{found}")
    elif output == "json":
        click.echo(report(checked, unread))
    elif checked:
        click.echo(report(checked, ()))
    for fault in unread:
        failed(str(fault))
