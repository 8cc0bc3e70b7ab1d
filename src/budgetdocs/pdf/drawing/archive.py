"""What makes the file PDF/A-2u (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) beyond its fonts and tags.

``srgb.icc`` is the profile of sRGB that Little CMS makes (``PIL.ImageCms.createProfile("sRGB")``); its own words on
copyright are: No copyright, use freely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from budgetdocs.pdf.drawing.file import File, deflate, text_string
from budgetdocs.version import __version__

_PROFILE: Final = Path(__file__).with_name("srgb.icc")
PROGRAM: Final = f"budgetdocs {__version__}"
_UNWRITABLE: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 can't hold."""


def catalog(
    file: File, *, title: str, author: str, language: str, labels: Iterable[str], pages: int, structure: int,
    outline: int,
) -> str:  # fmt: skip
    """The catalog (7.7.2), which says what the file is; what it refers to is written.

    ``labels`` are the numbers of the pages as printed; ``pages``, ``structure`` and ``outline`` are the object numbers
    of the roots of those trees, ``outline`` 0 where there is none.
    """
    metadata = file.stream(_metadata(title, author), "/Type/Metadata/Subtype/XML", compressed=False)
    shown = f"/Outlines {outline} 0 R/PageMode/UseOutlines" if outline else "/PageMode/UseNone"
    return (
        f"<</Type/Catalog/Pages {pages} 0 R/StructTreeRoot {structure} 0 R/MarkInfo<</Marked true>>"
        f"/Lang{text_string(language)}/ViewerPreferences<</DisplayDocTitle true>>"
        f"/PageLabels<</Nums[{' '.join(_page_labels(labels))}]>>/Metadata {metadata} 0 R"
        f"/OutputIntents[{_output_intent(file)}]{shown}>>"
    )


def information(title: str, author: str) -> str:
    """The information dictionary (14.3.3): the same in the words of older readers."""
    entries = {"Title": title, "Author": author, "Creator": PROGRAM, "Producer": PROGRAM}
    return f"<<{''.join(f'/{key}{text_string(text)}' for key, text in entries.items() if text)}>>"


def _page_labels(labels: Iterable[str]) -> Iterator[str]:
    """What a viewer calls the pages (12.4.2): as they are printed. An entry holds until a page does not count on."""
    expected = None
    for index, label in enumerate(labels):
        counts = re.fullmatch("[1-9][0-9]*", label)
        if label != expected:
            yield f"{index}<<{f'/S/D/St {label}' if counts else f'/P{text_string(label)}'}>>"
        expected = str(int(label) + 1) if counts else None


def _output_intent(file: File) -> str:
    """What its colours mean (14.11.5)."""
    profile = file.stream(_profile(), "/N 3/Filter/FlateDecode", compressed=False)
    identifier = "/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
    return f"<</Type/OutputIntent/S/GTS_PDFA1{identifier}/DestOutputProfile {profile} 0 R>>"


@cache
def _profile() -> bytes:
    """The profile, deflated."""
    return deflate(_PROFILE.read_bytes())


def _metadata(title: str, author: str) -> bytes:
    """The metadata of the document as XMP (ISO 16684-1), with the schema of what PDF/A does not know (6.6.2.3)."""
    creator = f"<dc:creator><rdf:Seq><rdf:li>{_xml(author)}</rdf:li></rdf:Seq></dc:creator>" if author else ""
    return _XMP.format(title=_xml(title), creator=creator, program=PROGRAM).encode()


def _xml(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text))


_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{creator}
<xmp:CreatorTool>{program}</xmp:CreatorTool><pdf:Producer>{program}</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Which part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
