"""``budgetdocs rules``: what is checked, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from budgetdocs.cli.chinese import PATH, Command, OneOf
from budgetdocs.cli.settings import NAME, load_settings

if TYPE_CHECKING:
    from budgetdocs.review import CheckOptions, Rule


@click.command(cls=Command, short_help="查些什么，为什么")
@click.argument("codes", metavar="[CODE...]", nargs=-1)
@click.option("--output", type=OneOf("text", "json"), default="text", help="打印成文字还是 JSON")
@click.option("--config", metavar="FILE", type=PATH, help=f"设置文件，默认从当前文件夹往上找 {NAME}")
def rules(codes: tuple[str, ...], output: str, config: Path | None) -> None:
    """列出审核规则；写一条的代号，就说明它查什么、为什么、出处、不好和好的例子。

    \b
    例：
      budgetdocs rules                  全部规则
      budgetdocs rules IV               一组
      budgetdocs rules IV003            一条
      budgetdocs rules --output json
    """
    import json

    from budgetdocs.review import RULES
    from budgetdocs.review.selection import grouped, rules_beginning

    options = load_settings(config).check_options(None, None)
    named = [rule for code in codes for rule in rules_beginning(code)]
    groups = grouped(dict.fromkeys(named or RULES.values()))
    chosen = [rule for group in groups.values() for rule in group]
    if output == "json":
        rows = [_row(rule, options.wants(rule.code)) for rule in chosen]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif codes and all(code.strip().upper() in RULES for code in codes):
        click.echo("\n\n".join("\n".join(_explained(rule, options.wants(rule.code))) for rule in chosen))
    else:
        click.echo("\n".join(_listed(groups, options)))


def _listed(groups: Mapping[str, Sequence[Rule]], options: CheckOptions) -> Iterable[str]:
    from budgetdocs.review import GROUPS

    for letters, group in groups.items():
        yield f"{letters} {GROUPS[letters]}"
        for rule in group:
            unwanted = "" if options.wants(rule.code) else "（设置里不查）"
            yield f"  {rule.code}  {rule.severity}  {rule.title}{unwanted}"
    count, example = sum(map(len, groups.values())), next(iter(groups.values()))[0]
    yield f"\n{count} 条规则。一条的缘由、出处和例子：budgetdocs rules {example.code}"


def _explained(rule: Rule, wanted: bool) -> Iterable[str]:
    yield f"{rule.code}  {rule.severity}  {rule.title}"
    yield ""
    yield from (f"  {line}" for line in rule.why.splitlines())
    yield ""
    yield f"  不好：{rule.bad}"
    yield f"  好：  {rule.good}"
    yield f"  出处：{rule.source}"
    yield f"  不查它：--ignore {rule.code}，或在数据里写审核说明" if wanted else "  设置里不查这一条。"


def _row(rule: Rule, wanted: bool) -> dict[str, Any]:
    from budgetdocs.review import GROUPS

    return {
        "code": rule.code,
        "group": GROUPS[rule.code[:2]],
        "severity": rule.severity.name.lower(),
        "severity_label": rule.severity,
        "title": rule.title,
        "why": rule.why,
        "bad": rule.bad,
        "good": rule.good,
        "source": rule.source,
        "enabled": wanted,
    }
