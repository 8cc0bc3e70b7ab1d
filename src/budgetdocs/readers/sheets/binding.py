"""Departments as gathered → what the model takes: data under English names, with the cell of every value."""

from __future__ import annotations

import re
from typing import Any

from budgetdocs.model import OddityKind, Path, labelled
from budgetdocs.readers.bind import Bound, Fault, Spot
from budgetdocs.readers.cells import Cell, Stored
from budgetdocs.readers.sheets.departments import PROSE, Department
from budgetdocs.readers.sheets.project import Placed, Project, TableRow, said
from budgetdocs.readers.tree import Mark, shortened
from budgetdocs.readers.values import Notes, code, money, shares, whole_value, words
from budgetdocs.readers.vocabulary import (
    LABELS,
    MONEY_FIELDS,
    NEEDED_OF_PROJECT,
    PLAN_FIELDS,
    heading_of,
    unit_of_value,
)

_WORDS = ("level1", "level2", "level3", "description", "basis")
_NUMBERED = re.compile(
    r"\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[、.．]|\s*[(（][一二三四五六七八九十0-9]{1,3}[)）]"
)
_LONGEST_HEADING = 40


def bind_department(department: Department, notes: Notes, places: bool = True) -> Bound:
    """What ``department`` says; faults of shape are left to the model, but for those that only the file shows.

    Without ``places`` it is not said where the cells of indicators stand, which takes as long as all the rest.
    """
    binder = _Binder(notes, places)
    binder.department(department)
    return binder.bound


