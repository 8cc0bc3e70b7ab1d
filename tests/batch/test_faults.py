"""出事的时候：被杀、磁盘满、工作进程没了、时钟变了。没有半个文件，什么也没丢，清单说的都是真的。"""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import budgetdocs as bd
from batch.county import documents, lies, lines, outcomes, submission, tree
from budgetdocs.batch import destination, files
from budgetdocs.errors import RenderError

TABLES = bd.BatchOptions(book=False)
WORD = ("docx",)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="用到 POSIX 的信号")


def command(source: Path, out: Path, *more: str) -> list[str]:
    arguments = ("render", str(source), "--out", str(out), "--no-book", *more)
    return [sys.executable, "-X", "utf8", "-m", "budgetdocs", *arguments]


def run(source: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(source, out, *more), capture_output=True, encoding="utf-8", check=False)


def start(source: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so is it for tests that a shell runs in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(
        command(source, out, *more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        start_new_session=True,
    )  # fmt: skip


def wait_for(condition: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "等不到"
        time.sleep(0.005)


def children(of: int) -> list[int]:
    """of 的子进程，/proc 里说的。"""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == of and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0] != "Z"
        )
    except OSError:
        return False


# -- killed ------------------------------------------------------------------------------------------------------------


@POSIX
@pytest.mark.slow
def test_killed_at_thirty_moments_it_ends_as_if_never_disturbed(tmp_path: Path) -> None:
    source = lines(tmp_path / "县.jsonl", 150)
    undisturbed, out = tmp_path / "无事", tmp_path / "多难"
    began = time.monotonic()
    assert run(source, undisturbed, "--jobs", "2").returncode == 0
    whole = time.monotonic() - began
    expected, good = tree(undisturbed), documents(undisturbed)
    moments = random.Random(6)
    killed = 0
    while killed < 30:
        process = start(source, out, "--jobs", "12"[killed % 2])
        try:
            process.communicate(timeout=moments.uniform(0.2, whole))
            shutil.rmtree(out)  # done before it was to die: once more from the beginning
            continue
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.communicate()
        killed += 1
        if out.is_dir():
            present = {name: each for name, each in documents(out).items() if not name.startswith(".budgetdocs/")}
            assert present.items() <= good.items(), "no torn file"
            assert not (out / "manifest.jsonl").exists() or lies(out) == []
    assert run(source, out).returncode == 0
    assert tree(out) == expected


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="没有 /proc，数不出子进程")
def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    process = start(lines(tmp_path / "县.jsonl", 3000), tmp_path / "out", "--jobs", "2", "--to", "docx")
    wait_for(lambda: len(list((tmp_path / "out").glob("*.docx"))) > 20)
    workers = children(process.pid)
    assert len(workers) >= 2
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    wait_for(lambda: not any(map(is_alive, workers)), 5.0)


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_stops_within_a_second_and_the_next_run_goes_on(jobs: str, tmp_path: Path) -> None:
    source, out = lines(tmp_path / "县.jsonl", 3000), tmp_path / "out"
    process = start(source, out, "--jobs", jobs, "--to", "docx")
    manifest = out / "manifest.jsonl"
    wait_for(lambda: manifest.exists() and manifest.read_bytes().count(b"\n") > 20)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    _, said = process.communicate(timeout=10)
    assert time.monotonic() - began < 5, "a second, and something for a busy machine"
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "再运行一次会接着做" in said
    assert not (out / ".budgetdocs").exists()
    done = len(list(outcomes(out)))
    assert lies(out) == []
    again = run(source, out, "--jobs", "2", "--to", "docx")
    assert again.returncode == 0
    assert f"{done} 份没有变" in again.stdout


# -- workers that die --------------------------------------------------------------------------------------------------

KILLER = """
import os, signal
import budgetdocs.batch.job as job
_original = job.draft
def _draft(subject, *arguments, **named):
    if getattr(subject, "name", "") == {name!r} and ({always} or not os.path.exists({mark!r})):
        open({mark!r}, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return _original(subject, *arguments, **named)
if os.environ.get("KILLED") == "yes":
    job.draft = _draft
"""


