"""``budgetdocs render``: the book and the tables of each file as Word and PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from budgetdocs.batch.files import FileNames, write_whole
from budgetdocs.cli.chinese import PATH, Command, OneOf
from budgetdocs.cli.inputs import read_inputs
from budgetdocs.cli.settings import Settings, load_settings
from budgetdocs.cli.terminal import FOUND, exit_code, progress, tally
from budgetdocs.finding import Finding, Severity

if TYPE_CHECKING:
    from budgetdocs.model import Project, Submission
    from budgetdocs.render import RenderOptions


@click.command(cls=Command, short_help="生成部门成册文本和各项目绩效目标表")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=PATH)
@click.option("--out", metavar="DIR", required=True, type=PATH, help="写到这个文件夹，没有就新建")
@click.option("--to", "formats", type=OneOf("docx", "pdf", several=True), default="docx,pdf", help="要哪些格式")
@click.option("--book/--no-book", default=True, help="要不要整册（默认要）")
@click.option("--each/--no-each", default=True, help="要不要单张项目表（默认要）")
@click.option("--strict/--no-strict", default=None, help="数据有“错误”级的问题就什么也不写（默认照写）")
@click.option("--form", metavar="NAME", help="表样，默认照数据里的“表样”")
@click.option("--templates", metavar="DIR", type=PATH, help="用自己改过的 Word 模板")
@click.option("--fonts", metavar="DIR", multiple=True, type=PATH, help="PDF 先用这里的字体，可写多次")
@click.option("--line-rules", type=OneOf("word", "libreoffice"), default="word", help="PDF 照谁的规则断行")
@click.option("--config", metavar="FILE", type=PATH, help="设置文件，默认从当前文件夹往上找 budgetdocs.toml")
def render(
    inputs: tuple[Path, ...],
    out: Path,
    formats: tuple[str, ...],
    book: bool,
    each: bool,
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

    \b
    文件名：
      单位编码单位名称_年度年部门预算绩效目标.docx
      项目编码_项目名称绩效目标表.docx
    同名的旧文件会被替换。有一个数据文件读不了，就什么也不写。
    数据文件可以是 .xlsx .docx .yaml .json，也读 .xlsm .xls .csv；一个工作簿里可以有几个部门。
    数据的问题由 budgetdocs check 逐条列出；设置文件的写法见 budgetdocs check --help。
    """
    if not (book or each):
        raise click.UsageError("--no-book 和 --no-each 不能同时用，那样什么也不生成", click.get_current_context())
    from budgetdocs.forms import form_named
    from budgetdocs.render import RenderOptions

    settings = load_settings(config)
    read = read_inputs(list(dict.fromkeys(inputs)))
    of_file: dict[Path, list[Submission]] = {}
    for path, submission in read:
        of_file.setdefault(path, []).append(submission)
    submissions = [submission for path in inputs for submission in of_file[path]]
    options = RenderOptions(**how)
    for name in {options.form or submission.form for submission in submissions}:
        form_named(name).template_path(options.templates)
    data = _reviewed(read, settings)
    if (settings.strict if strict is None else strict) and _refused(data):
        return FOUND
    findings: Counter[Finding] = Counter()
    jobs = [job for submission in submissions for job in _jobs(submission, book, each)]
    written = _write_all(jobs, out, formats, options, findings)
    for line in written:
        click.echo(line)
    _show(findings)
    said = tally(finding for _, finding in data)
    click.echo(f"数据{f'有 {said}，用 budgetdocs check 看是哪些' if data else '没有发现问题'}。")
    kinds = "、".join(f"{len(jobs)} 个 {'Word' if kind == 'docx' else 'PDF'}" for kind in formats)
    click.echo(f"写好 {len(written)} 个文件（{kinds}），{tally(findings.elements())}。")
    return exit_code(findings)


_Job = tuple[str, "Submission | Project", int]
"""The wished name of the files, what stands in them, and the year."""


def _reviewed(read: Sequence[tuple[Path, Submission]], settings: Settings) -> list[tuple[Path, Finding]]:
    """What the review finds in each file."""
    from budgetdocs.review import check

    options = settings.check_options(None, None)
    return [(path, finding) for path, submission in read for finding in check(submission, options=options)]


def _refused(data: Sequence[tuple[Path, Finding]]) -> bool:
    """Whether an error stands in the data; says which, and that nothing was written."""
    errors = [(path, finding) for path, finding in data if finding.severity is Severity.ERROR]
    for path, finding in errors:
        click.echo(f"{path}：{finding}", err=True)
    if errors:
        click.echo(
            f"数据有 {len(errors)} 个错误，什么也没有写（--strict）。请改好，或在数据里写审核说明；"
            "也可以加 --no-strict 照样生成。",
            err=True,
        )
    return bool(errors)


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
    with progress(len(jobs), "生成") as advance:
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


def _show(findings: Counter[Finding]) -> None:
    """The findings, the gravest first, each once."""
    order = list(Severity)
    for finding in sorted(findings, key=lambda each: (order.index(each.severity), each.code)):
        count = findings[finding]
        click.echo(f"{finding}{f'（×{count}）' if count > 1 else ''}", err=True)
