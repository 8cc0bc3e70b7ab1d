"""The rules, a module for each group. Imported by name, so that one that fails to import is an error."""

from budgetdocs.review.rules import note as note  # RV
from budgetdocs.review.rules import value as value  # IV
