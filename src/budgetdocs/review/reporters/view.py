"""What the HTML page shows, as plain data: sections, the lines of a form, and the notes that belong to each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from budgetdocs.finding import Finding, Severity
from budgetdocs.model import Indicator, Path, PaymentPlan, Project, Submission, labelled
from budgetdocs.review.registry import RULES, Rule
from budgetdocs.review.reporters.checked import Checked, Part, Tally, by_file, parts, row_number, tally
from budgetdocs.review.reporters.concern import Change, change, field_of, position_of, text_at

EXCUSED = "已说明"
"""Stands in the place of the severity of a finding that a 审核说明 excuses."""

_CLASSES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"}
_ORDER = list(Severity)

_HEAD: tuple[tuple[tuple[str, int], ...], ...] = (
    (("unit_code", 1), ("unit_name", 3)),
    (("code", 1), ("name", 3)),
    (("budget", 1), ("fiscal_funds", 1), ("other_funds", 1)),
    (("purpose", 5),),
    (("payment_plan", 5),),
    (("goals", 5),),
)
"""The lines of a 项目绩效目标表 above its indicators: fields of the project and the columns that each takes."""
_SHARES = tuple(PaymentPlan.model_fields)
_COLUMNS = ("level1", "level2", "level3", "description", "value", "basis")
COLUMNS = tuple(str(Indicator.model_fields[name].alias) for name in _COLUMNS)
"""The labels of the columns of the indicator table."""


@dataclass(frozen=True)
class Note:
    """A finding as shown, numbered within its section; ``reason`` is that of the 审核说明 that excuses it."""

    number: int
    finding: Finding
    field: str
    position: str
    path: str
    change: Change | None
    reason: str | None

    @property
    def severity(self) -> str:
        """The word by which it is filtered."""
        return EXCUSED if self.reason is not None else str(self.finding.severity)

    @property
    def kind(self) -> str:
        """The CSS class."""
        return "excused" if self.reason is not None else _CLASSES[self.finding.severity]


@dataclass(frozen=True)
class Cell:
    """A cell of the form: its ``label``, its ``texts`` (one a paragraph), and the notes that are about it."""

    label: str
    path: Path
    texts: Sequence[str]
    span: int = 1
    cells: Sequence[Cell] = ()
    """The cells within it: the four of 资金支出计划."""
    same: bool = False
    """It repeats the cell above it."""
    notes: list[Note] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The CSS class of the gravest of its notes; "" where it has none."""
        return min((note.kind for note in self.notes), key=[*_CLASSES.values(), "excused"].index, default="")


@dataclass(frozen=True)
class Line:
    """A line of the form, all that is said of which is under ``path``; ``cells`` may be about other paths too."""

    path: Path | None
    cells: Sequence[Cell]
    notes: list[Note] = field(default_factory=list)

    def cell(self, path: Path) -> Cell | None:
        """The innermost cell that ``path`` leads to."""
        return next((cell for cell in _innermost(self.cells) if path[: len(cell.path)] == cell.path), None)

    def holds(self, path: Path) -> bool:
        """Whether ``path`` leads to this line."""
        return self.cell(path) is not None or (self.path is not None and path[: len(self.path)] == self.path)

    def take(self, note: Note) -> None:
        """Keep ``note`` here, and mark the cell that it is about."""
        self.notes.append(note)
        cell = self.cell(note.finding.path)
        if cell is not None:
            cell.notes.append(note)


@dataclass(frozen=True)
class Section:
    """A project with findings, or (``project`` None) the department: ``general`` lines, then those of the form."""

    id: str
    project: Project | None
    tally: Tally
    general: Sequence[Line]
    head: Sequence[Line] = ()
    rows: Sequence[Line] = ()

    @property
    def open(self) -> bool:
        """Whether there is something to mend in it."""
        return self.tally.findings > 0


class FileView(NamedTuple):
    """A file, or what a workbook holds of one department (``title`` names it then): its sections, and its projects in
    which nothing was found."""

    id: str
    title: str
    checked: Checked
    tally: Tally
    sections: Sequence[Section]
    clean: Sequence[Project]


class RuleView(NamedTuple):
    """A code that occurs: its rule (None where there is none of this code), how often, and in how many sections."""

    code: str
    rule: Rule | None
    severity: Severity
    found: int
    excused: int
    sections: int

    @property
    def title(self) -> str:
        """What the rule asks; "" where there is none."""
        return self.rule.title if self.rule else ""

    @property
    def kind(self) -> str:
        """The CSS class."""
        return _CLASSES[self.severity]


def file_views(checked: Sequence[Checked]) -> list[FileView]:
    """The views of the files, in their order."""
    held = [(each, len(of_file) > 1) for _, of_file in by_file(checked) for each in of_file]
    return [_file_view(each, number, among_others) for number, (each, among_others) in enumerate(held, start=1)]


def _file_view(checked: Checked, number: int, among_others: bool) -> FileView:
    """The view ``number`` (from 1) of the page."""
    found = parts(checked)
    projects = checked.submission.projects
    concerned = {part.number for part in found}
    return FileView(
        f"file-{number}",
        f"{checked.file}：{checked.submission.department.name}" if among_others else checked.file,
        checked,
        tally(checked.review.findings, checked.review.excused),
        [_section(checked.submission, part, number) for part in found],
        [project for index, project in enumerate(projects) if index not in concerned],
    )


