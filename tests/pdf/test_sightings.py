"""什么见过了：只记一个数，记满了从头来。"""

from __future__ import annotations

import pytest

from budgetdocs.pdf import sightings
from budgetdocs.pdf.sightings import Sightings


def test_what_is_met_again_is_known() -> None:
    met = Sightings()
    assert [met.again(thing) for thing in ("甲", "乙", "甲", ("甲", 1.0), "乙", ("甲", 1.0))] == [
        False, False, True, False, True, True,
    ]  # fmt: skip


def test_it_forgets_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sightings, "_MOST", 3)
    met = Sightings()
    assert not any(met.again(number) for number in range(4))
    assert met.again(3) and not met.again(0)
