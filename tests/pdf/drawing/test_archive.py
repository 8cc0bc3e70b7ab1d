"""PDF/A-2u 与 PDF/UA-1：veraPDF 说合乎才算；弄坏一处，它要说得出来。"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from cases.pages.build import build
from lxml import etree

import budgetdocs as bd
from budgetdocs.pdf import docx_to_pdf, draw
from budgetdocs.pdf.blocks import Border
from budgetdocs.pdf.drawing import file
from budgetdocs.pdf.fonts import Face
from budgetdocs.pdf.layout.pages import Layout
from budgetdocs.pdf.page import Heading, Node, Page, Rule, Text

from ..fonts.made import built, saved
from ..word_files import cell, document, paragraph, row, table
from .layouts import image, layout, page, text
from .reading import Opened, value
from .test_pictures import palette, picture

Judge = Callable[..., dict[Path, list[Any]]]


def everything(face: Face | None = None) -> Layout:
    """All that can be drawn, on two pages, in the font ``face``."""
    look: dict[str, Any] = {"face": face} if face else {}
    root = Node("Document")
    contents = root.add("TOC").add("TOCI")
    heading, words, figure = root.add("H1"), root.add("P"), root.add("P").add("Figure", alt="印章")
    grid = root.add("Table")
    first, second = grid.add("TR"), grid.add("TR")
    cells = [first.add("TH", rows=2), first.add("TH"), second.add("TD")]
    inner = cells[2].add("Table").add("TR").add("TD")
    texts = [
        text("A国", contents, link="there", **look),
        text("国", heading, **look),
        text("A", words, underline="wave", strike=True, shading="FFFF00", color="808080", **look),
        text("国A", words, y=60.0, url="https://example.org/绩效", embolden=True, italic=True, scale=0.5, **look),
        *(text("国", each.add("P"), y=80.0, spacing=1.0, **look) for each in (*cells[:2], inner)),
        text("A", y=10.0, **look),
    ]
    rules = [Rule(20.0, 100.0, 180.0, 100.0, Border(1.0, "FF0000", style)) for style in ("double", "dotted", "wave")]
    pictures = [picture("RGBA", (255, 0, 0, 128)), picture("RGB", 0, "JPEG"), palette(transparency=1), b"broken"]
    images = [image(pictures[0], figure), *map(image, pictures[1:])]
    one = page(1, texts=texts, rules=rules, images=images, fills=[(20.0, 20.0, 20.0, 20.0, "C0C0C0")])
    two = page(2, texts=[text("A", words, **look)], anchors={"there": 20.0}, headings=[Heading(0, "国", 20.0)])
    return layout(one, two, structure=root, title="绩效 <目标> & 表", author="财政局")


def nested() -> bytes:
    """A Word file with a table in a table, merged cells, and a header row that is repeated."""
    inner = table([800], row(cell("内")))
    merged = [row(cell("一", f'<w:vMerge w:val="{kind}"/>'), cell("二")) for kind in ("restart", "continue")]
    head = row(cell("名"), cell("值"), properties="<w:tblHeader/>")
    nest = row(f"<w:tc><w:tcPr/>{inner}{paragraph('')}</w:tc>", cell("外"))
    rows = [row(cell(str(number)), cell("值")) for number in range(20)]
    return docx_to_pdf(
        document(paragraph("题", '<w:outlineLvl w:val="2"/>') + table([1600, 1600], head, nest, *merged, *rows)),
        report=lambda _: None,
    )


def ragged() -> bytes:
    """A Word file with a table whose rows differ in their number of cells."""
    rows = (
        row(cell("甲"), cell("乙"), cell("丙")),
        row(cell("丁"), cell("戊")),
        row(cell("己", '<w:gridSpan w:val="2"/>')),
    )
    return docx_to_pdf(document(table([900, 900, 900], *rows)), report=lambda _: None)


def foreign() -> bytes:
    """A Word file of python-docx's own template: skipped levels, lists, pictures in a line, a cell and the footer."""
    seal = picture("RGBA", (255, 0, 0, 120))
    word = docx.Document()
    word.add_heading("说明", 1)
    word.add_heading("跳级", 3)
    word.add_paragraph("见图").add_run().add_picture(io.BytesIO(seal))
    for style in ("List Bullet", "List Number", "Intense Quote"):
        word.add_paragraph("条目 item", style)
    grid = word.add_table(3, 3, "Light Grid Accent 1")
    grid.cell(0, 0).merge(grid.cell(1, 1)).text = "合并"
    grid.cell(1, 2).text = "甲\n乙"
    grid.cell(2, 0).add_table(2, 2)
    for paragraph_ in (grid.cell(2, 2).paragraphs[0], word.sections[0].footer.paragraphs[0]):
        paragraph_.add_run().add_picture(io.BytesIO(seal))
    stream = io.BytesIO()
    word.save(stream)
    return docx_to_pdf(stream.getvalue(), report=lambda _: None)