def rule_views(checked: Sequence[Checked]) -> list[RuleView]:
    """Every code that occurs, the gravest first."""
    found: dict[str, list[Finding]] = {}
    excused: dict[str, list[Finding]] = {}
    sections: dict[str, set[tuple[int, Path]]] = {}
    for number, each in enumerate(checked):
        for finding in each.review.findings:
            found.setdefault(finding.code, []).append(finding)
            sections.setdefault(finding.code, set()).add((number, _record(finding)))
        for one in each.review.excused:
            excused.setdefault(one.finding.code, []).append(one.finding)
    views = [
        RuleView(
            code,
            RULES.get(code),
            min((each.severity for each in found.get(code) or excused[code]), key=_ORDER.index),
            len(found.get(code, ())),
            len(excused.get(code, ())),
            len(sections.get(code, ())),
        )
        for code in found.keys() | excused.keys()
    ]
    return sorted(views, key=lambda view: (_ORDER.index(view.severity), view.code))


def _record(finding: Finding) -> Path:
    return finding.path[:2] if finding.path[:1] == ("projects",) else ()


def _section(submission: Submission, part: Part, file: int) -> Section:
    counts = tally(part.findings, part.excused)
    if part.number is None:
        return Section(f"file-{file}-department", None, counts, _general(submission, _notes(submission, part, ())))
    project = submission.projects[part.number]
    path: Path = ("projects", part.number)
    head = [_head_line(submission, path, fields) for fields in _HEAD]
    rows = list(_rows(submission, path, project))
    lines, rest = (*head, *rows), []
    for note in _notes(submission, part, lines):
        number = _line_number(lines, note.finding.path)
        if number < 0:
            rest.append(note)
        else:
            lines[number].take(note)
    return Section(f"file-{file}-project-{part.number + 1}", project, counts, _general(submission, rest), head, rows)


def _line_number(lines: Sequence[Line], path: Path) -> int:
    """Which of ``lines`` shows what is at ``path``; -1 if none does."""
    return next((number for number, line in enumerate(lines) if line.holds(path)), -1)


def _notes(submission: Submission, part: Part, lines: Sequence[Line]) -> list[Note]:
    """The notes of ``part``, numbered as they will stand: what no line shows first, then line by line."""
    said: list[tuple[Finding, str | None]] = [(finding, None) for finding in part.findings]
    said += [(each.finding, each.note.reason) for each in part.excused]
    said.sort(key=lambda each: _line_number(lines, each[0].path))
    return [_note(submission, number, finding, reason) for number, (finding, reason) in enumerate(said, start=1)]


def _note(submission: Submission, number: int, finding: Finding, reason: str | None) -> Note:
    fix = None if finding.fix is None else change(text_at(submission, finding.path) or "", finding.fix)
    position = position_of(submission, finding)
    return Note(number, finding, _label(finding.path), position, labelled(finding.path), fix, reason)


def _general(submission: Submission, notes: Iterable[Note]) -> list[Line]:
    """A line for each path that the fixed lines of a form do not show."""
    by_path: dict[Path, list[Note]] = {}
    for note in notes:
        by_path.setdefault(note.finding.path, []).append(note)
    return [Line(path, (_text_cell(submission, path, there),), there) for path, there in by_path.items()]


def _label(path: Path) -> str:
    whole = "整行" if row_number(path) >= 0 else "整张表" if path else "全册"
    return field_of(path) or whole


def _text_cell(submission: Submission, path: Path, notes: list[Note]) -> Cell:
    return Cell(_label(path), path, (text_at(submission, path) or "").splitlines(), notes=notes)


def _head_line(submission: Submission, project: Path, fields: Sequence[tuple[str, int]]) -> Line:
    return Line(None, [_head_cell(submission, (*project, name), span) for name, span in fields])


def _head_cell(submission: Submission, path: Path, span: int) -> Cell:
    inner = [_head_cell(submission, (*path, share), 1) for share in _SHARES] if path[-1] == "payment_plan" else ()
    texts = (text_at(submission, path) or "").splitlines()
    return Cell(labelled(path).rpartition(".")[2], path, texts, span, inner)


def _rows(submission: Submission, project: Path, of: Project) -> Iterator[Line]:
    above: Indicator | None = None
    for index, indicator in enumerate(of.indicators):
        path = (*project, "indicators", index)
        repeated = 0 if above is None or above.level1 != indicator.level1 else 1 + (above.level2 == indicator.level2)
        texts = [(text_at(submission, (*path, name)) or "").splitlines() for name in _COLUMNS]
        yield Line(
            path,
            [
                Cell(label, (*path, name), text, same=column < repeated)
                for column, (label, name, text) in enumerate(zip(COLUMNS, _COLUMNS, texts, strict=True))
            ],
        )
        above = indicator


def _innermost(cells: Iterable[Cell]) -> Iterator[Cell]:
    for cell in cells:
        yield from _innermost(cell.cells)
        yield cell
