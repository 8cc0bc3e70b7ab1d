"""符号字体的码位与 Unicode 的对应。"""

import pytest

from budgetdocs.pdf.docx.symbols import in_unicode, is_symbol_font, symbol

from .reading import first, p


@pytest.mark.parametrize(
    ("font", "code", "char"),
    [
        ("Symbol", "62", "β"), ("Symbol", "F07A", "ζ"), ("Symbol", "A3", "≤"), ("Symbol", "F0B7", "•"),
        ("Symbol", "B4", "×"), ("Symbol", "DE", "⇒"), ("Symbol", "E5", "∑"),
        ("Symbol", "F2", "∫"), ("Symbol", "53", "Σ"),
        ("Symbol", "57", "Ω"), ("Wingdings", "6C", "●"),
        ("Wingdings", "F06E", "■"), ("Wingdings", "A8", "□"), ("Wingdings", "D8", "➢"),
        ("Wingdings", "FC", "✓"), ("Wingdings", "FD", "☒"), ("wingdings", "FE", "☑"), ("Wingdings", "8A", "⑩"),
        ("Wingdings", "76", "❖"), ("Wingdings", "45", "☜"), ("Wingdings", "4A", "☺"), ("Wingdings", "E0", "→"),
        ("Wingdings 2", "52", "☑"), ("Wingdings 2", "A3", "□"), ("Wingdings 2", "54", "☒"), ("Wingdings 2", "50", "✓"),
        ("Wingdings 2", "6A", "①"), ("Wingdings 2", "96", "●"), ("Wingdings 2", "AE", "◆"), ("Wingdings 2", "F8", "※"),
        ("Arial", "2265", "≥"), ("Wingdings", "20", " "),
    ],
)  # fmt: skip
def test_codes(font: str, code: str, char: str) -> None:
    assert symbol(code, font) == char


@pytest.mark.parametrize(("font", "code"), [("Wingdings", "24"), ("Webdings", "61"), ("Arial", "F061"), ("Arial", ""),
                                           ("Symbol", "zz"), ("Arial", "FFFFFFFF"), ("Arial", "1")])  # fmt: skip
def test_codes_that_are_not_known(font: str, code: str) -> None:
    assert symbol(code, font) is None


def test_text_of_a_symbol_font() -> None:
    assert in_unicode("\uf0a8是\uf0fe否\t", "Wingdings") == ("□是☑否\t", True)
    assert in_unicode("$", "Wingdings") == ("$", False)


def test_what_was_a_code_is_printed_in_a_font_that_has_characters() -> None:
    fonts = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol" w:eastAsia="仿宋"/>'
    (span,) = first(p(fonts, text="\uf0b4")).spans
    assert (span.text, span.style.latin, span.style.east) == ("×", "仿宋", "仿宋")


def test_which_fonts_are_drawings() -> None:
    assert [is_symbol_font(name) for name in ("WINGDINGS 3", "Symbol", "宋体", "Segoe UI Symbol")] == [
        True,
        True,
        False,
        False,
    ]
