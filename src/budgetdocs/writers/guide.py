"""What the workbook teaches: a tip for each heading, example rows, and the text of the sheet 填写说明."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from budgetdocs.writers.layout import (
    CODE,
    DEPARTMENT_SHEET,
    EXAMPLE,
    INDICATOR_SHEET,
    LEVEL1,
    LEVEL2,
    LEVEL3,
    MONTHS,
    NOTE_SHEET,
    OVERALL,
    PART,
    PROJECT_SHEET,
    ROW,
    SAFEGUARDS,
    SPECIFIC,
    TARGETS_SHEET,
    Sheet,
)


class Tip(NamedTuple):
    """How to fill in a column, with a good and a bad example ("" for none)."""

    how: str
    good: str = ""
    bad: str = ""

    def __str__(self) -> str:
        examples = (("宜", self.good), ("不宜", self.bad))
        return "\n".join((self.how, *(f"{word}：{text}" for word, text in examples if text)))


_PLAN = "到{}，累计支出占预算数的百分比。后一个月不小于前一个月，12月底一般为 100%。"

TIPS: dict[Sheet, dict[str, Tip]] = {
    DEPARTMENT_SHEET: {
        "单位编码": Tip("预算单位的编码。本列是文字格式，前面的 0 不会丢。", "978001", "978001.0"),
        "单位名称": Tip("单位全称，与预算系统一致。", "河北某经济开发区管理委员会", "管委会"),
        "年度": Tip("预算年度，四位数字。", "2022", "22 年"),
        "表样": Tip("用哪一套官方表。照原样，不必改。", "hebei-2022"),
    },
    TARGETS_SHEET: {
        PART: Tip(
            f"从下拉框里选：{OVERALL}、{SPECIFIC}、{SAFEGUARDS}。一行写一段，有几段写几行。",
            "",
            "几段挤在一格里",
        ),
        "标题": Tip(
            f"只有“{SPECIFIC}”有标题，连同编号写。同一标题下从第二段起，标题空着。", "1、创新方式，提升招商质量"
        ),
        "内容": Tip("这一段的文字，不用空格缩进，版式由模板管。", "年内开工建设项目 5 个。", "1.目标内容1"),
    },
    PROJECT_SHEET: {
        "单位编码": Tip("项目所属单位的编码；与“部门”表相同的可以不填。", "978001"),
        "单位名称": Tip("项目所属单位的名称；与“部门”表相同的可以不填。"),
        CODE: Tip("预算系统给的 21 位编码。请粘贴为文字，不要让它变成数字。", "13073022P00825110002X", "1.30730E+20"),
        "项目名称": Tip("与预算系统一致，文号用六角括号。", "怀财字〔2022〕7号 定额公用经费", "定额费"),
        "预算数（万元）": Tip(
            "项目当年预算，单位万元，至少写到两位小数。等于财政资金加其他资金。", "350.00", "3500000 元"
        ),
        "财政资金（万元）": Tip("其中的财政资金，单位万元；没有就空着。", "350.00"),
        "其他资金（万元）": Tip("其中的其他资金，单位万元；没有就空着。", "", "无"),
        "资金用途": Tip(
            "钱用在哪些方面。有几段，就在格里按 Alt+Enter 换行，一行一段。",
            "用于聘请专家、租用场地和购买资料。",
            "用于开展工作。",
        ),
        **{
            month: Tip(_PLAN.format(month), share, "大约一半")
            for month, share in zip(MONTHS, ("25%", "50%", "75%", "100%"), strict=True)
        },
        "绩效目标": Tip(
            "做到什么程度、取得什么效果，要能由下面的指标衡量。一行一段，换行按 Alt+Enter。",
            "1.完成 8 所学校的校舍改造，消除安全隐患。",
            "1.目标内容1",
        ),
    },
    INDICATOR_SHEET: {
        CODE: Tip("这行指标属于哪个项目：照抄“项目”表里的项目编码，每行都写。", "13073022P00825110002X"),
        LEVEL1: Tip("从下拉框里选。产出、效益、满意度三类都要有。", "产出指标", "产出"),
        LEVEL2: Tip("先选一级指标，再从下拉框里选。质量指标属于产出，不属于效益。", "数量指标", "效益指标下写质量指标"),
        LEVEL3: Tip("量什么，就写什么的名称，不要重复二级指标的名称。", "验收合格率", "质量指标"),
        "绩效指标描述": Tip(
            "说清这个指标怎样算、包括什么，不要照抄三级指标。", "验收合格的工程数占完工工程数的比例", "验收合格率"
        ),
        "指标值": Tip(
            "符号 + 数字 + 单位，一格只写一个值，说明写到绩效指标描述里。成本用 ≤，满意度用 ≥，时限写日期。",
            "≥95%　≤450元/平方米　2022年10月底前",
            "≥95　较高　≥90实际完成比例",
        ),
        "指标值确定依据": Tip("这个数从哪里来：计划、历史数据、行业标准或文件名称。", "2022年校舍维修计划", "工作需要"),
    },
    NOTE_SHEET: {
        CODE: Tip("说的是哪个项目；空着就是说全册。", "13073022P00825110002X"),
        LEVEL3: Tip("说的是这个项目的哪个指标，照抄三级指标；空着就是说整个项目。", "群众满意度"),
        ROW: Tip("同一个项目里有几个同名的三级指标时，写它在“指标”表的行号；其余空着。", "5"),
        "规则": Tip("检查结果里那条规则的代号，一行一个。", "IN033", "所有规则"),
        "理由": Tip(
            "为什么在这里不算问题，要让审核人员信服。", "首次开展调查，局党组会议议定先以 75% 为目标", "情况特殊"
        ),
    },
}
"""The tip of every heading, in the order of the columns."""

Example = tuple[str | int | Decimal | None, ...]
_EXAMPLE_CODE = f"{EXAMPLE}13073022P00825110002X"

EXAMPLES: dict[Sheet, tuple[Example, ...]] = {
    DEPARTMENT_SHEET: ((f"{EXAMPLE}978001", "河北某经济开发区管理委员会", 2022, "hebei-2022"),),
    TARGETS_SHEET: (
        (f"{EXAMPLE}{OVERALL}", None, "全年完成工业总产值 125 亿元，同比增长 12%。"),
        (f"{EXAMPLE}{SPECIFIC}", "1、创新方式，提升招商质量", "全年签约亿元以上项目不少于 6 个。"),
        (f"{EXAMPLE}{SPECIFIC}", None, "（同一标题下的第二段：标题空着。）"),
        (f"{EXAMPLE}{SAFEGUARDS}", None, "一是落实责任。明确项目包联领导，层层压实责任。"),
    ),
    PROJECT_SHEET: (
        (
            f"{EXAMPLE}978001",
            "河北某经济开发区管理委员会",
            "13073022P00825110002X",
            "校舍维修改造",
            Decimal("350.00"),
            Decimal("300.00"),
            Decimal("50.00"),
            "用于 8 所学校校舍的加固、防水和门窗更换。",
            *(Decimal(share) for share in ("25", "50", "75", "100")),
            "1.完成 8 所学校的校舍改造，消除安全隐患。\n2.改善 5600 名学生的学习条件。",
        ),
    ),
    INDICATOR_SHEET: (
        (_EXAMPLE_CODE, "产出指标", "数量指标", "改造学校数量", "年内完成改造的学校数量", "=8所", "2022年校舍维修计划"),
        (
            _EXAMPLE_CODE,
            "产出指标",
            "成本指标",
            "单位面积改造成本",
            "每平方米校舍的改造费用",
            "≤450元/平方米",
            "工程预算评审报告",
        ),
        (
            _EXAMPLE_CODE,
            "满意度指标",
            "服务对象满意度指标",
            "师生满意度",
            "问卷中表示满意的师生比例",
            "≥90%",
            "2021年问卷调查结果",
        ),
    ),
    NOTE_SHEET: ((_EXAMPLE_CODE, "师生满意度", None, "IN033", "首次开展调查，局党组会议议定先以 75% 为目标"),),
}
"""The rows that an empty workbook shows in grey."""

STEPS = (
    "依次填写“部门”“部门目标”“项目”“指标”四张表，一行一条；“审核说明”没有要说的就空着。",
    f"以“{EXAMPLE}”开头的灰色斜体行是例子，程序不读，留着或删去都可以。",
    "标题行已锁定（没有密码），其余的格都可以填写、插行、排序、筛选；请不要改标题的文字。",
    "鼠标停在标题上，会显示这一栏怎样填。编码和指标值是文字格式，请粘贴为“值”或“文本”。",
    "填好后运行 budgetdocs check 检查，再用 budgetdocs render 生成 Word 和 PDF。",
)
"""What to do, in order."""

SENT_BACK: tuple[tuple[str, str], ...] = (
    ("还留着模板里的字（目标内容1、XX、**）", "换成本项目的内容"),
    ("指标值缺单位或百分号（≥90）", "≥90%、≥90人次"),
    ("用了模糊的词（较高、明显、有效提升）", "写成数字，或写明分几档、怎样评"),
    ("成本写成 ≥", "≤350万元"),
    ("时效只写“全年”“及时”", "2022年10月底前、≤30分钟"),
    ("满意度没有百分数，或写成 ≤", "≥90%"),
    ("说明写进了指标值（≥90实际完成比例）", "说明放到绩效指标描述，指标值只留 ≥90%"),
    ("描述、依据照抄三级指标", "写怎样计算、数据从哪里来"),
    ("预算数不等于财政资金加其他资金", "改到两边相等，单位都是万元"),
    ("资金支出计划倒退，或 12 月底不到 100%", "25%、50%、75%、100%"),
)
"""What reviewers send back, and what to write instead."""
