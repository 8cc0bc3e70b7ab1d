"""Chinese budget performance forms: typed data in, the official Word file and its PDF out.

>>> import budgetdocs as bd
>>> submission = bd.read("examples/shacheng-2022.yaml")         # doctest: +SKIP
>>> findings = bd.check(submission)                             # doctest: +SKIP
>>> docx, pdf = bd.to_docx(submission), bd.to_pdf(submission)   # doctest: +SKIP

Importing this package loads nothing else: each name is fetched when it is first used (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from budgetdocs.version import __version__

if TYPE_CHECKING:
    from budgetdocs.batch.outcome import Done, Failed, Progress
    from budgetdocs.batch.run import BatchOptions, render_batch
    from budgetdocs.errors import (
        BudgetDocsError,
        FontError,
        Problem,
        ReadError,
        RenderError,
        TemplateError,
        ValueSyntaxError,
    )
    from budgetdocs.finding import Finding, Severity
    from budgetdocs.model import (
        Department,
        DepartmentTargets,
        Indicator,
        IndicatorValue,
        Oddity,
        OddityKind,
        PaymentPlan,
        Project,
        ReviewNote,
        SpecificTarget,
        Submission,
        ValueKind,
        parse_value,
    )
    from budgetdocs.readers import read, read_all
    from budgetdocs.readers.rows import from_dataframe, from_rows
    from budgetdocs.render import RenderOptions, to_docx, to_pdf
    from budgetdocs.review import RULES, CheckOptions, Rule, check, check_value
    from budgetdocs.review.reporters.rows import findings_to_rows
    from budgetdocs.writers import write_json, write_xlsx, write_yaml


__all__ = [
    "RULES",
    "BatchOptions",
    "BudgetDocsError",
    "CheckOptions",
    "Department",
    "DepartmentTargets",
    "Done",
    "Failed",
    "Finding",
    "FontError",
    "Indicator",
    "IndicatorValue",
    "Oddity",
    "OddityKind",
    "PaymentPlan",
    "Problem",
    "Progress",
    "Project",
    "ReadError",
    "RenderError",
    "RenderOptions",
    "ReviewNote",
    "Rule",
    "Severity",
    "SpecificTarget",
    "Submission",
    "TemplateError",
    "ValueKind",
    "ValueSyntaxError",
    "__version__",
    "check",
    "check_value",
    "findings_to_rows",
    "from_dataframe",
    "from_rows",
    "parse_value",
    "read",
    "read_all",
    "render_batch",
    "to_docx",
    "to_pdf",
    "write_json",
    "write_xlsx",
    "write_yaml",
]

_NAMES_OF = {
    "batch.outcome": "Done Failed Progress",
    "batch.run": "BatchOptions render_batch",
    "errors": "BudgetDocsError FontError Problem ReadError RenderError TemplateError ValueSyntaxError",
    "finding": "Finding Severity",
    "model": "Department DepartmentTargets Indicator IndicatorValue Oddity OddityKind PaymentPlan Project ReviewNote "
    "SpecificTarget Submission ValueKind parse_value",
    "readers": "read read_all",
    "readers.rows": "from_dataframe from_rows",
    "render": "RenderOptions to_docx to_pdf",
    "review": "CheckOptions RULES Rule check check_value",
    "review.reporters.rows": "findings_to_rows",
    "writers": "write_json write_xlsx write_yaml",
}
_MODULE_OF = {name: module for module, names in _NAMES_OF.items() for name in names.split()}


def __getattr__(name: str) -> object:
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
