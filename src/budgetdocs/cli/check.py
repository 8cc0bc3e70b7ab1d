"""``budgetdocs check``: the review of files as a report, and the mended files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
@click.option("--annotate", is_flag=True, help="另存一份带批注的工作簿：有问题的格标红，原文件不动")
@click.option("--diff", is_flag=True, help="先看会改哪些地方；不写 --fix 就只看不写")
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="连要人确认的改法也用上，和 --fix 或 --diff 同用")
@selection_options
def check(
    inputs: tuple[Path, ...],
    output: str | None,
    out: Path | None,
    fix: bool,
    annotate: bool,
    diff: bool,
    unsafe: bool,
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    config: Path | None,
) -> int:
    """像审核人员那样检查数据文件，每个问题写明代号、位置、缘由，能改的写出改法。

    \b
    数据文件可以是 .xlsx .docx .yaml .json，也读 .xlsm .xls .csv；一个工作簿里可以有几个部门。

    \b
    例：
      budgetdocs check 项目.xlsx                         逐条列出，写明在哪一格
      budgetdocs check 项目.xlsx --annotate              另存 项目.批注.xlsx：标红，写批注，附一张检查结果
      budgetdocs check 项目.xlsx --fix                   改好的存成 项目.修正.xlsx
      budgetdocs check 申报.yaml                         数据也可以是文本
      budgetdocs check *.yaml --out 检查结果.html        网页，可筛选，可打印
      budgetdocs check 申报.yaml --diff                  看看能自动改哪些，不写文件
      budgetdocs check 申报.yaml --fix                   改好的存成 申报.修正.yaml
      budgetdocs check 申报.yaml --select IV --ignore IV011
      budgetdocs rules IV003                             这一条为什么要查

    \b
    选择规则：写代号或它的开头；两者都说到的，听写得更长的那个，一样长听 --ignore。
    --fix 只改写法，不改意思；会改意思的要加 --unsafe-fixes。已有 申报.修正.yaml 时另存
    申报.修正2.yaml，批注也是这样，从不覆盖。--fix 与 --annotate 同用，批注写在改好的那份上。
    .xls、.csv 请先另存为 .xlsx，.docx 先用 budgetdocs extract 变成 .xlsx，才能改和批注。

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
    _require_kinds(inputs, fix or diff, annotate)
    output = output or _KINDS.get(out.suffix.lower() if out else "", "text")
    out = PAGE if out is None and output == "html" else out
    if out is not None and any(out.resolve() == path.resolve() for path in inputs):
        raise click.UsageError(f"--out 写的是数据文件 {out}，那样会盖掉它", click.get_current_context())
    options = load_settings(config).check_options(select, ignore)
    checked, unread = _check_all(list(dict.fromkeys(inputs)), options)
    say = partial(click.echo, err=output == "json" and out is None)
    if fix or diff:
        from budgetdocs.cli.mending import mend_all

        copies = mend_all(checked, options, unsafe=unsafe, diff=diff, write=fix, say=say)
        checked = _with_copies(checked, copies, options)
    if annotate:
        from budgetdocs.cli.annotating import annotate_all

        annotate_all(checked, say)
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
                checked += _reviewed(path, options)
            except ReadError as fault:
                unread.append(fault)
            advance()
    return checked, unread


def _reviewed(path: Path, options: CheckOptions) -> list[Checked]:
    """The file at ``path``, checked; as often as there are departments in it."""
    from budgetdocs.readers import read_all
    from budgetdocs.review import review
    from budgetdocs.review.reporters import Checked

    return [Checked(str(path), submission, review(submission, options)) for submission in read_all(path)]


def _with_copies(checked: Sequence[Checked], copies: Mapping[str, Path], options: CheckOptions) -> list[Checked]:
    """``checked``, but for a file that has a mended copy that copy, checked."""
    found: list[Checked] = []
    for file in dict.fromkeys(each.file for each in checked):
        known = [each for each in checked if each.file == file]
        found += _reviewed(copies[file], options) if file in copies else known
    return found


_INSTEAD = {
    ".xls": "请在 Excel 或 WPS 里另存为 .xlsx",
    ".csv": "请在 Excel 或 WPS 里另存为 .xlsx",
    ".docx": "请先用 budgetdocs extract 变成 .xlsx",
}


def _require_kinds(inputs: Sequence[Path], fix: bool, annotate: bool) -> None:
    """Raises :class:`click.UsageError` for a file that can't be mended or annotated, if that is asked for."""
    from budgetdocs.cli.mending import MENDABLE, WORKBOOKS
    from budgetdocs.readers import SUFFIXES

    for option, wanted, kinds in (("--fix、--diff", fix, MENDABLE), ("--annotate", annotate, WORKBOOKS)):
        for path in inputs if wanted else ():
            suffix = path.suffix.lower()
            if suffix in SUFFIXES and suffix not in kinds:
                instead = _INSTEAD.get(suffix, f"它只用于 {'、'.join(kinds)}")
                raise click.UsageError(f"{option} 不能用于 {path}；{instead}", click.get_current_context())


def _report(checked: list[Checked], unread: list[ReadError], output: str, out: Path | None) -> None:
    """The report on the terminal or in the file ``out``; the files that were not read on the terminal in any case."""
    from budgetdocs.review.reporters import REPORTERS

    report = REPORTERS[output]
    if out is not None:
        write_whole(out, f"{report(checked, unread)}\n".encode(errors="replace"))
        found = tally(finding for each in checked for finding in each.review.findings)
        click.echo(f"写好 {out}：{len({each.file for each in checked})} 个文件，{found}")
    elif output == "json":
        click.echo(report(checked, unread))
    elif checked:
        click.echo(report(checked, ()))
    for fault in unread:
        failed(str(fault))
