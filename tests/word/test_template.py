"""One template, many documents: the same bytes for the same values, in any thread and process."""

from __future__ import annotations

import copy
import hashlib
import os
import pickle
import subprocess
import sys
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

import budgetdocs
from budgetdocs.word import WordTemplate

ROWS = ([["名称", "值"], ["{%tr for 行 in 行们 %}", ""], ["{{ 行.名称 }}", "{{ 行.值 }}"], ["{%tr endfor %}", ""]],)


def rows_of(document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def context(name: str, count: int) -> dict[str, object]:
    return {"题": name, "行们": [{"名称": f"{name}{number}", "值": number} for number in range(count)]}


def test_from_a_file(make, read, tmp_path):
    path = tmp_path / "表.docx"
    path.write_bytes(make("{{ 甲 }}"))
    for given in (path, str(path), path.read_bytes()):
        assert read(WordTemplate(given).render({"甲": 1})).paragraphs[0].text == "1"


def test_the_template_can_change_after_it_was_read(make, read, tmp_path):
    path = tmp_path / "表.docx"
    path.write_bytes(make("{{ 甲 }}"))
    template = WordTemplate(path)
    path.unlink()
    assert read(pickle.loads(pickle.dumps(template)).render({"甲": 1})).paragraphs[0].text == "1"


@dataclass
class Row:
    名称: str
    值: int


@pytest.mark.parametrize(
    "row",
    [{"名称": "甲", "值": 1}, OrderedDict(名称="甲", 值=1), MappingProxyType({"名称": "甲", "值": 1}), Row("甲", 1)],
    ids=lambda row: type(row).__name__,
)
def test_rows_of_any_kind(row, make, read):
    assert rows_of(read(WordTemplate(make(*ROWS)).render({"行们": [row]})))[1:] == [["甲", "1"]]


def test_one_shot_iterators(make, read):
    rows = ({"名称": name, "值": 1} for name in "甲乙")
    assert rows_of(read(WordTemplate(make(*ROWS)).render({"行们": rows})))[1:] == [["甲", "1"], ["乙", "1"]]


def test_the_context_is_left_alone(make):
    values = context("甲", 2)
    before = copy.deepcopy(values)
    WordTemplate(make("{% set 题 = 1 %}{{ 题 }}", *ROWS)).render(values)
    assert values == before


def test_filters_are_not_frozen(make, read):
    """A filter of a constant is applied in every document, not when the template is compiled."""
    numbers = iter(range(10))
    template = WordTemplate(make("{{ '第'|号 }}"), filters={"号": lambda text: f"{text}{next(numbers)}"})
    assert [read(template.render({})).paragraphs[0].text for _ in range(3)] == ["第0", "第1", "第2"]


def test_pickled_copied_and_rendered(make):
    template = WordTemplate(make("{{ 题|左 }}", *ROWS), name="表.docx", filters={"左": first})
    expected = template.render(context("甲", 3))
    for again in (pickle.loads(pickle.dumps(template)), copy.deepcopy(template)):
        assert again.name == "表.docx"
        assert again.render(context("甲", 3)) == expected


def first(text: str) -> str:
    return text[:1]


def test_threads_do_not_mix_documents(make, read):
    template = WordTemplate(make("{{ 题 }}", *ROWS, header="{{ 题 }}", footnote="{{ 题 }}"))
    jobs = [(f"线程{thread}第{number}次", number % 5) for thread in range(20) for number in range(20)]
    expected = {job: WordTemplate.render(template, context(*job)) for job in jobs}
    with ThreadPoolExecutor(20) as pool:
        rendered = list(pool.map(lambda job: template.render(context(*job)), jobs))
    assert rendered == [expected[job] for job in jobs]
    name, count = jobs[-1]
    assert rows_of(read(rendered[-1]))[1:] == [[f"{name}{number}", str(number)] for number in range(count)]


SCRIPT = """
import sys, hashlib
from budgetdocs.word import WordTemplate
values = {"甲": "甲<乙\\n丙\\x07", "行们": [{"名称": n, "值": 1} for n in "一二三"]}
print(hashlib.sha256(WordTemplate(sys.argv[1]).render(values, report=lambda _: None)).hexdigest())
"""


def test_same_bytes_in_any_process(make, tmp_path):
    path = tmp_path / "表.docx"
    path.write_bytes(make("{{ 甲 }}", *ROWS, header="{{ 甲 }}", title="{{ 甲 }}"))
    values = {"甲": "甲<乙\n丙\x07", "行们": [{"名称": name, "值": 1} for name in "一二三"]}
    expected = hashlib.sha256(WordTemplate(path).render(values, report=lambda _: None)).hexdigest()
    for seed, zone in (("0", "Asia/Shanghai"), ("4711", "America/Lima")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(path)], capture_output=True, check=True, env=environment, text=True
        )
        assert done.stdout.strip() == expected


def test_core_properties_keep_their_time(make, read):
    template = make("{{ 甲 }}")
    ours, before = (read(each).core_properties for each in (WordTemplate(template).render({"甲": 1}), template))
    assert (ours.modified, ours.created, ours.revision) == (before.modified, before.created, before.revision)


def test_long_properties(make, read):
    """docxtpl gives up over a property of more than 255 characters."""
    document = read(WordTemplate(make("甲", title="{{ 甲 }}")).render({"甲": "长" * 300}))
    assert document.core_properties.title == "长" * 300


def test_importing_budgetdocs_does_not_import_docxtpl():
    code = "import sys, budgetdocs; sys.exit(bool({'docx', 'docxtpl', 'jinja2', 'lxml'} & set(sys.modules)))"
    assert Path(budgetdocs.__file__).exists()
    subprocess.run([sys.executable, "-c", code], check=True)
