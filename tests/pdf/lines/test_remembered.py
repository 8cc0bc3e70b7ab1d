"""同一段文字在别的文件里排过，就不再排一遍；字体、宽度、网格不同的照样另排，该报的每份文件都报。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from budgetdocs.finding import Finding
from budgetdocs.pdf.blocks import Paragraph, Span

from .composed import RUN, composer, paragraph

LABEL = paragraph("项目编码 A1")


def test_documents_share_the_lines_of_a_paragraph() -> None:
    assert composer().lines(LABEL, 100.0) is composer().lines(LABEL, 100.0)


@pytest.mark.parametrize(
    "settings", [{"rules": "libreoffice"}, {"grid": 20.0}, {"grid_chars": 1.0}, {"in_table": True}], ids=str
)
def test_what_lines_depend_on_keeps_them_apart(settings: dict[str, object]) -> None:
    one, other = composer().lines(LABEL, 100.0), composer(**settings).lines(LABEL, 100.0)  # type: ignore[arg-type]
    assert one is not other


def test_another_width_gives_other_lines() -> None:
    made = composer()
    assert len(made.lines(LABEL, 100.0)) == 1 < len(made.lines(LABEL, 30.0))


@pytest.mark.parametrize("text", ["项目编码", "A1", ""])
def test_fonts_that_are_chosen_otherwise_give_lines_of_their_own(text: str) -> None:
    first, second = composer(), composer()
    label = paragraph(text) if text else Paragraph(LABEL.style, RUN, ())
    regular = first.lines(label, 100.0)
    for bold in (False, True):
        for name in (RUN.east, RUN.latin):
            second.fonts._choices[name, bold, False] = second.fonts.choose("黑体")
    hei = second.lines(label, 100.0)
    assert regular is not hei
    assert first.lines(label, 100.0) == regular
    assert {piece.ink.face for line in hei for piece in line.pieces} <= {second.fonts.choose("黑体").face}


def test_every_document_is_told_which_font_was_replaced() -> None:
    label = paragraph(Span("项目编码", replace(RUN, east="某某宋体")))
    for _ in range(2):
        found: list[Finding] = []
        composer(found=found).lines(label, 100.0)
        assert [each.code for each in found] == ["FT001"]


def test_every_document_is_told_which_characters_are_lacking() -> None:
    label = paragraph("项目\U000f0000编码")
    for _ in range(2):
        found: list[Finding] = []
        made = composer(found=found)
        assert made.lines(label, 100.0) is made.lines(label, 100.0)
        assert [each.code for each in found if each.code == "FT002"] == ["FT002"]
