"""Font names of a document → font files, their measures, and what stands in for what is not there.

A name is looked for among the files of the folders given, then among those of this machine, then among the fonts that
are shipped; last, the nearest font of its kind stands in. Every substitution is a finding, and so is every character
that the font has not.
"""

from __future__ import annotations

from budgetdocs.pdf.fonts.book import GETA, FontBook, FontUse
from budgetdocs.pdf.fonts.face import Face
from budgetdocs.pdf.fonts.installed import font_files, system_folders
from budgetdocs.pdf.fonts.names import BUNDLED, OFFICIAL, symbol
from budgetdocs.pdf.fonts.shelf import Choice, Shelf

__all__ = [
    "BUNDLED",
    "GETA",
    "OFFICIAL",
    "Choice",
    "Face",
    "FontBook",
    "FontUse",
    "Shelf",
    "font_files",
    "symbol",
    "system_folders",
]
