"""What is to be said about a cell."""

from __future__ import annotations

from typing import NamedTuple

from budgetdocs.finding import Severity


class Remark(NamedTuple):
    """A finding as a workbook shows it.

    ``position`` is the cell as a reader names it (``指标!F12``); what is no cell of the workbook (``第 3 行``, "") is
    listed without a link. ``project`` and ``subject`` say in words what it is about. ``fix`` is the proposed text.
    """

    position: str
    code: str
    severity: Severity
    message: str
    fix: str | None = None
    project: str = ""
    subject: str = ""
