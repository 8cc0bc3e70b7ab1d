"""How fast a workbook is read: seconds for ``read``, and for openpyxl and calamine going over the same cells.

``python benchmarks/workbooks.py [--projects N] [--indicators N] [--rounds N]``. The three run in turn in one process,
round by round; what is printed is the median of each, and its ratio to ``read``. The other two give cells
only; ``read`` gives a submission that knows the cell of every value.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter

from budgetdocs.readers import read

DEPARTMENT = ("单位编码", "单位名称", "年度")
PROJECT = (
    *("单位编码", "单位名称", "项目编码", "项目名称"),
    *("预算数（万元）", "财政资金（万元）", "其他资金（万元）", "资金用途"),
    *("3月底", "6月底", "10月底", "12月底", "绩效目标"),
)
INDICATOR = ("项目编码", "一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")


def make(path: Path, projects: int, indicators: int) -> None:
    """Writes a workbook in which no two projects or indicators say the same."""
    with xlsxwriter.Workbook(path) as book:
        percent = book.add_format({"num_format": "0%"})
        pages = [book.add_worksheet(name) for name in ("部门", "项目", "指标")]
        for page, headings in zip(pages, (DEPARTMENT, PROJECT, INDICATOR), strict=True):
            page.write_row(0, 0, headings)
        pages[0].write_row(1, 0, ("978001", "某局", 2022))
        for at in range(projects):
            code = f"13073022P{at:011}X"
            row = ("978001", "某局", code, f"第{at}号项目", 350.5 + at, 350.5 + at, None, f"用于第{at}号项目。")
            pages[1].write_row(at + 1, 0, row)
            for column, share in enumerate((0.25, 0.5, 0.75, 1), start=8):
                pages[1].write_number(at + 1, column, share, percent)
            pages[1].write_string(at + 1, 12, f"目标{at}")
            for index in range(indicators):
                number = at * indicators + index
                value = number if index % 2 else f"≥{number}个"
                levels = ("产出指标", "数量指标", f"指标{number}")
                pages[2].write_row(number + 1, 0, (code, *levels, f"第{number}项的数量", value, "计划标准"))


def with_openpyxl(path: Path) -> int:
    """The number of cells that openpyxl goes over, in its quickest manner."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    count = sum(len(row) for page in book.worksheets for row in page.iter_rows(values_only=True))
    book.close()
    return count


def with_calamine(path: Path) -> int:
    """The number of cells that calamine gives."""
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        names = book.sheet_names
        return sum(len(row) for name in names for row in book.get_sheet_by_name(name).to_python())


def with_read(path: Path) -> int:
    """The number of indicators read."""
    return sum(len(project.indicators) for project in read(path).projects)


def seconds(run: Callable[[Path], int], path: Path, expected: int) -> float:
    """How long ``run`` took, having done at least what is ``expected``."""
    began = time.perf_counter()
    assert run(path) >= expected
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=2000)
    parser.add_argument("--indicators", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    runs = {"read": with_read, "openpyxl": with_openpyxl, "calamine": with_calamine}
    taken: dict[str, list[float]] = {name: [] for name in runs}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        make(path, options.projects, options.indicators)
        for _ in range(options.rounds):
            for name, run in runs.items():
                taken[name].append(seconds(run, path, options.projects * options.indicators))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(f"{options.projects} projects, {options.indicators} indicators each; medians of {options.rounds} rounds")
    for name, median in medians.items():
        print(f"{name:10} {median:7.2f} s   read takes {medians['read'] / median:5.2f} times as long")


if __name__ == "__main__":
    main()
