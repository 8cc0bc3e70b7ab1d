"""A printed form as a grid of merged cells, whatever kind of file it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from budgetdocs.readers import cells
from budgetdocs.readers.tree import Mark


@dataclass(slots=True, eq=False)
class Cell:
    """A cell as people see it: over ``width`` columns from ``column`` and ``height`` rows from ``row``."""

    lines: tuple[str, ...]
    """Its paragraphs, as typed."""
    row: int
    column: int
    width: int
    mark: Mark
    height: int = 1
    merged: bool = False
    """Whether it says itself that a merge down begins here, even one of a single row."""
    used: bool = False
    """Whether someone has made something of what it says."""
    held: cells.Cell | None = None
    """What a workbook holds there; a Word file has only words."""

    @property
    def text(self) -> str:
        """What it says; a cell of one paragraph as typed, one of several without the blank ones around them."""
        if len(self.lines) == 1:
            return self.lines[0]
        wordy = [index for index, line in enumerate(self.lines) if line.strip()]
        return "\n".join(self.lines[wordy[0] : wordy[-1] + 1]) if wordy else ""

    @property
    def one_line(self) -> str:
        """What it says as one line, however it was broken."""
        return self.text if len(self.lines) == 1 else "".join(self.text.split("\n"))

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it but white space; a formula without a result is something."""
        return not any(line.strip() for line in self.lines) and (
            self.held is None or self.held.stored is cells.Stored.TEXT
        )

    @property
    def end(self) -> int:
        """The column after its last."""
        return self.column + self.width

    def overlap(self, other: Cell) -> int:
        """How many columns it shares with ``other``."""
        return min(self.end, other.end) - max(self.column, other.column)

    def saying(self, text: str) -> Cell:
        """A cell in the same place that says ``text``: the part of this one behind its label, or several as one."""
        held = None if self.held is None else self.held._replace(text=text, stored=cells.Stored.TEXT, figures="")
        return Cell((text,), self.row, self.column, self.width, self.mark, self.height, self.merged, True, held)


@dataclass(slots=True)
class Row:
    """A row of a grid: all ``cells`` that it shows from the left, and those of them that begin in it, its ``own``."""

    index: int
    cells: list[Cell]
    own: list[Cell]
    first: bool = False
    """Whether it is the first of its table."""
    drawn: bool = True
    """Whether its blank cells were drawn as such, so that their number says something; in a worksheet it does not."""

    @property
    def wordy(self) -> list[Cell]:
        """Those of its own cells that say something."""
        return [cell for cell in self.own if not cell.blank]


@dataclass(slots=True)
class Grid:
    """A table: its rows, and where it stands."""

    rows: list[Row]
    mark: Mark
    goes_on: bool = False
    """Whether it is the rest of the table before, in which another one stands."""

    def cells(self) -> Iterable[Cell]:
        """Every cell once."""
        for row in self.rows:
            yield from row.own
