"""The report for people: one HTML page that holds all it needs, asks nothing of the network, and can be printed.

The page is ``page/report.html`` with its style and script; everything is on it without the script, which adds the
filters.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from budgetdocs.errors import ReadError
from budgetdocs.finding import Severity
from budgetdocs.review.reporters.checked import Checked, by_file, tally_of
from budgetdocs.review.reporters.concern import visible
from budgetdocs.review.reporters.view import COLUMNS, EXCUSED, file_views, rule_views
from budgetdocs.version import __version__


def html_report(checked: Sequence[Checked], unread: Sequence[ReadError] = ()) -> str:
    """The report as a whole HTML page, to be saved as UTF-8."""
    style, script = _source("report.css"), _source("report.js")
    rules = rule_views(checked)
    page: str = _template().render(
        version=__version__,
        total=tally_of(checked),
        projects=sum(len(each.submission.projects) for each in checked),
        files=file_views(checked),
        file_count=len(by_file(checked)),
        rules=rules,
        titles={view.code: view.title for view in rules},
        unread=unread,
        columns=COLUMNS,
        severities=[*map(str, Severity), EXCUSED],
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
    )
    return page


def _source(name: str) -> str:
    return files(__package__).joinpath("page", name).read_text("utf-8")


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = visible
    return environment.get_template("report.html")


def _shown(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _policy(style: str, script: str) -> str:
    """A content security policy by which only this style and this script count, and nothing is fetched."""
    return (
        f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
