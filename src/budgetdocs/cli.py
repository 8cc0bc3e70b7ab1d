"""The command line. What it imports at the top is light: ``--help`` answers at once."""

from __future__ import annotations

import difflib
import errno
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from budgetdocs import __version__
from budgetdocs.batch.files import FileNames, write_whole
from budgetdocs.errors import BudgetDocsError, ReadError, RenderError
from budgetdocs.finding import Finding, Severity

if TYPE_CHECKING:
    from budgetdocs.model import Project, Submission
    from budgetdocs.pdf import FontUse
    from budgetdocs.render import RenderOptions

CLEAN, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130


def main(argv: list[str] | None = None) -> int:
    """Run the command line ``argv`` (that of the process if None) and return its exit code; never raises.

    0: done; 1: done, with findings of severity 错误; 2: could not be done, said in one line each; 130: interrupted.
    """
    for stream in (sys.stdout, sys.stderr):  # a Chinese Windows console takes GBK only
        with suppress(AttributeError, ValueError):
            cast("Any", stream).reconfigure(errors="replace")
    try:
        code = budgetdocs.main(args=argv, prog_name="budgetdocs", standalone_mode=False)
        return code if isinstance(code, int) else CLEAN
    except (KeyboardInterrupt, click.Abort):
        click.echo("已中断；已经写好的文件都是完整的。", err=True)
        return INTERRUPTED
    except click.UsageError as fault:
        command = fault.ctx.command_path if fault.ctx else "budgetdocs"
        return _failed(f"{_usage_fault(fault)}。用法见 {command} --help")
    except BudgetDocsError as fault:
        return _failed(str(fault))
    except OSError as fault:
        return _failed(_os_fault(fault))
    except Exception as fault:
        return _failed(f"程序内部出错（{type(fault).__name__}：{fault}），请把这一行和输入文件发给维护者")


# -------------------------------------------------------------------------------------------------------- in Chinese


