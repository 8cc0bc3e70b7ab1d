"""The unit of a 项目绩效目标表: code and name, printed in one cell without anything between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from budgetdocs.readers.form_grid import Cell
from budgetdocs.readers.labels import plain
from budgetdocs.readers.tree import Mark, Scalar

_MONEY = re.compile(r"\s*[（(]?(?:金额)?单位\s*[:：]\s*万元\s*[)）]?\s*$")
_LABELLED = re.compile(
    r"\s*(?:单位|预算单位)(?:编码|代码)\s*[:：]\s*(?P<code>\S+?)\s*(?:预算)?单位名?称?\s*[:：]\s*(?P<name>.*)",
    re.DOTALL,
)
_BRACKETED = re.compile(r"\s*[\[【〔（(]\s*(?P<code>[0-9A-Za-z]+)\s*[\]】〕）)]\s*(?P<name>.*)", re.DOTALL)
_PLAIN = re.compile(
    r"\s*(?P<code>[0-9]+|[0-9A-Za-z]*[0-9])(?:\s*[-—–－:：]\s*|\s+|(?![0-9A-Za-z]))(?P<name>.*)", re.DOTALL
)
_NAME = re.compile(r"\s*(?:预算|项目)?单位(?:名称)?\s*[:：]\s*(?P<name>.*)", re.DOTALL)


_LONGEST = 400
"""Characters up to which the ways of writing a unit are tried; the time that they take grows with the square."""


class Unit(NamedTuple):
    """Code and name of a unit, each None where the table does not say it."""

    code: Scalar | None = None
    name: Scalar | None = None


def unit_in(text: str, mark: Mark, code: Scalar | None, name: Scalar | None) -> Unit:
    """The unit that ``text`` (``978001河北…``) names; ``code`` and ``name`` are the department's, if they are known.

    Where the name itself begins with letters or figures, only the department's own code tells where it begins.
    """
    if len(text) > _LONGEST:
        return Unit(None, Scalar(text, mark)) if code is None else _by_code(text, mark, code.text.strip())
    text = _MONEY.sub("", text)
    if code is not None and text.startswith(known := code.text.strip()):
        after = text.removeprefix(known)
        if (name is not None and after == name.text) or not _PLAIN.fullmatch(text):
            return Unit(Scalar(known, mark), Scalar(after, mark))
    for pattern in (_LABELLED, _BRACKETED, _PLAIN):
        if match := pattern.fullmatch(text):
            return Unit(Scalar(match["code"], mark), Scalar(match["name"], mark))
    only = _NAME.fullmatch(text)
    return Unit(None, Scalar(only["name"] if only else text, mark))


def _by_code(text: str, mark: Mark, known: str) -> Unit:
    if text.startswith(known):
        return Unit(Scalar(known, mark), Scalar(text.removeprefix(known), mark))
    return Unit(None, Scalar(text, mark))


def is_unit(text: str) -> bool:
    """Whether a paragraph above a table gives the unit, the unit of money, or both."""
    if len(text) > _LONGEST:
        return False
    rest = _MONEY.sub("", text)
    return rest != text or bool(_LABELLED.fullmatch(text)) or bool(re.fullmatch(r"\s*\d{3,}[^\d\s.、．].{2,40}", text))


def unit_of(values: dict[str, Cell | None], cell: Cell | None, code: Scalar | None, name: Scalar | None) -> Unit:
    """The unit that a table names: in cells of their own under their labels, or in one ``cell``."""
    found = unit_in(cell.text, cell.mark, code, name) if cell is not None else Unit()
    own_code, own_name = values.get("unit_code"), values.get("unit_name")
    if own_name is not None and found.code is not None:
        own_name.used = plain(own_name.text) in plain(cell.text if cell else "")  # another one is not silently dropped
    elif own_name is not None and own_code is None:
        found = unit_in(own_name.text, own_name.mark, code, name)
    elif own_name is not None:
        found = found._replace(name=Scalar(own_name.text, own_name.mark))
    return found._replace(code=Scalar(own_code.text, own_code.mark)) if own_code is not None else found


def distinct(units: Iterable[Unit]) -> dict[tuple[str, str], Unit]:
    """The ``units`` that differ, each as it first stands; one without a code is the one of the same name."""
    codes: dict[str, str] = {}
    every = list(units)
    for unit in every:
        if unit.code is not None and unit.name is not None:
            codes.setdefault(plain(unit.name.text), plain(unit.code.text))
    found: dict[tuple[str, str], Unit] = {}
    for unit in every:
        name = plain(unit.name.text) if unit.name is not None else ""
        code = plain(unit.code.text) if unit.code is not None else codes.get(name, "")
        if code or name:
            known = found.setdefault((code, name), unit)
            if known.code is None and unit.code is not None:
                found[code, name] = unit
    return found
