"""The command line. What its modules import at their tops is light: ``--help`` answers at once."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any, cast

import click

from budgetdocs.batch.files import os_fault
from budgetdocs.cli import check, data, extract, new, render, rules
from budgetdocs.cli.chinese import Group, usage_fault
from budgetdocs.cli.terminal import CLEAN, INTERRUPTED, failed
from budgetdocs.errors import BudgetDocsError
from budgetdocs.version import __version__


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
        return failed(f"{usage_fault(fault)}。用法见 {command} --help")
    except BudgetDocsError as fault:
        return failed(str(fault))
    except SystemExit:  # click's answer to a reader that has seen enough: budgetdocs check … | head
        return INTERRUPTED
    except OSError as fault:
        return failed(os_fault(fault))
    except Exception as fault:
        return failed(f"程序内部出错（{type(fault).__name__}：{fault}），请把这一行和输入文件发给维护者")


@click.group(cls=Group, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="budgetdocs", message="%(prog)s %(version)s", help="显示版本号")
@click.pass_context
def budgetdocs(ctx: click.Context) -> None:
    """预算绩效目标表：数据进，审核，官方 Word 与 PDF 出。

    \b
    例：
      budgetdocs new 项目.xlsx
      budgetdocs check 项目.xlsx
      budgetdocs render 项目.xlsx --out 成果
      budgetdocs extract 去年.docx --out 去年.xlsx
      budgetdocs rules IV003

    \b
    每个命令都有自己的说明：budgetdocs check --help
    退出码：0 成功；1 成功，但有“错误”级的问题；2 没能完成
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


for command in (new.new, check.check, render.render, extract.extract, rules.rules, data.schema, data.fonts):
    budgetdocs.add_command(command)
