"""A PDF read back for the tests: by pdfminer its objects, by PDFium its pixels."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, resolve1
from PIL import Image


class Opened:
    """A file and its objects; dictionaries are as pdfminer gives them, references are followed by :func:`value`."""

    def __init__(self, data: bytes) -> None:
        self.document = PDFDocument(PDFParser(io.BytesIO(data)))
        self.catalog = value(self.document.catalog)
        self.pages = [page.attrs for page in PDFPage.create_pages(self.document)]
        self.page_numbers = [page.pageid for page in PDFPage.create_pages(self.document)]

    def content(self, page: int = 0) -> str:
        """The content stream of a page."""
        return str(value(self.pages[page]["Contents"]).get_data().decode("ascii"))

    @property
    def root(self) -> Any:
        """The root of the structure tree."""
        return value(self.catalog["StructTreeRoot"])

    def elements(self) -> Iterator[dict[str, Any]]:
        """The structure elements in the order of reading."""
        yield from _elements(value(self.root["K"]))

    def outline(self) -> Any:
        """The structure tree as nested lists: [kind, child, …], content left out."""
        return _outline(value(self.root["K"]))

    def parent_tree(self) -> dict[int, Any]:
        """Key → element, or elements by the identifier of their content."""
        numbers = value(value(self.root["ParentTree"])["Nums"])
        return {key: value(each) for key, each in zip(numbers[::2], numbers[1::2], strict=True)}

    def annotations(self, page: int = 0) -> list[dict[str, Any]]:
        return [value(annotation) for annotation in value(self.pages[page].get("Annots", []))]


def value(item: Any) -> Any:
    """What ``item`` refers to, if it is a reference."""
    return resolve1(item)


def name(item: Any) -> str:
    """The text of a name object."""
    return str(value(item).name)


def string(item: bytes) -> str:
    """The text of a text string object."""
    return item[2:].decode("utf-16-be") if item.startswith(b"\xfe\xff") else item.decode("ascii")


def kids(element: dict[str, Any]) -> list[Any]:
    return list(value(element.get("K", [])))


def _elements(element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield element
    for kid in kids(element):
        if isinstance(kid, PDFObjRef):
            yield from _elements(value(kid))


def _outline(element: dict[str, Any]) -> list[Any]:
    return [name(element["S"]), *(_outline(value(kid)) for kid in kids(element) if isinstance(kid, PDFObjRef))]


def marked(content: str) -> list[tuple[str, str]]:
    """The marked-content sequences of a content stream: tag with properties, and what is between BDC or BMC and EMC."""
    return re.findall(r"^(/.*?) ?B[DM]C\n(.*?)^EMC$", content, re.MULTILINE | re.DOTALL)


def pixels(data: bytes, page: int = 0) -> Image.Image:
    """The page at 72 dots per inch."""
    with pypdfium2.PdfDocument(data) as document:
        return document[page].render().to_pil().convert("RGB")


def words(data: bytes, page: int = 0) -> str:
    """The text of a page as PDFium reads it."""
    with pypdfium2.PdfDocument(data) as document:
        return str(document[page].get_textpage().get_text_range())
