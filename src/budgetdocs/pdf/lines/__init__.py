"""A paragraph and a width → lines, by the rules of Chinese typesetting. Lengths are points.

Where a line may break follows GB/T 15834-2011, 5.1 (which marks may not open or end a line) and UAX #14 for the rest;
where Word and LibreOffice differ, :class:`LineRules` says how.

``rules`` the two presets · ``classes`` the line breaking classes · ``breaking`` where a line may end · ``runs`` spans →
runs with widths · ``composing`` runs → lines · ``plain`` the same for a single span · ``tabs`` · ``setting`` lines →
pieces, aligned
"""

from budgetdocs.pdf.lines.composing import Composer, Surroundings
from budgetdocs.pdf.lines.rules import PRESETS, LineRules
from budgetdocs.pdf.lines.runs import Ink
from budgetdocs.pdf.lines.setting import Line, Lines, Piece

__all__ = ["PRESETS", "Composer", "Ink", "Line", "LineRules", "Lines", "Piece", "Surroundings"]
