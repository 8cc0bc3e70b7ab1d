"""Keys of an input file: the printed label or the English name of a field, give or take white space and width."""

from __future__ import annotations

import difflib
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from pydantic.fields import FieldInfo

from budgetdocs.model import Record
from budgetdocs.readers.tree import shortened

_NOTES = ("(%)", "(万元)", "(单位:万元)")
"""What the form prints behind a label, in the one unit that the model has; any other unit makes the key unknown."""


class Field(NamedTuple):
    """A field of a record: its English name, its printed label, and what pydantic knows of it."""

    name: str
    label: str
    info: FieldInfo


@lru_cache(maxsize=64)
def fields(model: type[Record]) -> dict[str, Field]:
    """The fields of ``model`` under each key that names them, in the form that :func:`plain` gives."""
    known: dict[str, Field] = {}
    for name, info in model.model_fields.items():
        field = Field(name, info.alias or name, info)
        known[plain(name)] = known[plain(field.label)] = field
    return known


def plain(key: str) -> str:
    """``key`` without white space, and with brackets, figures and signs of one width."""
    return "".join((key if key.isascii() else unicodedata.normalize("NFKC", key)).split())


def find(model: type[Record], key: str) -> Field | None:
    """The field of ``model`` that ``key`` names; None if there is none."""
    known, bare = fields(model), plain(key)
    for note in _NOTES:
        if bare not in known and bare.endswith(note):
            bare = bare.removesuffix(note)
    return known.get(bare)


def unknown(model: type[Record], key: str, english: bool) -> tuple[str, Field | None]:
    """Why ``key`` is refused, in names or (unless ``english``) labels, and the field probably meant, if any."""
    known, bare = fields(model), plain(key)
    close = difflib.get_close_matches(bare, known, n=1, cutoff=0.7 if bare.isascii() else 0.5)
    meant = known[close[0]] if close else None
    every = {field.name: field for field in known.values()}.values()
    listed = "、".join(field.name if english else field.label for field in every)
    guess = f"，是不是“{meant.name if english else meant.label}”？" if meant else "。"
    return f"不认识的键“{shortened(key)}”{guess}可用的键：{listed}", meant
