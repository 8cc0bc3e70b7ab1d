"""What is left over or mistyped in prose: the words of a template, slips of copying and pasting, things said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from budgetdocs.model.value.word_table import alternatives

# -- template text -----------------------------------------------------------------------------------------------------

_LEFT_OVER = re.compile(  # the first character stands apart, so that the search can skip all others
    r"[目Xx\uff38\uff58×✕*\uff0a★☆….。_\uff3f(（\[【单点此请《〔“{](?:"
    r"(?<=目)标内容(?:\s*[0-9一二三四五六七八九]{1,2}(?![\u4e00-\u9fff])|(?<![\u4e00-\u9fff]目标内容)(?=[\s：:。.]*$))"
    r"|(?<![A-Za-z0-9][Xx\uff38\uff58])(?<=[Xx\uff38\uff58])[Xx\uff38\uff58]+(?![A-Za-z0-9])"
    r"|(?<=[×✕])[×✕]+|(?<=[*\uff0a])[*\uff0a]+|(?<=[★☆])|(?<=…)…+|(?<=\.)\.{3,}|(?<=。)。{2,}|(?<=[_\uff3f])[_\uff3f]{2,}"
    r"|(?<=[(（\[【])\s*(?:请|此处|在此|这里)[^()（）\[\]【】]{0,30}[)）\]】]"
    r"|(?<=[单点])击(?:或(?:点击|轻触))?(?:此处|这里)(?:输入|添加)?(?:文字|文本|内容)?|(?<=此)处(?:填写|输入|填入|填报)"
    r"|(?<![提申邀聘烦]请)(?<=请)(?:在此)?(?:填写|填报|填入|输入|简述|概述|简要)(?:本项目|项目)?"
    r"|(?<=[(（])\s*[)）]|(?<=《)\s*》|(?<=〔)\s*〕|(?<=“)\s*”|(?<={)\{[^{}]{0,40}\}\}"
    r")"
)
_NUMBERING = re.compile(
    r"^(?:\s*(?:[(（]?[0-9一二三四五六七八九十]{1,3}[)）]|[0-9]{1,2}[.、．](?!\d)|[一二三四五六七八九十]{1,3}[、.]|[①-⑳]|目标\d*[:：]))+"
)
_NOTHING = frozenset(("", "无", "暂无", "略", "同上", "待定", "待填", "待补充", "不适用", "/", "-", "—", "——", "N/A"))


def left_over(text: str) -> str | None:
    """The first template text in ``text`` that was never replaced (目标内容1, XX, ……, 请填写); None if all was."""
    found = _LEFT_OVER.search(text)
    return found and found[0].strip()


def without_numbering(text: str) -> str:
    """``text`` without white space around it and the numbers that begin it (1., （一）, 目标1：)."""
    return _NUMBERING.sub("", text).strip()


def says_nothing(lines: Sequence[str]) -> bool:
    """Whether ``lines`` are blank, or hold no more than a number, 无 or a dash."""
    return all(without_numbering(line).rstrip("。.") in _NOTHING for line in lines)


# -- document numbers --------------------------------------------------------------------------------------------------

_WRONG_YEAR = re.compile(r"[【\[［(（﹝「｛〖]\s*(?:19|20)\d\d\s*[】\]］)）﹞」｝〗]\s*\d{1,5}\s*号")
_DOCUMENT_NUMBER = re.compile(
    r"(?<=[\u4e00-\u9fff])(?P<space>\s*)[【\[［(（﹝「｛〖]\s*(?P<year>(?:19|20)\d\d)\s*[】\]］)）﹞」｝〗]"
    r"(?=\s*\d{1,5}\s*号)"
)


def document_numbers(text: str) -> tuple[str, str] | None:
    """The first document number of ``text`` in wrong brackets (怀财字【2022】7号), and ``text`` with all right."""
    found = _DOCUMENT_NUMBER.search(text) if _WRONG_YEAR.search(text) else None
    if found is None:
        return None
    mended = _DOCUMENT_NUMBER.sub(lambda number: f"〔{number['year']}〕", text)
    return found[0].strip(), mended


# -- slips -------------------------------------------------------------------------------------------------------------


class Slip(NamedTuple):
    """What is wrong, as typed, what may have been meant, and the text with that instead."""

    wrong: str
    meant: str
    mended: str


_MISTYPED: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (core, re.compile(wrong), meant)
    for core, wrong, meant in (  # the core is part of whatever the pattern finds, so that most text is passed by
        ("支出", "(大力|全力|鼎力|鼓励|引导|扶持和|鼓励和)支出", r"\1支持"),
        ("支持", "((?:资金|预算|经费)的?)支持(进度|率|明细)", r"\1支出\2"),
        ("高效", "高效(毕业生|学生|教师)", r"高校\1"),
        ("人数据", "((?:培训|受益|参训|就业|参加|服务|救助|补助|惠及|覆盖)人数)据(?![库量的来分采])", r"\1"),
        ("满意", "满意(?:渡|都)(?!过)", "满意度"),
        ("律", "((?:合格|完成|覆盖|达标|及时|优良|知晓|成活)(?:及时)?)律", r"\1率"),
        ("编织", "((?:预算|决算|计划|规划|方案|报告))编织", r"\1编制"),
        ("绩孝", "绩孝", "绩效"),
        ("绩笑", "绩笑", "绩效"),
        ("己", "(?<!自)己(经|完成|建成)", r"已\1"),
        ("拔", "拔(付|款)", r"拨\1"),
        ("峻工", "峻工", "竣工"),
        ("竣功", "竣功", "竣工"),
        ("复盖", "复盖", "覆盖"),
        ("合恪", "合恪", "合格"),
        ("培圳", "培圳", "培训"),
        ("按装", "按装", "安装"),
        ("布署", "布署", "部署"),
        ("座落", "座落", "坐落"),
        ("幅射", "幅射", "辐射"),
        ("渡假", "渡假", "度假"),
        ("竟", "竟(赛|争)(?!取)", r"竞\1"),
        ("侯选", "(?<!等)侯选", "候选"),
        ("气侯", "气侯", "气候"),
        ("松驰", "松驰", "松弛"),
        ("修茸", "修茸", "修葺"),
        ("部份", "部份", "部分"),
        ("截止", "截止(目前|现在|当前|今年|去年|20[0-9]{2}年(?!.{0,8}[前止]))", r"截至\1"),
        ("的的", r"(?<!目)的的(?!确|士)", "的"),
    )
)
_MAY_BE_MISTYPED = re.compile(alternatives(core for core, _, _ in _MISTYPED))
_DOUBLED = re.compile(r"([\u4e01-\u9fff][\u4e00-\u9fff]{2,15}?)\1")  # not from 一 (U+4E00): 一个区一个区
_SENTENCE = re.compile("[^。；;！？]+")
_SHORTEST_REPEATED = 12


def may_have_slips(text: str) -> bool:
    """Whether :func:`slips` may find any in ``text``: cheaper than to ask it."""
    return _MAY_BE_MISTYPED.search(text) is not None or _DOUBLED.search(text) is not None


def slips(text: str) -> Iterator[Slip]:
    """The slips of ``text``: words known to be mistyped, and a run of three characters or more typed twice."""
    for core, pattern, meant in _MISTYPED if _MAY_BE_MISTYPED.search(text) else ():
        if core in text and (found := pattern.search(text)):
            yield Slip(found[0], found.expand(meant), pattern.sub(meant, text))
    doubled = _DOUBLED.search(text)
    if doubled is not None:
        yield Slip(doubled[0], doubled[1], text[: doubled.start()] + doubled[1] + text[doubled.end() :])


def repeated_sentences(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The sentences of twelve characters or more that ``lines`` say a second time, with the line of the second.

    A line said again is one such, whatever the length of its sentences.
    """
    said: set[str] = set()
    for index, line in enumerate(lines):
        whole = without_numbering(line)
        if len(whole) >= _SHORTEST_REPEATED and whole in said:
            yield index, whole
            continue
        for found in _SENTENCE.finditer(line):
            sentence = without_numbering(found[0])
            if len(sentence) >= _SHORTEST_REPEATED and sentence in said:
                yield index, sentence
            said.add(sentence)
        said.add(whole)