class _Binder:
    def __init__(self, notes: Notes, places: bool) -> None:
        self.bound = Bound()
        self.notes = notes
        self.places = places

    def spot(self, path: Path, mark: Mark, text: str = "") -> None:
        self.bound.spots[path] = Spot("", mark, text)

    def fault(self, path: Path, mark: Mark, reason: str) -> None:
        self.spot(path, mark)
        self.bound.faults.append(Fault(mark, labelled(path), reason))
        self.bound.faulty.add(path)

    # -- the department ------------------------------------------------------------------------------------------------

    def department(self, department: Department) -> None:
        data = self.bound.data
        self.spot((), department.mark)
        self.spot(("department",), department.mark)
        data["department"] = {
            "code": self.code(department.fields.get("unit_code"), ("department", "code"), department.mark),
            "name": self.words(department.fields.get("unit_name"), ("department", "name"), department.mark),
        }
        self.year(department)
        form = department.fields.get("form")
        if form and form.cell:
            data["form"] = self.code(form, ("form",), form.mark)
        data["targets"] = self.targets(department)
        self.spot(("projects",), department.projects[0].mark if department.projects else department.mark)
        self.refuse_twins(department.projects)
        data["projects"] = [self.project(each, ("projects", at)) for at, each in enumerate(department.projects)]
        if department.notes:
            data["review_notes"] = [self.note(row, (), at) for at, row in enumerate(department.notes)]

    def year(self, department: Department) -> None:
        placed = department.fields.get("year")
        if placed is None:
            return
        text = ""
        if placed.cell:
            text = (
                placed.cell.text
                if placed.cell.stored is Stored.DATE
                else words(placed.cell, ("year",), placed.mark, self.notes)
            )
        dated = re.match(r"(20[0-9]{2})年[0-9]", text)
        if dated and placed.cell and placed.cell.stored is Stored.DATE:
            self.notes.add(OddityKind.DATE, ("year",), placed.mark, f"年度存成了日期“{text}”，按“{dated[1]}”读入")
            text = dated[1]
        if department.guessed_year:
            self.notes.add(OddityKind.AMBIGUOUS, ("year",), placed.mark, department.guessed_year)
        self.spot(("year",), placed.mark, text)
        self.bound.data["year"] = text or None

    def targets(self, department: Department) -> dict[str, Any]:
        """The three parts of the prose; one that the file lacks is blank, which is told."""
        path: Path = ("targets",)
        data: dict[str, Any] = {"overall": [], "specific": [], "safeguards": []}
        self.spot(path, department.targets[0].mark if department.targets else department.mark)
        for name in PROSE:
            self.spot((*path, name), department.mark)
        part = ""
        for row in department.targets:
            cell = row.row.cells.get("part")
            found = heading_of(cell.text) if cell else None
            part = found.field if found else part if cell is None else ""
            if part not in PROSE:
                reason = "应为总体绩效目标、分项绩效目标或工作保障措施"
                self.fault((*path, "overall"), row.placed("part").mark, reason)
                continue
            self.target_row(row, part, data)
        for name, cells in department.prose.items():
            if name == "specific":
                self.specific_lines(cells, data["specific"])
            else:
                self.paragraphs(cells, (*path, name), data[name])
        if not any(data.values()) and not department.has_place_for_prose:
            detail = "文件里没有部门整体绩效目标（总体绩效目标、分项绩效目标、工作保障措施），按空白读入"
            self.notes.add(OddityKind.ABSENT, path, department.mark, detail)
        return data

    def target_row(self, row: TableRow, part: str, data: dict[str, Any]) -> None:
        heading, content = row.placed("heading"), row.placed("content")
        if part != "specific":
            self.paragraphs([content], ("targets", part), data[part])
            if heading.cell:
                detail = f"{LABELS[part]}没有标题，“{shortened(heading.cell.text)}”没有读入"
                self.notes.add(OddityKind.UNPLACED, ("targets", part), heading.mark, detail)
            return
        specific = data["specific"]
        if not specific or (heading.cell and heading.cell.text.strip()):
            self.open_target(specific, heading, row.mark)
        path: Path = ("targets", "specific", len(specific) - 1, "paragraphs")
        self.paragraphs([content], path, specific[-1]["paragraphs"])

    def open_target(self, specific: list[dict[str, Any]], heading: Placed, mark: Mark) -> None:
        path: Path = ("targets", "specific", len(specific))
        self.spot(path, mark)
        specific.append({"heading": self.words(heading, (*path, "heading"), mark), "paragraphs": []})
        self.spot((*path, "paragraphs"), mark)

    def specific_lines(self, cells: list[Placed], specific: list[dict[str, Any]]) -> None:
        """分项绩效目标 written below one another: a short numbered line without a full stop is a heading."""
        for placed in cells:
            for line in placed.cell.text.splitlines() if placed.cell else ():
                if not line.strip() or placed.cell is None:
                    continue
                short = len(line) <= _LONGEST_HEADING and not line.rstrip().endswith(("。", "；"))
                here = Placed(placed.cell._replace(text=line), placed.mark)
                if short and _NUMBERED.match(line):
                    self.open_target(specific, here, placed.mark)
                    continue
                if not specific:
                    self.open_target(specific, Placed(None, placed.mark), placed.mark)
                path: Path = ("targets", "specific", len(specific) - 1, "paragraphs")
                self.paragraphs([here], path, specific[-1]["paragraphs"])

    # -- projects ------------------------------------------------------------------------------------------------------

    def refuse_twins(self, projects: list[Project]) -> None:
        """Two projects of one code could not be told apart."""
        first: dict[str, Project] = {}
        for at, project in enumerate(projects):
            known = first.setdefault(project.text("code"), project)
            placed = project.one("code")
            if known is not project and placed and placed.cell:
                other = known.one("code")
                typed = shortened(placed.cell.text)
                reason = f"项目编码“{typed}”与 {other.mark if other else known.mark} 的重复，请改正其中一个"
                self.fault(("projects", at, "code"), placed.mark, reason)

    def project(self, project: Project, path: Path) -> dict[str, Any]:
        self.spot(path, project.mark)
        data: dict[str, Any] = {}
        self.unit(project, path, data)
        data["code"] = self.code(project.one("code"), (*path, "code"), project.mark)
        data["name"] = self.words(project.one("name"), (*path, "name"), project.mark)
        for name in MONEY_FIELDS:
            data[name] = self.money(project, name, (*path, name))
        for name in ("purpose", "goals"):
            self.spot((*path, name), self.mark(project, name))
            data[name] = []
            self.paragraphs(project.fields.get(name, []), (*path, name), data[name])
        data["payment_plan"] = self.plan(project, (*path, "payment_plan"))
        for name in NEEDED_OF_PROJECT:
            if name not in project.fields:  # told once, of the table or form that lacks it
                self.bound.faulty.add((*path, "payment_plan", name) if name in PLAN_FIELDS else (*path, name))
        for name, placed in project.differing:
            first = project.one(name)
            detail = f"这一行的{LABELS[name]}与{first.mark if first else project.mark}的不同，取了那里的"
            self.notes.add(OddityKind.AMBIGUOUS, path, placed.mark, detail)
        self.spot((*path, "indicators"), project.indicators[0].mark if project.indicators else project.mark)
        indicator = self.placed_indicator if self.places else self.plain_indicator
        data["indicators"] = [indicator(row, path, at) for at, row in enumerate(project.indicators)]
        self.project_notes(project, path, data)
        return data

    def mark(self, project: Project, name: str) -> Mark:
        placed = project.one(name)
        return placed.mark if placed else project.mark

    def unit(self, project: Project, path: Path, data: dict[str, Any]) -> None:
        """The project's own unit; blank cells leave it to the department."""
        own = project.one("unit_code"), project.one("unit_name")
        code_cell, name_cell = (placed if placed and placed.cell else None for placed in own)
        if project.unit and not code_cell:
            code_cell, name_cell = project.unit[0], name_cell or project.unit[1]
        if code_cell:
            data["unit_code"] = self.code(code_cell, (*path, "unit_code"), code_cell.mark)
        if name_cell and name_cell.cell:
            data["unit_name"] = self.words(name_cell, (*path, "unit_name"), name_cell.mark)
        elif code_cell and project.plain and own[1]:
            data["unit_name"] = self.words(own[1], (*path, "unit_name"), own[1].mark)

    def money(self, project: Project, name: str, path: Path) -> str | None:
        placed = project.one(name)
        if placed is None or placed.cell is None:
            self.spot(path, self.mark(project, name))
            return None
        text = money(placed.cell, project.units.get(name, ""), path, placed.mark, self.notes)
        self.spot(path, placed.mark, text)
        if placed.cell.stored is Stored.NO_RESULT and name == "budget":
            self.fault(path, placed.mark, "公式没有算出的结果；请用 Excel 或 WPS 打开，保存一次再读")
        return text or None

    def plan(self, project: Project, path: Path) -> dict[str, Any]:
        placed = [project.one(name) for name in PLAN_FIELDS]
        marks = [each.mark if each else project.mark for each in placed]
        paths: list[Path] = [(*path, name) for name in PLAN_FIELDS]
        texts = shares([each.cell if each else None for each in placed], paths, marks, self.notes)
        self.spot(path, marks[0])
        for inner, mark, text, each in zip(paths, marks, texts, placed, strict=True):
            self.spot(inner, mark, text or "")
            if each and each.cell and each.cell.stored is Stored.NO_RESULT:
                self.fault(inner, mark, "公式没有算出的结果；请用 Excel 或 WPS 打开，保存一次再读")
        return dict(zip(PLAN_FIELDS, (text or None for text in texts), strict=True))

    def plain_indicator(self, row: TableRow, project: Path, at: int) -> dict[str, Any]:
        """An indicator whose cells are all texts; any other with its places."""
        cells = row.row.cells
        if any(cell.stored is not Stored.TEXT for cell in cells.values()) or row.table.fields & {"sign", "measure"}:
            return self.placed_indicator(row, project, at)
        column = row.table.column("value")
        if column and column.unit:
            return self.placed_indicator(row, project, at)
        return {name: cells[name].text if name in cells else "" for name in (*_WORDS, "value")}

    def placed_indicator(self, row: TableRow, project: Path, at: int) -> dict[str, Any]:
        path: Path = (*project, "indicators", at)
        spots, cells, sheet = self.bound.spots, row.row.cells, row.table.sheet
        spots[path] = Spot("", row.mark)
        data: dict[str, Any] = {}
        for name in _WORDS:
            cell = cells.get(name)
            if cell is None:
                mark, text = row.placed(name).mark, ""
            else:
                mark, text = sheet.at(cell), cell.text
                if cell.stored is not Stored.TEXT:
                    text = words(cell, (*path, name), mark, self.notes)
            spots[(*path, name)] = Spot("", mark, text)
            data[name] = text
        value = row.placed("value")
        text = self.value(row, value.cell, (*path, "value"), value.mark)
        spots[(*path, "value")] = Spot("", value.mark, text)
        data["value"] = text
        return data

    def value(self, row: TableRow, cell: Cell | None, path: Path, mark: Mark) -> str:
        """The 指标值 as one text, of one column or of three (sign, number, unit)."""
        text = words(cell, path, mark, self.notes) if cell else ""
        fields = row.table.fields
        column = row.table.column("value")
        unit = (unit_of_value(column.unit) or "") if column else ""
        if not fields & {"sign", "measure"} and not unit:
            return text
        parts = {}
        for name in ("sign", "measure"):
            each = row.row.cells.get(name)
            parts[name] = words(each, path, row.table.sheet.at(each), self.notes) if each else None
        return whole_value(parts["sign"], text, parts["measure"] or unit)

    # -- notes ---------------------------------------------------------------------------------------------------------

    def project_notes(self, project: Project, path: Path, data: dict[str, Any]) -> None:
        for row in project.notes:
            at = self.noted(project, row)
            if at is None:
                reason = "没有找到这条说明说的指标；请写它的三级指标，或它在指标表里的行号"
                self.fault((*path, "review_notes"), row.placed("level3").mark, reason)
                continue
            owner, here = (data, path) if at < 0 else (data["indicators"][at], (*path, "indicators", at))
            kept = owner.setdefault("review_notes", [])
            kept.append(self.note(row, here, len(kept)))

    def noted(self, project: Project, row: TableRow) -> int | None:
        """The number of the indicator that a note is about, -1 for the project itself, None if there is no such one."""
        name, line = (row.row.cells.get(key) for key in ("level3", "line"))
        if line:
            wanted = said(line)
            return next((at for at, each in enumerate(project.indicators) if str(each.row.number) == wanted), None)
        if name is None:
            return -1
        named = [
            at
            for at, each in enumerate(project.indicators)
            if (cell := each.row.cells.get("level3")) and cell.text.strip() == name.text.strip()
        ]
        return named[0] if len(named) == 1 else None

    def note(self, row: TableRow, owner: Path, at: int) -> dict[str, Any]:
        path: Path = (*owner, "review_notes", at)
        self.spot((*owner, "review_notes"), row.mark)
        self.spot(path, row.mark)
        return {name: self.code(row.placed(name), (*path, name), row.mark) for name in ("rule", "reason")}

    # -- cells ---------------------------------------------------------------------------------------------------------

    def code(self, placed: Placed | None, path: Path, near: Mark) -> str:
        text = code(placed.cell, path, placed.mark, self.notes) if placed and placed.cell else ""
        self.spot(path, placed.mark if placed else near, text)
        return text

    def words(self, placed: Placed | None, path: Path, near: Mark) -> str:
        text = words(placed.cell, path, placed.mark, self.notes) if placed and placed.cell else ""
        self.spot(path, placed.mark if placed else near, text)
        return text

    def paragraphs(self, cells: list[Placed], path: Path, lines: list[str]) -> None:
        """Adds the paragraphs in ``cells`` to ``lines``, each with its place."""
        for placed in cells:
            text = words(placed.cell, path, placed.mark, self.notes) if placed.cell else ""
            for line in text.splitlines():
                if line.strip():
                    self.spot((*path, len(lines)), placed.mark, line)
                    lines.append(line)
