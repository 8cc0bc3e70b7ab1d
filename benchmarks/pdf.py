"""How fast a Word file becomes a PDF: budgetdocs beside platypus, typst, fpdf2 and LibreOffice, in one run.

``python -P benchmarks/pdf.py`` prints the median milliseconds of each for the official form of one project, the engines
taking turns of ten documents, every one with its own data: believe the ratios, not the milliseconds. budgetdocs starts
from the bytes of the .docx and makes tagged PDF/A; LibreOffice, started once for all, is given the same files; the
others are handed the cells of the form. What is not installed is named with the command that installs it.

``python -P benchmarks/pdf.py --book 1000`` makes a book of so many projects: time, memory, size.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from itertools import islice, starmap, takewhile
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import budgetdocs as bd
from budgetdocs.pdf import BUNDLED, PdfOptions, docx_to_pdf
from budgetdocs.pdf.blocks import Cell as WordCell
from budgetdocs.pdf.blocks import Paragraph, Row, Table
from budgetdocs.pdf.docx import read_docx

ROOT = Path(__file__).parent.parent
FONT = BUNDLED / "BudgetDocsSong-Regular.ttf"
SIZE = 10.5
TURN = 10
"""Documents that an engine makes in a row: as in a batch, its code and data are in the processor's cache by then."""
INDICATORS = 6
"""So many that the form is one page for every engine."""
OPTIONS = PdfOptions(system_fonts=False)
HANZI = "预算绩效目标资金项目管理部门单位年度完成质量数量时效成本经济社会效益服务对象满意度指标执行监督评价结果应用"


class Cell(NamedTuple):
    text: str
    column: int
    columns: int
    rows: int


class Grid(NamedTuple):
    """A table as the peers are given it: widths of the columns in points, and the cells of each row."""

    widths: tuple[float, ...]
    rows: list[list[Cell]]


Form = list[str | Grid]
Engine = Callable[[bytes, Form], bytes]


# ------------------------------------------------------------------------------------------------------------- forms


def projects(many: int) -> Iterator[bd.Project]:
    """The project of the example with as many indicators as one page holds, each time in other words."""
    example = bd.read(ROOT / "examples" / "shacheng-2022.yaml").projects[0]
    chance = random.Random(1)

    def words(count: int) -> str:
        return "".join(chance.choices(HANZI, k=count))

    for number in range(1, many + 1):
        indicators = [
            {
                **each.model_dump(),
                "三级指标": words(6),
                "绩效指标描述": words(10),
                "指标值": f"≥{chance.randint(60, 99)}%{words(10)}",
                "指标值确定依据": words(14),
            }
            for each in example.indicators[:INDICATORS]
        ]
        update = {
            "项目名称": f"第{number}号{words(4)}项目",
            "项目编码": f"13073022P{number:011}",
            "资金用途": [f"{words(40)}，{words(30)}。"],
            "绩效目标": [f"{words(30)}；{words(20)}。"],
            "指标": indicators,
        }
        yield bd.Project.model_validate(example.model_dump() | update)


def form(docx: bytes) -> Form:
    """What stands in a Word file: its paragraphs and tables, in order."""
    blocks = read_docx(docx, silent).sections[0].blocks
    return [grid(block) if isinstance(block, Table) else block.text for block in blocks]


def grid(table: Table) -> Grid:
    return Grid(table.grid, [[*cells(table.rows, number)] for number in range(len(table.rows))])


def cells(rows: tuple[Row, ...], number: int) -> Iterator[Cell]:
    """The cells that begin in row ``number``."""
    for cell in rows[number].cells:
        if cell.merge != "continue":
            text = "\n".join(block.text for block in cell.blocks if isinstance(block, Paragraph))
            more = takewhile(partial(goes_on, cell), rows[number + 1 :])
            yield Cell(text, cell.start, cell.span, 1 + len([*more]))