# -- figures -----------------------------------------------------------------------------------------------------------

_NOT_FIGURES = re.compile(r"[〔【\[(（]20\d\d[〕】\])）]\s*\d+\s*号|(?:19|20)\d\d\s*年度?|《[^》]{0,100}》")
_FIGURE = re.compile(
    "[0-9０-９]|百分之|[一二两三四五六七八九]成|[二两三四五六七八九十百千万]+(?:余|多)?"
    "(?:个|名|人|次|家|户|项|件|场|期|篇|公里|亩|套|台|所|座|种|批|万|亿|元|倍|天|日内|小时)|全覆盖|零(?:事故|投诉|差错|增长|新增)"
)


def has_figure(text: str) -> bool:
    """Whether ``text`` states a figure of any kind, apart from its numbering, years and document numbers."""
    return _FIGURE.search(_NOT_FIGURES.sub("", without_numbering(text))) is not None


# -- years -------------------------------------------------------------------------------------------------------------

_TARGET_YEAR = re.compile(
    r"(?:^|[，。；、：,;:(（])\s*(?P<year>20\d\d)年度?(?:全年|年度)?(?:(?:绩效|工作|任务|主要|总体)*目标|计划|拟|预计|将|力争|预期)"
)
_DEADLINE_YEAR = re.compile(
    r"(?<![-—–~～至到\d])(?P<year>20\d\d)年度?(?:\d{1,2}月份?)?(?:\d{1,2}[日号]|底|末)?(?:之前|以前|前)(?![期后列往年的])"
)
_LOOKS_BACK = re.compile(
    "已|了|上年|去年|往年|比|较|同期|相比|基础上|以来|续建|结转|结余|存量|尾款|欠|[-—–~～至到]20|规划"
)


def target_years(text: str) -> Iterator[tuple[int, str]]:
    """The years for which ``text`` clearly states a target, or before whose end something is to be done, as typed.

    Sentences that look back at another year, compare with it or span several are left out.
    """
    for sentence in _SENTENCE.finditer(without_numbering(text)) if "20" in text else ():
        if _LOOKS_BACK.search(sentence[0]):
            continue
        for pattern in (_TARGET_YEAR, _DEADLINE_YEAR):
            for found in pattern.finditer(sentence[0]):
                yield int(found["year"]), found[0].strip("，。；、：,;:(（ ")
