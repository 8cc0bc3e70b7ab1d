"""The main part of a Word file (ECMA-376 Part 1, 11.3.10): its XML as a tree to be changed, then saved again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from budgetdocs.word import package
from budgetdocs.word.load import DECLARATION

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Element = etree._Element


@dataclass(frozen=True)
class MainPart:
    """``root`` is the tree of the part ``name``; the other ``members`` are kept as they are."""

    members: Mapping[str, package.Member]
    name: str
    root: Element

    def written(self) -> str:
        """The tree as it is now, as XML."""
        return DECLARATION + etree.tostring(self.root, encoding="unicode")

    def saved(self) -> bytes:
        """The file with the tree as it is now; the same bytes for the same tree."""
        return replaced(self.members, self.name, self.written())

    def related(self, kind: str) -> Element | None:
        """The tree of the part to which the main part has a relationship of ``kind``; None if there is none."""
        folder, _, file = self.name.rpartition("/")
        name = _target(self.members, f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels", kind)
        return parsed(package.content(self.members[name])) if name in self.members else None


def replaced(members: Mapping[str, package.Member], name: str, written: str) -> bytes:
    """The file of ``members`` with ``written`` in the place of the part ``name``."""
    return package.write({**members, name: package.member(name, written.encode())}.values())


def members_of(docx: bytes) -> package.Members:
    """The members of ``docx``; raises :class:`~budgetdocs.errors.TemplateError` if it is no Word file."""
    return package.read(docx, "（Word 文件）")


def main_part(members: package.Members, *, having: bytes) -> MainPart | None:
    """The main part of the Word file of ``members``; None if it has none, or the bytes ``having`` don't occur in it."""
    name = _target(members, "_rels/.rels", "officeDocument")
    if name not in members or having not in (xml := package.content(members[name])):
        return None
    return MainPart(members, name, parsed(xml))


def parsed(xml: bytes) -> Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _target(members: Mapping[str, package.Member], rels: str, kind: str) -> str:
    """The name of the part to which the relationship ``kind`` of ``rels`` leads; "" if there is none."""
    if rels not in members:
        return ""
    folder = rels.rpartition("_rels/")[0]
    for relationship in parsed(package.content(members[rels])):
        if relationship.get("Type") == f"{_OFFICE}/{kind}":
            target = relationship.get("Target", "")
            return target[1:] if target.startswith("/") else folder + target
    return ""
