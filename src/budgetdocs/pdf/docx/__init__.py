"""A .docx as blocks: sections, paragraphs and tables, with their styles resolved. Lengths are points from here on.

``docs/pdf.md`` lists the elements that are drawn, ignored or reported.
"""

from __future__ import annotations

from budgetdocs.pdf.docx.document import read_docx

__all__ = ["read_docx"]
