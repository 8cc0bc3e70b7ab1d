"""What ``budgetdocs render`` says of its results: faults at once, the rest in a few lines at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from budgetdocs.cli.terminal import FAILED, exit_code, failed
from budgetdocs.finding import Finding, Severity

if TYPE_CHECKING:
    from budgetdocs.batch.outcome import Done, Failed

MOST_FILES = 50
"""Files that are listed one by one; of more only their number is said, 清单.xlsx has them."""
MOST_FAULTS = 20
"""Failures that are told one by one."""
MOST_REMARKS = 50


class Account:
    """Keeps the account of a run, in no more memory for a million documents than for a few."""

    def __init__(self, out: str, formats: tuple[str, ...], book: bool) -> None:
        self._out = out
        self._formats = formats
        self._book = book
        self._files: list[str] = []
        self._written: Counter[str] = Counter()
        self._made = self._unchanged = self._failed = 0
        self._told: set[str] = set()
        self._remarks: Counter[Finding] = Counter()
        self._weight: Counter[Severity] = Counter()
        self._data: Counter[str] = Counter()

    def enter(self, outcome: Done | Failed) -> None:
        """Take ``outcome`` into account; a failure is said now, the same reason once."""
        from budgetdocs.batch.outcome import Failed

        if isinstance(outcome, Failed):
            self._failed += 1
            self._tell(outcome)
            return
        for remark in outcome.remarks:
            self._weight[remark.severity] += 1
            if remark in self._remarks or len(self._remarks) < MOST_REMARKS:
                self._remarks[remark] += 1
        if (outcome.project is None) == self._book:  # the book has all findings; without it the tables together
            self._data.update(outcome.findings)
        if outcome.unchanged:
            self._unchanged += 1
            return
        self._made += 1
        for file in outcome.files:
            self._written[file.path.rpartition(".")[2]] += 1
            if len(self._files) <= MOST_FILES:
                pages = f"  {file.pages} 页" if file.pages else ""
                self._files.append(f"{self._path(file.path)}{pages}  {-(-file.size // 1024)} KB")

    def interrupted(self) -> None:
        """Say how far it came."""
        click.echo(f"做了 {self._made} 份就停下了，再运行一次会接着做。", err=True)

    def close(self) -> int:
        """Say what was done; gives the exit code."""
        if not (self._made or self._unchanged):
            return FAILED
        for line in self._files if len(self._files) <= MOST_FILES else ():
            click.echo(line)
        for line in self._remarked():
            click.echo(line, err=True)
        said = self._of_data()
        click.echo(f"数据{f'有 {said}，用 budgetdocs check 看是哪些' if said else '没有发现问题'}。")
        click.echo("".join(self._done()))
        return FAILED if self._failed else exit_code(self._remarks)

    def _tell(self, outcome: Failed) -> None:
        lines = outcome.problems or (outcome.reason,)
        for line in lines:
            if line not in self._told and len(self._told) < MOST_FAULTS:
                self._told.add(line)
                failed(line)
                if len(self._told) == MOST_FAULTS:
                    failed("……后面的不再逐条说，都在清单.xlsx 里")

    def _path(self, path: str) -> str:
        """The path or address of a file, as the output folder was typed."""
        return f"{self._out}/{path}" if "://" in self._out else str(Path(self._out, path))

    def _remarked(self) -> Iterator[str]:
        """What there was to report about documents, the gravest first, each once."""
        order = list(Severity)
        for finding in sorted(self._remarks, key=lambda each: (order.index(each.severity), each.code)):
            count = self._remarks[finding]
            yield f"{finding}{f'（×{count}）' if count > 1 else ''}"

    def _of_data(self) -> str:
        from budgetdocs.review import RULES

        severities = Counter[Severity]()
        for code, count in self._data.items():
            severities[RULES[code].severity] += count
        return "、".join(f"{severities[each]} 个{each}" for each in Severity) if self._data else ""

    def _done(self) -> Iterator[str]:
        if self._made:
            kinds = "、".join(
                f"{self._written[kind]} 个 {'Word' if kind == 'docx' else 'PDF'}" for kind in self._formats
            )
            weights = "、".join(f"{self._weight[each]} 个{each}" for each in Severity)
            yield f"写好 {self._written.total()} 个文件（{kinds}），{weights}。"
        if self._unchanged:
            yield f"{self._unchanged} 份没有变，不用重做。"
        if self._failed:
            yield f"{self._failed} 份没有做成，原因见 清单.xlsx。"
