"""什么见过了：只记一个数，后来的占先来的位子。"""

from __future__ import annotations

import pytest

from budgetdocs.pdf import sightings
from budgetdocs.pdf.sightings import Sightings


def test_what_is_met_again_is_known() -> None:
    met = Sightings()
    assert [met.again(thing) for thing in ("甲", "乙", "甲", ("甲", 1.0), "乙", ("甲", 1.0))] == [
        False, False, True, False, True, True,
    ]  # fmt: skip


def test_what_comes_later_takes_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sightings, "_PLACES", 3)
    met = Sightings()
    assert not any(met.again(number) for number in range(4))  # 3 的位子就是 0 的
    assert met.again(3) and not met.again(0)
