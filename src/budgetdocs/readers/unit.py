"""A unit as forms print it: code and name in one cell, mostly without anything between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from budgetdocs.readers.form.grid import Cell
from budgetdocs.readers.labels import plain
from budgetdocs.readers.tree import Mark, Scalar, shortened

_MONEY = re.compile(r"(?:^|\s+|\s*[（(])(?:金额)?单位\s*[:：]\s*(?:人民币)?(?P<money>[百千万亿]?元)\s*[)）]?\s*$")
_LABELLED = re.compile(
    r"\s*(?:单位|预算单位)(?:编码|代码)\s*[:：]\s*(?P<code>\S+?)\s*(?:预算)?单位名?称?\s*[:：]\s*(?P<name>.*)",
    re.DOTALL,
)
_BRACKETED = re.compile(r"\s*[\[【〔（(]\s*(?P<code>[0-9A-Za-z]+)\s*[\]】〕）)]\s*(?P<name>.*)", re.DOTALL)
_PLAIN = re.compile(
    r"\s*(?P<code>[0-9]+|[0-9A-Za-z]*[0-9])(?P<between>\s*[-—–_－:：]\s*|\s+|(?![0-9A-Za-z]))(?P<name>.*)", re.DOTALL
)
_NAME = re.compile(r"\s*(?:预算|项目|填报|申报|编制|实施)?(?:单位|部门)(?:名称)?\s*[:：]\s*(?P<name>.*)", re.DOTALL)
_WRITTEN_AS_ONE = re.compile(r"\s*([0-9]{3,12})\s*[-—_:：]?\s*((?![年月日号])[^\W\d_].*\S)\s*", re.DOTALL)
_OFFICE = re.compile(
    r"(?:[局委会院厅室处所站校园馆队社团部办署司厂府镇乡区县市台场组]|中心|机关|本级|街道)(?:[（(].*[)）])?$"
)
_YEAR = re.compile("20[0-9]{2}")
_CODE_LENGTHS = (3, 6, 9)
"""Figures that the code of a budget unit has: three a level; zeros in front are not counted."""
_LONGEST = 400
"""Characters up to which the ways of writing a unit are tried; the time that they take grows with the square."""


class Unit(NamedTuple):
    """Code and name of a unit, each None where the table does not say it."""

    code: Scalar | None = None
    name: Scalar | None = None
    doubt: str = ""
    """Why the place where the code ends is a guess, for people; "" if it is none."""


def unit_in(text: str, mark: Mark, code: Scalar | None = None, name: Scalar | None = None) -> Unit:
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
    for pattern in (_LABELLED, _BRACKETED):
        if match := pattern.fullmatch(text):
            return Unit(Scalar(match["code"], mark), Scalar(match["name"], mark))
    only = _NAME.fullmatch(text)
    rest = only["name"] if only else text
    if match := _PLAIN.fullmatch(rest):
        department = code is not None and match["code"] == code.text.strip()
        sure = department or match["between"] or not match["name"]
        found = Unit(Scalar(match["code"], mark), Scalar(match["name"], mark))
        return found if sure else found._replace(doubt=doubt(match["code"], match["name"]))
    return Unit(None, Scalar(rest, mark))


def _by_code(text: str, mark: Mark, known: str) -> Unit:
    if text.startswith(known):
        return Unit(Scalar(known, mark), Scalar(text.removeprefix(known), mark))
    return Unit(None, Scalar(text, mark))


def doubt(code: str, name: str) -> str:
    """Why it is not sure that ``code`` ends where ``name`` begins, which follows at once; "" if it is sure enough."""
    if code.isdecimal() and len(code.lstrip("0")) in _CODE_LENGTHS:
        return ""
    return split_as(code, name)


def split_as(code: str, name: str) -> str:
    """How a unit written in one was split, for people."""
    return f"单位写在一格里，拆成编码“{shortened(code)}”、名称“{shortened(name)}”"


def is_unit(text: str) -> bool:
    """Whether a paragraph above a table gives the unit, the unit of money, or both."""
    if len(text) > _LONGEST:
        return False
    rest = _MONEY.sub("", text)
    return rest != text or bool(_LABELLED.fullmatch(text)) or bool(re.fullmatch(r"\s*\d{3,}[^\d\s.、．].{2,40}", text))


def money_of(text: str) -> str:
    """The unit of money that a paragraph above a table ends with (``单位：元``); "" if it names none."""
    found = _MONEY.search(text) if len(text) <= _LONGEST else None
    return found["money"] if found else ""


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
    return found._replace(code=Scalar(own_code.text, own_code.mark), doubt="") if own_code is not None else found


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


def split_unit(text: str) -> tuple[str, str] | None:
    """The code and the name of a unit written in one (``978001某局``); None if it is not."""
    found = _WRITTEN_AS_ONE.fullmatch(text)
    return (found[1], found[2]) if found else None


def guess_unit(text: str) -> tuple[str, str] | None:
    """Like :func:`split_unit`, for a text that nothing marks as a unit: it has to end as their names do."""
    unit = split_unit(text) if len(text) <= 60 else None
    return unit if unit and not _YEAR.fullmatch(unit[0]) and _OFFICE.search(unit[1][-12:]) else None
