"""The annotated copy of a workbook: its name, and what stands at each cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from budgetdocs.batch.files import write_whole
from budgetdocs.cli.mending import free_name
from budgetdocs.review.reporters import Checked
from budgetdocs.review.reporters.checked import row_number
from budgetdocs.review.reporters.concern import field_of, one_line, position_of, text_at
from budgetdocs.writers.workbook import Remark, annotate


def annotate_all(checked: Iterable[Checked], say: Callable[[str], object]) -> None:
    """Write a copy of each workbook beside it in which its findings stand, and ``say`` which; several departments of
    one workbook share the copy.

    Raises :class:`ReadError` for a workbook that must not be changed, and :class:`OSError`.
    """
    by_file: dict[str, list[Checked]] = {}
    for each in checked:
        by_file.setdefault(each.file, []).append(each)
    for file, parts in by_file.items():
        path = Path(file)
        remarks = [remark for each in parts for remark in remarks_of(each)]
        target = free_name(path, "批注")
        write_whole(target, annotate(path, remarks))
        said = f"{len(remarks)} 条批注" if remarks else "没有问题可批注"
        say(f"{path} 另存一份带批注的 {target}：{said}")


def remarks_of(checked: Checked) -> Iterator[Remark]:
    """What is to be said at the cells of the workbook: every finding that no 审核说明 excuses."""
    submission = checked.submission
    for finding in checked.review.findings:
        path = finding.path
        project = ""
        if path[:1] == ("projects",) and len(path) > 1:
            project = " ".join(filter(None, (text_at(submission, (*path[:2], each)) for each in ("code", "name"))))
        names = [field_of(path)]
        if row_number(path) >= 0:
            names.insert(0, text_at(submission, (*path[:4], "level3")) or f"第 {row_number(path) + 1} 行指标")
        yield Remark(
            position_of(submission, finding),
            finding.code,
            finding.severity,
            finding.message,
            finding.fix,
            one_line(project),
            one_line("·".join(filter(None, names))),
        )
