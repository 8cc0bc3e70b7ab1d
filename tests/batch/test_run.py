"""一批：次序、接着做、坏的不连累好的、清单、锁、各种执行器，结果都一样。"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import fsspec
import openpyxl
import pytest
from pydantic import field_serializer

import budgetdocs as bd
from batch.county import book, documents, lies, line, lines, outcomes, submission, tree
from budgetdocs import render as rendering
from budgetdocs.batch import executors, plan
from budgetdocs.batch.destination import Folder
from budgetdocs.batch.executors import Patient, workers_of
from budgetdocs.batch.lock import only_run
from budgetdocs.batch.outcome import Origin, read_line
from budgetdocs.batch.pattern import TREE
from budgetdocs.batch.run import CHUNK, CHUNKS_PER_WORKER
from budgetdocs.errors import BudgetDocsError, RenderError
from budgetdocs.model.record import Record

TABLES = bd.BatchOptions(book=False)
WORD = ("docx",)


def render(inputs: Any, out: Path, **how: Any) -> list[bd.Done | bd.Failed]:
    return list(bd.render_batch(inputs, out, how.pop("formats", WORD), options=how.pop("options", TABLES), **how))


def made(results: list[bd.Done | bd.Failed]) -> list[str]:
    """名字，只数这一次做的。"""
    return [each.name for each in results if isinstance(each, bd.Done) and not each.unchanged]


# -- what is made ------------------------------------------------------------------------------------------------------


def test_books_and_tables_in_both_formats_as_render_makes_them(tmp_path: Path) -> None:
    form = book(1, 2)
    results = render([form], tmp_path, formats=("pdf", "docx"), options=bd.BatchOptions())
    assert [each.name.rpartition("_")[2] for each in results] == [
        "2022年部门预算绩效目标", "第1000号公路改造绩效目标表", "第1001号公路改造绩效目标表",
    ]  # fmt: skip
    whole, first, _ = results
    assert isinstance(whole, bd.Done)
    assert isinstance(first, bd.Done)
    assert (tmp_path / f"{whole.name}.docx").read_bytes() == bd.to_docx(form)
    assert (tmp_path / f"{whole.name}.pdf").read_bytes() == bd.to_pdf(form)
    word, pdf = first.files
    assert (tmp_path / word.path).read_bytes() == rendering.render(form.projects[0], year=2022).docx
    assert (word.pages, pdf.pages) == (None, 1)
    assert first.project == ("13073022P00000001000X", "第1000号公路改造")
    assert not (tmp_path / ".budgetdocs").exists()


def test_the_tree_puts_a_department_together(tmp_path: Path) -> None:
    render([book(1, 2)], tmp_path, options=bd.BatchOptions(book=False, pattern=TREE))
    assert set(documents(tmp_path)) == {
        f"130730/348001清源县第1局/13073022P0000000100{each}X_第100{each}号公路改造.docx" for each in (0, 1)
    }


def test_findings_are_counted_for_each_document_and_none_is_lost(tmp_path: Path) -> None:
    form = book(1, 3)
    of_all = bd.check(form)
    with_book = render([form], tmp_path / "册", options=bd.BatchOptions())
    tables = render([form], tmp_path / "表")
    assert isinstance(with_book[0], bd.Done)
    assert sum(with_book[0].findings.values()) == len(of_all) > 0
    assert sum(sum(each.findings.values()) for each in tables if isinstance(each, bd.Done)) == len(of_all)
    unreviewed = render([form], tmp_path / "不审", options=bd.BatchOptions(check=None))
    assert all(isinstance(each, bd.Done) and not each.findings for each in unreviewed)


def test_a_large_department_is_shared_out_and_comes_out_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = book(1, 9)
    whole = render([form], tmp_path / "整", options=bd.BatchOptions())
    monkeypatch.setattr("budgetdocs.batch.plan.MOST_TARGETS", 4)
    cut = render([form], tmp_path / "分", options=bd.BatchOptions())
    assert tree(tmp_path / "整") == tree(tmp_path / "分")
    assert [each.name for each in whole] == [each.name for each in cut]


def test_files_of_one_name_are_numbered_by_the_order_of_the_inputs(tmp_path: Path) -> None:
    same = [submission(1, 项目名称=name) for name in ("Aa", "Aa", "AA", "é", "e\u0301")]
    names = [each.name.partition("_")[2] for each in render(same, tmp_path, executor=None)]
    assert names == [f"{each}绩效目标表{ending}" for each, ending in
                     (("Aa", ""), ("Aa", "_2"), ("AA", "_3"), ("é", ""), ("é", "_2"))]  # fmt: skip
    assert made(render(same, tmp_path)) == []


def test_arguments_that_can_not_be_met_are_refused_at_once(tmp_path: Path) -> None:
    for how in (
        {"formats": ("doc",)},
        {"formats": ()},
        {"options": bd.BatchOptions(book=False, each=False)},
        {"options": bd.BatchOptions(pattern="{名}")},
        {"options": bd.BatchOptions(bd.RenderOptions(form="hebei-1999"))},
        {"executor": 0},
    ):
        with pytest.raises(BudgetDocsError):
            bd.render_batch([submission(1)], tmp_path / "out", **how)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        bd.render_batch([submission(1)], tmp_path / "out", executor=object())
    assert not (tmp_path / "out").exists()


# -- order, memory, progress -------------------------------------------------------------------------------------------


class Slow(Executor):
    """做得快慢不一的执行器；记下同时在手的有多少。"""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(4)
        self._max_workers = 4
        self.most = 0
        self._under_way = 0
        self._turn = itertools.count()
        self._lock = threading.Lock()

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        with self._lock:
            self._under_way += 1
            self.most = max(self.most, self._under_way)
        return self._threads.submit(self._late, next(self._turn), work, *arguments, **named)

    def _late(self, turn: int, work: Callable[..., Any], *arguments: Any) -> Any:
        threading.Event().wait(0.02 * (turn % 3 == 0))
        return work(*arguments)


def test_results_come_in_the_order_of_the_inputs_and_only_a_window_is_taken(tmp_path: Path) -> None:
    executor = Slow()
    taken, count = 0, 4 * CHUNK * CHUNKS_PER_WORKER + 300
    ahead = 0
    names = []

    def inputs() -> Iterator[bd.Submission]:
        nonlocal taken
        for number in range(count):
            taken += 1
            yield submission(number)

    options = bd.BatchOptions(book=False, check=None)
    for each in bd.render_batch(inputs(), tmp_path, WORD, executor, options=options):
        names.append(each.name)
        ahead = max(ahead, taken - len(names))
        executor._under_way -= len(names) % CHUNK == 0
    assert names == [f"13073022P{number:011}X_第{number}号公路改造绩效目标表" for number in range(count)]
    assert ahead <= CHUNK * (CHUNKS_PER_WORKER * 4 + 2)


def test_progress_is_told_after_each_document(tmp_path: Path) -> None:
    path = lines(tmp_path / "县.jsonl", 5)
    with path.open("a", encoding="utf-8") as file:
        file.write("{\n")
    told: list[bd.Progress] = []
    render(path, tmp_path / "out", on_progress=told.append)
    assert [each.made for each in told] == [1, 2, 3, 4, 5, 5]
    assert (told[-1].failed, told[-1].share) == (1, 1.0)
    assert all(each.rate > 0 for each in told)
    assert told[1].seconds_left


# -- resuming ----------------------------------------------------------------------------------------------------------


def test_a_second_run_makes_nothing_and_leaves_every_byte(tmp_path: Path) -> None:
    inputs = [book(1, 2), submission(2)]
    render(inputs, tmp_path, options=bd.BatchOptions())
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()}
    results = render(inputs, tmp_path, options=bd.BatchOptions())
    assert made(results) == []
    assert len(results) == 5
    after = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()}
    assert {path: content for path, (_, content) in after.items()} == {
        path: content for path, (_, content) in before.items()
    }
    written = [path for path in before if path.suffix == ".docx"]
    assert all(after[path] == before[path] for path in written)


def test_only_what_is_missing_or_changed_is_made_again(tmp_path: Path) -> None:
    first = book(1, 3)
    options = bd.BatchOptions()
    _, _, gone, spoilt = render([first], tmp_path, options=options)
    (tmp_path / f"{gone.name}.docx").unlink()
    with (tmp_path / f"{spoilt.name}.docx").open("r+b") as file:
        file.seek(100)
        file.write(b"?")
    assert made(render([first], tmp_path, options=options)) == [gone.name, spoilt.name]
    changed = first.projects[0].model_copy(update={"purpose": ("改了。",)})
    second = first.model_copy(update={"projects": (changed, *first.projects[1:])})
    results = render([second], tmp_path, options=options)
    assert made(results) == [results[0].name, results[1].name], "the book and the one table"
    fresh = tmp_path / "fresh"
    render([second], fresh, options=options)
    assert documents(fresh) == {
        name: each for name, each in documents(tmp_path).items() if not name.startswith("fresh")
    }


@pytest.mark.parametrize(
    "how",
    [
        {"formats": ("docx", "pdf")},
        {"options": bd.BatchOptions(bd.RenderOptions(line_rules="libreoffice"), book=False)},
        {"options": bd.BatchOptions(book=False, check=None)},
        {"resume": False},
    ],
)
def test_other_options_make_everything_again(how: dict[str, Any], tmp_path: Path) -> None:
    inputs = [submission(1), submission(2)]
    render(inputs, tmp_path)
    assert len(made(render(inputs, tmp_path, **how))) == 2


def test_another_template_makes_everything_again(tmp_path: Path, root: Path) -> None:
    import docx

    template = docx.Document(str(root / "templates" / "hebei-2022" / "book.docx"))
    out, templates = tmp_path / "out", tmp_path / "模板"
    templates.mkdir()
    template.save(str(templates / "book.docx"))
    options = bd.BatchOptions(bd.RenderOptions(templates=templates), book=False)
    assert len(made(render([submission(1)], out, options=options))) == 1
    assert len(made(render([submission(1)], out, options=options))) == 0
    template.add_paragraph("附")
    template.save(str(templates / "book.docx"))
    assert len(made(render([submission(1)], out, options=options))) == 1


def test_a_changed_neighbour_changes_the_findings_of_a_table_that_stays(tmp_path: Path) -> None:
    first = book(1, 2)
    render([first], tmp_path)
    twice = first.projects[0].model_copy(update={"code": first.projects[1].code})
    second = first.model_copy(update={"projects": (twice, first.projects[1])})
    results = render([second], tmp_path)
    assert isinstance(results[1], bd.Done)
    assert "CO004" in results[1].findings


def test_a_run_leaves_in_the_manifest_what_others_have_made(tmp_path: Path) -> None:
    render([submission(1), submission(2)], tmp_path)
    (tmp_path / f"{next(outcomes(tmp_path)).name}.docx").unlink()
    render([submission(3)], tmp_path)
    assert [each.unit[1] for each in outcomes(tmp_path) if isinstance(each, bd.Done)] == ["清源县第3局", "清源县第2局"]
    assert lies(tmp_path) == []


def test_a_register_that_a_killed_run_could_not_write_is_written_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render([submission(1)], tmp_path)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("budgetdocs.batch.register.register", killed)
        with pytest.raises(KeyboardInterrupt):
            render([submission(1), submission(2)], tmp_path)
    assert made(render([submission(1), submission(2)], tmp_path)) == []
    assert openpyxl.load_workbook(tmp_path / "清单.xlsx").active.max_row == 3  # type: ignore[union-attr]


def test_a_line_that_was_cut_is_dropped(tmp_path: Path) -> None:
    path = lines(tmp_path / "县.jsonl", 3)
    out = tmp_path / "out"
    render(path, out)
    whole = tree(out)
    manifest = out / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-40])
    assert len(made(render(path, out))) == 1
    assert tree(out) == whole


def test_a_manifest_of_another_program_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text('{"files": 1}\n', encoding="utf-8")
    with pytest.raises(RenderError, match=r"manifest\.jsonl：已有一个同名的文件"):
        render([submission(1)], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.jsonl"]


# -- the bad and the good ----------------------------------------------------------------------------------------------


def test_a_poisoned_input_among_a_thousand(tmp_path: Path) -> None:
    path = tmp_path / "县.jsonl"
    poison = {100: "{", 300: line(300, 预算数="?"), 500: line(500, 指标="无"), 700: "\x00", 900: '"字"'}
    texts = [poison.get(number, line(number)).rstrip("\n") + "\n" for number in range(1000)]
    path.write_text("".join(texts), encoding="utf-8")
    options = bd.BatchOptions(book=False, check=None)
    results = render(path, tmp_path / "out", options=options)
    failed = [each for each in results if isinstance(each, bd.Failed)]
    assert [each.origin.part for each in failed] == [f"第 {number + 1} 行" for number in poison]
    assert all("\n" not in each.reason and str(path) in each.reason for each in failed)
    assert len(documents(tmp_path / "out")) == 995
    assert [type(each) for each in outcomes(tmp_path / "out")] == [type(each) for each in results]


@pytest.mark.parametrize("late", [False, True])
def test_a_fault_in_the_program_is_told_of_its_document_only(
    late: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from budgetdocs.batch import job

    original = job.draft

    class Faulty:
        def finished(self) -> Any:
            raise ZeroDivisionError("零")

    def faulty(subject: Any, *arguments: Any, **named: Any) -> Any:
        if subject.name != "第1号公路改造":
            return original(subject, *arguments, **named)
        return Faulty() if late else Faulty().finished()

    monkeypatch.setattr(job, "draft", faulty)
    good, bad, also_good = render([submission(each) for each in (0, 1, 2)], tmp_path)
    assert isinstance(bad, bd.Failed)
    assert "程序内部出错（ZeroDivisionError：零）" in bad.reason
    assert isinstance(good, bd.Done)
    assert isinstance(also_good, bd.Done)


def test_a_form_that_is_not_known_is_told_of_its_input_only(tmp_path: Path) -> None:
    strange = submission(1).model_copy(update={"form": "hebei-1999"})
    bad, good = render([strange, submission(2)], tmp_path)
    assert isinstance(bad, bd.Failed)
    assert "hebei-1999" in bad.reason
    assert isinstance(good, bd.Done)


def test_a_department_without_projects_is_not_passed_over(tmp_path: Path) -> None:
    none, one = render([book(1, 0), submission(2)], tmp_path)
    assert isinstance(none, bd.Failed)
    assert none.reason == "第 1 份数据：没有项目，又不要整册，没有什么可以生成"
    assert isinstance(one, bd.Done)


class Broken(Executor):
    """什么也不做的执行器。"""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(OSError("线断了"))
        return future


def test_what_can_not_be_sent_to_a_worker_is_told(tmp_path: Path) -> None:
    results = render([submission(1), submission(2)], tmp_path, executor=Broken())
    assert [type(each) for each in results] == [bd.Failed] * 2
    assert isinstance(results[0], bd.Failed)
    assert results[0].reason == "没能交给工作进程（OSError：线断了）"


def test_something_in_the_way_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "13073022P00000000001X_第1号公路改造绩效目标表.docx").mkdir(parents=True)
    bad, good = render([submission(1), submission(2)], tmp_path)
    assert isinstance(bad, bd.Failed)
    assert bad.name in bad.reason
    assert isinstance(good, bd.Done)


def test_a_file_that_word_holds_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    render([submission(1)], tmp_path)
    before = documents(tmp_path)
    original = Path.replace

    def held(self: Path, target: Path) -> Path:
        if target.suffix == ".docx":
            raise PermissionError(13, "Permission denied", str(self))
        return original(self, target)

    monkeypatch.setattr(Path, "replace", held)
    [failed] = render([submission(1, 资金用途=["改了。"])], tmp_path)
    assert isinstance(failed, bd.Failed)
    assert "请先关闭 Word" in failed.reason
    assert failed.name in failed.reason
    assert documents(tmp_path) == before
    monkeypatch.undo()
    assert len(made(render([submission(1, 资金用途=["改了。"])], tmp_path))) == 1


def test_nothing_stays_where_nothing_could_be_made(tmp_path: Path) -> None:
    [failed] = render([tmp_path / "没有.yaml"], tmp_path / "out")
    assert isinstance(failed, bd.Failed)
    assert not (tmp_path / "out").exists()


def test_who_stops_listening_keeps_what_was_made(tmp_path: Path) -> None:
    results = bd.render_batch(map(submission, range(100)), tmp_path, WORD, options=TABLES)
    for _ in range(3):
        next(results)
    results.close()
    assert lies(tmp_path) == []
    assert not (tmp_path / ".budgetdocs").exists()
    again = render(map(submission, range(5)), tmp_path)
    assert len(made(again)) == 2


# -- one run at a time -------------------------------------------------------------------------------------------------


def test_the_second_run_says_whose_the_first_is(tmp_path: Path) -> None:
    first = bd.render_batch([submission(1), submission(2)], tmp_path, WORD, options=TABLES)
    next(first)
    script = f"import budgetdocs as bd; list(bd.render_batch([], {str(tmp_path)!r}))"
    second = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script], capture_output=True, encoding="utf-8", check=False
    )
    assert second.returncode == 1
    assert "另一次生成正在写这里" in second.stderr
    assert f"进程 {os.getpid()}" in second.stderr
    assert len(list(first)) == 1
    assert len(made(render([submission(3)], tmp_path))) == 1


def test_the_lock_of_a_dead_run_is_taken_over_and_its_rests_are_swept(tmp_path: Path) -> None:
    script = (
        "import os; from pathlib import Path; from budgetdocs.batch.lock import only_run\n"
        "from budgetdocs.batch.destination import Folder\n"
        f"with only_run(Folder(Path({str(tmp_path)!r}))): os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    (tmp_path / ".budgetdocs" / ".budgetdocs-00.tmp").write_bytes(b"half")
    assert len(made(render([submission(1)], tmp_path))) == 1
    assert not (tmp_path / ".budgetdocs").exists()


def test_the_lock_leaves_no_trace(tmp_path: Path) -> None:
    with only_run(Folder(tmp_path / "新")):
        assert (tmp_path / "新" / ".budgetdocs").is_dir()
    assert not (tmp_path / "新").exists()


# -- executors ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("alone")
    render([book(1, 3), *map(submission, range(30, 70))], out, options=bd.BatchOptions())
    return tree(out)


@pytest.mark.parametrize("kind", ["processes", "threads", "foreign processes", "patient"])
def test_every_executor_makes_the_same(
    kind: str, alone: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import multiprocessing

    monkeypatch.setattr(Patient, "PATIENCE", 0.0)
    executor: Any = {
        "processes": lambda: 2,
        "threads": lambda: ThreadPoolExecutor(3),
        "foreign processes": lambda: ProcessPoolExecutor(1, multiprocessing.get_context("spawn")),
        "patient": lambda: Patient(2),
    }[kind]()
    render([book(1, 3), *map(submission, range(30, 70))], tmp_path, executor=executor, options=bd.BatchOptions())
    assert tree(tmp_path) == alone
    if isinstance(executor, Executor):
        assert executor.submit(int, "1").result() == 1, "the caller's executor is the caller's to end"
        executor.shutdown()


class FakeRay:
    """像 ray 模块的样子：remote 之后的函数给出带 future() 的引用。"""

    def __init__(self) -> None:
        self.retries = 0

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": 2.0}

    def remote(self, max_retries: int) -> Callable[[Callable[..., Any]], Any]:
        self.retries = max_retries

        class Reference:
            def __init__(self, work: Callable[..., Any], *arguments: Any) -> None:
                self._done: Future[Any] = Future()
                self._done.set_result(work(*arguments))

            def future(self) -> Future[Any]:
                return self._done

        class Remote:
            def __init__(self, work: Callable[..., Any]) -> None:
                self._work = work

            def remote(self, *arguments: Any) -> Reference:
                return Reference(self._work, *arguments)

        return Remote


def test_ray_goes_through_the_same_door(alone: dict[str, bytes], tmp_path: Path) -> None:
    ray = FakeRay()
    render([book(1, 3), *map(submission, range(30, 70))], tmp_path, executor=ray, options=bd.BatchOptions())
    assert tree(tmp_path) == alone
    assert ray.retries > 0


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgetdocs.batch.clusters.CONNECTED_WITHIN", 0.2)
    with pytest.raises(BudgetDocsError, match="连不上调度程序"):
        workers_of("tcp://127.0.0.1:9")


def test_processors_are_counted() -> None:
    assert executors.processors() >= 1


# -- places without a disk ---------------------------------------------------------------------------------------------


@pytest.fixture
def memory() -> Iterator[Any]:
    files = fsspec.filesystem("memory")
    files.store.clear()
    yield files
    files.store.clear()


def test_a_remote_place_gets_the_same(memory: Any, alone: dict[str, bytes]) -> None:
    inputs = [book(1, 3), *map(submission, range(30, 70))]
    render(inputs, "memory://县/成果", options=bd.BatchOptions())  # type: ignore[arg-type]
    there = {path.removeprefix("/县/成果/"): memory.cat_file(path) for path in memory.find("/县/成果")}
    assert set(there) == set(alone)
    same = [name for name in alone if name != "manifest.jsonl"]
    assert {name: there[name] for name in same} == {name: alone[name] for name in same}
    assert made(render(inputs, "memory://县/成果", options=bd.BatchOptions())) == []  # type: ignore[arg-type]


def test_a_remote_run_that_was_stopped_goes_on(memory: Any) -> None:
    results = bd.render_batch(map(submission, range(9)), "memory://县", WORD, options=TABLES)
    names = [next(results).name for _ in range(4)]
    results.close()
    assert [name for name in memory.find("/县") if ".budgetdocs/manifest/" in name]
    again = render(map(submission, range(9)), "memory://县")  # type: ignore[arg-type]
    assert not set(made(again)) & set(names)
    assert len(again) == 9
    assert not [name for name in memory.find("/县") if ".budgetdocs" in name]


def test_a_second_run_in_a_remote_place(memory: Any) -> None:
    first = bd.render_batch([submission(1), submission(2)], "memory://县", WORD, options=TABLES)
    next(first)
    with pytest.raises(RenderError, match="另一次生成正在写这里"):
        render([submission(3)], "memory://县")  # type: ignore[arg-type]
    first.close()
    assert memory.exists("/县")


def test_memory_is_not_shared_by_processes() -> None:
    with pytest.raises(BudgetDocsError, match="只在一个进程里"):
        bd.render_batch([submission(1)], "memory://县", executor=2)


@pytest.mark.parametrize("url", ["nonsense://x/y"])
def test_a_place_of_a_kind_that_is_not_known(url: str) -> None:
    with pytest.raises(BudgetDocsError, match="nonsense://"):
        bd.render_batch([submission(1)], url)


def test_a_file_address_is_a_folder(tmp_path: Path) -> None:
    render([submission(1)], f"file://{tmp_path}")  # type: ignore[arg-type]
    assert len(documents(tmp_path)) == 1


# -- the lists ---------------------------------------------------------------------------------------------------------


def test_the_manifest_says_what_was_made_of_what(tmp_path: Path) -> None:
    path = lines(tmp_path / "县.jsonl", 1)
    render([path, tmp_path / "没有.yaml"], tmp_path / "out", formats=("docx", "pdf"))
    first, second = (json.loads(each) for each in (tmp_path / "out" / "manifest.jsonl").read_bytes().splitlines())
    assert list(first)[-1] == "seconds"
    assert first | {"seconds": 0, "findings": 0, "remarks": 0, "files": 0} == {
        "status": "ok",
        "name": "13073022P00000000000X_第0号公路改造绩效目标表",
        "input": str(path),
        "part": "第 1 行",
        "unit": ["348000", "清源县第0局"],
        "project": ["13073022P00000000000X", "第0号公路改造"],
        "form": "hebei-2022",
        "version": bd.__version__,
        **{key: first[key] for key in first if key.endswith("_sha256")},
        "files": 0,
        "findings": 0,
        "remarks": 0,
        "seconds": 0,
    }
    assert [len(value) for key, value in first.items() if key.endswith("_sha256")] == [64] * 4
    assert [file["path"].rpartition(".")[2] for file in first["files"]] == ["docx", "pdf"]
    assert second == {"status": "failed", "input": str(tmp_path / "没有.yaml"), "part": "", "reason": second["reason"]}
    assert "文件不存在" in second["reason"]


def test_an_outcome_reads_back() -> None:
    failed = bd.Failed(Origin("甲", "第 1 行"), "因为", "名")
    assert read_line(failed.line()) == failed
    with pytest.raises(ValueError, match="no line of a manifest"):
        read_line(b"[]")


def test_the_register_has_a_row_and_links_for_each(tmp_path: Path) -> None:
    path = lines(tmp_path / "县.jsonl", 2)
    inputs = [path, tmp_path / "没有.yaml", book(3, 1)]
    out = tmp_path / "out"
    render(inputs, out, formats=("docx", "pdf"), options=bd.BatchOptions(pattern="{项目名称}/表"))
    sheet = openpyxl.load_workbook(out / "清单.xlsx").active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert head[:4] == ("序号", "状态", "单位编码", "单位名称")
    assert [row[1] for row in rows] == ["做好", "做好", "做好", "做好", "没做成", "做好", "做好"]
    assert rows[0][5] == "整册"
    assert rows[1][4:6] == ("13073022P00000000000X", "第0号公路改造")
    assert rows[1][6] == '=HYPERLINK("第0号公路改造/表.docx","打开")'
    assert "文件不存在" in str(rows[4][-1])
    with zipfile.ZipFile(out / "清单.xlsx") as package:
        assert {info.compress_type for info in package.infolist()} == {zipfile.ZIP_DEFLATED}
    before = (out / "清单.xlsx").read_bytes()
    render(inputs, out, formats=("docx", "pdf"), resume=False, options=bd.BatchOptions(pattern="{项目名称}/表"))
    assert (out / "清单.xlsx").read_bytes() == before


def test_ctrl_c_while_data_is_written_as_text_is_no_fault_of_the_data() -> None:
    """pydantic takes it for a fault of the function that it has just called."""

    class Interrupted(Record):
        text: str

        @field_serializer("text")
        def _text(self, _: str) -> str:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan._text(Interrupted(text="一"))
