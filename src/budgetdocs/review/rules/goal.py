"""GO: the 绩效目标, the 资金用途 and all other prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetdocs.finding import Severity
from budgetdocs.model import Path
from budgetdocs.review.reading.punctuation import may_be_wrong, mended, unbalanced
from budgetdocs.review.reading.wording import (
    document_numbers,
    has_figure,
    left_over,
    repeated_sentences,
    says_nothing,
    slips,
    target_years,
    without_numbering,
)
from budgetdocs.review.registry import Fault, rule
from budgetdocs.review.subjects import Book, Part, Passage, Sheet

_SHACHENG = "河北沙城经济开发区 2022 年绩效文本"


@rule(
    "GO001",
    Severity.ERROR,
    Passage,
    source=f"审核惯例；{_SHACHENG}：绩效目标写着“1.目标内容1”",
    bad="1.目标内容1；改造管网XX公里；（请填写）",
    good="改造管网12公里，惠及居民1150户。",
)
def template_text_left(passage: Passage) -> Iterator[Fault]:
    """表样里的占位文字要换成自己的内容。

    目标内容1、XX、**、……、★、“请填写”都是表样的话，留着就等于没有填。
    """
    found = left_over(passage.text)
    if found:
        yield Fault(f"{passage.part.value}里还留着表样的占位文字“{found}”，请换成实际内容")


@rule(
    "GO002",
    Severity.ERROR,
    Book,
    source="财预〔2015〕88号：绩效目标应当指向明确、具体细化",
    bad="绩效目标：无",
    good="绩效目标：改造供水管网12公里，惠及居民1150户。",
)
def nothing_said(book: Book) -> Iterator[Fault]:
    """绩效目标、资金用途和部门整体绩效目标的各部分都要填写。

    空着的，或只写了“无”“略”“同上”的，审核时按没有绩效目标处理。
    """
    targets = book.submission.targets
    parts: list[tuple[str, Sequence[str], Path]] = [("总体绩效目标", targets.overall, ("targets", "overall"))]
    if not targets.specific:
        yield Fault("没有填写分项绩效目标", ("targets", "specific"))
    for index, each in enumerate(targets.specific):
        field: Path = ("targets", "specific", index, "paragraphs")
        parts.append((f"分项绩效目标“{each.heading.strip()}”的内容", each.paragraphs, field))
    parts.append(("工作保障措施", targets.safeguards, ("targets", "safeguards")))
    for number, sheet in enumerate(book.sheets):
        parts.append(("资金用途", sheet.project.purpose, ("projects", number, "purpose")))
        parts.append(("绩效目标", sheet.project.goals, ("projects", number, "goals")))
    for label, lines, field in parts:
        if says_nothing(lines):
            yield Fault(f"没有填写{label}", field)


@rule(
    "GO003",
    Severity.HINT,
    Passage,
    source=f"审核惯例；{_SHACHENG}：项目名称写着“怀财字【2022】7号”",
    bad="怀财字【2022】7号",
    good="怀财字〔2022〕7号",
)
def document_number_in_wrong_brackets(passage: Passage) -> Iterator[Fault]:
    """发文字号的年份用六角括号〔〕。

    方头括号【】、方括号[]、圆括号()都不是发文字号的写法；文号写得不对，别人按文号就查不到文件。
    """
    found = document_numbers(passage.text)
    if found is not None:
        wrong, right = found
        yield Fault(f"发文字号的年份“{wrong}”应写在六角括号〔〕里", fix=right, safe=True)


@rule(
    "GO004",
    Severity.HINT,
    Sheet,
    source="财预〔2015〕88号：绩效目标应当具体细化，尽可能量化",
    bad="绩效目标：进一步改善农村供水条件。",
    good="绩效目标：改造供水管网12公里，惠及居民1150户。",
)
def goals_without_a_figure(sheet: Sheet) -> Iterator[Fault]:
    """绩效目标里至少要有一个数。

    没有数，到年底就说不清做到了没有；指标表里有的主要数量，应在绩效目标里先说一遍。
    """
    goals = sheet.project.goals
    if says_nothing(goals) or any(left_over(line) for line in goals):
        return
    if not any(has_figure(line) for line in goals):
        yield Fault("绩效目标里没有一个数，请写明要完成多少、达到多高", ("goals",))


@rule(
    "GO005",
    Severity.HINT,
    Passage,
    source=f"审核惯例；公开的绩效目标表：高效毕业生、大力支出；{_SHACHENG}：严把项目严把项目入口关",
    bad="严把项目严把项目入口关；高效毕业生",
    good="严把项目入口关；高校毕业生",
)
def slip_of_copying(passage: Passage) -> Iterator[Fault]:
    """抄录和粘贴留下的错别字、重复的词要改掉。

    拼音输入的同音字（支出与支持、高效与高校）和粘贴了两遍的词，拼写检查查不出来，印出来却很显眼。
    """
    if passage.paragraph:
        for slip in slips(passage.text):
            yield Fault(f"“{slip.wrong}”疑为“{slip.meant}”", fix=slip.mended)


@rule(
    "GO006",
    Severity.WARNING,
    Book,
    source="审核惯例：一个项目有一个项目的目标",
    bad="两个项目的绩效目标一字不差",
    good="各写各的目标",
)
def goals_of_another_project(book: Book) -> Iterator[Fault]:
    """两个项目的绩效目标不能一样。

    一样的，多半是复制了上一张表而没有改；确是一件事的，应合并为一个项目。
    """
    first: dict[str, str] = {}
    for number, sheet in enumerate(book.sheets):
        goals = sheet.project.goals
        if says_nothing(goals) or any(left_over(line) for line in goals):
            continue
        text = "".join("".join(without_numbering(line).split()) for line in goals)
        if text in first:
            yield Fault(f"绩效目标与项目“{first[text]}”的一字不差", ("projects", number, "goals"))
        first.setdefault(text, sheet.project.name)


@rule(
    "GO007",
    Severity.WARNING,
    Sheet,
    source="审核惯例：年度绩效目标是表的年度的目标",
    bad="2022 年度：2021年12月底前完成管网改造。",
    good="2022 年度：2022年12月底前完成管网改造。",
)
def goals_of_another_year(sheet: Sheet) -> Iterator[Fault]:
    """绩效目标和资金用途所说的年份，应是表的年度。

    沿用上年的表，最容易忘改的就是年份；只在文字明确地以那一年为目标或期限时才提出，跨年度的项目可写明起止年份。
    """
    for field, lines in (("purpose", sheet.project.purpose), ("goals", sheet.project.goals)):
        for index, line in enumerate(lines):
            for year, typed in target_years(line):
                if year < sheet.year or (year > sheet.year and not typed.endswith("前")):
                    yield Fault(f"“{typed}”说的是{year}年，而表的年度是{sheet.year}年", (field, index))


@rule(
    "GO008",
    Severity.HINT,
    Passage,
    source="GB/T 15834 标点符号用法",
    bad="改造管网12公里,惠及居民1150户.",
    good="改造管网12公里，惠及居民1150户。",
)
def punctuation_wrong(passage: Passage) -> Iterator[Fault]:
    """汉字之间用全角标点，括号和引号要成对。

    半角标点印出来与汉字挤在一起；少了一半的括号、引号，多半是删改时多删了字。
    """
    if passage.part is Part.NAME or not may_be_wrong(passage.text):
        return
    wrong = mended(passage.text)
    if wrong is not None:
        yield Fault(f"标点“{wrong.wrong}”应为“{wrong.right}”", fix=wrong.text, safe=True)
    lonely = "、".join(dict.fromkeys(unbalanced(passage.text if wrong is None else wrong.text)))
    if lonely:
        yield Fault(f"括号或引号不成对：{lonely}")


@rule(
    "GO009",
    Severity.HINT,
    Book,
    source=f"审核惯例；{_SHACHENG}：工作保障措施的第一段又是“工作保障措施：”",
    bad="工作保障措施的第一段写着“工作保障措施：”",
    good="一是落实责任。……",
)
def said_twice(book: Book) -> Iterator[Fault]:
    """同一句话不说两遍，表上印好的标题不再写一遍。

    多半是粘贴时重了；印出来一看就知道没有校对。
    """
    for field, lines in _blocks(book):
        for index, sentence in repeated_sentences(lines):
            yield Fault(f"这句话前面已经说过：“{sentence[:20]}……”", (*field, index))
    yield from _repeated_labels(book)


def _blocks(book: Book) -> Iterator[tuple[Path, Sequence[str]]]:
    targets = book.submission.targets
    yield ("targets", "overall"), targets.overall
    for index, each in enumerate(targets.specific):
        yield ("targets", "specific", index, "paragraphs"), each.paragraphs
    yield ("targets", "safeguards"), targets.safeguards
    for number, sheet in enumerate(book.sheets):
        yield ("projects", number, "purpose"), sheet.project.purpose
        yield ("projects", number, "goals"), sheet.project.goals


def _repeated_labels(book: Book) -> Iterator[Fault]:
    """The paragraphs that are only the heading which the form prints above them."""
    targets = book.submission.targets
    for field, label, lines in (
        ("overall", "总体绩效目标", targets.overall),
        ("safeguards", "工作保障措施", targets.safeguards),
    ):
        for index, line in enumerate(lines):
            if without_numbering(line).rstrip("：:") == label:
                yield Fault(f"表上已印有标题“{label}”，这一段重复了，请删去", ("targets", field, index))
