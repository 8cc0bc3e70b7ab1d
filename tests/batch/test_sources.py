"""输入：文件、文件夹、带 * 的名字、数据本身，一份一份地给出；一份有错，别的照给。"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import budgetdocs as bd
from batch.county import data, line, lines, submission
from budgetdocs.batch.run import BatchOptions, render_batch
from budgetdocs.batch.sources import Source, sources
from budgetdocs.errors import ReadError
from budgetdocs.model import Submission


def names(found: list[Source]) -> list[str]:
    return [each.submission.department.name for each in found if isinstance(each.submission, Submission)]


def test_lines_one_of_which_is_at_fault(tmp_path: Path) -> None:
    path = tmp_path / "县.jsonl"
    path.write_text("\ufeff" + line(1) + "\n" + "{坏\n" + line(2) + line(3, 预算数="三百"), encoding="utf-8")
    found = list(sources(path))
    assert names(found) == ["清源县第1局", "清源县第2局"]
    assert [each.origin.part for each in found] == ["第 1 行", "第 3 行", "第 4 行", "第 5 行"]
    assert [each.share for each in found] == sorted(each.share or 0 for each in found)
    assert found[-1].share == 1.0
    faults = [str(each.submission) for each in found if isinstance(each.submission, ReadError)]
    assert "第 3 行第 2 列" in faults[0]
    assert "三百" in faults[1]
    assert "第 5 行" in faults[1]


def test_several_documents_of_yaml_one_of_which_is_at_fault(tmp_path: Path) -> None:
    path = tmp_path / "县.yaml"
    texts = ["# 全县\n%YAML 1.1\n", *(bd.write_yaml(submission(each)).decode() for each in (1, 2, 3))]
    texts[2] = texts[2].replace("年度: 2022", "年度: 今年")
    path.write_text("---\n".join(texts) + "...\n# 完\n", encoding="utf-8")
    found = list(sources(path))
    assert names(found) == ["清源县第1局", "清源县第3局"]
    assert [each.origin.part for each in found] == ["第 1 份", "第 2 份", "第 3 份"]
    fault = found[1].submission
    assert isinstance(fault, ReadError)
    lines_of_file = path.read_text(encoding="utf-8").splitlines()
    assert f"第 {lines_of_file.index('年度: 今年') + 1} 行" in fault.where


def test_one_document_of_yaml_is_read_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "局.yaml"
    path.write_bytes(bd.write_yaml(submission(1)))
    [found] = sources(path)
    assert found.origin == (str(path), "")
    assert found.submission == bd.read(path)
    assert isinstance(found.submission, Submission)
    assert found.submission.place("year") == bd.read(path).place("year")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.jsonl", b"\n \n", "文件是空的"),
        ("空.yaml", b"# \n---\n", "没有内容"),
        ("字.jsonl", "甲".encode("utf-16"), "UTF-16"),
        ("字.yaml", "年度: 甲\n".encode("gbk"), "GBK"),
    ],
)
def test_what_is_no_text_or_says_nothing(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    [found] = sources(tmp_path / name)
    assert isinstance(found.submission, ReadError)
    assert said in str(found.submission)


def test_a_folder_is_searched_without_what_is_no_input(tmp_path: Path) -> None:
    folder = tmp_path / "县"
    (folder / "乙").mkdir(parents=True)
    lines(folder / "乙" / "三.jsonl", 1)
    (folder / "一.JSON").write_text(json.dumps(data(7)), encoding="utf-8")
    for ignored in ("~$二.xlsx", ".隐藏.json", "说明.txt"):
        (folder / ignored).write_bytes(b"x")
    found = list(sources(folder))
    assert [Path(each.origin.input).name for each in found] == ["一.JSON", "三.jsonl"]


def test_what_was_written_into_a_folder_is_no_input(tmp_path: Path) -> None:
    lines(tmp_path / "县.jsonl", 2)
    for out in (tmp_path, tmp_path / "成果"):
        options = BatchOptions(pattern="表/{项目编码}")
        assert len(list(render_batch(tmp_path, out, ("docx",), options=options))) == 4
    assert [Path(each.origin.input).name for each in sources(tmp_path)] == ["县.jsonl"] * 2


def test_patterns_and_what_they_do_not_find(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl"):
        lines(tmp_path / name, 1)
    found = list(sources([str(tmp_path / "*.jsonl"), tmp_path / "*.xlsx", tmp_path / "没有.yaml"]))
    assert [Path(each.origin.input).name for each in found] == ["a.jsonl", "b.jsonl", "*.xlsx", "没有.yaml"]
    assert [type(each.submission) for each in found[2:]] == [ReadError] * 2


def test_an_empty_folder(tmp_path: Path) -> None:
    [found] = sources(tmp_path)
    assert "没有能读的数据文件" in str(found.submission)


def test_an_iterator_is_taken_from_as_it_is_needed() -> None:
    taken = []

    def endless() -> object:
        for number in range(10**9):
            taken.append(number)
            yield submission(number)

    found = sources(endless())  # type: ignore[arg-type]
    assert [next(found).origin.input for _ in range(3)] == ["第 1 份数据", "第 2 份数据", "第 3 份数据"]
    assert len(taken) == 3


def test_a_reader_that_fails_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("甲.json", "乙.json"):
        (tmp_path / name).write_text(json.dumps(data(1)), encoding="utf-8")
    original = bd.read_all

    def faulty(path: Path) -> list[Submission]:
        if path.name == "甲.json":
            raise ZeroDivisionError("零")
        return original(path)

    monkeypatch.setattr("budgetdocs.batch.sources.read_all", faulty)
    bad, good = sources([tmp_path / "甲.json", tmp_path / "乙.json"])
    assert "程序内部出错（ZeroDivisionError：零）" in str(bad.submission)
    assert isinstance(good.submission, Submission)
