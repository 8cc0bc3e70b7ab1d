"""Which rules run: by the longest prefix of their code that was selected or ignored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from budgetdocs.errors import BudgetDocsError
from budgetdocs.review.registry import RULES, Rule


@dataclass(frozen=True)
class CheckOptions:
    """How to check: prefixes of codes (``IV``, ``IN0``, ``GO003``), in capitals or not. Nothing selected is everything.

    The longest prefix that fits a code decides; of two equally long ones, ``ignore``.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "select", _known(self.select))
        object.__setattr__(self, "ignore", _known(self.ignore))

    def wants(self, code: str) -> bool:
        """Whether the rule ``code`` runs."""
        selected = _longest(code, self.select) if self.select else 0
        return selected is not None and selected > (_longest(code, self.ignore) or -1)


def chosen(options: CheckOptions) -> list[Rule]:
    """The rules that run, in the order of the registry."""
    return [rule for code, rule in RULES.items() if options.wants(code)]


def _longest(code: str, prefixes: Iterable[str]) -> int | None:
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=None)


def _known(prefixes: Iterable[str]) -> tuple[str, ...]:
    """``prefixes`` in capitals; raises :class:`BudgetDocsError` for one that no rule begins with."""
    upper = tuple(prefix.strip().upper() for prefix in prefixes)
    for prefix in upper:
        if not prefix or not any(code.startswith(prefix) for code in RULES):
            raise BudgetDocsError(f"没有以“{prefix}”开头的规则；全部规则见 budgetdocs rules")
    return upper
