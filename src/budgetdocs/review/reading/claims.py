"""Where the prose of a sheet states the whole budget: 项目总投资120万元, 安排资金350万元, 预算6730万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from budgetdocs.review.reading.quantities import Quantity, quantities, quantity_at
from budgetdocs.review.reading.sums import sentences

_CLAIM = re.compile(
    "(?:(?:本?项目)?(?:总投资|总投入|总预算|总经费|预算总额|经费总额|资金总额|预算总金额|预算总资金)"
    "|(?:本?项目|年度|当年|本年|本年度|全年)?预算(?:数|资金|金额|安排|经费|安排资金)?"
    "|(?:本?项目|年度|当年|本年|本年度|全年|共|拟|计划|申请){0,4}安排(?:本项目|该项目)?(?:预算|项目)?(?:资金|经费|预算)"
    "|申请(?:预算|项目)?(?:资金|经费|预算)|项目(?:资金|经费))"
    "(?:共计|总计|合计|共|计|总额)?(?:为|是|[:：])?(?=[0-9])"
)
_MAY_CLAIM = re.compile("[资入算费额金数排][共总合计额]{0,2}[为是:：]?[0-9]")
_OTHER_BEFORE = re.compile(
    "上年|去年|往年|前年|上一年|近[二两三四五]年|其中|追加|调整|结转|结余|已|累计|中央|省级|市级|县级|上级|各|每|均|剩余|其余"
    "|部分|自筹|配套|约|近|超|不足|缺口|比|较|节约|分别"
)
_OTHER_ANYWHERE = re.compile(
    "分[两二三四五]年|跨年|[一二三]期工程|争取|招商|引进|引资|拉动|带动|撬动|社会资本|债券|规划|其余|剩余|十[四五]五"
)
_YEAR = re.compile(r"(20\d\d)年")
_CLAUSES = "；;"


_MAY_BE_AMOUNT = re.compile("[0-9\uff10-\uff19].{0,16}[元万亿萬億]")


class Claim(NamedTuple):
    """An amount that the prose calls the budget, as ``typed``."""

    typed: str
    quantity: Quantity


def may_claim(text: str) -> bool:
    """Whether ``text``, normalised or not, has an amount in it: cheaper than to look for claims."""
    return _MAY_BE_AMOUNT.search(text) is not None


def budget_claims(texts: Sequence[str], known: Sequence[Decimal], year: int) -> Iterator[tuple[int, Claim]]:
    """The claims in ``texts`` (normalised lines of one field), each with its line, that no ``known`` amount bears out.

    ``known`` are the amounts of the sheet in 万元. Nothing where the field also states a known amount, or where its
    claims or its amounts add up to one: then the claim is of a part. Sentences about another year, another source or
    an estimate are left alone.
    """
    claims = [(index, claim) for index, text in enumerate(texts) for claim in _claims(text, year)]
    if not claims:
        return
    stated = sum((claim.quantity.amount or Decimal(0) for _, claim in claims), Decimal(0))
    amounts = [each for text in texts for each in quantities(text) if each.is_money]
    total = sum((each.amount or Decimal(0) for each in amounts), Decimal(0))
    if any(each.rounds(amount) for each in amounts for amount in known) or stated in known or total in known:
        return
    yield from claims


def _claims(text: str, year: int) -> Iterator[Claim]:
    for sentence in sentences(text) if _MAY_CLAIM.search(text) else ():
        found = _CLAIM.search(sentence)
        quantity = quantity_at(sentence, found.end()) if found else None
        if found is None or quantity is None or not (quantity.is_money or quantity.unit in ("万", "亿")):
            continue
        clause = max(sentence.rfind(stop, 0, found.start()) for stop in _CLAUSES) + 1
        if _OTHER_BEFORE.search(sentence, clause, found.start()) or _OTHER_ANYWHERE.search(sentence):
            continue
        if any(int(each) != year for each in _YEAR.findall(sentence)):
            continue
        yield Claim(sentence[found.start() : quantity.end], quantity)
