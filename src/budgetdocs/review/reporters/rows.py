"""Findings as plain rows, for scripts: a data frame, a spreadsheet, a database take them as they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from budgetdocs.finding import Finding
from budgetdocs.review.reporters.concern import title_of


def findings_to_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """A dict for each of ``findings``, all with the same keys, the values texts, truths and None.

    ``建议`` is the text that may stand instead, None where there is none ("" is: leave it blank); ``可自动改`` says
    whether ``check --fix`` would write it. ``规则`` is what the rule asks, "" for a finding of no rule.
    """
    return [
        {
            "代号": finding.code,
            "级别": str(finding.severity),
            "位置": finding.where,
            "问题": finding.message,
            "建议": finding.fix,
            "可自动改": finding.fix is not None and finding.safe,
            "规则": title_of(finding.code),
        }
        for finding in findings
    ]
