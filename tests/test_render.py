"""A submission as a Word file and a PDF."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn

import budgetdocs as bd
from budgetdocs.finding import Finding
from budgetdocs.forms import templates_folder
from budgetdocs.render import FORMATS, Rendered, RenderOptions, render


@pytest.fixture(scope="module")
def submission(root: Path) -> bd.Submission:
    return bd.read(root / "examples" / "shacheng-2022.yaml")


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return []


@pytest.fixture(scope="module")
def book(submission: bd.Submission, findings: list[Finding]) -> Rendered:
    return render(submission, FORMATS, report=findings.append)


def lines(data: bytes) -> list[str]:
    """The text of each paragraph of a Word file in the order of printing, those in merged cells once."""
    document = docx.Document(io.BytesIO(data))
    return ["".join(_text(paragraph)) for paragraph in document.element.body.iter(qn("w:p"))]


def _text(paragraph: object) -> Iterator[str]:
    for element in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab")):  # type: ignore[attr-defined]
        yield element.text or " "


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_line_of_the_case_stands_in_the_book_in_order(book: Rendered, root: Path) -> None:
    case = (root / "tests" / "cases" / "shacheng-2022.txt").read_text(encoding="utf-8")
    expected = [line for line in map(squeezed, case.split("\n")) if line]
    text = "\n".join(map(squeezed, lines(book.docx)))
    position = 0
    for line in expected:
        found = text.find(line, position)
        assert found >= 0, f"not there, or not in order: {line}"
        position = found + len(line)


def test_the_contents_show_the_pages_on_which_the_pdf_has_the_headings(book: Rendered) -> None:
    assert book.pdf is not None
    shown = [line.rsplit(" ", 1) for line in lines(book.docx) if line.count(" ") and line[-1].isdigit()]
    contents = {squeezed(text): int(page) for text, page in shown}
    assert contents["三、工作保障措施"] > 1
    with pdfplumber.open(io.BytesIO(book.pdf)) as pdf:
        pages = [squeezed(page.extract_text()) for page in pdf.pages]
    assert len(pages) == book.page_count
    for heading, page in contents.items():
        assert heading in pages[page + 1], f"{heading} is not on page {page}, which follows title page and contents"


def test_the_pdf_and_the_word_file_are_the_same_each_time(submission: bd.Submission, book: Rendered) -> None:
    again = render(submission, FORMATS, report=lambda _: None)
    assert again == book
    assert bd.to_docx(submission) == book.docx
    assert bd.to_pdf(submission, report=lambda _: None) == book.pdf


def test_each_finding_is_reported_once(book: Rendered, findings: list[Finding]) -> None:
    assert book.pdf
    assert len(findings) == len(set(findings))


def test_a_project_is_one_table_without_contents(submission: bd.Submission) -> None:
    project = submission.projects[0]
    text = lines(bd.to_docx(project))
    assert text[0] == "怀财字【2022】7号 定额公用经费绩效目标表"
    assert "目　　录" not in text
    assert bd.to_pdf(project, report=lambda _: None).startswith(b"%PDF")


def test_a_word_file_alone_reports_nothing_of_the_pdf(submission: bd.Submission) -> None:
    found: list[Finding] = []
    done = render(submission, ("docx",), report=found.append)
    assert done.pdf is None
    assert not found


def test_the_first_and_second_level_are_merged(book: Rendered) -> None:
    table = docx.Document(io.BytesIO(book.docx)).tables[1]
    merges = [[_merge(cell) for cell in row._tr.tc_lst[:2]] for row in table.rows][1:]
    assert [level1 for level1, _ in merges] == ["restart", *["continue"] * 3, "restart", *["continue"] * 2, "restart"]
    assert {level2 for _, level2 in merges} == {"restart"}


def _merge(cell: object) -> str | None:
    return cell.vMerge  # type: ignore[attr-defined, no-any-return]


def test_text_with_markup_and_control_characters_is_kept_and_reported(submission: bd.Submission) -> None:
    project = submission.projects[0].model_copy(update={"name": "甲<乙 & {{ 丙 }}\x01"})
    found: list[Finding] = []
    docx_bytes = bd.to_docx(project, report=found.append)
    assert lines(docx_bytes)[0] == "甲<乙 & {{ 丙 }}绩效目标表"
    assert {each.code for each in found} == {"TX001"}


def test_a_template_of_ones_own_is_used_and_read_again_when_it_changes(
    submission: bd.Submission, tmp_path: Path
) -> None:
    options = RenderOptions(templates=tmp_path)
    project = submission.projects[0]
    shutil.copy(templates_folder() / "hebei-2022" / "book.docx", tmp_path / "book.docx")
    assert bd.to_docx(project, options=options) == bd.to_docx(project)
    own = docx.Document()
    own.add_paragraph("{{ 题名 }}")
    own.save(tmp_path / "book.docx")
    assert lines(bd.to_docx(project, options=options)) == ["怀财字【2022】7号 定额公用经费绩效目标表"]


def test_an_unknown_form_or_format_is_refused(submission: bd.Submission) -> None:
    with pytest.raises(bd.RenderError, match="hebei-2022"):
        bd.to_docx(submission, options=RenderOptions(form="x"))
    with pytest.raises(bd.RenderError, match="doc"):
        render(submission, ("doc",))


def test_no_projects_and_no_indicators_make_a_book_too(submission: bd.Submission) -> None:
    bare = submission.projects[0].model_copy(update={"indicators": (), "goals": (), "purpose": ()})
    for projects in ((), (bare,)):
        done = render(submission.model_copy(update={"projects": projects}), report=lambda _: None)
        assert done.pdf
