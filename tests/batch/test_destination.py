"""Where documents go: a folder, an object store, another file system; the same in all of them."""

from __future__ import annotations

import errno
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from budgetdocs.batch.destination import Folder, Remote
from budgetdocs.batch.files import copy_whole

OLD, NEW = "旧".encode(), "新".encode() * 1000


@pytest.fixture(params=["memory", "elsewhere"])
def remote(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Remote]:
    """A remote destination of each kind; ``file://`` stands for all places where a file is moved to its name."""
    yield Remote({"memory": "memory://县", "elsewhere": f"file://{(tmp_path / '县').as_posix()}"}[request.param])
    fsspec.filesystem("memory").store.clear()


@pytest.fixture(params=["folder", "remote"])
def place(request: pytest.FixtureRequest, tmp_path: Path, remote: Remote) -> Folder | Remote:
    """A destination of each kind."""
    return Folder(tmp_path / "县") if request.param == "folder" else remote


def test_what_is_put_or_taken_is_there(place: Folder | Remote, tmp_path: Path) -> None:
    given = tmp_path / "清单"
    given.write_bytes(NEW)
    place.put("局/甲.docx", OLD)
    assert place.get("局/甲.docx") == OLD
    place.take("局/甲.docx", given)
    assert place.get("局/甲.docx") == NEW
    place.take("局/乙.docx", given)
    assert place.get("局/乙.docx") == NEW
    place.remove("局/乙.docx")
    assert place.get("局/乙.docx") is None


def test_what_can_not_be_taken_leaves_what_was_there(place: Folder | Remote, tmp_path: Path) -> None:
    place.put("局/甲.docx", OLD)
    with pytest.raises(OSError, match=r"."):
        place.take("局/甲.docx", tmp_path / "没有")
    assert place.get("局/甲.docx") == OLD


def test_what_is_fetched_is_in_the_file(remote: Remote, tmp_path: Path) -> None:
    remote.put("manifest.jsonl", NEW)
    remote.fetch("manifest.jsonl", tmp_path / "取来")
    assert (tmp_path / "取来").read_bytes() == NEW
    remote.fetch("没有", tmp_path / "取来")
    assert (tmp_path / "取来").read_bytes() == b""


def test_a_disk_that_fills_up_leaves_no_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, path = tmp_path / "清单", tmp_path / "成果.xlsx"
    given.write_bytes(NEW)
    path.write_bytes(OLD)

    def full(source: Any, target: Any) -> None:
        target.write(source.read(100))
        raise OSError(errno.ENOSPC, "No space left on device", "unfinished")

    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(OSError, match="No space") as caught:
        copy_whole(given, path)
    assert caught.value.filename == str(path)
    assert path.read_bytes() == OLD
    assert sorted(tmp_path.iterdir()) == sorted([given, path])


def test_of_a_long_file_no_more_than_a_piece_is_held(tmp_path: Path) -> None:
    given = tmp_path / "清单"
    given.write_bytes(bytes(50_000_000))
    destination = Folder(tmp_path / "县")
    tracemalloc.start()
    try:
        destination.take("清单.xlsx", given)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (tmp_path / "县" / "清单.xlsx").stat().st_size == 50_000_000
    assert most < 5_000_000
