"""The reviewer: a submission in, findings out, each with a code, a place, a reason and, where there is one, a fix.

A rule is a small function in ``rules/``, registered with its code (:mod:`~budgetdocs.review.registry`); the checker
walks the submission and supplies the places.
"""

from budgetdocs.review import rules as rules
from budgetdocs.review.checker import Review, check, check_value, review
from budgetdocs.review.registry import GROUPS, RULES, Rule
from budgetdocs.review.selection import CheckOptions

__all__ = ["GROUPS", "RULES", "CheckOptions", "Review", "Rule", "check", "check_value", "review"]
