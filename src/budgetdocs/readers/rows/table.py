"""Rows of a script, sorted into projects and their indicators; every cell keeps its key and the number of its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from budgetdocs.errors import Problem
from budgetdocs.model import Indicator, PaymentPlan, Project, Record, Submission
from budgetdocs.readers.cells import Cell, Stored
from budgetdocs.readers.labels import find
from budgetdocs.readers.rows.python_values import cell_of, plain_value
from budgetdocs.readers.tree import Mark, shortened
from budgetdocs.readers.vocabulary import (
    INDICATOR_FIELDS,
    LABELS,
    PLAN_FIELDS,
    PROJECT_FIELDS,
    Heading,
    heading_of,
)

_KNOWN = frozenset((*PROJECT_FIELDS, *INDICATOR_FIELDS, "year", "form"))
CODE_FIELDS = ("unit_code", "code")
_RECORDS: tuple[type[Record], ...] = (Project, PaymentPlan, Indicator, Submission)
_NEEDED = ("code", "name", "budget", *PLAN_FIELDS)
_NEEDED_OF_INDICATORS = ("level3", "value")
_NESTED = ("indicators", "payment_plan", "review_notes")


class RowMark(Mark):
    """The place of a value in rows: ``line`` is the row's number from 1 (0 if it stands in none), ``sheet`` words."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"第 {self.line} 行{self.sheet}" if self.line else self.sheet


class Told(NamedTuple):
    """What a row says of a field: the value as a cell, its place, and the unit that the key names."""

    cell: Cell
    mark: Mark
    unit: str = ""

    @property
    def text(self) -> str:
        """The value without white space around it."""
        return self.cell.text.strip()


@dataclass
class Row:
    """The cells of one row by their fields, the rows nested in it, and the review notes that it holds."""

    mark: Mark
    cells: dict[str, Told] = field(default_factory=dict)
    inner: list[Row] = field(default_factory=list)
    notes: Any = None
    nested: bool = False
    """Whether it stands in the list of its project, where a blank is a blank."""

    @property
    def of_indicator(self) -> bool:
        """Whether it says something of an indicator."""
        return any(name in INDICATOR_FIELDS for name in self.cells)


@dataclass
class Sheet:
    """A project as far as rows have told: its own cells, the rows of its indicators, its notes."""

    mark: Mark
    cells: dict[str, Told] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    notes: Any = None


class Doubt(NamedTuple):
    """A cell that says something else than an earlier one, which was taken; ``number`` is that of the project."""

    number: int
    field: str
    mark: Mark
    detail: str


def field_of(key: str) -> Heading | None:
    """The field that ``key`` names, by its English name, its label or what workbooks call it; None if it names none."""
    for record in _RECORDS:
        found = find(record, key)
        if found is not None and (found.name in _KNOWN or found.name in _NESTED):
            return Heading(found.name, "万元" if "万元" in key else "")
    found_heading = heading_of(key)
    return found_heading if found_heading and found_heading.field in _KNOWN else None


