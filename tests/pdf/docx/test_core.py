"""文档属性：标题、作者、语言；同一表样的下一份只取其中的文字，读出的一样。"""

import pytest

from budgetdocs.errors import RenderError
from budgetdocs.pdf.docx import core, package, read_docx

from .reading import docx

ROOT = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
PARTS = [
    "<dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>zh-CN</dc:language>",
    "<dc:title/><dc:creator>{}</dc:creator><dc:language></dc:language>",
    "\n  <dc:title> {} </dc:title>\n  <dc:creator>{}</dc:creator>\n",
    "<dc:title>{}</dc:title><dc:title>{}</dc:title>",
    "<dc:title>{}<b>{}</b></dc:title>",
    "<dc:title><b>{}</b>{}</dc:title>",
    "<dc:title a='{}'>{}</dc:title>",
    "<dc:title>甲<b/>{}</dc:title>",
    "<!-- <dc:title>{}</dc:title> --><dc:title>{}</dc:title>",
    "<dc:title><![CDATA[{}]]></dc:title><dc:creator>{}</dc:creator>",
    "<?x {}?><dc:title>{}</dc:title>",
    "<dc:title>{}</dc:creator>",
    "",
]
HEADS = ["", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', '<?xml version="1.0" encoding="latin1"?>',
         "<!DOCTYPE x>", "\ufeff"]  # fmt: skip
TEXTS = [
    "文字",
    "",
    " 前后 ",
    "a &amp; b",
    "&lt;b&gt;",
    "&#65;",
    "&x;",
    "&#0;",
    "]]>",
    "a>b",
    "\x01",
    "<b/>",
    "\n",
    "--",
    "\u3000",
]


def outcome(xml: str) -> dict[str, str] | str:
    try:
        return core.core_properties(xml.encode())
    except RenderError as error:
        return str(error)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("end", ["", "\n"])
def test_properties_are_read_as_ever(head: str, part: str, end: str) -> None:
    for text in TEXTS:
        xml = f"{head}<cp:coreProperties {ROOT}>{part.format(text, text)}</cp:coreProperties>{end}"
        core._KEPT.clear()
        expected = outcome(xml)
        for other in ("甲", "甲", text):
            outcome(xml.replace(part.format(text, text), part.format(other, other)))
        assert outcome(xml) == expected, text


def test_of_known_tags_nothing_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def form(title: str) -> str:
        return f"<cp:coreProperties {ROOT}><dc:title>{title}</dc:title><dc:creator/></cp:coreProperties>"

    outcome(form("甲"))
    monkeypatch.setattr(core, "parse", None)
    assert outcome(form(" 乙&amp;丙 ")) == {"title": "乙&丙", "creator": ""}


def test_what_is_kept_is_bounded() -> None:
    for number in range(200):
        outcome(f"<x><y{number}>甲</y{number}></x>")
    assert len(core._KEPT) <= core._MOST


def test_the_title_of_a_document() -> None:
    xml = f"<cp:coreProperties {ROOT}><dc:title>题</dc:title><dc:creator>人</dc:creator></cp:coreProperties>"
    for _ in range(2):
        document = read_docx(docx("", parts={"docProps/core.xml": xml}), lambda _: None)
        assert (document.title, document.author) == ("题", "人")
    assert package.Package(docx("")).read("docProps/core.xml") is None
