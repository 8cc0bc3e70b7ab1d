"""同一个 Word 文件的两份 PDF 差在哪里：页数、每格与每行正文的断行、每条表格线的位置。

也可单独运行，逐处列出差别；给 .docx 则自己排一份、请 LibreOffice 排一份（只启动一次）：

    cd tests && python -m pdf.compare 甲.docx 乙.docx
    cd tests && python -m pdf.compare 我们的.pdf 它的.pdf
"""

from __future__ import annotations

import re
import sys
import tempfile
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber

THIN = 2.0
"""比这还窄的填充矩形是一条线（磅）。"""
NEAR = 0.1
"""表格线的位置最多差多少磅。"""
CORNER = 1.0
"""表格线的两端最多差多少磅：线在交点处伸到对边还是止于中线，两边各有画法。"""
LEADER = re.compile(r"\.{3,}|·{3,}|…{2,}")
"""目录的引点：点数不算断行的差别。"""

Lines = tuple[str, ...]


class Rule(NamedTuple):
    """一条线：竖线的 x 或横线的 y、起点、终点，单位是磅，从页面左上角量起。"""

    place: float
    start: float
    end: float


@dataclass(frozen=True)
class Sheet:
    """一页：尺寸、竖线（"x"）与横线（"y"）、表格各格的行、格外的行（页眉页脚也在内）；空白不算字。"""

    size: tuple[float, float]
    rules: dict[str, list[Rule]]
    cells: list[Lines]
    prose: Lines


@dataclass
class Comparison:
    """两份 PDF 的异同；``strips`` 是格数加正文行数，``broken`` 是其中断行不同的。

    ``worst`` 是线的位置的最大偏差，``ends`` 是线的两端的最大偏差（磅）；``astray`` 说出超差的线，
    ``moved`` 说出文字不同的页。
    """

    name: str
    pages: tuple[int, int]
    strips: int = 0
    broken: list[tuple[str, Lines, Lines]] = field(default_factory=list)
    rules: int = 0
    worst: float = 0.0
    ends: float = 0.0
    astray: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)

    @property
    def same_pages(self) -> bool:
        return self.pages[0] == self.pages[1]

    def report(self) -> Iterator[str]:
        """逐处列出差别，先说总数。"""
        yield (
            f"{self.name}：页数 {self.pages[0]}/{self.pages[1]}，断行不同 {len(self.broken)}/{self.strips}，"
            f"线 {self.rules} 条、最大偏差 {self.worst:.3f} 磅（两端 {self.ends:.3f}）、超差 {len(self.astray)}"
        )
        for place, ours, theirs in self.broken:
            yield f"  {place} 我们 {'｜'.join(ours)}"
            yield f"  {' ' * len(place)} 它　 {'｜'.join(theirs)}"
        yield from (f"  {each}" for each in (*self.moved, *self.astray))


# ------------------------------------------------------------------------------------------------------------ 读 PDF


def sheets(pdf: Path) -> list[Sheet]:
    """一份 PDF 的各页。"""
    with pdfplumber.open(pdf) as opened:
        return [_sheet(page) for page in opened.pages]


def _sheet(page: Any) -> Sheet:
    rules = _rules(page)
    by_cell: dict[tuple[float, ...], list[Any]] = {}
    for char in page.chars:
        if char["text"].strip(" \u3000\xa0\u200b"):
            x, y = (char["x0"] + char["x1"]) / 2, _baseline(page, char) - char["size"] * 0.3
            by_cell.setdefault(_cell(rules, x, y), []).append(char)
    prose = by_cell.pop((), [])
    cells = [_lines(page, chars) for _, chars in sorted(by_cell.items())]
    return Sheet((float(page.width), float(page.height)), rules, cells, _lines(page, prose))


def _baseline(page: Any, char: Any) -> float:
    return float(page.height - char["matrix"][5])


def _cell(rules: dict[str, list[Rule]], x: float, y: float) -> tuple[float, ...]:
    """围住一点的四条线（上、左、下、右）；缺一条就不在格里，为空。"""
    left, right = _around(rules["x"], x, y)
    top, bottom = _around(rules["y"], y, x)
    return () if None in (left, right, top, bottom) else (top, left, bottom, right)  # type: ignore[return-value]


def _around(rules: list[Rule], place: float, across: float) -> tuple[float | None, float | None]:
    """一点两侧最近的、伸展到 ``across`` 的线。"""
    places = [rule.place for rule in rules if rule.start <= across <= rule.end]
    at = bisect(places, place)
    return (places[at - 1] if at else None), (places[at] if at < len(places) else None)


def _lines(page: Any, chars: list[Any]) -> Lines:
    """各行的字：基线相差不到小半个字高的在一行，行内从左到右。"""
    lines: list[list[Any]] = []
    for char in sorted(chars, key=lambda char: _baseline(page, char)):
        if lines and _baseline(page, char) - _baseline(page, lines[-1][-1]) < 0.45 * char["size"]:
            lines[-1].append(char)
        else:
            lines.append([char])
    return tuple(
        LEADER.sub("…", "".join(char["text"] for char in sorted(line, key=lambda char: float(char["x0"]))))
        for line in lines
    )


def _rules(page: Any) -> dict[str, list[Rule]]:
    """一页上的竖线与横线，按位置排好，同在一处又首尾相接的并成一条。"""
    pieces: dict[str, list[Rule]] = {"x": [], "y": []}
    for each in (*page.lines, *page.rects, *page.curves):
        x0, x1, top, bottom = (float(each[name]) for name in ("x0", "x1", "top", "bottom"))
        if x1 - x0 <= THIN < bottom - top:
            pieces["x"].append(Rule((x0 + x1) / 2, top, bottom))
        elif bottom - top <= THIN < x1 - x0:
            pieces["y"].append(Rule((top + bottom) / 2, x0, x1))
    return {axis: _joined(found) for axis, found in pieces.items()}


