"""Which of two rules on one edge is drawn (ECMA-376 Part 1, 17.4.66)."""

import pytest

from budgetdocs.pdf.blocks import Border
from budgetdocs.pdf.layout.borders import NONE, stronger, thickness

THIN, THICK = Border(0.5, "000000"), Border(1.5, "000000")


@pytest.mark.parametrize(
    ("stronger_one", "other"),
    [
        (THICK, THIN),
        (THIN, NONE),
        (Border(0.5, "FF0000", "double"), THIN),  # three times as thick
        (Border(0.5, "000000", "dashed"), THIN),  # of the same thickness: the style of greater number
        (Border(0.5, "000000", "triple"), Border(0.5, "000000", "double")),
        (THIN, Border(0.5, "FFFFFF")),  # the darker
        (Border(0.5, "0000FF"), Border(0.5, "00FF00")),  # green counts twice
    ],
)
def test_the_stronger_wins_from_either_side(stronger_one: Border, other: Border) -> None:
    assert stronger(stronger_one, other) == stronger(other, stronger_one) == stronger_one


def test_of_equals_the_first_stays() -> None:
    same = Border(0.5, "000000")
    assert stronger(THIN, same) is THIN


@pytest.mark.parametrize(("style", "strokes"), [("single", 1), ("dotted", 1), ("double", 3), ("triple", 5)])
def test_the_room_that_a_rule_takes(style: str, strokes: int) -> None:
    assert thickness(Border(0.5, "000000", style)) == 0.5 * strokes
