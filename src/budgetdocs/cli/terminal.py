"""What the commands say at the terminal: exit codes, faults, tallies, a progress bar."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import click

from budgetdocs.finding import Finding, Severity

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