@pytest.fixture
def deadly(
    elsewhere: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, bool], None]:
    """做到这个名字的项目时，工作进程被杀：每次，或只有第一次。"""

    def install(name: str, always: bool) -> None:
        elsewhere(KILLER.format(name=name, always=always, mark=str(tmp_path / "杀过")))
        monkeypatch.setenv("KILLED", "yes")

    return install


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize("foreign", [False, True])
def test_a_worker_that_dies_is_reported_and_its_work_done_again(
    foreign: bool, deadly: Callable[[str, bool], None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    inputs = [submission(number) for number in range(120)]
    list(bd.render_batch(inputs, tmp_path / "无事", WORD, options=TABLES))
    deadly("第60号公路改造", False)
    executor: Any = ProcessPoolExecutor(2, get_context("spawn")) if foreign else 2
    results = list(bd.render_batch(inputs, tmp_path / "out", WORD, executor, options=TABLES))
    if foreign:
        executor.shutdown()
    assert all(isinstance(each, bd.Done) for each in results)
    assert tree(tmp_path / "out") == tree(tmp_path / "无事")
    assert "工作进程意外中断" in caplog.text


@POSIX
@pytest.mark.slow
def test_what_kills_every_worker_fails_and_the_others_are_made(
    deadly: Callable[[str, bool], None], tmp_path: Path
) -> None:
    deadly("第60号公路改造", True)
    inputs = [submission(number) for number in range(120)]
    results = list(bd.render_batch(inputs, tmp_path / "out", WORD, 2, options=TABLES))
    [failed] = [each for each in results if isinstance(each, bd.Failed)]
    assert "第60号公路改造" in failed.name
    assert "工作进程每次都意外中断" in failed.reason
    assert len(documents(tmp_path / "out")) == 119


@POSIX
@pytest.mark.slow
def test_a_script_that_starts_itself_again_is_told_how_to_be_written(tmp_path: Path) -> None:
    lines(tmp_path / "县.jsonl", 3)
    script = tmp_path / "财务.py"
    script.write_text(
        "import budgetdocs as bd\nlist(bd.render_batch('县.jsonl', 'out', ('docx',), 2))\n", encoding="utf-8"
    )
    python = [sys.executable, "-X", "utf8", str(script)]
    done = subprocess.run(python, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert done.returncode == 1
    assert "if __name__ == '__main__':" in done.stderr.splitlines()[-1]


@POSIX
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_of_two_one_of_which_is_killed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    from distributed import Client, LocalCluster

    inputs = [submission(number) for number in range(1600)]
    list(bd.render_batch(inputs, tmp_path / "无事", WORD, options=TABLES))
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        [victim, _] = client.run(os.getpid).values()
        results = []
        for each in bd.render_batch(inputs, tmp_path / "out", WORD, client, options=TABLES):
            results.append(each)
            if len(results) == 40:
                os.kill(victim, signal.SIGKILL)
        time.sleep(0.5)
        by_address = list(
            bd.render_batch(inputs[:40], tmp_path / "地址", WORD, cluster.scheduler_address, options=TABLES)
        )
    assert [each.name for each in results] == [f"13073022P{n:011}X_第{n}号公路改造绩效目标表" for n in range(1600)]
    assert all(isinstance(each, bd.Done) for each in (*results, *by_address))
    assert tree(tmp_path / "out") == tree(tmp_path / "无事")
    assert "没有了，它手里的由别的重做" in caplog.text


# -- disks -------------------------------------------------------------------------------------------------------------


def test_a_disk_that_fills_up_stops_the_run_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = lines(tmp_path / "县.jsonl", 30), tmp_path / "out"
    original = files.write_whole
    written = 0

    def full(path: Path, content: bytes, beside: Path | None = None) -> None:
        nonlocal written
        written += path.suffix == ".docx"
        if written > 12:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        original(path, content, beside)

    monkeypatch.setattr(destination, "write_whole", full)
    results = []
    with pytest.raises(RenderError, match="磁盘已满；已停下"):
        for each in bd.render_batch(source, out, WORD, options=TABLES):
            results.append(each)
    assert [type(each) for each in results] == [bd.Done] * 12 + [bd.Failed]
    assert len(documents(out)) == 12
    assert lies(out) == []
    monkeypatch.undo()
    list(bd.render_batch(source, out, WORD, options=TABLES))
    list(bd.render_batch(source, tmp_path / "无事", WORD, options=TABLES))
    assert tree(out) == tree(tmp_path / "无事")


def test_a_manifest_that_can_not_be_written_is_no_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from budgetdocs.batch.manifest import Manifest

    source, out = lines(tmp_path / "县.jsonl", 5), tmp_path / "out"
    original = Manifest.add

    def full(self: Manifest, outcome: bd.Done | bd.Failed) -> None:
        if "第3号" in outcome.name:
            self._file.write(outcome.line()[:50])  # what there was room for
            self._file.truncate(self._size)
            raise OSError(errno.ENOSPC, "No space left on device")
        original(self, outcome)

    monkeypatch.setattr(Manifest, "add", full)
    with pytest.raises(RenderError, match="磁盘已满"):
        list(bd.render_batch(source, out, WORD, options=TABLES))
    monkeypatch.undo()
    assert len(list(outcomes(out))) == 3
    assert len(list(bd.render_batch(source, out, WORD, options=TABLES))) == 5
    assert len(list(outcomes(out))) == 5


def test_a_write_of_which_the_disk_takes_a_part_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "表.docx"
    path.write_bytes(b"old")

    class Part:
        def __init__(self, file: Any) -> None:
            self._file = file
            self._room = 4

        def __enter__(self) -> Part:
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

        def write(self, content: bytes) -> int:
            if not self._room:
                raise OSError(errno.ENOSPC, "No space left on device")
            self._room = 0
            return int(self._file.write(content[:4]))

    original = Path.open
    monkeypatch.setattr(Path, "open", lambda self, *how, **named: Part(original(self, *how, **named)))
    with pytest.raises(OSError, match="No space"):
        files.write_whole(path, b"new and longer")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """一块 4 MB 的盘；挂不上就跳过。"""
    folder = tmp_path / "小盘"
    folder.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if mount is None or subprocess.run([mount, *options], capture_output=True, check=False).returncode:
        pytest.skip("挂不上 4 MB 的 tmpfs（要 root）")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.slow
def test_a_disk_of_four_megabytes(jobs: str, small_disk: Path, tmp_path: Path) -> None:
    source, out = lines(tmp_path / "县.jsonl", 1200), small_disk / "out"
    done = run(source, out, "--jobs", jobs, "--to", "docx")
    assert done.returncode == 2
    assert "磁盘已满" in done.stderr
    assert "Traceback" not in done.stderr
    assert lies(out) == []
    undisturbed = tmp_path / "无事"
    assert run(source, undisturbed, "--to", "docx").returncode == 0
    assert documents(out).items() <= documents(undisturbed).items(), "no torn file"
    roomier = shutil.copytree(out, tmp_path / "大盘")
    again = run(source, roomier, "--to", "docx")
    assert again.returncode == 0
    assert "份没有变" in again.stdout
    assert tree(roomier) == tree(undisturbed)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_folder_that_may_only_be_read(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError):
        list(bd.render_batch([submission(1)], tmp_path, WORD, options=TABLES))


def test_a_disk_that_may_only_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    list(bd.render_batch([submission(1)], tmp_path, WORD, options=TABLES))
    before = tree(tmp_path)

    def refuse(path: Path, *_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(destination, "write_whole", refuse)
    with pytest.raises(RenderError, match="磁盘是只读的；已停下"):
        list(bd.render_batch([submission(2)], tmp_path, WORD, options=TABLES))
    monkeypatch.undo()
    assert documents(tmp_path).items() == {n: c for n, c in before.items() if n.endswith(".docx")}.items()
    assert lies(tmp_path) == []


# -- other days --------------------------------------------------------------------------------------------------------

CLOCK = """
import datetime, os, time
_shift = float(os.environ.get("CLOCK_SHIFT", "0"))
if _shift:
    _time, _localtime, _gmtime, _strftime = time.time, time.localtime, time.gmtime, time.strftime
    time.time = lambda: _time() + _shift
    time.time_ns = lambda: int(time.time() * 1e9)
    time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)
    time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
    time.strftime = lambda layout, moment=None: _strftime(layout, time.localtime() if moment is None else moment)
    class _datetime(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(time.time(), tz)
        @classmethod
        def utcnow(cls):
            return cls.now(datetime.timezone.utc).replace(tzinfo=None)
        @classmethod
        def today(cls):
            return cls.now()
    class _date(datetime.date):
        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())
    datetime.datetime, datetime.date = _datetime, _date
"""
FORMS = int(os.environ.get("BUDGETDOCS_FORMS", "1000"))
"""每次做多少份；平时一千，要做一万就设环境变量。"""


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_on_other_days_with_other_workers_every_byte_is_the_same(
    elsewhere: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import Client, LocalCluster

    source = lines(tmp_path / "县.jsonl", FORMS)
    assert run(source, tmp_path / "今天", "--jobs", "1", "--to", "docx").returncode == 0
    expected = tree(tmp_path / "今天")
    assert len(expected) == FORMS + 2
    elsewhere(CLOCK)
    for days, jobs in ((400, "1"), (-4000, "2")):
        monkeypatch.setenv("CLOCK_SHIFT", str(days * 86400))
        seen = subprocess.run(
            [sys.executable, "-c", "import time; print(time.strftime('%Y'))"],
            capture_output=True,
            check=True,
            text=True,
        )
        assert seen.stdout.strip() != time.strftime("%Y")
        assert run(source, tmp_path / jobs, "--jobs", jobs, "--to", "docx").returncode == 0
        assert tree(tmp_path / jobs) == expected
    monkeypatch.delenv("CLOCK_SHIFT")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        list(bd.render_batch(source, tmp_path / "集群", WORD, client, options=TABLES))
    assert tree(tmp_path / "集群") == expected


@pytest.mark.slow
def test_on_other_days_pdfs_are_the_same_too(
    elsewhere: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = lines(tmp_path / "县.jsonl", 40)
    assert run(source, tmp_path / "今天", "--jobs", "1").returncode == 0
    elsewhere(CLOCK)
    monkeypatch.setenv("CLOCK_SHIFT", str(400 * 86400))
    assert run(source, tmp_path / "那天", "--jobs", "2").returncode == 0
    assert tree(tmp_path / "那天") == tree(tmp_path / "今天")
