"""The report for programs: JSON, documented in ``docs/report.md``, with a schema in ``docs/report.schema.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from budgetdocs.errors import ReadError
from budgetdocs.finding import Finding, Severity
from budgetdocs.model import Submission, labelled
from budgetdocs.review.reporters.checked import Checked, Tally, row_number, tally, tally_of
from budgetdocs.review.reporters.concern import position_of, text_at, title_of
from budgetdocs.version import __version__

SCHEMA_VERSION = 1
"""Rises when a field is taken away or changes its meaning; a new field leaves it."""

_KEYS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def json_report(checked: Sequence[Checked], unread: Sequence[ReadError] = ()) -> str:
    """The report as one JSON object. Text is as typed; what UTF-8 can't carry (a lone surrogate) is escaped."""
    report = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "budgetdocs", "version": __version__},
        "counts": _counts(tally_of(checked)),
        "files": [_file(each) for each in checked],
        "unread": [_unread(error) for error in unread],
    }
    written = json.dumps(report, ensure_ascii=False, indent=2)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _file(checked: Checked) -> dict[str, Any]:
    submission, review = checked.submission, checked.review
    return {
        "file": checked.file,
        "form": submission.form,
        "year": submission.year,
        "department": {"code": submission.department.code, "name": submission.department.name},
        "projects": len(submission.projects),
        "counts": _counts(tally(review.findings, review.excused)),
        "findings": [_finding(submission, finding) for finding in review.findings],
        "excused": [_finding(submission, each.finding) | {"reason": each.note.reason} for each in review.excused],
    }


def _finding(submission: Submission, finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "severity_key": _KEYS[finding.severity],
        "title": title_of(finding.code),
        "message": finding.message,
        "path": labelled(finding.path),
        "position": position_of(submission, finding),
        "value": text_at(submission, finding.path),
        "fix": finding.fix,
        "safe": finding.fix is not None and finding.safe,
        "project": _project(submission, finding),
        "indicator": _indicator(submission, finding),
    }


def _project(submission: Submission, finding: Finding) -> dict[str, Any] | None:
    match finding.path:
        case ("projects", int(number), *_) if number < len(submission.projects):
            project = submission.projects[number]
            return {"index": number, "code": project.code, "name": project.name}
    return None


def _indicator(submission: Submission, finding: Finding) -> dict[str, Any] | None:
    row = row_number(finding.path)
    keys = ("level1", "level2", "level3")
    texts = {key: text_at(submission, (*finding.path[:4], key)) for key in keys} if row >= 0 else {}
    return None if None in texts.values() or not texts else {"index": row, **texts}


def _unread(error: ReadError) -> dict[str, Any]:
    return {"file": error.path, "problems": [{"where": each.where, "reason": each.reason} for each in error.problems]}


def _counts(counts: Tally) -> dict[str, int]:
    return {
        "error": counts.errors,
        "warning": counts.warnings,
        "hint": counts.hints,
        "fixable": counts.fixable,
        "to_confirm": counts.to_confirm,
        "excused": counts.excused,
    }
