"""Word files → submissions: what budgetdocs rendered, and the official form as any other system made it."""

from budgetdocs.readers.word.book import read_docx

__all__ = ["read_docx"]