@pytest.mark.system
def test_what_is_drawn_is_fit_for_archives_and_for_everyone(root: Path, verapdf: Judge, tmp_path: Path) -> None:
    submission = bd.read(root / "examples" / "shacheng-2022.yaml")
    own = {kind: Face(saved(built(characters="A国", outlines=kind), tmp_path / kind)) for kind in ("glyf", "cff")}
    silent: dict[str, Any] = {"report": lambda _: None}
    made = {
        "book": bd.to_pdf(submission, **silent),
        "table": bd.to_pdf(submission.projects[0], **silent),
        "everything": draw(everything(), **silent),
        "everything, glyf": draw(everything(own["glyf"]), **silent),
        "everything, cff": draw(everything(own["cff"]), **silent),
        "empty": draw(layout(page(), title="")),
        "nested": nested(),
        "ragged": ragged(),
        "foreign": foreign(),
    }
    files = {name: tmp_path / f"{name}.pdf" for name in made}
    for name, path in files.items():
        path.write_bytes(made[name])
    faults = verapdf(files.values())
    assert {name: faults[path] for name, path in files.items() if faults[path]} == {}


@pytest.mark.system
@pytest.mark.slow
def test_every_form_of_the_test_set(verapdf: Judge, tmp_path: Path) -> None:
    (tmp_path / "docx").mkdir()
    files = []
    for source in build(tmp_path / "docx"):
        files.append(tmp_path / f"{source.stem}.pdf")
        files[-1].write_bytes(docx_to_pdf(source.read_bytes(), report=lambda _: None))
    assert len(files) >= 60
    assert {path.stem: found for path, found in verapdf(files).items() if found} == {}


BREAKS = {
    "not PDF/A-2": (b"<pdfaid:part>2", b"<pdfaid:part>1", "PDFA-2U", "6.6.4-2"),
    "not PDF/UA": (b"<pdfuaid:part>1", b"<pdfuaid:part>2", "PDFUA-1", "5-2"),
    "no title": (b"dc:title", b"dc:txtle", "PDFUA-1", "7.1-9"),
    "a font that is not embedded": (b"/FontFile2", b"/FontFileX", "PDFA-2U", "6.2.11.4.1-1"),
    "text that can't be read": (b"/ToUnicode", b"/ToUnixode", "PDFA-2U", "6.2.11.7.2-1"),
    "wrong widths": (b"/DW 1000", b"/DW 1009", "PDFA-2U", "6.2.11.5-1"),
    "no output intent": (b"/OutputIntents", b"/OutputIntenxs", "PDFA-2U", "6.2.4.3-2"),
    "links that don't print": (b"/F 4", b"/F 0", "PDFA-2U", "6.3.2-2"),
    "no tags": (b"/StructTreeRoot", b"/StructTreeRoox", "PDFUA-1", "7.1-11"),
    "no language": (b"/Lang", b"/Lanx", "PDFUA-1", "7.2-34"),
    "content of no element": (b"/Artifact BMC", b"/Artifice BMC", "PDFUA-1", "7.1-3"),
    "a figure without a text": (b"/Alt<", b"/Alx<", "PDFUA-1", "7.3-1"),
    "a link without a text": (b"/Contents<", b"/Contenxs<", "PDFUA-1", "7.18.5-2"),
    "a link outside the tags": (b"/StructParent ", b"/StructParenx ", "PDFUA-1", "7.18.5-1"),
    "a heading left out": (b"/S/H1", b"/S/H3", "PDFUA-1", "7.4.2-1"),
    "rows of different lengths": (b"/RowSpan 2", b"/RowSpam 2", "PDFUA-1", "7.2-43"),
}
"""What is changed in the file before it is packed, and the rule that it breaks then."""


@pytest.mark.system
@pytest.mark.slow
def test_the_judge_is_no_friend(verapdf: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = file.deflate
    paths = {name: tmp_path / f"{number}.pdf" for number, name in enumerate(BREAKS)}
    for name, (old, new, *_) in BREAKS.items():
        monkeypatch.setattr(file, "deflate", lambda content, old=old, new=new: honest(content.replace(old, new)))
        data = draw(everything(), lambda _: None)
        paths[name].write_bytes(data.replace(old, new))
    faults = verapdf(paths.values())
    broken = {name: {(fault.profile, fault.rule) for fault in faults[path]} for name, path in paths.items()}
    assert {
        name: broken[name] for name, (*_, profile, rule) in BREAKS.items() if (profile, rule) not in broken[name]
    } == {}


@pytest.mark.parametrize(
    ("title", "pages", "said"),
    [
        ("绩效目标", [], "绩效目标"),
        ("", [page(texts=[text("甲", Node("P"))]), page(headings=[Heading(0, "乙", 0.0)])], "乙"),
        (" ", [page(texts=[text("页眉"), text(" ", Node("P")), text("甲 乙", Node("P"))])], "甲 乙"),
        ("", [page()], "无标题"),
    ],
)
def test_every_document_has_a_title(title: str, pages: list[Page], said: str) -> None:
    root = Node("Document")
    for each in (each for one in pages for each in one.texts if each.node):
        assert isinstance(each, Text)
        root.children = [*root.children, each.node]  # type: ignore[list-item]
    assert metadata(draw(layout(*pages, structure=root, title=title)))["title"] == said


def test_title_and_author_are_written_as_xml() -> None:
    found = metadata(draw(layout(page(), title="甲<乙 & 丙\x01\ud800", author="<局>")))
    assert found == {"title": "甲<乙 & 丙\ufffd\ufffd", "creator": "<局>"}


def metadata(data: bytes) -> dict[str, str]:
    """The Dublin Core elements of the document's metadata: name → text."""
    tree = etree.fromstring(value(Opened(data).catalog["Metadata"]).get_data())
    dublin = "{http://purl.org/dc/elements/1.1/}"
    return {each.tag[len(dublin) :]: "".join(each.itertext()).strip() for each in tree.iter(dublin + "*")}
