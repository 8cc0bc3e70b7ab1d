"""本项目排的 PDF 与 LibreOffice 由同一个 Word 文件排的 PDF：页数、断行、表格线、文字都要对得上。

两边用同样的字体文件（见 tests/libreoffice.py），断行规则取 "libreoffice"；怎么比，见 compare.py。
"""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pdfplumber
import pytest
from lxml import etree

import budgetdocs as bd

from .compare import NEAR, Comparison, compare_documents

ENOUGH = 0.995
"""断行相同的格与行至少占多少。"""


@pytest.fixture(scope="module")
def page_cases(root: Path) -> ModuleType:
    """写测试集的 tests/cases/pages/build.py。"""
    path = root / "tests" / "cases" / "pages" / "build.py"
    spec = importlib.util.spec_from_file_location("page_cases", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Pair(NamedTuple):
    """一份 Word 文件与它的两份 PDF 的异同。"""

    docx: Path
    theirs: Path
    result: Comparison


def pairs(documents: list[Path], folder: Path, office: Any) -> list[Pair]:
    results = compare_documents(documents, folder, office)
    return [
        Pair(docx, folder / "theirs" / f"{docx.stem}.pdf", result)
        for docx, result in zip(documents, results, strict=True)
    ]


@pytest.fixture(scope="module")
def examples(root: Path, libreoffice: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    """示例那一本，和其中的一张表。"""
    folder = tmp_path_factory.mktemp("examples")
    book = bd.read(root / "examples" / "shacheng-2022.yaml")
    options = bd.RenderOptions(line_rules="libreoffice")
    documents = []
    for name, target in (("book", book), ("sheet", book.projects[0])):
        documents.append(folder / f"{name}.docx")
        documents[-1].write_bytes(bd.to_docx(target, options=options, report=lambda _: None))
    return pairs(documents, folder / "pdf", libreoffice)


@pytest.fixture(scope="module")
def test_set(page_cases: ModuleType, libreoffice: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    """测试集的各份；LibreOffice 只启动一次。"""
    folder = tmp_path_factory.mktemp("pages")
    return pairs(page_cases.build(folder), folder / "pdf", libreoffice)


def report(found: list[Pair]) -> str:
    """说出每一处不同，出错时看。"""
    different = [each.result for each in found if each.result.broken or each.result.astray or each.result.moved]
    return "\n".join(line for each in different for line in each.report())


def agree(found: list[Pair]) -> None:
    """页数、每页的字、线全同，断行几乎全同。"""
    results = [each.result for each in found]
    assert [each.name for each in results if not each.same_pages] == []
    assert sum(len(each.broken) for each in results) <= (1 - ENOUGH) * sum(each.strips for each in results), report(
        found
    )
    assert not any(each.astray for each in results), report(found)
    assert max(each.worst for each in results) <= NEAR


# ------------------------------------------------------------------------------------------------------------ 测试集


def test_the_set_is_large_and_varied(page_cases: ModuleType) -> None:
    cases = list(page_cases.cases())
    assert len(cases) >= 60
    assert len({case.name for case in cases}) == len(cases)
    assert {count for case in cases for count in case.indicators} == set(range(1, 41))
    assert {case.template for case in cases} == set(page_cases.TEMPLATES)
    assert any(case.book and len(case.indicators) > 1 for case in cases)


def test_the_set_is_the_same_each_time(page_cases: ModuleType) -> None:
    for case in list(page_cases.cases())[::9]:
        assert page_cases.submission(case) == page_cases.submission(case)


@pytest.mark.system
@pytest.mark.slow
def test_the_set_looks_as_in_libreoffice(test_set: list[Pair]) -> None:
    agree(test_set)
    assert sum(each.result.pages[0] for each in test_set) > 300
    assert sum(each.result.strips for each in test_set) > 9000


@pytest.mark.system
@pytest.mark.slow
def test_pages_of_the_set_hold_the_same_characters(test_set: list[Pair]) -> None:
    """LibreOffice 偶尔不画悬在边外的标点，见 docs/pdf.md。"""
    moved = [line for each in test_set for line in each.result.moved]
    assert len(moved) <= 2, moved


# ------------------------------------------------------------------------------------------------------------ 示例


@pytest.mark.system
def test_the_examples_look_as_in_libreoffice(examples: list[Pair]) -> None:
    agree(examples)
    assert not any(each.result.moved for each in examples), report(examples)
    assert all(each.result.rules > 20 for each in examples)


@pytest.mark.system
def test_libreoffice_shows_the_text_of_the_word_file(examples: list[Pair]) -> None:
    """表头在续页上重复、页脚每页一次，所以 LibreOffice 的字只可多，不可少。"""
    for each in examples:
        written = "".join(text for paragraph in paragraphs(each.docx) for text in paragraph)
        with pdfplumber.open(each.theirs) as pdf:
            shown = Counter(char["text"] for page in pdf.pages for char in page.chars)
        assert not Counter(written) - shown


@pytest.mark.system
def test_libreoffice_saves_the_word_file_with_the_same_text(
    examples: list[Pair], libreoffice: Any, tmp_path: Path
) -> None:
    made = libreoffice.convert_all([each.docx for each in examples], "docx", tmp_path)
    for each, saved in zip(examples, made, strict=True):
        assert list(paragraphs(saved)) == list(paragraphs(each.docx)), each.docx.stem


def paragraphs(docx: Path) -> Iterator[str]:
    """正文里不空的段落，一段一项，按次序；空白不算，接连相同的算一段。"""
    with zipfile.ZipFile(docx) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    texts = ("".join(each.xpath(".//*[local-name()='t']/text()")) for each in document.xpath("//*[local-name()='p']"))
    yield from (key for key, _ in groupby("".join(each.split()) for each in texts) if key)
