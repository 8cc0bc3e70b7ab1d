"""同一段文字在别的文件里排过，就不再排一遍；字体、宽度、网格不同的照样另排，该报的每份文件都报。"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from budgetdocs.finding import Finding
from budgetdocs.pdf.blocks import Paragraph, Span
from budgetdocs.pdf.fonts import FontBook
from budgetdocs.pdf.lines import PRESETS, Composer, Lines

from ..fonts.made import built, saved
from .composed import RUN, composer, paragraph

LABEL = paragraph("项目编码 A1")


def known(made: Composer, label: Paragraph) -> Lines:
    """The lines of ``label``, which are remembered once they were asked for twice."""
    for _ in range(2):
        made.lines(label, 100.0)
    return made.lines(label, 100.0)


def test_documents_share_the_lines_of_a_paragraph() -> None:
    assert known(composer(), LABEL) is composer().lines(LABEL, 100.0)


def test_what_is_met_but_once_is_not_kept() -> None:
    label = paragraph("起初只见过一次的说明文字")
    first, second, third = (composer().lines(label, 100.0) for _ in range(3))
    assert first == second == third and first is not second and second is third
    assert (first.remembered, second.remembered) == (False, True)


@pytest.mark.parametrize(
    "settings", [{"rules": "libreoffice"}, {"grid": 20.0}, {"grid_chars": 1.0}, {"in_table": True}], ids=str
)
def test_what_lines_depend_on_keeps_them_apart(settings: dict[str, object]) -> None:
    one, other = known(composer(), LABEL), known(composer(**settings), LABEL)  # type: ignore[arg-type]
    assert one is not other


def test_another_width_gives_other_lines() -> None:
    made = composer()
    assert len(made.lines(LABEL, 100.0)) == 1 < len(made.lines(LABEL, 30.0))


@pytest.mark.parametrize("text", ["项目编码", "A1", ""])
def test_fonts_that_are_chosen_otherwise_give_lines_of_their_own(text: str, tmp_path: Path) -> None:
    saved(built("宋体", characters="A1项目编码"), tmp_path / "own.ttf")
    first, second = composer(), Composer(FontBook([tmp_path], lambda _: None), PRESETS["word"])
    label = paragraph(text) if text else Paragraph(LABEL.style, RUN, ())
    shipped, own = known(first, label), known(second, label)
    assert shipped is not own
    assert first.lines(label, 100.0) is shipped and second.lines(label, 100.0) is own
    assert {piece.ink.face.path for line in own for piece in line.pieces} <= {tmp_path / "own.ttf"}


def test_a_page_number_has_lines_for_each_value() -> None:
    label = paragraph(Span("1", RUN, field="PAGE"), "页")
    for value in ("1", "2", "1"):
        made = composer()
        made.fields = {"PAGE": value}
        assert "".join(piece.text for line in made.lines(label, 100.0) for piece in line.pieces) == f"{value}页"


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
