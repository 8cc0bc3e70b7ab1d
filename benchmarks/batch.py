"""How fast a batch is, and how much memory it takes: documents per second with 1 and 2 jobs, end to end.

``python benchmarks/batch.py [--counts 1000,10000] [--sources lines,yaml,workbook] [--formats docx,docx+pdf]
[--jobs 1,2] [--rounds 1] [--folder DIR] [--inputs DIR] [--results FILE]`` renders made-up submissions of one project of
8 indicators, no two alike, to folders that are taken away in the end (100,000 documents in Word and PDF are 7 GB): some
file systems look twice at each file that was deleted lately before they make a new one, which slows the next run down
by a quarter. Counted is everything: reading, validation, review, rendering, writing, manifest, 清单.xlsx.

``lines`` is one JSON object a line, ``yaml`` one YAML document after the other, ``workbook`` one .xlsx of as many
departments; all three are streamed, the workbook from 1 MB of XML on. Each run is a process of its own, and the numbers
of jobs take turns; seconds are of the clock and, in brackets, of the processors (parent and workers); memory is the
peak resident size of the parent, and of the largest worker. Of several rounds the medians count. The last lines show
how memory grows, and what the second job gains: by the clock, and by processor time, as it would be if nothing else ran
on the machine.

A table of many cells may take hours. ``--inputs`` keeps what is rendered, which takes as long to make, for the next
time. ``--results`` is a file to which each run is added as a line; cells that it has are not run again, so that the
table can be made in several sittings, or in pieces, and is shown as a whole in the end.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
sys.path[:] = [each for each in sys.path if Path(each).resolve() != HERE]  # docx.py there is not python-docx

import budgetdocs as bd  # noqa: E402

ROWS = 8


class Run(NamedTuple):
    """What was run, and what it took."""

    source: str
    formats: str
    jobs: int
    count: int
    seconds: float
    processor: float
    parent_mb: float
    worker_mb: float


def neighbour(name: str) -> Any:
    """Another benchmark, as a module."""
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def submissions(count: int) -> Iterator[bd.Submission]:
    """``count`` departments of one project each, made up like those of the review's benchmark."""
    review = neighbour("review")
    for number in range(count):
        book = review.book([review.project(number, ROWS)])
        unit = bd.Department(code=f"{300000 + number}", name=f"清源县第{number}局")
        projects = tuple(
            each.model_copy(update={"unit_code": unit.code, "unit_name": unit.name}) for each in book.projects
        )
        yield book.model_copy(update={"department": unit, "projects": projects})


def write_lines(path: Path, count: int) -> None:
    """JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for each in submissions(count):
            file.write(json.dumps(each.dump(), ensure_ascii=False) + "\n")


def write_yaml(path: Path, count: int) -> None:
    """YAML documents."""
    with path.open("wb") as file:
        for each in submissions(count):
            file.write(b"---\n" + bd.write_yaml(each))


def write_workbook(path: Path, count: int) -> None:
    """One workbook, a row an indicator, the columns of the project in the first of its rows."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("项目")
        row = 0
        for each in submissions(count):
            for columns in rows(each):
                if row == 0:
                    for column, label in enumerate(columns):
                        sheet.write_string(0, column, label)
                row += 1
                for column, value in enumerate(columns.values()):
                    if isinstance(value, Decimal | int):
                        sheet.write_number(row, column, float(value))
                    elif value:
                        sheet.write_string(row, column, value)


def rows(submission: bd.Submission) -> Iterator[dict[str, Any]]:
    """The rows of the one project of ``submission``."""
    [project] = submission.projects
    plan = project.payment_plan
    first: dict[str, Any] = {
        "年度": submission.year,
        "单位编码": project.unit_code,
        "单位名称": project.unit_name,
        "项目编码": project.code,
        "项目名称": project.name,
        "预算数（万元）": project.budget,
        "资金用途": "\n".join(project.purpose),
        "3月底": f"{plan.march}%",
        "6月底": f"{plan.june}%",
        "10月底": f"{plan.october}%",
        "12月底": f"{plan.december}%",
        "绩效目标": "\n".join(project.goals),
    }
    for number, indicator in enumerate(project.indicators):
        yield (first if number == 0 else dict.fromkeys(first, "")) | {
            "一级指标": indicator.level1,
            "二级指标": indicator.level2,
            "三级指标": indicator.level3,
            "绩效指标描述": indicator.description,
            "指标值": indicator.value.raw,
            "指标值确定依据": indicator.basis,
        }


WRITERS = {"lines": (".jsonl", write_lines), "yaml": (".yaml", write_yaml), "workbook": (".xlsx", write_workbook)}


