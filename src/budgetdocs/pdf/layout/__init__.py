"""Blocks → pages: tables, rows that are split, headers and footers, and where each of them stands."""

from budgetdocs.pdf.layout.pages import Canvas, Layout, paginate

__all__ = ["Canvas", "Layout", "paginate"]
