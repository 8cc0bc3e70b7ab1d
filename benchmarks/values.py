"""How well, and how fast, indicator values are read and judged: agreement with a labelled set, values per second.

``python benchmarks/values.py [LABELLED.jsonl] [--rows]``; without a path, the labelled rows beside this file. A row
has ``raw``, ``level1`` to ``level3``, ``kind``, ``comparator`` ("none" if there is none), ``number`` (a list for a
range, an ISO 8601 text for a date), ``unit``, ``verdict``, ``reason`` and ``flags``. A verdict is ``accept`` (no
finding), ``accept_with_normalisation`` (every finding has a fix) or ``reject`` (a finding has none). Seconds are
processor time of one core.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from budgetdocs.model.value import IndicatorValue, parse_value, read_value
from budgetdocs.review import check_value

LABELLED = Path(__file__).with_suffix(".jsonl")
PARTS = ("kind", "comparator", "number", "unit")
VERDICTS = ("accept", "accept_with_normalisation", "reject")
VALUES = 20_000
ROUNDS = 5

Label = dict[str, Any]


# -- agreement ---------------------------------------------------------------------------------------------------------


def parsed(value: IndicatorValue) -> Label:
    """The parts of ``value`` in the manner of the labels."""
    first, last = (value.number, value.upper) if value.number is not None else (value.date, value.date_end)
    return {
        "kind": str(value.kind),
        "comparator": value.comparator or "none",
        "number": first if last is None else [first, last],
        "unit": value.unit,
    }


def labelled(row: Label) -> Label:
    """The parts that ``row`` is labelled with, its numbers as decimals."""
    number = row["number"]
    exact = [exactly(each) for each in number] if isinstance(number, list) else exactly(number)
    return {part: row[part] for part in PARTS} | {"number": exact, "unit": row["unit"] or None}


def exactly(number: object) -> object:
    """``number`` as a decimal if it is one of JSON."""
    return Decimal(str(number)) if isinstance(number, int | float) else number


def verdict(row: Label) -> str:
    """How the review judges the value of ``row``."""
    findings = check_value(row["raw"], level1=row["level1"], level2=row["level2"], level3=row["level3"])
    if not findings:
        return "accept"
    return "reject" if any(finding.fix is None for finding in findings) else "accept_with_normalisation"


def show_agreement(rows: list[Label], name: str, every: bool) -> None:
    """Print how many of ``rows`` are read as labelled, part by part, and those that are not if ``every``."""
    wrong: Counter[str] = Counter()
    for row in rows:
        ours, theirs = parsed(read_value(row["raw"])), labelled(row)
        differing = [part for part in PARTS if ours[part] != theirs[part]]
        wrong.update(differing or ["nothing"])
        if differing and every:
            said = "; ".join(f"{part}: {ours[part]} for {theirs[part]}" for part in differing)
            print(f"  {row.get('id', ''):6} {row['raw']!r}  {said}")
    parts = ", ".join(f"{part} {share(len(rows) - wrong[part], len(rows))}" for part in PARTS)
    print(f"{name:24}{share(wrong['nothing'], len(rows))} of {len(rows)} rows as labelled ({parts})")


def show_verdicts(rows: list[Label], every: bool) -> None:
    """Print the verdicts that agree, and the table of labels (down) against ours (across)."""
    pairs: Counter[tuple[str, str]] = Counter()
    for row in rows:
        ours = verdict(row)
        pairs[row["verdict"], ours] += 1
        if ours != row["verdict"] and every:
            indicator = " / ".join(row[level] or "?" for level in ("level1", "level2", "level3"))
            print(f"  {row.get('id', ''):6} {row['raw']!r} ({indicator})  {ours} for {row['verdict']}: {row['reason']}")
    print(
        f"{'verdicts':24}{share(sum(pairs[one, one] for one in VERDICTS), len(rows))} of {len(rows)} rows as labelled"
    )
    print(f"  {'label (down), ours':26}" + "".join(f"{ours:>28}" for ours in VERDICTS))
    for theirs in VERDICTS:
        print(f"  {theirs:26}" + "".join(f"{pairs[theirs, ours]:28}" for ours in VERDICTS))


def share(part: int, whole: int) -> str:
    """``part`` of ``whole`` in percent."""
    return f"{100 * part / max(whole, 1):.1f} %"


# -- speed -------------------------------------------------------------------------------------------------------------


def distinct(raws: list[str], number: int) -> list[str]:
    """``number`` texts in the manner of ``raws``, no two alike, so that no cache helps: their first figure differs."""
    texts: dict[str, None] = {}
    for count in range(number):
        raw = raws[count % len(raws)]
        figure = next((index for index, char in enumerate(raw) if char.isdecimal()), len(raw))
        texts[f"{raw[:figure]}{1 + count // len(raws)}{raw[figure:]}"] = None
    return list(texts)


def per_second(texts: list[str]) -> float:
    """Values parsed per second: the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            read_value(text)
        best = min(best, time.process_time() - start)
    return len(texts) / best


def show_speed(rows: list[Label]) -> None:
    """Print values per second on one core: a book's repeats, the labelled ones made distinct, the plainest ones."""
    raws = list(dict.fromkeys(row["raw"] for row in rows))
    plain = [raw for raw in raws if len(raw) < 8 and parse_or_none(raw) and parsed(read_value(raw))["unit"]]
    for name, texts in (
        ("a book's (repeated)", (raws * VALUES)[:VALUES]),
        ("distinct, all kinds", distinct(raws, VALUES)),
        ("distinct, short", distinct(plain, VALUES)),
    ):
        print(f"{name:24}{per_second(texts):10,.0f} values per second")


def parse_or_none(raw: str) -> IndicatorValue | None:
    """The value of ``raw``; None if nothing can be read."""
    try:
        return parse_value(raw)
    except ValueError:
        return None


def main() -> None:
    """Print agreement and speed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", nargs="?", type=Path, default=LABELLED, help="rows of JSON with their labels")
    parser.add_argument("--rows", action="store_true", help="print each row that differs")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.labelled.read_text("utf-8").splitlines() if line]
    clear = [row for row in rows if "ocr" not in row["flags"]]
    show_agreement(clear, "parsed, without ocr", options.rows)
    show_agreement(rows, "parsed, all", False)
    show_verdicts(rows, options.rows)
    show_speed(rows)


if __name__ == "__main__":
    main()
