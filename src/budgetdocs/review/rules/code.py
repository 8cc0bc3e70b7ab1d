"""CO: the 项目编码 and 单位编码."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from budgetdocs.finding import Severity
from budgetdocs.model import Path
from budgetdocs.review.reading.regions import PROVINCES
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.subjects import Book, Sheet

_LENGTH = 21
_SHAPE = re.compile("[0-9]{8}[0-9A-Z][0-9]{11}[0-9A-Z]")
_LETTERS_AT = (8, 20)
_MASK = re.compile("[*\uff0a]")
_SEEN_CODES = "公开的绩效目标表上的编码（河北、天津、四川、广东）：6 位区划、2 位年份，共 21 位"

# -- damage ------------------------------------------------------------------------------------------------------------

_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")
_APOSTROPHE = re.compile("^['‘’`]")
_AS_FLOAT = re.compile(r"\.0+$")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.0+)?")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,3}")


class _Damage(NamedTuple):
    """What happened to a code, and the code as it was, None where that is lost."""

    reason: str
    mended: str | None


def _damage(code: str) -> _Damage | None:
    """What a spreadsheet or an input method did to ``code``; None if nothing did."""
    if _SCIENTIFIC.fullmatch(code):
        return _Damage("被表格软件改成了科学记数，原来的数字已经丢失，请按原编码重新填写（单元格设为文本）", None)
    if len(code) > 15 and re.fullmatch(r"\d{15}0+", code):
        return _Damage("第15位以后全是0，像是表格软件只留下了15位数字，请按原编码核对（单元格设为文本）", None)
    mended = _cleaned(code)
    if mended == code:
        return None
    return _Damage("有全角字符、空格或表格软件添上的字符", mended)


def _cleaned(code: str) -> str:
    """``code`` in half-width characters, without white space and what makes it look like a number."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", code))
    plain = _APOSTROPHE.sub("", plain)
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    return _AS_FLOAT.sub("", plain) if re.fullmatch(r"\d+\.0+", plain) else plain


def _sound(code: str) -> bool:
    """Whether ``code`` is whole, so that its digits may be judged: neither damaged nor masked for publication."""
    return _damage(code) is None and not _MASK.search(code)


# -- the rules ---------------------------------------------------------------------------------------------------------


@rule(
    "CO001",
    Severity.WARNING,
    Sheet,
    source=_SEEN_CODES,
    bad="13073022P0082511002X",
    good="13073022P00825110002X",
)
def project_code_misshapen(sheet: Sheet) -> Iterator[Fault]:
    """项目编码应为 21 位：8 位数字、1 位类别、11 位数字、1 位数字或字母。

    编码从预算系统复制时容易少一位、多一位；编码不对，绩效目标就和预算对不上。末位怎样算出来没有公开的规定，所以不核对末位。
    """
    code = sheet.project.code
    if _SHAPE.fullmatch(code) or not _sound(code):
        return
    if _SHAPE.fullmatch(code.upper()):
        yield Fault("项目编码中的字母应大写", ("code",), fix=code.upper(), safe=True)
    elif len(code) != _LENGTH:
        yield Fault(f"项目编码有{len(code)}位，应为{_LENGTH}位，请与预算系统核对", ("code",))
    else:
        yield Fault(f"项目编码{_misplaced(code)}，请与预算系统核对", ("code",), fix=_without_lookalikes(code))


def _misplaced(code: str) -> str:
    wrong = [index for index, char in enumerate(code) if not (char.isascii() and char.isdigit())]
    first = next((index for index in wrong if index not in _LETTERS_AT), wrong[0])
    expected = "数字或大写字母" if first in _LETTERS_AT else "数字"
    return f"第{first + 1}位是“{code[first]}”，应为{expected}"


def _without_lookalikes(code: str) -> str | None:
    """``code`` with O and l in the places of digits as 0 and 1, if that is all that is wrong with it."""
    digits = code.upper().translate(str.maketrans("OIL", "011"))
    mended = "".join(code[index].upper() if index in _LETTERS_AT else digit for index, digit in enumerate(digits))
    return mended if _SHAPE.fullmatch(mended) else None


@rule(
    "CO002",
    Severity.WARNING,
    Sheet,
    source="GB/T 2260 行政区划代码；" + _SEEN_CODES,
    bad="93073022P00825110002X",
    good="13073022P00825110002X",
)
def region_unknown(sheet: Sheet) -> Iterator[Fault]:
    """项目编码的前两位应是一个省（自治区、直辖市）的代码。

    前六位是行政区划代码；前两位不是任何一个省，编码一定抄错了。
    """
    code = sheet.project.code
    if _judged(code) and code[:2] not in PROVINCES:
        yield Fault(f"项目编码以 {code[:2]} 开头，没有这个省级区划代码，请与预算系统核对", ("code",))


