"""压缩用哪个库：默认 zlib，环境变量可以指定 isal；解开的内容总是一样。"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import budgetdocs as bd
from budgetdocs.deflate import SETTING, Deflater, deflater
from budgetdocs.errors import RenderError
from budgetdocs.pdf import docx_to_pdf

Choose = Callable[..., Deflater]


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Iterator[Choose]:
    """照环境变量选库，像进程刚启动时那样。"""

    def chosen(wanted: str, *, installed: bool = True) -> Deflater:
        monkeypatch.setenv(SETTING, wanted)
        if not installed:
            monkeypatch.setitem(sys.modules, "isal", None)
        deflater.cache_clear()
        return deflater()

    yield chosen
    deflater.cache_clear()


@pytest.mark.parametrize("wanted", ["", "isal", "zlib"])
@pytest.mark.parametrize("content", [b"", b"x", b"<w:p/>" * 1000, bytes(range(256))])
def test_either_library_packs(choose: Choose, wanted: str, content: bytes) -> None:
    packed = choose(wanted)
    assert packed.name == (wanted or "zlib")
    assert zlib.decompress(packed.raw(content), -zlib.MAX_WBITS) == content
    assert zlib.decompress(packed.wrapped(content)) == content
    assert packed.crc32(content) == zlib.crc32(content)


def test_word_and_pdf_both_heed_the_choice(choose: Choose, root: Path) -> None:
    project = bd.read(root / "examples" / "shacheng-2022.yaml").projects[0]
    made = []
    for wanted in ("isal", "zlib", "zlib"):
        choose(wanted)
        docx = bd.to_docx(project, report=lambda _: None)
        made.append((docx, docx_to_pdf(docx, report=lambda _: None)))
    assert made[0][0] != made[1][0]
    assert made[0][1] != made[1][1]
    assert made[1] == made[2]


def test_isal_that_is_absent(choose: Choose) -> None:
    assert choose("", installed=False).name == "zlib"
    with pytest.raises(RenderError, match="要用 isal，但没有安装：pip install isal"):
        choose("isal")


def test_a_library_that_is_not_known(choose: Choose) -> None:
    with pytest.raises(RenderError, match="BUDGETDOCS_DEFLATE 只能是 isal 或 zlib，而现在是“zlib-ng”"):
        choose("zlib-ng")