def once(source: Path, out: Path, formats: str, jobs: int) -> None:
    """Render ``source``; print count, seconds, processor seconds and peaks as JSON."""
    import resource

    peak = Peak()
    start = time.perf_counter()
    options = bd.BatchOptions(book=False)
    results = bd.render_batch(source, out, formats.split("+"), jobs, options=options)
    made = failed = 0
    for number, each in enumerate(results):
        if number % 256 == 0:
            peak.look()
        made += isinstance(each, bd.Done)
        failed += isinstance(each, bd.Failed)
    seconds = time.perf_counter() - start
    own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime
    print(json.dumps((made, failed, seconds, processor, own.ru_maxrss // 1024, peak.kilobytes // 1024)))


class Peak:
    """The largest that a process which this one started has been so far, as Linux tells it. (What ``getrusage`` says
    of such a process counts the memory of this one, of which it was a copy for a moment.)"""

    def __init__(self) -> None:
        self.kilobytes = 0

    def look(self) -> None:
        """Look at the processes that there are now."""
        for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split():
            try:
                lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
            except OSError:  # it has just ended
                continue
            peaks = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
            self.kilobytes = max(self.kilobytes, *peaks, 0)


def measured(kind: str, source: Path, folder: Path, formats: str, jobs: int) -> Run:
    """One run in a process of its own, which finds its modules compiled, as those of an installed package are."""
    out = tempfile.mkdtemp(dir=folder)
    arguments = ["--once", str(source), out, formats, str(jobs)]
    setting = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        [sys.executable, __file__, *arguments], capture_output=True, text=True, check=False, env=setting
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    made, failed, *rest = json.loads(done.stdout)
    if failed:
        raise SystemExit(f"{failed} documents failed")
    return Run(kind, formats, jobs, made, *rest)


def show(run: Run) -> None:
    """A row of the table."""
    files = run.count * len(run.formats.split("+"))
    print(
        f"{run.source:9} {run.formats:9} {run.jobs:4} {run.count:8,} {run.count / run.seconds:8,.0f} "
        f"{run.seconds:8.1f} ({run.processor:7.1f}) {run.processor / run.count * 1000:7.2f} {files:9,} "
        f"{run.parent_mb:7.0f} {run.worker_mb:7.0f}",
        flush=True,
    )


def compare(runs: list[Run]) -> None:
    """How memory grows from the smallest to the largest count, and what more jobs gain."""
    print()
    for kind, formats in dict.fromkeys((run.source, run.formats) for run in runs):
        same = [run for run in runs if (run.source, run.formats) == (kind, formats)]
        for jobs in dict.fromkeys(run.jobs for run in same):
            sizes = sorted((run.count, run.parent_mb) for run in same if run.jobs == jobs)
            growth = sizes[-1][1] / sizes[0][1]
            print(f"{kind} {formats} {jobs} jobs: memory of {sizes[-1][0]:,} / {sizes[0][0]:,} = {growth:.2f}")
        for count in dict.fromkeys(run.count for run in same):
            by_jobs = {run.jobs: run for run in same if run.count == count}
            one = by_jobs.pop(1, None)
            for jobs, run in by_jobs.items() if one else ():
                clock, work = one.seconds / run.seconds, one.processor * jobs / run.processor
                gain = f"{clock:.2f} × the speed of one, {work:.2f} × on idle cores"
                print(f"{kind} {formats} {count:,}: {jobs} jobs {gain}")


Cell = tuple[str, str, int, int]
"""Source, formats, jobs, count."""


class Results:
    """The runs so far, those of earlier sittings too if they were kept at ``path``."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path and path.exists() else []
        self.runs = [Run(*json.loads(line)) for line in lines]

    def of(self, cell: Cell) -> list[Run]:
        """The runs of one cell of the table."""
        return [run for run in self.runs if run[:4] == cell]

    def add(self, run: Run) -> None:
        """Keep a run."""
        self.runs.append(run)
        if self.path:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(run) + "\n")

    def medians(self) -> list[Run]:
        """A run for each cell: the medians of its runs, in the order of the table."""
        cells = {run[:4]: self.of(run[:4]) for run in self.runs}
        ordered = sorted(cells.items(), key=lambda item: (*item[0][:2], item[0][3], item[0][2]))
        return [
            Run(*cell, *(statistics.median(each) for each in zip(*(run[4:] for run in runs), strict=True)))
            for cell, runs in ordered
        ]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", default="1000,10000")
    parser.add_argument("--sources", default="lines,yaml,workbook")
    parser.add_argument("--formats", default="docx,docx+pdf")
    parser.add_argument("--jobs", default="1,2")
    parser.add_argument("--rounds", type=int, default=1, help="runs of each cell")
    parser.add_argument("--folder", type=Path, help="where to write (by default the system's temporary folder)")
    parser.add_argument("--inputs", type=Path, help="where to keep what is rendered")
    parser.add_argument("--results", type=Path, help="a file to which the runs are added, and which has earlier ones")
    given = parser.parse_args()
    results = Results(given.results)
    with tempfile.TemporaryDirectory(prefix="budgetdocs-", dir=given.folder) as name:
        for kind, count in product(given.sources.split(","), map(int, given.counts.split(","))):
            for formats, _ in product(given.formats.split(","), range(given.rounds)):
                for jobs in map(int, given.jobs.split(",")):
                    if len(results.of((kind, formats, jobs, count))) < given.rounds:
                        source = written(kind, count, given.inputs or Path(name))
                        results.add(measured(kind, source, Path(name), formats, jobs))
                        print(f"{kind} {formats} {count:,}, {jobs} jobs: {results.runs[-1].seconds:.1f} s", flush=True)
    print(f"\n{os.cpu_count()} processors, Python {sys.version.split()[0]}")
    print("source    formats   jobs   documents   per s  seconds (proc. s)  ms each     files  parent MB worker MB")
    for run in results.medians():
        show(run)
    compare(results.medians())


def written(kind: str, count: int, folder: Path) -> Path:
    """So many submissions in a file of ``folder``, written unless it is there."""
    suffix, write = WRITERS[kind]
    path = folder / f"county-{count}{suffix}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f"unfinished{suffix}"
        write(unfinished, count)
        unfinished.replace(path)
    return path


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        source, out, formats, jobs = sys.argv[2:]
        once(Path(source), Path(out), formats, int(jobs))
    else:
        main()
