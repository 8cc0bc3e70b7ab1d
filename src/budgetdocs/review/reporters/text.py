"""The report for a terminal: by file and project, one line a finding, all of it in characters that GBK has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import combining, east_asian_width

from budgetdocs.errors import ReadError
from budgetdocs.finding import Finding
from budgetdocs.model import Submission
from budgetdocs.review.reporters.checked import Checked, Part, Tally, by_file, parts, row_number, tally_of
from budgetdocs.review.reporters.concern import change, field_of, one_line, position_of, text_at

_WIDEST_CONCERN = 36
_WIDEST_FIX = 60


def text_report(checked: Sequence[Checked], unread: Sequence[ReadError] = ()) -> str:
    """The findings of ``checked``, then the files that could not be read, then how many there are of each kind.

    A single file without findings is one line.
    """
    files = by_file(checked)
    lines = [line for file, held in files for line in _file(file, held)]
    lines += [
        f"{one_line(error.path)}：没有读出：{one_line(str(problem))}" for error in unread for problem in error.problems
    ]
    total = tally_of(checked)
    if total.findings or unread or len(files) != 1:
        lines.append(_closing(total, len(files), len(unread)))
    return "\n".join(lines)


def _file(file: str, held: Sequence[Checked]) -> list[str]:
    """The lines about ``file``, which holds one submission or, as a workbook can, those of several departments."""
    name, total = one_line(file), tally_of(held)
    if not total.findings:
        said = [f"{len(held)} 个部门"] if len(held) > 1 else []
        said.append(f"{sum(len(each.submission.projects) for each in held)} 个项目")
        said += [f"{total.excused} 个已有审核说明"] if total.excused else []
        return [f"{name}：没有发现问题（{'，'.join(said)}）"]
    lines = [name]
    for submission, part in ((each.submission, part) for each in held for part in parts(each) if part.findings):
        heading = _heading(submission, part, among_others=len(held) > 1)
        lines += ["", f"  {heading}", *_lines(submission, part.findings)]
    return [*lines, ""]


def _heading(submission: Submission, part: Part, *, among_others: bool) -> str:
    """Whose findings follow; a project names its department where the file holds that of others too."""
    department = f"{submission.department.code} {submission.department.name}"
    if part.number is None:
        title = f"{department} {submission.year} 年（部门与全册）"
    else:
        project = submission.projects[part.number]
        title = f"{department}：{project.code} {project.name}" if among_others else f"{project.code} {project.name}"
    return f"{one_line(title)}（{len(part.findings)} 个问题）"


def _lines(submission: Submission, findings: Sequence[Finding]) -> list[str]:
    columns = [
        (_place(submission, each), each.severity, one_line(each.code), _concern(submission, each)) for each in findings
    ]
    widths = [max(map(_width, column)) for column in zip(*columns, strict=True)]
    return [
        "    " + "  ".join([*map(_padded, row, widths), one_line(each.message) + _fix(submission, each)])
        for row, each in zip(columns, findings, strict=True)
    ]


def _place(submission: Submission, finding: Finding) -> str:
    return one_line(position_of(submission, finding) or submission.where(finding.path).path)


def _concern(submission: Submission, finding: Finding) -> str:
    """``实际完成率：≥90``, ``预算数：350.00``: whose field it is, and what stands in it."""
    path = finding.path
    names = []
    if row_number(path) >= 0:
        level3 = text_at(submission, (*path[:4], "level3")) or ""
        names = [level3.strip() or f"第 {row_number(path) + 1} 行"]
    if path[4:] != ("value",):
        names.append(field_of(path))
    text = text_at(submission, path)
    if path[4:] == ("level3",):
        names, text = [field_of(path)], text or "（空白）"
    return _clipped("：".join(filter(None, ("·".join(filter(None, names)), text))), _WIDEST_CONCERN)


def _fix(submission: Submission, finding: Finding) -> str:
    if finding.fix is None:
        return ""
    text = str(change(text_at(submission, finding.path) or "", finding.fix))
    return f" → {_clipped(text, _WIDEST_FIX) or '（空白）'}{'' if finding.safe else '（请确认）'}"


def _closing(total: Tally, files: int, unread: int) -> str:
    said = [
        f"{total.errors} 个错误、{total.warnings} 个警告、{total.hints} 个提示",
        f"其中 {total.fixable} 个可自动改正 (--fix)，{total.to_confirm} 个须确认 (--unsafe-fixes)",
        f"{total.excused} 个已有审核说明",
    ]
    if unread:
        said.append(f"{unread} 个文件没有读出")
    return (f"{files} 个文件：" if files != 1 else "") + "；".join(said)


# -- widths ------------------------------------------------------------------------------------------------------------


def _width(text: str) -> int:
    """Columns that ``text`` takes on a terminal. Ambiguous characters (≥ “ …) are one, as most terminals show them."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text if not combining(char))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _clipped(text: str, width: int) -> str:
    """``text`` in one line of at most ``width`` columns, with … for what is left out."""
    line = one_line(text)
    return line if _width(line) <= width else "".join(_fitting(line, width - 1)) + "…"


def _fitting(text: str, room: int) -> Iterable[str]:
    for char in text:
        room -= _width(char)
        if room < 0:
            return
        yield char
