"""Reports of a review: as text for the terminal, as JSON for programs, as one HTML page for people.

Each is a pure function of what was checked: the same input gives the same text. None ends with a newline.
"""

from __future__ import annotations

from collections.abc import Callable

from budgetdocs.review.reporters.checked import Checked
from budgetdocs.review.reporters.html import html_report
from budgetdocs.review.reporters.json_report import json_report
from budgetdocs.review.reporters.text import text_report

__all__ = ["REPORTERS", "Checked", "html_report", "json_report", "text_report"]

REPORTERS: dict[str, Callable[..., str]] = {"text": text_report, "json": json_report, "html": html_report}
"""The reports by the names that ``check --output`` takes."""
