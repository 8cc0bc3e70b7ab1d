"""RD: what the reader saw in the file that the data can't say (:class:`~budgetdocs.model.Oddity`), a rule a kind.

The oddity's ``detail`` says in Chinese what was found, and where it matters what was made of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from budgetdocs.finding import Severity
from budgetdocs.model import Oddity, OddityKind
from budgetdocs.review.registry import Fault, rule

_PRACTICE = "表格软件的通例"


def _seen(oddity: Oddity, kind: OddityKind, advice: str) -> Iterator[Fault]:
    """The fault of ``oddity`` if it is of this ``kind``: what was found, then what to do."""
    if oddity.kind is kind:
        yield Fault(f"{oddity.detail.rstrip('。；')}；{advice}")


@rule(
    "RD001",
    Severity.ERROR,
    Oddity,
    source=_PRACTICE,
    bad="单位编码的单元格里存的是数 978001.0，或 21 位的项目编码只剩 15 位数字、后面全是 0",
    good="单元格设为“文本”，再照批复文件重新填写编码",
)
def damaged_code(oddity: Oddity) -> Iterator[Fault]:
    """编码要存成文字，不能存成数。

    表格软件把编码当成数，开头的 0 会丢，超过 15 位的数字会变成 0，还会添上 .0 或改成科学记数。丢了的数字猜不回来。
    """
    yield from _seen(oddity, OddityKind.DAMAGED_CODE, "请把单元格设为“文本”，照原编码重新填写")


@rule(
    "RD002",
    Severity.ERROR,
    Oddity,
    source=_PRACTICE,
    bad="预算数是公式 =B5+C5，文件里没有存它的结果",
    good="用 Excel 或 WPS 打开，算出结果后保存；或把公式换成数",
)
def formula_without_result(oddity: Oddity) -> Iterator[Fault]:
    """公式要有算好的结果。

    读的是保存时算好的结果，不替人算。没有在 Excel 或 WPS 里保存过的文件，公式往往没有结果，读出来就是空的。
    """
    yield from _seen(oddity, OddityKind.NO_RESULT, "请用 Excel 或 WPS 打开，等它算完再保存")


@rule(
    "RD003",
    Severity.ERROR,
    Oddity,
    source=_PRACTICE,
    bad="预算数显示 #REF!",
    good="改好公式，或直接填写数",
)
def error_value(oddity: Oddity) -> Iterator[Fault]:
    """单元格里不能是 #REF!、#DIV/0! 一类的错误值。

    公式出了错，就没有内容可读；印到表上也是错的。
    """
    yield from _seen(oddity, OddityKind.ERROR_VALUE, "请改好公式，或直接填写内容")


@rule(
    "RD004",
    Severity.WARNING,
    Oddity,
    source=_PRACTICE,
    bad="指标值填的 3-5，表格软件存成了日期 2022-03-05",
    good="单元格设为“文本”，再填 3～5",
)
def date_where_words_belong(oddity: Oddity) -> Iterator[Fault]:
    """该写文字的地方不要存成日期。

    表格软件会把 3-5、1/2、12月 自动变成日期，原来写的是什么已经看不出来；读出的是它显示的日期，多半不是本意。
    """
    yield from _seen(oddity, OddityKind.DATE, "请核对；本来不是日期的，把单元格设为“文本”再填")


@rule(
    "RD005",
    Severity.WARNING,
    Oddity,
    source=_PRACTICE,
    bad="隐藏的第 12 行是一条去年的指标，也读进来了",
    good="取消隐藏，不要的删去",
)
def hidden(oddity: Oddity) -> Iterator[Fault]:
    """隐藏的行、列、工作表里不要留内容。

    看不见的内容没有人核对，却会和看得见的一起报上去。
    """
    yield from _seen(oddity, OddityKind.HIDDEN, "请取消隐藏，看过以后留下或删去")


@rule(
    "RD006",
    Severity.WARNING,
    Oddity,
    source="本程序的约定：读到的内容不悄悄丢掉",
    bad="表下面写着一行“备注：待主任办公会议定”，表样里没有放它的地方",
    good="把要报的内容写进表样的某一项，其余的删去",
)
def unplaced(oddity: Oddity) -> Iterator[Fault]:
    """文件里写的，要能放进表样的某一项。

    认不出属于哪一项的内容没有读进数据，也就不会印出来。要紧的内容请写到该写的地方；本来就不用报的，写审核说明或不管它。
    """
    yield from _seen(oddity, OddityKind.UNPLACED, "没有读进数据，要报的请写到表样的某一项里")


@rule(
    "RD007",
    Severity.WARNING,
    Oddity,
    source="本程序的约定：有两种读法的不悄悄替人选",
    bad="两列的表头都是“指标值”，内容不同",
    good="只留一列，或改好表头",
)
def ambiguous(oddity: Oddity) -> Iterator[Fault]:
    """写得要只有一种读法。

    同一处有两种读法时只能取一种，说明里写着取的是哪一种；取错了，报出去的就不是本意。
    """
    yield from _seen(oddity, OddityKind.AMBIGUOUS, "请核对，不对的请改得只有一种读法")


@rule(
    "RD008",
    Severity.WARNING,
    Oddity,
    source="本程序的约定：缺的内容不悄悄当作空白",
    bad="工作簿里只有项目和指标，没有部门整体绩效目标",
    good="补上缺的那一部分",
)
def absent(oddity: Oddity) -> Iterator[Fault]:
    """表样的各个部分，文件里都要有。

    缺了的部分读作空白，印出来也是空白。只报项目、不成册的，写审核说明或不管它。
    """
    yield from _seen(oddity, OddityKind.ABSENT, "要成册的请补上")
