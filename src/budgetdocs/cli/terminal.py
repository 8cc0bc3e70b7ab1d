"""What the commands say at the terminal: exit codes, faults, tallies, a progress bar."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from budgetdocs.finding import Finding, Severity

if TYPE_CHECKING:
    from budgetdocs.batch.outcome import Progress

CLEAN, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130


def failed(message: str) -> int:
    """Say why the work could not be done, a line for each reason; gives the exit code of that."""
    for line in message.splitlines():
        click.echo(f"错误：{line}", err=True)
    return FAILED


def exit_code(findings: Iterable[Finding]) -> int:
    """:data:`FOUND` if one of ``findings`` is of severity 错误, else :data:`CLEAN`."""
    return FOUND if any(finding.severity is Severity.ERROR for finding in findings) else CLEAN


def tally(findings: Iterable[Finding]) -> str:
    """How many findings there are of each severity."""
    counts = Counter(finding.severity for finding in findings)
    return "、".join(f"{counts[severity]} 个{severity}" for severity in Severity)


@contextmanager
def progress(total: int, doing: str) -> Iterator[Callable[[], object]]:
    """A progress bar on a terminal, nothing elsewhere; gives what to call after each step."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda: bar.advance(task)


LINE_EVERY = 10.0
"""Seconds between two lines about progress in a log."""


@contextmanager
def running() -> Iterator[Callable[[Progress], object]]:
    """How far a batch has come: a bar on a terminal, a line every so often elsewhere; gives what to tell it to."""
    if not sys.stderr.isatty():
        yield _Lines().tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("生成"), BarColumn(), TextColumn("{task.fields[said]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("生成", total=None, said="")
        shown = 0.0

        def tell(now: Progress) -> None:
            nonlocal shown
            if now.seconds - shown > 0.1:
                shown = now.seconds
                bar.update(task, total=None if now.share is None else 1.0, completed=now.share or 0.0, said=_said(now))

        yield tell


class _Lines:
    """Progress in a log."""

    def __init__(self) -> None:
        self._next = time.monotonic() + LINE_EVERY

    def tell(self, now: Progress) -> None:
        """Say how far it is, if it is time."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + LINE_EVERY
            click.echo(_said(now), err=True)


def _said(now: Progress) -> str:
    """How far a batch has come, in words."""
    parts = [f"已有 {now.made + now.unchanged:,} 份", f"每秒 {now.rate:.0f} 份"]
    if now.share is not None:
        parts.append(f"{now.share:.0%}")
    if now.seconds_left is not None:
        parts.append(f"约剩 {_duration(now.seconds_left)}")
    if now.failed:
        parts.append(f"失败 {now.failed:,} 份")
    return "，".join(parts)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
