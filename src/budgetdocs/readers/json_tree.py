"""JSON as positioned nodes: figures stay the text that was typed, so that no digit of a code or an amount is lost."""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from budgetdocs.readers.tree import DEEPEST, Group, Kind, Listing, Mark, Node, Scalar, SyntaxFault

_STRING = json.JSONDecoder(strict=True)
_SPACE = re.compile(r"[ \t\r\n]*")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[^\s,\]}:\"]+")
_WORDS = {"null": Kind.BLANK, "true": Kind.TRUTH, "false": Kind.TRUTH}
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE = {mark: unicodedata.normalize("NFKC", mark) for mark in map(chr, range(0xFF01, 0xFF5F))}
_WIDE |= {"“": '"', "”": '"'}
_STRING_FAULTS = (
    ("Unterminated", "引号没有配对"),
    ("control character", "引号里的文字不能直接换行或有制表符，请写成 \\n、\\t"),
    ("escape", "“\\”后面不是有效的转义；反斜线本身请写成“\\\\”"),
)


def parse_json(text: str) -> Node:
    """The one value in ``text``; raises :class:`SyntaxFault` where it is no JSON."""
    return _Scanner(text).document()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def document(self) -> Node:
        self._skip_space()
        root = self._value(0)
        self._skip_space()
        if self._at < len(self._text):
            raise self._fault("数据已经结束，后面还有多余的内容")
        return root

    def _mark(self, at: int) -> Mark:
        line = bisect_right(self._lines, at)
        return Mark(line, at - self._lines[line - 1] + 1)

    def _skip_space(self) -> str:
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._text[self._at : self._at + 1]

    def _fault(self, expected: str) -> SyntaxFault:
        """A fault at this place: ``expected``, and why if the character tells."""
        character = self._text[self._at : self._at + 1]
        if not character:
            expected = f"文件到此结束，{expected}"
        elif character in _WIDE:
            expected = f"用了全角符号 {character} ，请改成半角的 {_WIDE[character]}"
        elif character == "'":
            expected = "文字请用双引号括起来，不能用单引号"
        elif character in "/#":
            expected = "JSON 里不能写注释，请删去"
        return SyntaxFault(self._mark(self._at), expected)

    def _value(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise SyntaxFault(self._mark(self._at), f"嵌套超过 {DEEPEST} 层")
        character = self._text[self._at : self._at + 1]
        mark = self._mark(self._at)
        if character == '"':
            return self._string()
        if character == "{":
            return Group(tuple(self._entries(depth)), mark)
        if character == "[":
            return Listing(tuple(self._items(depth)), mark)
        return self._bare(mark)

    def _bare(self, mark: Mark) -> Scalar:
        """A number, as it was typed, or one of the three words that JSON knows."""
        word = _WORD.match(self._text, self._at)
        typed = word[0] if word else ""
        if typed not in _WORDS and not NUMBER.fullmatch(typed):
            figures = typed[:1] in "+-.0123456789" and typed != ""
            raise self._fault(
                "数字写法不对；编码等以 0 开头的数字请用双引号括起来" if figures else "此处应有值，文字要用双引号括起来"
            )
        self._at += len(typed)
        return Scalar(typed, mark, _WORDS.get(typed, Kind.TEXT))

    def _string(self) -> Scalar:
        mark = self._mark(self._at)
        try:
            value, self._at = _STRING.raw_decode(self._text, self._at)
        except json.JSONDecodeError as error:
            reason = next((said for part, said in _STRING_FAULTS if part in error.msg), "文字的写法不对")
            raise SyntaxFault(self._mark(error.pos), reason) from None
        half = _SURROGATE.search(value)
        if half:
            raise SyntaxFault(mark, f"“\\u{ord(half[0]):04x}”只是半个字符，请改成完整的字")
        return Scalar(value, mark)

    def _items(self, depth: int) -> Iterator[Node]:
        self._at += 1
        if self._skip_space() == "]":
            self._at += 1
            return
        while True:
            yield self._value(depth + 1)
            if self._ends("]"):
                return

    def _entries(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        self._at += 1
        if self._skip_space() == "}":
            self._at += 1
            return
        while True:
            if self._text[self._at : self._at + 1] != '"':
                raise self._fault("此处应有用双引号括起来的键")
            key = self._string()
            if self._skip_space() != ":":
                raise self._fault("键后面缺半角冒号“:”")
            self._at += 1
            self._skip_space()
            yield key, self._value(depth + 1)
            if self._ends("}"):
                return

    def _ends(self, bracket: str) -> bool:
        """Whether the list or group ends here; past a comma it goes on."""
        character = self._skip_space()
        if character not in (",", bracket) or not character:
            raise self._fault(f"缺逗号，或缺“{bracket}”")
        comma = self._at
        self._at += 1
        if character == bracket:
            return True
        if self._skip_space() == bracket:
            raise SyntaxFault(self._mark(comma), f"“{bracket}”前多了一个逗号，请删去")
        return False
