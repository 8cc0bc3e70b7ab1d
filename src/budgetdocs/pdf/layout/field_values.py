"""What the fields show whose value only the layout knows: page numbers, each in the format that it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from budgetdocs.pdf.docx.fields import FORMATTED
from budgetdocs.pdf.docx.numerals import numeral


class FieldValues(Mapping[str, str]):
    """:attr:`Span.field` → what it shows. ``numbers`` are by field: the number, and how it is printed unless asked."""

    def __init__(self, numbers: Mapping[str, tuple[int, str]]) -> None:
        self._numbers = numbers

    def __getitem__(self, field: str) -> str:
        name, _, form = field.partition(FORMATTED)
        number, shown = self._numbers[name]
        return (numeral(number, form) if form else None) or shown

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)
