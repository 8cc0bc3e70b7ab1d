"""Build docs/rules.md, the page of the rules, from the registry of the rules themselves.

python tools/build_rules.py            write the page
python tools/build_rules.py --check    say whether the committed page is what this script makes (exit 1 if not)
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from budgetdocs.finding import Severity
from budgetdocs.review import GROUPS, RULES, Rule
from budgetdocs.review.selection import grouped

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rules.md"

HEAD = """\
# 审核规则

`budgetdocs check` 照这些规则审核，`budgetdocs rules IV003` 在命令行里解释一条。
本页由 `tools/build_rules.py` 从规则本身生成，请不要手改。

- **错误**：这样报上去会被退回；`check` 以 1 退出，`render --strict` 不生成。
- **警告**：多半要改，也可能有理由；有理由的写审核说明。
- **提示**：改了更好。

代号一经发布，意思不再改。怎样挑选规则、写审核说明，见 [README](../README.md)。
"""


def page() -> str:
    """The text of the page."""
    return "\n".join([HEAD, *_contents(), *_groups()])


def _contents() -> Iterator[str]:
    yield "| 组 | 管什么 | 错误 | 警告 | 提示 |"
    yield "|---|---|--:|--:|--:|"
    for letters, rules in grouped(RULES.values()).items():
        yield f"| [{letters}](#{letters.lower()}-{GROUPS[letters]}) | {GROUPS[letters]} | {_counts(rules)} |"
    yield f"| 合计 {len(RULES)} | | {_counts(RULES.values())} |\n"


def _counts(rules: Iterable[Rule]) -> str:
    counts = Counter(rule.severity for rule in rules)
    return " | ".join(str(counts[each]) for each in Severity)


def _groups() -> Iterator[str]:
    for letters, rules in grouped(RULES.values()).items():
        yield f"## {letters} {GROUPS[letters]}\n"
        yield "| 代号 | 级别 | 要求 |"
        yield "|---|---|---|"
        yield from (
            f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity} | {_cell(rule.title)} |" for rule in rules
        )
        yield ""
        for rule in rules:
            yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {rule.code}\n"
    yield f"**{rule.severity}：{_plain(rule.title)}**\n"
    yield f"{_plain(rule.why)}\n"
    yield f"- 不好：{_plain(rule.bad)}"
    yield f"- 好：{_plain(rule.good)}"
    yield f"- 出处：{_plain(rule.source)}\n"


def _plain(text: str) -> str:
    """``text`` with what Markdown would take for its own marks escaped, so that it is printed as it stands."""
    return "".join(f"\\{mark}" if mark in "\\`*_<>[]#" else mark for mark in text)


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def main() -> int:
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only")
    built = page()
    if not parser.parse_args().check:
        PAGE.write_text(built, encoding="utf-8", newline="\n")
        print(f"写好 {PAGE.name}：{len(RULES)} 条规则")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == built:
        return 0
    print(f"{PAGE.name} 过时了，请运行 python tools/build_rules.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
