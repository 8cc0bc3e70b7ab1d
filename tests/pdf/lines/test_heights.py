"""行高：行距规则、混排的字号、文档网格、空段落。"""

import pytest

from .composed import RUN, composer, lines, paragraph, span

NATURAL, ASCENT = 14.35, 11.5  # of 宋体 10 pt: each rounded to a twip


@pytest.mark.parametrize(
    ("rule", "line", "height", "baseline"),
    [
        ("auto", 1.0, NATURAL, ASCENT),
        ("auto", 1.5, NATURAL * 1.5, ASCENT),
        ("auto", 0.8, NATURAL * 0.8, NATURAL * 0.8 - (NATURAL - ASCENT)),
        ("exact", 20.0, 20.0, 16.0),
        ("atLeast", 20.0, 20.0, 20.0 - (NATURAL - ASCENT)),
        ("atLeast", 10.0, NATURAL, ASCENT),
    ],
)
def test_line_rules(rule: str, line: float, height: float, baseline: float) -> None:
    (found,) = lines("一", 100, line_rule=rule, line=line)
    assert (found.height, found.baseline) == pytest.approx((height, baseline))


def test_the_highest_and_the_deepest_of_a_line_decide() -> None:
    made = composer()
    small, large = (made.lines(paragraph(span("一", size=size)), 100)[0] for size in (10.0, 20.0))
    (mixed,) = made.lines(paragraph("一", span("二", size=20.0)), 100)
    assert mixed.height == large.height > small.height
    high, low = (made.lines(paragraph("一", span("二", rise=rise)), 100)[0] for rise in (4.0, -4.0))
    assert (high.height, high.baseline) == pytest.approx((small.height + 4, small.baseline + 4))
    assert (low.height, low.baseline) == pytest.approx((small.height + 4, small.baseline))


def test_an_empty_paragraph_is_as_high_as_its_mark() -> None:
    assert composer().lines(paragraph(), 100)[0].height == pytest.approx(NATURAL)
    assert composer().lines(paragraph("一", span("\n", size=RUN.size)), 100)[1].height == pytest.approx(NATURAL)


@pytest.mark.parametrize(
    ("rules", "rule", "line", "size", "height"),
    [
        ("word", "auto", 1.0, 10.0, 15.6),
        ("word", "auto", 1.5, 10.0, 23.4),
        ("word", "auto", 1.0, 20.0, 31.2),
        ("word", "exact", 20.0, 10.0, 20.0),
        ("word", "atLeast", 20.0, 10.0, 20.0),
        ("libreoffice", "exact", 20.0, 10.0, 15.6),
        ("libreoffice", "auto", 1.0, 20.0, 31.2),
    ],
)
def test_lines_on_a_document_grid(rules: str, rule: str, line: float, size: float, height: float) -> None:
    made = composer(rules, grid=15.6)
    (found,) = made.lines(paragraph(span("一", size=size), line_rule=rule, line=line), 100)
    assert found.height == pytest.approx(height)
    (free,) = made.lines(paragraph(span("一", size=size), line_rule=rule, line=line, snap=False), 100)
    assert (
        free.height == composer(rules).lines(paragraph(span("一", size=size), line_rule=rule, line=line), 100)[0].height
    )


def test_a_line_stands_in_the_middle_of_its_pitch() -> None:
    (found,) = composer(grid=20.0).lines(paragraph("一"), 100)
    assert found.baseline == pytest.approx((20 - NATURAL) / 2 + ASCENT)


def test_space_before_the_first_and_after_the_last_line() -> None:
    first, second, third = lines("一二三四五", 20, before=6.0, after=3.0)
    assert [(line.before, line.after) for line in (first, second, third)] == [(6, 0), (0, 0), (0, 3)]
