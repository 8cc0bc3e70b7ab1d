"""A .docx → a submission: cover, prose and tables put together, with the place of each value and all that is odd."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path as FilePath

from budgetdocs.errors import Problem, ReadError
from budgetdocs.model import Oddity, OddityKind, Path, Place, Submission
from budgetdocs.readers.bind import Bound, Fault, bind
from budgetdocs.readers.form import Cell, FormSheet, Grid, Noted, Wrong, read_forms
from budgetdocs.readers.form.titles import project_named
from budgetdocs.readers.labels import plain
from budgetdocs.readers.tree import Group, Listing, Mark, Node, Scalar, shortened
from budgetdocs.readers.unit import Unit, distinct, unit_in, unit_of
from budgetdocs.readers.validate import submission_of
from budgetdocs.readers.values import Notes
from budgetdocs.readers.vocabulary import LABELS
from budgetdocs.readers.word.above import YEARLY_TITLE, Above, read_above
from budgetdocs.readers.word.blocks import Body, Paragraph, read_body
from budgetdocs.readers.word.cover import read_cover, several
from budgetdocs.readers.word.marks import WordMark
from budgetdocs.readers.word.package import Package
from budgetdocs.readers.word.project import project_node
from budgetdocs.readers.word.prose import PARTS, read_prose
from budgetdocs.readers.years import guessed, year_of_code, years_of_codes

_START = WordMark(1, 0)
_YEAR = re.compile(r"(20\d\d)年?度?")
_NOTHING = "没有找到绩效目标表（“项目编码”“一级指标”等）或部门整体绩效目标；请确认给的是这种文件"


def read_docx(path: FilePath, shown: str) -> Submission:
    """The submission in the .docx at ``path``, located; raises :class:`ReadError` naming the file as ``shown``.

    What no form prints can't come back: notes to the reviewer, and of a lone table the department's prose, which is
    then blank. What the file says beside the form is an oddity of kind UNPLACED.
    """
    with Package(path, shown) as package:
        body = read_body(package)
    book = _Book(body, shown)
    submission, faults = submission_of(book.bound())
    if submission is None:
        problems = tuple(Problem(str(Place(fault.typed, str(fault.mark))), fault.reason) for fault in faults)
        raise ReadError(shown, *problems[0], problems)
    return submission


class _Book:
    """Everything that was found in one file."""

    def __init__(self, body: Body, shown: str) -> None:
        self.noted = list(body.noted)
        self.faults: list[tuple[Path, Fault]] = []
        self.paragraphs = [block for block in body.blocks if isinstance(block, Paragraph)]
        self.grids = [block for block in body.blocks if isinstance(block, Grid)]
        self.sheets = read_forms(self.grids)
        self.above = read_above(body.blocks, self.sheets)
        before = _before_tables(body.blocks, self.sheets)
        self.prose = read_prose(self.paragraphs, before)
        if not self.sheets and not self.prose.parts:
            raise ReadError(shown, "", _NOTHING)
        self.cover = read_cover(self.paragraphs[: min(self.prose.start, before)], shown)
        self.units = [self._unit(sheet, above) for sheet, above in zip(self.sheets, self.above, strict=True)]
        self.shown = shown

    def _unit(self, sheet: FormSheet, above: Above) -> Unit:
        code, name = self.cover.code, self.cover.name
        unit = unit_of(sheet.values, sheet.unit, code, name)
        if unit == Unit() and above.unit is not None:
            unit = unit_in(above.unit.text, above.unit.mark, code, name)
        return Unit() if unit.code is None and (unit.name is None or not unit.name.text.strip()) else unit

    # -- put together

    def bound(self) -> Bound:
        """All of it as plain data with places, faults and oddities."""
        entries: list[tuple[str, Node]] = []
        if year := self._year():
            entries.append(("年度", year))
        entries.append(("部门", self._department()))
        entries.append(("部门整体绩效目标", self._targets()))
        entries.append(("项目", Listing(tuple(self._projects()), self.sheets[0].mark if self.sheets else _START)))
        root = Group(tuple((Scalar(label, node.mark), node) for label, node in entries), _START)
        bound = bind(root, Submission)
        for path, fault in self.faults:
            bound.faults.append(fault)
            bound.faulty.add(path)
        bound.oddities += self._oddities(bound)
        return bound

    def _projects(self) -> Iterator[Group]:
        for index, (sheet, above, unit) in enumerate(zip(self.sheets, self.above, self.units, strict=True)):
            for each in sheet.lacking():
                if isinstance(each, Wrong):
                    typed = f"$.项目[{index}].{LABELS[each.name]}"
                    self.faults.append((("projects", index, each.name), Fault(each.mark, typed, each.reason)))
                else:
                    self.noted.append(each)
            self.noted += sheet.noted
            self._compare_title(sheet, above)
            sheet.money_unit = sheet.money_unit or above.money
            if unit.doubt and unit.code is not None:
                self.noted.append(Noted(OddityKind.AMBIGUOUS, unit.code.mark, unit.doubt))
            own = {"unit_code": unit.code, "unit_name": unit.name}
            notes = Notes()
            yield project_node(sheet, {name: said for name, said in own.items() if said is not None}, notes)
            self.noted += [Noted(oddity.kind, mark, oddity.detail) for mark, oddity in notes.marked()]

    def _compare_title(self, sheet: FormSheet, above: Above) -> None:
        """Takes the name from the title where the table has none; where both have one, they have to be the same."""
        if above.title is None:
            return
        titled = project_named(above.title.text)
        if "name" not in sheet.values:
            if titled:
                sheet.values["name"] = Cell((titled,), 0, 0, 1, above.title.mark)
            return
        cell = sheet.values["name"]
        if cell is not None and titled and plain(cell.text) not in plain(above.title.text):
            detail = f"表题是“{shortened(above.title.text)}”，表里的项目名称是“{shortened(cell.text)}”，按表里的读"
            self.noted.append(Noted(OddityKind.AMBIGUOUS, cell.mark, detail))

    def _targets(self) -> Group:
        mark = self.prose.mark or _START
        parts = [(part, self.prose.parts.get(part, Listing((), mark))) for part in PARTS]
        return Group(tuple((Scalar(part, node.mark), node) for part, node in parts), mark)

    # -- whose, and of which year

    def _department(self) -> Group:
        cover = self.cover
        units = distinct(self.units)
        if cover.name is None and cover.code is None and len(units) > 1:
            names = [f"{code}{name}" for code, name in units]
            raise ReadError(self.shown, "", several(names))
        code, name = cover.code, cover.name
        known = next((unit for unit in units.values() if _same(unit.name, name) or _same(unit.code, code)), None)
        if known is None and len(units) == 1 and (code is None or name is None):
            known = next(iter(units.values()))
            if name is not None and known.code is not None:
                detail = f"封面没有写单位编码，按表里“{shortened(known.name.text if known.name else '')}”的读"
                self.noted.append(Noted(OddityKind.AMBIGUOUS, known.code.mark, detail))
        if known is not None:
            code, name = code or known.code, name if name is not None else known.name
        entries: list[tuple[str, str, Scalar | None]] = [("code", "单位编码", code), ("name", "单位名称", name)]
        for field_name, label, value in entries:
            if value is None:
                reason = (
                    f"文件里没有写{label}；请在封面写明，如“{label}：{'978001' if field_name == 'code' else '某某局'}”"
                )
                self.faults.append((("department", field_name), Fault(_START, f"$.部门.{label}", reason)))
        said = tuple((Scalar(label, value.mark), value) for _, label, value in entries if value is not None)
        return Group(said, said[0][1].mark if said else _START)

    def _year(self) -> Scalar | None:
        """The year of the cover or of the titles; else that of the project codes, which is said to be a guess."""
        above = next((above.year for above in self.above if above.year), None)
        stated = self.cover.year or above or self._year_inside()
        if stated is not None:
            return stated
        cells = [cell for sheet in self.sheets if (cell := sheet.values.get("code")) is not None]
        years = years_of_codes(cell.text for cell in cells)
        if len(years) == 1:
            mark = next(cell.mark for cell in cells if year_of_code(cell.text))
            self.noted.append(Noted(OddityKind.AMBIGUOUS, mark, guessed(years[0])))
            return Scalar(years[0], mark)
        reason = "文件里没有写年度；请在封面或表题写明，如“2022年部门预算绩效目标”"
        if years:
            reason += f"（各项目编码里的年份不一：{'、'.join(years)}）"
        self.faults.append((("year",), Fault(_START, "$.年度", reason)))
        return None

    def _year_inside(self) -> Scalar | None:
        """The year of a label or of a title inside a table."""
        for sheet in self.sheets:
            said = sheet.values.get("year")
            if said is not None and (match := _YEAR.fullmatch(plain(said.text))):
                return Scalar(match[1], said.mark)
        for cell in (cell for sheet in self.sheets for cell in sheet.titles):
            if match := YEARLY_TITLE.fullmatch(plain(cell.text)):
                return Scalar(match[1] or match[2], cell.mark)
        return None

    # -- what is odd

    def _oddities(self, bound: Bound) -> Iterator[Oddity]:
        """All that was noted and all that was left over, in the order of the file, with the path nearest to each."""
        nearest = _nearest_paths(bound, self.sheets)
        found = [(each, nearest.get(each.mark, nearest.get(_row_of(each.mark), ()))) for each in self.noted]
        found += self._unplaced()
        for (kind, mark, detail), path in sorted(found, key=lambda each: (each[0].mark.order, each[0].mark)):
            yield Oddity(kind, path, str(mark), detail)

    def _unplaced(self) -> Iterator[tuple[Noted, Path]]:
        placed: set[int] = set()
        for index, sheet in enumerate(self.sheets):
            placed.update(id(cell) for row in sheet.rows for cell in row.own)
            for cell in sheet.unplaced():
                yield Noted(OddityKind.UNPLACED, cell.mark, f"“{shortened(cell.text)}”"), ("projects", index)
        for grid in self.grids:
            words = [cell.text for cell in grid.cells() if id(cell) not in placed and not cell.blank]
            if words:
                detail = (
                    f"这张表不是项目绩效目标表，里面有 {len(words)} 格文字（“{shortened('；'.join(words[:5]), 60)}”）"
                )
                yield Noted(OddityKind.UNPLACED, grid.mark, detail), ()
        for each in self.paragraphs:
            if not each.used and not each.blank:
                yield Noted(OddityKind.UNPLACED, each.mark, f"“{shortened(each.text)}”"), ()


def _nearest_paths(bound: Bound, sheets: list[FormSheet]) -> dict[Mark, Path]:
    """The path of what stands at each mark: the value itself in a cell, the project for its table and for its rows."""
    nearest: dict[Mark, Path] = {
        _row_of(cell.mark): ("projects", index)
        for index, sheet in enumerate(sheets)
        for row in sheet.rows
        for cell in row.own
    }
    for path, spot in bound.spots.items():
        whole = spot.mark.sheet and not spot.mark.line
        known = nearest.get(spot.mark)
        if known is None or (abs(len(path) - 2) < abs(len(known) - 2) if whole else len(path) > len(known)):
            nearest[spot.mark] = path
    return nearest


def _row_of(mark: Mark) -> Mark:
    return mark._replace(column=0)


def _same(one: Scalar | None, other: Scalar | None) -> bool:
    return one is not None and other is not None and plain(one.text) == plain(other.text) != ""


def _before_tables(blocks: list[Paragraph | Grid], sheets: list[FormSheet]) -> int:
    """How many paragraphs stand before the table of the first sheet."""
    first = sheets[0].mark if sheets else None
    count = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            count += 1
        elif block.mark == first:
            break
    return count
