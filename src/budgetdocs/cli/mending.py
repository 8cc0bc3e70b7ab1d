"""The mended copy of a file: its name, its differences, and in words what was changed and what was not."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from budgetdocs import model
from budgetdocs.batch.files import write_whole
from budgetdocs.model import Submission
from budgetdocs.readers import mend
from budgetdocs.review import CheckOptions
from budgetdocs.review.fixing import fix
from budgetdocs.review.reporters import Checked
from budgetdocs.review.reporters.concern import change, one_line, text_at

_ENDING = re.compile(r"\.修正\d*$")
_LONGEST = 60
"""Characters of a text that are shown."""


class Repair(NamedTuple):
    """The file at ``path`` with its text before and after; a line for each change, and for each that was not made."""

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
    for each in checked:
        path = Path(each.file)
        done, target = repair(path, each.submission, options, unsafe), free_name(path)
        if diff and done.changes:
            say(done.diff(target))
        if write and done.changes:
            write_whole(target, done.content)
            copies[each.file] = target
        for line in _said(done, copies.get(each.file)):
            say(line)
    return copies


def repair(path: Path, submission: Submission, options: CheckOptions, unsafe: bool) -> Repair:
    """How the file at ``path``, read as ``submission``, is mended by the fixes of its findings; writes nothing.

    ``unsafe`` says whether fixes that a person must confirm are made too. Raises :class:`ReadError`.
    """
    fixed = fix(submission, unsafe=unsafe, options=options)
    mended = mend(path, fixed.edits)
    codes: dict[model.Path, list[str]] = {}
    for finding in fixed.applied:
        codes.setdefault(finding.path, []).append(finding.code)
    changes = [
        f"{submission.where(there)}：{_change(text_at(submission, there) or '', fixed.edits[there])}"
        f"  {' '.join(dict.fromkeys(because))}"
        for there, because in codes.items()
        if there in fixed.edits and there not in mended.undone
    ]
    undone = [f"没有改 {submission.where(there)}：{reason}" for there, reason in mended.undone.items()]
    return Repair(path, mended.before, mended.after, mended.content, changes, undone)


def free_name(path: Path) -> Path:
    """The first name beside ``path`` that no file has: ``申报.修正.yaml``, then ``申报.修正2.yaml`` and so on."""
    stem, number = _ENDING.sub("", path.stem), 1
    while (target := path.with_name(f"{stem}.修正{number if number > 1 else ''}{path.suffix}")).exists():
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