def _joined(pieces: list[Rule]) -> list[Rule]:
    """把位置相差不到半磅、首尾相距不到一磅的线段并成一条。"""
    places: list[list[Rule]] = []
    for piece in sorted(pieces):
        if places and piece.place - places[-1][0].place < 0.5:
            places[-1].append(piece)
        else:
            places.append([piece])
    result: list[Rule] = []
    for place in places:
        position = place[0].place
        for _, start, end in sorted(place, key=lambda piece: piece[1:]):
            if result and result[-1].place == position and start - result[-1].end < 1:
                result[-1] = Rule(position, result[-1].start, max(end, result[-1].end))
            else:
                result.append(Rule(position, start, end))
    return result


# ------------------------------------------------------------------------------------------------------------ 比较


def compare(ours: Path, theirs: Path) -> Comparison:
    """两份 PDF 的异同。"""
    pair = sheets(ours), sheets(theirs)
    result = Comparison(ours.stem, (len(pair[0]), len(pair[1])))
    for number, (one, other) in enumerate(zip(*pair, strict=False), 1):
        _compare_rules(result, f"第 {number} 页", one, other)
        only = _text(one) - _text(other), _text(other) - _text(one)
        if any(only):
            shown = "与".join("“" + "".join(sorted(each.elements()))[:30] + "”" for each in only)
            result.moved.append(f"第 {number} 页文字不同：多出{shown}")
    _compare_cells(result, *([cell for sheet in each for cell in sheet.cells] for each in pair))
    _compare_prose(result, *([line for sheet in each for line in sheet.prose] for each in pair))
    return result


def _text(sheet: Sheet) -> Counter[str]:
    """一页上各字的个数。"""
    return Counter("".join(line for lines in (*sheet.cells, sheet.prose) for line in lines))


def _compare_rules(result: Comparison, place: str, ours: Sheet, theirs: Sheet) -> None:
    if max(abs(a - b) for a, b in zip(ours.size, theirs.size, strict=True)) > NEAR * 5:
        result.astray.append(f"{place}尺寸 {ours.size} 与 {theirs.size}")
    for axis, name in (("x", "竖线"), ("y", "横线")):
        made, wanted = ours.rules[axis], theirs.rules[axis]
        result.rules += len(made)
        if len(made) != len(wanted):
            result.astray.append(f"{place}{name} {len(made)} 条与 {len(wanted)} 条")
            continue
        for rule, reference in zip(made, wanted, strict=True):
            off = abs(rule.place - reference.place)
            ends = max(abs(rule.start - reference.start), abs(rule.end - reference.end))
            result.worst, result.ends = max(result.worst, off), max(result.ends, ends)
            if off > NEAR or ends > CORNER:
                both = ("（" + "，".join(f"{number:.2f}" for number in each) + "）" for each in (rule, reference))
                result.astray.append(f"{place}{name} {'与'.join(both)}")


def _compare_cells(result: Comparison, ours: list[Lines], theirs: list[Lines]) -> None:
    """各格按文字配对，再看断行；配不上的都算不同。"""
    mine, its = (["".join(lines) for lines in each] for each in (ours, theirs))
    result.strips += max(len(ours), len(theirs))
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, mine, its, autojunk=False).get_opcodes():
        for one, other in zip_longest(ours[a0:a1], theirs[b0:b1], fillvalue=()):
            if kind != "equal" or one != other:
                result.broken.append(("格", one, other))


def _compare_prose(result: Comparison, ours: list[str], theirs: list[str]) -> None:
    result.strips += max(len(ours), len(theirs))
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind != "equal":
            for one, other in zip_longest(ours[a0:a1], theirs[b0:b1]):
                result.broken.append(("行", (one or "",), (other or "",)))


# ------------------------------------------------------------------------------------------------------------ 单独运行


def compare_documents(documents: Iterable[Path], folder: Path, office: Any) -> list[Comparison]:
    """每个 .docx 排两份，都放进 ``folder``，再比；LibreOffice 只启动一次。"""
    from budgetdocs.pdf import PdfOptions, docx_to_pdf

    documents = list(documents)
    (folder / "theirs").mkdir(parents=True, exist_ok=True)
    made = []
    for document in documents:
        made.append(folder / f"{document.stem}.pdf")
        pdf = docx_to_pdf(document.read_bytes(), options=PdfOptions(line_rules="libreoffice"), report=lambda _: None)
        made[-1].write_bytes(pdf)
    wanted = office.convert_all(documents, "pdf", folder / "theirs")
    return [compare(ours, theirs) for ours, theirs in zip(made, wanted, strict=True)]


def _main(names: list[str]) -> None:
    from libreoffice import LibreOffice, find

    files = [Path(name).absolute() for name in names]
    if [file.suffix for file in files] == [".pdf", ".pdf"]:
        results = [compare(*files)]
    else:
        folder = Path(tempfile.mkdtemp(prefix="compare-"))
        results = compare_documents(files, folder, LibreOffice(folder / "office", find() or "soffice"))
        print(f"两份 PDF 在 {folder}")
    for result in results:
        print(*result.report(), sep="\n")
    strips, broken = sum(result.strips for result in results), sum(len(result.broken) for result in results)
    print(f"共 {strips} 格与行，断行相同 {100 - 100 * broken / max(strips, 1):.2f}%", end="；")
    print(f"页数不同 {sum(not result.same_pages for result in results)} 份", end="；")
    print(f"线最大偏差 {max((result.worst for result in results), default=0.0):.3f} 磅")


if __name__ == "__main__":
    _main(sys.argv[1:])
