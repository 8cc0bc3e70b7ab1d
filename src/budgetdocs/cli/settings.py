"""``budgetdocs.toml``: what a folder of submissions wants of every command, unless the command line says otherwise."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from budgetdocs.cli.chinese import PATH, listed, meant
from budgetdocs.errors import BudgetDocsError

if TYPE_CHECKING:
    from budgetdocs.review import CheckOptions

NAME = "budgetdocs.toml"
_Callable = TypeVar("_Callable", bound=Callable[..., Any])


@dataclass(frozen=True)
class Settings:
    """What a settings file says; ``path`` is that file, None where there is none."""

    path: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False

    def check_options(self, select: tuple[str, ...] | None, ignore: tuple[str, ...] | None) -> CheckOptions:
        """Which rules run, by the command line where it says so (not None), else by the settings.

        Who selects on the command line selects anew: what the settings ignore counts no more.
        """
        from budgetdocs.review import CheckOptions

        if select is None:
            return CheckOptions(self.select, self.ignore if ignore is None else ignore)
        return CheckOptions(select, ignore or ())


class Codes(click.ParamType):  # type: ignore[type-arg]  # generic in click 8.4 and later only
    """Codes of rules or their beginnings, in a list with commas."""

    name = "代号"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        codes = listed(value) if isinstance(value, str) else value
        try:
            return _known(codes)
        except BudgetDocsError as fault:
            self.fail(str(fault), param, ctx)


def load_settings(path: Path | None) -> Settings:
    """The settings in the file at ``path``; if None, in the nearest ``budgetdocs.toml`` from the current folder up.

    Raises :class:`BudgetDocsError` for a file that can't be read, and for a key or a value that is not known.
    """
    found = path or _nearest(Path.cwd())
    if found is None:
        return Settings()
    tables = _tables(found)
    values = {key: value for section, keys in tables.items() for key, value in _section(found, section, keys).items()}
    return Settings(found, **values)


def selection_options(command: _Callable) -> _Callable:
    """Give ``command`` the options ``--select``, ``--ignore`` and ``--config``."""
    for option in (
        click.option("--config", metavar="FILE", type=PATH, help=f"设置文件，默认从当前文件夹往上找 {NAME}"),
        click.option("--ignore", metavar="CODES", type=Codes(), help="不查这些规则，如 IV011 或 PL,GO0"),
        click.option("--select", metavar="CODES", type=Codes(), help="只查这些规则，如 IV 或 IV,IN033"),
    ):
        command = option(command)
    return command


def _nearest(folder: Path) -> Path | None:
    return next((file for each in (folder, *folder.parents) if (file := each / NAME).is_file()), None)


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise BudgetDocsError(f"{path}：没有这个设置文件") from None
    except UnicodeDecodeError:
        raise BudgetDocsError(f"{path}：不是 UTF-8 文本，请在编辑器里另存为 UTF-8") from None
    except tomllib.TOMLDecodeError as fault:
        raise BudgetDocsError(
            f'{path}：不是 TOML 的写法（{_place(fault)}）；字符串要用半角引号，如 ignore = ["IN033"]'
        ) from None


def _place(fault: tomllib.TOMLDecodeError) -> str:
    """Line and column, which Python says in English at the end of its message."""
    place = re.search(r"\(at line (\d+), column (\d+)\)$", str(fault))
    return f"第 {place[1]} 行第 {place[2]} 列" if place else "到末尾还没有写完"


class _Kind(NamedTuple):
    """What a key takes, in words, and the value that is made of it; None where it does not fit."""

    words: str
    convert: Callable[[Any], Any]


def _codes(value: Any) -> tuple[str, ...] | None:
    fits = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return _known(value) if fits else None


def _known(codes: Sequence[str]) -> tuple[str, ...]:
    """``codes``; raises :class:`BudgetDocsError` for one with which no code of a rule begins."""
    from budgetdocs.review.selection import rules_beginning

    for code in codes:
        rules_beginning(code)
    return tuple(codes)


_CODES = _Kind('一组代号，如 ["IV", "IN033"]', _codes)
_SWITCH = _Kind(" true 或 false", lambda value: value if isinstance(value, bool) else None)
_KEYS: Mapping[str, Mapping[str, _Kind]] = {
    "check": {"select": _CODES, "ignore": _CODES},
    "render": {"strict": _SWITCH},
}


def _section(path: Path, section: str, keys: Any) -> dict[str, Any]:
    """The values of one section of the file at ``path``."""
    if section not in _KEYS:
        raise BudgetDocsError(f"{path}：没有设置 {section}{meant(section, _KEYS)}（写成 [check] 这样的小节）")
    if not isinstance(keys, dict):
        raise BudgetDocsError(f"{path}：{section} 要写成小节 [{section}]")
    values = {}
    for key, value in keys.items():
        kind = _KEYS[section].get(key)
        if kind is None:
            raise BudgetDocsError(f"{path}：[{section}] 没有设置 {key}{meant(key, _KEYS[section])}")
        try:
            values[key] = kind.convert(value)
        except BudgetDocsError as fault:
            raise BudgetDocsError(f"{path}：[{section}] {key}：{fault}") from fault
        if values[key] is None:
            raise BudgetDocsError(f"{path}：[{section}] {key} 应为{kind.words}")
    return values
