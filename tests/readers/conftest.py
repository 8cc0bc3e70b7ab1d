"""The small input that the tests of the readers vary, and where they write it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from budgetdocs.errors import ReadError
from budgetdocs.readers import read

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def small() -> str:
    return (ROOT / "tests/cases/input/small.yaml").read_text("utf-8")


@pytest.fixture(scope="session")
def example() -> Path:
    return ROOT / "examples/shacheng-2022.yaml"


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., ReadError]:
    """Writes ``content`` as ``name`` and returns what :func:`read` says to it, having checked that it is Chinese."""

    def read_badly(content: str | bytes, name: str = "输入.yaml") -> ReadError:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(ReadError) as caught:
            read(path)
        error = caught.value
        assert error.path == str(path)
        assert error.problems[0] == (error.where, error.reason)
        for english in ("Input should", "Field required", "Value error", "Extra inputs", "expected", "found"):
            assert english not in str(error)
        assert len(str(error).splitlines()) == len(error.problems)
        return error

    return read_badly
