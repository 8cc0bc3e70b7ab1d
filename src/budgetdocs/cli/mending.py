"""The mended copy of a file: its name, its differences, and in words what was changed and what was not."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from budgetdocs import model
from budgetdocs.batch.files import write_whole
from budgetdocs.cli.mending_workbook import mend_cells
from budgetdocs.model import Submission
from budgetdocs.readers import mend
from budgetdocs.review import CheckOptions
from budgetdocs.review.fixing import Fixed, fix
from budgetdocs.review.reporters import Checked
from budgetdocs.review.reporters.concern import change, one_line, text_at

MENDABLE = (".xlsx", ".xlsm", ".yaml", ".yml", ".json")
WORKBOOKS = (".xlsx", ".xlsm")
_LONGEST = 60
"""Characters of a text that are shown."""


class Repair(NamedTuple):
    """The file at ``path`` with its text before and after; a line for each change, and for each that was not made.

    A workbook has no text; what changes in it is all in the lines.
    """

    path: Path
    before: str
    after: str
    content: bytes
    changes: list[str]
    undone: list[str]

    def diff(self, target: Path) -> str:
        """The changes as a unified diff from the file to ``target``."""
        lines = difflib.unified_diff(
            self.before.split("\n"), self.after.split("\n"), str(self.path), str(target), lineterm=""
        )
        return "\n".join(line.rstrip("\r") for line in lines)


def mend_all(
    checked: Iterable[Checked],
    options: CheckOptions,
    *,
    unsafe: bool,
    diff: bool,
    write: bool,
    say: Callable[[str], object],
) -> dict[str, Path]:
    """Mend each file in a copy beside it and ``say`` what changed; the copies by the files that have one.

    ``unsafe`` takes the fixes that a person must confirm too, ``diff`` shows the differences first. Without ``write``
    nothing is written. Raises :class:`OSError` and :class:`ReadError`.
    """
    copies: dict[str, Path] = {}
    by_file: dict[str, list[Submission]] = {}
    for each in checked:
        by_file.setdefault(each.file, []).append(each.submission)
    for file, submissions in by_file.items():
        path = Path(file)
        if path.suffix.lower() in WORKBOOKS:
            done = repair_workbook(path, submissions, options, unsafe)
        else:
            done = repair(path, submissions[0], options, unsafe)
        target = free_name(path)
        if diff and done.before != done.after:
            say(done.diff(target))
        if write and done.changes:
            write_whole(target, done.content)
            copies[file] = target
        for line in _said(done, copies.get(file)):
            say(line)
    return copies


def repair(path: Path, submission: Submission, options: CheckOptions, unsafe: bool) -> Repair:
    """How the file at ``path``, read as ``submission``, is mended by the fixes of its findings; writes nothing.

    ``unsafe`` says whether fixes that a person must confirm are made too. Raises :class:`ReadError`.
    """
    fixed = fix(submission, unsafe=unsafe, options=options)
    mended = mend(path, fixed.edits)
    changes = list(_changes(submission, fixed, mended.undone))
    undone = [_left(submission, there, reason) for there, reason in mended.undone.items()]
    return Repair(path, mended.before, mended.after, mended.content, changes, undone)


def repair_workbook(path: Path, submissions: Sequence[Submission], options: CheckOptions, unsafe: bool) -> Repair:
    """Like :func:`repair`, for the workbook at ``path``, which was read as ``submissions``, one a department."""
    fixed = [fix(submission, unsafe=unsafe, options=options) for submission in submissions]
    edits = {(number, there): text for number, each in enumerate(fixed) for there, text in each.edits.items()}
    mended = mend_cells(path, submissions, [each.submission for each in fixed], edits)
    changes = [
        line
        for number, (submission, each) in enumerate(zip(submissions, fixed, strict=True))
        for line in _changes(submission, each, {there for at, there in mended.undone if at == number})
    ]
    undone = [_left(submissions[number], there, reason) for (number, there), reason in mended.undone.items()]
    return Repair(path, "", "", mended.content, changes, undone)


def _changes(submission: Submission, fixed: Fixed, undone: Collection[model.Path]) -> Iterator[str]:
    """A line for each value that is changed: where, what, and the rules that ask for it."""
    codes: dict[model.Path, list[str]] = {}
    for finding in fixed.applied:
        codes.setdefault(finding.path, []).append(finding.code)
    for there, because in codes.items():
        if there in fixed.edits and there not in undone:
            said = _change(text_at(submission, there) or "", fixed.edits[there])
            yield f"{submission.where(there)}：{said}  {' '.join(dict.fromkeys(because))}"


def _left(submission: Submission, there: model.Path, reason: str) -> str:
    return f"没有改 {submission.where(there)}：{reason}"


def free_name(path: Path, ending: str = "修正") -> Path:
    """The first name beside ``path`` that no file has: ``申报.修正.yaml``, then ``申报.修正2.yaml`` and so on."""
    stem, number = re.sub(rf"\.{ending}\d*$", "", path.stem), 1
    while (target := path.with_name(f"{stem}.{ending}{number if number > 1 else ''}{path.suffix}")).exists():
        number += 1
    return target


def _said(done: Repair, target: Path | None) -> Iterator[str]:
    """What the repair changes and leaves, and that it was written to ``target``, or nowhere."""
    if not done.changes:
        yield f"{done.path}：没有能自动改的地方"
    elif target:
        yield f"{done.path} 改了 {len(done.changes)} 处，存成 {target}："
    else:
        yield f"{done.path} 能改 {len(done.changes)} 处，没有写文件，加 --fix 才写："
    yield from (f"  {line}" for line in (*done.changes, *done.undone))


def _change(old: str, new: str) -> str:
    """``old → new`` in one line; of a long text only what changes, with a few characters around it."""
    return f"{_shown(str(change(new, old)))} → {_shown(str(change(old, new)))}"


def _shown(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…" if line else "（空白）"
