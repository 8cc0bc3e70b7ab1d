"""一页印了什么：文字的样子、线、底色，以及每一笔都标明属于谁。"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdocs.finding import Finding
from budgetdocs.pdf import docx_to_pdf, draw
from budgetdocs.pdf.blocks import Border
from budgetdocs.pdf.drawing.strokes import STYLES
from budgetdocs.pdf.drawing.writing import codes
from budgetdocs.pdf.page import Node, Rule

from ..word_files import document, paragraph
from .layouts import face, layout, page, text, together
from .reading import Opened, kids, marked, name, pixels, value


def content(**parts: object) -> str:
    return Opened(draw(layout(page(**parts)))).content()


@pytest.mark.parametrize(
    ("changes", "operators"),
    [
        ({}, ["10 Tf 0 0 0 rg 0 Tr 100 Tz", "1 0 0 1 20.00 160.00 Tm"]),
        ({"size": 10.5}, ["10.5 Tf"]),
        ({"color": "FF0000"}, ["1 0 0 rg"]),
        ({"scale": 0.66}, ["66 Tz"]),
        ({"scale": 0.5, "spacing": 1.0}, ["50 Tz", "2 Tc"]),
        ({"spacing": -0.35}, ["-0.35 Tc"]),
        ({"italic": True}, ["1 0 0.2126 1 20.00 160.00 Tm"]),
        ({"embolden": True, "color": "0000FF"}, ["2 Tr 0.333 w 0 0 1 RG"]),
    ],
)
def test_the_look_of_text(changes: dict[str, object], operators: list[str]) -> None:
    shown = content(texts=[text("绩效", **changes)])
    assert all(operator in shown for operator in operators)


def test_what_one_ink_sets_does_not_reach_the_next() -> None:
    pieces = [text("甲", embolden=True, scale=0.5, spacing=3.0, italic=True, color="FF0000"), text("乙")]
    first, second = content(texts=pieces).split("Tj")[:2]
    assert "2 Tr" in first and "6 Tc" in first
    assert all(operator in second for operator in ("0 0 0 rg", "0 Tr", "100 Tz", "0 Tc", "1 0 0 1"))


def test_operators_do_not_run_together() -> None:
    spread = together(text("甲", spacing=1.0), text("乙", y=60.0))
    shown = content(texts=[spread, text("丙", y=80.0, italic=True), text("丁", y=90.0)])
    assert not re.search(r"[A-Za-z][\d.-]", re.sub(r"/\w+", "", shown))
    assert re.findall("<(.*?)>Tj", shown) == [codes(face(), each) for each in "甲乙丙丁"]


@pytest.mark.parametrize(
    ("changes", "strokes", "dashed", "curved"),
    [
        ({}, 0, False, False),
        ({"underline": "single"}, 1, False, False),
        ({"underline": "double"}, 2, False, False),
        ({"underline": "dotted"}, 1, True, False),
        ({"underline": "dashLongHeavy"}, 1, True, False),
        ({"underline": "wave"}, 1, False, True),
        ({"underline": "wavyDouble"}, 2, False, True),
        ({"underline": "a kind to come"}, 1, False, False),
        ({"strike": True}, 1, False, False),
        ({"double_strike": True}, 2, False, False),
        ({"strike": True, "underline": "single"}, 2, False, False),
    ],
)
def test_lines_below_and_through_text(changes: dict[str, object], strokes: int, dashed: bool, curved: bool) -> None:
    shown = content(texts=[text("绩效", **changes)])
    assert (len(re.findall(r" S$", shown, re.MULTILINE)), " c " in shown) == (strokes, curved)
    assert bool(re.search(r"\[[\d.]", shown)) is dashed


def test_only_words_are_underlined() -> None:
    shown = content(texts=[text("ab cd", underline="words")])
    (first, _), (second, end) = re.findall(r"^([\d.]+) [\d.]+ m ([\d.]+) [\d.]+ l S", shown, re.MULTILINE)
    whole = content(texts=[text("ab cd", underline="single")])
    assert first == "20.00" and f"m {end} " in whole and 20 < float(second) < float(end)


def test_a_superscript_is_underlined_where_its_neighbours_are() -> None:
    raised = content(texts=[text("2", y=36.0, rise=4.0, underline="single")])
    level = content(texts=[text("2", y=40.0, underline="single")])
    place = re.compile(r"[\d.]+ ([\d.]+) m")
    assert place.findall(raised) == place.findall(level)


@pytest.mark.parametrize("style", sorted(STYLES))
def test_each_style_of_rule_is_drawn_and_stays_in_its_place(style: str) -> None:
    rule = Rule(20.0, 100.0, 180.0, 100.0, Border(2.0, "000000", style))
    shown = pixels(draw(layout(page(rules=[rule]))))
    dark = [y for y in range(200) if any(shown.getpixel((x, y))[0] < 128 for x in range(20, 180))]  # type: ignore[index]
    assert dark and min(dark) >= 92 and max(dark) <= 108


@pytest.mark.parametrize(
    ("style", "lines"), [("single", 1), ("double", 2), ("triple", 3), ("thinThickSmallGap", 2), ("unheard of", 1)]
)
@pytest.mark.parametrize("upright", [False, True])
def test_parallel_lines_of_a_rule(style: str, lines: int, upright: bool) -> None:
    end = (100.0, 180.0) if upright else (180.0, 100.0)
    start = (100.0, 20.0) if upright else (20.0, 100.0)
    rule = Rule(*start, *end, Border(4.0, "000000", style))
    shown = pixels(draw(layout(page(rules=[rule])), lambda _: None))
    across = [shown.getpixel((i, 60) if upright else (60, i))[0] < 128 for i in range(80, 120)]  # type: ignore[index]
    assert sum(now and not before for before, now in zip([False, *across], across, strict=False)) == lines


def test_a_style_that_is_drawn_otherwise_is_reported_once() -> None:
    findings: list[Finding] = []
    rules = [Rule(20.0, y, 180.0, y, Border(1.0, "000000", "threeDEmboss")) for y in (40.0, 60.0)]
    draw(layout(page(1, rules=rules), page(2, rules=rules)), findings.append)
    assert [(each.code, "threeDEmboss" in each.message) for each in findings] == [("LY001", True)]


def test_shading_lies_behind_text_and_is_an_artifact() -> None:
    shaded = text("绩效", y=40.0, shading="FFFF00")
    look = shaded.lines[0].pieces[0].ink
    first, *_ = marked(content(texts=[shaded], fills=[(10.0, 10.0, 20.0, 30.0, "C0C0C0")]))
    assert first[0] == "/Artifact"
    assert first[1].splitlines() == [
        "0.753 0.753 0.753 rg 10.00 160.00 20.00 30.00 re f",
        f"1 1 0 rg 20.00 {160 - look.descent:.2f} 20.00 {look.ascent + look.descent:.2f} re f",
    ]


@pytest.mark.parametrize(
    ("y", "properties"),
    [
        (10.0, "/Artifact<</Type/Pagination/Subtype/Header>>"),
        (100.0, "/Artifact<</Type/Pagination>>"),
        (190.0, "/Artifact<</Type/Pagination/Subtype/Footer>>"),
    ],
)
def test_furniture_of_the_page(y: float, properties: str) -> None:
    assert [tag for tag, _ in marked(content(texts=[text("页", y=y)]))] == [properties]


@given(
    st.lists(
        st.tuples(st.integers(-1, 3), st.sampled_from(["甲", "ab ", "1"]), st.sampled_from(["", "there", "nowhere"])),
        max_size=12,
    ),
    st.integers(0, 12),
)
def test_every_piece_of_content_belongs_to_its_element(pieces: list[tuple[int, str, str]], cut: int) -> None:
    structure = Node("Document")
    nodes = [structure.add(kind) for kind in ("P", "H1", "P", "TOCI")]
    texts = [text(words, None if i < 0 else nodes[i], y=100.0, link=link) for i, words, link in pieces]
    pages = page(1, texts=texts[:cut], anchors={"there": 20.0}), page(2, texts=texts[cut:])
    opened = Opened(draw(layout(*pages, structure=structure), lambda _: None))
    parents = opened.parent_tree()
    for i, drawn in enumerate(pages):
        shown = opened.content(i)
        assert shown.count("BDC") + shown.count("BMC") == shown.count("EMC") and shown.count("BT") == shown.count("ET")
        sequences = marked(shown)
        assert sum(body.count("Tj") for _, body in sequences) == shown.count("Tj") == len(drawn.texts)
        numbers = [int(found[1]) for tag, _ in sequences if (found := re.search(r"/MCID (\d+)", tag))]
        elements = parents[opened.pages[i]["StructParents"]]
        assert numbers == list(range(len(elements)))
        for number, reference in enumerate(elements):
            element = value(reference)
            assert (opened.page_numbers[i], number) in held(element)
            assert (name(element["S"]) == "Link") == ("/Link<<" in sequences_of(sequences)[number])


def held(element: dict[str, object]) -> set[tuple[int, int]]:
    """The content of an element: number of the page object, identifier on it."""
    page_number = element["Pg"].objid  # type: ignore[attr-defined]
    found = set()
    for kid in kids(element):
        if isinstance(kid, int):
            found.add((page_number, kid))
        elif isinstance(kid, dict) and "MCID" in kid:
            found.add((kid["Pg"].objid, kid["MCID"]))
    return found


def sequences_of(sequences: list[tuple[str, str]]) -> list[str]:
    """The tags of the sequences that belong to elements, in order."""
    return [tag for tag, _ in sequences if "/MCID" in tag]


BOOKMARK = '<w:bookmarkStart w:id="1" w:name="there"/><w:bookmarkEnd w:id="1"/>'


@pytest.mark.parametrize("align", ["left", "both"])
@pytest.mark.parametrize("dress", ["plain", "leaning", "linked"])
@pytest.mark.parametrize("words", ["the budget of the county", "预算 budget 绩效 of 目标 the county budget"])
def test_words_are_parted_where_a_line_ends(words: str, dress: str, align: str) -> None:
    """Whoever reads aloud gets the blank at which the line was broken, though it takes no room."""
    body = paragraph(words, f'<w:ind w:right="2000"/><w:jc w:val="{align}"/>')
    if dress == "leaning":
        body = body.replace("<w:r>", "<w:r><w:rPr><w:i/></w:rPr>")
    if dress == "linked":
        body = body.replace("<w:r>", f'{BOOKMARK}<w:hyperlink w:anchor="there"><w:r>')
        body = body.replace("</w:r>", "</w:r></w:hyperlink>")
    opened = Opened(docx_to_pdf(document(body), report=lambda _: None))
    shown = opened.content()
    letters = {codes(face(), each): each for each in words}
    read = "".join(letters[each] for part in re.findall("<([0-9a-f]+)>Tj", shown) for each in re.findall("....", part))
    assert len({*re.findall(r"(-?[0-9.]+) T[dm]", shown)}) > 1 and read == words
    if dress == "linked":
        (said,) = {each["Contents"] for each in opened.annotations()}
        assert said.decode("ascii" if words.isascii() else "utf-16") == words
