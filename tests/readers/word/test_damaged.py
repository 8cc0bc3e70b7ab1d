"""缺胳膊少腿的 Word 文件：要么读成申报，要么说清楚，别的都不行；写了的字不会不见。"""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from budgetdocs.errors import ReadError
from budgetdocs.model import Submission
from budgetdocs.readers import read
from budgetdocs.readers.word.text import W

CASES = sorted((Path(__file__).parents[2] / "cases/documents").glob("*.docx"))
NAMES = [
    W + name for name in ("tc", "tr", "p", "r", "tcPr", "vMerge", "gridSpan", "fldChar", "sdtContent", "tbl", "pPr")
]


def damaged(path: Path, seed: int, hits: int) -> bytes:
    """path 的文件，正文里随意删去、复制、搬动了几个元素。"""
    chance, stream = random.Random(seed), io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(stream, "w") as package:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "word/document.xml":
                root = etree.fromstring(data)
                for _ in range(hits):
                    _hit(root, chance)
                data = etree.tostring(root)
            package.writestr(info.filename, data)
    return stream.getvalue()


def _hit(root: etree._Element, chance: random.Random) -> None:
    found = list(root.iter(*NAMES))
    if not found:
        return
    element, other = chance.choice(found), chance.choice(found)
    parent = element.getparent()
    how = chance.randrange(3)
    if how == 0:
        parent.remove(element)
    elif how == 1:
        parent.insert(parent.index(element), etree.fromstring(etree.tostring(element)))
    elif element not in other.iterancestors() and element is not other:
        other.append(element)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(CASES), st.integers(0, 10**6), st.integers(1, 12))
def test_damage_is_read_or_refused(tmp_path: Path, path: Path, seed: int, hits: int) -> None:
    file = tmp_path / "表.docx"
    file.write_bytes(damaged(path, seed, hits))
    try:
        submission = read(file)
    except ReadError as error:
        assert all(problem.reason for problem in error.problems)
        assert "Error" not in str(error)
    else:
        assert isinstance(submission, Submission)
        assert all(oddity.position and oddity.detail for oddity in submission.oddities)


def words(submission: Submission) -> str:
    return str(submission.dump()) + "".join(oddity.detail for oddity in submission.oddities)


@pytest.mark.parametrize("at", range(0, 60, 3))
def test_a_word_added_anywhere_is_found_again(tmp_path: Path, at: int) -> None:
    """任一段里添两个字，读出来的数据、异样或拒绝的话里总有它们。"""
    added, stream = "蛟蟠", io.BytesIO()
    with zipfile.ZipFile(CASES[0].with_name("left-over.docx")) as source, zipfile.ZipFile(stream, "w") as package:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "word/document.xml":
                root = etree.fromstring(data)
                texts = [each for each in root.iter(W + "t") if each.text]
                text = texts[at % len(texts)]
                text.text = (text.text or "") + added
                data = etree.tostring(root)
            package.writestr(info.filename, data)
    file = tmp_path / "表.docx"
    file.write_bytes(stream.getvalue())
    try:
        found = words(read(file))
    except ReadError as error:
        label = text.text.removesuffix(added)
        assert label in str(error) or added in str(error), "a label that is none any more is missed"
    else:
        assert added in found