class RowTable:
    """Takes rows one by one (:meth:`add`) and sorts them into :attr:`sheets`.

    ``strange`` are the places of filled keys that name no field, ``faults`` values that are no text and no number.
    """

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.whole: dict[str, list[Told]] = {"year": [], "form": []}
        self.strange: dict[str, list[Mark]] = {}
        self.doubts: list[Doubt] = []
        self.faults: list[Problem] = []
        self._seen: set[str] = set()
        self._by_code: dict[str, int] = {}
        self._last = -1

    def add(self, number: int, mapping: Mapping[Any, Any]) -> None:
        """The row ``number``, counted from 1; one that says nothing is passed over."""
        row = self._row(mapping, number, "")
        if not (row.cells or row.inner):
            return
        for name, said in self.whole.items():
            if name in row.cells:
                told = row.cells[name]
                said.append(told._replace(cell=Cell(*told.cell[:2], told.text.removesuffix("年"))))
        index = self._sheet(row)
        sheet = self.sheets[index]
        for name, told in row.cells.items():
            if name in PROJECT_FIELDS:
                self._take(index, sheet, name, told)
        if row.of_indicator:
            sheet.rows.append(row)
        else:
            sheet.notes = sheet.notes or row.notes
        sheet.rows += row.inner

    def lacking(self) -> str:
        """Which fields that every form needs no row has, with the keys that were not understood; "" if none."""
        needed = (*_NEEDED, *(_NEEDED_OF_INDICATORS if any(sheet.rows for sheet in self.sheets) else ()))
        missing = [f"“{LABELS[name]}”" for name in needed if name not in self._seen]
        if not missing:
            return ""
        strange = "、".join(f"“{key}”" for key in list(self.strange)[:8])
        said = f"没有{'、'.join(missing)}这{'几' if len(missing) > 1 else '一'}项"
        return f"{said}；认不出的有{strange}" if strange else said

    def _row(self, mapping: Mapping[Any, Any], number: int, above: str) -> Row:
        """``mapping`` as a row; what stands in a dict of 资金支出计划 stands in the row itself."""
        row = Row(RowMark(number, 0, above), nested=bool(above))
        for column, (raw, held) in enumerate(mapping.items(), start=1):
            key = _key_text(raw)
            mark = RowMark(number, column, f"{above}“{shortened(key)}”")
            heading, value = field_of(key), plain_value(held)
            if heading is not None:
                self._seen.add(heading.field)
            if value is None or value == []:
                continue
            if heading is None:
                self.strange.setdefault(shortened(key), []).append(mark)
            elif heading.field == "review_notes":
                row.notes = (value, mark)
            elif heading.field == "payment_plan" and isinstance(value, Mapping):
                row.cells |= self._row(value, number, f"“{shortened(key)}”的").cells
            elif heading.field == "indicators" and isinstance(value, list | tuple):
                row.inner += self._inner(value, number, shortened(key))
            else:
                self._put(row, heading, value, mark)
        return row

    def _inner(self, items: list[Any] | tuple[Any, ...], number: int, key: str) -> Iterator[Row]:
        for at, item in enumerate(items, start=1):
            above = f"“{key}”第 {at} 项"
            mapping = item.dump() if isinstance(item, Record) else item
            if isinstance(mapping, Mapping):
                yield self._row(mapping, number, above)
            else:
                self.faults.append(Problem(f"第 {number} 行{above}", f"应为字典，而给的是 {type(item).__name__}"))

    def _put(self, row: Row, heading: Heading, value: Any, mark: Mark) -> None:
        """The ``value`` of one key, unless another key of the row has said the same field already."""
        cell = cell_of(value, mark.line, mark.column) if heading.field in _KNOWN else None
        if cell is not None and heading.field in CODE_FIELDS and isinstance(value, int):
            cell = cell._replace(stored=Stored.TEXT)  # Python keeps all the digits that it was given
        if cell is None:
            self.faults.append(Problem(str(mark), f"应为文字或数字，而给的是 {type(value).__name__}"))
            return
        first = row.cells.setdefault(heading.field, Told(cell, mark, heading.unit))
        if first.mark is not mark and first.cell.text != cell.text:
            detail = f"“{shortened(cell.text)}”与“{shortened(first.cell.text)}”（{first.mark}）是同一项，取了后者"
            self.doubts.append(Doubt(-1, heading.field, mark, detail))

    def _sheet(self, row: Row) -> int:
        """The number of the project that ``row`` belongs to: that of its code, else the one above, else a new one."""
        code, name = row.cells.get("code"), row.cells.get("name")
        if code is None and self.sheets:
            known = self.sheets[self._last].cells.get("name")
            if name is None or (known is not None and known.text == name.text):
                return self._last
        index = self._by_code.get(code.text) if code else None
        if index is None:
            index = len(self.sheets)
            self.sheets.append(Sheet(row.mark))
            if code:
                self._by_code[code.text] = index
        self._last = index
        return index

    def _take(self, index: int, sheet: Sheet, name: str, told: Told) -> None:
        """A word about the project: the first counts, and another later is doubtful."""
        first = sheet.cells.setdefault(name, told)
        if first.text != told.text:
            detail = f"写的是“{shortened(told.text)}”，而{first.mark}写的是“{shortened(first.text)}”，取了后者"
            self.doubts.append(Doubt(index, name, told.mark, detail))


def _key_text(key: Any) -> str:
    """``key`` as text; of a heading over several rows (a tuple) the lowest that names a field, else all of them."""
    if not isinstance(key, tuple):
        return str(key)
    parts = [str(part) for part in key if plain_value(part) is not None and not str(part).startswith("Unnamed:")]
    return next((part for part in reversed(parts) if field_of(part)), "".join(parts))
