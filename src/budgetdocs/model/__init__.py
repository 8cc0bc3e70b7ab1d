"""What a form says: frozen, typed records with English names and the printed labels as aliases. No input or output."""

from budgetdocs.model.department import Department, DepartmentTargets, SpecificTarget
from budgetdocs.model.indicator import Indicator
from budgetdocs.model.note import ReviewNote
from budgetdocs.model.oddity import Oddity, OddityKind
from budgetdocs.model.project import PaymentPlan, Project
from budgetdocs.model.record import Path, Record
from budgetdocs.model.submission import Place, Submission, labelled
from budgetdocs.model.value import IndicatorValue, ValueKind, parse_value

__all__ = [
    "Department",
    "DepartmentTargets",
    "Indicator",
    "IndicatorValue",
    "Oddity",
    "OddityKind",
    "Path",
    "PaymentPlan",
    "Place",
    "Project",
    "Record",
    "ReviewNote",
    "SpecificTarget",
    "Submission",
    "ValueKind",
    "labelled",
    "parse_value",
]
