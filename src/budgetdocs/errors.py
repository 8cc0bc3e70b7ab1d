"""The one tree of exceptions: what made the work impossible, where, and what to do.

An exception means that the work could not be done; a fault *in the data* is a :class:`~budgetdocs.finding.Finding`.
Every class takes its fields as positional arguments and hands them all to ``Exception``, so that each survives
pickling (a worker process raises, the parent reads), and ``str()`` gives the line that a person reads.
"""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One fault of an input file: ``where`` (path, line and column) and ``reason``, with what was expected."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}：{self.reason}" if self.where else self.reason


class BudgetDocsError(Exception):
    """Root of every exception that budgetdocs raises on purpose."""


class ValueSyntaxError(BudgetDocsError, ValueError):
    """``text`` is not an indicator value in any known way of writing; ``reason`` says why."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(text, reason)
        self.text = text
        self.reason = reason

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= 40 else self.text[:40] + "…"
        return f"指标值“{shown}”无法识别：{self.reason}"


class ReadError(BudgetDocsError):
    """The file at ``path`` could not be read as a submission.

    ``where`` and ``reason`` name the first fault; ``problems`` holds all of them (at least that one).
    """

    def __init__(self, path: str, where: str, reason: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(path, where, reason, problems)
        self.path = path
        self.where = where
        self.reason = reason
        self.problems = problems or (Problem(where, reason),)

    def __str__(self) -> str:
        return "\n".join(f"{self.path}：{problem}" for problem in self.problems)


class TemplateError(BudgetDocsError):
    """The Word template ``template`` can't be used: ``tag`` is the tag at fault ("" if none), ``reason`` says why."""

    def __init__(self, template: str, tag: str, reason: str) -> None:
        super().__init__(template, tag, reason)
        self.template = template
        self.tag = tag
        self.reason = reason

    def __str__(self) -> str:
        return f"模板 {self.template}：{self.tag + '：' if self.tag else ''}{self.reason}"


class RenderError(BudgetDocsError):
    """``target`` (a file, a project) could not be rendered by ``form``."""

    def __init__(self, form: str, target: str, reason: str) -> None:
        super().__init__(form, target, reason)
        self.form = form
        self.target = target
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.target}：{self.reason}" if self.target else self.reason


class FontError(BudgetDocsError):
    """The font ``font`` can't be used for ``characters`` ("" when the file itself is the fault)."""

    def __init__(self, font: str, characters: str, reason: str = "") -> None:
        super().__init__(font, characters, reason)
        self.font = font
        self.characters = characters
        self.reason = reason

    def __str__(self) -> str:
        lacking = f"缺字 {self.characters}" if self.characters else ""
        return f"字体 {self.font}：{'，'.join(part for part in (self.reason, lacking) if part)}"
