"""Paragraphs made by hand and their lines: 宋体 10 pt, so that a Chinese character is 10 pt wide."""

from dataclasses import replace
from typing import Any

from budgetdocs.finding import Finding
from budgetdocs.pdf.blocks import Paragraph, ParagraphStyle, RunStyle, Span
from budgetdocs.pdf.fonts import FontBook
from budgetdocs.pdf.lines import PRESETS, Composer, Line, Surroundings

RUN = RunStyle("宋体", "宋体", 10.0, False, False, "", False, "000000", 0.0, False)
PLAIN = ParagraphStyle(
    "left", 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, "auto", False, False, False, False, (), None, False, "Normal"
)


def composer(rules: str = "word", found: list[Finding] | None = None, **settings: Any) -> Composer:
    """A composer with the shipped fonts alone; what it reports goes to ``found``."""
    report = (lambda _: None) if found is None else found.append
    made = Composer(FontBook((), report, system_fonts=False), PRESETS[rules])
    made.around = Surroundings(**settings)
    return made


def paragraph(*parts: str | Span, **style: Any) -> Paragraph:
    spans = tuple(Span(part, RUN) if isinstance(part, str) else part for part in parts)
    return Paragraph(replace(PLAIN, **style), RUN, spans)


def lines(text: str, width: float, rules: str = "word", **style: Any) -> tuple[Line, ...]:
    return composer(rules).lines(paragraph(text, **style), width)


def broken(text: str, width: float, rules: str = "word", **style: Any) -> list[str]:
    """The text of each line."""
    return ["".join(piece.text for piece in line.pieces) for line in lines(text, width, rules, **style)]


def span(text: str, **run: Any) -> Span:
    return Span(text, replace(RUN, **run))