class _Command(click.Command):
    """A command whose help is in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section("选项"):
            formatter.write_dl([(name, text.replace("[required]", "（必写）")) for name, text in records])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明"
        return option


class _Group(_Command, click.Group):
    """Commands, listed in the order in which they are defined."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section("命令"):
            formatter.write_dl([(name, command.get_short_help_str(60)) for name, command in self.commands.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise click.UsageError(f"没有命令 {args[0]}{_meant(args[0], self.commands)}", ctx)
        return super().resolve_command(ctx, args)


def _meant(typed: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(typed, list(known), n=1, cutoff=0.5)
    return f"，是不是要写 {near[0]}" if near else f"，可用的有：{'、'.join(known)}"


def _usage_fault(fault: click.UsageError) -> str:
    """What is wrong with the command line, in Chinese; click's own messages are English."""
    if isinstance(fault, click.NoSuchOption):
        params = fault.ctx.command.params if fault.ctx else []
        known = [name for param in params if isinstance(param, click.Option) for name in param.opts]
        return f"没有选项 {fault.option_name}{_meant(fault.option_name, [*known, '--help'])}"
    if isinstance(fault, click.MissingParameter):
        name = (
            fault.param.opts[0]
            if isinstance(fault.param, click.Option)
            else fault.param and fault.param.human_readable_name
        )
        return f"缺少 {name}"
    if isinstance(fault, click.BadOptionUsage):
        needs = "requires" in fault.message or "argument" in fault.message
        return f"选项 {fault.option_name} 后面{'要写一个值' if needs else '不写值'}"
    if isinstance(fault, click.BadParameter):
        name = fault.param.opts[0] if isinstance(fault.param, click.Option) else ""
        return f"{name} {fault.message}".strip()
    extra = re.match(r"Got unexpected extra arguments? \((.*)\)", fault.message)
    return f"多出来的参数：{extra[1]}" if extra else fault.message.rstrip(".。")


_OS_FAULTS = {
    errno.EACCES: "没有权限，或者文件正在 Word、WPS 或 PDF 阅读器里打开，请关闭后再试",
    errno.EPERM: "没有权限，或者文件正在 Word、WPS 或 PDF 阅读器里打开，请关闭后再试",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "找不到",
    errno.EEXIST: "已有一个同名的文件，建不了文件夹",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENAMETOOLONG: "路径太长",
}


def _os_fault(fault: OSError) -> str:
    reason = _OS_FAULTS.get(fault.errno or 0, fault.strerror or str(fault))
    path = fault.filename2 or fault.filename
    return f"{path}：{reason}" if path else reason


def _failed(message: str) -> int:
    for line in message.splitlines():
        click.echo(f"错误：{line}", err=True)
    return FAILED


class _OneOf(click.ParamType):  # type: ignore[type-arg]  # generic in click 8.4 and later only
    """One word of ``words``, or with ``several`` a list of them with commas."""

    name = "词"

    def __init__(self, *words: str, several: bool = False) -> None:
        self.words, self.several = words, several

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002
        return (",".join if self.several else "|".join)(self.words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        chosen = tuple(dict.fromkeys(re.split(r"[,，、\s]+", value.strip().lower()))) if self.several else (value,)
        for word in chosen:
            if word not in self.words:
                self.fail(f"不认识“{word}”，可用的有：{'、'.join(self.words)}", param, ctx)
        return chosen if self.several else value


_PATH = click.Path(path_type=Path)


# ---------------------------------------------------------------------------------------------------------- commands


@click.group(cls=_Group, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="budgetdocs", message="%(prog)s %(version)s", help="显示版本号")
@click.pass_context
def budgetdocs(ctx: click.Context) -> None:
    """预算绩效目标表：数据进，官方 Word 与 PDF 出。

    \b
    例：
      budgetdocs render 申报.yaml --out 成果
      budgetdocs schema --out 申报.schema.json
      budgetdocs fonts 成果/某单位.docx

    \b
    每个命令都有自己的说明：budgetdocs render --help
    退出码：0 成功；1 成功，但有“错误”级的问题；2 没能完成
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@budgetdocs.command(cls=_Command, short_help="生成部门成册文本和各项目绩效目标表")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=_PATH)
@click.option("--out", metavar="DIR", required=True, type=_PATH, help="写到这个文件夹，没有就新建")
@click.option("--to", "formats", type=_OneOf("docx", "pdf", several=True), default="docx,pdf", help="要哪些格式")
@click.option("--book/--no-book", default=True, help="要不要整册（默认要）")
@click.option("--each/--no-each", default=True, help="要不要单张项目表（默认要）")
@click.option("--form", metavar="NAME", help="表样，默认照数据里的“表样”")
@click.option("--templates", metavar="DIR", type=_PATH, help="用自己改过的 Word 模板")
@click.option("--fonts", metavar="DIR", multiple=True, type=_PATH, help="PDF 先用这里的字体，可写多次")
@click.option("--line-rules", type=_OneOf("word", "libreoffice"), default="word", help="PDF 照谁的规则断行")
def render(inputs: tuple[Path, ...], out: Path, formats: tuple[str, ...], book: bool, each: bool, **how: Any) -> int:
    """由数据文件（.yaml .json）生成整册文本和每个项目的绩效目标表，Word 与 PDF 各一份。

    \b
    例：
      budgetdocs render 申报.yaml --out 成果             整册和各表，Word 与 PDF
      budgetdocs render *.yaml --out 成果 --to docx      只要 Word
      budgetdocs render 申报.yaml --out 成果 --no-each   只要整册
      budgetdocs render 申报.yaml --out 成果 --templates 我的模板 --fonts 我的字体

    \b
    文件名：
      单位编码单位名称_年度年部门预算绩效目标.docx
      项目编码_项目名称绩效目标表.docx
    同名的旧文件会被替换。有一个数据文件读不了，就什么也不写。
    """
    if not (book or each):
        raise click.UsageError("--no-book 和 --no-each 不能同时用，那样什么也不生成", click.get_current_context())
    from budgetdocs.forms import form_named
    from budgetdocs.render import RenderOptions

    submissions = _read_all(inputs)
    options = RenderOptions(**how)
    for name in {options.form or submission.form for submission in submissions}:
        form_named(name).template_path(options.templates)
    findings: Counter[Finding] = Counter()
    jobs = [job for submission in submissions for job in _jobs(submission, book, each)]
    written = _write_all(jobs, out, formats, options, findings)
    for line in written:
        click.echo(line)
    _show(findings)
    kinds = "、".join(f"{len(jobs)} 个 {'Word' if kind == 'docx' else 'PDF'}" for kind in formats)
    click.echo(f"写好 {len(written)} 个文件（{kinds}），{_tally(findings)}。")
    return FOUND if any(finding.severity is Severity.ERROR for finding in findings) else CLEAN


@budgetdocs.command(cls=_Command, short_help="数据文件的 JSON Schema，供编辑器提示")
@click.option("--out", metavar="FILE", type=_PATH, help="写到这个文件，不写则打印出来")
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


@budgetdocs.command(cls=_Command, short_help="Word 文件的字体各用哪个字体文件")
@click.argument("file", metavar="[FILE.docx]", required=False, type=_PATH)
@click.option("--fonts", metavar="DIR", multiple=True, type=_PATH, help="先用这里的字体，可写多次")
@click.option("--output", type=_OneOf("text", "json"), default="text", help="打印成文字还是 JSON")
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
        bundled = sorted((Path(__file__).parent / "pdf" / "bundled").glob("*.ttf"))
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


# --------------------------------------------------------------------------------------------------------------- work

_Job = tuple[str, "Submission | Project", int]
"""The wished name of the files, what stands in them, and the year."""


def _read_all(inputs: Sequence[Path]) -> list[Submission]:
    """The submission of each file; raises one :class:`ReadError` naming the faults of all files."""
    from budgetdocs.readers import read

    submissions, faults = [], []
    for path in inputs:
        try:
            submissions.append(read(path))
        except ReadError as fault:
            faults.append(fault)
    if len(faults) > 1:
        raise BudgetDocsError("\n".join(str(fault) for fault in faults))
    if faults:
        raise faults[0]
    return submissions


def _jobs(submission: Submission, book: bool, each: bool) -> Iterator[_Job]:
    department, year = submission.department, submission.year
    if book:
        yield f"{department.code}{department.name}_{year}年部门预算绩效目标", submission, year
    if each:
        for project in submission.projects:
            yield f"{project.code}_{project.name}绩效目标表", project, year


def _write_all(
    jobs: Sequence[_Job], out: Path, formats: Sequence[str], options: RenderOptions, findings: Counter[Finding]
) -> list[str]:
    """Render and write each job; a line for each file. What was found is counted in ``findings``."""
    from budgetdocs import render as rendering

    names, lines = FileNames(), []
    with _progress(len(jobs)) as advance:
        for stem, target, year in jobs:
            found: list[Finding] = []
            done = rendering.render(target, formats, year=year, options=options, report=found.append)
            findings.update(found)
            out.mkdir(parents=True, exist_ok=True)
            name = names.unique(stem)
            for kind, content in (("docx", done.docx), ("pdf", done.pdf)):
                if kind in formats and content is not None:
                    path = out / f"{name}.{kind}"
                    write_whole(path, content)
                    pages = f"  {done.page_count} 页" if kind == "pdf" else ""
                    lines.append(f"{path}{pages}  {-(-len(content) // 1024)} KB")
            advance()
    return lines


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], object]]:
    """A progress bar on a terminal, nothing elsewhere; gives what to call after each step."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("生成", total=total)
        yield lambda: bar.advance(task)


def _show(findings: Counter[Finding]) -> None:
    """The findings, the gravest first, each once."""
    order = list(Severity)
    for finding in sorted(findings, key=lambda each: (order.index(each.severity), each.code)):
        count = findings[finding]
        click.echo(f"{finding}{f'（×{count}）' if count > 1 else ''}", err=True)


def _tally(findings: Counter[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings.elements())
    return "、".join(f"{counts[severity]} 个{severity}" for severity in Severity)


def _row(use: FontUse) -> dict[str, Any]:
    return {"name": use.name, "file": str(use.file), "substituted": use.substituted, "missing": use.missing}
