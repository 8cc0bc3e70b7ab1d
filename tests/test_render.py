"""A submission as a Word file and a PDF."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


# ----------------------------------------------------------------------------------------------------- merged cells


def long_project(submission: bd.Submission, count: int) -> bd.Project:
    """A project with ``count`` indicators of one first and second level, whose table goes over several pages."""
    indicator = submission.projects[0].indicators[0]
    levels = [indicator.model_copy(update={"level3": f"第{number}项工作完成率"}) for number in range(count)]
    return submission.projects[0].model_copy(update={"indicators": tuple(levels)})


def shown(data: bytes, word: str) -> list[int]:
    """How often ``word`` stands on each page."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [squeezed(page.extract_text()).count(word) for page in pdf.pages]


@pytest.mark.parametrize("line_rules", ["word", "libreoffice"])
def test_merged_cells_are_repeated_on_each_page_in_both_files(submission: bd.Submission, line_rules: str) -> None:
    project = long_project(submission, 60)
    level = project.indicators[0].level2
    plain, repeated = (
        render(project, options=RenderOptions(line_rules=line_rules, repeat_merged=asked), report=lambda _: None)  # type: ignore[arg-type]
        for asked in (False, True)
    )
    assert plain.pdf is not None
    assert repeated.pdf is not None
    assert repeated.page_count is not None
    assert repeated.page_count >= 3
    assert sum(shown(plain.pdf, level)) == 1
    assert shown(repeated.pdf, level) == [1] * repeated.page_count
    assert begun(repeated.docx) - begun(plain.docx) == 2 * (repeated.page_count - 1), "the first and the second level"


def begun(data: bytes) -> int:
    """How many merged cells begin in a Word file."""
    cells = docx.Document(io.BytesIO(data)).element.body.iter(qn("w:tc"))
    return sum(_merge(cell) == "restart" for cell in cells)


def test_repeated_cells_are_the_same_data_when_read_back(submission: bd.Submission, tmp_path: Path) -> None:
    target = submission.model_copy(update={"projects": (long_project(submission, 40),)})
    path = tmp_path / "成册.docx"
    path.write_bytes(bd.to_docx(target, options=RenderOptions(repeat_merged=True)))
    assert bd.read(path) == target


def test_a_table_on_one_page_is_the_same_with_repeated_cells(submission: bd.Submission) -> None:
    project = long_project(submission, 1)
    assert render(project, report=lambda _: None).page_count == 1
    assert bd.to_docx(project, options=RenderOptions(repeat_merged=True)) == bd.to_docx(project)


# --------------------------------------------------------------------------------------------------------- contents


def many(submission: bd.Submission, count: int) -> bd.Submission:
    """The submission with ``count`` projects, each of its own name."""
    found = [submission.projects[number % len(submission.projects)] for number in range(count)]
    named = [each.model_copy(update={"name": f"{each.name}之{number}"}) for number, each in enumerate(found, 1)]
    return submission.model_copy(update={"projects": tuple(named)})


def contents(data: bytes) -> list[tuple[str, str]]:
    """Text and page number of each line of the contents of a Word file."""
    links = docx.Document(io.BytesIO(data)).element.body.iter(qn("w:hyperlink"))
    lines_ = ["".join("\t" if e.tag == qn("w:tab") else e.text or "" for e in _words(link)) for link in links]
    return [(squeezed(text), page) for text, _, page in (line.rpartition("\t") for line in lines_)]


def _words(link: Any) -> Iterator[Any]:
    yield from link.iter(qn("w:t"), qn("w:tab"))


def test_a_book_is_laid_out_once(submission: bd.Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    from budgetdocs import pdf

    calls: list[bytes] = []
    lay_out = pdf.lay_out

    def counted(docx: bytes, **rest: Any) -> pdf.Layout:
        calls.append(docx)
        return lay_out(docx, **rest)

    monkeypatch.setattr(pdf, "lay_out", counted)
    done = render(many(submission, 30), report=lambda _: None)
    assert len(calls) == 1
    assert int(contents(done.docx)[-1][1]) > 30


@pytest.mark.system
@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 10, 100])
def test_the_numbers_in_the_contents_are_those_of_libreoffices_pages(
    submission: bd.Submission, libreoffice: Any, tmp_path: Path, count: int
) -> None:
    done = render(many(submission, count), options=RenderOptions(line_rules="libreoffice"), report=lambda _: None)
    (tmp_path / "pdf").mkdir()
    (tmp_path / "书.docx").write_bytes(done.docx)
    with pdfplumber.open(libreoffice.convert(tmp_path / "书.docx", "pdf", tmp_path / "pdf")) as pdf:
        pages = [squeezed(page.extract_text()) for page in pdf.pages]
    listed = contents(done.docx)
    assert len(listed) >= count + 4
    front = len(pages) - last_number(pages)
    for heading, page in listed:
        assert heading in pages[front + int(page) - 1], f"{heading} is not on page {page}"


def last_number(pages: list[str]) -> int:
    """The number printed on the last page."""
    return int(re.findall(r"\d+", pages[-1])[-1])