@rule(
    "CO003",
    Severity.WARNING,
    Sheet,
    source=_SEEN_CODES + "；年份是项目设立的年份，可以早于表的年度",
    bad="2022 年度：13073023P00825110002X",
    good="2022 年度：13073022P00825110002X",
)
def code_of_a_later_year(sheet: Sheet) -> Iterator[Fault]:
    """项目编码第 7、8 位是项目设立的年份，不应晚于表的年度。

    项目先入库后有预算；年份比表还晚，不是编码抄错，就是表的年度没有改。
    """
    code = sheet.project.code
    if _judged(code) and int(code[6:8]) > sheet.year % 100:
        yield Fault(f"项目编码的年份是20{code[6:8]}年，晚于表的年度{sheet.year}年", ("code",))


def _judged(code: str) -> bool:
    return _SHAPE.fullmatch(code.upper()) is not None and _sound(code)


@rule(
    "CO004",
    Severity.ERROR,
    Book,
    source="审核惯例：一个项目一张绩效目标表",
    bad="两个项目都写 13073022P00825110002X",
    good="每个项目写自己的编码",
)
def code_twice(book: Book) -> Iterator[Fault]:
    """同一份申报里，一个项目编码只能用一次。

    复制上一个项目的表再改，最容易忘改的就是编码；两张表同号，导入时后一张会盖掉前一张。
    """
    first: dict[str, str] = {}
    for number, sheet in enumerate(book.sheets):
        code = _cleaned(sheet.project.code).upper()
        if code in first and not _MASK.search(code):
            yield Fault(f"项目编码与项目“{first[code]}”的相同", ("projects", number, "code"))
        first.setdefault(code, sheet.project.name)


@rule(
    "CO005",
    Severity.ERROR,
    Book,
    source="审核惯例；Excel 只保留 15 位有效数字，并把长数字显示为科学记数",
    bad="978001.0；1.3073E+20；13073022 P00825110002X",
    good="978001；13073022P00825110002X",
)
def code_damaged(book: Book) -> Iterator[Fault]:
    """编码要一位不差：没有空格、全角字符，也没有被表格软件当成数字改过。

    编码在单元格里要设为文本。当成数字，末尾会多出 .0，长的会变成科学记数，15 位以后变成 0。
    """
    department = book.submission.department.code
    yield from _damaged("单位编码", department, ("department", "code"))
    for number, sheet in enumerate(book.sheets):
        path: Path = ("projects", number)
        if sheet.project.unit_code != department:
            yield from _damaged("单位编码", sheet.project.unit_code, (*path, "unit_code"))
        yield from _damaged("项目编码", sheet.project.code, (*path, "code"))


def _damaged(label: str, code: str, field: Path) -> Iterator[Fault]:
    damage = _damage(code)
    if damage is not None:
        yield Fault(f"{label}“{code}”{damage.reason}", field, fix=damage.mended, safe=damage.mended is not None)


@rule(
    "CO006",
    Severity.HINT,
    Book,
    source="审核惯例：表头的单位编码和名称与部门一致",
    bad="部门：978001 某某管理委员会；项目：978001 某某管委会",
    good="两处都写 978001 某某管理委员会",
)
def unit_unlike_the_department(book: Book) -> Iterator[Fault]:
    """项目表头的单位编码与部门相同的，单位名称也应相同；名称相同的，编码也应相同。

    一个编码两个名称，汇总时会当成两个单位。
    """
    department = book.submission.department
    code, name = _cleaned(department.code), _bare(department.name)
    for number, sheet in enumerate(book.sheets):
        unit = sheet.project
        same_code, same_name = _cleaned(unit.unit_code) == code, _bare(unit.unit_name) == name
        if same_code and not same_name:
            said = f"单位名称“{unit.unit_name}”与部门“{department.name}”不同，而单位编码相同"
            yield Fault(said, ("projects", number, "unit_name"), fix=department.name)
        elif same_name and name and not same_code:
            said = f"单位编码“{unit.unit_code}”与部门“{department.code}”不同，而单位名称相同"
            yield Fault(said, ("projects", number, "unit_code"), fix=department.code)


def _bare(name: str) -> str:
    return "".join(name.split())
