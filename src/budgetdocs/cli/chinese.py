"""click in Chinese: help pages, faults of the command line, and faults of the system, each in one line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click


class Command(click.Command):
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


class Group(Command, click.Group):
    """Commands, listed in the order in which they are added."""

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
            raise click.UsageError(f"没有命令 {args[0]}{meant(args[0], self.commands)}", ctx)
        return super().resolve_command(ctx, args)


def meant(typed: str, known: Iterable[str]) -> str:
    """The end of a sentence that says that ``typed`` is not known: the nearest of ``known``, or all of them."""
    near = difflib.get_close_matches(typed, list(known), n=1, cutoff=0.5)
    return f"，是不是要写 {near[0]}" if near else f"，可用的有：{'、'.join(known)}"


def usage_fault(fault: click.UsageError) -> str:
    """What is wrong with the command line; click's own messages are English."""
    if isinstance(fault, click.NoSuchOption):
        params = fault.ctx.command.params if fault.ctx else []
        known = [name for param in params if isinstance(param, click.Option) for name in param.opts]
        return f"没有选项 {fault.option_name}{meant(fault.option_name, [*known, '--help'])}"
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


class OneOf(click.ParamType):  # type: ignore[type-arg]  # generic in click 8.4 and later only
    """One word of ``words``, or with ``several`` a list of them with commas."""

    name = "词"

    def __init__(self, *words: str, several: bool = False) -> None:
        self.words, self.several = words, several

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002
        return (",".join if self.several else "|".join)(self.words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        chosen = tuple(dict.fromkeys(listed(value.lower()))) if self.several else (value,)
        for word in chosen:
            if word not in self.words:
                self.fail(f"不认识“{word}”，可用的有：{'、'.join(self.words)}", param, ctx)
        return chosen if self.several else value


class Count(click.ParamType):  # type: ignore[type-arg]  # generic in click 8.4 and later only
    """A whole number, 1 or more."""

    name = "数"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and not (value.isascii() and value.isdecimal() and int(value) > 0):
            self.fail(f"应为 1 以上的整数，而写的是“{value}”", param, ctx)
        return int(value)


def listed(typed: str) -> list[str]:
    """The words of a list with commas, Chinese ones too, or blanks."""
    return re.split(r"[,，、\s]+", typed.strip(", ，、\t"))


PATH = click.Path(path_type=Path, readable=False)
"""A path as typed. Whether it can be read is found out, and said in Chinese, by what reads it."""
