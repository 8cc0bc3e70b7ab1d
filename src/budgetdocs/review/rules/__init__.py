"""The rules, a module for each group. Imported by name, so that one that fails to import is an error.

The order is that of the documentation: the groups as in ``registry.GROUPS``, within a group the codes.
"""

# isort: off
from budgetdocs.review.rules import reading as reading  # RD
from budgetdocs.review.rules import value_whole as value_whole  # IV00
from budgetdocs.review.rules import value_writing as value_writing  # IV01
from budgetdocs.review.rules import value_meaning as value_meaning  # IV1
from budgetdocs.review.rules import value_time as value_time  # IV2
from budgetdocs.review.rules import value_words as value_words  # IV3
from budgetdocs.review.rules import indicator as indicator  # IN00
from budgetdocs.review.rules import indicator_basis as indicator_basis  # IN01
from budgetdocs.review.rules import indicator_filing as indicator_filing  # IN02
from budgetdocs.review.rules import indicator_target as indicator_target  # IN03
from budgetdocs.review.rules import amount as amount  # AM
from budgetdocs.review.rules import plan as plan  # PL
from budgetdocs.review.rules import goal as goal  # GO
from budgetdocs.review.rules import code as code  # CO
from budgetdocs.review.rules import scheme as scheme  # SC
from budgetdocs.review.rules import note as note  # RV
