"""The files that a command is given, read: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from budgetdocs.cli.terminal import progress
from budgetdocs.errors import BudgetDocsError, ReadError

if TYPE_CHECKING:
    from budgetdocs.model import Submission

READABLE = ".xlsx .docx .yaml .json，也读 .xlsm .xls .csv"
"""The kinds of file, for help pages; :data:`budgetdocs.readers.SUFFIXES` decides."""


def read_inputs(paths: Sequence[Path]) -> list[tuple[Path, Submission]]:
    """Every submission of each file, with its file; several where a workbook has several departments.

    Raises one error naming the faults of all files.
    """
    from budgetdocs.readers import read_all

    found: list[tuple[Path, Submission]] = []
    faults: list[ReadError] = []
    with progress(len(paths), "读取") as advance:
        for path in paths:
            try:
                found += [(path, submission) for submission in read_all(path)]
            except ReadError as fault:
                faults.append(fault)
            advance()
    if len(faults) > 1:
        raise BudgetDocsError("\n".join(str(fault) for fault in faults))
    if faults:
        raise faults[0]
    return found


def require_free(path: Path, force: bool) -> None:
    """Raises :class:`BudgetDocsError` if ``path`` is a folder, or (unless ``force``) there already."""
    if path.is_dir():
        raise BudgetDocsError(f"{path}：是文件夹，不是文件")
    if path.exists() and not force:
        raise BudgetDocsError(f"{path}：已经有这个文件，不覆盖；请换个名字，或加 --force 换掉它")
