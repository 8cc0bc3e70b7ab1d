"""AM: the 预算数 and its parts, and the amounts that indicators and prose state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from budgetdocs.finding import Severity
from budgetdocs.model import Path, Project
from budgetdocs.model.money import print_money
from budgetdocs.model.value.text import normalise
from budgetdocs.review.reading.claims import budget_claims, may_claim
from budgetdocs.review.reading.cost import Ceiling, ceiling, standard_cost
from budgetdocs.review.reading.quantities import written
from budgetdocs.review.reading.sums import breakdown, may_multiply, products, sentences
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.subjects import Cell, Part, Passage, Sheet

_CENT = Decimal("0.01")
_HALF_CENT = Decimal("0.005")
_FLOAT_NOISE = Decimal("0.000001")
_LABELS = {"budget": "预算数", "fiscal_funds": "财政资金", "other_funds": "其他资金"}
_AFFORDABLE = Decimal("1.01")


def _amounts(project: Project) -> list[tuple[str, Decimal]]:
    """The amounts that are given, by their fields."""
    given = ((field, getattr(project, field)) for field in _LABELS)
    return [(field, amount) for field, amount in given if amount is not None]


# -- the cells ---------------------------------------------------------------------------------------------------------


@rule(
    "AM001",
    Severity.ERROR,
    Sheet,
    source="表内的勾稽关系：“其中：财政资金、其他资金”（河北省 2022 年表样）",
    bad="预算数 350.00，财政资金 300.00，其他资金空白",
    good="预算数 350.00，财政资金 300.00，其他资金 50.00",
)
def budget_is_not_its_parts(sheet: Sheet) -> Iterator[Fault]:
    """预算数应等于财政资金与其他资金之和，空白算 0。

    分项和总数对不上，表就导不进预算系统；只改了总数而没有改分项，是最常见的原因。
    """
    project = sheet.project
    if project.fiscal_funds is None and project.other_funds is None:
        return
    total = (project.fiscal_funds or 0) + (project.other_funds or 0)
    if abs(project.budget - total) >= _HALF_CENT:
        parts = "＋".join(f"{_LABELS[field]} {print_money(amount)}" for field, amount in _amounts(project)[1:])
        difference = written(abs(project.budget - total))
        said = (
            f"预算数 {print_money(project.budget)} 万元，而{parts}＝{print_money(Decimal(total))}，相差{difference}万元"
        )
        yield Fault(said, ("budget",))


@rule(
    "AM002",
    Severity.ERROR,
    Sheet,
    source="审核惯例：以万元为单位，保留两位小数；湛江 2023 年部门整体绩效目标表上的 82800.920000000013",
    bad="82800.920000000013",
    good="82800.92",
)
def more_than_two_decimals(sheet: Sheet) -> Iterator[Fault]:
    """金额以万元为单位，保留两位小数。

    一长串小数多半是表格软件计算的误差，可以直接改；确实精确到元以下的，由填表人决定怎样取舍，好让分项与合计仍然对得上。
    """
    for field, amount in _amounts(sheet.project):
        exponent = amount.as_tuple().exponent
        if not isinstance(exponent, int) or exponent >= -2:
            continue
        rounded = amount.quantize(_CENT, ROUND_HALF_UP, Context(prec=len(amount.as_tuple().digits) + 3))
        safe = abs(amount - rounded) < _FLOAT_NOISE
        said = f"{_LABELS[field]} {amount:f} 的小数多于两位"
        yield Fault(said, (field,), fix=f"{rounded:f}" if safe else None, safe=safe)


@rule(
    "AM003",
    Severity.ERROR,
    Sheet,
    source="审核惯例",
    bad="预算数 0.00；其他资金 -20.00",
    good="预算数 350.00；其他资金 20.00",
)
def amount_not_positive(sheet: Sheet) -> Iterator[Fault]:
    """预算数应大于 0，财政资金和其他资金不能是负数。

    没有预算的项目不必申报绩效目标；调减应在调整表上反映，不能在目标表上用负数冲抵。
    """
    for field, amount in _amounts(sheet.project):
        if amount < 0:
            yield Fault(f"{_LABELS[field]} {print_money(amount)} 是负数", (field,))
        elif field == "budget" and amount == 0:
            yield Fault("预算数是 0，请填写项目的预算", (field,))


# -- the cost indicators -----------------------------------------------------------------------------------------------


@rule(
    "AM004",
    Severity.ERROR,
    Cell,
    source="审核惯例：成本指标不得超过预算支出标准",
    bad="预算数 350.00 万元：项目总成本 ≤380万元",
    good="预算数 350.00 万元：项目总成本 ≤350万元",
)
def cost_above_the_budget(cell: Cell) -> Iterator[Fault]:
    """成本指标的金额不能超过项目的预算数。

    允许花的比批给的还多，要么是预算改过而指标没有改，要么是把元写成了万元。
    """
    cost = ceiling(cell)
    if cost is not None and cost.amount > cost.budget and not cost.over_years:
        said = f"成本 {cell.value.number:f}{cell.value.unit} 超过预算数 {print_money(cost.budget)} 万元"
        yield Fault(said + _explained(cost), fix=cost.proposed)


@rule(
    "AM005",
    Severity.WARNING,
    Sheet,
    source="审核惯例；武汉一份项目申报表：文字与表格各写一个总数",
    bad="预算数 673.00 万元，资金用途：安排资金544万元，用于……",
    good="预算数 673.00 万元，资金用途：安排资金673万元，用于……",
)
def prose_states_another_budget(sheet: Sheet) -> Iterator[Fault]:
    """资金用途和绩效目标里写的预算总额，应与预算数一致。

    预算几上几下，格子里的数改了，文字里的常常忘了改。
    """
    project = sheet.project
    if project.budget <= 0:
        return
    known = [amount for _, amount in _amounts(project)]
    for field, lines in (("purpose", project.purpose), ("goals", project.goals)):
        if not any(map(may_claim, lines)):
            continue
        texts = [normalise(line) for line in lines]
        for index, claim in budget_claims(texts, known, sheet.year):
            said = f"文字说{claim.typed}，而预算数是 {print_money(project.budget)} 万元"
            yield Fault(said, (field, index))


@rule(
    "AM006",
    Severity.WARNING,
    Passage,
    source="审核惯例；公开的绩效目标表上，分项与总数是对得上的（30000＋50000＝80000）",
    bad="经费120万元，其中设备费72万元、安装费40万元。",
    good="经费120万元，其中设备费72万元、安装费48万元。",
)
def parts_do_not_sum(passage: Passage) -> Iterator[Fault]:
    """“其中”各项之和应等于总数，任何一项也不能大于总数。

    资金用途里金额的分项应列全；人数、面积等的分项可以只列一部分，也可以交叉，所以只在差得很少、像是算错时才提出。
    """
    if "其中" not in passage.text or not passage.paragraph:
        return
    for sentence in sentences(normalise(passage.text)):
        found = breakdown(sentence)
        if found is not None and not found.agrees(complete=passage.part is Part.PURPOSE):
            yield Fault(f"“其中”各项 {found}，与总数 {written(found.wholes[0])}{found.unit} 不符")


@rule(
    "AM007",
    Severity.HINT,
    Sheet,
    source="审核惯例；公开的绩效目标表：17600株×28.40元＝49.98万元，预算 50 万元",
    bad="预算数 50.00 万元：栽植17600株×38.40元/株",
    good="预算数 50.00 万元：栽植17600株×28.40元/株",
)
def quantity_times_standard(sheet: Sheet) -> Iterator[Fault]:
    """数量与标准相乘，结果应与所写的相符，且不超过预算数。

    审核人会把数量乘以标准，再和预算比一比；只有文字或指标写明了数量和标准时才核对，乘积小于预算的不提（可能还有别的开支）。
    """
    project = sheet.project
    limit = max(project.budget, Decimal(0)) * _AFFORDABLE
    for field, lines in (("purpose", project.purpose), ("goals", project.goals)):
        yield from _wrong_products(lines, field, limit, project.budget)
    standard = standard_cost(sheet)
    if standard is not None and standard.amount > limit > 0:
        said = f"{standard.typed}＝{written(standard.amount)}万元，超过预算数 {print_money(project.budget)} 万元"
        yield Fault(said, standard.field)


def _wrong_products(lines: Sequence[str], field: str, limit: Decimal, budget: Decimal) -> Iterator[Fault]:
    for index, line in enumerate(lines):
        for sentence in sentences(normalise(line)) if may_multiply(line) else ():
            for product in products(sentence):
                path: Path = (field, index)
                said = f"{product.typed}＝{written(product.amount)}万元"
                if not product.agrees and product.result is not None:
                    yield Fault(f"{said}，而写的是{written(product.result.number)}{product.result.unit}", path)
                elif product.amount > limit > 0:
                    yield Fault(f"{said}，超过预算数 {print_money(budget)} 万元", path)


@rule(
    "AM008",
    Severity.WARNING,
    Cell,
    source="审核惯例；公开的绩效目标表：预算 202.64 万元，项目总成本 ≤202.6万元",
    bad="预算数 202.64 万元：项目总成本 ≤202.6万元",
    good="预算数 202.64 万元：项目总成本 ≤202.64万元",
)
def total_cost_unlike_the_budget(cell: Cell) -> Iterator[Fault]:
    """项目总成本（总投入、总投资）应与预算数一致。

    舍去零头，照预算花钱就会“超成本”；比预算低许多的，预算就有核减的余地。跨年度项目的总投资不同于当年预算的，可在审核说明中写明。
    """
    cost = ceiling(cell)
    if cost is None or not cost.whole or (cost.amount > cost.budget and not cost.over_years):
        return
    if cost.amount != cost.budget:
        said = f"总成本 {cell.value.number:f}{cell.value.unit} 与预算数 {print_money(cost.budget)} 万元不一致"
        yield Fault(said + _explained(cost), fix=cost.proposed)


def _explained(cost: Ceiling) -> str:
    if cost.wrong_unit:
        return "，像是把元和万元弄混了"
    return "，请写足零头" if cost.proposed else ""