def goes_on(cell: WordCell, row: Row) -> bool:
    """Whether a merged cell goes on in ``row``."""
    return bool(cell.merge) and any(each.start == cell.start and each.merge == "continue" for each in row.cells)


def silent(_: object) -> None:
    """Findings are of no interest here."""


# ----------------------------------------------------------------------------------------------------------- engines


def budgetdocs(_: Path) -> Engine:
    return lambda docx, _: docx_to_pdf(docx, options=OPTIONS, report=silent)


def platypus(_: Path) -> Engine:
    """reportlab as its manual shows it."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph as Flow
    from reportlab.platypus import SimpleDocTemplate
    from reportlab.platypus import Table as Grids

    pdfmetrics.registerFont(TTFont("Song", str(FONT)))
    style = ParagraphStyle("cell", fontName="Song", fontSize=SIZE, leading=14, wordWrap="CJK")

    def flowing(text: str) -> Flow:
        return Flow(escape(text).replace("\n", "<br/>"), style)

    def laid(part: Grid) -> Grids:
        data = [["" for _ in part.widths] for _ in part.rows]
        commands: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        for down, row in enumerate(part.rows):
            for cell in row:
                data[down][cell.column] = flowing(cell.text)  # type: ignore[call-overload]
                end = cell.column + cell.columns - 1, down + cell.rows - 1
                commands.append(("SPAN", (cell.column, down), end))
        return Grids(data, colWidths=part.widths, style=commands)

    def made(_: bytes, parts: Form) -> bytes:
        stream = io.BytesIO()
        flow = [laid(part) if isinstance(part, Grid) else flowing(part) for part in parts]
        SimpleDocTemplate(stream, pagesize=A4).build(flow)
        return stream.getvalue()

    return made


TYPST = """#set page("a4", margin: 72pt)
#set text(font: "BudgetDocs Song", size: 10.5pt, lang: "zh")
#for part in json(bytes(sys.inputs.form)) {
  if type(part) == str { par(part) } else {
    table(columns: part.at(0).map(w => w * 1pt), stroke: 0.5pt, align: horizon,
      ..part.at(1).map(c => table.cell(x: c.column, y: c.row, colspan: c.columns, rowspan: c.rows, c.text)))
  }
}
"""


def typst(folder: Path) -> Engine:
    """One compiler for all documents; the data come in as JSON."""
    import typst as engine

    source = folder / "form.typ"
    source.write_text(TYPST, "utf-8")
    compiler = engine.Compiler(str(source), font_paths=[str(BUNDLED)], ignore_system_fonts=True)

    def made(_: bytes, parts: Form) -> bytes:
        data = [part if isinstance(part, str) else [part.widths, placed(part)] for part in parts]
        return bytes(compiler.compile(format="pdf", sys_inputs={"form": json.dumps(data)}))

    def placed(part: Grid) -> list[dict[str, Any]]:
        return [cell._asdict() | {"row": down} for down, row in enumerate(part.rows) for cell in row]

    return made


def fpdf2(_: Path) -> Engine:
    import fpdf

    def made(_: bytes, parts: Form) -> bytes:
        document = fpdf.FPDF(unit="pt", format="A4")
        document.add_font("Song", fname=FONT)
        document.set_font("Song", size=SIZE)
        document.add_page()
        for part in parts:
            if isinstance(part, str):
                document.multi_cell(0, 14, part, new_x="LMARGIN", new_y="NEXT")
                continue
            with document.table(col_widths=part.widths, line_height=14, first_row_as_headings=False) as table:
                for line in part.rows:
                    row = table.row()
                    for cell in line:
                        row.cell(cell.text, colspan=cell.columns, rowspan=cell.rows)
        return bytes(document.output())

    return made


class Peer(NamedTuple):
    """``module`` is what has to be installed, by ``pip install`` of ``package``."""

    start: Callable[[Path], Engine]
    module: str
    package: str


PEERS = {
    "budgetdocs": Peer(budgetdocs, "budgetdocs", "budgetdocs"),
    "reportlab platypus": Peer(platypus, "reportlab", "reportlab"),
    "typst": Peer(typst, "typst", "typst"),
    "fpdf2": Peer(fpdf2, "fpdf", "fpdf2"),
}


# ------------------------------------------------------------------------------------------------------------- times


def taken(job: Callable[[], object]) -> float:
    """The seconds that ``job`` takes, the rubbish of others swept up before."""
    gc.collect()
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def in_turn(rounds: int, folder: Path) -> dict[str, float]:
    """The median milliseconds that each engine which is installed takes for a document, by turns of :data:`TURN`."""
    engines = {name: peer.start(folder) for name, peer in PEERS.items() if find_spec(peer.module)}
    for name in PEERS.keys() - engines.keys():
        print(f"not installed: {name} (python -m pip install {PEERS[name].package})")
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    waiting = projects((rounds + 1) * TURN)
    for turn in range(rounds + 1):
        documents = []
        for number, project in enumerate(islice(waiting, TURN)):
            docx = bd.to_docx(project, report=silent)
            (folder / f"{turn}-{number}.docx").write_bytes(docx)
            documents.append((docx, form(docx)))
        for name, engine in engines.items():
            seconds[name].append(taken(partial(list, starmap(engine, documents))) / TURN)
    return {name: 1000 * statistics.median(each[1:]) for name, each in seconds.items()}  # the first opens the fonts


def libreoffice(folder: Path) -> float | None:
    """The milliseconds that one more of the files in ``folder`` costs LibreOffice; None if it is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        print("not installed: LibreOffice (apt-get install libreoffice-writer-nogui)")
        return None
    files = sorted(map(str, folder.glob("*.docx")))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "libreoffice")]
    run = partial(subprocess.run, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    run([*command, files[0]])  # makes the profile
    one, all_ = (taken(partial(run, [*command, *some])) for some in (files[:1], files))
    return 1000 * (all_ - one) / (len(files) - 1)


def compare(rounds: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        times = in_turn(rounds, Path(folder))
        batch = libreoffice(Path(folder))
    if batch is not None:
        times["LibreOffice, one more file"] = batch
    print(f"{'one form':28}{'ms':>10}{'× budgetdocs':>16}")
    for name, each in times.items():
        print(f"{name:28}{each:10.2f}{each / times['budgetdocs']:16.1f}")


# -------------------------------------------------------------------------------------------------------------- book


def book(many: int) -> None:
    """Print what a book of ``many`` projects takes, made into a PDF by a process of its own."""
    submission = bd.read(ROOT / "examples" / "shacheng-2022.yaml")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.docx"
        path.write_bytes(bd.to_docx(submission.model_copy(update={"projects": (*projects(many),)}), report=silent))
        subprocess.run([sys.executable, __file__, "--convert", str(path)], check=True)


def convert(path: Path) -> None:
    """Print what the PDF of the Word file ``path`` takes."""
    docx = path.read_bytes()
    pdf = b""

    def job() -> None:
        nonlocal pdf
        pdf = docx_to_pdf(docx, options=OPTIONS, report=silent)

    seconds = taken(job)
    sizes = f"{len(docx) / 1e6:.2f} MB of .docx, {len(pdf) / 1e6:.2f} MB of .pdf"
    print(f"{seconds:.2f} s, {peak()}, {sizes}")


def peak() -> str:
    """The most memory that this process has had, as Linux tells it (what getrusage says includes the parent's)."""
    status = Path("/proc/self/status")
    most = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.exists() else None
    return f"{int(most[1]) >> 10} MB of memory at most" if most else "memory not known on this system"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=12, help="turns of each engine, of ten documents")
    parser.add_argument("--book", type=int, metavar="N", help="a book of N projects instead")
    parser.add_argument("--convert", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.convert:
        convert(arguments.convert)
    elif arguments.book:
        book(arguments.book)
    else:
        compare(arguments.rounds)


if __name__ == "__main__":
    main()
