"""A .docx → a submission: cover, prose and tables put together, with the place of each value and all that is odd."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from budgetdocs.errors import Problem, ReadError
from budgetdocs.model import Oddity, OddityKind, Path, Place, Submission
from budgetdocs.readers.bind import Bound, Fault, bind
from budgetdocs.readers.form_grid import Cell, Grid
from budgetdocs.readers.form_sheet import FormSheet, Noted, Wrong, missing_parts, project_node, read_sheets
from budgetdocs.readers.labels import plain
from budgetdocs.readers.tree import Group, Listing, Mark, Node, Scalar, shortened
from budgetdocs.readers.validate import submission_of
from budgetdocs.readers.word.blocks import Body, Paragraph, read_body
from budgetdocs.readers.word.cover import read_cover, several
from budgetdocs.readers.word.marks import WordMark
from budgetdocs.readers.word.package import Package
from budgetdocs.readers.word.prose import PARTS, read_prose
from budgetdocs.readers.word.unit import Unit, distinct, is_unit, unit_in, unit_of

_START = WordMark(1, 0)
_TABLE_TITLES = ("绩效目标表", "绩效目标申报表", "项目绩效目标", "支出绩效目标")
_YEARLY_TITLE = re.compile(
    r"\(?(20\d\d)年度?(?:部门)?(?:预算)?(?:项目)?(?:支出)?绩效目标(?:申报)?表?\)?|(?:项目)?(?:支出)?(?:绩效目标(?:申报)?表)?\((20\d\d)年度?\)"
)
_YEAR_OF_CODE = re.compile(r"\d{6}(\d\d)[0-9A-Za-z]{13}")
_GENERIC_TITLES = frozenset(
    f"{kind}绩效目标表" for kind in ("", "项目", "项目支出", "预算项目", "部门预算项目", "部门项目", "部门预算项目支出")
)
_TITLE_END = re.compile(r"(?:项目)?(?:支出)?绩效目标(?:申报)?表?$")
_NOTHING = "没有找到绩效目标表（“项目编码”“一级指标”等）或部门整体绩效目标；请确认给的是这种文件"
_LABELS = {"budget": "预算数", "fiscal_funds": "财政资金", "other_funds": "其他资金", "payment_plan": "资金支出计划"}
_MOST_ABOVE = 6
"""Paragraphs above a table that may be its title, its unit and blank lines."""


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


@dataclass
class _Above:
    """What stands above the table of a sheet, outside it."""

    title: Paragraph | None = None
    unit: Paragraph | None = None
    year: Scalar | None = None


@dataclass
class _Faults:
    """Faults by the path of what they concern."""

    found: list[tuple[Path, Fault]] = field(default_factory=list)

    def add(self, path: Path, typed: str, mark: Mark, reason: str) -> None:
        self.found.append((path, Fault(mark, typed, reason)))


class _Book:
    """Everything that was found in one file."""

    def __init__(self, body: Body, shown: str) -> None:
        self.noted = list(body.noted)
        self.faults = _Faults()
        self.paragraphs = [block for block in body.blocks if isinstance(block, Paragraph)]
        self.grids = [block for block in body.blocks if isinstance(block, Grid)]
        self.sheets = read_sheets(self.grids)
        self.above = _above(body.blocks, self.sheets)
        before = _before_tables(body.blocks, self.sheets)
        self.prose = read_prose(self.paragraphs, before)
        if not self.sheets and not self.prose.parts:
            raise ReadError(shown, "", _NOTHING)
        self.cover = read_cover(self.paragraphs[: min(self.prose.start, before)], shown)
        self.units = [self._unit(sheet, above) for sheet, above in zip(self.sheets, self.above, strict=True)]
        self.shown = shown

    def _unit(self, sheet: FormSheet, above: _Above) -> Unit:
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
        for path, fault in self.faults.found:
            bound.faults.append(fault)
            bound.faulty.add(path)
        bound.oddities += self._oddities(bound)
        return bound

    def _projects(self) -> Iterator[Group]:
        for index, (sheet, above, unit) in enumerate(zip(self.sheets, self.above, self.units, strict=True)):
            for each in (*sheet.wrong, *missing_parts(sheet)):
                if isinstance(each, Wrong):
                    typed = f"$.项目[{index}].{_LABELS[each.name]}"
                    self.faults.add(("projects", index, each.name), typed, each.mark, each.reason)
                else:
                    self.noted.append(each)
            self.noted += sheet.noted
            self._compare_title(sheet, above)
            own = {"unit_code": unit.code, "unit_name": unit.name}
            yield project_node(sheet, {name: said for name, said in own.items() if said is not None})

    def _compare_title(self, sheet: FormSheet, above: _Above) -> None:
        """Takes the name from the title where the table has none; where both have one, they have to be the same."""
        if above.title is None:
            return
        title = re.sub(r"^\d+[.、．]", "", above.title.text, count=1)
        if "name" not in sheet.values:
            name = _TITLE_END.sub("", title.strip()).strip()
            if name and plain(title) not in _GENERIC_TITLES:
                sheet.values["name"] = Cell((name,), 0, 0, 1, above.title.mark)
            return
        cell = sheet.values["name"]
        name = plain(cell.text) if cell is not None else ""
        specific = plain(above.title.text).endswith("绩效目标表") and plain(title) not in _GENERIC_TITLES
        if cell is not None and specific and name not in plain(above.title.text):
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
                self.faults.add(("department", field_name), f"$.部门.{label}", _START, reason)
        said = tuple((Scalar(label, value.mark), value) for _, label, value in entries if value is not None)
        return Group(said, said[0][1].mark if said else _START)

    def _year(self) -> Scalar | None:
        """The year of the cover or of the titles; else that of the project codes, which is said to be a guess."""
        stated = (
            self.cover.year or next((above.year for above in self.above if above.year), None) or self._year_inside()
        )
        if stated is not None:
            return stated
        cells = [sheet.values.get("code") for sheet in self.sheets]
        years: dict[str, Mark] = {}
        for cell in cells:
            match = _YEAR_OF_CODE.fullmatch("".join(cell.text.split())) if cell is not None else None
            if cell is not None and match:
                years.setdefault(f"20{match[1]}", cell.mark)
        if len(years) == 1:
            ((year, mark),) = years.items()
            detail = f"文件里没有写年度，按项目编码里的年份读作 {year} 年"
            self.noted.append(Noted(OddityKind.AMBIGUOUS, mark, detail))
            return Scalar(year, mark)
        reason = "文件里没有写年度；请在封面或表题写明，如“2022年部门预算绩效目标”"
        if years:
            reason += f"（各项目编码里的年份不一：{'、'.join(sorted(years))}）"
        self.faults.add(("year",), "$.年度", _START, reason)
        return None

    def _year_inside(self) -> Scalar | None:
        """The year of a title that is printed inside a table."""
        for cell in (cell for sheet in self.sheets for cell in sheet.titles):
            if match := _YEARLY_TITLE.fullmatch(plain(cell.text)):
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
            for row in sheet.rows:
                for cell in row.own:
                    placed.add(id(cell))
                    if not cell.used and not cell.blank:
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


def _above(blocks: list[Paragraph | Grid], sheets: list[FormSheet]) -> list[_Above]:
    """What stands above each of ``sheets``: their paragraphs are used from now on."""
    found = {id(sheet): _Above() for sheet in sheets}
    beginning: dict[Mark, FormSheet] = {}
    for sheet in sheets:
        beginning.setdefault(sheet.mark, sheet)
    recent: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            recent.append(block)
            continue
        sheet = beginning.get(block.mark)  # type: ignore[assignment]
        if sheet is not None:
            _take(recent[-_MOST_ABOVE:], found[id(sheet)])
        recent = []
    return [found[id(sheet)] for sheet in sheets]


def _take(paragraphs: list[Paragraph], above: _Above) -> None:
    """Takes, from the table upwards, what is its title or its unit; the first other paragraph ends it."""
    for each in reversed(paragraphs):
        words = plain(each.text)
        yearly = _YEARLY_TITLE.fullmatch(words)
        if each.blank:
            continue
        if yearly:
            above.year = Scalar(yearly[1] or yearly[2], each.mark)
        elif words.endswith(_TABLE_TITLES) and above.title is None and not _is_part(each):
            above.title = each
        elif is_unit(each.text) and above.title is None and above.unit is None:
            above.unit = each
        else:
            return
        each.used = True


def _is_part(paragraph: Paragraph) -> bool:
    """Whether the paragraph is the heading of the part that holds all tables, rather than the title of one."""
    return paragraph.style.level == 0 or plain(paragraph.text) in ("预算项目绩效目标", "项目绩效目标")
